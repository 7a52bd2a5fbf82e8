//! What the window does for the Compare view: showing it, opening the sides, carrying out what was decided.

use crate::analysis::agreement::Case;
use crate::gui::actions::Action;
use crate::gui::app::App;
use crate::gui::article::ReadingStyle;
use crate::gui::language::tr;
use crate::gui::notices::Weight;
use crate::gui::request::Requests;
use crate::model::{DecisionAction, MentionId};
use crate::workbench::{Agreed, At, Choice, News, NotLanded, Purpose};
use eframe::egui::{Context, Ui};
use std::path::PathBuf;
use std::sync::Arc;

/// What the view asks for.
#[derive(Clone, Debug)]
pub(in crate::gui) enum Ask {
    /// Decide on a difference.
    Decide(At, Choice),
    /// Open sessions beside the open one.
    Open(Vec<PathBuf>),
    /// Take the side of this number out of the comparison.
    Close(usize),
    /// Let the open session be one of the sides, or not.
    Own(bool),
    /// Add the compared articles that the open session does not have.
    BringArticles,
    /// Take what all sides agree on.
    TakeAgreed,
    /// Show a place of two sides at which agreement was measured.
    Show(Case, (usize, usize)),
    /// Back from the preview of that.
    Back,
}

impl App {
    /// Draws the Compare view in the middle of the window.
    pub(in crate::gui) fn compare_ui(&mut self, ui: &mut Ui, requests: &mut Requests) {
        self.desk.follow_sides();
        let typeface = self.typeface();
        let settings = &self.desk.settings;
        let style = ReadingStyle {
            line_height: settings.line_height,
            paragraph_numbers: settings.paragraph_numbers,
            ..self.theme.reading_style(typeface, settings.font_size, settings.reading_chars)
        };
        let nobody = ui.memory(|memory| memory.focused().is_none());
        if nobody && !self.is_covered() && !self.typing {
            self.compare.take_focus = true;
        }
        // Whoever comes back to the window may have changed a side elsewhere.
        let has_focus = ui.input(|input| input.focused);
        if has_focus && !self.compare.had_focus && !self.desk.is_comparing() {
            self.desk.read_sides_again();
        }
        self.compare.had_focus = has_focus;
        self.compare.ui(ui, &self.desk, &mut self.engine, &self.theme, &style, requests);
    }

    /// Shows the Compare view.
    pub(in crate::gui) fn show_compare(&mut self) {
        self.leave_views();
        self.compare.is_shown = true;
        self.compare.take_focus = true;
        self.focus_text = false;
        self.aside = None;
        self.notices.dismiss_infos();
    }

    /// Shows the articles again.
    pub(in crate::gui) fn leave_compare(&mut self) {
        if std::mem::take(&mut self.compare.is_shown) {
            self.compare.agreed = None;
            self.focus_text = true;
        }
    }

    /// Opens sessions beside the open one.
    pub(in crate::gui) fn open_sides(&mut self, paths: Vec<PathBuf>) {
        self.show_compare();
        let own = self.desk.path().map(std::path::Path::to_path_buf);
        if paths.iter().any(|path| Some(path) == own.as_ref()) {
            let text = tr!("The open session is not opened beside itself; it can be a side too");
            self.notices.push(Weight::Info, text);
        }
        self.desk.open_sides(paths);
    }

    /// Why an action cannot be had now, where the Compare view has a say in it.
    pub(in crate::gui) fn compare_availability(&self, action: Action) -> Option<Result<(), &'static str>> {
        let compared = self.desk.sides().compared();
        match action {
            Action::ReadSides if self.desk.sides().files().is_empty() => Some(Err(tr!("no other session is open"))),
            Action::Compare | Action::OpenSides | Action::ReadSides | Action::Agreement => Some(Ok(())),
            Action::TakeAgreed => Some(match compared {
                None => Err(tr!("nothing is compared yet")),
                Some(compared) if compared.has_own => Err(tr!("what all agree on is in this session already")),
                Some(_) => Ok(()),
            }),
            _ => None,
        }
    }

    /// Carries out an action of the Compare view; whether it was one.
    pub(in crate::gui) fn act_on_compare(&mut self, action: Action) -> bool {
        match action {
            Action::Compare => self.show_compare(),
            Action::OpenSides => self.pick(Purpose::CompareSessions),
            Action::ReadSides => self.desk.read_sides_again(),
            Action::Agreement => self.open_agreement(),
            Action::TakeAgreed => {
                self.show_compare();
                self.desk.look_at_agreed();
            }
            Action::FocusArticles | Action::Escape if self.compare.is_shown => {
                if self.compare.agreed.take().is_none() {
                    self.leave_compare();
                }
            }
            _ => return false,
        }
        true
    }

    /// Carries out what the view asks for.
    pub(in crate::gui) fn perform_compare(&mut self, ctx: &Context, ask: Ask) {
        match ask {
            Ask::Decide(at, choice) => self.decide(at, choice),
            Ask::Open(paths) => self.open_sides(paths),
            Ask::Close(number) => self.desk.close_side(number),
            Ask::Own(has_own) => self.desk.compare_own(has_own),
            Ask::BringArticles => match self.desk.bring_articles() {
                Ok(name) => self.notices.push(Weight::Info, name),
                Err(refusal) => self.notices.push(Weight::Warning, refusal.to_string()),
            },
            Ask::Back => self.compare.agreed = None,
            Ask::TakeAgreed => self.take_agreed(),
            Ask::Show(case, pair) => self.show_case(&case, pair),
        }
        ctx.request_repaint();
    }

    fn decide(&mut self, at: At, choice: Choice) {
        let note = std::mem::take(&mut self.compare.note);
        match self.desk.decide(at, choice, &note) {
            Ok(name) => {
                self.notices.push(Weight::Info, name);
                if matches!(choice, Choice::Rewrite(_)) {
                    self.rewrite(at);
                } else {
                    self.step_on(at);
                }
            }
            Err(refusal) => {
                self.compare.note = note;
                self.notices.push(Weight::Warning, refusal.to_string());
            }
        }
    }

    /// Goes on to the next difference that is open.
    fn step_on(&mut self, at: At) {
        let sides = self.desk.sides();
        let place = self.compare.rows.place_of(at);
        match self.compare.rows.next_open(sides.decisions(), place) {
            Some(next) => self.compare.go_to(next),
            None => self.notices.push(Weight::Info, tr!("Everything in this list is decided")),
        }
    }

    /// Opens the gold mention of a difference in its article, to be changed there.
    fn rewrite(&mut self, at: At) {
        let sides = self.desk.sides();
        let Some(compared) = sides.compared() else { return };
        let decision = sides.decisions().of_group(compared, at);
        let record = decision.filter(|decision| decision.action == DecisionAction::Rewritten);
        let record = record.and_then(|decision| MentionId::parse(decision.record.as_deref()?).ok());
        let article = compared.articles.get(at.article).copied().flatten();
        if let Some((article, record)) = article.zip(record) {
            self.jump_to_mention(article, record);
            let key = self.keymap().text(Action::Compare);
            self.notices.push(Weight::Info, tr!("Change the tag as it should be; {key} leads back", key));
        }
    }

    /// Takes up what happened in the background.
    pub(in crate::gui) fn take_compare_news(&mut self, ctx: &Context, news: News) {
        match news {
            News::Agreed(agreed) => self.take_agreed_preview(agreed),
            News::Measured(found) => self.take_measured(found),
            _ => ctx.request_repaint(),
        }
    }

    /// Takes what was gathered of all that the sides agree on.
    fn take_agreed_preview(&mut self, agreed: Arc<Agreed>) {
        self.compare.agreed = Some(agreed);
    }

    fn take_agreed(&mut self) {
        let Some(agreed) = self.compare.agreed.take() else { return };
        match self.desk.take_agreed(&agreed) {
            Ok(name) => self.notices.push(Weight::Info, name),
            Err(NotLanded::Stale) => {
                let text = tr!("The session has changed since; look again at what would be taken");
                self.notices.push(Weight::Info, text);
                self.desk.look_at_agreed();
            }
            Err(refused) => self.notices.push(Weight::Warning, refused.to_string()),
        }
    }
}
