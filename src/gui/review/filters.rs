//! Which rows are listed, or where a search looks, column by column: the values of one column at a time, each with its count, to be ticked. What is
//! ticked is listed at once behind the dialog.
//!
//! It asks; it changes nothing of the session.

use super::question::ReviewAsk;
use crate::analysis::review::{Choice, Facet, Filter, Index, Part, choices};
use crate::gui::article::{FieldRows, TextEngine};
use crate::gui::dialogs::{Answer, fitting};
use crate::gui::language::tr;
use crate::gui::request::{Request, Requests};
use crate::gui::search::SearchAsk;
use crate::gui::theme::Theme;
use crate::gui::widgets::row_ui;
use crate::model::{Day, Session};
use crate::text::folded;
use eframe::egui;
use eframe::egui::{
    Align2, CornerRadius, FontId, Pos2, Rect, RichText, ScrollArea, Stroke, StrokeKind, TextEdit, Ui, Vec2, WidgetInfo,
};
use std::sync::Arc;

const ROW: f32 = 25.0;

/// Columns that a search asks of: what is known of articles, and of what is tagged in them.
const OF_SEARCH: [Facet; 8] = [
    Facet::Label,
    Facet::Entry,
    Facet::Outlet,
    Facet::Article,
    Facet::Annotator,
    Facet::State,
    Facet::Attribute,
    Facet::Note,
];

/// What the dialog remembers.
#[derive(Clone, Debug)]
pub(in crate::gui) struct FilterForm {
    filter: Filter,
    /// The rows that values are counted in.
    index: Option<Arc<Index>>,
    facet: Facet,
    typed: String,
    offered: Option<(Facet, Vec<Choice>)>,
    since: String,
    until: String,
    is_new: bool,
}

impl FilterForm {
    /// The dialog on which rows `filter` lists.
    pub(super) fn of_rows(filter: Filter, index: Arc<Index>) -> Self {
        Self::new(filter, Facet::State, Some(index))
    }

    /// The dialog on where a search looks, as `filter` says.
    pub(super) fn of_search(filter: Filter) -> Self {
        Self::new(filter, Facet::Label, None)
    }

    fn new(filter: Filter, facet: Facet, index: Option<Arc<Index>>) -> Self {
        let day = |day: Option<Day>| day.map_or(String::new(), |day| day.to_string());
        let (since, until) = (day(filter.since), day(filter.until));
        Self { filter, index, facet, typed: String::new(), offered: None, since, until, is_new: true }
    }

    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        engine: &mut TextEngine,
        theme: &Theme,
        requests: &mut Requests,
    ) -> Option<Answer> {
        ui.set_width(fitting(ui, 560.0));
        let is_search = self.index.is_none();
        ui.heading(if is_search { tr!("Where to search") } else { tr!("Filter the rows") });
        let before = self.filter.clone();
        let height = (ui.ctx().content_rect().height() * 0.5).clamp(160.0, 420.0);
        ui.horizontal_top(|ui| {
            ui.vertical(|ui| {
                ui.set_width(126.0);
                self.facets_ui(ui, theme);
            });
            ui.vertical(|ui| self.values_ui(ui, height, session, engine, theme));
        });
        self.days_ui(ui, theme);
        ui.add_space(8.0);
        let mut answer = None;
        ui.horizontal(|ui| {
            if ui.button(tr!("Done")).clicked() {
                answer = Some(Answer::Close);
            }
            let some = self.filter != Filter::default();
            if ui.add_enabled(some, egui::Button::new(tr!("Take everything off"))).clicked() {
                self.filter = Filter::default();
                (self.since, self.until) = (String::new(), String::new());
            }
        });
        if self.filter != before {
            let filter = self.filter.clone();
            requests.push(if is_search {
                Request::Search(SearchAsk::Filter(Box::new(filter)))
            } else {
                Request::Review(Box::new(ReviewAsk::Filter(filter)))
            });
        }
        answer
    }

    fn facets_ui(&mut self, ui: &mut Ui, theme: &Theme) {
        ui.spacing_mut().item_spacing.y = 2.0;
        let facets: &[Facet] = if self.index.is_some() { &Facet::ALL } else { &OF_SEARCH };
        for facet in facets.iter().copied() {
            let asked = self.filter.parts().iter().filter(|part| facet_of(part) == Some(facet)).count();
            let text = if asked > 0 { format!("{} · {asked}", tr(facet.name())) } else { tr(facet.name()).to_owned() };
            let is_set = self.facet == facet;
            let color = if asked > 0 { theme.text.0 } else { theme.text_muted.0 };
            let (rect, row) = row_ui(ui, theme, ROW, is_set, &tr!("Filter by {}", tr(facet.name()).to_lowercase()));
            let at = rect.left_center() + Vec2::new(8.0, 0.0);
            ui.painter().text(at, Align2::LEFT_CENTER, text, FontId::proportional(13.0), color);
            if row.clicked() {
                self.facet = facet;
                self.typed.clear();
                self.is_new = true;
            }
        }
    }

    fn values_ui(&mut self, ui: &mut Ui, height: f32, session: &Session, engine: &mut TextEngine, theme: &Theme) {
        let facet = self.facet;
        if self.offered.as_ref().is_none_or(|(known, _)| *known != facet) {
            self.offered = Some((facet, choices(session, self.index.as_deref(), facet)));
        }
        let Some((_, offered)) = &self.offered else { return };
        let field = engine.field_ui(ui, &mut self.typed, FieldRows::One, |typed| {
            TextEdit::singleline(typed).hint_text(tr!("Type to narrow down")).desired_width(f32::INFINITY)
        });
        field.widget_info(|| WidgetInfo::labeled(egui::Role::TextInput, true, tr!("Narrow down")));
        if std::mem::take(&mut self.is_new) {
            field.request_focus();
        }
        let wanted = folded(self.typed.trim());
        let shown: Vec<&Choice> = offered.iter().filter(|choice| folded(&choice.name).contains(&wanted)).collect();
        if shown.is_empty() {
            ui.label(RichText::new(tr!("There is none.")).color(theme.text_muted.0));
        }
        let mut toggled: Option<Part> = None;
        // Enter ticks what the typed words have left as the first, and the next words can be typed.
        if field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter)) {
            toggled = shown.first().filter(|_| !wanted.is_empty()).map(|choice| choice.part.clone());
            self.is_new = true;
        }
        ui.spacing_mut().item_spacing.y = 1.0;
        let area = ScrollArea::vertical().id_salt(facet.name()).auto_shrink([false, false]);
        let area = area.min_scrolled_height(height).max_height(height);
        area.show_rows(ui, ROW, shown.len(), |ui, range| {
            for choice in shown.get(range).unwrap_or_default() {
                let is_set = self.filter.asks(&choice.part);
                let (rect, row) = row_ui(ui, theme, ROW, is_set, &choice.name);
                let note = choice.count.map_or(String::new(), |count| count.to_string());
                let right = rect.right_center() - Vec2::new(8.0, 0.0);
                let font = FontId::proportional(12.0);
                let note = ui.painter().text(right, Align2::RIGHT_CENTER, note, font, theme.text_muted.0);
                check_ui(ui, rect.left_center() + Vec2::new(14.0, 0.0), is_set, theme);
                let words = rect.with_max_x(note.left() - 8.0);
                let depth = match &choice.part {
                    Part::Label(label) => session.schema.label_info(label).map_or(0, |info| info.depth),
                    _ => 0,
                };
                let left = rect.left() + 28.0 + 14.0 * depth as f32;
                engine.row_words(ui, words, left, &choice.name, (13.5, theme.text.0));
                if row.clicked() {
                    toggled = Some(choice.part.clone());
                }
            }
        });
        if let Some(part) = toggled {
            self.filter.toggle(&part);
            if self.is_new {
                self.typed.clear();
            }
        }
    }

    fn days_ui(&mut self, ui: &mut Ui, theme: &Theme) {
        ui.add_space(6.0);
        ui.horizontal(|ui| {
            let verb = if self.index.is_some() { tr!("Made") } else { tr!("Published") };
            ui.label(tr!("{verb} since", verb));
            day_ui(ui, &mut self.since, &mut self.filter.since, &tr!("{verb} since", verb), theme);
            ui.label(tr!("until"));
            day_ui(ui, &mut self.until, &mut self.filter.until, &tr!("{verb} until", verb), theme);
            ui.label(RichText::new(tr!("as 2026-11-21")).small().color(theme.text_muted.0));
        });
    }
}

/// A box, with a tick where it is set.
fn check_ui(ui: &Ui, center: Pos2, is_set: bool, theme: &Theme) {
    let frame = Rect::from_center_size(center, Vec2::splat(13.0));
    let color = if is_set { theme.accent.0 } else { theme.text_muted.0 };
    ui.painter().rect_stroke(frame, CornerRadius::same(3), Stroke::new(1.2, color), StrokeKind::Inside);
    if is_set {
        let points = [(-3.2, 0.2), (-0.8, 2.6), (3.6, -2.8)].map(|(x, y)| center + Vec2::new(x, y));
        ui.painter().line(points.to_vec(), Stroke::new(1.8, color));
    }
}

fn day_ui(ui: &mut Ui, typed: &mut String, day: &mut Option<Day>, name: &str, theme: &Theme) {
    let read = typed.trim().parse().ok().map(Day);
    let is_wrong = !typed.trim().is_empty() && read.is_none();
    let color = if is_wrong { theme.danger.0 } else { theme.text.0 };
    let field = ui.add(TextEdit::singleline(typed).desired_width(92.0).text_color(color));
    field.widget_info(|| WidgetInfo::labeled(egui::Role::TextInput, true, name));
    if field.changed() {
        *day = typed.trim().parse().ok().map(Day);
    }
}

/// The column that a part belongs to.
fn facet_of(part: &Part) -> Option<Facet> {
    Some(match part {
        Part::Kind(_) => Facet::Kind,
        Part::State(_) => Facet::State,
        Part::Label(_) => Facet::Label,
        Part::Article(_) => Facet::Article,
        Part::Outlet(_) => Facet::Outlet,
        Part::Annotator(_) => Facet::Annotator,
        Part::Entry(_) => Facet::Entry,
        Part::Flag(_) => Facet::Flag,
        Part::Attribute(..) => Facet::Attribute,
        Part::Note(_) => Facet::Note,
        Part::Since | Part::Until | Part::Text | Part::Only => return None,
    })
}
