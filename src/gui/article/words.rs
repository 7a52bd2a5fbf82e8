//! Words of people and texts on widgets of the toolkit: where these read from right to left, which the toolkit does not set
//! right, the widget keeps its size and its name for screen readers, and the words stand on it as captions.
//!
//! It does not know what the widgets do.

use super::caption::{CaptionStyle, CaptionWeight};
use super::engine::TextEngine;
use eframe::egui::{Align, Color32, Layout, Painter, Pos2, Rect, Response, RichText, TextStyle, Ui, Vec2};

/// Size of text where the toolkit does not say.
const USUAL_SIZE: f32 = 13.5;

/// Whether anything in `text` reads from right to left.
#[must_use]
pub fn has_right_to_left(text: &str) -> bool {
    let is_one = |char: char| {
        matches!(
            u32::from(char),
            0x590..=0x8FF | 0x200F | 0xFB1D..=0xFDFF | 0xFE70..=0xFEFF | 0x1_0800..=0x1_0FFF | 0x1_E800..=0x1_EFFF
        )
    };
    // No letter of these is in ASCII, and few names have any other.
    !text.is_ascii() && text.chars().any(is_one)
}

/// `text` for a widget: without ink where [`TextEngine::words_over`] sets it.
#[must_use]
pub fn widget_words(text: &str) -> RichText {
    let words = RichText::new(text);
    if has_right_to_left(text) { words.color(Color32::TRANSPARENT) } else { words }
}

/// Words that are to stand on a widget.
pub struct WordsOver {
    painter: Painter,
    rect: Rect,
    text: String,
    style: CaptionStyle,
    scale: f32,
}

impl WordsOver {
    /// `text` on the widget of `response`, which was given [`widget_words`] of it; `beside` points at its right end stay
    /// free. Nothing where the widget shows the words itself.
    #[must_use]
    pub fn of(ui: &Ui, response: &Response, text: &str, beside: f32) -> Option<Self> {
        if !has_right_to_left(text) || !ui.is_rect_visible(response.rect) {
            return None;
        }
        let color = if response.enabled() {
            ui.style().interact(response).text_color()
        } else {
            ui.visuals().weak_text_color()
        };
        let size = ui.style().text_styles.get(&TextStyle::Button).map_or(USUAL_SIZE, |font| font.size);
        let style = CaptionStyle { size, weight: CaptionWeight::Regular, max_rows: 1, color };
        let pad = ui.spacing().button_padding.x;
        let rect = response.rect.shrink2(Vec2::new(pad, 0.0));
        let rect = rect.with_max_x(rect.right() - beside);
        Some(Self { painter: ui.painter().clone(), rect, text: text.to_owned(), style, scale: ui.pixels_per_point() })
    }
}

impl TextEngine {
    /// Sets words on their widget.
    pub fn set_over(&mut self, words: &WordsOver) {
        let WordsOver { painter, rect, text, style, scale } = words;
        let caption = self.caption(text, style, rect.width().max(1.0), *scale);
        let at = Pos2::new(rect.left(), rect.center().y - caption.size().y / 2.0);
        self.place(painter, at, &caption, style.color);
    }

    /// Sets `text` on the widget of `response`, as [`WordsOver::of`] says.
    pub fn words_over(&mut self, ui: &Ui, response: &Response, text: &str, beside: f32) {
        if let Some(words) = WordsOver::of(ui, response, text, beside) {
            self.set_over(&words);
        }
    }

    /// Sets `text` on one row of a list from `left` on, in the middle of `rect`.
    pub fn row_words(&mut self, ui: &Ui, rect: Rect, left: f32, text: &str, (size, color): (f32, Color32)) {
        let style = CaptionStyle { size, weight: CaptionWeight::Regular, max_rows: 1, color };
        let caption = self.caption(text, &style, (rect.right() - left).max(1.0), ui.pixels_per_point());
        self.place(ui.painter(), Pos2::new(left, rect.center().y - caption.size().y / 2.0), &caption, color);
    }

    /// A label in a row that is not to wrap, with its middle where the row's is.
    pub fn name_ui(&mut self, ui: &mut Ui, text: &str) -> Response {
        if !has_right_to_left(text) {
            return ui.label(text);
        }
        let color = ui.visuals().text_color();
        let size = ui.style().text_styles.get(&TextStyle::Body).map_or(USUAL_SIZE, |font| font.size);
        let style = CaptionStyle { size, weight: CaptionWeight::Regular, max_rows: 1, color };
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| self.label_ui(ui, text, &style)).inner
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use eframe::egui::{Context, RawInput, Shape};

    static HEBREW: &[u8] = include_bytes!("../../../tests/fonts/NotoSansHebrew-subset.ttf");

    /// Whether the toolkit puts ink where the words of a button are, and whether the engine does.
    fn inked(words: &str) -> (bool, bool) {
        let mut engine = TextEngine::with_fonts(&[HEBREW]);
        let ctx = Context::default();
        let mut output = ctx.run_ui(RawInput::default(), |ui| {
            let button = ui.button(widget_words(words));
            engine.words_over(ui, &button, words, 0.0);
            engine.finish(ui);
        });
        output.textures_delta.clear();
        let shapes = || output.shapes.iter().map(|clipped| &clipped.shape);
        let by_widget = shapes().any(|shape| match shape {
            Shape::Text(text) => text.galley.job.sections[0].format.color != Color32::TRANSPARENT,
            _ => false,
        });
        (by_widget, shapes().any(|shape| matches!(shape, Shape::Mesh(mesh) if !mesh.is_empty())))
    }

    #[test]
    fn words_are_set_once_by_whoever_sets_them_right() {
        for words in ["Geneva", "日本", "Genève – “25”"] {
            assert_eq!(inked(words), (true, false), "{words}");
        }
        for words in ["שלום", "New entry “שלום”"] {
            assert_eq!(inked(words), (false, true), "{words}");
        }
    }
}
