//! What it costs to find all places in ten megabytes, beside `memchr::memmem` over the same bytes in the same run.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark says what it measured")]

use byline::text::{FoldedText, Matching, Query, SharedText, find_all};
use criterion::{Criterion, criterion_group, criterion_main};
use memchr::memmem::Finder;
use std::hint::black_box;

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

fn benchmark(criterion: &mut Criterion) {
    ratios();
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
