//! The dialog: what is asked, and which of its pages is in front.
//!
//! It shows and asks; it changes nothing.

use super::matrix::matrix_ui;
use super::plots::{days_ui, legend_ui, shares_ui};
use super::table::{Row, table_ui};
use crate::analysis::review::Filter;
use crate::analysis::{Headway, Share};
use crate::gui::actions::Action;
use crate::gui::article::{FieldRows, TextEngine};
use crate::gui::dialogs::{Answer, fitting};
use crate::gui::language::{msg, tr};
use crate::gui::register::one_line;
use crate::gui::request::{Request, Requests};
use crate::gui::review::ReviewAsk;
use crate::gui::theme::Theme;
use crate::gui::widgets::section_ui;
use crate::model::{Day, ReadingStatus, Session};
use eframe::egui;
use eframe::egui::{RichText, TextEdit, Ui, WidgetInfo};
use std::sync::Arc;

/// What is in front.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Page {
    #[default]
    Overview,
    Articles,
    Labels,
    Annotators,
    Matrix,
}

impl Page {
    const ALL: [(Self, &'static str); 5] = [
        (Self::Overview, msg("Overview")),
        (Self::Articles, msg("Articles")),
        (Self::Labels, msg("Labels")),
        (Self::Annotators, msg("Annotators")),
        (Self::Matrix, msg("Labels by article")),
    ];
}

/// What the dialog remembers.
#[derive(Clone, Debug)]
pub(in crate::gui) struct HeadwayForm {
    /// What was counted; nothing while it is being counted.
    pub(super) found: Option<Arc<Headway>>,
    page: Page,
    /// The day from which on something is new, as it is typed.
    since: String,
    today: Day,
}

impl HeadwayForm {
    /// The dialog as it opens on a day: new is what came in the last week.
    pub(super) fn new(today: Day) -> Self {
        let since = before(today, 7).map_or(String::new(), |day| day.to_string());
        Self { found: None, page: Page::default(), since, today }
    }

    /// The day that is typed, if it is one.
    pub(super) fn since(&self) -> Option<Day> {
        self.since.trim().parse().ok().map(Day)
    }

    /// Draws the dialog; its answer, once there is one.
    pub(in crate::gui) fn ui(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        engine: &mut TextEngine,
        theme: &Theme,
        requests: &mut Requests,
    ) -> Option<Answer> {
        ui.set_width(fitting(ui, 920.0));
        ui.horizontal(|ui| {
            ui.heading(tr!("Progress"));
            for (page, name) in Page::ALL {
                if ui.selectable_label(self.page == page, tr(name)).clicked() {
                    self.page = page;
                }
            }
        });
        self.since_ui(ui, engine, theme, requests);
        ui.separator();
        let height = (ui.ctx().content_rect().height() * 0.62).min(560.0);
        let mut filter = None;
        ui.allocate_ui(egui::vec2(ui.available_width(), height), |ui| {
            ui.set_min_height(height);
            match self.found.clone() {
                None => {
                    ui.horizontal(|ui| {
                        ui.spinner();
                        ui.label(tr!("Counting…"));
                    });
                }
                Some(found) => filter = self.page_ui(ui, session, &found, engine, theme),
            }
        });
        ui.separator();
        let mut answer = ui.button(tr!("Close")).clicked().then_some(Answer::Close);
        if let Some(filter) = filter {
            requests.push(Request::Act(Action::Review));
            requests.push(Request::Review(Box::new(ReviewAsk::List(filter))));
            answer = Some(Answer::Close);
        }
        answer
    }

    fn since_ui(&mut self, ui: &mut Ui, engine: &mut TextEngine, theme: &Theme, requests: &mut Requests) {
        let before_change = self.since();
        ui.horizontal(|ui| {
            ui.label(tr!("New since"));
            let field = engine.field_ui(ui, &mut self.since, FieldRows::One, |since| {
                TextEdit::singleline(since).hint_text("2026-11-01").desired_width(90.0)
            });
            field.widget_info(|| WidgetInfo::labeled(egui::Role::TextInput, true, tr!("New since this day")));
            for (days, name) in [(0, tr!("Today")), (7, tr!("7 days")), (30, tr!("30 days"))] {
                if ui.button(name).clicked()
                    && let Some(day) = before(self.today, days)
                {
                    self.since = day.to_string();
                }
            }
            let is_wrong = !self.since.trim().is_empty() && self.since().is_none();
            let (told, color) = if is_wrong {
                (tr!("a day is written as 2026-11-21"), theme.danger.0)
            } else {
                (tr!("days are those of UTC"), theme.text_muted.0)
            };
            ui.label(RichText::new(told).small().color(color));
        });
        if self.since() != before_change {
            requests.push(Request::CountHeadway(self.since()));
        }
    }

    /// Draws the page in front; which rows of the review it asks for.
    fn page_ui(
        &self,
        ui: &mut Ui,
        session: &Session,
        found: &Headway,
        engine: &mut TextEngine,
        theme: &Theme,
    ) -> Option<Filter> {
        if found.all.mentions == 0 {
            ui.label(
                RichText::new(tr!("Nothing is tagged yet. What is tagged, reviewed and read is counted here."))
                    .color(theme.text_muted.0),
            );
        }
        match self.page {
            Page::Overview => self.overview_ui(ui, found, theme),
            Page::Articles => articles_ui(ui, session, found, engine, theme),
            Page::Labels => {
                let name = |place: usize| {
                    let (label, share) = found.labels.get(place)?;
                    Some(Row::of(session.schema.label_name(label).to_owned(), *share))
                };
                let place = table_ui(ui, engine, theme, (tr!("Label"), &[]), found.labels.len(), name)?;
                Some(Filter { labels: vec![found.labels.get(place)?.0.clone()], ..Filter::default() })
            }
            Page::Annotators => {
                let name = |place: usize| {
                    let (id, share) = found.annotators.get(place)?;
                    Some(Row::of(session.annotator_name(*id), *share))
                };
                let place = table_ui(ui, engine, theme, (tr!("Annotator"), &[]), found.annotators.len(), name)?;
                Some(Filter { annotators: vec![found.annotators.get(place)?.0], ..Filter::default() })
            }
            Page::Matrix => matrix_ui(ui, session, found, engine, theme),
        }
    }

    fn overview_ui(&self, ui: &mut Ui, found: &Headway, theme: &Theme) -> Option<Filter> {
        let Share { mentions, accepted, rejected, new, changed } = found.all;
        let (good, bad, rest) = (theme.success.0, theme.danger.0, theme.border.0);
        section_ui(ui, theme, tr!("Review"));
        let parts = [
            (tr!("accepted"), accepted, good),
            (tr!("rejected"), rejected, bad),
            (tr!("open"), found.all.open(), rest),
        ];
        shares_ui(ui, theme, tr!("Review"), &parts);
        legend_ui(ui, theme, &parts, mentions, tr!("mentions"));
        section_ui(ui, theme, tr!("Reading"));
        let [unread, reading, read] = found.reading();
        let parts =
            [(tr!("read"), read, good), (tr!("being read"), reading, theme.warning.0), (tr!("not read"), unread, rest)];
        shares_ui(ui, theme, tr!("Reading"), &parts);
        legend_ui(ui, theme, &parts, found.articles.len(), tr!("articles"));
        section_ui(ui, theme, tr!("Coverage"));
        let covered = found.coverage() * 100.0;
        ui.label(tr!(
            "{covered} % of the articles' characters, captions and adverts left out, stand in a mention",
            covered = format_args!("{covered:.1}")
        ));
        let mut filter = None;
        if let Some(day) = self.since() {
            section_ui(ui, theme, &tr!("Since {day}", day));
            ui.horizontal_wrapped(|ui| {
                ui.label(tr!("{new} mentions made, {changed} older ones changed or reviewed", new, changed));
                if new > 0 && ui.button(tr!("List what was made")).clicked() {
                    filter = Some(Filter { since: Some(day), ..Filter::default() });
                }
            });
        }
        section_ui(ui, theme, tr!("Mentions made, by day"));
        days_ui(ui, theme, &found.days);
        filter
    }
}

fn articles_ui(
    ui: &mut Ui,
    session: &Session,
    found: &Headway,
    engine: &mut TextEngine,
    theme: &Theme,
) -> Option<Filter> {
    let row = |place: usize| {
        let article = found.articles.get(place)?;
        let title = session.shard(article.id).map_or(String::new(), |shard| one_line(shard.title()));
        let covered = article.tagged_chars as f64 * 100.0 / article.body_chars.max(1) as f64;
        let status = match article.status {
            ReadingStatus::Unread => tr!("not read"),
            ReadingStatus::Reading => tr!("reading"),
            ReadingStatus::Read => tr!("read"),
        };
        let more = vec![article.suggestions.to_string(), format!("{covered:.0} %"), status.to_owned()];
        Some(Row { name: title, share: article.share, more })
    };
    let heads = (tr!("Article"), &[tr!("Suggested"), tr!("Covered"), tr!("Reading")][..]);
    let place = table_ui(ui, engine, theme, heads, found.articles.len(), row)?;
    Some(Filter { articles: vec![found.articles.get(place)?.id], ..Filter::default() })
}

/// The day so many days before another.
fn before(day: Day, days: i64) -> Option<Day> {
    day.0.checked_sub(jiff::Span::new().days(days)).ok().map(Day)
}
