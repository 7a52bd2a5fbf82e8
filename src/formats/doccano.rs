//! doccano's JSON lines, in both shapes: `label` with triples, for sequence labelling, and `entities` with `relations`, for
//! projects with relations.
//!
//! After doccano's own importers and exporters. Offsets count code points, as doccano does unless a project counts
//! graphemes; a file of such a project has other places behind composed characters, and what does not hold goes to the
//! quarantine. doccano refuses empty spans and keeps unknown keys with the text, so that the key `byline` comes back.
//!
//! An export has triples where no relation is written, and entities otherwise, for the whole file. Mentions of several
//! fragments stand under the key `byline` alone.

use super::beside::{self, Natively, plain_mentions, plain_relations, unseen};
use super::corpus::{Corpus, CorpusMention, CorpusRelation, Document, LabelName, Thing, Unit};
use super::in_file::InFile;
use super::json_read::{ABOUT_KEYS, Fields, Gathering, Record, about, id, list, name, offsets, read_all, text, values};
use super::json_record::Tokens;
use super::names::label_name;
use super::outgoing::{Losses, OutDocument, Outgoing, Rendered};
use super::registry::{Format, Reads, Shape};
use super::report::{FormatError, Written, io};
use super::request::Request;
use super::sink::Sink;
use crate::codec::Spread;
use crate::model::{Mention, Value};
use crate::text::CharSpan;
use serde::Serialize;
use serde_json::{Value as Json, json};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The registry's row.
pub(super) const FORMAT: Format = Format {
    name: "doccano",
    reads: Reads::Corpus(read),
    writer: Some(write),
    shape: Shape::File,
    ending: "jsonl",
    endings: &["jsonl", "json"],
    is_flat: false,
    about: "doccano's JSON lines: triples, or entities with relations",
    offset_unit: "code_point",
    carries: beside::CARRIES,
    cannot_carry: beside::CANNOT_CARRY,
};

/// The key of `ext` for what belongs to doccano.
const OWN: &str = "doccano";

const NATIVELY: Natively = Natively { notes: false, review: false, ext: OWN };

fn read(files: &mut [InFile], spread: &dyn Spread) -> Corpus {
    let mut gathering = Gathering::default();
    read_all(files, &[], Tokens::Field, spread, &mut gathering, &take);
    gathering.finish()
}

/// Reads one line.
fn take(gathering: &mut Gathering, record: &Record<'_>) {
    let fields = &record.fields;
    let Some(words) = text(fields, "text").or_else(|| text(fields, "data")) else {
        return gathering
            .remark(record.refused("a record", "it has no text under `text` or `data`").of(Thing::Document));
    };
    let meta = fields.get("meta").or_else(|| fields.get("metadata")).and_then(Json::as_object);
    let mut document = Document {
        name: name([Some(fields), meta]).unwrap_or_else(|| record.default_name()),
        file: record.file.path.clone(),
        text: Some(words.to_owned()),
        unit: Unit::CodePoint,
        about: about(fields),
        ..Document::default()
    };
    let mut ids: HashMap<String, usize> = HashMap::new();
    for key in ["label", "labels", "entities"] {
        for item in list(fields, key) {
            match mention(item, &record.place) {
                Some(mention) if !mention.id.is_empty() && ids.contains_key(&mention.id) => {
                    let why = "another entity of this record has the same id";
                    gathering.remark(record.refused(&item.to_string(), why).of(Thing::Mention));
                }
                Some(mention) => {
                    if !mention.id.is_empty() {
                        ids.insert(mention.id.clone(), document.mentions.len());
                    }
                    document.mentions.push(mention);
                }
                None => {
                    let what = crate::text::shortened(&item.to_string(), 60).into_owned();
                    let why = "it is no span: neither [start, end, label] nor an object with `start_offset`, `end_offset` \
                               and `label`, both offsets whole numbers";
                    gathering.remark(record.refused(&what, why).of(Thing::Mention));
                }
            }
        }
    }
    relations(record, &ids, &mut document, gathering);
    let known = ["text", "label", "labels", "entities", "relations", beside::KEY];
    // `data` is the text where no `text` is.
    let data = if fields.contains_key("text") { "text" } else { "data" };
    let said: Vec<&str> = known.into_iter().chain([data]).chain(ABOUT_KEYS).collect();
    let wrong: Vec<&str> =
        ABOUT_KEYS.into_iter().filter(|key| fields.get(*key).is_some_and(|json| !json.is_string())).collect();
    let said: Vec<&str> = said.into_iter().filter(|key| !wrong.contains(key)).collect();
    gathering.keep_rest(OWN, fields, &said, &mut document);
    beside::apply(fields.get(beside::KEY), &mut document, &record.place, gathering);
    gathering.corpus.add(document);
}

/// A span in either shape.
fn mention(item: &Json, place: &str) -> Option<CorpusMention> {
    let place = place.to_owned();
    match item {
        Json::Array(triple) => {
            let [start, end, label] = triple.as_slice() else { return None };
            let fragments = vec![offsets(Some(start), Some(end))?];
            let label = LabelName::new("", label.as_str().filter(|label| !label.is_empty())?);
            Some(CorpusMention { place, label, fragments, ..CorpusMention::default() })
        }
        Json::Object(entity) => {
            let fragments = vec![offsets(entity.get("start_offset"), entity.get("end_offset"))?];
            let label = LabelName::new("", text(entity, "label").filter(|label| !label.is_empty())?);
            let known = ["id", "start_offset", "end_offset", "label", "text"];
            let rest = values(entity.iter().filter(|(name, _)| !known.contains(&name.as_str())));
            let ext = (!rest.is_empty()).then(|| (OWN.to_owned(), Value::Map(rest))).into_iter().collect();
            let quote = text(entity, "text").map(str::to_owned);
            Some(CorpusMention {
                id: id(entity.get("id")),
                place,
                label,
                fragments,
                quote,
                ext,
                ..CorpusMention::default()
            })
        }
        _ => None,
    }
}

fn relations(record: &Record<'_>, ids: &HashMap<String, usize>, document: &mut Document, gathering: &mut Gathering) {
    for relation in list(&record.fields, "relations").iter().filter_map(Json::as_object) {
        let (from, to) = (id(relation.get("from_id")), id(relation.get("to_id")));
        let name = text(relation, "type").unwrap_or("relation").to_owned();
        let Some((start, end)) = ids.get(&from).zip(ids.get(&to)) else {
            let what = format!("{name} from {from} to {to}");
            let remark = record.refused(&what, "one of its ends is no entity of this record");
            gathering.remark(remark.of(Thing::Relation));
            continue;
        };
        document.relations.push(CorpusRelation {
            id: id(relation.get("id")),
            place: record.place.clone(),
            name,
            from: *start,
            to: *end,
            ..CorpusRelation::default()
        });
    }
}

fn write(out: Outgoing<'_>, request: &Request, sink: &mut dyn Sink) -> Result<Written, FormatError> {
    let has_relations = out.documents().any(|document| !document.relations.is_empty());
    let mut losses = Losses::default();
    let mut mentions = 0;
    sink.file("", &mut |file| {
        (mentions, losses) = (0, Losses::default());
        // Ids are unique in the file, as doccano's own are.
        let mut next = 0;
        let first_id = |document: &OutDocument<'_>| {
            let first = next;
            next += plain_mentions(document).len() as u64;
            first
        };
        let make =
            |document: &OutDocument<'_>, first| line(out, document, request.renumber, has_relations.then_some(first));
        out.each_with(first_id, make, |line| {
            let Rendered { bytes, mentions: count, losses: lost } = line?;
            mentions += count;
            losses.join(lost);
            file.write_all(&bytes).map_err(io)
        })
    })?;
    Ok(out.written(mentions, beside::losses(out, FORMAT.carries, losses)))
}

/// The line of one document. Entities have numbers from `first` on where there is one; without, spans are written alone.
fn line(
    out: Outgoing<'_>,
    document: &OutDocument<'_>,
    renumber: bool,
    first: Option<u64>,
) -> Result<Rendered, FormatError> {
    let there = plain_mentions(document);
    let rest = beside::rest_of(OWN, document).into_iter().flatten();
    let said = beside::about(out, document);
    let rest = rest.filter(|(name, _)| !said.contains_key(*name) && name.as_str() != "data").collect();
    let (label, entities, relations) = if let Some(first) = first {
        let (entities, relations) = entities(out, document, &there, renumber, first);
        (None, Some(entities), Some(relations))
    } else {
        let triple = |(mention, span): &(&Mention, CharSpan)| {
            (span.start.0, span.end.0, label_name(&out.session.schema, &mention.label).to_owned())
        };
        (Some(there.iter().map(triple).collect()), None, None)
    };
    let byline = beside::of_document(out, document, NATIVELY);
    let line = Line { text: document.text(), label, entities, relations, about: said, rest, byline };
    let mut rendered = Rendered { mentions: there.len(), ..Rendered::default() };
    serde_json::to_writer(&mut rendered.bytes, &line).map_err(io)?;
    rendered.bytes.push(b'\n');
    unseen(document, &mut rendered.losses);
    Ok(rendered)
}

#[derive(Serialize)]
struct Line<'a> {
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<Vec<(u32, u32, String)>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    entities: Option<Vec<Json>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    relations: Option<Vec<Json>>,
    #[serde(flatten)]
    about: Fields,
    #[serde(flatten)]
    rest: BTreeMap<&'a String, &'a Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    byline: Option<Json>,
}

/// Entities and relations of one text, with numbers: those they came with where all of them are free.
fn entities(
    out: Outgoing<'_>,
    document: &OutDocument<'_>,
    there: &[(&Mention, CharSpan)],
    renumber: bool,
    first: u64,
) -> (Vec<Json>, Vec<Json>) {
    let came = |mention: &Mention| {
        let is_own = &*mention.provenance.tool == OWN && !renumber;
        mention.provenance.source_id.parse::<u64>().ok().filter(|_| is_own)
    };
    let came: Option<Vec<u64>> = there.iter().map(|(mention, _)| came(mention)).collect();
    let came = came.filter(|ids| ids.iter().collect::<BTreeSet<_>>().len() == ids.len());
    let ids = came.unwrap_or_else(|| (first..).take(there.len()).collect());
    let numbers: HashMap<_, usize> = there.iter().enumerate().map(|(number, (row, _))| (row.id, number)).collect();
    let entity = |((mention, span), id): (&(&Mention, CharSpan), &u64)| {
        let mut entity = match mention.ext.get(OWN).map(|own| json!(own)) {
            Some(Json::Object(own)) => own,
            _ => Fields::new(),
        };
        let label = label_name(&out.session.schema, &mention.label);
        let own = [
            ("id", json!(id)),
            ("label", json!(label)),
            ("start_offset", json!(span.start.0)),
            ("end_offset", json!(span.end.0)),
        ];
        entity.extend(own.map(|(name, value)| (name.to_owned(), value)));
        Json::Object(entity)
    };
    let entities = there.iter().zip(&ids).map(entity).collect();
    let relations = plain_relations(document, &numbers).into_iter().enumerate();
    let relation = |(number, (relation, from, to))| {
        Some(json!({ "id": number, "from_id": ids.get(from)?, "to_id": ids.get(to)?, "type": out.relation(relation) }))
    };
    (entities, relations.filter_map(relation).collect())
}
