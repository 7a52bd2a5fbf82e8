//! JSON lines for the `datasets` library of Hugging Face. Written only.
//!
//! Every record has the same keys with values of the same types, since the library takes the types of a column from the first
//! records and refuses others later. What may be absent is therefore a text, empty where it is; and the article with most
//! kinds of records in it stands first, since an empty list has no type at all.
//!
//! | key | what it holds |
//! |---|---|
//! | `id`, `article`, `name`, `text` | the article: its file-safe name, its id, its name, its words |
//! | `entities` | `id`, `start`, `end` (code points, end exclusive), `label`, `text`, and as texts `entry`, `entry_name`, `attributes` (JSON), `confidence`, `state`, `flags`, `notes`, `annotator` |
//! | `relations` | `from` and `to` (numbers in `entities`, from 0), `type` |
//!
//! Mentions of several fragments are left out and reported.

use super::beside::{plain_mentions, plain_relations};
use super::outgoing::{Carries, Losses, OutDocument, Outgoing, Rendered, place_of};
use super::registry::{Format, Reads, Shape};
use super::report::{FormatError, Written, io};
use super::request::Request;
use super::sink::Sink;
use crate::model::{ArticleId, Mention, Value};
use crate::text::CharSpan;
use serde::Serialize;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

/// The registry's row.
pub(super) const FORMAT: Format = Format {
    name: "hf-jsonl",
    reads: Reads::Not,
    writer: Some(write),
    shape: Shape::File,
    ending: "jsonl",
    endings: &["jsonl"],
    is_flat: false,
    about: "JSON lines of one fixed schema, for Hugging Face datasets",
    offset_unit: "code_point",
    carries: Carries {
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
    },
    cannot_carry: &[
        "mentions of several fragments",
        "attributes, notes and reviews of relations",
        "what the register knows of an entry beyond its name, and entries without a mention",
        "metadata, regions, repairs and alignments",
        "who reviewed and when, authors and times of notes, times and provenance",
        "suggestions and quarantine",
        "schema, guidelines, saved filters, conflicts, decisions and log",
    ],
};

#[derive(Serialize)]
struct Line<'a> {
    id: &'a str,
    article: String,
    name: &'a str,
    text: &'a str,
    entities: Vec<Entity<'a>>,
    relations: Vec<Link<'a>>,
}

#[derive(Serialize)]
struct Entity<'a> {
    id: String,
    start: u32,
    end: u32,
    label: &'a str,
    text: &'a str,
    entry: String,
    entry_name: &'a str,
    attributes: String,
    confidence: String,
    state: &'a str,
    flags: String,
    notes: String,
    annotator: String,
}

#[derive(Serialize)]
struct Link<'a> {
    from: usize,
    to: usize,
    #[serde(rename = "type")]
    kind: &'a str,
}

fn write(out: Outgoing<'_>, _: &Request, sink: &mut dyn Sink) -> Result<Written, FormatError> {
    let mut losses = Losses::default();
    let first = first(out);
    let mut mentions = 0;
    sink.file("", &mut |file| {
        (mentions, losses) = (0, Losses::default());
        let is_first = |document: &OutDocument<'_>| Some(document.id()) == first;
        let mut put = |rendered: Result<Rendered, FormatError>| {
            let Rendered { bytes, mentions: count, losses: lost } = rendered?;
            mentions += count;
            losses.join(lost);
            file.write_all(&bytes).map_err(io)
        };
        for document in out.documents().filter(is_first) {
            put(rendered(out, &document))?;
        }
        let behind = |document: &OutDocument<'_>| (!is_first(document)).then(|| rendered(out, document));
        out.each(behind, |made| made.map_or(Ok(()), &mut put))
    })?;
    // What is left out whole loses no gaps.
    let carries = Carries { discontinuous: true, ..FORMAT.carries };
    Ok(out.written(mentions, super::beside::losses(out, carries, losses)))
}

/// The article that shows the types of all columns.
fn first(out: Outgoing<'_>) -> Option<ArticleId> {
    let rank = |document: &OutDocument<'_>| {
        let there = plain_mentions(document);
        let numbers = there.iter().enumerate().map(|(number, (mention, _))| (mention.id, number)).collect();
        2 * usize::from(!plain_relations(document, &numbers).is_empty()) + usize::from(!there.is_empty())
    };
    let mut best = None;
    for document in out.documents() {
        let rank = rank(&document);
        if best.is_none_or(|(known, _)| rank > known) {
            best = Some((rank, document.id()));
        }
        if rank == 3 {
            break;
        }
    }
    best.map(|(_, id)| id)
}

fn rendered(out: Outgoing<'_>, document: &OutDocument<'_>) -> Result<Rendered, FormatError> {
    let line = line(out, document);
    let mut rendered = Rendered { mentions: line.entities.len(), ..Rendered::default() };
    serde_json::to_writer(&mut rendered.bytes, &line).map_err(io)?;
    rendered.bytes.push(b'\n');
    left_out(document, &mut rendered.losses);
    Ok(rendered)
}

fn line<'a>(out: Outgoing<'a>, document: &'a OutDocument<'a>) -> Line<'a> {
    let there = plain_mentions(document);
    let numbers: HashMap<_, usize> = there.iter().enumerate().map(|(number, (row, _))| (row.id, number)).collect();
    let link = |(relation, from, to)| Link { from, to, kind: out.relation(relation) };
    Line {
        id: &document.stem,
        article: document.id().to_string(),
        name: &document.name,
        text: document.text(),
        entities: there.into_iter().map(|(mention, span)| entity(out, mention, span)).collect(),
        relations: plain_relations(document, &numbers).into_iter().map(link).collect(),
    }
}

fn entity<'a>(out: Outgoing<'a>, mention: &'a Mention, span: CharSpan) -> Entity<'a> {
    let named: BTreeMap<&str, Cow<'_, Value>> = out.attributes(&mention.attributes).collect();
    let flags: Vec<&str> = mention.flags.iter().map(crate::model::Slug::as_str).collect();
    let notes: Vec<&str> = mention.notes.iter().map(|note| note.text.as_str()).collect();
    Entity {
        id: mention.id.to_string(),
        start: span.start.0,
        end: span.end.0,
        label: out.label(mention),
        text: &mention.quote,
        entry: mention.entry.map(|entry| entry.to_string()).unwrap_or_default(),
        entry_name: out.entry(mention).map(|entry| entry.name.as_str()).unwrap_or_default(),
        attributes: serde_json::to_string(&named).unwrap_or_default(),
        confidence: mention.confidence.map(|sure| sure.to_string()).unwrap_or_default(),
        state: mention.review.state.as_str(),
        flags: flags.join(";"),
        notes: notes.join("\n"),
        annotator: out.session.annotator_name(mention.by),
    }
}

fn left_out(document: &OutDocument<'_>, losses: &mut Losses) {
    let place = place_of(document.shard);
    let is_parted = |mention: &&&Mention| mention.fragments.spans().len() > 1;
    let parted = document.mentions.iter().filter(is_parted).map(|mention| mention.id);
    let parted: std::collections::BTreeSet<_> = parted.collect();
    let relations = document.relations.iter().filter(|row| parted.contains(&row.from) || parted.contains(&row.to));
    let relations = relations.map(|row| row.id.to_string()).collect();
    let ids = parted.iter().map(ToString::to_string).collect();
    losses.add("mentions of several fragments", &place, ids, "the format has no place for them; they are left out");
    losses.add("relations", &place, relations, "one of their ends has several fragments and is left out");
}
