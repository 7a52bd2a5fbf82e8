//! From files, folders and the clipboard to the dialog, and from there into the session. It draws nothing.

use super::clipboard;
use super::form::{ArticlesIn, Stage};
use crate::gui::actions::Action;
use crate::gui::app::App;
use crate::gui::dialogs::Dialog;
use crate::gui::language::{Language, tr};
use crate::gui::notices::Weight;
use crate::workbench::{ArticlesRead, Brought, Desk, News, Purpose};
use eframe::egui::Context;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// How often the progress of reading is looked at.
const LOOK: Duration = Duration::from_millis(100);

impl App {
    /// Shows articles at `paths` before they are added. Where another dialog is open, nobody is asked, and they are added.
    pub(in crate::gui) fn bring_paths(&mut self, paths: Vec<PathBuf>) {
        if Desk::replaces(&paths) || self.dialog.as_ref().is_some_and(|dialog| !matches!(dialog, Dialog::ArticlesIn(_)))
        {
            return self.open_now(paths);
        }
        self.bring(paths.into_iter().map(Brought::Path).collect());
    }

    /// Shows articles before they are added, with those that the dialog shows already.
    pub fn bring(&mut self, brought: Vec<Brought>) {
        match &mut self.dialog {
            Some(Dialog::ArticlesIn(form)) => form.bring(brought),
            _ => self.dialog = Some(Dialog::ArticlesIn(Box::new(ArticlesIn::new(brought)))),
        }
    }

    /// Shows the article in front as its source bytes read, in an encoding that can be chosen.
    pub(in crate::gui) fn read_anew(&mut self) {
        if let Some(article) = self.desk.bench.view.article {
            self.bring(vec![Brought::There(article)]);
        }
    }

    /// Asks for what is on the clipboard.
    fn paste_article(&mut self) {
        let moment = self.desk.bench.clock().now().to_string();
        let moment = moment.split(['.', 'Z']).next().unwrap_or_default().replace('T', " ").replace(':', ".");
        let name = tr!("Pasted {moment}", moment);
        // The thread that asks speaks as this one does.
        let language = Language::spoken();
        self.desk.take_clipboard(move || {
            language.speak();
            clipboard::take(&name)
        });
    }

    /// Asks for articles.
    pub(in crate::gui) fn act_on_articles(&mut self, action: Action) {
        match action {
            Action::AddArticles => self.pick(Purpose::AddArticles),
            Action::AddFolder => self.pick(Purpose::AddFolder),
            Action::ArticleEncoding => self.read_anew(),
            _ => self.paste_article(),
        }
    }

    /// Takes up what happened to articles on their way.
    pub(in crate::gui) fn take_article_news(&mut self, news: News) {
        match news {
            News::Added => self.focus_text = true,
            News::ArticlesRead(ticket, read) => self.take_articles_read(ticket, read),
            News::ReadGuessed(ticket) => self.take_guesses_read(ticket),
            News::Pasted(Ok(brought)) => self.bring(vec![brought]),
            News::Pasted(Err(why)) => self.notices.push(Weight::Warning, tr!("Nothing was pasted: {why}", why)),
            _ => {}
        }
    }

    /// Starts what an open dialog needs to know, and tells it how far that is.
    pub(in crate::gui) fn follow_articles_in(&mut self, ctx: &Context, form: &mut ArticlesIn) {
        if std::mem::take(&mut form.stop) {
            form.job.take().into_iter().for_each(|job| self.desk.abandon(job));
            form.stop_reading();
        }
        if let Some(wish) = form.take_wish() {
            form.jobs().for_each(|job| self.desk.abandon(job));
            form.job = Some(self.desk.read_articles(form.ticket, wish));
        }
        form.follow_wanted();
        let fraction = |job: Option<u64>| {
            let running = job.and_then(|job| self.desk.running().find(|(number, ..)| *number == job));
            running.map_or(0.0, |(_, _, progress)| progress.fraction())
        };
        (form.progress, form.guessed) = (fraction(form.job), fraction(form.guessing));
        if form.job.is_some() || form.guessing.is_some() {
            ctx.request_repaint_after(LOOK);
        }
    }

    fn take_articles_read(&mut self, ticket: u64, read: Arc<ArticlesRead>) {
        if let Some(Dialog::ArticlesIn(form)) = &mut self.dialog
            && form.take_read(ticket, Arc::clone(&read))
        {
            form.follow_wanted();
            form.guessing = Some(self.desk.guess_read(ticket, read, Arc::clone(&form.wanted)));
        }
    }

    fn take_guesses_read(&mut self, ticket: u64) {
        if let Some(Dialog::ArticlesIn(form)) = &mut self.dialog
            && form.ticket == ticket
        {
            form.guessing = None;
        }
    }

    /// Nobody waits any more for what the dialog had asked for.
    pub(in crate::gui) fn leave_articles_in(&mut self, form: &mut ArticlesIn) {
        form.jobs().for_each(|job| self.desk.abandon(job));
    }

    /// Adds what is ticked, as one step, and shows what there is to say of it.
    pub(in crate::gui) fn add_read(&mut self, mut form: Box<ArticlesIn>) {
        let report = form.report();
        let (chosen, due) = form.chosen();
        form.guessing.take().into_iter().for_each(|job| self.desk.abandon(job));
        match self.desk.add_read(chosen, due) {
            Ok(done) => {
                self.focus_text = true;
                self.notices.push(Weight::Info, done.name);
                if let Some(report) = report {
                    form.stage = Stage::Added(report);
                    self.dialog = Some(Dialog::ArticlesIn(form));
                }
            }
            Err(refusal) => {
                self.notices.push(Weight::Warning, refusal.to_string());
                self.dialog = Some(Dialog::ArticlesIn(form));
            }
        }
    }
}
