//! `byline search`: every place where words stand, in the articles or among what is tagged in them.

use super::args::{In, Search};
use super::failure::{Fail, Failure, Status};
use super::inspect::read;
use super::output::{say_json, say_line, write_out};
use crate::analysis::review::Filter;
use crate::analysis::search::{Among, Ask, Group, Hit, hits};
use crate::analysis::{RegisterHit, find_in_register};
use crate::formats::Glob;
use crate::model::{ArticleId, Day, Label, Session};
use crate::text::{Matching, folded, visible};
use crate::workbench;
use serde::Serialize;

/// Names that a message gives at most.
const MAX_NAMED: usize = 12;

pub(super) fn search(args: &Search) -> Result<Status, Failure> {
    let matching = Matching {
        regex: args.regex,
        fold_case: !args.regex && !args.case,
        fold_marks: args.fold,
        whole_words: args.words,
    };
    let among = if args.among == In::Tags { Among::Tags } else { Among::Text };
    let mut ask = Ask { among, ..Ask::words(&args.query, matching) };
    let query = ask.query().or_end(Status::Usage)?;
    let session = read(&args.session)?;
    ask.filter = filter(args, &session)?;
    let is_everywhere = among == Among::Text && ask.filter == Filter::default();
    let groups = workbench::seek(&session, ask).or_end(Status::Usage)?;
    let register = query.filter(|_| is_everywhere).map(|query| find_in_register(&session, &query)).unwrap_or_default();
    let is_empty = groups.is_empty() && register.is_empty();
    if args.json {
        say_document(args, &session, &groups, &register)?;
    } else {
        say_places(&session, &groups)?;
        for hit in &register {
            say_line(&format!("{} {} ({}), {}: {}", hit.record, hit.id, hit.name, hit.field, hit.text))?;
        }
    }
    Ok(if is_empty && args.exit_code { Status::No } else { Status::Done })
}

fn say_document(args: &Search, session: &Session, groups: &[Group], register: &[RegisterHit]) -> Result<(), Failure> {
    #[derive(Serialize)]
    struct Document<'a> {
        version: u32,
        query: &'a str,
        hits: &'a [Hit],
        register: &'a [RegisterHit],
    }
    say_json(&Document { version: 1, query: &args.query, hits: &hits(session, groups), register })
}

/// A line for each place, article by article: a hundred thousand of them are not written one by one.
fn say_places(session: &Session, groups: &[Group]) -> Result<(), Failure> {
    for group in groups {
        let mut lines = String::new();
        for hit in hits(session, std::slice::from_ref(group)) {
            let tag = hit.tag.as_ref().map_or(String::new(), |tag| match &tag.entry_name {
                Some(entry) => format!("[{} → {entry}] ", tag.label),
                None => format!("[{}] ", tag.label),
            });
            let line = format!("{}:{}:{}: {tag}{}", hit.name, hit.line, hit.column, hit.context);
            lines.push_str(&visible(&line));
            lines.push('\n');
        }
        write_out(lines.as_bytes())?;
    }
    Ok(())
}

/// What else must hold, as far as the session knows the names.
fn filter(args: &Search, session: &Session) -> Result<Filter, Failure> {
    let outlets = session.outlets.iter().map(|outlet| (outlet.id, vec![outlet.name.as_str()]));
    let entries = session.entries.iter().map(|entry| {
        let aliases = entry.aliases.iter().map(|alias| alias.text.as_str());
        (entry.id, std::iter::once(entry.name.as_str()).chain(aliases).collect())
    });
    let annotators = session.annotators.iter().map(|annotator| (annotator.id, vec![annotator.name.as_str()]));
    Ok(Filter {
        labels: labels(args, session)?,
        articles: articles(args, session)?,
        outlets: named("outlet", &args.outlet, &outlets.collect::<Vec<_>>())?,
        entries: named("entry", &args.entry, &entries.collect::<Vec<_>>())?,
        annotators: named("annotator", &args.annotator, &annotators.collect::<Vec<_>>())?,
        since: args.since.map(Day),
        until: args.until.map(Day),
        ..Filter::default()
    })
}

fn usage<T>(message: String) -> Result<T, Failure> {
    Err(Failure::new(Status::Usage, message))
}

fn labels(args: &Search, session: &Session) -> Result<Vec<Label>, Failure> {
    let known: Vec<&str> = session.schema.label_infos().map(|info| info.id.as_str()).collect();
    let label = |text: &String| {
        let label = Label::new(text.trim()).or_end(Status::Usage)?;
        if known.contains(&label.as_str()) {
            return Ok(label);
        }
        usage(format!("the session has no label `{label}`; it has {}", known.join(", ")))
    };
    args.label.iter().map(label).collect()
}

fn articles(args: &Search, session: &Session) -> Result<Vec<ArticleId>, Failure> {
    let Some(glob) = &args.articles else { return Ok(Vec::new()) };
    let glob = Glob::new(glob).or_else(usage)?;
    let fits = |names: &[&str]| names.iter().any(|name| glob.matches(name));
    let shards = session.shards().iter();
    let found: Vec<ArticleId> = shards
        .filter(|shard| fits(&[&shard.article.name, &shard.article.source.file, &shard.id().to_string()]))
        .map(|shard| shard.id())
        .collect();
    if found.is_empty() {
        let names = session.shards().iter().map(|shard| shard.article.name.as_str());
        return usage(format!("--articles fits no article of the session; it has {}", listed(names)));
    }
    Ok(found)
}

/// The records of `known` that are called or numbered as one of `wanted`; case and diacritics do not matter.
fn named<I: Copy + std::fmt::Display>(
    kind: &str,
    wanted: &[String],
    known: &[(I, Vec<&str>)],
) -> Result<Vec<I>, Failure> {
    let mut found = Vec::new();
    for wanted in wanted {
        let before = found.len();
        let is_it = |name: &&str| folded(name) == folded(wanted.trim());
        let fits = known.iter().filter(|(id, names)| id.to_string() == *wanted || names.iter().any(is_it));
        found.extend(fits.map(|(id, _)| *id));
        if found.len() == before {
            let names = known.iter().filter_map(|(_, names)| names.first().copied());
            return usage(format!("the session has no {kind} `{wanted}`; it has {}", listed(names)));
        }
    }
    Ok(found)
}

/// Some names, and how many more there are.
fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let all: Vec<&str> = names.collect();
    match all.len().checked_sub(MAX_NAMED) {
        _ if all.is_empty() => "none".to_owned(),
        Some(more) if more > 0 => {
            format!("{} and {more} more", all.iter().take(MAX_NAMED).copied().collect::<Vec<_>>().join(", "))
        }
        _ => all.join(", "),
    }
}
