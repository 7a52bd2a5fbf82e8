//! Relations of the selected mark: an arc to the other mark where that is on screen, an arrow at the edge where it is not.
//!
//! It knows the two places, a name and a colour. What kind of relation it is, and what a click on an arrow does, is the
//! caller's business.

use super::cast::count;
use super::engine::{Label, TextEngine};
use super::metrics::{Metrics, STRIP_WIDTH};
use super::paint::PlacedLabel;
use super::scene::{Outcome, Scene};
use super::view::ArticleView;
use crate::gui::language::tr;
use crate::text::Span;
use eframe::egui::epaint::CubicBezierShape;
use eframe::egui::{Color32, CursorIcon, Pos2, Rect, Role, Sense, Shape, Stroke, StrokeKind, Ui, Vec2, WidgetInfo};
use std::rc::Rc;
use std::sync::Arc;

/// Arcs drawn at one time; more could not be told apart.
const MAX_LINKS: usize = 24;
const MAX_WIDTH: f32 = 220.0;
const PAD: f32 = 5.0;
/// Rows at an edge of the pane above which a box may stand.
const OUTERMOST: usize = 4;
/// Places on a line at which its name may stand, its ends included.
const PLACES: u8 = 16;

/// One end of a link.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkEnd {
    /// Key of the mark.
    pub key: u64,
    /// Its first fragment.
    pub span: Span,
    /// Its words, for the arrow that leads to it.
    pub words: Arc<str>,
}

/// A relation between two marks, one of which is selected.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// Where it starts.
    pub from: LinkEnd,
    /// Where it leads.
    pub to: LinkEnd,
    /// What it is called.
    pub name: Arc<str>,
    /// The colour of its line.
    pub color: Color32,
    /// Whether it has a head at its target.
    pub directed: bool,
}

/// What is drawn over the text: lines and the boxes of their names, and the names.
#[derive(Default)]
pub(super) struct Overlay {
    pub(super) shapes: Vec<Shape>,
    pub(super) labels: Vec<PlacedLabel>,
    pub(super) boxes: Vec<Rect>,
    /// The pane's upper edge.
    top: f32,
    /// Boxes that lead off screen: where they are, the mark that they lead to, what they say.
    arrows: Vec<(Rect, u64, String)>,
}

/// Where an end of a link is.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Where {
    Seen(Pos2),
    Above,
    Below,
}

impl ArticleView {
    /// Draws the links of `scene` over the marks on screen.
    pub(super) fn overlay(&self, engine: &mut TextEngine, scene: &Scene<'_>, metrics: &Metrics) -> Overlay {
        let mut overlay = Overlay { top: self.pane.top(), ..Overlay::default() };
        let mut lines = Vec::new();
        for link in scene.links.iter().take(MAX_LINKS) {
            let from = self.place_of(link.from.span, metrics);
            let to = self.place_of(link.to.span, metrics);
            match (from, to) {
                (Where::Seen(from), Where::Seen(to)) => {
                    // Near the other end: the lines of one mark part there.
                    let share = if Some(link.to.key) == scene.selected { 0.25 } else { 0.75 };
                    lines.push((overlay.arc(from, to, link, metrics), share, link));
                }
                (Where::Seen(from), beyond) => {
                    self.lead_off(&mut overlay, (from, beyond, &link.to), link, engine, scene, metrics);
                }
                (beyond, Where::Seen(to)) => {
                    self.lead_off(&mut overlay, (to, beyond, &link.from), link, engine, scene, metrics);
                }
                _ => {}
            }
        }
        // Names come once every line and every box is known: over the one, beside the other, and off the ends of any.
        let ends: Vec<Rect> = lines.iter().flat_map(|(line, ..)| ends_of(line)).collect();
        for (line, share, link) in lines {
            let label = shortened(engine, &link.name, metrics);
            let size = Vec2::new(label.width + 2.0 * PAD, band(metrics));
            let rect = self.place_of_name(&line, share, size, (&overlay.boxes, &ends), metrics);
            overlay.name(rect, label, link, scene);
        }
        overlay
    }

    /// Where the name of a line covers no words and as little else as can be: between two rows, near the place on the line
    /// that `share` says.
    fn place_of_name(
        &self,
        line: &CubicBezierShape,
        share: f32,
        size: Vec2,
        (names, ends): (&[Rect], &[Rect]),
        metrics: &Metrics,
    ) -> Rect {
        let room = self.pane.shrink(2.0);
        let covered = |rect: Rect, other: &Rect| {
            let both = rect.intersect(other.expand(1.0));
            if both.is_positive() { both.width() } else { 0.0 }
        };
        let place = |number: u8| {
            let at = f32::from(number) / f32::from(PLACES);
            let on_line = line.sample(at);
            let center = Pos2::new(on_line.x, self.gap_near(on_line.y, metrics));
            let rect = Rect::from_center_size(center, size);
            let inside = Vec2::new(
                (room.left() - rect.left()).max(0.0) - (rect.right() - room.right()).max(0.0),
                (room.top() - rect.top()).max(0.0) - (rect.bottom() - room.bottom()).max(0.0),
            );
            let rect = rect.translate(inside);
            let tags = self.tags.iter().map(|(tag, _)| covered(rect, tag)).sum::<f32>();
            let others = names.iter().chain(ends).map(|other| covered(rect, other)).sum::<f32>();
            let far = (at - share).abs() * 40.0 + (rect.center() - on_line).length();
            (rect, far + 4.0 * tags + 16.0 * others)
        };
        let places = (1..PLACES).map(place);
        let best = places.min_by(|one, other| one.1.total_cmp(&other.1));
        best.map_or_else(|| Rect::from_center_size(line.sample(share), size), |(rect, _)| rect)
    }

    /// The middle of the gap above a row that is nearest to `y`: where tags stand. What is below the last row of a paragraph is
    /// the next one's.
    fn gap_near(&self, y: f32, metrics: &Metrics) -> f32 {
        let (pitch, band) = (metrics.pitch(), band(metrics));
        let gaps = self.screen.iter().filter_map(|on| {
            let last = self.laid.get(&on.number)?.table.rows.len().checked_sub(1)? as f32;
            let first = self.pane.top() + on.rows_top + band * 0.5;
            let number = ((y - first) / pitch).round().clamp(0.0, last);
            Some(first + number * pitch)
        });
        let best = gaps.min_by(|one, other| (one - y).abs().total_cmp(&(other - y).abs()));
        best.unwrap_or(y)
    }

    /// Where a box of this size at the edge of the pane covers no words: in the gap above one of the outermost rows, off
    /// other boxes and off tags if it can be.
    fn gap_at_edge(&self, left: f32, size: Vec2, beyond: Where, boxes: &[Rect], metrics: &Metrics) -> Option<Rect> {
        let (pitch, pane) = (metrics.pitch(), self.pane);
        let rows = self.screen.iter().flat_map(|on| {
            let count = self.laid.get(&on.number).map_or(0, |laid| laid.table.rows.len());
            (0..count).map(move |row| pane.top() + on.rows_top + row as f32 * pitch)
        });
        let places = rows.map(|top| Rect::from_min_size(Pos2::new(left, top), size));
        let mut free: Vec<Rect> = places
            .filter(|rect| rect.top() >= pane.top() && rect.bottom() <= pane.bottom())
            .filter(|rect| boxes.iter().all(|other| !other.intersects(*rect)))
            .collect();
        if beyond != Where::Above {
            free.reverse();
        }
        let is_off_tags = |rect: &&Rect| self.tags.iter().all(|(tag, _)| !tag.intersects(**rect));
        free.iter().take(OUTERMOST).find(is_off_tags).or(free.first()).copied()
    }

    /// Above the middle of the span's first stretch, where that is on screen.
    fn place_of(&self, span: Span, metrics: &Metrics) -> Where {
        let mut found = None;
        let pane = self.pane;
        self.each_stretch(metrics, span, |stretch| {
            let top = Pos2::new(stretch.rect.center().x, stretch.row_top + metrics.tag_px / metrics.scale);
            if found.is_none() && pane.contains(top) {
                found = Some(top);
            }
        });
        match found {
            Some(top) => Where::Seen(top),
            None if span.start < self.place.byte => Where::Above,
            None => Where::Below,
        }
    }

    /// A line from a mark to a box at the edge of the pane that names what lies beyond.
    fn lead_off(
        &self,
        overlay: &mut Overlay,
        (seen, beyond, end): (Pos2, Where, &LinkEnd),
        link: &Link,
        engine: &mut TextEngine,
        scene: &Scene<'_>,
        metrics: &Metrics,
    ) {
        let text = format!("{}: {}", link.name, end.words);
        let known =
            overlay.arrows.iter().find(|(_, key, said)| (*key, said) == (end.key, &text)).map(|(rect, ..)| *rect);
        let rect = known.unwrap_or_else(|| self.lead_box(overlay, (beyond, end), text, link, engine, scene, metrics));
        let touch = Pos2::new(
            rect.left() + rect.width() * 0.3,
            if beyond == Where::Above { rect.bottom() } else { rect.top() },
        );
        // The box has an arrow of its own.
        let leads_here = end.key == link.from.key;
        let (start, target) = if leads_here { (touch, seen) } else { (seen, touch) };
        overlay.arc(start, target, &Link { directed: link.directed && leads_here, ..link.clone() }, metrics);
    }

    /// A box at the edge of the pane that says what lies beyond; gives its place.
    #[expect(clippy::too_many_arguments, reason = "what a box shows comes from all of these")]
    fn lead_box(
        &self,
        overlay: &mut Overlay,
        (beyond, end): (Where, &LinkEnd),
        text: String,
        link: &Link,
        engine: &mut TextEngine,
        scene: &Scene<'_>,
        metrics: &Metrics,
    ) -> Rect {
        let label = shortened(engine, &text, metrics);
        let height = band(metrics);
        let size = Vec2::new(label.width + 2.0 * PAD + 12.0, height);
        let right = metrics.column_left(self.pane) + metrics.column_px / metrics.scale;
        let number = overlay.arrows.len() as f32;
        let top = match beyond {
            Where::Above => self.pane.top() + 4.0 + number * (height + 3.0),
            _ => self.pane.bottom() - 4.0 - height - number * (height + 3.0),
        };
        let left = (right - size.x).min(self.pane.right() - STRIP_WIDTH - size.x - 4.0);
        let gap = self.gap_at_edge(left, size, beyond, &overlay.boxes, metrics);
        let rect = gap.unwrap_or_else(|| Rect::from_min_size(Pos2::new(left, top), size));
        overlay.boxed(rect, link.color, scene);
        let tip = Pos2::new(rect.left() + PAD + 4.0, rect.center().y);
        let up = if beyond == Where::Above { -3.5 } else { 3.5 };
        let head = vec![tip + Vec2::new(0.0, up), tip + Vec2::new(4.0, -up), tip + Vec2::new(-4.0, -up)];
        overlay.shapes.push(Shape::convex_polygon(head, link.color, Stroke::NONE));
        let at = Pos2::new(rect.left() + PAD + 12.0, rect.bottom() - height * 0.24);
        overlay.labels.push(PlacedLabel { label, at, color: scene.style.text });
        overlay.arrows.push((rect, end.key, text));
        rect
    }
}

impl Overlay {
    /// Adds a line between two places and gives it.
    fn arc(&mut self, from: Pos2, to: Pos2, link: &Link, metrics: &Metrics) -> CubicBezierShape {
        let wish = ((to.x - from.x).abs() * 0.10 + (to.y - from.y).abs() * 0.06 + 10.0).min(metrics.pitch() * 1.2);
        // A line rises to three quarters of its lift; above the first row it is flatter rather than cut off.
        let room = (from.y.min(to.y) - self.top - 2.0).max(0.0);
        let lift = wish.min(room / 0.75);
        let points = [from, from - Vec2::new(0.0, lift), to - Vec2::new(0.0, lift), to];
        let stroke = Stroke::new(1.5, link.color);
        let curve = CubicBezierShape::from_points_stroke(points, false, Color32::TRANSPARENT, stroke);
        self.shapes.push(curve.clone().into());
        if link.directed {
            let head = vec![to, to + Vec2::new(-4.0, -7.0), to + Vec2::new(4.0, -7.0)];
            self.shapes.push(Shape::convex_polygon(head, link.color, Stroke::NONE));
        }
        self.shapes.push(Shape::circle_filled(from, 2.5, link.color));
        curve
    }

    /// Names a line.
    fn name(&mut self, rect: Rect, label: Rc<Label>, link: &Link, scene: &Scene<'_>) {
        self.boxed(rect, link.color, scene);
        let at = Pos2::new(rect.left() + PAD, rect.bottom() - rect.height() * 0.24);
        self.labels.push(PlacedLabel { label, at, color: scene.style.text });
    }

    fn boxed(&mut self, rect: Rect, color: Color32, scene: &Scene<'_>) {
        self.shapes.push(Shape::rect_filled(rect, 4.0, scene.style.background));
        self.shapes.push(Shape::rect_stroke(rect, 4.0, Stroke::new(1.0, color), StrokeKind::Inside));
        self.boxes.push(rect);
    }
}

/// Height in points of the band above a row that holds no words.
fn band(metrics: &Metrics) -> f32 {
    metrics.tag_px / metrics.scale
}

/// Where a line has its dot and its head.
fn ends_of(line: &CubicBezierShape) -> [Rect; 2] {
    let [from, .., to] = line.points;
    [
        Rect::from_center_size(from, Vec2::splat(6.0)),
        Rect::from_min_max(to - Vec2::new(5.0, 10.0), to + Vec2::new(5.0, 1.0)),
    ]
}

/// Makes the arrows at the edges react; gives the key of the mark that one was pressed for.
pub(super) fn arrows_ui(ui: &Ui, outcome: &mut Outcome, overlay: &Overlay) {
    for (rect, key, text) in &overlay.arrows {
        let id = outcome.response.id.with(("arrow", *key, text));
        // A little more than what is seen, to be hit easily.
        let response = ui.interact(rect.expand(3.0), id, Sense::click()).on_hover_cursor(CursorIcon::PointingHand);
        response.widget_info(|| WidgetInfo::labeled(Role::Link, true, tr!("Go to {text}", text)));
        if response.clicked() {
            outcome.jump = Some(*key);
        }
    }
}

/// A name laid out, cut where it is too long.
fn shortened(engine: &mut TextEngine, text: &str, metrics: &Metrics) -> Rc<Label> {
    let size_px = (metrics.size_px * 0.56).round();
    let label = engine.label(text, size_px, metrics.scale);
    if label.width <= MAX_WIDTH {
        return label;
    }
    let kept = count(text.chars().count() as f32 * MAX_WIDTH / label.width).saturating_sub(2);
    let cut: String = text.chars().take(kept).chain(['\u{2026}']).collect();
    engine.label(&cut, size_px, metrics.scale)
}
