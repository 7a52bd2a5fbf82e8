//! The list on the left of the editor: one stop of the Tab key, rows with a colour, a name and a note.
//!
//! It does not know what the rows stand for.

use crate::gui::article::TextEngine;
use crate::gui::language::tr;
use crate::gui::theme::Theme;
use eframe::egui;
use eframe::egui::{
    Align2, Color32, CornerRadius, EventFilter, FontId, Key, Modifiers, Rect, ScrollArea, Sense, Stroke, Ui, Vec2,
    WidgetInfo,
};

const ROW_HEIGHT: f32 = 25.0;
/// Points by which what is nested stands in.
const INDENT: f32 = 16.0;

/// One row.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) name: String,
    pub(super) depth: usize,
    pub(super) color: Option<Color32>,
    /// What stands at its right end.
    pub(super) note: String,
    pub(super) state: RowState,
}

/// How it stands with a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RowState {
    Well,
    /// Something is wrong with it.
    Wrong,
    /// It is gone from the draft.
    Gone,
}

/// What is asked of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ListAsked {
    /// Choose this row.
    Choose(usize),
    /// Move the chosen row.
    Move(isize),
    /// Take the chosen row out.
    Remove,
}

/// Draws the list called `name`, `chosen` of it chosen; what was asked of it. With `focus` it takes the keys.
pub(super) fn list_ui(
    ui: &mut Ui,
    (name, rows): (&str, &[Row]),
    chosen: Option<usize>,
    (height, focus): (f32, bool),
    engine: &mut TextEngine,
    theme: &Theme,
) -> Option<ListAsked> {
    let id = ui.scope_id().with(name);
    let width = ui.available_width();
    let rect = Rect::from_min_size(ui.cursor().min, Vec2::new(width, height));
    let at = chosen.and_then(|at| rows.get(at)).map_or(tr!("none chosen"), |row| row.name.as_str());
    let response = ui.interact(rect, id, Sense::focusable_noninteractive());
    response.widget_info(|| WidgetInfo::labeled(egui::Role::ListBox, true, format!("{name}: {at}")));
    if focus {
        response.request_focus();
    }
    let mut asked = None;
    if response.has_focus() {
        let filter = EventFilter { vertical_arrows: true, horizontal_arrows: false, tab: false, escape: false };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
        asked = keys(ui, chosen, rows.len());
    }
    let last = ui.data_mut(|data| std::mem::replace(data.get_temp_mut_or_default::<Option<usize>>(id), chosen));
    let fill = theme.background.0;
    ui.painter().rect(rect, CornerRadius::same(5), fill, Stroke::new(1.0, theme.border.0), egui::StrokeKind::Inside);
    let area = ScrollArea::vertical().id_salt(name).min_scrolled_height(height).max_height(height);
    let area = area.auto_shrink([false, false]);
    ui.spacing_mut().item_spacing.y = 0.0;
    area.show_rows(ui, ROW_HEIGHT, rows.len(), |ui, range| {
        let (left, top) = (ui.max_rect().left(), ui.max_rect().top() - points(range.start));
        for number in range {
            let Some(row) = rows.get(number) else { continue };
            let clicked = row_ui(ui, row, chosen == Some(number), engine, theme);
            if clicked {
                ui.memory_mut(|memory| memory.request_focus(id));
                asked = Some(ListAsked::Choose(number));
            }
        }
        // A row that was not the chosen one before comes into sight.
        if let Some(to) = chosen.filter(|_| last != chosen) {
            let row = Rect::from_min_size(egui::pos2(left, top + points(to)), Vec2::new(1.0, ROW_HEIGHT));
            if !ui.clip_rect().y_range().contains(row.top()) || !ui.clip_rect().y_range().contains(row.bottom()) {
                ui.scroll_to_rect(row, None);
            }
        }
    });
    if response.has_focus() {
        let stroke = Stroke::new(1.5, theme.focus.0);
        ui.painter().rect_stroke(rect, CornerRadius::same(5), stroke, egui::StrokeKind::Inside);
    }
    asked
}

/// How far down a row begins.
fn points(row: usize) -> f32 {
    f32::from(u16::try_from(row).unwrap_or(u16::MAX)) * ROW_HEIGHT
}

fn keys(ui: &Ui, chosen: Option<usize>, count: usize) -> Option<ListAsked> {
    let last = count.checked_sub(1)?;
    ui.input_mut(|input| {
        if input.consume_key(Modifiers::ALT, Key::ArrowUp) {
            return Some(ListAsked::Move(-1));
        }
        if input.consume_key(Modifiers::ALT, Key::ArrowDown) {
            return Some(ListAsked::Move(1));
        }
        if input.consume_key(Modifiers::NONE, Key::Delete) || input.consume_key(Modifiers::NONE, Key::Backspace) {
            return Some(ListAsked::Remove);
        }
        let at = chosen.unwrap_or_default();
        let steps = [
            (Key::ArrowDown, if chosen.is_none() { 0 } else { (at + 1).min(last) }),
            (Key::ArrowUp, at.saturating_sub(1)),
            (Key::PageDown, (at + 10).min(last)),
            (Key::PageUp, at.saturating_sub(10)),
            (Key::Home, 0),
            (Key::End, last),
        ];
        let pressed = steps.into_iter().find(|(key, _)| input.consume_key(Modifiers::NONE, *key));
        pressed.map(|(_, to)| ListAsked::Choose(to))
    })
}

fn row_ui(ui: &mut Ui, row: &Row, is_chosen: bool, engine: &mut TextEngine, theme: &Theme) -> bool {
    let size = Vec2::new(ui.available_width(), ROW_HEIGHT);
    let (rect, response) = ui.allocate_exact_size(size, Sense::CLICK);
    let told = match row.state {
        RowState::Well => "",
        RowState::Wrong => tr!(", something is wrong with it"),
        RowState::Gone => tr!(", removed"),
    };
    let note = if row.note.is_empty() { String::new() } else { format!(", {}", row.note) };
    let told = format!("{}{note}{told}", row.name);
    response.widget_info(|| WidgetInfo::selected(egui::Role::Button, true, is_chosen, &told));
    if !ui.is_rect_visible(rect) {
        return response.clicked();
    }
    let inner = rect.shrink2(Vec2::new(3.0, 1.0));
    if is_chosen || response.hovered() {
        let fill = if is_chosen { theme.selection.0 } else { theme.selection.0.gamma_multiply(0.35) };
        ui.painter().rect_filled(inner, CornerRadius::same(4), fill);
    }
    let depth = f32::from(u8::try_from(row.depth).unwrap_or(u8::MAX).min(8));
    let mut left = inner.left() + 6.0 + depth * INDENT;
    if let Some(color) = row.color {
        let dot = Rect::from_center_size(egui::pos2(left + 6.0, rect.center().y), Vec2::splat(12.0));
        ui.painter().rect_filled(dot, CornerRadius::same(3), color);
        left += 19.0;
    }
    let color = match row.state {
        RowState::Well => theme.text.0,
        RowState::Wrong => theme.danger.0,
        RowState::Gone => theme.text_muted.0,
    };
    let sign = match row.state {
        RowState::Well => String::new(),
        RowState::Wrong => "!  ".to_owned(),
        RowState::Gone => tr!("removed  ").to_owned(),
    };
    let at = egui::pos2(inner.right() - 6.0, rect.center().y);
    let text = format!("{sign}{}", row.note);
    let note_color = if row.state == RowState::Wrong { theme.danger.0 } else { theme.text_muted.0 };
    let drawn = ui.painter().text(at, Align2::RIGHT_CENTER, text.trim_end(), FontId::proportional(12.0), note_color);
    let words = rect.with_max_x((drawn.left() - 8.0).max(left + 10.0));
    engine.row_words(ui, words, left, &row.name, (13.5, color));
    if row.state == RowState::Gone {
        let right =
            (left + 6.5 * f32::from(u8::try_from(row.name.chars().count()).unwrap_or(u8::MAX))).min(words.right());
        ui.painter().hline(left..=right, rect.center().y, Stroke::new(1.0, theme.text_muted.0));
    }
    response.clicked()
}
