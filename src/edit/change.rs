//! One change of one record. Insert, update and delete are one shape, and the inverse is a swap.

use crate::model::{
    Alignment, Annotator, Article, ArticleId, Conflict, Decision, Entry, Guideline, LogLine, Mention, Metadata, Outlet,
    Quarantined, Record, Region, Relation, Repair, SavedFilter, Schema, SessionInfo, Suggestion,
};
use std::sync::Arc;

/// What a record was and what it becomes; absent means that it is not there.
#[derive(Clone, Debug, PartialEq)]
pub struct Change<R: Record> {
    /// The record.
    pub id: R::Id,
    /// What it must be for the change to apply.
    pub before: Option<Arc<R>>,
    /// What it is afterwards.
    pub after: Option<Arc<R>>,
}

impl<R: Record> Change<R> {
    /// A new record.
    pub fn insert(row: R) -> Self {
        Self { id: row.id(), before: None, after: Some(Arc::new(row)) }
    }

    /// A record that stays, with other content.
    pub fn update(before: Arc<R>, after: R) -> Self {
        Self { id: before.id(), before: Some(before), after: Some(Arc::new(after)) }
    }

    /// A record that goes.
    pub fn delete(before: Arc<R>) -> Self {
        Self { id: before.id(), before: Some(before), after: None }
    }

    /// The change that undoes this one.
    #[must_use]
    pub fn inverse(&self) -> Self {
        Self { id: self.id, before: self.after.clone(), after: self.before.clone() }
    }

    /// What becomes of the record.
    #[must_use]
    pub fn effect(&self) -> Effect {
        match (&self.before, &self.after) {
            (None, _) => Effect::Made,
            (_, None) => Effect::Gone,
            _ => Effect::Changed,
        }
    }
}

/// What becomes of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It is new.
    Made,
    /// It stays, with other content.
    Changed,
    /// It goes.
    Gone,
}

/// Lines of another copy's log that join a session's own, or leave it again. They take their places by their times.
#[derive(Clone, Debug, PartialEq)]
pub enum LogChange {
    /// They join it.
    Join(Arc<[LogLine]>),
    /// They leave it.
    Leave(Arc<[LogLine]>),
}

impl LogChange {
    /// The change that undoes this one.
    #[must_use]
    pub fn inverse(&self) -> Self {
        match self {
            Self::Join(lines) => Self::Leave(Arc::clone(lines)),
            Self::Leave(lines) => Self::Join(Arc::clone(lines)),
        }
    }

    /// What becomes of the lines.
    #[must_use]
    pub fn effect(&self) -> Effect {
        match self {
            Self::Join(_) => Effect::Made,
            Self::Leave(_) => Effect::Gone,
        }
    }
}

/// A change together with the table it belongs to.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// Title and description.
    Info(Change<SessionInfo>),
    /// The schema, as a whole.
    Schema(Change<Schema>),
    /// An annotator.
    Annotator(Change<Annotator>),
    /// An outlet.
    Outlet(Change<Outlet>),
    /// An entry of the register.
    Entry(Change<Entry>),
    /// An alignment.
    Alignment(Change<Alignment>),
    /// A conflict.
    Conflict(Change<Conflict>),
    /// A decision.
    Decision(Change<Decision>),
    /// A saved filter.
    Filter(Change<SavedFilter>),
    /// A guideline page.
    Guideline(Change<Guideline>),
    /// An article, which comes and goes at a position in the order; what surrounds its text may change, the text never
    /// does. It comes and goes bare: what belongs to it has changes of its own, after its insertion and before its deletion.
    Article {
        /// Where it stands in the order of articles.
        position: usize,
        /// The article itself.
        change: Change<Article>,
    },
    /// What is known about an article.
    Metadata(Change<Metadata>),
    /// A region of an article.
    Region(ArticleId, Change<Region>),
    /// A repair of an article.
    Repair(ArticleId, Change<Repair>),
    /// A mention of an article.
    Mention(ArticleId, Change<Mention>),
    /// A relation of an article.
    Relation(ArticleId, Change<Relation>),
    /// A suggestion of an article.
    Suggestion(ArticleId, Change<Suggestion>),
    /// A quarantined mention of an article.
    Quarantine(ArticleId, Change<Quarantined>),
    /// Lines of another copy's log, which a merge brings in.
    Log(LogChange),
}

impl Edit {
    /// The edit that undoes this one.
    #[must_use]
    pub fn inverse(&self) -> Self {
        match self {
            Self::Info(change) => Self::Info(change.inverse()),
            Self::Schema(change) => Self::Schema(change.inverse()),
            Self::Annotator(change) => Self::Annotator(change.inverse()),
            Self::Outlet(change) => Self::Outlet(change.inverse()),
            Self::Entry(change) => Self::Entry(change.inverse()),
            Self::Alignment(change) => Self::Alignment(change.inverse()),
            Self::Conflict(change) => Self::Conflict(change.inverse()),
            Self::Decision(change) => Self::Decision(change.inverse()),
            Self::Filter(change) => Self::Filter(change.inverse()),
            Self::Guideline(change) => Self::Guideline(change.inverse()),
            Self::Article { position, change } => Self::Article { position: *position, change: change.inverse() },
            Self::Metadata(change) => Self::Metadata(change.inverse()),
            Self::Region(article, change) => Self::Region(*article, change.inverse()),
            Self::Repair(article, change) => Self::Repair(*article, change.inverse()),
            Self::Mention(article, change) => Self::Mention(*article, change.inverse()),
            Self::Relation(article, change) => Self::Relation(*article, change.inverse()),
            Self::Suggestion(article, change) => Self::Suggestion(*article, change.inverse()),
            Self::Quarantine(article, change) => Self::Quarantine(*article, change.inverse()),
            Self::Log(change) => Self::Log(change.inverse()),
        }
    }

    /// The article that the edit touches, if it touches one.
    #[must_use]
    pub fn article(&self) -> Option<ArticleId> {
        match self {
            Self::Article { change, .. } => Some(change.id),
            Self::Metadata(change) => Some(change.id),
            Self::Region(article, _)
            | Self::Repair(article, _)
            | Self::Mention(article, _)
            | Self::Relation(article, _)
            | Self::Suggestion(article, _)
            | Self::Quarantine(article, _) => Some(*article),
            _ => None,
        }
    }

    /// The record's id as text.
    #[must_use]
    pub fn record(&self) -> String {
        match self {
            Self::Info(_) => "session".to_owned(),
            Self::Schema(_) => "schema".to_owned(),
            Self::Annotator(change) => change.id.to_string(),
            Self::Outlet(change) => change.id.to_string(),
            Self::Entry(change) => change.id.to_string(),
            Self::Alignment(change) => change.id.to_string(),
            Self::Conflict(change) => change.id.to_string(),
            Self::Decision(change) => change.id.to_string(),
            Self::Filter(change) => change.id.to_string(),
            Self::Guideline(change) => change.id.to_string(),
            Self::Article { change, .. } => change.id.to_string(),
            Self::Metadata(change) => change.id.to_string(),
            Self::Region(_, change) => change.id.to_string(),
            Self::Repair(_, change) => change.id.to_string(),
            Self::Mention(_, change) => change.id.to_string(),
            Self::Relation(_, change) => change.id.to_string(),
            Self::Suggestion(_, change) => change.id.to_string(),
            Self::Quarantine(_, change) => change.id.to_string(),
            Self::Log(_) => "log".to_owned(),
        }
    }

    /// What becomes of the record.
    #[must_use]
    pub fn effect(&self) -> Effect {
        match self {
            Self::Info(change) => change.effect(),
            Self::Schema(change) => change.effect(),
            Self::Annotator(change) => change.effect(),
            Self::Outlet(change) => change.effect(),
            Self::Entry(change) => change.effect(),
            Self::Alignment(change) => change.effect(),
            Self::Conflict(change) => change.effect(),
            Self::Decision(change) => change.effect(),
            Self::Filter(change) => change.effect(),
            Self::Guideline(change) => change.effect(),
            Self::Article { change, .. } => change.effect(),
            Self::Metadata(change) => change.effect(),
            Self::Region(_, change) => change.effect(),
            Self::Repair(_, change) => change.effect(),
            Self::Mention(_, change) => change.effect(),
            Self::Relation(_, change) => change.effect(),
            Self::Suggestion(_, change) => change.effect(),
            Self::Quarantine(_, change) => change.effect(),
            Self::Log(change) => change.effect(),
        }
    }
}
