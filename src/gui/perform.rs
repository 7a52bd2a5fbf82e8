//! Carrying out what was asked for, after the frame is laid out.

use super::actions::Action;
use super::app::{App, Pane};
use super::article::Selection;
use super::center::next_out;
use super::dialogs::Dialog;
use super::extents::EdgeStep;
use super::find_bar::Step;
use super::gestures::Unit;
use super::notices::Weight;
use super::palette::PaletteForm;
use super::request::Request;
use crate::edit::{Command, Refusal};
use crate::gui::language::tr;
use crate::model::{ArticleId, Label, MentionId, Proposal, ReadingStatus, Shard};
use crate::store::Theme as ThemeChoice;
use crate::text::{Span, word_at};
use crate::workbench::tag;
use eframe::egui::Context;
use std::sync::Arc;

impl App {
    /// Carries out one request.
    pub(super) fn perform(&mut self, ctx: &Context, request: Request) {
        self.settle_text(&request);
        match request {
            Request::Do(command) => self.execute(&command),
            Request::Act(action) => self.act(ctx, action),
            Request::ShowArticle(article) => self.show_article(article),
            Request::SelectMention(mention) => self.select_mention(mention),
            Request::ScrollTo(mention) => self.scroll_to(mention),
            Request::ShowSuggestion(article, suggestion) => self.show_suggestion(article, suggestion),
            Request::JumpTo(article, mention) => self.jump_to_mention(article, mention),
            Request::ShowEntry(entry) => self.show_entry(entry),
            Request::OpenEntry(entry) => self.open_entry(entry),
            Request::EditRelation(relation) => self.edit_relations(Some(relation)),
            Request::RelateAs { label, role } => self.relate_as(label, role),
            Request::MoveEnd { mention, relation, end } => self.move_end(mention, relation, end),
            Request::MergeEntries(entries) => self.ask_about_merge(entries),
            Request::UseLabel(label) => self.use_label(&label),
            Request::Gesture(gesture) => self.take_gesture(&gesture),
            Request::Compare(ask) => self.perform_compare(ctx, ask),
            Request::OpenPaths(paths) => self.open_paths(paths),
            Request::AcceptReadOnly => {
                self.desk.accept_read_only();
                self.notices.clear();
            }
            Request::AcceptRecovered => self.desk.accept_recovered(),
            Request::LeaveOutRecovered => {
                self.desk.leave_out_recovered();
                self.forget_views();
            }
            Request::OpenBeside(article) => self.open_beside(article),
            Request::ClosePane(side) => self.close_pane(side),
            Request::Pages(ask) => self.ask_pages(ask),
            Request::Search(ask) => self.answer_search(ask),
            Request::Review(ask) => self.answer_review(*ask),
            Request::CountHeadway(since) => drop(self.desk.count_headway(since)),
            Request::ShowRelated(relative) => self.show_related(&relative),
            Request::ShowPlace(article, span) => self.show_place(article, span),
            Request::LookForCleaning => drop(self.desk.look_for_cleaning()),
            Request::Prefer(settings) => self.take_preferences(ctx, &settings),
            Request::Keys(ask) => self.act_on_keys(ctx, ask),
            Request::CloseFind => self.close_find(),
            Request::Dismiss(id) => self.notices.dismiss(id),
            Request::DismissAll => self.notices.clear(),
        }
    }

    /// Typed text becomes a command before anything moves the selection away from it.
    fn settle_text(&mut self, request: &Request) {
        if matches!(request, Request::Do(_) | Request::Dismiss(_)) {
            return;
        }
        if let Some(command) = self.inspector.pending(self.desk.bench.session()) {
            self.execute(&command);
        }
    }

    pub(super) fn execute(&mut self, command: &Command) {
        let tagging = matches!(command, Command::Tag(_));
        if matches!(command, Command::Relate { .. }) {
            self.center.relating = None;
        }
        let entries = Arc::clone(&self.desk.bench.session().entries);
        match self.desk.execute(command) {
            Ok(done) => {
                self.follow_command(command, &entries);
                self.tell_editor(None);
                if tagging {
                    self.collapse_selection();
                }
                self.notices.dismiss_refusal();
                self.notices.push(Weight::Info, done.name);
            }
            Err(Refusal::AlreadyTagged(mention)) => {
                self.collapse_selection();
                self.desk.bench.view.mention = Some(mention);
                self.notices.push(Weight::Info, tr!("This is tagged already; the mention is selected"));
            }
            Err(Refusal::Nothing(why)) => {
                if matches!(command, Command::Relate { .. } | Command::SetRelation { .. }) {
                    self.tell_editor(Some(tr!("Nothing to do: {why}", why)));
                    self.notices.push(Weight::Info, tr!("Nothing to do: {why}", why));
                }
            }
            Err(refusal) => self.tell_refusal(refusal.to_string()),
        }
    }

    fn collapse_selection(&mut self) {
        if let Some(view) = self.desk.bench.view.article.and_then(|id| self.views.get_mut(&id)) {
            let end = view.selection().span().end;
            view.set_selection(Selection::caret_at(end));
        }
    }

    pub(super) fn selection(&self, shard: &Shard) -> Span {
        self.views.get(&shard.id()).map(|view| view.selection().span()).unwrap_or_default()
    }

    fn use_label(&mut self, label: &Label) {
        let Some(shard) = self.front() else { return };
        let span = self.selection(&shard);
        if self.center.relating.is_some() {
            self.notices.push(Weight::Info, tr!("Choose the other end and press Enter, or stop with Esc"));
        } else if !span.is_empty() {
            self.execute(&tag(shard.id(), label, self.trimmed(&shard, span)));
        } else if let Some(mention) = self.desk.bench.view.mention {
            let command = Command::Relabel { article: shard.id(), mentions: vec![mention], label: label.clone() };
            self.execute(&command);
        } else {
            self.armed = if self.armed.as_ref() == Some(label) { None } else { Some(label.clone()) };
        }
        self.focus_text = true;
    }

    pub(super) fn trimmed(&self, shard: &Shard, span: Span) -> Span {
        let trim = self.desk.settings.trim;
        if trim { crate::text::trim_span(shard.article.text(), span) } else { span }
    }

    pub(super) fn show_article(&mut self, article: ArticleId) {
        if self.desk.bench.view.article != Some(article) {
            if let Some(view) = self.desk.bench.view.article.and_then(|id| self.views.get_mut(&id)) {
                view.rest();
            }
            self.desk.bench.view.article = Some(article);
            self.desk.bench.view.mention = None;
            self.notices.dismiss_infos();
        }
        if self.aside == Some(Pane::Articles) {
            self.aside = None;
        }
        self.focus_text = true;
    }

    pub(super) fn select_mention(&mut self, mention: Option<MentionId>) {
        self.desk.bench.view.mention = mention;
        if let Some(mention) = mention {
            self.scroll_to(mention);
        }
    }

    fn scroll_to(&mut self, mention: MentionId) {
        let Some(shard) = self.front() else { return };
        let hull = shard.mentions.get(mention).map(|mention| mention.fragments.hull());
        if let Some(hull) = hull {
            // An article that was not drawn yet goes there when it is.
            self.views.entry(shard.id()).or_default().jump_to(hull);
        }
    }

    /// Why an action cannot be had now.
    pub(super) fn availability(&self, action: Action) -> Result<(), &'static str> {
        let has = |there: bool, why: &'static str| if there { Ok(()) } else { Err(why) };
        let view = self.desk.bench.view;
        let of_search = self.pages_availability(action).or_else(|| self.search_availability(action));
        let of_review =
            of_search.or_else(|| self.review_availability(action)).or_else(|| self.compare_availability(action));
        if let Some(answer) = of_review.or_else(|| self.register_availability(action)) {
            return answer;
        }
        match action {
            Action::Undo => has(self.desk.bench.undo_name().is_some(), tr!("nothing to undo")),
            Action::Redo => has(self.desk.bench.redo_name().is_some(), tr!("nothing to redo")),
            Action::Versions => has(self.desk.path().is_some(), tr!("no file holds this session yet")),
            Action::DeleteMention | Action::RemoveFragment | Action::Relate | Action::EditRelations => {
                has(view.mention.is_some(), tr!("no mention is selected"))
            }
            step if EdgeStep::of(step).is_some() => has(view.mention.is_some(), tr!("no mention is selected")),
            // While the other end of a relation is chosen, the same key and the same item of the menu relate.
            Action::TagArmed => has(self.armed.is_some() || self.center.relating.is_some(), tr!("no label is armed")),
            Action::CloseBeside | Action::OtherArticle => {
                has(self.desk.bench.beside.is_some(), tr!("there is no second article"))
            }
            Action::NextArticle | Action::PreviousArticle => {
                has(self.desk.bench.session().shards().len() > 1, tr!("there is no other article"))
            }
            Action::Export | Action::WriteReport | Action::TagRepeats => {
                has(!self.desk.bench.session().shards().is_empty(), tr!("there are no articles"))
            }
            Action::Conflicts => has(!self.desk.bench.session().conflicts.is_empty(), tr!("no merge left a conflict")),
            Action::AcceptShown | Action::RejectShown | Action::NextSuggestion | Action::PreviousSuggestion => {
                has(!self.suggestions.is_empty(), tr!("there are no suggestions"))
            }
            Action::AcceptSuggestion | Action::RejectSuggestion => {
                has(self.suggestions.marked().is_some(), tr!("no suggestion is marked; go to one first"))
            }
            Action::OpenBeside
            | Action::RelatedText
            | Action::SharedCopy
            | Action::Cleaning
            | Action::MarkRegion
            | Action::DropRegion
            | Action::Find
            | Action::FindNext
            | Action::FindPrevious
            | Action::NextMention
            | Action::PreviousMention
            | Action::OuterMention
            | Action::SelectSentence
            | Action::SelectParagraph
            | Action::QuickSelect
            | Action::AddFragment
            | Action::NextSentence
            | Action::PreviousSentence
            | Action::NextParagraph
            | Action::PreviousParagraph
            | Action::CycleStatus
            | Action::ArticleEncoding
            | Action::Details
            | Action::ConfirmGuesses
            | Action::FilterMentions => has(view.article.is_some(), tr!("there is no article")),
            _ => Ok(()),
        }
    }

    fn act(&mut self, ctx: &Context, action: Action) {
        if self.act_within_view(ctx, action) {
            return;
        }
        if let Err(why) = self.availability(action) {
            self.notices.push(Weight::Info, format!("{}: {why}", action.name()));
            return;
        }
        if self.act_on_pages(action)
            || self.act_on_compare(action)
            || self.act_on_register(action)
            || self.act_on_review(action)
            || self.act_on_search(action)
            || self.act_on_details(action)
        {
            return;
        }
        match action {
            Action::NewSession
            | Action::OpenSample
            | Action::Quit
            | Action::OpenSession
            | Action::OpenByPath
            | Action::SaveAs
            | Action::Save
            | Action::Versions => self.act_on_session(ctx, action),
            Action::AddArticles | Action::AddFolder | Action::PasteArticle | Action::ArticleEncoding => {
                self.act_on_articles(action);
            }
            Action::Import | Action::Export | Action::WriteReport => self.act_on_exchange(action),
            Action::TagRepeats => self.open_repeats(),
            Action::Undo | Action::Redo => self.act_on_steps(action),
            Action::Schema => self.open_schema_editor(),
            Action::Palette | Action::Conflicts | Action::Keys => self.act_on_dialogs(action),
            Action::Guide | Action::Tour | Action::Preferences | Action::Messages => self.act_on_help(action),
            Action::Headway | Action::History | Action::RelatedText | Action::SharedCopy => self.act_on_lists(action),
            Action::ZoomIn | Action::ZoomOut | Action::ZoomReset => self.act_on_zoom(ctx, action),
            Action::LightTheme | Action::DarkTheme | Action::SystemTheme => self.act_on_theme(ctx, action),
            Action::ToggleTypeface | Action::CycleSnap | Action::ToggleTrim => self.act_on_switches(action),
            Action::NextPane => self.move_pane(ctx, 1),
            Action::PreviousPane => self.move_pane(ctx, -1),
            Action::FocusArticles => self.focus_pane(ctx, Pane::Articles),
            Action::FilterMentions => self.focus_pane(ctx, Pane::Side),
            Action::NextArticle => self.step_article(1),
            Action::PreviousArticle => self.step_article(-1),
            Action::UsualReading
            | Action::Reading
            | Action::LargerText
            | Action::SmallerText
            | Action::WiderLines
            | Action::NarrowerLines
            | Action::LooserLines
            | Action::TighterLines
            | Action::ParagraphNumbers => self.act_on_reading(action),
            Action::FindCase | Action::FindMarks | Action::FindWords | Action::FindPattern => self.switch_find(action),
            Action::OpenBeside | Action::CloseBeside | Action::OtherArticle | Action::ScrollTogether => {
                self.act_on_panes(action);
            }
            _ => self.act_on_text(action),
        }
    }

    /// What an action does in a gesture or in the view that is shown, where it means something of its own there; whether it does.
    fn act_within_view(&mut self, ctx: &Context, action: Action) -> bool {
        self.act_in_gesture(action)
            || (self.register.is_shown && self.act_within_register(ctx, action))
            || (self.review.is_shown && self.act_within_review(ctx, action))
            || (self.search.is_shown && self.act_within_search(ctx, action))
    }

    fn act_on_switches(&mut self, action: Action) {
        let settings = &mut self.desk.settings;
        match action {
            // From any other font it leads back to these two.
            Action::ToggleTypeface if !settings.font.is_empty() => settings.font.clear(),
            Action::ToggleTypeface => settings.serif = !settings.serif,
            Action::ToggleTrim => settings.trim = !settings.trim,
            _ => {
                settings.snap = settings.snap.next();
                self.notices.push(Weight::Info, tr!("Selections snap to {}", tr(settings.snap.name())));
            }
        }
    }

    fn act_on_dialogs(&mut self, action: Action) {
        self.dialog = Some(match action {
            Action::Conflicts => Dialog::Conflicts,
            Action::Keys => Dialog::Keys(Box::default()),
            _ => Dialog::Palette(PaletteForm::new(&self.desk.settings.recent_actions)),
        });
    }

    fn act_on_help(&mut self, action: Action) {
        match action {
            Action::Guide => self.open_guide(),
            Action::Tour => self.begin_tour(),
            Action::Preferences => self.open_preferences(),
            _ => self.open_messages(),
        }
    }

    fn act_on_steps(&mut self, action: Action) {
        if action == Action::Undo { self.undo() } else { self.redo() }
    }

    fn act_on_lists(&mut self, action: Action) {
        match action {
            Action::History => self.open_history(),
            Action::Headway => self.open_headway(),
            _ => self.act_on_related(action),
        }
    }

    fn act_on_zoom(&mut self, ctx: &Context, action: Action) {
        let zoom = self.desk.settings.zoom;
        let zoom = match action {
            Action::ZoomIn => zoom * 1.1,
            Action::ZoomOut => zoom / 1.1,
            _ => 1.0,
        };
        self.set_zoom(ctx, zoom);
    }

    fn act_on_theme(&mut self, ctx: &Context, action: Action) {
        let theme = match action {
            Action::LightTheme => ThemeChoice::Light,
            Action::DarkTheme => ThemeChoice::Dark,
            _ => ThemeChoice::System,
        };
        self.set_theme(ctx, theme);
    }

    /// Actions on the article in front.
    fn act_on_text(&mut self, action: Action) {
        let Some(shard) = self.front() else { return };
        if self.act_on_cleaning(&shard, action) {
            return;
        }
        match action {
            Action::TagArmed => self.tag_armed(&shard),
            Action::DeleteMention => {
                self.delete_selected(&shard);
                self.focus_text = true;
            }
            Action::SelectSentence => self.select_unit(&shard, Unit::Sentence),
            Action::SelectParagraph => self.select_unit(&shard, Unit::Paragraph),
            Action::AddFragment => {
                let span = self.trimmed(&shard, self.selection(&shard));
                self.add_fragment(&shard, None, span);
            }
            Action::RemoveFragment => self.remove_fragment(&shard),
            Action::Relate => self.start_relating(),
            Action::EditRelations => self.edit_relations(None),
            Action::QuickSelect => self.open_quick_select(&shard),
            Action::NextSentence | Action::PreviousSentence | Action::NextParagraph | Action::PreviousParagraph => {
                self.go(&shard, action);
            }
            Action::Find => self.open_find(&shard),
            Action::FindNext => self.find_step(&shard, Step::Next),
            Action::FindPrevious => self.find_step(&shard, Step::Previous),
            Action::NextMention => self.step_mention(&shard, 1),
            Action::PreviousMention => self.step_mention(&shard, -1),
            Action::OuterMention => {
                let stack = self.stack_at_caret(&shard);
                self.desk.bench.view.mention = next_out(&stack, self.desk.bench.view.mention);
            }
            Action::AcceptShown => self.settle_suggestions(&shard, Proposal::Accepted),
            Action::RejectShown => self.settle_suggestions(&shard, Proposal::Rejected),
            Action::AcceptSuggestion => self.settle_suggestion(&shard, Proposal::Accepted),
            Action::RejectSuggestion => self.settle_suggestion(&shard, Proposal::Rejected),
            Action::NextSuggestion => self.step_suggestion(&shard, Step::Next),
            Action::PreviousSuggestion => self.step_suggestion(&shard, Step::Previous),
            Action::CycleStatus => {
                let status = match shard.metadata.status {
                    ReadingStatus::Unread => ReadingStatus::Reading,
                    ReadingStatus::Reading => ReadingStatus::Read,
                    ReadingStatus::Read => ReadingStatus::Unread,
                };
                self.execute(&Command::SetStatus { article: shard.id(), status });
            }
            Action::Escape => self.escape(&shard),
            _ => {
                if let Some(step) = EdgeStep::of(action) {
                    self.step_edge(&shard, step);
                }
            }
        }
    }

    fn tag_armed(&mut self, shard: &Arc<Shard>) {
        let Some(label) = self.armed.clone() else { return };
        let Some(view) = self.views.get(&shard.id()) else { return };
        let selected = view.selection().span();
        let text = shard.article.text();
        let span = if selected.is_empty() { word_at(text, view.selection().caret) } else { Some(selected) };
        if let Some(span) = span {
            self.execute(&tag(shard.id(), &label, self.trimmed(shard, span)));
        }
    }

    fn escape(&mut self, shard: &Shard) {
        if self.armed.take().is_some() || self.articles.chosen.clear() {
            return;
        }
        if self.find.is_open() {
            return self.close_find();
        }
        let mention = self.desk.bench.view.mention.take();
        let selected = self.selection(shard);
        if let Some(view) = self.views.get_mut(&shard.id()) {
            let caret = view.selection().caret;
            view.set_selection(Selection::caret_at(caret));
        }
        self.notices.dismiss_infos();
        if mention.is_none() && selected.is_empty() {
            self.notices.dismiss_last();
        }
        self.focus_text = true;
    }

    fn step_article(&mut self, step: isize) {
        let shards = self.desk.bench.session().shards();
        let at = self.desk.bench.view.article.and_then(|id| self.desk.bench.session().position(id)).unwrap_or_default();
        let next = at.checked_add_signed(step).and_then(|next| shards.get(next)).map(|shard| shard.id());
        if let Some(next) = next {
            self.show_article(next);
        }
    }

    /// The mention behind or before the selected one in text order; without one, behind or before the caret.
    fn step_mention(&mut self, shard: &Arc<Shard>, step: isize) {
        let caret = self.views.get(&shard.id()).map(|view| view.selection().caret).unwrap_or_default();
        let now = self.desk.bench.view.mention;
        let selected = now.and_then(|now| shard.mentions.get(now));
        let next = match (selected, step > 0) {
            (Some(now), true) => shard.mention_after(now),
            (Some(now), false) => shard.mention_before(now),
            (None, true) => shard.mention_from(caret),
            (None, false) => shard.mention_until(caret),
        };
        if let Some((next, start)) = next.map(|mention| (mention.id, mention.fragments.hull().start)) {
            self.select_mention(Some(next));
            // The caret goes along, so that what keys do next they do there.
            if let Some(view) = self.views.get_mut(&shard.id()) {
                view.set_selection(Selection::caret_at(start));
            }
        }
    }
}
