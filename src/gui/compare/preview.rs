//! What would be taken of all that the sides agree on, before it is taken.
//!
//! It shows and asks; it changes nothing.

use super::flow::Ask;
use super::view::CompareView;
use crate::gui::article::{CaptionStyle, CaptionWeight, TextEngine};
use crate::gui::request::{Request, Requests};
use crate::gui::theme::Theme;
use crate::workbench::Agreed;
use eframe::egui::{Frame, Margin, RichText, ScrollArea, Ui};

/// Articles that are named; more are counted.
const ARTICLES: usize = 12;

impl CompareView {
    /// Draws the preview in the place of the list and the text.
    pub(super) fn preview_ui(
        &self,
        ui: &mut Ui,
        agreed: &Agreed,
        engine: &mut TextEngine,
        theme: &Theme,
        requests: &mut Requests,
    ) {
        Frame::new().inner_margin(Margin::same(16)).show(ui, |ui| {
            ui.heading("Take what all sides agree on");
            let text = match agreed.count {
                0 => "Nothing is left to take.".to_owned(),
                1 => "One tag would be written into this session, as one step that can be undone.".to_owned(),
                count => format!("{count} tags would be written into this session, as one step that can be undone."),
            };
            ui.label(text);
            ui.horizontal(|ui| {
                let take = match agreed.count {
                    1 => "Take one tag".to_owned(),
                    count => format!("Take {count} tags"),
                };
                if agreed.count > 0 && ui.button(RichText::new(take).strong()).clicked() {
                    requests.push(Request::Compare(Ask::TakeAgreed));
                }
                if ui.button("Back").clicked() {
                    requests.push(Request::Compare(Ask::Back));
                }
            });
            ui.separator();
            ScrollArea::vertical().id_salt("agreed").auto_shrink([false, false]).show(ui, |ui| {
                let plain =
                    CaptionStyle { size: 13.0, weight: CaptionWeight::Regular, max_rows: 2, color: theme.text.0 };
                let muted = CaptionStyle { color: theme.text_muted.0, ..plain };
                let mut counts = |ui: &mut Ui, title: &str, rows: &[(String, usize)], most: usize| {
                    if rows.is_empty() {
                        return;
                    }
                    ui.label(RichText::new(title).strong());
                    for (name, count) in rows.iter().take(most) {
                        engine.caption_ui(ui, &format!("{count}  {name}"), &plain);
                    }
                    if rows.len() > most {
                        engine.caption_ui(ui, &format!("and {} more", rows.len() - most), &muted);
                    }
                    ui.add_space(6.0);
                };
                counts(ui, "Left out", &agreed.left_out, ARTICLES);
                counts(ui, "By label", &agreed.by_label, usize::MAX);
                counts(ui, "By article", &agreed.by_article, ARTICLES);
                if !agreed.lines.is_empty() {
                    ui.label(RichText::new("The first of them").strong());
                }
                for line in &agreed.lines {
                    engine.caption_ui(ui, line, &plain);
                }
            });
        });
    }
}
