//! What an export tells: how much was written, and item by item what the format could not carry.

use crate::codec::EncodeError;
use serde::Serialize;

/// So many files are named where there may be many.
const MAX_NAMED: usize = 3;

/// Something of the session that is not in the exported files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Dropped {
    /// What it is, as "relations".
    pub what: String,
    /// Where it stands: an article's name and id, or "session".
    pub place: String,
    /// How many there are.
    pub count: usize,
    /// Their ids, in order.
    pub ids: Vec<String>,
    /// Why it is not there.
    pub why: String,
}

impl std::fmt::Display for Dropped {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {} dropped ({}): {}", self.place, self.what, self.count, self.why)?;
        if self.ids.is_empty() { Ok(()) } else { write!(f, ": {}", self.ids.join(", ")) }
    }
}

/// What came of an export.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// How many mentions are in it.
    pub mentions: usize,
    /// How many mentions the selection left out because it was asked to.
    pub left_out: usize,
    /// What it does not hold although it was asked for.
    pub dropped: Vec<Dropped>,
    /// Files that were in the output's folder before and are still there, by their names in it.
    pub others: Vec<String>,
    /// Parts of a split that no article came into although they have a share.
    pub empty: Vec<String>,
}

impl Written {
    /// What else is to be known of it.
    #[must_use]
    pub fn notes(&self) -> Vec<String> {
        [self.empty_note(), self.others_note()].into_iter().flatten().collect()
    }

    /// A part without articles is a file that training programs take without a word.
    fn empty_note(&self) -> Option<String> {
        let (parts, has) = match self.empty.as_slice() {
            [] => return None,
            [part] => (part.clone(), "has"),
            [parts @ .., last] => (format!("{} and {last}", parts.join(", ")), "have"),
        };
        Some(format!(
            "{parts} {has} no articles: an article lies whole in one part, with its other versions; choose more articles or fewer parts"
        ))
    }

    /// What is to be said of [`Self::others`]: whoever reads the folder reads them too.
    fn others_note(&self) -> Option<String> {
        let named: Vec<&str> = self.others.iter().take(MAX_NAMED).map(String::as_str).collect();
        let count = self.others.len();
        let (files, are, more) = match count {
            0 => return None,
            1 => ("1 file".to_owned(), "is", String::new()),
            _ if count <= MAX_NAMED => (format!("{count} files"), "are", String::new()),
            _ => (format!("{count} files"), "are", format!(" and {} more", count - MAX_NAMED)),
        };
        let named = named.join(", ");
        Some(format!(
            "{files} in the folder {are} not of this export ({named}{more}), and other programs read them along; take them out, or export into a new folder"
        ))
    }
}

/// Why an export could not be made.
#[derive(Debug, thiserror::Error)]
pub enum FormatError {
    /// The files could not be written.
    #[error("the output could not be written: {0}")]
    Output(#[source] std::io::Error),
    /// The output could not be made or put in its place.
    #[error("{0}")]
    Place(String),
    /// The session cannot be written down.
    #[error(transparent)]
    Session(#[from] EncodeError),
    /// The format can be read only.
    #[error("the format `{0}` can be read but not written")]
    ReadOnly(&'static str),
    /// The format holds whole sessions.
    #[error("the format `{0}` holds the whole session; --articles, --labels, --states and --split do not go with it")]
    WholeOnly(&'static str),
}

/// A failure of a writer below.
pub(super) fn io(error: impl Into<std::io::Error>) -> FormatError {
    FormatError::Output(error.into())
}
