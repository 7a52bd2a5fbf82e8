//! What is worth a second look, by check; a click lists the rows of one finding, or of all that a check has found.
//!
//! It asks; it changes nothing.

use super::question::ReviewAsk;
use crate::analysis::review::{Check, Filter, Finding, Only};
use crate::gui::article::TextEngine;
use crate::gui::dialogs::{Answer, fitting};
use crate::gui::language::tr;
use crate::gui::register::one_line;
use crate::gui::request::{Request, Requests};
use crate::gui::theme::Theme;
use crate::gui::widgets::row_ui;
use eframe::egui::{Align2, FontId, RichText, ScrollArea, Ui, Vec2};
use std::sync::Arc;

const ROW: f32 = 25.0;

/// What the dialog remembers.
#[derive(Clone, Debug, Default)]
pub(in crate::gui) struct ChecksForm {
    /// What was found; nothing while it is being looked for.
    pub(super) found: Option<Arc<Vec<Finding>>>,
    open: Option<Check>,
}

impl ChecksForm {
    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        engine: &mut TextEngine,
        theme: &Theme,
        requests: &mut Requests,
    ) -> Option<Answer> {
        ui.set_width(fitting(ui, 640.0));
        ui.heading(tr!("Worth a second look"));
        let Some(found) = self.found.clone() else {
            ui.horizontal(|ui| {
                ui.spinner();
                ui.label(tr!("Looking…"));
            });
            return ui.button(tr!("Close")).clicked().then_some(Answer::Close);
        };
        ui.label(RichText::new(tr!("A finding is no fault: look at its rows and decide.")).color(theme.text_muted.0));
        let mut answer = None;
        let height = ui.ctx().content_rect().height() * 0.55;
        let area = ScrollArea::vertical().id_salt("checks").auto_shrink([false, false]);
        area.min_scrolled_height(height).max_height(height).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            for check in Check::ALL {
                let cases: Vec<&Finding> = found.iter().filter(|finding| finding.check == check).collect();
                answer = self.check_ui(ui, check, &cases, engine, theme, requests).or(answer.take());
            }
        });
        if ui.button(tr!("Close")).clicked() {
            answer = Some(Answer::Close);
        }
        answer
    }

    fn check_ui(
        &mut self,
        ui: &mut Ui,
        check: Check,
        cases: &[&Finding],
        engine: &mut TextEngine,
        theme: &Theme,
        requests: &mut Requests,
    ) -> Option<Answer> {
        let is_open = self.open == Some(check);
        let told = format!("{}: {}", tr(check.name()), cases.len());
        let (rect, row) = row_ui(ui, theme, ROW, is_open, &told);
        let color = if cases.is_empty() { theme.text_dim.0 } else { theme.text.0 };
        let font = FontId::proportional(13.5);
        let sign = if is_open { "▼" } else { "▶" };
        let left = rect.left_center() + Vec2::new(6.0, 0.0);
        ui.painter().text(left, Align2::LEFT_CENTER, sign, FontId::proportional(10.0), theme.text_muted.0);
        ui.painter().text(left + Vec2::new(18.0, 0.0), Align2::LEFT_CENTER, tr(check.name()), font.clone(), color);
        let right = rect.right_center() - Vec2::new(8.0, 0.0);
        ui.painter().text(right, Align2::RIGHT_CENTER, cases.len().to_string(), font, color);
        if row.clicked() {
            self.open = Some(check).filter(|_| !is_open);
        }
        if !is_open || cases.is_empty() {
            return None;
        }
        let mut asked = None;
        ui.indent(check.name(), |ui| {
            if ui.button(tr!("List the rows of all of them")).clicked() {
                let rows = cases.iter().flat_map(|case| case.rows.iter().copied());
                asked = Some(Only::new(tr(check.name()), rows));
            }
            for case in cases.iter().take(200) {
                let name = one_line(&case.name);
                let (rect, row) = row_ui(ui, theme, ROW, false, &name);
                let words = rect.with_max_x(rect.right() - 8.0);
                engine.row_words(ui, words, rect.left() + 6.0, &name, (13.0, theme.text.0));
                if row.clicked() {
                    asked = Some(Only::new(&name, case.rows.iter().copied()));
                }
            }
            if let Some(more) = cases.len().checked_sub(200).filter(|more| *more > 0) {
                ui.label(RichText::new(tr!("and {more} more", more)).color(theme.text_muted.0));
            }
        });
        let filter = Filter { only: Some(asked?), ..Filter::default() };
        requests.push(Request::Review(Box::new(ReviewAsk::Filter(filter))));
        Some(Answer::Close)
    }
}
