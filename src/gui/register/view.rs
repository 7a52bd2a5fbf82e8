//! The Register view as a whole: the list of entries, and beside it the chosen one.
//!
//! It shows and asks; it changes nothing.

use super::alike::AlikeAsked;
use super::detail::Subject;
use super::index::Index;
use super::list::{EntryList, ListAsked};
use super::names::{Lookup, Names};
use super::pane::Pane;
use super::row::take_keys;
use super::tabs::Tab;
use crate::gui::actions::Action;
use crate::gui::article::TextEngine;
use crate::gui::language::tr;
use crate::gui::request::{Request, Requests};
use crate::gui::theme::Theme;
use crate::model::{ArticleId, EntryId, Session};
use eframe::egui;
use eframe::egui::{Context, Frame, Margin, RichText, Ui};

/// Width in points below which the entry stands under the list rather than beside it.
const ROOM_FOR_BOTH: f32 = 720.0;

/// What the view remembers between frames.
#[derive(Debug, Default)]
pub(in crate::gui) struct Register {
    /// Whether it is what the middle of the window shows.
    pub(in crate::gui) is_shown: bool,
    pub(super) index: Index,
    pub(super) list: EntryList,
    pub(super) pane: Pane,
    pub(super) names: Names,
}

impl Register {
    /// The view, shown or waiting.
    pub(in crate::gui) fn new(is_shown: bool) -> Self {
        Self { is_shown, ..Self::default() }
    }

    /// Forgets everything of a session but that the view is shown.
    pub(in crate::gui) fn forget(&mut self) {
        *self = Self::new(self.is_shown);
        self.list.take_focus = true;
    }

    /// The names of the register as it is now, to be searched.
    pub(in crate::gui) fn lookup(&mut self, session: &Session, edits: u64) -> Lookup {
        self.index.finish(session, edits);
        self.names.lookup(session, &self.index)
    }

    /// Goes on counting what mentions speak of; whether all of them are counted.
    pub(in crate::gui) fn count_on(&mut self, session: &Session, edits: u64) -> bool {
        self.index.follow(session, edits);
        self.index.is_whole()
    }

    /// Whether every mention is counted.
    pub(in crate::gui) fn is_counted(&self) -> bool {
        self.index.is_whole()
    }

    /// The articles that speak of `entry`, as far as they are counted, in the session's order.
    pub(in crate::gui) fn articles_of(&self, session: &Session, entry: EntryId) -> Vec<ArticleId> {
        super::tabs::articles(session, &self.index, entry)
    }

    /// Remembers that something was linked to `entry`.
    pub(in crate::gui) fn note_linked(&mut self, entry: EntryId) {
        self.names.note(entry);
    }

    /// The entry that is shown.
    pub(in crate::gui) fn current(&self) -> Option<EntryId> {
        self.list.current
    }

    /// Takes the keys of the list that has the focus out of the input.
    pub(in crate::gui) fn take_keys(&mut self, ctx: &Context) {
        if !self.is_shown {
            return;
        }
        let focused = ctx.memory(egui::Memory::focused);
        let is_on = |id: Option<egui::Id>| id.is_some() && id == focused;
        if is_on(self.list.list_id) || is_on(self.list.filter_id) {
            let is_field = is_on(self.list.filter_id);
            let keys = ctx.input_mut(|input| take_keys(input, is_field));
            self.list.keys.extend(keys);
        } else if is_on(self.pane.lines.list_id) {
            let keys = ctx.input_mut(|input| take_keys(input, false));
            self.pane.lines.keys.extend(keys);
        }
    }

    /// Goes to the next place of the view that takes keys: filter, list, name, mentions.
    pub(super) fn move_focus(&mut self, ctx: &Context, back: bool) {
        let focused = ctx.memory(egui::Memory::focused);
        let at_list = focused.is_some() && focused == self.list.list_id;
        let at_lines = focused.is_some() && focused == self.pane.lines.list_id;
        if at_list && !back {
            self.pane.lines.focus();
        } else if (at_list && back) || (at_lines && !back) {
            self.list.take_filter = true;
        } else {
            self.list.take_focus = true;
        }
        ctx.request_repaint();
    }

    /// Takes over what has changed.
    pub(super) fn follow(&mut self, session: &Session, edits: u64) {
        self.index.follow(session, edits);
        self.list.follow(session, &mut self.index);
    }

    /// Draws the view.
    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        (session, edits): (&Session, u64),
        engine: &mut TextEngine,
        theme: &Theme,
        requests: &mut Requests,
    ) {
        self.follow(session, edits);
        if !self.index.is_whole() {
            ui.ctx().request_repaint();
        }
        let frame = Frame::new().fill(theme.panel.0).inner_margin(Margin::symmetric(12, 8));
        let width = ui.available_width();
        let entry = self.list.current.and_then(|id| session.entries.get(id));
        let (index, pane) = (&self.index, &mut self.pane);
        let mut detail = |ui: &mut Ui| {
            let Some(entry) = entry else {
                ui.label(RichText::new(tr!("No entry is chosen.")).color(theme.text_muted.0));
                return None;
            };
            pane.ui(ui, Subject { session, entry, theme }, (index, edits), engine, requests)
        };
        let shown = if width >= ROOM_FOR_BOTH {
            let sizes = 300.0..=(width - 320.0).max(320.0);
            let panel = egui::Panel::right("register detail").default_size((width * 0.42).clamp(320.0, 680.0));
            panel.size_range(sizes).resizable(true).frame(frame).show(ui, |ui| detail(ui)).inner
        } else {
            let height = ui.available_height();
            let panel = egui::Panel::bottom("register detail below").default_size(height * 0.55).resizable(true);
            panel.size_range(120.0..=(height - 120.0).max(130.0)).frame(frame).show(ui, |ui| detail(ui)).inner
        };
        if let Some(AlikeAsked::Merge(one, two)) = shown {
            requests.push(Request::MergeEntries(vec![one, two]));
        }
        let frame = Frame::new().inner_margin(Margin { left: 12, right: 8, top: 8, bottom: 6 });
        let asked = frame.show(ui, |ui| self.list.ui(ui, session, self.index.is_whole(), engine, theme)).inner;
        match asked {
            Some(ListAsked::Open(entry)) => requests.push(Request::OpenEntry(entry)),
            Some(ListAsked::Delete) => requests.push(Request::Act(Action::DeleteEntries)),
            None => {}
        }
    }

    /// Whether entries that may be the same are on show.
    pub(super) fn shows_alike(&self) -> bool {
        self.is_shown && self.pane.tab == Tab::Alike
    }
}
