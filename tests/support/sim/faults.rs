//! Which operation of the simulated disk fails, and how.

use std::io;
use std::path::{Path, PathBuf};

/// How an operation fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// EIO: the device gave up.
    Device,
    /// ENOSPC: no space is left.
    Full,
    /// EACCES: the system refuses, before anything was done.
    Denied,
    /// Half of the bytes are written, then no space is left; operations that write none go well.
    Short,
}

/// Every kind there is.
pub(crate) const KINDS: [Kind; 4] = [Kind::Device, Kind::Full, Kind::Denied, Kind::Short];

impl Kind {
    pub(super) fn error(self) -> io::Error {
        io::Error::from_raw_os_error(match self {
            Self::Device => 5,
            Self::Full | Self::Short => 28,
            Self::Denied => 13,
        })
    }
}

/// One thing that goes wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// The number of the operation that fails.
    pub(crate) at: usize,
    /// Whether every later one fails as well.
    pub(crate) for_ever: bool,
    /// How.
    pub(crate) kind: Kind,
    /// The folder whose operations fail, with all below it; every one where absent. Numbers count all operations.
    pub(crate) under: Option<PathBuf>,
}

impl Fault {
    /// A fault anywhere on the disk.
    pub(crate) fn new(at: usize, for_ever: bool, kind: Kind) -> Self {
        Self { at, for_ever, kind, under: None }
    }

    pub(super) fn strikes(&self, operation: usize, path: &Path) -> bool {
        let is_time = operation == self.at || (self.for_ever && operation > self.at);
        is_time && self.under.as_deref().is_none_or(|folder| path.starts_with(folder))
    }
}

/// Lets every operation of a run fail in turn, each kind once and for ever. `run` gives how many operations there were;
/// a fault beyond the last of them ends the row.
pub(crate) fn every_fault(mut run: impl FnMut(Fault) -> usize) {
    for kind in KINDS {
        for for_ever in [false, true] {
            for at in 0.. {
                if run(Fault::new(at, for_ever, kind)) <= at {
                    break;
                }
            }
        }
    }
}
