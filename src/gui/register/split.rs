//! The question before an entry is split: what the new one is called, and which aliases and mentions it gets.
//!
//! It asks; it changes nothing.

use super::question::{Settled, answers_ui, enter, told_ui};
use crate::edit::{Command, MentionsOf};
use crate::gui::article::{FieldRows, TextEngine, widget_words};
use crate::gui::dialogs::fitting;
use crate::gui::language::tr;
use crate::gui::theme::Theme;
use crate::model::{Entry, EntryId, Session};
use eframe::egui;
use eframe::egui::{RichText, ScrollArea, TextEdit, Ui};
use std::collections::BTreeMap;

/// What is to become an entry of its own.
#[derive(Clone, Debug)]
pub(in crate::gui) struct Splitting {
    entry: EntryId,
    name: String,
    /// Aliases that go along.
    aliases: Vec<String>,
    mentions: MentionsOf,
    is_new: bool,
}

impl Splitting {
    /// The question about `mentions` of `entry`; the spelling that most of them have is offered as the name.
    pub(super) fn new(session: &Session, entry: &Entry, mentions: MentionsOf) -> Self {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for (article, ids) in &mentions {
            let shard = session.shard(*article);
            for mention in ids.iter().filter_map(|id| shard?.mentions.get(*id)) {
                *counts.entry(super::row::one_line(&mention.quote)).or_default() += 1;
            }
        }
        let aliases: Vec<String> =
            entry.aliases.iter().map(|alias| &alias.text).filter(|text| counts.contains_key(*text)).cloned().collect();
        let most = counts.iter().filter(|(text, _)| **text != entry.name).max_by_key(|(_, count)| **count);
        let name = most.map(|(text, _)| text.clone()).unwrap_or_default();
        Self { entry: entry.id, name, aliases, mentions, is_new: true }
    }

    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        engine: &mut TextEngine,
        theme: &Theme,
    ) -> Option<Settled> {
        ui.set_width(fitting(ui, 480.0));
        let entry = session.entries.get(self.entry)?;
        ui.heading(tr!("Split the entry"));
        let count: usize = self.mentions.iter().map(|(_, ids)| ids.len()).sum();
        let told = if count == 0 {
            tr!(
                "From “{}”: no mention is chosen. Choose mentions or spellings beside the list, or aliases here.",
                entry.name
            )
        } else {
            tr!("From “{}”: {} to a new entry.", entry.name, tr!("{n} mention goes" | "{n} mentions go" % count))
        };
        told_ui(ui, engine, theme, &told);
        let field = engine.field_ui(ui, &mut self.name, FieldRows::One, |typed| {
            TextEdit::singleline(typed).hint_text(tr!("Name of the new entry")).desired_width(f32::INFINITY)
        });
        field.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, tr!("Name of the new entry")));
        if std::mem::take(&mut self.is_new) {
            field.request_focus();
        }
        if !entry.aliases.is_empty() {
            ui.label(RichText::new(tr!("Aliases that go along")).small().strong().color(theme.text_muted.0));
            ScrollArea::vertical().id_salt("splitting").max_height(180.0).show(ui, |ui| {
                for alias in &entry.aliases {
                    let mut goes = self.aliases.contains(&alias.text);
                    let check = ui.checkbox(&mut goes, widget_words(&alias.text));
                    engine.words_over(ui, &check, &alias.text, 0.0);
                    if check.changed() {
                        self.aliases.retain(|text| *text != alias.text);
                        self.aliases.extend(goes.then(|| alias.text.clone()));
                    }
                }
            });
        }
        ui.label(RichText::new(tr!("The two are then told apart.")).small().color(theme.text_muted.0));
        let name = self.name.trim();
        let ready = !name.is_empty() && name != entry.name && (count > 0 || !self.aliases.is_empty());
        let entered = enter(ui);
        let answer = answers_ui(ui, tr!("Split"), ready, false).or((entered && ready).then_some(true))?;
        if !answer {
            return Some(Settled::Close);
        }
        Some(Settled::by(Command::SplitEntry {
            entry: self.entry,
            name: name.to_owned(),
            aliases: self.aliases.clone(),
            mentions: self.mentions.clone(),
            new: None,
        }))
    }
}
