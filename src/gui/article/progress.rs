//! How far a text is scrolled, counted in paragraphs: what two views that scroll together have in common.

use super::cast::{count, f32_from};
use super::scene::Place;
use super::scroll::rows_top;
use super::view::ArticleView;
use crate::text::ByteOffset;

impl ArticleView {
    /// How far the text is scrolled: 0 at its start, half where half of its paragraphs lie above the pane's top, and 1 where
    /// its end is in view.
    #[must_use]
    pub fn progress(&self) -> f64 {
        let Some(first) = self.screen.first() else { return 0.0 };
        let scrolled = self.scrolled();
        if scrolled > 0.0 && scrolled + f64::from(self.pane.height()) + 1.0 >= self.heights.total() {
            return 1.0;
        }
        let top = self.heights.before(first.number);
        let height = (self.heights.before(first.number + 1) - top).max(1.0);
        let within = ((scrolled - top) / height).clamp(0.0, 1.0);
        (first.number as f64 + within) / self.paragraphs.len().max(1) as f64
    }

    /// Scrolls to where [`Self::progress`] is this much.
    pub fn set_progress(&mut self, progress: f64) {
        let paragraphs = progress.clamp(0.0, 1.0) * self.paragraphs.len() as f64;
        let number = count(f32_from(paragraphs.floor())).min(self.paragraphs.len().saturating_sub(1));
        let height = self.heights.before(number + 1) - self.heights.before(number);
        let within = f32_from((paragraphs - number as f64) * height);
        let byte = ByteOffset(self.paragraph(number).start);
        self.set_place(Place { byte, offset: rows_top(number) - within });
    }
}
