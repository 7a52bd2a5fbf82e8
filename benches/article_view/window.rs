//! The whole window, and the view alone, fed with events and without a display.

use super::plain::analyst;
use super::texts::{marks_of, text_of};
use byline::gui::App;
use byline::gui::article::{ArticleView, FoundSet, MarkSet, ReadingStyle, Scene, TextEngine, Trim};
use byline::model::{Session, Timestamp};
use byline::store::{Settings, Theme};
use byline::text::Snap;
use byline::workbench::{Clock, Desk, Workbench};
use eframe::egui::{
    Context, Event, Key, Modifiers, MouseWheelUnit, PointerButton, Pos2, RawInput, Rect, TouchPhase, Vec2,
};
use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

const SCREEN: Vec2 = Vec2::new(1280.0, 900.0);

/// The whole window, fed with events.
pub(crate) struct Window {
    ctx: Context,
    app: App,
    frames: f64,
}

impl Window {
    pub(crate) fn new(session: Session) -> Self {
        let settings = Settings { theme: Theme::Light, autosave_secs: 0, ..Settings::default() };
        let clock = Clock::Fixed(Timestamp::default());
        let mut desk = Desk::new(settings, clock, Arc::new(|| {}));
        desk.bench = Workbench::with(session, analyst("Analyst"), clock, 7);
        let ctx = Context::default();
        let app = App::with_engine(&ctx, desk, TextEngine::bundled_only());
        let mut window = Self { ctx, app, frames: 0.0 };
        for _ in 0..5 {
            window.frame(Vec::new());
        }
        window
    }

    /// One frame: events, layout, what was asked for, tessellation. Gives the time it took.
    pub(crate) fn frame(&mut self, events: Vec<Event>) -> Duration {
        self.frames += 1.0;
        let screen_rect = Some(Rect::from_min_size(Pos2::ZERO, SCREEN));
        let input = RawInput { screen_rect, events, time: Some(self.frames / 60.0), ..RawInput::default() };
        let begun = Clock::instant();
        let app = &mut self.app;
        let mut output = self.ctx.run_ui(input, |ui| app.frame_ui(ui));
        output.textures_delta.clear();
        black_box(self.ctx.tessellate(std::mem::take(&mut output.shapes), output.pixels_per_point).len());
        begun.elapsed()
    }

    /// Brings the long article to the front; gives the time of its first frame.
    pub(crate) fn open(&mut self) -> Duration {
        self.frame(vec![Event::Text(">".to_owned())]);
        self.frame(Vec::new())
    }

    /// Draws until every height is exact, then selects a mention with relations and points at it: arcs, the inspector
    /// and the card are in every frame.
    pub(crate) fn settle(&mut self) {
        while self.app.front_view().is_none_or(|view| view.measured_share() < 1.0) {
            self.frame(Vec::new());
        }
        self.frame(vec![press(Key::ArrowRight, Modifiers::ALT)]);
        self.frames(2);
        let selected = self.app.desk().bench.view.mention.unwrap();
        let tag = self.app.front_view().unwrap().tag_rect(selected.0).unwrap();
        self.frame(vec![Event::PointerMoved(tag.center())]);
        self.frames(120);
    }

    pub(crate) fn frames(&mut self, count: usize) -> Vec<Duration> {
        (0..count).map(|_| self.frame(Vec::new())).collect()
    }

    pub(crate) fn wheel(&mut self, count: usize) -> Vec<Duration> {
        let turn = |down: f32| Event::MouseWheel {
            unit: MouseWheelUnit::Point,
            delta: Vec2::new(0.0, -down),
            phase: TouchPhase::Move,
            source: eframe::egui::MouseWheelSource::Wheel,
            modifiers: Modifiers::NONE,
        };
        self.frame(vec![Event::PointerMoved(Pos2::new(600.0, 500.0))]);
        (0..count).map(|_| self.frame(vec![turn(60.0)])).collect()
    }

    /// Opens the find bar, types `words` and waits for their places.
    pub(crate) fn find(&mut self, words: &str) {
        self.frame(vec![press(Key::F, Modifiers::COMMAND)]);
        self.frames(2);
        self.frame(vec![Event::Text(words.to_owned())]);
        while self.app.desk().running().next().is_some() {
            self.frame(Vec::new());
        }
        self.frames(3);
    }

    /// Presses the mark strip here and there.
    pub(crate) fn jumps(&mut self, count: usize) -> Vec<Duration> {
        let strip = self.app.front_view().unwrap().strip_rect();
        let mut times = Vec::new();
        let mut at: usize = 1;
        for _ in 0..count {
            at = (at * 48_271) % 2_147_483_647;
            let share = (at % 10_007) as f32 / 10_007.0;
            let pos = Pos2::new(strip.center().x, strip.top() + strip.height() * share);
            let (button, modifiers) = (PointerButton::Primary, Modifiers::NONE);
            self.frame(vec![Event::PointerMoved(pos)]);
            times.push(self.frame(vec![Event::PointerButton { pos, button, pressed: true, modifiers }]));
            self.frame(vec![Event::PointerButton { pos, button, pressed: false, modifiers }]);
        }
        times
    }

    /// Selects words and presses a label's key while a snapshot is held, as it is while the session is saved. Gives the
    /// times of the frame with the key and of the next one, which must show the mark.
    pub(crate) fn tag(&mut self) -> (Duration, Duration) {
        let by_word = Modifiers::COMMAND | Modifiers::SHIFT;
        self.frame(vec![press(Key::Escape, Modifiers::NONE)]);
        self.frame(vec![press(Key::ArrowRight, Modifiers::COMMAND)]);
        self.frame(vec![press(Key::ArrowRight, by_word), press(Key::ArrowRight, by_word)]);
        self.frames(3);
        let held = self.app.desk().bench.snapshot();
        let before = self.app.desk().bench.session().mention_count();
        let key = self.frame(vec![press(Key::Num1, Modifiers::NONE)]);
        let next = self.frame(Vec::new());
        let bench = &self.app.desk().bench;
        assert_eq!(bench.session().mention_count(), before + 1, "the key has tagged");
        let made = bench.view.mention.unwrap();
        assert!(self.app.front_view().unwrap().tag_rect(made.0).is_some(), "the next frame shows the mark");
        drop(held);
        (key, next)
    }
}

pub(crate) fn press(key: Key, modifiers: Modifiers) -> Event {
    Event::Key { key, physical_key: Some(key), pressed: true, repeat: false, modifiers }
}

/// The view alone.
pub(crate) struct Page {
    ctx: Context,
    pub(crate) view: ArticleView,
    engine: TextEngine,
    pub(crate) text: String,
    pub(crate) marks: MarkSet,
    style: ReadingStyle,
}

impl Page {
    pub(crate) fn new(bytes: usize) -> Self {
        let text = text_of(bytes);
        let marks = MarkSet::new(marks_of(text.len()));
        let (view, engine, style) = (ArticleView::new(), TextEngine::bundled_only(), ReadingStyle::light());
        Self { ctx: Context::default(), view, engine, text, marks, style }
    }

    /// One frame with tessellation; gives the number of primitives, so that nothing is optimised away.
    pub(crate) fn frame(&mut self) -> usize {
        let screen_rect = Some(Rect::from_min_size(Pos2::ZERO, SCREEN));
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

    pub(crate) fn frames(&mut self, count: usize) -> Vec<Duration> {
        let timed = |page: &mut Self| {
            let begun = Clock::instant();
            black_box(page.frame());
            begun.elapsed()
        };
        (0..count).map(|_| timed(self)).collect()
    }

    /// Measures every height as the window does; gives the time of each frame's share.
    pub(crate) fn exact_heights(&mut self) -> Vec<Duration> {
        self.frame();
        let mut times = Vec::new();
        loop {
            let begun = Clock::instant();
            let millis_left = || 1.8 - begun.elapsed().as_secs_f32() * 1000.0;
            let goes_on = self.view.measure(&mut self.engine, &self.text, millis_left);
            times.push(begun.elapsed());
            if !goes_on {
                return times;
            }
        }
    }
}
