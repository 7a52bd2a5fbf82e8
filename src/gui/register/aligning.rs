//! How the selected mention stands to another one or to an entry: first which other one, then same, supports, contradicts,
//! differs or unrelated.
//!
//! It asks; it changes nothing.

use super::align::{differences, kind_name};
use super::names::Lookup;
use super::question::{Settled, told_ui};
use super::row::one_line;
use super::search::{Picked, Search};
use super::tellings::tellings;
use crate::analysis::detail_of_many;
use crate::edit::Command;
use crate::gui::article::{CaptionStyle, CaptionWeight, TextEngine};
use crate::gui::dialogs::fitting;
use crate::gui::language::{msg, tr};
use crate::gui::theme::Theme;
use crate::gui::widgets::{key_text, row_ui};
use crate::model::{AlignmentEnd, AlignmentKind, EntryId, Mention, Session, Shard, Slug};
use eframe::egui;
use eframe::egui::{Align2, FontId, Key, Modifiers, Ui};

/// What helps where there is nothing to compare with.
const NOTHING_HERE: &str =
    msg("Nothing of the register is called so and of the same layer. To compare with a mention, open its \
                            article beside this one (Ctrl+\\) and select it there; it stands here then.");

const DIGITS: [Key; 5] = [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5];

/// One side of the comparison.
#[derive(Clone, Debug)]
struct Side {
    end: AlignmentEnd,
    entry: Option<EntryId>,
    words: String,
    /// The words to compare: of an entry, those of its mentions too.
    told: String,
    /// Where it stands.
    place: String,
}

/// The comparison.
#[derive(Clone, Debug)]
pub(in crate::gui) struct Aligning {
    own: Side,
    /// The mention that is selected in the other pane.
    beside: Option<Side>,
    other: Option<Side>,
    search: Search,
    row: usize,
}

impl Side {
    fn of(session: &Session, shard: &Shard, mention: &Mention) -> Self {
        let outlet = session.outlet_name(shard);
        let place = if outlet.is_empty() { shard.title() } else { outlet };
        let words = mention.quote.split_whitespace().collect::<Vec<_>>().join(" ");
        let end = AlignmentEnd::of_mention(shard.id(), mention.id);
        Self { end, entry: mention.entry, told: words.clone(), words, place: one_line(place) }
    }
}

impl Aligning {
    /// The question about `mention`; `beside` is what is selected in the other pane.
    pub(super) fn new(
        session: &Session,
        (shard, mention): (&Shard, &Mention),
        beside: Option<(&Shard, &Mention)>,
        lookup: Lookup,
    ) -> Self {
        let layer = Slug::new(mention.label.layer()).unwrap_or_else(|_| mention.label.clone());
        let beside = beside.filter(|(_, other)| {
            let is_same = other.id == mention.id || (mention.entry.is_some() && other.entry == mention.entry);
            other.label.layer() == mention.label.layer() && !is_same
        });
        let beside = beside.map(|(shard, other)| Side::of(session, shard, other));
        let mut search = Search::new(lookup, layer, mention.entry.into_iter().collect());
        search.above = beside.iter().map(|side| tr!("“{}” in {}", one_line(&side.words), side.place)).collect();
        Self { own: Side::of(session, shard, mention), beside, other: None, search, row: 0 }
    }

    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        engine: &mut TextEngine,
        theme: &Theme,
    ) -> Option<Settled> {
        ui.set_width(fitting(ui, 580.0));
        let Some(other) = self.other.clone() else {
            told_ui(ui, engine, theme, &tr!("“{}” compared with", one_line(&self.own.words)));
            let picked = self.search.ui(ui, session, &[], engine, theme);
            if self.search.is_empty() {
                told_ui(ui, engine, theme, tr(NOTHING_HERE));
            }
            ui.label(key_text(theme, tr!("Down, Up and Enter; how the two stand is asked next; Esc compares nothing")));
            self.other = match picked? {
                Picked::Above(_) => self.beside.clone(),
                Picked::Entry(entry) => session.entries.get(entry).map(|row| Side {
                    end: AlignmentEnd::of_entry(entry),
                    entry: Some(entry),
                    words: row.name.clone(),
                    told: tellings(session, row, session.shards().iter().map(|shard| shard.id())),
                    place: tr!("the register").to_owned(),
                }),
                Picked::Other(_) => None,
            };
            self.row = self
                .known(session)
                .and_then(|known| AlignmentKind::ALL.iter().position(|kind| *kind == known))
                .unwrap_or(0);
            ui.ctx().request_repaint();
            return None;
        };
        sides_ui(ui, &self.own, &other, engine, theme);
        self.kinds_ui(ui, session, &other, engine, theme)
    }

    /// How the two stand already.
    fn known(&self, session: &Session) -> Option<AlignmentKind> {
        let (one, two) = (self.own.entry?, self.other.as_ref()?.entry?);
        let (one, two) = (AlignmentEnd::of_entry(one), AlignmentEnd::of_entry(two));
        let row =
            session.alignments.iter().find(|row| (row.from, row.to) == (one, two) || (row.from, row.to) == (two, one));
        row.map(|row| row.kind)
    }

    fn kinds_ui(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        other: &Side,
        engine: &mut TextEngine,
        theme: &Theme,
    ) -> Option<Settled> {
        let last = AlignmentKind::ALL.len() - 1;
        let mut chosen = ui.input_mut(|input| {
            let step = isize::from(input.consume_key(Modifiers::NONE, Key::ArrowDown))
                - isize::from(input.consume_key(Modifiers::NONE, Key::ArrowUp));
            self.row = self.row.saturating_add_signed(step).min(last);
            let digit = DIGITS.iter().position(|digit| input.consume_key(Modifiers::NONE, *digit));
            digit.or(input.consume_key(Modifiers::NONE, Key::Enter).then_some(self.row))
        });
        for (number, kind) in AlignmentKind::ALL.iter().enumerate() {
            let name = about(*kind);
            let (rect, row) = row_ui(ui, theme, 26.0, number == self.row, name);
            engine.row_words(ui, rect.with_max_x(rect.right() - 32.0), rect.left() + 8.0, name, (13.5, theme.text.0));
            let (right, font) = (rect.right_center() - egui::vec2(8.0, 0.0), FontId::proportional(12.0));
            ui.painter().text(right, Align2::RIGHT_CENTER, (number + 1).to_string(), font, theme.text_muted.0);
            if number == self.row {
                row.request_focus();
            }
            if row.clicked() {
                chosen = Some(number);
            }
        }
        let made = [self.own.entry, other.entry].iter().filter(|entry| entry.is_none()).count();
        let made = match made {
            0 => String::new(),
            1 => tr!("One of the two has no entry in the register yet; it is made in the same step. ").to_owned(),
            _ => tr!("Neither has an entry in the register yet; both are made in the same step. ").to_owned(),
        };
        let now = self.known(session).map_or(String::new(), |kind| tr!("Now: {}. ", kind_name(kind)));
        let told = tr!("{made}{now}A digit, or Down, Up and Enter; Esc compares nothing", made, now);
        ui.add(egui::Label::new(key_text(theme, told)).wrap());
        let kind = *AlignmentKind::ALL.get(chosen?)?;
        Some(Settled::by(Command::AlignEntries { from: self.own.end, to: other.end, kind }))
    }
}

/// A kind, with what it says of the first of the two.
fn about(kind: AlignmentKind) -> &'static str {
    match kind {
        AlignmentKind::Same => tr!("same – both say the same"),
        AlignmentKind::Supports => tr!("supports – the first makes the second more likely"),
        AlignmentKind::Contradicts => tr!("contradicts – they cannot both be true"),
        AlignmentKind::Differs => tr!("differs in detail – in a number, a date, a name or a quoted word"),
        AlignmentKind::Unrelated => tr!("unrelated – they have nothing to do with each other"),
    }
}

/// The words of both, and what differs between them.
fn sides_ui(ui: &mut Ui, own: &Side, other: &Side, engine: &mut TextEngine, theme: &Theme) {
    let style = CaptionStyle { size: 13.5, weight: CaptionWeight::Regular, max_rows: 4, color: theme.text.0 };
    let small = CaptionStyle { size: 11.5, max_rows: 1, color: theme.text_muted.0, ..style };
    for (which, side) in [(tr!("here"), own), (tr!("there"), other)] {
        engine.caption_ui(ui, &format!("{which}, {}", side.place), &small);
        engine.caption_ui(ui, &format!("“{}”", side.words), &style);
    }
    let lines = differences(&detail_of_many(&own.told, &other.told), &own.told, &other.told);
    for line in &lines {
        engine.caption_ui(ui, line, &CaptionStyle { size: 12.0, max_rows: 2, color: theme.warning.0, ..style });
    }
    if lines.is_empty() {
        engine.caption_ui(ui, tr!("No number, date or quoted word differs."), &small);
    }
    ui.add_space(4.0);
}
