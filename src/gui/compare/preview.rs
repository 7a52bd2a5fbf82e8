//! What would be taken of all that the sides agree on, before it is taken.
//!
//! It shows and asks; it changes nothing.

use super::flow::Ask;
use crate::gui::article::{CaptionStyle, CaptionWeight, TextEngine};
use crate::gui::language::tr;
use crate::gui::request::{Request, Requests};
use crate::gui::theme::Theme;
use crate::workbench::Agreed;
use eframe::egui::{Frame, Margin, RichText, ScrollArea, Ui};

/// Labels and articles that are named; more are counted.
const ROWS: usize = 60;
/// Width in points from which counts stand side by side.
const ROOM_FOR_COLUMNS: f32 = 760.0;

/// Draws the preview in the place of the list and the text.
pub(super) fn preview_ui(
    ui: &mut Ui,
    agreed: &Agreed,
    engine: &mut TextEngine,
    theme: &Theme,
    requests: &mut Requests,
) {
    Frame::new().inner_margin(Margin::same(16)).show(ui, |ui| {
        ui.heading(tr!("Take what all sides agree on"));
        let text = match agreed.count {
            0 => tr!("Nothing is left to take.").to_owned(),
            1 => tr!("One tag would be written into this session, as one step that can be undone.").to_owned(),
            count => tr!("{count} tags would be written into this session, as one step that can be undone.", count),
        };
        ui.label(text);
        ui.horizontal(|ui| {
            let take = match agreed.count {
                1 => tr!("Take one tag").to_owned(),
                count => tr!("Take {count} tags", count),
            };
            let nobody = ui.memory(|memory| memory.focused().is_none());
            if agreed.count > 0 {
                let take = ui.button(RichText::new(take).strong());
                if nobody {
                    take.request_focus();
                }
                if take.clicked() {
                    requests.push(Request::Compare(Ask::TakeAgreed));
                }
            }
            let back = ui.button(tr!("Back")).on_hover_text("Esc");
            if nobody && agreed.count == 0 {
                back.request_focus();
            }
            if back.clicked() {
                requests.push(Request::Compare(Ask::Back));
            }
        });
        ui.separator();
        ScrollArea::vertical().id_salt("agreed").auto_shrink([false, false]).show(ui, |ui| {
            // What is left out comes first: it is the reason to look at all.
            counts_ui(ui, tr!("Left out"), &agreed.left_out, engine, theme);
            let columns = if ui.available_width() < ROOM_FOR_COLUMNS { 1 } else { 3 };
            ui.columns(columns, |columns| {
                let mut column = |number: usize, draw: &mut dyn FnMut(&mut Ui)| {
                    let last = columns.len().saturating_sub(1);
                    columns.get_mut(number.min(last)).into_iter().for_each(draw);
                };
                column(0, &mut |ui| counts_ui(ui, tr!("By label"), &agreed.by_label, engine, theme));
                column(1, &mut |ui| counts_ui(ui, tr!("By article"), &agreed.by_article, engine, theme));
                column(2, &mut |ui| lines_ui(ui, &agreed.lines, engine, theme));
            });
        });
    });
}

fn style(theme: &Theme) -> CaptionStyle {
    CaptionStyle { size: 13.0, weight: CaptionWeight::Regular, max_rows: 2, color: theme.text.0 }
}

fn title_ui(ui: &mut Ui, title: &str, engine: &mut TextEngine, theme: &Theme) {
    engine.caption_ui(ui, title, &CaptionStyle { weight: CaptionWeight::Strong, ..style(theme) });
}

/// How often each of `rows` occurs.
fn counts_ui(ui: &mut Ui, title: &str, rows: &[(String, usize)], engine: &mut TextEngine, theme: &Theme) {
    if rows.is_empty() {
        return;
    }
    title_ui(ui, title, engine, theme);
    for (name, count) in rows.iter().take(ROWS) {
        engine.caption_ui(ui, &format!("{count}  {name}"), &style(theme));
    }
    if let Some(more) = rows.len().checked_sub(ROWS).filter(|more| *more > 0) {
        engine.caption_ui(
            ui,
            &tr!("and {more} more", more),
            &CaptionStyle { color: theme.text_muted.0, ..style(theme) },
        );
    }
    ui.add_space(8.0);
}

fn lines_ui(ui: &mut Ui, lines: &[String], engine: &mut TextEngine, theme: &Theme) {
    if !lines.is_empty() {
        title_ui(ui, tr!("The first of them"), engine, theme);
    }
    for line in lines {
        engine.caption_ui(ui, line, &style(theme));
    }
}
