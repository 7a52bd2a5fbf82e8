//! `byline suggest`: what may be worth doing in a session, for people and other tools to look through.

use super::args::{Kind, Suggest};
use super::failure::{Failure, Status};
use super::inspect::read;
use super::output::{say_json, say_line};
use crate::assist::{Listed, Proposed, SuggestKind};
use crate::model::{Day, Interval};
use crate::text::{shortened, visible};
use crate::workbench::{Threads, suggestions};
use serde::Serialize;

/// Characters of a region that its line shows.
const TEXT_CHARS: usize = 60;

pub(super) fn suggest(args: &Suggest) -> Result<Status, Failure> {
    #[derive(Serialize)]
    struct Document<'a> {
        version: u32,
        suggestions: &'a [Listed],
    }
    let all = [Kind::Repeats, Kind::Aliases, Kind::Repairs, Kind::Regions];
    let asked = if args.kind.is_empty() { &all[..] } else { &args.kind };
    let kinds: Vec<SuggestKind> = asked.iter().map(|kind| kind_of(*kind)).collect();
    let suggestions = suggestions(&read(&args.session)?, &kinds, &Threads);
    if args.json {
        say_json(&Document { version: 1, suggestions: &suggestions })?;
        return Ok(Status::Done);
    }
    suggestions.iter().try_for_each(|one| say_line(&line(one)))?;
    Ok(Status::Done)
}

fn kind_of(kind: Kind) -> SuggestKind {
    match kind {
        Kind::Repeats => SuggestKind::Repeats,
        Kind::Aliases => SuggestKind::Aliases,
        Kind::Times => SuggestKind::Times,
        Kind::Related => SuggestKind::Related,
        Kind::Repairs => SuggestKind::Repairs,
        Kind::Regions => SuggestKind::Regions,
    }
}

/// `repeats  a.txt:12..20  tag “Okoro” as actor.person: the name of an entry (Person)`
fn line(one: &Listed) -> String {
    let place = match (&one.name, one.start, one.end) {
        (Some(name), Some(start), Some(end)) => format!("{name}:{start}..{end}"),
        _ => "register".to_owned(),
    };
    let (kind, what) = match &one.proposal {
        Proposed::Tag { label, entry: Some(entry) } => ("repeats", format!("tag “{}” as {label}, {entry}", one.text)),
        Proposed::Tag { label, entry: None } => ("repeats", format!("tag “{}” as {label}", one.text)),
        Proposed::Link { mention, entry } => ("aliases", format!("link {mention} “{}” to {entry}", one.text)),
        Proposed::Repair { replacement, .. } => {
            ("repairs", format!("read “{}” as “{}”", visible(&one.text), visible(replacement)))
        }
        Proposed::Region { region } => {
            ("regions", format!("mark “{}” as {region}", visible(&shortened(&one.text, TEXT_CHARS))))
        }
        Proposed::Merge { entries: [one_id, other] } => ("aliases", format!("merge {one_id} and {other}")),
        Proposed::Date { reading, intervals } => ("times", format!("“{}” {}", one.text, days(reading, intervals))),
        Proposed::Compare { name, start, end, text, .. } => {
            ("related", format!("“{}” and {name}:{start}..{end} “{}”", short(&one.text), short(text)))
        }
    };
    let reason = if one.reason.is_empty() { String::new() } else { format!(": {}", one.reason) };
    format!("{kind}  {:.2}  {place}  {what}{reason}", one.score)
}

/// So much of a sentence is shown.
const SENTENCE_CHARS: usize = 60;

fn short(words: &str) -> String {
    visible(&shortened(words, SENTENCE_CHARS)).into_owned()
}

/// `is 2026-05-01..2026-05-10 (counted from 2026-04-24)`
fn days(reading: &str, intervals: &[Interval]) -> String {
    let end = |day: Option<Day>| day.map_or_else(String::new, |day| day.to_string());
    let days = |one: &Interval| format!("{}..{}", end(one.first), end(one.last));
    let all: Vec<String> = intervals.iter().map(days).collect();
    let anchor = intervals.first().and_then(|one| one.anchor);
    let anchored = anchor.map_or_else(String::new, |anchor| format!(" (counted from {anchor})"));
    match reading {
        "no_anchor" => "has no anchor".to_owned(),
        "vague" => "is vague".to_owned(),
        _ => format!("is {}{anchored}", all.join(" or ")),
    }
}
