//! What it costs to find all places in ten megabytes, and in a session of a hundred megabytes of articles, beside
//! `memchr::memmem` over the same bytes in the same run.
//!
//! `cargo bench --bench find` prints both tables. Of the session, what must hold stands beside what was measured: the first
//! places after 100 ms at most, and a literal search in three times what `memmem` takes, which goes through the same articles
//! on one thread.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark says what it measured")]

#[path = "../tests/support/plain.rs"]
mod plain;

use byline::analysis::search::Ask;
use byline::codec::default_schema;
use byline::edit::{Change, Edit, Transaction, apply};
use byline::model::{AnnotatorId, Article, Session, Timestamp, TransactionId};
use byline::store::Settings;
use byline::text::{FoldedText, Matching, Query, SharedText, find_all};
use byline::workbench::{Clock, Desk, News, Workbench, seek};
use criterion::{Criterion, criterion_group, criterion_main};
use memchr::memmem::Finder;
use plain::{analyst, bare_article, scattered};
use std::hint::black_box;
use std::sync::Arc;

const MEGABYTES: usize = 10;
const SENTENCE: &str =
    "Ministers from nine countries met in Geneva on Monday, where the envoy said that talks would go on. ";
const ACCENTED: &str = "Die Minister aus neun Ländern trafen sich – wie „Le Monde“ schrieb – am Montag in Genève. ";
const ARABIC: &str = "التقى وزراء من تسع دول في جنيف يوم الاثنين، وقال المبعوث إن المحادثات ستستمر. ";

fn text_of(sentence: &str) -> String {
    format!("{}\n\n", sentence.repeat(3).trim_end()).repeat((MEGABYTES << 20) / (sentence.len() * 3))
}

/// Seconds that the quickest of a few runs takes.
#[expect(clippy::disallowed_methods, reason = "a benchmark reads the clock")]
fn seconds(mut work: impl FnMut() -> usize) -> f64 {
    let one = |_| {
        let begun = std::time::Instant::now();
        black_box(work());
        begun.elapsed().as_secs_f64()
    };
    (0..15).map(one).fold(f64::MAX, f64::min)
}

/// Prints the table of ratios; the quickest of several runs on either side.
fn ratios() {
    println!("find over {MEGABYTES} MB, all hits: time and multiple of memchr::memmem");
    let folded = Matching::default();
    for (text, name, query) in [
        (SENTENCE, "rare", "unlikely words"),
        (SENTENCE, "one in 100 bytes", "Geneva"),
        (SENTENCE, "one in 20 bytes", "on"),
        (ACCENTED, "accented", "Genève"),
        (ARABIC, "Arabic", "جنيف"),
    ] {
        let text: SharedText = text_of(text).into();
        let finder = Finder::new(query);
        let base = seconds(|| finder.find_iter(text.as_bytes()).map(black_box).count());
        println!("  {name:<18} memmem {:6.2} ms", base * 1e3);
        for (name, matching) in [
            ("exact", Matching::EXACT),
            ("whole words", Matching { whole_words: true, ..Matching::EXACT }),
            ("case folded", Matching { fold_case: true, ..Matching::EXACT }),
            ("case and marks", folded),
            ("case and marks, words", Matching { whole_words: true, ..folded }),
            ("pattern", Matching { regex: true, ..Matching::EXACT }),
        ] {
            let query = Query::new(query, matching).unwrap();
            let copy = FoldedText::new_while(text.clone(), matching, &|_| true);
            let time = seconds(|| match &copy {
                Some(copy) => copy.find_while(&query, &|| true).unwrap().len(),
                None => find_all(&text, &query).len(),
            });
            println!("    {name:<22} {:8.2} ms {:6.2} x", time * 1e3, time / base);
        }
        let once = seconds(|| FoldedText::new_while(text.clone(), folded, &|_| true).map_or(0, |_| 1));
        let query = Query::new(query, folded).unwrap();
        let alone = seconds(|| find_all(&text, &query).len());
        println!("    the folded copy, once  {:8.2} ms; one search without it {:.2} ms", once * 1e3, alone * 1e3);
    }
}

/// Articles of the session, of four kilobytes each: a hundred megabytes.
const ARTICLES: usize = 25_000;
const ARTICLE: usize = 4 << 10;

/// A session of many articles, each with a text of its own; every hundredth has a rare word.
fn session() -> Session {
    let at = Timestamp::default();
    let article = |number: usize| -> Article {
        let rare = if number % 100 == 99 { "Zanzibar " } else { "" };
        let text = format!("Report {number} {rare}\n\n{}", SENTENCE.repeat(ARTICLE / SENTENCE.len()));
        bare_article(number as u64, scattered(number as u64), text, at)
    };
    let mut session = Session::new("A hundred megabytes", default_schema(), at);
    let inserted = |number: usize| Edit::Article { position: number, change: Change::insert(article(number)) };
    let edits = (0..ARTICLES).map(inserted).collect();
    let (id, name, by) = (TransactionId(1), "Fill".to_owned(), AnnotatorId(1));
    apply(&mut session, &Transaction { id, name, by, at, edits }).unwrap();
    session
}

/// Prints what a search through a session of many articles costs, beside `memmem` over each of their texts.
fn everywhere() {
    let session = session();
    let texts: Vec<SharedText> = session.shards().iter().map(|shard| shard.article.shared_text()).collect();
    let bytes: usize = texts.iter().map(|text| text.len()).sum();
    let whole: String = texts.iter().map(|text| &**text).collect();
    let megabytes = bytes as f64 / f64::from(1 << 20);
    let mut desk = Desk::new(Settings::default(), Clock::Fixed(Timestamp::default()), Arc::new(|| {}));
    desk.bench = Workbench::with(session.clone(), analyst("Analyst"), Clock::Fixed(Timestamp::default()), 7);
    let mut ticket = 0;
    println!("search over {ARTICLES} articles, {megabytes:.0} MB: time, and multiple of memmem");
    for words in ["Zanzibar", "unlikely words", "Geneva"] {
        let finder = Finder::new(words);
        let at_once = seconds(|| finder.find_iter(whole.as_bytes()).map(black_box).count());
        let each = |text: &SharedText| finder.find_iter(text.as_bytes()).map(black_box).count();
        let base = seconds(|| texts.iter().map(each).sum());
        println!("  {words:<16} memmem {:6.1} ms, in one piece {:6.1} ms", base * 1e3, at_once * 1e3);
        for (name, matching, most) in [
            ("literal", Matching::EXACT, Some(3.0)),
            ("literal, words", Matching { whole_words: true, ..Matching::EXACT }, None),
            ("folded", Matching::default(), None),
            ("pattern", Matching { regex: true, ..Matching::EXACT }, None),
        ] {
            let ask = || Ask::words(words, matching);
            let all = seconds(|| seek(&session, ask()).unwrap().len());
            let first = seconds(|| {
                ticket += 1;
                first_places(&mut desk, ask(), ticket)
            });
            let must = most.map_or(String::new(), |most: f64| format!(", must be at most {most:.0} x"));
            let (all_ms, of_each, of_one) = (all * 1e3, all / base, all / at_once);
            println!("    {name:<16} {all_ms:8.1} ms {of_each:6.2} x, of one piece {of_one:6.2} x{must}");
            println!("    {:<16} {:8.1} ms, must be at most 100 ms", "  first places", first * 1e3);
        }
    }
}

/// How many places come first of a search as the window asks for it.
fn first_places(desk: &mut Desk, ask: Ask, ticket: u64) -> usize {
    desk.seek(ask, ticket).unwrap();
    loop {
        for news in desk.wait() {
            let News::Finds(finds) = news else { continue };
            if finds.ticket == ticket && (finds.is_done || !finds.groups.is_empty()) {
                desk.stop_seeking();
                return finds.groups.len();
            }
        }
    }
}

fn benchmark(criterion: &mut Criterion) {
    ratios();
    everywhere();
    let text = text_of(SENTENCE);
    let finder = Finder::new("Geneva");
    criterion.bench_function("find over 10 MB, memmem alone", |bencher| {
        bencher.iter(|| finder.find_iter(text.as_bytes()).map(black_box).count());
    });
    for (name, matching) in [("all hits", Matching::EXACT), ("all hits, folded", Matching::default())] {
        let query = Query::new("Geneva", matching).unwrap();
        criterion.bench_function(&format!("find over 10 MB, {name}"), |bencher| {
            bencher.iter(|| find_all(&text, &query).len());
        });
    }
}

criterion_group!(benches, benchmark);
criterion_main!(benches);
