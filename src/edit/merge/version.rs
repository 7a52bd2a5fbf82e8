//! From a conflict back to its record: which one it is about, and giving it the version of theirs.
//!
//! It does not know whether the outcome holds together; whoever plans it checks that.

use super::form;
use super::kinds::Key;
use crate::model::{
    AlignmentId, AnnotatorId, ArticleId, Conflict, ConflictId, DecisionId, EntryId, FilterId, GuidelineId, MentionId,
    OutletId, RegionId, RelationId, RepairId, Session, SuggestionId, Value, Values,
};

type Fields = Values;

/// What a conflict is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::edit) enum Subject {
    /// A record that a command deletes with all that hangs on it.
    Article(ArticleId),
    Mention(ArticleId, MentionId),
    Quarantined(ArticleId, MentionId),
    Relation(ArticleId, RelationId),
    Region(ArticleId, RegionId),
    Entry(EntryId),
    Alignment(AlignmentId),
    /// Anything else.
    Other,
}

/// The record that `conflict` is about; nothing where its name is none.
fn key(conflict: &Conflict) -> Option<Key> {
    let name = conflict.record.as_str();
    let has = |field: &str| {
        let versions = [&conflict.base, &conflict.ours, &conflict.theirs];
        versions.into_iter().flatten().filter_map(fields).any(|version| version.contains_key(field))
    };
    match name {
        "schema" => return Some(Key::Schema),
        "session" => return Some(Key::Info),
        _ => {}
    }
    if let Ok(at) = ArticleId::parse(name) {
        return Some(if has("source") { Key::Article(at) } else { Key::Metadata(at) });
    }
    if let Some(key) = of_session(name) {
        return Some(key);
    }
    let at = conflict.article?;
    let mention = |id| if has("mention") { Key::Quarantine(at, id) } else { Key::Mention(at, id) };
    let found = MentionId::parse(name).map(mention);
    let found = found.or_else(|_| RelationId::parse(name).map(|id| Key::Relation(at, id)));
    let found = found.or_else(|_| RegionId::parse(name).map(|id| Key::Region(at, id)));
    let found = found.or_else(|_| RepairId::parse(name).map(|id| Key::Repair(at, id)));
    found.or_else(|_| SuggestionId::parse(name).map(|id| Key::Suggestion(at, id))).ok()
}

/// A record that belongs to no article.
fn of_session(name: &str) -> Option<Key> {
    let found = EntryId::parse(name).map(Key::Entry);
    let found = found.or_else(|_| AlignmentId::parse(name).map(Key::Alignment));
    let found = found.or_else(|_| OutletId::parse(name).map(Key::Outlet));
    let found = found.or_else(|_| AnnotatorId::parse(name).map(Key::Annotator));
    let found = found.or_else(|_| GuidelineId::parse(name).map(Key::Guideline));
    let found = found.or_else(|_| FilterId::parse(name).map(Key::Filter));
    let found = found.or_else(|_| DecisionId::parse(name).map(Key::Decision));
    found.or_else(|_| ConflictId::parse(name).map(Key::Conflict)).ok()
}

/// The fields of one version of a record.
fn fields(version: &Value) -> Option<&Fields> {
    match version {
        Value::Map(fields) => Some(fields),
        _ => None,
    }
}

/// What people call the record that `conflict` is about.
#[must_use]
pub fn conflict_kind(conflict: &Conflict) -> &'static str {
    key(conflict).map_or("record", Key::kind)
}

/// What `conflict` is about, and whether `session` has it.
pub(in crate::edit) fn subject(conflict: &Conflict, session: &Session) -> Option<(Subject, bool)> {
    let key = key(conflict)?;
    let subject = match key {
        Key::Article(at) => Subject::Article(at),
        Key::Mention(at, id) if session.shard(at).is_some_and(|shard| shard.quarantine.contains(id)) => {
            Subject::Quarantined(at, id)
        }
        Key::Mention(at, id) => Subject::Mention(at, id),
        Key::Quarantine(at, id) => Subject::Quarantined(at, id),
        Key::Relation(at, id) => Subject::Relation(at, id),
        Key::Region(at, id) => Subject::Region(at, id),
        Key::Entry(id) => Subject::Entry(id),
        Key::Alignment(id) => Subject::Alignment(id),
        _ => Subject::Other,
    };
    Some((subject, key.is_in(session)))
}

/// Takes the record that `conflict` is about out of `session`.
pub(in crate::edit) fn take_out(conflict: &Conflict, session: &mut Session) -> Option<()> {
    key(conflict)?.put_form(session, None)
}

/// Gives `session` their version of the record that `conflict` is about. Where theirs and ours have the same, it stays as it
/// is now: it may have been worked on since the merge.
pub(in crate::edit) fn take_theirs(conflict: &Conflict, session: &mut Session) -> Option<()> {
    let key = key(conflict)?;
    let theirs = form::read(conflict.theirs.as_ref()?)?;
    let now = key.form(session).filter(|_| key.is_in(session));
    let version = match (now, conflict.ours.as_ref()) {
        (Some(now), Some(ours)) => {
            let (mut now, ours) = (form::read(&now)?, form::read(ours)?);
            let (fields, ours, theirs) = (now.as_object_mut()?, ours.as_object()?, theirs.as_object()?);
            for name in ours.keys().chain(theirs.keys()).filter(|name| ours.get(*name) != theirs.get(*name)) {
                match theirs.get(name) {
                    Some(value) => _ = fields.insert(name.clone(), value.clone()),
                    None => _ = fields.remove(name),
                }
            }
            now
        }
        _ => theirs,
    };
    key.put_form(session, Some(version))
}
