//! Settings on the disk. Reading never fails; saving is whole or not at all, keeps what other windows have written, and never
//! takes the place of a file that could not be read before a copy of it is kept.
//!
//! It does not know how settings look as text.

use super::atomic::{replace, target};
use super::error::StoreError;
use super::fs::{Disk, RealDisk};
use super::load::read_bounded;
use super::settings::Settings;
use super::settings_text::{ReadSettings, read_settings, write_settings};
use std::fs::File;
use std::path::{Path, PathBuf};

const FILE: &str = "settings.ron";
const LOCK: &str = "settings.lock";
const MAX_SETTINGS_BYTES: u64 = 1 << 20;

/// Settings as they were found.
#[derive(Clone, Debug, PartialEq)]
pub struct LoadedSettings {
    /// The settings; the usual values where none could be read.
    pub settings: Settings,
    /// What was wrong with the file.
    pub warning: Option<SettingsWarning>,
}

/// What was wrong with a settings file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettingsWarning {
    /// Some of it could not be read or used.
    #[error(
        "some settings could not be read and have their usual values ({problem}); the file as it was is kept as {}",
        kept.display()
    )]
    Damaged {
        /// What was found.
        problem: String,
        /// Where a copy of the file is.
        kept: PathBuf,
    },
    /// It could not be read at all, or not be copied.
    #[error("the settings could not be read ({0}); the usual ones are used where none could be")]
    Unreadable(String),
}

/// The folder of the settings: `BYLINE_CONFIG_DIR`, or what the system provides.
///
/// # Errors
/// [`StoreError::NoConfigFolder`] where the system names none.
pub fn config_dir() -> Result<PathBuf, StoreError> {
    use etcetera::BaseStrategy;
    if let Some(folder) = std::env::var_os("BYLINE_CONFIG_DIR").filter(|folder| !folder.is_empty()) {
        return Ok(PathBuf::from(folder));
    }
    let strategy = etcetera::choose_base_strategy().map_err(|error| StoreError::NoConfigFolder(error.to_string()))?;
    Ok(strategy.config_dir().join("byline"))
}

/// Reads the settings in `folder`; no file at all means the usual settings. A damaged file stays where it is until settings
/// are saved again, and a copy of it is kept beside it.
#[must_use]
pub fn load_settings(folder: &Path) -> LoadedSettings {
    let path = folder.join(FILE);
    let bytes = match read_bounded(&RealDisk, &path, MAX_SETTINGS_BYTES) {
        Ok(bytes) => bytes,
        Err(error) => {
            let is_missing = matches!(error, StoreError::Missing(_));
            let warning = (!is_missing).then(|| SettingsWarning::Unreadable(error.to_string()));
            return LoadedSettings { settings: Settings::default(), warning };
        }
    };
    let read = read_settings(&bytes);
    let warning = (!read.faults.is_empty()).then(|| match keep_aside(folder, &bytes) {
        Ok(kept) => SettingsWarning::Damaged { problem: read.problem(), kept },
        Err(error) => SettingsWarning::Unreadable(format!("{}; no copy could be kept: {error}", read.problem())),
    });
    LoadedSettings { settings: read.settings, warning }
}

/// Writes `settings` into `folder`, which is made if need be. Values that are still those of `base`, as they were read or
/// written here last, give way to what another window has written meanwhile, and so the recent sessions of both stay.
///
/// # Errors
/// [`StoreError`]; the old settings are untouched.
pub fn save_settings(folder: &Path, settings: &Settings, base: &Settings) -> Result<(), StoreError> {
    RealDisk.create_folder(folder).map_err(StoreError::io(folder, "make the folder"))?;
    let _lock = lock(folder);
    let path = folder.join(FILE);
    let there = what_is_there(folder, &path)?;
    let mut joined = settings.clone();
    joined.join_recent(&there.settings.recent);
    let text = write_settings(&joined, base, &there).map_err(|error| StoreError::Io {
        path: path.clone(),
        action: "write the settings",
        source: std::io::Error::other(error),
    })?;
    let target = target(&RealDisk, &path)?;
    let verify = || {
        let read = read_settings(text.as_bytes());
        if read.faults.is_empty() { Ok(()) } else { Err(read.problem()) }
    };
    replace(&RealDisk, &target, text.as_bytes(), verify).map(|_| ())
}

/// Lets one window at a time read, join and write; given back when it is dropped. Nothing where the system has no locks:
/// then two windows that write in the same instant may lose what one of them has opened.
fn lock(folder: &Path) -> Option<File> {
    let path = folder.join(LOCK);
    if path.metadata().is_ok_and(|found| !found.is_file()) {
        return None;
    }
    let file = File::options().write(true).create(true).truncate(false).open(path).ok()?;
    file.lock().is_ok().then_some(file)
}

/// The settings that a save would replace; where they are damaged, a copy is kept first.
fn what_is_there(folder: &Path, path: &Path) -> Result<ReadSettings, StoreError> {
    match read_bounded(&RealDisk, path, MAX_SETTINGS_BYTES) {
        Ok(bytes) => {
            let read = read_settings(&bytes);
            if !read.faults.is_empty() {
                keep_aside(folder, &bytes)?;
            }
            Ok(read)
        }
        Err(StoreError::Missing(_)) => Ok(ReadSettings::default()),
        Err(StoreError::TooLarge { .. }) => {
            // Too large to be copied without a thought; it gets another name.
            let kept = unused_name(folder, |_| false);
            RealDisk.rename(path, &kept).map_err(StoreError::io(path, "keep the damaged settings aside"))?;
            Ok(ReadSettings::default())
        }
        Err(error) => Err(error),
    }
}

/// Keeps `bytes` under a name of their own in `folder`, once, however often they are found.
fn keep_aside(folder: &Path, bytes: &[u8]) -> Result<PathBuf, StoreError> {
    let is_same = |path: &Path| read_bounded(&RealDisk, path, MAX_SETTINGS_BYTES).is_ok_and(|kept| kept == bytes);
    let kept = unused_name(folder, is_same);
    if !kept.exists() {
        let target = target(&RealDisk, &kept)?;
        replace(&RealDisk, &target, bytes, || Ok(()))?;
    }
    Ok(kept)
}

/// The first name for damaged settings that is free, or that `is_same` accepts.
fn unused_name(folder: &Path, is_same: impl Fn(&Path) -> bool) -> PathBuf {
    let mut name = folder.join("settings.damaged.ron");
    let mut number = 2;
    while name.symlink_metadata().is_ok() && !is_same(&name) {
        name = folder.join(format!("settings.damaged-{number}.ron"));
        number += 1;
    }
    name
}
