//! Finding strings and patterns in one text. It does not know what is searched for or why.

use super::span::Span;
use regex::{Regex, RegexBuilder};

/// How a query's words are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum QueryKind {
    /// The very words, upper and lower case alike.
    #[default]
    Folded,
    /// The very words, case as typed.
    Exact,
    /// A regular expression in the syntax of the `regex` crate, case as typed.
    Regex,
}

/// A query ready to run over any number of texts.
#[derive(Clone, Debug)]
pub struct Query(Regex);

/// Why a query cannot run.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QueryError {
    /// There is nothing to look for.
    #[error("the query is empty; type what to look for")]
    Empty,
    /// The regular expression does not hold.
    #[error("the regular expression does not hold: {0}")]
    Pattern(String),
}

impl Query {
    /// Reads `pattern` as `kind` says.
    ///
    /// # Errors
    /// [`QueryError`] for an empty query and for a regular expression that does not parse or would grow too large.
    pub fn new(pattern: &str, kind: QueryKind) -> Result<Self, QueryError> {
        if pattern.is_empty() {
            return Err(QueryError::Empty);
        }
        let source = match kind {
            QueryKind::Regex => pattern.to_owned(),
            QueryKind::Folded | QueryKind::Exact => regex::escape(pattern),
        };
        RegexBuilder::new(&source)
            .case_insensitive(kind == QueryKind::Folded)
            .multi_line(true)
            .build()
            .map(Self)
            .map_err(|error| QueryError::Pattern(error.to_string()))
    }
}

/// Every place where `query` holds, in text order, without overlaps; empty matches are left out.
pub fn find_all<'a>(text: &'a str, query: &'a Query) -> impl Iterator<Item = Span> + 'a {
    query.0.find_iter(text).filter(|hit| !hit.is_empty()).map(|hit| Span::bytes(hit.start(), hit.end()))
}
