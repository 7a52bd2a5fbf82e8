//! Settings written down as they change. It does not know what they mean.

use super::desk::Desk;
use super::work::Outcome;
use crate::store::{self, Settings};
use std::path::PathBuf;

impl Desk {
    /// Where settings are kept from now on; before it is known they are not.
    pub fn keep_settings_in(&mut self, folder: PathBuf) {
        self.kept = Some((folder, self.settings.clone()));
    }

    /// Writes the settings down in the background where something of them has changed.
    pub fn keep_settings(&mut self) {
        let Some((folder, kept)) = &mut self.kept else { return };
        // The window's size alone, which changes with every frame of a drag, can wait for the end.
        let now = Settings { window_size: kept.window_size, ..self.settings.clone() };
        if now != *kept {
            kept.clone_from(&now);
            let folder = folder.clone();
            self.jobs.start("Keeping settings", move |_| {
                Outcome::SettingsKept(store::save_settings(&folder, &now).err().map(|error| error.to_string()))
            });
        }
    }

    /// Writes the settings down at once; a failure is no reason to keep a window open.
    pub fn keep_settings_now(&self) {
        if let Some((folder, _)) = &self.kept {
            store::save_settings(folder, &self.settings).ok();
        }
    }
}
