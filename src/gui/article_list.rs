//! The left pane: the articles of the session. It shows and asks; it changes nothing.

use super::actions::Action;
use super::article::{CaptionStyle, CaptionWeight, FieldRows, TextEngine};
use super::caches::Caches;
use super::details::{Chosen, Pick};
use super::register::kept_in_view;
use super::request::{Request, Requests};
use super::theme::Theme;
use super::widgets::{chip, row_ui};
use crate::edit::newer_version;
use crate::gui::language::tr;
use crate::model::{ArticleId, Origin, ReadingStatus, Schema, Session, Shard, Slug};
use eframe::egui;
use eframe::egui::{Color32, FontId, Key, Pos2, Rect, RichText, ScrollArea, TextEdit, Ui};
use std::collections::BTreeMap;

const ROW_HEIGHT: f32 = 84.0;

/// What the pane remembers between frames.
#[derive(Debug, Default)]
pub(super) struct ArticleList {
    filter: String,
    /// Whether the row in front takes the keyboard focus in the next frame.
    pub(super) take_focus: bool,
    /// Articles that are chosen for what is done to several.
    pub(super) chosen: Chosen,
    /// The row that takes the keyboard focus in the next frame.
    goes_to: Option<ArticleId>,
    /// How far it is scrolled, in points.
    offset: f32,
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
            ui.heading(tr!("Articles"));
            ui.label(RichText::new(session.shards().len().to_string()).color(theme.text_muted.0));
            self.chosen_ui(ui, theme, requests);
        });
        let field = engine.field_ui(ui, &mut self.filter, FieldRows::One, |filter| {
            let hint = TextEdit::singleline(filter).hint_text(tr!("Filter by headline or outlet"));
            hint.desired_width(f32::INFINITY)
        });
        field.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, tr!("Filter articles")));
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
            let text = if session.shards().is_empty() {
                tr!("No articles yet.")
            } else {
                tr!("No article matches the filter.")
            };
            ui.label(RichText::new(text).color(theme.text_muted.0));
            return;
        }
        ui.spacing_mut().item_spacing.y = 2.0;
        let mut area = ScrollArea::vertical().auto_shrink([false, false]);
        let place_of = |id: Option<ArticleId>| rows.iter().position(|shard| Some(shard.id()) == id);
        if self.shown != front {
            self.shown = front;
            area = area.vertical_scroll_offset(keep_visible(ui, place_of(front).unwrap_or_default()));
        } else if let Some(place) = place_of(self.goes_to) {
            let pitch = ROW_HEIGHT + ui.spacing().item_spacing.y;
            let offset = kept_in_view(self.offset, place as f32 * pitch, pitch, ui.available_height());
            area = area.vertical_scroll_offset(offset);
        }
        let mut picked = None;
        let output = area.show_rows(ui, ROW_HEIGHT, rows.len(), |ui, range| {
            for place in range {
                let Some(shard) = rows.get(place) else { continue };
                let pick = self.article_row_ui(ui, session, shard, front, caches, engine, theme);
                picked = pick.map(|pick| (pick, place)).or(picked.take());
            }
        });
        self.offset = output.state.unclamped_offset().y;
        if let Some((pick, place)) = picked {
            self.take_pick(pick, place, &rows, front, requests);
        }
    }

    /// How many articles are chosen, and what can be done with them.
    fn chosen_ui(&mut self, ui: &mut Ui, theme: &Theme, requests: &mut Requests) {
        if self.chosen.len() == 0 {
            return;
        }
        ui.label(RichText::new(tr!("{} chosen", self.chosen.len())).color(theme.accent.0));
        if ui.small_button(tr!("Details…")).on_hover_text(tr!("Details of the chosen articles (F4)")).clicked() {
            requests.push(Request::Act(Action::Details));
        }
        let button = ui.small_button("×").on_hover_text(tr!("Choose none (Esc)"));
        button.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, tr!("Choose no articles")));
        if button.clicked() {
            self.chosen.clear();
        }
    }

    fn take_pick(
        &mut self,
        pick: Pick,
        place: usize,
        rows: &[&Shard],
        front: Option<ArticleId>,
        requests: &mut Requests,
    ) {
        let ids: Vec<ArticleId> = rows.iter().map(|shard| shard.id()).collect();
        let goes_to = self.chosen.pick(pick, place, &ids, front);
        self.goes_to = goes_to.and_then(|place| ids.get(place)).copied();
        if let Some(id) = ids.get(place).copied() {
            match pick {
                Pick::Open => requests.push(Request::ShowArticle(id)),
                Pick::Beside => requests.push(Request::OpenBeside(id)),
                Pick::Toggle | Pick::Through | Pick::Step(_) | Pick::All => {}
            }
        }
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
    ) -> Option<Pick> {
        let is_front = Some(shard.id()) == front;
        let is_chosen = self.chosen.holds(shard.id());
        let outlet = session.outlet_name(shard);
        let status = shard.metadata.status;
        let counts = caches.counts(shard);
        let total: usize = counts.values().sum();
        let chosen = if is_chosen { tr!(", chosen") } else { "" };
        let is_older = newer_version(session, shard.id()).is_some();
        let older = if is_older { tr!(", older version") } else { "" };
        let is_guess = shard.metadata.headline.as_ref().is_some_and(|headline| headline.origin == Origin::Guessed);
        let guess = if is_guess { tr!(", headline guessed") } else { "" };
        let name = tr!(
            "{}, {outlet}, {status}, {total} mentions{guess}{older}{chosen}",
            shard.title(),
            outlet,
            status,
            total,
            guess,
            older,
            chosen
        );
        let (rect, response) = row_ui(ui, theme, ROW_HEIGHT - 2.0, is_front || is_chosen, &name);
        let goes_here = self.goes_to.take_if(|id| *id == shard.id()).is_some();
        if goes_here || (is_front && std::mem::take(&mut self.take_focus)) {
            response.request_focus();
        }
        let picked = pick_of(ui, &response);
        if picked.is_some_and(|pick| matches!(pick, Pick::Toggle | Pick::Through)) {
            response.request_focus();
        }
        if !ui.is_rect_visible(rect) {
            return picked;
        }
        if is_chosen {
            let bar = rect.with_max_x(rect.left() + 4.0).shrink2(egui::vec2(0.0, 4.0));
            ui.painter().rect_filled(bar, 2.0, theme.accent.0);
        }
        let inner = rect.shrink2(egui::vec2(8.0, 6.0));
        top_ui(ui, inner, &top_line(session, shard), status_word(status, is_older, theme), engine, theme);
        let mut style = CaptionStyle { size: 13.5, weight: CaptionWeight::Regular, max_rows: 2, color: theme.text.0 };
        headline_ui(ui, inner.with_min_y(inner.top() + 16.0), (shard.title(), is_guess), &style, engine, theme);
        chips(ui, theme, inner, &session.schema, counts);
        response.on_hover_ui(|ui| {
            style.max_rows = 8;
            ui.set_min_width(280.0);
            engine.caption_ui(ui, shard.title(), &style);
            if is_guess {
                ui.label(tr!("This headline is a guess"));
            }
            ui.label(&shard.article.source.file);
        });
        picked
    }
}

/// How far an article was read, in words and in a colour.
fn status_word(status: ReadingStatus, is_older: bool, theme: &Theme) -> (&'static str, Color32) {
    match status {
        _ if is_older => (tr!("older version"), theme.text_muted.0),
        ReadingStatus::Unread => (tr!("not read"), theme.text_muted.0),
        ReadingStatus::Reading => (tr!("reading"), theme.warning.0),
        ReadingStatus::Read => (tr!("read"), theme.success.0),
    }
}

/// The first line of a row, with a word at its right end.
fn top_ui(ui: &Ui, rect: Rect, top: &str, (word, color): (&str, Color32), engine: &mut TextEngine, theme: &Theme) {
    let font = FontId::proportional(11.5);
    let word = ui.painter().text(rect.right_top(), egui::Align2::RIGHT_TOP, word, font, color);
    let room = rect.width() - (word.width() + 6.0).max(62.0);
    let color = theme.text_muted.0;
    let line = CaptionStyle { size: 11.5, weight: CaptionWeight::Regular, max_rows: 1, color };
    let caption = engine.caption(top, &line, room, ui.pixels_per_point());
    engine.place(ui.painter(), rect.left_top(), &caption, color);
}

/// A headline at the top of `rect`. The sign of a guess stands before it, where no long headline cuts it off.
fn headline_ui(
    ui: &Ui,
    mut rect: Rect,
    (title, is_guess): (&str, bool),
    style: &CaptionStyle,
    engine: &mut TextEngine,
    theme: &Theme,
) {
    if is_guess {
        let (font, color) = (FontId::proportional(style.size), theme.text_muted.0);
        rect.min.x = ui.painter().text(rect.min, egui::Align2::LEFT_TOP, "?", font, color).right() + 5.0;
    }
    let headline = engine.caption(title, style, rect.width(), ui.pixels_per_point());
    engine.place(ui.painter(), rect.min, &headline, style.color);
}

/// How many mentions there are of each layer, at the foot of `inner`.
fn chips(ui: &Ui, theme: &Theme, inner: Rect, schema: &Schema, counts: &BTreeMap<Slug, usize>) {
    let mut x = inner.left();
    for layer in &schema.layers {
        let count: usize = counts.iter().filter(|(label, _)| label.is_within(&layer.id)).map(|(_, n)| n).sum();
        if count > 0 {
            let letter = layer.name.chars().next().unwrap_or('?');
            let color = theme.label_color(&layer.color);
            x += chip(ui, theme, Pos2::new(x, inner.bottom() - 7.0), &format!("{letter} {count}"), color) + 4.0;
        }
    }
}

/// What a click or a key on a row asks for.
fn pick_of(ui: &Ui, response: &egui::Response) -> Option<Pick> {
    if response.middle_clicked() {
        return Some(Pick::Beside);
    }
    let modifiers = ui.input(|input| input.modifiers);
    if response.clicked() {
        // Keys and screen readers click as well.
        let (by_pointer, by_space) = ui.input(|input| (input.pointer.any_released(), input.key_pressed(Key::Space)));
        return Some(match (modifiers.shift, modifiers.command, modifiers.alt) {
            (true, _, _) if by_pointer => Pick::Through,
            (_, true, _) if by_pointer || by_space => Pick::Toggle,
            (_, true, _) | (_, _, true) => Pick::Beside,
            _ => Pick::Open,
        });
    }
    if !response.has_focus() {
        return None;
    }
    ui.input_mut(|input| {
        let (shift, command) = (egui::Modifiers::SHIFT, egui::Modifiers::COMMAND);
        let steps = [(Key::ArrowDown, Pick::Step(1)), (Key::ArrowUp, Pick::Step(-1))];
        let step = steps.into_iter().find(|(key, _)| input.consume_key(shift, *key));
        step.map(|(_, pick)| pick).or_else(|| input.consume_key(command, Key::A).then_some(Pick::All))
    })
}

/// The outlet and the date, each with a question mark where it is a guess.
fn top_line(session: &Session, shard: &Shard) -> String {
    let mark = |origin: Origin| if origin == Origin::Guessed { "?" } else { "" };
    let metadata = &shard.metadata;
    let outlet = match &metadata.outlet {
        Some(outlet) => format!("{}{}", session.outlet_name(shard), mark(outlet.origin)),
        None => tr!("outlet not known").to_owned(),
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
