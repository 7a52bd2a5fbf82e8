//! The list of places, article by article, with their check boxes and keys. Rows out of sight cost nothing.
//!
//! It does not know what becomes of what is ticked.

use super::line::line;
use super::ticks::{Box3, Row, Said, Ticks};
use crate::gui::article::{CaptionStyle, CaptionWeight, TextEngine};
use crate::gui::language::tr;
use crate::gui::register::{ListKey, Standing, kept_in_view, line_ui, list_ui, one_line, take_keys, target, whole};
use crate::gui::theme::Theme;
use crate::model::Session;
use eframe::egui;
use eframe::egui::{Align2, FontId, Id, Pos2, Rect, RichText, ScrollArea, Ui, Vec2};

const ROW_HEIGHT: f32 = 25.0;
/// Width in points of what stands before the words of an article and of a place.
const CHECK: f32 = 30.0;
const INDENT: f32 = 22.0;

/// What the list remembers between frames.
#[derive(Clone, Debug, Default)]
pub(super) struct PlaceList {
    current: usize,
    take_focus: bool,
    scroll_to_current: bool,
    /// How far it is scrolled, in points.
    offset: f32,
    page: usize,
}

impl PlaceList {
    /// Takes the keyboard in the next frame.
    pub(super) fn take_focus(&mut self) {
        self.take_focus = true;
    }

    /// Keeps to what is there.
    pub(super) fn follow(&mut self, rows: usize) {
        self.current = self.current.min(rows.saturating_sub(1));
    }

    /// Draws the list in `height` points.
    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        height: f32,
        session: &Session,
        ticks: Option<(&mut Ticks, &mut Said)>,
        engine: &mut TextEngine,
        theme: &Theme,
    ) {
        let size = Vec2::new(ui.available_width(), height);
        let (room, _) = ui.allocate_exact_size(size, egui::Sense::hover());
        let Some((ticks, said)) = ticks else { return };
        let ui = &mut ui.new_child(egui::UiBuilder::new().id_salt("places").max_rect(room));
        if ticks.rows() == 0 {
            ui.label(RichText::new(tr!("No place was found.")).color(theme.text_muted.0));
        }
        ui.spacing_mut().item_spacing.y = 1.0;
        let pitch = ROW_HEIGHT + 1.0;
        self.page = whole(room.height() / pitch).saturating_sub(1);
        let id = Id::unique("places found");
        if ui.memory(|memory| memory.has_focus(id)) {
            let keys = ui.input_mut(|input| take_keys(input, false));
            self.carry_out(&keys, ticks, said);
        }
        let told = tr!("Places found: {}", self.told(session, ticks));
        let focus = list_ui(ui, id, room, &told, theme);
        if std::mem::take(&mut self.take_focus) {
            focus.request_focus();
            // Until the next frame arrow keys would move the focus on.
            ui.ctx().request_repaint();
        }
        let mut area = ScrollArea::vertical().id_salt("places found").auto_shrink([false, false]);
        if std::mem::take(&mut self.scroll_to_current) {
            let top = self.current as f32 * pitch;
            area = area.vertical_scroll_offset(kept_in_view(self.offset, top, pitch, room.height()));
        }
        let output = area.show_rows(ui, ROW_HEIGHT, ticks.rows(), |ui, range| {
            for number in range {
                if let Some(row) = ticks.row(number) {
                    ui.push_id(number, |ui| self.row_ui(ui, (number, row), session, ticks, said, engine, theme));
                }
            }
        });
        self.offset = output.state.unclamped_offset().y;
    }

    fn carry_out(&mut self, keys: &[ListKey], ticks: &mut Ticks, said: &mut Said) {
        for key in keys {
            match key {
                ListKey::Go(step, _) => {
                    if let Some(to) = target(*step, Some(self.current), ticks.rows(), self.page) {
                        self.current = to;
                        self.scroll_to_current = true;
                    }
                }
                ListKey::Toggle | ListKey::Open => {
                    if let Some(row) = ticks.row(self.current) {
                        ticks.toggle(row, said);
                    }
                }
                ListKey::All => {
                    let on = ticks.count() < ticks.able();
                    ticks.set_all(on, said);
                }
                ListKey::Delete | ListKey::Sort(_) => {}
            }
        }
    }

    /// The row that the keys act on, in words.
    fn told(&self, session: &Session, ticks: &Ticks) -> String {
        match ticks.row(self.current) {
            None => tr!("none").to_owned(),
            Some(Row::Article(group)) => article_told(session, ticks, group),
            Some(Row::Place(group, place)) => {
                let (Some(article), Some(known)) = (ticks.article(group), ticks.place(group, place)) else {
                    return String::new();
                };
                let text = session.shard(article).map_or("", |shard| shard.article.text());
                let state = if ticks.is_on(place) { tr!("ticked") } else { tr!("not ticked") };
                format!("{}, {state}", line(text, known.span).text)
            }
        }
    }

    #[expect(clippy::too_many_arguments, reason = "a row of a list that others keep")]
    fn row_ui(
        &mut self,
        ui: &mut Ui,
        (number, row): (usize, Row),
        session: &Session,
        ticks: &mut Ticks,
        said: &mut Said,
        engine: &mut TextEngine,
        theme: &Theme,
    ) {
        let is_current = number == self.current;
        let (told, indent, state, can) = match row {
            Row::Article(group) => {
                (article_told(session, ticks, group), 0.0, ticks.box_of(group), ticks.counts(group).1 > 0)
            }
            Row::Place(group, place) => {
                let (Some(article), Some(known)) = (ticks.article(group), ticks.place(group, place)) else { return };
                let text = session.shard(article).map_or("", |shard| shard.article.text());
                let state = if ticks.is_on(place) { Box3::On } else { Box3::Off };
                let note = ticks.note(session, article, known);
                let told = format!("{} {note}", line(text, known.span).text);
                (told.trim_end().to_owned(), INDENT, state, ticks.can(known))
            }
        };
        let standing = Standing { chosen: false, current: is_current };
        let (rect, response) = line_ui(ui, theme, ROW_HEIGHT, standing, &told);
        let check = Rect::from_min_size(rect.left_top() + Vec2::new(8.0 + indent, 0.0), Vec2::new(19.0, ROW_HEIGHT));
        let mut is_on = state == Box3::On;
        let shown = egui::Checkbox::without_text(&mut is_on).indeterminate(state == Box3::Some);
        let clicked = ui.add_enabled_ui(can, |ui| ui.put(check, shown)).inner;
        clicked.widget_info(|| {
            egui::WidgetInfo::selected(egui::Role::CheckBox, can, state == Box3::On, tr!("Tick {told}", told))
        });
        if response.clicked() || clicked.clicked() {
            self.current = number;
            ticks.toggle(row, said);
            self.take_focus = true;
        }
        if ui.is_rect_visible(rect) {
            match row {
                Row::Article(group) => article_words_ui(ui, rect, session, ticks, group, engine, theme),
                Row::Place(group, place) => {
                    place_words_ui(ui, rect, session, (ticks, group, place), engine, theme);
                }
            }
        }
    }
}

fn article_told(session: &Session, ticks: &Ticks, group: usize) -> String {
    let shard = ticks.article(group).and_then(|article| session.shard(article));
    let (ticked, able) = ticks.counts(group);
    let title = shard.map_or(String::new(), |shard| one_line(shard.title()));
    let outlet = shard.map_or("", |shard| session.outlet_name(shard));
    let name = if outlet.is_empty() { title } else { format!("{outlet} · {title}") };
    tr!("{name}: {ticked} of {able}", name, ticked, able)
}

fn article_words_ui(
    ui: &Ui,
    rect: Rect,
    session: &Session,
    ticks: &Ticks,
    group: usize,
    engine: &mut TextEngine,
    theme: &Theme,
) {
    let Some(shard) = ticks.article(group).and_then(|article| session.shard(article)) else { return };
    let (ticked, able) = ticks.counts(group);
    let right = rect.right_center() - Vec2::new(8.0, 0.0);
    let font = FontId::proportional(12.0);
    let count = if able > 0 { tr!("{ticked} of {able}", ticked, able) } else { String::new() };
    let note = ui.painter().text(right, Align2::RIGHT_CENTER, count, font, theme.text_muted.0);
    let outlet = session.outlet_name(shard);
    let title = one_line(shard.title());
    let text = if outlet.is_empty() { title } else { format!("{outlet} · {title}") };
    let style = CaptionStyle { size: 13.0, weight: CaptionWeight::Strong, max_rows: 1, color: theme.text.0 };
    let left = rect.left() + CHECK;
    let caption = engine.caption(&text, &style, (note.left() - left - 10.0).max(20.0), ui.pixels_per_point());
    let top = rect.center().y - caption.size().y * 0.5;
    engine.place(ui.painter(), Pos2::new(left, top), &caption, style.color);
}

fn place_words_ui(
    ui: &Ui,
    rect: Rect,
    session: &Session,
    (ticks, group, place): (&Ticks, usize, usize),
    engine: &mut TextEngine,
    theme: &Theme,
) {
    let shard = ticks.article(group).and_then(|article| session.shard(article));
    let Some((shard, known)) = shard.zip(ticks.place(group, place)) else { return };
    let target = ticks.found.preview.targets.get(known.target);
    let info = target.and_then(|target| session.schema.label_info(&target.label));
    let fill = info.map_or(theme.text_muted.0, |info| theme.label_color(info.color));
    let mut notes = ticks.note(session, shard.id(), known);
    if ticks.found.preview.targets.len() > 1
        && let Some(info) = info
    {
        notes = if notes.is_empty() { info.name.to_owned() } else { format!("{} · {notes}", info.name) };
    }
    let left = rect.left() + CHECK + INDENT;
    let mut right = rect.right() - 8.0;
    if !notes.is_empty() {
        let (weight, color) = (CaptionWeight::Regular, theme.text_muted.0);
        let style = CaptionStyle { size: 12.0, weight, max_rows: 1, color };
        let most = ((right - left) * 0.4).max(20.0);
        let caption = engine.caption(&notes, &style, most, ui.pixels_per_point());
        let extent = caption.extent();
        let at = Pos2::new(right - extent.max, rect.center().y - caption.size().y * 0.5);
        engine.place(ui.painter(), at, &caption, color);
        right -= extent.max - extent.min + 12.0;
    }
    let line = line(shard.article.text(), known.span);
    let color = if ticks.is_on(place) { theme.text.0 } else { theme.text_muted.0 };
    let style = CaptionStyle { size: 13.0, weight: CaptionWeight::Regular, max_rows: 1, color };
    let caption = engine.caption(&line.text, &style, (right - left).max(20.0), ui.pixels_per_point());
    let at = Pos2::new(left, rect.center().y - caption.size().y * 0.5);
    for stretch in caption.stretches(line.marked) {
        let words = stretch.translate(at.to_vec2());
        ui.painter().rect_filled(words, 2.0, fill.gamma_multiply(0.28));
        ui.painter().hline(words.x_range(), words.bottom() - 0.5, egui::Stroke::new(1.5, fill));
    }
    engine.place(ui.painter(), at, &caption, color);
}
