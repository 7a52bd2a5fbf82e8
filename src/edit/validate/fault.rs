//! One thing that does not hold, and helpers that several checks share.

use super::known::{Known, Owner};
use crate::model::{AnnotatorId, ArticleId, Attributes, Interval, Note, Session};
use crate::text::{CharSpan, shortened};
use serde::Serialize;
use std::borrow::Cow;

/// What kind of thing does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultCode {
    /// A place leaves the text, is empty or cuts a character.
    Place,
    /// The words at a place are not those the record says.
    Quote,
    /// A region, repair or suggestion was set aside because its place does not hold.
    Unplaced,
    /// A record names another that is not there.
    Reference,
    /// A label, relation type, role or attribute that the schema does not know.
    NotInSchema,
    /// An end of a relation that its type does not allow, or of an alignment or a link that is of another layer.
    End,
    /// A value that its attribute does not take.
    Value,
    /// A value that its attribute requires is missing.
    Missing,
    /// A number outside its range.
    Range,
    /// The same name, key or comparison twice.
    Duplicate,
    /// The schema contradicts itself.
    Schema,
    /// An alignment's end is neither an entry nor a mention, or both ends are the same.
    Alignment,
}

/// One thing that does not hold.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Fault {
    /// What kind of thing.
    pub code: FaultCode,
    /// The article, where it is about one.
    pub article: Option<ArticleId>,
    /// The record, as "mention m-7K3QZ1V5R80AB".
    pub record: String,
    /// Where in the article's text, in code points.
    pub place: Option<CharSpan>,
    /// What does not hold and what would put it right.
    pub message: String,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(article) = self.article {
            write!(f, "article {article}, ")?;
        }
        match self.place {
            Some(place) => write!(f, "{} at {}..{}: {}", self.record, place.start, place.end, self.message),
            None => write!(f, "{}: {}", self.record, self.message),
        }
    }
}

/// How many faults are listed. One wrong line of a schema may give every mention one.
const MAX_FAULTS: usize = 100_000;

/// Names and values of the session stand in messages and may be of any length.
const MAX_MESSAGE_CHARS: usize = 2000;

/// Faults while they are gathered.
#[derive(Default)]
pub(super) struct Faults(pub(super) Vec<Fault>);

/// The record that is looked at.
#[derive(Clone)]
pub(super) struct At {
    pub(super) article: Option<ArticleId>,
    pub(super) record: String,
    pub(super) place: Option<CharSpan>,
}

impl At {
    /// A record of the session itself.
    pub(super) fn session(kind: &str, id: impl std::fmt::Display) -> Self {
        Self { article: None, record: format!("{kind} {id}"), place: None }
    }
}

impl Faults {
    /// Whether there are so many that no further ones are listed.
    pub(super) fn is_full(&self) -> bool {
        self.0.len() >= MAX_FAULTS
    }

    pub(super) fn push(&mut self, at: &At, code: FaultCode, message: String) {
        if self.is_full() {
            return;
        }
        let At { article, record, place } = at.clone();
        let message = match shortened(&message, MAX_MESSAGE_CHARS) {
            Cow::Owned(short) => short,
            Cow::Borrowed(_) => message,
        };
        self.0.push(Fault { code, article, record, place, message });
    }

    /// A reference that leads nowhere.
    pub(super) fn missing(&mut self, at: &At, what: &str, id: impl std::fmt::Display) {
        self.push(at, FaultCode::Reference, format!("its {what} {id} is not in this session"));
    }

    /// Whoever made or said something.
    pub(super) fn annotator(&mut self, session: &Session, at: &At, by: AnnotatorId) {
        if !session.annotators.contains(by) {
            self.missing(at, "annotator", by);
        }
    }

    pub(super) fn notes(&mut self, session: &Session, at: &At, notes: &[Note]) {
        for note in notes {
            self.annotator(session, at, note.by);
        }
    }

    /// A number that must lie in `from..=to`.
    pub(super) fn range(&mut self, at: &At, what: &str, number: Option<f64>, from: f64, to: f64) {
        if let Some(number) = number.filter(|number| !(from..=to).contains(number)) {
            self.push(at, FaultCode::Range, format!("its {what} is {number}; it must lie between {from} and {to}"));
        }
    }

    /// A stretch of time, which must not end before it begins.
    pub(super) fn interval(&mut self, at: &At, what: &str, when: Option<&Interval>) {
        let days = when.and_then(|when| when.first.zip(when.last));
        if let Some((first, last)) = days.filter(|(first, last)| first > last) {
            let message = format!("its {what} ends on {last}, before it begins on {first}");
            self.push(at, FaultCode::Range, message);
        }
    }

    /// Attribute values against those that `owner` can have.
    pub(super) fn attributes(&mut self, at: &At, values: &Attributes, known: &Known<'_>, owner: Owner<'_>) {
        for (id, value) in values {
            match known.attribute(owner, id) {
                None => self.push(at, FaultCode::NotInSchema, format!("the schema gives it no attribute `{id}`")),
                Some(def) => {
                    if let Err(problem) = def.check(value) {
                        self.push(at, FaultCode::Value, format!("the attribute `{id}` {problem}"));
                    }
                }
            }
        }
    }

    /// Required attributes that have no value.
    pub(super) fn required(&mut self, at: &At, values: &Attributes, known: &Known<'_>, owner: Owner<'_>) {
        for def in known.required(owner).into_iter().filter(|def| !values.contains_key(&def.id)) {
            self.push(at, FaultCode::Missing, format!("the attribute `{}` is required and has no value", def.id));
        }
    }
}
