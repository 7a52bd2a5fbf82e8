//! What the article view and the whole window cost: first and still frames, scrolling, jumps, a tag, exact heights, memory,
//! for articles from 10 KB to 10 MB with a mention per hundred bytes, without a display.
//!
//! `cargo bench --bench article_view` prints the table of what must hold beside what was measured, then how cost grows with
//! size, then criterion's own figures of the view alone. The window is the very one that a user gets: events in, shapes out,
//! tessellated; nothing is rasterised.

#![allow(
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "indices are taken modulo the length; a benchmark prints and fails loudly"
)]

use byline::gui::article::ArticleView;
use byline::text::Span;
use criterion::{Criterion, criterion_group};
use std::time::Duration;
use table::{print_memory, print_tables};
use texts::marks_of;
use window::Page;

#[path = "../../tests/support/plain.rs"]
mod plain;
mod table;
mod texts;
mod window;

const SIZES: [(&str, usize); 4] = [("10 KB", 10_000), ("100 KB", 100_000), ("1 MB", 1_000_000), ("10 MB", 10_000_000)];
/// Set for the processes that measure memory: the size of the article, and nothing for its session alone.
const MEMORY: &str = "BYLINE_BENCH_MEMORY";

fn benchmark(criterion: &mut Criterion) {
    for (name, bytes) in SIZES {
        let mut page = Page::new(bytes);
        page.frame();
        criterion.bench_function(&format!("steady frame, {name}"), |bencher| bencher.iter(|| page.frame()));
        let mut at = 1;
        criterion.bench_function(&format!("random jump, {name}"), |bencher| {
            bencher.iter(|| {
                at = (at * 48_271) % 2_147_483_647_usize;
                let byte = at % (page.text.len() - 20);
                page.view.jump_to(Span::bytes(byte, byte + 1));
                page.frame()
            });
        });
        criterion.bench_function(&format!("first frame, {name}"), |bencher| {
            bencher.iter(|| {
                page.view = ArticleView::new();
                page.frame()
            });
        });
        let mut one = marks_of(page.text.len())[0].clone();
        criterion.bench_function(&format!("one mark more, one less, {name}"), |bencher| {
            bencher.iter(|| {
                one.key = u64::MAX;
                page.marks.put(one.clone());
                page.marks.remove(u64::MAX);
            });
        });
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_millis(1200));
    targets = benchmark
}

fn main() {
    if let Some(bytes) = std::env::var(MEMORY).ok().and_then(|bytes| bytes.parse().ok()) {
        return print_memory(bytes);
    }
    // With a filter only criterion's own measurements are wanted.
    if std::env::args().skip(1).all(|argument| argument.starts_with("--")) {
        print_tables();
    }
    benches();
    Criterion::default().configure_from_args().final_summary();
}
