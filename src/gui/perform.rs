//! Carrying out what was asked for, after the frame is laid out.

use super::actions::{Action, reserved_letters};
use super::app::{App, Pane};
use super::article::{Place, Selection};
use super::center::next_out;
use super::dialogs::{Answer, Dialog, PathField, Pending};
use super::notices::Weight;
use super::request::{Request, Requests};
use crate::edit::{Command, Refusal};
use crate::model::{ArticleId, Label, MentionId, ReadingStatus, Shard};
use crate::store::{Overwrite, Theme as ThemeChoice};
use crate::text::{Span, paragraph_at, sentence_at, word_at};
use crate::workbench::{Desk, News, Purpose, tag};
use eframe::egui::{Context, ViewportCommand};
use std::sync::Arc;

impl App {
    /// Carries out one request.
    pub(super) fn perform(&mut self, ctx: &Context, request: Request) {
        self.settle_text(&request);
        match request {
            Request::Do(command) => self.execute(&command),
            Request::Act(action) => self.act(ctx, action),
            Request::ShowArticle(article) => self.show_article(article),
            Request::SelectMention(mention) => self.select_mention(mention),
            Request::UseLabel(label) => self.use_label(&label),
            Request::OpenPaths(paths) => self.open_paths(paths),
            Request::AcceptReadOnly => self.desk.accept_read_only(),
            Request::Dismiss(id) => self.notices.dismiss(id),
        }
    }

    /// Typed text becomes a command before anything moves the selection away from it.
    fn settle_text(&mut self, request: &Request) {
        if matches!(request, Request::Do(_) | Request::Dismiss(_)) {
            return;
        }
        if let Some(command) = self.inspector.pending(self.desk.bench.session()) {
            self.execute(&command);
        }
    }

    pub(super) fn execute(&mut self, command: &Command) {
        let tagging = matches!(command, Command::Tag(_));
        match self.desk.execute(command) {
            Ok(done) => {
                if tagging {
                    self.collapse_selection();
                }
                self.notices.push(Weight::Info, done.name);
            }
            Err(Refusal::AlreadyTagged(mention)) => {
                self.collapse_selection();
                self.desk.bench.view.mention = Some(mention);
                self.notices.push(Weight::Info, "This is tagged already; the mention is selected");
            }
            Err(Refusal::Nothing(_)) => {}
            Err(refusal) => self.notices.push(Weight::Warning, refusal.to_string()),
        }
    }

    fn collapse_selection(&mut self) {
        if let Some(view) = self.desk.bench.view.article.and_then(|id| self.views.get_mut(&id)) {
            let end = view.selection().span().end;
            view.set_selection(Selection::caret_at(end));
        }
    }

    fn selection(&self, shard: &Shard) -> Span {
        self.views.get(&shard.id()).map(|view| view.selection().span()).unwrap_or_default()
    }

    fn use_label(&mut self, label: &Label) {
        let Some(shard) = self.front() else { return };
        let span = self.selection(&shard);
        if !span.is_empty() {
            self.execute(&tag(shard.id(), label, self.trimmed(&shard, span)));
        } else if let Some(mention) = self.desk.bench.view.mention {
            let command = Command::Relabel { article: shard.id(), mentions: vec![mention], label: label.clone() };
            self.execute(&command);
        } else {
            self.armed = if self.armed.as_ref() == Some(label) { None } else { Some(label.clone()) };
        }
        self.focus_text = true;
    }

    fn trimmed(&self, shard: &Shard, span: Span) -> Span {
        let trim = self.desk.settings.trim;
        if trim { crate::text::trim_span(shard.article.text(), span) } else { span }
    }

    fn show_article(&mut self, article: ArticleId) {
        if self.desk.bench.view.article != Some(article) {
            self.desk.bench.view.article = Some(article);
            self.desk.bench.view.mention = None;
            self.notices.dismiss_infos();
        }
        self.focus_text = true;
    }

    fn select_mention(&mut self, mention: Option<MentionId>) {
        self.desk.bench.view.mention = mention;
        let Some(shard) = self.front() else { return };
        let hull = mention.and_then(|id| shard.mentions.get(id)).map(|mention| mention.fragments.hull());
        if let (Some(hull), Some(view)) = (hull, self.views.get_mut(&shard.id())) {
            view.jump_to(hull);
        }
    }

    fn open_paths(&mut self, paths: Vec<std::path::PathBuf>) {
        if Desk::replaces(&paths) && self.desk.is_modified() {
            self.dialog = Some(Dialog::Unsaved(Pending::Open(paths)));
        } else {
            self.desk.open_paths(paths);
        }
    }

    /// Why an action cannot be had now.
    pub(super) fn availability(&self, action: Action) -> Result<(), &'static str> {
        let has = |there: bool, why: &'static str| if there { Ok(()) } else { Err(why) };
        let view = self.desk.bench.view;
        match action {
            Action::Undo => has(self.desk.bench.undo_name().is_some(), "nothing to undo"),
            Action::Redo => has(self.desk.bench.redo_name().is_some(), "nothing to redo"),
            Action::DeleteMention => has(view.mention.is_some(), "no mention is selected"),
            Action::TagArmed => has(self.armed.is_some(), "no label is armed"),
            Action::NextArticle | Action::PreviousArticle => {
                has(self.desk.bench.session().shards().len() > 1, "there is no other article")
            }
            Action::NextMention
            | Action::PreviousMention
            | Action::OuterMention
            | Action::SelectSentence
            | Action::SelectParagraph
            | Action::CycleStatus
            | Action::FilterMentions => has(view.article.is_some(), "there is no article"),
            _ => Ok(()),
        }
    }

    fn act(&mut self, ctx: &Context, action: Action) {
        if self.availability(action).is_err() {
            return;
        }
        match action {
            Action::NewSession => self.leave(ctx, Pending::New),
            Action::OpenSample => self.leave(ctx, Pending::Sample),
            Action::Quit => self.leave(ctx, Pending::Quit),
            Action::OpenSession => self.pick(Purpose::OpenSession),
            Action::AddArticles => self.pick(Purpose::AddArticles),
            Action::AddFolder => self.pick(Purpose::AddFolder),
            Action::OpenByPath => self.type_path(Purpose::OpenAny, ""),
            Action::SaveAs => self.pick(Purpose::SaveAs),
            Action::Save => {
                if !self.desk.save() {
                    self.pick(Purpose::SaveAs);
                }
            }
            Action::Undo => self.undo(),
            Action::Redo => self.redo(),
            Action::Palette => self.dialog = Some(Dialog::Palette { filter: String::new(), row: 0 }),
            Action::Keys => self.dialog = Some(Dialog::Keys),
            Action::Guide => self.dialog = Some(Dialog::Guide),
            Action::ZoomIn => self.set_zoom(ctx, self.desk.settings.zoom * 1.1),
            Action::ZoomOut => self.set_zoom(ctx, self.desk.settings.zoom / 1.1),
            Action::ZoomReset => self.set_zoom(ctx, 1.0),
            Action::LightTheme => self.set_theme(ctx, ThemeChoice::Light),
            Action::DarkTheme => self.set_theme(ctx, ThemeChoice::Dark),
            Action::SystemTheme => self.set_theme(ctx, ThemeChoice::System),
            Action::ToggleTypeface => self.desk.settings.serif = !self.desk.settings.serif,
            Action::CycleSnap => {
                self.desk.settings.snap = self.desk.settings.snap.next();
                self.notices.push(Weight::Info, format!("Selections snap to {}", self.desk.settings.snap.name()));
            }
            Action::ToggleTrim => self.desk.settings.trim = !self.desk.settings.trim,
            Action::NextPane => self.move_pane(ctx, 1),
            Action::PreviousPane => self.move_pane(ctx, 2),
            Action::FocusArticles => self.focus_pane(ctx, Pane::Articles),
            Action::FilterMentions => self.focus_pane(ctx, Pane::Side),
            Action::NextArticle => self.step_article(1),
            Action::PreviousArticle => self.step_article(-1),
            _ => self.act_on_text(action),
        }
    }

    /// Actions on the article in front.
    fn act_on_text(&mut self, action: Action) {
        let Some(shard) = self.front() else { return };
        match action {
            Action::TagArmed => self.tag_armed(&shard),
            Action::DeleteMention => {
                if let Some(mention) = self.desk.bench.view.mention {
                    self.execute(&Command::Delete { article: shard.id(), mentions: vec![mention] });
                }
                self.focus_text = true;
            }
            Action::SelectSentence => self.select_unit(&shard, sentence_at),
            Action::SelectParagraph => {
                self.select_unit(&shard, |text, at| Some(paragraph_at(text, at)).filter(|span| !span.is_empty()));
            }
            Action::NextMention => self.step_mention(&shard, 1),
            Action::PreviousMention => self.step_mention(&shard, -1),
            Action::OuterMention => {
                let stack = self.stack_at_caret(&shard);
                self.desk.bench.view.mention = next_out(&stack, self.desk.bench.view.mention);
            }
            Action::CycleStatus => {
                let status = match shard.metadata.status {
                    ReadingStatus::Unread => ReadingStatus::Reading,
                    ReadingStatus::Reading => ReadingStatus::Read,
                    ReadingStatus::Read => ReadingStatus::Unread,
                };
                self.execute(&Command::SetStatus { article: shard.id(), status });
            }
            Action::Escape => self.escape(&shard),
            _ => {}
        }
    }

    fn tag_armed(&mut self, shard: &Arc<Shard>) {
        let Some(label) = self.armed.clone() else { return };
        let Some(view) = self.views.get(&shard.id()) else { return };
        let selected = view.selection().span();
        let text = shard.article.text();
        let span = if selected.is_empty() { word_at(text, view.selection().caret) } else { Some(selected) };
        if let Some(span) = span {
            self.execute(&tag(shard.id(), &label, self.trimmed(shard, span)));
        }
    }

    fn select_unit(&mut self, shard: &Shard, unit: fn(&str, crate::text::ByteOffset) -> Option<Span>) {
        let Some(view) = self.views.get_mut(&shard.id()) else { return };
        let found = unit(shard.article.text(), view.selection().span().start);
        let Some(found) = found else { return };
        let trim = self.desk.settings.trim;
        let span = if trim { crate::text::trim_span(shard.article.text(), found) } else { found };
        view.set_selection(Selection::of(span));
        view.jump_to(span);
        self.desk.bench.view.mention = None;
    }

    fn escape(&mut self, shard: &Shard) {
        if self.armed.take().is_some() {
            return;
        }
        self.desk.bench.view.mention = None;
        if let Some(view) = self.views.get_mut(&shard.id()) {
            let caret = view.selection().caret;
            view.set_selection(Selection::caret_at(caret));
        }
        self.notices.dismiss_infos();
        self.focus_text = true;
    }

    fn step_article(&mut self, step: isize) {
        let shards = self.desk.bench.session().shards();
        let at = self.desk.bench.view.article.and_then(|id| self.desk.bench.session().position(id)).unwrap_or_default();
        let next = at.checked_add_signed(step).and_then(|next| shards.get(next)).map(|shard| shard.id());
        if let Some(next) = next {
            self.show_article(next);
        }
    }

    /// The mention behind or before the selected one in text order; without one, behind or before the caret.
    fn step_mention(&mut self, shard: &Arc<Shard>, step: isize) {
        let caret = self.views.get(&shard.id()).map(|view| view.selection().caret).unwrap_or_default();
        let now = self.desk.bench.view.mention;
        let listed = &self.caches.derived(self.desk.bench.session(), shard, &self.theme).listed;
        let at = now.and_then(|now| listed.iter().position(|row| row.id == now));
        let next = match at {
            Some(at) => at.checked_add_signed(step).and_then(|next| listed.get(next)),
            None if step > 0 => listed.iter().find(|row| row.hull.start >= caret).or(listed.first()),
            None => listed.iter().rev().find(|row| row.hull.end <= caret).or(listed.last()),
        };
        if let Some(next) = next.map(|row| row.id) {
            self.select_mention(Some(next));
        }
    }

    fn move_pane(&mut self, ctx: &Context, step: usize) {
        const PANES: [Pane; 3] = [Pane::Articles, Pane::Text, Pane::Side];
        let at = PANES.iter().position(|pane| *pane == self.pane).unwrap_or_default();
        if let Some(pane) = PANES.get((at + step) % PANES.len()) {
            self.focus_pane(ctx, *pane);
        }
    }

    fn focus_pane(&mut self, ctx: &Context, pane: Pane) {
        self.pane = pane;
        match pane {
            Pane::Articles => self.articles.take_focus = true,
            Pane::Text => self.focus_text = true,
            Pane::Side => self.mentions.take_focus = true,
        }
        ctx.request_repaint();
    }

    fn undo(&mut self) {
        let undone = self.desk.undo();
        self.show_step("Undid", undone);
    }

    fn redo(&mut self) {
        let redone = self.desk.redo();
        self.show_step("Did again", redone);
    }

    /// Brings the view of an undone or redone step back.
    fn show_step(&mut self, verb: &str, step: Result<Option<String>, Refusal>) {
        match step {
            Ok(Some(name)) => {
                let view = self.desk.bench.view;
                if let Some(article) = view.article {
                    let shown = self.views.entry(article).or_default();
                    shown.set_selection(Selection::of(view.selection.unwrap_or_default()));
                    shown.set_place(Place { byte: view.scroll.byte, offset: view.scroll.offset_points });
                }
                self.notices.push(Weight::Info, format!("{verb}: {name}"));
            }
            Ok(None) => {}
            Err(refusal) => self.notices.push(Weight::Warning, refusal.to_string()),
        }
        self.focus_text = true;
    }

    /// Does what `pending` says, after asking what becomes of unsaved work.
    fn leave(&mut self, ctx: &Context, pending: Pending) {
        if self.desk.is_modified() {
            self.dialog = Some(Dialog::Unsaved(pending));
        } else {
            self.go_on(ctx, pending);
        }
    }

    fn go_on(&mut self, ctx: &Context, pending: Pending) {
        match pending {
            Pending::Quit => {
                self.closing = true;
                ctx.send_viewport_cmd(ViewportCommand::Close);
            }
            Pending::New => {
                self.desk.start_new();
                self.forget_views();
            }
            Pending::Sample => {
                if let Err(error) = self.desk.open_sample() {
                    self.notices.push(Weight::Error, format!("The sample session does not open: {error}"));
                }
                self.forget_views();
            }
            Pending::Open(paths) => self.desk.open_paths(paths),
        }
    }

    fn forget_views(&mut self) {
        self.views.clear();
        self.caches.clear();
        self.armed = None;
        self.focus_text = true;
    }

    /// Says which labels of the schema ask for a key that the window needs itself.
    fn warn_of_keys(&mut self) {
        let taken: Vec<char> = reserved_letters().collect();
        let infos = self.desk.bench.session().schema.label_infos();
        let refused = infos.filter_map(|info| {
            info.hotkey.filter(|key| taken.contains(&key.to_ascii_lowercase())).map(|key| {
                format!(
                    "the key {} of the label “{}” belongs to another action (see Keys); give it another one",
                    key, info.name
                )
            })
        });
        let refused: Vec<String> = refused.collect();
        for text in refused {
            self.notices.push(Weight::Warning, text);
        }
    }

    fn type_path(&mut self, purpose: Purpose, because: &str) {
        let text = self.suggested_folder();
        let because = because.to_owned();
        self.dialog = Some(Dialog::Path(PathField { purpose, text, completions: Vec::new(), asked: None, because }));
    }

    /// The folder of the session, to begin a path with.
    fn suggested_folder(&self) -> String {
        let folder = self.desk.path().and_then(std::path::Path::parent).map(|folder| folder.display().to_string());
        folder.filter(|folder| !folder.is_empty()).map_or(String::new(), |folder| format!("{folder}/"))
    }

    fn pick(&mut self, purpose: Purpose) {
        let folder = self.desk.path().and_then(std::path::Path::parent).map(std::path::Path::to_path_buf);
        let pick = super::file_dialog::ask(purpose, folder, &self.desk.title());
        let job = self.desk.pick(purpose, pick);
        self.dialog = Some(Dialog::Waiting { purpose, job });
    }

    /// Carries out the answer to a dialog.
    pub(super) fn answer(&mut self, ctx: &Context, answer: Answer, requests: &mut Requests) {
        let dialog = self.dialog.take();
        if let Some(Dialog::Waiting { job, .. }) = &dialog {
            self.desk.abandon(*job);
        }
        self.focus_text = true;
        match (answer, dialog) {
            (Answer::Close, _) => self.after_save = None,
            (Answer::SaveFirst, Some(Dialog::Unsaved(pending))) => {
                self.after_save = Some(pending);
                if !self.desk.save() {
                    self.pick(Purpose::SaveAs);
                }
            }
            (Answer::Discard, Some(Dialog::Unsaved(pending))) => self.go_on(ctx, pending),
            (Answer::Path(purpose, path), _) => self.take_paths(purpose, vec![path], Overwrite::Refuse),
            (Answer::TypeInstead(purpose), _) => self.type_path(purpose, ""),
            (Answer::Act(action), _) => requests.push(Request::Act(action)),
            _ => {}
        }
    }

    fn take_paths(&mut self, purpose: Purpose, mut paths: Vec<std::path::PathBuf>, overwrite: Overwrite) {
        match purpose {
            Purpose::SaveAs => {
                if let Some(path) = paths.pop() {
                    self.desk.save_as(path, overwrite);
                }
            }
            _ => self.open_paths(paths),
        }
    }

    /// Takes up what happened in the background.
    pub(super) fn take_news(&mut self, ctx: &Context) {
        let news: Vec<News> = self.waited.drain(..).chain(self.desk.poll()).collect();
        for news in news {
            match news {
                News::Opened => {
                    self.forget_views();
                    self.dialog = None;
                    self.warn_of_keys();
                }
                News::Added => self.focus_text = true,
                News::Saved => {
                    self.notices.push(Weight::Info, "Saved");
                    if !self.desk.is_modified()
                        && let Some(pending) = self.after_save.take()
                    {
                        self.go_on(ctx, pending);
                    }
                }
                News::Told(text) => self.notices.push(Weight::Info, text),
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
                News::NotPicked => {
                    self.dialog = None;
                    self.after_save = None;
                }
                News::NoDialog(purpose) => {
                    self.type_path(purpose, "This system has no file dialog that Byline can show; type the path.");
                }
                News::Completions { typed, paths } => {
                    if let Some(Dialog::Path(field)) = self.dialog.as_mut().filter(|_| true)
                        && field.text == typed
                    {
                        field.completions = paths;
                    }
                }
            }
        }
    }

    /// Opens what the window was started with: `paths`, or the sample session where there are none.
    pub fn start(&mut self, paths: Vec<std::path::PathBuf>, warnings: Vec<String>) {
        for warning in warnings {
            self.notices.push(Weight::Warning, warning);
        }
        if !paths.is_empty() {
            self.desk.open_paths(paths);
        } else if let Err(error) = self.desk.open_sample() {
            self.notices.push(Weight::Error, format!("The sample session does not open: {error}"));
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

    /// What has to be kept when the window closes.
    pub(super) fn finish(&mut self) {
        self.desk.keep_settings();
    }
}
