//! The JSON mirror of session files and its schema: the same fields in the same order, for tools without a RON parser.
//!
//! It does not know the layout of RON files; the mirror has no checksum and is always whole.

use super::admit::Warning;
use super::convert::EncodeError;
use super::decode::{MAX_SESSION_BYTES, ROUNDED, named, problem, rounded_number};
use super::lexical::conflict_marker;
use super::{AdmitError, ArticleFile, SessionFile};
use crate::model::{Session, Shard, Timestamp};
use serde::Serialize;

/// Why a text is no JSON mirror of a session.
#[derive(Debug, thiserror::Error)]
pub enum JsonError {
    /// Larger than anything that is read.
    #[error("the file has {0} bytes; a session may have {MAX_SESSION_BYTES} at most")]
    TooLarge(u64),
    /// It does not parse, or a value is not what its field takes.
    #[error("{line}:{column}: {problem}")]
    Syntax {
        /// Line, from 1.
        line: usize,
        /// Bytes into the line, from 1.
        column: usize,
        /// What was found.
        problem: String,
    },
    /// A merge was left unfinished.
    #[error("line {line}: git left a merge conflict here; take one side's whole file")]
    Conflict {
        /// The first marker's line, from 1.
        line: usize,
    },
    /// Fields that no session has; they would be lost.
    #[error("the file has fields that Byline does not know and would lose: {0}; put data of other tools into `ext`")]
    Unknown(String),
    /// A newer program wrote it.
    #[error("the file was written by a newer Byline (version {found}, this one knows {known}); update Byline")]
    Newer {
        /// What the file says.
        found: u32,
        /// What this program writes.
        known: u32,
    },
    /// It parses, but its records contradict each other.
    #[error(transparent)]
    Records(#[from] AdmitError),
}

/// A session read from JSON.
#[derive(Clone, Debug, PartialEq)]
pub struct FromJson {
    /// The session.
    pub session: Session,
    /// When it was last saved.
    pub modified: Option<Timestamp>,
    /// What was set aside on the way.
    pub warnings: Vec<Warning>,
}

/// Writes the mirror of `session`, saved at `modified`.
///
/// # Errors
/// [`EncodeError`] as for [`super::encode`].
pub fn to_json(session: &Session, modified: Timestamp) -> Result<String, EncodeError> {
    let (mut json, tail) = json_around(session, modified)?;
    for (place, shard) in session.shards().iter().enumerate() {
        json.push_str(if place == 0 { "" } else { "," });
        json.push_str(&json_article(shard)?);
    }
    json.push_str(&tail);
    Ok(json)
}

/// What stands above and below the articles of the mirror, which have commas between them.
///
/// # Errors
/// As for [`to_json`].
pub fn json_around(session: &Session, modified: Timestamp) -> Result<(String, String), EncodeError> {
    let file = SessionFile { modified: Some(modified), ..SessionFile::without_articles(session) };
    let json = pretty(&file, "the session")?;
    // A line feed stands between fields alone, never in a string.
    let (head, tail) = json.split_once("\n  \"articles\": [").ok_or_else(|| EncodeError::Writer {
        record: "the session".to_owned(),
        problem: "its articles have no place".to_owned(),
    })?;
    let end = if session.shards().is_empty() { "" } else { "\n  " };
    Ok((format!("{head}\n  \"articles\": ["), format!("{end}{tail}\n")))
}

/// One article of the mirror.
///
/// # Errors
/// As for [`to_json`].
pub fn json_article(shard: &Shard) -> Result<String, EncodeError> {
    let json = pretty(&ArticleFile::from_shard(shard)?, "an article")?;
    Ok(format!("\n    {}", json.replace('\n', "\n    ")))
}

fn pretty(value: &impl Serialize, record: &str) -> Result<String, EncodeError> {
    serde_json::to_string_pretty(value)
        .map_err(|problem| EncodeError::Writer { record: record.to_owned(), problem: problem.to_string() })
}

/// Reads a mirror.
///
/// # Errors
/// [`JsonError`] with the place.
pub fn from_json(text: &str) -> Result<FromJson, JsonError> {
    let size = text.len() as u64;
    if size > MAX_SESSION_BYTES {
        return Err(JsonError::TooLarge(size));
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut unknown = Vec::new();
    let mut reader = serde_json::Deserializer::from_str(text);
    let read = serde_ignored::deserialize(&mut reader, |path| unknown.push(path.to_string()));
    let read = read.and_then(|file: SessionFile| reader.end().map(|()| file));
    let mut file = read.map_err(|error| match conflict_marker(text) {
        Some(line) => JsonError::Conflict { line },
        None => syntax(&error),
    })?;
    if let Some(place) = rounded_number(text) {
        let (line, column) = (place.line as usize, place.column as usize);
        return Err(JsonError::Syntax { line, column, problem: ROUNDED.to_owned() });
    }
    if file.version > super::VERSION {
        return Err(JsonError::Newer { found: file.version, known: super::VERSION });
    }
    if !unknown.is_empty() {
        return Err(JsonError::Unknown(named(&unknown)));
    }
    let modified = file.modified.take();
    let (session, warnings) = file.into_session()?;
    Ok(FromJson { session, modified, warnings })
}

fn syntax(error: &serde_json::Error) -> JsonError {
    let text = error.to_string();
    let found = text.rsplit_once(" at line ").map_or(text.as_str(), |(found, _)| found);
    JsonError::Syntax { line: error.line(), column: error.column(), problem: problem(found) }
}

/// The JSON Schema of the mirror, generated from the types.
#[must_use]
pub fn json_schema() -> serde_json::Value {
    schemars::schema_for!(SessionFile).to_value()
}
