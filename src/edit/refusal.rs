//! Why a command was not carried out, in words for the person who gave it.

use crate::model::{ArticleId, MentionId, SlugError};
use crate::text::FragmentsError;

/// A reason. The session is as it was.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Refusal {
    /// The article is not in the session.
    #[error("there is no article {0} in this session")]
    NoArticle(ArticleId),
    /// A record is not where the command says.
    #[error("there is no {kind} {id} here; it may have been deleted")]
    NoRecord {
        /// What kind of record.
        kind: &'static str,
        /// Its id.
        id: String,
    },
    /// The schema has no such name.
    #[error("the schema has no {what} `{name}`; it has {known}")]
    NotInSchema {
        /// What was looked for: label, attribute, relation type, role, layer.
        what: &'static str,
        /// What was asked for.
        name: String,
        /// What there is.
        known: String,
    },
    /// The place does not hold.
    #[error("this place cannot be tagged: {0}")]
    Place(#[from] FragmentsError),
    /// The words at the place are not the expected ones.
    #[error("expected “{expected}” at this place, but the text there reads “{found}”")]
    Quote {
        /// What the command says.
        expected: String,
        /// What the text says.
        found: String,
    },
    /// The same label stands on the same extent already.
    #[error("this is tagged already: {0}")]
    AlreadyTagged(MentionId),
    /// A value does not fit.
    #[error("{what} {why}")]
    BadValue {
        /// Which value.
        what: String,
        /// What is wrong and what would fit.
        why: String,
    },
    /// The relation type does not allow these ends.
    #[error("“{relation}” cannot lead from {from} to {to}; it leads from {allowed_from} to {allowed_to}")]
    Ends {
        /// The relation type's name.
        relation: String,
        /// The source's label.
        from: String,
        /// The target's label.
        to: String,
        /// Labels that may be its source.
        allowed_from: String,
        /// Labels that may be its target.
        allowed_to: String,
    },
    /// The command would leave everything as it is.
    #[error("nothing to change: {0}")]
    Nothing(String),
    /// The record is needed elsewhere.
    #[error("{0}")]
    InUse(String),
    /// A name does not hold.
    #[error(transparent)]
    Name(#[from] SlugError),
}
