//! Suggestions: what each proposes, to be accepted or rejected one by one or all that are shown.
//!
//! The filter of the list of mentions holds here, too, and so does an armed label. It shows and asks; it changes nothing.

use super::actions::Action;
use super::article::{CaptionStyle, CaptionWeight, TextEngine};
use super::find_bar::Step;
use super::keymap::named_with_key;
use super::request::{Request, Requests};
use super::suggestion_filter::{ListView, MAX_CHARS, Narrowed, Shown, name_of, source_of, words_of};
use super::theme::Theme;
use super::widgets::row_of_width_ui;
use crate::edit::Command;
use crate::gui::language::tr;
use crate::model::{ArticleId, Proposal, Session, Shard, Suggestion, SuggestionId};
use crate::text::{shortened, visible};
use eframe::egui;
use eframe::egui::{ComboBox, Pos2, Rect, RichText, ScrollArea, Slider, Ui, Vec2};

const ROW_HEIGHT: f32 = 26.0;
/// Suggestions that have room at once.
const MAX_ROWS: u8 = 6;
/// Width in points of the two buttons of a row.
const BUTTONS: f32 = 62.0;
/// Characters of an article's title that stand in a row.
const MAX_TITLE_CHARS: usize = 60;

/// What the list remembers between frames.
#[derive(Debug, Default)]
pub(super) struct SuggestionList {
    narrowed: Narrowed,
    shown: Shown,
    /// The one to be shown in the next frame.
    jump: bool,
    /// The one that was gone to last.
    marked: Option<(ArticleId, SuggestionId)>,
}

impl SuggestionList {
    /// Finds out which suggestions are shown, where anything has changed; `article` is in front.
    pub(super) fn follow(&mut self, session: &Session, article: ArticleId, view: ListView<'_>) {
        self.shown.follow(&self.narrowed, session, article, view);
    }

    /// Those that are shown, in the order of articles and then of their texts.
    pub(super) fn shown(&self) -> &[(ArticleId, SuggestionId)] {
        &self.shown.rows
    }

    /// The one that was gone to last, where it is shown.
    pub(super) fn marked(&self) -> Option<(ArticleId, SuggestionId)> {
        self.marked.filter(|marked| self.shown.rows.contains(marked))
    }

    /// The one behind the one that is marked, or before it.
    pub(super) fn beside(&self, step: Step) -> Option<(ArticleId, SuggestionId)> {
        self.shown.beside(self.marked(), step)
    }

    /// Goes to a suggestion in the next frame and marks it.
    pub(super) fn jump_to(&mut self, article: ArticleId, suggestion: SuggestionId) {
        self.jump = true;
        self.marked = Some((article, suggestion));
    }

    /// Marks none.
    pub(super) fn unmark(&mut self) {
        self.marked = None;
    }

    /// Whether there is anything to show.
    pub(super) fn is_empty(&self) -> bool {
        self.shown.in_all == 0
    }

    /// Draws the list.
    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        engine: &mut TextEngine,
        theme: &Theme,
        requests: &mut Requests,
    ) {
        // Where all are in other articles, the way to them is enough: the mentions need the room.
        if self.shown.here == 0 && !self.narrowed.everywhere {
            self.everywhere_ui(ui);
            return;
        }
        self.head_ui(ui, theme, requests);
        self.narrow_ui(ui);
        let count = self.shown.rows.len();
        if count == 0 {
            let text =
                tr!("No suggestion matches the filter of the mentions, the armed label and what is chosen here.");
            ui.add(egui::Label::new(RichText::new(text).color(theme.text_muted.0)).wrap());
            return;
        }
        ui.spacing_mut().item_spacing.y = 1.0;
        let rows = f32::from(u8::try_from(count).unwrap_or(MAX_ROWS).min(MAX_ROWS));
        let room = (rows * (ROW_HEIGHT + 1.0)).min((ui.available_height() * 0.5).max(2.0 * ROW_HEIGHT));
        let mut area = ScrollArea::vertical().id_salt("suggestions").auto_shrink([false, false]);
        let marked = self.marked();
        let jump = std::mem::take(&mut self.jump);
        let at = marked.filter(|_| jump).and_then(|marked| self.shown.rows.iter().position(|row| *row == marked));
        if let Some(at) = at {
            area = area.vertical_scroll_offset((at as f32 * (ROW_HEIGHT + 1.0) - room / 2.0).max(0.0));
        }
        area.min_scrolled_height(room).max_height(room).show_rows(ui, ROW_HEIGHT, count, |ui, range| {
            for (article, id) in self.shown.rows.get(range).unwrap_or_default() {
                let Some(shard) = session.shard(*article) else { continue };
                let Some(row) = shard.suggestions.get(*id) else { continue };
                let drawn = Drawn { session, shard, row, is_marked: marked == Some((*article, *id)) };
                drawn.ui(ui, self.narrowed.everywhere, engine, theme, requests);
            }
        });
    }

    fn head_ui(&self, ui: &mut Ui, theme: &Theme, requests: &mut Requests) {
        let Shown { rows, here, in_all, waiting, .. } = &self.shown;
        let (count, all) = (rows.len(), if self.narrowed.everywhere { *in_all } else { *here });
        let shown = if count == all {
            tr!("{count}, no work until accepted", count)
        } else {
            tr!("{count} of {all} shown", count, all)
        };
        let text = match waiting.len() {
            0 => shown,
            1 => tr!("{shown}; 1 relation comes with them", shown),
            more => tr!("{shown}; {more} relations come with them", shown, more),
        };
        ui.add(egui::Label::new(RichText::new(text).small().color(theme.text_muted.0)).wrap());
        ui.horizontal_wrapped(|ui| {
            for (action, name) in [(Action::AcceptShown, tr!("Accept all")), (Action::RejectShown, tr!("Reject all"))] {
                let button = ui.add_enabled(count > 0, egui::Button::new(name).small());
                if button.on_hover_text(named_with_key(ui.ctx(), action)).clicked() {
                    requests.push(Request::Act(action));
                }
            }
        });
    }

    /// Whether those of other articles are listed too, where there are any.
    fn everywhere_ui(&mut self, ui: &mut Ui) {
        let Shown { here, in_all, .. } = &self.shown;
        if in_all > here || self.narrowed.everywhere {
            ui.checkbox(&mut self.narrowed.everywhere, tr!("Of all articles: {in_all}", in_all));
        }
    }

    /// What narrows the list beside the filter of the mentions, as far as there is anything to choose from.
    fn narrow_ui(&mut self, ui: &mut Ui) {
        self.everywhere_ui(ui);
        let Shown { sources, has_scores, .. } = &self.shown;
        let narrowed = &mut self.narrowed;
        if sources.len() > 1 || narrowed.source.is_some() {
            ui.horizontal(|ui| {
                let label = ui.label(tr!("From"));
                let chosen = narrowed.source.as_deref().unwrap_or(tr!("anybody"));
                let width = ui.available_width() - 8.0;
                let combo = ComboBox::from_id_salt("suggestion source").selected_text(visible(chosen)).width(width);
                let combo = combo.truncate().show_ui(ui, |ui| {
                    ui.selectable_value(&mut narrowed.source, None, tr!("anybody"));
                    for (source, count) in sources {
                        let text = format!("{} ({count})", shortened(&visible(source), MAX_CHARS));
                        ui.selectable_value(&mut narrowed.source, Some(source.clone()), text);
                    }
                });
                combo.response.labelled_by(label.id);
            });
        }
        if *has_scores || narrowed.least_score > 0 {
            ui.horizontal(|ui| {
                let label = ui.label(tr!("Score at least"));
                let shown = |value: f64, _| format!("{:.2}", value / 100.0);
                let read = |text: &str| text.parse::<f64>().ok().map(|value| value * 100.0);
                ui.spacing_mut().slider_width = (ui.available_width() - 66.0).clamp(40.0, 140.0);
                let slider = Slider::new(&mut narrowed.least_score, 0..=100);
                ui.add(slider.custom_formatter(shown).custom_parser(read)).labelled_by(label.id);
            });
        }
    }
}

/// One suggestion on its way to the screen.
struct Drawn<'s> {
    session: &'s Session,
    shard: &'s Shard,
    row: &'s Suggestion,
    is_marked: bool,
}

impl Drawn<'_> {
    fn ui(&self, ui: &mut Ui, with_title: bool, engine: &mut TextEngine, theme: &Theme, requests: &mut Requests) {
        let Self { session, shard, row, is_marked } = self;
        let label = name_of(&session.schema, row);
        let text = words_of(shard, row);
        let name = format!("{label}: {text}");
        let (article, suggestion) = (shard.id(), row.id);
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            let width = (ui.available_width() - BUTTONS).max(40.0);
            let told = tr!("Suggested {name}", name);
            let (rect, response) = row_of_width_ui(ui, theme, Vec2::new(width, ROW_HEIGHT), *is_marked, &told);
            if response.clicked() {
                requests.push(Request::ShowSuggestion(article, suggestion));
            }
            if ui.is_rect_visible(rect) {
                let title = shortened(&visible(shard.title()), MAX_TITLE_CHARS).into_owned();
                let title = if with_title { format!("  ·  {title}") } else { String::new() };
                let shown = format!("{}  ·  {label}{title}", shortened(&visible(&text), MAX_CHARS));
                self.words_ui(ui, rect, &shown, engine, theme);
            }
            response.on_hover_ui(|ui| self.hover_ui(ui, &name, engine, theme));
            for (sign, verb, state) in
                [("✓", tr!("Accept"), Proposal::Accepted), ("×", tr!("Reject"), Proposal::Rejected)]
            {
                let button = ui.add(egui::Button::new(sign).min_size(Vec2::new(28.0, ROW_HEIGHT - 4.0)));
                let told = format!("{verb} {name}");
                button.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &told));
                if button.on_hover_text(told).clicked() {
                    requests.push(Request::Do(Command::SetSuggestion { article, suggestion, state }));
                }
            }
        });
    }

    fn words_ui(&self, ui: &Ui, rect: Rect, text: &str, engine: &mut TextEngine, theme: &Theme) {
        let info = self.row.label.as_ref().and_then(|label| self.session.schema.label_info(label));
        let color = info.map_or(theme.text_muted.0, |info| theme.label_color(info.color));
        let bar = Rect::from_min_size(rect.left_top() + Vec2::new(5.0, 6.0), Vec2::new(3.0, ROW_HEIGHT - 12.0));
        ui.painter().rect_stroke(bar, 1.5, egui::Stroke::new(1.0, color), egui::StrokeKind::Middle);
        let (weight, color) = (CaptionWeight::Regular, theme.text_muted.0);
        let style = CaptionStyle { size: 13.0, weight, max_rows: 1, color };
        let caption = engine.caption(text, &style, (rect.width() - 18.0).max(20.0), ui.pixels_per_point());
        let at = Pos2::new(rect.left() + 14.0, rect.center().y - caption.size().y / 2.0);
        engine.place(ui.painter(), at, &caption, style.color);
    }

    fn hover_ui(&self, ui: &mut Ui, name: &str, engine: &mut TextEngine, theme: &Theme) {
        let Self { session, shard, row, .. } = self;
        ui.set_min_width(240.0);
        let score = row.score.map_or(String::new(), |score| tr!(", score {score}", score = format_args!("{score:.2}")));
        let (source, title) = (source_of(session, row), shard.title());
        let told = format!("{name}\n{}{score}\n{source}\n{title}", row.reason);
        let (weight, color) = (CaptionWeight::Regular, theme.text.0);
        engine.caption_ui(ui, &told, &CaptionStyle { size: 13.0, weight, max_rows: 12, color });
    }
}
