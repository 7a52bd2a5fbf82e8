//! The window under test: two short articles open in it, a pointer, keys, and what came of them.

#![allow(
    dead_code,
    clippy::panic,
    clippy::unwrap_used,
    reason = "every test file uses a part; a missing word or widget is a failed test"
)]

use byline::gui::App;
use byline::gui::article::TextEngine;
use byline::model::{Mention, MentionId, Shard, Timestamp};
use byline::store::{Overwrite, Settings, Theme};
use byline::text::Span;
use byline::workbench::{Clock, Desk};
use eframe::egui::accesskit::{self, ActionData, ActionRequest, Role, TreeId};
use eframe::egui::epaint::TextShape;
use eframe::egui::{Color32, DroppedFile, Event, Key, Modifiers, PointerButton, Pos2, Rect, Shape, Ui, Vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub(crate) const FIRST: &str = "Harbour talks resume\n\nThe Minister of Ports, Ada Kvist, met dockers in Brel on Monday. \
                     She said the quay would stay open.\n\nNobody else spoke.";
pub(crate) const SECOND: &str = "No deal in Brel\n\nAda Kvist left without a deal, the union says.";

/// A file on its way into the window.
#[derive(Debug)]
struct Dropped(PathBuf);

impl DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        Err("the window reads files by their paths, in the background".to_owned())
    }
}

/// The window on two articles in a folder of its own.
pub(crate) struct Story {
    pub(crate) harness: Harness<'static, Option<App>>,
    pub(crate) folder: tempfile::TempDir,
}

impl Story {
    pub(crate) fn begin() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("1.txt"), FIRST).unwrap();
        std::fs::write(folder.path().join("2.txt"), SECOND).unwrap();
        let paths = vec![folder.path().join("1.txt"), folder.path().join("2.txt")];
        let mut story = Self { harness: window(paths), folder };
        story.settle();
        story
    }

    /// A window on these texts, the first of them in front.
    pub(crate) fn of(texts: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = |number: usize| folder.path().join(format!("{number}.txt"));
        for (number, text) in texts.iter().enumerate() {
            std::fs::write(path(number), text).unwrap();
        }
        let paths = (0..texts.len()).map(path).collect();
        let mut story = Self { harness: window(paths), folder };
        story.settle();
        story
    }

    /// Closes the window and opens another one, as at the next start.
    pub(crate) fn again(self, window: impl FnOnce() -> Harness<'static, Option<App>>) -> Self {
        let Self { harness, folder } = self;
        drop(harness);
        let mut story = Self { harness: window(), folder };
        story.settle();
        story
    }

    pub(crate) fn app(&self) -> &App {
        self.harness.state().as_ref().unwrap()
    }

    pub(crate) fn desk(&self) -> &Desk {
        self.app().desk()
    }

    /// Waits for all background work and draws until nothing moves.
    pub(crate) fn settle(&mut self) {
        loop {
            // Work that goes on shows a spinner, which never stops to draw.
            self.harness.step();
            while self.desk().is_busy() {
                self.harness.state_mut().as_mut().unwrap().wait_for_news();
                self.harness.step();
            }
            self.draw();
            if !self.desk().is_busy() {
                return;
            }
        }
    }

    /// Draws until nothing moves; of a long article, whose heights are measured in many frames, a few of them.
    pub(crate) fn draw(&mut self) {
        if self.app().front_view().is_some_and(|view| view.measured_share() < 1.0) {
            self.harness.run_steps(30);
        } else {
            self.harness.run();
        }
    }

    pub(crate) fn shard(&self) -> Arc<Shard> {
        let article = self.desk().bench.view.article.unwrap();
        Arc::clone(self.desk().bench.session().shard(article).unwrap())
    }

    /// The mentions of the article in front, as `label: words`, in text order.
    pub(crate) fn mentions(&self) -> Vec<String> {
        let shard = self.shard();
        shard.mentions_in_order().iter().map(|mention| format!("{}: {}", mention.label, mention.quote)).collect()
    }

    pub(crate) fn selected(&self) -> Option<Mention> {
        let id = self.desk().bench.view.mention?;
        self.shard().mentions.get(id).cloned()
    }

    pub(crate) fn span(&self, words: &str) -> Span {
        let start = self.shard().article.text().find(words).unwrap();
        Span::bytes(start, start + words.len())
    }

    pub(crate) fn rect(&self, words: &str) -> Rect {
        self.app().front_view().unwrap().rect_of(self.span(words)).unwrap()
    }

    /// Drags from the first to the last character of `words`, a little inside of both.
    pub(crate) fn drag(&mut self, words: &str) {
        let rect = self.rect(words);
        let from = rect.left_center() + Vec2::new(1.0, 0.0);
        let to = rect.right_center() - Vec2::new(1.0, 0.0);
        self.harness.hover_at(from);
        self.harness.step();
        self.harness.drag_at(from);
        self.harness.step();
        self.harness.hover_at(from + (to - from) * 0.5);
        self.harness.step();
        self.harness.hover_at(to);
        self.harness.step();
        self.harness.drop_at(to);
        self.draw();
    }

    pub(crate) fn click_at(&mut self, pos: Pos2) {
        self.harness.hover_at(pos);
        for pressed in [true, false] {
            let (button, modifiers) = (PointerButton::Primary, Modifiers::NONE);
            self.harness.event(Event::PointerButton { pos, button, pressed, modifiers });
            self.harness.step();
        }
        self.draw();
    }

    pub(crate) fn double_click(&mut self, words: &str) {
        let pos = self.rect(words).center();
        self.harness.hover_at(pos);
        for pressed in [true, false, true, false] {
            let (button, modifiers) = (PointerButton::Primary, Modifiers::NONE);
            self.harness.event(Event::PointerButton { pos, button, pressed, modifiers });
        }
        self.draw();
    }

    pub(crate) fn press(&mut self, key: Key) {
        self.harness.key_press(key);
        self.draw();
    }

    pub(crate) fn press_with(&mut self, modifiers: Modifiers, key: Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.draw();
    }

    pub(crate) fn click(&mut self, label: &str) {
        // Marks on the text have names as rows of lists do; they are clicked where they stand.
        let mut found =
            self.harness.query_all_by_label(label).filter(|node| node.accesskit_node().role() != Role::Mark);
        found.next().unwrap().click();
        drop(found);
        self.draw();
    }

    /// Lets files go over the window.
    pub(crate) fn drop_onto(&mut self, paths: Vec<PathBuf>) {
        self.drop_without_waiting(paths);
        self.settle();
    }

    /// As [`Self::drop_onto`], and goes on while they are read.
    pub(crate) fn drop_without_waiting(&mut self, paths: Vec<PathBuf>) {
        for path in paths {
            self.harness.input_mut().dropped_files.push(Arc::new(Dropped(path)));
        }
    }

    /// Lets files go over the window and adds the articles that are in them.
    pub(crate) fn drop_and_add(&mut self, paths: Vec<PathBuf>) {
        self.drop_onto(paths);
        self.press_with(Modifiers::COMMAND, Key::Enter);
        self.settle();
    }

    pub(crate) fn saved_to(&mut self, name: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        self.harness.state_mut().as_mut().unwrap().save_as(path.clone(), Overwrite::Refuse);
        self.settle();
        path
    }
}

pub(crate) fn window(paths: Vec<PathBuf>) -> Harness<'static, Option<App>> {
    let settings = Settings {
        theme: Theme::Light,
        annotator_name: "Iris Vale".to_owned(),
        autosave_secs: 0,
        ..Settings::default()
    };
    window_of(settings, paths)
}

pub(crate) fn window_of(settings: Settings, paths: Vec<PathBuf>) -> Harness<'static, Option<App>> {
    window_at(Clock::Fixed(Timestamp::default()), settings, paths)
}

/// A window on `paths` that reads the time from `clock`.
pub(crate) fn window_at(clock: Clock, settings: Settings, paths: Vec<PathBuf>) -> Harness<'static, Option<App>> {
    window_with(TextEngine::bundled_only, clock, settings, paths)
}

/// A window whose article text is set in the fonts of `engine`.
pub(crate) fn window_with(
    engine: fn() -> TextEngine,
    clock: Clock,
    settings: Settings,
    paths: Vec<PathBuf>,
) -> Harness<'static, Option<App>> {
    let mut paths = Some(paths);
    // The tour of the first start has a story of its own.
    let settings = Settings { tour_seen: true, ..settings };
    Harness::builder().with_size(Vec2::new(1280.0, 800.0)).with_max_steps(200).with_step_dt(1.0 / 60.0).build_ui_state(
        move |ui: &mut Ui, app: &mut Option<App>| {
            let app = app.get_or_insert_with(|| {
                let desk = Desk::new(settings.clone(), clock, Arc::new(|| {}));
                let mut app = App::with_engine(ui.ctx(), desk, engine());
                app.start(paths.take().unwrap_or_default(), Vec::new());
                app
            });
            app.frame_ui(ui);
        },
        None,
    )
}

/// Whether something on show has a name with `words` in it.
pub(crate) fn shows(story: &Story, words: &str) -> bool {
    story.harness.query_all_by_label_contains(words).next().is_some()
}

/// The colour that the last surface painted over `pos` has.
pub(crate) fn fill_at(story: &Story, pos: Pos2) -> Option<Color32> {
    let shapes = story.harness.output().shapes.iter().rev().filter(|clipped| clipped.clip_rect.contains(pos));
    shapes
        .filter_map(|clipped| if let Shape::Rect(shape) = &clipped.shape { Some(shape) } else { None })
        .find(|shape| shape.rect.contains(pos) && shape.fill.is_opaque())
        .map(|shape| shape.fill)
}

/// A stretch of text as it is painted.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Painted {
    pub(crate) words: String,
    pub(crate) color: Color32,
    pub(crate) background: Color32,
}

/// Every stretch of text on show.
pub(crate) fn painted(story: &Story) -> Vec<Painted> {
    let texts = story.harness.output().shapes.iter().filter_map(|clipped| match &clipped.shape {
        Shape::Text(text) => Some(text),
        _ => None,
    });
    let of = |text: &TextShape| -> Vec<Painted> {
        let job = &text.galley.job;
        let sections = job.sections.iter().map(|section| {
            let own = section.format.color;
            let color = if own == Color32::PLACEHOLDER { text.fallback_color } else { own };
            let words = job.text.get(section.byte_range.start.0..section.byte_range.end.0).unwrap_or_default();
            Painted { words: words.to_owned(), color, background: section.format.background }
        });
        sections.collect()
    };
    texts.flat_map(of).collect()
}

/// Whether something is painted that says just `words`, as what stands in an empty field does, which has no name.
pub(crate) fn is_painted(story: &Story, words: &str) -> bool {
    painted(story).iter().any(|painted| painted.words == words)
}

/// Presses what can be pressed under this name, as a screen reader does, and waits for what comes of it.
pub(crate) fn press(story: &mut Story, name: &str) {
    let fits = |role: Role| !matches!(role, Role::Label | Role::Mark);
    let found = story.harness.query_all_by_label(name).find(|node| fits(node.accesskit_node().role()));
    found.unwrap_or_else(|| panic!("{name} is not there")).click_accesskit();
    story.settle();
}

/// Writes `words` into a field, as a screen reader does, and waits for what comes of it.
pub(crate) fn write(story: &mut Story, field: &str, words: &str) {
    let node = story.harness.get_by(|node| {
        matches!(node.role(), Role::TextInput | Role::MultilineTextInput) && node.label().as_deref() == Some(field)
    });
    node.focus();
    let target_node = node.accesskit_node().locate().0;
    story.draw();
    let (action, data) = (accesskit::Action::SetValue, Some(ActionData::Value(words.into())));
    let request = ActionRequest { action, target_tree: TreeId::ROOT, target_node, data };
    story.harness.event(Event::AccessKitActionRequest(request));
    story.draw();
    story.settle();
}

/// Tags `words` with the label of a key, whatever was selected before.
pub(crate) fn tag(story: &mut Story, words: &str, key: Key) -> MentionId {
    story.press(Key::Escape);
    story.press(Key::Escape);
    story.drag(words);
    story.press(key);
    story.selected().unwrap().id
}
