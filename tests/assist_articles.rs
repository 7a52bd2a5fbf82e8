//! The names of five real articles: what tagging all repeats of an entry finds of what a reader labelled.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    clippy::print_stdout,
    dead_code,
    reason = "what is missing in a test fails it; the shared support serves several test programs"
)]

#[path = "support/program.rs"]
mod program;
mod support;

use byline::assist::{Ask, Standing, repeats};
use byline::codec::{Serial, default_schema};
use byline::model::{Alias, ArticleId, Entry, EntryId, Ext, Session};
use byline::text::{CharOffset, CharSpan, Wording};
use program::shared;
use std::collections::{BTreeMap, BTreeSet};
use support::{empty_file, plain_article, session_of, slug, span, time};

const LABELLED: &str = include_str!("fixtures/names.tsv");

/// A labelled place: the article's number, the place in code points, the entry's number.
type Row = (u64, CharSpan, u64);

fn labelled(files: &[String]) -> Vec<Row> {
    let rows = LABELLED.lines().filter(|line| !line.starts_with('#'));
    let read = |line: &str| {
        let cells: Vec<&str> = line.split('\t').collect();
        let number = |cell: usize| cells[cell].parse::<u32>().unwrap();
        let article = files.iter().position(|file| file == cells[0]).unwrap();
        (article as u64 + 1, span(number(1), number(2)), u64::from(number(3)))
    };
    rows.map(read).collect()
}

/// The five articles, with an entry for each number of the fixture that has every spelling of its places.
fn session() -> Option<(Session, Vec<Row>)> {
    let folder = shared("articles")?;
    let mut files: Vec<String> =
        std::fs::read_dir(&folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    files.sort();
    let rows = labelled(&files);
    let mut file = empty_file("names");
    file.schema = default_schema();
    for (number, name) in (1..).zip(&files) {
        file.articles.push(plain_article(number, &std::fs::read_to_string(folder.join(name)).unwrap()));
    }
    let mut spellings: BTreeMap<u64, BTreeSet<String>> = BTreeMap::new();
    for (article, place, entry) in &rows {
        let text = &file.articles[usize::try_from(*article).unwrap() - 1].text;
        let words: String = text.chars().skip(place.start.to_usize()).take(place.len() as usize).collect();
        spellings.entry(*entry).or_default().insert(words);
    }
    for (number, mut names) in spellings {
        let name = names.pop_first().unwrap();
        let alias = |text: String| Alias { text, language: String::new(), note: String::new() };
        file.entries.push(Entry {
            id: EntryId(number),
            layer: slug("actor"),
            name,
            kind: None,
            aliases: names.into_iter().map(alias).collect(),
            ids: BTreeMap::new(),
            when: None,
            place: None,
            credibility: None,
            attributes: byline::model::Attributes::new(),
            distinct_from: Vec::new(),
            note: String::new(),
            by: byline::model::AnnotatorId(1),
            created: time(),
            modified: None,
            ext: Ext::default(),
        });
    }
    Some((session_of(file), rows))
}

/// Precision and recall of the free places that each entry's repeats propose.
fn measured(session: &Session, rows: &[Row], ask: impl Fn(&Entry) -> Ask) -> (f64, f64) {
    let expected: BTreeSet<(u64, CharOffset, CharOffset, u64)> =
        rows.iter().map(|(article, place, entry)| (*article, place.start, place.end, *entry)).collect();
    let mut found = BTreeSet::new();
    for entry in session.entries.iter() {
        let preview = repeats(session, &ask(entry), &Serial, &|| true).unwrap();
        for (article, place) in preview.places().filter(|(_, place)| place.standing == Standing::Free) {
            let span = session.shard(article).unwrap().article.char_span(place.span);
            found.insert((article.0, span.start, span.end, entry.id.0));
        }
    }
    let right = found.intersection(&expected).count() as f64;
    for (what, rows) in [("wrong", found.difference(&expected)), ("missed", expected.difference(&found))] {
        rows.for_each(|(article, start, end, entry)| {
            println!("{what}: article {article}, {start}..{end}, entry {entry}");
        });
    }
    println!("{} labelled, {} found, {right} right", expected.len(), found.len());
    (right / found.len() as f64, right / expected.len() as f64)
}

#[test]
fn repeats_of_the_register_find_what_a_reader_labelled() {
    let Some((session, rows)) = session() else { return };
    assert!(rows.len() > 300);
    assert!(rows.iter().all(|(article, ..)| session.shard(ArticleId(*article)).is_some()));
    let label = || slug("actor");
    let (precision, recall) = measured(&session, &rows, |entry| Ask::entry(&session, entry, label()));
    assert!(precision >= 0.98 && recall >= 0.95, "precision {precision:.4}, recall {recall:.4}");
    // Without the register, "Washington" stands in the name of a paper too.
    let alone = |entry: &Entry| {
        let mut ask = Ask::entry(&session, entry, label());
        ask.phrases.retain(|phrase| matches!(phrase.role, byline::assist::Role::Wanted(_)));
        ask
    };
    let (without, recall) = measured(&session, &rows, alone);
    assert!(without < precision && recall >= 0.95, "precision {without:.4} without the other names");
    let loose = |entry: &Entry| {
        let wording = Wording { whole_words: false, capitals: byline::text::Capitals::Alike, ..Wording::default() };
        Ask { wording, ..Ask::entry(&session, entry, label()) }
    };
    let (lower, _) = measured(&session, &rows, loose);
    assert!(lower < 0.8, "whole words and capitals are what keeps precision up: {lower:.4} without them");
}
