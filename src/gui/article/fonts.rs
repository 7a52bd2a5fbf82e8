//! The bundled typefaces, and which of them is asked for first.
//!
//! A bare machine shows Latin, Greek and Cyrillic text with these alone; other scripts and emoji come from the
//! system's fonts. It does not shape or paint.

use crate::store::MONOSPACE;
use eframe::egui::{FontData, FontDefinitions, FontFamily};
use parley::fontique::{Blob, Collection, CollectionOptions, SourceCache};
use parley::{FontContext, FontFamilyName, GenericFamily};
use std::sync::Arc;

static SANS: &[u8] = include_bytes!("../../../assets/fonts/Inter-Regular.otf");
static SANS_SEMIBOLD: &[u8] = include_bytes!("../../../assets/fonts/Inter-SemiBold.otf");
static SERIF: &[u8] = include_bytes!("../../../assets/fonts/NotoSerif-Regular.ttf");

/// The face that article text is set in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Typeface {
    /// Noto Serif.
    #[default]
    Serif,
    /// Inter.
    Sans,
    /// Hack.
    Monospace,
    /// A family of the system's, by its number in the engine.
    Family(u16),
}

impl Typeface {
    /// The families to try, in order: the one that was `chosen`, then the bundled one, then colour emoji, then `extra` ones
    /// that were handed in, then what the system calls generic.
    pub(super) fn families<'f>(self, chosen: &'f [String], extra: &'f [String]) -> Vec<FontFamilyName<'f>> {
        let (named, generic) = match self {
            Self::Serif | Self::Family(_) => ("Noto Serif", GenericFamily::Serif),
            Self::Sans => ("Inter", GenericFamily::SansSerif),
            Self::Monospace => (MONOSPACED, GenericFamily::Monospace),
        };
        let first = if let Self::Family(number) = self { chosen.get(usize::from(number)) } else { None };
        let mut families: Vec<_> = first.map(|name| FontFamilyName::named(name)).into_iter().collect();
        families.extend([FontFamilyName::named(named), FontFamilyName::Generic(GenericFamily::Emoji)]);
        families.extend(extra.iter().map(|name| FontFamilyName::named(name)));
        families.push(FontFamilyName::Generic(generic));
        families
    }

    /// The same with the emoji in front, for signs that ask to be shown as pictures.
    pub(super) fn families_for_emoji<'f>(self, chosen: &'f [String], extra: &'f [String]) -> Vec<FontFamilyName<'f>> {
        let mut families = self.families(chosen, extra);
        families.insert(0, FontFamilyName::Generic(GenericFamily::Emoji));
        families
    }
}

/// The bundled monospaced face, which egui brings.
const MONOSPACED: &str = "Hack";

/// A font context that holds the bundled faces and nothing of the system yet.
pub(super) fn bundled_fonts() -> FontContext {
    let options = CollectionOptions { shared: false, system_fonts: false };
    let mut collection = Collection::new(options);
    for data in [SANS, SANS_SEMIBOLD, SERIF] {
        collection.register_fonts(Blob::new(Arc::new(data)), None);
    }
    FontContext { collection, source_cache: SourceCache::default() }
}

/// Adds a font from memory and gives the names of its families; one that is named for emoji becomes the emoji font.
pub(super) fn register(context: &mut FontContext, font: &'static [u8]) -> Vec<String> {
    let collection = &mut context.collection;
    let registered = collection.register_fonts(Blob::new(Arc::new(font)), None);
    let mut names = Vec::new();
    for (family, _) in registered {
        let Some(name) = collection.family_name(family).map(str::to_owned) else { continue };
        if name.contains("Emoji") {
            collection.append_generic_families(GenericFamily::Emoji, std::iter::once(family));
        } else {
            names.push(name);
        }
    }
    names
}

/// Families that are asked for before others where the system has them: of each script the one that Byline tells people
/// to install, and for signs of no script, which would take their font from the words around them, those with most signs.
const PREFERRED: [&str; 13] = [
    "Noto Naskh Arabic",
    "Noto Sans Hebrew",
    "Noto Sans Thai",
    "Noto Sans Devanagari",
    "Noto Sans Khmer",
    "Noto Sans Armenian",
    "Noto Sans Georgian",
    "Noto Sans Ethiopic",
    "Noto Sans Symbols 2",
    "Noto Sans Symbols2",
    "Noto Sans Symbols",
    "Noto Sans Math",
    "Noto Sans",
];

/// Adds the bundled monospaced face.
pub(super) fn add_monospace(context: &mut FontContext) {
    if let Some(font) = FontDefinitions::default().font_data.get(MONOSPACED) {
        context.collection.register_fonts(Blob::new(Arc::clone(&font.font)), None);
    }
}

/// The families of `collection` that people choose from, in the order of their names.
pub(super) fn names(collection: &mut Collection) -> Vec<String> {
    let is_shown = |name: &&str| !name.is_empty() && !name.starts_with('.') && *name != MONOSPACE;
    let mut names: Vec<String> = collection.family_names().filter(is_shown).map(str::to_owned).collect();
    names.sort_by_cached_key(|name| name.to_lowercase());
    names.dedup();
    names
}

/// The families of the system. Looks at the disk.
pub(super) fn system_names() -> Vec<String> {
    names(&mut Collection::new(CollectionOptions { shared: false, system_fonts: true }))
}

/// Loads the system's fonts; gives the preferred families among them.
pub(super) fn load_system(context: &mut FontContext) -> Vec<String> {
    let collection = &mut context.collection;
    collection.load_system_fonts();
    PREFERRED.into_iter().filter(|name| collection.family_id(name).is_some()).map(str::to_owned).collect()
}

/// Fonts for the rest of the window: the bundled sans first, then those that egui brings.
#[must_use]
pub fn egui_fonts() -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    fonts.font_data.insert("Inter".to_owned(), Arc::new(FontData::from_static(SANS)));
    fonts.font_data.insert("Inter SemiBold".to_owned(), Arc::new(FontData::from_static(SANS_SEMIBOLD)));
    let proportional = fonts.families.entry(FontFamily::Proportional).or_default();
    proportional.insert(0, "Inter".to_owned());
    let mut strong = proportional.clone();
    strong.insert(0, "Inter SemiBold".to_owned());
    fonts.families.insert(FontFamily::Name(STRONG_FAMILY.into()), strong);
    fonts
}

/// Name of the window's semibold family in [`egui_fonts`].
pub const STRONG_FAMILY: &str = "strong";
