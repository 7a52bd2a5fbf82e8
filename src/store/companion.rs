//! Names of what stands beside a session file: the hidden folder with its lock, journal and versions. It reads nothing.

use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

/// The longest file name, in bytes, that common file systems take.
const MAX_NAME_BYTES: usize = 255;
const ENDING: &str = ".byline";

/// The hidden folder that goes with one session file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Companion(pub(super) PathBuf);

impl Companion {
    /// The folder beside the session file at `target`, whose symbolic links are resolved.
    pub(super) fn beside(target: &Path) -> Self {
        let name = target.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let full = format!(".{name}{ENDING}");
        // A name that leaves no room for more is told by its hash.
        let name = if full.len() <= MAX_NAME_BYTES { full } else { format!(".{}{ENDING}", hash(&name)) };
        Self(target.with_file_name(name))
    }

    /// The folder below `state` for a session file at `target` whose own folder cannot be written.
    pub(super) fn in_state(state: &Path, target: &Path) -> Self {
        Self(state.join("journals").join(hash(&target.to_string_lossy())))
    }

    /// The file that is locked while the session is open for changes; it is never deleted.
    pub(super) fn lock(&self) -> PathBuf {
        self.0.join("lock")
    }

    /// Who has the lock, for people.
    pub(super) fn owner(&self) -> PathBuf {
        self.0.join("owner")
    }

    /// What was done since the session file was written.
    pub(super) fn journal(&self) -> PathBuf {
        self.0.join(JOURNAL)
    }

    /// Earlier contents of the session file.
    pub(super) fn versions(&self) -> PathBuf {
        self.0.join("versions")
    }
}

/// The journal's own name.
pub(super) const JOURNAL: &str = "journal";
/// What the names of journals begin with that were put aside.
pub(super) const ASIDE: &str = "journal.aside-";

/// A name for a journal put aside that none of `names` is.
pub(super) fn free_aside(names: &[String]) -> String {
    let numbers = names.iter().filter_map(|name| name.strip_prefix(ASIDE)?.parse::<u64>().ok());
    format!("{ASIDE}{}", numbers.max().unwrap_or_default().saturating_add(1))
}

fn hash(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    let bits = digest.iter().take(16).fold(0_u128, |bits, byte| (bits << 8) | u128::from(*byte));
    format!("{bits:032x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_stands_beside_the_file_and_its_name_always_fits() {
        let beside = Companion::beside(Path::new("folder/visit.ron"));
        assert_eq!(beside.journal(), Path::new("folder/.visit.ron.byline/journal"));
        let long = "n".repeat(255);
        let name = Companion::beside(&Path::new("folder").join(&long)).0;
        assert!(name.file_name().is_some_and(|name| name.len() <= MAX_NAME_BYTES));
        assert_ne!(name, Companion::beside(&Path::new("folder").join("n".repeat(254))).0);
    }
}
