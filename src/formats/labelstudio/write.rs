//! From a session to tasks.

use super::super::beside::{self, Natively, plain_mentions, plain_relations, unseen};
use super::super::names::{attribute_name, label_name};
use super::super::outgoing::{Losses, OutDocument, Outgoing, Rendered};
use super::super::report::{FormatError, Written, io};
use super::super::request::Request;
use super::super::sink::Sink;
use super::{ANNOTATION, FORMAT, LABELS, OWN, TEXT, config, control};
use crate::model::{AttributeType, Mention, Relation, Suggestion, Value};
use crate::text::CharSpan;
use serde::Serialize;
use serde_json::{Map, Value as Json, json};
use std::collections::{BTreeMap, BTreeSet, HashMap};

const NATIVELY: Natively = Natively { notes: true, review: false, ext: OWN };

/// Writes all tasks as one list, and the configuration beside it.
pub(super) fn write(out: Outgoing<'_>, request: &Request, sink: &mut dyn Sink) -> Result<Written, FormatError> {
    let mut losses = Losses::default();
    let mut mentions = 0;
    sink.file("", &mut |file| {
        (mentions, losses) = (0, Losses::default());
        let mut number = 0;
        let count = |_: &OutDocument<'_>| {
            number += 1;
            number - 1
        };
        let mut is_empty = true;
        out.each_with(
            count,
            |document, number| row(out, document, number, request.renumber),
            |row| {
                let Rendered { bytes, mentions: count, losses: lost } = row?;
                file.write_all(if is_empty { b"[\n" } else { b",\n" }).map_err(io)?;
                (is_empty, mentions) = (false, mentions + count);
                losses.join(lost);
                file.write_all(&bytes).map_err(io)
            },
        )?;
        file.write_all(if is_empty { b"[]\n" } else { b"\n]\n" }).map_err(io)
    })?;
    let config = config::write(&out.session.schema);
    sink.beside("label_config.xml", &mut |file| file.write_all(config.as_bytes()).map_err(io))?;
    let mut dropped = out.losses(FORMAT.carries);
    dropped.extend(losses.0);
    Ok(out.written(mentions, dropped))
}

/// The task of one document as it stands in the list.
fn row(out: Outgoing<'_>, document: &OutDocument<'_>, number: usize, renumber: bool) -> Result<Rendered, FormatError> {
    let (task, mentions) = task(out, document, number, renumber);
    let mut rendered = Rendered { mentions, ..Rendered::default() };
    serde_json::to_writer(&mut rendered.bytes, &task).map_err(io)?;
    unseen(document, &mut rendered.losses);
    Ok(rendered)
}

#[derive(Serialize)]
struct Task<'a> {
    id: usize,
    data: Json,
    annotations: Vec<Json>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    predictions: Vec<Json>,
    #[serde(flatten)]
    rest: BTreeMap<&'a str, &'a Value>,
}

fn task<'a>(out: Outgoing<'a>, document: &OutDocument<'a>, number: usize, renumber: bool) -> (Task<'a>, usize) {
    let there = plain_mentions(document);
    let count = there.len();
    let rest = beside::rest_of(OWN, document);
    let mut data = beside::about(out, document);
    if let Some(Value::Map(free)) = rest.and_then(|rest| rest.get("data")) {
        for (name, value) in free {
            data.entry(name.clone()).or_insert_with(|| json!(value));
        }
    }
    data.insert(TEXT.to_owned(), Json::from(document.text()));
    if let Some(object) = beside::of_document(out, document, NATIVELY) {
        data.insert(beside::KEY.to_owned(), object);
    }
    let annotations = annotations(out, document, &there, renumber, number + 1);
    let predictions = predictions(out, document);
    let known = ["id", "data", "annotations", "predictions", "results"];
    let rest = rest.into_iter().flatten().map(|(name, value)| (name.as_str(), value));
    let rest = rest.filter(|(name, _)| !known.contains(name)).collect();
    (Task { id: number + 1, data: Json::Object(data), annotations, predictions, rest }, count)
}

/// One annotation, or as many as the task came with.
fn annotations<'a>(
    out: Outgoing<'a>,
    document: &OutDocument<'a>,
    there: &[(&'a Mention, CharSpan)],
    renumber: bool,
    task: usize,
) -> Vec<Json> {
    let numbers: HashMap<_, usize> = there.iter().enumerate().map(|(number, (row, _))| (row.id, number)).collect();
    let relations = plain_relations(document, &numbers);
    let ids = ids(there, renumber);
    let group_of = |mention: &Mention| match mention.ext.get(ANNOTATION) {
        Some(Value::Int(number)) => *number,
        _ => 0,
    };
    let mut groups: Vec<i64> = there.iter().map(|(mention, _)| group_of(mention)).collect();
    let crosses = |(_, from, to): &(&Relation, usize, usize)| groups.get(*from) != groups.get(*to);
    // Relations join regions of one annotation only.
    if relations.iter().any(crosses) {
        groups.fill(0);
    }
    let mut results: BTreeMap<i64, Vec<Json>> = BTreeMap::new();
    for (((mention, span), id), group) in there.iter().zip(&ids).zip(&groups) {
        let list = results.entry(*group).or_default();
        list.push(region(out, mention, *span, id));
        list.extend(attributes(out, mention, id));
    }
    for (relation, from, to) in relations {
        let (Some(from_id), Some(to_id), Some(group)) = (ids.get(from), ids.get(to), groups.get(from)) else {
            continue;
        };
        let is_both = relation.ext.contains_key("labelstudio.direction");
        let direction = if is_both { "bi" } else { "right" };
        let labels = [out.relation(relation)];
        results.entry(*group).or_default().push(json!({
            "type": "relation", "from_id": from_id, "to_id": to_id, "direction": direction, "labels": labels,
        }));
    }
    let came = match beside::rest_of(OWN, document).and_then(|rest| rest.get("annotations")) {
        Some(Value::List(came)) => came.as_slice(),
        _ => &[],
    };
    let results = if results.is_empty() { BTreeMap::from([(0, Vec::new())]) } else { results };
    let one = |(number, result): (i64, Vec<Json>)| {
        let came = usize::try_from(number).ok().and_then(|number| came.get(number));
        let mut annotation = match came.map(|came| json!(came)) {
            Some(Json::Object(came)) => came,
            _ => Map::new(),
        };
        // A task's annotations have numbers of their own in a file; Label Studio gives new ones.
        annotation.insert("id".to_owned(), json!(number.saturating_mul(1_000_000) + i64::try_from(task).unwrap_or(0)));
        annotation.insert("result".to_owned(), Json::Array(result));
        Json::Object(annotation)
    };
    results.into_iter().map(one).collect()
}

/// The region ids: those that mentions came with, where they stand alone, or else their own.
fn ids(there: &[(&Mention, CharSpan)], renumber: bool) -> Vec<String> {
    let mut used = BTreeSet::new();
    let id = |(number, (mention, _)): (usize, &(&Mention, CharSpan))| {
        if renumber {
            return format!("r{}", number + 1);
        }
        let came = mention.provenance.source_id.to_string();
        let is_own = &*mention.provenance.tool == OWN && !came.is_empty() && used.insert(came.clone());
        if is_own { came } else { mention.id.to_string() }
    };
    there.iter().enumerate().map(id).collect()
}

fn region(out: Outgoing<'_>, mention: &Mention, span: CharSpan, id: &str) -> Json {
    let own = match mention.ext.get(OWN) {
        Some(own) => json!(own),
        None => Json::Null,
    };
    let mut region = match own {
        Json::Object(own) => own,
        _ => Map::new(),
    };
    region.insert("id".to_owned(), Json::from(id));
    let label = label_name(&out.session.schema, &mention.label);
    place(&mut region, span, &mention.quote, label);
    if !mention.notes.is_empty() {
        let notes: Vec<&str> = mention.notes.iter().map(|note| note.text.as_str()).collect();
        region.insert("meta".to_owned(), json!({ "text": notes }));
    }
    Json::Object(region)
}

/// Where a region is and what it is.
fn place(region: &mut Map<String, Json>, span: CharSpan, words: &str, label: &str) {
    region.insert("from_name".to_owned(), Json::from(LABELS));
    region.insert("to_name".to_owned(), Json::from(TEXT));
    region.insert("type".to_owned(), Json::from("labels"));
    let value = json!({ "start": span.start.0, "end": span.end.0, "text": words, "labels": [label] });
    region.insert("value".to_owned(), value);
}

/// The results on one region: its attribute values, in the controls that the configuration has for them.
fn attributes(out: Outgoing<'_>, mention: &Mention, id: &str) -> Vec<Json> {
    let schema = &out.session.schema;
    let named = mention.attributes.keys().zip(out.attributes(&mention.attributes));
    let result = |(key, (_, value)): (&crate::model::Slug, (&str, std::borrow::Cow<'_, Value>))| {
        let def = schema.attributes.iter().find(|def| def.id == *key)?;
        let (kind, value) = match (def.values, value.as_ref()) {
            (AttributeType::Number, number @ (Value::Int(_) | Value::Float(_))) => {
                ("number", json!({ "number": number }))
            }
            (AttributeType::Choice, Value::Text(choice)) => ("choices", json!({ "choices": [choice] })),
            (AttributeType::Choices, choices @ Value::List(_)) => ("choices", json!({ "choices": choices })),
            (AttributeType::Flag, Value::Bool(yes)) => ("choices", json!({ "choices": [yes.to_string()] })),
            (AttributeType::Text, Value::Text(words)) => ("textarea", json!({ "text": [words] })),
            _ => return None,
        };
        let name = control(attribute_name(schema, key));
        Some(json!({ "id": id, "from_name": name, "to_name": TEXT, "type": kind, "value": value }))
    };
    named.filter_map(result).collect()
}

/// Suggestions, where they were asked for.
fn predictions(out: Outgoing<'_>, document: &OutDocument<'_>) -> Vec<Json> {
    let article = &document.shard.article;
    let region = |row: &&Suggestion| {
        let spans = article.char_spans(row.fragments.as_ref()?);
        let ([span], Some(label)) = (spans.as_slice(), &row.label) else { return None };
        let mut region = Map::from_iter([("id".to_owned(), Json::from(row.id.to_string()))]);
        place(&mut region, *span, &row.quote, label_name(&out.session.schema, label));
        if let Some(score) = row.score {
            region.insert("score".to_owned(), json!(score));
        }
        Some(Json::Object(region))
    };
    let result: Vec<Json> = document.suggestions.iter().filter_map(region).collect();
    if result.is_empty() { Vec::new() } else { vec![json!({ "model_version": "byline", "result": result })] }
}
