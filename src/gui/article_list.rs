//! The left pane: the articles of the session. It shows and asks; it changes nothing.

use super::article::{CaptionStyle, CaptionWeight, FieldRows, TextEngine};
use super::caches::Caches;
use super::request::{Request, Requests};
use super::theme::Theme;
use super::widgets::{chip, row_ui};
use crate::edit::newer_version;
use crate::model::{ArticleId, Origin, ReadingStatus, Session, Shard};
use eframe::egui;
use eframe::egui::{FontId, Key, Pos2, RichText, ScrollArea, TextEdit, Ui};

const ROW_HEIGHT: f32 = 84.0;

/// What the pane remembers between frames.
#[derive(Debug, Default)]
pub(super) struct ArticleList {
    filter: String,
    /// Whether the row in front takes the keyboard focus in the next frame.
    pub(super) take_focus: bool,
    shown: Option<ArticleId>,
}

impl ArticleList {
    /// Draws the pane.
    #[expect(clippy::too_many_arguments, reason = "what the pane shows comes from all of these")]
    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        front: Option<ArticleId>,
        caches: &mut Caches,
        engine: &mut TextEngine,
        theme: &Theme,
        requests: &mut Requests,
    ) {
        ui.horizontal(|ui| {
            ui.heading("Articles");
            ui.label(RichText::new(session.shards().len().to_string()).color(theme.text_muted.0));
        });
        let field = engine.field_ui(ui, &mut self.filter, FieldRows::One, |filter| {
            let hint = TextEdit::singleline(filter).hint_text("Filter by headline or outlet");
            hint.desired_width(f32::INFINITY)
        });
        field.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, "Filter articles"));
        let wanted = self.filter.to_lowercase();
        let matches = |shard: &Shard| {
            wanted.is_empty()
                || shard.title().to_lowercase().contains(&wanted)
                || shard.article.name.to_lowercase().contains(&wanted)
                || session.outlet_name(shard).to_lowercase().contains(&wanted)
        };
        let rows: Vec<&Shard> = session.shards().iter().map(AsRef::as_ref).filter(|shard| matches(shard)).collect();
        if rows.is_empty() {
            ui.add_space(8.0);
            let text = if session.shards().is_empty() { "No articles yet." } else { "No article matches the filter." };
            ui.label(RichText::new(text).color(theme.text_muted.0));
            return;
        }
        ui.spacing_mut().item_spacing.y = 2.0;
        let mut area = ScrollArea::vertical().auto_shrink([false, false]);
        if self.shown != front {
            self.shown = front;
            let place = rows.iter().position(|shard| Some(shard.id()) == front).unwrap_or_default();
            area = area.vertical_scroll_offset(keep_visible(ui, place));
        }
        area.show_rows(ui, ROW_HEIGHT, rows.len(), |ui, range| {
            for shard in rows.get(range).unwrap_or_default() {
                self.article_row_ui(ui, session, shard, front, caches, engine, theme, requests);
            }
        });
    }

    #[expect(clippy::too_many_arguments, reason = "what a row shows comes from all of these")]
    fn article_row_ui(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        shard: &Shard,
        front: Option<ArticleId>,
        caches: &mut Caches,
        engine: &mut TextEngine,
        theme: &Theme,
        requests: &mut Requests,
    ) {
        let selected = Some(shard.id()) == front;
        let outlet = session.outlet_name(shard);
        let status = shard.metadata.status;
        let counts = caches.counts(shard);
        let total: usize = counts.values().sum();
        let name = format!("{}, {outlet}, {status}, {total} mentions", shard.title());
        let (rect, response) = row_ui(ui, theme, ROW_HEIGHT - 2.0, selected, &name);
        if selected && std::mem::take(&mut self.take_focus) {
            response.request_focus();
        }
        let by_key = response.has_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if response.clicked() || by_key {
            let beside = ui.input(|input| input.modifiers.command);
            let (id, show) = (shard.id(), Request::ShowArticle);
            requests.push(if beside { Request::OpenBeside(id) } else { show(id) });
        }
        if !ui.is_rect_visible(rect) {
            return;
        }
        let inner = rect.shrink2(egui::vec2(8.0, 6.0));
        let small = FontId::proportional(11.5);
        let top = top_line(session, shard);
        let regular = CaptionWeight::Regular;
        let line = CaptionStyle { size: 11.5, weight: regular, max_rows: 1, color: theme.text_muted.0 };
        let caption = engine.caption(&top, &line, inner.width() - 62.0, ui.pixels_per_point());
        engine.place(ui.painter(), inner.left_top(), &caption, line.color);
        let is_older = newer_version(session, shard.id()).is_some();
        let (word, color) = match status {
            _ if is_older => ("older version", theme.text_muted.0),
            ReadingStatus::Unread => ("not read", theme.text_muted.0),
            ReadingStatus::Reading => ("reading", theme.warning.0),
            ReadingStatus::Read => ("read", theme.success.0),
        };
        ui.painter().text(inner.right_top(), egui::Align2::RIGHT_TOP, word, small, color);
        let mut style = CaptionStyle { size: 13.5, weight: regular, max_rows: 2, color: theme.text.0 };
        let headline = engine.caption(shard.title(), &style, inner.width(), ui.pixels_per_point());
        engine.place(ui.painter(), Pos2::new(inner.left(), inner.top() + 16.0), &headline, style.color);
        let mut x = inner.left();
        for layer in &session.schema.layers {
            let count: usize = counts.iter().filter(|(label, _)| label.is_within(&layer.id)).map(|(_, n)| n).sum();
            if count > 0 {
                let letter = layer.name.chars().next().unwrap_or('?');
                let color = theme.label_color(&layer.color);
                x += chip(ui, theme, Pos2::new(x, inner.bottom() - 7.0), &format!("{letter} {count}"), color) + 4.0;
            }
        }
        response.on_hover_ui(|ui| {
            style.max_rows = 8;
            ui.set_min_width(280.0);
            engine.caption_ui(ui, shard.title(), &style);
            ui.label(&shard.article.source.file);
        });
    }
}

/// The outlet and the date, each with a question mark where it is a guess.
fn top_line(session: &Session, shard: &Shard) -> String {
    let mark = |origin: Origin| if origin == Origin::Guessed { "?" } else { "" };
    let metadata = &shard.metadata;
    let outlet = match &metadata.outlet {
        Some(outlet) => format!("{}{}", session.outlet_name(shard), mark(outlet.origin)),
        None => "outlet not known".to_owned(),
    };
    match &metadata.published {
        Some(published) => format!("{outlet} · {}{}", published.value.display(), mark(published.origin)),
        None => outlet,
    }
}

/// A scroll offset that shows row `place` with one row above it.
fn keep_visible(ui: &Ui, place: usize) -> f32 {
    let row = ROW_HEIGHT + ui.spacing().item_spacing.y;
    (place as f32 - 1.0).max(0.0) * row
}
