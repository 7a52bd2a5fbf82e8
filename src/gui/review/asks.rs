//! The dialogs of the Review view: when they open, and what becomes of what they ask.

use super::bulk::{BulkForm, Choice};
use super::checks::ChecksForm;
use super::columns::USUAL;
use super::filters::FilterForm;
use super::flow::FLAG;
use super::notes::NotesForm;
use super::question::{ReviewAsk, ReviewQuestion, SaveForm};
use crate::analysis::review::{Filter, Finding, RowKind, RowRef};
use crate::edit::MentionsOf;
use crate::gui::actions::Action;
use crate::gui::app::App;
use crate::gui::dialogs::Dialog;
use crate::gui::language::tr;
use crate::gui::notices::Weight;
use crate::model::{MentionId, ReviewState};
use crate::workbench::{News, NotLanded, PlannedStep};
use std::sync::Arc;

impl App {
    fn put_review(&mut self, question: ReviewQuestion) {
        self.dialog = Some(Dialog::Review(Box::new(question)));
    }

    /// Opens a dialog of the view; whether the action asks for one.
    pub(super) fn ask_of_review(&mut self, action: Action) -> bool {
        match action {
            Action::ReviewFilter => {
                let form = FilterForm::of_rows(self.review.wish.filter.clone(), Arc::clone(&self.review.rows.index));
                self.put_review(ReviewQuestion::Filters(form));
            }
            Action::ReviewSave => {
                let (wish, columns) = (self.review.wish.clone(), self.review.columns.clone());
                let columns = if columns == USUAL { Vec::new() } else { columns };
                self.put_review(ReviewQuestion::Save(SaveForm { name: String::new(), wish, columns, is_new: true }));
            }
            Action::ReviewNote => self.ask_for_note(),
            Action::ReviewMany => self.ask_for_many(Choice::Settle(ReviewState::Accepted)),
            Action::ReviewChecks => {
                self.desk.check_rows();
                self.put_review(ReviewQuestion::Checks(ChecksForm::default()));
            }
            _ => return false,
        }
        true
    }

    fn ask_for_note(&mut self) {
        let by = self.desk.bench.annotator().id;
        let form = self.current_record().and_then(|(shard, record)| NotesForm::new(shard, record, by));
        match form {
            Some(form) => self.put_review(ReviewQuestion::Notes(form)),
            None => self.notices.push(Weight::Info, tr!("Only mentions and relations carry notes")),
        }
    }

    /// Asks what is to be done to many rows.
    pub(super) fn ask_for_many(&mut self, choice: Choice) {
        let (session, rows) = (self.desk.bench.session(), &self.review.rows);
        if !rows.is_settled() {
            return self.notices.push(Weight::Info, tr!("The list is still being made; try again once it is whole"));
        }
        let mut chosen: Vec<RowRef> =
            self.review.chosen.iter().filter_map(|key| rows.index.find(session, *key)).collect();
        chosen.sort_unstable();
        let shown = rows.listing.rows.clone();
        let form = BulkForm::new(session, &rows.index, (chosen, shown), choice, FLAG);
        self.put_review(ReviewQuestion::Bulk(form));
    }

    /// The mentions of what is chosen, by article; nothing where the view is not shown or no more than one row is chosen.
    pub(in crate::gui) fn chosen_mentions(&self) -> Option<MentionsOf> {
        let chosen = &self.review.chosen;
        if !self.review.is_shown || chosen.len() < 2 {
            return None;
        }
        let mut found = MentionsOf::new();
        // Keys are ordered by article first.
        for key in chosen.iter().filter(|key| matches!(key.kind, RowKind::Mention | RowKind::Link)) {
            let (Some(article), id) = (key.article, MentionId(key.id)) else { continue };
            match found.last_mut() {
                Some((known, ids)) if *known == article => ids.push(id),
                _ => found.push((article, vec![id])),
            }
        }
        Some(found)
    }

    /// Does what a dialog of the view asked for.
    pub(in crate::gui) fn answer_review(&mut self, ask: ReviewAsk) {
        match ask {
            ReviewAsk::Filter(filter) => {
                let text = std::mem::take(&mut self.review.wish.filter.text);
                let keeps = filter.only.is_none();
                self.review.wish.filter = Filter { text: if keeps { text } else { String::new() }, ..filter };
            }
            ReviewAsk::List(filter) => self.review.wish.filter = filter,
            ReviewAsk::Wish(wish, columns) => {
                self.review.wish = wish;
                self.review.columns = if columns.is_empty() { USUAL.to_vec() } else { columns };
                self.review.scroll_to_current = true;
            }
            ReviewAsk::Many(index, rows, deed) => self.review.doing = Some(self.desk.plan_deed(index, rows, deed)),
            ReviewAsk::Link(mentions) => self.ask_to_link(&mentions),
        }
        self.review.take_focus = true;
    }

    /// Takes the step that was planned for many rows; whether it was one of this view.
    pub(in crate::gui) fn take_review_step(&mut self, planned: &PlannedStep) -> bool {
        if self.review.doing.take().is_none() {
            return false;
        }
        match self.desk.take_step(planned) {
            Ok(name) => {
                self.review.chosen.clear();
                self.notices.push(Weight::Info, name);
            }
            Err(NotLanded::Stale) => {
                let text = tr!("The session was changed meanwhile, so nothing was done; do it again");
                self.notices.push(Weight::Warning, text);
            }
            Err(NotLanded::Refused(refusal)) => self.notices.push(Weight::Warning, refusal.to_string()),
        }
        true
    }

    /// Takes news of the view.
    pub(in crate::gui) fn take_review_news(&mut self, news: News) {
        match news {
            News::RowsListed(listed) => self.take_rows(*listed),
            News::RowsChecked { edits, found } => self.take_checks(edits, found),
            _ => {}
        }
    }

    /// Takes what is worth a second look.
    fn take_checks(&mut self, edits: u64, found: Arc<Vec<Finding>>) {
        if edits != self.desk.bench.edits() {
            self.desk.check_rows();
            return;
        }
        if let Some(Dialog::Review(question)) = &mut self.dialog
            && let ReviewQuestion::Checks(form) = question.as_mut()
        {
            form.found = Some(found);
        }
    }
}
