//! What is done to many rows at once, with a preview: what the rows are by kind, label, article and review, and the first of
//! them. All of it is one step.
//!
//! It asks; it changes nothing.

use super::cells::{Seen, sentence_ui, state_word};
use super::excerpts::Excerpts;
use super::question::ReviewAsk;
use crate::analysis::review::{Deed, Index, RowKind, RowRef, Summary, summary};
use crate::edit::MentionsOf;
use crate::gui::article::{TextEngine, widget_words};
use crate::gui::dialogs::{Answer, fitting};
use crate::gui::language::tr;
use crate::gui::register::one_line;
use crate::gui::request::{Request, Requests};
use crate::gui::theme::Theme;
use crate::model::{ArticleId, Label, MentionId, ReviewState, Session, Slug};
use eframe::egui;
use eframe::egui::{ComboBox, RichText, ScrollArea, Sense, Ui, Vec2, WidgetInfo};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Rows of the preview.
const SHOWN: usize = 20;

/// Values that a line of counts names; more are counted.
const NAMED: usize = 6;

/// Rows that something may be done to.
#[derive(Clone, Debug)]
struct Scope {
    name: &'static str,
    rows: Arc<Vec<RowRef>>,
    summary: Arc<Summary>,
}

/// What the dialog remembers.
#[derive(Clone, Debug)]
pub(in crate::gui) struct BulkForm {
    index: Arc<Index>,
    scopes: Vec<Scope>,
    scope: usize,
    choice: Choice,
    label: Option<Label>,
    flag: String,
    is_new: bool,
}

/// What can be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Choice {
    Settle(ReviewState),
    Flag,
    Unflag,
    Relabel,
    Link,
    Unlink,
    Delete,
}

impl Choice {
    const ALL: [Self; 9] = [
        Self::Settle(ReviewState::Accepted),
        Self::Settle(ReviewState::Rejected),
        Self::Settle(ReviewState::Open),
        Self::Flag,
        Self::Unflag,
        Self::Relabel,
        Self::Link,
        Self::Unlink,
        Self::Delete,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Settle(ReviewState::Accepted) => tr!("Accept"),
            Self::Settle(ReviewState::Rejected) => tr!("Reject"),
            Self::Settle(ReviewState::Open) => tr!("Reopen"),
            Self::Flag => tr!("Flag"),
            Self::Unflag => tr!("Take the flag off"),
            Self::Relabel => tr!("Relabel"),
            Self::Link => tr!("Link…"),
            Self::Unlink => tr!("Unlink"),
            Self::Delete => tr!("Delete"),
        }
    }
}

impl BulkForm {
    /// The dialog on the rows that are `chosen`, where there are some, and on all that are `shown`.
    pub(super) fn new(
        session: &Session,
        index: &Arc<Index>,
        (chosen, shown): (Vec<RowRef>, Vec<RowRef>),
        choice: Choice,
        flag: &str,
    ) -> Self {
        let scope =
            |name, rows: Vec<RowRef>| Scope { name, summary: Arc::new(summary(index, &rows)), rows: Arc::new(rows) };
        let mut scopes = Vec::new();
        if chosen.len() > 1 {
            scopes.push(scope(tr!("What is chosen"), chosen));
        }
        scopes.push(scope(tr!("All that is shown"), shown));
        let label = session.schema.layers.first().map(|layer| layer.id.clone());
        Self { index: Arc::clone(index), scopes, scope: 0, choice, label, flag: flag.to_owned(), is_new: true }
    }

    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        engine: &mut TextEngine,
        theme: &Theme,
        requests: &mut Requests,
    ) -> Option<Answer> {
        ui.set_width(fitting(ui, 640.0));
        ui.heading(tr!("Do with many rows"));
        ui.horizontal_wrapped(|ui| {
            for (number, scope) in self.scopes.iter().enumerate() {
                let text = format!("{} · {}", scope.name, scope.rows.len());
                if ui.selectable_label(self.scope == number, text).clicked() {
                    self.scope = number;
                }
            }
        });
        ui.add_space(2.0);
        ui.horizontal_wrapped(|ui| {
            for choice in Choice::ALL {
                if ui.selectable_label(self.choice == choice, choice.name()).clicked() {
                    self.choice = choice;
                }
            }
        });
        self.details_ui(ui, session, engine);
        let scope = self.scopes.get(self.scope).cloned()?;
        ui.separator();
        counts_ui(ui, session, &scope.summary, theme);
        self.rows_ui(ui, session, &scope, engine, theme);
        ui.add_space(6.0);
        self.answers_ui(ui, session, &scope, theme, requests)
    }

    /// What else has to be said: a label, or a flag.
    fn details_ui(&mut self, ui: &mut Ui, session: &Session, engine: &mut TextEngine) {
        match self.choice {
            Choice::Relabel => {
                let schema = &session.schema;
                let name = self.label.as_ref().map_or("", |label| schema.label_name(label)).to_owned();
                let combo = ComboBox::from_id_salt("bulk label").selected_text(widget_words(&name));
                let shown = combo.show_ui(ui, |ui| {
                    for info in schema.label_infos() {
                        let is_set = self.label.as_ref() == Some(info.id);
                        let indent = "    ".repeat(info.depth);
                        let text = format!("{indent}{}", info.name);
                        let button = ui.selectable_label(is_set, widget_words(&text));
                        engine.words_over(ui, &button, &text, 0.0);
                        if button.clicked() {
                            self.label = Some(info.id.clone());
                        }
                    }
                });
                let info = || WidgetInfo::labeled(egui::Role::ComboBox, true, tr!("Another label: {name}", name));
                shown.response.widget_info(info);
                engine.words_over(ui, &shown.response, &name, 20.0);
            }
            Choice::Flag | Choice::Unflag => {
                ui.horizontal(|ui| {
                    ui.label(tr!("Flag"));
                    let field = ui.add(egui::TextEdit::singleline(&mut self.flag).desired_width(140.0));
                    field.widget_info(|| WidgetInfo::labeled(egui::Role::TextInput, true, tr!("Name of the flag")));
                });
            }
            _ => {}
        }
    }

    fn rows_ui(&self, ui: &mut Ui, session: &Session, scope: &Scope, engine: &mut TextEngine, theme: &Theme) {
        let height = (ui.ctx().content_rect().height() * 0.32).clamp(80.0, 300.0);
        let mut excerpts = Excerpts::default();
        let area = ScrollArea::vertical().id_salt("bulk rows").auto_shrink([false, false]);
        area.min_scrolled_height(height).max_height(height).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            for at in scope.rows.iter().take(SHOWN) {
                let Some((seen, key)) = Seen::of(session, &self.index, *at).zip(self.index.key(*at)) else { continue };
                let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 21.0), Sense::hover());
                response.widget_info(|| WidgetInfo::labeled(egui::Role::Label, true, seen.told()));
                let excerpt = excerpts.of(session, 0, key, seen.shard, seen.row);
                sentence_ui(ui, rect.shrink2(Vec2::new(4.0, 0.0)), (excerpt, seen.color(theme)), engine, theme);
            }
            if let Some(more) = scope.rows.len().checked_sub(SHOWN).filter(|more| *more > 0) {
                ui.label(RichText::new(tr!("and {more} more", more)).color(theme.text_muted.0));
            }
        });
    }

    fn deed(&self) -> Option<Deed> {
        Some(match self.choice {
            Choice::Settle(state) => Deed::Settle(state),
            Choice::Flag | Choice::Unflag => Deed::Flag(Slug::new(self.flag.trim()).ok()?, self.choice == Choice::Flag),
            Choice::Relabel => Deed::Relabel(self.label.clone()?),
            Choice::Unlink => Deed::Link(None),
            Choice::Delete => Deed::Delete,
            Choice::Link => return None,
        })
    }

    fn answers_ui(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        scope: &Scope,
        theme: &Theme,
        requests: &mut Requests,
    ) -> Option<Answer> {
        let deed = self.deed();
        let only_mentions = scope.summary.kinds.keys().all(|kind| matches!(kind, RowKind::Mention | RowKind::Link));
        if !only_mentions && matches!(self.choice, Choice::Relabel | Choice::Link | Choice::Unlink) {
            let text = tr!("Rows that are no mentions are passed over.");
            ui.label(RichText::new(text).small().color(theme.text_muted.0));
        }
        if self.choice == Choice::Delete {
            let text =
                tr!("Relations and alignments that hang on what is deleted go too. Ctrl+Z brings everything back.");
            ui.label(RichText::new(text).small().color(theme.text_muted.0));
        }
        let (verb, rows) = (self.choice.name().trim_end_matches('…'), scope.rows.len());
        let verb = tr!("{verb} {n} row" | "{verb} {n} rows" % rows, verb);
        let ready = !scope.rows.is_empty() && (deed.is_some() || self.choice == Choice::Link);
        let (go, cancel) = ui
            .horizontal(|ui| {
                let go = ui.add_enabled(ready, egui::Button::new(verb));
                if std::mem::take(&mut self.is_new) {
                    go.request_focus();
                }
                (go.clicked(), ui.button(tr!("Cancel")).clicked())
            })
            .inner;
        if go {
            let ask = match deed {
                Some(deed) => ReviewAsk::Many(Arc::clone(&self.index), Arc::clone(&scope.rows), deed),
                None => ReviewAsk::Link(self.mentions(session, scope)),
            };
            requests.push(Request::Review(Box::new(ask)));
            return Some(Answer::Close);
        }
        cancel.then_some(Answer::Close)
    }

    fn mentions(&self, session: &Session, scope: &Scope) -> MentionsOf {
        let mut found: BTreeMap<Option<usize>, (ArticleId, Vec<MentionId>)> = BTreeMap::new();
        for key in scope.rows.iter().filter_map(|at| self.index.key(*at)) {
            let Some(article) = key.article.filter(|_| matches!(key.kind, RowKind::Mention | RowKind::Link)) else {
                continue;
            };
            let of_article = found.entry(session.position(article)).or_insert_with(|| (article, Vec::new()));
            of_article.1.push(MentionId(key.id));
        }
        found.into_values().collect()
    }
}

/// What the rows are, a line for each way of counting.
fn counts_ui(ui: &mut Ui, session: &Session, summary: &Summary, theme: &Theme) {
    let line = |ui: &mut Ui, name: &str, parts: Vec<(String, usize)>| {
        let mut parts = parts;
        parts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let more = parts.len().saturating_sub(NAMED);
        let mut told: Vec<String> =
            parts.into_iter().take(NAMED).map(|(name, count)| format!("{name} {count}")).collect();
        if more > 0 {
            told.push(tr!("{more} more", more));
        }
        ui.horizontal_wrapped(|ui| {
            ui.label(RichText::new(name).small().color(theme.text_muted.0));
            ui.label(RichText::new(told.join(" · ")).small());
        });
    };
    let schema = &session.schema;
    let label = |label: &Slug| {
        schema.relation_type(label).map_or_else(|| schema.label_name(label).to_owned(), |kind| kind.name.clone())
    };
    line(ui, tr!("Kinds"), summary.kinds.iter().map(|(kind, count)| (tr(kind.name()).to_owned(), *count)).collect());
    line(ui, tr!("Labels"), summary.labels.iter().map(|(id, count)| (label(id), *count)).collect());
    line(
        ui,
        tr!("Review"),
        summary.states.iter().map(|(state, count)| (state_word(*state).to_owned(), *count)).collect(),
    );
    let title = |id| session.shard(id).map_or(String::new(), |shard| one_line(shard.title()));
    let articles = summary.articles.iter().map(|(id, count)| (title(*id), *count)).collect();
    line(ui, &tr!("Articles ({})", summary.articles.len()), articles);
}
