//! What comparing two annotators costs: sessions of 100,000 mentions, in 1,000 articles and in one, all in agreement and half of
//! them otherwise; and what it costs again after one edit.
//!
//! `cargo bench --bench compare` prints what must hold beside what was measured, then criterion's own figures. Processor time
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

use byline::analysis::{Comparison, Known, compare, diff};
use byline::codec::default_schema;
use byline::edit::*;
use byline::model::*;
use byline::text::{SharedText, Span};
use byline::workbench::{Clock, Threads, Workbench};
use criterion::{Criterion, criterion_group, criterion_main};
use plain::{analyst, bare_article, mention_at, scattered};
use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

const SENTENCE: &str = "Ministers of nine states met on Monday, where the envoy said that talks would go on. ";
const RUNS: usize = 9;
const MENTIONS: u64 = 100_000;

fn at() -> Timestamp {
    Timestamp::default()
}

/// What the annotator `who` tagged: 100,000 mentions in so many articles. Every mention whose number `otherwise` divides is of
/// another label or extent than those of the first annotator.
fn side(who: u64, articles: u64, otherwise: u64) -> Session {
    let each = MENTIONS / articles;
    let text: SharedText = SENTENCE.repeat(usize::try_from(each / 2).unwrap() + 1).into();
    let mut session = Session::new("Side", default_schema(), at());
    let mut edits = vec![Edit::Annotator(Change::insert(analyst("Analyst")))];
    for number in 0..articles {
        let new = bare_article(number, scattered(number), text.clone(), at());
        let id = new.id;
        let position = usize::try_from(number).unwrap();
        edits.push(Edit::Article { position, change: Change::insert(new) });
        for place in 0..each {
            let differs = who > 0 && otherwise > 0 && place % otherwise == 0;
            let start = usize::try_from(place).unwrap() * 37;
            let length = if differs && place % 2 == 0 { 14 } else { 9 };
            let label = if differs && place % 2 == 1 { "actor" } else { "actor.person" };
            let key = scattered((who * articles + number) * each + place);
            let span = Span::bytes(start, start + length);
            let row = mention_at(key, Slug::new(label).unwrap(), &text, span, at());
            edits.push(Edit::Mention(id, Change::insert(row)));
        }
    }
    let (name, by) = ("Fill".to_owned(), AnnotatorId(1));
    apply(&mut session, &Transaction { id: TransactionId(1), name, by, at: at(), edits }).unwrap();
    session
}

fn compared(sides: &[Session], known: Option<&Known>) -> Comparison {
    let sides: Vec<&Session> = sides.iter().collect();
    compare(&sides, known, &Threads, &|| true).unwrap()
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
fn measured(name: &str, must_ms: f64, mut work: impl FnMut()) {
    let mut run = || {
        let (begun, before) = (Instant::now(), cpu());
        work();
        (begun.elapsed(), cpu().zip(before).map(|(after, before)| after.saturating_sub(before)))
    };
    let mut runs: Vec<(Duration, Option<Duration>)> = (0..RUNS).map(|_| run()).collect();
    runs.sort();
    let ms = |time: Duration| time.as_secs_f64() * 1e3;
    let (clock, _) = runs[RUNS / 2];
    let mut cpus: Vec<f64> = runs.iter().filter_map(|(_, cpu)| cpu.map(ms)).collect();
    cpus.sort_by(f64::total_cmp);
    let cpu = cpus.get(cpus.len() / 2).map_or_else(String::new, |cpu| format!(", processor {cpu:.3} ms"));
    println!("{name:<56} must {must_ms} ms: clock {:.3} ms{cpu}, load {}", ms(clock), load());
}

fn figures() {
    for (what, articles) in [("in 1,000 articles", 1000), ("in one article", 1)] {
        for (how, otherwise) in [("in agreement", 0), ("half of them otherwise", 2)] {
            let sides = [side(0, articles, 0), side(1, articles, otherwise)];
            let name = format!("comparing two of 100,000 mentions {what}, {how}");
            measured(&name, 200.0, || _ = black_box(compared(&sides, None)));
        }
    }
    let sides = [side(0, 1000, 0), side(1, 1000, 2)];
    let known = Known { sides: sides.to_vec(), comparison: compared(&sides, None) };
    let mut bench = Workbench::with(sides[0].clone(), analyst("Analyst"), Clock::Fixed(at()), 7);
    let shard = Arc::clone(&bench.session().shards()[500]);
    let mention = shard.mentions.iter().next().unwrap().id;
    bench.execute(&Command::Delete { article: shard.id(), mentions: vec![mention] }).unwrap();
    let after = [bench.session().clone(), sides[1].clone()];
    measured("comparing them again after one edit", 50.0, || _ = black_box(compared(&after, Some(&known))));
    measured("every difference of the two, as `byline diff` has it", 2000.0, || {
        _ = black_box(diff(&sides[0], &sides[1], &Threads));
    });
}

fn benchmark(criterion: &mut Criterion) {
    figures();
    let sides = [side(0, 1000, 0), side(1, 1000, 2)];
    criterion.bench_function("compare two sessions of 100,000 mentions", |bencher| {
        bencher.iter(|| compared(&sides, None).articles.len());
    });
}

criterion_group!(benches, benchmark);
criterion_main!(benches);
