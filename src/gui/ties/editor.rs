//! The relations of one mention in a dialog: choose one, then change its type and role, its ends, its direction, its attributes
//! and its note, or delete it.
//!
//! It shows and asks; it changes nothing.

use super::relations::{in_order, row_of};
use super::sureness::Sureness;
use crate::edit::{Command, RelationChange};
use crate::gui::article::{CaptionStyle, CaptionWeight, FieldRows, TextEngine};
use crate::gui::attribute_field::attribute_ui;
use crate::gui::card::words_of;
use crate::gui::dialogs::{Answer, fitting};
use crate::gui::inspector::shortened;
use crate::gui::language::tr;
use crate::gui::relate::{DIGITS, End, kinships, refusals};
use crate::gui::request::{Request, Requests};
use crate::gui::theme::Theme;
use crate::gui::widgets::{key_text, row_ui};
use crate::model::{AnnotatorId, ArticleId, Mention, MentionId, Relation, RelationId, Session, Shard};
use eframe::egui;
use eframe::egui::{Align2, FontId, Key, Modifiers, Popup, RichText, ScrollArea, TextEdit, Ui};
use std::collections::BTreeMap;

const ROW_HEIGHT: f32 = 26.0;
const LETTERS: [(Key, Letter); 5] = [
    (Key::R, Letter::Reverse),
    (Key::F, Letter::From),
    (Key::T, Letter::To),
    (Key::Delete, Letter::Delete),
    (Key::Backspace, Letter::Delete),
];
/// Rows of the list that are on show at once.
const ROWS: usize = 6;

/// What the dialog remembers.
#[derive(Clone, Debug)]
pub(in crate::gui) struct RelationEditor {
    article: ArticleId,
    mention: MentionId,
    relation: Option<RelationId>,
    by: AnnotatorId,
    /// The relation whose texts are being typed, with the note as it is known.
    typed_of: Option<(RelationId, String)>,
    note: String,
    texts: BTreeMap<String, String>,
    sureness: Sureness,
    /// Why the last change was refused.
    pub(in crate::gui) problem: Option<String>,
    moved: bool,
}

/// What the keys of a frame ask for.
#[derive(Clone, Copy, Debug, Default)]
struct Keys {
    step: isize,
    digit: Option<usize>,
    letter: Option<Letter>,
}

/// What a key does to the chosen relation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Letter {
    Reverse,
    From,
    To,
    Delete,
}

impl RelationEditor {
    /// The relations of `mention`, `relation` chosen among them; the first one where that is none.
    pub(in crate::gui) fn new(
        shard: &Shard,
        mention: MentionId,
        relation: Option<RelationId>,
        by: AnnotatorId,
    ) -> Option<Self> {
        let first = in_order(shard, mention).first()?.id;
        Some(Self {
            article: shard.id(),
            mention,
            relation: Some(relation.unwrap_or(first)),
            by,
            typed_of: None,
            note: String::new(),
            texts: BTreeMap::new(),
            sureness: Sureness::default(),
            problem: None,
            moved: true,
        })
    }

    fn change(&self, relation: RelationId, change: RelationChange) -> Request {
        Request::Do(Command::SetRelation { article: self.article, relation, change })
    }

    /// What is typed of a note and not asked for yet.
    pub(in crate::gui) fn pending(&self) -> Option<Request> {
        let (relation, known) = self.typed_of.as_ref()?;
        let is_new = self.note.trim() != known.trim();
        is_new.then(|| self.change(*relation, RelationChange::Note(self.note.clone())))
    }

    /// Draws the dialog.
    pub(in crate::gui) fn ui(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        engine: &mut TextEngine,
        theme: &Theme,
        requests: &mut Requests,
    ) -> Option<Answer> {
        ui.set_width(fitting(ui, 560.0));
        let Some(shard) = session.shard(self.article) else { return Some(Answer::Close) };
        let Some(mention) = shard.mentions.get(self.mention) else { return Some(Answer::Close) };
        let listed = in_order(shard, self.mention);
        let title = tr!("Relations of “{}”", shortened(&mention.quote, 80));
        let style = CaptionStyle { size: 16.0, weight: CaptionWeight::Strong, max_rows: 2, color: theme.text.0 };
        engine.caption_ui(ui, &title, &style);
        let keys = read_keys(ui);
        let at = listed.iter().position(|row| Some(row.id) == self.relation).unwrap_or_default();
        let next = at.saturating_add_signed(keys.step).min(listed.len().saturating_sub(1));
        self.moved |= keys.step != 0;
        let Some(relation) = listed.get(next) else {
            ui.label(tr!("None is left. Ctrl+Z brings the last one back."));
            return ui.button(tr!("Close")).clicked().then_some(Answer::Close);
        };
        self.choose(relation.id, requests);
        self.list_ui(ui, (session, shard), &listed, next, engine, theme, requests);
        ui.separator();
        self.follow(relation);
        let mut answer = None;
        ScrollArea::vertical().max_height(ui.ctx().content_rect().height() * 0.5).show(ui, |ui| {
            answer = self.form_ui(ui, (session, shard, relation), keys, engine, theme, requests);
        });
        if let Some(problem) = &self.problem {
            let style = CaptionStyle { size: 12.5, weight: CaptionWeight::Regular, max_rows: 6, color: theme.danger.0 };
            engine.caption_ui(ui, problem, &style);
        }
        ui.horizontal(|ui| {
            if ui.button(tr!("Close")).clicked() {
                answer = Some(Answer::Close);
            }
            ui.label(key_text(theme, tr!("Down, Up, a digit, R, F, T, Delete; Esc closes")));
        });
        answer
    }

    /// Turns to another relation; what was typed for the last one is asked for.
    fn choose(&mut self, relation: RelationId, requests: &mut Requests) {
        if self.relation != Some(relation) {
            self.relation = Some(relation);
            self.problem = None;
        }
        if self.typed_of.as_ref().is_some_and(|(known, _)| *known != relation) {
            requests.extend(self.pending());
            self.typed_of = None;
            self.texts.clear();
            self.sureness = Sureness::default();
        }
    }

    /// Takes over the note as it is known where nothing typed is pending.
    fn follow(&mut self, relation: &Relation) {
        let own = relation.notes.iter().rev().find(|note| note.by == self.by);
        let own = own.map_or(String::new(), |note| note.text.clone());
        let is_settled = self.typed_of.as_ref().is_none_or(|(id, known)| *id != relation.id || self.note == *known);
        if is_settled {
            self.note.clone_from(&own);
            self.typed_of = Some((relation.id, own));
        }
    }

    #[expect(clippy::too_many_arguments, reason = "what a row shows comes from all of these")]
    fn list_ui(
        &mut self,
        ui: &mut Ui,
        (session, shard): (&Session, &Shard),
        listed: &[&Relation],
        at: usize,
        engine: &mut TextEngine,
        theme: &Theme,
        requests: &mut Requests,
    ) {
        let moved = std::mem::take(&mut self.moved);
        let height = ROW_HEIGHT * listed.len().min(ROWS) as f32;
        ui.spacing_mut().item_spacing.y = 1.0;
        let mut area = ScrollArea::vertical().id_salt("relations").min_scrolled_height(height).max_height(height);
        if moved {
            let above = at.saturating_sub(ROWS / 2);
            area = area.vertical_scroll_offset(above as f32 * (ROW_HEIGHT + 1.0));
        }
        area.auto_shrink([false, true]).show_rows(ui, ROW_HEIGHT, listed.len(), |ui, rows| {
            for number in rows {
                let Some(relation) = listed.get(number) else { continue };
                let text = row_of(session, shard, relation, self.mention);
                let (rect, row) = row_ui(ui, theme, ROW_HEIGHT, number == at, &tr!("Relation {text}", text));
                let words = rect.with_max_x(rect.right() - 8.0);
                engine.row_words(ui, words, rect.left() + 8.0, &text, (13.5, theme.text.0));
                if moved && number == at {
                    row.request_focus();
                }
                if row.clicked() {
                    self.choose(relation.id, requests);
                }
            }
        });
        ui.spacing_mut().item_spacing.y = 4.0;
    }

    fn form_ui(
        &mut self,
        ui: &mut Ui,
        (session, shard, relation): (&Session, &Shard, &Relation),
        keys: Keys,
        engine: &mut TextEngine,
        theme: &Theme,
        requests: &mut Requests,
    ) -> Option<Answer> {
        let ends = [
            (relation.from, End::From, tr!("From"), "F", Letter::From),
            (relation.to, End::To, tr!("To"), "T", Letter::To),
        ];
        let mut answer = None;
        for (mention, end, name, key, letter) in ends {
            let asked = end_ui(ui, (session, shard, mention), (name, key), engine, theme);
            if asked == Some(EndAsked::Change) || keys.letter == Some(letter) {
                requests.push(Request::MoveEnd { mention: self.mention, relation: relation.id, end });
                answer = Some(Answer::Close);
            } else if asked == Some(EndAsked::Show) {
                requests.push(Request::SelectMention(Some(mention)));
                answer = Some(Answer::Close);
            }
        }
        self.kinds_ui(ui, (session, shard, relation), keys.digit, engine, theme, requests);
        ui.horizontal(|ui| {
            let reverse = ui.button(tr!("Reverse")).on_hover_text(tr!("Let it lead the other way (R)"));
            if reverse.clicked() || keys.letter == Some(Letter::Reverse) {
                requests.push(self.change(relation.id, RelationChange::Reverse));
            }
            let delete = ui.button(tr!("Delete this relation")).on_hover_text(tr!("Delete"));
            if delete.clicked() || keys.letter == Some(Letter::Delete) {
                self.moved = true;
                let (article, relations) = (self.article, vec![relation.id]);
                requests.push(Request::Do(Command::Unrelate { article, relations }));
            }
        });
        let defs = session.schema.attributes.iter().filter(|def| def.relation_types.contains(&relation.label));
        for def in defs {
            let asked = attribute_ui(ui, def, relation.attributes.get(&def.id), &mut self.texts, engine);
            if let Some(value) = asked {
                let attribute = def.id.clone();
                requests.push(self.change(relation.id, RelationChange::Attribute { attribute, value }));
            }
        }
        if let Some(change) = self.sureness.ui(ui, relation, engine, theme) {
            requests.push(self.change(relation.id, change));
        }
        self.note_ui(ui, session, relation, engine, theme, requests);
        answer
    }

    /// The types and roles that these two ends can have, one key each.
    fn kinds_ui(
        &self,
        ui: &mut Ui,
        (session, shard, relation): (&Session, &Shard, &Relation),
        digit: Option<usize>,
        engine: &mut TextEngine,
        theme: &Theme,
        requests: &mut Requests,
    ) {
        let (Some(from), Some(to)) = (shard.mentions.get(relation.from), shard.mentions.get(relation.to)) else {
            return;
        };
        let kinds = kinships(&session.schema, shard.id(), from, to);
        let mut chosen = digit;
        for (number, kind) in kinds.iter().enumerate() {
            let is_set = (&kind.label, &kind.role) == (&relation.label, &relation.role);
            let (rect, row) = row_ui(ui, theme, 24.0, is_set, &kind.name);
            engine.row_words(
                ui,
                rect.with_max_x(rect.right() - 32.0),
                rect.left() + 8.0,
                &kind.name,
                (13.5, theme.text.0),
            );
            if number < DIGITS.len() {
                let right = rect.right_center() - egui::vec2(8.0, 0.0);
                let font = FontId::proportional(12.0);
                ui.painter().text(right, Align2::RIGHT_CENTER, (number + 1).to_string(), font, theme.text_muted.0);
            }
            if row.clicked() {
                chosen = Some(number);
            }
        }
        let refused = refusals(&session.schema, from, to);
        if !refused.is_empty() {
            let style =
                CaptionStyle { size: 11.5, weight: CaptionWeight::Regular, max_rows: 6, color: theme.text_muted.0 };
            engine.caption_ui(ui, &tr!("Not between these two: {}", refused.join("; ")), &style);
        }
        if let Some(kind) = chosen.and_then(|chosen| kinds.get(chosen)) {
            let change = if kind.label == relation.label {
                RelationChange::Role(kind.role.clone())
            } else {
                RelationChange::Type { label: kind.label.clone(), role: kind.role.clone() }
            };
            requests.push(self.change(relation.id, change));
        }
    }

    fn note_ui(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        relation: &Relation,
        engine: &mut TextEngine,
        theme: &Theme,
        requests: &mut Requests,
    ) {
        let small = CaptionStyle { size: 11.5, weight: CaptionWeight::Regular, max_rows: 4, color: theme.text_muted.0 };
        for note in relation.notes.iter().filter(|note| note.by != self.by) {
            engine.caption_ui(ui, &format!("{}: {}", session.annotator_name(note.by), note.text), &small);
        }
        let field = engine.field_ui(ui, &mut self.note, FieldRows::One, |note| {
            TextEdit::singleline(note).hint_text(tr!("Note on this relation")).desired_width(f32::INFINITY)
        });
        field.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, tr!("Note on this relation")));
        if field.lost_focus() {
            requests.extend(self.pending());
            if let Some((_, known)) = &mut self.typed_of {
                known.clone_from(&self.note);
            }
        }
        let who = session.annotator_name(relation.by);
        let text = format!("{who} · {}", relation.created.to_string().chars().take(10).collect::<String>());
        ui.label(RichText::new(text).small().color(theme.text_muted.0)).on_hover_text(relation.id.to_string());
    }
}

/// What is asked of an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum EndAsked {
    /// To go there.
    Show,
    /// To choose another mention for it.
    Change,
}

fn end_ui(
    ui: &mut Ui,
    (session, shard, mention): (&Session, &Shard, MentionId),
    (name, key): (&str, &str),
    engine: &mut TextEngine,
    theme: &Theme,
) -> Option<EndAsked> {
    let label = shard.mentions.get(mention).map_or("", |row: &Mention| session.schema.label_name(&row.label));
    let text = format!("{name}: “{}” ({label})", shortened(&words_of(shard, mention), 60));
    let style = CaptionStyle { size: 13.5, weight: CaptionWeight::Regular, max_rows: 2, color: theme.text.0 };
    let row = ui.push_id(name, |ui| {
        ui.horizontal(|ui| {
            let row = ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let change = ui.small_button(tr!("Another mention…"));
                let told = tr!("{name} another mention…", name);
                change.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &told));
                let hint = tr!("Choose another mention for this end, as relating does ({key})", key);
                if change.on_hover_text(hint).clicked() {
                    return Some(EndAsked::Change);
                }
                engine.button_ui(ui, &text, &style).clicked().then_some(EndAsked::Show)
            });
            row.inner
        })
    });
    row.inner.inner
}

fn read_keys(ui: &Ui) -> Keys {
    if ui.ctx().text_edit_focused() || Popup::is_any_open(ui.ctx()) {
        return Keys::default();
    }
    ui.input_mut(|input| {
        let mut pressed = |key| input.consume_key(Modifiers::NONE, key);
        let step = isize::from(pressed(Key::ArrowDown)) - isize::from(pressed(Key::ArrowUp));
        Keys {
            step,
            digit: DIGITS.iter().position(|digit| pressed(*digit)),
            letter: LETTERS.iter().find(|(key, _)| pressed(*key)).map(|(_, letter)| *letter),
        }
    })
}
