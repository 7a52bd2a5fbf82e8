//! Texts that are being typed in the fields of one entry: each is asked for once its field loses the focus, so that one visit
//! to a field is one step to undo.
//!
//! It does not know what the fields mean.

use crate::gui::article::{FieldRows, TextEngine};
use crate::model::EntryId;
use eframe::egui::{Response, TextEdit, Ui};
use std::collections::BTreeMap;

/// What is typed, by the name of the field.
#[derive(Debug, Default)]
pub(super) struct Drafts {
    subject: Option<EntryId>,
    pub(super) texts: BTreeMap<String, String>,
}

/// How a field looks.
#[derive(Clone, Copy, Debug)]
pub(super) struct FieldLook<'a> {
    /// What screen readers call it.
    pub(super) name: &'a str,
    pub(super) hint: &'a str,
    pub(super) rows: FieldRows,
    pub(super) width: f32,
}

impl Drafts {
    /// Turns to another entry; what was typed for the last one and is not asked for yet, by field.
    pub(super) fn turn_to(&mut self, entry: EntryId) -> Option<(EntryId, BTreeMap<String, String>)> {
        if self.subject == Some(entry) {
            return None;
        }
        let before = self.subject.replace(entry);
        Some((before?, std::mem::take(&mut self.texts)))
    }

    /// Draws a field that is to hold `known`; its text, once it was left with another one.
    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        engine: &mut TextEngine,
        known: &str,
        look: FieldLook<'_>,
    ) -> (Response, Option<String>) {
        let typed = self.texts.entry(look.name.to_owned()).or_insert_with(|| known.to_owned());
        let response = engine.field_ui(ui, typed, look.rows, |typed| {
            let field = match look.rows {
                FieldRows::One => TextEdit::singleline(typed),
                FieldRows::Many => TextEdit::multiline(typed).desired_rows(2),
            };
            field.hint_text(look.hint).desired_width(look.width)
        });
        response.widget_info(|| {
            let role = if look.rows == FieldRows::One {
                eframe::egui::Role::TextInput
            } else {
                eframe::egui::Role::MultilineTextInput
            };
            eframe::egui::WidgetInfo::labeled(role, true, look.name)
        });
        if response.lost_focus() {
            let text = typed.trim().to_owned();
            let asked = (text != known).then_some(text);
            if asked.is_none() {
                known.clone_into(typed);
            }
            return (response, asked);
        }
        if !response.has_focus() && typed != known {
            known.clone_into(typed);
        }
        (response, None)
    }
}
