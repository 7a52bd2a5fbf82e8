//! The confusion matrix: what the first of two sides says by what the second one says. Names stay in sight while it is scrolled.

use super::choices::combo_ui;
use super::form::{AgreementForm, Ground};
use crate::analysis::agreement::{Cell, CellOf, Counted, NONE};
use crate::gui::article::TextEngine;
use crate::gui::language::tr;
use crate::gui::theme::Theme;
use crate::gui::widgets::{chosen_ui, rows_in};
use eframe::egui;
use eframe::egui::epaint::TextShape;
use eframe::egui::{Align2, CornerRadius, FontId, Pos2, Rect, RichText, ScrollArea, Sense, Ui, Vec2, WidgetInfo};
use std::collections::{BTreeMap, BTreeSet};
use std::f32::consts::FRAC_PI_2;

const ROW: f32 = 26.0;
const CELL: f32 = 62.0;
const HEAD: f32 = 140.0;
const NAME: f32 = 210.0;

/// The cells with what stands at their sides.
struct Matrix<'c> {
    rows: Vec<&'c str>,
    columns: Vec<&'c str>,
    counts: BTreeMap<(&'c str, &'c str), u64>,
    /// The largest count of a cell in which both sides say something or one of them does.
    most: u64,
}

impl<'c> Matrix<'c> {
    fn of(cells: &'c [Cell]) -> Self {
        let counts: BTreeMap<(&str, &str), u64> =
            cells.iter().map(|cell| ((cell.first.as_str(), cell.second.as_str()), cell.count)).collect();
        // What either side says stands on both, in one order, with nothing last.
        let said: BTreeSet<&str> = counts.keys().flat_map(|(first, second)| [*first, *second]).collect();
        let in_order: Vec<&str> = said.iter().copied().filter(|said| *said != NONE).chain([NONE]).collect();
        let is_row = |said: &&str| counts.keys().any(|(first, _)| first == said);
        let is_column = |said: &&str| counts.keys().any(|(_, second)| second == said);
        let rows = in_order.iter().copied().filter(is_row).collect();
        let columns = in_order.iter().copied().filter(is_column).collect();
        let most = counts.iter().filter(|(said, _)| **said != (NONE, NONE)).map(|(_, count)| *count).max();
        Self { rows, columns, most: most.unwrap_or(1).max(1), counts }
    }
}

impl AgreementForm {
    pub(super) fn matrix_ui(&mut self, ui: &mut Ui, ground: Ground<'_>, engine: &mut TextEngine) {
        let found = ground.found();
        let Some(sides) = self.pair_of(found) else { return };
        self.matrix_choices_ui(ui, ground, engine);
        let pair = found.pairs.get(self.pair).or(found.pairs.first());
        let matrix = Matrix::of(pair.map_or(&[], |pair| pair.confusion.of(self.counted)));
        if matrix.counts.is_empty() {
            ui.label(RichText::new(tr!("Neither side has anything that counts.")).color(ground.theme.text_muted.0));
            return;
        }
        let axes = tr!(
            "Rows: what {} says; columns: what {} says of the same {}. A cell opens its places.",
            ground.side(sides.0),
            ground.side(sides.1),
            tr(self.counted.name())
        );
        ui.label(RichText::new(axes).small().color(ground.theme.text_muted.0));
        let size = Vec2::new(NAME + CELL * matrix.columns.len() as f32, HEAD + ROW * matrix.rows.len() as f32);
        let mut asked = None;
        ScrollArea::both().id_salt("confusion").auto_shrink([false, false]).show_viewport(ui, |ui, viewport| {
            let origin = ui.min_rect().min;
            ui.set_min_size(size);
            let corner = origin + viewport.min.to_vec2();
            let (first, shown) = rows_in(viewport, ROW);
            for (place, row) in matrix.rows.iter().enumerate().skip(first).take(shown) {
                let top = origin.y + HEAD + ROW * place as f32;
                if top >= corner.y + HEAD - ROW {
                    let places = (Pos2::new(origin.x, top), corner);
                    asked = asked.take().or(row_cells_ui(ui, ground, &matrix, row, places, self.counted));
                    row_name_ui(ui, &ground.said(row), Pos2::new(corner.x, top), ground.theme, engine);
                }
            }
            heads_ui(ui, ground, &matrix, (origin, corner));
        });
        if let Some((first, second)) = asked {
            self.cell = Some(CellOf { counted: self.counted, first, second });
            self.cases = None;
        }
    }

    fn matrix_choices_ui(&mut self, ui: &mut Ui, ground: Ground<'_>, engine: &mut TextEngine) {
        let found = ground.found();
        ui.horizontal_wrapped(|ui| {
            ui.label(tr!("Count"));
            for counted in Counted::ALL {
                ui.selectable_value(&mut self.counted, counted, tr(counted.name()));
            }
            if found.pairs.len() > 1 {
                let name = |place: usize| {
                    let pair = found.pairs.get(place);
                    pair.map_or(String::new(), |pair| ground.pair_name((pair.first, pair.second)))
                };
                combo_ui(ui, tr!("Sides"), &name(self.pair), |ui| {
                    for place in 0..found.pairs.len() {
                        if chosen_ui(ui, engine, self.pair == place, &name(place)) {
                            self.pair = place;
                        }
                    }
                });
            }
        });
    }
}

/// The cells of a row; the one that was clicked.
fn row_cells_ui(
    ui: &Ui,
    ground: Ground<'_>,
    matrix: &Matrix<'_>,
    row: &str,
    (start, corner): (Pos2, Pos2),
    counted: Counted,
) -> Option<(String, String)> {
    let theme = ground.theme;
    let mut asked = None;
    for (place, column) in matrix.columns.iter().enumerate() {
        let left = start.x + NAME + CELL * place as f32;
        let count = matrix.counts.get(&(row, *column)).copied().unwrap_or_default();
        if left < corner.x + NAME - CELL || count == 0 {
            continue;
        }
        let cell = Rect::from_min_size(Pos2::new(left, start.y), Vec2::new(CELL, ROW));
        let (is_same, is_nothing) = (row == *column, row == NONE && *column == NONE);
        let color = if is_same { theme.success.0 } else { theme.danger.0 };
        let strength = if is_nothing { 0.08 } else { 0.14 + 0.5 * count as f32 / matrix.most as f32 };
        ui.painter().rect_filled(cell.shrink(1.0), CornerRadius::same(3), color.gamma_multiply(strength));
        let font = FontId::proportional(12.5);
        ui.painter().text(cell.center(), Align2::CENTER_CENTER, count.to_string(), font, theme.text.0);
        let told = format!("{} / {}: {count} {}", ground.said(row), ground.said(column), tr(counted.name()));
        let id = ui.scope_id().with((row, *column));
        if is_nothing {
            let response = ui.interact(cell, id, Sense::hover());
            response.on_hover_text(tr!("{told}: what neither side tagged is not listed", told));
            continue;
        }
        let response = ui.interact(cell, id, Sense::click()).on_hover_text(&told);
        response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, &told));
        if response.has_focus() {
            let stroke = egui::Stroke::new(1.5, theme.focus.0);
            ui.painter().rect_stroke(cell, CornerRadius::same(3), stroke, egui::StrokeKind::Inside);
        }
        if response.clicked() {
            asked = Some((row.to_owned(), (*column).to_owned()));
        }
    }
    asked
}

fn row_name_ui(ui: &Ui, name: &str, at: Pos2, theme: &Theme, engine: &mut TextEngine) {
    let rect = Rect::from_min_size(at, Vec2::new(NAME, ROW));
    ui.painter().rect_filled(rect, CornerRadius::ZERO, ui.visuals().window_fill);
    engine.row_words(ui, rect.with_max_x(rect.right() - 8.0), rect.left() + 4.0, name, (13.0, theme.text.0));
}

/// What the second side says, upright, over its columns.
fn heads_ui(ui: &Ui, ground: Ground<'_>, matrix: &Matrix<'_>, (origin, corner): (Pos2, Pos2)) {
    let theme = ground.theme;
    let width = ui.clip_rect().width().max(NAME + CELL * matrix.columns.len() as f32);
    let head = Rect::from_min_size(corner, Vec2::new(width, HEAD));
    ui.painter().rect_filled(head, CornerRadius::ZERO, ui.visuals().window_fill);
    for (place, column) in matrix.columns.iter().enumerate() {
        let left = origin.x + NAME + CELL * place as f32;
        if left < corner.x + NAME - CELL / 2.0 {
            continue;
        }
        let text = crate::text::shortened(&ground.said(column), 20).into_owned();
        let galley = ui.painter().layout_no_wrap(text, FontId::proportional(12.5), theme.text_muted.0);
        let at = Pos2::new(left + (CELL - galley.size().y) / 2.0, corner.y + HEAD - 6.0);
        ui.painter().add(TextShape::new(at, galley, theme.text_muted.0).with_angle(-FRAC_PI_2));
    }
    let corner = Rect::from_min_size(corner, Vec2::new(NAME, HEAD));
    ui.painter().rect_filled(corner, CornerRadius::ZERO, ui.visuals().window_fill);
}
