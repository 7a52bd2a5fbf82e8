//! One laid-out paragraph as our own table: rows of clusters in visual order, each with its bytes and its place.
//!
//! Selection, hit tests, carets and highlights all come from here, in bytes. It does not know fonts, colours or the
//! screen: x is in points from the column's left edge, bytes count from the paragraph's start.

use super::extent::Side;
use super::signs::{SIGN_FACE, box_of, leaves_ink};
use std::ops::Range;

/// A stretch of text that the caret never enters: one grapheme, or a part of it that stands alone on a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Cluster {
    /// First byte.
    pub(super) start: u32,
    /// First byte behind.
    pub(super) end: u32,
    /// Left edge in points.
    pub(super) x: f32,
    /// Width in points.
    pub(super) width: f32,
    /// Whether it reads from right to left.
    pub(super) rtl: bool,
    /// Whether a word begins here, by dictionary where the script has no spaces.
    pub(super) starts_word: bool,
}

/// One row of a paragraph.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    /// First byte.
    pub(super) start: u32,
    /// First byte behind, trailing spaces included.
    pub(super) end: u32,
    /// First byte of the spaces that hang at the row's end.
    pub(super) content_end: u32,
    /// Its clusters, in visual order from left to right.
    pub(super) clusters: Range<usize>,
    /// Its glyphs.
    pub(super) glyphs: Range<usize>,
}

/// A glyph where it is painted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct PlacedGlyph {
    /// Number of the face in the engine's list.
    pub(super) face: u16,
    /// Number of the glyph in that face.
    pub(super) glyph: u16,
    /// First byte of the cluster that it belongs to.
    pub(super) byte: u32,
    /// Pixels from the column's left edge to the glyph's origin.
    pub(super) x_px: f32,
    /// Pixels below the row's baseline.
    pub(super) y_px: f32,
}

/// A paragraph laid out for one width and size.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    pub(super) rows: Vec<Row>,
    pub(super) clusters: Vec<Cluster>,
    pub(super) glyphs: Vec<PlacedGlyph>,
    /// Whether the paragraph's own direction is right to left.
    pub(super) rtl: bool,
    /// Characters that no font at hand has.
    pub(super) missing: Vec<char>,
    /// Where an empty row's caret stands: the column's left edge, or its right edge.
    pub(super) empty_x: f32,
}

impl Table {
    /// The clusters of a row from left to right.
    pub(super) fn clusters_of(&self, row: usize) -> &[Cluster] {
        self.rows.get(row).and_then(|row| self.clusters.get(row.clusters.clone())).unwrap_or_default()
    }

    /// The byte whose caret is nearest to `x` on `row`.
    ///
    /// Beyond a row's text it is the end of the row before its hanging spaces, so that a click in the margin of a
    /// wrapped row does not put the caret on the next one.
    pub(super) fn hit(&self, row: usize, x: f32) -> u32 {
        let clusters = self.clusters_of(row);
        let Some(line) = self.rows.get(row) else { return 0 };
        let (Some(first), Some(last)) = (clusters.first(), clusters.last()) else { return line.start };
        let beyond_end = if self.rtl { x < first.x } else { x >= last.x + last.width };
        if beyond_end {
            let is_last = row + 1 == self.rows.len();
            return if is_last { line.end } else { line.content_end };
        }
        let at = clusters.partition_point(|cluster| cluster.x + cluster.width <= x);
        let Some(cluster) = clusters.get(at).or(clusters.last()) else { return line.start };
        let is_left_half = x < cluster.x + cluster.width * 0.5;
        if is_left_half == cluster.rtl { cluster.end } else { cluster.start }
    }

    /// The cluster under `x` on `row`, if `x` lies on the text.
    pub(super) fn cluster_at(&self, row: usize, x: f32) -> Option<&Cluster> {
        let clusters = self.clusters_of(row);
        let at = clusters.partition_point(|cluster| cluster.x + cluster.width <= x);
        clusters.get(at).filter(|cluster| cluster.x <= x)
    }

    /// The cluster on `row` that holds `byte`.
    pub(super) fn cluster_of(&self, row: usize, byte: u32) -> Option<&Cluster> {
        self.clusters_of(row).iter().find(|cluster| cluster.start <= byte && byte < cluster.end)
    }

    /// Where words begin and end, in text order, as layout found them: by dictionary where the script has no spaces.
    pub(super) fn word_bounds(&self) -> Vec<u32> {
        let starts = self.clusters.iter().filter(|cluster| cluster.starts_word).map(|cluster| cluster.start);
        let mut bounds: Vec<u32> = starts.chain(self.rows.last().map(|row| row.end)).collect();
        bounds.sort_unstable();
        bounds
    }

    /// The row that the caret of `byte` stands on.
    pub(super) fn row_of(&self, byte: u32) -> usize {
        self.rows.partition_point(|row| row.start <= byte).saturating_sub(1)
    }

    /// Row and x of the caret before `byte`.
    pub(super) fn caret(&self, byte: u32) -> (usize, f32) {
        let row = self.row_of(byte);
        let clusters = self.clusters_of(row);
        if let Some(cluster) = clusters.iter().find(|cluster| cluster.start <= byte && byte < cluster.end) {
            return (row, if cluster.rtl { cluster.x + cluster.width } else { cluster.x });
        }
        if let Some(cluster) = clusters.iter().find(|cluster| cluster.end == byte) {
            return (row, if cluster.rtl { cluster.x } else { cluster.x + cluster.width });
        }
        (row, self.empty_x)
    }

    /// Row and x of the caret at `byte`, beside the character on one side of it.
    pub(super) fn caret_beside(&self, byte: u32, side: Side) -> (usize, f32) {
        let row = self.row_of(byte.saturating_sub(1));
        let before = self.clusters_of(row).iter().find(|cluster| cluster.end == byte && side == Side::Before);
        before.map_or_else(
            || self.caret(byte),
            |cluster| (row, if cluster.rtl { cluster.x } else { cluster.x + cluster.width }),
        )
    }

    /// Calls `visit` with left and right edge of every stretch of `row` that shows bytes of `start..end`.
    ///
    /// Spaces that hang at the end of a wrapped row are left out.
    pub(super) fn stretches(&self, row: usize, start: u32, end: u32, mut visit: impl FnMut(f32, f32)) {
        let Some(line) = self.rows.get(row) else { return };
        let end = if row + 1 == self.rows.len() { end } else { end.min(line.content_end) };
        if end <= line.start || start >= line.end {
            return;
        }
        let mut open: Option<(f32, f32)> = None;
        for cluster in self.clusters_of(row) {
            let right = cluster.x + cluster.width;
            let inside = cluster.start < end && start < cluster.end;
            open = match (open, inside) {
                (Some((left, _)), true) => Some((left, right)),
                (None, true) => Some((cluster.x, right)),
                (Some((left, until)), false) => {
                    visit(left, until);
                    None
                }
                (None, false) => None,
            };
        }
        if let Some((left, until)) = open {
            visit(left, until);
        }
    }

    /// The character that `glyphs` on `row` stand for and the box to draw for it, if a reader would look for something.
    pub(super) fn undrawn(
        &self,
        text: &str,
        row: usize,
        glyphs: &[PlacedGlyph],
        scale: f32,
    ) -> Option<(char, PlacedGlyph)> {
        let byte = glyphs.first()?.byte;
        let char = text.get(byte as usize..)?.chars().next().filter(|char| leaves_ink(*char))?;
        let cluster = self.clusters_of(row).iter().find(|cluster| cluster.start == byte && cluster.width > 0.5)?;
        let number = box_of(cluster.width * scale);
        Some((char, PlacedGlyph { face: SIGN_FACE, glyph: number, byte, x_px: cluster.x * scale, y_px: 0.0 }))
    }

    /// The rows that show bytes of `start..end`.
    pub(super) fn rows_of(&self, start: u32, end: u32) -> Range<usize> {
        let first = self.row_of(start);
        let behind = self.rows.partition_point(|row| row.start < end);
        first..behind.max(first)
    }
}
