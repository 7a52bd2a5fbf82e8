//! Articles by labels: how many mentions of each label stand in each article. Names stay in sight while it is scrolled.

use crate::analysis::Headway;
use crate::analysis::review::Filter;
use crate::gui::article::TextEngine;
use crate::gui::register::one_line;
use crate::gui::theme::Theme;
use crate::gui::widgets::rows_in;
use crate::model::Session;
use eframe::egui;
use eframe::egui::epaint::TextShape;
use eframe::egui::{Align2, CornerRadius, FontId, Pos2, Rect, ScrollArea, Sense, Ui, Vec2, WidgetInfo};
use std::f32::consts::FRAC_PI_2;

const ROW: f32 = 24.0;
const CELL: f32 = 40.0;
const HEAD: f32 = 130.0;
const NAME: f32 = 250.0;

/// Draws the matrix; which rows of the review a click asks for.
pub(super) fn matrix_ui(
    ui: &mut Ui,
    session: &Session,
    found: &Headway,
    engine: &mut TextEngine,
    theme: &Theme,
) -> Option<Filter> {
    // Labels that nothing has are left out.
    let labels: Vec<usize> = (0..found.labels.len())
        .filter(|at| found.labels.get(*at).is_some_and(|(_, share)| share.mentions > 0))
        .collect();
    let most = found.articles.iter().flat_map(|article| article.labels.iter().copied()).max().unwrap_or(1).max(1);
    let size = Vec2::new(NAME + CELL * labels.len() as f32, HEAD + ROW * found.articles.len() as f32);
    let mut asked = None;
    ScrollArea::both().id_salt("matrix").auto_shrink([false, false]).show_viewport(ui, |ui, viewport| {
        let origin = ui.min_rect().min;
        ui.set_min_size(size);
        let (first, shown) = rows_in(viewport, ROW);
        let corner = origin + viewport.min.to_vec2();
        for (place, article) in found.articles.iter().enumerate().skip(first).take(shown) {
            let top = origin.y + HEAD + ROW * place as f32;
            if top < corner.y + HEAD - ROW {
                continue;
            }
            let title = session.shard(article.id).map_or(String::new(), |shard| one_line(shard.title()));
            for (column, at) in labels.iter().enumerate() {
                let count = article.labels.get(*at).copied().unwrap_or_default();
                let left = origin.x + NAME + CELL * column as f32;
                let cell = Rect::from_min_size(Pos2::new(left, top), Vec2::new(CELL, ROW));
                let Some((label, _)) = found.labels.get(*at).filter(|_| cell.left() > corner.x + NAME - CELL) else {
                    continue;
                };
                let color =
                    session.schema.label_info(label).map_or(theme.accent.0, |info| theme.label_color(info.color));
                let strength = 0.12 + 0.55 * count as f32 / most as f32;
                if count > 0 {
                    ui.painter().rect_filled(cell.shrink(1.0), CornerRadius::same(3), color.gamma_multiply(strength));
                    let font = FontId::proportional(12.5);
                    ui.painter().text(cell.center(), Align2::CENTER_CENTER, count.to_string(), font, theme.text.0);
                }
                let told = format!("{title}, {}: {count}", session.schema.label_name(label));
                let response = ui.interact(cell, ui.scope_id().with((place, *at)), Sense::click()).on_hover_text(&told);
                response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, &told));
                if response.clicked() {
                    let (articles, labels) = (vec![article.id], vec![label.clone()]);
                    asked = Some(Filter { labels, articles, ..Filter::default() });
                }
            }
            let name = Rect::from_min_size(Pos2::new(corner.x, top), Vec2::new(NAME, ROW));
            ui.painter().rect_filled(name, CornerRadius::ZERO, ui.visuals().window_fill);
            engine.row_words(ui, name.with_max_x(name.right() - 8.0), name.left() + 4.0, &title, (13.0, theme.text.0));
        }
        heads_ui(ui, session, found, &labels, (origin, corner), theme);
    });
    asked
}

/// The labels' names, upright, over their columns.
fn heads_ui(
    ui: &Ui,
    session: &Session,
    found: &Headway,
    labels: &[usize],
    (origin, corner): (Pos2, Pos2),
    theme: &Theme,
) {
    let width = ui.clip_rect().width().max(NAME + CELL * labels.len() as f32);
    let head = Rect::from_min_size(corner, Vec2::new(width, HEAD));
    ui.painter().rect_filled(head, CornerRadius::ZERO, ui.visuals().window_fill);
    for (column, at) in labels.iter().enumerate() {
        let Some((label, share)) = found.labels.get(*at) else { continue };
        let left = origin.x + NAME + CELL * column as f32;
        if left < corner.x + NAME - CELL / 2.0 {
            continue;
        }
        let text = crate::text::shortened(session.schema.label_name(label), 18).into_owned();
        let font = FontId::proportional(12.5);
        let galley = ui.painter().layout_no_wrap(format!("{text}  {}", share.mentions), font, theme.text_muted.0);
        let at = Pos2::new(left + (CELL - galley.size().y) / 2.0, corner.y + HEAD - 6.0);
        ui.painter().add(TextShape::new(at, galley, theme.text_muted.0).with_angle(-FRAC_PI_2));
    }
    let corner = Rect::from_min_size(corner, Vec2::new(NAME, HEAD));
    ui.painter().rect_filled(corner, CornerRadius::ZERO, ui.visuals().window_fill);
}
