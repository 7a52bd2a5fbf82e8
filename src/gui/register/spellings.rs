//! What outlets call the chosen entry: a table of spelling x outlet x count. Ticked spellings choose their mentions.
//!
//! It shows and asks; it changes nothing.

use super::detail::Subject;
use super::index::Index;
use super::mentions::MentionLines;
use super::tabs::Gathered;
use crate::analysis::Spelling;
use crate::edit::Command;
use crate::gui::article::{CaptionStyle, CaptionWeight, TextEngine};
use crate::gui::language::tr;
use crate::gui::request::{Request, Requests};
use crate::model::MentionId;
use eframe::egui;
use eframe::egui::{RichText, ScrollArea, Ui, Vec2};
use std::collections::BTreeSet;

/// Spellings shown at once.
const MAX_ROWS: usize = 200;
/// Width in points of a column of counts, and of what stands before it.
const COUNT: f32 = 72.0;
const WORDS: f32 = 220.0;

/// Draws the table.
pub(super) fn ui(
    ui: &mut Ui,
    subject: Subject<'_>,
    (index, gathered): (&Index, &mut Gathered),
    lines: &mut MentionLines,
    engine: &mut TextEngine,
    requests: &mut Requests,
) {
    let Subject { session, theme, .. } = subject;
    let muted = theme.text_muted.0;
    let table = gathered.spellings(session, index).clone();
    if table.rows.is_empty() {
        ui.label(
            RichText::new(tr!("No mention is linked to this entry, so nobody calls it anything yet.")).color(muted),
        );
        return;
    }
    ScrollArea::both().id_salt("spellings").auto_shrink([false, false]).show(ui, |ui| {
        egui::Grid::new("spellings").num_columns(table.outlets.len() + 3).striped(true).show(ui, |ui| {
            let head = CaptionStyle { size: 11.5, weight: CaptionWeight::Strong, max_rows: 2, color: muted };
            cell_ui(ui, WORDS, |ui| drop(ui.label(RichText::new(tr!("Spelling")).small().strong().color(muted))));
            cell_ui(ui, COUNT, |ui| drop(ui.label(RichText::new(tr!("all")).small().strong().color(muted))));
            for outlet in &table.outlets {
                let name = if outlet.is_empty() { tr!("outlet not known") } else { outlet };
                cell_ui(ui, COUNT, |ui| drop(engine.caption_ui(ui, name, &head)));
            }
            ui.end_row();
            for row in table.rows.iter().take(MAX_ROWS) {
                row_ui(ui, row, subject, gathered, lines, engine, requests);
                ui.end_row();
            }
        });
        if let Some(more) = table.rows.len().checked_sub(MAX_ROWS).filter(|more| *more > 0) {
            ui.label(RichText::new(tr!("and {more} rarer spellings", more)).color(muted));
        }
    });
}

fn row_ui(
    ui: &mut Ui,
    row: &Spelling,
    subject: Subject<'_>,
    gathered: &Gathered,
    lines: &mut MentionLines,
    engine: &mut TextEngine,
    requests: &mut Requests,
) {
    let Subject { session, entry, theme } = subject;
    let words = CaptionStyle { size: 13.5, weight: CaptionWeight::Regular, max_rows: 1, color: theme.text.0 };
    cell_ui(ui, WORDS, |ui| {
        let spelt = || {
            let is_one = |quote: &str| quote.split_whitespace().eq(row.text.split_whitespace());
            let mention = |(article, id): &(_, MentionId)| {
                session.shard(*article)?.mentions.get(*id).filter(|mention| is_one(&mention.quote)).map(|row| row.id)
            };
            gathered.mentions.iter().filter_map(mention).collect::<BTreeSet<MentionId>>()
        };
        let sample = lines.chosen.iter().next().is_some().then(spelt).unwrap_or_default();
        let mut is_chosen = !sample.is_empty() && sample.is_subset(&lines.chosen);
        let check = ui.add(egui::Checkbox::without_text(&mut is_chosen));
        let told = tr!("Choose the mentions “{}”", row.text);
        check.widget_info(|| egui::WidgetInfo::selected(egui::Role::CheckBox, true, is_chosen, &told));
        if check.changed() {
            for id in spelt() {
                if is_chosen {
                    lines.chosen.insert(id)
                } else {
                    lines.chosen.remove(&id)
                };
            }
        }
        check.on_hover_text(tr!("Choose these mentions, to split them off or to link them elsewhere"));
        if !row.is_known {
            let told = tr!("Add “{}” as an alias", row.text);
            let add = ui.small_button("+").on_hover_text(&told);
            add.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &told));
            if add.clicked() {
                let (entry, alias) = (entry.id, row.text.clone());
                requests.push(Request::Do(Command::AddAlias { entry, alias }));
            }
        }
        engine.caption_ui(ui, &row.text, &words).on_hover_ui(|ui| {
            ui.set_min_width(240.0);
            engine.caption_ui(ui, &row.text, &CaptionStyle { max_rows: 8, ..words });
        });
    });
    cell_ui(ui, COUNT, |ui| drop(ui.label(RichText::new(row.total.to_string()).strong())));
    for count in &row.counts {
        let color = if *count == 0 { theme.text_dim.0 } else { theme.text.0 };
        cell_ui(ui, COUNT, |ui| drop(ui.label(RichText::new(count.to_string()).color(color))));
    }
}

/// A cell of a given width.
fn cell_ui(ui: &mut Ui, width: f32, add: impl FnOnce(&mut Ui)) {
    ui.allocate_ui(Vec2::new(width, 18.0), |ui| {
        ui.horizontal(|ui| {
            ui.set_width(width);
            add(ui);
        });
    });
}
