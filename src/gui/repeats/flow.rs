//! What the window does for tagging every occurrence: opening the dialog, asking in the background, and carrying out the step.
//!
//! It draws nothing.

use super::form::{Answered, RepeatsForm, Start};
use crate::assist::Given;
use crate::gui::app::App;
use crate::gui::dialogs::Dialog;
use crate::gui::language::tr;
use crate::gui::notices::Weight;
use crate::model::Label;
use crate::workbench::{NotLanded, PlannedStep, Repeats};
use eframe::egui::Context;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// How often the progress is looked at.
const LOOK: Duration = Duration::from_millis(60);
/// Words longer than this that happen to be selected are not what somebody wants to tag everywhere.
const MAX_TAKEN_OVER: usize = 300;

impl App {
    /// Opens the dialog on the selected words, or the selected mention, or in the register on the entry shown.
    pub(in crate::gui) fn open_repeats(&mut self) {
        let Some(start) = self.repeats_start() else {
            return self.notices.push(Weight::Warning, tr!("The schema has no label to tag with"));
        };
        let lookup = self.register.lookup(self.desk.bench.session(), self.desk.bench.edits());
        self.dialog = Some(Dialog::Repeats(Box::new(RepeatsForm::new(start, lookup))));
    }

    /// Opens the dialog on places that were found, which are called `name`.
    pub(in crate::gui) fn open_found(&mut self, given: Given, name: String) {
        let first = self.desk.bench.session().schema.layers.first().map(|layer| layer.id.clone());
        let Some(label) = first else {
            return self.notices.push(Weight::Warning, tr!("The schema has no label to tag with"));
        };
        let start = Start { words: String::new(), label, entry: None, from: None, article: None };
        let lookup = self.register.lookup(self.desk.bench.session(), self.desk.bench.edits());
        self.dialog = Some(Dialog::Repeats(Box::new(RepeatsForm::of_found(start, lookup, given, name))));
    }

    fn repeats_start(&self) -> Option<Start> {
        let session = self.desk.bench.session();
        let first = || session.schema.layers.first().map(|layer| layer.id.clone());
        let usual = self.armed.clone().or_else(first)?;
        let empty = Start { words: String::new(), label: usual, entry: None, from: None, article: None };
        if self.register.is_shown {
            let entry = self.register.current().and_then(|id| session.entries.get(id));
            let Some(entry) = entry else { return Some(empty) };
            let label: Label = entry.kind.clone().unwrap_or_else(|| entry.layer.clone());
            return Some(Start { label, entry: Some(entry.id), ..empty });
        }
        let Some(shard) = self.front() else { return Some(empty) };
        let start = Start { article: Some(shard.id()), ..empty };
        let span = self.trimmed(&shard, self.selection(&shard));
        let words = span.slice(shard.article.text()).unwrap_or_default().trim();
        if !words.is_empty() && words.len() <= MAX_TAKEN_OVER {
            return Some(Start { words: words.to_owned(), ..start });
        }
        let mention = self.desk.bench.view.mention.and_then(|id| shard.mentions.get(id));
        Some(match mention {
            Some(mention) => Start {
                words: mention.quote.to_string(),
                label: mention.label.clone(),
                entry: mention.entry,
                from: Some(mention.id),
                ..start
            },
            None => start,
        })
    }

    /// Starts what the dialog needs to know, and tells it how far that is.
    pub(in crate::gui) fn follow_repeats(&mut self, ctx: &Context, form: &mut RepeatsForm) {
        if std::mem::take(&mut form.stop) {
            form.job.take().into_iter().for_each(|job| self.desk.abandon(job));
            if std::mem::take(&mut form.is_doing) {
                form.answered = Answered::Found;
            } else {
                form.answered = Answered::Stopped;
            }
        }
        if form.is_changed(self.desk.state()) {
            let wish = form.take_wish(self.desk.state());
            form.job.take().into_iter().for_each(|job| self.desk.abandon(job));
            form.job = wish.map(|wish| self.desk.look_for_repeats(wish, form.ticket));
            ctx.request_repaint();
        }
        let running = form.job.and_then(|job| self.desk.running().find(|(number, ..)| *number == job));
        form.progress = running.map_or(0.0, |(_, _, progress)| progress.fraction());
        if form.job.is_some() {
            ctx.request_repaint_after(LOOK);
        }
    }

    /// Nobody waits for what the dialog has asked for.
    pub(in crate::gui) fn leave_repeats(&mut self, form: &mut RepeatsForm) {
        form.job.take().into_iter().for_each(|job| self.desk.abandon(job));
        form.is_doing = false;
        form.ask_again();
    }

    /// Takes what was found.
    pub(in crate::gui) fn take_repeats(&mut self, ticket: u64, found: Option<Arc<Repeats>>) {
        if let Some(Dialog::Repeats(form)) = &mut self.dialog {
            form.take(ticket, found);
        }
    }

    /// Works out the step that a person has asked for; the dialog stays until it is done.
    pub(in crate::gui) fn begin_repeats(&mut self, mut form: Box<RepeatsForm>) {
        if let Some(entry) = form.wish.entry {
            self.register.note_linked(entry);
        }
        form.job = Some(self.desk.plan_step(form.commands()));
        form.is_doing = true;
        form.trouble = None;
        self.focus_text = false;
        self.dialog = Some(Dialog::Repeats(form));
    }

    /// Does the step that was worked out.
    pub(in crate::gui) fn take_planned(&mut self, planned: &PlannedStep) {
        if self.take_review_step(planned) {
            return;
        }
        let Some(Dialog::Repeats(mut form)) = self.dialog.take_if(|dialog| matches!(dialog, Dialog::Repeats(_))) else {
            return;
        };
        form.job = None;
        form.is_doing = false;
        match self.desk.take_step(planned) {
            Ok(name) => {
                self.notices.push(Weight::Info, name);
                self.focus_text = true;
                return;
            }
            Err(NotLanded::Stale) => form.ask_again(),
            Err(NotLanded::Refused(refusal)) => form.trouble = Some(refusal.to_string()),
        }
        self.dialog = Some(Dialog::Repeats(form));
    }

    /// Takes the lines of a word list.
    pub(in crate::gui) fn take_word_list(&mut self, path: &Path, text: Result<Arc<str>, String>) {
        let Some(Dialog::Repeats(form)) = &mut self.dialog else { return };
        match text {
            Ok(text) => {
                let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
                form.wish.file = Some((name, text));
                form.trouble = None;
            }
            Err(why) => form.trouble = Some(why),
        }
    }
}
