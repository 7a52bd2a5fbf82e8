//! A register of 20,000 entries in the window: it is filtered, sorted and paged through as fast as a small one is drawn.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "what is missing in a test fails it; a test of times prints them"
)]

use byline::codec::default_schema;
use byline::edit::{Change, Edit, Transaction, apply};
use byline::gui::App;
use byline::gui::article::{CaptionStyle, CaptionWeight, TextEngine};
use byline::model::*;
use byline::store::Settings;
use byline::workbench::{Clock, Desk, Workbench};
use eframe::egui::{Color32, Context, Event, Key, Modifiers, Pos2, RawInput, Rect, Vec2};
use plain::{analyst, bare_entry, scattered};
use std::sync::Arc;
use std::time::Duration;

#[path = "support/plain.rs"]
mod plain;

const CTRL: Modifiers = Modifiers::COMMAND;

fn session_of(entries: u64) -> Session {
    let at = Timestamp::default();
    let mut session = Session::new("Large", default_schema(), at);
    let mut edits = vec![Edit::Annotator(Change::insert(analyst("Iris Vale")))];
    edits.extend((0..entries).map(|number| {
        let (first, last) = (number % 97, number / 97);
        let layer = Slug::new(if number % 5 == 0 { "event" } else { "actor" }).unwrap();
        let text = format!("Minister {last} of {first}");
        let aliases = vec![Alias { text, language: String::new(), note: String::new() }];
        let name = format!("Given{first} Kvist{last}");
        Edit::Entry(Change::insert(Entry { aliases, ..bare_entry(scattered(number), layer, name, at) }))
    }));
    let (id, name, by) = (TransactionId(1), "Fill".to_owned(), AnnotatorId(1));
    apply(&mut session, &Transaction { id, name, by, at, edits }).unwrap();
    session
}

/// The register of a session, frame by frame.
struct Frames {
    ctx: Context,
    app: App,
    count: f64,
}

impl Frames {
    fn new(entries: u64) -> Self {
        let clock = Clock::Fixed(Timestamp::default());
        let mut desk = Desk::new(Settings::default(), clock, Arc::new(|| {}));
        desk.bench = Workbench::with(session_of(entries), analyst("Iris Vale"), clock, 7);
        let ctx = Context::default();
        let app = App::with_engine(&ctx, desk, TextEngine::bundled_only());
        let mut frames = Self { ctx, app, count: 0.0 };
        frames.frame(Vec::new());
        frames.press(CTRL, Key::Num3);
        for _ in 0..5 {
            frames.frame(Vec::new());
        }
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

    fn type_text(&mut self, text: &str) -> Duration {
        self.frame(vec![Event::Text(text.to_owned())])
    }

    /// The time of a frame of each kind: going down by a page, typing into the filter, sorting, searching for
    /// another entry.
    fn measured(&mut self) -> [Duration; 4] {
        let paged = middle((0..11).map(|_| self.press(Modifiers::NONE, Key::PageDown)).collect());
        let sorted = middle((0..7).map(|_| self.press(Modifiers::NONE, Key::Num2)).collect());
        self.press(CTRL, Key::F);
        self.frame(Vec::new());
        let typed = middle(["k", "v", "i", "s", "t"].map(|letter| self.type_text(letter)).to_vec());
        self.press(CTRL, Key::J);
        self.frame(Vec::new());
        let searched = middle(["k", "v", "i", "s", "t"].map(|letter| self.type_text(letter)).to_vec());
        [paged, typed, sorted, searched]
    }
}

/// The median.
fn middle(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// How long it takes to set as many new names as a page of the list has.
fn setting_names(names: &[String]) -> Duration {
    let mut engine = TextEngine::bundled_only();
    let (weight, color) = (CaptionWeight::Regular, Color32::BLACK);
    let style = CaptionStyle { size: 13.5, weight, max_rows: 1, color };
    let begun = Clock::instant();
    for name in names.iter().take(30) {
        engine.caption(name, &style, 300.0, 1.0);
    }
    begun.elapsed()
}

#[test]
fn twenty_thousand_entries_scroll_and_are_filtered_as_few_are() {
    let few = Frames::new(100).measured();
    let mut frames = Frames::new(20_000);
    let many = frames.measured();
    let names: Vec<String> = frames.app.desk().bench.session().entries.iter().map(|row| row.name.clone()).collect();
    let begun = Clock::instant();
    let folded: usize = names.iter().map(|name| byline::text::folded(name).len()).sum();
    let folding = begun.elapsed();
    assert!(folded > 20_000);
    let setting = setting_names(&names);
    println!("few {few:?}, many {many:?}, folding {folding:?}, setting names {setting:?}");
    let [paged, typed, sorted, searched] = many;
    assert!(paged < few[0] * 4 + setting * 3, "a page on: {paged:?}, of few {:?}, setting {setting:?}", few[0]);
    assert!(typed < few[1] * 4 + folding, "a key in the filter: {typed:?}, of few {:?}, folding {folding:?}", few[1]);
    assert!(searched < few[3] * 4 + folding, "a key of the search: {searched:?}, of few {:?}, {folding:?}", few[3]);
    assert!(sorted < few[2] * 4 + folding * 4, "sorting: {sorted:?}, of few {:?}, folding {folding:?}", few[2]);
}
