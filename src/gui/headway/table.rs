//! A table of shares: a name, counts, and a bar of what is reviewed. It knows rows, not where they come from.

use super::plots::paint_shares;
use crate::analysis::Share;
use crate::gui::article::TextEngine;
use crate::gui::language::tr;
use crate::gui::theme::Theme;
use crate::gui::widgets::row_ui;
use eframe::egui::{Align2, FontId, Pos2, Rect, ScrollArea, Sense, Ui, Vec2};

const ROW: f32 = 25.0;
const NUMBER: f32 = 70.0;
const BAR: f32 = 90.0;

/// Columns of every such table, behind the name.
fn heads() -> [&'static str; 6] {
    [tr!("Mentions"), tr!("Accepted"), tr!("Rejected"), tr!("state" => "Open"), tr!("New"), tr!("Changed")]
}

/// One row.
pub(super) struct Row {
    pub(super) name: String,
    pub(super) share: Share,
    /// What stands behind the usual columns.
    pub(super) more: Vec<String>,
}

impl Row {
    pub(super) fn of(name: String, share: Share) -> Self {
        Self { name, share, more: Vec::new() }
    }

    fn cells(&self) -> Vec<String> {
        let Share { mentions, accepted, rejected, new, changed } = self.share;
        let counts = [mentions, accepted, rejected, self.share.open(), new, changed];
        counts.iter().map(ToString::to_string).chain(self.more.iter().cloned()).collect()
    }
}

/// Draws `count` rows, of which `row` gives each, under the name of the first column and those behind the usual ones; which
/// row was clicked.
pub(super) fn table_ui(
    ui: &mut Ui,
    engine: &mut TextEngine,
    theme: &Theme,
    (of, more): (&str, &[&str]),
    count: usize,
    row: impl Fn(usize) -> Option<Row>,
) -> Option<usize> {
    let heads: Vec<&str> = heads().into_iter().chain(more.iter().copied()).collect();
    let columns = heads.len();
    let font = FontId::proportional(13.0);
    let numbers = |rect: Rect, column: usize| {
        let behind = (columns - column - 1) as f32 * NUMBER + BAR + 12.0;
        Pos2::new(rect.right() - behind, rect.center().y)
    };
    let (head, _) = ui.allocate_exact_size(Vec2::new(ui.available_width() - 10.0, ROW), Sense::hover());
    let muted = theme.text_muted.0;
    ui.painter().text(head.left_center() + Vec2::new(6.0, 0.0), Align2::LEFT_CENTER, of, font.clone(), muted);
    for (column, name) in heads.iter().enumerate() {
        ui.painter().text(numbers(head, column), Align2::RIGHT_CENTER, *name, font.clone(), muted);
    }
    let mut clicked = None;
    ui.spacing_mut().item_spacing.y = 0.0;
    let area = ScrollArea::vertical().id_salt(of).auto_shrink([false, false]);
    area.show_rows(ui, ROW, count, |ui, places| {
        ui.set_width(head.width());
        for place in places {
            let Some(row) = row(place) else { continue };
            let cells = row.cells();
            let told: Vec<String> = heads.iter().zip(&cells).map(|(head, cell)| format!("{head} {cell}")).collect();
            let (rect, response) = row_ui(ui, theme, ROW, false, &format!("{}: {}", row.name, told.join(", ")));
            let words = rect.with_max_x(numbers(rect, 0).x - NUMBER);
            engine.row_words(ui, words, rect.left() + 6.0, &row.name, (13.5, theme.text.0));
            for (column, cell) in cells.iter().enumerate() {
                let color = if cell == "0" { theme.text_dim.0 } else { theme.text.0 };
                ui.painter().text(numbers(rect, column), Align2::RIGHT_CENTER, cell, font.clone(), color);
            }
            let bar = Rect::from_center_size(
                Pos2::new(rect.right() - BAR / 2.0 - 2.0, rect.center().y),
                Vec2::new(BAR - 8.0, 8.0),
            );
            let Share { accepted, rejected, .. } = row.share;
            let parts = [
                ("", accepted, theme.success.0),
                ("", rejected, theme.danger.0),
                ("", row.share.open(), theme.border.0),
            ];
            paint_shares(ui, theme, bar, &parts);
            if response.on_hover_text(tr!("List its rows in the Review view")).clicked() {
                clicked = Some(place);
            }
        }
    });
    clicked
}
