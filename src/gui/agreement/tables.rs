//! A table of figures, one row a pair, label or article. It knows rows, not where they come from.

use super::figures::{counts, number};
use crate::analysis::agreement::Figures;
use crate::gui::article::TextEngine;
use crate::gui::language::{msg, tr};
use crate::gui::theme::Theme;
use crate::gui::widgets::row_ui;
use eframe::egui::{Align2, FontId, Pos2, Rect, ScrollArea, Sense, Ui, Vec2};

const ROW: f32 = 25.0;
const NUMBER: f32 = 66.0;

/// Columns behind the name; the figures are explained where they are all shown.
const HEADS: [&str; 11] = [
    msg("Mentions"),
    msg("Units"),
    msg("Agree"),
    msg("Cohen"),
    msg("Fleiss"),
    msg("Alpha"),
    msg("U-alpha"),
    msg("F1 exact"),
    msg("Overlap"),
    msg("F1 word"),
    msg("Gamma"),
];

/// One row.
pub(super) struct Row<'f> {
    pub(super) name: String,
    /// Mentions of each side.
    pub(super) mentions: Vec<u64>,
    pub(super) figures: &'f Figures,
}

impl Row<'_> {
    fn cells(&self, by_word: bool) -> [String; HEADS.len()] {
        let figures = self.figures;
        let nominal = if by_word { &figures.tokens } else { &figures.characters };
        [
            counts(&self.mentions),
            nominal.units.to_string(),
            number(nominal.percentage.value),
            number(nominal.cohen.value),
            number(nominal.fleiss.value),
            number(nominal.alpha.value),
            number(figures.unitizing_alpha.value),
            number(figures.exact.f1.value),
            number(figures.overlap.f1.value),
            number(figures.token.f1.value),
            number(figures.gamma.value),
        ]
    }
}

/// Draws `count` rows, of which `row` gives each, under the name of the first column; which row was clicked.
pub(super) fn table_ui<'f>(
    ui: &mut Ui,
    theme: &Theme,
    engine: &mut TextEngine,
    (of, by_word): (&str, bool),
    count: usize,
    row: impl Fn(usize) -> Option<Row<'f>>,
) -> Option<usize> {
    let font = FontId::proportional(12.5);
    let end = |rect: Rect, column: usize| {
        Pos2::new(rect.right() - 6.0 - (HEADS.len() - column - 1) as f32 * NUMBER, rect.center().y)
    };
    let (head, _) = ui.allocate_exact_size(Vec2::new(ui.available_width() - 10.0, ROW), Sense::hover());
    let muted = theme.text_muted.0;
    ui.painter().text(head.left_center() + Vec2::new(6.0, 0.0), Align2::LEFT_CENTER, of, font.clone(), muted);
    for (column, name) in HEADS.iter().map(|head| tr(head)).enumerate() {
        ui.painter().text(end(head, column), Align2::RIGHT_CENTER, name, font.clone(), muted);
    }
    let mut clicked = None;
    ui.spacing_mut().item_spacing.y = 0.0;
    let area = ScrollArea::vertical().id_salt(("table of agreement", of)).auto_shrink([false, false]);
    area.show_rows(ui, ROW, count, |ui, places| {
        ui.set_width(head.width());
        for place in places {
            let Some(row) = row(place) else { continue };
            let cells = row.cells(by_word);
            let told: Vec<String> =
                HEADS.iter().zip(&cells).map(|(head, cell)| format!("{} {cell}", tr(head))).collect();
            let (rect, response) = row_ui(ui, theme, ROW, false, &format!("{}: {}", row.name, told.join(", ")));
            let words = rect.with_max_x(end(rect, 0).x - NUMBER);
            engine.row_words(ui, words, rect.left() + 6.0, &row.name, (13.5, theme.text.0));
            for (column, cell) in cells.iter().enumerate() {
                let color = if cell == "–" { theme.text_dim.0 } else { theme.text.0 };
                ui.painter().text(end(rect, column), Align2::RIGHT_CENTER, cell, font.clone(), color);
            }
            if response.on_hover_text(&row.name).clicked() {
                clicked = Some(place);
            }
        }
    });
    clicked
}
