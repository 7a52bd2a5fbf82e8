//! Settings written down as they change. It does not know what they mean.

use super::clock::Clock;
use super::desk::Desk;
use super::jobs::Wake;
use super::work::Outcome;
use crate::store::{self, Settings, StoreError};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

/// Where settings are kept, and how far that is.
pub(super) struct SettingsKeeper {
    folder: PathBuf,
    /// As what they were to be kept last.
    asked: Settings,
    /// Rises with every time they were to be kept.
    turn: u64,
    written: Arc<Mutex<Written>>,
}

/// The last settings that were read or written, and when that was asked for.
struct Written {
    settings: Settings,
    turn: u64,
}

impl SettingsKeeper {
    /// A write of `now`, to be carried out on any thread. One that comes too late, after a later one, does nothing.
    fn write(&mut self, now: Settings) -> impl FnOnce() -> Result<(), StoreError> + Send + 'static {
        self.turn += 1;
        self.asked.clone_from(&now);
        let (turn, folder, written) = (self.turn, self.folder.clone(), Arc::clone(&self.written));
        move || {
            // A writer that broke off has changed nothing here.
            let mut written = written.lock().unwrap_or_else(PoisonError::into_inner);
            if written.turn < turn {
                store::save_settings(&folder, &now, &written.settings)?;
                *written = Written { settings: now, turn };
            }
            Ok(())
        }
    }
}

impl Desk {
    /// A desk with the settings in `folder`, which are kept there from now on, and what there is to say of them. Whatever is
    /// wrong with them or with the folder, there is a desk.
    #[must_use]
    pub fn begin(folder: Result<PathBuf, StoreError>, clock: Clock, wake: Wake) -> (Self, Vec<String>) {
        match folder {
            Ok(folder) => {
                let loaded = store::load_settings(&folder);
                let mut desk = Self::new(loaded.settings, clock, wake);
                desk.keep_settings_in(folder);
                (desk, loaded.warning.iter().map(ToString::to_string).collect())
            }
            Err(error) => (Self::new(Settings::default(), clock, wake), vec![error.to_string()]),
        }
    }

    /// Where settings are kept from now on; before it is known they are not.
    pub fn keep_settings_in(&mut self, folder: PathBuf) {
        let written = Arc::new(Mutex::new(Written { settings: self.settings.clone(), turn: 0 }));
        self.kept = Some(SettingsKeeper { folder, asked: self.settings.clone(), turn: 0, written });
    }

    /// Writes the settings down in the background where something of them has changed.
    pub fn keep_settings(&mut self) {
        let Some(keeper) = &mut self.kept else { return };
        // The window's size alone, which changes with every frame of a drag, can wait for the end.
        let now = Settings { window_size: keeper.asked.window_size, ..self.settings.clone() };
        if now != keeper.asked {
            let write = keeper.write(now);
            self.jobs.start("Keeping settings", move |_| {
                Outcome::SettingsKept(write().err().map(|error| error.to_string()))
            });
        }
    }

    /// Writes the settings down at once; a failure is no reason to keep a window open.
    pub fn keep_settings_now(&mut self) {
        if let Some(keeper) = &mut self.kept {
            keeper.write(self.settings.clone())().ok();
        }
    }
}
