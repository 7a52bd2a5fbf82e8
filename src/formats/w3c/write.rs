//! From a session to annotations.

use super::super::beside::{self, Natively};
use super::super::json_read::Fields;
use super::super::names::{label_name, relation_type_name};
use super::super::outgoing::{Losses, OutDocument, Outgoing};
use super::super::report::{FormatError, Written, io};
use super::super::request::Request;
use super::super::sink::Sink;
use super::{ANNOTATION, COMMENTING, CONTEXT, FORMAT, LINKING, OWN, SOURCE, TAGGING};
use crate::model::{Mention, Relation};
use crate::text::Span;
use serde::Serialize;
use serde_json::{Value as Json, json};
use std::collections::{BTreeSet, HashMap};
use std::fmt::Write as _;

const NATIVELY: Natively = Natively { notes: true, review: false, ext: OWN };

/// How many characters before and behind a mention its quote selector shows.
const CONTEXT_CHARS: usize = 24;

/// Writes one list of annotations.
pub(super) fn write(out: Outgoing<'_>, request: &Request, sink: &mut dyn Sink) -> Result<Written, FormatError> {
    let mut mentions = 0;
    sink.file("", &mut |file| {
        mentions = 0;
        let mut is_first = true;
        let mut used = BTreeSet::new();
        let ids = |document: &OutDocument<'_>| -> Vec<String> {
            let from = mentions;
            mentions += document.mentions.len();
            let numbered = document.mentions.iter().enumerate();
            numbered.map(|(at, mention)| id_of(mention, request.renumber, from + at, &mut used)).collect()
        };
        out.each_with(
            ids,
            |document, ids| rows(out, document, &ids),
            |rows: Result<Vec<u8>, FormatError>| {
                let rows = rows?;
                if rows.is_empty() {
                    return Ok(());
                }
                file.write_all(if is_first { b"[\n" } else { b",\n" }).map_err(io)?;
                is_first = false;
                file.write_all(&rows).map_err(io)
            },
        )?;
        file.write_all(if is_first { b"[]\n" } else { b"\n]\n" }).map_err(io)
    })?;
    Ok(out.written(mentions, beside::losses(out, FORMAT.carries, Losses::default())))
}

/// The annotations of one document, whose mentions have these `ids`, with commas between.
fn rows(out: Outgoing<'_>, document: &OutDocument<'_>, ids: &[String]) -> Result<Vec<u8>, FormatError> {
    let source = address(SOURCE, &document.stem);
    let mut bytes = Vec::new();
    for (mention, id) in document.mentions.iter().zip(ids) {
        if !bytes.is_empty() {
            bytes.extend(b",\n");
        }
        serde_json::to_writer(&mut bytes, &annotation(out, document, mention, &source, id)).map_err(io)?;
    }
    let by_mention: HashMap<_, &String> = document.mentions.iter().map(|mention| mention.id).zip(ids).collect();
    for relation in &document.relations {
        let ends = by_mention.get(&relation.from).zip(by_mention.get(&relation.to));
        let Some((from, to)) = ends else { continue };
        bytes.extend(b",\n");
        serde_json::to_writer(&mut bytes, &link(out, relation, from, to)).map_err(io)?;
    }
    Ok(bytes)
}

/// The address that a mention came with, where it is one and nothing else has it; or else one of its own id.
fn id_of(mention: &Mention, renumber: bool, number: usize, used: &mut BTreeSet<String>) -> String {
    let came = mention.provenance.source_id.to_string();
    let is_address = came.contains(':') && !came.contains(char::is_whitespace);
    if renumber {
        return format!("{ANNOTATION}{}", number + 1);
    }
    if &*mention.provenance.tool == OWN && is_address && used.insert(came.clone()) {
        return came;
    }
    format!("{ANNOTATION}{}", mention.id)
}

/// `name` behind `before`, with everything that an address does not take written as bytes.
fn address(before: &str, name: &str) -> String {
    let mut address = before.to_owned();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            address.push(char::from(byte));
        } else {
            // Writing to a text cannot fail.
            write!(address, "%{byte:02X}").unwrap_or_default();
        }
    }
    address
}

#[derive(Serialize)]
struct Annotation<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    id: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
    motivation: &'static str,
    created: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    creator: Option<Json>,
    body: Vec<Body<'a>>,
    target: Vec<Target<'a>>,
    #[serde(flatten)]
    rest: Fields,
    #[serde(skip_serializing_if = "Option::is_none")]
    byline: Option<Json>,
}

#[derive(Serialize)]
struct Body<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    purpose: &'static str,
    value: &'a str,
}

#[derive(Serialize)]
struct Target<'a> {
    source: &'a str,
    selector: (Position, Quote<'a>),
}

#[derive(Serialize)]
struct Position {
    #[serde(rename = "type")]
    kind: &'static str,
    start: u32,
    end: u32,
}

#[derive(Serialize)]
struct Quote<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    exact: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    prefix: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    suffix: &'a str,
}

fn body<'a>(purpose: &'static str, value: &'a str) -> Body<'a> {
    Body { kind: "TextualBody", purpose, value }
}

fn annotation<'a>(
    out: Outgoing<'a>,
    document: &'a OutDocument<'a>,
    mention: &'a Mention,
    source: &'a str,
    id: &'a str,
) -> Annotation<'a> {
    let mut bodies = vec![body(TAGGING, label_name(&out.session.schema, &mention.label))];
    bodies.extend(mention.notes.iter().map(|note| body(COMMENTING, &note.text)));
    let article = &document.shard.article;
    let target = |span: &Span| {
        let place = article.char_span(*span);
        Target {
            source,
            selector: (
                Position { kind: "TextPositionSelector", start: place.start.0, end: place.end.0 },
                quote(document.text(), *span),
            ),
        }
    };
    let mut more = beside::more_of(out, mention, NATIVELY);
    more.remove("by");
    if let Some(entry) = out.entry(mention) {
        more.insert("about".to_owned(), beside::entry_json(entry));
    }
    if document.name != document.stem {
        more.insert("document".to_owned(), Json::from(document.name.as_str()));
    }
    let rest = match mention.ext.get(OWN).map(|own| json!(own)) {
        Some(Json::Object(rest)) => rest,
        _ => Fields::new(),
    };
    Annotation {
        context: CONTEXT,
        id,
        kind: "Annotation",
        motivation: TAGGING,
        created: mention.created.to_string(),
        creator: creator(out, mention.by),
        body: bodies,
        target: mention.fragments.spans().iter().map(target).collect(),
        rest,
        byline: (!more.is_empty()).then_some(Json::Object(more)),
    }
}

/// Who made it, where that could be several people.
fn creator(out: Outgoing<'_>, by: crate::model::AnnotatorId) -> Option<Json> {
    (out.session.annotators.len() > 1).then(|| json!({ "type": "Person", "name": out.session.annotator_name(by) }))
}

/// The words of `span` with some before and behind them.
fn quote(text: &str, span: Span) -> Quote<'_> {
    let before = text.get(..span.start.to_usize()).unwrap_or_default();
    let after = text.get(span.end.to_usize()..).unwrap_or_default();
    let from = before.char_indices().rev().take(CONTEXT_CHARS).last().map_or(0, |(at, _)| at);
    let until = after.char_indices().nth(CONTEXT_CHARS).map_or(after.len(), |(at, _)| at);
    Quote {
        kind: "TextQuoteSelector",
        exact: span.slice(text).unwrap_or_default(),
        prefix: if before.is_empty() { "" } else { before.get(from..).unwrap_or_default() },
        suffix: after.get(..until).unwrap_or_default(),
    }
}

/// A relation: an annotation that links its target, where it starts, to its body, where it leads.
fn link(out: Outgoing<'_>, relation: &Relation, from: &str, to: &str) -> Json {
    let mut row = json!({
        "@context": CONTEXT,
        "id": format!("{ANNOTATION}{}", relation.id),
        "type": "Annotation",
        "motivation": LINKING,
        "created": relation.created.to_string(),
        "body": [
            { "type": "TextualBody", "purpose": "classifying", "value": out.relation(relation) },
            { "type": "SpecificResource", "purpose": LINKING, "source": to },
        ],
        "target": from,
    });
    let mut more = beside::more_of_relation(out, relation);
    if let Json::Object(row) = &mut row {
        if let Some(creator) = creator(out, relation.by) {
            row.insert("creator".to_owned(), creator);
        }
        if !more.is_empty() {
            let name = relation_type_name(&out.session.schema, &relation.label);
            more.insert("type".to_owned(), Json::from(name));
            row.insert(beside::KEY.to_owned(), Json::Object(more));
        }
    }
    row
}
