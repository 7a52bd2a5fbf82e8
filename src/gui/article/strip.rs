//! The scroll bar with what lies in the whole text beside it: marks by colour, places found, the selection.
//!
//! It works on heights and colours; it does not scroll by itself but says where to.

use super::cast::{count, f32_from};
use super::metrics::STRIP_WIDTH;
use super::scene::Scene;
use super::strip_ticks::{Aim, StripTicks};
use super::view::{ArticleView, Drag, Reveal};
use crate::gui::language::tr;
use crate::text::{ByteOffset, Span};
use eframe::egui::accesskit::{Action, ActionData, Orientation};
use eframe::egui::epaint::Mesh;
use eframe::egui::{
    CursorIcon, Id, Pos2, Rect, Response, RichText, Role, Sense, Shape, Stroke, StrokeKind, Ui, Vec2, WidgetInfo,
};

const MIN_THUMB: f32 = 28.0;
/// Points that a press may move before it pulls the thumb.
const STILL: f32 = 4.0;
/// Points to either side of the pointer that count as under it.
const NEAR: f32 = 3.0;
/// Share by which the height of the text may drift before everything is placed anew.
const DRIFT: f64 = 0.01;

/// What the strip remembers between frames.
#[derive(Default)]
pub(super) struct StripCache {
    made_for: Option<(u64, u64, u32, f64)>,
    ticks: StripTicks,
    /// Points from the thumb's top to where it was grabbed.
    grab: f32,
    /// Where a press went to a tick; as long as the pointer stays near, the text stays there.
    aimed_at: Option<f32>,
}

impl ArticleView {
    /// Where the scroll bar with its marks was in the last frame.
    #[must_use]
    pub fn strip_rect(&self) -> Rect {
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

    /// Reacts to clicks and drags on the strip; gives the height in the text that is to be at the pane's top. A press on a
    /// tick goes to what the tick stands for.
    pub(super) fn strip_ui(&mut self, ui: &Ui, id: Id, scene: &Scene<'_>) -> Option<f64> {
        let rect = self.strip_rect();
        let response =
            ui.interact(rect, id.with("strip"), Sense::click_and_drag()).on_hover_cursor(CursorIcon::Default);
        let beyond = (self.heights.total() - f64::from(rect.height())).max(0.0);
        if let Some(share) = self.describe_strip(ui, &response, beyond, scene) {
            return Some(share * beyond);
        }
        self.strip_card_ui(&response, scene);
        let pointer =
            response.interact_pointer_pos().filter(|_| response.is_pointer_button_down_on() || response.clicked())?;
        let (top, height) = self.thumb();
        let y = pointer.y - rect.top();
        self.drag = Drag::Strip;
        if ui.input(|input| input.pointer.any_pressed()) {
            let on_thumb = (top..top + height).contains(&y);
            self.strip.grab = if on_thumb { y - top } else { height * 0.5 };
            self.strip.aimed_at = None;
            if !on_thumb && self.aim(y, scene) {
                return None;
            }
        }
        if let Some(aimed_at) = self.strip.aimed_at {
            if (y - aimed_at).abs() <= STILL {
                return None;
            }
            self.strip.aimed_at = None;
            self.strip.grab = (aimed_at - top).clamp(0.0, height);
        }
        // The thumb hides ticks; a click that does not pull it means what lies below.
        if response.clicked() && self.aim(y, scene) {
            return None;
        }
        let share = (y - self.strip.grab) / (rect.height() - height).max(1.0);
        Some(f64::from(share.clamp(0.0, 1.0)) * beyond)
    }

    /// Tells screen readers how far the text is scrolled, in percent; gives the share of the way that one asked for.
    fn describe_strip(&self, ui: &Ui, response: &Response, beyond: f64, scene: &Scene<'_>) -> Option<f64> {
        response.widget_info(|| WidgetInfo::labeled(Role::ScrollBar, true, tr!("Scroll: {}", scene.name)));
        let percent = (self.scrolled() / beyond.max(1.0) * 100.0).clamp(0.0, 100.0).round();
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_orientation(Orientation::Vertical);
            node.set_min_numeric_value(0.0);
            node.set_max_numeric_value(100.0);
            node.set_numeric_value(percent);
            node.add_action(Action::SetValue);
        });
        ui.input(|input| {
            let asked = input.accesskit_action_requests(response.id, Action::SetValue);
            let shares = asked.filter_map(|request| match request.data {
                Some(ActionData::NumericValue(percent)) => Some((percent / 100.0).clamp(0.0, 1.0)),
                _ => None,
            });
            shares.last()
        })
    }

    /// Goes to what has its tick at `y`, if anything has.
    fn aim(&mut self, y: f32, scene: &Scene<'_>) -> bool {
        let Some(Aim { span }) = self.strip.ticks.aim(y, NEAR, scene) else { return false };
        self.reveal = Some(Reveal::Span(span));
        self.strip.aimed_at = Some(y);
        true
    }

    /// Says what lies under the pointer.
    fn strip_card_ui(&self, response: &Response, scene: &Scene<'_>) {
        let Some(pos) = response.hover_pos().filter(|_| !response.is_pointer_button_down_on()) else { return };
        let lines = self.strip.ticks.lines(pos.y - self.strip_rect().top(), NEAR, scene);
        if lines.is_empty() {
            return;
        }
        response.clone().on_hover_ui_at_pointer(|ui| {
            ui.set_max_width(260.0);
            for (color, line) in lines {
                ui.horizontal(|ui| {
                    let (swatch, _) = ui.allocate_exact_size(Vec2::splat(9.0), Sense::hover());
                    ui.painter().rect_filled(swatch, 2.0, color);
                    ui.label(RichText::new(line).color(scene.style.text));
                });
            }
        });
    }

    /// Places the ticks anew where marks, places found or heights have changed.
    fn refresh_strip(&mut self, height: f32, scene: &Scene<'_>) {
        let total = self.heights.total();
        let drift = if self.heights.is_exact() { 0.0 } else { DRIFT };
        let ids = (scene.marks.id(), scene.found.id());
        let is_current = self.strip.made_for.is_some_and(|(marks, found, bits, made_for)| {
            (marks, found) == ids && bits == height.to_bits() && (total - made_for).abs() <= made_for * drift
        });
        if !is_current {
            let buckets = StripTicks::buckets(height);
            let total_shown = total.max(f64::from(height));
            let ends = (1..=buckets)
                .map(|bucket| self.byte_at_height(total_shown * bucket as f64 / buckets as f64, bucket == buckets));
            self.strip.ticks = StripTicks::new(ends.collect(), scene);
            self.strip.made_for = Some((ids.0, ids.1, height.to_bits(), total));
        }
    }

    /// Paints the ticks, the selection and the thumb.
    pub(super) fn paint_strip(&mut self, ui: &Ui, scene: &Scene<'_>) {
        let rect = self.strip_rect();
        self.refresh_strip(rect.height(), scene);
        let mut mesh = Mesh::default();
        mesh.add_colored_rect(rect, scene.style.muted.gamma_multiply(0.07));
        for (tick, color) in self.strip.ticks.rects() {
            mesh.add_colored_rect(tick.translate(rect.min.to_vec2()), *color);
        }
        let painter = ui.painter();
        painter.add(Shape::mesh(mesh));
        let (top, height) = self.thumb();
        let total = self.heights.total();
        if f64::from(rect.height()) < total {
            let size = Vec2::new(STRIP_WIDTH - 2.0, height);
            let thumb = Rect::from_min_size(Pos2::new(rect.left() + 1.0, rect.top() + top), size);
            let is_hovered = ui.rect_contains_pointer(rect);
            let color = scene.style.text;
            painter.rect_filled(thumb, 3.0, color.gamma_multiply(if is_hovered { 0.34 } else { 0.22 }));
            painter.rect_stroke(thumb, 3.0, Stroke::new(1.0, color.gamma_multiply(0.7)), StrokeKind::Inside);
        }
        let (from, to) = self.strip_selection();
        let top = rect.top() + f32_from(from * f64::from(rect.height()));
        let bottom = rect.top() + f32_from(to * f64::from(rect.height()));
        // The whole width and the caret's colour: nothing else on the strip is drawn like this.
        let line = Rect::from_x_y_ranges(rect.x_range(), top..=bottom.max(top + 2.0));
        painter.rect_filled(line.intersect(rect), 0.0, scene.style.caret);
    }

    /// From where to where on the strip the selection reaches, as shares of its height.
    fn strip_selection(&self) -> (f64, f64) {
        let total = self.heights.total().max(f64::from(self.pane.height())).max(1.0);
        let span = self.selection.span();
        (self.height_of_byte(span.start) / total, self.height_of_byte(span.end) / total)
    }

    /// How far down the text `byte` lies, as exact as the strip needs it.
    fn height_of_byte(&self, byte: ByteOffset) -> f64 {
        let number = self.paragraph_of(byte);
        let paragraph = self.paragraph(number);
        let top = self.heights.before(number);
        let within = f64::from(byte.0.min(paragraph.end).saturating_sub(paragraph.start));
        let bytes = f64::from((paragraph.end - paragraph.start).max(1));
        top + (self.heights.before(number + 1) - top) * (within / bytes)
    }

    /// The byte at this height of the text, as exact as a bucket needs it.
    fn byte_at_height(&self, y: f64, is_end: bool) -> ByteOffset {
        if is_end {
            let end = self.paragraphs.last().map_or(0, |paragraph| paragraph.end);
            return ByteOffset(end.saturating_add(1));
        }
        let (number, rest) = self.heights.find(y);
        let height = self.heights.before(number + 1) - self.heights.before(number);
        let paragraph = self.paragraph(number);
        let bytes = f64::from(paragraph.end - paragraph.start);
        let within = f32_from(bytes * (rest / height.max(1.0)).clamp(0.0, 1.0));
        ByteOffset(paragraph.start + super::cast::u32_from(count(within)))
    }

    /// Where on screen the strip shows `span`, for tests that point at it: the middle of its first tick.
    #[must_use]
    pub fn strip_point(&self, span: Span) -> Pos2 {
        let rect = self.strip_rect();
        let total = self.heights.total().max(f64::from(rect.height())).max(1.0);
        let share = f32_from(self.height_of_byte(span.start) / total);
        Pos2::new(rect.center().x, rect.top() + share * rect.height() + 1.0)
    }
}
