//! The view in the accessibility tree: one focusable node with its name, and one node per paragraph on screen.

use super::metrics::Metrics;
use super::scene::{Outcome, Scene};
use super::view::ArticleView;
use eframe::egui::{self, Pos2, Rect, Role, Sense, Ui, WidgetInfo};

impl ArticleView {
    /// Describes the frame to screen readers and tests.
    pub(super) fn describe(&self, ui: &Ui, outcome: &Outcome, scene: &Scene<'_>, metrics: &Metrics) {
        let response = &outcome.response;
        let span = self.selection.span();
        response.widget_info(|| {
            let mut info = WidgetInfo::labeled(Role::Document, true, scene.name);
            info.current_text_value = Some(span.slice(scene.text).unwrap_or_default().to_owned());
            info
        });
        let is_wanted = ui.ctx().accesskit_node_builder(response.id, |_| ()).is_some();
        if !is_wanted {
            return;
        }
        let pane = self.pane;
        for on in &self.screen {
            let paragraph = self.paragraph(on.number);
            let words = paragraph.slice(scene.text);
            let Some(laid) = self.laid.get(&on.number).filter(|_| !words.is_empty()) else { continue };
            let left = metrics.column_left(pane);
            let top = pane.top() + on.rows_top;
            let size = egui::vec2(metrics.column_px / metrics.scale, laid.table.rows.len() as f32 * metrics.pitch());
            let rect = Rect::from_min_size(Pos2::new(left, top), size).intersect(pane);
            let node = ui.interact(rect, response.id.with(("paragraph", on.number)), Sense::hover());
            node.widget_info(|| WidgetInfo::labeled(Role::Paragraph, true, words));
        }
    }
}
