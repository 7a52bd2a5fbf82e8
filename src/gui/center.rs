//! The middle of the window: the article in front with its header, or what to do where there is none.

use super::actions::Action;
use super::app::App;
use super::article::{CaptionStyle, CaptionWeight, Click, Outcome, ReadingStyle, Scene, Selection, TextEngine, Trim};
use super::banners::banners_ui;
use super::caches::suggestion_of;
use super::card::{card_ui, more_ui};
use super::cleaning::{cleaned_card_ui, waiting_ui};
use super::keymap::key_now;
use super::missing_fonts::MissingFonts;
use super::notices::Weight;
use super::panes::close_pane_ui;
use super::quick_select::QuickSelect;
use super::reading::reading_button_ui;
use super::request::{Request, Requests};
use super::theme::Theme;
use super::tour::{Spot, mark};
use crate::gui::language::tr;
use crate::model::{ArticleId, MentionId, Origin, ReadingStatus, Session, Shard};
use crate::store::takes_dropped_files;
use crate::text::{ByteOffset, Span, snap_span, trim_span};
use crate::workbench::{Clock, Desk, tag};
use eframe::egui;
use eframe::egui::{Align, Frame, Layout, Margin, RichText, Ui};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

/// What a frame may spend on the heights of text that is not on screen; it is counted by the clock, because what a byte takes
/// differs by ten times from machine to machine and from script to script.
const MEASURING: Duration = Duration::from_micros(1800);

/// What the middle remembers between frames.
#[derive(Debug, Default)]
pub(super) struct Center {
    /// The article view's widget, once it was drawn.
    pub(super) text_id: Option<egui::Id>,
    /// Whether the reading settings are to be opened or closed in the next frame.
    pub(super) toggle_reading: bool,
    pub(super) missing_fonts: MissingFonts,
    /// The mention of each article that was selected last, to which fragments are added.
    pub(super) last_mentions: BTreeMap<ArticleId, MentionId>,
    /// The mention for which another end of a relation is being chosen.
    pub(super) relating: Option<MentionId>,
    /// What that other end is chosen for.
    pub(super) aim: super::relate::Aim,
    /// How often the session had been changed when a double click was about to tag a word.
    pub(super) word_tagged_at: Option<u64>,
    /// The line for typing to find and select, while it is open.
    pub(super) quick: Option<QuickSelect>,
}

impl App {
    pub(super) fn center_ui(&mut self, ui: &mut Ui, requests: &mut Requests) {
        banners_ui(ui, &self.desk, &mut self.engine, &self.theme, requests);
        if self.compare.is_shown {
            self.compare_ui(ui, requests);
        } else if self.register.is_shown {
            self.register_ui(ui, requests);
        } else if self.review.is_shown {
            self.review_ui(ui, requests);
        } else if self.search.is_shown {
            self.search_ui(ui, requests);
        } else {
            self.panes_ui(ui, requests);
        }
    }

    /// Draws the article in front.
    pub(super) fn article_ui(&mut self, ui: &mut Ui, requests: &mut Requests) {
        let Some(shard) = self.front() else {
            empty_ui(ui, &self.theme, requests);
            return;
        };
        header_frame(ui).show(ui, |ui| {
            let toggle = std::mem::take(&mut self.center.toggle_reading);
            let closable = self.closable();
            let Desk { bench, settings, .. } = &mut self.desk;
            let (engine, theme) = (&mut self.engine, &self.theme);
            header_ui(ui, bench.session(), &shard, engine, theme, theme.text.0, requests, |ui, requests| {
                close_pane_ui(ui, closable, requests);
                reading_button_ui(ui, settings, toggle, theme, requests);
                waiting_ui(ui, &shard, theme, requests);
            });
        });
        ui.separator();
        self.find_ui(ui, &shard, requests);
        self.foot_ui(ui, &shard, requests);
        let outcome = self.text_ui(ui, &shard);
        mark(ui.ctx(), Spot::Text, outcome.response.rect);
        self.copy_signs_ui(ui, &shard, outcome.response.rect, requests);
        self.take_outcome(ui, &shard, outcome, requests);
    }

    /// Draws the article of a pane that waits beside the active one; says whether it has just been given the keyboard.
    pub(super) fn waiting_article_ui(&mut self, ui: &mut Ui, requests: &mut Requests) -> bool {
        let Some(shard) = self.front() else { return false };
        header_frame(ui).show(ui, |ui| {
            let closable = self.closable();
            let (session, engine, theme) = (self.desk.bench.session(), &mut self.engine, &self.theme);
            header_ui(ui, session, &shard, engine, theme, theme.text_muted.0, requests, |ui, requests| {
                close_pane_ui(ui, closable, requests);
            });
        });
        ui.separator();
        let wants_focus = std::mem::take(&mut self.focus_text);
        let outcome = self.text_ui(ui, &shard);
        self.copy_signs_ui(ui, &shard, outcome.response.rect, requests);
        self.focus_text = wants_focus;
        let is_used = outcome.response.gained_focus() || outcome.selection.is_some();
        let text_id = self.center.text_id;
        self.take_outcome(ui, &shard, outcome, requests);
        if !is_used && requests.is_empty() {
            self.center.text_id = text_id;
        }
        is_used
    }

    fn text_ui(&mut self, ui: &mut Ui, shard: &Arc<Shard>) -> Outcome {
        let typeface = self.typeface();
        let settings = &self.desk.settings;
        let style = ReadingStyle {
            line_height: settings.line_height,
            paragraph_numbers: settings.paragraph_numbers,
            ..self.theme.reading_style(typeface, settings.font_size, settings.reading_chars)
        };
        let trim = if settings.trim { Trim::Edges } else { Trim::Nothing };
        let snap = settings.snap;
        let selected = self.desk.bench.view.mention.map(|id| id.0);
        let session = self.desk.bench.session();
        let links = self.caches.links(session, shard, &self.theme, self.desk.bench.view.mention);
        let derived = self.caches.derived(session, shard, &self.theme);
        let scene = Scene {
            name: shard.title(),
            text: shard.article.text(),
            marks: &derived.marks,
            selected,
            links: &links,
            dimmed: &derived.dimmed,
            found: self.find.found_in(shard.id()),
            style: &style,
            snap,
            trim,
        };
        let view = self.views.entry(shard.id()).or_default();
        view.show_cleaned(&derived.cleaned);
        let outcome = view.ui(ui, &mut self.engine, &scene);
        let panes = if self.desk.bench.beside.is_some() { 2 } else { 1 };
        let until = Clock::instant() + MEASURING / panes;
        let millis_left = || until.saturating_duration_since(Clock::instant()).as_secs_f32() * 1000.0;
        if view.measure(&mut self.engine, scene.text, millis_left) {
            ui.ctx().request_repaint();
        }
        let missing = view.missing();
        let notices = &mut self.notices;
        let is_on_show = |text: &str| notices.all().iter().any(|notice| notice.text == text);
        let fonts = &mut self.center.missing_fonts;
        if let Some(message) = fonts.message(shard.id(), &shard.article.name, &missing, is_on_show) {
            notices.replace(&message.instead_of, Weight::Warning, message.text);
        }
        if self.focus_text && !self.is_covered() {
            outcome.response.request_focus();
            self.focus_text = false;
        }
        outcome
    }

    fn take_outcome(&mut self, ui: &mut Ui, shard: &Shard, outcome: Outcome, requests: &mut Requests) {
        self.center.text_id = Some(outcome.response.id);
        // A pane that is about to take the keyboard is drawn later or in the next frame.
        let is_given_away = self.mentions.take_focus || self.articles.take_focus;
        if outcome.response.has_focus() && !is_given_away {
            self.pane = super::app::Pane::Text;
        }
        if let Some(raw) = outcome.released {
            let span = self.widened(shard, raw);
            if let Some(view) = self.views.get_mut(&shard.id()) {
                view.set_selection(Selection::of(span));
            }
            match self.armed.clone() {
                Some(label) if !span.is_empty() => {
                    self.follow_clicks(outcome.grain, requests);
                    requests.push(Request::Do(tag(shard.id(), &label, span)));
                }
                _ => requests.push(Request::SelectMention(None)),
            }
        }
        if let Some(click) = &outcome.clicked {
            self.take_click(shard, click, requests);
        }
        self.take_gestures(shard, &outcome, requests);
        if let Some(key) = outcome.jump {
            requests.push(Request::ScrollTo(MentionId(key)));
        }
        let (session, theme) = (self.desk.bench.session(), &self.theme);
        for more in &outcome.more {
            more_ui(more, session, shard, &mut self.engine, theme, requests);
        }
        let dragging = ui.input(|input| input.pointer.any_down());
        if let Some(key) = outcome.hovered.filter(|_| !dragging) {
            let told = self.caches.told(session, shard, theme, MentionId(key));
            let (engine, told) = (&mut self.engine, told.as_deref());
            outcome.response.on_hover_ui_at_pointer(|ui| card_ui(ui, (session, shard, key), told, engine, theme));
        } else if let Some(byte) = outcome.pointed.filter(|_| !dragging)
            && let Some(mark) = self.views.get(&shard.id()).and_then(|view| view.cleaned_at(byte))
        {
            let engine = &mut self.engine;
            outcome.response.on_hover_ui_at_pointer(|ui| cleaned_card_ui(ui, shard, mark, engine, theme));
        }
    }

    /// What a drag means: whole words or sentences, without stray edges.
    pub(super) fn widened(&self, shard: &Shard, raw: Span) -> Span {
        let text = shard.article.text();
        let snapped = snap_span(text, raw, self.desk.settings.snap);
        if self.desk.settings.trim { trim_span(text, snapped) } else { snapped }
    }

    /// A click on marks selects the innermost; again, the next one out.
    fn take_click(&mut self, shard: &Shard, click: &Click, requests: &mut Requests) {
        let stack: Vec<MentionId> =
            click.stack.iter().map(|key| MentionId(*key)).filter(|id| shard.mentions.contains(*id)).collect();
        let now = self.desk.bench.view.mention;
        let chosen = next_out(&stack, now);
        let suggested = click.stack.iter().find_map(|key| suggestion_of(shard, *key));
        if let Some(suggestion) = suggested.filter(|_| chosen.is_none()) {
            requests.push(Request::ShowSuggestion(shard.id(), suggestion.id));
        }
        requests.push(Request::SelectMention(chosen));
    }

    /// The mentions at the caret, innermost first.
    pub(super) fn stack_at_caret(&mut self, shard: &Arc<Shard>) -> Vec<MentionId> {
        let Some(view) = self.views.get(&shard.id()) else { return Vec::new() };
        let caret = view.selection().caret;
        let derived = self.caches.derived(self.desk.bench.session(), shard, &self.theme);
        let mut stack = derived.marks.stack_at(caret);
        if stack.is_empty() {
            stack = derived.marks.stack_at(ByteOffset(caret.0.saturating_sub(1)));
        }
        stack.into_iter().map(MentionId).filter(|id| shard.mentions.contains(*id)).collect()
    }
}

/// The member of `stack` behind `now`, or the first one.
pub(super) fn next_out(stack: &[MentionId], now: Option<MentionId>) -> Option<MentionId> {
    let at = now.and_then(|now| stack.iter().position(|id| *id == now));
    at.and_then(|at| stack.get(at + 1)).or(stack.first()).copied()
}

#[expect(clippy::too_many_arguments, reason = "what the header shows comes from all of these")]
fn header_ui(
    ui: &mut Ui,
    session: &Session,
    shard: &Shard,
    engine: &mut TextEngine,
    theme: &Theme,
    headline_color: egui::Color32,
    requests: &mut Requests,
    buttons_ui: impl FnOnce(&mut Ui, &mut Requests),
) {
    let metadata = &shard.metadata;
    let guess = |origin: Origin| if origin == Origin::Guessed { tr!(" (guessed)") } else { "" };
    let mut parts = Vec::new();
    if let Some(outlet) = &metadata.outlet {
        parts.push(format!("{}{}", session.outlet_name(shard), guess(outlet.origin)));
    }
    if let Some(author) = &metadata.author {
        parts.push(format!("{}{}", author.value, guess(author.origin)));
    }
    if let Some(published) = &metadata.published {
        parts.push(format!("{}{}", published.value.display(), guess(published.origin)));
    }
    let is_guess = metadata.headline.as_ref().is_some_and(|headline| headline.origin == Origin::Guessed);
    if is_guess {
        parts.push(tr!("headline (guessed)").to_owned());
    }
    parts.push(shard.article.source.file.clone());
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let (text, hint) = match metadata.status {
                ReadingStatus::Unread => (tr!("not read"), tr!("Mark as being read (M)")),
                ReadingStatus::Reading => (tr!("reading"), tr!("Mark as read (M)")),
                ReadingStatus::Read => (tr!("read"), tr!("Mark as not read (M)")),
            };
            if ui.button(text).on_hover_text(hint).clicked() {
                requests.push(Request::Act(Action::CycleStatus));
            }
            buttons_ui(ui, requests);
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let (size, weight, color) = (13.5, CaptionWeight::Regular, theme.text_muted.0);
                engine.caption_ui(ui, &parts.join("  ·  "), &CaptionStyle { size, weight, max_rows: 1, color });
            });
        });
    });
    let hint = if is_guess {
        tr!("This headline is a guess; click for the details (F4)")
    } else {
        tr!("Click for the details (F4)")
    };
    let max_rows = if is_low(ui) { 1 } else { 4 };
    let style = CaptionStyle { size: 17.0, weight: CaptionWeight::Strong, max_rows, color: headline_color };
    let shown = engine.caption_ui(ui, shard.title(), &style);
    // The action has its key and its place in the menu; Tab need not stop here too.
    if shown.interact(egui::Sense::CLICK).clicked() {
        requests.push(Request::Act(Action::Details));
    }
    shown.on_hover_ui(|ui| {
        if max_rows == 1 {
            ui.set_min_width(280.0);
            engine.caption_ui(ui, shard.title(), &CaptionStyle { max_rows: 8, ..style });
        }
        ui.label(hint);
    });
}

/// Whether the window, measured in points, is so low that the text needs the header's room.
fn is_low(ui: &Ui) -> bool {
    ui.ctx().content_rect().height() < 440.0
}

fn header_frame(ui: &Ui) -> Frame {
    let margin = if is_low(ui) {
        Margin { left: 14, right: 14, top: 5, bottom: 3 }
    } else {
        Margin { left: 28, right: 28, top: 14, bottom: 10 }
    };
    Frame::new().inner_margin(margin)
}

fn empty_ui(ui: &mut Ui, theme: &Theme, requests: &mut Requests) {
    let width = (ui.available_width() - 24.0).clamp(80.0, 440.0);
    egui::ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        ui.vertical_centered(|ui| {
            ui.add_space((ui.ctx().content_rect().height() * 0.22 - 60.0).max(12.0));
            let centered = |text: RichText| egui::Label::new(text).wrap().halign(Align::Center);
            ui.allocate_ui(egui::vec2(width, 0.0), |ui| {
                ui.set_max_width(width);
                ui.add(centered(RichText::new(tr!("No articles yet")).heading()));
                let drop = if takes_dropped_files() { tr!(" You can also drop them onto this window.") } else { "" };
                let text = tr!("Add the articles that tell one story: text files, or a folder of them.{drop}", drop);
                ui.add(centered(RichText::new(text).color(theme.text_muted.0)));
            });
            ui.add_space(12.0);
            for action in [Action::AddArticles, Action::AddFolder, Action::OpenSession, Action::OpenSample] {
                let Some(info) = action.info() else { continue };
                // Where the key has no room the name comes first.
                let key = if width < 260.0 { String::new() } else { key_now(ui.ctx(), action) };
                let button = egui::Button::new(info.told()).shortcut_text(key).wrap();
                if ui.add(button.min_size(egui::vec2(width.min(300.0), 32.0))).clicked() {
                    requests.push(Request::Act(action));
                }
            }
        });
    });
}
