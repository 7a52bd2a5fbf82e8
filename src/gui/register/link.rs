//! Which entry mentions speak of, and with which other entry one is to be merged or aligned: a search in the register.
//!
//! It asks; it changes nothing.

use super::align::kind_name;
use super::names::Lookup;
use super::question::{Settled, told_ui};
use super::search::{Picked, Search};
use crate::edit::{Command, EntryDraft, MentionsOf};
use crate::gui::article::TextEngine;
use crate::gui::dialogs::fitting;
use crate::gui::language::tr;
use crate::gui::request::Request;
use crate::gui::theme::Theme;
use crate::gui::widgets::key_text;
use crate::model::{AlignmentEnd, AlignmentKind, Entry, EntryId, Label, Mention, Session, Slug};
use eframe::egui::Ui;

/// Mentions that are to be linked.
#[derive(Clone, Debug)]
pub(in crate::gui) struct Linking {
    title: String,
    /// The words that a new entry is called by where nothing is typed.
    quote: String,
    label: Label,
    mentions: MentionsOf,
    /// The entry that all of them are linked to now.
    linked: Option<EntryId>,
    search: Search,
}

impl Linking {
    /// The question about `mentions`, the first of which is `first`.
    pub(super) fn new(session: &Session, mentions: MentionsOf, first: &Mention, lookup: Lookup) -> Self {
        let count: usize = mentions.iter().map(|(_, ids)| ids.len()).sum();
        let quote = super::row::one_line(&first.quote);
        let title = if count == 1 {
            tr!("“{quote}” ({}) speaks of", session.schema.label_name(&first.label), quote)
        } else {
            tr!("{count} mentions (“{quote}” …) speak of", count, quote)
        };
        let mut search = Search::new(lookup, layer_of(&first.label), Vec::new());
        if first.entry.is_none() {
            search.called.clone_from(&quote);
        }
        Self { title, quote, label: first.label.clone(), mentions, linked: first.entry, search }
    }

    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        engine: &mut TextEngine,
        theme: &Theme,
    ) -> Option<Settled> {
        ui.set_width(fitting(ui, 520.0));
        told_ui(ui, engine, theme, &self.title);
        let linked = self.linked.and_then(|id| session.entry_name(id));
        let mut others: Vec<String> =
            linked.iter().map(|name| tr!("Unlink from “{}”", super::row::one_line(name))).collect();
        let typed = self.search.typed.trim();
        let name = if typed.is_empty() { self.quote.clone() } else { typed.to_owned() };
        others.push(tr!("New entry “{}”", super::row::one_line(&name)));
        let picked = self.search.ui(ui, session, &others, engine, theme);
        ui.label(key_text(theme, tr!("Down, Up and Enter; Esc links nothing")));
        Some(match picked? {
            Picked::Entry(entry) => Settled::by(self.link(Some(entry))),
            Picked::Other(number) if number + 1 < others.len() => Settled::by(self.link(None)),
            Picked::Other(_) | Picked::Above(_) => Settled::by(self.new_entry(name)),
        })
    }

    fn link(&self, entry: Option<EntryId>) -> Command {
        match self.mentions.as_slice() {
            [(article, mentions)] => Command::Link { article: *article, mentions: mentions.clone(), entry },
            _ => Command::LinkAll { mentions: self.mentions.clone(), entry },
        }
    }

    /// A new entry of these mentions; where they are linked already and stand in several articles, by splitting.
    fn new_entry(&self, name: String) -> Command {
        let (article, mentions) = match (self.mentions.as_slice(), self.linked) {
            ([(article, mentions)], _) => (Some(*article), mentions.clone()),
            (_, Some(entry)) => {
                let mentions = self.mentions.clone();
                return Command::SplitEntry { entry, name, aliases: Vec::new(), mentions, new: None };
            }
            _ => (None, Vec::new()),
        };
        let layer = layer_of(&self.label);
        let aliases = if name == self.quote { Vec::new() } else { vec![self.quote.clone()] };
        let kind = Some(self.label.clone()).filter(|kind| *kind != layer);
        Command::AddEntry(EntryDraft { entry: None, layer, name, kind, aliases, mentions, article })
    }
}

/// The layer of a label, as a label.
fn layer_of(label: &Label) -> Slug {
    Slug::new(label.layer()).unwrap_or_else(|_| label.clone())
}

/// What another entry is wanted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum With {
    /// To make one of both.
    Merge,
    /// To say that they are not the same, or to take that back.
    Apart,
    /// To say how both stand to each other.
    Align(AlignmentKind),
}

/// Says that `entries` are not the same; where that is known of all of them, takes it back.
pub(super) fn told_apart(session: &Session, entries: Vec<EntryId>) -> Command {
    let is_apart = |one: &EntryId| {
        let row = session.entries.get(*one);
        row.is_some_and(|row| entries.iter().all(|other| other == one || row.distinct_from.contains(other)))
    };
    let on = !entries.iter().all(is_apart);
    Command::SetDistinct { entries, on }
}

/// An entry for which another one is searched.
#[derive(Clone, Debug)]
pub(in crate::gui) struct Pairing {
    entry: EntryId,
    title: String,
    with: With,
    search: Search,
}

impl Pairing {
    /// The question with which other entry of its layer.
    pub(super) fn new(entry: &Entry, with: With, lookup: Lookup) -> Self {
        let name = super::row::one_line(&entry.name);
        let title = match with {
            With::Merge => tr!("Merge “{name}” with", name),
            With::Apart => tr!("“{name}” is not the same as", name),
            With::Align(_) => tr!("“{name}” compared with", name),
        };
        let search = Search::new(lookup, entry.layer.clone(), vec![entry.id]);
        Self { entry: entry.id, title, with, search }
    }

    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        engine: &mut TextEngine,
        theme: &Theme,
    ) -> Option<Settled> {
        ui.set_width(fitting(ui, 560.0));
        told_ui(ui, engine, theme, &self.title);
        if let With::Align(kind) = &mut self.with {
            ui.horizontal_wrapped(|ui| {
                for one in AlignmentKind::ALL {
                    ui.selectable_value(kind, *one, kind_name(*one));
                }
            });
            let step = ui.input_mut(|input| {
                let alt = eframe::egui::Modifiers::ALT;
                let right = input.consume_key(alt, eframe::egui::Key::ArrowRight);
                let left = input.consume_key(alt, eframe::egui::Key::ArrowLeft);
                isize::from(right) - isize::from(left)
            });
            let at = AlignmentKind::ALL.iter().position(|one| one == kind).unwrap_or_default();
            let next = at.saturating_add_signed(step).min(AlignmentKind::ALL.len() - 1);
            *kind = AlignmentKind::ALL.get(next).copied().unwrap_or(*kind);
        }
        let picked = self.search.ui(ui, session, &[], engine, theme);
        let keys = match self.with {
            With::Merge => tr!("Down, Up and Enter; what comes of it is shown first"),
            With::Apart => tr!("Down, Up and Enter; done again, it is taken back"),
            With::Align(_) => tr!("Alt+Right and Alt+Left change the kind; Down, Up and Enter; Esc aligns nothing"),
        };
        ui.label(key_text(theme, keys));
        let Some(Picked::Entry(other)) = picked else { return None };
        Some(match self.with {
            With::Merge => Settled::Do(vec![Request::MergeEntries(vec![self.entry, other])]),
            With::Apart => Settled::by(told_apart(session, vec![self.entry, other])),
            With::Align(kind) => Settled::by(Command::Align {
                from: AlignmentEnd::of_entry(self.entry),
                to: AlignmentEnd::of_entry(other),
                kind,
            }),
        })
    }
}
