//! Reports of failures in the program itself, kept in the state folder until the next start has told of them.
//!
//! It does not know what is in them.

use super::error::StoreError;
use std::fs;
use std::path::{Path, PathBuf};

const BEGINNING: &str = "failure-";
const ENDING: &str = ".txt";
const TOLD: &str = ".told.txt";
/// So many that were told of stay.
const MAX_TOLD: usize = 5;

/// Writes a report into `folder` under a name made of `name`; where it is.
///
/// # Errors
/// [`StoreError`] where the folder does not take it.
pub fn write_failure(folder: &Path, name: &str, report: &str) -> Result<PathBuf, StoreError> {
    fs::create_dir_all(folder).map_err(StoreError::io(folder, "make the folder"))?;
    let path = folder.join(format!("{BEGINNING}{name}{ENDING}"));
    fs::write(&path, report).map_err(StoreError::io(&path, "write the file"))?;
    Ok(path)
}

/// Reports in `folder` that nobody was told of, the oldest first, where they are from now on; the next call does not name them
/// again. Of those told of before, the oldest go.
#[must_use]
pub fn take_failures(folder: &Path) -> Vec<PathBuf> {
    let names = |is_told: bool| -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
        let fits = |path: &PathBuf| {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            name.starts_with(BEGINNING) && name.ends_with(ENDING) && name.ends_with(TOLD) == is_told
        };
        let mut found: Vec<PathBuf> = entries.filter(fits).collect();
        found.sort();
        found
    };
    let mut told = Vec::new();
    for path in names(false) {
        let to = path.with_extension(TOLD.trim_start_matches('.'));
        // One that cannot be renamed is told of again next time.
        told.push(if fs::rename(&path, &to).is_ok() { to } else { path });
    }
    let kept = names(true);
    for old in kept.iter().take(kept.len().saturating_sub(MAX_TOLD.max(told.len()))) {
        // Left-overs do no harm.
        fs::remove_file(old).ok();
    }
    told
}
