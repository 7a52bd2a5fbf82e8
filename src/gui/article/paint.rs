//! The order of painting, and the text itself: backgrounds and marks as one mesh, all glyphs as another.

use super::arcs::arrows_ui;
use super::atlas::{Slot, nearest};
use super::caption::Caption;
use super::engine::{Label, TextEngine};
use super::metrics::{Metrics, STRIP_WIDTH};
use super::scene::{Outcome, Scene};
use super::signs::{SIGN_FACE, is_box};
use super::table::{Cluster, PlacedGlyph};
use super::tags::{Chips, more_ui};
use super::view::{ArticleView, Drag};
use crate::text::{ByteOffset, Snap, Span};
use eframe::egui::epaint::{Mesh, Vertex};
use eframe::egui::{self, Color32, Pos2, Rect, Shape, Stroke, StrokeKind, Ui, Vec2};
use std::rc::Rc;

/// A stretch of one row that shows part of a span.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stretch {
    /// The box of the words on screen, from ascenders to descenders.
    pub(super) rect: Rect,
    pub(super) paragraph: usize,
    pub(super) row: usize,
    /// Top of the row, where its band for tags begins.
    pub(super) row_top: f32,
    /// Where the span begins and ends, if it does so in this stretch.
    pub(super) start: Option<Edge>,
    pub(super) end: Option<Edge>,
    /// Whether its paragraph reads from right to left.
    pub(super) rtl: bool,
}

/// The outer edge of a span's first or last character.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edge {
    pub(super) x: f32,
    /// Which side of `x` the span lies on there; in a mixed line that need not be the paragraph's.
    pub(super) inside: Inside,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Inside {
    Left,
    Right,
}

/// The glyphs of a laid-out paragraph as quads of one generation of the atlas.
#[derive(Default)]
pub(super) struct Quads {
    generation: u64,
    all: Vec<Quad>,
    /// Where each row's quads begin.
    rows: Vec<usize>,
}

#[derive(Clone, Copy)]
struct Quad {
    byte: u32,
    /// Pixels from the column's left edge and from the paragraph's first row.
    min: Vec2,
    size: Vec2,
    uv: Vec2,
    ink: Ink,
}

/// What colour a quad has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ink {
    /// The text's.
    Text,
    /// That of things beside the text.
    Muted,
    /// Its own.
    Own,
}

/// A label to be painted with the text: its words, the left end of its baseline in points, its colour.
pub(super) struct PlacedLabel {
    pub(super) label: Rc<Label>,
    pub(super) at: Pos2,
    pub(super) color: Color32,
}

impl ArticleView {
    /// Paints the whole view.
    pub(super) fn paint(
        &mut self,
        ui: &Ui,
        outcome: &mut Outcome,
        engine: &mut TextEngine,
        scene: &Scene<'_>,
        metrics: &Metrics,
    ) {
        let pane = self.pane;
        let style = scene.style;
        let painter = ui.painter().with_clip_rect(pane.intersect(ui.clip_rect()));
        painter.rect_filled(pane, 0.0, style.background);
        let mut under = Mesh::default();
        let visible = self.visible_span();
        for span in scene.found.within(visible) {
            self.each_stretch(metrics, span, |stretch| under.add_colored_rect(stretch.rect, style.found));
        }
        self.each_stretch(metrics, self.selection.span(), |stretch| {
            under.add_colored_rect(stretch.rect.expand2(Vec2::new(0.0, 1.0)), style.selection);
        });
        let mut chips = Chips::default();
        self.paint_marks(&mut under, &mut chips, outcome, scene, metrics);
        painter.add(Shape::mesh(under));
        let (mut labels, beyond) = self.paint_chips(&painter, chips, engine, scene, metrics);
        let mut cleaned = Mesh::default();
        self.paint_cleaned(&mut cleaned, &mut labels, engine, scene, metrics);
        painter.add(Shape::mesh(cleaned));
        self.number_paragraphs(&mut labels, engine, scene, metrics);
        self.paint_preview(&painter, scene, metrics);
        self.paint_found_here(&painter, scene, metrics);
        let overlay = self.overlay(engine, scene, metrics);
        let [texts, names] = self.text_meshes(ui.ctx(), engine, scene, metrics, [&labels, &overlay.labels]);
        painter.add(Shape::mesh(texts));
        self.paint_handles(&painter, scene, metrics);
        self.link_boxes.clone_from(&overlay.boxes);
        painter.extend(overlay.shapes.iter().cloned());
        painter.add(Shape::mesh(names));
        arrows_ui(ui, outcome, &overlay);
        more_ui(ui, outcome, beyond);
        self.paint_pull(ui, &painter, outcome, scene);
        if outcome.response.has_focus() {
            if let Some(caret) = self.caret_rect(metrics) {
                painter.rect_filled(caret, 0.0, style.caret);
            }
            let body = Rect::from_min_max(pane.min, Pos2::new(pane.right() - STRIP_WIDTH, pane.bottom()));
            painter.rect_stroke(body, 0.0, Stroke::new(1.5, style.focus), StrokeKind::Inside);
        }
        self.paint_strip(ui, scene);
    }

    /// Calls `visit` for each stretch of a row on screen that shows bytes of `span`.
    pub(super) fn each_stretch(&self, metrics: &Metrics, span: Span, mut visit: impl FnMut(Stretch)) {
        let pane = self.pane;
        let left = metrics.column_left(pane);
        let ascent = metrics.size_px * 0.76 / metrics.scale;
        let height = metrics.size_px * 1.06 / metrics.scale;
        let first = self.screen.partition_point(|on| self.paragraph(on.number).end <= span.start.0);
        for on in self.screen.iter().skip(first) {
            let paragraph = self.paragraph(on.number);
            if span.is_empty() || paragraph.start >= span.end.0 {
                return;
            }
            let Some(laid) = self.laid.get(&on.number) else { continue };
            let start = span.start.0.max(paragraph.start) - paragraph.start;
            let end = span.end.0.min(paragraph.end).saturating_sub(paragraph.start);
            for row in laid.table.rows_of(start, end) {
                let row_top = pane.top() + on.rows_top + row as f32 * metrics.pitch();
                if row_top + metrics.pitch() < pane.top() || row_top > pane.bottom() {
                    continue;
                }
                let (row_start, row_end) = laid.table.rows.get(row).map_or((0, 0), |row| (row.start, row.end));
                let has_start = span.start.0 >= paragraph.start + row_start;
                let has_end = span.end.0 <= paragraph.start + row_end;
                let first = laid.table.cluster_of(row, start).filter(|_| has_start);
                let last = laid.table.cluster_of(row, end.saturating_sub(1)).filter(|_| has_end);
                let top = row_top + metrics.baseline_px / metrics.scale - ascent;
                laid.table.stretches(row, start, end, |from, to| {
                    let rect = Rect::from_min_size(Pos2::new(left + from, top), Vec2::new(to - from, height));
                    let within = |cluster: &&Cluster| cluster.x > from - 0.1 && cluster.x + cluster.width < to + 0.1;
                    let edge = |on_right: bool, cluster: &Cluster| Edge {
                        x: left + cluster.x + if on_right { cluster.width } else { 0.0 },
                        inside: if on_right { Inside::Left } else { Inside::Right },
                    };
                    visit(Stretch {
                        rect,
                        paragraph: on.number,
                        row,
                        row_top,
                        start: first.filter(within).map(|cluster| edge(cluster.rtl, cluster)),
                        end: last.filter(within).map(|cluster| edge(!cluster.rtl, cluster)),
                        rtl: laid.table.rtl,
                    });
                });
            }
        }
    }

    /// Outlines what a drag will select once the app has snapped it.
    fn paint_preview(&self, painter: &egui::Painter, scene: &Scene<'_>, metrics: &Metrics) {
        let span = self.selection.span();
        if !matches!(self.drag, Drag::Text(_)) || span.is_empty() || scene.snap == Snap::Characters {
            return;
        }
        self.each_stretch(metrics, scene.snapped(span), |stretch| {
            let stroke = Stroke::new(1.0, scene.style.preview);
            painter.rect_stroke(stretch.rect.expand(1.0), 3.0, stroke, StrokeKind::Outside);
        });
    }

    /// Outlines the place found that is selected, so that it stands out among the others.
    fn paint_found_here(&self, painter: &egui::Painter, scene: &Scene<'_>, metrics: &Metrics) {
        let span = self.selection.span();
        if scene.found.number_of(span).is_some() {
            self.each_stretch(metrics, span, |stretch| {
                let stroke = Stroke::new(2.0, scene.style.caret);
                painter.rect_stroke(stretch.rect.expand(1.5), 2.0, stroke, StrokeKind::Middle);
            });
        }
    }

    /// Where the caret stands, if that is on screen.
    pub(super) fn caret_rect(&self, metrics: &Metrics) -> Option<Rect> {
        let (number, within, beside) = self.caret_spot();
        let on = self.screen.iter().find(|on| on.number == number)?;
        let (row, x) = self.laid.get(&number)?.table.caret_beside(within, beside);
        let row_top = self.pane.top() + on.rows_top + row as f32 * metrics.pitch();
        let baseline = row_top + metrics.baseline_px / metrics.scale;
        let size = metrics.size_px / metrics.scale;
        let left = nearest((metrics.column_left(self.pane) + x - 0.75) * metrics.scale) / metrics.scale;
        Some(Rect::from_min_max(Pos2::new(left, baseline - size * 0.92), Pos2::new(left + 1.5, baseline + size * 0.32)))
    }

    /// All glyphs on screen with the labels among them, and the labels that lie over everything. Where the atlas starts
    /// anew while they are gathered, they are gathered again.
    fn text_meshes(
        &mut self,
        ctx: &egui::Context,
        engine: &mut TextEngine,
        scene: &Scene<'_>,
        metrics: &Metrics,
        [among, over]: [&[PlacedLabel]; 2],
    ) -> [Mesh; 2] {
        let mut meshes = [Mesh::default(), Mesh::default()];
        let [texts, names] = &mut meshes;
        for _ in 0..2 {
            let generation = engine.atlas.generation();
            texts.clear();
            names.clear();
            for on in self.screen.clone() {
                self.refresh_quads(on.number, engine, scene, metrics);
                self.push_paragraph(texts, on.number, on.rows_top, scene, metrics);
            }
            for placed in among {
                push_label(texts, placed, engine, metrics.scale);
            }
            for placed in over {
                push_label(names, placed, engine, metrics.scale);
            }
            if engine.atlas.generation() == generation {
                break;
            }
        }
        let texture = engine.atlas.texture(ctx);
        for mesh in &mut meshes {
            mesh.texture_id = texture;
            engine.atlas.normalise(mesh);
        }
        meshes
    }

    fn refresh_quads(&mut self, number: usize, engine: &mut TextEngine, scene: &Scene<'_>, metrics: &Metrics) {
        let text = self.paragraph(number).slice(scene.text);
        let Some(laid) = self.laid.get_mut(&number) else { return };
        if laid.quads.generation == engine.atlas.generation() {
            return;
        }
        let (faces, atlas) = engine.painting();
        let mut quads = Quads { generation: atlas.generation(), ..Quads::default() };
        for (number, row) in laid.table.rows.iter().enumerate() {
            quads.rows.push(quads.all.len());
            let baseline = nearest(number as f32 * metrics.pitch_px + metrics.baseline_px);
            let glyphs = laid.table.glyphs.get(row.glyphs.clone()).unwrap_or_default();
            for cluster in glyphs.chunk_by(|one, next| one.byte == next.byte) {
                let before = quads.all.len();
                for glyph in cluster {
                    let Some((slot, x)) = atlas.picture(faces, glyph, metrics.size_px) else { continue };
                    if slot.width > 0 {
                        quads.all.push(quad(glyph, slot, x, baseline));
                    }
                }
                if quads.all.len() > before {
                    continue;
                }
                // A font may have a glyph in a form that cannot be drawn; that is no better than none.
                let Some((char, glyph)) = laid.table.undrawn(text, number, cluster, metrics.scale) else { continue };
                self.missing.add(&[char]);
                if let Some((slot, x)) = atlas.picture(faces, &glyph, metrics.size_px) {
                    quads.all.push(quad(&glyph, slot, x, baseline));
                }
            }
        }
        laid.quads = quads;
    }

    fn push_paragraph(&self, mesh: &mut Mesh, number: usize, rows_top: f32, scene: &Scene<'_>, metrics: &Metrics) {
        let Some(laid) = self.laid.get(&number) else { return };
        let pane = self.pane;
        let paragraph = self.paragraph(number);
        let origin = Vec2::new(
            nearest(metrics.column_left(pane) * metrics.scale),
            nearest((pane.top() + rows_top) * metrics.scale),
        );
        let first_row = super::cast::count((-rows_top / metrics.pitch()).floor());
        let last_row = super::cast::count(((pane.height() - rows_top) / metrics.pitch()).ceil()) + 1;
        let from = laid.quads.rows.get(first_row).copied().unwrap_or(0);
        let to = laid.quads.rows.get(last_row).copied().unwrap_or(laid.quads.all.len());
        let whole = Span { start: ByteOffset(paragraph.start), end: ByteOffset(paragraph.end) };
        let first_dim = scene.dimmed.partition_point(|span| span.end <= whole.start);
        let is_dimmed = scene.dimmed.get(first_dim).is_some_and(|span| span.overlaps(whole));
        for quad in laid.quads.all.get(from..to).unwrap_or_default() {
            let byte = ByteOffset(paragraph.start + quad.byte);
            let dim = is_dimmed && {
                let at = scene.dimmed.partition_point(|span| span.end <= byte);
                scene.dimmed.get(at).is_some_and(|span| span.contains(byte))
            };
            let color = match (quad.ink, dim) {
                (Ink::Own, false) => Color32::WHITE,
                (Ink::Own, true) => Color32::from_white_alpha(110),
                (Ink::Text, false) => scene.style.text,
                (Ink::Text, true) => scene.style.dim_text,
                (Ink::Muted, _) => scene.style.muted,
            };
            push_quad(mesh, quad, origin, metrics.scale, color);
        }
    }
}

fn push_label(mesh: &mut Mesh, placed: &PlacedLabel, engine: &mut TextEngine, scale: f32) {
    let (faces, atlas) = engine.painting();
    let origin = Vec2::new(nearest(placed.at.x * scale), nearest(placed.at.y * scale));
    for glyph in &placed.label.table.glyphs {
        let Some((slot, x)) = atlas.picture(faces, glyph, placed.label.size_px) else { continue };
        if slot.width > 0 {
            push_quad(mesh, &quad(glyph, slot, x, 0.0), origin, scale, placed.color);
        }
    }
}

/// The glyphs of a caption whose top left corner is at `at`; texture places are in texels.
pub(super) fn caption_mesh(engine: &mut TextEngine, caption: &Caption, at: Pos2, scale: f32, color: Color32) -> Mesh {
    let mut mesh = Mesh::default();
    let (faces, atlas) = engine.painting();
    let origin = Vec2::new(nearest(at.x * scale), nearest(at.y * scale));
    for (number, row) in caption.table.rows.iter().enumerate() {
        let baseline = nearest(number as f32 * caption.pitch_px + caption.pitch_px * 0.5 + caption.size_px * 0.36);
        for glyph in caption.table.glyphs.get(row.glyphs.clone()).unwrap_or_default() {
            let Some((slot, x)) = atlas.picture(faces, glyph, caption.size_px) else { continue };
            if slot.width > 0 {
                let quad = quad(glyph, slot, x, baseline);
                push_quad(&mut mesh, &quad, origin, scale, if quad.ink == Ink::Own { Color32::WHITE } else { color });
            }
        }
    }
    mesh
}

/// The quad of a glyph's picture on a row whose baseline is so many pixels down; `x` is the whole pixel it is placed from.
fn quad(glyph: &PlacedGlyph, slot: Slot, x: f32, baseline: f32) -> Quad {
    let ink = match glyph.face {
        SIGN_FACE if !is_box(glyph.glyph) => Ink::Muted,
        _ if slot.colored => Ink::Own,
        _ => Ink::Text,
    };
    Quad {
        byte: glyph.byte,
        min: Vec2::new(x + slot.left as f32, baseline + nearest(glyph.y_px) - slot.top as f32),
        size: Vec2::new(f32::from(slot.width), f32::from(slot.height)),
        uv: Vec2::new(f32::from(slot.x), f32::from(slot.y)),
        ink,
    }
}

/// Adds a quad whose texture place is still in texels: the atlas may yet grow in this frame.
fn push_quad(mesh: &mut Mesh, quad: &Quad, origin: Vec2, scale: f32, color: Color32) {
    let first = super::cast::u32_from(mesh.vertices.len());
    for (x, y) in [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)] {
        let corner = Vec2::new(x, y) * quad.size;
        let pos = (origin + quad.min + corner) / scale;
        mesh.vertices.push(Vertex { pos: pos.to_pos2(), uv: (quad.uv + corner).to_pos2(), color });
    }
    mesh.indices.extend([first, first + 1, first + 2, first + 2, first + 1, first + 3]);
}
