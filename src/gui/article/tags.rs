//! How marks are drawn: fills, underlines on lanes, and tags in the band above a row.
//!
//! Nothing here moves text; where there is no room a tag gives way, words never do.

use super::cast::count;
use super::engine::{Label, TextEngine};
use super::marks::{LANES, Mark, MarkLook, Piece};
use super::metrics::{Metrics, STRIP_WIDTH};
use super::paint::{Edge, Inside, PlacedLabel, Stretch};
use super::scene::{MoreMarks, Outcome, Scene};
use super::view::ArticleView;
use crate::gui::language::tr;
use crate::text::Span;
use eframe::egui::epaint::Mesh;
use eframe::egui::{
    Color32, CursorIcon, Painter, Pos2, Rangef, Rect, Role, Sense, Shape, Stroke, StrokeKind, Ui, Vec2, WidgetInfo,
};
use std::collections::BTreeMap;
use std::rc::Rc;
use unicode_segmentation::UnicodeSegmentation;

const LANE_PITCH: f32 = 3.0;
const LANE_HEIGHT: f32 = 2.0;
/// Pieces drawn on one screen; beyond that nothing could be told apart.
const MAX_PIECES: usize = 3000;
const MAX_TAG_WIDTH: f32 = 150.0;

/// Tags that want to be shown, and the marks of each row that are not shown in full.
#[derive(Default)]
pub(super) struct Chips {
    wishes: Vec<Wish>,
    hidden: BTreeMap<(usize, usize), Hidden>,
}

/// The marks of one row that lie beyond the lanes or whose tags found no room.
#[derive(Default)]
pub(super) struct Hidden {
    row_top: f32,
    keys: Vec<u64>,
}

impl Chips {
    fn hide(&mut self, row: (usize, usize), row_top: f32, key: u64) {
        let hidden = self.hidden.entry(row).or_default();
        hidden.row_top = row_top;
        if !hidden.keys.contains(&key) {
            hidden.keys.push(key);
        }
    }
}

struct Wish {
    row: (usize, usize),
    row_top: f32,
    /// Where the tag wants to begin, and to which side it extends.
    anchor: Edge,
    /// Whether the row's paragraph reads from right to left; tags then give way to the left.
    rtl: bool,
    /// Outer marks first where two begin at one place.
    order: usize,
    key: u64,
    tag: std::sync::Arc<str>,
    color: Color32,
    look: MarkLook,
    emphasis: Emphasis,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Emphasis {
    None,
    Hovered,
    Selected,
}

/// One mark's share of the frame.
struct Brush<'a> {
    mark: &'a Mark,
    lane: u16,
    emphasis: Emphasis,
    fill: Color32,
    line: Color32,
}

impl ArticleView {
    /// Adds fills and underlines of all marks on screen to `mesh` and gathers their tags.
    pub(super) fn paint_marks(
        &self,
        mesh: &mut Mesh,
        chips: &mut Chips,
        outcome: &Outcome,
        scene: &Scene<'_>,
        metrics: &Metrics,
    ) {
        let mut drawn = 0;
        scene.marks.visit(self.visible_span(), |piece, mark| {
            let brush = brush(piece, mark, outcome, scene);
            let mut tagged: Option<(Span, Stretch)> = None;
            for span in piece.fragments(mark) {
                self.each_stretch(metrics, *span, |stretch| {
                    paint_stretch(mesh, &stretch, &brush, metrics);
                    if piece.lane >= LANES {
                        chips.hide((stretch.paragraph, stretch.row), stretch.row_top, mark.key);
                    }
                    let is_better =
                        |(tagged, other): &(Span, Stretch)| tagged == span && is_better_place(&stretch, other);
                    if tagged.as_ref().is_none_or(is_better) {
                        tagged = Some((*span, stretch));
                    }
                });
            }
            chips.wishes.extend(tagged.map(|(_, stretch)| wish(&stretch, mark, brush.emphasis, drawn)));
            if piece.count > 1 && piece.lane < LANES {
                self.paint_connectors(mesh, piece, &brush, metrics);
            }
            drawn += 1;
            drawn < MAX_PIECES
        });
    }

    /// Dots on the mark's lane under the words between two of its fragments.
    fn paint_connectors(&self, mesh: &mut Mesh, piece: &Piece, brush: &Brush<'_>, metrics: &Metrics) {
        for pair in piece.fragments(brush.mark).windows(2) {
            let [before, after] = pair else { continue };
            self.each_stretch(metrics, Span { start: before.end, end: after.start }, |stretch| {
                let y = lane_top(&stretch, brush.lane, metrics);
                dashes(mesh, stretch.rect.x_range(), y + 0.5, (1.0, 1.5, 3.0), brush.line);
            });
        }
    }

    /// Paints the tags row by row from left to right and gives their words, to be painted with the text, and the counts of
    /// what was not shown in full.
    pub(super) fn paint_chips(
        &mut self,
        painter: &Painter,
        mut chips: Chips,
        engine: &mut TextEngine,
        scene: &Scene<'_>,
        metrics: &Metrics,
    ) -> (Vec<PlacedLabel>, Vec<(Rect, Vec<u64>)>) {
        let wishes = std::mem::take(&mut chips.wishes);
        self.tags.clear();
        let size_px = (metrics.size_px * 0.56).round();
        let height = metrics.tag_px / metrics.scale;
        let right_end = metrics.column_left(self.pane) + metrics.column_px / metrics.scale;
        let mut placed: Vec<(f32, f32, Wish, Rc<Label>)> = Vec::with_capacity(wishes.len());
        for wish in wishes {
            let label = fitting(engine, &wish.tag, size_px, metrics.scale);
            let width = label.width + 7.0 + flag_width(&wish, height);
            let left = if wish.anchor.inside == Inside::Left { wish.anchor.x - width } else { wish.anchor.x };
            placed.push((left, width, wish, label));
        }
        placed.sort_by(|(a_left, a_width, a, _), (b_left, b_width, b, _)| {
            let by_place =
                if a.rtl { (b_left + b_width).total_cmp(&(a_left + a_width)) } else { a_left.total_cmp(b_left) };
            a.row.cmp(&b.row).then(by_place).then(a.order.cmp(&b.order))
        });
        let mut labels = Vec::new();
        let mut row = None;
        let left_end = metrics.column_left(self.pane);
        let room = Rangef::new(
            (left_end - MAX_TAG_WIDTH * 0.5).max(self.pane.left() + 2.0),
            (right_end + MAX_TAG_WIDTH * 0.5).min(self.pane.right() - STRIP_WIDTH - 2.0),
        );
        let mut free = (f32::MIN, f32::MAX);
        for (wanted, width, wish, label) in placed {
            if row != Some(wish.row) {
                row = Some(wish.row);
                free = (f32::MIN, f32::MAX);
            }
            let left = if wish.rtl { wanted.min(free.1 - width) } else { wanted.max(free.0) };
            // At the edge a tag moves in as far as there is room.
            let within = left.clamp(room.min, (room.max - width).max(room.min));
            let is_taken = if wish.rtl { within + width > free.1 } else { within < free.0 };
            if is_taken {
                chips.hide(wish.row, wish.row_top, wish.key);
                continue;
            }
            let left = within;
            let rect = Rect::from_min_size(Pos2::new(left, wish.row_top), Vec2::new(width, height));
            let flag = flag_width(&wish, height);
            let color = paint_chip(painter, rect, &wish, flag, scene);
            let at = Pos2::new(rect.left() + 3.5 + flag, rect.bottom() - height * 0.24);
            labels.push(PlacedLabel { label, at, color });
            self.tags.push((rect, wish.key));
            free = (rect.right() + 2.0, rect.left() - 2.0);
        }
        let counts = chips.hidden.into_values().map(|Hidden { row_top, keys }| {
            let label = engine.label(&format!("+{}", keys.len()), size_px, metrics.scale);
            let at = Pos2::new(right_end + 5.0, row_top + metrics.baseline_px / metrics.scale);
            let rect = Rect::from_min_max(
                at - Vec2::new(3.0, metrics.size_px / metrics.scale * 0.8),
                at + Vec2::new(label.width + 3.0, 5.0),
            );
            painter.rect_stroke(rect, 3.0, Stroke::new(1.0, scene.style.muted.gamma_multiply(0.6)), StrokeKind::Inside);
            labels.push(PlacedLabel { label, at, color: scene.style.muted });
            (rect, keys)
        });
        let counts = counts.collect();
        (labels, counts)
    }
}

/// Makes the counts beside the rows widgets that a list can be hung on.
pub(super) fn more_ui(ui: &Ui, outcome: &mut Outcome, beyond: Vec<(Rect, Vec<u64>)>) {
    let mut known: BTreeMap<Option<u64>, usize> = BTreeMap::new();
    for (rect, keys) in beyond {
        // A mark over several rows may be the first one hidden on each of them.
        let first = keys.first().copied();
        let row = known.entry(first).or_default();
        *row += 1;
        let id = outcome.response.id.with(("more", first, *row));
        let response = ui.interact(rect, id, Sense::click()).on_hover_cursor(CursorIcon::PointingHand);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, tr!("{} more mentions here", keys.len())));
        outcome.more.push(MoreMarks { response, keys });
    }
}

/// Whether a mark's tag belongs to `stretch` rather than to one further left on the same row: where the words begin, or
/// where a right-to-left row does.
fn is_better_place(stretch: &Stretch, other: &Stretch) -> bool {
    let same_row = (stretch.paragraph, stretch.row) == (other.paragraph, other.row);
    same_row && (stretch.start.is_some() || (stretch.rtl && other.start.is_none()))
}

/// Room for the flag in a tag of this height.
fn flag_width(wish: &Wish, height: f32) -> f32 {
    if wish.look == MarkLook::Flagged { height * 0.7 } else { 0.0 }
}

/// The tag's word, shortened where it is too long for a chip.
fn fitting(engine: &mut TextEngine, tag: &str, size_px: f32, scale: f32) -> Rc<Label> {
    let label = engine.label(tag, size_px, scale);
    if label.width <= MAX_TAG_WIDTH {
        return label;
    }
    let graphemes: Vec<&str> = tag.graphemes(true).collect();
    let kept = count(graphemes.len() as f32 * MAX_TAG_WIDTH / label.width).saturating_sub(2);
    let shortened = graphemes.into_iter().take(kept).collect::<String>() + "\u{2026}";
    engine.label(&shortened, size_px, scale)
}

fn brush<'a>(piece: &Piece, mark: &'a Mark, outcome: &Outcome, scene: &Scene<'_>) -> Brush<'a> {
    let style = scene.style;
    let emphasis = if scene.selected == Some(mark.key) {
        Emphasis::Selected
    } else if outcome.hovered == Some(mark.key) {
        Emphasis::Hovered
    } else {
        Emphasis::None
    };
    let alpha = match emphasis {
        // Fainter further in, so that the words under many marks stay legible.
        Emphasis::None => style.fill_alpha_on(piece.lane.min(LANES)),
        Emphasis::Hovered => style.hovered_alpha,
        Emphasis::Selected => style.selected_alpha,
    };
    let (fill, line) = match mark.look {
        MarkLook::Work | MarkLook::Flagged => (mark.color.gamma_multiply(alpha), mark.color),
        MarkLook::Suggestion | MarkLook::Rejected if emphasis == Emphasis::None => (Color32::TRANSPARENT, style.muted),
        MarkLook::Suggestion | MarkLook::Rejected => (style.muted.gamma_multiply(alpha * 0.6), style.muted),
    };
    Brush { mark, lane: piece.lane, emphasis, fill, line }
}

fn wish(stretch: &Stretch, mark: &Mark, emphasis: Emphasis, order: usize) -> Wish {
    Wish {
        row: (stretch.paragraph, stretch.row),
        row_top: stretch.row_top,
        anchor: match stretch.start {
            Some(start) => start,
            None if stretch.rtl => Edge { x: stretch.rect.right(), inside: Inside::Left },
            None => Edge { x: stretch.rect.left(), inside: Inside::Right },
        },
        rtl: stretch.rtl,
        order,
        key: mark.key,
        tag: std::sync::Arc::clone(&mark.tag),
        color: mark.color,
        look: mark.look,
        emphasis,
    }
}

/// Top of a lane's line, on a whole pixel.
fn lane_top(stretch: &Stretch, lane: u16, metrics: &Metrics) -> f32 {
    let baseline = stretch.row_top + metrics.baseline_px / metrics.scale;
    let y = baseline + metrics.size_px / metrics.scale * 0.17 + f32::from(lane) * LANE_PITCH;
    super::atlas::nearest(y * metrics.scale) / metrics.scale
}

fn paint_stretch(mesh: &mut Mesh, stretch: &Stretch, brush: &Brush<'_>, metrics: &Metrics) {
    let rect = stretch.rect;
    if brush.fill != Color32::TRANSPARENT {
        mesh.add_colored_rect(rect, brush.fill);
    }
    if brush.lane >= LANES {
        return;
    }
    let y = lane_top(stretch, brush.lane, metrics);
    let height = if brush.emphasis == Emphasis::None { LANE_HEIGHT } else { LANE_HEIGHT + 0.5 };
    // A little short of the words' edges, so that two marks side by side do not run into one line.
    let x = rect.x_range().shrink(0.5);
    match brush.mark.look {
        MarkLook::Work | MarkLook::Flagged => {
            mesh.add_colored_rect(Rect::from_x_y_ranges(x, y..=y + height), brush.line);
        }
        MarkLook::Suggestion => {
            dashes(mesh, x, y, (height * 0.75, 4.0, 2.5), brush.line);
            dashes(mesh, x, rect.top(), (1.0, 4.0, 2.5), brush.line);
        }
        MarkLook::Rejected => {
            mesh.add_colored_rect(Rect::from_x_y_ranges(x, y..=y + 1.0), brush.line);
            let middle = rect.top() + rect.height() * 0.52;
            mesh.add_colored_rect(Rect::from_x_y_ranges(x, middle..=middle + 1.0), brush.line.gamma_multiply(0.7));
        }
    }
    for edge in [stretch.start, stretch.end].into_iter().flatten() {
        let left = if edge.inside == Inside::Left { edge.x - 1.5 } else { edge.x };
        mesh.add_colored_rect(Rect::from_x_y_ranges(left..=left + 1.5, y - 3.0..=y + height), brush.line);
    }
}

/// A broken line of `(height, dash, gap)` along `x`.
pub(super) fn dashes(mesh: &mut Mesh, x: Rangef, y: f32, (height, dash, gap): (f32, f32, f32), color: Color32) {
    let mut from = x.min;
    while from < x.max {
        let to = (from + dash).min(x.max);
        mesh.add_colored_rect(Rect::from_x_y_ranges(from..=to, y..=y + height), color);
        from += dash + gap;
    }
}

/// Paints the chip of a tag and says in which colour its word is legible.
fn paint_chip(painter: &Painter, rect: Rect, wish: &Wish, flag: f32, scene: &Scene<'_>) -> Color32 {
    let style = scene.style;
    let radius = 3.0;
    let word = match wish.look {
        MarkLook::Work | MarkLook::Flagged => {
            painter.rect_filled(rect, radius, wish.color);
            super::style::legible_on(wish.color)
        }
        MarkLook::Suggestion | MarkLook::Rejected => {
            painter.rect_filled(rect, radius, style.background);
            painter.rect_stroke(rect, radius, Stroke::new(1.0, style.muted), StrokeKind::Inside);
            style.muted
        }
    };
    if wish.emphasis == Emphasis::Selected {
        painter.rect_stroke(rect.expand(1.0), radius + 1.0, Stroke::new(1.5, style.text), StrokeKind::Middle);
    }
    if flag > 0.0 {
        let pole = Pos2::new(rect.left() + 3.5, rect.top() + 2.0);
        let tip = flag * 0.62;
        painter.line_segment([pole, Pos2::new(pole.x, rect.bottom() - 2.0)], Stroke::new(1.0, word));
        let points = vec![pole, Pos2::new(pole.x + tip, pole.y + tip * 0.45), Pos2::new(pole.x, pole.y + tip * 0.9)];
        painter.add(Shape::convex_polygon(points, word, Stroke::NONE));
    }
    word
}
