//! The window on an article of ten megabytes without a line break and with 100,000 mentions, and its return after a restart.

#![allow(clippy::unwrap_used, reason = "a missing word, mention or widget is a failed test")]

#[path = "support/plain.rs"]
mod plain;
#[path = "support/window.rs"]
mod window;

use byline::codec::default_schema;
use byline::edit::{Change, Edit, Transaction, apply};
use byline::gui::App;
use byline::gui::article::TextEngine;
use byline::model::*;
use byline::store::Settings;
use byline::text::Span;
use byline::workbench::{Clock, Desk, Workbench};
use eframe::egui::accesskit::Role;
use eframe::egui::{Context, Event, Key, Modifiers, Pos2, RawInput, Rect, Vec2};
use egui_kittest::kittest::Queryable;
use plain::{analyst, bare_article, mention_at, scattered};
use std::sync::Arc;
use window::{Story, window_of};

const SENTENCE: &str =
    "Ministers of nine states met on Monday, where the envoy said that talks would go on after lunch. ";

fn mention(text: &str, number: u64) -> Mention {
    let start = usize::try_from(number).unwrap() * SENTENCE.len();
    let label = Slug::new(if number.is_multiple_of(2) { "actor" } else { "event" }).unwrap();
    mention_at(scattered(number), label, text, Span::bytes(start, start + 9), Timestamp::default())
}

fn large_session() -> Session {
    let text = SENTENCE.repeat(103_000);
    let at = Timestamp::default();
    let article = bare_article(1, 1, text.as_str(), at);
    let mut session = Session::new("Large", default_schema(), at);
    let mut edits = vec![Edit::Annotator(Change::insert(analyst("Iris Vale")))];
    edits.push(Edit::Article { position: 0, change: Change::insert(article) });
    edits.extend((0..100_000).map(|n| Edit::Mention(ArticleId(1), Change::insert(mention(&text, n)))));
    let (id, name, by) = (TransactionId(1), "Fill".to_owned(), AnnotatorId(1));
    apply(&mut session, &Transaction { id, name, by, at, edits }).unwrap();
    session
}

struct Window {
    ctx: Context,
    app: App,
    frames: f64,
}

impl Window {
    /// One frame; what it lays out for the screen is bounded.
    fn frame(&mut self, events: Vec<Event>) {
        self.frames += 1.0;
        let screen_rect = Some(Rect::from_min_size(Pos2::ZERO, Vec2::new(1280.0, 800.0)));
        let input = RawInput { screen_rect, events, time: Some(self.frames / 60.0), ..RawInput::default() };
        let before = self.app.front_view().map_or(0, |view| view.laid_out_bytes().0);
        let app = &mut self.app;
        self.ctx.run_ui(input, |ui| app.frame_ui(ui)).textures_delta.clear();
        let laid = self.app.front_view().unwrap().laid_out_bytes().0 - before;
        assert!(laid <= 24 * 1024, "{laid} bytes were laid out in one frame");
    }

    fn press(&mut self, modifiers: Modifiers, key: Key) {
        let physical_key = Some(key);
        self.frame(vec![Event::Key { key, physical_key, pressed: true, repeat: false, modifiers }]);
    }

    fn shard(&self) -> &Shard {
        self.app.desk().bench.session().shard(ArticleId(1)).unwrap()
    }
}

#[test]
fn ten_megabytes_and_100_000_mentions_are_tagged_by_the_next_frame() {
    let clock = Clock::Fixed(Timestamp::default());
    let mut desk = Desk::new(Settings::default(), clock, Arc::new(|| {}));
    desk.bench = Workbench::with(large_session(), analyst("Iris Vale"), clock, 7);
    let ctx = Context::default();
    let app = App::with_engine(&ctx, desk, TextEngine::bundled_only());
    let mut window = Window { ctx, app, frames: 0.0 };
    for _ in 0..4 {
        window.frame(Vec::new());
    }
    let ctrl = Modifiers::COMMAND;
    window.press(ctrl, Key::End);
    for _ in 0..3 {
        window.press(ctrl, Key::ArrowLeft);
    }
    window.press(ctrl | Modifiers::SHIFT, Key::ArrowRight);
    window.frame(Vec::new());
    // As while it is saved.
    let held = window.app.desk().bench.snapshot();
    window.press(Modifiers::NONE, Key::Num3);
    window.frame(Vec::new());
    assert_eq!(window.shard().mentions.len(), 100_001);
    assert_eq!(held.mention_count(), 100_000);
    let made = window.app.desk().bench.view.mention.unwrap();
    let quote = window.shard().mentions.get(made).map(|mention| mention.quote.to_string());
    assert_eq!(quote.as_deref(), Some("on"));
    assert!(window.app.front_view().unwrap().tag_rect(made.0).is_some(), "the mark is there");
    let last = window.shard().mentions.by_key().next_back().map(|mention| mention.id);
    assert_eq!(last, Some(made));
    window.press(Modifiers::ALT, Key::ArrowLeft);
    window.frame(Vec::new());
    let before = window.app.desk().bench.view.mention.unwrap();
    let place = window.shard().mentions.get(before).map(|mention| mention.fragments.hull().start.to_usize());
    assert_eq!(place, Some(99_999 * SENTENCE.len()), "the one before it in the text");
    assert!(window.app.front_view().unwrap().tag_rect(before.0).is_some());
    window.press(ctrl, Key::Z);
    window.frame(Vec::new());
    assert_eq!(window.shard().mentions.len(), 100_000);
    assert!(window.app.front_view().unwrap().tag_rect(made.0).is_none(), "undone, it is gone");
}

#[test]
fn caret_selection_and_scroll_come_back_in_every_article() {
    let mut story = Story::begin();
    let path = story.saved_to("work.ron");
    story.drag("Ada Kvist");
    let first = (story.shard().id(), story.app().front_view().unwrap().selection());
    story.press_with(Modifiers::COMMAND, Key::PageDown);
    story.drag("left without");
    let second = (story.shard().id(), story.app().front_view().unwrap().selection());
    story.press_with(Modifiers::COMMAND, Key::PageUp);
    assert_eq!(story.app().front_view().unwrap().selection(), first.1, "within the same window");
    story.press_with(Modifiers::COMMAND, Key::PageDown);
    story.harness.state_mut().as_mut().unwrap().remember_place();
    let settings = story.desk().settings.clone();
    let mut again = story.again(|| window_of(settings, vec![path]));
    again.settle();
    assert_eq!((again.shard().id(), again.app().front_view().unwrap().selection()), second);
    again.press_with(Modifiers::COMMAND, Key::PageUp);
    assert_eq!((again.shard().id(), again.app().front_view().unwrap().selection()), first);
}

#[test]
fn the_list_follows_filter_order_and_edits() {
    let mut story = Story::begin();
    for (words, key) in [("Brel", Key::Num2), ("Ada Kvist", Key::Num1), ("quay", Key::Num2)] {
        story.drag(words);
        story.press(key);
        story.press(Key::Escape);
    }
    let listed = |story: &Story| -> Vec<&'static str> {
        let all = ["Actor: Ada Kvist", "Event: Brel", "Event: quay", "Event: dockers"];
        all.into_iter().filter(|name| story.harness.query_by_role_and_label(Role::Button, name).is_some()).collect()
    };
    assert_eq!(listed(&story), ["Actor: Ada Kvist", "Event: Brel", "Event: quay"]);
    story.click("By label");
    story.drag("dockers");
    story.press(Key::Num2);
    assert_eq!(listed(&story).len(), 4, "what is tagged meanwhile is listed");
    let top = |story: &Story, name: &str| story.harness.get_by_role_and_label(Role::Button, name).rect().top();
    assert!(top(&story, "Actor: Ada Kvist") < top(&story, "Event: dockers"));
    assert!(top(&story, "Event: dockers") < top(&story, "Event: Brel"), "in a group by place");
    story.harness.get_by_label("Filter mentions").focus();
    story.harness.run();
    story.harness.get_by_label("Filter mentions").type_text("K");
    story.harness.run();
    assert_eq!(listed(&story), ["Actor: Ada Kvist", "Event: dockers"], "by words");
    let shard = story.shard();
    let gone = shard.mentions_on(story.span("Ada Kvist")).map(|mention| mention.id).collect();
    let delete = byline::edit::Command::Delete { article: shard.id(), mentions: gone };
    story.harness.state_mut().as_mut().unwrap().carry_out(&delete);
    story.harness.run();
    assert_eq!(listed(&story), ["Event: dockers"], "what goes meanwhile is not");
}
