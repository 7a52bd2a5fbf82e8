//! What is known of the chosen entry itself: its name, kind, spellings, ids elsewhere and note, each to be changed.
//!
//! It shows and asks; it changes nothing.

use super::drafts::{Drafts, FieldLook};
use super::{claim, time};
use crate::edit::{Command, EntryChange};
use crate::gui::article::{CaptionStyle, CaptionWeight, FieldRows, TextEngine, widget_words};
use crate::gui::language::tr;
use crate::gui::request::{Request, Requests};
use crate::gui::theme::Theme;
use crate::gui::times::EntryTimes;
use crate::gui::widgets::{button_room, chosen_ui, section_ui};
use crate::model::{Alias, Entry, EntryId, Session};
use eframe::egui;
use eframe::egui::{Align, ComboBox, Key, Layout, RichText, TextEdit, Ui};

/// The entry that is shown, with what it takes to show it.
#[derive(Clone, Copy)]
pub(super) struct Subject<'a> {
    pub(super) session: &'a Session,
    pub(super) entry: &'a Entry,
    pub(super) theme: &'a Theme,
}

impl Subject<'_> {
    /// A request to change one thing about the entry.
    pub(super) fn edit(&self, change: EntryChange) -> Request {
        Request::Do(Command::EditEntry { entry: self.entry.id, change })
    }
}

/// What the fields remember between frames.
#[derive(Debug, Default)]
pub(super) struct About {
    pub(super) drafts: Drafts,
    new_alias: String,
    /// The alias whose language and note are open to be changed.
    open_alias: Option<String>,
    new_id: (String, String),
    /// What was typed as a day and is none.
    pub(super) problem: Option<String>,
    /// What was typed as degrees and is no number.
    pub(super) misplaced: Option<String>,
    /// Times in the words of its mentions.
    pub(super) times: EntryTimes,
    /// Whether the name takes the keyboard in the next frame.
    pub(super) rename: bool,
}

impl About {
    /// Turns to `entry`; what was typed for another one is asked for before it is forgotten.
    pub(super) fn turn_to(&mut self, session: &Session, entry: EntryId, requests: &mut Requests) {
        let Some((before, texts)) = self.drafts.turn_to(entry) else { return };
        self.new_alias.clear();
        self.open_alias = None;
        self.new_id = Default::default();
        self.problem = None;
        self.misplaced = None;
        let Some(row) = session.entries.get(before) else { return };
        let left = |name: &str, known: &str| {
            texts.get(name).map(|text| text.trim().to_owned()).filter(|text| text != known && !text.is_empty())
        };
        if let Some(name) = left(tr!("Name of the entry"), &row.name) {
            requests.push(Request::Do(Command::RenameEntry { entry: before, name }));
        }
        if let Some(note) = left(tr!("Note on the entry"), &row.note) {
            requests.push(Request::Do(Command::EditEntry { entry: before, change: EntryChange::Note(note) }));
        }
    }

    /// Draws the fields.
    pub(super) fn ui(&mut self, ui: &mut Ui, subject: Subject<'_>, engine: &mut TextEngine, requests: &mut Requests) {
        self.name_ui(ui, subject, engine, requests);
        kind_ui(ui, subject, engine, requests);
        ui.scope(|ui| self.aliases_ui(ui, subject, engine, requests));
        time::ui(self, ui, subject, engine, requests);
        claim::ui(&mut self.drafts, ui, subject, engine, requests);
        self.ids_ui(ui, subject, engine, requests);
        self.note_ui(ui, subject, engine, requests);
    }

    fn name_ui(&mut self, ui: &mut Ui, subject: Subject<'_>, engine: &mut TextEngine, requests: &mut Requests) {
        let entry = subject.entry;
        let rows = if entry.name.chars().count() > 48 { FieldRows::Many } else { FieldRows::One };
        let look = FieldLook { name: tr!("Name of the entry"), hint: tr!("Name"), rows, width: f32::INFINITY };
        let (field, asked) = self.drafts.ui(ui, engine, &entry.name, look);
        if std::mem::take(&mut self.rename) {
            field.request_focus();
        }
        // A name has one line; Enter ends it.
        let ended = field.has_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if ended && rows == FieldRows::Many {
            field.surrender_focus();
        }
        field.on_hover_text(tr!("The canonical name. Renaming shows everywhere; the old name becomes an alias."));
        if let Some(name) = asked.map(|name| name.split_whitespace().collect::<Vec<_>>().join(" "))
            && name != entry.name
        {
            requests.push(Request::Do(Command::RenameEntry { entry: entry.id, name }));
        }
    }

    fn aliases_ui(&mut self, ui: &mut Ui, subject: Subject<'_>, engine: &mut TextEngine, requests: &mut Requests) {
        let entry = subject.entry;
        section_ui(ui, subject.theme, &tr!("ALIASES · {}", entry.aliases.len()));
        // Many aliases are read like a list.
        ui.spacing_mut().item_spacing.y = 2.0;
        for (number, alias) in entry.aliases.iter().enumerate() {
            let about = [alias.language.as_str(), alias.note.as_str()];
            let about: Vec<&str> = about.into_iter().filter(|part| !part.is_empty()).collect();
            let about = about.join(", ");
            let text = alias.text.clone();
            match row_ui(ui, number, (&text, &about), (tr!("the alias"), true), subject.theme, engine) {
                Some(RowAsked::Remove) => {
                    requests.push(Request::Do(Command::DropAlias { entry: entry.id, alias: text }));
                }
                Some(RowAsked::Open) => {
                    self.open_alias = Some(text).filter(|text| self.open_alias.as_ref() != Some(text));
                }
                None => {}
            }
            if self.open_alias.as_ref() == Some(&alias.text) {
                ui.push_id(("about", number), |ui| self.about_alias_ui(ui, subject, alias, engine, requests));
            }
        }
        ui.horizontal(|ui| {
            let width = (ui.available_width() - button_room(ui, tr!("Add"), 56.0)).max(60.0);
            let field = engine.field_ui(ui, &mut self.new_alias, FieldRows::One, |typed| {
                TextEdit::singleline(typed).hint_text(tr!("Another spelling, name or title")).desired_width(width)
            });
            field.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, tr!("New alias")));
            let entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
            let ready = !self.new_alias.trim().is_empty();
            let button = ui.add_enabled(ready, egui::Button::new(tr!("Add")));
            button.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, ready, tr!("Add alias")));
            if (button.clicked() || entered) && ready {
                let alias = std::mem::take(&mut self.new_alias).trim().to_owned();
                requests.push(Request::Do(Command::AddAlias { entry: entry.id, alias }));
                field.request_focus();
            }
        });
    }

    /// The language of an alias, and what kind of name it is.
    fn about_alias_ui(
        &mut self,
        ui: &mut Ui,
        subject: Subject<'_>,
        alias: &Alias,
        engine: &mut TextEngine,
        requests: &mut Requests,
    ) {
        ui.horizontal(|ui| {
            ui.add_space(12.0);
            let (of_language, on) = (tr!("Language of {}", alias.text), tr!("Note on {}", alias.text));
            let look =
                FieldLook { name: &of_language, hint: tr!("language, as en"), rows: FieldRows::One, width: 110.0 };
            let (_, language) = self.drafts.ui(ui, engine, &alias.language, look);
            let width = (ui.available_width() - 8.0).max(60.0);
            let look = FieldLook { name: &on, hint: tr!("what kind of name it is"), rows: FieldRows::One, width };
            let (_, note) = self.drafts.ui(ui, engine, &alias.note, look);
            if language.is_some() || note.is_some() {
                let language = language.unwrap_or_else(|| alias.language.clone());
                let note = note.unwrap_or_else(|| alias.note.clone());
                requests.push(subject.edit(EntryChange::AliasAbout { alias: alias.text.clone(), language, note }));
            }
        });
    }

    fn ids_ui(&mut self, ui: &mut Ui, subject: Subject<'_>, engine: &mut TextEngine, requests: &mut Requests) {
        let entry = subject.entry;
        section_ui(ui, subject.theme, tr!("IDS ELSEWHERE"));
        for (number, (scheme, id)) in entry.ids.iter().enumerate() {
            let text = format!("{scheme}: {id}");
            if row_ui(ui, ("id", number), (&text, ""), (tr!("the id"), false), subject.theme, engine).is_some() {
                requests.push(subject.edit(EntryChange::Id { scheme: scheme.clone(), id: None }));
            }
        }
        ui.horizontal(|ui| {
            let (scheme, id) = &mut self.new_id;
            let rest = (ui.available_width() - 116.0 - button_room(ui, tr!("Add"), 56.0)).max(60.0);
            for (text, hint, name, width) in
                [(&mut *scheme, "wikidata", tr!("Scheme of the id"), 96.0), (&mut *id, "Q42", tr!("Id"), rest)]
            {
                let field = engine.field_ui(ui, text, FieldRows::One, |typed| {
                    TextEdit::singleline(typed).hint_text(hint).desired_width(width)
                });
                field.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, name));
            }
            let ready = !scheme.trim().is_empty() && !id.trim().is_empty();
            let button = ui.add_enabled(ready, egui::Button::new(tr!("Add")));
            button.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, ready, tr!("Add id")));
            if button.clicked() {
                let (scheme, id) = std::mem::take(&mut self.new_id);
                let (scheme, id) = (scheme.trim().to_owned(), Some(id.trim().to_owned()));
                requests.push(subject.edit(EntryChange::Id { scheme, id }));
            }
        });
    }

    fn note_ui(&mut self, ui: &mut Ui, subject: Subject<'_>, engine: &mut TextEngine, requests: &mut Requests) {
        section_ui(ui, subject.theme, tr!("NOTE"));
        let look = FieldLook {
            name: tr!("Note on the entry"),
            hint: tr!("What should others know about this entry?"),
            rows: FieldRows::Many,
            width: f32::INFINITY,
        };
        let (_, asked) = self.drafts.ui(ui, engine, &subject.entry.note, look);
        if let Some(note) = asked {
            requests.push(subject.edit(EntryChange::Note(note)));
        }
        let entry = subject.entry;
        let day = |at: crate::model::Timestamp| at.to_string().chars().take(10).collect::<String>();
        let mut text = format!("{} · {}", subject.session.annotator_name(entry.by), day(entry.created));
        if let Some(modified) = entry.modified {
            text = tr!("{text} · changed {}", day(modified), text);
        }
        let muted = subject.theme.text_muted.0;
        ui.label(RichText::new(text).small().color(muted)).on_hover_text(entry.id.to_string());
        // The last line keeps off the edge.
        ui.add_space(8.0);
    }
}

fn kind_ui(ui: &mut Ui, subject: Subject<'_>, engine: &mut TextEngine, requests: &mut Requests) {
    let Subject { session, entry, .. } = subject;
    ui.horizontal(|ui| {
        let label = ui.label(tr!("Kind"));
        let schema = &session.schema;
        let shown = schema.label_name(entry.kind.as_ref().unwrap_or(&entry.layer));
        let combo = ComboBox::from_id_salt("kind of entry").selected_text(widget_words(shown)).width(170.0).truncate();
        let combo = combo.show_ui(ui, |ui| {
            for info in schema.label_infos().filter(|info| info.id.layer() == entry.layer.as_str()) {
                let text = format!("{}{}", "    ".repeat(info.depth), info.name);
                let is_set = entry.kind.as_ref().unwrap_or(&entry.layer) == info.id;
                if chosen_ui(ui, engine, is_set, &text) {
                    let kind = Some(info.id.clone()).filter(|id| *id != entry.layer);
                    requests.push(subject.edit(EntryChange::Kind(kind)));
                }
            }
        });
        engine.words_over(ui, &combo.response, shown, ui.spacing().icon_width + 6.0);
        combo.response.labelled_by(label.id);
    });
}

/// What is asked of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum RowAsked {
    /// To take it away.
    Remove,
    /// To show more of it to be changed.
    Open,
}

/// A line with a button that removes it, and one for more about it where it `opens`; `what` it is called.
fn row_ui(
    ui: &mut Ui,
    id: impl std::hash::Hash + std::fmt::Debug,
    (text, about): (&str, &str),
    (what, opens): (&str, bool),
    theme: &Theme,
    engine: &mut TextEngine,
) -> Option<RowAsked> {
    let row = ui.push_id(id, |ui| {
        ui.spacing_mut().interact_size.y = 18.0;
        ui.horizontal(|ui| {
            let row = ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let told = tr!("Remove {what} {text}", what, text);
                let remove = ui.small_button("×").on_hover_text(&told);
                remove.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &told));
                let mut asked = remove.clicked().then_some(RowAsked::Remove);
                if opens {
                    let told = tr!("Language of {what} {text} and what kind of name it is", what, text);
                    let open = ui.small_button("…").on_hover_text(&told);
                    open.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &told));
                    asked = asked.or(open.clicked().then_some(RowAsked::Open));
                }
                if !about.is_empty() {
                    ui.label(RichText::new(about).small().color(theme.text_muted.0));
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    let (size, weight, color) = (13.5, CaptionWeight::Regular, theme.text.0);
                    engine.caption_ui(ui, text, &CaptionStyle { size, weight, max_rows: 3, color });
                });
                asked
            });
            row.inner
        })
    });
    row.inner.inner
}
