//! The thread of notes of a row: who said what and when, and a field for one more. Notes of one's own can be changed.
//!
//! It asks; it changes nothing.

use crate::analysis::review::Record;
use crate::edit::{Command, RelationChange};
use crate::gui::article::{CaptionStyle, CaptionWeight, FieldRows, TextEngine};
use crate::gui::dialogs::{Answer, fitting};
use crate::gui::language::tr;
use crate::gui::register::one_line;
use crate::gui::request::{Request, Requests};
use crate::gui::theme::Theme;
use crate::gui::widgets::key_text;
use crate::model::{AnnotatorId, ArticleId, MentionId, Note, RelationId, Session, Shard};
use eframe::egui;
use eframe::egui::{Key, Modifiers, RichText, ScrollArea, TextEdit, Ui, WidgetInfo};

/// What notes are on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum On {
    Mention(MentionId),
    Relation(RelationId),
}

/// What the dialog remembers.
#[derive(Clone, Debug)]
pub(in crate::gui) struct NotesForm {
    article: ArticleId,
    on: On,
    words: String,
    by: AnnotatorId,
    typed: String,
    /// The note of one's own that is being changed.
    editing: Option<usize>,
    is_new: bool,
}

impl NotesForm {
    /// The thread of a record; nothing where it has none.
    pub(super) fn new(shard: &Shard, record: Record<'_>, by: AnnotatorId) -> Option<Self> {
        let (on, words) = match record {
            Record::Mention(mention) => (On::Mention(mention.id), one_line(&mention.quote)),
            Record::Relation(relation) => {
                let quote = |id| shard.mentions.get(id).map_or(String::new(), |row| one_line(&row.quote));
                (On::Relation(relation.id), format!("{} → {}", quote(relation.from), quote(relation.to)))
            }
            Record::Suggestion(_) | Record::Quarantined(_) => return None,
        };
        Some(Self { article: shard.id(), on, words, by, typed: String::new(), editing: None, is_new: true })
    }

    fn notes<'s>(&self, session: &'s Session) -> &'s [Note] {
        let shard = session.shard(self.article);
        let found = shard.and_then(|shard| match self.on {
            On::Mention(id) => shard.mentions.get(id).map(|row| row.notes.as_slice()),
            On::Relation(id) => shard.relations.get(id).map(|row| row.notes.as_slice()),
        });
        found.unwrap_or_default()
    }

    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        engine: &mut TextEngine,
        theme: &Theme,
        requests: &mut Requests,
    ) -> Option<Answer> {
        ui.set_width(fitting(ui, 500.0));
        let strong = CaptionStyle { size: 15.0, weight: CaptionWeight::Strong, max_rows: 2, color: theme.text.0 };
        engine.caption_ui(ui, &tr!("Notes on “{}”", self.words), &strong);
        let notes = self.notes(session).to_vec();
        let height = ui.ctx().content_rect().height() * 0.4;
        ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show(ui, |ui| {
            for (place, note) in notes.iter().enumerate() {
                ui.push_id(place, |ui| self.note_ui(ui, session, (place, note), engine, theme, requests));
            }
        });
        let hint = if self.editing.is_some() { tr!("The note anew") } else { tr!("Say something") };
        let field = engine.field_ui(ui, &mut self.typed, FieldRows::Many, |typed| {
            TextEdit::multiline(typed).hint_text(hint).desired_rows(2).desired_width(f32::INFINITY)
        });
        field.widget_info(|| WidgetInfo::labeled(egui::Role::MultilineTextInput, true, tr!("Note")));
        if std::mem::take(&mut self.is_new) {
            field.request_focus();
        }
        ui.label(key_text(theme, tr!("Ctrl+Enter adds it, Esc closes")));
        let entered = ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter));
        let ready = !self.typed.trim().is_empty();
        let verb = match (self.editing, self.on) {
            (Some(_), _) => tr!("Change the note"),
            (None, On::Mention(_)) => tr!("Add the note"),
            (None, On::Relation(_)) => tr!("Set your note"),
        };
        ui.add_space(4.0);
        let (go, close) = ui
            .horizontal(|ui| {
                (ui.add_enabled(ready, egui::Button::new(verb)).clicked(), ui.button(tr!("Close")).clicked())
            })
            .inner;
        if (go || entered) && ready {
            requests.push(Request::Do(self.command()));
            // More may be to say: keys that are typed on are words, not commands to the rows.
            self.typed.clear();
            self.editing = None;
            self.is_new = true;
        }
        close.then_some(Answer::Close)
    }

    fn note_ui(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        (place, note): (usize, &Note),
        engine: &mut TextEngine,
        theme: &Theme,
        requests: &mut Requests,
    ) {
        ui.horizontal(|ui| {
            let at: String = note.at.to_string().chars().take(16).collect::<String>().replace('T', " ");
            let who = format!("{} · {at}", session.annotator_name(note.by));
            ui.label(RichText::new(who).small().color(theme.text_muted.0));
            let On::Mention(mention) = self.on else { return };
            if note.by != self.by {
                return;
            }
            let named = |button: egui::Response, name: &str| {
                button.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, name));
                button.clicked()
            };
            if named(ui.small_button(tr!("Edit")), tr!("Edit this note")) {
                self.typed.clone_from(&note.text);
                self.editing = Some(place);
                self.is_new = true;
            }
            if named(ui.small_button(tr!("Delete")), tr!("Delete this note")) {
                requests.push(Request::Do(Command::DropNote { article: self.article, mention, note: place }));
                self.editing = None;
            }
        });
        let (size, weight, color) = (13.5, CaptionWeight::Regular, theme.text.0);
        engine.caption_ui(ui, &note.text, &CaptionStyle { size, weight, max_rows: 12, color });
        ui.add_space(4.0);
    }

    fn command(&self) -> Command {
        let (article, text) = (self.article, self.typed.trim().to_owned());
        match (self.on, self.editing) {
            (On::Mention(mention), Some(note)) => Command::EditNote { article, mention, note, text },
            (On::Mention(mention), None) => Command::AddNote { article, mention, text },
            (On::Relation(relation), _) => {
                Command::SetRelation { article, relation, change: RelationChange::Note(text) }
            }
        }
    }
}
