//! Opening the guide at the page about what is in front, over a dialog too, which is there again when the guide is closed.

use super::form::GuideForm;
use super::topics::topic_of;
use crate::gui::actions::Action;
use crate::gui::app::App;
use crate::gui::dialogs::{Answer, covering_ui};
use crate::gui::keymap::Keymap;
use crate::gui::request::{Request, Requests};
use eframe::egui::{Context, Id, Ui};

impl App {
    /// Opens the guide at the page about the view that is shown.
    pub(in crate::gui) fn open_guide(&mut self) {
        self.help = Some(Box::new(GuideForm::open_at(self.topic())));
    }

    /// In a dialog the guide's key opens the page about the dialog.
    pub(in crate::gui) fn help_key(&mut self, ctx: &Context) {
        let Some(dialog) = self.dialog.as_ref().filter(|_| self.help.is_none()) else { return };
        let title = topic_of(dialog).unwrap_or_else(|| self.topic());
        let Some(key) = Keymap::shared(ctx).key(Action::Guide) else { return };
        if ctx.input_mut(|input| input.consume_shortcut(&key)) {
            self.help = Some(Box::new(GuideForm::open_at(title)));
        }
    }

    pub(in crate::gui) fn guide_ui(&mut self, ui: &Ui, requests: &mut Requests) {
        let Some(mut help) = self.help.take() else { return };
        let is_alone = self.dialog.is_none();
        let answer = covering_ui(ui, Id::unique("guide"), |ui| help.ui(ui, &mut self.engine, &self.theme, is_alone));
        match answer {
            None => self.help = Some(help),
            Some(answer) => {
                if let Answer::Act(action) = answer {
                    requests.push(Request::Act(action));
                }
                self.focus_text |= is_alone && self.shows_articles();
            }
        }
    }
}
