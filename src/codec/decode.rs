//! Reading session files: strict where `ron` is lax, and never silent about what it found.
//!
//! It does not know where the bytes came from; `store` adds the path to what is said here.

use super::admit::{AdmitError, Warning};
use super::checksum::{Checksum, read_last_line};
use super::lexical::{conflict_marker, head_format, head_version, long_number, place_at};
use super::shape::{FORMAT, LAYOUT, SessionFile, VERSION};
use super::v0;
use crate::model::{Session, Timestamp};
use crate::text::{LineColumn, shortened};
use serde::de::DeserializeOwned;
use std::borrow::Cow;

/// The largest session file that is read, in bytes. Offsets of texts this size fit into 32 bits.
pub const MAX_SESSION_BYTES: u64 = 1 << 30;

/// How many unknown fields a message names.
const MAX_FIELDS_NAMED: usize = 20;

/// How many characters of a name or of a problem a message shows: both may hold whatever the file does.
const MAX_SHOWN_CHARS: usize = 300;

/// A session as it was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Decoded {
    /// The session.
    pub session: Session,
    /// When it was last saved, as its last line says.
    pub modified: Option<Timestamp>,
    /// Whether it may be changed and saved.
    pub access: Access,
    /// What was set aside on the way.
    pub warnings: Vec<Warning>,
    /// The version of the format that the file is in. Where it is older than [`VERSION`], a save writes another format: the
    /// file as it is should then be kept.
    pub version: u32,
}

/// Whether a session may be changed and saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Access {
    /// It may.
    Full,
    /// Not before a person has accepted these reasons.
    ReadOnly(Vec<Reason>),
}

impl Access {
    /// Why it may not be changed, in words; nothing where it may.
    #[must_use]
    pub fn reasons(&self) -> Vec<String> {
        match self {
            Self::Full => Vec::new(),
            Self::ReadOnly(reasons) => reasons.iter().map(ToString::to_string).collect(),
        }
    }
}

/// Why a session opens read-only.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// The last line with the checksum is missing or cut.
    #[error(
        "the last line with the checksum is missing or damaged, so the file may have been cut or edited by hand; check what \
         validation lists and accept it, or restore the last good version"
    )]
    NoChecksum,
    /// The checksum is not that of the file.
    #[error(
        "the file was changed after it was saved, by hand, by another program or by damage (checksum {actual:08x}, expected \
         {stated:08x}); check what validation lists and accept it, or restore the last good version"
    )]
    WrongChecksum {
        /// What the last line says.
        stated: u32,
        /// What the file's bytes give.
        actual: u32,
    },
    /// Only the line ends were changed.
    #[error(
        "every line end was changed to CRLF, as git does with `core.autocrlf`, and nothing else; accept it, and the next save \
         puts the line ends right"
    )]
    LineEnds,
    /// A newer program wrote it.
    #[error(
        "the file was written by a newer Byline ({what} {found}, this one knows {known}); saving it here could lose what is \
         new, so update Byline to change it"
    )]
    Newer {
        /// `version` or `layout`.
        what: &'static str,
        /// What the file says.
        found: u32,
        /// What this program writes.
        known: u32,
    },
    /// Fields that this program does not know; saving would lose them.
    #[error(
        "the file has {count} fields that Byline does not know and would lose ({named}); put data of other tools into `ext`, \
         or accept the loss"
    )]
    UnknownFields {
        /// How many there are.
        count: usize,
        /// The first of them, by path.
        named: String,
    },
}

/// Why bytes are no session.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// Larger than anything that is read.
    #[error("the file has {0} bytes; a session may have {MAX_SESSION_BYTES} at most, so split it into several")]
    TooLarge(u64),
    /// Nothing is in it.
    #[error("the file is empty; restore the last good version")]
    Empty,
    /// Some bytes are no text.
    #[error("{0}: the bytes here are not UTF-8; the file is damaged or no session, restore the last good version")]
    NotUtf8(LineColumn),
    /// A merge was left unfinished.
    #[error(
        "line {line}: git left a merge conflict here; settle it with `byline merge`, or take one side's whole file"
    )]
    Conflict {
        /// The first marker's line, from 1.
        line: usize,
    },
    /// The file stops in the middle.
    #[error("{0}: the file stops here in the middle, so it was cut short; restore the last good version")]
    Truncated(LineColumn),
    /// Another kind of file.
    #[error("this is no session file: {0}")]
    NotASession(String),
    /// A newer program wrote it, and this one cannot follow.
    #[error(
        "the file was written by a newer Byline (version {found} of the format, this one knows {VERSION}) and cannot be read \
         here; update Byline"
    )]
    Newer {
        /// The version that the file states.
        found: u32,
    },
    /// It does not parse, or a value is not what its field takes.
    #[error("{place}: {problem}; put it right there or restore the last good version")]
    Syntax {
        /// Where reading stopped.
        place: LineColumn,
        /// What was found.
        problem: String,
    },
    /// It parses, but its records contradict each other.
    #[error("{}{error}", .place.map(|place| format!("{place}: ")).unwrap_or_default())]
    Records {
        /// Where the second of two records stands, if it is about two.
        place: Option<LineColumn>,
        /// What was found.
        error: AdmitError,
    },
}

/// Reads a session file, of an older version too.
///
/// # Errors
/// [`DecodeError`] with the place and what to do. What can be read but not trusted opens with [`Access::ReadOnly`] instead.
pub fn decode(bytes: &[u8]) -> Result<Decoded, DecodeError> {
    let text = read_text(bytes)?;
    let (modified, checksum) = read_last_line(text);
    let (mut file, version, reasons) = match parse::<SessionFile>(text) {
        Ok((file, unknown)) => {
            let reasons = reasons(checksum, file.version, file.layout, &unknown);
            let version = file.version;
            (file, version, reasons)
        }
        // Version 0 had no checksum.
        Err(_) if is_version(text, v0::VERSION) => {
            let (file, unknown) = parse::<v0::OldSession>(text).map_err(|error| explain(text, &error))?;
            (file.into_version_1(), v0::VERSION, reasons(Checksum::Holds, VERSION, LAYOUT, &unknown))
        }
        Err(error) => return Err(explain(text, &error)),
    };
    if let Some(place) = rounded_number(text) {
        return Err(DecodeError::Syntax { place, problem: ROUNDED.to_owned() });
    }
    let stated = file.modified.take();
    let (session, warnings) = file.into_session().map_err(|error| locate(text, error))?;
    let access = if reasons.is_empty() { Access::Full } else { Access::ReadOnly(reasons) };
    Ok(Decoded { session, modified: modified.or(stated), access, warnings, version })
}

/// Whether the file says at its beginning that it is a session of `version`.
fn is_version(text: &str, version: u32) -> bool {
    head_format(text) == Some(FORMAT) && head_version(text) == Some(version)
}

/// What is wrong with a number that readers of RON and JSON would round without a word.
pub(super) const ROUNDED: &str = "a whole number here is too large to be kept exactly; write it as a string";

/// Where in RON or JSON, which parses, the first whole number stands that 64 bits may not hold and a reader would round.
#[must_use]
pub fn rounded_number(text: &str) -> Option<LineColumn> {
    long_number(text).map(|at| place_at(text, at))
}

/// The bytes as text.
///
/// # Errors
/// The place of the first byte that is not UTF-8.
pub fn utf8(bytes: &[u8]) -> Result<&str, LineColumn> {
    std::str::from_utf8(bytes).map_err(|error| {
        let valid = bytes.get(..error.valid_up_to()).and_then(|valid| std::str::from_utf8(valid).ok());
        place_at(valid.unwrap_or_default(), error.valid_up_to())
    })
}

/// The bytes as text, without a byte order mark.
fn read_text(bytes: &[u8]) -> Result<&str, DecodeError> {
    let size = bytes.len() as u64;
    if size > MAX_SESSION_BYTES {
        return Err(DecodeError::TooLarge(size));
    }
    let text = utf8(bytes).map_err(DecodeError::NotUtf8)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim().is_empty() { Err(DecodeError::Empty) } else { Ok(text) }
}

/// Parses the whole file and names every field that the types do not know.
pub(super) fn parse<T: DeserializeOwned>(text: &str) -> Result<(T, Vec<String>), ron::error::SpannedError> {
    let mut unknown = Vec::new();
    let mut reader = ron::Deserializer::from_str(text)?;
    let read = serde_ignored::deserialize(&mut reader, |path| unknown.push(path.to_string()));
    let file = read.map_err(|error| reader.span_error(error))?;
    reader.end().map_err(|error| reader.span_error(error))?;
    Ok((file, unknown))
}

/// Reads a value that stands alone, in any of its forms; nothing where it is not as it should be.
pub(super) fn parse_alone<T: DeserializeOwned>(text: &str) -> Option<T> {
    let options = ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
    options.from_str(text).ok()
}

pub(super) fn reasons(checksum: Checksum, version: u32, layout: u32, unknown: &[String]) -> Vec<Reason> {
    let mut reasons = Vec::new();
    for (what, found, known) in [("version", version, VERSION), ("layout", layout, LAYOUT)] {
        if found > known {
            reasons.push(Reason::Newer { what, found, known });
        }
    }
    match checksum {
        Checksum::Holds => {}
        Checksum::LineEnds => reasons.push(Reason::LineEnds),
        Checksum::Missing => reasons.push(Reason::NoChecksum),
        Checksum::Wrong { stated, actual } => reasons.push(Reason::WrongChecksum { stated, actual }),
    }
    if !unknown.is_empty() {
        reasons.push(Reason::UnknownFields { count: unknown.len(), named: named(unknown) });
    }
    reasons
}

/// The first of `fields`, for a message.
pub(super) fn named(fields: &[String]) -> String {
    let mut named: Vec<Cow<'_, str>> =
        fields.iter().take(MAX_FIELDS_NAMED).map(|field| shortened(field, MAX_SHOWN_CHARS)).collect();
    if fields.len() > named.len() {
        named.push(Cow::Borrowed("..."));
    }
    named.join(", ")
}

/// What the reader of RON found, for people: its own words are partly for those who program with it.
#[must_use]
pub fn ron_problem(found: &ron::Error) -> String {
    match found {
        ron::Error::ExceededRecursionLimit => "brackets are nested deeper than 128 levels here".to_owned(),
        ron::Error::IntegerOutOfBounds => "a number here is too large or too small for its field".to_owned(),
        ron::Error::TrailingCharacters => "something follows the end here (trailing text)".to_owned(),
        other => problem(other),
    }
}

/// What a reader found, for a message.
pub(super) fn problem(found: impl std::fmt::Display) -> String {
    shortened(&found.to_string(), MAX_SHOWN_CHARS).into_owned()
}

/// What a failed parse most likely means, in plain words.
fn explain(text: &str, error: &ron::error::SpannedError) -> DecodeError {
    if let Some(line) = conflict_marker(text) {
        return DecodeError::Conflict { line };
    }
    match head_format(text) {
        Some(FORMAT) => {}
        Some(other) => return DecodeError::NotASession(format!("it says its format is `{}`", problem(other))),
        None if text.trim_start().starts_with(['{', '[']) => {
            let hint = "it looks like JSON; import it with `byline import --format json`";
            return DecodeError::NotASession(hint.to_owned());
        }
        None => {
            let place = place_of(error);
            let hint = format!(
                "it does not begin as one, with `format: \"{FORMAT}\"` ({place}: {})",
                ron_problem(&error.code)
            );
            return DecodeError::NotASession(hint);
        }
    }
    match head_version(text) {
        Some(found) if found > VERSION => return DecodeError::Newer { found },
        _ => {}
    }
    let place = place_of(error);
    match &error.code {
        ron::Error::Eof | ron::Error::ExpectedStringEnd | ron::Error::UnclosedBlockComment => {
            DecodeError::Truncated(place)
        }
        _ if place_at(text, text.len()) == place => DecodeError::Truncated(place),
        code => DecodeError::Syntax { place, problem: ron_problem(code) },
    }
}

fn place_of(error: &ron::error::SpannedError) -> LineColumn {
    let small = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    LineColumn { line: small(error.span.end.line), column: small(error.span.end.col) }
}

/// Adds where the second of two records with one id stands.
fn locate(text: &str, error: AdmitError) -> DecodeError {
    let place = match &error {
        AdmitError::Duplicate { id, .. } => {
            let own = format!("id: \"{id}\"");
            text.match_indices(&own).nth(1).map(|(at, _)| place_at(text, at))
        }
        _ => None,
    };
    DecodeError::Records { place, error }
}
