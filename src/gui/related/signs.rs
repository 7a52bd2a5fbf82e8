//! The line beside every sentence that another outlet has nearly word for word. A click on it shows where.
//!
//! It does not know how copies are found.

use crate::gui::app::App;
use crate::gui::language::tr;
use crate::gui::register::one_line;
use crate::gui::request::{Request, Requests};
use crate::model::Shard;
use eframe::egui::{Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2};

/// Points between the line and the words, and how wide it is.
const GAP: f32 = 7.0;
const WIDTH: f32 = 3.0;

impl App {
    /// Draws the lines of the article that was just drawn within `pane`.
    pub(in crate::gui) fn copy_signs_ui(&mut self, ui: &mut Ui, shard: &Shard, pane: Rect, requests: &mut Requests) {
        let copies = self.related.copies_of(shard.id());
        let Some(view) = self.views.get(&shard.id()).filter(|_| !copies.is_empty()) else { return };
        let Some(left) = view.column_left() else { return };
        for copy in copies.iter() {
            let rects = view.rects_of(copy.own);
            let (Some(first), Some(last)) = (rects.first(), rects.last()) else { continue };
            // In a narrow pane the words begin at its edge.
            let x = (left - GAP).max(pane.left() + 1.0);
            let (top, bottom) = (first.top().max(pane.top()), last.bottom().min(pane.bottom()));
            if top >= bottom {
                continue;
            }
            let line = Rect::from_min_max(pos2(x, top), pos2(x, bottom));
            ui.painter().vline(x, line.y_range(), Stroke::new(WIDTH, self.theme.accent.0));
            let session = self.desk.bench.session();
            let other = session.shard(copy.other.article);
            let title = other.map_or(String::new(), |other| one_line(other.title()));
            let name = tr!("Shared copy, also in {title}", title);
            let id = ui.scope_id().with(("shared copy", shard.id(), copy.own.start));
            let response = ui.interact(line.expand2(eframe::egui::vec2(4.0, 0.0)), id, Sense::click());
            response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
            if response.on_hover_text(&name).clicked() {
                requests.push(Request::ShowRelated(*copy));
            }
        }
    }
}
