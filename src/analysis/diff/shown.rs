//! Records as they are compared: fields by name as files have them, without who made them and when, with names in the place of
//! ids.
//!
//! It does not know which records are held against each other.

use super::record::Shown;
use crate::model::{
    Alignment, AlignmentEnd, Article, Conflict, Decision, Entry, EntryId, Guideline, Mention, Metadata, Note, Outlet,
    Quarantined, Record, Region, Relation, Repair, SavedFilter, Session, Shard, Suggestion,
};
use crate::text::{Fragments, Span};
use serde::Serialize;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::convert::Infallible;

/// Fields that say who made a record, when and from what, and the id, which is shown apart.
const NOT_COMPARED: [&str; 5] = ["id", "by", "created", "modified", "provenance"];

/// At most so many characters of a text say which record it is.
const MAX_WORDS: usize = 200;

/// The fields of `row` that are compared.
fn fields(row: &impl Serialize) -> BTreeMap<String, Json> {
    let mut fields = BTreeMap::new();
    let Ok(Json::Object(map)) = serde_json::to_value(row) else { return fields };
    for (name, value) in map.into_iter().filter(|(name, _)| !NOT_COMPARED.contains(&name.as_str())) {
        match (name.as_str(), value) {
            ("attributes", Json::Object(values)) => {
                fields.extend(values.into_iter().map(|(name, value)| (format!("attributes.{name}"), value)));
            }
            ("review", Json::Object(mut review)) => {
                fields.extend(review.remove("state").map(|state| ("review".to_owned(), state)));
            }
            (_, value) => _ = fields.insert(name, value),
        }
    }
    fields
}

fn texts(notes: &[Note]) -> Option<Json> {
    (!notes.is_empty()).then(|| notes.iter().map(|note| Json::from(note.text.as_str())).collect())
}

/// Puts `value` in the place of the field `name`, or takes it away.
fn put(fields: &mut BTreeMap<String, Json>, name: &str, value: Option<Json>) {
    match value {
        Some(value) => _ = fields.insert(name.to_owned(), value),
        None => _ = fields.remove(name),
    }
}

fn shortened(words: &str) -> String {
    let mut chars = words.chars();
    let head: String = chars.by_ref().take(MAX_WORDS).collect();
    if chars.next().is_some() { format!("{head}…") } else { head }
}

fn entry_name(session: &Session, entry: Option<EntryId>) -> Option<Json> {
    entry.map(|id| session.entry_name(id).map_or_else(|| id.to_string(), str::to_owned).into())
}

pub(super) fn mention(session: &Session, article: &Article, row: &Mention) -> Shown {
    let place = |place: Fragments| Ok::<_, Infallible>(article.char_spans(&place));
    let Ok(plain) = row.clone().try_map(place);
    let mut fields = fields(&plain);
    fields.remove("quote");
    put(&mut fields, "entry", entry_name(session, row.entry));
    put(&mut fields, "notes", texts(&row.notes));
    let (id, label) = (row.id.to_string(), row.label.to_string());
    Shown { id, label, words: shortened(&row.quote), fragments: plain.fragments, fields }
}

pub(super) fn quarantined(session: &Session, row: &Quarantined) -> Shown {
    let mut fields = fields(&row.mention);
    put(&mut fields, "entry", entry_name(session, row.mention.entry));
    put(&mut fields, "notes", texts(&row.mention.notes));
    let (id, label) = (row.id().to_string(), row.mention.label.to_string());
    Shown { id, label, words: shortened(&row.mention.quote), fragments: Vec::new(), fields }
}

/// The words of a mention, or its id where the article does not have it.
fn words_of(shard: &Shard, id: crate::model::MentionId) -> String {
    let placed = shard.mentions.get(id).map(|row| &*row.quote);
    let words = placed.or_else(|| shard.quarantine.get(id).map(|row| &*row.mention.quote));
    words.map_or_else(|| id.to_string(), shortened)
}

pub(super) fn relation(shard: &Shard, row: &Relation) -> Shown {
    let mut fields = fields(row);
    let (from, to) = (words_of(shard, row.from), words_of(shard, row.to));
    put(&mut fields, "from", Some(from.as_str().into()));
    put(&mut fields, "to", Some(to.as_str().into()));
    put(&mut fields, "notes", texts(&row.notes));
    let start = shard.mentions.get(row.from).map(|mention| shard.article.char_spans(&mention.fragments));
    let label = row.role.as_ref().map_or_else(|| row.label.to_string(), |role| format!("{}.{role}", row.label));
    let words = format!("{from} → {to}");
    Shown { id: row.id.to_string(), label, words, fragments: start.unwrap_or_default(), fields }
}

pub(super) fn suggestion(session: &Session, shard: &Shard, row: &Suggestion) -> Shown {
    let article = &shard.article;
    let place = |place: Fragments| Ok::<_, Infallible>(article.char_spans(&place));
    let Ok(plain) = row.clone().try_map(place);
    let mut fields = fields(&plain);
    put(&mut fields, "entry", entry_name(session, row.entry));
    for (name, end) in [("mention", row.mention), ("target", row.target)] {
        put(&mut fields, name, end.map(|id| words_of(shard, id).into()));
    }
    let label = row.label.as_ref().map_or_else(|| row.kind.to_string(), ToString::to_string);
    let fragments = plain.fragments.unwrap_or_default();
    Shown { id: row.id.to_string(), label, words: shortened(&row.quote), fragments, fields }
}

pub(super) fn region(article: &Article, row: &Region) -> Shown {
    let words = shortened(row.span.slice(article.text()).unwrap_or_default());
    let Ok(plain) = row.clone().try_map(|span: Span| Ok::<_, Infallible>(article.char_span(span)));
    let (id, label, fragments) = (row.id.to_string(), row.kind.to_string(), vec![plain.span]);
    Shown { id, label, words, fragments, fields: fields(&plain) }
}

pub(super) fn repair(article: &Article, row: &Repair) -> Shown {
    let Ok(plain) = row.clone().try_map(|span: Span| Ok::<_, Infallible>(article.char_span(span)));
    let (id, label, fragments) = (row.id.to_string(), row.kind.to_string(), vec![plain.span]);
    Shown { id, label, words: shortened(&row.quote), fragments, fields: fields(&plain) }
}

/// What is known about an article, with what surrounds its text.
pub(super) fn metadata(session: &Session, article: &Article, row: &Metadata) -> Shown {
    let mut fields = fields(row);
    let outlet = row.outlet.as_ref().map(|stated| stated.value);
    let name = outlet.map(|id| session.outlets.get(id).map_or_else(|| id.to_string(), |outlet| outlet.name.clone()));
    put(&mut fields, "outlet", name.map(Json::from));
    put(&mut fields, "name", Some(article.name.as_str().into()));
    put(&mut fields, "ext", (!article.ext.is_empty()).then(|| serde_json::to_value(&article.ext).unwrap_or_default()));
    Shown { id: article.id.to_string(), words: article.name.clone(), fields, ..Shown::default() }
}

pub(super) fn info(session: &Session) -> Shown {
    let info = &session.info;
    Shown { id: "session".to_owned(), words: info.title.clone(), fields: fields(info.as_ref()), ..Shown::default() }
}

pub(super) fn outlet(row: &Outlet) -> Shown {
    Shown { id: row.id.to_string(), words: row.name.clone(), fields: fields(row), ..Shown::default() }
}

pub(super) fn entry(session: &Session, row: &Entry) -> Shown {
    let mut fields = fields(row);
    let apart: Vec<Json> = row.distinct_from.iter().filter_map(|id| entry_name(session, Some(*id))).collect();
    put(&mut fields, "distinct_from", (!apart.is_empty()).then(|| apart.into()));
    if let (Some(Json::Object(place)), Some(entry)) =
        (fields.get_mut("place"), row.place.as_ref().and_then(|place| place.entry))
    {
        place.extend(entry_name(session, Some(entry)).map(|name| ("entry".to_owned(), name)));
    }
    let label = row.kind.as_ref().unwrap_or(&row.layer).to_string();
    Shown { id: row.id.to_string(), label, words: shortened(&row.name), fragments: Vec::new(), fields }
}

fn end_words(session: &Session, end: AlignmentEnd) -> String {
    if let Some(entry) = end.entry {
        return session.entry_name(entry).map_or_else(|| entry.to_string(), str::to_owned);
    }
    let mention = end.article.and_then(|at| Some((session.shard(at)?, end.mention?)));
    mention.map_or_else(String::new, |(shard, id)| format!("{} ({})", words_of(shard, id), shard.article.name))
}

pub(super) fn alignment(session: &Session, row: &Alignment) -> Shown {
    let mut fields = fields(row);
    let [from, to] = [row.from, row.to].map(|end| end_words(session, end));
    put(&mut fields, "from", Some(from.as_str().into()));
    put(&mut fields, "to", Some(to.as_str().into()));
    put(&mut fields, "notes", texts(&row.notes));
    let (id, label, words) = (row.id.to_string(), row.kind.to_string(), format!("{from} – {to}"));
    Shown { id, label, words, fragments: Vec::new(), fields }
}

pub(super) fn conflict(row: &Conflict) -> Shown {
    Shown { id: row.id.to_string(), words: row.record.clone(), fields: fields(row), ..Shown::default() }
}

pub(super) fn decision(row: &Decision) -> Shown {
    let words = row.record.clone().unwrap_or_default();
    let label = row.action.to_string();
    Shown { id: row.id.to_string(), label, words, fields: fields(row), ..Shown::default() }
}

pub(super) fn filter(row: &SavedFilter) -> Shown {
    Shown { id: row.id.to_string(), words: row.name.clone(), fields: fields(row), ..Shown::default() }
}

pub(super) fn guideline(row: &Guideline) -> Shown {
    Shown { id: row.id.to_string(), words: row.title.clone(), fields: fields(row), ..Shown::default() }
}
