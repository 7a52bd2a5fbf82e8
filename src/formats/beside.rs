//! What JSON formats carry of a session beyond their own keys: an object under the key `byline` beside what other tools read.
//!
//! | key | what it holds |
//! |---|---|
//! | `mentions` | of each mention with more to say: `at` (its fragments in code points, end exclusive), `label`, and what it has of `attributes`, `notes`, `confidence`, `review`, `flags`, `entry`, `by`, `ext` |
//! | `relations` | `from` and `to` (each `at` and `label`), `type`, and what it has of `role`, `attributes`, `notes`, `confidence`, `by`, `ext` |
//! | `entries` | name, aliases, ids and note of the register's entries by id |
//!
//! Mentions of several fragments stand here alone: these formats have no place for them, and a stretch that is longer or
//! shorter than what was marked would be another annotation. What an object says of a mention that another tool has
//! removed is reported and goes.

use super::corpus::{CorpusEntry, CorpusMention, CorpusRelation, Document, Fate, LabelName, Remark};
use super::json_read::{Fields, Gathering, list, text, values};
use super::land::OWN_REGISTER;
use super::names::{label_name, relation_type_name, role_name};
use super::outgoing::{Carries, Losses, OutDocument, Outgoing, place_of};
use super::report::Dropped;
use super::selection::Selection;
use crate::model::{Attributes, Entry, EntryId, Ext, Mention, MentionId, Note, Relation, ReviewState};
use crate::text::CharSpan;
use serde_json::{Map, Value as Json, json};
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

/// The key of the object.
pub(super) const KEY: &str = "byline";

/// What formats with such an object carry.
pub(super) const CARRIES: Carries = Carries {
    discontinuous: true,
    relations: true,
    attributes: true,
    notes: true,
    entries: true,
    confidence: true,
    review: true,
    flags: true,
    annotators: true,
    texts: true,
    ..Carries::LABELS
};

/// What formats with such an object cannot carry, for people.
pub(super) const CANNOT_CARRY: &[&str] = &[
    "mentions of several fragments in the other tool; only Byline reads them back",
    "reviews, flags and states of relations",
    "types, days, places and attributes of entries, and entries without a mention",
    "who reviewed and when, authors and times of notes, times and provenance",
    "alignments, regions and repairs",
    "suggestions, unless asked for where the format tells them from work, and quarantine",
    "schema, guidelines, saved filters, conflicts, decisions and log",
];

/// What of mentions a format has a place of its own for.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Natively {
    /// Notes of mentions.
    pub(super) notes: bool,
    /// Review states.
    pub(super) review: bool,
    /// The key of a mention's `ext` that the format writes under keys of its own; empty where there is none.
    pub(super) ext: &'static str,
}

/// Mentions that other tools can have: those of one fragment.
pub(super) fn plain_mentions<'d>(document: &OutDocument<'d>) -> Vec<(&'d Mention, CharSpan)> {
    let one = |mention: &&'d Mention| match document.chars(mention).as_slice() {
        [span] => Some((*mention, *span)),
        _ => None,
    };
    document.mentions.iter().filter_map(one).collect()
}

/// Relations both of whose ends are among `there`.
pub(super) fn plain_relations<'d>(
    document: &OutDocument<'d>,
    there: &HashMap<MentionId, usize>,
) -> Vec<(&'d Relation, usize, usize)> {
    let ends = |relation: &&'d Relation| {
        let ends = there.get(&relation.from).zip(there.get(&relation.to));
        ends.map(|(from, to)| (*relation, *from, *to))
    };
    document.relations.iter().filter_map(ends).collect()
}

/// Reports the mentions and relations that other tools do not see.
pub(super) fn unseen(document: &OutDocument<'_>, losses: &mut Losses) {
    let place = place_of(document.shard);
    let parted: BTreeSet<MentionId> =
        document.mentions.iter().filter(|row| row.fragments.spans().len() > 1).map(|row| row.id).collect();
    let relations = document.relations.iter().filter(|row| parted.contains(&row.from) || parted.contains(&row.to));
    let relations: Vec<String> = relations.map(|row| row.id.to_string()).collect();
    let ids = parted.iter().map(ToString::to_string).collect();
    let why = "the format has no mentions of several fragments; only Byline reads them back from the key `byline`";
    losses.add("mentions of several fragments", &place, ids, why);
    let why = "one of their ends has several fragments; only Byline reads them back from the key `byline`";
    losses.add("relations", &place, relations, why);
}

/// What is lost where a format that `carries` so much has no place for suggestions, with what it found itself.
pub(super) fn losses(out: Outgoing<'_>, carries: Carries, found: Losses) -> Vec<Dropped> {
    // Suggestions that were asked for are lost all the same.
    let selection = Selection { suggestions: false, ..out.selection.clone() };
    let mut dropped = Outgoing::new(out.session, &selection, out.spread).losses(carries);
    dropped.extend(found.0);
    dropped
}

/// What is known about an article under the usual names; `document` is its file-safe name, which other exports have too.
pub(super) fn about(out: Outgoing<'_>, document: &OutDocument<'_>) -> Fields {
    let metadata = document.shard.metadata.as_ref();
    let mut about = Fields::new();
    let mut set = |name: &str, value: String| {
        if !value.is_empty() {
            about.insert(name.to_owned(), Json::String(value));
        }
    };
    let said = |stated: &Option<crate::model::Stated<String>>| {
        stated.as_ref().map(|stated| stated.value.clone()).unwrap_or_default()
    };
    set("document", document.stem.clone());
    set("name", document.name.clone());
    set("headline", said(&metadata.headline));
    set("author", said(&metadata.author));
    set(
        "outlet",
        if metadata.outlet.is_some() { out.session.outlet_name(document.shard).to_owned() } else { String::new() },
    );
    set("published", metadata.published.as_ref().map(|day| published(&day.value)).unwrap_or_default());
    set("url", said(&metadata.url));
    set("language", said(&metadata.language));
    about
}

/// A day, or its phrase where that says more.
fn published(when: &crate::model::Interval) -> String {
    let day = when.first.map(|day| day.to_string()).unwrap_or_default();
    if when.phrase.starts_with(&day) { when.phrase.clone() } else { day }
}

/// The object for one document; nothing where it would be empty.
pub(super) fn of_document(out: Outgoing<'_>, document: &OutDocument<'_>, natively: Natively) -> Option<Json> {
    let mut mentions = Vec::new();
    let mut entries = Fields::new();
    for mention in &document.mentions {
        let is_parted = mention.fragments.spans().len() > 1;
        // One that only Byline reads back has no keys of the format's own.
        let more = more_of(out, mention, if is_parted { Natively::default() } else { natively });
        if !more.is_empty() || is_parted {
            mentions.push(Json::Object(with_end(out, document, mention, more)));
        }
        if let Some(entry) = out.entry(mention) {
            entries.entry(entry.id.to_string()).or_insert_with(|| entry_json(entry));
        }
    }
    let by_id: HashMap<MentionId, &Mention> = document.mentions.iter().map(|row| (row.id, *row)).collect();
    let mut relations = Vec::new();
    for relation in &document.relations {
        let Some((from, to)) = by_id.get(&relation.from).zip(by_id.get(&relation.to)) else { continue };
        let more = more_of_relation(out, relation);
        let is_parted = |mention: &Mention| mention.fragments.spans().len() > 1;
        if !more.is_empty() || is_parted(from) || is_parted(to) {
            let mut row = more;
            let kind = relation_type_name(&out.session.schema, &relation.label);
            row.insert("type".to_owned(), Json::from(kind));
            row.insert("from".to_owned(), Json::Object(with_end(out, document, from, Fields::new())));
            row.insert("to".to_owned(), Json::Object(with_end(out, document, to, Fields::new())));
            relations.push(Json::Object(row));
        }
    }
    let mut object = Fields::new();
    if !mentions.is_empty() {
        object.insert("mentions".to_owned(), Json::Array(mentions));
    }
    if !relations.is_empty() {
        object.insert("relations".to_owned(), Json::Array(relations));
    }
    if !entries.is_empty() {
        object.insert("entries".to_owned(), Json::Object(entries));
    }
    (!object.is_empty()).then_some(Json::Object(object))
}

/// `row` with the place and the label of `mention`, by which it is found again.
fn with_end(out: Outgoing<'_>, document: &OutDocument<'_>, mention: &Mention, mut row: Fields) -> Fields {
    let spans = document.chars(mention);
    let at: Vec<[u32; 2]> = spans.iter().map(|span| [span.start.0, span.end.0]).collect();
    row.insert("at".to_owned(), json!(at));
    row.insert("label".to_owned(), Json::from(label_name(&out.session.schema, &mention.label)));
    row
}

/// What of a mention stands under no key of the format's own.
pub(super) fn more_of(out: Outgoing<'_>, mention: &Mention, natively: Natively) -> Fields {
    let mut more = common(out, &mention.attributes, mention.confidence, &mention.ext, natively.ext);
    if !natively.notes {
        set_notes(&mut more, &mention.notes);
    }
    if !natively.review && mention.review.state != ReviewState::Open {
        more.insert("review".to_owned(), Json::from(mention.review.state.as_str()));
    }
    if !mention.flags.is_empty() {
        more.insert("flags".to_owned(), mention.flags.iter().map(|flag| Json::from(flag.as_str())).collect());
    }
    if let Some(entry) = mention.entry {
        more.insert("entry".to_owned(), Json::from(entry.to_string()));
    }
    if out.session.annotators.len() > 1 {
        more.insert("by".to_owned(), Json::from(out.session.annotator_name(mention.by)));
    }
    more
}

/// What of a relation stands under no key of the format's own.
pub(super) fn more_of_relation(out: Outgoing<'_>, relation: &Relation) -> Fields {
    let mut more = common(out, &relation.attributes, relation.confidence, &relation.ext, "");
    set_notes(&mut more, &relation.notes);
    if let Some(role) = &relation.role {
        let name = role_name(&out.session.schema, &relation.label, role);
        more.insert("role".to_owned(), Json::from(name));
    }
    // Who drew a relation is worth a word only beside other things.
    if !more.is_empty() && out.session.annotators.len() > 1 {
        more.insert("by".to_owned(), Json::from(out.session.annotator_name(relation.by)));
    }
    more
}

fn common(out: Outgoing<'_>, attributes: &Attributes, confidence: Option<f64>, ext: &Ext, own: &str) -> Fields {
    let mut more = Fields::new();
    if !attributes.is_empty() {
        let named: Fields = out.attributes(attributes).map(|(name, value)| (name.to_owned(), json!(value))).collect();
        more.insert("attributes".to_owned(), Json::Object(named));
    }
    if let Some(confidence) = confidence {
        more.insert("confidence".to_owned(), json!(confidence));
    }
    let ext: Fields =
        ext.iter().filter(|(name, _)| *name != own).map(|(name, value)| (name.clone(), json!(value))).collect();
    if !ext.is_empty() {
        more.insert("ext".to_owned(), Json::Object(ext));
    }
    more
}

fn set_notes(more: &mut Fields, notes: &[Note]) {
    if !notes.is_empty() {
        more.insert("notes".to_owned(), notes.iter().map(|note| Json::from(note.text.as_str())).collect());
    }
}

/// An entry as other sessions can make it again.
pub(super) fn entry_json(entry: &Entry) -> Json {
    let mut row = Map::new();
    row.insert("name".to_owned(), Json::from(entry.name.as_str()));
    if !entry.aliases.is_empty() {
        let aliases = entry.aliases.iter().map(|alias| Json::from(alias.text.as_str()));
        row.insert("aliases".to_owned(), aliases.collect());
    }
    if !entry.ids.is_empty() {
        row.insert("ids".to_owned(), json!(entry.ids));
    }
    if !entry.note.is_empty() {
        row.insert("note".to_owned(), Json::from(entry.note.as_str()));
    }
    Json::Object(row)
}

/// Reads the object back over what the format's own keys gave `document`.
pub(super) fn apply(object: Option<&Json>, document: &mut Document, place: &str, gathering: &mut Gathering) {
    let Some(Json::Object(object)) = object else { return };
    if let Some(Json::Object(entries)) = object.get("entries") {
        for (key, entry) in entries {
            read_entry(key, entry, gathering);
        }
    }
    let mut free = by_end(document);
    for row in list(object, "mentions").iter().filter_map(Json::as_object) {
        let Some((fragments, label)) = end(row) else { continue };
        let number = free.get_mut(&(fragments.clone(), label.clone())).and_then(VecDeque::pop_front);
        let number = match number {
            Some(number) => number,
            None if fragments.len() > 1 => {
                let quote = document.text.as_deref().and_then(|text| covered(text, &fragments));
                let label = LabelName::new("", &label);
                let place = place.to_owned();
                let mention = CorpusMention { place, label, fragments, quote, ..CorpusMention::default() };
                document.mentions.push(mention);
                document.mentions.len() - 1
            }
            None => {
                gathering.remark(gone(&document.file, place, "a mention", &label, &fragments));
                continue;
            }
        };
        if let Some(mention) = document.mentions.get_mut(number) {
            read_more(row, mention);
        }
    }
    relations(object, document, place, gathering);
}

type End = (Vec<(u64, u64)>, String);

fn by_end(document: &Document) -> HashMap<End, VecDeque<usize>> {
    let mut ends: HashMap<End, VecDeque<usize>> = HashMap::new();
    for (number, mention) in document.mentions.iter().enumerate() {
        ends.entry((mention.fragments.clone(), mention.label.name.clone())).or_default().push_back(number);
    }
    ends
}

/// The place and the label that a row speaks of.
fn end(row: &Fields) -> Option<End> {
    let pair = |pair: &Json| match pair.as_array().map(Vec::as_slice) {
        Some([start, end]) => start.as_u64().zip(end.as_u64()),
        _ => None,
    };
    let fragments: Option<Vec<(u64, u64)>> = list(row, "at").iter().map(pair).collect();
    Some((fragments.filter(|fragments| !fragments.is_empty())?, text(row, "label")?.to_owned()))
}

fn gone(file: &str, place: &str, what: &str, label: &str, fragments: &[(u64, u64)]) -> Remark {
    let at: Vec<String> = fragments.iter().map(|(start, end)| format!(" {start}..{end}")).collect();
    let what = format!("what `byline` says of {what} {label}{}", at.join(","));
    Remark::new(Fate::Refused, file, place, &what, "the record no longer has it")
}

/// The words at `fragments`, which count code points of `text`; joined by one space.
pub(super) fn covered(text: &str, fragments: &[(u64, u64)]) -> Option<String> {
    let mut words = Vec::new();
    for (start, end) in fragments {
        let (start, end) = (usize::try_from(*start).ok()?, usize::try_from(*end).ok()?);
        let words_here: String = text.chars().skip(start).take(end.checked_sub(start)?).collect();
        words.push(words_here);
    }
    Some(words.join(" "))
}

/// Gives `mention` what `row` says of it.
pub(super) fn read_more(row: &Fields, mention: &mut CorpusMention) {
    if let Some(Json::Object(attributes)) = row.get("attributes") {
        mention.attributes.extend(values(attributes));
    }
    mention.notes.extend(texts(row, "notes"));
    mention.confidence = row.get("confidence").and_then(Json::as_f64).or(mention.confidence);
    if let Some(state) = text(row, "review").and_then(ReviewState::from_text) {
        mention.review = state;
    }
    mention.flags.extend(texts(row, "flags"));
    mention.entry = text(row, "entry").map(str::to_owned).or(mention.entry.take());
    mention.annotator = text(row, "by").map(str::to_owned).or(mention.annotator.take());
    if let Some(Json::Object(ext)) = row.get("ext") {
        mention.ext.extend(values(ext));
    }
}

fn texts<'r>(row: &'r Fields, name: &str) -> impl Iterator<Item = String> + use<'r> {
    list(row, name).iter().filter_map(Json::as_str).map(str::to_owned)
}

fn relations(object: &Fields, document: &mut Document, place: &str, gathering: &mut Gathering) {
    if !object.contains_key("relations") {
        return;
    }
    let ends = by_end(document);
    let mut taken: BTreeSet<usize> = BTreeSet::new();
    for row in list(object, "relations").iter().filter_map(Json::as_object) {
        let found = |name: &str| {
            let end = row.get(name).and_then(Json::as_object).and_then(end)?;
            ends.get(&end).map(|numbers| (numbers, end.0.len() > 1))
        };
        let name = text(row, "type").unwrap_or_default();
        let Some(((from, from_parted), (to, to_parted))) = found("from").zip(found("to")) else {
            gathering.remark(gone(&document.file, place, "a relation", name, &[]));
            continue;
        };
        let outer = text(row, "role").unwrap_or(name);
        let is_it = |(number, known): &(usize, &CorpusRelation)| {
            let same = from.contains(&known.from) && to.contains(&known.to) && known.name == outer;
            same && !taken.contains(number)
        };
        let number = match document.relations.iter().enumerate().find(is_it) {
            Some((number, _)) => number,
            None if from_parted || to_parted => {
                let (Some(from), Some(to)) = (from.front().copied(), to.front().copied()) else { continue };
                let place = place.to_owned();
                document.relations.push(CorpusRelation { place, from, to, ..CorpusRelation::default() });
                document.relations.len() - 1
            }
            None => {
                gathering.remark(gone(&document.file, place, "the relation", name, &[]));
                continue;
            }
        };
        taken.insert(number);
        if let Some(relation) = document.relations.get_mut(number) {
            read_relation(row, relation);
        }
    }
}

/// Gives `relation` what `row` says of it; a row without a type leaves the name.
pub(super) fn read_relation(row: &Fields, relation: &mut CorpusRelation) {
    if let Some(name) = text(row, "type") {
        name.clone_into(&mut relation.name);
    }
    relation.role = text(row, "role").map(str::to_owned);
    if let Some(Json::Object(attributes)) = row.get("attributes") {
        relation.attributes = values(attributes);
    }
    relation.notes.extend(texts(row, "notes"));
    relation.confidence = row.get("confidence").and_then(Json::as_f64).or(relation.confidence);
    relation.annotator = text(row, "by").map(str::to_owned).or(relation.annotator.take());
    if let Some(Json::Object(ext)) = row.get("ext") {
        relation.ext.extend(values(ext));
    }
}

/// Reads an entry that `entry_json` wrote under `key`.
pub(super) fn read_entry(key: &str, entry: &Json, gathering: &mut Gathering) {
    let Json::Object(entry) = entry else { return };
    let mut ids = BTreeMap::new();
    if let Some(Json::Object(outer)) = entry.get("ids") {
        ids.extend(outer.iter().filter_map(|(place, id)| Some((place.clone(), id.as_str()?.to_owned()))));
    }
    if EntryId::parse(key).is_ok() {
        ids.insert(OWN_REGISTER.to_owned(), key.to_owned());
    }
    gathering.entry(CorpusEntry {
        key: key.to_owned(),
        name: text(entry, "name").unwrap_or_default().to_owned(),
        aliases: texts(entry, "aliases").collect(),
        ids,
        note: text(entry, "note").unwrap_or_default().to_owned(),
    });
}

/// What [`Gathering::keep_rest`] kept of the document that an article came from.
pub(super) fn rest_of<'d>(format: &str, document: &OutDocument<'d>) -> Option<&'d crate::model::Values> {
    use crate::model::Value;
    let Some(Value::Map(ext)) = document.shard.article.ext.get(super::land::DOCUMENT_KEY) else { return None };
    match ext.get(format) {
        Some(Value::Map(rest)) => Some(rest),
        _ => None,
    }
}
