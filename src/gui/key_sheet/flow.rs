//! What the sheet of keys asks, carried out: the settings keep what differs from the table.

use super::form::KeyAsk;
use super::sheet::page;
use crate::gui::actions::{Action, key_text};
use crate::gui::app::App;
use crate::gui::keymap::{KeyRefusal, Keymap};
use crate::gui::language::tr;
use crate::gui::notices::Weight;
use crate::store::Overwrite;
use crate::workbench::Purpose;
use eframe::egui::{Context, KeyboardShortcut};
use std::path::PathBuf;

impl App {
    /// Shares the keys that the settings name; what they name wrongly is told.
    pub(in crate::gui) fn take_up_keys(&mut self, ctx: &Context) {
        let (keymap, faults) = Keymap::of(&self.desk.settings.keys);
        keymap.share(ctx);
        for fault in faults {
            self.notices.push_of_run(Weight::Warning, tr!("Keys in the settings: {fault}", fault));
        }
    }

    pub(in crate::gui) fn act_on_keys(&mut self, ctx: &Context, ask: KeyAsk) {
        match ask {
            KeyAsk::Bind(action, key) => self.bind(ctx, action, key),
            KeyAsk::Usual(action) => self.bind(ctx, action, action.info().map(|info| info.key)),
            KeyAsk::AllUsual => self.desk.settings.keys.clear(),
            KeyAsk::Print => {
                self.pick(Purpose::KeySheet);
                return;
            }
        }
        self.take_up_keys(ctx);
        self.warn_of_keys();
    }

    fn bind(&mut self, ctx: &Context, action: Action, key: Option<KeyboardShortcut>) {
        let keymap = Keymap::shared(ctx);
        let owner = key.and_then(|key| keymap.refusal(action, key));
        if let Some(KeyRefusal::Taken(owner)) = owner {
            self.desk.settings.keys.insert(owner.slug(), String::new());
        }
        if key == action.info().map(|info| info.key) {
            self.desk.settings.keys.remove(&action.slug());
        } else {
            self.desk.settings.keys.insert(action.slug(), key.map(key_text).unwrap_or_default());
        }
    }

    /// The keys as they are now, for what draws nothing.
    pub(in crate::gui) fn keymap(&self) -> Keymap {
        Keymap::of(&self.desk.settings.keys).0
    }

    /// Writes the page of all keys, to be printed.
    pub(in crate::gui) fn write_key_page(&mut self, path: Option<PathBuf>, overwrite: Overwrite) {
        let page = page(&self.desk.bench.session().schema, &self.keymap());
        if let Some(path) = path {
            self.desk.write_page(page, path, overwrite);
        }
    }
}
