//! Whole jobs on session files, for runs without a window: open, add articles, validate, carry out a script.
//!
//! It does not know how its results are printed. What changes a session still goes through [`Workbench`].

use super::bench::Workbench;
use super::clock::{Clock, random_seed};
use super::incoming::{Incoming, Reader};
use super::jobs::Progress;
use super::script::{ScriptError, ScriptLine};
use super::work::annotator_of;
use crate::codec::Access;
use crate::edit::{self, FaultCode, Refusal};
use crate::ingest;
use crate::model::{Annotator, ArticleId, Schema, Session, Shard};
use crate::store::{self, Expected, Fingerprint, Loaded, StoreError};
use crate::text::CharSpan;
use serde::Serialize;
use std::path::{Path, PathBuf};

/// Who works: `name`, or the name in the settings, or "Annotator"; and what was wrong with the settings.
#[must_use]
pub fn annotator(name: Option<&str>) -> (Annotator, Vec<String>) {
    match store::config_dir().map(|folder| store::load_settings(&folder)) {
        Ok(loaded) => (annotator_of(&loaded.settings, name), loaded.warning.iter().map(ToString::to_string).collect()),
        // Without a folder for settings there are none that could be damaged.
        Err(_) => (annotator_of(&store::Settings::default(), name), Vec::new()),
    }
}

/// What came of adding articles to a session.
#[derive(Clone, Debug, Default)]
pub struct Import {
    /// The articles that were added, in order.
    pub added: Vec<ArticleId>,
    /// Files and folders that gave no article, each with its path and the reason.
    pub refused: Vec<String>,
    /// What needs a look.
    pub warnings: Vec<String>,
}

/// A session file that is being changed without a window.
#[derive(Debug)]
pub struct Batch {
    /// The session and its history.
    pub bench: Workbench,
    path: PathBuf,
    expected: Expected,
    clock: Clock,
}

/// Why a session file was not opened for changes.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// It could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// It is open for reading only.
    #[error("{}: this session can be read but not changed: {reasons}", path.display())]
    ReadOnly {
        /// The file.
        path: PathBuf,
        /// Why.
        reasons: String,
    },
}

impl Batch {
    /// A new session that will be kept at `path`.
    #[must_use]
    pub fn begin(
        path: PathBuf,
        title: &str,
        schema: Schema,
        annotator: Annotator,
        overwrite: store::Overwrite,
    ) -> Self {
        let clock = Clock::System;
        let session = Session::new(title, schema, clock.now());
        let expected = match overwrite {
            store::Overwrite::Refuse => Expected::Nothing,
            store::Overwrite::Replace => Expected::Anything,
        };
        Self { bench: Workbench::with(session, annotator, clock, random_seed()), path, expected, clock }
    }

    /// The session at `path`, to be changed in place; with what was set aside while it was read.
    ///
    /// # Errors
    /// [`OpenError`], also where the file may be read only.
    pub fn open(path: &Path, annotator: Annotator) -> Result<(Self, Vec<String>), OpenError> {
        let loaded = store::load(path)?;
        if let Access::ReadOnly(reasons) = &loaded.access {
            let reasons = reasons.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
            return Err(OpenError::ReadOnly { path: path.to_owned(), reasons });
        }
        let clock = Clock::System;
        let warnings = warnings_of(path, &loaded);
        let bench = Workbench::with(loaded.session, annotator, clock, random_seed());
        let expected = Expected::Same(loaded.fingerprint);
        Ok((Self { bench, path: path.to_owned(), expected, clock }, warnings))
    }

    /// Keeps the session at `path` from now on.
    pub fn move_to(&mut self, path: PathBuf, overwrite: store::Overwrite) {
        self.expected = match overwrite {
            store::Overwrite::Refuse => Expected::Nothing,
            store::Overwrite::Replace => Expected::Anything,
        };
        self.path = path;
    }

    /// Adds the articles at `paths`, read in the encoding `declared` where one is named; what cannot be read is told, and
    /// the rest is added all the same.
    pub fn import(&mut self, paths: &[PathBuf], declared: Option<&str>, progress: &Progress) -> Import {
        let by = self.bench.annotator().id;
        let reader = Reader { session: self.bench.session(), by, at: self.clock.now(), declared };
        let Incoming { articles, mut refused, warnings } = reader.read(paths, progress);
        let mut added: Vec<ArticleId> = articles.iter().map(|new| new.article.id).collect();
        match self.bench.add_articles(articles) {
            Ok(_) | Err(Refusal::Nothing(_)) => {}
            Err(refusal) => {
                added.clear();
                refused.push(refusal.to_string());
            }
        }
        Import { added, refused, warnings }
    }

    /// Carries out one line of a script; nothing for a blank line or a comment.
    ///
    /// # Errors
    /// [`ScriptError`] with the reason; the session is as it was.
    pub fn run(&mut self, line: &str) -> Result<Option<String>, ScriptError> {
        match ScriptLine::parse(line)? {
            Some(line) => match self.bench.run(&line)? {
                Some(name) => Ok(Some(name)),
                None => Err(Refusal::Nothing("no step of this script is left for that".to_owned()).into()),
            },
            None => Ok(None),
        }
    }

    /// Saves the session; once this returns, it is on the disk.
    ///
    /// # Errors
    /// [`StoreError`]; the file is as it was, unless the error says otherwise.
    pub fn save(&mut self) -> Result<(), StoreError> {
        let fingerprint: Fingerprint = store::save(&self.path, self.bench.session(), self.clock.now(), self.expected)?;
        self.expected = Expected::Same(fingerprint);
        Ok(())
    }
}

/// The bytes of one file that is no session: a script, a schema.
///
/// # Errors
/// [`StoreError`] where it cannot be read or is a folder.
pub fn read_file(path: &Path) -> Result<Vec<u8>, StoreError> {
    store::read_article(path.to_owned()).map(|file| file.bytes)
}

/// What was found while reading, each with the file's path.
#[must_use]
pub fn warnings_of(path: &Path, loaded: &Loaded) -> Vec<String> {
    let reasons = match &loaded.access {
        Access::Full => Vec::new(),
        Access::ReadOnly(reasons) => reasons.iter().map(ToString::to_string).collect(),
    };
    let found = reasons.into_iter().chain(loaded.warnings.iter().map(ToString::to_string));
    found.map(|what| format!("{}: {what}", path.display())).collect()
}

/// One thing that does not hold in a session file.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Finding {
    /// What kind of thing: `file` for the file as a whole, `source` for a text that does not lead back to its source,
    /// `quarantine` for a mention that was set aside before, or the name of a [`FaultCode`].
    pub code: String,
    /// The article's id, where it is about one.
    pub article: Option<ArticleId>,
    /// The article's name.
    pub name: Option<String>,
    /// The record, as "mention m-7K3QZ1V5R80AB"; the file's path for the file as a whole.
    pub record: String,
    /// Where in the article's text, in code points.
    pub place: Option<CharSpan>,
    /// What does not hold and what would put it right.
    pub message: String,
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let (Some(name), Some(article)) = (&self.name, self.article) {
            write!(f, "{name} ({article}), ")?;
        }
        match self.place {
            Some(place) => write!(f, "{} at {}..{}: {}", self.record, place.start, place.end, self.message),
            None => write!(f, "{}: {}", self.record, self.message),
        }
    }
}

/// What a look at a session file found.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Validation {
    /// What does not hold, the file as a whole first; the session is valid where this is empty.
    pub faults: Vec<Finding>,
    /// Records that were set aside before, in the quarantine, and wait for somebody to find their place.
    pub waiting: Vec<Finding>,
}

/// Looks for everything that does not hold in the session file at `path`.
///
/// # Errors
/// [`StoreError`] where the file cannot be read at all; a file that can be read and is no session is a fault.
pub fn validate(path: &Path) -> Result<Validation, StoreError> {
    let whole = |message: String| Finding {
        code: "file".to_owned(),
        article: None,
        name: None,
        record: path.display().to_string(),
        place: None,
        message,
    };
    let loaded = match store::load(path) {
        Ok(loaded) => loaded,
        Err(StoreError::Decode { source, .. }) => {
            return Ok(Validation { faults: vec![whole(source.to_string())], waiting: Vec::new() });
        }
        Err(error) => return Err(error),
    };
    let mut found = Validation::default();
    if let Access::ReadOnly(reasons) = &loaded.access {
        found.faults.extend(reasons.iter().map(|reason| whole(reason.to_string())));
    }
    let session = &loaded.session;
    found.faults.extend(session.shards().iter().filter_map(|shard| source_finding(shard)));
    let name_of = |id: ArticleId| session.shard(id).map(|shard| shard.article.name.clone());
    found.faults.extend(loaded.warnings.iter().map(|warning| Finding {
        code: code_name(FaultCode::Place),
        article: Some(warning.article),
        name: name_of(warning.article),
        record: warning.record.clone(),
        place: None,
        message: warning.message.clone(),
    }));
    let is_new = |article: Option<ArticleId>, record: &str| {
        loaded.warnings.iter().any(|warning| article == Some(warning.article) && record == warning.record)
    };
    let faults = edit::validate(session).into_iter().filter(|fault| !is_new(fault.article, &fault.record));
    found.faults.extend(faults.map(|fault| Finding {
        code: code_name(fault.code),
        article: fault.article,
        name: fault.article.and_then(name_of),
        record: fault.record,
        place: fault.place,
        message: fault.message,
    }));
    let quarantine = session.shards().iter().flat_map(|shard| shard.quarantine.iter().map(move |row| (shard, row)));
    found.waiting = quarantine
        .map(|(shard, row)| Finding {
            code: "quarantine".to_owned(),
            article: Some(shard.id()),
            name: Some(shard.article.name.clone()),
            record: format!("mention {}", row.mention.id),
            place: row.mention.fragments.first().copied(),
            message: format!(
                "it waits in the quarantine ({}); give it a place or delete it",
                row.reason.trim_end_matches('.')
            ),
        })
        .filter(|waiting| !is_new(waiting.article, &waiting.record))
        .collect();
    Ok(found)
}

/// The code as files and documents have it.
fn code_name(code: FaultCode) -> String {
    serde_json::to_value(code).ok().and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default()
}

fn source_finding(shard: &Shard) -> Option<Finding> {
    let error = ingest::rebuild(shard.article.text(), &shard.article.source).err()?;
    Some(Finding {
        code: "source".to_owned(),
        article: Some(shard.id()),
        name: Some(shard.article.name.clone()),
        record: format!("article {}", shard.id()),
        place: None,
        message: error.to_string(),
    })
}
