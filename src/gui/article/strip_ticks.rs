//! The ticks on the strip: which colours lie in which part of the text, what a part holds, and what a click on it means.
//!
//! It knows bytes and colours, no heights and no pointer.

use super::cast::count;
use super::metrics::STRIP_WIDTH;
use super::scene::Scene;
use crate::gui::language::tr;
use crate::text::{ByteOffset, Span};
use eframe::egui::{Color32, Pos2, Rect, Vec2};

/// Height in points of one bucket.
const BUCKET: f32 = 2.0;
/// Colours of marks shown side by side in a bucket.
const COLORS: usize = 3;
/// Marks looked at for one bucket; more would not change the picture.
const MAX_LOOKED_AT: usize = 48;
/// Marks counted under the pointer; beyond it the count says so.
const MAX_COUNTED: usize = 2000;
/// Width in points of the lane for places found, at the right edge.
const FOUND_WIDTH: f32 = 5.0;

/// The text in buckets, with the rectangles that show what lies in them.
#[derive(Default)]
pub(super) struct StripTicks {
    /// First byte behind each bucket.
    ends: Vec<ByteOffset>,
    /// Rectangles from the strip's top left corner.
    rects: Vec<(Rect, Color32)>,
}

/// What a click on the strip goes to.
pub(super) struct Aim {
    pub(super) span: Span,
}

impl StripTicks {
    /// How many buckets a strip of this height has.
    pub(super) fn buckets(height: f32) -> usize {
        count(height / BUCKET)
    }

    /// The ticks of buckets that end at `ends`.
    pub(super) fn new(ends: Vec<ByteOffset>, scene: &Scene<'_>) -> Self {
        let mut ticks = Self { ends, rects: Vec::new() };
        let room = STRIP_WIDTH - 4.0 - FOUND_WIDTH;
        let width = room / COLORS as f32;
        let found = scene.style.found_tick();
        for bucket in 0..ticks.ends.len() {
            let span = ticks.span(bucket, bucket);
            let y = bucket as f32 * BUCKET;
            let colors = colors_in(scene, span);
            for (column, color) in colors.iter().enumerate() {
                let min = Pos2::new(2.0 + column as f32 * width, y);
                let width = if colors.len() == 1 { room } else { width };
                ticks.rects.push((Rect::from_min_size(min, Vec2::new(width, BUCKET)), color.gamma_multiply(0.8)));
            }
            if scene.found.within(span).next().is_some() {
                let min = Pos2::new(STRIP_WIDTH - FOUND_WIDTH - 1.0, y);
                ticks.rects.push((Rect::from_min_size(min, Vec2::new(FOUND_WIDTH, BUCKET)), found));
            }
        }
        ticks
    }

    pub(super) fn rects(&self) -> &[(Rect, Color32)] {
        &self.rects
    }

    /// The bytes from one bucket to another, both included.
    fn span(&self, first: usize, last: usize) -> Span {
        let end = |bucket: usize| self.ends.get(bucket).or(self.ends.last()).copied().unwrap_or_default();
        Span { start: first.checked_sub(1).map(end).unwrap_or_default(), end: end(last) }
    }

    /// The bytes within `near` points of `y`.
    fn around(&self, y: f32, near: f32) -> Span {
        self.span(count((y - near) / BUCKET), count((y + near) / BUCKET))
    }

    /// What lies nearest to `y`: a place found, or else a mark. Of what reaches further than its bucket the part there.
    pub(super) fn aim(&self, y: f32, near: f32, scene: &Scene<'_>) -> Option<Aim> {
        let bucket = count(y / BUCKET);
        let here = self.span(bucket, bucket);
        let around = self.around(y, near);
        let middle = ByteOffset(here.start.0 + here.len() / 2);
        let distance = |span: Span| span.start.0.saturating_sub(middle.0).max(middle.0.saturating_sub(span.end.0));
        let mut nearest: Option<Span> = scene.found.within(around).min_by_key(|span| distance(*span));
        if nearest.is_none() {
            let mut looked_at = 0;
            scene.marks.visit(around, |piece, _| {
                if nearest.is_none_or(|known| distance(piece.hull) < distance(known)) {
                    nearest = Some(piece.hull);
                }
                looked_at += 1;
                looked_at < MAX_COUNTED
            });
        }
        let span = nearest?.intersection(around)?;
        Some(Aim { span })
    }

    /// What lies within `near` points of `y`, a line for each kind with its colour.
    pub(super) fn lines(&self, y: f32, near: f32, scene: &Scene<'_>) -> Vec<(Color32, String)> {
        let around = self.around(y, near);
        let mut tags: Vec<(Color32, std::sync::Arc<str>, usize)> = Vec::new();
        let mut looked_at = 0;
        scene.marks.visit(around, |_, mark| {
            match tags.iter_mut().find(|(_, tag, _)| *tag == mark.tag) {
                Some((_, _, count)) => *count += 1,
                None => tags.push((mark.color, mark.tag.clone(), 1)),
            }
            looked_at += 1;
            looked_at < MAX_COUNTED
        });
        let more = if looked_at >= MAX_COUNTED { tr!(" or more") } else { "" };
        let mut lines: Vec<(Color32, String)> =
            tags.into_iter().map(|(color, tag, count)| (color, format!("{tag}: {count}{more}"))).collect();
        let found = scene.found.within(around).count();
        if found > 0 {
            lines.push((scene.style.found_tick(), tr!("Found: {found}", found)));
        }
        lines
    }
}

fn colors_in(scene: &Scene<'_>, span: Span) -> Vec<Color32> {
    let mut colors: Vec<Color32> = Vec::new();
    let mut looked_at = 0;
    scene.marks.visit(span, |_, mark| {
        if !colors.contains(&mark.color) {
            colors.push(mark.color);
        }
        looked_at += 1;
        colors.len() < COLORS && looked_at < MAX_LOOKED_AT
    });
    colors
}
