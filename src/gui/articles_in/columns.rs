//! The columns of a table: what each is taken for, and how the table begins. It reads no table.

use super::form::ArticlesIn;
use crate::gui::article::{CaptionStyle, CaptionWeight, TextEngine, widget_words};
use crate::gui::language::tr;
use crate::gui::theme::Theme;
use crate::gui::widgets::chosen_ui;
use crate::ingest::{Columns, Field, TablePreview};
use crate::text::{shortened, visible};
use crate::workbench::FileRead;
use eframe::egui;
use eframe::egui::{ComboBox, Grid, RichText, ScrollArea, Ui, WidgetInfo};

/// Points of a closed list, and of the first records.
const WIDTH: f32 = 136.0;
const RECORDS: f32 = 112.0;
/// Points that a column of them is wide at least.
const CELL: f32 = 96.0;
/// Characters of a cell, and columns, that are shown.
const MAX_CHARS: usize = 40;
const MAX_COLUMNS: usize = 30;

impl ArticlesIn {
    /// Draws what the columns of `file` are taken for, where it is a table.
    pub(super) fn columns_ui(&mut self, ui: &mut Ui, file: &FileRead, engine: &mut TextEngine, theme: &Theme) {
        let Some(table) = &file.table else { return };
        ui.horizontal_wrapped(|ui| {
            for field in Field::ALL {
                let chosen = field_ui(ui, field, table, engine);
                if chosen == Chosen::Nothing {
                    continue;
                }
                // What was guessed stays, or else one choice would have all others guessed anew.
                let Columns(columns) =
                    self.wish.columns.entry(file.name.clone()).or_insert_with(|| table.chosen.clone());
                match chosen {
                    Chosen::Column(column) => drop(columns.insert(field, column)),
                    Chosen::Nothing | Chosen::NoColumn => drop(columns.remove(&field)),
                }
            }
        });
        let area = ScrollArea::both().id_salt("records").max_height(RECORDS).auto_shrink([false, true]);
        area.show(ui, |ui| records_ui(ui, table, engine, theme));
    }
}

/// What was chosen for a field in this frame.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Chosen {
    Nothing,
    /// That no column is it.
    NoColumn,
    Column(String),
}

/// Draws the list of columns for `field`; what was chosen now.
fn field_ui(ui: &mut Ui, field: Field, table: &TablePreview, engine: &mut TextEngine) -> Chosen {
    let now = table.chosen.0.get(&field);
    let mut chosen = Chosen::Nothing;
    let shown = now.map_or_else(|| tr!("none").to_owned(), |name| shortened(&visible(name), MAX_CHARS).into_owned());
    // Name and column stand on one widget, which no line's end parts.
    let whole = format!("{}: {shown}", tr(field.name()));
    let combo = ComboBox::from_id_salt(("column", field.name())).selected_text(widget_words(&whole)).width(WIDTH);
    let combo = combo.height(320.0).show_ui(ui, |ui| {
        // The text cannot be taken from no column.
        let none = (field != Field::Text).then_some(None);
        for column in none.into_iter().chain(table.columns.iter().map(Some)) {
            let name =
                column.map_or_else(|| tr!("none").to_owned(), |name| shortened(&visible(name), MAX_CHARS).into_owned());
            if chosen_ui(ui, engine, column == now, &name) {
                chosen = column.cloned().map_or(Chosen::NoColumn, Chosen::Column);
            }
        }
    });
    engine.words_over(ui, &combo.response, &whole, 0.0);
    let told = tr!("Column of {}: {shown}", tr(field.name()), shown);
    combo.response.widget_info(|| WidgetInfo::labeled(egui::Role::ComboBox, true, &told));
    chosen
}

/// The first records, column by column.
fn records_ui(ui: &mut Ui, table: &TablePreview, engine: &mut TextEngine, theme: &Theme) {
    let short = |text: &str| shortened(&visible(text).replace(['\n', '\r'], " "), MAX_CHARS).into_owned();
    let style = |weight, color| CaptionStyle { size: 12.0, weight, max_rows: 1, color };
    let (head, cells) = (style(CaptionWeight::Strong, theme.text.0), style(CaptionWeight::Regular, theme.text_muted.0));
    Grid::new("first records").striped(true).min_col_width(CELL).spacing([12.0, 2.0]).show(ui, |ui| {
        for name in table.columns.iter().take(MAX_COLUMNS) {
            engine.label_ui(ui, &short(name), &head);
        }
        ui.end_row();
        for record in &table.records {
            for cell in record.iter().take(MAX_COLUMNS) {
                engine.label_ui(ui, &short(cell), &cells);
            }
            ui.end_row();
        }
    });
    if table.count > table.records.len() {
        let text = tr!("and {} more records", table.count - table.records.len());
        ui.label(RichText::new(text).small().color(theme.text_muted.0));
    }
}
