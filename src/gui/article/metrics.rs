//! The measures of one frame: sizes in whole pixels, and how high a paragraph is.
//!
//! Every row of a text has the same height, with room for tags above and underlines below, so that marks never move text.

use super::atlas::nearest;
use super::engine::Setting;
use super::fonts::Typeface;
use super::paragraphs::Direction;
use super::style::ReadingStyle;
use eframe::egui::Rect;

/// Points between the pane's edge and the column.
const MARGIN: f32 = 28.0;
/// Points above the first row and below the last one.
pub(super) const PAGE_TOP: f32 = 14.0;
const PAGE_BOTTOM: f32 = 48.0;
/// Width in points of the mark strip with the scroll bar.
pub(super) const STRIP_WIDTH: f32 = 16.0;
/// Average width of a character in ems, of running text in the bundled faces.
const AVERAGE_CHAR_EM: f32 = 0.51;

/// What layout depends on. Two frames with equal metrics can share layouts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Metrics {
    /// Pixels per point.
    pub(super) scale: f32,
    pub(super) typeface: Typeface,
    pub(super) size_px: f32,
    /// From one baseline to the next.
    pub(super) pitch_px: f32,
    /// From a row's top to its baseline.
    pub(super) baseline_px: f32,
    /// Height of the band for tags at a row's top.
    pub(super) tag_px: f32,
    pub(super) column_px: f32,
}

impl Metrics {
    /// The measures for `pane`, with at least `margin` points to either side of the column.
    pub(super) fn new(style: &ReadingStyle, pane: Rect, scale: f32, margin: f32) -> Self {
        let room = (pane.width() - 2.0 * margin.max(MARGIN) - STRIP_WIDTH).max(80.0);
        let column = room.min(style.max_line_chars * style.font_size * AVERAGE_CHAR_EM);
        let size_px = style.font_size * scale;
        let pitch_px = nearest(size_px * style.line_height);
        let tag_px = nearest(size_px * 0.62);
        Self {
            scale,
            typeface: style.typeface,
            size_px,
            pitch_px,
            baseline_px: nearest(pitch_px * 0.5 + size_px * 0.36 + size_px * 0.04),
            tag_px,
            column_px: nearest(column * scale),
        }
    }

    /// How paragraphs are laid out.
    pub(super) fn setting(&self) -> Setting {
        Setting {
            typeface: self.typeface,
            semibold: false,
            size_px: self.size_px,
            width_px: Some(self.column_px),
            direction: Direction::Auto,
            scale: self.scale,
        }
    }

    /// Height of a row in points.
    pub(super) fn pitch(&self) -> f32 {
        self.pitch_px / self.scale
    }

    /// Left edge of the column in points, on a whole pixel.
    pub(super) fn column_left(&self, pane: Rect) -> f32 {
        let free = pane.width() - STRIP_WIDTH - self.column_px / self.scale;
        nearest((pane.left() + (free * 0.5).max(0.0)) * self.scale) / self.scale
    }

    /// How many characters fit on a row, roughly.
    pub(super) fn chars_per_row(&self) -> f32 {
        (self.column_px / (self.size_px * AVERAGE_CHAR_EM)).max(1.0)
    }

    /// Height in points of a paragraph of `rows` rows with the space that belongs to it.
    pub(super) fn height(&self, rows: usize, kind: Kind) -> f32 {
        #[allow(clippy::cast_precision_loss, reason = "a paragraph has at most some thousands of rows")]
        let text = if kind.is_blank { 0.45 } else { rows as f32 + if kind.ends_line { 0.28 } else { 0.0 } };
        let top = if kind.is_first { PAGE_TOP } else { 0.0 };
        let bottom = if kind.is_last { PAGE_BOTTOM } else { 0.0 };
        nearest((text * self.pitch() + top + bottom) * self.scale) / self.scale
    }
}

/// What a paragraph's height depends on besides its rows.
#[allow(clippy::struct_excessive_bools, reason = "four independent facts, each named where it is built")]
#[derive(Clone, Copy, Debug)]
pub(super) struct Kind {
    pub(super) is_blank: bool,
    pub(super) is_first: bool,
    pub(super) is_last: bool,
    pub(super) ends_line: bool,
}
