//! Entries that may be the same, and words of unlinked mentions that may be an entry's, each with its reason. Nothing is merged
//! by itself.
//!
//! It shows and asks; it changes nothing.

use crate::assist::{Alike, Side};
use crate::edit::Command;
use crate::gui::article::{CaptionStyle, CaptionWeight, TextEngine};
use crate::gui::language::tr;
use crate::gui::request::{Request, Requests};
use crate::gui::theme::Theme;
use crate::model::{Entry, EntryId, Session, Table};
use eframe::egui;
use eframe::egui::{RichText, ScrollArea, Ui, Vec2};
use std::sync::Arc;

const ROW_HEIGHT: f32 = 68.0;

/// What was looked for, and what is shown of it.
#[derive(Debug, Default)]
pub(super) struct AlikeList {
    found: Option<Arc<Vec<Alike>>>,
    /// The session that it was looked for in, by its number of edits.
    at: Option<u64>,
    asked_at: Option<u64>,
    /// Whether those of all entries are shown.
    pub(super) all: bool,
    /// Numbers of what is shown, and what that was found out for.
    shown: Vec<usize>,
    shown_for: Option<(Option<EntryId>, usize, u64)>,
}

/// What the list asks of the view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AlikeAsked {
    /// Ask whether these two are to become one.
    Merge(EntryId, EntryId),
}

impl AlikeList {
    /// Whether the list is to be looked for, because it was not yet or the session has changed since.
    pub(super) fn is_wanted(&self, edits: u64) -> bool {
        self.asked_at != Some(edits)
    }

    /// Notes that it is being looked for.
    pub(super) fn note_asked(&mut self, edits: u64) {
        self.asked_at = Some(edits);
    }

    /// Takes what was found in the session after so many edits.
    pub(super) fn take(&mut self, edits: u64, found: Vec<Alike>) {
        self.found = Some(Arc::new(found));
        self.at = Some(edits);
    }

    fn follow(&mut self, session: &Session, entry: Option<EntryId>, edits: u64) {
        let Some(found) = self.found.clone() else { return };
        let key = (entry.filter(|_| !self.all), Arc::as_ptr(&found) as usize, edits);
        if self.shown_for == Some(key) {
            return;
        }
        self.shown_for = Some(key);
        let is_of = |alike: &Alike, entry: EntryId| alike.entry == entry || alike.other == Side::Entry(entry);
        let fits = |alike: &&Alike| key.0.is_none_or(|entry| is_of(alike, entry)) && holds(session, alike);
        self.shown = found.iter().enumerate().filter(|(_, alike)| fits(alike)).map(|(number, _)| number).collect();
    }

    /// Draws the list.
    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        (entry, edits): (EntryId, u64),
        engine: &mut TextEngine,
        theme: &Theme,
        requests: &mut Requests,
    ) -> Option<AlikeAsked> {
        self.follow(session, Some(entry), edits);
        ui.horizontal(|ui| {
            ui.selectable_value(&mut self.all, false, tr!("Of this entry"));
            ui.selectable_value(&mut self.all, true, tr!("Of all entries"));
            if self.at != Some(edits) {
                ui.label(RichText::new(tr!("looking…")).small().color(theme.text_muted.0));
            }
        });
        let found = self.found.clone()?;
        if self.shown.is_empty() {
            let text = tr!("Nothing in the register, and no unlinked mention, looks like it.");
            ui.label(RichText::new(text).color(theme.text_muted.0));
            return None;
        }
        let mut asked = None;
        ui.spacing_mut().item_spacing.y = 1.0;
        let area = ScrollArea::vertical().id_salt("alike").auto_shrink([false, false]);
        area.show_rows(ui, ROW_HEIGHT, self.shown.len(), |ui, range| {
            let rows = self.shown.get(range).unwrap_or_default();
            for (number, alike) in rows.iter().filter_map(|number| Some((number, found.get(*number)?))) {
                ui.push_id(number, |ui| {
                    let size = Vec2::new(ui.available_width(), ROW_HEIGHT);
                    ui.allocate_ui(size, |ui| {
                        ui.set_min_size(size);
                        asked = row_ui(ui, session, alike, engine, theme, requests).or(asked);
                    });
                });
            }
        });
        asked
    }
}

/// Whether what was found still is so.
fn holds(session: &Session, alike: &Alike) -> bool {
    let entries: &Table<Entry> = &session.entries;
    let Some(entry) = entries.get(alike.entry) else { return false };
    match &alike.other {
        Side::Entry(other) => {
            let other = entries.get(*other);
            other.is_some_and(|row| !row.distinct_from.contains(&entry.id) && !entry.distinct_from.contains(&row.id))
        }
        Side::Words { mentions, .. } => mentions.iter().any(|(article, id)| {
            let mention = session.shard(*article).and_then(|shard| shard.mentions.get(*id));
            mention.is_some_and(|mention| mention.entry.is_none())
        }),
    }
}

fn row_ui(
    ui: &mut Ui,
    session: &Session,
    alike: &Alike,
    engine: &mut TextEngine,
    theme: &Theme,
    requests: &mut Requests,
) -> Option<AlikeAsked> {
    let name = |id: EntryId| session.entry_name(id).map(super::row::one_line).unwrap_or_default();
    let (one, two) = (
        name(alike.entry),
        match &alike.other {
            Side::Entry(other) => name(*other),
            Side::Words { text, mentions, .. } => {
                tr!("{} (not linked, {})", super::row::one_line(text), mentions.len())
            }
        },
    );
    let (weight, color) = (CaptionWeight::Regular, theme.text.0);
    engine.caption_ui(ui, &format!("{one}  ~  {two}"), &CaptionStyle { size: 13.5, weight, max_rows: 1, color });
    let muted = CaptionStyle { size: 11.5, weight, max_rows: 1, color: theme.text_muted.0 };
    let reason = format!("{}  ({:.0} %)", alike.reason, alike.score * 100.0);
    engine.caption_ui(ui, &reason, &muted);
    let mut asked = None;
    let button = |ui: &mut Ui, verb: &str, hint: &str| {
        let button = ui.small_button(verb).on_hover_text(hint);
        let told = tr!("{verb} {one} and {two}", verb, one, two);
        button.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &told));
        button.clicked()
    };
    ui.horizontal(|ui| match &alike.other {
        Side::Entry(other) => {
            if button(ui, tr!("Merge…"), tr!("Make one entry of the two, after a look at what becomes of them")) {
                asked = Some(AlikeAsked::Merge(alike.entry, *other));
            }
            if button(ui, tr!("Not the same"), tr!("Tell the two apart, so that nobody is asked again")) {
                let entries = vec![alike.entry, *other];
                requests.push(Request::Do(Command::SetDistinct { entries, on: true }));
            }
            if button(ui, tr!("Show"), tr!("Show the other entry")) {
                requests.push(Request::ShowEntry(*other));
            }
        }
        Side::Words { mentions, .. } => {
            if button(ui, tr!("Link"), tr!("Link these mentions to the entry")) {
                let mentions = mentions.iter().map(|(article, id)| (*article, vec![*id])).collect();
                requests.push(Request::Do(Command::LinkAll { mentions, entry: Some(alike.entry) }));
            }
            if let (true, Some((article, id))) =
                (button(ui, tr!("Look"), tr!("Go to the first of them")), mentions.first())
            {
                requests.push(Request::JumpTo(*article, *id));
            }
        }
    });
    asked
}
