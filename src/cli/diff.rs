//! `byline diff`: in what two sessions differ.

use super::args::Diff as Args;
use super::failure::{Failure, Status};
use super::inspect::read;
use super::output::{say_json, say_line};
use crate::analysis::{
    ArticleDiff, DIFF_VERSION, Diff, Difference, FieldDiff, RecordDiff, SchemaDifference, Side, Standing,
    diff as differences,
};
use crate::text::CharSpan;
use crate::workbench::Threads;
use serde::Serialize;
use serde_json::Value;
use std::path::Path;

/// What `--json` prints.
#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    a: &'a Path,
    b: &'a Path,
    equal: bool,
    counts: Counts,
    #[serde(flatten)]
    diff: &'a Diff,
}

/// How many records differ, and articles that cannot be compared.
#[derive(Clone, Copy, Debug, Default, Serialize)]
struct Counts {
    only_a: usize,
    only_b: usize,
    differing: usize,
    articles_only_a: usize,
    articles_only_b: usize,
    other_texts: usize,
}

impl Counts {
    fn of(diff: &Diff) -> Self {
        let mut counts = Self::default();
        for change in diff.changes() {
            counts.note(change.only);
        }
        for row in &diff.schema {
            counts.note(match row.difference {
                Difference::Removed => Some(Side::A),
                Difference::Added => Some(Side::B),
                Difference::Changed(_) => None,
            });
        }
        for article in &diff.articles {
            match article.standing {
                Standing::Both => {}
                Standing::Only(Side::A) => counts.articles_only_a += 1,
                Standing::Only(Side::B) => counts.articles_only_b += 1,
                Standing::OtherText { .. } => counts.other_texts += 1,
            }
        }
        counts
    }

    fn note(&mut self, only: Option<Side>) {
        match only {
            Some(Side::A) => self.only_a += 1,
            Some(Side::B) => self.only_b += 1,
            None => self.differing += 1,
        }
    }
}

pub(super) fn diff(args: &Args) -> Result<Status, Failure> {
    let (a, b) = (read(&args.a)?, read(&args.b)?);
    let diff = differences(&a, &b, &Threads);
    let counts = Counts::of(&diff);
    if args.json {
        let equal = diff.is_empty();
        say_json(&Document { version: DIFF_VERSION, a: &args.a, b: &args.b, equal, counts, diff: &diff })?;
    } else {
        say(args, &diff, counts)?;
    }
    Ok(if args.exit_code && !diff.is_empty() { Status::No } else { Status::Done })
}

fn say(args: &Args, diff: &Diff, counts: Counts) -> Result<(), Failure> {
    let (a, b) = (args.a.display().to_string(), args.b.display().to_string());
    if diff.is_empty() {
        return say_line(&format!("{a} and {b} hold the same"));
    }
    if !diff.schema.is_empty() {
        say_line("schema")?;
        diff.schema.iter().try_for_each(|row| say_line(&schema_line(row)))?;
    }
    if !diff.session.is_empty() {
        say_line("session")?;
        diff.session.iter().try_for_each(|change| say_line(&line(change)))?;
    }
    for article in &diff.articles {
        say_line(&heading(article, &a, &b))?;
        article.changes.iter().try_for_each(|change| say_line(&line(change)))?;
    }
    let articles = |count: usize| if count == 1 { "article" } else { "articles" };
    let parts = [
        (counts.only_a, format!("only in {a} (-)")),
        (counts.only_b, format!("only in {b} (+)")),
        (counts.differing, "in both, otherwise (~)".to_owned()),
        (counts.articles_only_a, format!("{} only in {a}", articles(counts.articles_only_a))),
        (counts.articles_only_b, format!("{} only in {b}", articles(counts.articles_only_b))),
        (counts.other_texts, format!("{} with other texts", articles(counts.other_texts))),
    ];
    let told = parts.into_iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}"));
    say_line(&told.collect::<Vec<_>>().join(", "))
}

fn heading(article: &ArticleDiff, a: &str, b: &str) -> String {
    let id = article.a.as_ref().or(article.b.as_ref()).map_or("", String::as_str);
    let name = format!("{} ({id})", article.name);
    match article.standing {
        Standing::Both => name,
        Standing::Only(Side::A) => format!("{name}: only in {a}"),
        Standing::Only(Side::B) => format!("{name}: only in {b}"),
        Standing::OtherText { at, line, column } => format!(
            "{name}: the texts differ from line {line}, column {column} on (code point {at}); nothing in it was compared"
        ),
    }
}

fn sign(only: Option<Side>) -> char {
    match only {
        Some(Side::A) => '-',
        Some(Side::B) => '+',
        None => '~',
    }
}

fn schema_line(row: &SchemaDifference) -> String {
    let (only, more) = match &row.difference {
        Difference::Removed => (Some(Side::A), String::new()),
        Difference::Added => (Some(Side::B), String::new()),
        Difference::Changed(what) => (None, format!(": {}", what.join("; "))),
    };
    let what = match row.definition {
        crate::analysis::Definition::Label => "label",
        crate::analysis::Definition::Attribute => "attribute",
        crate::analysis::Definition::RelationType => "relation type",
    };
    format!("  {} {what} {} “{}”{more}", sign(only), row.id, row.name)
}

fn line(change: &RecordDiff) -> String {
    let words = if change.words.is_empty() { String::new() } else { format!("“{}”", change.words) };
    let parts = [change.record.to_owned(), change.label.clone(), places(&change.fragments), words];
    let told: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let line = format!("  {} {}", sign(change.only), told.join(" "));
    let fields: Vec<String> = change.fields.iter().map(field).collect();
    if fields.is_empty() { line } else { format!("{line}: {}", fields.join("; ")) }
}

fn places(fragments: &[CharSpan]) -> String {
    let place = |span: &CharSpan| format!("{}..{}", span.start.0, span.end.0);
    fragments.iter().map(place).collect::<Vec<_>>().join(",")
}

fn field(field: &FieldDiff) -> String {
    let name = field.field.strip_prefix("attributes.").unwrap_or(&field.field);
    let is_place = matches!(name, "fragments" | "span");
    let shown = |value: &Option<Value>| value.as_ref().map_or("none".to_owned(), |value| shown(value, is_place));
    format!("{} {} → {}", if is_place { "place" } else { name }, shown(&field.a), shown(&field.b))
}

fn shown(value: &Value, is_place: bool) -> String {
    match value {
        Value::String(text) => format!("“{text}”"),
        Value::Array(values) if is_place => match values.as_slice() {
            [Value::Number(start), Value::Number(end)] => format!("{start}..{end}"),
            some => some.iter().map(|value| shown(value, true)).collect::<Vec<_>>().join(","),
        },
        Value::Array(values) => values.iter().map(|value| shown(value, false)).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}
