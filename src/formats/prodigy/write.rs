//! From a session to tasks.

use super::super::beside::{self, Natively, plain_mentions, plain_relations, unseen};
use super::super::json_read::Fields;
use super::super::names::label_name;
use super::super::outgoing::{Losses, OutDocument, Outgoing, Rendered, place_of};
use super::super::report::{FormatError, Written, io};
use super::super::request::Request;
use super::super::sink::Sink;
use super::tokens::{Token, cuts_word, run, tokens};
use super::{FORMAT, OWN, REJECTED};
use crate::model::{Mention, ReviewState, Value};
use crate::text::CharSpan;
use serde::Serialize;
use serde_json::{Value as Json, json};
use std::collections::{BTreeMap, HashMap};
use std::io::Write;

const NATIVELY: Natively = Natively { notes: false, review: false, ext: OWN };

/// Writes a task for each article, and another one for what a reviewer rejected where that is taken.
pub(super) fn write(out: Outgoing<'_>, _: &Request, sink: &mut dyn Sink) -> Result<Written, FormatError> {
    let mut losses = Losses::default();
    let mut mentions = 0;
    sink.file("", &mut |file| {
        (mentions, losses) = (0, Losses::default());
        out.each(
            |document| tasks(out, document),
            |tasks| {
                let Rendered { bytes, mentions: count, losses: lost } = tasks?;
                mentions += count;
                losses.join(lost);
                file.write_all(&bytes).map_err(io)
            },
        )
    })?;
    Ok(out.written(mentions, beside::losses(out, FORMAT.carries, losses)))
}

/// The lines of one document.
fn tasks(out: Outgoing<'_>, document: &OutDocument<'_>) -> Result<Rendered, FormatError> {
    let mut rendered = Rendered { mentions: plain_mentions(document).len(), ..Rendered::default() };
    unseen(document, &mut rendered.losses);
    for (part, answer) in parts(document) {
        task(out, &part, answer, &mut rendered.losses, &mut rendered.bytes)?;
    }
    Ok(rendered)
}

/// What is gold of a document, and what was rejected of it.
fn parts<'d>(document: &OutDocument<'d>) -> Vec<(OutDocument<'d>, &'static str)> {
    let is_rejected = |mention: &Mention| mention.review.state == ReviewState::Rejected;
    let (rejected, kept): (Vec<&Mention>, Vec<&Mention>) =
        document.mentions.iter().copied().partition(|mention| is_rejected(mention));
    if rejected.is_empty() {
        return vec![(document.clone(), "accept")];
    }
    let part = |mentions: Vec<&'d Mention>, ending: &str| {
        let ids: Vec<_> = mentions.iter().map(|mention| mention.id).collect();
        let has = |id| ids.contains(&id);
        let relations = document.relations.iter().copied().filter(|row| has(row.from) && has(row.to)).collect();
        let stem = format!("{}{ending}", document.stem);
        OutDocument { stem, mentions, relations, ..document.clone() }
    };
    vec![(part(kept, ""), "accept"), (part(rejected, REJECTED), "reject")]
}

#[derive(Serialize)]
struct Task<'a> {
    text: &'a str,
    meta: Fields,
    #[serde(skip_serializing_if = "Option::is_none")]
    tokens: Option<Vec<Token<'a>>>,
    spans: Vec<Json>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    relations: Vec<Json>,
    answer: &'static str,
    #[serde(flatten)]
    rest: BTreeMap<&'a String, &'a Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    byline: Option<Json>,
}

fn task(
    out: Outgoing<'_>,
    document: &OutDocument<'_>,
    answer: &'static str,
    losses: &mut Losses,
    file: &mut dyn Write,
) -> Result<(), FormatError> {
    let there = plain_mentions(document);
    let numbers: HashMap<_, usize> = there.iter().enumerate().map(|(number, (row, _))| (row.id, number)).collect();
    let relations = plain_relations(document, &numbers);
    let cut = there.iter().filter(|(row, _)| cuts_word(document.text(), row.fragments.hull()));
    let cut: Vec<String> = cut.map(|(row, _)| row.id.to_string()).collect();
    let needs_tokens = !cut.is_empty() || !relations.is_empty();
    let spans: Vec<CharSpan> = there.iter().map(|(_, span)| *span).collect();
    let place = place_of(document.shard);
    losses.add(
        "word borders at edges of mentions",
        &place,
        cut,
        "an edge lies within a word; the record brings tokens that are cut there, and other tokens will not fit it",
    );
    let tokens = needs_tokens.then(|| tokens(document.text(), &spans));
    let span_json = |(mention, span): &(&Mention, CharSpan)| {
        let mut row = match mention.ext.get(OWN).map(|own| json!(own)) {
            Some(Json::Object(own)) => own,
            _ => Fields::new(),
        };
        row.extend(span_fields(label_name(&out.session.schema, &mention.label), *span, tokens.as_deref()));
        Json::Object(row)
    };
    let spans: Vec<Json> = there.iter().map(span_json).collect();
    let relation_json = |(relation, from, to): (_, usize, usize)| {
        let end = |number: usize| {
            let (mention, span) = there.get(number)?;
            let label = label_name(&out.session.schema, &mention.label);
            let last = tokens.as_deref().and_then(|tokens| run(tokens, *span)).map(|(_, last)| last)?;
            Some((last, span_fields(label, *span, tokens.as_deref())))
        };
        let ((head, head_span), (child, child_span)) = end(from).zip(end(to))?;
        let label = out.relation(relation);
        Some(json!({ "head": head, "child": child, "label": label, "head_span": head_span, "child_span": child_span }))
    };
    let relations = relations.into_iter().filter_map(relation_json).collect();
    let came = beside::rest_of(OWN, document);
    let mut meta = beside::about(out, document);
    if let Some(Value::Map(free)) = came.and_then(|came| came.get("meta")) {
        for (name, value) in free {
            meta.entry(name.clone()).or_insert_with(|| json!(value));
        }
    }
    // The task's hash is of its spans, which may be others now; Prodigy makes it anew.
    let rest =
        came.into_iter().flatten().filter(|(name, _)| !["meta", "_task_hash"].contains(&name.as_str())).collect();
    let byline = beside::of_document(out, document, NATIVELY);
    let task = Task { text: document.text(), meta, tokens, spans, relations, answer, rest, byline };
    serde_json::to_writer(&mut *file, &task).map_err(io)?;
    file.write_all(b"\n").map_err(io)
}

fn span_fields(label: &str, span: CharSpan, tokens: Option<&[Token<'_>]>) -> Fields {
    let mut row = Fields::new();
    row.insert("start".to_owned(), json!(span.start.0));
    row.insert("end".to_owned(), json!(span.end.0));
    row.insert("label".to_owned(), Json::from(label));
    if let Some((first, last)) = tokens.and_then(|tokens| run(tokens, span)) {
        row.insert("token_start".to_owned(), json!(first));
        row.insert("token_end".to_owned(), json!(last));
    }
    row
}
