//! Families of fonts that a person can choose for article text: which there are, and which were chosen.
//!
//! It does not shape or paint.

use super::engine::{System, TextEngine};
use super::fonts::{Typeface, add_monospace, load_system, names, system_names};
use crate::store::MONOSPACE;

/// What one engine knows of them.
#[derive(Debug, Default)]
pub(super) struct Families {
    /// Those that were chosen, by the numbers that [`Typeface::Family`] has.
    chosen: Vec<String>,
    has_monospace: bool,
    /// Those that can be chosen, once they were listed.
    listed: Option<Vec<String>>,
}

impl Families {
    pub(super) fn chosen(&self) -> &[String] {
        &self.chosen
    }
}

impl TextEngine {
    /// The face of a family that a person chose: [`MONOSPACE`] for the bundled one. Where there is no such family, text is
    /// set in the bundled serif face.
    pub fn typeface(&mut self, family: &str) -> Typeface {
        if family == MONOSPACE {
            if !std::mem::replace(&mut self.families.has_monospace, true) {
                add_monospace(&mut self.fonts);
            }
            return Typeface::Monospace;
        }
        let known = self.families.chosen.iter().position(|chosen| chosen == family);
        let number = known.unwrap_or_else(|| {
            self.load_system();
            self.families.chosen.push(family.to_owned());
            self.families.chosen.len() - 1
        });
        u16::try_from(number).map_or(Typeface::Serif, Typeface::Family)
    }

    /// What lists the families that can be chosen, to be run where it may look at the disk.
    pub fn lister(&mut self) -> impl FnOnce() -> Vec<String> + Send + 'static {
        let own = (self.system == System::Never).then(|| names(&mut self.fonts.collection));
        move || own.unwrap_or_else(system_names)
    }

    /// Takes up the families that were listed.
    pub(in crate::gui) fn set_families(&mut self, families: Vec<String>) {
        self.families.listed = Some(families);
    }

    /// The families that can be chosen, once they were listed.
    pub(in crate::gui) fn families(&self) -> Option<&[String]> {
        self.families.listed.as_deref()
    }

    /// Loads the system's fonts, unless that was done before or is not wanted.
    pub(super) fn load_system(&mut self) {
        if self.system == System::NotYet {
            self.extra.extend(load_system(&mut self.fonts));
            self.system = System::Loaded;
        }
    }
}
