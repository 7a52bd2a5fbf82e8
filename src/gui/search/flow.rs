//! What the window does for the Search view: showing it, asking in the background, going to the places that were found, and
//! handing them to the dialog that tags them.

use super::keys::SearchKey;
use crate::analysis::review::Filter;
use crate::assist::Given;
use crate::gui::actions::Action;
use crate::gui::app::App;
use crate::gui::dialogs::Dialog;
use crate::gui::find_bar::Step as FindStep;
use crate::gui::finding::selected_words;
use crate::gui::language::tr;
use crate::gui::notices::Weight;
use crate::gui::register::{Step, acts_on_text};
use crate::gui::request::Requests;
use crate::gui::review::ReviewQuestion;
use crate::workbench::Finds;
use eframe::egui;
use eframe::egui::{Context, Frame, Margin, Ui};

/// What a dialog asks of the view.
#[derive(Clone, Debug)]
pub(in crate::gui) enum SearchAsk {
    /// Look where this filter says.
    Filter(Box<Filter>),
}

impl App {
    /// Shows the view with the keyboard in its field; words that are selected in the article are looked for where
    /// `takes_selection` says so.
    fn show_search(&mut self, takes_selection: bool) {
        let words = if takes_selection && self.shows_articles() { self.selected_in_front() } else { None };
        if !self.search.is_shown {
            self.leave_views();
            self.search.is_shown = true;
            self.armed = None;
            self.aside = None;
            self.notices.dismiss_infos();
        }
        self.search.words = words.unwrap_or_else(|| std::mem::take(&mut self.search.words));
        self.search.take_field = true;
        self.search.take_focus = false;
        self.focus_text = false;
    }

    fn selected_in_front(&self) -> Option<String> {
        let shard = self.front()?;
        selected_words(self.selection(&shard), &shard).map(str::to_owned)
    }

    /// Shows the articles again, or another view.
    pub(in crate::gui) fn leave_search(&mut self) {
        if std::mem::take(&mut self.search.is_shown) {
            self.search.had_field = false;
            self.focus_text = true;
        }
    }

    /// Draws the view in the middle of the window.
    pub(in crate::gui) fn search_ui(&mut self, ui: &mut Ui, requests: &mut Requests) {
        self.follow_search();
        let nobody = ui.memory(|memory| memory.focused().is_none());
        if nobody && !self.is_covered() && !self.typing {
            let has_list = self.search.found.count() > 0;
            self.search.take_focus |= has_list;
            self.search.take_field |= !has_list;
        }
        let frame =
            Frame::new().fill(self.theme.panel.0).inner_margin(Margin { left: 12, right: 6, top: 8, bottom: 4 });
        let opens = frame.show(ui, |ui| {
            // Where little is listed, the rest of the room is the view's as well.
            ui.expand_to_include_rect(ui.available_rect_before_wrap());
            let (session, matching) = (self.desk.bench.session(), self.desk.settings.find);
            self.search.bar_ui(ui, session, matching, (&mut self.engine, &self.theme), requests);
            self.search.list_ui(ui, session, &mut self.engine, &self.theme)
        });
        if opens.inner {
            self.open_place(self.search.current);
        }
    }

    /// Asks anew where words, ways, filter or session have changed.
    fn follow_search(&mut self) {
        if !self.desk.is_seeking() {
            self.search.note_stopped();
        }
        if let Some((ask, ticket)) = self.search.follow(self.desk.settings.find, self.desk.state()) {
            let begun = self.desk.seek(ask, ticket);
            self.search.note(begun);
        }
    }

    /// Takes what a search has found.
    pub(in crate::gui) fn take_finds(&mut self, finds: Finds) {
        self.search.take(finds);
    }

    /// Carries out the view's keys, each before the frame is laid out, so that the frame shows what came of it.
    pub(in crate::gui) fn act_on_search_keys(&mut self, ctx: &Context) {
        for key in self.search.take_keys(ctx) {
            match key {
                SearchKey::Go(step) => self.search.go(step),
                SearchKey::Open => self.open_place(self.search.current),
                SearchKey::Leave => self.leave_search(),
            }
        }
    }

    /// Why an action cannot be had now, where the view has a say in it.
    pub(in crate::gui) fn search_availability(&self, action: Action) -> Option<Result<(), &'static str>> {
        let is_shown = self.search.is_shown;
        match action {
            Action::Search | Action::SearchEverywhere => Some(Ok(())),
            Action::TagFound => Some(match (is_shown, self.search.found.count()) {
                (false, _) => Err(tr!("only in the Search view (Ctrl+4)")),
                (true, _) if !self.search.is_settled() => Err(tr!("the search goes on")),
                (true, 0) => Err(tr!("nothing is found")),
                (true, _) => Ok(()),
            }),
            Action::FindNext | Action::FindPrevious if is_shown => {
                Some(if self.search.found.count() > 0 { Ok(()) } else { Err(tr!("nothing is found")) })
            }
            Action::Find
            | Action::FindCase
            | Action::FindMarks
            | Action::FindWords
            | Action::FindPattern
            | Action::FilterMentions
            | Action::NextArticle
            | Action::PreviousArticle
            | Action::Conflicts
            | Action::Schema
                if is_shown =>
            {
                Some(Ok(()))
            }
            // These are for a mention that is seen.
            Action::LinkEntry | Action::AlignEntry if is_shown => Some(Err(tr!("only in the articles (Ctrl+1)"))),
            _ => (is_shown && acts_on_text(action)).then_some(Err(tr!("only in the articles (Ctrl+1)"))),
        }
    }

    /// What some actions do while the view is shown; whether this was one of them.
    pub(in crate::gui) fn act_within_search(&mut self, ctx: &Context, action: Action) -> bool {
        match action {
            Action::FocusArticles | Action::Escape => self.leave_search(),
            Action::Find => self.search.take_field = true,
            Action::FilterMentions => {
                let question = ReviewQuestion::where_to_search(self.search.filter.clone());
                self.dialog = Some(Dialog::Review(Box::new(question)));
            }
            Action::FindNext => self.search.go(Step::Down),
            Action::FindPrevious => self.search.go(Step::Up),
            Action::NextArticle => self.go_to_group(1),
            Action::PreviousArticle => self.go_to_group(-1),
            Action::TagRepeats => return self.search.found.count() > 0 && self.act_on_search(Action::TagFound),
            Action::NextPane | Action::PreviousPane => self.move_in_search(ctx),
            _ => return false,
        }
        true
    }

    fn go_to_group(&mut self, step: isize) {
        let now = self.search.found.group_of(self.search.current);
        let to = self.search.found.first_of(now.saturating_add_signed(step));
        self.search.turn_to(to);
    }

    /// Goes to the other of field and list.
    fn move_in_search(&mut self, ctx: &Context) {
        let focused = ctx.memory(egui::Memory::focused);
        let at_field = focused.is_some() && focused == self.search.field_id;
        if at_field && self.search.found.count() > 0 {
            ctx.memory_mut(egui::Memory::stop_text_input);
            self.search.take_focus = true;
        } else {
            self.search.take_field = true;
        }
        ctx.request_repaint();
    }

    /// Carries out an action of the view; whether it was one.
    pub(in crate::gui) fn act_on_search(&mut self, action: Action) -> bool {
        match action {
            Action::Search => self.show_search(false),
            Action::SearchEverywhere => self.show_search(true),
            Action::TagFound => match self.search_availability(action) {
                Some(Err(why)) => self.notices.push(Weight::Info, format!("{}: {why}", action.name())),
                _ => self.tag_found(),
            },
            _ => return false,
        }
        true
    }

    /// Does what a dialog asked for.
    pub(in crate::gui) fn answer_search(&mut self, ask: SearchAsk) {
        let SearchAsk::Filter(filter) = ask;
        self.search.filter = *filter;
    }

    /// Goes to a place in its article, its words selected.
    fn open_place(&mut self, number: usize) {
        let Some((article, place)) = self.search.found.place(number) else { return };
        let Some(shard) = self.desk.bench.session().shard(article) else {
            return self.notices.push(Weight::Info, tr!("The article of this place is not in the session any more"));
        };
        let mention = place.mention.filter(|id| shard.mentions.contains(*id));
        self.search.turn_to(number);
        self.find.close();
        if let Some(mention) = mention {
            self.jump_to_mention(article, mention);
        } else {
            self.bring_to_front(article);
            self.show_place(article, place.span);
        }
        self.search.leads = true;
        let [on, back] = [Action::FindNext, Action::Search].map(|action| self.keymap().text(action));
        let text = tr!("{} of {}; {on} goes on, {back} goes back", number + 1, self.search.counts(), on, back);
        self.notices.push(Weight::Info, text);
    }

    /// Goes on from the place that was opened last to the next one or the one before, in whatever article it stands.
    pub(in crate::gui) fn step_search(&mut self, step: FindStep) {
        let (count, now) = (self.search.found.count(), self.search.current);
        let Some(last) = count.checked_sub(1) else { return };
        let to = match step {
            FindStep::Previous => now.checked_sub(1).unwrap_or(last),
            FindStep::Next | FindStep::From(_) if now >= last => 0,
            FindStep::Next | FindStep::From(_) => now + 1,
        };
        self.open_place(to);
    }

    /// Opens the dialog that tags many places on those that were found.
    fn tag_found(&mut self) {
        let found = self.search.found.each().map(|(article, place)| (article, place.span, place.mention));
        let given = Given::new(found);
        let name = match self.search.words.as_str() {
            "" => self.search.counts(),
            words => format!("“{words}”, {}", self.search.counts()),
        };
        self.open_found(given, name);
    }
}
