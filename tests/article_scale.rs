//! The article view on long texts: what a frame lays out is bounded, and the same words stay at the top.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a missing word or rectangle is a failed test"
)]

use byline::gui::article::{
    ArticleView, FoundSet, Mark, MarkLook, MarkSet, Outcome, Place, ReadingStyle, Scene, Selection, TextEngine, Trim,
    Typeface,
};
use byline::text::{ByteOffset, Snap, Span};
use eframe::egui::{self, Color32, Context, Event, Modifiers, PointerButton, Pos2, RawInput, Rect, Vec2};
use proptest::prelude::*;

/// The most that one frame may lay out: a screen of text in pieces of at most some 4 KB, and a little around it.
const FRAME_BYTES: usize = 24 * 1024;

/// A view without a window around it.
struct Page {
    ctx: Context,
    view: ArticleView,
    engine: TextEngine,
    text: String,
    marks: MarkSet,
    style: ReadingStyle,
    size: Vec2,
    frames: f64,
}

impl Page {
    fn new(text: String, marks: Vec<Mark>) -> Self {
        let (view, engine, style) = (ArticleView::new(), TextEngine::bundled_only(), ReadingStyle::light());
        let (ctx, marks, size) = (Context::default(), MarkSet::new(marks), Vec2::new(900.0, 700.0));
        Self { ctx, view, engine, text, marks, style, size, frames: 0.0 }
    }

    /// One frame; gives the bytes that it laid out.
    fn frame(&mut self, events: Vec<Event>) -> usize {
        self.frames += 1.0;
        let screen_rect = Some(Rect::from_min_size(Pos2::ZERO, self.size));
        let input = RawInput { screen_rect, events, time: Some(self.frames / 60.0), ..RawInput::default() };
        let before = self.view.laid_out_bytes().0;
        let scene = Scene {
            name: "Long",
            text: &self.text,
            marks: &self.marks,
            selected: None,
            dimmed: &[],
            found: &FoundSet::default(),
            links: &[],
            style: &self.style,
            snap: Snap::Words,
            trim: Trim::Edges,
        };
        let (view, engine) = (&mut self.view, &mut self.engine);
        let mut output = self.ctx.run_ui(input, |ui| {
            let Outcome { released, .. } = view.ui(ui, engine, &scene);
            if let Some(span) = released {
                view.set_selection(Selection::of(span));
            }
        });
        // There is no texture to send the glyphs to.
        output.textures_delta.clear();
        self.view.laid_out_bytes().0 - before
    }

    fn bounded_frame(&mut self, what: &str, events: Vec<Event>) {
        let laid = self.frame(events);
        assert!(laid <= FRAME_BYTES, "{what} has laid out {laid} bytes");
    }

    fn span(&self, words: &str) -> Span {
        let start = self.text.find(words).unwrap();
        Span::bytes(start, start + words.len())
    }

    fn measure_all(&mut self) {
        while self.view.measure(&mut self.engine, &self.text, || 0.0) {}
    }
}

fn mark(key: u64, span: Span) -> Mark {
    let color = Color32::from_rgb(40, 110, 200);
    Mark { key, spans: [span].into(), color, tag: "Actor".into(), look: MarkLook::Work }
}

fn press(pos: Pos2, pressed: bool) -> Vec<Event> {
    let (button, modifiers) = (PointerButton::Primary, Modifiers::NONE);
    vec![Event::PointerMoved(pos), Event::PointerButton { pos, button, pressed, modifiers }]
}

fn wheel(down: f32) -> Vec<Event> {
    vec![Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        delta: Vec2::new(0.0, -down),
        phase: egui::TouchPhase::Move,
        source: egui::MouseWheelSource::Wheel,
        modifiers: Modifiers::NONE,
    }]
}

#[test]
fn ten_megabytes_on_one_line_with_100_000_marks_cost_a_screen_a_frame() {
    use std::fmt::Write;
    let mut text = String::new();
    for number in 0..200_000 {
        write!(text, "Word{number} in a text that never breaks a line, ").unwrap();
    }
    text.truncate(10_000_000);
    assert!(text.len() > 9_000_000 && !text.contains('\n'));
    let marks = (0..100_000).zip(0..).map(|(n, key)| mark(key, Span::bytes(n * 90, n * 90 + 40))).collect();
    let mut page = Page::new(text, marks);
    page.bounded_frame("the first frame", Vec::new());
    for number in [150_000, 20, 199_000, 77_777] {
        let span = page.span(&format!("Word{number} "));
        page.view.jump_to(span);
        page.bounded_frame("a jump", Vec::new());
        assert!(page.view.rect_of(span).is_some(), "Word{number} is on screen");
        page.bounded_frame("the frame behind a jump", Vec::new());
    }
    page.frame(vec![Event::PointerMoved(Pos2::new(300.0, 300.0))]);
    for _ in 0..60 {
        page.bounded_frame("the wheel", wheel(90.0));
    }
    for _ in 0..60 {
        page.bounded_frame("the wheel running out", Vec::new());
    }
    let span = page.span("Word77777 ");
    page.view.jump_to(span);
    page.frame(Vec::new());
    let rect = page.view.rect_of(Span { end: ByteOffset(span.end.0 - 1), ..span }).unwrap();
    let (from, to) = (rect.left_center() + Vec2::new(1.0, 0.0), rect.right_center() - Vec2::new(1.0, 0.0));
    page.bounded_frame("a press", press(from, true));
    for share in [0.4, 1.0] {
        page.bounded_frame("a drag", vec![Event::PointerMoved(from + (to - from) * share)]);
    }
    page.bounded_frame("a release", press(to, false));
    assert_eq!(page.view.selection().span().slice(&page.text), Some("Word77777"));
    let place = page.view.place();
    page.marks.put(mark(1_000_000, page.view.selection().span()));
    assert_eq!(page.frame(Vec::new()), 0, "a new mark lays out nothing");
    assert!(page.view.tag_rect(1_000_000).is_some(), "and is there in the very next frame");
    assert_eq!(page.view.place(), place);
    for _ in 0..50 {
        let before = page.view.laid_out_bytes().1;
        assert!(page.view.measure(&mut page.engine, &page.text, || 0.0));
        let measured = page.view.laid_out_bytes().1 - before;
        assert!((1..=5000).contains(&measured), "{measured} bytes in a frame without time");
    }
}

#[test]
fn exact_heights_move_nothing_and_are_those_of_the_screen() {
    let line = |n: usize| format!("{n}: {}Ça va 第{n}章 мир שלום.\n\n", "some words that wrap ".repeat(n * 7 % 40));
    let text: String = (0..300).map(line).collect();
    let mut page = Page::new(text, Vec::new());
    let target = page.span("\n150: ");
    page.view.jump_to(target);
    page.frame(Vec::new());
    page.frame(Vec::new());
    let (place, rect, estimate) = (page.view.place(), page.view.rect_of(page.span("150: ")), page.view.total_height());
    let mut calls = 0;
    while page.view.measure(&mut page.engine, &page.text, || 0.0) {
        calls += 1;
        if calls % 20 == 0 {
            page.frame(Vec::new());
            assert_eq!((page.view.place(), page.view.rect_of(page.span("150: "))), (place, rect));
        }
    }
    assert!(calls > 100, "a paragraph a frame, where there is no time");
    assert!(page.view.measured_share() >= 1.0);
    let exact = page.view.total_height();
    assert!((exact - estimate).abs() > 1.0, "the estimates were none");
    // Laying out everything for the screen comes to the same.
    for number in 0..300 {
        let target = page.span(&format!("{number}: "));
        page.view.jump_to(target);
        page.frame(Vec::new());
    }
    assert!((page.view.total_height() - exact).abs() < 0.01);
    page.size.x = 420.0;
    page.frame(Vec::new());
    assert!(page.view.measured_share() < 0.5, "another width is measured anew");
    page.measure_all();
    assert!(page.view.total_height() > exact * 1.3);
}

/// What may happen to a view without the person scrolling.
#[derive(Clone, Debug)]
enum Change {
    Size(f32, f32),
    Font(f32),
    Face,
    Scale(f32),
    Rest,
    Measure,
    Reopen,
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let change = prop_oneof![
        3 => (360f32..1400.0, 300f32..900.0).prop_map(|(width, height)| Change::Size(width, height)),
        2 => (11f32..30.0).prop_map(Change::Font),
        1 => Just(Change::Face),
        2 => (0.6f32..3.0).prop_map(Change::Scale),
        1 => Just(Change::Rest),
        1 => Just(Change::Measure),
        1 => Just(Change::Reopen),
    ];
    prop::collection::vec(change, 1..14)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_words_at_the_top_stay_there(start in 0usize..60_000, down in 0f32..900.0, changes in changes()) {
        let line = |n: usize| format!("{n}: {}мир שלום.\n\n", "some words that wrap here or there, ".repeat(n * 7 % 60));
        let mut page = Page::new((0..200).map(line).collect(), Vec::new());
        let start = page.text.floor_char_boundary(start);
        page.view.set_place(Place { byte: ByteOffset::from_usize(start), offset: 0.0 });
        page.view.set_selection(Selection { anchor: ByteOffset(40), caret: ByteOffset(9) });
        page.frame(vec![Event::PointerMoved(Pos2::new(100.0, 100.0))]);
        for _ in 0..20 {
            page.frame(wheel(down / 20.0));
        }
        for _ in 0..40 {
            page.frame(Vec::new());
        }
        let before = page.view.place();
        for change in changes {
            match change {
                Change::Size(width, height) => page.size = Vec2::new(width, height),
                Change::Font(size) => page.style.font_size = size,
                Change::Face => page.style.typeface = Typeface::Sans,
                Change::Scale(zoom) => page.ctx.set_zoom_factor(zoom),
                Change::Rest => page.view.rest(),
                Change::Measure => drop(page.view.measure(&mut page.engine, &page.text, || 0.0)),
                Change::Reopen => {
                    let (place, selection) = (page.view.place(), page.view.selection());
                    page.view = ArticleView::new();
                    page.view.set_place(place);
                    page.view.set_selection(selection);
                }
            }
            page.frame(Vec::new());
            page.frame(Vec::new());
            prop_assert_eq!(page.view.place().byte, before.byte, "after {:?}", change);
        }
        prop_assert_eq!(page.view.selection(), Selection { anchor: ByteOffset(40), caret: ByteOffset(9) });
    }
}
