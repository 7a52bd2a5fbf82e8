//! The pane beside the article: a field to search the pages, their list, and the page that is open with the labels it explains.
//!
//! It shows and asks; it changes nothing.

use super::ask::PageAsk;
use super::head::{empty_ui, head_ui, heading_ui};
use super::list::{Folded, Found};
use super::page::{PageView, scroll_id};
use crate::edit::Command;
use crate::gui::article::{CaptionStyle, CaptionWeight, FieldRows, TextEngine};
use crate::gui::language::tr;
use crate::gui::request::{Request, Requests};
use crate::gui::theme::Theme;
use crate::gui::widgets::{clipped_galley, row_ui};
use crate::model::{Guideline, GuidelineId, Label, Session, Table};
use eframe::egui;
use eframe::egui::{FontId, Key, Modifiers, Pos2, RichText, ScrollArea, TextEdit, Ui, Vec2, WidgetInfo};
use std::sync::Arc;

/// Points of a row of the list, without and with an excerpt.
const ROW: f32 = 23.0;
const ROW_WITH_EXCERPT: f32 = 39.0;
/// The share of the pane that the list takes at most.
const LIST_SHARE: f32 = 0.3;

/// What the pane remembers.
#[derive(Debug, Default)]
pub(in crate::gui) struct PagesPane {
    pub(super) open: Option<GuidelineId>,
    pub(super) view: PageView,
    /// A label without a page, for which somebody asked.
    pub(super) asked: Option<Label>,
    /// Whether the field takes the keyboard in the next frame.
    pub(in crate::gui) take_focus: bool,
    /// Whether the keyboard is in the field.
    pub(super) has_focus: bool,
    typed: String,
    folded: Folded,
    found: Vec<Found>,
    found_of: Option<(String, Arc<Table<Guideline>>)>,
    /// Whether the list is to show the open page, and the page its beginning.
    follow: bool,
    /// Points to scroll the page in the next frame.
    scroll: f32,
}

impl PagesPane {
    /// Opens a page.
    pub(super) fn show(&mut self, page: GuidelineId) {
        self.open = Some(page);
        self.asked = None;
        self.follow = true;
        let is_listed = self.found.iter().any(|row| row.id == page);
        if !is_listed {
            self.typed.clear();
        }
    }

    /// Whether the keyboard is in its field.
    pub(in crate::gui) fn has_focus(&self) -> bool {
        self.has_focus
    }

    /// Draws the pane; whether the keyboard is to go back to the article.
    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        engine: &mut TextEngine,
        theme: &Theme,
        requests: &mut Requests,
    ) -> bool {
        self.look(session);
        heading_ui(ui, requests);
        self.asked_ui(ui, session, engine, theme, requests);
        if session.guidelines.is_empty() {
            self.has_focus = false;
            empty_ui(ui, theme, std::mem::take(&mut self.take_focus), requests);
            return false;
        }
        self.take_keys(ui);
        let leaves = self.field_ui(ui, session, engine);
        self.list_ui(ui, engine, theme);
        ui.separator();
        let page = self.open.and_then(|id| session.guidelines.get(id));
        let Some(page) = page else { return leaves };
        head_ui(ui, session, page, engine, theme, requests);
        if self.scroll != 0.0 {
            ui.scroll_with_delta(Vec2::new(0.0, std::mem::take(&mut self.scroll)));
        }
        let area = ScrollArea::vertical().id_salt(scroll_id("pane")).auto_shrink([false, false]);
        let area = if std::mem::take(&mut self.follow) { area.vertical_scroll_offset(0.0) } else { area };
        area.show(ui, |ui| self.view.ui(ui, &page.text, &page.pictures, theme));
        leaves
    }

    /// Looks for what is typed where it or the pages have changed, and keeps a page open that is there.
    fn look(&mut self, session: &Session) {
        let is_known = self
            .found_of
            .as_ref()
            .is_some_and(|(typed, pages)| *typed == self.typed && Arc::ptr_eq(pages, &session.guidelines));
        if !is_known {
            self.folded.follow(&session.guidelines);
            self.found = self.folded.find(&self.typed);
            self.found_of = Some((self.typed.clone(), Arc::clone(&session.guidelines)));
        }
        if self.open.is_none_or(|id| !session.guidelines.contains(id)) {
            self.open = self.found.first().map(|row| row.id);
            self.follow = true;
        }
        if self.asked.as_ref().is_some_and(|label| !session.schema.has_label(label)) {
            self.asked = None;
        }
    }

    /// In the field arrows go through the list and whole pages through the text.
    fn take_keys(&mut self, ui: &Ui) {
        if !self.has_focus {
            return;
        }
        let (up, down, back, on) = ui.input_mut(|input| {
            let mut pressed = |key| input.count_and_consume_key(Modifiers::NONE, key);
            (pressed(Key::ArrowUp), pressed(Key::ArrowDown), pressed(Key::PageUp), pressed(Key::PageDown))
        });
        if up != down {
            let at = self.found.iter().position(|row| Some(row.id) == self.open);
            let last = self.found.len().saturating_sub(1);
            let next = at.map_or(0, |at| (at + down).saturating_sub(up).min(last));
            if let Some(id) = self.found.get(next).map(|row| row.id) {
                self.open = Some(id);
                self.follow = true;
            }
        }
        let height = ui.available_height() * 0.5;
        self.scroll = (back as f32 - on as f32) * height;
    }

    /// Whether the keyboard is to go back to the article.
    fn field_ui(&mut self, ui: &mut Ui, session: &Session, engine: &mut TextEngine) -> bool {
        let field = engine.field_ui(ui, &mut self.typed, FieldRows::One, |typed| {
            TextEdit::singleline(typed).hint_text(tr!("Search the guidelines")).desired_width(f32::INFINITY)
        });
        field.widget_info(|| WidgetInfo::labeled(egui::Role::TextInput, true, tr!("Search the guidelines")));
        if std::mem::take(&mut self.take_focus) {
            field.request_focus();
        }
        self.has_focus = field.has_focus();
        if field.changed() {
            self.look(session);
            // The first page that has the words, unless the open one has them.
            if !self.found.is_empty() && !self.found.iter().any(|row| Some(row.id) == self.open) {
                self.open = self.found.first().map(|row| row.id);
            }
            self.follow = true;
        }
        field.lost_focus() && ui.input(|input| input.key_pressed(Key::Escape))
    }

    fn list_ui(&mut self, ui: &mut Ui, engine: &mut TextEngine, theme: &Theme) {
        if self.found.is_empty() {
            ui.label(RichText::new(tr!("No page has all of these words.")).color(theme.text_muted.0));
            return;
        }
        let height = (ui.available_height() * LIST_SHARE).max(ROW * 2.0);
        let area = ScrollArea::vertical().id_salt("guideline pages").max_height(height).auto_shrink([false, true]);
        area.show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            let mut opened = None;
            for row in &self.found {
                let height = if row.excerpt.is_empty() { ROW } else { ROW_WITH_EXCERPT };
                let is_open = Some(row.id) == self.open;
                let (rect, response) = row_ui(ui, theme, height, is_open, &tr!("Page {}", row.title));
                let left = rect.left() + 8.0;
                let line = rect.with_max_y(rect.top() + ROW).with_max_x(rect.right() - 6.0);
                if ui.is_rect_visible(rect) {
                    engine.row_words(ui, line, left, &row.title, (13.5, theme.text.0));
                }
                if !row.excerpt.is_empty() && ui.is_rect_visible(rect) {
                    let (font, color) = (FontId::proportional(11.0), theme.text_muted.0);
                    let galley = clipped_galley(ui, &row.excerpt, font, color, rect.width() - 14.0, 1);
                    ui.painter().galley(Pos2::new(left, rect.top() + 21.0), galley, color);
                }
                if is_open && self.follow {
                    response.scroll_to_me(None);
                }
                if response.clicked() {
                    opened = Some(row.id);
                }
            }
            if opened.is_some() {
                self.open = opened;
                self.follow = true;
            }
        });
    }

    /// Says that a label has no page, and what to do.
    fn asked_ui(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        engine: &mut TextEngine,
        theme: &Theme,
        requests: &mut Requests,
    ) {
        let Some(label) = self.asked.clone() else { return };
        let name = session.schema.label_name(&label);
        let style = CaptionStyle { size: 13.0, weight: CaptionWeight::Regular, max_rows: 3, color: theme.warning.0 };
        engine.caption_ui(ui, &tr!("No page explains “{name}” yet.", name), &style);
        ui.horizontal_wrapped(|ui| {
            if ui.button(tr!("Write one…")).clicked() {
                requests.push(Request::Pages(PageAsk::New(Some(label.clone()))));
            }
            if let Some(page) = self.open {
                let button = ui
                    .button(tr!("The open page does"))
                    .on_hover_text(tr!("Link the label to the page that is open below"));
                if button.clicked() {
                    let (label, guideline) = (label.clone(), Some(page));
                    requests.push(Request::Do(Command::ExplainLabel { label, guideline }));
                    self.asked = None;
                }
            }
            if ui.button(tr!("Not now")).clicked() {
                self.asked = None;
            }
        });
        ui.add_space(4.0);
    }
}
