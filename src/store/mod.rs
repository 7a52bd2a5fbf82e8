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
mod settings_file;
mod settings_text;

pub use articles::{MAX_SOURCE_BYTES, SourceFile, find_articles, read_article};
pub use error::StoreError;
pub use fs::{Disk, FileInfo, RealDisk, TEMP_PREFIX};
pub use load::{Fingerprint, Loaded, load, load_with};
pub use output::{Overwrite, write_output};
pub use paths::{complete_path, has_file_dialogs};
pub use save::{Expected, save, save_with};
pub use settings::{
    FONT_SIZES, LINE_CHARS, LINE_HEIGHTS, ReadingPlace, RecentSession, Settings, Theme, WINDOW_HEIGHTS, WINDOW_WIDTHS,
    ZOOMS,
};
pub use settings_file::{LoadedSettings, SettingsWarning, config_dir, load_settings, save_settings};
pub use settings_text::{ReadSettings, read_settings, write_settings};
