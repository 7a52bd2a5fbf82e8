//! The rows of the registry, and from a session to a table.

use super::super::corpus::Corpus;
use super::super::in_file::InFile;
use super::super::outgoing::{Carries, OutDocument, Outgoing};
use super::super::registry::{Format, Reads, Shape};
use super::super::report::{FormatError, Written, io};
use super::super::request::Request;
use super::super::sink::Sink;
use crate::codec::Spread;
use crate::model::{Attributes, Mention, Shard, Value};
use crate::text::{CharSpan, turns_text};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The names of the columns, in order.
pub const COLUMNS: [&str; 17] = [
    "document",
    "start",
    "end",
    "label",
    "text",
    "fragments",
    "article",
    "mention",
    "entry",
    "entry_name",
    "attributes",
    "confidence",
    "state",
    "flags",
    "notes",
    "annotator",
    "created",
];

/// What becomes of cells that a spreadsheet would run as a formula, and of characters that turn text round.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Cells {
    /// An apostrophe is put before them; such characters are written out.
    #[default]
    Escaped,
    /// They are written as they are.
    Raw,
}

const CANNOT_CARRY: &[&str] = &[
    "article texts, metadata, regions and repairs",
    "relations",
    "what the register knows of an entry beyond its name, and entries without a mention",
    "alignments",
    "who reviewed and when",
    "authors and times of notes",
    "provenance and data of other tools",
    "suggestions and quarantine",
    "schema, guidelines, saved filters, conflicts, decisions and log",
];

/// Cells parted by commas.
pub(in crate::formats) const CSV: Format = Format {
    name: "csv",
    reads: Reads::Corpus(read_csv),
    writer: Some(write_csv),
    shape: Shape::File,
    ending: "csv",
    endings: &["csv", "txt"],
    is_flat: false,
    about: "a table with one row a mention",
    offset_unit: "code_point",
    carries: Carries {
        discontinuous: true,
        attributes: true,
        notes: true,
        entries: true,
        confidence: true,
        review: true,
        flags: true,
        annotators: true,
        ..Carries::LABELS
    },
    cannot_carry: CANNOT_CARRY,
};

/// Cells parted by tabs.
pub(in crate::formats) const TSV: Format = Format {
    name: "tsv",
    reads: Reads::Corpus(read_tsv),
    writer: Some(write_tsv),
    ending: "tsv",
    endings: &["tsv", "txt"],
    about: "the same table with tabs between the cells",
    ..CSV
};

/// The key of a document's `ext` with the id of its article.
pub const ARTICLE_KEY: &str = "byline.article";

fn read_csv(files: &mut [InFile], _: &dyn Spread) -> Corpus {
    super::read::read(files, b',')
}

fn read_tsv(files: &mut [InFile], _: &dyn Spread) -> Corpus {
    super::read::read(files, b'\t')
}

fn write_csv(out: Outgoing<'_>, request: &Request, sink: &mut dyn Sink) -> Result<Written, FormatError> {
    write(out, request, b',', sink)
}

fn write_tsv(out: Outgoing<'_>, request: &Request, sink: &mut dyn Sink) -> Result<Written, FormatError> {
    write(out, request, b'\t', sink)
}

/// Writes the mentions that are taken, articles in order and mentions in text order.
fn write(out: Outgoing<'_>, request: &Request, between: u8, sink: &mut dyn Sink) -> Result<Written, FormatError> {
    let mut mentions = 0;
    sink.file("", &mut |file| {
        let failed = |error: csv::Error| io(std::io::Error::other(error));
        let table = || csv::WriterBuilder::new().delimiter(between).from_writer(Vec::new());
        let rows = |document: &OutDocument<'_>| {
            let mut table = table();
            for mention in &document.mentions {
                let cells = COLUMNS.iter().map(|column| cell(out, document.shard, mention, column));
                table.write_record(cells.map(|cell| guarded(&cell, request.cells))).map_err(failed)?;
            }
            let bytes = table.into_inner().map_err(|error| io(error.into_error()))?;
            Ok((bytes, document.mentions.len()))
        };
        let mut head = table();
        head.write_record(COLUMNS).map_err(failed)?;
        file.write_all(&head.into_inner().map_err(|error| io(error.into_error()))?).map_err(io)?;
        mentions = 0;
        out.each(rows, |made: Result<(Vec<u8>, usize), FormatError>| {
            let (bytes, count) = made?;
            mentions += count;
            file.write_all(&bytes).map_err(io)
        })
    })?;
    Ok(out.written(mentions, out.losses(CSV.carries)))
}

/// What stands in `column`, which is one of [`COLUMNS`], in the row of `mention`.
pub(in crate::formats) fn cell<'s>(
    out: Outgoing<'s>,
    shard: &'s Shard,
    mention: &'s Mention,
    column: &str,
) -> Cow<'s, str> {
    let article = shard.article.as_ref();
    let hull = || article.char_span(mention.fragments.hull());
    let fragment = |span: &CharSpan| format!("{}-{}", span.start, span.end);
    let made = match column {
        "document" => return Cow::Borrowed(&article.name),
        "label" => return Cow::Borrowed(out.label(mention)),
        "text" => return Cow::Borrowed(&mention.quote),
        "entry_name" => return Cow::Borrowed(out.entry(mention).map_or("", |entry| entry.name.as_str())),
        "state" => return Cow::Borrowed(mention.review.state.as_str()),
        "start" => hull().start.to_string(),
        "end" => hull().end.to_string(),
        "fragments" => joined(article.char_spans(&mention.fragments).iter().map(fragment), ";"),
        "article" => shard.id().to_string(),
        "mention" => mention.id.to_string(),
        "entry" => mention.entry.map(|entry| entry.to_string()).unwrap_or_default(),
        "attributes" => attributes(out, &mention.attributes),
        "confidence" => mention.confidence.map(|confidence| confidence.to_string()).unwrap_or_default(),
        "flags" => joined(mention.flags.iter().map(ToString::to_string), ";"),
        "notes" => notes(mention),
        "annotator" => out.session.annotator_name(mention.by),
        "created" => mention.created.to_string(),
        _ => String::new(),
    };
    Cow::Owned(made)
}

fn attributes(out: Outgoing<'_>, values: &Attributes) -> String {
    if values.is_empty() {
        return String::new();
    }
    let named: BTreeMap<&str, Cow<'_, Value>> = out.attributes(values).collect();
    serde_json::to_string(&named).unwrap_or_default()
}

/// Notes as lines, or as a list where lines would not say where a note ends.
fn notes(mention: &Mention) -> String {
    let texts: Vec<&str> = mention.notes.iter().map(|note| note.text.as_str()).collect();
    let is_unclear = |text: &&str| text.is_empty() || text.contains(['\n', '\r']) || text.starts_with('[');
    if texts.iter().any(is_unclear) {
        return serde_json::to_string(&texts).unwrap_or_default();
    }
    texts.join("\n")
}

fn joined(parts: impl Iterator<Item = String>, between: &str) -> String {
    parts.collect::<Vec<String>>().join(between)
}

/// `cell` as `cells` has it written.
pub(super) fn guarded(cell: &str, cells: Cells) -> String {
    if cells == Cells::Raw {
        return cell.to_owned();
    }
    let mut out = String::from(if looks_run(cell) { "'" } else { "" });
    for char in cell.chars() {
        if turns_text(char) {
            out.extend(char.escape_unicode());
        } else {
            out.push(char);
        }
    }
    out
}

/// Whether a spreadsheet would run `cell`, or whether it has the form of one that was escaped.
pub(super) fn looks_run(cell: &str) -> bool {
    cell.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r', '\n'])
}
