//! How far the annotators of several session files agree.
//!
//! What agreement is, `analysis` knows; here the files are read and named.

use super::batch::read;
use super::threads::Threads;
use crate::analysis::agreement::{Comparison, Scope, Side};
use crate::store::StoreError;
use std::path::{Path, PathBuf};

/// The sessions at `paths` side by side, and what was found while reading. A side is called as its file; where two files have
/// one name, as their paths.
///
/// # Errors
/// [`StoreError`] where a session cannot be read.
pub fn compare_sides(paths: &[PathBuf], scope: Scope) -> Result<(Comparison, Vec<String>), StoreError> {
    let (mut sides, mut warnings) = (Vec::new(), Vec::new());
    for path in paths {
        let (found, more) = read(path)?;
        warnings.extend(more);
        sides.push(Side { name: name_among(path, paths), session: found.session });
    }
    Ok((Comparison::new(&sides, scope, &Threads), warnings))
}

fn name_among(path: &Path, paths: &[PathBuf]) -> String {
    let name = path.file_name();
    let is_alone = paths.iter().filter(|other| other.file_name() == name).count() == 1;
    match name {
        Some(name) if is_alone => name.to_string_lossy().into_owned(),
        _ => path.display().to_string(),
    }
}
