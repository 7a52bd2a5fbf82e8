//! The list of what was found, with its ticks and keys. Rows out of sight cost nothing.
//!
//! It does not know what becomes of what is ticked.

use super::form::{ArticlesIn, Row};
use super::report::standing;
use crate::gui::article::TextEngine;
use crate::gui::language::tr;
use crate::gui::register::{ListKey, Standing, kept_in_view, line_ui, list_ui, one_line, take_keys, target, whole};
use crate::gui::theme::Theme;
use crate::text::visible;
use crate::workbench::ArticleRead;
use eframe::egui;
use eframe::egui::{Color32, Id, Rect, ScrollArea, Ui, Vec2};

const ROW_HEIGHT: f32 = 42.0;
/// Width in points of what stands before the words.
const CHECK: f32 = 32.0;

/// What the list remembers between frames.
#[derive(Clone, Debug, Default)]
pub(super) struct ReadList {
    /// The row that the keys act on.
    pub(super) current: usize,
    pub(super) take_focus: bool,
    scroll_to_current: bool,
    /// How far it is scrolled, in points.
    offset: f32,
    page: usize,
}

impl ReadList {
    /// Keeps to what is there.
    pub(super) fn follow(&mut self, rows: usize) {
        self.current = self.current.min(rows.saturating_sub(1));
    }
}

/// The words of a row.
struct Words {
    head: String,
    below: String,
    color: Color32,
    below_color: Color32,
}

impl ArticlesIn {
    /// Draws the list in all the room that `ui` has.
    pub(super) fn list_ui(&mut self, ui: &mut Ui, engine: &mut TextEngine, theme: &Theme) {
        let room = ui.max_rect();
        ui.spacing_mut().item_spacing.y = 1.0;
        let pitch = ROW_HEIGHT + 1.0;
        self.list.page = whole(room.height() / pitch).saturating_sub(1);
        let id = Id::unique("articles found");
        if ui.memory(|memory| memory.has_focus(id)) {
            let keys = ui.input_mut(|input| take_keys(input, false));
            self.take_list_keys(&keys);
        }
        let told = self.current().map_or_else(|| tr!("nothing").to_owned(), |row| self.told(row));
        let focus = list_ui(ui, id, room, &tr!("Articles found: {told}", told), theme);
        if std::mem::take(&mut self.list.take_focus) {
            focus.request_focus();
            // Until the next frame arrow keys would move the focus on.
            ui.ctx().request_repaint();
        }
        let mut area = ScrollArea::vertical().id_salt("articles found").auto_shrink([false, false]);
        if std::mem::take(&mut self.list.scroll_to_current) {
            let top = self.list.current as f32 * pitch;
            area = area.vertical_scroll_offset(kept_in_view(self.list.offset, top, pitch, room.height()));
        }
        let output = area.show_rows(ui, ROW_HEIGHT, self.rows.len(), |ui, range| {
            for number in range {
                if let Some(row) = self.rows.get(number).copied() {
                    ui.push_id(number, |ui| self.row_ui(ui, number, row, engine, theme));
                }
            }
        });
        self.list.offset = output.state.unclamped_offset().y;
    }

    fn take_list_keys(&mut self, keys: &[ListKey]) {
        for key in keys {
            match key {
                ListKey::Go(step, _) => {
                    if let Some(to) = target(*step, Some(self.list.current), self.rows.len(), self.list.page) {
                        self.list.current = to;
                        self.list.scroll_to_current = true;
                    }
                }
                ListKey::Toggle => {
                    if let Some(row) = self.current() {
                        self.toggle(row);
                    }
                }
                ListKey::All => {
                    let (ticked, able, _) = self.counts();
                    self.tick_all(ticked < able);
                }
                ListKey::Open | ListKey::Delete | ListKey::Sort(_) => {}
            }
        }
    }

    /// A row in words.
    fn told(&self, row: Row) -> String {
        match row {
            Row::Article(number) => self.article(number).map_or_else(String::new, |article| {
                let state = if self.is_ticked(article) { tr!("ticked") } else { tr!("not ticked") };
                format!("{}, {}, {state}", headline(article), self.below(number, article))
            }),
            Row::Refused(number) => self.file(number).map_or_else(String::new, |file| {
                tr!("{}, not read: {}", last(&file.name), file.refused.first().map_or("", String::as_str))
            }),
        }
    }

    fn words(&self, row: Row, theme: &Theme) -> Words {
        match row {
            Row::Article(number) => {
                let Some(article) = self.article(number) else { return Words::none(theme) };
                let color = if self.is_ticked(article) { theme.text.0 } else { theme.text_muted.0 };
                let is_noted = !self.notes(number).is_empty();
                let below_color = if is_noted { theme.warning.0 } else { theme.text_muted.0 };
                Words { head: headline(article), below: self.below(number, article), color, below_color }
            }
            Row::Refused(number) => {
                let Some(file) = self.file(number) else { return Words::none(theme) };
                let below = file.refused.first().map(|why| one_line(&visible(why))).unwrap_or_default();
                let head = tr!("{}: not read", last(&file.name));
                Words { head, below, color: theme.danger.0, below_color: theme.text_muted.0 }
            }
        }
    }

    /// What stands below the headline: what is noted, and what it is.
    fn below(&self, number: usize, article: &ArticleRead) -> String {
        let noted = standing(&article.standing).or_else(|| match self.notes(number).len() {
            0 => None,
            1 => Some(tr!("1 remark").to_owned()),
            more => Some(tr!("{more} remarks", more)),
        });
        noted.into_iter().chain([below(article)]).collect::<Vec<_>>().join(" · ")
    }

    fn row_ui(&mut self, ui: &mut Ui, number: usize, row: Row, engine: &mut TextEngine, theme: &Theme) {
        let is_current = number == self.list.current;
        let told = self.told(row);
        let mark = Standing { chosen: is_current, current: is_current };
        let (rect, response) = line_ui(ui, theme, ROW_HEIGHT, mark, &told);
        if let Row::Article(article) = row {
            let check = Rect::from_min_size(rect.left_top() + Vec2::new(8.0, 0.0), Vec2::new(19.0, ROW_HEIGHT));
            let read = self.article(article);
            let can = read.is_some_and(|article| article.standing.can_be_added());
            let mut is_on = read.is_some_and(|article| self.is_ticked(article));
            let shown = egui::Checkbox::without_text(&mut is_on);
            let clicked = ui.add_enabled_ui(can, |ui| ui.put(check, shown)).inner;
            let name = tr!("Add {told}", told);
            clicked.widget_info(|| egui::WidgetInfo::selected(egui::Role::CheckBox, can, is_on, &name));
            if clicked.clicked() {
                self.list.current = number;
                self.tick(article, is_on);
                self.list.take_focus = true;
            }
        }
        if response.clicked() {
            self.list.current = number;
            self.list.take_focus = true;
        }
        if ui.is_rect_visible(rect) {
            let words = self.words(row, theme);
            let left = rect.left() + CHECK;
            let line = |top: f32, height: f32| {
                Rect::from_min_size(rect.left_top() + Vec2::new(0.0, top), Vec2::new(rect.width() - 8.0, height))
            };
            engine.row_words(ui, line(3.0, 19.0), left, &words.head, (13.5, words.color));
            engine.row_words(ui, line(21.0, 17.0), left, &words.below, (12.0, words.below_color));
        }
    }
}

impl Words {
    fn none(theme: &Theme) -> Self {
        let color = theme.text_muted.0;
        Self { head: String::new(), below: String::new(), color, below_color: color }
    }
}

/// The headline, or the name where there is none.
pub(super) fn headline(article: &ArticleRead) -> String {
    let headline = article.known(|metadata| metadata.headline.as_ref()).map(|headline| headline.value.as_str());
    one_line(&visible(headline.filter(|headline| !headline.is_empty()).unwrap_or(&article.new.article.name)))
}

/// What an article is, in one line.
fn below(article: &ArticleRead) -> String {
    let parts = [
        article.outlet().map(str::to_owned),
        article.known(|metadata| metadata.published.as_ref()).map(|published| published.value.display()),
        article.known(|metadata| metadata.language.as_ref()).map(|language| language.value.clone()),
        Some(article.kind.name().to_owned()),
        Some(article.new.article.name.clone()),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    one_line(&visible(&parts.join(" · ")))
}

/// The last part of a path.
pub(super) fn last(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or(name)
}
