//! What commands cost that reach far: tagging 50,000 places in 10,000 articles at once, one edit among a million mentions, and
//! the merge of two entries.
//!
//! `cargo bench --bench register` prints what must hold beside what was measured, then criterion's own figures. Processor time
//! stands beside the time on the clock, since other work on the machine slows the second down.

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

use byline::codec::default_schema;
use byline::edit::*;
use byline::model::*;
use byline::text::{SharedText, Span};
use byline::workbench::{Clock, Workbench};
use criterion::{Criterion, criterion_group, criterion_main};
use plain::{analyst, bare_article, bare_entry, mention_at, scattered};
use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

const SENTENCE: &str = "Ministers of nine states met on Monday, where the envoy said that talks would go on. ";
const NAME: &str = "the envoy";
const RUNS: usize = 9;

fn at() -> Timestamp {
    Timestamp::default()
}

fn label() -> Label {
    Slug::new("actor.person").unwrap()
}

fn mention(number: u64, text: &str, start: usize) -> Mention {
    let span = Span::bytes(start, start + 9);
    Mention { entry: Some(EntryId(number % 2)), ..mention_at(scattered(number), label(), text, span, at()) }
}

fn entry(id: u64) -> Entry {
    bare_entry(id, Slug::new("actor").unwrap(), format!("Envoy {id}"), at())
}

/// A workbench on `articles` articles of four kilobytes with `mentions` mentions in each.
fn bench(articles: u64, mentions: u64) -> Workbench {
    let text: SharedText = SENTENCE.repeat(48).into();
    let mut session = Session::new("Register", default_schema(), at());
    let mut edits = vec![Edit::Annotator(Change::insert(analyst("Analyst")))];
    edits.extend((0..20_000).map(|id| Edit::Entry(Change::insert(entry(id)))));
    for number in 0..articles {
        let new = bare_article(number, scattered(number), text.clone(), at());
        let id = new.id;
        let position = usize::try_from(number).unwrap();
        edits.push(Edit::Article { position, change: Change::insert(new) });
        let starts = (0..).step_by(37);
        let rows = (0..mentions).zip(starts).map(|(place, start)| mention(number * mentions + place, &text, start));
        edits.extend(rows.map(|row| Edit::Mention(id, Change::insert(row))));
    }
    let (name, by) = ("Fill".to_owned(), AnnotatorId(1));
    apply(&mut session, &Transaction { id: TransactionId(1), name, by, at: at(), edits }).unwrap();
    Workbench::with(session, analyst("Analyst"), Clock::Fixed(at()), 7)
}

/// Five places in each article.
fn tag_all(bench: &Workbench) -> Command {
    let places = |shard: &Arc<Shard>| {
        let spans = shard.article.text().match_indices(NAME).take(5);
        (shard.id(), Places::Bytes(spans.map(|(start, words)| Span::bytes(start, start + words.len())).collect()))
    };
    let places = bench.session().shards().iter().map(places).collect();
    Command::TagAll { label: label(), entry: Some(EntryId(0)), attributes: Attributes::new(), places, from: None }
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
    println!("{name:<52} must {must_ms} ms: clock {:.3} ms{cpu}, load {}", ms(clock), load());
}

fn timed(work: impl FnOnce()) -> (Duration, Option<Duration>) {
    let (begun, before) = (Instant::now(), cpu());
    work();
    (begun.elapsed(), cpu().zip(before).map(|(after, before)| after.saturating_sub(before)))
}

fn tag_at(bench: &Workbench, number: u64) -> Command {
    let shard = &bench.session().shards()[usize::try_from(number).unwrap() * 31 % bench.session().shards().len()];
    Command::Tag(TagDraft {
        article: shard.id(),
        label: label(),
        fragments: Places::Bytes(vec![Span::bytes(3, 12)]),
        quote: None,
        entry: Some(EntryId(0)),
        attributes: Attributes::new(),
        confidence: None,
        note: None,
    })
}

/// Many mentions at once.
fn many() {
    let mut many = bench(10_000, 0);
    let command = tag_all(&many);
    measured("tag 50,000 places in 10,000 articles", 300.0, || {
        let time = timed(|| drop(black_box(many.execute(&command).unwrap())));
        assert_eq!(many.session().mention_count(), 50_000);
        many.undo().unwrap();
        time
    });
    many.execute(&command).unwrap();
    measured("its undo", 300.0, || {
        let time = timed(|| drop(black_box(many.undo().unwrap())));
        assert_eq!(many.session().mention_count(), 0);
        many.redo().unwrap();
        time
    });
    measured("the same, a snapshot held", 300.0, || {
        many.undo().unwrap();
        let held = many.snapshot();
        let time = timed(|| drop(black_box(many.execute(&command).unwrap())));
        drop(held);
        time
    });
    let all = |shard: &Arc<Shard>| (shard.id(), shard.mentions.iter().map(|row| row.id).collect());
    let reverse = Command::DeleteAll { mentions: many.session().shards().iter().map(all).collect() };
    measured("delete them", 300.0, || {
        let time = timed(|| drop(black_box(many.execute(&reverse).unwrap())));
        assert_eq!(many.session().mention_count(), 0);
        many.undo().unwrap();
        time
    });
}

/// One edit in a large session.
fn one() {
    let mut million = bench(10_000, 100);
    assert_eq!(million.session().mention_count(), 1_000_000);
    let mut number = 0;
    measured("tag one of 1,000,000 mentions, a snapshot held", 1.0, || {
        number += 1;
        let (held, command) = (million.snapshot(), tag_at(&million, number));
        let time = timed(|| drop(black_box(million.execute(&command).unwrap())));
        drop(held);
        time
    });
    measured("its undo, a snapshot held", 1.0, || {
        let held = million.snapshot();
        let time = timed(|| drop(black_box(million.undo().unwrap())));
        drop(held);
        time
    });
    let note = |number: u64| Command::EditEntry {
        entry: EntryId(number),
        change: EntryChange::Note(format!("note {number}")),
    };
    measured("edit one of 20,000 entries, a snapshot held", 1.0, || {
        number += 1;
        let (held, command) = (million.snapshot(), note(number));
        let time = timed(|| drop(black_box(million.execute(&command).unwrap())));
        drop(held);
        time
    });
}

/// Two entries that become one.
fn two() {
    let mut two = bench(10_000, 1);
    let merge = Command::MergeEntries { into: EntryId(0), from: vec![EntryId(1)] };
    measured("merge two entries with 10,000 mentions", 300.0, || {
        let time = timed(|| drop(black_box(two.execute(&merge).unwrap())));
        two.undo().unwrap();
        time
    });
}

fn benchmark(criterion: &mut Criterion) {
    many();
    one();
    two();
    let mut small = bench(1000, 0);
    let command = tag_all(&small);
    criterion.bench_function("tag 5,000 places in 1,000 articles, and undo", |bencher| {
        bencher.iter(|| {
            small.execute(&command).unwrap();
            small.undo().unwrap();
        });
    });
}

criterion_group!(benches, benchmark);
criterion_main!(benches);
