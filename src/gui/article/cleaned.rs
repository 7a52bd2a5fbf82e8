//! What cleaning found, on the text: stretches that may be no body are outlined with what they are, and damaged words have a
//! dotted line under them and stand above it as they should read.
//!
//! It draws beside the text and changes none of it; what was decided is the app's business.

use super::engine::TextEngine;
use super::metrics::Metrics;
use super::paint::{PlacedLabel, Stretch};
use super::scene::Scene;
use super::tags::dashes;
use super::view::ArticleView;
use crate::text::{ByteOffset, Span};
use eframe::egui::epaint::Mesh;
use eframe::egui::{Color32, Pos2, Rect, Vec2};
use std::sync::Arc;

/// Places drawn on one screen.
const MAX_DRAWN: usize = 600;

/// How a place is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CleanLook {
    /// May be no body: outlined.
    Region,
    /// Damaged words with a proposal: dotted line, the words above.
    Repair,
    /// Damaged words that are read as repaired: a plain line, the words above.
    Repaired,
}

/// A place that cleaning found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CleanMark {
    /// Where it is.
    pub span: Span,
    /// How it is drawn.
    pub look: CleanLook,
    /// The words whose beginning the label stands above.
    pub above: Span,
    /// What it is, or what these words should read.
    pub label: Arc<str>,
    /// Whose it is.
    pub key: u64,
}

impl ArticleView {
    /// Takes over what cleaning found, sorted by place.
    pub fn show_cleaned(&mut self, marks: &Arc<[CleanMark]>) {
        if !Arc::ptr_eq(&self.cleaned, marks) {
            self.cleaned = Arc::clone(marks);
        }
    }

    /// The place found that covers `byte`: damaged words before what they stand in.
    #[must_use]
    pub fn cleaned_at(&self, byte: ByteOffset) -> Option<&CleanMark> {
        let covering = self.cleaned.iter().filter(|mark| mark.span.contains(byte));
        covering.min_by_key(|mark| (mark.look == CleanLook::Region, mark.span.len()))
    }

    /// Draws the places on screen and adds their words to those that are painted with the text.
    pub(super) fn paint_cleaned(
        &self,
        mesh: &mut Mesh,
        labels: &mut Vec<PlacedLabel>,
        engine: &mut TextEngine,
        scene: &Scene<'_>,
        metrics: &Metrics,
    ) {
        let visible = self.visible_span();
        let on_screen = self.cleaned.iter().filter(|mark| mark.span.overlaps(visible));
        let size_px = (metrics.size_px * 0.56).round();
        let mut free: Option<Rect> = None;
        for mark in on_screen.take(MAX_DRAWN) {
            let color = match mark.look {
                CleanLook::Repair => scene.style.flag,
                CleanLook::Region | CleanLook::Repaired => scene.style.muted,
            };
            self.each_stretch(metrics, mark.span, |stretch| paint_one(mesh, &stretch, mark.look, color));
            let mut first: Option<Stretch> = None;
            self.each_stretch(metrics, mark.above, |stretch| {
                first.get_or_insert(stretch);
            });
            let Some(first) = first.filter(|first| first.start.is_some()) else { continue };
            let label = engine.label(&mark.label, size_px, metrics.scale);
            let height = metrics.tag_px / metrics.scale;
            let left = first.rect.left();
            let rect = Rect::from_min_size(Pos2::new(left, first.row_top), Vec2::new(label.width + 4.0, height));
            // Where a mention's tag or another label stands already, the card under the pointer has to do.
            let is_taken = self.tags.iter().map(|(tag, _)| tag).chain(&free).any(|taken| taken.intersects(rect));
            if !is_taken {
                let at = Pos2::new(left + 1.0, rect.bottom() - height * 0.24);
                labels.push(PlacedLabel { label, at, color });
                free = Some(rect);
            }
        }
    }
}

fn paint_one(mesh: &mut Mesh, stretch: &Stretch, look: CleanLook, color: Color32) {
    let rect = stretch.rect;
    let x = rect.x_range();
    match look {
        CleanLook::Region => {
            let rect = Rect::from_min_max(rect.min - Vec2::new(3.0, 3.0), rect.max + Vec2::new(3.0, 1.0));
            dashes(mesh, rect.x_range(), rect.top(), (1.0, 3.0, 3.0), color);
            dashes(mesh, rect.x_range(), rect.bottom(), (1.0, 3.0, 3.0), color);
            for (edge, is_start) in [(stretch.start, true), (stretch.end, false)] {
                if edge.is_some() {
                    let at = if is_start == stretch.rtl { rect.right() - 1.0 } else { rect.left() };
                    mesh.add_colored_rect(Rect::from_x_y_ranges(at..=at + 1.0, rect.y_range()), color);
                }
            }
        }
        CleanLook::Repair => {
            dashes(mesh, x, rect.bottom() + 1.0, (2.0, 2.0, 2.0), color);
            mesh.add_colored_rect(rect, color.gamma_multiply(0.10));
        }
        CleanLook::Repaired => {
            mesh.add_colored_rect(Rect::from_x_y_ranges(x, rect.bottom() + 1.0..=rect.bottom() + 2.0), color);
        }
    }
}
