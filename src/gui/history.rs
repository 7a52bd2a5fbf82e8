//! What happened to the session, step by step, and to the mention that is selected.
//!
//! It shows; a click goes to the place. It changes nothing.

use super::app::App;
use super::article::{FieldRows, TextEngine, widget_words};
use super::dialogs::{Answer, Dialog, fitting};
use super::register::one_line;
use super::request::{Request, Requests};
use super::theme::Theme;
use super::widgets::{chosen_ui, row_ui};
use crate::analysis::{Happening, LogFilter, log_lines, mention_history};
use crate::gui::language::tr;
use crate::model::{ArticleId, LogLine, MentionId, Session, Timestamp};
use eframe::egui;
use eframe::egui::{ComboBox, RichText, ScrollArea, TextEdit, Ui, WidgetInfo};

const ROW: f32 = 25.0;
/// Points that a time and a name take.
const WHEN: f32 = 128.0;
const WHO: f32 = 130.0;

/// What the dialog remembers.
#[derive(Clone, Debug)]
pub(super) struct HistoryForm {
    filter: LogFilter,
    /// The article in front, and the mention that is selected in it.
    article: Option<ArticleId>,
    mention: Option<MentionId>,
    /// Whether only that mention is looked at.
    of_mention: bool,
    /// The filter that the lines were found for, and they.
    found: Option<(LogFilter, Vec<usize>)>,
    is_new: bool,
}

impl App {
    /// Shows what happened; to the selected mention where one is.
    pub(super) fn open_history(&mut self) {
        let view = self.desk.bench.view;
        let mention = view.mention.filter(|_| !self.review.is_shown || view.article.is_some());
        let form = HistoryForm {
            filter: LogFilter::default(),
            article: view.article,
            mention,
            of_mention: mention.is_some(),
            found: None,
            is_new: true,
        };
        self.dialog = Some(Dialog::History(Box::new(form)));
    }
}

impl HistoryForm {
    /// Draws the dialog; its answer, once there is one.
    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        engine: &mut TextEngine,
        theme: &Theme,
        requests: &mut Requests,
    ) -> Option<Answer> {
        ui.set_width(fitting(ui, 860.0));
        ui.heading(tr!("History"));
        self.choices_ui(ui, session, engine);
        ui.separator();
        let height = (ui.ctx().content_rect().height() * 0.6).min(520.0);
        let mut target = None;
        ui.allocate_ui(egui::vec2(ui.available_width(), height), |ui| {
            ui.set_min_height(height);
            if let Some((article, mention)) = self.article.zip(self.mention).filter(|_| self.of_mention) {
                happenings_ui(ui, session, &mention_history(session, article, mention), engine, theme);
            } else {
                target = self.lines_ui(ui, session, engine, theme);
            }
        });
        ui.separator();
        let mut answer = None;
        ui.horizontal(|ui| {
            if ui.button(tr!("Close")).clicked() {
                answer = Some(Answer::Close);
            }
            let log = &session.log;
            let cut = if log.cut > 0 { tr!("; {} older ones were cut", log.cut) } else { String::new() };
            let told =
                tr!("The log has {} steps and keeps the last {}{cut}. Times are UTC.", log.lines.len(), log.limit, cut);
            ui.label(RichText::new(told).small().color(theme.text_muted.0));
        });
        if let Some((article, mention)) = target {
            requests.push(mention.map_or(Request::ShowArticle(article), |mention| Request::JumpTo(article, mention)));
            answer = Some(Answer::Close);
        }
        answer
    }

    fn choices_ui(&mut self, ui: &mut Ui, session: &Session, engine: &mut TextEngine) {
        ui.horizontal_wrapped(|ui| {
            if self.mention.is_some() {
                ui.checkbox(&mut self.of_mention, tr!("The selected mention alone"));
            }
            ui.add_enabled_ui(!self.of_mention, |ui| {
                let field = engine.field_ui(ui, &mut self.filter.text, FieldRows::One, |text| {
                    TextEdit::singleline(text).hint_text(tr!("Words of a step")).desired_width(180.0)
                });
                field.widget_info(|| WidgetInfo::labeled(egui::Role::TextInput, true, tr!("Words of a step")));
                if std::mem::take(&mut self.is_new) && !self.of_mention {
                    field.request_focus();
                }
                let shown = self.filter.by.map_or(tr!("Everybody").to_owned(), |by| session.annotator_name(by));
                let by = &mut self.filter.by;
                let combo = ComboBox::from_id_salt("who").selected_text(widget_words(&shown)).show_ui(ui, |ui| {
                    if chosen_ui(ui, engine, by.is_none(), tr!("Everybody")) {
                        *by = None;
                    }
                    for annotator in session.annotators.iter() {
                        if chosen_ui(ui, engine, *by == Some(annotator.id), &annotator.name) {
                            *by = Some(annotator.id);
                        }
                    }
                });
                engine.words_over(ui, &combo.response, &shown, 0.0);
                let name = tr!("Who did it: {shown}", shown);
                combo.response.widget_info(|| WidgetInfo::labeled(egui::Role::ComboBox, true, &name));
                if let Some(article) = self.article {
                    let mut alone = self.filter.article.is_some();
                    ui.checkbox(&mut alone, tr!("The article in front alone"));
                    self.filter.article = alone.then_some(article);
                }
            });
        });
    }

    /// Draws the lines of the log; where a click leads.
    fn lines_ui(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        engine: &mut TextEngine,
        theme: &Theme,
    ) -> Option<(ArticleId, Option<MentionId>)> {
        if self.found.as_ref().is_none_or(|(filter, _)| *filter != self.filter) {
            self.found = Some((self.filter.clone(), log_lines(session, &self.filter)));
        }
        let places: &[usize] = self.found.as_ref().map_or(&[], |(_, places)| places);
        if places.is_empty() {
            ui.label(RichText::new(tr!("No step of the log fits.")).color(theme.text_muted.0));
        }
        let mut target = None;
        ui.spacing_mut().item_spacing.y = 0.0;
        let area = ScrollArea::vertical().id_salt("log").auto_shrink([false, false]);
        area.show_rows(ui, ROW, places.len(), |ui, shown| {
            for line in shown.filter_map(|at| session.log.lines.get(*places.get(at)?)) {
                let title = line
                    .article
                    .and_then(|id| session.shard(id))
                    .map_or(String::new(), |shard| one_line(shard.title()));
                let what = if title.is_empty() { line.name.clone() } else { format!("{} · {title}", line.name) };
                let who = session.annotator_name(line.by);
                if step_ui(ui, engine, theme, (line.at, &who, &what)) {
                    target = target_of(session, line);
                }
            }
        });
        target
    }
}

/// Where a line of the log leads: to its first mention that is still there, or to its article.
fn target_of(session: &Session, line: &LogLine) -> Option<(ArticleId, Option<MentionId>)> {
    let shard = session.shard(line.article?)?;
    let mut mentions = line.records.iter().filter_map(|record| MentionId::parse(record).ok());
    Some((shard.id(), mentions.find(|id| shard.mentions.get(*id).is_some())))
}

fn happenings_ui(ui: &mut Ui, session: &Session, happened: &[Happening], engine: &mut TextEngine, theme: &Theme) {
    let area = ScrollArea::vertical().id_salt("happened").auto_shrink([false, false]);
    area.show_rows(ui, ROW, happened.len(), |ui, shown| {
        for one in happened.get(shown).unwrap_or_default() {
            let who = one.by.map_or(String::new(), |by| session.annotator_name(by));
            step_ui(ui, engine, theme, (one.at, &who, &one_line(&one.what)));
        }
    });
}

/// One row: when, who, what; whether it was clicked.
fn step_ui(ui: &mut Ui, engine: &mut TextEngine, theme: &Theme, (at, who, what): (Timestamp, &str, &str)) -> bool {
    let when = at.0.strftime("%Y-%m-%d %H:%M").to_string();
    let (rect, row) = row_ui(ui, theme, ROW, false, &format!("{when}, {who}: {what}"));
    let mut left = rect.left() + 6.0;
    for (text, width, color) in
        [(when.as_str(), WHEN, theme.text_muted.0), (who, WHO, theme.text_muted.0), (what, f32::INFINITY, theme.text.0)]
    {
        let right = (left + width - 8.0).min(rect.right() - 4.0);
        engine.row_words(ui, rect.with_max_x(right), left, text, (13.0, color));
        left += width;
    }
    row.on_hover_text(what).clicked()
}
