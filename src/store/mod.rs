//! The disk: session files, settings, articles to read and outputs to write.
//!
//! Architecture invariant: only this floor touches session files, and only through [`Disk`], so that tests can make every
//! operation fail. No clock, no threads; what the bytes mean is the codec's business. The journal will stand beside `save`.

mod articles;
mod atomic;
mod error;
mod fs;
mod load;
mod output;
mod paths;
mod save;
mod settings;

pub use articles::{MAX_SOURCE_BYTES, SourceFile, read_articles};
pub use error::StoreError;
pub use fs::{Disk, FileInfo, RealDisk, TEMP_PREFIX};
pub use load::{Early, Fingerprint, Loaded, load, load_spread, load_with};
pub use output::{Overwrite, write_output};
pub use paths::{complete_path, has_file_dialogs};
pub use save::{Expected, Over, save, save_over, save_with};
pub use settings::{
    LoadedSettings, ReadingPlace, RecentSession, Settings, SettingsWarning, Theme, config_dir, load_settings,
    save_settings,
};
