//! Every kind of record that a merge goes through: the table it stands in, its name in a merge, its edit.

use super::super::change::{Change, Edit};
use super::fields::{Clash, Fields, Three};
use super::form;
use crate::model::{
    Alignment, AlignmentId, Annotator, AnnotatorId, Article, ArticleId, Conflict, ConflictId, Decision, DecisionId,
    Entry, EntryId, FilterId, Guideline, GuidelineId, Mention, MentionId, Metadata, Outlet, OutletId, Quarantined,
    Record, Region, RegionId, Relation, RelationId, Repair, RepairId, SavedFilter, Session, Suggestion, SuggestionId,
    Table, Value,
};
use serde_json::Value as Json;
use std::sync::Arc;

/// One record of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    Info,
    Schema,
    Annotator(AnnotatorId),
    Outlet(OutletId),
    Entry(EntryId),
    Alignment(AlignmentId),
    Conflict(ConflictId),
    Decision(DecisionId),
    Filter(FilterId),
    Guideline(GuidelineId),
    Article(ArticleId),
    Metadata(ArticleId),
    Region(ArticleId, RegionId),
    Repair(ArticleId, RepairId),
    Mention(ArticleId, MentionId),
    Relation(ArticleId, RelationId),
    Suggestion(ArticleId, SuggestionId),
    Quarantine(ArticleId, MentionId),
}

impl Key {
    /// The article that the record belongs to.
    pub(super) fn article(self) -> Option<ArticleId> {
        match self {
            Self::Article(at)
            | Self::Metadata(at)
            | Self::Region(at, _)
            | Self::Repair(at, _)
            | Self::Mention(at, _)
            | Self::Relation(at, _)
            | Self::Suggestion(at, _)
            | Self::Quarantine(at, _) => Some(at),
            _ => None,
        }
    }
}

/// Stands for the article of records that belong to none.
pub(super) const NOWHERE: ArticleId = ArticleId(0);

/// A kind of record that a session or its articles hold in a table.
pub(super) trait Kind: Record {
    /// The record's name in a merge.
    fn key(at: ArticleId, id: Self::Id) -> Key;
    /// The table of a session, or of its article `at`.
    fn table(session: &Session, at: ArticleId) -> Option<&Table<Self>>;
    /// The same table, to be changed.
    fn table_mut(session: &mut Session, at: ArticleId) -> Option<&mut Table<Self>>;
    /// The change as an edit.
    fn edit(at: ArticleId, change: Change<Self>) -> Edit;
    /// The record as files have it.
    fn form(&self, article: Option<&Article>) -> Value;
    /// The record that has this form; nothing where none can have it.
    fn from_form(json: Json, article: Option<&Article>) -> Option<Self>;
    /// What both sides made of it, where that can stand together.
    fn combine(three: &Three<'_, Self>) -> Option<Self>;

    /// The record of a session.
    fn find(session: &Session, at: ArticleId, id: Self::Id) -> Option<Arc<Self>> {
        Self::table(session, at).and_then(|table| table.shared(id))
    }
}

/// Both sides' changes together, or nothing where they clash.
pub(super) fn by_field<T: Fields>(three: &Three<'_, T>) -> Option<T> {
    let mut clash = Clash::default();
    let both = T::merge(three, &mut clash);
    (!clash.0).then_some(both)
}

/// For records that are taken whole or not at all.
fn whole<T>(_: &Three<'_, T>) -> Option<T> {
    None
}

fn plain<T: serde::Serialize>(row: &T, _: Option<&Article>) -> Value {
    form::value(row)
}

macro_rules! kinds {
    (
        session: { $($type:ident $table:ident $combine:ident;)+ }
        article: { $($own:ident $own_table:ident $edit:ident $form:path, $read:path, $own_combine:ident;)+ }
    ) => {
        $(impl Kind for $type {
            fn key(_: ArticleId, id: Self::Id) -> Key {
                kinds!(@key $type)(id)
            }

            fn table(session: &Session, _: ArticleId) -> Option<&Table<Self>> {
                Some(&session.$table)
            }

            fn table_mut(session: &mut Session, _: ArticleId) -> Option<&mut Table<Self>> {
                Some(Arc::make_mut(&mut session.$table))
            }

            fn edit(_: ArticleId, change: Change<Self>) -> Edit {
                kinds!(@edit $type)(change)
            }

            fn form(&self, article: Option<&Article>) -> Value {
                plain(self, article)
            }

            fn from_form(json: Json, article: Option<&Article>) -> Option<Self> {
                form::read_plain(json, article)
            }

            fn combine(three: &Three<'_, Self>) -> Option<Self> {
                $combine(three)
            }
        })+
        $(impl Kind for $own {
            fn key(at: ArticleId, id: Self::Id) -> Key {
                Key::$edit(at, id)
            }

            fn table(session: &Session, at: ArticleId) -> Option<&Table<Self>> {
                session.shard(at).map(|shard| &shard.$own_table)
            }

            fn table_mut(session: &mut Session, at: ArticleId) -> Option<&mut Table<Self>> {
                session.shard_mut(at).map(|shard| &mut shard.$own_table)
            }

            fn edit(at: ArticleId, change: Change<Self>) -> Edit {
                Edit::$edit(at, change)
            }

            fn form(&self, article: Option<&Article>) -> Value {
                $form(self, article)
            }

            fn from_form(json: Json, article: Option<&Article>) -> Option<Self> {
                $read(json, article)
            }

            fn combine(three: &Three<'_, Self>) -> Option<Self> {
                $own_combine(three)
            }
        })+
    };
    (@key SavedFilter) => { Key::Filter };
    (@key $type:ident) => { Key::$type };
    (@edit SavedFilter) => { Edit::Filter };
    (@edit $type:ident) => { Edit::$type };
}

kinds! {
    session: {
    Annotator annotators by_field;
    Outlet outlets by_field;
    Entry entries by_field;
    Alignment alignments by_field;
    Conflict conflicts whole;
    Decision decisions whole;
    SavedFilter filters whole;
    Guideline guidelines by_field;
    }
    article: {
    Region regions Region form::region, form::read_region, by_field;
    Repair repairs Repair form::repair, form::read_repair, by_field;
    Mention mentions Mention form::mention, form::read_mention, by_field;
    Relation relations Relation plain, form::read_plain, by_field;
    Suggestion suggestions Suggestion form::suggestion, form::read_suggestion, by_field;
    Quarantined quarantine Quarantine plain, form::read_plain, whole;
    }
}

/// Calls `$call` for the kind of `$key` with its article and id; `$single` for what there is one of.
macro_rules! for_kind {
    ($key:expr, $call:ident($($arg:expr),*), $single:expr) => {
        match $key {
            Key::Annotator(id) => $call::<Annotator>(NOWHERE, id, $($arg),*),
            Key::Outlet(id) => $call::<Outlet>(NOWHERE, id, $($arg),*),
            Key::Entry(id) => $call::<Entry>(NOWHERE, id, $($arg),*),
            Key::Alignment(id) => $call::<Alignment>(NOWHERE, id, $($arg),*),
            Key::Conflict(id) => $call::<Conflict>(NOWHERE, id, $($arg),*),
            Key::Decision(id) => $call::<Decision>(NOWHERE, id, $($arg),*),
            Key::Filter(id) => $call::<SavedFilter>(NOWHERE, id, $($arg),*),
            Key::Guideline(id) => $call::<Guideline>(NOWHERE, id, $($arg),*),
            Key::Region(at, id) => $call::<Region>(at, id, $($arg),*),
            Key::Repair(at, id) => $call::<Repair>(at, id, $($arg),*),
            Key::Mention(at, id) => $call::<Mention>(at, id, $($arg),*),
            Key::Relation(at, id) => $call::<Relation>(at, id, $($arg),*),
            Key::Suggestion(at, id) => $call::<Suggestion>(at, id, $($arg),*),
            Key::Quarantine(at, id) => $call::<Quarantined>(at, id, $($arg),*),
            Key::Info | Key::Schema | Key::Article(_) | Key::Metadata(_) => $single,
        }
    };
}

fn same_row<K: Kind>(at: ArticleId, id: K::Id, one: &Session, other: &Session) -> bool {
    K::find(one, at, id) == K::find(other, at, id)
}

fn has_row<K: Kind>(at: ArticleId, id: K::Id, session: &Session) -> bool {
    K::table(session, at).is_some_and(|table| table.contains(id))
}

fn put_row<K: Kind>(at: ArticleId, id: K::Id, from: &Session, to: &mut Session) {
    let row = K::find(from, at, id);
    if let Some(table) = K::table_mut(to, at) {
        table.put(id, row);
    }
}

fn form_row<K: Kind>(at: ArticleId, id: K::Id, session: &Session) -> Option<Value> {
    let article = session.shard(at).map(|shard| shard.article.as_ref());
    K::find(session, at, id).map(|row| row.form(article))
}

fn put_form<K: Kind>(at: ArticleId, id: K::Id, session: &mut Session, version: Option<Json>) -> Option<()> {
    let article = session.shard(at).map(|shard| Arc::clone(&shard.article));
    let row = match version {
        Some(json) => Some(Arc::new(K::from_form(json, article.as_deref()).filter(|row| row.id() == id)?)),
        None => None,
    };
    K::table_mut(session, at)?.put(id, row);
    Some(())
}

fn name_row<K: Kind>(_: ArticleId, id: K::Id) -> String {
    id.to_string()
}

impl Key {
    /// Whether two sessions have the same version of the record, or both none.
    pub(super) fn is_same(self, one: &Session, other: &Session) -> bool {
        let shards = |at| one.shard(at).zip(other.shard(at));
        for_kind!(
            self,
            same_row(one, other),
            match self {
                Self::Schema => one.schema == other.schema,
                Self::Metadata(at) => shards(at).is_some_and(|(one, other)| one.metadata == other.metadata),
                Self::Article(at) => match (one.shard(at), other.shard(at)) {
                    (Some(one), Some(other)) => one.article == other.article,
                    (one, other) => one.is_none() && other.is_none(),
                },
                _ => one.info == other.info,
            }
        )
    }

    /// Whether a session has the record.
    pub(super) fn is_in(self, session: &Session) -> bool {
        match self {
            // A mention in the quarantine is there too: relations may lead to it.
            Self::Mention(at, id) => {
                session.shard(at).is_some_and(|shard| shard.mentions.contains(id) || shard.quarantine.contains(id))
            }
            Self::Article(at) | Self::Metadata(at) => session.shard(at).is_some(),
            _ => for_kind!(self, has_row(session), true),
        }
    }

    /// Gives `to` the version of the record that `from` has. Articles come and go whole and are left to the caller.
    pub(super) fn copy(self, from: &Session, to: &mut Session) {
        for_kind!(
            self,
            put_row(from, to),
            match self {
                Self::Schema => to.schema = Arc::clone(&from.schema),
                Self::Info => to.info = Arc::clone(&from.info),
                Self::Metadata(at) => {
                    if let (Some(row), Some(shard)) = (from.shard(at), to.shard_mut(at)) {
                        shard.metadata = Arc::clone(&row.metadata);
                    }
                }
                Self::Article(at) => {
                    if let (Some(row), Some(shard)) = (from.shard(at), to.shard_mut(at)) {
                        shard.article = Arc::clone(&row.article);
                    }
                }
                _ => {}
            }
        );
    }

    /// The version of the record that a session has, as files have it.
    pub(super) fn form(self, session: &Session) -> Option<Value> {
        for_kind!(
            self,
            form_row(session),
            match self {
                Self::Schema => Some(form::value(session.schema.as_ref())),
                Self::Metadata(at) => session.shard(at).map(|shard| form::metadata(&shard.metadata)),
                Self::Article(at) => session.shard(at).map(|shard| form::article(&shard.article)),
                _ => Some(form::info(&session.info)),
            }
        )
    }

    /// Gives `session` the version of the record that has this form, or none; nothing where no record can have it, or where
    /// the record cannot go.
    pub(super) fn put_form(self, session: &mut Session, version: Option<Json>) -> Option<()> {
        for_kind!(
            self,
            put_form(session, version),
            match self {
                Self::Schema => {
                    session.schema = Arc::new(form::read_plain(version?, None)?);
                    Some(())
                }
                Self::Info => {
                    session.info = Arc::new(form::read_plain(version?, None)?);
                    Some(())
                }
                Self::Metadata(at) => {
                    let row = form::read_plain(version?, None).filter(|row: &Metadata| row.id == at)?;
                    session.shard_mut(at)?.metadata = Arc::new(row);
                    Some(())
                }
                Self::Article(at) => {
                    let shard = session.shard_mut(at)?;
                    shard.article = Arc::new(form::read_article(&version?, &shard.article)?);
                    Some(())
                }
                _ => None,
            }
        )
    }

    /// The record's id as text.
    pub(super) fn name(self) -> String {
        for_kind!(
            self,
            name_row(),
            match self {
                Self::Schema => "schema".to_owned(),
                Self::Metadata(at) | Self::Article(at) => at.to_string(),
                _ => "session".to_owned(),
            }
        )
    }

    /// What people call such a record.
    pub(super) fn kind(self) -> &'static str {
        fn kind<K: Kind>(_: ArticleId, _: K::Id) -> &'static str {
            K::KIND
        }
        for_kind!(
            self,
            kind(),
            match self {
                Self::Schema => "schema",
                Self::Metadata(_) => "article's metadata",
                Self::Article(_) => "article",
                _ => "session",
            }
        )
    }
}
