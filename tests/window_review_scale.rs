//! The Review view of more rows than are listed within a frame: they are listed in the background, edits go on meanwhile, and a
//! frame stays as short as with few.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "what is missing in a test fails it; a test of times prints them"
)]

use byline::codec::default_schema;
use byline::edit::{Change, Edit, Transaction, apply};
use byline::gui::App;
use byline::gui::article::TextEngine;
use byline::model::*;
use byline::store::Settings;
use byline::text::{SharedText, Span};
use byline::workbench::{Clock, Desk, Workbench};
use eframe::egui::{Context, Event, Key, Modifiers, Pos2, RawInput, Rect, Vec2};
use plain::{analyst, bare_article, mention_at, scattered};
use std::sync::Arc;
use std::time::Duration;

#[path = "support/plain.rs"]
mod plain;

const SENTENCE: &str = "Ministers of nine states met on Monday, where the envoy said that talks would go on. ";

/// So many mentions, a hundred in each article: of ten, nine stand on "Ministers" and one on "the envoy".
fn session_of(rows: u64) -> Session {
    let at = Timestamp::default();
    let text: SharedText = SENTENCE.repeat(100).into();
    let mut session = Session::new("Large", default_schema(), at);
    let mut edits = vec![Edit::Annotator(Change::insert(analyst("Iris Vale")))];
    for number in 0..rows / 100 {
        let article = bare_article(number, number + 1, text.clone(), at);
        let id = article.id;
        let position = usize::try_from(number).unwrap();
        edits.push(Edit::Article { position, change: Change::insert(article) });
        edits.extend((0..100).map(|row: u64| {
            let sentence = usize::try_from(row).unwrap() * SENTENCE.len();
            let (start, label) = if row % 10 == 9 { (46, "claim") } else { (0, "actor") };
            let span = Span::bytes(sentence + start, sentence + start + 9);
            let label = Slug::new(label).unwrap();
            Edit::Mention(id, Change::insert(mention_at(scattered(number * 100 + row), label, &text, span, at)))
        }));
    }
    let (id, name, by) = (TransactionId(1), "Fill".to_owned(), AnnotatorId(1));
    apply(&mut session, &Transaction { id, name, by, at, edits }).unwrap();
    session
}

/// The view of a session, frame by frame.
struct Frames {
    ctx: Context,
    app: App,
    count: f64,
}

impl Frames {
    fn new(rows: u64) -> Self {
        let clock = Clock::Fixed(Timestamp::default());
        let mut desk = Desk::new(Settings::default(), clock, Arc::new(|| {}));
        desk.bench = Workbench::with(session_of(rows), analyst("Iris Vale"), clock, 7);
        let ctx = Context::default();
        let app = App::with_engine(&ctx, desk, TextEngine::bundled_only());
        let mut frames = Self { ctx, app, count: 0.0 };
        frames.frame(Vec::new());
        frames.press(Modifiers::COMMAND, Key::Num2);
        frames.settle();
        frames
    }

    /// One frame, and how long it took.
    fn frame(&mut self, events: Vec<Event>) -> Duration {
        self.count += 1.0;
        let screen_rect = Some(Rect::from_min_size(Pos2::ZERO, Vec2::new(1280.0, 800.0)));
        let input = RawInput { screen_rect, events, time: Some(self.count / 60.0), ..RawInput::default() };
        let app = &mut self.app;
        let begun = Clock::instant();
        self.ctx.run_ui(input, |ui| app.frame_ui(ui)).textures_delta.clear();
        begun.elapsed()
    }

    fn press(&mut self, modifiers: Modifiers, key: Key) -> Duration {
        let physical_key = Some(key);
        self.frame(vec![Event::Key { key, physical_key, pressed: true, repeat: false, modifiers }])
    }

    /// Draws until nothing goes on in the background.
    fn settle(&mut self) {
        self.frame(Vec::new());
        while self.app.desk().is_busy() {
            self.app.wait_for_news();
            self.frame(Vec::new());
        }
        self.frame(Vec::new());
    }

    fn shown(&self) -> usize {
        self.app.rows_shown()
    }

    fn accepted(&self) -> usize {
        let shards = self.app.desk().bench.session().shards();
        let is_it = |row: &&Mention| row.review.state == ReviewState::Accepted;
        shards.iter().map(|shard| shard.mentions.iter().filter(is_it).count()).sum()
    }

    /// The words that the article beside has selected.
    fn current(&self) -> String {
        let bench = &self.app.desk().bench;
        let shard = bench.session().shard(bench.view.article.unwrap()).unwrap();
        shard.mentions.get(bench.view.mention.unwrap()).unwrap().quote.to_string()
    }
}

/// The median.
fn middle(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

#[test]
fn many_rows_are_listed_in_the_background_and_every_key_still_acts_at_once() {
    let mut frames = Frames::new(30_000);
    assert_eq!(frames.shown(), 30_000);
    for done in 1..=20 {
        frames.press(Modifiers::NONE, Key::A);
        assert_eq!(frames.accepted(), done);
    }
    assert!(!frames.app.desk().is_busy(), "a list follows an edit by itself");
    frames.press(Modifiers::NONE, Key::Num2);
    frames.press(Modifiers::NONE, Key::Num2);
    frames.press(Modifiers::NONE, Key::A);
    assert_eq!(frames.accepted(), 21, "while the rows are being sorted");
    frames.settle();
    frames.press(Modifiers::NONE, Key::Home);
    assert_eq!(frames.current(), "the envoy", "by label, the last ones first");
    frames.press(Modifiers::COMMAND, Key::F);
    frames.frame(Vec::new());
    frames.frame(vec![Event::Text("envoy".to_owned())]);
    frames.settle();
    assert_eq!(frames.shown(), 3_000);
    frames.press(Modifiers::NONE, Key::ArrowDown);
    assert_eq!(frames.current(), "the envoy");
}

#[test]
fn a_frame_of_many_rows_is_as_short_as_one_of_few() {
    let measured = |rows| {
        let mut frames = Frames::new(rows);
        let paged = middle((0..11).map(|_| frames.press(Modifiers::NONE, Key::PageDown)).collect());
        let accepted = middle((0..11).map(|_| frames.press(Modifiers::NONE, Key::A)).collect());
        [paged, accepted]
    };
    let (few, many) = (measured(1_000), measured(30_000));
    println!("few {few:?}, many {many:?}");
    assert!(many[0] < few[0] * 4, "a page on: {:?}, of few {:?}", many[0], few[0]);
    // Putting a row into its place costs a walk over the list, eight bytes a row.
    assert!(many[1] < few[1] * 4, "a key that accepts: {:?}, of few {:?}", many[1], few[1]);
}
