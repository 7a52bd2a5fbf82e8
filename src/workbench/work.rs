//! What is done on background threads: opening, reading articles, writing, waiting for a dialog. Plain functions that the
//! command line calls too.

use super::arriving::{ArticlesRead, Brought};
use super::clock::Clock;
use super::compare;
use super::guessing::{Depth, Guessed};
use super::guidelines::PageNews;
use super::incoming::Incoming;
use super::keeper::Report;
use super::labelled::{Exported, ImportPlan};
use super::measuring::Measuring;
use super::merging::Theirs;
use super::peek::ExportPreview;
use super::repeats::{PlannedStep, Repeats};
use super::review::RowsListed;
use super::schemas::SchemaWork;
use super::seek::Finds;
use crate::analysis::Headway;
use crate::analysis::related::Related;
use crate::analysis::review::Finding;
use crate::assist::Alike;
use crate::codec;
use crate::edit::ProposalsOf;
use crate::model::{Annotator, AnnotatorId, AnnotatorKind, ArticleId, Ext, Session, Timestamp};
use crate::store::{
    self, AtPath, Distrusted, Draft, Early, Expected, Fingerprint, Found, Ground, Hold, Home, Settings, State,
    StoreError,
};
use crate::text::Span;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
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
    /// To import labelled data from files.
    ImportFiles,
    /// To import the labelled data of a folder.
    ImportFolder,
    /// To take the phrases of a word list.
    WordList,
    /// To write an export of one file there, with this ending.
    ExportFile(&'static str),
    /// To write an export of several files into that folder.
    ExportFolder,
    /// To go on with a schema file.
    OpenSchema,
    /// To see how a schema file differs.
    CompareSchema,
    /// To open sessions beside the open one and compare them.
    CompareSessions,
    /// To write a schema to a file of its own.
    SaveSchema,
    /// To write the page of all keys there.
    KeySheet,
    /// To add a picture to a guideline page.
    PagePicture,
    /// To add guideline pages.
    AddPages,
    /// To write the guideline pages into that folder.
    WritePages,
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
            Self::ImportFiles => "Choose the files to import",
            Self::ImportFolder => "Choose the folder to import",
            Self::WordList => "Choose a word list",
            Self::ExportFile(_) => "Write the export to a file",
            Self::ExportFolder => "Write the export into a folder",
            Self::OpenSchema => "Open a schema",
            Self::CompareSchema => "Compare with a schema",
            Self::CompareSessions => "Open sessions to compare",
            Self::SaveSchema => "Save the schema as",
            Self::KeySheet => "Write the page of all keys",
            Self::PagePicture => "Choose a picture",
            Self::AddPages => "Add guideline pages from Markdown files",
            Self::WritePages => "Write the guideline pages into a folder",
        }
    }

    /// Whether a path for it has to lead to something.
    #[must_use]
    pub fn needs_something(self) -> bool {
        self.lacks(AtPath::Nothing).is_some()
    }

    /// Why a path at which `found` stands cannot be taken for it, and what could be; nothing where it can.
    #[must_use]
    pub fn lacks(self, found: AtPath) -> Option<&'static str> {
        if matches!(self, Self::SaveAs | Self::SaveSchema | Self::KeySheet | Self::ExportFile(_) | Self::ExportFolder)
            || self == Self::WritePages
        {
            return None;
        }
        let is_any = matches!(self, Self::AddArticles | Self::OpenAny | Self::ImportFiles);
        match (self, found) {
            (Self::AddFolder | Self::ImportFolder, AtPath::Nothing) => Some("There is no folder of this name."),
            (Self::AddFolder | Self::ImportFolder, AtPath::File) => Some("This is a file; type the folder it is in."),
            (Self::AddFolder | Self::ImportFolder, AtPath::Folder) | (_, AtPath::File) => None,
            (_, AtPath::Folder) if is_any => None,
            (_, AtPath::Nothing) if is_any => Some("There is no file or folder of this name."),
            (_, AtPath::Nothing) => Some("There is no file of this name."),
            (_, AtPath::Folder) => Some("This is a folder; type the name of a file in it."),
        }
    }

    /// The button's word.
    #[must_use]
    pub fn verb(self) -> &'static str {
        match self {
            Self::OpenSession | Self::OpenAny | Self::OpenSchema => "Open",
            Self::AddArticles | Self::AddFolder | Self::AddPages => "Add",
            Self::SaveAs | Self::SaveSchema => "Save",
            Self::CompareSchema | Self::CompareSessions => "Compare",
            Self::ImportFiles | Self::ImportFolder | Self::WordList | Self::PagePicture => "Choose",
            Self::ExportFile(_) | Self::ExportFolder | Self::KeySheet | Self::WritePages => "Write",
        }
    }
}

/// What comes of background work.
#[derive(Debug)]
pub(super) enum Outcome {
    /// One article of the session at this path was read, and the others are on their way.
    Early(PathBuf, Box<Session>),
    /// A session was read, or could not be.
    Opened(Result<Box<Opened>, Box<NotOpened>>),
    /// Articles were read.
    Read(Incoming),
    /// Articles were read to be looked at, for this ticket.
    ArticlesRead(u64, Box<ArticlesRead>),
    /// What is on the clipboard, or why it cannot be had.
    Pasted(Result<Brought, String>),
    /// Families of fonts were listed.
    Fonts(Vec<String>),
    /// A save was prepared and handed on, or why not.
    Prepared(Option<StoreError>),
    /// The session was written under another name, or could not be.
    Moved {
        /// The state of the session that was written.
        edits: u64,
        /// Where it is now.
        moved: Result<Moved, StoreError>,
    },
    /// A draft was begun, or could not be.
    Drafted {
        /// Which session it is of.
        generation: u64,
        /// The state of the session that it holds.
        edits: u64,
        /// Its home; nothing where there is no place for drafts.
        home: Result<Option<Box<Home>>, String>,
    },
    /// What the keeper of a session had to say.
    Report(u64, Report),
    /// The file that another program has changed was read and its merge planned, or could not be.
    Theirs(Result<Box<Theirs>, String>),
    /// An earlier state was read to be looked at, or could not be.
    LookedAt(Result<Box<Session>, String>),
    /// What can be had back of the session in front, or why that is not known.
    Versions(Result<Vec<State>, String>),
    /// Something was taken away, or could not be.
    Tidied(Result<(), String>),
    /// What an import would do.
    ImportPlanned(Box<ImportPlan>),
    /// What an export would hold, or why there would be none.
    ExportPreviewed(Result<Box<ExportPreview>, String>),
    /// An export was written, or why not.
    Exported(Exported),
    /// Drafts that were left, and why others cannot be read.
    Drafts(Vec<Draft>, Vec<String>),
    /// A dialog was answered.
    Picked(Purpose, Vec<PathBuf>),
    /// The settings were written, or why not.
    SettingsKept(Option<String>),
    /// Entries that may be the same were looked for in the session after so many edits.
    Alike(u64, Vec<Alike>),
    /// Places were looked for; nothing where the search was stopped.
    Repeats(u64, Option<Arc<Repeats>>),
    /// What is worth a second look was looked for; nothing where somebody stopped it.
    RowsChecked(u64, Option<Arc<Vec<Finding>>>),
    /// What cleaning would propose was looked for.
    Proposals(Vec<ProposalsOf>),
    /// Details of these articles were guessed; nothing where somebody cancelled it.
    Guessed(BTreeMap<ArticleId, Depth>, Option<Vec<Guessed>>),
    /// Articles that are looked at were guessed at, for this ticket.
    ReadGuessed(u64),
    /// How far the work is was counted in the session after so many edits; nothing where somebody stopped it.
    Headway(u64, Option<Arc<Headway>>),
    /// Text that articles have in common was looked for in the session after so many edits; nothing where somebody stopped it.
    Related(u64, Option<Arc<Related>>),
    /// All articles are being searched; nothing where nobody wants it any more.
    Finds(Option<Box<Finds>>),
    /// Rows were listed; nothing where nobody wanted them any more.
    RowsListed(Option<Box<RowsListed>>),
    /// What came of work on sessions that are compared.
    Compare(compare::Work),
    /// Something was found of how far the sides agree; nothing where somebody stopped it.
    Measured(Option<Measuring>),
    /// A step was worked out.
    Planned(Box<PlannedStep>),
    /// A word list was read, or could not be.
    WordList(PathBuf, Result<Arc<str>, String>),
    /// What came of work on a schema.
    OfSchema(SchemaWork),
    /// What came of work on guideline pages.
    OfPages(PageNews),
    /// A page was to be written there.
    PageWritten(PathBuf, Result<(), StoreError>),
    /// The folded copy of an article is there.
    Folded,
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
        /// What stands at the path that was typed.
        found: AtPath,
    },
}

/// A session as it was read from its file.
#[derive(Debug)]
pub(super) struct Opened {
    /// The file.
    pub(super) path: PathBuf,
    /// What it and its journal hold.
    pub(super) found: Found,
    /// What keeps it from now on; nothing where somebody else has it open.
    pub(super) home: Option<Box<Home>>,
    /// Why it is open for reading only.
    pub(super) read_only: Vec<String>,
    /// Whether a person may say that it is to be changed all the same.
    pub(super) can_accept: bool,
    /// Whether it has no file of its own yet.
    pub(super) is_draft: bool,
}

/// Why a session was not opened.
#[derive(Debug)]
pub(super) struct NotOpened {
    /// The file.
    pub(super) path: PathBuf,
    /// What is wrong, for people.
    pub(super) problem: String,
    /// Whether the file is there and is no whole session.
    pub(super) is_damaged: bool,
    /// The best state that can be had back.
    pub(super) best: Option<State>,
}

/// Where a session was written under another name.
#[derive(Debug)]
pub(super) enum Moved {
    /// It is its own name; nothing was written yet.
    Here,
    /// To another file.
    To {
        /// The file.
        path: PathBuf,
        /// What keeps the session from now on.
        home: Box<Home>,
    },
}

/// A session without articles, with the schema that comes with Byline.
#[must_use]
pub fn empty_session(at: Timestamp) -> Session {
    Session::new("", codec::default_schema(), at)
}

/// Who works where nobody has given a name.
pub const UNNAMED: &str = "Annotator";

/// Who works: `name`, or the name in `settings`, or [`UNNAMED`]. The id comes from the name, unless the settings hold the
/// one that goes with it, so that a person has the same id in every session.
#[must_use]
pub fn annotator_of(settings: &Settings, name: Option<&str>) -> Annotator {
    let known = settings.annotator_name.trim();
    let name = name.map(str::trim).filter(|name| !name.is_empty()).unwrap_or(known);
    let name = if name.is_empty() { UNNAMED } else { name };
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

/// Opens the session at `path`, for changes where nobody else has it open; shows an article of it `early`.
pub(super) fn open(
    ground: &Ground,
    path: &Path,
    distrusted: Distrusted,
    early: Option<Early<'_>>,
) -> Result<Box<Opened>, Box<NotOpened>> {
    let (found, hold) = store::open_early(ground, path, distrusted, early).map_err(|error| {
        let is_damaged = matches!(error, StoreError::Decode { .. });
        let states = if is_damaged { store::states(ground, path).unwrap_or_default() } else { Vec::new() };
        let best = store::best(&states).cloned();
        Box::new(NotOpened { path: path.to_path_buf(), problem: error.to_string(), is_damaged, best })
    })?;
    let mut read_only = found.access.reasons();
    let (home, can_accept) = match hold {
        Hold::Mine(home) => {
            read_only.clear();
            (Some(home), true)
        }
        Hold::NotYet => (None, true),
        Hold::Taken(owner) => {
            read_only
                .insert(0, format!("it is open for changes elsewhere ({owner}); close it there and open it again"));
            (None, false)
        }
    };
    let is_draft = store::is_draft(ground, path);
    Ok(Box::new(Opened { path: path.to_path_buf(), found, home, read_only, can_accept, is_draft }))
}

/// Writes `session` to `path`, unless that is the file `own`, which it has already. A name that is no session's gets the
/// ending behind it; nobody was asked about that file, so that it is never replaced.
pub(super) fn move_to(
    ground: &Ground,
    own: Option<&Path>,
    path: PathBuf,
    session: &Session,
    at: Timestamp,
    expected: Expected,
) -> Result<Moved, StoreError> {
    let is_folder = ground.disk.info(&path).is_ok_and(|info| info.is_folder);
    let (path, expected) = match store::session_name(&path).filter(|_| !is_folder) {
        Some(named) => (named, Expected::Nothing),
        None => (path, expected),
    };
    let real = |path: &Path| ground.disk.resolve(path).ok();
    let is_own = own.is_some_and(|own| *own == path || real(own).is_some_and(|own| real(&path) == Some(own)));
    if is_own && expected == Expected::Anything {
        return Ok(Moved::Here);
    }
    let mut home = store::create(ground, &path, expected)?;
    let prepared = home.preparation().prepare(session, at, expected, None)?;
    home.commit(prepared, home.last(), expected)?;
    home.keep_version();
    Ok(Moved::To { path, home: Box::new(home) })
}

/// Reads the file that another program has changed, which must be whole.
pub(super) fn read_theirs(ground: &Ground, path: &Path) -> Result<(Session, Fingerprint), String> {
    let loaded = store::load_spread(ground.disk.as_ref(), path, ground.spread.as_ref(), None);
    let loaded = loaded.map_err(|error| error.to_string())?;
    let reasons = loaded.access.reasons();
    if reasons.is_empty() {
        return Ok((loaded.session, loaded.fingerprint));
    }
    Err(format!("{}: it cannot be merged: {}", path.display(), reasons.join("; ")))
}

/// Takes a draft away.
pub(super) fn remove_draft(ground: &Ground, path: &Path) -> Result<(), String> {
    store::remove_draft(ground, path).map_err(|error| error.to_string())
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
