//! Finding in the article in front: asking in the background, taking up what was found, going from place to place.
//!
//! The place one is at is the selection itself, so it survives whatever the selection survives: scrolling, resizing, other
//! articles, and the end of the search, when a label's key tags it.

use super::actions::Action;
use super::app::App;
use super::article::{ArticleView, Selection};
use super::find_bar::{Answer, Question, Step};
use super::notices::Weight;
use super::request::Requests;
use crate::gui::language::tr;
use crate::model::Shard;
use crate::text::{Query, Span};
use eframe::egui::{Context, Ui};

/// Words longer than this that happen to be selected are not what somebody wants to find.
const MAX_TAKEN_OVER: usize = 100;

impl App {
    pub(super) fn find_ui(&mut self, ui: &mut Ui, shard: &Shard, requests: &mut Requests) {
        if self.find.is_open() {
            let selected = self.views.get(&shard.id()).map(|view| view.selection().span()).unwrap_or_default();
            self.find.ui(ui, selected, self.desk.settings.find, &mut self.engine, &self.theme, requests);
            ui.separator();
        }
    }

    /// Shows the bar and puts the keyboard into it; words that are selected are looked for.
    pub(super) fn open_find(&mut self, shard: &Shard) {
        let selected = self.views.get(&shard.id()).map(|view| view.selection().span()).unwrap_or_default();
        if let Some(words) = selected_words(selected, shard) {
            words.clone_into(&mut self.find.words);
        }
        self.search.leads = false;
        self.find.origin = selected.start;
        self.find.open();
        self.find.take_focus = true;
        self.desk.prepare_finding(shard, self.desk.settings.find);
    }

    /// Takes the bar away; the place one is at stays selected.
    pub(super) fn close_find(&mut self) {
        self.find.close();
        self.desk.stop_finding();
        self.focus_text = true;
    }

    /// Goes to another place, as soon as the places are known.
    pub(super) fn find_step(&mut self, shard: &Shard, step: Step) {
        if self.search.leads && !self.find.is_open() {
            return self.step_search(step);
        }
        if self.find.words.is_empty() {
            return self.open_find(shard);
        }
        self.find.open();
        self.find.wanted = Some(step);
    }

    /// Throws one of the bar's switches.
    pub(super) fn switch_find(&mut self, action: Action) {
        let find = &mut self.desk.settings.find;
        let switch = match action {
            Action::FindCase => &mut find.fold_case,
            Action::FindMarks => &mut find.fold_marks,
            Action::FindWords => &mut find.whole_words,
            _ => &mut find.regex,
        };
        *switch = !*switch;
        if self.find.is_open() {
            self.find.wanted = Some(Step::From(self.find.origin));
        }
    }

    /// Asks anew where words, switches or the article have changed, and goes where somebody wants to go.
    pub(super) fn follow_find(&mut self, ctx: &Context) {
        let Some(shard) = self.front().filter(|_| self.find.is_open()) else { return };
        let words = self.find.words.clone();
        let question = Question { article: shard.id(), words, matching: self.desk.settings.find };
        if self.find.asked.as_ref() != Some(&question) {
            self.ask(&shard, question);
        } else if self.find.answer == Answer::Found
            && let Some(step) = self.find.wanted.take()
        {
            self.go_to_found(&shard, step);
            ctx.request_repaint();
        }
    }

    fn ask(&mut self, shard: &Shard, question: Question) {
        let is_same_place = self.find.asked.as_ref().is_some_and(|asked| asked.article == question.article);
        let query = Query::new(&question.words, question.matching);
        self.find.asked = Some(question);
        self.find.ticket += 1;
        match query {
            Ok(query) => {
                // What is marked already stays until the answer is there, so that nothing flickers while somebody types.
                if is_same_place {
                    self.find.answer = Answer::Waiting;
                } else {
                    self.find.clear(Answer::Waiting);
                }
                self.desk.find(shard, query, self.find.ticket);
            }
            Err(error) => {
                self.desk.stop_finding();
                self.find.clear(Answer::Wrong(error));
            }
        }
    }

    /// Takes up the places of a search, unless something else has been asked for meanwhile.
    pub(super) fn take_found(&mut self, ticket: u64, spans: Option<Vec<Span>>) {
        if ticket == self.find.ticket && self.find.answer == Answer::Waiting {
            match spans {
                Some(spans) => self.find.take(spans),
                None => self.find.clear(Answer::Stopped),
            }
        }
    }

    fn go_to_found(&mut self, shard: &Shard, step: Step) {
        let Some(view) = self.views.get_mut(&shard.id()) else { return };
        let at = view.selection().span();
        let found = self.find.found_in(shard.id());
        let (target, wrapped) = match step {
            Step::From(byte) => (found.next_from(byte), false),
            Step::Next => {
                let from = if at.is_empty() { at.start } else { at.end };
                let next = found.next_from(from);
                (next, next.is_some_and(|next| next.start < from))
            }
            Step::Previous => {
                let previous = found.last_until(at.start);
                (previous, previous.is_some_and(|previous| previous.end > at.start))
            }
        };
        let Some(target) = target else { return };
        select(view, target);
        if !matches!(step, Step::From(_)) {
            self.find.origin = target.start;
        }
        self.desk.bench.view.mention = None;
        if wrapped {
            let end = if step == Step::Next { tr!("start") } else { tr!("end") };
            self.notices.push(Weight::Info, tr!("Found: going on from the {end} of the article", end));
        }
    }
}

/// Words that are selected and few enough to be what somebody wants to find.
pub(super) fn selected_words(selected: Span, shard: &Shard) -> Option<&str> {
    let words = selected.slice(shard.article.text())?;
    (!words.is_empty() && words.len() <= MAX_TAKEN_OVER && !words.contains('\n')).then_some(words)
}

fn select(view: &mut ArticleView, span: Span) {
    view.set_selection(Selection::of(span));
    view.jump_to(span);
}
