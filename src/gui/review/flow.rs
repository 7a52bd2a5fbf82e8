//! What the window does for the Review view: showing it, carrying out its keys, turning the article beside it, and following
//! undo.

use super::bulk::Choice;
use super::columns::USUAL;
use super::keys::ReviewKey;
use super::table::TableAsked;
use crate::analysis::review::{Record, RowKey, RowKind, record_of};
use crate::edit::{Command, Refusal, RelationChange};
use crate::gui::actions::{Action, Menu};
use crate::gui::app::App;
use crate::gui::dialogs::Dialog;
use crate::gui::language::tr;
use crate::gui::notices::Weight;
use crate::gui::register::acts_on_text;
use crate::gui::request::Requests;
use crate::model::{ArticleId, MentionId, Proposal, RelationId, ReviewState, Shard, Slug, SuggestionId};
use crate::workbench::RowsListed;
use eframe::egui;
use eframe::egui::{Context, Frame, Margin, Ui};

/// Width in points below which the article stands under the table rather than beside it.
const ROOM_FOR_BOTH: f32 = 760.0;

/// The flag that the key puts on.
pub(super) const FLAG: &str = "discuss";

impl App {
    /// Shows the view.
    pub(in crate::gui) fn show_review(&mut self) {
        self.leave_views();
        self.review.is_shown = true;
        self.desk.settings.review_shown = true;
        self.review.take_focus = true;
        self.review.turned_to = None;
        self.armed = None;
        self.aside = None;
        self.focus_text = false;
        self.notices.dismiss_infos();
    }

    /// Shows the articles again, or another view.
    pub(in crate::gui) fn leave_review(&mut self) {
        if std::mem::take(&mut self.review.is_shown) {
            self.desk.settings.review_shown = false;
            self.desk.stop_listing();
            self.focus_text = true;
        }
    }

    /// Draws the view in the middle of the window.
    pub(in crate::gui) fn review_ui(&mut self, ui: &mut Ui, requests: &mut Requests) {
        self.follow_review();
        let nobody = ui.memory(|memory| memory.focused().is_none());
        if nobody && !self.is_covered() && !self.typing {
            self.review.take_focus = true;
        }
        self.turn_article();
        let width = ui.available_width();
        let frame = Frame::new().fill(self.theme.background.0);
        if width >= ROOM_FOR_BOTH {
            let sizes = 280.0..=(width - 380.0).max(300.0);
            let panel = egui::Panel::right("review article").default_size((width * 0.42).clamp(300.0, 760.0));
            panel.size_range(sizes).resizable(true).frame(frame).show(ui, |ui| self.article_ui(ui, requests));
        } else {
            let height = ui.available_height();
            let panel = egui::Panel::bottom("review article below").default_size(height * 0.45).resizable(true);
            let sizes = 100.0..=(height - 150.0).max(110.0);
            panel.size_range(sizes).frame(frame).show(ui, |ui| self.article_ui(ui, requests));
        }
        let frame =
            Frame::new().fill(self.theme.panel.0).inner_margin(Margin { left: 12, right: 6, top: 8, bottom: 4 });
        let asked = frame.show(ui, |ui| {
            // Where little is listed, the rest of the room is the view's as well.
            ui.expand_to_include_rect(ui.available_rect_before_wrap());
            let (edits, session) = (self.desk.bench.edits(), self.desk.bench.session());
            self.review.bar_ui(ui, session, &mut self.engine, &self.theme, requests);
            self.review.table_ui(ui, (session, edits), &mut self.engine, &self.theme)
        });
        let columns = if self.review.columns == USUAL { Vec::new() } else { self.review.columns.clone() };
        self.desk.settings.review_columns = columns;
        if asked.inner == Some(TableAsked::Open) {
            self.open_row();
        }
    }

    /// How many rows are listed, for tests.
    #[must_use]
    pub fn rows_shown(&self) -> usize {
        self.review.rows.listing.rows.len()
    }

    /// Takes over what has changed in the session and in what is asked.
    fn follow_review(&mut self) {
        let ask = self.review.follow(self.desk.bench.session(), self.desk.bench.edits());
        if let Some(ask) = ask {
            self.desk.list_rows(ask);
        }
    }

    /// Takes a list of rows, or a first screen of one.
    pub(in crate::gui) fn take_rows(&mut self, listed: RowsListed) {
        let session = self.desk.bench.session();
        let before = self.review.current.and_then(|key| self.review.rows.place_of(session, key));
        if self.review.rows.take(listed, self.desk.bench.edits()) {
            self.review.keep_current(session, before);
            if before.is_none() {
                self.review.scroll_to_current = true;
            }
        }
    }

    /// Turns the article beside the table to the current row.
    fn turn_article(&mut self) {
        let current = self.review.current;
        if std::mem::replace(&mut self.review.turned_to, current) == current {
            self.review_takes_clicks();
            return;
        }
        let Some((key, article)) = current.and_then(|key| Some((key, key.article?))) else { return };
        self.show_article(article);
        let mention = self.mention_of(key);
        self.select_mention(mention);
        if let (None, RowKind::Suggestion) = (mention, key.kind) {
            self.scroll_to_suggestion(article, SuggestionId(key.id));
        }
        self.focus_text = false;
    }

    /// A mention that was clicked in the article beside is the current row, where it is listed.
    fn review_takes_clicks(&mut self) {
        let view = self.desk.bench.view;
        let Some((article, mention)) = view.article.zip(view.mention) else { return };
        if self.review.current.is_some_and(|key| self.mention_of(key) == Some(mention)) {
            return;
        }
        let session = self.desk.bench.session();
        let key = RowKey { article: Some(article), kind: RowKind::Mention, id: mention.0 };
        if self.review.rows.place_of(session, key).is_some() {
            self.review.turn_to(session, key);
            self.review.turned_to = Some(key);
        }
    }

    /// The mention that a row is about.
    fn mention_of(&self, key: RowKey) -> Option<MentionId> {
        let session = self.desk.bench.session();
        let shard = session.shard(key.article?)?;
        let at = self.review.rows.index.find(session, key)?;
        let record = record_of(shard, self.review.rows.index.row(at)?)?;
        record.mention(shard).map(|mention| mention.id)
    }

    /// Carries out the view's keys, each before the frame is laid out, so that the frame shows what came of it.
    pub(in crate::gui) fn act_on_review_keys(&mut self, ctx: &Context) {
        if !self.review.is_shown {
            return;
        }
        for key in self.review.take_keys(ctx, self.center.text_id, self.typing) {
            self.follow_review();
            let session = self.desk.bench.session();
            match key {
                ReviewKey::Go(step, through) => self.review.go(session, step, through),
                ReviewKey::Toggle => self.review.choose(session, self.review.place, false, true),
                ReviewKey::All => {
                    if !self.review.choose_all() {
                        let text = tr!("There are too many rows to choose each; B does with all that are shown");
                        self.notices.push(Weight::Info, text);
                    }
                }
                ReviewKey::Sort(number) => {
                    if let Some(column) = self.review.columns.get(number).copied() {
                        self.review.sort_by(column);
                    }
                }
                ReviewKey::Open => self.open_row(),
                ReviewKey::Act(action) => {
                    self.act_on_review(action);
                }
            }
        }
    }

    /// Why an action cannot be had now, where the view has a say in it.
    pub(in crate::gui) fn review_availability(&self, action: Action) -> Option<Result<(), &'static str>> {
        let is_shown = self.review.is_shown;
        if action == Action::Review {
            return Some(Ok(()));
        }
        if action.info().is_some_and(|info| info.menu == Menu::Review) {
            return Some(match (is_shown, self.review.current) {
                (false, _) => Err(tr!("only in the Review view (Ctrl+2)")),
                (true, None) => Err(tr!("nothing is listed")),
                (true, Some(_)) => Ok(()),
            });
        }
        (is_shown && acts_on_text_alone(action)).then_some(Err(tr!("only in the articles (Ctrl+1)")))
    }

    /// What some actions do while the view is shown; whether this was one of them.
    pub(in crate::gui) fn act_within_review(&mut self, ctx: &Context, action: Action) -> bool {
        match action {
            Action::FocusArticles | Action::Escape => self.leave_review(),
            Action::Find => self.review.take_filter = true,
            Action::FilterMentions => return self.ask_of_review(Action::ReviewFilter),
            Action::DeleteMention => self.delete_row(),
            Action::NextPane | Action::PreviousPane => self.move_in_review(ctx, action == Action::PreviousPane),
            _ => return false,
        }
        true
    }

    /// Goes to the next place of the view that takes keys: the table, the article, the field.
    fn move_in_review(&mut self, ctx: &Context, back: bool) {
        let focused = ctx.memory(egui::Memory::focused);
        let is_on = |id: Option<egui::Id>| id.is_some() && id == focused;
        let (at_list, at_text) = (is_on(self.review.list_id), is_on(self.center.text_id));
        match (at_list, at_text, back) {
            (true, _, false) | (false, false, true) => self.focus_text = true,
            (true, _, true) | (_, true, false) => self.review.take_filter = true,
            _ => self.review.take_focus = true,
        }
        ctx.request_repaint();
    }

    /// Carries out an action of the view; whether it was one.
    pub(in crate::gui) fn act_on_review(&mut self, action: Action) -> bool {
        match action {
            Action::Review => self.show_review(),
            Action::ReviewAccept => self.settle_row(ReviewState::Accepted),
            Action::ReviewReject => self.settle_row(ReviewState::Rejected),
            Action::ReviewReopen => self.settle_row(ReviewState::Open),
            Action::ReviewFlag => self.flag_row(),
            _ => return self.ask_of_review(action),
        }
        true
    }

    /// Deletes what the current row stands for; several that are chosen, with a preview.
    fn delete_row(&mut self) {
        if self.review.chosen.len() > 1 {
            return self.ask_for_many(Choice::Delete);
        }
        self.turn_article();
        let Some(RowKey { article: Some(article), kind, id }) = self.review.current else { return };
        match kind {
            RowKind::Mention | RowKind::Link => {
                if let Some(shard) = self.front() {
                    self.delete_selected(&shard);
                }
            }
            RowKind::Relation => self.do_on_row(&Command::Unrelate { article, relations: vec![RelationId(id)] }),
            RowKind::Quarantined => {
                self.do_on_row(&Command::DropQuarantined { article, mention: MentionId(id) });
            }
            RowKind::Suggestion | RowKind::Conflict => {
                self.notices.push(Weight::Info, tr!("What is proposed or in conflict is settled, not deleted"));
            }
        }
    }

    fn open_row(&mut self) {
        match self.review.current {
            Some(RowKey { kind: RowKind::Conflict, .. }) => self.dialog = Some(Dialog::Conflicts),
            Some(_) => self.leave_review(),
            None => {}
        }
    }

    /// Says what the review of the current row found, and goes on to the next one.
    fn settle_row(&mut self, state: ReviewState) {
        if self.review.chosen.len() > 1 {
            return self.ask_for_many(Choice::Settle(state));
        }
        let Some(key) = self.review.current else { return };
        match settling(key, state) {
            Ok(command) => self.do_on_row(&command),
            Err(why) => self.notices.push(Weight::Info, why),
        }
    }

    /// Puts the flag on the current row; where it has one, takes all of them off.
    fn flag_row(&mut self) {
        if self.review.chosen.len() > 1 {
            return self.ask_for_many(Choice::Flag);
        }
        let Some((shard, record)) = self.current_record() else { return };
        let article = shard.id();
        let Ok(usual) = Slug::new(FLAG) else { return };
        let flag_of = |flags: &[Slug]| (flags.first().cloned().unwrap_or_else(|| usual.clone()), flags.is_empty());
        let command = match record {
            Record::Mention(mention) => {
                let (flag, on) = flag_of(&mention.flags);
                Command::SetFlag { article, mention: mention.id, flag, on }
            }
            Record::Relation(relation) => {
                let (flag, on) = flag_of(&relation.flags);
                Command::SetRelation { article, relation: relation.id, change: RelationChange::Flag { flag, on } }
            }
            _ => return self.notices.push(Weight::Info, tr!("Only mentions and relations carry flags")),
        };
        self.do_on_row(&command);
    }

    /// What the current row stands for, with its article.
    pub(super) fn current_record(&self) -> Option<(&Shard, Record<'_>)> {
        let session = self.desk.bench.session();
        let key = self.review.current?;
        let shard = session.shard(key.article?)?;
        let at = self.review.rows.index.find(session, key)?;
        let record = record_of(shard, self.review.rows.index.row(at)?)?;
        Some((shard, record))
    }

    /// Carries out `command` on the current row, and goes on to the next one where it was not refused.
    fn do_on_row(&mut self, command: &Command) {
        self.follow_review();
        self.turn_article();
        let next = self.review.next();
        let told = match self.desk.execute(command) {
            Ok(done) => Some(done.name),
            Err(Refusal::Nothing(_)) => None,
            Err(refusal) => return self.notices.push(Weight::Warning, refusal.to_string()),
        };
        if let Some(next) = next {
            self.review.turn_to(self.desk.bench.session(), next);
        }
        self.follow_review();
        // Turning to another article takes away what was said of the one before.
        self.turn_article();
        if let Some(told) = told {
            self.notices.push(Weight::Info, told);
        }
    }

    /// Goes where a step was taken back or done again.
    pub(in crate::gui) fn follow_step(&mut self) {
        if !self.review.is_shown {
            return;
        }
        let view = self.desk.bench.view;
        if let Some((article, mention)) = view.article.zip(view.mention) {
            self.review.current = Some(RowKey { article: Some(article), kind: RowKind::Mention, id: mention.0 });
        }
        self.review.goes_along = true;
        self.follow_review();
        self.review.turned_to = None;
        self.focus_text = false;
    }

    fn scroll_to_suggestion(&mut self, article: ArticleId, suggestion: SuggestionId) {
        let shard = self.desk.bench.session().shard(article);
        let place = shard.and_then(|shard| Some(shard.suggestions.get(suggestion)?.fragments.as_ref()?.hull()));
        if let Some(hull) = place {
            self.views.entry(article).or_default().jump_to(hull);
        }
    }
}

/// What settles a row, or why nothing does.
fn settling(key: RowKey, state: ReviewState) -> Result<Command, &'static str> {
    let article = key.article.unwrap_or_default();
    let mentions = vec![MentionId(key.id)];
    Ok(match key.kind {
        RowKind::Link if state == ReviewState::Rejected => Command::Link { article, mentions, entry: None },
        RowKind::Mention | RowKind::Link => Command::Review { article, mentions, state },
        RowKind::Relation => {
            let (relation, change) = (RelationId(key.id), RelationChange::Review(state));
            Command::SetRelation { article, relation, change }
        }
        RowKind::Suggestion => {
            let state = match state {
                ReviewState::Open => Proposal::Proposed,
                ReviewState::Accepted => Proposal::Accepted,
                ReviewState::Rejected => Proposal::Rejected,
            };
            Command::SetSuggestion { article, suggestion: SuggestionId(key.id), state }
        }
        RowKind::Quarantined => {
            return Err(tr!("What is quarantined has no place in the text; find its place in the article (Enter)"));
        }
        RowKind::Conflict => return Err(tr!("A conflict is settled in the list of conflicts (Enter)")),
    })
}

/// Whether an action is about the text of an article, which has to be in front alone for it, and nothing that the view does with
/// its rows or that has a dialog of its own.
fn acts_on_text_alone(action: Action) -> bool {
    let is_of_rows = matches!(action, Action::DeleteMention | Action::Find | Action::FilterMentions);
    !is_of_rows && !matches!(action, Action::Conflicts | Action::Schema) && acts_on_text(action)
}
