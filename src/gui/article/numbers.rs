//! Numbers of paragraphs in the margin: the lines of the source that hold something, counted from one.
//!
//! It knows lines and where rows are; it changes neither.

use super::cast::u32_from;
use super::engine::TextEngine;
use super::metrics::Metrics;
use super::paint::PlacedLabel;
use super::scene::Scene;
use super::view::ArticleView;
use eframe::egui::Pos2;

/// Size of the numbers as a share of the text's.
const SIZE: f32 = 0.58;
/// Width of a digit in ems.
const DIGIT_EM: f32 = 0.68;
/// Points between a number and the text, and between a number and the pane's edge.
const GAP: f32 = 10.0;

/// First bytes of the lines that have a number.
#[derive(Default)]
pub(super) struct Numbers {
    text_id: (usize, usize),
    starts: Vec<u32>,
}

impl Numbers {
    /// Counts the lines of `text`, once for each text.
    pub(super) fn adopt(&mut self, text: &str) {
        let text_id = (text.as_ptr() as usize, text.len());
        if self.text_id != text_id {
            self.text_id = text_id;
            self.starts.clear();
            let mut start = 0;
            for line in text.split_inclusive('\n') {
                if line.chars().any(|char| !char.is_whitespace()) {
                    self.starts.push(u32_from(start));
                }
                start += line.len();
            }
        }
    }

    /// The number of the line that begins at `start`, if it has one.
    fn of_line_at(&self, start: u32) -> Option<usize> {
        self.starts.binary_search(&start).ok().map(|place| place + 1)
    }

    /// The room in points that the longest number and the gaps beside it take, at this size of text.
    pub(super) fn margin(&self, font_size: f32) -> f32 {
        let digits = self.starts.len().max(1).ilog10() + 1;
        digits as f32 * font_size * SIZE * DIGIT_EM + 2.0 * GAP
    }
}

impl ArticleView {
    /// The margin that numbers need; none where none are shown.
    pub(super) fn number_margin(&mut self, scene: &Scene<'_>) -> f32 {
        if !scene.style.paragraph_numbers {
            return 0.0;
        }
        self.numbers.adopt(scene.text);
        self.numbers.margin(scene.style.font_size)
    }

    /// Adds the numbers of the paragraphs on screen to the words that are painted with the text.
    pub(super) fn number_paragraphs(
        &self,
        labels: &mut Vec<PlacedLabel>,
        engine: &mut TextEngine,
        scene: &Scene<'_>,
        metrics: &Metrics,
    ) {
        if !scene.style.paragraph_numbers {
            return;
        }
        let right = metrics.column_left(self.pane) - GAP;
        for on in &self.screen {
            let Some(number) = self.numbers.of_line_at(self.paragraph(on.number).start) else { continue };
            let label = engine.label(&number.to_string(), (metrics.size_px * SIZE).round(), metrics.scale);
            let baseline = self.pane.top() + on.rows_top + metrics.baseline_px / metrics.scale;
            let at = Pos2::new(right - label.width, baseline);
            labels.push(PlacedLabel { label, at, color: scene.style.muted });
        }
    }

    /// The number of the paragraph that begins at `byte`, if it has one, while numbers are shown.
    #[must_use]
    pub fn number_of_paragraph_at(&self, byte: crate::text::ByteOffset) -> Option<usize> {
        self.numbers.of_line_at(byte.0)
    }
}
