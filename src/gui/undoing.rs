//! Undo and redo in the window: the step, and what was in view when it was done.

use super::app::App;
use super::article::{Place, Selection};
use super::notices::Weight;
use crate::edit::Refusal;
use crate::gui::language::tr;
use crate::text::ByteOffset;
use crate::workbench::Desk;

impl App {
    pub(super) fn undo(&mut self) {
        let before = self.desk.bench.view;
        let undone = self.step_in_register(Desk::undo);
        self.show_in_its_pane(before);
        self.show_step(tr!("Undid"), undone);
    }

    pub(super) fn redo(&mut self) {
        let before = self.desk.bench.view;
        let redone = self.step_in_register(Desk::redo);
        self.show_in_its_pane(before);
        self.show_step(tr!("Did again"), redone);
    }

    /// Selects and scrolls as the desk says: after undo and redo, and where a session opens at its old place.
    pub(super) fn show_view(&mut self) {
        let view = self.desk.bench.view;
        if let Some(article) = view.article {
            let shown = self.views.entry(article).or_default();
            shown.set_selection(Selection::of(view.selection.unwrap_or_default()));
            shown.set_place(Place { byte: view.scroll.byte, offset: view.scroll.offset_points });
        }
    }

    /// Every article as it was left when the session was last open.
    pub(super) fn show_places(&mut self) {
        for place in self.desk.bench.places.all() {
            let shown = self.views.entry(place.article).or_default();
            shown.set_selection(Selection { anchor: ByteOffset(place.anchor), caret: ByteOffset(place.caret) });
            shown.set_place(Place { byte: ByteOffset(place.byte), offset: place.offset });
        }
    }

    /// Brings the view of an undone or redone step back.
    fn show_step(&mut self, verb: &str, step: Result<Option<String>, Refusal>) {
        match step {
            Ok(Some(name)) => {
                self.show_view();
                self.follow_step();
                self.notices.push(Weight::Info, format!("{verb}: {name}"));
            }
            Ok(None) => {}
            Err(refusal) => self.notices.push(Weight::Warning, refusal.to_string()),
        }
        self.focus_text = !self.review.is_shown && !self.search.is_shown;
    }
}
