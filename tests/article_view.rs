//! The article view as a user meets it: pointer and keys in, selections and clicks out, without a display.

#![allow(clippy::unwrap_used, reason = "a missing word or rectangle is a failed test")]

use byline::gui::article::{
    ArticleView, FoundSet, Mark, MarkLook, MarkSet, Outcome, ReadingStyle, Scene, Selection, TextEngine, Trim,
};
use byline::text::{ByteOffset, Snap, Span};
use eframe::egui::{self, Color32, Key, Modifiers, Pos2, Rect, Vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;

const NEWS: &str = "Ministers from nine countries met in Geneva on Monday. They agreed to nothing.\n\nThe U.S. envoy said: “We will return.” Delegates left early.";

struct App {
    view: ArticleView,
    engine: TextEngine,
    text: String,
    marks: MarkSet,
    style: ReadingStyle,
    released: Vec<Span>,
    clicks: Vec<(ByteOffset, Vec<u64>)>,
    hovered: Option<u64>,
    copied: usize,
    id: Option<egui::Id>,
}

impl App {
    fn new(text: &str, marks: Vec<Mark>) -> Self {
        Self {
            view: ArticleView::new(),
            engine: TextEngine::bundled_only(),
            text: text.to_owned(),
            marks: MarkSet::new(marks),
            style: ReadingStyle::light(),
            released: Vec::new(),
            clicks: Vec::new(),
            hovered: None,
            copied: 0,
            id: None,
        }
    }

    fn ui(&mut self, ui: &mut egui::Ui) {
        let scene = Scene {
            name: "Talks in Geneva",
            text: &self.text,
            marks: &self.marks,
            selected: None,
            links: &[],
            dimmed: &[],
            found: &FoundSet::default(),
            style: &self.style,
            snap: Snap::Words,
            trim: Trim::Edges,
        };
        let Outcome { response, released, clicked, hovered, copied, .. } = self.view.ui(ui, &mut self.engine, &scene);
        self.id = Some(response.id);
        self.released.extend(released);
        self.clicks.extend(clicked.map(|click| (click.byte, click.stack)));
        self.hovered = hovered;
        self.copied += usize::from(copied);
    }

    fn span(&self, words: &str) -> Span {
        let start = self.text.find(words).unwrap();
        Span::bytes(start, start + words.len())
    }

    fn rect(&self, words: &str) -> Rect {
        self.view.rect_of(self.span(words)).unwrap()
    }
}

fn harness(text: &str, marks: Vec<Mark>) -> Harness<'static, App> {
    let mut harness = Harness::builder()
        .with_size(Vec2::new(800.0, 500.0))
        .with_max_steps(60)
        .with_step_dt(1.0 / 60.0)
        .build_ui_state(|ui, app: &mut App| app.ui(ui), App::new(text, marks));
    harness.run();
    harness
}

fn mark(key: u64, spans: &[Span]) -> Mark {
    Mark { key, spans: spans.into(), color: Color32::from_rgb(40, 110, 200), tag: "Actor".into(), look: MarkLook::Work }
}

fn drag(harness: &mut Harness<'_, App>, from: Pos2, to: Pos2) {
    harness.hover_at(from);
    harness.step();
    harness.drag_at(from);
    harness.step();
    harness.hover_at(from + (to - from) * 0.5);
    harness.step();
    harness.hover_at(to);
    harness.step();
    harness.drop_at(to);
    harness.run();
}

fn click(harness: &mut Harness<'_, App>, pos: Pos2) {
    harness.hover_at(pos);
    for pressed in [true, false] {
        let modifiers = Modifiers::NONE;
        harness.event(egui::Event::PointerButton { pos, button: egui::PointerButton::Primary, pressed, modifiers });
        harness.step();
    }
}

fn selected(harness: &Harness<'_, App>) -> String {
    let app = harness.state();
    app.view.selection().span().slice(&app.text).unwrap().to_owned()
}

#[test]
fn a_drag_over_words_selects_exactly_their_bytes() {
    let mut harness = harness(NEWS, Vec::new());
    for words in ["nine countries", "Geneva on Monday. They", "“We will return.”", "U.S."] {
        let rect = harness.state().rect(words);
        drag(&mut harness, rect.left_center() + Vec2::new(1.0, 0.0), rect.right_center() - Vec2::new(1.0, 0.0));
        assert_eq!(selected(&harness), words);
        let expected = harness.state().span(words);
        assert_eq!(harness.state().released.last(), Some(&expected));
    }
}

#[test]
fn a_drag_backwards_over_two_paragraphs_selects_what_lies_between() {
    let mut harness = harness(NEWS, Vec::new());
    let from = harness.state().rect("envoy").right_center();
    let to = harness.state().rect("agreed").left_center();
    drag(&mut harness, from, to);
    let words = selected(&harness);
    assert!(words.starts_with("agreed") && words.ends_with("envoy"), "{words:?}");
    let Selection { anchor, caret } = harness.state().view.selection();
    assert!(anchor > caret);
}

#[test]
fn a_double_click_takes_the_word_and_a_triple_click_the_sentence() {
    let mut harness = harness(NEWS, Vec::new());
    let pos = harness.state().rect("Geneva").center();
    click(&mut harness, pos);
    click(&mut harness, pos);
    assert_eq!(selected(&harness), "Geneva");
    click(&mut harness, pos);
    assert_eq!(selected(&harness), "Ministers from nine countries met in Geneva on Monday.");
    assert_eq!(harness.state().released.len(), 2);
}

#[test]
fn the_keys_move_and_extend_by_grapheme_word_row_and_text() {
    let mut harness = harness("Née e\u{301}tat 👩‍👩‍👧 fin\r\nnext line here", Vec::new());
    let pos = harness.state().rect("fin").center();
    click(&mut harness, pos);
    let text = harness.state().text.clone();
    let mut press = |modifiers: Modifiers, key: Key| {
        harness.key_press_modifiers(modifiers, key);
        harness.step();
        harness.step();
        harness.state().view.selection()
    };
    let ctrl = Modifiers::COMMAND;
    assert_eq!(press(ctrl, Key::Home).span(), Span::bytes(0, 0));
    assert_eq!(press(ctrl, Key::ArrowRight).caret, ByteOffset::from_usize("Née".len()));
    press(Modifiers::NONE, Key::ArrowRight);
    let accent = press(Modifiers::SHIFT, Key::ArrowRight).span();
    assert_eq!(accent.slice(&text), Some("e\u{301}"));
    let word = press(ctrl | Modifiers::SHIFT, Key::ArrowRight).span();
    assert_eq!(word.slice(&text), Some("e\u{301}tat"));
    press(Modifiers::NONE, Key::ArrowRight);
    press(Modifiers::NONE, Key::ArrowRight);
    let family = press(Modifiers::SHIFT, Key::ArrowRight).span();
    assert_eq!(family.slice(&text), Some("👩‍👩‍👧"));
    assert_eq!(press(Modifiers::NONE, Key::End).caret, ByteOffset::from_usize(text.find('\r').unwrap()));
    assert_eq!(press(Modifiers::NONE, Key::ArrowRight).caret, ByteOffset::from_usize(text.find("next").unwrap()));
    press(Modifiers::NONE, Key::Home);
    press(Modifiers::NONE, Key::ArrowUp);
    assert_eq!(press(Modifiers::SHIFT, Key::ArrowDown).span().slice(&text), text.get(..text.find("next").unwrap()));
    assert_eq!(press(ctrl, Key::A).span(), Span::bytes(0, text.len()));
    assert_eq!(press(Modifiers::NONE, Key::ArrowLeft).span(), Span::bytes(0, 0));
    assert_eq!(press(ctrl | Modifiers::SHIFT, Key::End).span(), Span::bytes(0, text.len()));
}

#[test]
fn arrows_stay_in_the_text_right_after_it_took_the_focus() {
    let mut harness = Harness::builder().with_size(Vec2::new(800.0, 500.0)).with_step_dt(1.0 / 60.0).build_ui_state(
        |ui, app: &mut App| {
            app.ui(ui);
            let beside = Rect::from_min_size(Pos2::new(700.0, 240.0), Vec2::new(80.0, 20.0));
            ui.put(beside, egui::Button::new("Beside the text"));
        },
        App::new(NEWS, Vec::new()),
    );
    harness.run();
    let id = harness.state().id.unwrap();
    for steps in 1..4 {
        // The window hands the text the focus anew after a command, which takes away what the view asked of egui.
        harness.ctx.memory_mut(|memory| memory.request_focus(id));
        harness.key_press(Key::ArrowRight);
        harness.step();
        assert!(harness.ctx.memory(|memory| memory.has_focus(id)), "after {steps} steps");
        assert_eq!(harness.state().view.selection().caret.0, steps);
    }
}

#[test]
fn a_selection_survives_scrolling_away_and_back() {
    let text =
        (0..400).map(|n| format!("Paragraph {n} says a few words about nothing.\n")).collect::<Vec<_>>().concat();
    let mut harness = harness(&text, Vec::new());
    let rect = harness.state().rect("Paragraph 3 says");
    drag(&mut harness, rect.left_center() + Vec2::new(1.0, 0.0), rect.right_center() - Vec2::new(1.0, 0.0));
    let place = harness.state().view.place();
    let far = harness.state().span("Paragraph 350 says");
    harness.state_mut().view.jump_to(far);
    harness.run();
    assert!(harness.state().view.rect_of(far).is_some());
    assert_eq!(harness.state().view.rect_of(harness.state().span("Paragraph 3 says")), None);
    harness.state_mut().view.set_place(place);
    harness.run();
    assert_eq!(harness.state().rect("Paragraph 3 says"), rect);
    assert_eq!(selected(&harness), "Paragraph 3 says");
}

#[test]
fn the_wheel_scrolls_to_both_ends_and_no_further() {
    let text = (0..60).map(|n| format!("Paragraph {n}.\n\n")).collect::<Vec<_>>().concat();
    let mut harness = harness(&text, Vec::new());
    let top = harness.state().rect("Paragraph 0.");
    harness.hover_at(Pos2::new(300.0, 200.0));
    harness.step();
    for down in [-9000.0, 90000.0] {
        harness.event(egui::Event::MouseWheel {
            unit: egui::MouseWheelUnit::Point,
            delta: Vec2::new(0.0, down),
            phase: egui::TouchPhase::Move,
            source: egui::MouseWheelSource::Wheel,
            modifiers: Modifiers::NONE,
        });
        harness.run();
        if down < 0.0 {
            let last = harness.state().rect("Paragraph 59.");
            assert!(last.bottom() < 500.0 && last.top() > 350.0, "{last:?}");
        }
    }
    assert_eq!(harness.state().rect("Paragraph 0."), top);
}

#[test]
fn the_top_row_stays_on_top_when_the_width_changes() {
    let sentence = "Some words that wrap at one width or another, depending on how wide the pane is. ";
    let text = (0..80).map(|n| format!("{n}: {}\n", sentence.repeat(5))).collect::<Vec<_>>().concat();
    let mut harness = harness(&text, Vec::new());
    let target = harness.state().span("40: ");
    harness.state_mut().view.jump_to(target);
    harness.run();
    let before = harness.state().view.place();
    harness.set_size(Vec2::new(420.0, 500.0));
    harness.run();
    let after = harness.state().view.place();
    assert!(after.byte <= before.byte && before.byte.0 - after.byte.0 < 80, "{before:?} {after:?}");
}

#[test]
fn a_click_reports_the_stack_innermost_first_and_a_tag_its_own_mark() {
    let outer = Span::bytes(0, NEWS.find(". They").unwrap());
    let inner = Span::bytes(NEWS.find("nine").unwrap(), NEWS.find(" met").unwrap());
    let mut harness = harness(NEWS, vec![mark(7, &[outer]), mark(9, &[inner])]);
    let pos = harness.state().rect("countries").center();
    click(&mut harness, pos);
    harness.run();
    assert_eq!(harness.state().clicks.last().unwrap().1, [9, 7]);
    assert_eq!(harness.state().hovered, Some(9));
    let tag = harness.state().view.tag_rect(9).unwrap();
    assert!(!tag.intersects(harness.state().rect("nine countries")), "the tag stands above the words");
    harness.run();
    click(&mut harness, tag.center());
    assert_eq!(harness.state().clicks.last().unwrap().1, [9]);
    let pos = harness.state().rect("agreed").center();
    click(&mut harness, pos);
    assert!(harness.state().clicks.last().unwrap().1.is_empty());
}

#[test]
fn copying_takes_the_source_text() {
    let mut harness = harness(NEWS, Vec::new());
    let rect = harness.state().rect("nine countries");
    drag(&mut harness, rect.left_center() + Vec2::new(1.0, 0.0), rect.right_center() - Vec2::new(1.0, 0.0));
    harness.event(egui::Event::Copy);
    harness.step();
    assert_eq!(harness.state().copied, 1);
    let copied = harness
        .output()
        .platform_output
        .commands
        .iter()
        .any(|command| matches!(command, egui::OutputCommand::CopyText(text) if text == "nine countries"));
    assert!(copied);
}

#[test]
fn the_view_and_its_paragraphs_are_named_in_the_accessibility_tree() {
    let harness = harness(NEWS, Vec::new());
    assert!(harness.query_by_role_and_label(egui::accesskit::Role::Document, "Talks in Geneva").is_some());
    let first = NEWS.lines().next().unwrap();
    assert!(harness.query_by_label(first).is_some());
}

#[test]
fn a_tag_at_the_edge_stays_in_the_pane_or_is_counted() {
    let text = "Delegates of nine countries met in Geneva ".repeat(8);
    for (width, word) in
        (240..420_u16).step_by(20).flat_map(|width| [(width, "met"), (width, "Geneva"), (width, "in ")])
    {
        let width = f32::from(width);
        let starts = text.match_indices(word).map(|(start, _)| start);
        let marks = (0..).zip(starts).map(|(key, start)| Mark {
            tag: "Reported speech".into(),
            ..mark(key, &[Span::bytes(start, start + word.len())])
        });
        let mut harness = harness(&text, marks.collect());
        harness.set_size(Vec2::new(width, 500.0));
        harness.run();
        let view = &harness.state().view;
        let tags: Vec<Rect> = (0..8).filter_map(|key| view.tag_rect(key)).collect();
        assert!(tags.len() >= 3, "{word} in {width}: {tags:?}");
        for tag in tags {
            assert!(tag.right() < view.strip_rect().left(), "{word} in {width}: {tag:?}");
            assert!(tag.left() > 8.0, "{word} in {width}: {tag:?}");
        }
    }
}
