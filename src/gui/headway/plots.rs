//! Plots of counts: shares of a whole, and how many came on each day. They know numbers, not sessions.

use crate::gui::language::tr;
use crate::gui::theme::Theme;
use crate::model::Day;
use eframe::egui;
use eframe::egui::{Align2, Color32, CornerRadius, FontId, Pos2, Rect, RichText, Sense, Ui, Vec2, WidgetInfo};
use std::collections::BTreeMap;

/// One part of a whole: its name, how many, its colour.
type Part<'a> = (&'a str, usize, Color32);

const BAR_HEIGHT: f32 = 14.0;
const PLOT_HEIGHT: f32 = 120.0;
/// At most so many bars stand side by side.
const MAX_BARS: i32 = 60;

/// A bar of the shares of a whole.
pub(super) fn shares_ui(ui: &mut Ui, theme: &Theme, name: &str, parts: &[Part<'_>]) {
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), BAR_HEIGHT), Sense::hover());
    let told: Vec<String> = parts.iter().map(|(part, count, _)| format!("{count} {part}")).collect();
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Image, true, format!("{name}: {}", told.join(", "))));
    paint_shares(ui, theme, rect, parts);
}

/// Paints the shares of a whole into `rect`.
pub(super) fn paint_shares(ui: &Ui, theme: &Theme, rect: Rect, parts: &[Part<'_>]) {
    let painter = ui.painter().with_clip_rect(rect);
    painter.rect_filled(rect, CornerRadius::same(4), theme.border.0);
    let all: usize = parts.iter().map(|(_, count, _)| *count).sum();
    let mut left = rect.left();
    for (_, count, color) in parts {
        let width = rect.width() * *count as f32 / all.max(1) as f32;
        let part = Rect::from_min_size(Pos2::new(left, rect.top()), Vec2::new(width, rect.height()));
        painter.rect_filled(part, CornerRadius::ZERO, *color);
        left += width;
    }
}

/// What the colours of a bar stand for, with counts and shares.
pub(super) fn legend_ui(ui: &mut Ui, theme: &Theme, parts: &[Part<'_>], all: usize, what: &str) {
    ui.horizontal_wrapped(|ui| {
        for (name, count, color) in parts {
            let (rect, _) = ui.allocate_exact_size(Vec2::splat(10.0), Sense::hover());
            ui.painter().rect_filled(rect, CornerRadius::same(2), *color);
            let share = *count as f64 * 100.0 / all.max(1) as f64;
            ui.label(format!("{count} {name} ({share:.0} %)"));
            ui.add_space(8.0);
        }
        ui.label(RichText::new(tr!("of {all} {what}", all, what)).color(theme.text_muted.0));
    });
}

/// Bars of how many came on each day; of several days where there are many.
pub(super) fn days_ui(ui: &mut Ui, theme: &Theme, days: &BTreeMap<Day, usize>) {
    let Some((first, last)) = days.keys().next().zip(days.keys().next_back()) else {
        ui.label(RichText::new(tr!("none yet")).color(theme.text_muted.0));
        return;
    };
    let days_between = |a: Day, b: Day| a.0.until(b.0).map_or(0, |span| span.get_days());
    let wide = days_between(*first, *last) / MAX_BARS + 1;
    let count = days_between(*first, *last) / wide + 1;
    let mut bars = vec![0_usize; usize::try_from(count).unwrap_or(1)];
    for (day, made) in days {
        let place = usize::try_from(days_between(*first, *day) / wide).unwrap_or(0);
        if let Some(bar) = bars.get_mut(place) {
            *bar += made;
        }
    }
    let most = bars.iter().copied().max().unwrap_or(1).max(1);
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), PLOT_HEIGHT), Sense::hover());
    let font = FontId::proportional(11.0);
    let plot = Rect::from_min_max(rect.min + Vec2::new(44.0, 6.0), rect.max - Vec2::new(4.0, 18.0));
    let painter = ui.painter().clone();
    let muted = theme.text_muted.0;
    painter.hline(plot.x_range(), plot.bottom(), (1.0, theme.border.0));
    painter.hline(plot.x_range(), plot.top(), (1.0, theme.border.0));
    painter.text(plot.left_top() - Vec2::new(6.0, 0.0), Align2::RIGHT_CENTER, most.to_string(), font.clone(), muted);
    painter.text(plot.left_bottom() - Vec2::new(6.0, 0.0), Align2::RIGHT_CENTER, "0", font.clone(), muted);
    let step = (plot.width() / bars.len() as f32).min(48.0);
    for (place, made) in bars.iter().enumerate() {
        let left = plot.left() + step * place as f32;
        let column = Rect::from_min_max(Pos2::new(left, plot.top()), Pos2::new(left + step, plot.bottom()));
        let height = plot.height() * *made as f32 / most as f32;
        let bar = column.shrink2(Vec2::new((step * 0.12).min(3.0), 0.0)).with_min_y(plot.bottom() - height);
        let days = i64::from(wide) * i64::try_from(place).unwrap_or_default();
        let begins = first.0.saturating_add(jiff::Span::new().days(days));
        let told = if wide == 1 { begins.to_string() } else { tr!("{wide} days from {begins}", wide, begins) };
        let told = tr!("{told}: {made} made", told, made);
        let response = ui.interact(column, ui.scope_id().with(("day", place)), Sense::hover()).on_hover_text(&told);
        response.widget_info(|| WidgetInfo::labeled(egui::Role::Label, true, &told));
        painter.rect_filled(bar, CornerRadius::same(2), theme.accent.0);
    }
    painter.text(plot.left_bottom() + Vec2::new(0.0, 4.0), Align2::LEFT_TOP, first.to_string(), font.clone(), muted);
    if last != first {
        let end = Pos2::new(plot.left() + step * bars.len() as f32, plot.bottom() + 4.0);
        let end = Pos2::new(end.x.max(plot.left() + 150.0).min(plot.right()), end.y);
        painter.text(end, Align2::RIGHT_TOP, last.to_string(), font, muted);
    }
}
