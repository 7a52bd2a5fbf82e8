//! What agreement costs: two sessions of 100,000 mentions each, over 1,000 articles and in a single one.
//!
//! `cargo bench --bench agreement` prints what must hold beside what was measured, then criterion's own figures. Processor
//! time stands beside the time on the clock, since other work on the machine slows the second down.

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

use byline::analysis::agreement::{Comparison, Draws, Scope, Side};
use byline::codec::default_schema;
use byline::edit::*;
use byline::model::*;
use byline::text::{SharedText, Span};
use byline::workbench::Threads;
use criterion::{Criterion, criterion_group, criterion_main};
use plain::{analyst, bare_article, mention_at, scattered};
use std::hint::black_box;
use std::time::{Duration, Instant};

const SENTENCE: &str = "Ministers of nine states met on Monday, where the envoy said that talks would go on. ";
const LABELS: [&str; 5] = ["actor.person", "actor", "event", "claim", "event.meeting"];
const MENTIONS: u64 = 100_000;
const RUNS: usize = 5;

/// A side of `articles` articles with 100,000 mentions in all; another `number`, a twentieth of them otherwise.
fn side(articles: u64, number: u64) -> Side {
    let each = MENTIONS / articles;
    let text: SharedText = SENTENCE.repeat(usize::try_from(each * 40).unwrap() / SENTENCE.len() + 1).into();
    let at = Timestamp::default();
    let mut session = Session::new("Agreement", default_schema(), at);
    let mut edits = vec![Edit::Annotator(Change::insert(analyst("Analyst")))];
    for article in 0..articles {
        let new = bare_article(article, scattered(article), text.clone(), at);
        let id = new.id;
        edits.push(Edit::Article { position: usize::try_from(article).unwrap(), change: Change::insert(new) });
        for place in 0..each {
            let mention = article * each + place;
            let odd = scattered(mention) >> 40;
            let is_otherwise = number > 0 && odd.is_multiple_of(20);
            let start = usize::try_from(place * 40 + odd % 7).unwrap();
            let end = start + 8 + usize::try_from(odd % 25).unwrap() + usize::from(is_otherwise) * 5;
            let label =
                usize::try_from(mention + u64::from(is_otherwise && odd.is_multiple_of(3))).unwrap() % LABELS.len();
            let label = Slug::new(LABELS[label]).unwrap();
            let row = mention_at(scattered(mention), label, &text, Span::bytes(start, end.min(text.len())), at);
            edits.push(Edit::Mention(id, Change::insert(row)));
        }
    }
    let (name, by) = ("Fill".to_owned(), AnnotatorId(1));
    apply(&mut session, &Transaction { id: TransactionId(1), name, by, at, edits }).unwrap();
    assert_eq!(session.mention_count() as u64, MENTIONS);
    Side { name: number.to_string(), session }
}

/// Processor time of this process, where the system tells it.
fn cpu() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/self/schedstat").ok()?;
    text.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
}

fn load() -> String {
    std::fs::read_to_string("/proc/loadavg").unwrap_or_default().split_whitespace().take(1).collect()
}

/// The middle one of several runs: time on the clock and of the thread that asks.
fn measured(name: &str, must: &str, mut work: impl FnMut()) {
    let mut runs: Vec<(Duration, Option<Duration>)> = (0..RUNS)
        .map(|_| {
            let (begun, before) = (Instant::now(), cpu());
            work();
            (begun.elapsed(), cpu().zip(before).map(|(after, before)| after.saturating_sub(before)))
        })
        .collect();
    runs.sort();
    let ms = |time: Duration| time.as_secs_f64() * 1e3;
    let (clock, cpu) = runs[RUNS / 2];
    let cpu = cpu.map_or_else(String::new, |cpu| format!(", processor {:.1} ms", ms(cpu)));
    println!("{name:<66} {must}: clock {:.1} ms{cpu}, load {}", ms(clock), load());
}

fn draws(bootstrap: usize, samples: usize) -> Draws {
    Draws { bootstrap, samples, seed: 1 }
}

fn of(articles: u64) {
    let sides = [side(articles, 0), side(articles, 1)];
    let what = format!("100,000 mentions a side, articles: {articles}");
    measured(&format!("{what}: counts, and all figures but gamma"), "must 500 ms", || {
        let comparison = Comparison::new(&sides, Scope::default(), &Threads);
        let found = comparison.figures(draws(0, 0), &Threads);
        assert!(black_box(found).overall.characters.alpha.value.is_some());
    });
    let comparison = Comparison::new(&sides, Scope::default(), &Threads);
    measured(&format!("{what}: 1000 draws for intervals"), "no must", || {
        black_box(comparison.figures(draws(1000, 0), &Threads));
    });
    measured(&format!("{what}: gamma, 1 sample"), "no must", || {
        let found = comparison.figures(draws(0, 1), &Threads);
        assert!(black_box(found).overall.gamma.is_exact);
    });
    measured(&format!("{what}: places of all cells"), "no must", || {
        black_box(comparison.cases(0, 1));
    });
}

fn benchmark(criterion: &mut Criterion) {
    of(1000);
    of(1);
    let sides = [side(1000, 0), side(1000, 1)];
    criterion.bench_function("counts of 100,000 mentions a side", |bencher| {
        bencher.iter(|| Comparison::new(black_box(&sides), Scope::default(), &Threads));
    });
}

criterion_group!(benches, benchmark);
criterion_main!(benches);
