//! The scroll bar with the marks beside it: where in the whole text they are, by colour.
//!
//! It works on heights and colours; it does not scroll by itself but says where to.

use super::cast::{count, f32_from};
use super::metrics::STRIP_WIDTH;
use super::scene::Scene;
use super::view::ArticleView;
use crate::text::{ByteOffset, Span};
use eframe::egui::epaint::Mesh;
use eframe::egui::{Color32, CursorIcon, Id, Pos2, Rect, Role, Sense, Shape, Stroke, StrokeKind, Ui, Vec2, WidgetInfo};

/// Height in points of one bucket of marks.
const BUCKET: f32 = 2.0;
/// Colours shown side by side in a bucket.
const COLORS: usize = 3;
/// Marks looked at for one bucket; more would not change the picture.
const MAX_LOOKED_AT: usize = 48;
const MIN_THUMB: f32 = 28.0;
/// Share by which the height of the text may drift before the marks are placed anew.
const DRIFT: f64 = 0.01;

/// Marks of the whole text as coloured ticks, kept until marks or heights change.
#[derive(Default)]
pub(super) struct StripCache {
    made_for: Option<(u64, u32, f64)>,
    /// Rectangles from the strip's top left corner.
    ticks: Vec<(Rect, Color32)>,
    /// Points from the thumb's top to where it was grabbed.
    grab: f32,
}

impl ArticleView {
    fn strip_rect(&self) -> Rect {
        let pane = self.pane;
        Rect::from_min_max(Pos2::new(pane.right() - STRIP_WIDTH, pane.top()), pane.max)
    }

    /// Top and height of the thumb in points from the strip's top.
    fn thumb(&self) -> (f32, f32) {
        let room = f64::from(self.pane.height());
        let total = self.heights.total().max(1.0);
        let height = f64::from(MIN_THUMB).max(room * room / total).min(room);
        let share = (self.scrolled() / (total - room).max(1.0)).clamp(0.0, 1.0);
        (f32_from(share * (room - height)), f32_from(height))
    }

    /// Reacts to clicks and drags on the strip; gives the height in the text that is to be at the pane's top.
    pub(super) fn strip_ui(&mut self, ui: &Ui, id: Id, scene: &Scene<'_>) -> Option<f64> {
        let rect = self.strip_rect();
        let response =
            ui.interact(rect, id.with("strip"), Sense::click_and_drag()).on_hover_cursor(CursorIcon::Default);
        response.widget_info(|| WidgetInfo::labeled(Role::ScrollBar, true, format!("Scroll: {}", scene.name)));
        let pointer =
            response.interact_pointer_pos().filter(|_| response.is_pointer_button_down_on() || response.clicked())?;
        let (top, height) = self.thumb();
        let y = pointer.y - rect.top();
        if ui.input(|input| input.pointer.any_pressed()) {
            self.strip.grab = if (top..top + height).contains(&y) { y - top } else { height * 0.5 };
        }
        let share = (y - self.strip.grab) / (rect.height() - height).max(1.0);
        let beyond = (self.heights.total() - f64::from(rect.height())).max(0.0);
        Some(f64::from(share.clamp(0.0, 1.0)) * beyond)
    }

    /// Paints the ticks and the thumb.
    pub(super) fn paint_strip(&mut self, ui: &Ui, scene: &Scene<'_>) {
        let rect = self.strip_rect();
        let total = self.heights.total();
        let is_current = self.strip.made_for.is_some_and(|(id, height, made_for)| {
            id == scene.marks.id() && height == rect.height().to_bits() && (total - made_for).abs() <= made_for * DRIFT
        });
        if !is_current {
            self.strip.ticks = self.ticks(rect.height(), scene);
            self.strip.made_for = Some((scene.marks.id(), rect.height().to_bits(), total));
        }
        let mut mesh = Mesh::default();
        mesh.add_colored_rect(rect, scene.style.muted.gamma_multiply(0.07));
        for (tick, color) in &self.strip.ticks {
            mesh.add_colored_rect(tick.translate(rect.min.to_vec2()), *color);
        }
        let painter = ui.painter();
        painter.add(Shape::mesh(mesh));
        let (top, height) = self.thumb();
        if f64::from(rect.height()) < total {
            let size = Vec2::new(STRIP_WIDTH - 2.0, height);
            let thumb = Rect::from_min_size(Pos2::new(rect.left() + 1.0, rect.top() + top), size);
            let is_hovered = ui.rect_contains_pointer(rect);
            let color = scene.style.text;
            painter.rect_filled(thumb, 3.0, color.gamma_multiply(if is_hovered { 0.34 } else { 0.22 }));
            painter.rect_stroke(thumb, 3.0, Stroke::new(1.0, color.gamma_multiply(0.7)), StrokeKind::Inside);
        }
    }

    fn ticks(&self, height: f32, scene: &Scene<'_>) -> Vec<(Rect, Color32)> {
        let mut ticks = Vec::new();
        let buckets = count(height / BUCKET);
        let total = self.heights.total().max(f64::from(height));
        let width = (STRIP_WIDTH - 4.0) / COLORS as f32;
        let mut from = ByteOffset::default();
        for bucket in 0..buckets {
            let until = self.byte_at_height(total * (bucket + 1) as f64 / buckets as f64, bucket + 1 == buckets);
            let colors = colors_in(scene, Span { start: from, end: until });
            for (column, color) in colors.iter().enumerate() {
                let min = Pos2::new(2.0 + column as f32 * width, bucket as f32 * BUCKET);
                let width = if colors.len() == 1 { width * COLORS as f32 } else { width };
                ticks.push((Rect::from_min_size(min, Vec2::new(width, BUCKET)), color.gamma_multiply(0.8)));
            }
            from = until;
        }
        ticks
    }

    /// The byte at this height of the text, as exact as a bucket needs it.
    fn byte_at_height(&self, y: f64, is_end: bool) -> ByteOffset {
        if is_end {
            return ByteOffset(u32::MAX);
        }
        let (number, rest) = self.heights.find(y);
        let height = self.heights.before(number + 1) - self.heights.before(number);
        let paragraph = self.paragraph(number);
        let bytes = f64::from(paragraph.end - paragraph.start);
        let within = f32_from(bytes * (rest / height.max(1.0)).clamp(0.0, 1.0));
        ByteOffset(paragraph.start + super::cast::u32_from(count(within)))
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
