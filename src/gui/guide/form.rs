//! The dialog of the guide: a field to search it, its pages, and the page that is open. It does not know the session.

use super::pages::{Hit, Part, find, page_named, pages};
use crate::gui::actions::Action;
use crate::gui::article::{FieldRows, TextEngine};
use crate::gui::dialogs::{Answer, fitting};
use crate::gui::language::tr;
use crate::gui::theme::Theme;
use crate::gui::widgets::page_look;
use crate::gui::widgets::row_ui;
use eframe::egui;
use eframe::egui::{Align, Color32, FontId, Key, Layout, Modifiers, Pos2, RichText, ScrollArea, TextEdit, Ui, Vec2};
use egui_commonmark::{CommonMarkCache, CommonMarkScrollOptions, CommonMarkViewer, SearchOptions};

/// Points that the list takes.
const LIST_WIDTH: f32 = 240.0;
/// Points of one row of it, without and with an excerpt.
const ROW: f32 = 24.0;
const ROW_WITH_EXCERPT: f32 = 40.0;

/// The guide, open at a page.
#[derive(Debug)]
pub(in crate::gui) struct GuideForm {
    page: usize,
    typed: String,
    hits: Vec<Hit>,
    layouts: CommonMarkCache,
    /// Points to scroll the page down in the next frame.
    scroll: f32,
    /// Whether the list is to show where it stands.
    follow: bool,
}

impl Clone for GuideForm {
    /// The copy lays its pages out anew.
    fn clone(&self) -> Self {
        let (typed, hits) = (self.typed.clone(), self.hits.clone());
        Self { page: self.page, typed, hits, layouts: CommonMarkCache::default(), scroll: 0.0, follow: true }
    }
}

impl GuideForm {
    /// The guide at the page of this title, or at its first one.
    pub(in crate::gui) fn open_at(title: &str) -> Self {
        let page = page_named(title).unwrap_or_default();
        let (typed, layouts) = (String::new(), CommonMarkCache::default());
        Self { page, hits: find(&typed), typed, layouts, scroll: 0.0, follow: true }
    }

    /// Draws the guide; `is_alone` where no dialog is behind it.
    pub(in crate::gui) fn ui(
        &mut self,
        ui: &mut Ui,
        engine: &mut TextEngine,
        theme: &Theme,
        is_alone: bool,
    ) -> Option<Answer> {
        ui.set_width(fitting(ui, 940.0));
        let height = (ui.ctx().content_rect().height() - 190.0).max(160.0);
        self.take_keys(ui, height);
        self.search_ui(ui, engine);
        ui.add_space(6.0);
        let room = Vec2::new(ui.available_width(), height);
        ui.allocate_ui_with_layout(room, Layout::left_to_right(Align::Min), |ui| {
            // A line between the two is as high as the room that is left, which must not follow it.
            ui.set_max_height(height);
            let list = Vec2::new(LIST_WIDTH.min(ui.available_width() * 0.36), height);
            ui.allocate_ui_with_layout(list, Layout::top_down(Align::Min), |ui| {
                ui.set_min_size(list);
                ui.set_max_size(list);
                self.list_ui(ui, engine, theme);
            });
            ui.separator();
            ui.vertical(|ui| {
                ui.set_min_height(height);
                ui.set_max_height(height);
                self.page_ui(ui, theme);
            });
        });
        let mut answer = None;
        ui.horizontal(|ui| {
            // A dialog behind the guide is to be there again.
            for (name, action) in [(tr!("Open the sample session"), Action::OpenSample), (tr!("Keys"), Action::Keys)] {
                if is_alone && ui.button(name).clicked() {
                    answer = Some(Answer::Act(action));
                }
            }
            if ui.button(tr!("Close")).clicked() {
                answer = Some(Answer::Close);
            }
        });
        answer
    }

    /// Arrows go through the list and whole pages through the text, wherever the keyboard is.
    fn take_keys(&mut self, ui: &Ui, height: f32) {
        let (up, down, back, on) = ui.input_mut(|input| {
            let mut pressed = |key| input.consume_key(Modifiers::NONE, key);
            (pressed(Key::ArrowUp), pressed(Key::ArrowDown), pressed(Key::PageUp), pressed(Key::PageDown))
        });
        let step = isize::from(down) - isize::from(up);
        if step != 0 {
            let at = self.hits.iter().position(|hit| hit.page == self.page);
            let next = at.map_or(Some(0), |at| at.checked_add_signed(step));
            if let Some(hit) = next.and_then(|next| self.hits.get(next)) {
                self.open(hit.page);
            }
        }
        self.scroll = (f32::from(u8::from(back)) - f32::from(u8::from(on))) * height * 0.85;
    }

    fn open(&mut self, page: usize) {
        self.page = page;
        self.follow = true;
        self.mark_words();
    }

    fn search_ui(&mut self, ui: &mut Ui, engine: &mut TextEngine) {
        ui.horizontal(|ui| {
            ui.heading(tr!("Guide"));
            let width = (ui.available_width() - 110.0).max(120.0);
            let response = engine.field_ui(ui, &mut self.typed, FieldRows::One, |typed| {
                TextEdit::singleline(typed).hint_text(tr!("Search the guide")).desired_width(width)
            });
            response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, tr!("Search the guide")));
            if ui.memory(egui::Memory::focused).is_none() {
                response.request_focus();
            }
            if response.changed() {
                self.hits = find(&self.typed);
                let first = self.hits.first().map(|hit| hit.page);
                let stays = self.hits.iter().any(|hit| hit.page == self.page) && self.typed.is_empty();
                self.open(first.filter(|_| !stays).unwrap_or(self.page));
            }
            ui.label(match self.hits.len() {
                1 => tr!("1 page").to_owned(),
                many => tr!("{many} pages", many),
            });
        });
    }

    fn list_ui(&mut self, ui: &mut Ui, engine: &mut TextEngine, theme: &Theme) {
        if self.hits.is_empty() {
            ui.label(tr!("No page has all of these words."));
            return;
        }
        let mut opened = None;
        let height = ui.available_height();
        let scroll = ScrollArea::vertical().id_salt("guide list").min_scrolled_height(height).max_height(height);
        scroll.auto_shrink([false, false]).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            let mut part: Option<Part> = None;
            for hit in &self.hits {
                let Some(page) = pages().get(hit.page) else { continue };
                // Found pages stand by how well they fit, not by what they are of.
                if self.typed.is_empty() && part.replace(page.part) != Some(page.part) {
                    ui.add_space(4.0);
                    ui.label(RichText::new(page.part.name()).small().strong().color(theme.text_muted.0));
                }
                let row = if hit.excerpt.is_empty() { ROW } else { ROW_WITH_EXCERPT };
                let is_open = hit.page == self.page;
                let (rect, response) = row_ui(ui, theme, row, is_open, page.title);
                let left = rect.left() + 8.0;
                let line = rect.with_max_y(rect.top() + ROW).with_max_x(rect.right() - 6.0);
                engine.row_words(ui, line, left, page.title, (13.5, theme.text.0));
                if !hit.excerpt.is_empty() {
                    excerpt_ui(ui, Pos2::new(left, rect.top() + 22.0), rect.width() - 14.0, &hit.excerpt, theme);
                }
                if is_open && self.follow {
                    response.scroll_to_me(None);
                }
                if response.clicked() {
                    opened = Some(hit.page);
                }
            }
        });
        self.follow = false;
        if let Some(page) = opened {
            self.open(page);
        }
    }

    fn page_ui(&mut self, ui: &mut Ui, theme: &Theme) {
        let Some(page) = pages().get(self.page) else { return };
        let id = layout_id(self.page);
        page_look(ui, theme);
        if self.scroll != 0.0 {
            ui.scroll_with_delta(Vec2::new(0.0, self.scroll));
        }
        let options = CommonMarkScrollOptions::default();
        // Nobody steps from hit to hit, so that none is to stand out.
        let color = theme.selection.0;
        let viewer = CommonMarkViewer::new().search_match_color(color).search_active_match_color(color);
        viewer.show_scrollable(id, ui, &mut self.layouts, &options, &page.text);
    }

    /// Marks what was typed in the page that is open.
    fn mark_words(&mut self) {
        let Some(page) = pages().get(self.page) else { return };
        let id = layout_id(self.page);
        let words: Vec<String> = self.typed.split_whitespace().map(regex::escape).collect();
        *self.layouts.search_query_mut(&id) = words.join("|");
        *self.layouts.search_options_mut(&id) = SearchOptions::REGEX;
        self.layouts.update_search_matches(&id, &page.text);
    }
}

fn layout_id(page: usize) -> egui::Id {
    egui::Id::unique(("guide page", page))
}

fn excerpt_ui(ui: &Ui, at: Pos2, width: f32, excerpt: &str, theme: &Theme) {
    let galley =
        crate::gui::widgets::clipped_galley(ui, excerpt, FontId::proportional(11.0), theme.text_muted.0, width, 1);
    ui.painter().galley(at, galley, Color32::PLACEHOLDER);
}
