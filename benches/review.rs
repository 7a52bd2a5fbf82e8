//! What the table of the review costs with a million rows: reading them, filters and orders by columns, searches for words, the
//! step from one row to the next, and following one edit.
//!
//! `cargo bench --bench review` prints what must hold beside what was measured. Processor time stands beside the time on the
//! clock, since other work on the machine slows the second down. With `BYLINE_ROWS` in the environment there are so many rows.

#![allow(
    clippy::wildcard_imports,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "records of every kind; a benchmark reads the clock, prints and fails loudly"
)]

#[path = "../tests/support/plain.rs"]
mod plain;

use byline::analysis::review::{Asking, Filter, Index, Listing, RowKey, RowKind, Sorting, Wish, checks, list};
use byline::codec::default_schema;
use byline::edit::*;
use byline::model::*;
use byline::text::{SharedText, Span};
use byline::workbench::{Clock, Workbench};
use plain::{analyst, bare_article, bare_entry, mention_at, scattered};
use std::cell::Cell;
use std::hint::black_box;
use std::time::{Duration, Instant};

const SENTENCE: &str = "Ministers of nine states met on Monday, where the envoy said that talks would go on. ";
const RUNS: usize = 9;
const LABELS: [&str; 6] = ["actor", "actor.person", "event", "event.meeting", "claim", "claim.quoted"];

fn at(number: u64) -> Timestamp {
    let second = i64::try_from(1_900_000_000 + number * 37 % 40_000_000).unwrap();
    Timestamp(jiff::Timestamp::from_second(second).unwrap())
}

fn slug(text: &str) -> Slug {
    Slug::new(text).unwrap()
}

/// Words of a sentence and how long they are, by number.
fn place(number: u64) -> (usize, usize) {
    let sentence = usize::try_from(number % 48).unwrap() * SENTENCE.len();
    let (start, end) = [(0, 9), (13, 24), (32, 38), (46, 55), (70, 75), (46, 84)][usize::try_from(number % 6).unwrap()];
    (sentence + start, sentence + end)
}

fn mention(number: u64, text: &str) -> Mention {
    let (start, end) = place(number % 288);
    let state = ReviewState::ALL[usize::try_from(number * 7 % 3).unwrap()];
    let label = slug(LABELS[usize::try_from(number % 6).unwrap()]);
    let plain = mention_at(scattered(number), label, text, Span::bytes(start, end), at(number));
    Mention {
        entry: (!number.is_multiple_of(4)).then_some(EntryId(number * 31 % 20_000)),
        by: AnnotatorId(1 + number % 3),
        flags: if number.is_multiple_of(50) { vec![slug("discuss")] } else { vec![] },
        review: Review::new(state, None, None),
        ..plain
    }
}

/// A workbench on so many mentions, a hundred in an article of four kilobytes.
fn bench(rows: u64) -> Workbench {
    let text: SharedText = SENTENCE.repeat(48).into();
    let mut session = Session::new("Review", default_schema(), at(0));
    let mut edits: Vec<Edit> = (1..=3)
        .map(|id| Edit::Annotator(Change::insert(Annotator { id: AnnotatorId(id), ..analyst("Analyst") })))
        .collect();
    let entry = |id: u64| bare_entry(id, slug("actor"), format!("Envoy {} of {}", id % 97, id), at(id));
    edits.extend((0..20_000).map(|id| Edit::Entry(Change::insert(entry(id)))));
    for number in 0..rows / 100 {
        let new = bare_article(number, scattered(number), text.clone(), at(number));
        let id = new.id;
        let position = usize::try_from(number).unwrap();
        edits.push(Edit::Article { position, change: Change::insert(new) });
        edits.extend((0..100).map(|row| Edit::Mention(id, Change::insert(mention(number * 100 + row, &text)))));
    }
    let (name, by) = ("Fill".to_owned(), AnnotatorId(1));
    apply(&mut session, &Transaction { id: TransactionId(1), name, by, at: at(0), edits }).unwrap();
    Workbench::with(session, analyst("Analyst"), Clock::Fixed(at(0)), 7)
}

/// Processor time of this process, where the system tells it.
fn cpu() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/self/schedstat").ok()?;
    text.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
}

fn load() -> String {
    std::fs::read_to_string("/proc/loadavg").unwrap_or_default().split_whitespace().take(1).collect()
}

/// The middle one of several runs: time on the clock and of the processor.
fn measured(name: &str, must_ms: f64, mut work: impl FnMut() -> (Duration, Option<Duration>)) {
    let mut runs: Vec<(Duration, Option<Duration>)> = (0..RUNS).map(|_| work()).collect();
    runs.sort();
    let ms = |time: Duration| time.as_secs_f64() * 1e3;
    let (clock, _) = runs[RUNS / 2];
    let mut cpus: Vec<f64> = runs.iter().filter_map(|(_, cpu)| cpu.map(ms)).collect();
    cpus.sort_by(f64::total_cmp);
    let cpu = cpus.get(cpus.len() / 2).map_or_else(String::new, |cpu| format!(", processor {cpu:.3} ms"));
    println!("{name:<58} must {must_ms} ms: clock {:.3} ms{cpu}, load {}", ms(clock), load());
}

fn timed(work: impl FnOnce()) -> (Duration, Option<Duration>) {
    let (begun, before) = (Instant::now(), cpu());
    work();
    (begun.elapsed(), cpu().zip(before).map(|(after, before)| after.saturating_sub(before)))
}

/// The time until the first screen is there: where one is handed in before the list is whole, until then.
fn first_screen(session: &Session, index: &Index, wish: &Wish, from: Option<RowKey>) -> (Duration, Option<Duration>) {
    let (begun, before) = (Instant::now(), cpu());
    let first = Cell::new(None);
    let since = || (begun.elapsed(), cpu().zip(before).map(|(after, before)| after.saturating_sub(before)));
    let mut take = |listing: Listing| {
        assert!(!listing.rows.is_empty());
        first.set(Some(since()));
    };
    let mut asking = Asking { from, goes_on: &|| true, first: &mut take };
    let whole = list(session, index, wish, &mut asking).unwrap().unwrap();
    let whole_at = since();
    black_box(whole);
    first.get().unwrap_or(whole_at)
}

fn whole(session: &Session, index: &Index, wish: &Wish) -> Listing {
    let mut asking = Asking { from: None, goes_on: &|| true, first: &mut |_| {} };
    list(session, index, wish, &mut asking).unwrap().unwrap()
}

fn columns(session: &Session, index: &Index) {
    for key in SortKey::ALL {
        for reversed in [false, true] {
            let wish = Wish { sorting: Sorting { key: *key, reversed }, ..Wish::default() };
            let name = format!("first screen sorted by {key}{}", if reversed { ", last first" } else { "" });
            measured(&name, 50.0, || first_screen(session, index, &wish, None));
        }
    }
    let all = Filter::default;
    let day = Some(Day("2030-06-01".parse().unwrap()));
    for (name, filter) in [
        ("label with those below", Filter { labels: vec![slug("actor")], ..all() }),
        ("review", Filter { states: vec![ReviewState::Open], ..all() }),
        ("entry", Filter { entries: vec![EntryId(31)], ..all() }),
        ("annotator and flag", Filter { annotators: vec![AnnotatorId(2)], flags: vec![slug("discuss")], ..all() }),
        ("day", Filter { since: day, ..all() }),
        ("article", Filter { articles: vec![session.shards()[session.shards().len() / 2].id()], ..all() }),
    ] {
        let wish = Wish { filter, ..Wish::default() };
        measured(&format!("first screen filtered by {name}"), 50.0, || first_screen(session, index, &wish, None));
    }
    let wish = Wish {
        filter: Filter { states: vec![ReviewState::Open], ..all() },
        sorting: Sorting { key: SortKey::Entry, reversed: false },
        group: Some(SortKey::Label),
    };
    measured("first screen, open, by label, sorted by entry", 50.0, || first_screen(session, index, &wish, None));
}

fn words(session: &Session, index: &Index) {
    let shard = &session.shards()[session.shards().len() / 2];
    let id = shard.mentions.by_key().next().unwrap().id.0;
    let from = Some(RowKey { article: Some(shard.id()), kind: RowKind::Mention, id });
    for (name, text, regex) in [
        ("words that every sixth row has", "envoy", false),
        ("words that no row has", "nowhere", false),
        ("a regular expression", "^(the|nine) .*y$", true),
        ("a regular expression that no row has", "^x+$", true),
    ] {
        let filter = Filter { text: text.to_owned(), regex, ..Filter::default() };
        let wish = Wish { filter, ..Wish::default() };
        measured(&format!("first rows of {name}"), 300.0, || first_screen(session, index, &wish, from));
    }
    let filter = Filter { text: "envoy".to_owned(), ..Filter::default() };
    let wish = Wish { filter, sorting: Sorting { key: SortKey::Created, reversed: true }, group: None };
    measured("first rows of words, the latest first", 300.0, || first_screen(session, index, &wish, None));
}

/// One mention is accepted, and the list follows.
fn one_edit(bench: &mut Workbench, index: &mut Index) {
    let mut number = 0;
    for (name, wish) in [
        ("in the text's order", Wish::default()),
        (
            "of those that are open",
            Wish { filter: Filter { states: vec![ReviewState::Open], ..Filter::default() }, ..Wish::default() },
        ),
        ("sorted by entry", Wish { sorting: Sorting { key: SortKey::Entry, reversed: false }, ..Wish::default() }),
    ] {
        let mut listing = whole(bench.session(), index, &wish);
        measured(&format!("accept one, the list {name} follows"), 16.0, || {
            number += 1;
            let shard = &bench.session().shards()[number * 37 % bench.session().shards().len()];
            let open = shard.mentions.iter().find(|row| row.review.state == ReviewState::Open).unwrap().id;
            let (article, mentions) = (shard.id(), vec![open]);
            let command = Command::Review { article, mentions, state: ReviewState::Accepted };
            timed(|| {
                bench.execute(&command).unwrap();
                let followed = index.follow(bench.session());
                listing.follow(bench.session(), index, &wish, &followed).unwrap();
            })
        });
        black_box(&listing);
    }
}

fn main() {
    // As a test it shows no more than that it runs.
    let usual = if std::env::args().any(|argument| argument == "--test") { 1000 } else { 1_000_000 };
    let rows = std::env::var("BYLINE_ROWS").ok().and_then(|text| text.parse().ok()).unwrap_or(usual);
    let mut bench = bench(rows);
    println!("{} mentions in {} articles", bench.session().mention_count(), bench.session().shards().len());
    let read = || Index::read(bench.session(), &|_| true).unwrap();
    measured("read every row, on a worker", 1000.0, || timed(|| drop(black_box(read()))));
    let mut index = read();
    columns(bench.session(), &index);
    words(bench.session(), &index);
    measured("place of a row in the list", 1.0, || {
        let listing = whole(bench.session(), &index, &Wish::default());
        let place = listing.rows[listing.rows.len() / 3];
        timed(|| assert!(listing.place_of(&index, place).is_some()))
    });
    one_edit(&mut bench, &mut index);
    measured("every check, on a worker", 20_000.0, || timed(|| drop(black_box(checks(bench.session(), &|_| true)))));
}
