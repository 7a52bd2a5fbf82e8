//! The places behind a cell of the confusion matrix, each with its words and what the sides say; a click goes to the place.

use super::form::{AgreementForm, Ground};
use crate::analysis::agreement::{Case, CellOf};
use crate::gui::article::TextEngine;
use crate::gui::compare::Ask;
use crate::gui::language::tr;
use crate::gui::register::{excerpt_of, one_line};
use crate::gui::request::{Request, Requests};
use crate::gui::widgets::row_ui;
use crate::model::Shard;
use crate::text::{CharOffset, CharSpan, shortened};
use eframe::egui;
use eframe::egui::{RichText, ScrollArea, Ui};

const ROW: f32 = 26.0;
/// Points for the words and for the article's title.
const WORDS: f32 = 230.0;
const TITLE: f32 = 340.0;
const MAX_WORDS: usize = 60;

impl AgreementForm {
    /// Draws the list; whether a place was gone to.
    pub(super) fn cases_ui(
        &mut self,
        ui: &mut Ui,
        ground: Ground<'_>,
        engine: &mut TextEngine,
        requests: &mut Requests,
    ) -> bool {
        let (Some(cell), Some(sides)) = (self.cell.clone(), self.pair_of(ground.found())) else { return false };
        let told = said_told(ground, sides, &cell);
        ui.horizontal(|ui| {
            if ui.button(tr!("Back to the matrix")).clicked() {
                self.cell = None;
                self.cases = None;
            }
            engine.name_ui(ui, &told);
            if self.cases.is_none() {
                ui.add(egui::Spinner::new().size(14.0));
            }
        });
        let Some(cases) = self.cases.clone() else { return false };
        let places = cases.cases.len();
        let text = match places {
            1 => tr!("1 place; a click shows it in the comparison").to_owned(),
            _ => tr!("{places} places, in the order of the articles; a click shows one in the comparison", places),
        };
        ui.label(RichText::new(text).small().color(ground.theme.text_muted.0));
        let mut chosen = None;
        ui.spacing_mut().item_spacing.y = 0.0;
        let area = ScrollArea::vertical().id_salt("places").auto_shrink([false, false]);
        area.show_rows(ui, ROW, places, |ui, range| {
            for case in cases.cases.get(range).unwrap_or_default() {
                if case_ui(ui, ground, case, engine) {
                    chosen = Some(case.clone());
                }
            }
        });
        let has_chosen = chosen.is_some();
        if let Some(case) = chosen {
            requests.push(Request::Compare(Ask::Show(case, sides)));
        }
        has_chosen
    }
}

/// What the two sides of a cell say.
fn said_told(ground: Ground<'_>, (first, second): (usize, usize), cell: &CellOf) -> String {
    let said = |side: usize, labels: &str| format!("{}: {}", ground.side(side), ground.said(labels));
    format!("{}; {}; {}", said(first, &cell.first), said(second, &cell.second), tr(cell.counted.name()))
}

/// One place; whether it was clicked.
fn case_ui(ui: &mut Ui, ground: Ground<'_>, case: &Case, engine: &mut TextEngine) -> bool {
    let theme = ground.theme;
    let first = ground.measured.compared.sides().first();
    let Some(shard) = first.and_then(|session| session.shard(case.article)) else { return false };
    let (words, sentence) = words_of(shard, case);
    let title = one_line(shard.title());
    let said = format!("{} / {}", ground.said(&case.first), ground.said(&case.second));
    let (rect, row) = row_ui(ui, theme, ROW, false, &format!("{title}, “{words}”: {said}"));
    let (muted, mut left) = (theme.text_muted.0, rect.left() + 6.0);
    for (text, width, color) in [
        (words.as_str(), WORDS, theme.text.0),
        (title.as_str(), TITLE, muted),
        (said.as_str(), f32::INFINITY, theme.text.0),
    ] {
        let right = (left + width - 8.0).min(rect.right() - 4.0);
        engine.row_words(ui, rect.with_max_x(right), left, text, (13.0, color));
        left += width;
    }
    row.on_hover_text(sentence).clicked()
}

/// The words of a place, and the sentence around them.
fn words_of(shard: &Shard, case: &Case) -> (String, String) {
    let span = CharSpan { start: CharOffset(case.start), end: CharOffset(case.end) };
    let Some(span) = shard.article.byte_span(span) else { return (String::new(), String::new()) };
    let words = one_line(span.slice(shard.article.text()).unwrap_or_default());
    (shortened(&words, MAX_WORDS).into_owned(), excerpt_of(shard, &[span]).text)
}
