//! Handles on the edges of the selected mark: where they stand, how they look, what dragging one means.
//!
//! It changes nothing: it reports where an edge would stand, and the app moves it or does not.

use super::metrics::Metrics;
use super::pointer::is_let_go;
use super::scene::{EdgeDrag, Outcome, Scene};
use super::table::Table;
use super::view::{ArticleView, Drag, Layouter};
use crate::text::{ByteOffset, Edge, Room, Snap, Span, Toward, edge_room, word_edge_from};
use eframe::egui::{Painter, Pos2, Rect, Stroke, StrokeKind, Ui, Vec2};

/// Radius of a handle's knob in points.
const KNOB: f32 = 4.0;
/// Width and height of the place where a handle is taken: below the words, so that a press on them still selects text.
const GRASP: Vec2 = Vec2::new(15.0, 12.0);

/// A handle where it was painted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Handle {
    /// Where it is taken.
    pub(super) rect: Rect,
    /// Key of its mark.
    pub(super) key: u64,
    pub(super) fragment: usize,
    pub(super) edge: Edge,
    /// The edge itself, at half the height of the words.
    pub(super) at: Pos2,
}

/// A handle in the pointer's hand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Grip {
    key: u64,
    fragment: usize,
    edge: Edge,
    /// From the edge to where the pointer took the handle.
    offset: Vec2,
    /// Where the edge would stand by now.
    to: Option<ByteOffset>,
}

/// Where an edge stands on screen: its x, and top and bottom of the words beside it.
struct EdgePlace {
    x: f32,
    top: f32,
    bottom: f32,
    /// The side on which its fragment lies.
    outward: f32,
}

impl ArticleView {
    /// The handle at `pos` as the pointer takes it.
    pub(super) fn grip_at(&self, pos: Pos2) -> Option<Grip> {
        let handle = self.handles.iter().rev().find(|handle| handle.rect.contains(pos))?;
        let Handle { key, fragment, edge, at, .. } = *handle;
        Some(Grip { key, fragment, edge, offset: pos - at, to: None })
    }

    /// Follows the pointer with a handle and reports where its edge would stand.
    pub(super) fn drag_edge(
        &mut self,
        ui: &Ui,
        (mut grip, pos): (Grip, Pos2),
        outcome: &mut Outcome,
        layouter: &Layouter<'_>,
        scene: &Scene<'_>,
    ) {
        let released = is_let_go(ui, &outcome.response);
        if !released && !outcome.response.dragged() {
            return;
        }
        let mark = scene.marks.get(grip.key).filter(|_| scene.selected == Some(grip.key));
        let Some(spans) = mark.map(|mark| &*mark.spans) else { return };
        let Some(room) = edge_room(scene.text, spans, grip.fragment, grip.edge) else { return };
        let Some(span) = spans.get(grip.fragment).copied() else { return };
        let byte = self.hit(pos - grip.offset, &layouter.metrics);
        let by_character = ui.input(|input| input.modifiers.command) || scene.snap == Snap::Characters;
        let wanted = if by_character { byte } else { Self::snapped_edge(scene, span, grip.edge, byte) };
        let barrier = room.barrier(wanted);
        let to = match barrier {
            None => wanted,
            Some(_) if by_character => wanted.clamp(room.offsets.start, room.offsets.end),
            Some(_) => farthest_word(scene.text, &room, wanted, (grip.edge, span)),
        };
        grip.to = Some(to);
        self.drag = Drag::Edge(grip);
        let Grip { key, fragment, edge, .. } = grip;
        outcome.edge_drag = Some(EdgeDrag { key, fragment, edge, to, barrier, released });
    }

    /// Where an edge comes to stand when what lies between it and the other one is snapped as a selection would be.
    fn snapped_edge(scene: &Scene<'_>, span: Span, edge: Edge, byte: ByteOffset) -> ByteOffset {
        let reached = edge.put(span, byte);
        if reached.is_empty() {
            return byte;
        }
        edge.of(scene.snapped(reached))
    }

    /// Paints the handles of the selected mark and outlines what a drag would make of its words.
    pub(super) fn paint_handles(&mut self, painter: &Painter, scene: &Scene<'_>, metrics: &Metrics) {
        self.handles.clear();
        let Some(key) = scene.selected else { return };
        let Some(mark) = scene.marks.get(key) else { return };
        let (color, mut spans) = (mark.color, mark.spans.to_vec());
        let dragged = match self.drag {
            Drag::Edge(grip) if grip.key == key => grip.to.map(|to| (grip, to)),
            _ => None,
        };
        if let Some((grip, to)) = dragged
            && let Some(span) = spans.get_mut(grip.fragment)
        {
            *span = grip.edge.put(*span, to);
            self.each_stretch(metrics, *span, |stretch| {
                let stroke = Stroke::new(1.5, scene.style.preview);
                painter.rect_stroke(stretch.rect.expand(1.0), 3.0, stroke, StrokeKind::Outside);
            });
        }
        for (fragment, span) in spans.iter().enumerate() {
            for edge in [Edge::Start, Edge::End] {
                let Some(place) = self.edge_place(*span, edge, metrics) else { continue };
                let bar = Rect::from_x_y_ranges(place.x - 1.0..=place.x + 1.0, place.top..=place.bottom);
                painter.rect_filled(bar, 0.0, color);
                let knob = Pos2::new(place.x + place.outward * (KNOB - 1.0), place.bottom + KNOB * 0.5);
                painter.circle(knob, KNOB, color, Stroke::new(1.5, scene.style.background));
                let at = Pos2::new(place.x, (place.top + place.bottom) * 0.5);
                let rect = Rect::from_center_size(knob, GRASP);
                self.handles.push(Handle { rect, key, fragment, edge, at });
            }
        }
    }

    /// Paints the line from a pulled tag to the pointer, and what it would lead to.
    pub(super) fn paint_pull(&self, ui: &Ui, painter: &Painter, outcome: &Outcome, scene: &Scene<'_>) {
        let Some(pull) = outcome.tag_drag.filter(|pull| !pull.released) else { return };
        let Some(to) = ui.input(|input| input.pointer.latest_pos()) else { return };
        let from =
            self.tag_rect(pull.from).map(|tag| tag.center_bottom()).or(ui.input(|input| input.pointer.press_origin()));
        let Some(from) = from else { return };
        let stroke = Stroke::new(2.0, scene.style.preview);
        painter.line_segment([from, to], stroke);
        painter.circle_filled(from, 3.0, scene.style.preview);
        if pull.to.is_some() {
            painter.circle(to, 5.0, scene.style.preview, Stroke::new(1.5, scene.style.background));
        } else {
            painter.circle(to, 4.0, scene.style.background, stroke);
        }
    }

    /// Where an edge of `span` stands, if that is on screen.
    fn edge_place(&self, span: Span, edge: Edge, metrics: &Metrics) -> Option<EdgePlace> {
        let byte = edge.of(span);
        // An end belongs to the character before it, on whatever row that is.
        let inside = match edge {
            Edge::Start => byte,
            Edge::End => ByteOffset(byte.0.checked_sub(1)?),
        };
        let number = self.paragraph_of(inside);
        let on = self.screen.iter().find(|on| on.number == number)?;
        let paragraph = self.paragraph(number);
        let within = inside.0.min(paragraph.end) - paragraph.start;
        let (row, x, outward) = cluster_edge(&self.laid.get(&number)?.table, within, edge)?;
        let pane = self.pane;
        let row_top = pane.top() + on.rows_top + row as f32 * metrics.pitch();
        if row_top + metrics.pitch() < pane.top() || row_top > pane.bottom() {
            return None;
        }
        let baseline = row_top + metrics.baseline_px / metrics.scale;
        let size = metrics.size_px / metrics.scale;
        let x = metrics.column_left(pane) + x;
        Some(EdgePlace { x, top: baseline - size * 0.76, bottom: baseline + size * 0.30, outward })
    }
}

/// Row and x of an edge at the cluster of `within`, and which way is out of the fragment: -1 to the left, 1 to the right.
fn cluster_edge(table: &Table, within: u32, edge: Edge) -> Option<(usize, f32, f32)> {
    let row = table.row_of(within);
    let clusters = table.clusters_of(row);
    let cluster = clusters.iter().find(|cluster| cluster.start <= within && within < cluster.end)?;
    let at_right = (edge == Edge::End) != cluster.rtl;
    Some(if at_right { (row, cluster.x + cluster.width, 1.0) } else { (row, cluster.x, -1.0) })
}

/// The edge of a whole word that is nearest to `wanted` and has room; where the edge is if there is none.
fn farthest_word(text: &str, room: &Room, wanted: ByteOffset, (edge, span): (Edge, Span)) -> ByteOffset {
    let offsets = room.offsets;
    let found = if wanted < offsets.start {
        let from = ByteOffset(offsets.start.0.saturating_sub(1));
        word_edge_from(text, from, Toward::End, edge)
    } else {
        word_edge_from(text, ByteOffset(offsets.end.0.saturating_add(1)), Toward::Start, edge)
    };
    found.filter(|at| room.barrier(*at).is_none()).unwrap_or(edge.of(span))
}
