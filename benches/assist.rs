//! What proposals cost: repeats over 10,000 articles, type-ahead and aliases over a register of 20,000 entries.
//!
//! Repeats keep no index between two questions, so the time of one is all there is to pay.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    dead_code,
    clippy::string_slice,
    clippy::disallowed_methods,
    clippy::wildcard_imports,
    clippy::panic,
    reason = "a benchmark says what it measured, reads the clock and fails loudly; the tests' own support makes its sessions"
)]

#[path = "../tests/support/mod.rs"]
mod support;

use byline::assist::{self, Ask, Likely, Preview, Target, Typeahead, aliases, repeats, uses};
use byline::codec::{Serial, Spread, default_schema};
use byline::model::*;
use byline::text::{Capitals, Wording};
use byline::workbench::Threads;
use criterion::{Criterion, criterion_group, criterion_main};
use std::hint::black_box;
use std::time::Instant;
use support::{bare_entry, empty_file, plain_article, plain_mention, session_of, slug, span, time};

const ARTICLES: u64 = 10_000;
const ARTICLE_BYTES: usize = 4096;
const ENTRIES: usize = 20_000;
const RUNS: usize = 9;

const PLAIN: &str = "Ministers from nine countries met on Monday, where the envoy said that talks with Baku would go on; others \
                     left for Tehran after the meeting, and officials in Ankara declined to comment on what had been agreed. ";
const ACCENTED: &str = "Die Minister aus neun Ländern trafen sich – wie „Le Monde“ schrieb – am Montag mit Präsident Łuczak in \
                        Genève, wo über Türkiye, São Tomé und Curaçao gesprochen wurde; später folgte ein Gespräch in Łódź. ";
/// Five times an article, so that a preview has 50,000 places.
const NAME: &str = "Netanyahu spoke. ";

/// Articles of 4 KB with five places of the name each, and so many other mentions.
fn articles(sentence: &str, mentions: u64) -> Session {
    let mut file = empty_file("Bench");
    file.schema = default_schema();
    for number in 0..ARTICLES {
        let mut text = format!("Article {number}\n");
        while text.len() < ARTICLE_BYTES {
            text.push_str(if text.len() % 800 < sentence.len() { NAME } else { "" });
            text.push_str(sentence);
        }
        let mut article = plain_article(number + 1, &text);
        for mention in 0..mentions {
            let start = u32::try_from(mention * 30).unwrap();
            let row = plain_mention(number * mentions + mention + 1, &text, vec![span(start, start + 9)]);
            article.mentions.push(Mention { label: slug("actor.group"), ..row });
        }
        file.articles.push(article);
    }
    session_of(file)
}

/// Names of two or three made-up words, so that they have as much in common as a register's.
fn register() -> Session {
    const STARTS: [&str; 24] = [
        "b", "br", "ch", "d", "f", "g", "gr", "h", "j", "k", "kh", "l", "m", "n", "p", "r", "s", "sh", "st", "t", "v",
        "w", "y", "z",
    ];
    const ENDS: [&str; 20] = [
        "a", "ai", "an", "ar", "e", "el", "en", "er", "i", "in", "is", "o", "on", "or", "os", "ov", "u", "ul", "ur",
        "ush",
    ];
    let mut state: u64 = 7;
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below
    };
    let mut file = empty_file("Register");
    file.schema = default_schema();
    file.articles.push(plain_article(1, "Text"));
    for number in 1..=ENTRIES as u64 {
        let mut word = || {
            let count = 2 + next(3);
            let word: String =
                (0..count).map(|_| [STARTS[next(STARTS.len())], ENDS[next(ENDS.len())]].concat()).collect();
            format!("{}{}", word[..1].to_uppercase(), &word[1..])
        };
        let (first, last) = (word(), word());
        let alias = |text: String| Alias { text, language: String::new(), note: String::new() };
        let aliases = vec![alias(last.clone()), alias(format!("{} {}", word(), word()))];
        file.entries.push(Entry { aliases, ..bare_entry(number, slug("actor"), format!("{first} {last}"), time()) });
    }
    session_of(file)
}

/// The middle of several runs in milliseconds, with the quickest beside it.
fn millis<T>(mut work: impl FnMut() -> T) -> String {
    let mut times: Vec<f64> = (0..RUNS)
        .map(|_| {
            let begun = Instant::now();
            black_box(work());
            begun.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    times.sort_by(f64::total_cmp);
    format!("{:7.2} ms (quickest {:.2})", times[RUNS / 2], times[0])
}

fn ask(session: &Session, words: &str) -> Ask {
    Ask::words(session, words, Target { label: slug("actor.person"), entry: None })
}

fn run(session: &Session, ask: &Ask, spread: &dyn Spread) -> Preview {
    repeats(session, ask, spread, &|| true).unwrap()
}

fn load() -> String {
    std::fs::read_to_string("/proc/loadavg").unwrap_or_default().split(' ').take(1).collect()
}

fn table() {
    println!("repeats over {ARTICLES} articles of 4 KB; must: preview ready in 100 ms; load {}", load());
    for (name, sentence, mentions) in
        [("plain", PLAIN, 0), ("accented", ACCENTED, 0), ("plain, 20 mentions each", PLAIN, 20)]
    {
        let session = articles(sentence, mentions);
        let mib =
            session.shards().iter().map(|shard| shard.article.text().len()).sum::<usize>() as f64 / (1024.0 * 1024.0);
        let name_ask = ask(&session, "Netanyahu");
        let places = run(&session, &name_ask, &Threads).count();
        let kb = places * size_of::<assist::Place>() / 1024;
        println!("  {name}: {mib:.0} MiB, {places} places that take {kb} KB; no index");
        let exact = Wording { capitals: Capitals::Exact, fold_marks: false, ..Wording::default() };
        for (what, ask) in [
            ("as names are", name_ask.clone()),
            ("letter by letter", Ask { wording: exact, ..name_ask }),
            ("nowhere", ask(&session, "Unheard-of words")),
        ] {
            println!("    {what:<18} all processors {}", millis(|| run(&session, &ask, &Threads)));
            println!("    {what:<18} one thread     {}", millis(|| run(&session, &ask, &Serial)));
        }
    }
    let session = register();
    println!("a register of {ENTRIES} entries with two aliases each; must: 5 ms a key; load {}", load());
    println!("    index              {}", millis(|| Typeahead::new(&session)));
    let (typeahead, uses) = (Typeahead::new(&session), uses(&session));
    println!("    memory             {} KB", typeahead.bytes() / 1024);
    let recent: Vec<EntryId> = (1..=20).map(EntryId).collect();
    let likely = Likely { recent: &recent, uses: Some(&uses) };
    let layer = slug("actor");
    for typed in ["", "b", "ba", "ban", "banis", "banis t", "nish", "e", "an", "qqq"] {
        println!("    {:<18} {}", format!("`{typed}`"), millis(|| typeahead.query(typed, Some(&layer), likely, 50)));
    }
    println!("    aliases            {}, {} pairs", millis(|| aliases(&session)), aliases(&session).len());
    let one = session.entries.iter().next().unwrap();
    println!("    longer names       {}", millis(|| Ask::entry(&session, one, slug("actor.person"))));
}

fn benchmark(criterion: &mut Criterion) {
    table();
    let session = articles(PLAIN, 0);
    let ask = ask(&session, "Netanyahu");
    criterion.bench_function("repeats over 10,000 articles", |bencher| bencher.iter(|| run(&session, &ask, &Threads)));
    let session = register();
    let typeahead = Typeahead::new(&session);
    criterion.bench_function("type-ahead over 20,000 entries", |bencher| {
        bencher.iter(|| typeahead.query("an", None, Likely::default(), 50));
    });
}

criterion_group! { name = benches; config = Criterion::default().sample_size(10); targets = benchmark }
criterion_main!(benches);
