//! Questions of the Review view that stand in front of the window.
//!
//! They ask; they change nothing.

use super::bulk::BulkForm;
use super::checks::ChecksForm;
use super::filters::FilterForm;
use super::notes::NotesForm;
use crate::analysis::review::{Deed, Filter, Index, RowRef, Wish};
use crate::edit::Command;
use crate::gui::article::{FieldRows, TextEngine};
use crate::gui::dialogs::{Answer, fitting};
use crate::gui::language::tr;
use crate::gui::request::{Request, Requests};
use crate::gui::theme::Theme;
use crate::model::{Session, SortKey};
use eframe::egui;
use eframe::egui::{Key, RichText, TextEdit, Ui};
use std::sync::Arc;

/// What is asked.
#[derive(Clone, Debug)]
pub(in crate::gui) enum ReviewQuestion {
    /// Which rows are to be listed?
    Filters(FilterForm),
    /// Under which name is the filter kept?
    Save(SaveForm),
    /// What is there to say of a row?
    Notes(NotesForm),
    /// What is done to many rows?
    Bulk(BulkForm),
    /// What is worth a second look?
    Checks(ChecksForm),
}

/// What a question asks of the view.
#[derive(Clone, Debug)]
pub(in crate::gui) enum ReviewAsk {
    /// List these rows, and of them those with the words that are looked for.
    Filter(Filter),
    /// List just these rows.
    List(Filter),
    /// List what a saved filter asks for.
    Wish(Wish, Vec<SortKey>),
    /// Do this to these rows, as one step.
    Many(Arc<Index>, Arc<Vec<RowRef>>, Deed),
    /// Ask which entry the mentions of these rows speak of.
    Link(crate::edit::MentionsOf),
}

impl ReviewQuestion {
    /// The question where a search looks, which the view asks for its neighbour.
    pub(in crate::gui) fn where_to_search(filter: Filter) -> Self {
        Self::Filters(FilterForm::of_search(filter))
    }

    /// Draws the question; its answer, once there is one.
    pub(in crate::gui) fn ui(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        engine: &mut TextEngine,
        theme: &Theme,
        requests: &mut Requests,
    ) -> Option<Answer> {
        match self {
            Self::Filters(form) => form.ui(ui, session, engine, theme, requests),
            Self::Save(form) => form.ui(ui, session, engine, theme, requests),
            Self::Notes(form) => form.ui(ui, session, engine, theme, requests),
            Self::Bulk(form) => form.ui(ui, session, engine, theme, requests),
            Self::Checks(form) => form.ui(ui, engine, theme, requests),
        }
    }
}

/// A filter to be kept.
#[derive(Clone, Debug)]
pub(in crate::gui) struct SaveForm {
    pub(super) name: String,
    pub(super) wish: Wish,
    pub(super) columns: Vec<SortKey>,
    pub(super) is_new: bool,
}

impl SaveForm {
    fn ui(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        engine: &mut TextEngine,
        theme: &Theme,
        requests: &mut Requests,
    ) -> Option<Answer> {
        ui.set_width(fitting(ui, 420.0));
        ui.heading(tr!("Save the filter"));
        let field = engine.field_ui(ui, &mut self.name, FieldRows::One, |name| {
            TextEdit::singleline(name).hint_text(tr!("Its name")).desired_width(f32::INFINITY)
        });
        field.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, tr!("Name of the filter")));
        if std::mem::take(&mut self.is_new) {
            field.request_focus();
        }
        let name = self.name.trim();
        let is_there = session.filters.iter().any(|known| known.name == name);
        let told = if is_there {
            tr!("A filter of this name is there; this one takes its place.")
        } else {
            tr!("It is kept in the session, with the order, the groups and the columns.")
        };
        ui.add(egui::Label::new(RichText::new(told).small().color(theme.text_muted.0)).wrap());
        let entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        ui.add_space(8.0);
        let verb = if is_there { tr!("Replace") } else { tr!("Save") };
        let ready = !name.is_empty();
        let (go, cancel) = ui
            .horizontal(|ui| {
                (ui.add_enabled(ready, egui::Button::new(verb)).clicked(), ui.button(tr!("Cancel")).clicked())
            })
            .inner;
        if (go || entered) && ready {
            let draft = self.wish.draft(name, &self.columns);
            requests.push(Request::Do(Command::SaveFilter(Box::new(draft))));
            return Some(Answer::Close);
        }
        cancel.then_some(Answer::Close)
    }
}
