//! Tables with one row a mention. It does not know where the table goes.
//!
//! # Columns
//! | column | what it holds |
//! |---|---|
//! | `document` | the article's name |
//! | `start`, `end` | the mention's place in code points, end exclusive; of several fragments from the first start to the last end |
//! | `label` | the label's permanent name |
//! | `text` | the words it stands on; several fragments are joined by one space |
//! | `fragments` | every fragment as `6-15;20-25`, code points, end exclusive |
//! | `article`, `mention` | their ids |
//! | `entry`, `entry_name` | id and name of the register's entry, empty without one |
//! | `attributes` | attribute values as a JSON object, empty without one |
//! | `confidence` | from 0 to 1, empty where not stated |
//! | `state` | `open`, `accepted` or `rejected` |
//! | `flags` | flags joined by `;` |
//! | `notes` | notes, oldest first, each on a line of its own |
//! | `annotator` | the annotator's name |
//! | `created` | when the mention was made, RFC 3339 in UTC |
//!
//! # Cells that look like formulas
//! Spreadsheets run a cell that begins with `=`, `+`, `-`, `@`, a tab or a line break as a formula. [`Cells::Escaped`] puts
//! an apostrophe before such a cell, and before one that begins with apostrophes followed by such a character, so that a
//! reader can take exactly one apostrophe away again. [`Cells::Raw`] writes every cell as it is.
//!
//! # Characters that turn text round
//! Embeddings, overrides and isolates make a row read as another one. [`Cells::Escaped`] writes them as `\u{202e}`;
//! [`Cells::Raw`] leaves them. `start` and `end` count the article's own characters either way.

use super::report::{Dropped, Export, FormatError};
use super::selection::Selection;
use crate::model::{Entry, Mention, ReviewState, Session, Shard};
use crate::text::{CharSpan, turns_text};

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

/// Writes the mentions of `session` that `selection` takes, articles in order and mentions in text order.
///
/// # Errors
/// [`FormatError`] where the table cannot be written.
pub fn write(session: &Session, selection: &Selection, cells: Cells) -> Result<Export, FormatError> {
    let mut table = csv::Writer::from_writer(Vec::new());
    let failed = |error: csv::Error| FormatError::Table(error.to_string());
    table.write_record(COLUMNS).map_err(failed)?;
    let mut written = 0;
    let mut seen = 0;
    let mut rejected = Vec::new();
    for shard in session.shards() {
        seen += shard.mentions.len();
        if !selection.takes_article(shard) {
            continue;
        }
        let (taken, left): (Vec<&Mention>, Vec<&Mention>) =
            shard.mentions_in_order().into_iter().partition(|mention| selection.takes_mention(mention));
        for mention in &taken {
            let row = row(session, shard, mention);
            table.write_record(row.iter().map(|cell| guarded(cell, cells))).map_err(failed)?;
        }
        written += taken.len();
        if selection.states.is_none() {
            let is_dropped = |mention: &&Mention| mention.review.state == ReviewState::Rejected;
            let ids = left.into_iter().filter(is_dropped).map(|mention| mention.id.to_string());
            let why = "a reviewer rejected them; --states open,accepted,rejected takes them too";
            rejected.extend(dropped("rejected mentions", place_of(shard), ids, why));
        }
    }
    let rejected_count: usize = rejected.iter().map(|one| one.count).sum();
    let bytes = table.into_inner().map_err(|error| FormatError::Table(error.to_string()))?;
    let left_out = seen - written - rejected_count;
    rejected.extend(lost(session, selection));
    Ok(Export { bytes, mentions: written, left_out, dropped: rejected })
}

fn row(session: &Session, shard: &Shard, mention: &Mention) -> [String; 17] {
    let spans = shard.article.char_spans(&mention.fragments);
    let hull = shard.article.char_span(mention.fragments.hull());
    let fragment = |span: &CharSpan| format!("{}-{}", span.start, span.end);
    let attributes = if mention.attributes.is_empty() {
        String::new()
    } else {
        serde_json::to_string(&mention.attributes).unwrap_or_default()
    };
    [
        shard.article.name.clone(),
        hull.start.to_string(),
        hull.end.to_string(),
        mention.label.to_string(),
        mention.quote.clone(),
        joined(spans.iter().map(fragment), ";"),
        shard.id().to_string(),
        mention.id.to_string(),
        mention.entry.map(|entry| entry.to_string()).unwrap_or_default(),
        mention.entry.and_then(|entry| session.entry_name(entry)).unwrap_or_default().to_owned(),
        attributes,
        mention.confidence.map(|confidence| confidence.to_string()).unwrap_or_default(),
        mention.review.state.to_string(),
        joined(mention.flags.iter().map(ToString::to_string), ";"),
        joined(mention.notes.iter().map(|note| note.text.clone()), "\n"),
        session.annotator_name(mention.by),
        mention.created.to_string(),
    ]
}

fn joined(parts: impl Iterator<Item = String>, between: &str) -> String {
    parts.collect::<Vec<String>>().join(between)
}

/// `cell` as `cells` has it written.
fn guarded(cell: &str, cells: Cells) -> String {
    if cells == Cells::Raw {
        return cell.to_owned();
    }
    let looks_run = cell.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    let mut out = String::from(if looks_run { "'" } else { "" });
    for char in cell.chars() {
        if turns_text(char) {
            out.extend(char.escape_unicode());
        } else {
            out.push(char);
        }
    }
    out
}

fn place_of(shard: &Shard) -> String {
    format!("{} ({})", shard.article.name, shard.id())
}

fn dropped(what: &str, place: String, ids: impl Iterator<Item = String>, why: &str) -> Option<Dropped> {
    let ids: Vec<String> = ids.collect();
    let report = Dropped { what: what.to_owned(), place, count: ids.len(), ids, why: why.to_owned() };
    (report.count > 0).then_some(report)
}

/// What annotators made and a table of mentions does not hold, record by record. Article texts, metadata, the schema and
/// the log are no rows of such a table by nature; the registry names them.
fn lost(session: &Session, selection: &Selection) -> Vec<Dropped> {
    const NO_PLACE: &str = "a table of mentions has no place for them";
    let mut all: Vec<Option<Dropped>> = Vec::new();
    for shard in session.shards().iter().filter(|shard| selection.takes_article(shard)) {
        let mut add = |what, ids: Vec<String>, why| all.push(dropped(what, place_of(shard), ids.into_iter(), why));
        add("relations", ids_of(shard.relations.iter(), |one| one.id.to_string()), NO_PLACE);
        add("regions", ids_of(shard.regions.iter(), |one| one.id.to_string()), NO_PLACE);
        add("repairs", ids_of(shard.repairs.iter(), |one| one.id.to_string()), NO_PLACE);
        add(
            "suggestions",
            ids_of(shard.suggestions.iter(), |one| one.id.to_string()),
            "they are no work until accepted",
        );
        add(
            "quarantined mentions",
            ids_of(shard.quarantine.iter(), |one| one.mention.id.to_string()),
            "their place in the text does not hold",
        );
        let partly = shard.mentions_in_order().into_iter().filter(|mention| selection.takes_mention(mention));
        let partly: Vec<&Mention> = partly.collect();
        let of = |has: fn(&Mention) -> bool| {
            partly.iter().filter(|mention| has(mention)).map(|mention| mention.id.to_string()).collect::<Vec<_>>()
        };
        add(
            "authors and times of notes",
            of(|mention| !mention.notes.is_empty()),
            "the column `notes` holds the words alone",
        );
        add(
            "reviewers and times of review",
            of(|mention| mention.review.by.is_some() || mention.review.at.is_some()),
            "the column `state` holds the finding alone",
        );
        add("provenances", of(|mention| !mention.provenance.is_manual()), NO_PLACE);
        add("`ext` maps", of(|mention| !mention.ext.is_empty()), NO_PLACE);
    }
    let mut add = |what, ids: Vec<String>| all.push(dropped(what, "session".to_owned(), ids.into_iter(), NO_PLACE));
    let detailed = session.entries.iter().filter(|entry| has_details(entry));
    add("details of entries", ids_of(detailed, |entry| entry.id.to_string()));
    let linked: std::collections::BTreeSet<_> =
        session.shards().iter().flat_map(|shard| shard.mentions.iter()).filter_map(|mention| mention.entry).collect();
    let silent = session.entries.iter().filter(|entry| !linked.contains(&entry.id));
    add("entries without a mention", ids_of(silent, |entry| entry.id.to_string()));
    add("alignments", ids_of(session.alignments.iter(), |one| one.id.to_string()));
    add("conflicts", ids_of(session.conflicts.iter(), |one| one.id.to_string()));
    add("decisions", ids_of(session.decisions.iter(), |one| one.id.to_string()));
    all.into_iter().flatten().collect()
}

fn ids_of<'a, R: 'a>(records: impl Iterator<Item = &'a R>, id: impl Fn(&R) -> String) -> Vec<String> {
    records.map(id).collect()
}

/// Whether `entry` holds more than its name.
fn has_details(entry: &Entry) -> bool {
    entry.kind.is_some()
        || entry.when.is_some()
        || entry.place.is_some()
        || entry.credibility.is_some()
        || !(entry.aliases.is_empty() && entry.ids.is_empty() && entry.attributes.is_empty())
        || !(entry.distinct_from.is_empty() && entry.note.is_empty() && entry.ext.is_empty())
}
