//! Where words stand in what people wrote besides the articles: the register, and notes on relations and alignments.

use crate::model::{Entry, Note, Session};
use crate::text::{Query, find_all};
use serde::Serialize;

/// One text of a record in which a query holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RegisterHit {
    /// What the record is: "entry", "relation", "alignment".
    pub record: &'static str,
    /// The record's id.
    pub id: String,
    /// Its name for people: an entry's name, a relation's type, an alignment's kind.
    pub name: String,
    /// Which of its texts it is: "name", "alias", "id", "place", "note".
    pub field: &'static str,
    /// The text.
    pub text: String,
}

/// Every text of the register, of relations' and of alignments' notes in which `query` holds; entries first.
#[must_use]
pub fn find_in_register(session: &Session, query: &Query) -> Vec<RegisterHit> {
    let mut found = Vec::new();
    let holds = |text: &str| !find_all(text, query).is_empty();
    for entry in session.entries.iter() {
        for (field, text) in texts_of(entry).filter(|(_, text)| holds(text)) {
            let (id, name) = (entry.id.to_string(), entry.name.clone());
            found.push(RegisterHit { record: "entry", id, name, field, text: text.to_owned() });
        }
    }
    let mut noted = |record: &'static str, id: String, name: String, notes: &[Note]| {
        for note in notes.iter().filter(|note| holds(&note.text)) {
            let (id, name) = (id.clone(), name.clone());
            found.push(RegisterHit { record, id, name, field: "note", text: note.text.clone() });
        }
    };
    for relation in session.shards().iter().flat_map(|shard| shard.relations.iter()) {
        let kind = session.schema.relation_type(&relation.label);
        let name = kind.map_or_else(|| relation.label.to_string(), |kind| kind.name.clone());
        noted("relation", relation.id.to_string(), name, &relation.notes);
    }
    for alignment in session.alignments.iter() {
        noted("alignment", alignment.id.to_string(), alignment.kind.to_string(), &alignment.notes);
    }
    found
}

fn texts_of(entry: &Entry) -> impl Iterator<Item = (&'static str, &str)> {
    let aliases = entry.aliases.iter().map(|alias| ("alias", alias.text.as_str()));
    let ids = entry.ids.values().map(|id| ("id", id.as_str()));
    let place = entry.place.iter().map(|place| ("place", place.name.as_str()));
    let all = std::iter::once(("name", entry.name.as_str())).chain(aliases).chain(ids).chain(place);
    all.chain(std::iter::once(("note", entry.note.as_str())))
}
