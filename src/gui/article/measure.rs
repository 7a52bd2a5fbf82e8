//! Exact heights of text that is not on screen: a little in each frame, until the scroll bar tells the truth.
//!
//! Only the number of rows is kept. What is on screen does not move: it is placed by bytes, never by points from the start
//! of the text. The caller holds the clock and says how much time is left.

use super::cast::count;
use super::engine::{Setting, TextEngine};
use super::metrics::Metrics;
use super::view::{ArticleView, Drag};

/// Widest printable ASCII character of the bundled faces in ems, with room to spare.
const WIDEST_ASCII_EM: f32 = 1.2;

/// How far the exact heights are.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// The paragraph to look at next.
    next: usize,
    /// What a byte took lately, in milliseconds; nothing before the first was laid out.
    millis_per_byte: Option<f32>,
    /// Bytes laid out for heights, over all frames.
    bytes: usize,
}

impl Survey {
    /// Begins at paragraph `next`, keeping what is known of the machine's speed.
    pub(super) fn restart(&mut self, next: usize) {
        self.next = next;
    }
}

impl ArticleView {
    /// Measures paragraphs that were never on screen, at least one and then as many as `millis_left` has room for; says
    /// whether some are left. Call it behind [`Self::ui`] and ask for another frame while it says so.
    ///
    /// A paragraph takes at most some 4 KB, and one that would not be done in time by the last ones' speed waits for the
    /// next frame. Nothing is measured while the scroll bar is held, so that its thumb does not run away.
    pub fn measure(&mut self, engine: &mut TextEngine, text: &str, mut millis_left: impl FnMut() -> f32) -> bool {
        let Some(metrics) = self.metrics() else { return false };
        let mut left = millis_left();
        let mut is_first = true;
        while let Some(number) = self.heights.next_unmeasured(self.survey.next) {
            if self.drag == Drag::Strip {
                return true;
            }
            let paragraph = self.paragraph(number);
            let bytes = (paragraph.end - paragraph.start) as usize;
            let expected = self.survey.millis_per_byte.unwrap_or_default() * bytes as f32;
            if !is_first && (left <= 0.0 || expected > left) {
                return true;
            }
            self.survey.next = number + 1;
            let words = paragraph.slice(text);
            let rows = rows_without_layout(words, &metrics);
            let height = metrics.height(
                rows.unwrap_or_else(|| {
                    engine.count_rows(words, &Setting { direction: paragraph.direction, ..metrics.setting() })
                }),
                self.kind(number),
            );
            self.heights.measured(number, height);
            if rows.is_none() {
                is_first = false;
                self.survey.bytes += bytes;
                let now = millis_left();
                let spent = (left - now).max(0.0) / bytes.max(1) as f32;
                // The slower of late, so that a stretch of another script is not begun too late in a frame.
                let known = self.survey.millis_per_byte.unwrap_or(spent);
                self.survey.millis_per_byte = Some(if spent > known { spent } else { known * 0.9 + spent * 0.1 });
                left = now;
            }
        }
        false
    }

    /// The share of the text whose height is exact, from 0 to 1.
    #[must_use]
    pub fn measured_share(&self) -> f32 {
        self.heights.measured_share()
    }

    /// Bytes of text laid out so far: for the screen and what lies around it, and for the heights of the rest.
    #[must_use]
    pub fn laid_out_bytes(&self) -> (usize, usize) {
        (self.laid_bytes, self.survey.bytes)
    }
}

/// The number of rows of what certainly needs no layout: nothing at all, or a few plain characters.
fn rows_without_layout(words: &str, metrics: &Metrics) -> Option<usize> {
    let fitting = count(metrics.column_px / (metrics.size_px * WIDEST_ASCII_EM));
    let is_plain = |byte: u8| byte == b' ' || byte.is_ascii_graphic();
    (words.len() <= fitting && words.bytes().all(is_plain)).then_some(1)
}
