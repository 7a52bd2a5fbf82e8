//! The question before entries are merged: which one stays, and what becomes of the names, ids and mentions of the others.
//!
//! It asks; it changes nothing.

use super::question::{Settled, answers_ui, enter, told_ui};
use crate::edit::Command;
use crate::gui::article::TextEngine;
use crate::gui::dialogs::fitting;
use crate::gui::language::tr;
use crate::gui::theme::Theme;
use crate::gui::widgets::row_ui;
use crate::model::{Entry, EntryId, Session};
use eframe::egui::{Align2, FontId, Key, Modifiers, RichText, ScrollArea, Ui, Vec2};
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

/// Entries that may become one.
#[derive(Clone, Debug)]
pub(in crate::gui) struct Merging {
    entries: Vec<EntryId>,
    /// Which of them stays.
    stays: usize,
    counts: Rc<HashMap<EntryId, usize>>,
}

impl Merging {
    /// The question about `entries`; the one that most mentions speak of is offered to stay.
    pub(super) fn new(entries: Vec<EntryId>, counts: Rc<HashMap<EntryId, usize>>) -> Self {
        let count = |id: &EntryId| counts.get(id).copied().unwrap_or_default();
        let most = entries.iter().map(count).max().unwrap_or_default();
        let stays = entries.iter().position(|id| count(id) == most).unwrap_or_default();
        Self { entries, stays, counts }
    }

    fn count(&self, id: EntryId) -> usize {
        self.counts.get(&id).copied().unwrap_or_default()
    }

    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        engine: &mut TextEngine,
        theme: &Theme,
    ) -> Option<Settled> {
        ui.set_width(fitting(ui, 560.0));
        ui.heading(tr!("Merge {} entries into one", self.entries.len()));
        ui.label(RichText::new(tr!("Which one stays? Up and Down choose, Enter merges.")).color(theme.text_muted.0));
        self.move_by_keys(ui);
        let height = (ui.ctx().content_rect().height() * 0.3).max(80.0);
        ScrollArea::vertical().id_salt("merging").max_height(height).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 1.0;
            for (number, entry) in self.entries.clone().into_iter().enumerate() {
                let Some(entry) = session.entries.get(entry) else { continue };
                let is_set = number == self.stays;
                let name = super::row::one_line(&entry.name);
                let kind = session.schema.label_name(entry.kind.as_ref().unwrap_or(&entry.layer));
                let note = format!("{kind} · {}", tr!("{n} mention" | "{n} mentions" % self.count(entry.id)));
                let (rect, response) = row_ui(ui, theme, 26.0, is_set, &tr!("Keep {name}, {note}", name, note));
                let right = rect.right_center() - Vec2::new(8.0, 0.0);
                let font = FontId::proportional(12.0);
                let note = ui.painter().text(right, Align2::RIGHT_CENTER, note, font, theme.text_muted.0);
                let sign = if is_set { "●" } else { "○" };
                let at = rect.left_center() + Vec2::new(8.0, 0.0);
                ui.painter().text(at, Align2::LEFT_CENTER, sign, FontId::proportional(12.0), theme.accent.0);
                let words = rect.with_max_x(note.left() - 8.0);
                engine.row_words(ui, words, rect.left() + 26.0, &name, (13.5, theme.text.0));
                if response.clicked() {
                    self.stays = number;
                }
            }
        });
        ui.add_space(6.0);
        let told = self.outcome(session);
        for line in told.as_ref().unwrap_or_else(|why| why) {
            told_ui(ui, engine, theme, line);
        }
        let ready = told.is_ok();
        let entered = enter(ui);
        let answer = answers_ui(ui, tr!("Merge"), ready, false).or((entered && ready).then_some(true))?;
        let into = self.entries.get(self.stays).copied()?;
        if !answer {
            return Some(Settled::Close);
        }
        let from = self.entries.iter().copied().filter(|id| *id != into).collect();
        Some(Settled::by(Command::MergeEntries { into, from }))
    }

    fn move_by_keys(&mut self, ui: &Ui) {
        let last = self.entries.len().saturating_sub(1);
        ui.input_mut(|input| {
            if input.consume_key(Modifiers::NONE, Key::ArrowDown) {
                self.stays = (self.stays + 1).min(last);
            }
            if input.consume_key(Modifiers::NONE, Key::ArrowUp) {
                self.stays = self.stays.saturating_sub(1);
            }
        });
    }

    /// What comes of it, a line for each kind of thing, or why it cannot be.
    fn outcome(&self, session: &Session) -> Result<Vec<String>, Vec<String>> {
        let known = |id: &EntryId| session.entries.get(*id);
        let into = self.entries.get(self.stays).and_then(known).ok_or_else(Vec::new)?;
        let others: Vec<&Entry> = self.entries.iter().filter(|id| **id != into.id).filter_map(known).collect();
        if let Some(other) = others.iter().find(|other| other.layer != into.layer) {
            let (one, two) = (session.schema.label_name(&into.layer), session.schema.label_name(&other.layer));
            return Err(vec![tr!(
                "“{}” is of the layer {one} and “{}” of {two}; only entries of one layer can be merged.",
                into.name,
                other.name,
                one,
                two
            )]);
        }
        let all: Vec<&Entry> = std::iter::once(into).chain(others.iter().copied()).collect();
        let apart = all.iter().find_map(|one| {
            let two = all.iter().find(|two| one.distinct_from.contains(&two.id))?;
            Some(tr!(
                "“{}” and “{}” were told apart. Take that back first: choose both and press Ctrl+D.",
                one.name,
                two.name
            ))
        });
        if let Some(why) = apart {
            return Err(vec![why]);
        }
        let mentions: usize = others.iter().map(|other| self.count(other.id)).sum();
        let total = mentions + self.count(into.id);
        let mut lines = vec![tr!("Stays: “{}”", into.name)];
        let names = new_names(into, &others);
        if !names.is_empty() {
            lines.push(tr!("Becomes an alias: {}", names.join(", ")));
        }
        lines.extend(ids_line(into, &others));
        lines.push(tr!(
            "{}; {total} in all. What the others say otherwise is kept in the note.",
            tr!("{n} mention follows" | "{n} mentions follow" % mentions),
            total
        ));
        Ok(lines)
    }
}

/// Names that the entry that stays does not have yet.
fn new_names(into: &Entry, others: &[&Entry]) -> Vec<String> {
    let mut known: BTreeSet<&str> = into.aliases.iter().map(|alias| alias.text.as_str()).collect();
    known.insert(&into.name);
    let names = others.iter().flat_map(|other| {
        std::iter::once(other.name.as_str()).chain(other.aliases.iter().map(|alias| alias.text.as_str()))
    });
    names.filter(|name| known.insert(*name)).map(|name| format!("“{}”", super::row::one_line(name))).collect()
}

fn ids_line(into: &Entry, others: &[&Entry]) -> Option<String> {
    let (mut taken, mut noted) = (Vec::new(), Vec::new());
    let mut ids = into.ids.clone();
    for (scheme, id) in others.iter().flat_map(|other| &other.ids) {
        match ids.get(scheme) {
            None => {
                ids.insert(scheme.clone(), id.clone());
                taken.push(format!("{scheme} {id}"));
            }
            Some(own) if own != id => noted.push(format!("{scheme} {id}")),
            Some(_) => {}
        }
    }
    let parts = [(tr!("taken"), taken), (tr!("kept in the note"), noted)];
    let parts: Vec<String> = parts
        .iter()
        .filter(|(_, ids)| !ids.is_empty())
        .map(|(what, ids)| format!("{} ({what})", ids.join(", ")))
        .collect();
    (!parts.is_empty()).then(|| tr!("Ids: {}", parts.join("; ")))
}
