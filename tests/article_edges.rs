//! Edges and rows in the article view itself, in either direction of writing.

#![allow(clippy::unwrap_used, reason = "a missing word or handle is a failed test")]

use byline::gui::article::{
    ArticleView, EdgeDrag, FoundSet, Mark, MarkLook, MarkSet, Outcome, ReadingStyle, Scene, TextEngine, Trim,
};
use byline::text::{Barrier, Edge, Snap, Span};
use eframe::egui::{self, Color32, Event, Key, Modifiers, PointerButton, Pos2, Rect, Vec2};
use egui_kittest::Harness;

/// Three Hebrew words; egui's test has no font for them, but they are laid out from right to left all the same.
const HEBREW: &str = "\u{5d0}\u{5d1}\u{5d2} \u{5d3}\u{5d4}\u{5d5} \u{5d6}\u{5d7}\u{5d8}";

struct App {
    view: ArticleView,
    engine: TextEngine,
    text: String,
    marks: MarkSet,
    style: ReadingStyle,
    drags: Vec<EdgeDrag>,
}

impl App {
    fn ui(&mut self, ui: &mut egui::Ui) {
        let scene = Scene {
            name: "Text",
            text: &self.text,
            marks: &self.marks,
            selected: Some(1),
            links: &[],
            dimmed: &[],
            found: &FoundSet::default(),
            style: &self.style,
            snap: Snap::Words,
            trim: Trim::Edges,
        };
        let Outcome { edge_drag, .. } = self.view.ui(ui, &mut self.engine, &scene);
        self.drags.extend(edge_drag);
    }

    fn rect(&self, words: &str) -> Rect {
        self.view.rect_of(self.span(words)).unwrap()
    }

    fn span(&self, words: &str) -> Span {
        let start = self.text.find(words).unwrap();
        Span::bytes(start, start + words.len())
    }
}

/// The view on `text` with a selected mark on `words`.
fn harness(text: &str, words: &[&str]) -> Harness<'static, App> {
    let span = |words: &&str| {
        let start = text.find(*words).unwrap();
        Span::bytes(start, start + words.len())
    };
    let mark = Mark {
        key: 1,
        spans: words.iter().map(span).collect(),
        color: Color32::DARK_BLUE,
        tag: "Actor".into(),
        look: MarkLook::Work,
    };
    let app = App {
        view: ArticleView::new(),
        engine: TextEngine::bundled_only(),
        text: text.to_owned(),
        marks: MarkSet::new(vec![mark]),
        style: ReadingStyle::light(),
        drags: Vec::new(),
    };
    let mut harness = Harness::builder()
        .with_size(Vec2::new(500.0, 400.0))
        .with_max_steps(60)
        .with_step_dt(1.0 / 60.0)
        .build_ui_state(|ui, app: &mut App| app.ui(ui), app);
    harness.run();
    harness
}

fn pull(harness: &mut Harness<'_, App>, from: Pos2, to: Pos2) -> EdgeDrag {
    harness.hover_at(from);
    harness.step();
    for (pos, pressed) in [(from, true), (to, false)] {
        harness.hover_at(pos);
        harness.step();
        let (button, modifiers) = (PointerButton::Primary, Modifiers::NONE);
        harness.event(Event::PointerButton { pos, button, pressed, modifiers });
        harness.step();
    }
    harness.run();
    let last = *harness.state().drags.last().unwrap();
    assert!(last.released);
    last
}

fn handle(harness: &Harness<'_, App>, fragment: usize, edge: Edge) -> Rect {
    harness.state().view.handle_rect(fragment, edge).unwrap()
}

#[test]
fn every_fragment_has_a_handle_at_either_edge() {
    let harness = harness("Ada met Brel in the harbour", &["Ada", "harbour"]);
    for (fragment, words) in [(0, "Ada"), (1, "harbour")] {
        let words = harness.state().rect(words);
        let (start, end) = (handle(&harness, fragment, Edge::Start), handle(&harness, fragment, Edge::End));
        assert!((start.center().x - words.left()).abs() < 6.0 && (end.center().x - words.right()).abs() < 6.0);
        assert!(start.top() > words.center().y, "a press on the words themselves still selects text");
    }
    assert_eq!(harness.state().view.handle_rect(2, Edge::Start), None);
}

#[test]
fn in_right_to_left_text_the_start_is_on_the_right_and_the_end_goes_to_the_left() {
    let words: Vec<&str> = HEBREW.split(' ').collect();
    let mut harness = harness(HEBREW, &[words[1]]);
    let (start, end) = (handle(&harness, 0, Edge::Start), handle(&harness, 0, Edge::End));
    assert!(start.center().x > end.center().x);
    let to = harness.state().rect(words[2]).center();
    let drag = pull(&mut harness, end.center(), to);
    assert_eq!((drag.edge, drag.to, drag.barrier), (Edge::End, harness.state().span(words[2]).end, None));
    let to = harness.state().rect(words[0]).center();
    let drag = pull(&mut harness, start.center(), to);
    assert_eq!((drag.edge, drag.to.0, drag.barrier), (Edge::Start, 0, None));
    let to = harness.state().rect(words[0]).center();
    let drag = pull(&mut harness, end.center(), to);
    assert_eq!(drag.barrier, Some(Barrier::OtherEdge));
    assert_eq!(drag.to, harness.state().span(words[1]).end, "its one word stays");
}

#[test]
fn home_and_end_stay_on_their_row_in_either_direction() {
    let latin = "Some words that wrap at this width, and then some more of them follow on the next row of it.";
    let hebrew = [HEBREW; 12].join(" ");
    for text in [latin, hebrew.as_str()] {
        let words: Vec<&str> = text.split(' ').collect();
        let mut harness = harness(text, &words[..1]);
        let first = harness.state().rect(words[0]).center();
        let press = |harness: &mut Harness<'_, App>, modifiers: Modifiers, key: Key| {
            harness.key_press_modifiers(modifiers, key);
            harness.run();
            harness.state().view.selection().caret
        };
        harness.hover_at(first);
        for pressed in [true, false] {
            let (pos, button, modifiers) = (first, PointerButton::Primary, Modifiers::NONE);
            harness.event(Event::PointerButton { pos, button, pressed, modifiers });
            harness.step();
        }
        assert_eq!(press(&mut harness, Modifiers::NONE, Key::Home).0, 0);
        let end = press(&mut harness, Modifiers::NONE, Key::End);
        assert!(end.0 > 10 && end.to_usize() < text.len(), "{end:?}");
        assert_eq!(text.get(end.to_usize()..=end.to_usize()), Some(" "), "before the space that hangs");
        assert_eq!(press(&mut harness, Modifiers::NONE, Key::End), end, "there it stays");
        assert_eq!(press(&mut harness, Modifiers::NONE, Key::Home).0, 0);
        press(&mut harness, Modifiers::NONE, Key::ArrowDown);
        let second = press(&mut harness, Modifiers::NONE, Key::Home);
        assert_eq!(second.0, end.0 + 1, "the second row begins behind the space");
        assert_eq!(press(&mut harness, Modifiers::COMMAND, Key::End).to_usize(), text.len());
        assert!(press(&mut harness, Modifiers::NONE, Key::Home) >= second);
        assert_eq!(press(&mut harness, Modifiers::COMMAND, Key::Home).0, 0);
    }
}

#[test]
fn a_row_that_ends_without_a_space_has_an_end_of_its_own() {
    // One line, long enough that it is laid out in several parts, and no space in it.
    let text = "\u{6f22}\u{5b57}".repeat(900);
    let mut harness = harness(&text, &["\u{6f22}"]);
    let press = |harness: &mut Harness<'_, App>, key: Key| {
        harness.key_press(key);
        harness.run();
        harness.state().view.selection().caret.0
    };
    let first = harness.state().rect("\u{6f22}").center();
    let row = harness.state().view.rects_of(Span::bytes(0, 600));
    let click = |harness: &mut Harness<'_, App>, pos: Pos2| {
        harness.hover_at(pos);
        for pressed in [true, false] {
            let (button, modifiers) = (PointerButton::Primary, Modifiers::NONE);
            harness.event(Event::PointerButton { pos, button, pressed, modifiers });
            harness.step();
        }
        harness.run();
    };
    click(&mut harness, first);
    assert_eq!(press(&mut harness, Key::Home), 0);
    let end = press(&mut harness, Key::End);
    assert!(end > 30, "{end}");
    assert_eq!(press(&mut harness, Key::End), end, "there it stays");
    assert_eq!(press(&mut harness, Key::Home), 0, "and belongs to its row");
    press(&mut harness, Key::End);
    assert_eq!(press(&mut harness, Key::ArrowDown), 2 * end, "below the end is the end of the next row");
    assert_eq!(press(&mut harness, Key::ArrowUp), end, "and back");
    press(&mut harness, Key::ArrowDown);
    assert_eq!(press(&mut harness, Key::Home), end, "that is the second row, not the third");
    // A click behind the end of the first row means that row, though the next one begins with the same byte.
    harness.run_steps(30);
    click(&mut harness, row[0].right_center() + Vec2::new(6.0, 0.0));
    assert_eq!(harness.state().view.selection().caret.0, end);
    assert_eq!(press(&mut harness, Key::Home), 0);
    press(&mut harness, Key::End);
    press(&mut harness, Key::ArrowRight);
    assert_eq!(press(&mut harness, Key::Home), end, "from there on it is the next row");
}
