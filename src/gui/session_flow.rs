//! Coming and going of sessions: opening, saving, leaving, the dialogs on the way, and what background work brings.

use super::actions::Action;
use super::app::App;
use super::conflict_list::open_conflicts_hint;
use super::dialogs::{Answer, Asking, Dialog, Pending};
use super::guidelines::PagesPane;
use super::missing_fonts::MissingFonts;
use super::notices::Weight;
use super::panes::Panes;
use super::path_dialog::PathField;
use super::request::{Request, Requests};
use crate::edit::Command;
use crate::gui::language::tr;
use crate::store::{AtPath, Draft, Overwrite};
use crate::workbench::{Desk, News, Purpose};
use eframe::egui::{Context, ViewportCommand};
use std::time::Duration;

/// How soon it is looked again whether what waits can be shown.
const LOOK_AGAIN: Duration = Duration::from_millis(250);

impl App {
    /// Does what `pending` says, after asking what becomes of unsaved work.
    pub(super) fn leave(&mut self, ctx: &Context, pending: Pending) {
        if self.desk.is_modified() {
            self.dialog = Some(Dialog::Unsaved(pending));
        } else {
            self.go_on(ctx, pending);
        }
    }

    pub(super) fn go_on(&mut self, ctx: &Context, pending: Pending) {
        match pending {
            Pending::Quit => {
                self.closing = true;
                ctx.send_viewport_cmd(ViewportCommand::Close);
            }
            Pending::New => {
                self.desk.start_new();
                self.leave_session();
            }
            Pending::Sample => {
                let opened = self.desk.open_sample();
                self.leave_session();
                if let Err(error) = opened {
                    self.notices.push(Weight::Error, tr!("The sample session does not open: {error}", error));
                }
            }
            Pending::Open(paths) => self.open_now(paths),
            Pending::LookAt(state) => self.desk.look_at(state),
            Pending::Show(session) => {
                self.desk.show_whole(&session);
                self.show_opened();
            }
        }
    }

    /// Opens paths, and says which of them do not open.
    pub(super) fn open_now(&mut self, paths: Vec<std::path::PathBuf>) {
        if let Some(text) = self.desk.open_paths(paths) {
            self.notices.push_of_run(Weight::Warning, text);
        }
    }

    /// Forgets what belonged to the session that is in front no longer.
    fn leave_session(&mut self) {
        self.notices.dismiss_of_session();
        self.center.missing_fonts = MissingFonts::default();
        self.forget_views();
    }

    pub(super) fn forget_views(&mut self) {
        self.views.clear();
        // What was done to the session before says nothing of this one.
        self.notices.dismiss_infos();
        self.panes = Panes::default();
        self.caches.clear();
        self.pages = PagesPane::default();
        self.register.forget();
        self.review.forget();
        self.search.forget();
        self.compare.forget();
        self.find.forget();
        self.desk.stop_finding();
        self.desk.stop_seeking();
        self.armed = None;
        self.behind = None;
        self.exported.clear();
        self.focus_text = true;
    }

    /// Says which labels of the schema ask for a key that the window needs itself.
    pub(super) fn warn_of_keys(&mut self) {
        let taken: Vec<char> = self.keymap().letters().map(|(letter, _)| letter).collect();
        let infos = self.desk.bench.session().schema.label_infos();
        let refused = infos.filter_map(|info| {
            info.hotkey.filter(|key| taken.contains(&key.to_ascii_lowercase())).map(|key| {
                tr!(
                    "the key {} of the label “{}” belongs to another action (see Keys); give it another one",
                    key,
                    info.name
                )
            })
        });
        let refused: Vec<String> = refused.collect();
        for text in refused {
            self.notices.push(Weight::Warning, text);
        }
    }

    pub(super) fn open_paths(&mut self, paths: Vec<std::path::PathBuf>) {
        if !self.settle_page() {
            return;
        }
        if Desk::replaces(&paths) && self.desk.is_modified() {
            self.dialog = Some(Dialog::Unsaved(Pending::Open(paths)));
        } else {
            self.bring_paths(paths);
        }
    }

    pub(super) fn type_path(&mut self, purpose: Purpose, because: &str) {
        self.dialog = Some(Dialog::Path(PathField::new(purpose, self.suggested_folder(), because)));
    }

    /// The folder of the session, to begin a path with.
    fn suggested_folder(&self) -> String {
        let folder = self.desk.path().and_then(std::path::Path::parent).map(|folder| folder.display().to_string());
        folder.filter(|folder| !folder.is_empty()).map_or(String::new(), |folder| format!("{folder}/"))
    }

    pub(super) fn pick(&mut self, purpose: Purpose) {
        let folder = self.desk.path().and_then(std::path::Path::parent).map(std::path::Path::to_path_buf);
        let name = if let Purpose::ExportFile(_) = purpose { self.export_name() } else { self.desk.title() };
        let pick = super::file_dialog::ask(purpose, folder, &name);
        let job = self.desk.pick(purpose, pick);
        self.dialog = Some(Dialog::Waiting { purpose, job });
    }

    /// Opens, saves and leaves sessions.
    pub(super) fn act_on_session(&mut self, ctx: &Context, action: Action) {
        match action {
            Action::NewSession => self.leave(ctx, Pending::New),
            Action::OpenSample => self.leave(ctx, Pending::Sample),
            Action::Quit => self.leave(ctx, Pending::Quit),
            Action::OpenSession => self.pick(Purpose::OpenSession),
            Action::OpenByPath => self.type_path(Purpose::OpenAny, ""),
            Action::SaveAs => self.pick(Purpose::SaveAs),
            Action::Versions => self.desk.look_for_versions(),
            Action::Save if !self.desk.save() => self.pick(Purpose::SaveAs),
            _ => {}
        }
    }

    /// Carries out the answer to a dialog.
    pub(super) fn answer(&mut self, ctx: &Context, answer: Answer, requests: &mut Requests) {
        let mut dialog = self.dialog.take();
        if let Some(Dialog::Waiting { job, .. }) = &dialog {
            self.desk.abandon(*job);
        }
        if let Some(dialog) = dialog.as_mut().filter(|_| answer == Answer::Close) {
            self.leave_exchange(dialog);
        }
        // The keyboard goes back to what the dialog stood before.
        self.focus_text = !self.review.is_shown && !self.search.is_shown;
        self.review.take_focus |= self.review.is_shown;
        self.search.take_focus |= self.search.is_shown;
        match (answer, dialog) {
            (Answer::Close, Some(Dialog::Waiting { .. } | Dialog::Path(_))) => {
                self.after_save = None;
                self.dialog = self.behind.take();
            }
            (Answer::Close, Some(Dialog::Schema(editor))) => self.leave_schema(editor),
            (Answer::Close, Some(Dialog::Page(editor))) => self.leave_page(editor),
            (Answer::ApplySchema, Some(Dialog::Schema(editor))) => self.apply_schema(editor),
            (Answer::ReplaceSchema, Some(Dialog::Schema(editor))) => self.replace_schema(editor),
            (Answer::Close, dialog) => {
                if let Some(Dialog::Relations(editor)) = dialog {
                    requests.extend(editor.pending());
                }
                self.after_save = None;
            }
            (Answer::Choose(purpose), Some(dialog)) => self.choose(purpose, dialog, Asking::System),
            (Answer::Type(purpose), Some(dialog)) => self.choose(purpose, dialog, Asking::Field),
            (Answer::AddRead, Some(Dialog::ArticlesIn(form))) => self.add_read(form),
            (Answer::Land, Some(Dialog::Import(form))) => self.land(ctx, form),
            (Answer::WriteExport(asking), Some(Dialog::Export(form))) => self.choose_target(form, asking),
            (Answer::DoRepeats, Some(Dialog::Repeats(form))) => self.begin_repeats(form),
            (Answer::ReplaceExport, Some(Dialog::ReplaceExport(path))) => self.replace_export(path),
            (Answer::ExportElsewhere, _) => self.export_elsewhere(),
            (Answer::SaveFirst, Some(Dialog::Unsaved(pending))) => self.save_first(pending),
            (Answer::Discard, Some(Dialog::Unsaved(pending))) => {
                self.desk.discard();
                self.go_on(ctx, pending);
            }
            (Answer::MergeFromDisk, _) => self.desk.merge_from_disk(),
            (Answer::SaveElsewhere, _) => self.pick(Purpose::SaveAs),
            (Answer::Replace, Some(Dialog::Replace(path))) => self.desk.save_as(path, Overwrite::Replace),
            (Answer::LookAt(state), Some(Dialog::Versions(_))) => self.leave(ctx, Pending::LookAt(state)),
            (Answer::LookAt(state), _) => self.desk.look_at(state),
            (Answer::Restore(path, state), _) => self.desk.restore(path, state),
            (Answer::OpenDraft(draft), _) => self.open_paths(vec![draft.path]),
            (Answer::DeleteDraft(draft), Some(Dialog::Drafts(drafts))) => self.delete_draft(&draft, drafts),
            (Answer::Path(purpose, path), _) => self.take_paths(purpose, vec![path], Overwrite::Refuse),
            (Answer::TypeInstead(purpose), _) => self.type_path(purpose, ""),
            (Answer::Act(action), dialog) => {
                if matches!(dialog, Some(Dialog::Palette(_))) {
                    self.desk.settings.note_action(action.slug());
                }
                requests.push(Request::Act(action));
            }
            (Answer::Use(label), _) => requests.push(Request::UseLabel(label)),
            _ => {}
        }
    }

    fn save_first(&mut self, pending: Pending) {
        self.after_save = Some(pending);
        if !self.desk.save() {
            self.pick(Purpose::SaveAs);
        }
    }

    fn delete_draft(&mut self, draft: &Draft, mut drafts: Vec<Draft>) {
        self.desk.remove_draft(draft);
        drafts.retain(|other| other != draft);
        self.dialog = (!drafts.is_empty()).then_some(Dialog::Drafts(drafts));
    }

    fn take_paths(&mut self, purpose: Purpose, mut paths: Vec<std::path::PathBuf>, overwrite: Overwrite) {
        match purpose {
            Purpose::SaveAs => {
                if let Some(path) = paths.pop() {
                    self.desk.save_as(path, overwrite);
                }
            }
            Purpose::ImportFiles
            | Purpose::ImportFolder
            | Purpose::ExportFile(_)
            | Purpose::ExportFolder
            | Purpose::WordList => {
                self.take_chosen(purpose, paths, overwrite);
            }
            Purpose::OpenSchema | Purpose::CompareSchema | Purpose::SaveSchema => {
                self.take_schema_path(purpose, paths.pop(), overwrite);
            }
            Purpose::PagePicture | Purpose::AddPages | Purpose::WritePages => self.take_page_paths(purpose, paths),
            Purpose::CompareSessions => self.open_sides(paths),
            Purpose::KeySheet => self.write_key_page(paths.pop(), overwrite),
            _ => self.open_paths(paths),
        }
    }

    /// Shows the session that was opened.
    fn show_opened(&mut self) {
        self.leave_session();
        self.show_view();
        self.show_places();
        self.show_beside();
        self.related.forget();
        self.dialog = None;
        self.warn_of_keys();
    }

    /// Takes up what happened in the background.
    pub(super) fn take_news(&mut self, ctx: &Context) {
        let news: Vec<News> = self.waited.drain(..).chain(self.desk.poll()).collect();
        for news in news {
            if self.is_page_written() && takes_dialog(&news) {
                // What a person writes stays in front until they are through with it.
                self.waited.push(news);
                ctx.request_repaint_after(LOOK_AGAIN);
                continue;
            }
            match news {
                News::Opened => self.show_opened(),
                news @ (News::Added | News::ArticlesRead(..) | News::ReadGuessed(_) | News::Pasted(_)) => {
                    self.take_article_news(news);
                }
                News::Fonts(families) => self.take_fonts(families),
                News::Saved => self.go_on_saved(ctx),
                News::ChangedOnDisk(why) => self.take_change_on_disk(why),
                News::AlreadyThere(path) => self.dialog = Some(Dialog::Replace(path)),
                News::Merged(report) => self.take_merged(&report),
                News::Damaged { path, problem, best } => self.dialog = Some(Dialog::Damaged { path, problem, best }),
                News::Drafts(drafts) => self.dialog = Some(Dialog::Drafts(drafts)),
                News::Versions(states) => self.dialog = Some(Dialog::Versions(states)),
                News::Told(text) | News::Exported(text) => self.notices.push(Weight::Info, text),
                News::Warned(text) => self.notices.push(Weight::Warning, text),
                News::Failed(text) => {
                    self.after_save = None;
                    self.notices.push(Weight::Error, text);
                }
                News::Picked(purpose, paths) => {
                    self.dialog = None;
                    // The system's dialog has asked already where a file would be replaced.
                    self.take_paths(purpose, paths, Overwrite::Replace);
                }
                News::ImportPlanned(plan) => self.take_plan(plan),
                News::ExportPreviewed(preview) => self.take_preview(preview),
                News::ExportThere(path) => self.dialog = Some(Dialog::ReplaceExport(path)),
                News::NotPicked => {
                    self.dialog = self.behind.take();
                    self.after_save = None;
                }
                News::NoDialog(purpose) => {
                    self.type_path(purpose, tr!("This system has no file dialog that Byline can show; type the path."));
                }
                news @ (News::Headway { .. } | News::Related { .. }) => self.take_figures(news),
                News::Proposals(articles) => self.take_proposals(articles),
                news @ (News::RowsListed(_) | News::RowsChecked { .. }) => self.take_review_news(news),
                News::Alike { edits, found } => self.take_alike(edits, found),
                News::Repeats { ticket, found } => self.take_repeats(ticket, found),
                News::Planned(planned) => self.take_planned(&planned),
                news @ (News::Compared | News::Agreed(_) | News::Measured(_)) => self.take_compare_news(ctx, news),
                News::WordList { path, text } => self.take_word_list(&path, text),
                News::Finds(finds) => self.take_finds(*finds),
                News::Found { ticket, spans } => self.take_found(ticket, spans),
                News::OfPages(news) => self.take_page_news(ctx, news),
                News::SchemaCounted(ticket, effects) => self.take_schema_count(ticket, effects),
                News::SchemaPlanned(ticket, plan) => self.take_schema_plan(ticket, plan),
                News::SchemaRead(file) => self.take_schema_file(file),
                News::SchemaWritten { path, written } => self.take_schema_written(path, &written),
                News::Completions { typed, paths, found } => self.take_completions(typed, paths, found),
            }
        }
    }

    fn take_change_on_disk(&mut self, why: String) {
        self.after_save = None;
        // A page that cannot be kept waits in its editor; the next save asks again.
        if self.settle_page() {
            self.dialog = Some(Dialog::Changed(why));
        }
    }

    /// Does what waited for the session to be saved.
    fn go_on_saved(&mut self, ctx: &Context) {
        if !self.desk.is_modified()
            && let Some(pending) = self.after_save.take()
        {
            self.go_on(ctx, pending);
        }
    }

    fn take_figures(&mut self, news: News) {
        match news {
            News::Headway { edits, found } => self.take_headway(edits, found),
            News::Related { edits, found } => self.take_related(edits, found),
            _ => {}
        }
    }

    fn take_merged(&mut self, report: &str) {
        self.show_view();
        let hint = open_conflicts_hint(&self.keymap(), self.desk.bench.session());
        self.notices.push(Weight::Warning, tr!("Their changes were brought in: {report}{hint}", report, hint));
    }

    fn take_completions(&mut self, typed: String, paths: Vec<String>, found: AtPath) {
        if let Some(Dialog::Path(field)) = &mut self.dialog
            && field.text == typed
        {
            field.completions = paths;
            field.found = Some((typed, found));
        }
    }

    /// Opens what the window was started with: `paths`, or the sample session where there are none.
    pub fn start(&mut self, paths: Vec<std::path::PathBuf>, warnings: Vec<String>) {
        for warning in warnings {
            self.notices.push_of_run(Weight::Warning, warning);
        }
        self.offer_tour();
        self.look_for_font();
        if !paths.is_empty() {
            return self.open_now(paths);
        }
        self.desk.look_for_drafts();
        if let Err(error) = self.desk.open_sample() {
            self.notices.push(Weight::Error, tr!("The sample session does not open: {error}", error));
        }
    }

    /// Carries out a command as if the window had asked for it.
    pub fn carry_out(&mut self, command: &Command) {
        self.execute(command);
    }

    /// Saves to `path`, as the dialog does.
    pub fn save_as(&mut self, path: std::path::PathBuf, overwrite: Overwrite) {
        self.desk.save_as(path, overwrite);
    }

    /// Waits until something in the background has ended and takes it up; returns at once where nothing goes on.
    pub fn wait_for_news(&mut self) {
        let news = self.desk.wait();
        self.waited.extend(news);
    }

    /// Notes what is in front, for the next time the session opens.
    pub fn remember_place(&mut self) {
        self.desk.remember();
    }

    /// What has to be kept when the window closes.
    pub(super) fn finish(&mut self) {
        self.remember_place();
        self.desk.keep_settings_now();
        self.desk.close();
    }
}

/// Whether what happened is shown in the place of the dialog that is open.
fn takes_dialog(news: &News) -> bool {
    matches!(
        news,
        News::AlreadyThere(_) | News::Damaged { .. } | News::Drafts(_) | News::Versions(_) | News::ExportThere(_)
    )
}
