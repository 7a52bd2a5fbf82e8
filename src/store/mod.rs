//! The disk: session files, settings, articles to read and outputs to write.
//!
//! Architecture invariant: only this floor touches session files, and only through [`Disk`], so that tests can make every
//! operation fail. No clock, no threads; what the bytes mean is the codec's business. A session that is open for changes has a [`Home`].

mod articles;
mod atomic;
mod companion;
mod crash;
mod drafts;
mod error;
mod frames;
mod fs;
mod home;
mod journal;
mod load;
mod opening;
mod output;
mod outputs;
mod paths;
mod recover;
mod rejoin;
mod replay;
mod save;
mod settings;
mod settings_file;
mod settings_text;
mod versions;

pub use articles::{
    ImportFile, MAX_SOURCE_BYTES, SourceFile, article_bytes, find_articles, find_files, open_import, open_import_apart,
    open_lines, read_article, read_import, read_import_head, read_import_up_to,
};
pub use crash::{take_failures, write_failure};
pub use drafts::{Draft, begin_draft, drafts, is_draft, remove_draft};
pub use error::StoreError;
pub use fs::{Disk, FileInfo, Lock, Part, Parts, RealDisk, TEMP_ENDING, is_temp_of, temp_name};
pub use home::{Ground, Home, Preparation};
pub use load::{Early, Fingerprint, Loaded, load, load_spread, load_with};
pub use opening::{Distrusted, Found, Hold, Recovered, RecoveredStep, create, open, open_early, peek};
pub use output::{Overwrite, write_output};
pub use outputs::{FolderFile, OutputFile, OutputFolder};
pub use paths::{
    AtPath, complete_path, computer_name, found_at, has_file_dialogs, is_session_name, locale, session_name, state_dir,
    takes_dropped_files,
};
pub use recover::{State, StateKind, best, recover, restore, states};
pub use save::{Expected, Over, Prepared, save, save_over, save_with};
pub use settings::{
    FONT_SIZES, LINE_CHARS, LINE_HEIGHTS, MONOSPACE, ReadingPlace, RecentSession, SYSTEM_LANGUAGE, Settings, Theme,
    WINDOW_HEIGHTS, WINDOW_WIDTHS, ZOOMS,
};
pub use settings_file::{LoadedSettings, SettingsWarning, config_dir, load_settings, save_settings};
pub use settings_text::{ReadSettings, read_settings, write_settings};
pub use versions::{Version, VersionKind};
