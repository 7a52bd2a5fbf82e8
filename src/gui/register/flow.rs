//! What the window does for the register: showing it, the questions before it changes, going to a mention, linking.

use super::aligning::Aligning;
use super::link::{Linking, Pairing, With, told_apart};
use super::merge::Merging;
use super::question::{Deleting, NewEntry, RegisterQuestion};
use super::split::Splitting;
use super::tabs::Tab;
use crate::assist::Alike;
use crate::edit::{Command, MentionsOf};
use crate::gui::actions::{Action, Menu};
use crate::gui::app::App;
use crate::gui::dialogs::Dialog;
use crate::gui::language::tr;
use crate::gui::notices::Weight;
use crate::gui::request::Requests;
use crate::model::{AlignmentKind, ArticleId, Entry, EntryId, MentionId, Table};
use crate::workbench::{Desk, View};
use eframe::egui::{Context, Ui};

impl App {
    /// Draws the register in the middle of the window.
    pub(in crate::gui) fn register_ui(&mut self, ui: &mut Ui, requests: &mut Requests) {
        let edits = self.desk.bench.edits();
        let session = self.desk.bench.session();
        let nobody = ui.memory(|memory| memory.focused().is_none());
        if nobody && !self.is_covered() && !self.typing {
            self.register.list.take_focus = true;
        }
        self.register.ui(ui, (session, edits), &mut self.engine, &self.theme, requests);
        let is_wanted = self.register.shows_alike() && self.register.pane.alike.is_wanted(edits);
        if is_wanted && self.desk.look_for_alike() {
            self.register.pane.alike.note_asked(edits);
        }
    }

    /// Takes what was found of entries that may be the same.
    pub(in crate::gui) fn take_alike(&mut self, edits: u64, found: Vec<Alike>) {
        self.register.pane.alike.take(edits, found);
    }

    /// Shows the register.
    pub(in crate::gui) fn show_register(&mut self) {
        self.leave_views();
        self.register.is_shown = true;
        self.desk.settings.register_shown = true;
        self.register.list.take_focus = true;
        self.aside = None;
        self.notices.dismiss_infos();
    }

    /// Shows the articles again.
    pub(in crate::gui) fn leave_register(&mut self) {
        self.register.is_shown = false;
        self.desk.settings.register_shown = false;
        self.focus_text = true;
    }

    /// Shows an entry in the register.
    pub(in crate::gui) fn show_entry(&mut self, entry: EntryId) {
        self.show_register();
        self.follow_register();
        self.register.list.show(entry);
    }

    fn follow_register(&mut self) {
        self.register.follow(self.desk.bench.session(), self.desk.bench.edits());
    }

    /// Goes to a mention in its article.
    pub(in crate::gui) fn jump_to_mention(&mut self, article: ArticleId, mention: MentionId) {
        self.bring_to_front(article);
        self.select_mention(Some(mention));
    }

    /// Shows the articles with this one in front, in the pane that has it already.
    pub(in crate::gui) fn bring_to_front(&mut self, article: ArticleId) {
        self.leave_views();
        let is_beside = |view: View| view.article == Some(article);
        if !is_beside(self.desk.bench.view) && self.desk.bench.beside.is_some_and(is_beside) {
            self.switch_pane();
        }
        self.show_article(article);
    }

    /// Goes to the first mention of an entry.
    pub(in crate::gui) fn open_entry(&mut self, entry: EntryId) {
        let session = self.desk.bench.session();
        self.register.index.finish(session, self.desk.bench.edits());
        let uses = self.register.index.uses(entry);
        let articles = uses.map(|uses| uses.articles.as_slice()).unwrap_or_default();
        let first = articles.iter().min_by_key(|(article, _)| session.position(*article));
        let shard = first.and_then(|(article, _)| session.shard(*article));
        let mention = shard.and_then(|shard| {
            let mention = shard.mentions.by_key().find(|mention| mention.entry == Some(entry))?;
            Some((shard.id(), mention.id))
        });
        match mention {
            Some((article, mention)) => self.jump_to_mention(article, mention),
            None => self.notices.push(Weight::Info, tr!("No mention is linked to this entry yet")),
        }
    }

    /// Why an action cannot be had now, where the register has a say in it.
    pub(in crate::gui) fn register_availability(&self, action: Action) -> Option<Result<(), &'static str>> {
        let register = &self.register;
        if (register.is_shown || self.compare.is_shown) && acts_on_text(action) {
            return Some(Err(tr!("only in the articles (Ctrl+1)")));
        }
        if !action.is_of_register() {
            return None;
        }
        Some(match action {
            Action::LinkEntry if register.is_shown && register.pane.acted_on().is_empty() => {
                Err(tr!("choose mentions of the entry first"))
            }
            Action::LinkEntry | Action::AlignEntry if !register.is_shown && self.desk.bench.view.mention.is_none() => {
                Err(tr!("no mention is selected"))
            }
            Action::AlignEntry if !register.is_shown => Ok(()),
            Action::Register | Action::NewEntry | Action::LinkEntry => Ok(()),
            _ if !register.is_shown => Err(tr!("only in the register (Ctrl+3)")),
            Action::LikelySame => Ok(()),
            _ if register.list.current.is_none() => Err(tr!("no entry is chosen")),
            _ => Ok(()),
        })
    }

    /// What some actions do while the register is shown; whether this was one of them.
    pub(in crate::gui) fn act_within_register(&mut self, ctx: &Context, action: Action) -> bool {
        match action {
            Action::FocusArticles | Action::Escape => self.leave_register(),
            Action::Find => self.filter_register(),
            Action::NextPane | Action::PreviousPane => self.move_in_register(ctx, action == Action::PreviousPane),
            Action::DeleteMention => return self.act_on_register(Action::DeleteEntries),
            Action::FilterMentions => {
                self.leave_register();
                return false;
            }
            _ => return false,
        }
        true
    }

    /// Carries out an action on the register; whether it was one.
    pub(in crate::gui) fn act_on_register(&mut self, action: Action) -> bool {
        match action {
            Action::Register => self.show_register(),
            Action::NewEntry => self.ask_for_new_entry(),
            Action::LinkEntry => self.ask_for_link(),
            Action::RenameEntry => self.register.pane.about.rename = true,
            Action::MergeEntries => self.ask_for_merge(),
            Action::SplitEntry => self.ask_for_split(),
            Action::AlignEntry if !self.register.is_shown => self.ask_how_it_stands(),
            Action::AlignEntry => self.ask_for_other(With::Align(AlignmentKind::Same)),
            Action::TellApart => self.tell_apart(),
            Action::DeleteEntries => self.ask_before_deleting(),
            Action::LikelySame => {
                self.register.pane.tab = Tab::Alike;
                self.register.pane.alike.all = true;
            }
            _ => return false,
        }
        true
    }

    fn put(&mut self, question: RegisterQuestion) {
        self.dialog = Some(Dialog::Register(Box::new(question)));
    }

    fn ask_for_new_entry(&mut self) {
        let session = self.desk.bench.session();
        let layer = self.register.list.wish.layer.clone();
        let current = self.register.list.current.and_then(|id| session.entries.get(id)).map(|row| row.layer.clone());
        let first = session.schema.layers.first().map(|layer| layer.id.clone());
        let Some(layer) = layer.or(current).or(first) else {
            return self.notices.push(Weight::Warning, tr!("The schema has no layer that an entry could be of"));
        };
        let name = self.register.list.wish.filter.trim().to_owned();
        self.put(RegisterQuestion::New(NewEntry { name, layer, is_new: true }));
    }

    /// Asks which entry the selected mention speaks of; in the register, the mentions chosen there.
    fn ask_for_link(&mut self) {
        let mentions: MentionsOf = if self.register.is_shown {
            self.register.pane.acted_on()
        } else if let Some(chosen) = self.chosen_mentions() {
            chosen
        } else {
            let view = self.desk.bench.view;
            view.article.zip(view.mention).map(|(article, mention)| (article, vec![mention])).into_iter().collect()
        };
        self.ask_to_link(&mentions);
    }

    /// Asks which entry `mentions` speak of.
    pub(in crate::gui) fn ask_to_link(&mut self, mentions: &MentionsOf) {
        let session = self.desk.bench.session();
        let first = mentions.first().and_then(|(article, ids)| {
            let shard = session.shard(*article)?;
            shard.mentions.get(*ids.first()?)
        });
        let Some(first) = first else { return };
        let register = &mut self.register;
        let lookup = register.lookup(session, self.desk.bench.edits());
        let linking = Linking::new(session, mentions.clone(), first, lookup);
        self.put(RegisterQuestion::Link(linking));
    }

    /// Asks how the selected mention stands to another one: first of all to the one that is selected in the other pane.
    fn ask_how_it_stands(&mut self) {
        let session = self.desk.bench.session();
        let found = |view: View| {
            let shard = session.shard(view.article?)?;
            Some((shard.as_ref(), shard.mentions.get(view.mention?)?))
        };
        let Some(own) = found(self.desk.bench.view) else { return };
        let beside = self.desk.bench.beside.and_then(found);
        let register = &mut self.register;
        register.index.finish(session, self.desk.bench.edits());
        let lookup = register.names.lookup(session, &register.index);
        let aligning = Aligning::new(session, own, beside, lookup);
        self.put(RegisterQuestion::Align(Box::new(aligning)));
    }

    fn ask_for_merge(&mut self) {
        let chosen = self.register.list.chosen();
        if chosen.len() < 2 {
            return self.ask_for_other(With::Merge);
        }
        self.ask_about_merge(chosen);
    }

    /// Asks which of `entries` stays when they become one.
    pub(in crate::gui) fn ask_about_merge(&mut self, entries: Vec<EntryId>) {
        self.put(RegisterQuestion::Merge(Merging::new(entries, self.register.index.counts())));
    }

    fn ask_for_other(&mut self, with: With) {
        let session = self.desk.bench.session();
        let entry = self.register.list.current.and_then(|id| session.entries.get(id));
        let Some(entry) = entry else { return };
        let register = &mut self.register;
        let lookup = register.names.lookup(session, &register.index);
        let pairing = Pairing::new(entry, with, lookup);
        if let With::Align(_) = with {
            self.register.pane.tab = Tab::Alignments;
        }
        self.put(RegisterQuestion::With(pairing));
    }

    fn ask_for_split(&mut self) {
        let session = self.desk.bench.session();
        let entry = self.register.list.current.and_then(|id| session.entries.get(id));
        let Some(entry) = entry else { return };
        let splitting = Splitting::new(session, entry, self.register.pane.chosen());
        self.put(RegisterQuestion::Split(splitting));
    }

    fn ask_before_deleting(&mut self) {
        let entries = self.register.list.chosen();
        let mentions = entries.iter().map(|id| self.register.index.mentions(*id)).sum();
        if !entries.is_empty() {
            self.put(RegisterQuestion::Delete(Deleting { entries, mentions, is_new: true }));
        }
    }

    /// Says of the chosen entries, or of the one and another that is asked for, that they are not the same.
    fn tell_apart(&mut self) {
        let entries = self.register.list.chosen();
        if entries.len() < 2 {
            return self.ask_for_other(With::Apart);
        }
        let command = told_apart(self.desk.bench.session(), entries);
        self.execute(&command);
    }

    /// Shows in the register what `command` has made of `before`, and remembers what was linked to.
    pub(in crate::gui) fn follow_command(&mut self, command: &Command, before: &Table<Entry>) {
        let shown = match command {
            Command::Link { entry: Some(entry), .. } | Command::LinkAll { entry: Some(entry), .. } => {
                self.register.names.note(*entry);
                None
            }
            Command::AddEntry(_) | Command::SplitEntry { .. } => {
                let mut made = None;
                self.desk.bench.session().entries.differences(before, |was, is| {
                    made = made.or(is.filter(|_| was.is_none()).map(|row| row.id));
                });
                if let Some(made) = made {
                    self.register.names.note(made);
                }
                made
            }
            Command::MergeEntries { into, .. } => Some(*into),
            _ => None,
        };
        if let Some(entry) = shown.filter(|_| self.register.is_shown) {
            self.follow_register();
            self.register.list.show(entry);
        }
    }

    /// Takes a step back or does it again; in the register, what the step was about is on show then.
    pub(in crate::gui) fn step_in_register<T>(&mut self, step: impl FnOnce(&mut Desk) -> T) -> T {
        let before = std::sync::Arc::clone(&self.desk.bench.session().entries);
        let done = step(&mut self.desk);
        if self.register.is_shown {
            let (mut changed, mut come) = (Vec::new(), Vec::new());
            self.desk.bench.session().entries.differences(&before, |was, is| match (was, is) {
                (Some(_), Some(row)) => changed.push(row.id),
                (None, Some(row)) => come.push(row.id),
                _ => {}
            });
            // What was there all along before what has come back: an entry that was split, or merged into.
            let about = changed.first().or(come.first()).copied();
            let is_on_show = self.register.list.current.is_some_and(|id| changed.contains(&id) || come.contains(&id));
            if let Some(entry) = about.filter(|_| !is_on_show) {
                self.follow_register();
                self.register.list.show(entry);
            }
        }
        done
    }

    /// Moves the focus inside the register.
    pub(in crate::gui) fn move_in_register(&mut self, ctx: &Context, back: bool) {
        self.register.move_focus(ctx, back);
    }

    /// Puts the keyboard into the register's filter.
    pub(in crate::gui) fn filter_register(&mut self) {
        self.register.list.take_filter = true;
    }
}

/// Whether an action is about the text of an article, which has to be in front for it.
pub(in crate::gui) fn acts_on_text(action: Action) -> bool {
    let menu = action.info().map(|info| info.menu);
    match action {
        Action::Undo
        | Action::Redo
        | Action::LinkEntry
        | Action::TagRepeats
        | Action::FocusArticles
        | Action::Escape
        | Action::NextPane
        | Action::PreviousPane
        | Action::Register
        | Action::Review
        | Action::Search
        | Action::SearchEverywhere
        | Action::Compare
        | Action::Agreement
        | Action::Headway
        | Action::Pages
        | Action::NewPage
        | Action::History => false,
        Action::OpenBeside | Action::CloseBeside | Action::OtherArticle | Action::ScrollTogether => true,
        _ => matches!(menu, Some(Menu::Edit | Menu::Go)),
    }
}
