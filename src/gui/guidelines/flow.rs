//! What the window does for the guidelines: showing the pane, opening and leaving the editor, pictures and files in the
//! background, links that are followed. It draws nothing.

use super::ask::PageAsk;
use super::decode::decode;
use super::editor::PageEditor;
use crate::edit::{Command, GuidelineDraft};
use crate::gui::actions::Action;
use crate::gui::app::{App, Pane};
use crate::gui::dialogs::Dialog;
use crate::gui::language::tr;
use crate::gui::notices::Weight;
use crate::gui::request::Requests;
use crate::model::Label;
use crate::workbench::{PageNews, Purpose};
use eframe::egui::{Context, OutputCommand, Ui, ViewportCommand};
use std::path::PathBuf;
use std::sync::Arc;

impl App {
    /// Draws the pane.
    pub(in crate::gui) fn pages_ui(&mut self, ui: &mut Ui, requests: &mut Requests) {
        let session = self.desk.bench.session();
        let (engine, theme) = (&mut self.engine, &self.theme);
        let leaves = ui.push_id("guidelines", |ui| self.pages.ui(ui, session, engine, theme, requests)).inner;
        if self.pages.has_focus {
            self.pane = Pane::Pages;
        }
        if leaves {
            self.focus_text = true;
        }
    }

    /// Whether the pane stands beside the article.
    pub(in crate::gui) fn shows_pages(&self) -> bool {
        self.desk.settings.guidelines_shown && self.shows_articles()
    }

    /// Has pictures decoded that are shown, and follows links of pages.
    pub(in crate::gui) fn follow_pages(&mut self, ctx: &Context) {
        let mut wanted = self.pages.view.wanted();
        if let Some(Dialog::Page(editor)) = &mut self.dialog {
            wanted.extend(editor.view.wanted());
        }
        if !wanted.is_empty() {
            self.desk.decode_pictures(wanted, decode);
        }
        self.follow_links(ctx);
    }

    /// Only addresses of the web and of mail are opened by the system; the title of a page leads to that page.
    fn follow_links(&mut self, ctx: &Context) {
        let mut followed = Vec::new();
        ctx.output_mut(|output| {
            output.commands.retain(|command| match command {
                OutputCommand::OpenUrl(link) if !is_of_the_web(&link.url) => {
                    followed.push(link.url.clone());
                    false
                }
                _ => true,
            });
        });
        for target in followed {
            let name = target.trim_start_matches(['#', '.', '/']).trim_end_matches(".md").replace("%20", " ");
            let is_meant = |title: &str| title.eq_ignore_ascii_case(&name);
            let page =
                self.desk.bench.session().guidelines.iter().find(|page| is_meant(&page.title)).map(|page| page.id);
            match page {
                Some(page) => self.pages.show(page),
                None => self.notices.push(
                    Weight::Warning,
                    tr!("{target}: this link was not followed; pages link to https, http and mailto addresses, or to the title of another page", target),
                ),
            }
        }
    }

    /// Why an action on pages cannot be had now.
    pub(in crate::gui) fn pages_availability(&self, action: Action) -> Option<Result<(), &'static str>> {
        let has_pages = !self.desk.bench.session().guidelines.is_empty();
        Some(match action {
            Action::LabelPage if self.label_in_hand().is_none() => {
                Err(tr!("no mention is selected and no label is armed"))
            }
            Action::NewPage | Action::EditPage if self.desk.is_opening() => Err(tr!("another session is being opened")),
            Action::WritePages | Action::EditPage | Action::DropPage if !has_pages => {
                Err(tr!("there are no guideline pages"))
            }
            Action::EditPage | Action::DropPage if !self.shows_pages() => {
                Err(tr!("the guidelines are not shown (Ctrl+5)"))
            }
            Action::Pages
            | Action::NewPage
            | Action::AddPages
            | Action::LabelPage
            | Action::WritePages
            | Action::EditPage
            | Action::DropPage => Ok(()),
            _ => return None,
        })
    }

    /// Carries out an action on pages; whether it was one.
    pub(in crate::gui) fn act_on_pages(&mut self, action: Action) -> bool {
        match action {
            Action::Pages if self.shows_pages() && self.pages.has_focus => self.close_pages(),
            Action::Pages => self.open_pages(),
            Action::LabelPage => {
                if let Some(label) = self.label_in_hand() {
                    self.ask_pages(PageAsk::Explain(label));
                }
            }
            Action::NewPage => self.ask_pages(PageAsk::New(None)),
            Action::EditPage => {
                self.desk.forget_pictures();
                let page = self.pages.open.and_then(|id| self.desk.bench.session().guidelines.shared(id));
                self.dialog = page.map(|page| Dialog::Page(Box::new(PageEditor::on(page)))).or(self.dialog.take());
            }
            Action::DropPage => {
                if let Some(guideline) = self.pages.open {
                    self.execute(&Command::DropGuideline { guideline });
                }
            }
            Action::AddPages => self.pick(Purpose::AddPages),
            Action::WritePages => self.pick(Purpose::WritePages),
            _ => return false,
        }
        true
    }

    /// Does what was asked for.
    pub(in crate::gui) fn ask_pages(&mut self, ask: PageAsk) {
        match ask {
            PageAsk::Show(page) => {
                self.open_pages();
                self.pages.show(page);
            }
            PageAsk::Explain(label) => {
                self.open_pages();
                match self.desk.bench.session().schema.guideline_of(&label) {
                    Some(page) => self.pages.show(page),
                    None => self.pages.asked = Some(label),
                }
            }
            PageAsk::Close => self.close_pages(),
            // It could not be kept, and would go with the session.
            PageAsk::New(_) if self.desk.is_opening() => {
                self.notices.push(Weight::Warning, tr!("another session is being opened"));
            }
            PageAsk::New(label) => {
                self.pages.asked = None;
                self.desk.forget_pictures();
                let editor = PageEditor::new(self.desk.bench.session(), label);
                self.dialog = Some(Dialog::Page(Box::new(editor)));
            }
        }
    }

    /// The label of the selected mention, or else the armed one.
    fn label_in_hand(&self) -> Option<Label> {
        let mention = self.desk.bench.view.mention;
        let selected = self.front().and_then(|shard| shard.mentions.get(mention?).map(|row| row.label.clone()));
        selected.or_else(|| self.armed.clone())
    }

    fn open_pages(&mut self) {
        self.leave_views();
        self.desk.settings.guidelines_shown = true;
        self.aside = None;
        self.pages.take_focus = true;
        self.focus_text = false;
    }

    fn close_pages(&mut self) {
        self.desk.settings.guidelines_shown = false;
        self.pages.has_focus = false;
        self.focus_text = true;
    }

    /// Leaves the editor: what was written is put in force, or the editor says why not.
    pub(in crate::gui) fn leave_page(&mut self, mut editor: Box<PageEditor>) {
        let Some(command) = editor.command() else { return };
        let before: Vec<_> = self.desk.bench.session().guidelines.iter().map(|page| page.id).collect();
        match self.desk.execute(&command) {
            Ok(done) => {
                self.notices.dismiss_refusal();
                self.notices.push(Weight::Info, done.name);
                let pages = &self.desk.bench.session().guidelines;
                let new = pages.iter().map(|page| page.id).find(|id| !before.contains(id));
                if let Some(page) = new.or(editor.draft.guideline) {
                    self.pages.show(page);
                    self.desk.settings.guidelines_shown = true;
                }
            }
            Err(refusal) => {
                editor.message = Some(format!("{refusal}."));
                self.dialog = Some(Dialog::Page(editor));
            }
        }
    }

    /// Whether the window stays open because what is being written cannot be kept; what can is kept.
    pub(in crate::gui) fn page_holds_window(&mut self, ctx: &Context) -> bool {
        let holds = !self.settle_page();
        if holds {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
        }
        holds
    }

    /// Whether somebody writes a page, in front or behind the choice of a picture.
    pub(in crate::gui) fn is_page_written(&self) -> bool {
        [&self.dialog, &self.behind].iter().any(|dialog| matches!(dialog, Some(Dialog::Page(_))))
    }

    /// Puts what is being written in force before something else takes the editor's place; whether it could be.
    pub(in crate::gui) fn settle_page(&mut self) -> bool {
        let is_page = |dialog: &mut Dialog| matches!(dialog, Dialog::Page(_));
        let open = self.dialog.take_if(is_page).or_else(|| self.behind.take_if(is_page));
        if let Some(Dialog::Page(editor)) = open {
            self.leave_page(editor);
        }
        !matches!(self.dialog, Some(Dialog::Page(_)))
    }

    /// Takes the path that was chosen for pages.
    pub(in crate::gui) fn take_page_paths(&mut self, purpose: Purpose, mut paths: Vec<PathBuf>) {
        self.dialog = self.behind.take();
        if purpose == Purpose::AddPages {
            self.desk.read_pages(paths, decode);
        } else if let Some(path) = paths.pop() {
            if purpose == Purpose::WritePages {
                self.desk.write_pages(path);
            } else {
                self.desk.read_picture(path, decode);
            }
        }
    }

    /// Takes what came of work in the background.
    pub(in crate::gui) fn take_page_news(&mut self, ctx: &Context, news: PageNews) {
        match news {
            PageNews::Decoded(decoded) => {
                self.pages.view.take(ctx, &decoded);
                for dialog in [&mut self.dialog, &mut self.behind] {
                    if let Some(Dialog::Page(editor)) = dialog {
                        editor.view.take(ctx, &decoded);
                    }
                }
                ctx.request_repaint();
            }
            PageNews::Picture(picture) => {
                let open = [&mut self.dialog, &mut self.behind].into_iter().find_map(|dialog| match dialog {
                    Some(Dialog::Page(editor)) => Some(editor),
                    _ => None,
                });
                match (open, picture) {
                    (Some(editor), picture) => editor.take_picture(picture),
                    (None, Err(why)) => self.notices.push(Weight::Error, why),
                    (None, Ok(_)) => {
                        let why = tr!("The picture was not added: its page is not being written any more.");
                        self.notices.push(Weight::Warning, why);
                    }
                }
            }
            PageNews::Read(pages, problems) => {
                for page in pages {
                    self.add_page(page);
                }
                for problem in problems {
                    self.notices.push(Weight::Warning, problem);
                }
            }
            PageNews::Written(Ok(told)) => self.notices.push(Weight::Info, told),
            PageNews::Written(Err(why)) => self.notices.push(Weight::Error, why),
        }
    }

    fn add_page(&mut self, page: GuidelineDraft) {
        let known: Vec<_> = self.desk.bench.session().guidelines.iter().map(|page| page.id).collect();
        self.execute(&Command::SaveGuideline(Box::new(page)));
        let pages = Arc::clone(&self.desk.bench.session().guidelines);
        if let Some(new) = pages.iter().map(|page| page.id).find(|id| !known.contains(id)) {
            self.open_pages();
            self.pages.show(new);
        }
    }
}

fn is_of_the_web(url: &str) -> bool {
    let scheme = url.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    scheme.is_some_and(|scheme| matches!(scheme.as_str(), "http" | "https" | "mailto"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_to_files_and_scripts_are_none_of_the_web() {
        for url in ["https://example.org", "HTTP://example.org", "mailto:a@example.org"] {
            assert!(is_of_the_web(url), "{url}");
        }
        for url in ["file:///etc/passwd", "javascript:alert(1)", "Claims", "smb://host/x", ""] {
            assert!(!is_of_the_web(url), "{url}");
        }
    }
}
