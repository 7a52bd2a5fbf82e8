//! What the Search view remembers: what is asked, what was found of it so far, and which place the keys act on.
//!
//! It does not draw, and it searches nothing itself.

use super::found::Found;
use super::keys::{SearchKey, take_keys};
use super::line::Lines;
use crate::analysis::review::Filter;
use crate::analysis::search::{Among, Ask, Place};
use crate::gui::register::{Step, target, whole};
use crate::gui::review::RowScroll;
use crate::model::ArticleId;
use crate::text::{Matching, QueryError};
use crate::workbench::Finds;
use eframe::egui;
use eframe::egui::{Context, Id, Popup};

/// How far the search is.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Answer {
    /// Nothing was asked for.
    #[default]
    Nothing,
    /// It goes on.
    Waiting,
    /// Everything was looked at.
    Whole,
    /// There are more places than are shown.
    Cut,
    /// Somebody stopped it.
    Stopped,
    /// The words cannot be looked for.
    Wrong(QueryError),
}

/// What the view remembers between frames.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is something of its own that the next frame is to do")]
pub(in crate::gui) struct SearchView {
    /// Whether it is what the middle of the window shows.
    pub(in crate::gui) is_shown: bool,
    /// Whether the keys that go on to the next place found go through what was found here.
    pub(in crate::gui) leads: bool,
    pub(super) words: String,
    pub(super) among: Among,
    pub(super) filter: Filter,
    /// What `found` answers, or will answer, and of which state of the session.
    asked: Option<(Ask, (u64, u64))>,
    pub(super) ticket: u64,
    pub(super) answer: Answer,
    pub(super) found: Found,
    /// Whether `found` answers an earlier question, of which the first news of the last one take the place.
    is_old: bool,
    /// The place that the keys act on, by its number.
    pub(super) current: usize,
    /// The place that was current before the last question, until it is found again.
    wanted: Option<(ArticleId, Place)>,
    pub(super) lines: Lines,
    pub(super) scroll: RowScroll,
    pub(super) scroll_to_current: bool,
    /// Lines that are in sight at once.
    pub(super) page: f32,
    pub(super) field_id: Option<Id>,
    /// Whether the field had the keyboard in the last frame.
    pub(super) had_field: bool,
    pub(super) list_id: Option<Id>,
    pub(super) take_field: bool,
    pub(in crate::gui) take_focus: bool,
}

impl SearchView {
    /// Forgets everything of a session but that the view is shown and what is typed.
    pub(in crate::gui) fn forget(&mut self) {
        let (is_shown, words) = (self.is_shown, std::mem::take(&mut self.words));
        // What is still on its way answers nothing any more.
        *self = Self { is_shown, words, ticket: self.ticket + 1, ..Self::default() };
    }

    /// What is asked for now.
    fn ask(&self, matching: Matching) -> Ask {
        Ask { words: self.words.clone(), matching, among: self.among, filter: self.filter.clone() }
    }

    /// What is to be looked for with which ticket, where it is not what was asked for last of this state of the session.
    pub(super) fn follow(&mut self, matching: Matching, state: (u64, u64)) -> Option<(Ask, u64)> {
        let is_same = |(asked, of): &(Ask, (u64, u64))| {
            *of == state
                && asked.words == self.words
                && asked.matching == matching
                && asked.among == self.among
                && asked.filter == self.filter
        };
        if self.asked.as_ref().is_some_and(is_same) {
            return None;
        }
        let ask = self.ask(matching);
        // A place stays the current one where the session alone has changed; other words begin at the first of theirs.
        let keeps = self.asked.as_ref().is_some_and(|(asked, _)| *asked == ask);
        self.wanted = self.found.place(self.current).filter(|_| keeps).or(self.wanted.filter(|_| keeps));
        self.asked = Some((ask.clone(), state));
        self.ticket += 1;
        Some((ask, self.ticket))
    }

    /// Notes whether what was asked for is being looked for.
    pub(super) fn note(&mut self, begun: Result<(), QueryError>) {
        match begun {
            Ok(()) => {
                self.answer = Answer::Waiting;
                self.is_old = true;
            }
            Err(error) => {
                self.clear();
                self.answer = if error == QueryError::Empty { Answer::Nothing } else { Answer::Wrong(error) };
            }
        }
    }

    fn clear(&mut self) {
        self.found = Found::default();
        self.lines.forget();
        self.is_old = false;
        self.current = 0;
    }

    /// Takes what was found, unless something else has been asked for meanwhile.
    pub(super) fn take(&mut self, finds: Finds) {
        if finds.ticket != self.ticket || self.answer != Answer::Waiting {
            return;
        }
        // What an earlier question found stays in sight until there is something else to see.
        if self.is_old && (finds.is_done || !finds.groups.is_empty()) {
            self.clear();
            self.scroll_to_current = true;
        }
        let from = self.found.articles();
        self.found.push(finds.groups);
        if let Some(number) = self.wanted.and_then(|wanted| self.found.number_of(wanted, from)) {
            self.wanted = None;
            self.current = number;
            self.scroll_to_current = true;
        }
        if finds.is_done {
            self.answer = if finds.is_cut { Answer::Cut } else { Answer::Whole };
        }
    }

    /// Notes that somebody has stopped the search.
    pub(super) fn note_stopped(&mut self) {
        if self.answer == Answer::Waiting {
            self.answer = Answer::Stopped;
        }
    }

    /// Whether what is shown is of the last question, as far as it was looked for.
    pub(super) fn is_settled(&self) -> bool {
        !self.is_old && self.answer != Answer::Waiting
    }

    /// Takes the view's keys out of the input.
    pub(super) fn take_keys(&mut self, ctx: &Context) -> Vec<SearchKey> {
        if !self.is_shown || Popup::is_any_open(ctx) {
            return Vec::new();
        }
        let focused = ctx.memory(egui::Memory::focused);
        let is_on = |id: Option<Id>| id.is_some() && id == focused;
        // Esc has taken the focus away from the field already.
        let is_field = is_on(self.field_id) || (self.had_field && focused.is_none());
        if is_field || is_on(self.list_id) { ctx.input_mut(|input| take_keys(input, is_field)) } else { Vec::new() }
    }

    /// Goes by a step.
    pub(super) fn go(&mut self, step: Step) {
        let count = self.found.count();
        let at = (count > 0).then_some(self.current);
        if let Some(to) = target(step, at, count, whole(self.page).saturating_sub(1)) {
            self.turn_to(to);
        }
    }

    /// Makes a place the current one.
    pub(super) fn turn_to(&mut self, number: usize) {
        self.current = number.min(self.found.count().saturating_sub(1));
        self.wanted = None;
        self.scroll_to_current = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::search::Group;
    use crate::text::Span;

    fn finds(ticket: u64, places: usize, is_done: bool) -> Finds {
        let place = |at: usize| Place { span: Span::bytes(at, at + 1), mention: None };
        let group = Group { article: ArticleId(ticket), places: (0..places).map(place).collect() };
        let groups = if places > 0 { vec![group] } else { Vec::new() };
        Finds { ticket, groups, progress: (0, 0), is_cut: false, is_done }
    }

    /// Types `words`; the ticket of what is asked then.
    fn ask(view: &mut SearchView, words: &str) -> u64 {
        words.clone_into(&mut view.words);
        let (_, ticket) = view.follow(Matching::EXACT, (0, 0)).unwrap();
        view.note(Ok(()));
        assert_eq!(view.follow(Matching::EXACT, (0, 0)), None, "a question is asked once");
        ticket
    }

    #[test]
    fn what_an_earlier_question_found_stays_in_sight_until_there_is_something_else_and_no_longer() {
        let mut view = SearchView::default();
        let first = ask(&mut view, "a");
        view.take(finds(first, 3, false));
        view.take(finds(first, 2, false));
        assert_eq!((view.found.count(), view.is_settled()), (5, false));
        let second = ask(&mut view, "ab");
        view.take(finds(first, 7, true));
        assert_eq!(view.found.count(), 5, "what is still on its way for the first one answers nothing");
        view.take(finds(second, 0, false));
        assert_eq!((view.found.count(), view.is_settled()), (5, false));
        view.take(finds(second, 1, false));
        assert_eq!(view.found.count(), 1);
        view.take(finds(second, 2, true));
        assert_eq!((view.found.count(), view.is_settled()), (3, true));
        let third = ask(&mut view, "abc");
        view.take(finds(third, 0, true));
        assert_eq!((view.found.count(), view.answer.clone()), (0, Answer::Whole));
    }
}
