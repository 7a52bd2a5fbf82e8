//! The editor of the schema on a session of a million mentions: what a draft would change is counted while the window goes
//! on.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "what is missing in a test fails it; a test of times prints them"
)]

use byline::codec::default_schema;
use byline::edit::{Becomes, Change, Edit, Transaction, apply, schema_effects};
use byline::gui::App;
use byline::gui::article::TextEngine;
use byline::model::*;
use byline::store::Settings;
use byline::text::Span;
use byline::workbench::{Clock, Desk, Workbench};
use eframe::egui::{Context, Event, Key, Modifiers, Pos2, RawInput, Rect, Vec2};
use plain::{analyst, bare_article, mention_at, scattered};
use std::sync::Arc;
use std::time::Duration;

#[path = "support/plain.rs"]
mod plain;

const ARTICLES: u64 = 2000;
const EACH: u64 = 500;

fn slug(text: &str) -> Slug {
    Slug::new(text).unwrap()
}

/// A million mentions, one in four of which is a person.
fn session() -> Session {
    let at = Timestamp::default();
    let mut session = Session::new("Large", default_schema(), at);
    let mut edits = vec![Edit::Annotator(Change::insert(analyst("Iris Vale")))];
    let text = "Kvist met Renn. ".repeat(usize::try_from(EACH).unwrap());
    let labels = ["actor.person", "actor", "event", "claim"].map(slug);
    for number in 0..ARTICLES {
        let article = bare_article(number, scattered(number), text.as_str(), at);
        let id = article.id;
        edits.push(Edit::Article { position: usize::MAX, change: Change::insert(article) });
        edits.extend((0..EACH).zip(labels.iter().cycle()).map(|(one, label)| {
            let start = usize::try_from(one).unwrap() * 16;
            let span = Span::bytes(start, start + 5);
            let mention = mention_at(scattered(ARTICLES + number * EACH + one), label.clone(), &text, span, at);
            Edit::Mention(id, Change::insert(mention))
        }));
    }
    let (id, name, by) = (TransactionId(1), "Fill".to_owned(), AnnotatorId(1));
    apply(&mut session, &Transaction { id, name, by, at, edits }).unwrap();
    session
}

/// The schema without persons, whose mentions become groups.
fn without_persons(session: &Session) -> (Schema, Becomes) {
    let mut schema = Schema::clone(&session.schema);
    for layer in &mut schema.layers {
        layer.labels.retain(|def| def.id != slug("actor.person"));
    }
    let labels = std::iter::once((slug("actor.person"), Some(slug("actor.group")))).collect();
    (schema, Becomes { labels, ..Becomes::default() })
}

/// Frames of the window.
struct Frames {
    ctx: Context,
    app: App,
    count: f64,
}

impl Frames {
    fn frame(&mut self, events: Vec<Event>) -> Duration {
        self.count += 1.0;
        let screen_rect = Some(Rect::from_min_size(Pos2::ZERO, Vec2::new(1280.0, 800.0)));
        let input = RawInput { screen_rect, events, time: Some(self.count / 60.0), ..RawInput::default() };
        let app = &mut self.app;
        let begun = Clock::instant();
        self.ctx.run_ui(input, |ui| app.frame_ui(ui)).textures_delta.clear();
        begun.elapsed()
    }

    fn press(&mut self, modifiers: Modifiers, key: Key) {
        self.frame(vec![Event::Key { key, physical_key: Some(key), pressed: true, repeat: false, modifiers }]);
        self.frame(Vec::new());
    }

    /// Draws until nothing goes on in the background; how long each frame took.
    fn rest(&mut self) -> Vec<Duration> {
        let mut times = vec![self.frame(Vec::new())];
        while self.app.desk().is_busy() {
            times.push(self.frame(Vec::new()));
        }
        times.sort_unstable();
        times
    }
}

#[test]
fn a_million_mentions_are_counted_while_the_window_goes_on() {
    let session = session();
    let all = session.mention_count();
    assert_eq!(all, 1_000_000);
    let (schema, becomes) = without_persons(&session);
    let begun = Clock::instant();
    let effects = schema_effects(&session, &schema, &becomes);
    let counting = begun.elapsed();
    assert_eq!(effects.relabelled, all / 4);
    let clock = Clock::Fixed(Timestamp::default());
    let mut desk = Desk::new(Settings::default(), clock, Arc::new(|| {}));
    desk.bench = Workbench::with(session, analyst("Iris Vale"), clock, 7);
    let ctx = Context::default();
    let app = App::with_engine(&ctx, desk, TextEngine::bundled_only());
    let mut frames = Frames { ctx, app, count: 0.0 };
    frames.rest();
    let ctrl_shift = Modifiers { command: true, shift: true, ..Modifiers::NONE };
    frames.press(ctrl_shift, Key::T);
    frames.rest();
    frames.press(Modifiers::NONE, Key::ArrowDown);
    frames.press(Modifiers::NONE, Key::Delete);
    let times = frames.rest();
    let (middle, longest) = (times[times.len() / 2], times[times.len() - 1]);
    println!("counting {counting:?}; {} frames meanwhile, middle {middle:?}, longest {longest:?}", times.len());
    assert!(times.len() > 2 && middle * 4 < counting, "a frame took {middle:?}, counting {counting:?}");
}
