//! What is done on background threads: opening, reading articles, writing, waiting for a dialog. Plain functions that the
//! command line calls too.

use super::clock::Clock;
use super::incoming::Incoming;
use super::threads::Threads;
use crate::codec::{self, Access};
use crate::model::{Annotator, AnnotatorId, AnnotatorKind, Ext, Session, Timestamp};
use crate::store::{self, Expected, Fingerprint, Over, RealDisk, Settings};
use crate::text::Span;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The sample session that comes with Byline.
pub const SAMPLE: &str = include_str!("../../sessions/sample.ron");

/// A dialog that closes without an answer faster than this was none.
const QUICKEST_CANCEL: Duration = Duration::from_millis(250);

/// What a path is wanted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To open a session.
    OpenSession,
    /// To add articles.
    AddArticles,
    /// To add all articles of a folder.
    AddFolder,
    /// To save the session there.
    SaveAs,
    /// To open whatever it is.
    OpenAny,
}

impl Purpose {
    /// The dialog's title.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::OpenSession => "Open a session",
            Self::AddArticles => "Add articles",
            Self::AddFolder => "Add a folder of articles",
            Self::SaveAs => "Save the session as",
            Self::OpenAny => "Open a session, an article or a folder",
        }
    }

    /// The button's word.
    #[must_use]
    pub fn verb(self) -> &'static str {
        match self {
            Self::OpenSession | Self::OpenAny => "Open",
            Self::AddArticles | Self::AddFolder => "Add",
            Self::SaveAs => "Save",
        }
    }
}

/// What comes of background work.
#[derive(Debug)]
pub(super) enum Outcome {
    /// A session was read, or could not be.
    Opened(Result<Box<Opened>, String>),
    /// Articles were read.
    Read(Incoming),
    /// The session was written, or could not be.
    Stored(Result<Stored, String>),
    /// A dialog was answered.
    Picked(Purpose, Vec<PathBuf>),
    /// The settings were written, or why not.
    SettingsKept(Option<String>),
    /// An article was searched; without places where the search was stopped.
    Found {
        /// What came with the question.
        ticket: u64,
        /// The places.
        spans: Option<Vec<Span>>,
    },
    /// A dialog was closed without an answer.
    NotPicked,
    /// The system has no dialog to show.
    NoDialog(Purpose),
    /// What a typed path can be completed to.
    Completed {
        /// What was typed.
        typed: String,
        /// The paths.
        paths: Vec<String>,
    },
}

/// A session as it was read from its file.
#[derive(Debug)]
pub struct Opened {
    /// The file.
    pub path: PathBuf,
    /// The session.
    pub session: Session,
    /// What the file's bytes were.
    pub fingerprint: Fingerprint,
    /// Why it is open for reading only.
    pub read_only: Vec<String>,
    /// What was set aside while reading.
    pub warnings: Vec<String>,
}

/// A session as it was written.
#[derive(Debug)]
pub struct Stored {
    /// The file.
    pub path: PathBuf,
    /// What its bytes are.
    pub fingerprint: Fingerprint,
}

/// A session without articles, with the schema that comes with Byline.
#[must_use]
pub fn empty_session(at: Timestamp) -> Session {
    Session::new("", codec::default_schema(), at)
}

/// Who works: `name`, or the name in `settings`, or "Annotator". The id comes from the name, unless the settings hold the
/// one that goes with it, so that a person has the same id in every session.
#[must_use]
pub fn annotator_of(settings: &Settings, name: Option<&str>) -> Annotator {
    let known = settings.annotator_name.trim();
    let name = name.map(str::trim).filter(|name| !name.is_empty()).unwrap_or(known);
    let name = if name.is_empty() { "Annotator" } else { name };
    let own_id = settings.annotator_id.filter(|_| name == known);
    let hash = Sha256::digest(format!("annotator {}", name.to_lowercase()));
    let from_name = hash.iter().take(8).fold(0, |bits, byte| (bits << 8) | u64::from(*byte));
    Annotator {
        id: own_id.unwrap_or(AnnotatorId(from_name)),
        name: name.to_owned(),
        kind: AnnotatorKind::Person,
        note: String::new(),
        ext: Ext::default(),
    }
}

/// Reads the session at `path`.
///
/// # Errors
/// What is wrong, where, and what to do, for people.
pub fn open(path: &Path) -> Result<Box<Opened>, String> {
    let loaded = store::load_spread(&RealDisk, path, &Threads, None).map_err(|error| error.to_string())?;
    let read_only = match loaded.access {
        Access::Full => Vec::new(),
        Access::ReadOnly(reasons) => reasons.iter().map(ToString::to_string).collect(),
    };
    Ok(Box::new(Opened {
        path: path.to_path_buf(),
        session: loaded.session,
        fingerprint: loaded.fingerprint,
        read_only,
        warnings: loaded.warnings.iter().map(ToString::to_string).collect(),
    }))
}

/// Writes `session` to `path`; `expected` is what the file's bytes were when it was read.
///
/// # Errors
/// What is wrong and what to do, for people; the file is then as it was.
pub fn store(path: &Path, session: &Session, at: Timestamp, expected: Expected) -> Result<Stored, String> {
    let over = Over { known: None, spread: &Threads };
    let saved = store::save_over(&RealDisk, path, session, at, expected, over);
    let fingerprint = saved.map_err(|error| error.to_string())?;
    Ok(Stored { path: path.to_path_buf(), fingerprint })
}

/// Waits for a dialog, and tells one that nobody saw from one that was cancelled.
pub(super) fn pick(purpose: Purpose, pick: impl FnOnce() -> Vec<PathBuf>) -> Outcome {
    if !store::has_file_dialogs() {
        return Outcome::NoDialog(purpose);
    }
    let begun = Clock::instant();
    let paths = pick();
    if !paths.is_empty() {
        return Outcome::Picked(purpose, paths);
    }
    if begun.elapsed() < QUICKEST_CANCEL { Outcome::NoDialog(purpose) } else { Outcome::NotPicked }
}
