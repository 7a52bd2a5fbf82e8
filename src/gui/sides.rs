//! The panes on both sides of the text. Where the window is too narrow for all three, as when it is much enlarged, the text
//! keeps the room and a side pane comes when it is asked for.
//!
//! It does not know what the rows in them mean.

use super::app::{App, Pane, kept_room};
use super::conflict_list::open_conflicts_ui;
use super::inspector::Subject;
use super::label_panel::label_panel_ui;
use super::quarantine::quarantine_ui;
use super::request::Requests;
use super::tour::{Spot, mark};
use super::widgets::section_ui;
use crate::gui::language::tr;
use crate::model::{Session, Shard};
use eframe::egui::{Align, Context, Frame, Layout, Panel, Rect, ScrollArea, Ui};

/// Width in points below which the articles, and the side panel as well, are shown on demand alone.
const ROOM_FOR_ARTICLES: f32 = 700.0;
const ROOM_FOR_BOTH: f32 = 540.0;
/// Width in points below which the guidelines take the place of the articles.
const ROOM_FOR_PAGES: f32 = 1450.0;
/// Least width of the text beside the guidelines.
const LEAST_TEXT: f32 = 200.0;

/// Height in points below which the side panel scrolls as a whole, and what its list of mentions has then.
const ROOM_FOR_PARTS: f32 = 460.0;
const LIST_HEIGHT: f32 = 220.0;

/// Rows of the list of mentions that a selected mention leaves room for.
const LEAST_ROWS: u8 = 4;

/// How high the parts of the side panel may get.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Height {
    /// They share the panel's height.
    Shared,
    /// Each is as high as what stands in it.
    AsNeeded,
}

impl Height {
    /// Draws a part; from its top where it shows something else than before.
    fn part_ui(self, ui: &mut Ui, id: &str, room: f32, is_new: bool, add: impl FnOnce(&mut Ui)) {
        match self {
            Self::Shared => {
                let area = ScrollArea::vertical().id_salt(id).max_height(room).auto_shrink([false, true]);
                let area = if is_new { area.vertical_scroll_offset(0.0) } else { area };
                area.show(ui, add);
            }
            Self::AsNeeded => {
                ui.push_id(id, add);
            }
        }
    }
}

/// What the list of `count` mentions has at least beside a selected one: its heading, its filter and a few rows.
fn list_height(count: usize) -> f32 {
    let rows = u8::try_from(count).unwrap_or(LEAST_ROWS).min(LEAST_ROWS);
    80.0 + 25.0 * f32::from(rows)
}

/// What stands between a selected mention and the list: conflicts, mentions without a place, suggestions.
fn others_height(session: &Session, shard: &Shard, has_no_suggestions: bool) -> f32 {
    let conflicts = if session.conflicts.is_empty() { 0.0 } else { 30.0 };
    let waiting = if shard.quarantine.is_empty() { 0.0 } else { 60.0 };
    conflicts + waiting + if has_no_suggestions { 0.0 } else { 66.0 }
}

impl App {
    /// Draws what stands on the left of the text; gives the room of the side panel on its right, where it is shown.
    pub(super) fn sides_ui(&mut self, ui: &mut Ui, frame: Frame, requests: &mut Requests) -> Option<Rect> {
        let width = ui.available_width();
        // A pane that was asked for on a small window keeps its width apart from the usual one.
        let (left, right) = match (width < ROOM_FOR_BOTH, self.aside) {
            (false, None | Some(Pane::Text)) if self.hides_labels(width) => (None, None),
            (false, None | Some(Pane::Text | Pane::Side)) if self.hides_articles(width) => (None, Some("side")),
            (false, _) if width >= ROOM_FOR_ARTICLES => (Some("articles"), Some("side")),
            (false, Some(Pane::Articles)) => (Some("articles"), Some("side")),
            (false, _) => (None, Some("side")),
            (true, Some(Pane::Articles)) => (Some("articles alone"), None),
            (true, Some(Pane::Side)) => (None, Some("side alone")),
            (true, _) => (None, None),
        };
        let share = |usual: f32| if width < ROOM_FOR_BOTH { 0.55 } else { usual };
        if let Some(id) = left {
            let sizes = 130.0..=(width * share(0.24)).clamp(140.0, 460.0);
            let list = Panel::left(id).default_size(270.0).size_range(sizes).frame(frame).show(ui, |ui| {
                let front = self.desk.bench.view.article;
                let session = self.desk.bench.session();
                self.articles.ui(ui, session, front, &mut self.caches, &mut self.engine, &self.theme, requests);
            });
            mark(ui.ctx(), Spot::Articles, list.response.rect);
        }
        let sizes = 200.0..=(width * share(0.34)).clamp(230.0, 560.0);
        right.map(|id| kept_room(Panel::right(id).default_size(330.0).size_range(sizes).frame(frame), ui))
    }

    /// Whether the guidelines have the room of the articles.
    fn hides_articles(&self, width: f32) -> bool {
        self.shows_pages() && width < ROOM_FOR_PAGES
    }

    /// Whether they have the room of the side panel as well.
    fn hides_labels(&self, width: f32) -> bool {
        self.shows_pages() && width < ROOM_FOR_ARTICLES
    }

    /// Draws, on a narrow window, the buttons that bring the side panes and take them away.
    pub(super) fn aside_buttons_ui(&mut self, ui: &mut Ui) {
        let width = ui.ctx().content_rect().width();
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            for (pane, name, room) in
                [(Pane::Side, tr!("Labels"), ROOM_FOR_BOTH), (Pane::Articles, tr!("Articles"), ROOM_FOR_ARTICLES)]
            {
                let is_shown = self.aside == Some(pane);
                let gives_way = match pane {
                    Pane::Side => self.hides_labels(width),
                    _ => self.hides_articles(width),
                };
                let is_hidden = width < room || gives_way;
                if is_hidden && self.shows_articles() && ui.selectable_label(is_shown, name).clicked() {
                    self.aside = Some(pane).filter(|_| !is_shown);
                }
            }
        });
    }

    /// Draws the side panel.
    pub(super) fn side_ui(&mut self, ui: &mut Ui, requests: &mut Requests) {
        if ui.available_height() >= ROOM_FOR_PARTS {
            self.side_parts_ui(ui, Height::Shared, requests);
            return;
        }
        // Too low for three parts that scroll by themselves: all of it scrolls.
        let area = ScrollArea::vertical().id_salt("side").auto_shrink([false, false]);
        area.show(ui, |ui| self.side_parts_ui(ui, Height::AsNeeded, requests));
    }

    fn side_parts_ui(&mut self, ui: &mut Ui, height: Height, requests: &mut Requests) {
        let shard = self.front();
        let session = self.desk.bench.session();
        let counts = shard.as_ref().map(|shard| self.caches.counts(shard).clone()).unwrap_or_default();
        section_ui(ui, &self.theme, tr!("LABELS"));
        // As high as there are labels; a long schema scrolls, and gives way where a mention is selected.
        let is_selected = self.desk.bench.view.mention.is_some();
        let room = (ui.available_height() * if is_selected { 0.28 } else { 0.45 }).max(150.0);
        height.part_ui(ui, "labels", room, false, |ui| {
            label_panel_ui(ui, &session.schema, self.armed.as_ref(), &counts, &mut self.engine, &self.theme, requests);
        });
        let Some(shard) = shard else { return };
        ui.separator();
        let selected = self.desk.bench.view.mention.and_then(|id| shard.mentions.get(id));
        if let Some(mention) = selected {
            section_ui(ui, &self.theme, tr!("SELECTED MENTION"));
            let (by, edits) = (self.desk.bench.annotator().id, self.desk.bench.edits());
            if !session.alignments.is_empty() && !self.register.count_on(session, edits) {
                ui.ctx().request_repaint();
            }
            let below = list_height(shard.mentions.len()) + others_height(session, &shard, self.suggestions.is_empty());
            let room = (ui.available_height() - below).max(160.0);
            let is_new = self.inspector.shown() != Some(mention.id);
            height.part_ui(ui, "inspector", room, is_new, |ui| {
                let (register, theme) = (&self.register, &self.theme);
                let subject = Subject { session, shard: &shard, mention, register, by, edits, theme };
                self.inspector.ui(ui, subject, &mut self.engine, requests);
            });
            ui.separator();
        }
        open_conflicts_ui(ui, session, &self.theme, requests);
        quarantine_ui(ui, &session.schema, &shard, &mut self.engine, &self.theme, requests);
        self.follow_suggestions(&shard);
        let session = self.desk.bench.session();
        if !self.suggestions.is_empty() {
            section_ui(ui, &self.theme, tr!("SUGGESTIONS"));
            ui.scope(|ui| {
                self.suggestions.ui(ui, session, &mut self.engine, &self.theme, requests);
            });
            ui.separator();
        }
        section_ui(ui, &self.theme, tr!("MENTIONS IN THIS ARTICLE"));
        let selected = self.desk.bench.view.mention;
        ui.scope(|ui| {
            if height == Height::AsNeeded {
                ui.set_max_height(LIST_HEIGHT);
            }
            self.mentions.ui(ui, &session.schema, &shard, selected, &mut self.engine, &self.theme, requests);
        });
    }

    pub(super) fn move_pane(&mut self, ctx: &Context, step: isize) {
        let mut panes = vec![Pane::Articles, Pane::Text, Pane::Pages, Pane::Side];
        panes.retain(|pane| *pane != Pane::Pages || self.shows_pages());
        let at = panes.iter().position(|pane| *pane == self.pane).unwrap_or_default();
        let to = if step > 0 { at + 1 } else { at + panes.len() - 1 };
        if let Some(pane) = panes.get(to % panes.len()) {
            self.focus_pane(ctx, *pane);
        }
    }

    pub(super) fn focus_pane(&mut self, ctx: &Context, pane: Pane) {
        self.pane = pane;
        self.aside = Some(pane).filter(|pane| matches!(pane, Pane::Articles | Pane::Side));
        match pane {
            Pane::Articles => self.articles.take_focus = true,
            Pane::Text => self.focus_text = true,
            Pane::Pages => self.pages.take_focus = true,
            Pane::Side => self.mentions.take_focus = true,
        }
        ctx.request_repaint();
    }
}

/// Draws the panel of the guidelines without anything in it; its room, or none where the text needs all there is.
pub(super) fn pages_room(ui: &mut Ui, frame: Frame) -> Option<Rect> {
    let width = ui.available_width();
    let most = (width - LEAST_TEXT).min(width * 0.5);
    (most >= 180.0).then(|| {
        let panel = Panel::right("guidelines").default_size(320.0).size_range(180.0..=most);
        kept_room(panel.frame(frame), ui)
    })
}
