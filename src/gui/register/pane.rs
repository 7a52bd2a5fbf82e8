//! The right of the Register view: the chosen entry's own fields above, and below them what is linked to it.
//!
//! It shows and asks; it changes nothing.

use super::alike::{AlikeAsked, AlikeList};
use super::detail::{About, Subject};
use super::index::Index;
use super::mentions::MentionLines;
use super::tabs::{Gathered, Tab};
use super::{align, spellings};
use crate::edit::MentionsOf;
use crate::gui::actions::Action;
use crate::gui::article::TextEngine;
use crate::gui::keymap::named_with_key;
use crate::gui::language::tr;
use crate::gui::request::{Request, Requests};
use crate::model::EntryId;
use eframe::egui;
use eframe::egui::{RichText, ScrollArea, Ui};

/// What the pane remembers between frames.
#[derive(Debug, Default)]
pub(super) struct Pane {
    pub(super) about: About,
    pub(super) lines: MentionLines,
    pub(super) alike: AlikeList,
    pub(super) tab: Tab,
    gathered: Option<Gathered>,
    entry: Option<EntryId>,
    /// The session in which what is chosen was looked at last, by its number of edits.
    kept_at: Option<u64>,
}

impl Pane {
    /// The mentions of the entry on show that splitting and linking act on.
    pub(super) fn acted_on(&self) -> MentionsOf {
        self.gathered.as_ref().map(|gathered| self.lines.acted_on(&gathered.mentions)).unwrap_or_default()
    }

    /// Those that were chosen one by one.
    pub(super) fn chosen(&self) -> MentionsOf {
        self.gathered.as_ref().map(|gathered| self.lines.chosen_of(&gathered.mentions)).unwrap_or_default()
    }

    /// Draws the entry.
    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        subject: Subject<'_>,
        (index, edits): (&Index, u64),
        engine: &mut TextEngine,
        requests: &mut Requests,
    ) -> Option<AlikeAsked> {
        let Subject { session, entry, .. } = subject;
        self.about.turn_to(session, entry.id, requests);
        if self.entry.replace(entry.id) != Some(entry.id) {
            self.lines.forget();
        }
        let gathered = Gathered::follow(self.gathered.take(), session, index, entry, edits);
        if self.kept_at.replace(edits) != Some(edits) && !self.lines.chosen.is_empty() {
            self.lines.keep_to(&gathered.mentions);
        }
        self.about.times.follow(session, entry, &gathered.mentions, edits);
        self.gathered = Some(gathered);
        let height = ui.available_height();
        let lower = egui::Panel::bottom("register lower").resizable(true);
        let sizes = 120.0..=(height - 130.0).max(130.0);
        let mut asked = None;
        lower.default_size(height * 0.52).size_range(sizes).show_separator_line(true).show(ui, |ui| {
            // Whatever stands in it, it keeps the height that it was given.
            ui.expand_to_include_rect(ui.available_rect_before_wrap());
            self.tabs_ui(ui, subject);
            asked = self.tab_ui(ui, subject, (index, edits), engine, requests);
        });
        ui.horizontal_wrapped(|ui| buttons_ui(ui, requests));
        ScrollArea::vertical().id_salt("register entry").auto_shrink([false, false]).show(ui, |ui| {
            ui.push_id(entry.id, |ui| self.about.ui(ui, subject, engine, requests));
        });
        asked
    }

    fn tabs_ui(&mut self, ui: &mut Ui, subject: Subject<'_>) {
        ui.add_space(4.0);
        let (mentions, aligned) =
            self.gathered.as_ref().map_or((0, 0), |gathered| (gathered.mentions.len(), gathered.aligned.len()));
        ui.horizontal_wrapped(|ui| {
            for (tab, name) in [
                (Tab::Mentions, tr!("Mentions · {mentions}", mentions)),
                (Tab::Spellings, tr!("Spellings").to_owned()),
                (Tab::Alignments, tr!("Alignments · {aligned}", aligned)),
                (Tab::Alike, tr!("May be the same").to_owned()),
            ] {
                ui.selectable_value(&mut self.tab, tab, name);
            }
            if !self.lines.chosen.is_empty() {
                let text = tr!("{} chosen", self.lines.chosen.len());
                ui.label(RichText::new(text).small().color(subject.theme.text_muted.0));
            }
        });
        ui.add_space(2.0);
    }

    fn tab_ui(
        &mut self,
        ui: &mut Ui,
        subject: Subject<'_>,
        (index, edits): (&Index, u64),
        engine: &mut TextEngine,
        requests: &mut Requests,
    ) -> Option<AlikeAsked> {
        let Subject { session, entry, theme } = subject;
        let gathered = self.gathered.as_mut()?;
        match self.tab {
            Tab::Mentions => self.lines.ui(ui, session, gathered, engine, theme, requests),
            Tab::Spellings => spellings::ui(ui, subject, (index, gathered), &mut self.lines, engine, requests),
            Tab::Alignments => align::ui(ui, subject, gathered, engine, requests),
            Tab::Alike => return self.alike.ui(ui, session, (entry.id, edits), engine, theme, requests),
        }
        None
    }
}

/// What can be done with the entry, each with its key.
fn buttons_ui(ui: &mut Ui, requests: &mut Requests) {
    for (action, name) in [
        (Action::MergeEntries, tr!("Merge…")),
        (Action::SplitEntry, tr!("Split…")),
        (Action::AlignEntry, tr!("Align…")),
        (Action::DeleteEntries, tr!("Delete…")),
    ] {
        if ui.button(name).on_hover_text(named_with_key(ui.ctx(), action)).clicked() {
            requests.push(Request::Act(action));
        }
    }
}
