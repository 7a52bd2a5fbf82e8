//! The middle of the side panel: all that is known of the selected mention, and every field of it to be changed.
//!
//! It shows and asks; it changes nothing. A text is asked for when its field loses the focus, so that one visit to a field
//! is one step to undo.

use super::actions::Action;
use super::article::{CaptionStyle, CaptionWeight, FieldRows, TextEngine, widget_words};
use super::attribute_field::attribute_ui;
use super::confidence::confidence_ui;
use super::guidelines::page_button_ui;
use super::register::Register;
use super::request::{Request, Requests};
use super::theme::Theme;
use super::ties::{Known, UNATTRIBUTED, alignments_ui, attribution_ui, is_claim, relations_ui, roles_ui};
use super::times::MentionTimes;
use super::widgets::chosen_ui;
use crate::edit::Command;
use crate::gui::language::tr;
use crate::model::{AnnotatorId, AttributeDef, AttributeType, Entry, Mention, MentionId, ReviewState, Session, Shard};
use eframe::egui;
use eframe::egui::{ComboBox, RichText, TextEdit, Ui};
use std::collections::BTreeMap;

/// What the inspector remembers between frames: text that was typed but not yet asked for.
#[derive(Debug, Default)]
pub(super) struct Inspector {
    subject: Option<MentionId>,
    note: String,
    note_before: String,
    pub(super) texts: BTreeMap<String, String>,
    confidence: Option<f64>,
    known: Known,
    times: MentionTimes,
    /// Whether the note takes the keyboard focus in the next frame.
    pub(super) take_focus: bool,
}

/// The mention that is shown, with what it takes to show it.
#[derive(Clone, Copy)]
pub(super) struct Subject<'a> {
    pub(super) session: &'a Session,
    pub(super) shard: &'a Shard,
    pub(super) mention: &'a Mention,
    pub(super) register: &'a Register,
    /// Who works now.
    pub(super) by: AnnotatorId,
    /// How often the session was changed.
    pub(super) edits: u64,
    pub(super) theme: &'a Theme,
}

impl Inspector {
    /// Draws the selected mention.
    pub(super) fn ui(&mut self, ui: &mut Ui, subject: Subject<'_>, engine: &mut TextEngine, requests: &mut Requests) {
        self.follow(subject.mention, subject.by);
        heading_ui(ui, subject, engine, requests);
        let of = (subject.shard, subject.mention);
        self.known.follow(subject.session, of, subject.register, subject.edits);
        entry_ui(ui, subject, engine, requests);
        self.times.follow(subject.session, subject.shard, subject.mention, subject.edits);
        let entry = subject.mention.entry.and_then(|id| subject.session.entries.get(id));
        self.times.ui(ui, entry, engine, subject.theme, requests);
        roles_ui(ui, subject, engine, requests);
        let (known, times, texts) = (&self.known, &self.times, &mut self.texts);
        attribution_ui(ui, subject, known, engine, requests, |ui, engine, requests| {
            let defs = subject.session.schema.attributes_of(&subject.mention.label);
            for def in defs.filter(|def| def.id.as_str() == UNATTRIBUTED) {
                value_ui(ui, subject, (def, times), texts, engine, requests);
            }
        });
        alignments_ui(ui, subject, known, engine, requests);
        relations_ui(ui, subject, engine, requests);
        self.notes_ui(ui, subject, engine, requests);
        self.attributes_ui(ui, subject, engine, requests);
        self.confidence_ui(ui, subject, requests);
        review_ui(ui, subject, requests);
        origin_ui(ui, subject);
    }

    /// The mention that was shown last.
    pub(super) fn shown(&self) -> Option<MentionId> {
        self.subject
    }

    /// Typed text that was not asked for yet, for when the selection moves on or the window closes.
    pub(super) fn pending(&mut self, session: &Session) -> Option<Command> {
        let subject = self.subject?;
        if self.note == self.note_before {
            return None;
        }
        self.note_before.clone_from(&self.note);
        let (shard, _) = session.find_mention(subject)?;
        Some(Command::SetNote { article: shard.id(), mention: subject, text: self.note.clone() })
    }

    /// Takes over what the session says where nothing typed is pending.
    fn follow(&mut self, mention: &Mention, by: AnnotatorId) {
        let own = mention.notes.iter().rev().find(|note| note.by == by).map_or("", |note| note.text.as_str());
        let moved = self.subject != Some(mention.id);
        if moved || (self.note == self.note_before && self.note != own) {
            own.clone_into(&mut self.note);
            own.clone_into(&mut self.note_before);
        }
        if moved {
            self.subject = Some(mention.id);
            self.texts.clear();
            self.confidence = None;
        }
    }

    fn attributes_ui(&mut self, ui: &mut Ui, subject: Subject<'_>, engine: &mut TextEngine, requests: &mut Requests) {
        let Subject { session, mention, .. } = subject;
        let is_claim = is_claim(&session.schema, &mention.label);
        // Of a claim that stands where it is told who says so.
        let defs = session.schema.attributes_of(&mention.label);
        for def in defs.filter(|def| !is_claim || def.id.as_str() != UNATTRIBUTED) {
            value_ui(ui, subject, (def, &self.times), &mut self.texts, engine, requests);
        }
    }

    fn confidence_ui(&mut self, ui: &mut Ui, subject: Subject<'_>, requests: &mut Requests) {
        let Subject { shard, mention, .. } = subject;
        let (article, id) = (shard.id(), mention.id);
        if let Some(confidence) = confidence_ui(ui, mention.confidence, &mut self.confidence) {
            requests.push(Request::Do(Command::SetConfidence { article, mention: id, confidence }));
        }
    }

    fn notes_ui(&mut self, ui: &mut Ui, subject: Subject<'_>, engine: &mut TextEngine, requests: &mut Requests) {
        let Subject { session, shard, mention, by, theme, .. } = subject;
        let own = mention.notes.iter().rposition(|note| note.by == by);
        for (index, note) in mention.notes.iter().enumerate().filter(|(index, _)| Some(*index) != own) {
            let who = session.annotator_name(note.by);
            ui.push_id(index, |ui| engine.caption_ui(ui, &format!("{who}: {}", note.text), &small(theme)));
        }
        let label = ui.label(tr!("Note"));
        let field = engine.field_ui(ui, &mut self.note, FieldRows::Many, |note| {
            let field = TextEdit::multiline(note).desired_rows(2).desired_width(f32::INFINITY);
            field.hint_text(tr!("What should others know about this tag?"))
        });
        let field = field.labelled_by(label.id);
        if std::mem::take(&mut self.take_focus) {
            field.request_focus();
        }
        if field.lost_focus() && self.note != self.note_before {
            self.note_before.clone_from(&self.note);
            let (article, mention, text) = (shard.id(), mention.id, self.note.clone());
            requests.push(Request::Do(Command::SetNote { article, mention, text }));
        }
    }
}

/// The field of one attribute, with the days of the text below it where it is one.
fn value_ui(
    ui: &mut Ui,
    subject: Subject<'_>,
    (def, times): (&AttributeDef, &MentionTimes),
    texts: &mut BTreeMap<String, String>,
    engine: &mut TextEngine,
    requests: &mut Requests,
) {
    let Subject { shard, mention, theme, .. } = subject;
    let known = mention.attributes.get(&def.id);
    let mut asked = attribute_ui(ui, def, known, texts, engine);
    if def.values == AttributeType::Date
        && let Some(day) = times.attribute_ui(ui, (def, known), engine, theme)
    {
        texts.remove(def.id.as_str());
        asked = Some(Some(day));
    }
    if let Some(value) = asked {
        let (article, mention, attribute) = (shard.id(), mention.id, def.id.clone());
        requests.push(Request::Do(Command::SetAttribute { article, mention, attribute, value }));
    }
}

/// At most `chars` characters of `text` on one line; of a text of megabytes the beginning alone is read.
pub(super) fn shortened(text: &str, chars: usize) -> String {
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.extend(word.chars().take(chars + 1));
        if line.chars().count() > chars {
            let kept: String = line.chars().take(chars.saturating_sub(1)).collect();
            return format!("{}…", kept.trim_end());
        }
    }
    line
}

fn heading_ui(ui: &mut Ui, subject: Subject<'_>, engine: &mut TextEngine, requests: &mut Requests) {
    let Subject { session, shard, mention, theme, .. } = subject;
    let style = CaptionStyle { size: 13.5, weight: CaptionWeight::Regular, max_rows: 6, color: theme.text.0 };
    let quote = mention.quote.split_whitespace().collect::<Vec<_>>().join(" ");
    engine.caption_ui(ui, &format!("“{quote}”"), &style);
    ui.horizontal(|ui| {
        let label = ui.label(tr!("Label"));
        let name = session.schema.label_name(&mention.label);
        // Beside it the button for deleting has its room.
        let has_page = session.schema.guideline_of(&mention.label).is_some();
        let width = (ui.available_width() - if has_page { 116.0 } else { 92.0 }).clamp(60.0, 180.0);
        let combo = ComboBox::from_id_salt("label").selected_text(widget_words(name)).width(width).truncate();
        let combo = combo.show_ui(ui, |ui| {
            for info in session.schema.label_infos() {
                let text = format!("{}{}", "    ".repeat(info.depth), info.name);
                if chosen_ui(ui, engine, mention.label == *info.id, &text) {
                    let (article, mentions, label) = (shard.id(), vec![mention.id], info.id.clone());
                    requests.push(Request::Do(Command::Relabel { article, mentions, label }));
                }
            }
        });
        engine.words_over(ui, &combo.response, name, ui.spacing().icon_width + 6.0);
        combo.response.labelled_by(label.id);
        page_button_ui(ui, session, &mention.label, theme, requests);
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if ui.button(tr!("Delete")).on_hover_text(tr!("Delete this mention (Delete)")).clicked() {
                requests.push(Request::Act(Action::DeleteMention));
            }
        });
    });
}

fn entry_ui(ui: &mut Ui, subject: Subject<'_>, engine: &mut TextEngine, requests: &mut Requests) {
    let Subject { session, mention, theme, .. } = subject;
    let entry = mention.entry.and_then(|id| session.entries.get(id));
    ui.horizontal(|ui| {
        ui.label(tr!("Entry"));
        let room = if entry.is_some() { 92.0 } else { 8.0 };
        let shown = entry.map_or(tr!("none – link it…").to_owned(), |entry| shortened(&entry.name, 60));
        let width = (ui.available_width() - room).max(60.0);
        let button = egui::Button::new(widget_words(&shown)).truncate().min_size(egui::vec2(width.min(120.0), 0.0));
        let response = ui.scope(|ui| {
            ui.set_max_width(width);
            ui.add(button)
        });
        let button = response.inner;
        engine.words_over(ui, &button, &shown, 0.0);
        button.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, tr!("Entry: {shown}", shown)));
        if button.on_hover_text(tr!("Link to an entry of the register, or unlink (L)")).clicked() {
            requests.push(Request::Act(Action::LinkEntry));
        }
        if let Some(entry) = entry {
            let told = tr!("Show this entry in the register");
            let show = ui.small_button(tr!("Register")).on_hover_text(told);
            show.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, told));
            if show.clicked() {
                requests.push(Request::ShowEntry(entry.id));
            }
        }
    });
    if let Some(entry) = entry.filter(|entry| !entry.aliases.is_empty()) {
        let aliases: Vec<&str> = entry.aliases.iter().map(|alias| alias.text.as_str()).collect();
        let text = tr!("also: {}", aliases.join(", "));
        engine.caption_ui(ui, &text, &small(theme));
    }
    for line in entry.map(about_entry).unwrap_or_default() {
        engine.caption_ui(ui, &line, &small(theme));
    }
}

/// When and where what an entry speaks of was, and the whole of a long wording.
pub(super) fn about_entry(entry: &Entry) -> Vec<String> {
    let mut lines = Vec::new();
    if entry.name.chars().count() > 40 {
        lines.push(shortened(&entry.name, 300));
    }
    if let Some(when) = &entry.when {
        let stated = Some(&when.phrase).filter(|phrase| !phrase.is_empty() && **phrase != when.display());
        let stated = stated.map_or(String::new(), |phrase| format!(" (“{phrase}”)"));
        lines.push(tr!("when: {}{stated}", when.display(), stated));
    }
    lines.extend(entry.place.as_ref().map(|place| tr!("place: {}", place.name)));
    lines
}

/// How what others wrote and other names are set.
fn small(theme: &Theme) -> CaptionStyle {
    CaptionStyle { size: 11.5, weight: CaptionWeight::Regular, max_rows: 12, color: theme.text_muted.0 }
}

fn review_ui(ui: &mut Ui, subject: Subject<'_>, requests: &mut Requests) {
    let Subject { shard, mention, .. } = subject;
    ui.horizontal_wrapped(|ui| {
        ui.label(tr!("Review"));
        for (state, name) in [
            (ReviewState::Open, tr!("open")),
            (ReviewState::Accepted, tr!("accepted")),
            (ReviewState::Rejected, tr!("rejected")),
        ] {
            let is_set = mention.review.state == state;
            if ui.selectable_label(is_set, name).clicked() && !is_set {
                let (article, mentions) = (shard.id(), vec![mention.id]);
                requests.push(Request::Do(Command::Review { article, mentions, state }));
            }
        }
    });
}

fn origin_ui(ui: &mut Ui, subject: Subject<'_>) {
    let Subject { session, shard, mention, theme, .. } = subject;
    let places: Vec<String> = shard
        .article
        .char_spans(&mention.fragments)
        .iter()
        .map(|span| format!("{}–{}", span.start, span.end))
        .collect();
    let mut text = tr!("characters {}", places.join(", "));
    for part in [session.annotator_name(mention.by), day_of(mention.created)] {
        text = text + " · " + &part;
    }
    if !mention.provenance.is_manual() {
        text = text + " · " + mention.provenance.how.as_str();
    }
    if !mention.provenance.tool.is_empty() {
        text = text + tr!(" through ") + &mention.provenance.tool;
    }
    if !mention.flags.is_empty() {
        let flags: Vec<&str> = mention.flags.iter().map(crate::model::Slug::as_str).collect();
        text = text + tr!(" · flagged ") + &flags.join(", ");
    }
    ui.label(RichText::new(text).small().color(theme.text_muted.0)).on_hover_text(mention.id.to_string());
}

fn day_of(at: crate::model::Timestamp) -> String {
    at.to_string().chars().take(10).collect()
}
