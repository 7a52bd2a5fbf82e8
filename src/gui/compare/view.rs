//! The Compare view as a whole: head, list of differences, the article with every side's marks, and the versions below it.
//!
//! It shows and asks; it changes nothing.

use super::flow::Ask;
use super::head::head_ui;
use super::keys::{CompareKey, take};
use super::marks::{Ground, Marks};
use super::preview::preview_ui;
use super::rows::{Rows, Wish};
use crate::gui::actions::Action;
use crate::gui::agreement::AgreementForm;
use crate::gui::article::{ArticleView, ReadingStyle, TextEngine};
use crate::gui::keymap::key_now;
use crate::gui::language::tr;
use crate::gui::request::{Request, Requests};
use crate::gui::theme::Theme;
use crate::model::ArticleId;
use crate::text::Span;
use crate::workbench::{Agreed, At, Choice, Desk};
use eframe::egui;
use eframe::egui::{Align, Context, Frame, Id, Margin, Popup, RichText, Ui};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What the view remembers between frames.
#[derive(Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent things that are to be done once or are remembered alone"
)]
pub(in crate::gui) struct CompareView {
    /// Whether it is what the middle of the window shows.
    pub(in crate::gui) is_shown: bool,
    /// What all sides agree on, while it is looked at.
    pub(super) agreed: Option<Arc<Agreed>>,
    pub(super) wish: Wish,
    pub(super) rows: Rows,
    /// The difference that the keys act on.
    pub(super) current: Option<At>,
    /// The article that is shown.
    pub(super) article: Option<usize>,
    /// The difference that the article is to be scrolled to.
    pub(super) jump: Option<At>,
    /// Words of it that are to be shown and selected.
    pub(super) reveal: Option<Span>,
    /// The dialog about agreement as it was closed.
    pub(in crate::gui) agreement: Option<Box<AgreementForm>>,
    pub(super) keys: Vec<CompareKey>,
    pub(super) take_focus: bool,
    pub(super) list_id: Option<Id>,
    pub(super) text_id: Option<Id>,
    pub(super) note_id: Option<Id>,
    pub(super) scroll_to_current: bool,
    /// How far the list is scrolled, in points.
    pub(super) offset: f32,
    pub(super) page: usize,
    /// Why the next decision is made.
    pub(super) note: String,
    pub(super) marks: Marks,
    pub(super) views: BTreeMap<ArticleId, ArticleView>,
    /// Whether the window had the system's focus in the last frame.
    pub(super) had_focus: bool,
}

impl CompareView {
    /// Forgets everything of a session.
    pub(in crate::gui) fn forget(&mut self) {
        *self = Self { is_shown: self.is_shown, take_focus: true, ..Self::default() };
    }

    /// The view of the article that is shown, for tests.
    pub(in crate::gui) fn text_view(&self) -> Option<&ArticleView> {
        self.views.values().next()
    }

    /// Takes the view's keys out of the input, unless something is typed.
    pub(in crate::gui) fn take_keys(&mut self, ctx: &Context, is_typing: bool) {
        if !self.is_shown || self.agreed.is_some() || is_typing || Popup::is_any_open(ctx) {
            return;
        }
        let focused = ctx.memory(egui::Memory::focused);
        // On a button or in the text, arrows and Space have their own use there.
        let is_elsewhere = focused.is_some() && focused != self.list_id;
        self.keys.extend(take(ctx, is_elsewhere));
    }

    /// Makes a difference the one that the keys act on, and shows it.
    pub(super) fn go_to(&mut self, at: At) {
        self.current = Some(at);
        self.jump = Some(at);
        self.scroll_to_current = true;
    }

    /// Draws the view.
    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        desk: &Desk,
        engine: &mut TextEngine,
        theme: &Theme,
        style: &ReadingStyle,
        requests: &mut Requests,
    ) {
        let frame = Frame::new().fill(theme.panel.0).inner_margin(Margin::symmetric(12, 6));
        egui::Panel::top("compare head").frame(frame).show(ui, |ui| head_ui(ui, desk, engine, theme, requests));
        let Some(compared) = desk.sides().compared().cloned() else {
            empty_ui(ui, desk, theme, requests);
            return;
        };
        if let Some(agreed) = self.agreed.clone() {
            preview_ui(ui, &agreed, engine, theme, requests);
            return;
        }
        let ground =
            Ground { compared: &compared, decisions: desk.sides().decisions(), gold: desk.bench.session(), theme };
        self.follow(ground);
        self.carry_out_keys(ground, requests);
        let width = ui.available_width();
        let panel = egui::Panel::left("compare list").default_size((width * 0.34).clamp(240.0, 420.0)).resizable(true);
        let sizes = 200.0..=(width - 320.0).max(220.0);
        let frame = Frame::new().inner_margin(Margin { left: 12, right: 8, top: 8, bottom: 6 });
        panel.size_range(sizes).frame(frame).show(ui, |ui| self.list_ui(ui, ground, engine));
        if let Some(at) = self.current {
            let height = ui.available_height();
            let frame = Frame::new().fill(theme.panel.0).inner_margin(Margin::symmetric(12, 6));
            // Its height is that of the window alone, so that nothing moves from one difference to the next.
            let panel = egui::Panel::bottom("compare versions").exact_size((height * 0.4).clamp(120.0, 270.0));
            let panel = panel.frame(frame);
            panel.show(ui, |ui| self.versions_ui(ui, ground, at, engine, requests));
        }
        if let Some(at) = self.text_ui(ui, ground, engine, style) {
            self.current = Some(at);
            self.scroll_to_current = true;
        }
    }

    /// Takes over another comparison; the difference at hand stays where it is still there.
    fn follow(&mut self, ground: Ground<'_>) {
        let Ground { compared, decisions, .. } = ground;
        let before = self.current.and_then(|at| self.rows.place_of(at));
        if !self.rows.follow(compared, decisions, &self.wish) {
            return;
        }
        let shown = self.rows.shown();
        if self.current.is_none_or(|at| self.rows.place_of(at).is_none()) {
            let next = before.and_then(|place| shown.get(place).or(shown.last())).or(shown.first()).copied();
            self.current = None;
            if let Some(next) = next {
                self.go_to(next);
            }
        }
        if self.article.is_some_and(|article| article >= compared.comparison().articles.len()) {
            self.article = None;
        }
    }

    fn carry_out_keys(&mut self, ground: Ground<'_>, requests: &mut Requests) {
        for key in std::mem::take(&mut self.keys) {
            let choice = match key {
                CompareKey::Take(side) if side < ground.compared.sides().len() => Choice::Side(side),
                CompareKey::Combine => Choice::Combine,
                CompareKey::Rewrite => Choice::Rewrite(0),
                CompareKey::Drop => Choice::Drop,
                CompareKey::NextOpen => {
                    self.go_to_open(ground);
                    continue;
                }
                key => {
                    self.move_by(self.rows.shown().len(), key);
                    continue;
                }
            };
            if let Some(at) = self.current {
                requests.push(Request::Compare(Ask::Decide(at, choice)));
            }
        }
    }

    /// Goes to the next difference that is open.
    pub(super) fn go_to_open(&mut self, ground: Ground<'_>) {
        let place = self.current.and_then(|at| self.rows.place_of(at));
        if let Some(at) = self.rows.next_open(ground.decisions, place) {
            self.go_to(at);
        }
    }
}

/// What to do where there is nothing to compare yet.
fn empty_ui(ui: &mut Ui, desk: &Desk, theme: &Theme, requests: &mut Requests) {
    let width = (ui.available_width() - 24.0).clamp(80.0, 520.0);
    ui.vertical_centered(|ui| {
        ui.add_space((ui.available_height() * 0.2).max(12.0));
        ui.allocate_ui(egui::vec2(width, 0.0), |ui| {
            ui.set_max_width(width);
            let centered = |text: RichText| egui::Label::new(text).wrap().halign(Align::Center);
            let (title, text) = match (desk.is_comparing(), desk.sides().files().len()) {
                (true, _) => (tr!("Reading…"), tr!("The sessions are being read and compared.")),
                (false, 0) => (
                    tr!("Compare annotators"),
                    tr!("Open the sessions of two or more annotators over the same articles. This session becomes the gold session: \
                     what you decide is written into it, with where it came from. The others are read and never changed."),
                ),
                (false, _) => (
                    tr!("One more session is needed"),
                    tr!("Add another annotator’s session, or let this session be a side too."),
                ),
            };
            ui.add(centered(RichText::new(title).heading()));
            ui.add(centered(RichText::new(text).color(theme.text_muted.0)));
            ui.add_space(10.0);
            let key = key_now(ui.ctx(), Action::OpenSides);
            let button = egui::Button::new(tr!("Add sessions…")).shortcut_text(key);
            if ui.add(button.min_size(egui::vec2(220.0, 32.0))).clicked() {
                requests.push(Request::Act(Action::OpenSides));
            }
        });
    });
}
