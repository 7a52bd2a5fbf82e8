//! The question as what selected words are marked that are no body.
//!
//! It asks; it changes nothing.

use super::card::kind_name;
use crate::edit::{Command, Places};
use crate::gui::article::{CaptionStyle, CaptionWeight, TextEngine};
use crate::gui::dialogs::{Answer, fitting};
use crate::gui::language::tr;
use crate::gui::request::{Request, Requests};
use crate::gui::theme::Theme;
use crate::gui::widgets::{key_text, row_ui};
use crate::model::{ArticleId, RegionKind};
use crate::text::Span;
use eframe::egui::{Align2, FontId, Key, Modifiers, Ui};

const KEYS: [Key; 9] =
    [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7, Key::Num8, Key::Num9];

/// What is to be marked.
#[derive(Clone, Debug)]
pub(in crate::gui) struct MarkForm {
    article: ArticleId,
    span: Span,
    words: String,
}

impl MarkForm {
    pub(super) fn new(article: ArticleId, span: Span, words: String) -> Self {
        Self { article, span, words }
    }

    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        engine: &mut TextEngine,
        theme: &Theme,
        requests: &mut Requests,
    ) -> Option<Answer> {
        ui.set_width(fitting(ui, 360.0));
        ui.heading(tr!("Mark as no body"));
        let style = CaptionStyle { size: 12.5, weight: CaptionWeight::Regular, max_rows: 2, color: theme.text_muted.0 };
        engine.label_ui(ui, &self.words, &style);
        ui.label(key_text(theme, tr!("It is dimmed, and counts and repeats leave it out.")));
        ui.spacing_mut().item_spacing.y = 1.0;
        let mut chosen = None;
        for (kind, key) in RegionKind::ALL.iter().zip(KEYS) {
            let name = kind_name(*kind);
            let (rect, response) = row_ui(ui, theme, 26.0, false, &tr!("Mark as {name}", name));
            engine.row_words(ui, rect, rect.left() + 8.0, name, (13.5, theme.text.0));
            let (at, font) = (rect.right_center() - eframe::egui::vec2(8.0, 0.0), FontId::proportional(12.0));
            ui.painter().text(at, Align2::RIGHT_CENTER, key.name(), font, theme.text_muted.0);
            let is_pressed = ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
            if response.clicked() || is_pressed {
                chosen = Some(*kind);
            }
        }
        if let Some(kind) = chosen {
            let command = Command::AddRegion { article: self.article, fragments: Places::from(self.span), kind };
            requests.push(Request::Do(command));
            return Some(Answer::Close);
        }
        ui.add_space(4.0);
        ui.button(tr!("Cancel")).clicked().then_some(Answer::Close)
    }
}
