//! Labelled data in and out: from the dialogs to the desk and back, and what becomes of suggestions that came in.
//!
//! It draws nothing.

use super::actions::Action;
use super::app::App;
use super::dialogs::{Asking, Dialog, Pending};
use super::export_choices::written_formats;
use super::export_dialog::{ExportForm, Kind};
use super::find_bar::Step;
use super::import_dialog::ImportForm;
use super::notices::Weight;
use super::suggestion_filter::{ListView, place_of};
use crate::edit::Command;
use crate::formats::{Reads, Shape, format_named};
use crate::gui::language::tr;
use crate::model::{ArticleId, Proposal, Shard, SuggestionId};
use crate::store::Overwrite;
use crate::workbench::{ExportPreview, ImportPlan, NotLanded, Purpose, WholeSession};
use eframe::egui::Context;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// How often the progress of background work is looked at while a dialog waits for it.
const LOOK: Duration = Duration::from_millis(100);
/// What people read.
const REPORT: &str = "html";

impl App {
    pub(super) fn act_on_exchange(&mut self, action: Action) {
        match action {
            Action::Import => self.dialog = Some(Dialog::Import(Box::default())),
            Action::WriteReport => self.open_export(Kind::Report),
            _ => self.open_export(Kind::Data),
        }
    }

    fn open_export(&mut self, kind: Kind) {
        let session = self.desk.bench.session();
        let front = self.desk.bench.view.article;
        let usual = || {
            // A format that others read rather than one's own file again.
            let others = written_formats().find(|format| matches!(format.reads, Reads::Corpus(_)));
            others.or_else(|| written_formats().next()).map_or("", |format| format.name)
        };
        let form = match (self.exported.iter().find(|form| form.kind == kind), kind) {
            (Some(last), _) => last.clone().again(session, front),
            (None, Kind::Data) => ExportForm::new(kind, usual(), session, front),
            (None, Kind::Report) => ExportForm::new(kind, REPORT, session, front),
        };
        self.dialog = Some(Dialog::Export(Box::new(form)));
    }

    /// Starts what an open dialog needs to know, and tells it how far that is.
    pub(super) fn follow_exchange(&mut self, ctx: &Context, dialog: &mut Dialog) {
        let (job, progress) = match dialog {
            Dialog::Import(form) => {
                if form.plan.as_ref().is_some_and(|plan| self.desk.is_stale(plan)) {
                    form.forget();
                }
                if let Some(wish) = form.take_wish() {
                    form.job.take().into_iter().for_each(|job| self.desk.abandon(job));
                    form.job = Some(self.desk.plan_import(wish));
                }
                (form.job, &mut form.progress)
            }
            Dialog::Export(form) => {
                let (session, at) = (self.desk.bench.session(), self.desk.export_time());
                let state = self.desk.state();
                let wish = form.wish(session, at).and_then(|wish| form.take_wish(session, state, wish));
                if let Some(wish) = wish {
                    form.job.take().into_iter().for_each(|job| self.desk.abandon(job));
                    form.job = Some(self.desk.preview_export(wish));
                }
                (form.job, &mut form.progress)
            }
            Dialog::ArticlesIn(form) => return self.follow_articles_in(ctx, form),
            Dialog::Agreement(form) => return self.follow_agreement(ctx, form),
            Dialog::Repeats(form) => return self.follow_repeats(ctx, form),
            _ => return,
        };
        let running = job.and_then(|job| self.desk.running().find(|(number, ..)| *number == job));
        *progress = running.map_or(0.0, |(_, _, progress)| progress.fraction());
        if job.is_some() {
            ctx.request_repaint_after(LOOK);
        }
    }

    /// A dialog of these is closed: nobody waits for what it had asked for.
    pub(super) fn leave_exchange(&mut self, dialog: &mut Dialog) {
        match dialog {
            Dialog::Import(form) => form.job.take().into_iter().for_each(|job| self.desk.abandon(job)),
            Dialog::Export(form) => {
                form.job.take().into_iter().for_each(|job| self.desk.abandon(job));
                self.note_exported(form);
            }
            Dialog::ArticlesIn(form) => self.leave_articles_in(form),
            Dialog::Agreement(form) => self.leave_agreement(form),
            Dialog::Repeats(form) => self.leave_repeats(form),
            _ => {}
        }
    }

    /// Keeps what was chosen, of each kind the last.
    fn note_exported(&mut self, form: &ExportForm) {
        self.exported.retain(|other| other.kind != form.kind);
        self.exported.push(form.clone());
    }

    pub(super) fn take_plan(&mut self, plan: Arc<ImportPlan>) {
        if let Some(Dialog::Import(form)) = &mut self.dialog {
            form.job = None;
            form.plan = Some(plan);
        }
    }

    pub(super) fn take_preview(&mut self, preview: Result<Arc<ExportPreview>, String>) {
        let (session, at) = (self.desk.bench.session(), self.desk.export_time());
        let Some(Dialog::Export(form)) = &mut self.dialog else { return };
        let is_begun = preview.as_ref().is_ok_and(|preview| !preview.is_whole);
        // What is lost is known only at the end of a large one.
        let rest = if is_begun { form.wish(session, at) } else { None };
        form.preview = Some(preview);
        form.job = rest.map(|wish| self.desk.count_export(wish));
    }

    /// Brings in what the dialog shows; where that is out of date, the dialog stays and shows what is new.
    pub(super) fn land(&mut self, ctx: &Context, form: Box<ImportForm>) {
        let Some(plan) = form.plan.clone() else { return };
        match &plan.whole {
            Some(WholeSession::File(path)) => return self.leave(ctx, Pending::Open(vec![path.clone()])),
            Some(WholeSession::Session(session)) => return self.leave(ctx, Pending::Show(Arc::clone(session))),
            None => {}
        }
        match self.desk.land(&plan) {
            Ok(name) => {
                self.show_view();
                let summary = plan.report.summary();
                self.notices.push(Weight::Info, format!("{name}: {summary}"));
            }
            Err(NotLanded::Stale) => self.dialog = Some(Dialog::Import(form)),
            Err(NotLanded::Refused(refusal)) => {
                self.notices.push(Weight::Warning, refusal.to_string());
                self.dialog = Some(Dialog::Import(form));
            }
        }
    }

    /// Asks for a path on behalf of the dialog in front, which comes back after that.
    pub(super) fn choose(&mut self, purpose: Purpose, mut dialog: Dialog, asking: Asking) {
        // What it has asked for would come to nobody while it is away.
        match &mut dialog {
            Dialog::Import(form) if form.job.is_some() => form.forget(),
            _ => {}
        }
        self.leave_exchange(&mut dialog);
        self.behind = Some(dialog);
        match asking {
            Asking::System => self.pick(purpose),
            Asking::Field => self.type_path(purpose, ""),
        }
    }

    /// Asks where an export goes.
    pub(super) fn choose_target(&mut self, form: Box<ExportForm>, asking: Asking) {
        let Some(format) = form.choices.format() else { return };
        let purpose = match format.shape {
            Shape::File if !form.choices.is_divided() => Purpose::ExportFile(format.ending),
            Shape::File | Shape::Folder => Purpose::ExportFolder,
        };
        self.choose(purpose, Dialog::Export(form), asking);
    }

    /// Takes the answer to [`Self::choose`].
    pub(super) fn take_chosen(&mut self, purpose: Purpose, paths: Vec<PathBuf>, overwrite: Overwrite) {
        match (purpose, self.behind.take()) {
            (Purpose::ImportFiles | Purpose::ImportFolder, Some(Dialog::Import(mut form))) => {
                form.paths = paths;
                self.dialog = Some(Dialog::Import(form));
            }
            (Purpose::WordList, Some(form @ Dialog::Repeats(_))) => {
                self.dialog = Some(form);
                if let Some(path) = paths.into_iter().next() {
                    self.desk.read_word_list(path);
                }
            }
            (Purpose::ExportFile(ending), Some(Dialog::Export(form))) => {
                if let Some(path) = paths.into_iter().next() {
                    // Nobody was asked about the file with the ending.
                    let (path, overwrite) = match path.extension() {
                        Some(_) => (path, overwrite),
                        None => (path.with_extension(ending), Overwrite::Refuse),
                    };
                    self.write_export(&form, path, overwrite);
                }
            }
            (Purpose::ExportFolder, Some(Dialog::Export(form))) => {
                if let Some(path) = paths.into_iter().next() {
                    self.write_export(&form, path, Overwrite::Refuse);
                }
            }
            _ => {}
        }
    }

    fn write_export(&mut self, form: &ExportForm, path: PathBuf, overwrite: Overwrite) {
        self.note_exported(form);
        let wish = form.wish(self.desk.bench.session(), self.desk.export_time());
        if let Some(wish) = wish {
            self.desk.export(wish, path, overwrite, form.bytes());
        }
    }

    /// Writes what was written last where something is already, after a person said so.
    pub(super) fn replace_export(&mut self, path: PathBuf) {
        if let Some(form) = self.exported.last().cloned() {
            self.write_export(&form, path, Overwrite::Replace);
        }
    }

    /// Asks once more where the export that was not written goes.
    pub(super) fn export_elsewhere(&mut self) {
        if let Some(form) = self.exported.last().cloned() {
            self.choose_target(Box::new(form), Asking::System);
        }
    }

    /// What a file dialog proposes as the name of an export.
    pub(super) fn export_name(&self) -> String {
        let format = self.behind.as_ref().and_then(|dialog| match dialog {
            Dialog::Export(form) => format_named(form.choices.format),
            _ => None,
        });
        let what = if format.is_some_and(|format| format.name == REPORT) { tr!(" report") } else { "" };
        format!("{}{what}", self.desk.title())
    }

    /// Finds out which suggestions are shown.
    pub(super) fn follow_suggestions(&mut self, shard: &Shard) {
        let session = self.desk.bench.session();
        let view = ListView { filter: self.mentions.filter(), armed: self.armed.as_ref(), state: self.desk.state() };
        self.suggestions.follow(session, shard.id(), view);
    }

    /// Takes or turns down every suggestion that is shown, as one step.
    pub(super) fn settle_suggestions(&mut self, shard: &Shard, state: Proposal) {
        self.follow_suggestions(shard);
        let mut articles: Vec<(ArticleId, Vec<SuggestionId>)> = Vec::new();
        for (article, suggestion) in self.suggestions.shown() {
            match articles.last_mut() {
                Some((last, suggestions)) if last == article => suggestions.push(*suggestion),
                _ => articles.push((*article, vec![*suggestion])),
            }
        }
        if articles.len() > 1 {
            return self.execute(&Command::SettleSuggestions { articles, state });
        }
        match articles.pop() {
            Some((article, suggestions)) => {
                self.execute(&Command::SetSuggestions { article, suggestions, state });
            }
            None => self.notices.push(Weight::Info, tr!("No suggestion matches what the list is narrowed to")),
        }
    }

    /// Takes or turns down the suggestion that is marked, and goes on to the one behind it.
    pub(super) fn settle_suggestion(&mut self, shard: &Shard, state: Proposal) {
        self.follow_suggestions(shard);
        let Some((article, suggestion)) = self.suggestions.marked() else { return };
        let next = self.suggestions.beside(Step::Next);
        let edits = self.desk.bench.edits();
        self.execute(&Command::SetSuggestion { article, suggestion, state });
        if self.desk.bench.edits() == edits {
            return;
        }
        match next.filter(|next| *next != (article, suggestion)) {
            Some((article, suggestion)) => {
                // What was made is not in the way of the list.
                self.desk.bench.view.mention = None;
                self.show_suggestion(article, suggestion);
            }
            None => self.suggestions.unmark(),
        }
    }

    /// Goes to the next suggestion that is shown, or the one before.
    pub(super) fn step_suggestion(&mut self, shard: &Shard, step: Step) {
        self.follow_suggestions(shard);
        match self.suggestions.beside(step) {
            Some((article, suggestion)) => self.show_suggestion(article, suggestion),
            None => self.notices.push(Weight::Info, tr!("No suggestion matches what the list is narrowed to")),
        }
    }

    /// Shows where a suggestion stands, in the text and in the list.
    pub(super) fn show_suggestion(&mut self, article: ArticleId, id: SuggestionId) {
        if self.front().is_none_or(|shard| shard.id() != article) {
            self.show_article(article);
        }
        let Some(shard) = self.front().filter(|shard| shard.id() == article) else { return };
        self.suggestions.jump_to(article, id);
        let place = shard.suggestions.get(id).and_then(|row| place_of(&shard, row));
        if let Some(place) = place {
            self.views.entry(article).or_default().jump_to(place);
        }
    }
}
