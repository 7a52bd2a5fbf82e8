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

use byline::codec::default_schema;
use byline::edit::{Change, Edit, Transaction, apply};
use byline::gui::App;
use byline::gui::article::{ArticleView, FoundSet, Mark, MarkLook, MarkSet, ReadingStyle, Scene, TextEngine, Trim};
use byline::model::{
    Annotator, AnnotatorId, AnnotatorKind, Article, ArticleId, Attributes, Ext, Mention, MentionId, Provenance,
    Relation, RelationId, Review, Session, Slug, Source, Timestamp, TransactionId,
};
use byline::store::{Settings, Theme};
use byline::text::{Fragments, Snap, Span};
use byline::workbench::{Clock, Desk, Workbench};
use criterion::{Criterion, criterion_group};
use eframe::egui::{
    Color32, Context, Event, Key, Modifiers, MouseWheelUnit, PointerButton, Pos2, RawInput, Rect, TouchPhase, Vec2,
};
use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

const SENTENCE: &str =
    "Ministers from nine countries met in Geneva on Monday, where the envoy said that talks would go on. ";
const SIZES: [(&str, usize); 4] = [("10 KB", 10_000), ("100 KB", 100_000), ("1 MB", 1_000_000), ("10 MB", 10_000_000)];
const SCREEN: Vec2 = Vec2::new(1280.0, 900.0);
/// Set for the processes that measure memory: the size of the article, and nothing for its session alone.
const MEMORY: &str = "BYLINE_BENCH_MEMORY";

/// News-like text of about `bytes` bytes in paragraphs of three sentences.
fn text_of(bytes: usize) -> String {
    let paragraph = format!("{}\n\n", SENTENCE.repeat(3).trim_end());
    paragraph.repeat(bytes / paragraph.len() + 1)
}

/// An extent per hundred bytes, some nested and some overlapping.
fn spans_of(bytes: usize) -> impl Iterator<Item = (usize, Span)> {
    (0..bytes / 100).map(move |number| {
        let start = number * 100 + (number * 37) % 61;
        let len = 5 + (number * 53) % 120;
        (number, Span::bytes(start, (start + len).min(bytes)))
    })
}

fn marks_of(bytes: usize) -> Vec<Mark> {
    let colors = [Color32::from_rgb(31, 111, 196), Color32::from_rgb(192, 95, 10), Color32::from_rgb(17, 134, 99)];
    let mark = |(number, span): (usize, Span)| Mark {
        key: number as u64,
        spans: Box::new([span]),
        color: colors[number % 3],
        tag: ["Actor", "Event", "Claim"][number % 3].into(),
        look: MarkLook::Work,
    };
    spans_of(bytes).map(mark).collect()
}

fn mention_of(text: &str, labels: &[Slug], number: usize, span: Span) -> Mention {
    let fragments = Fragments::new(text, vec![span]).unwrap();
    // Ids are random in a session, and records do not come in the order of the text.
    let id = MentionId((number as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    Mention {
        id,
        label: labels[number % labels.len()].clone(),
        quote: fragments.quote(text).unwrap(),
        fragments,
        entry: None,
        attributes: Attributes::new(),
        confidence: None,
        flags: vec![],
        notes: vec![],
        review: Review::default(),
        provenance: Provenance::default(),
        by: AnnotatorId(1),
        created: Timestamp::default(),
        modified: None,
        ext: Ext::default(),
    }
}

/// From every tenth mention to the three behind it.
fn relations_of(session: &Session) -> Vec<Relation> {
    let label = &session.schema.relation_types[0].id;
    let mentions = session.shards()[1].mentions_in_order();
    let (starts, ahead) = (mentions.iter().step_by(10), 1..4);
    let ends = starts.enumerate().flat_map(|(number, from)| {
        let targets = ahead.clone().map(move |step| (step, number * 10 + step));
        targets.map(move |(step, place)| (RelationId((number * 4 + step) as u64), from.id, place))
    });
    let relation = |(id, from, place): (RelationId, MentionId, usize)| {
        Some(Relation {
            id,
            label: label.clone(),
            role: None,
            from,
            to: mentions.get(place)?.id,
            attributes: Attributes::new(),
            confidence: None,
            flags: vec![],
            notes: vec![],
            review: Review::default(),
            provenance: Provenance::default(),
            by: AnnotatorId(1),
            created: Timestamp::default(),
            modified: None,
            ext: Ext::default(),
        })
    };
    ends.filter_map(relation).collect()
}

fn annotator() -> Annotator {
    let kind = AnnotatorKind::Person;
    Annotator { id: AnnotatorId(1), name: "Analyst".to_owned(), kind, note: String::new(), ext: Ext::default() }
}

fn article_edit(id: u64, text: &str) -> Edit {
    let source = Source {
        file: format!("{id}.txt"),
        sha256: "9f".repeat(32),
        bytes: text.len() as u64,
        encoding: "utf-8".to_owned(),
        media_type: "text/plain".to_owned(),
        map: vec![],
        original: None,
        retrieved: None,
    };
    let (id, name) = (ArticleId(id), format!("{id}.txt"));
    let article = Article::new(id, name, source, text.into(), AnnotatorId(1), Timestamp::default());
    Edit::Article { position: usize::MAX, change: Change::insert(article) }
}

/// A session of a short article and, behind it, one of `bytes` bytes with a mention per hundred.
fn session_of(bytes: usize) -> Session {
    let text = text_of(bytes);
    let labels = ["actor", "event", "claim"].map(|label| Slug::new(label).unwrap());
    let mut session = Session::new("Benchmark", default_schema(), Timestamp::default());
    let mut edits = vec![Edit::Annotator(Change::insert(annotator())), article_edit(1, "Short.")];
    edits.push(article_edit(2, &text));
    let mentions = spans_of(text.len()).map(|(number, span)| mention_of(&text, &labels, number, span));
    edits.extend(mentions.map(|mention| Edit::Mention(ArticleId(2), Change::insert(mention))));
    fill(&mut session, edits);
    let relations = relations_of(&session).into_iter();
    let edits = relations.map(|relation| Edit::Relation(ArticleId(2), Change::insert(relation))).collect();
    fill(&mut session, edits);
    session
}

fn fill(session: &mut Session, edits: Vec<Edit>) {
    let (id, name, by, at) = (TransactionId(1), "Fill".to_owned(), AnnotatorId(1), Timestamp::default());
    apply(session, &Transaction { id, name, by, at, edits }).unwrap();
}

/// The whole window, fed with events.
struct Window {
    ctx: Context,
    app: App,
    frames: f64,
}

impl Window {
    fn new(session: Session) -> Self {
        let settings = Settings { theme: Theme::Light, autosave_secs: 0, ..Settings::default() };
        let clock = Clock::Fixed(Timestamp::default());
        let mut desk = Desk::new(settings, clock, Arc::new(|| {}));
        desk.bench = Workbench::with(session, annotator(), clock, 7);
        let ctx = Context::default();
        let app = App::with_engine(&ctx, desk, TextEngine::bundled_only());
        let mut window = Self { ctx, app, frames: 0.0 };
        for _ in 0..5 {
            window.frame(Vec::new());
        }
        window
    }

    /// One frame: events, layout, what was asked for, tessellation. Gives the time it took.
    fn frame(&mut self, events: Vec<Event>) -> Duration {
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
    fn open(&mut self) -> Duration {
        self.frame(vec![Event::Text(">".to_owned())]);
        self.frame(Vec::new())
    }

    /// Draws until every height is exact, then selects a mention with relations and points at it: arcs, the inspector
    /// and the card are in every frame.
    fn settle(&mut self) {
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

    fn frames(&mut self, count: usize) -> Vec<Duration> {
        (0..count).map(|_| self.frame(Vec::new())).collect()
    }

    fn wheel(&mut self, count: usize) -> Vec<Duration> {
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

    /// Presses the mark strip here and there.
    fn jumps(&mut self, count: usize) -> Vec<Duration> {
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
    fn tag(&mut self) -> (Duration, Duration) {
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

fn press(key: Key, modifiers: Modifiers) -> Event {
    Event::Key { key, physical_key: Some(key), pressed: true, repeat: false, modifiers }
}

/// The view alone.
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

    fn frames(&mut self, count: usize) -> Vec<Duration> {
        let timed = |page: &mut Self| {
            let begun = Clock::instant();
            black_box(page.frame());
            begun.elapsed()
        };
        (0..count).map(|_| timed(self)).collect()
    }

    /// Measures every height as the window does; gives the time of each frame's share.
    fn exact_heights(&mut self) -> Vec<Duration> {
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

/// Milliseconds that `per_mille` of the times stay below; 500 is the median.
fn share(mut times: Vec<Duration>, per_mille: usize) -> f64 {
    times.sort_unstable();
    millis(times[(times.len() * per_mille / 1000).min(times.len() - 1)])
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// What was measured of one size, in milliseconds.
struct Measured {
    first: f64,
    steady: f64,
    steady_view: f64,
    /// 99th percentile and median.
    wheel: (f64, f64),
    jump: (f64, f64),
    key: f64,
    next: f64,
}

fn measure(bytes: usize) -> Measured {
    let mut window = Window::new(session_of(bytes));
    let first = millis(window.open());
    window.settle();
    let steady = share(window.frames(300), 500);
    let spread = |times: Vec<Duration>| (share(times.clone(), 990), share(times, 500));
    let wheel = spread(window.wheel(600));
    let jump = spread(window.jumps(300));
    let (keys, nexts) = (0..20).map(|_| window.tag()).unzip();
    let mut page = Page::new(bytes);
    page.frames(30);
    let steady_view = share(page.frames(300), 500);
    Measured { first, steady, steady_view, wheel, jump, key: share(keys, 990), next: share(nexts, 990) }
}

/// One line of the table: what, what must hold, what is.
type Row = (String, String, String);

fn row(what: impl Into<String>, must: impl Into<String>, measured: impl Into<String>) -> Row {
    (what.into(), must.into(), measured.into())
}

fn rows_of(name: &str, must_first: &str, measured: &Measured) -> Vec<Row> {
    let ms = |value: f64| format!("{value:.2} ms");
    let both = |(p99, median): (f64, f64)| format!("{p99:.2} ms (median {median:.2})");
    vec![
        row(format!("first frame of the window, {name}"), must_first, ms(measured.first)),
        row(format!("steady frame of the whole window, {name}"), "2 ms", ms(measured.steady)),
        row(format!("steady frame of the view alone, {name}"), "1 ms", ms(measured.steady_view)),
        row(format!("wheel scrolling, p99, whole window, {name}"), "3 ms", both(measured.wheel)),
        row(format!("random jump, p99, whole window, {name}"), "3 ms", both(measured.jump)),
        row(
            format!("label key, then the frame with its mark, p99, {name}"),
            "the next frame",
            format!("next frame: {} + {}", ms(measured.key), ms(measured.next)),
        ),
    ]
}

fn height_rows() -> Vec<Row> {
    let times = Page::new(1_000_000).exact_heights();
    let total: Duration = times.iter().sum();
    let p99 = share(times.clone(), 990);
    vec![
        row("exact heights of 1 MB, in all", "300 ms", format!("{:.0} ms in {} frames", millis(total), times.len())),
        row("exact heights of 1 MB, worst frame", "2 ms", format!("{:.2} ms (p99 {p99:.2})", share(times, 1000))),
    ]
}

fn touching_row() -> Row {
    let marks = MarkSet::new(marks_of(10_000_000));
    let mut at: usize = 1;
    let mut found = 0;
    let begun = Clock::instant();
    for _ in 0..100_000 {
        at = (at * 48_271) % 2_147_483_647;
        let byte = at % 9_990_000;
        found += marks.touching(Span::bytes(byte, byte + 500)).len();
    }
    let micros = millis(begun.elapsed()) * 1000.0 / 100_000.0;
    let each = f64::from(u32::try_from(found).unwrap()) / 100_000.0;
    row("mentions touching 500 bytes among 100,000", "5 us", format!("{micros:.2} us ({each:.1} found)"))
}

/// Resident megabytes of this process, where the system tells.
fn resident_mb() -> Option<f64> {
    let statm = std::fs::read_to_string("/proc/self/statm").ok()?;
    let pages: f64 = statm.split_whitespace().nth(1)?.parse().ok()?;
    Some(pages * 4096.0 / 1e6)
}

/// In a process of its own: what a session of `bytes` adds to an empty window, and what showing it adds to that.
fn print_memory(bytes: usize) {
    let mut warm = Window::new(session_of(1000));
    warm.open();
    let Some(empty) = resident_mb() else { return };
    let session = session_of(bytes);
    let held = resident_mb().unwrap_or_default() - empty;
    let mut window = Window::new(session);
    window.open();
    window.settle();
    println!("{held} {}", resident_mb().unwrap_or_default() - empty - held);
    drop(warm);
}

fn memory_row(name: &str, must: &str, bytes: usize) -> Row {
    let program = std::env::current_exe().unwrap();
    let output = std::process::Command::new(program).env(MEMORY, bytes.to_string()).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let figures: Vec<f64> = text.split_whitespace().filter_map(|figure| figure.parse().ok()).collect();
    let measured = match figures.as_slice() {
        [session, window] => {
            format!("{:.0} MB ({session:.0} the session, {window:.0} the window)", session + window)
        }
        _ => "not known on this system".to_owned(),
    };
    row(format!("memory added, {name}"), must, measured)
}

/// Measurements beside the view: finding over 10 MB belongs here.
fn further_rows() -> Vec<Row> {
    Vec::new()
}

fn print_tables() {
    let measured: Vec<(&str, Measured)> = SIZES.iter().map(|(name, bytes)| (*name, measure(*bytes))).collect();
    let mut rows = rows_of("1 MB / 10,000 mentions", "50 ms", &measured[2].1);
    rows.extend(rows_of("10 MB / 100,000 mentions", "100 ms", &measured[3].1));
    rows.extend(height_rows());
    rows.push(memory_row("1 MB / 10,000 mentions", "30 MB", 1_000_000));
    rows.push(memory_row("10 MB / 100,000 mentions", "120 MB", 10_000_000));
    rows.push(touching_row());
    rows.extend(further_rows());
    println!("\n{:<74} | {:<14} | measured", "work", "must");
    println!("{:-<74}-|-{:-<14}-|-{:-<40}", "", "", "");
    for (what, must, measured) in rows {
        println!("{what:<74} | {must:<14} | {measured}");
    }
    println!(
        "\n{:<10} | first frame | steady window | steady view | wheel p99 | jump p99 | label key + next",
        "growth"
    );
    for (name, one) in measured {
        let Measured { first, steady, steady_view, wheel, jump, key, next } = one;
        println!(
            "{name:<10} | {first:>8.2} ms | {steady:>10.2} ms | {steady_view:>8.2} ms | {:>6.2} ms | {:>5.2} ms | \
             {key:.2} + {next:.2} ms",
            wheel.0, jump.0
        );
    }
    println!();
}

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
