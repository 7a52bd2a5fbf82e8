//! What a frame of the article view costs: still, after a random jump, and with new marks, without a display.

#![allow(clippy::indexing_slicing, reason = "indices are taken modulo the length")]

use byline::gui::article::{ArticleView, FoundSet, Mark, MarkLook, MarkSet, ReadingStyle, Scene, TextEngine, Trim};
use byline::text::{Snap, Span};
use criterion::{Criterion, criterion_group, criterion_main};
use eframe::egui::{Color32, Context, Pos2, RawInput, Rect, Vec2};
use std::hint::black_box;

const SENTENCE: &str =
    "Ministers from nine countries met in Geneva on Monday, where the envoy said that talks would go on. ";

/// News-like text of about `bytes` bytes in paragraphs of three sentences.
fn text_of(bytes: usize) -> String {
    let paragraph = format!("{}\n\n", SENTENCE.repeat(3).trim_end());
    paragraph.repeat(bytes / paragraph.len() + 1)
}

/// A mark per hundred bytes, some nested and some overlapping.
fn marks_of(bytes: usize) -> Vec<Mark> {
    let colors = [Color32::from_rgb(31, 111, 196), Color32::from_rgb(192, 95, 10), Color32::from_rgb(17, 134, 99)];
    (0..bytes / 100)
        .map(|number| {
            let start = number * 100 + (number * 37) % 61;
            let len = 5 + (number * 53) % 120;
            Mark {
                key: number as u64,
                spans: Box::new([Span::bytes(start, (start + len).min(bytes))]),
                color: colors[number % 3],
                tag: ["Actor", "Event", "Claim"][number % 3].into(),
                look: MarkLook::Work,
            }
        })
        .collect()
}

struct Page {
    ctx: Context,
    view: ArticleView,
    engine: TextEngine,
    text: String,
    marks: MarkSet,
    style: ReadingStyle,
}

impl Page {
    fn new(bytes: usize) -> Self {
        let text = text_of(bytes);
        let marks = MarkSet::new(marks_of(text.len()));
        let (view, engine, style) = (ArticleView::new(), TextEngine::bundled_only(), ReadingStyle::light());
        Self { ctx: Context::default(), view, engine, text, marks, style }
    }

    /// One frame with tessellation; gives the number of primitives, so that nothing is optimised away.
    fn frame(&mut self) -> usize {
        let screen_rect = Some(Rect::from_min_size(Pos2::ZERO, Vec2::new(1280.0, 900.0)));
        let scene = Scene {
            name: "Benchmark",
            text: &self.text,
            marks: &self.marks,
            selected: Some(3),
            links: &[],
            dimmed: &[],
            found: &FoundSet::default(),
            style: &self.style,
            snap: Snap::Words,
            trim: Trim::Edges,
        };
        let (view, engine) = (&mut self.view, &mut self.engine);
        let mut output = self.ctx.run_ui(RawInput { screen_rect, ..RawInput::default() }, |ui| {
            black_box(view.ui(ui, engine, &scene).visible);
        });
        // There is no texture to send the glyphs to.
        output.textures_delta.clear();
        self.ctx.tessellate(std::mem::take(&mut output.shapes), output.pixels_per_point).len()
    }
}

fn benchmark(criterion: &mut Criterion) {
    for (name, bytes) in [("100 KB", 100_000), ("1 MB", 1_000_000), ("10 MB", 10_000_000)] {
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
        let marks = marks_of(page.text.len());
        criterion.bench_function(&format!("{} marks indexed", marks.len()), |bencher| {
            bencher.iter_batched(|| marks.clone(), MarkSet::new, criterion::BatchSize::LargeInput);
        });
    }
}

criterion_group!(benches, benchmark);
criterion_main!(benches);
