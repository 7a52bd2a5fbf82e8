//! Suggestions of the article in front: what each proposes, to be accepted or rejected one by one or all that are shown.
//!
//! The filter of the list of mentions holds here, too, and so does an armed label. It shows and asks; it changes nothing.

use super::actions::Action;
use super::article::{CaptionStyle, CaptionWeight, TextEngine};
use super::request::{Request, Requests};
use super::theme::Theme;
use super::widgets::row_of_width_ui;
use crate::edit::Command;
use crate::model::{ArticleId, Label, Proposal, Schema, Shard, Suggestion, SuggestionId, SuggestionKind, Table};
use crate::text::{shortened, visible};
use eframe::egui;
use eframe::egui::{Pos2, Rect, RichText, ScrollArea, Ui, Vec2};
use std::collections::BTreeSet;
use std::sync::Arc;

const ROW_HEIGHT: f32 = 26.0;
/// Suggestions that have room at once.
const MAX_ROWS: u8 = 6;
/// Width in points of the two buttons of a row.
const BUTTONS: f32 = 62.0;
/// Characters of a suggestion's words that are shown or searched.
const MAX_CHARS: usize = 400;

/// What the list depends on besides the suggestions themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wish {
    article: ArticleId,
    schema: usize,
    filter: String,
    armed: Option<Label>,
}

impl Wish {
    pub(super) fn new(schema: &Arc<Schema>, shard: &Shard, filter: &str, armed: Option<&Label>) -> Self {
        let filter = filter.trim().to_lowercase();
        Self { article: shard.id(), schema: Arc::as_ptr(schema) as usize, filter, armed: armed.cloned() }
    }
}

/// What the list remembers between frames.
#[derive(Debug, Default)]
pub(super) struct SuggestionList {
    wish: Option<Wish>,
    /// The suggestions as they were looked at.
    seen: Table<Suggestion>,
    /// How many are open.
    open: usize,
    /// Those that are shown, in text order.
    shown: Vec<SuggestionId>,
    /// The one to be shown in the next frame.
    jump: Option<SuggestionId>,
    /// The one that was clicked last.
    marked: Option<SuggestionId>,
}

impl SuggestionList {
    /// Finds out which suggestions are shown, where anything has changed.
    pub(super) fn follow(&mut self, wish: Wish, schema: &Schema, shard: &Shard) {
        let mut is_changed = self.wish.as_ref() != Some(&wish);
        shard.suggestions.differences(&self.seen, |_, _| is_changed = true);
        if !is_changed {
            return;
        }
        let names = schema.label_infos().filter(|info| info.name.to_lowercase().contains(&wish.filter));
        let fitting: BTreeSet<&str> = names.map(|info| info.id.as_str()).collect();
        let is_open = |row: &&Suggestion| row.kind == SuggestionKind::Mention && row.state == Proposal::Proposed;
        let fits = |row: &&Suggestion| {
            let label = row.label.as_ref();
            let of_label = wish.armed.as_ref().is_none_or(|armed| label.is_some_and(|label| label.is_within(armed)));
            let by_name = label.is_some_and(|label| fitting.contains(label.as_str()));
            of_label && (wish.filter.is_empty() || by_name || words(row).to_lowercase().contains(&wish.filter))
        };
        self.open = shard.suggestions.iter().filter(is_open).count();
        let mut shown: Vec<&Suggestion> = shard.suggestions.iter().filter(is_open).filter(fits).collect();
        shown.sort_by_key(|row| (row.fragments.as_ref().map(|place| (place.hull().start, place.hull().end)), row.id));
        self.shown = shown.into_iter().map(|row| row.id).collect();
        self.seen = shard.suggestions.clone();
        self.wish = Some(wish);
    }

    /// Those that are shown, in text order.
    pub(super) fn shown(&self) -> &[SuggestionId] {
        &self.shown
    }

    /// Goes to a suggestion in the next frame and marks it.
    pub(super) fn jump_to(&mut self, suggestion: SuggestionId) {
        self.jump = Some(suggestion);
        self.marked = Some(suggestion);
    }

    /// Whether there is anything to show.
    pub(super) fn is_empty(&self) -> bool {
        self.open == 0
    }

    /// Draws the list.
    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        (schema, shard): (&Schema, &Shard),
        engine: &mut TextEngine,
        theme: &Theme,
        requests: &mut Requests,
    ) {
        self.head_ui(ui, schema, theme, requests);
        let count = self.shown.len();
        if count == 0 {
            let text = "No suggestion matches the filter of the mentions and the armed label.";
            ui.add(egui::Label::new(RichText::new(text).color(theme.text_muted.0)).wrap());
            return;
        }
        ui.spacing_mut().item_spacing.y = 1.0;
        let rows = f32::from(u8::try_from(count).unwrap_or(MAX_ROWS).min(MAX_ROWS));
        let room = (rows * (ROW_HEIGHT + 1.0)).min((ui.available_height() * 0.5).max(2.0 * ROW_HEIGHT));
        let mut area = ScrollArea::vertical().id_salt("suggestions").auto_shrink([false, false]);
        let at = self.jump.take().and_then(|jump| self.shown.iter().position(|id| *id == jump));
        if let Some(at) = at {
            area = area.vertical_scroll_offset((at as f32 * (ROW_HEIGHT + 1.0) - room / 2.0).max(0.0));
        }
        area.min_scrolled_height(room).max_height(room).show_rows(ui, ROW_HEIGHT, count, |ui, range| {
            let shown = self.shown.get(range).unwrap_or_default();
            for row in shown.iter().filter_map(|id| shard.suggestions.get(*id)) {
                row_ui(ui, (schema, shard), row, self.marked == Some(row.id), engine, theme, requests);
            }
        });
    }

    fn head_ui(&self, ui: &mut Ui, schema: &Schema, theme: &Theme, requests: &mut Requests) {
        let count = self.shown.len();
        let armed = self.wish.as_ref().and_then(|wish| wish.armed.as_ref());
        let armed = armed.map_or(String::new(), |label| format!(", {} alone", schema.label_name(label)));
        let text = if count == self.open {
            format!("{count}, no work until accepted{armed}")
        } else {
            format!("{count} of {} shown{armed}", self.open)
        };
        ui.label(RichText::new(text).small().color(theme.text_muted.0));
        ui.horizontal_wrapped(|ui| {
            for (action, name) in [(Action::AcceptShown, "Accept all"), (Action::RejectShown, "Reject all")] {
                let button = ui.add_enabled(count > 0, egui::Button::new(name).small());
                let key = action.info().map(super::actions::ActionInfo::key_text).unwrap_or_default();
                if button.on_hover_text(format!("{} ({key})", action.name())).clicked() {
                    requests.push(Request::Act(action));
                }
            }
        });
    }
}

/// The words of a suggestion on one line.
fn words(row: &Suggestion) -> String {
    let line: String = row.quote.chars().take(MAX_CHARS).collect();
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn row_ui(
    ui: &mut Ui,
    (schema, shard): (&Schema, &Shard),
    row: &Suggestion,
    is_marked: bool,
    engine: &mut TextEngine,
    theme: &Theme,
    requests: &mut Requests,
) {
    let label = row.label.as_ref().map_or("", |label| schema.label_name(label));
    let text = words(row);
    let name = format!("{label}: {text}");
    let article = shard.id();
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        let width = (ui.available_width() - BUTTONS).max(40.0);
        let told = format!("Suggested {name}");
        let (rect, response) = row_of_width_ui(ui, theme, Vec2::new(width, ROW_HEIGHT), is_marked, &told);
        if response.clicked() {
            requests.push(Request::ShowSuggestion(row.id));
        }
        if ui.is_rect_visible(rect) {
            let info = row.label.as_ref().and_then(|label| schema.label_info(label));
            let color = info.map_or(theme.text_muted.0, |info| theme.label_color(info.color));
            let bar = Rect::from_min_size(rect.left_top() + Vec2::new(5.0, 6.0), Vec2::new(3.0, ROW_HEIGHT - 12.0));
            ui.painter().rect_stroke(bar, 1.5, egui::Stroke::new(1.0, color), egui::StrokeKind::Middle);
            let style =
                CaptionStyle { size: 13.0, weight: CaptionWeight::Regular, max_rows: 1, color: theme.text_muted.0 };
            let shown = format!("{}  ·  {label}", shortened(&visible(&text), MAX_CHARS));
            let caption = engine.caption(&shown, &style, (width - 18.0).max(20.0), ui.pixels_per_point());
            let at = Pos2::new(rect.left() + 14.0, rect.center().y - caption.size().y / 2.0);
            engine.place(ui.painter(), at, &caption, style.color);
        }
        response.on_hover_ui(|ui| {
            ui.set_min_width(240.0);
            let (weight, color) = (CaptionWeight::Regular, theme.text.0);
            let score = row.score.map_or(String::new(), |score| format!(", score {score:.2}"));
            let told = format!("{name}\n{}{score}", row.reason);
            engine.caption_ui(ui, &told, &CaptionStyle { size: 13.0, weight, max_rows: 12, color });
        });
        for (sign, verb, state) in [("✓", "Accept", Proposal::Accepted), ("×", "Reject", Proposal::Rejected)] {
            let button = ui.add(egui::Button::new(sign).min_size(Vec2::new(28.0, ROW_HEIGHT - 4.0)));
            let told = format!("{verb} {name}");
            button.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &told));
            if button.on_hover_text(told).clicked() {
                let suggestion = row.id;
                requests.push(Request::Do(Command::SetSuggestion { article, suggestion, state }));
            }
        }
    });
}
