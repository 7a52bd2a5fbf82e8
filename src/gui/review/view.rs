//! What the Review view remembers, and how it follows the session: which rows there are, which one the keys act on, which are
//! chosen.
//!
//! It does not draw, and it changes nothing of the session.

use super::columns::USUAL;
use super::excerpts::Excerpts;
use super::keys::{At, ReviewKey, take_keys};
use super::lines::Lines;
use super::rows::{Came, Rows};
use super::scroll::RowScroll;
use crate::analysis::review::{RowKey, Sorting, Wish};
use crate::gui::keymap::Keymap;
use crate::gui::register::{Step, target};
use crate::model::{Session, SortKey};
use crate::workbench::RowsWish;
use eframe::egui;
use eframe::egui::{Context, Id, Popup};
use std::collections::BTreeSet;

/// Rows that can be chosen one by one.
const MOST_CHOSEN: usize = 20_000;

/// What the view remembers between frames.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is something of its own that the next frame is to do")]
pub(in crate::gui) struct Review {
    /// Whether it is what the middle of the window shows.
    pub(in crate::gui) is_shown: bool,
    pub(super) rows: Rows,
    pub(super) wish: Wish,
    pub(super) columns: Vec<SortKey>,
    /// The row that the keys act on, and whose article stands beside the table.
    pub(super) current: Option<RowKey>,
    /// Where it stood, so that another one takes its place where it leaves the list.
    pub(super) place: usize,
    /// What is chosen besides, where it is more than the current row.
    pub(super) chosen: BTreeSet<RowKey>,
    anchor: Option<RowKey>,
    pub(super) excerpts: Excerpts,
    pub(super) scroll: RowScroll,
    pub(super) scroll_to_current: bool,
    /// Rows that are in sight at once.
    pub(super) page: f64,
    pub(super) list_id: Option<Id>,
    pub(super) filter_id: Option<Id>,
    pub(in crate::gui) take_focus: bool,
    pub(super) take_filter: bool,
    /// The row that the article beside was turned to.
    pub(super) turned_to: Option<RowKey>,
    /// Whether the next change of the session is one that was taken back or done again, to whose place the view goes.
    pub(super) goes_along: bool,
    /// The step for many rows that is being planned.
    pub(super) doing: Option<u64>,
}

impl Default for Review {
    fn default() -> Self {
        Self {
            is_shown: false,
            rows: Rows::default(),
            wish: Wish::default(),
            columns: USUAL.to_vec(),
            current: None,
            place: 0,
            chosen: BTreeSet::new(),
            anchor: None,
            excerpts: Excerpts::default(),
            scroll: RowScroll::default(),
            scroll_to_current: true,
            page: 10.0,
            list_id: None,
            filter_id: None,
            take_focus: true,
            take_filter: false,
            turned_to: None,
            goes_along: false,
            doing: None,
        }
    }
}

impl Review {
    /// The view, shown or waiting, with these columns; with the usual ones where there is none.
    pub(in crate::gui) fn new(is_shown: bool, columns: &[SortKey]) -> Self {
        let columns = if columns.is_empty() { USUAL.to_vec() } else { columns.to_vec() };
        Self { is_shown, columns, ..Self::default() }
    }

    /// Forgets everything of a session but that the view is shown and its columns.
    pub(in crate::gui) fn forget(&mut self) {
        *self = Self::new(self.is_shown, &self.columns);
    }

    /// Forgets what was put into words.
    pub(in crate::gui) fn forget_words(&mut self) {
        self.excerpts = Excerpts::default();
    }

    /// Takes the view's keys out of the input; `article` is the text beside the table.
    pub(super) fn take_keys(&mut self, ctx: &Context, article: Option<Id>, typing: bool) -> Vec<ReviewKey> {
        if Popup::is_any_open(ctx) {
            return Vec::new();
        }
        let focused = ctx.memory(egui::Memory::focused);
        let is_on = |id: Option<Id>| id.is_some() && id == focused;
        let at = if is_on(self.filter_id) {
            At::Field
        } else if ctx.text_edit_focused() || typing {
            return Vec::new();
        } else if focused.is_none() || is_on(self.list_id) {
            At::List
        } else if is_on(article) {
            At::Article
        } else {
            At::Elsewhere
        };
        let keymap = Keymap::shared(ctx);
        ctx.input_mut(|input| take_keys(input, at, &keymap))
    }

    /// Takes over what has changed in the session and in what is asked; what is to be listed in the background.
    pub(super) fn follow(&mut self, session: &Session, edits: u64) -> Option<RowsWish> {
        let before = self.current.and_then(|key| self.rows.place_of(session, key));
        let Came { changed, is_relisted, ask } = self.rows.follow(session, edits, &self.wish, self.current);
        if is_relisted {
            self.scroll_to_current = true;
        }
        if !changed.is_empty() {
            let index = &self.rows.index;
            self.chosen.retain(|key| index.find(session, *key).is_some());
        }
        if !changed.is_empty() && std::mem::take(&mut self.goes_along) {
            self.go_along(session, &changed);
        }
        self.keep_current(session, before);
        ask
    }

    /// Goes to what a step changed that was taken back or done again: to the row that the keys act on where it is one of
    /// them, else to the first that is shown.
    fn go_along(&mut self, session: &Session, changed: &[RowKey]) {
        let is_shown = |key: &RowKey| self.rows.place_of(session, *key).is_some();
        let found = changed.iter().copied().find(|key| Some(*key) == self.current && is_shown(key));
        if let Some(key) = found.or_else(|| changed.iter().copied().find(is_shown)) {
            self.current = Some(key);
            self.chosen.clear();
            self.scroll_to_current = true;
        }
    }

    /// Keeps the current row among those that are shown: one that has left makes room for what has come to its place.
    pub(super) fn keep_current(&mut self, session: &Session, before: Option<usize>) {
        let place = self.current.and_then(|key| self.rows.place_of(session, key));
        if let Some(place) = place {
            let lines = Lines(&self.rows.listing);
            if let Some(before) = before.filter(|before| *before != place && !self.scroll_to_current) {
                let (before, now) = (lines.of_row(before), lines.of_row(place));
                self.scroll.carry(before, now);
            }
            self.place = place;
            return;
        }
        let last = self.rows.listing.rows.len().checked_sub(1);
        self.place = last.map_or(0, |last| self.place.min(last));
        self.current = self.rows.key_at(self.place);
        self.anchor = self.current;
    }

    /// Goes to the row behind the current one, once this one was dealt with.
    pub(super) fn next(&mut self) -> Option<RowKey> {
        self.rows.key_at(self.place + 1)
    }

    /// Makes `key` the current row.
    pub(super) fn turn_to(&mut self, session: &Session, key: RowKey) {
        self.current = Some(key);
        self.anchor = Some(key);
        self.chosen.clear();
        self.scroll_to_current = true;
        self.keep_current(session, None);
    }

    /// Goes by a step; with `through` what lies between is chosen.
    pub(super) fn go(&mut self, session: &Session, step: Step, through: bool) {
        let count = self.rows.listing.rows.len();
        let at = (count > 0).then_some(self.place);
        if let Some(place) = target(step, at, count, super::scroll::whole(self.page).saturating_sub(1)) {
            self.choose(session, place, through, false);
            self.scroll_to_current = true;
        }
    }

    /// Makes the row at `place` the current one: alone, with all from the last one on, or in addition.
    pub(super) fn choose(&mut self, session: &Session, place: usize, through: bool, more: bool) {
        let Some(key) = self.rows.key_at(place) else { return };
        let anchor = self.anchor.filter(|_| through).and_then(|anchor| self.rows.place_of(session, anchor));
        if let Some(anchor) = anchor {
            let (first, last) = (anchor.min(place), anchor.max(place).min(anchor + MOST_CHOSEN));
            self.chosen = (first.max(anchor.saturating_sub(MOST_CHOSEN))..=last)
                .filter_map(|place| self.rows.key_at(place))
                .collect();
        } else if more {
            self.chosen.extend(self.current.filter(|_| self.chosen.is_empty()));
            if !self.chosen.remove(&key) {
                self.chosen.insert(key);
            }
            self.anchor = Some(key);
        } else {
            self.chosen.clear();
            self.anchor = Some(key);
        }
        self.current = Some(key);
        self.place = place;
    }

    /// Chooses everything that is shown; whether there are few enough for that.
    pub(super) fn choose_all(&mut self) -> bool {
        let count = self.rows.listing.rows.len();
        if count > MOST_CHOSEN {
            return false;
        }
        self.chosen = (0..count).filter_map(|place| self.rows.key_at(place)).collect();
        true
    }

    /// Sorts by a column; by the one that it is sorted by already, the other way round.
    pub(super) fn sort_by(&mut self, key: SortKey) {
        let now = self.wish.sorting;
        let reversed = if now.key == key { !now.reversed } else { key == SortKey::Created };
        self.wish.sorting = Sorting { key, reversed };
    }
}
