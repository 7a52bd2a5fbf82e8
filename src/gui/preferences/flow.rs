//! Settings that were changed in the dialog, put in force.

use super::form::PreferencesForm;
use crate::gui::app::App;
use crate::gui::dialogs::Dialog;
use crate::gui::language::{Language, tr};
use crate::gui::notices::Weight;
use crate::store::{MONOSPACE, SYSTEM_LANGUAGE, Settings};
use eframe::egui::Context;

impl App {
    /// Opens the settings.
    pub(in crate::gui) fn open_preferences(&mut self) {
        if self.engine.families().is_none() {
            self.list_fonts();
        }
        self.dialog = Some(Dialog::Preferences(Box::new(PreferencesForm::new(&self.desk.settings))));
    }

    /// Says what the language of the system is, by its locale.
    pub fn follow_locale(&mut self, locale: &str) {
        self.system_language = Language::of_tag(locale).unwrap_or_default();
        self.take_up_language();
    }

    /// Speaks the language of the settings; one that Byline does not have is told, and English spoken.
    pub(in crate::gui) fn take_up_language(&mut self) {
        let chosen = self.desk.settings.language.as_str();
        let known = if chosen == SYSTEM_LANGUAGE { Some(self.system_language) } else { Language::of_tag(chosen) };
        self.language = known.unwrap_or_default();
        self.language.speak();
        if known.is_none() {
            let text = tr!(
                "Language in the settings: “{language}” is not there, and English is spoken; choose one in the settings",
                language = chosen
            );
            self.notices.push(Weight::Warning, text);
        }
        self.forget_words();
    }

    /// Forgets what was put into words before, in another language.
    fn forget_words(&mut self) {
        self.caches.clear();
        self.review.forget_words();
    }

    fn list_fonts(&mut self) {
        let list = self.engine.lister();
        self.desk.list_fonts(list);
    }

    /// Finds out in the background whether the font of the settings is there.
    pub(in crate::gui) fn look_for_font(&mut self) {
        if !matches!(self.desk.settings.font.as_str(), "" | MONOSPACE) {
            self.list_fonts();
        }
    }

    /// Takes up the fonts that there are; one of the settings that is not among them is told.
    pub(in crate::gui) fn take_fonts(&mut self, families: Vec<String>) {
        let font = self.desk.settings.font.as_str();
        if !matches!(font, "" | MONOSPACE) && !families.iter().any(|family| family == font) {
            let text = tr!(
                "Font in the settings: “{font}” is not installed here, and articles are set in the usual one; choose another \
                 one in the settings",
                font
            );
            self.notices.push(Weight::Warning, text);
        }
        self.engine.set_families(families);
    }

    /// Puts in force what the dialog shows; what it does not show stays.
    pub(in crate::gui) fn take_preferences(&mut self, ctx: &Context, new: &Settings) {
        if new.theme != self.desk.settings.theme {
            self.set_theme(ctx, new.theme);
        }
        if new.zoom.to_bits() != self.desk.settings.zoom.to_bits() {
            self.set_zoom(ctx, new.zoom);
        }
        if new.annotator_name != self.desk.settings.annotator_name {
            self.desk.set_annotator_name(&new.annotator_name);
        }
        if new.language != self.desk.settings.language {
            self.desk.settings.language.clone_from(&new.language);
            self.take_up_language();
        }
        let settings = &mut self.desk.settings;
        settings.font_size = new.font_size;
        settings.reading_chars = new.reading_chars;
        settings.line_height = new.line_height;
        settings.serif = new.serif;
        settings.font.clone_from(&new.font);
        settings.paragraph_numbers = new.paragraph_numbers;
        settings.scroll_together = new.scroll_together;
        settings.snap = new.snap;
        settings.trim = new.trim;
        settings.autosave_secs = new.autosave_secs;
    }
}
