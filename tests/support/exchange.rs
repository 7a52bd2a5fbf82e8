//! Labelled data through the program: sessions out into a format and in again, and what is in them.

#![allow(dead_code, reason = "every test binary uses a part of it")]

use super::program::{Place, Run};
use byline::codec::decode;
use byline::formats::{label_name, relation_name};
use byline::model::{Session, Shard};

/// Imports `from` into the session `to`.
#[track_caller]
pub(crate) fn import(place: &Place, format: &str, from: &str, to: &str) -> Run {
    place.byline(&["import", from, "--format", format, "-o", to, "--as", "Ann"])
}

/// Exports the session `from` as `format` to `to`.
#[track_caller]
pub(crate) fn export(place: &Place, format: &str, from: &str, to: &str) -> Run {
    place.byline(&["export", from, "--format", format, "-o", to])
}

#[track_caller]
pub(crate) fn session(place: &Place, name: &str) -> Session {
    decode(place.read(name).as_bytes()).unwrap().session
}

/// Every mention in text order: label, places in code points, words.
pub(crate) fn mentions(session: &Session) -> Vec<String> {
    let of = |shard: &Shard| {
        let row = |mention: &byline::model::Mention| {
            let places = shard.article.char_spans(&mention.fragments);
            let places: Vec<String> = places.iter().map(|span| format!("{}-{}", span.start, span.end)).collect();
            format!("{} {} {:?}", label_name(&session.schema, &mention.label), places.join(";"), mention.quote)
        };
        let mut rows: Vec<String> = shard.mentions_in_order().iter().map(|mention| row(mention)).collect();
        rows.sort();
        rows
    };
    session.shards().iter().flat_map(|shard| of(shard)).collect()
}

/// Every relation: the words of both ends and its name.
pub(crate) fn relations(session: &Session) -> Vec<String> {
    let mut rows = Vec::new();
    for shard in session.shards() {
        let words = |id| shard.mentions.get(id).map(|mention| mention.quote.to_string()).unwrap_or_default();
        for relation in shard.relations.iter() {
            let name = relation_name(&session.schema, relation);
            rows.push(format!("{:?} {name} {:?}", words(relation.from), words(relation.to)));
        }
    }
    rows.sort();
    rows
}

/// What mentions hold beside their places.
pub(crate) fn details(session: &Session) -> Vec<String> {
    let mut rows = Vec::new();
    for shard in session.shards() {
        for mention in shard.mentions.iter() {
            let notes: Vec<&str> = mention.notes.iter().map(|note| note.text.as_str()).collect();
            let entry = mention.entry.and_then(|id| session.entry_name(id)).unwrap_or_default();
            let values: Vec<String> = mention.attributes.iter().map(|(id, value)| format!("{id}={value}")).collect();
            rows.push(format!(
                "{:?} {values:?} {notes:?} {entry:?} {:?} {} {:?} {}",
                mention.quote,
                mention.confidence,
                mention.review.state,
                mention.flags,
                session.annotator_name(mention.by)
            ));
        }
    }
    rows.sort();
    rows
}
