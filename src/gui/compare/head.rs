//! The head of the Compare view: the sides with their colours, what is being read, how much is decided.
//!
//! It does not know what the sides hold.

use super::flow::Ask;
use super::marks::side_color;
use crate::gui::actions::Action;
use crate::gui::article::{CaptionStyle, CaptionWeight, TextEngine, legible_on};
use crate::gui::language::tr;
use crate::gui::request::{Request, Requests};
use crate::gui::theme::Theme;
use crate::model::ArticleId;
use crate::workbench::{Compared, Desk};
use eframe::egui;
use eframe::egui::{Align2, FontId, RichText, Sense, Ui, Vec2, WidgetInfo};

/// Draws the head.
pub(super) fn head_ui(ui: &mut Ui, desk: &Desk, engine: &mut TextEngine, theme: &Theme, requests: &mut Requests) {
    let sides = desk.sides();
    ui.horizontal_wrapped(|ui| {
        ui.heading(tr!("Compare"));
        if sides.has_own() {
            chip_ui(ui, 0, theme);
            name_ui(ui, tr!("this session"), theme.text.0, engine);
        }
        for (number, file) in sides.files().iter().enumerate() {
            chip_ui(ui, number + usize::from(sides.has_own()), theme);
            let color = if file.problem.is_some() { theme.warning.0 } else { theme.text.0 };
            let name = name_ui(ui, &file.name, color, engine);
            name.on_hover_text(file.problem.clone().unwrap_or_else(|| file.path.display().to_string()));
            let close = ui.small_button("×");
            close.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, tr!("Close {}", file.name)));
            if close.on_hover_text(tr!("Take this session out of the comparison")).clicked() {
                requests.push(Request::Compare(Ask::Close(number)));
            }
        }
        if ui.button(tr!("Add sessions…")).clicked() {
            requests.push(Request::Act(Action::OpenSides));
        }
        let mut has_own = sides.has_own();
        if !sides.files().is_empty() && ui.checkbox(&mut has_own, tr!("This session is a side too")).changed() {
            requests.push(Request::Compare(Ask::Own(has_own)));
        }
        if desk.is_comparing() {
            ui.add(egui::Spinner::new().size(14.0));
            ui.label(RichText::new(tr!("comparing…")).color(theme.text_muted.0));
        }
    });
    if let Some(compared) = sides.compared() {
        progress_ui(ui, desk, compared, theme, requests);
    }
}

/// How much is decided, and what is left to do at once.
fn progress_ui(ui: &mut Ui, desk: &Desk, compared: &Compared, theme: &Theme, requests: &mut Requests) {
    let sides = desk.sides();
    ui.horizontal_wrapped(|ui| {
        let (done, all) = (sides.decisions().count(), compared.listed.len());
        let is_whole = all == 0 && !compared.comparison().articles.is_empty();
        let share = if is_whole { 1.0 } else { done as f32 / all.max(1) as f32 };
        ui.add(egui::ProgressBar::new(share).desired_width(120.0).desired_height(10.0));
        ui.label(RichText::new(tr!("{done} of {all} decided, {} open", all - done.min(all), done, all)).strong());
        ui.label(RichText::new(tr!("{} agreed on", compared.agreed)).color(theme.text_muted.0));
        if ui.button(tr!("Agreement…")).on_hover_text(tr!("How far the sides agree, in figures")).clicked() {
            requests.push(Request::Act(Action::Agreement));
        }
        let can_take = compared.agreed > 0 && !compared.has_own;
        if can_take && ui.button(tr!("Take what all agree on…")).clicked() {
            requests.push(Request::Act(Action::TakeAgreed));
        }
        let missing = desk.missing_articles();
        if missing > 0 {
            let text = tr!("one article is not in this session" | "{n} articles are not in this session" % missing);
            ui.label(RichText::new(text).color(theme.warning.0));
            let hint = tr!("Add them as the first side has them, without what was tagged in them");
            if ui.button(tr!("Bring them in")).on_hover_text(hint).clicked() {
                requests.push(Request::Compare(Ask::BringArticles));
            }
        }
        left_out_ui(ui, compared, theme);
    });
}

/// Articles that are not compared.
fn left_out_ui(ui: &mut Ui, compared: &Compared, theme: &Theme) {
    let comparison = compared.comparison();
    let (texts, alone) = (comparison.other_texts.len(), comparison.alone.len());
    let name = |side: usize| compared.names.get(side).map_or("", String::as_str);
    let title = |(side, id): (usize, ArticleId)| {
        let shard = compared.sides().get(side).and_then(|session| session.shard(id));
        shard.map_or_else(String::new, |shard| shard.article.name.clone())
    };
    if texts > 0 {
        let told: Vec<String> = comparison
            .other_texts
            .iter()
            .take(20)
            .map(|told| {
                let (one, two) = (name(told.first.0), name(told.second.0));
                let (line, column) = (told.line, told.column);
                tr!(
                    "{}: {one} and {two} differ from line {line}, column {column} on",
                    title(told.first),
                    one,
                    two,
                    line,
                    column
                )
            })
            .collect();
        let text = tr!("{texts} not compared: other text", texts);
        ui.label(RichText::new(text).color(theme.warning.0)).on_hover_text(told.join("\n"));
    }
    if alone > 0 {
        let rows = comparison.alone.iter().take(20);
        let told = rows.map(|row| tr!("{} only in {}", title((row.side, row.article)), name(row.side)));
        let text = tr!("{alone} only on one side", alone);
        ui.label(RichText::new(text).color(theme.text_muted.0)).on_hover_text(told.collect::<Vec<_>>().join("\n"));
    }
}

/// The number of a side in its colour.
fn chip_ui(ui: &mut Ui, side: usize, theme: &Theme) {
    let (rect, _) = ui.allocate_exact_size(Vec2::new(18.0, 18.0), Sense::hover());
    let color = side_color(theme, side);
    ui.painter().rect_filled(rect, 4.0, color);
    let digit = format!("{}", side + 1);
    ui.painter().text(rect.center(), Align2::CENTER_CENTER, digit, FontId::proportional(12.0), legible_on(color));
}

fn name_ui(ui: &mut Ui, name: &str, color: egui::Color32, engine: &mut TextEngine) -> egui::Response {
    engine.label_ui(ui, name, &CaptionStyle { size: 13.5, weight: CaptionWeight::Regular, max_rows: 1, color })
}
