//! `byline validate`, `stats` and `formats`: what can be said of a session without changing it.

use super::args::Inspect;
use super::failure::{Fail, Failure, Status};
use super::output::{say_json, say_line, tell, tell_all};
use crate::analysis::{self, Count};
use crate::formats::{FORMATS, Format};
use crate::model::Session;
use crate::workbench::{self, Validation};
use serde::Serialize;
use std::path::Path;

pub(super) fn validate(args: &Inspect) -> Result<Status, Failure> {
    #[derive(Serialize)]
    struct Document {
        version: u32,
        valid: bool,
        #[serde(flatten)]
        found: Validation,
    }
    let found = workbench::validate(&args.session).or_end(Status::Refused)?;
    let valid = found.faults.is_empty();
    let status = if valid { Status::Done } else { Status::No };
    if args.json {
        say_json(&Document { version: 1, valid, found })?;
        return Ok(status);
    }
    for fault in &found.faults {
        say_line(&fault.to_string())?;
    }
    for waiting in &found.waiting {
        tell(&waiting.to_string());
    }
    let path = args.session.display();
    match found.faults.len() {
        0 => say_line(&format!("{path}: valid"))?,
        1 => say_line(&format!("{path}: 1 fault"))?,
        count => say_line(&format!("{path}: {count} faults"))?,
    }
    Ok(status)
}

pub(super) fn read(path: &Path) -> Result<Session, Failure> {
    let (found, warnings) = workbench::read(path).or_end(Status::Refused)?;
    tell_all(&warnings);
    Ok(found.session)
}

pub(super) fn stats(args: &Inspect) -> Result<Status, Failure> {
    let stats = analysis::stats(&read(&args.session)?);
    if args.json {
        say_json(&stats)?;
        return Ok(Status::Done);
    }
    let totals = &stats.totals;
    say_line(if stats.title.is_empty() { "(no title)" } else { &stats.title })?;
    say_line(&format!("  articles    {}", totals.articles))?;
    say_line(&format!("  characters  {}", totals.body_chars))?;
    say_line(&format!("  mentions    {} ({} linked to an entry)", totals.mentions, totals.linked_mentions))?;
    say_line(&format!("  relations   {}", totals.relations))?;
    say_line(&format!("  entries     {} ({} with mentions)", totals.entries, totals.entries_with_mentions))?;
    say_line(&format!("  alignments  {}", totals.alignments))?;
    for (title, counts) in [
        ("entries by layer", &stats.entries),
        ("relations by type", &stats.relations),
        ("alignments by kind", &stats.alignments),
        ("values by attribute", &stats.attributes),
    ] {
        if counts.iter().any(|count| count.count > 0) {
            say_line(title)?;
            say_counts(counts)?;
        }
    }
    say_line("not counted as work")?;
    say_line(&format!("  in regions  {}", totals.mentions_in_regions))?;
    say_line(&format!("  suggested   {}", totals.open_suggestions))?;
    say_line(&format!("  quarantine  {}", totals.quarantined))?;
    say_line(&format!("  conflicts   {}", totals.conflicts))?;
    for layer in &stats.layers {
        say_line(&format!("{} {}", layer.name, layer.count))?;
        say_counts(&layer.labels)?;
    }
    for (title, counts) in [("annotators", &stats.annotators), ("review", &stats.states), ("reading", &stats.reading)] {
        say_line(title)?;
        say_counts(counts)?;
    }
    say_line("articles")?;
    for article in &stats.articles {
        say_line(&format!("  {:>5}  {}  {} ({})", article.mentions, article.name, article.title, article.status))?;
    }
    Ok(Status::Done)
}

fn say_counts(counts: &[Count]) -> Result<(), Failure> {
    counts
        .iter()
        .filter(|count| count.count > 0)
        .try_for_each(|count| say_line(&format!("  {:>5}  {}", count.count, count.name)))
}

pub(super) fn formats(json: bool) -> Result<Status, Failure> {
    #[derive(Serialize)]
    struct Document {
        version: u32,
        formats: &'static [Format],
    }
    if json {
        say_json(&Document { version: 1, formats: FORMATS })?;
        return Ok(Status::Done);
    }
    for format in FORMATS {
        let can = match (format.can_read(), format.writer.is_some()) {
            (true, true) => "reads, writes",
            (true, false) => "reads",
            (false, true) => "writes",
            (false, false) => "neither",
        };
        say_line(&format!("{:<11} {can:<14} {}", format.name, format.about))?;
        for what in format.cannot_carry {
            say_line(&format!("            cannot carry {what}"))?;
        }
    }
    Ok(Status::Done)
}
