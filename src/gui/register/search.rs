//! A field in which an entry is searched for by its names, with the likeliest ones below it; keys choose among them.
//!
//! It does not know what the entry is wanted for.

use super::names::Lookup;
use crate::assist::{Choice, Rank};
use crate::gui::article::{FieldRows, TextEngine};
use crate::gui::language::tr;
use crate::gui::theme::Theme;
use crate::gui::widgets::row_ui;
use crate::model::{EntryId, Session, Slug};
use eframe::egui;
use eframe::egui::{Align2, FontId, Key, Modifiers, ScrollArea, TextEdit, Ui, Vec2};

/// Entries that are offered at once.
const OFFERED: usize = 40;
const ROW_HEIGHT: f32 = 26.0;

/// What is typed and what it may mean.
#[derive(Clone, Debug)]
pub(in crate::gui) struct Search {
    pub(super) typed: String,
    asked: Option<String>,
    /// What the entry is likely called, for as long as nothing is typed.
    pub(super) called: String,
    /// Rows that stand above the entries while nothing is typed.
    pub(super) above: Vec<String>,
    layer: Slug,
    without: Vec<EntryId>,
    lookup: Lookup,
    found: Vec<Choice>,
    pub(super) row: usize,
}

/// What was chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::gui) enum Picked {
    /// An entry.
    Entry(EntryId),
    /// One of the rows that stand above the entries, by its number.
    Above(usize),
    /// One of the rows that stand below the entries, by its number.
    Other(usize),
}

impl Search {
    /// A search among the entries of `layer`, those of `without` left out.
    pub(in crate::gui) fn new(lookup: Lookup, layer: Slug, without: Vec<EntryId>) -> Self {
        Self {
            typed: String::new(),
            asked: None,
            called: String::new(),
            above: Vec::new(),
            layer,
            without,
            lookup,
            found: Vec::new(),
            row: 0,
        }
    }

    fn follow(&mut self) {
        if self.asked.as_ref() != Some(&self.typed) {
            self.asked = Some(self.typed.clone());
            let limit = OFFERED + self.without.len();
            self.found = self.lookup.query(&self.typed, &self.layer, limit);
            self.row = 0;
            if self.typed.is_empty() && !self.called.is_empty() {
                let mut alike = self.alike(limit);
                if alike.is_empty() && !is_short(&self.called) {
                    // Of a name that nobody has, Enter must not make that of somebody else.
                    self.row = usize::MAX;
                }
                self.found.retain(|choice| alike.iter().all(|one| one.entry != choice.entry));
                alike.append(&mut self.found);
                self.found = alike;
            }
            self.found.retain(|choice| !self.without.contains(&choice.entry));
            self.found.truncate(OFFERED);
        }
    }

    /// Entries that are called so, or by a word of it.
    fn alike(&self, limit: usize) -> Vec<Choice> {
        let whole = self.lookup.query(&self.called, &self.layer, limit);
        let words = self.called.split_whitespace().filter(|word| !is_short(word));
        let by_word = words.flat_map(|word| self.lookup.query(word, &self.layer, limit));
        let mut alike: Vec<Choice> = Vec::new();
        for choice in whole.into_iter().chain(by_word.filter(|choice| choice.rank < Rank::InWord)) {
            if alike.iter().all(|known| known.entry != choice.entry) {
                alike.push(choice);
            }
        }
        alike
    }

    /// Draws the field, what was found, and `others` below it; what was chosen by click or Enter.
    pub(in crate::gui) fn ui(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        others: &[String],
        engine: &mut TextEngine,
        theme: &Theme,
    ) -> Option<Picked> {
        let (moved, enter) = Self::keys(ui);
        let field = engine.field_ui(ui, &mut self.typed, FieldRows::One, |typed| {
            TextEdit::singleline(typed).hint_text(tr!("Type a name")).desired_width(f32::INFINITY).id_salt("find entry")
        });
        field.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, tr!("Find entry")));
        if ui.memory(|memory| memory.focused().is_none_or(|id| id != field.id)) {
            field.request_focus();
        }
        self.follow();
        let above = self.above().len();
        let rows = above + self.found.len() + others.len();
        self.row = moved.map_or(self.row, |step| stepped(self.row, step, rows)).min(rows.saturating_sub(1));
        let mut picked = enter.then(|| self.picked(self.row)).flatten();
        let height = (ui.ctx().content_rect().height() * 0.42).min(ROW_HEIGHT * 12.0);
        ScrollArea::vertical().min_scrolled_height(height).max_height(height).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 1.0;
            for number in 0..rows {
                let is_marked = number == self.row;
                let choice = number.checked_sub(above).and_then(|at| self.found.get(at));
                let response = if let Some(choice) = choice {
                    self.found_ui(ui, session, *choice, is_marked, engine, theme)
                } else {
                    let below = || number.checked_sub(above + self.found.len()).and_then(|at| others.get(at));
                    let name = self.above().get(number).or_else(below).map_or("", String::as_str);
                    let (rect, response) = row_ui(ui, theme, ROW_HEIGHT, is_marked, name);
                    let words = rect.with_max_x(rect.right() - 8.0);
                    engine.row_words(ui, words, rect.left() + 8.0, name, (13.5, theme.accent.0));
                    response
                };
                if is_marked && moved.is_some() {
                    response.scroll_to_me(None);
                }
                if response.clicked() {
                    picked = self.picked(number);
                }
            }
        });
        picked
    }

    /// Whether there is nothing of the register to choose.
    pub(super) fn is_empty(&self) -> bool {
        self.found.is_empty() && self.above().is_empty()
    }

    fn above(&self) -> &[String] {
        if self.typed.trim().is_empty() { &self.above } else { &[] }
    }

    fn picked(&self, row: usize) -> Option<Picked> {
        let Some(row) = row.checked_sub(self.above().len()) else { return Some(Picked::Above(row)) };
        match self.found.get(row) {
            Some(choice) => Some(Picked::Entry(choice.entry)),
            None => row.checked_sub(self.found.len()).map(Picked::Other),
        }
    }

    fn keys(ui: &Ui) -> (Option<isize>, bool) {
        ui.input_mut(|input| {
            let mut moved = None;
            for (key, step) in [(Key::ArrowDown, 1), (Key::ArrowUp, -1), (Key::PageDown, 10), (Key::PageUp, -10)] {
                let presses = input.count_and_consume_key(Modifiers::NONE, key);
                if let Ok(presses) = isize::try_from(presses)
                    && presses > 0
                {
                    moved = Some(moved.unwrap_or(0) + step * presses);
                }
            }
            (moved, input.consume_key(Modifiers::NONE, Key::Enter))
        })
    }

    fn found_ui(
        &self,
        ui: &mut Ui,
        session: &Session,
        choice: Choice,
        is_marked: bool,
        engine: &mut TextEngine,
        theme: &Theme,
    ) -> egui::Response {
        let entry = session.entries.get(choice.entry);
        let name = entry.map_or(String::new(), |entry| super::row::one_line(&entry.name));
        let alias = entry.and_then(|entry| entry.aliases.get(choice.alias?)).map(|alias| alias.text.as_str());
        let shown = alias.map_or_else(|| name.clone(), |alias| format!("{name}  ·  {}", super::row::one_line(alias)));
        let kind = entry.map_or("", |entry| session.schema.label_name(entry.kind.as_ref().unwrap_or(&entry.layer)));
        let count = self.lookup.mentions(choice.entry);
        let (rect, response) =
            row_ui(ui, theme, ROW_HEIGHT, is_marked, &tr!("{shown}, {kind}, {count} mentions", shown, kind, count));
        let right = rect.right_center() - Vec2::new(8.0, 0.0);
        let font = FontId::proportional(12.0);
        let note = format!("{kind} · {count}");
        let note = ui.painter().text(right, Align2::RIGHT_CENTER, note, font, theme.text_muted.0);
        let words = rect.with_max_x(note.left() - 8.0);
        engine.row_words(ui, words, rect.left() + 8.0, &shown, (13.5, theme.text.0));
        response
    }
}

/// The row that many steps on; one step beyond an end is the other end.
fn stepped(row: usize, step: isize, rows: usize) -> usize {
    let last = rows.saturating_sub(1);
    match step {
        -1 if row == 0 => last,
        1 if row == last => 0,
        _ => row.saturating_add_signed(step),
    }
}

/// Whether it may be a pronoun or a word like one, which says nothing of a name.
fn is_short(words: &str) -> bool {
    words.chars().count() < 5
}
