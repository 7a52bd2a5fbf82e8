//! A path to type where the system has no dialog: what it can be completed to, and why it cannot be taken, while it is typed.
//!
//! It asks; it looks at no disk itself.

use super::article::TextEngine;
use super::dialogs::{Answer, fitting};
use super::theme::Theme;
use super::widgets::{key_text, row_ui};
use crate::gui::language::tr;
use crate::store::AtPath;
use crate::workbench::Purpose;
use eframe::egui;
use eframe::egui::{Key, RichText, ScrollArea, TextEdit, Ui};
use std::path::PathBuf;

/// A path being typed, with what is known of it.
#[derive(Clone, Debug)]
pub(super) struct PathField {
    /// What the path is for.
    pub(super) purpose: Purpose,
    /// What is typed.
    pub(super) text: String,
    /// Paths that begin like it.
    pub(super) completions: Vec<String>,
    /// What the completions were asked for.
    pub(super) asked: Option<String>,
    /// What stands at a path that was typed.
    pub(super) found: Option<(String, AtPath)>,
    /// The text that somebody wants taken as it is.
    entered: Option<String>,
    /// Why the field stands here instead of the system's dialog.
    because: String,
    /// What it begins with is selected still, so that a path that is typed takes its place.
    is_new: bool,
}

impl PathField {
    /// A field that begins with `text`; `because` says why it stands here.
    pub(super) fn new(purpose: Purpose, text: String, because: &str) -> Self {
        let because = because.to_owned();
        Self { purpose, text, completions: Vec::new(), asked: None, found: None, entered: None, because, is_new: true }
    }

    /// Why what is typed cannot be taken; nothing where it can, or is not known yet.
    fn lack(&self) -> Option<&'static str> {
        let (text, found) = self.found.as_ref()?;
        self.purpose.lacks(*found).filter(|_| *text == self.text)
    }

    /// The path, once it is wanted and known to be one that can be taken.
    fn taken(&self) -> Option<PathBuf> {
        let is_known =
            !self.purpose.needs_something() || self.found.as_ref().is_some_and(|(text, _)| *text == self.text);
        let is_wanted = self.entered.as_ref() == Some(&self.text) && is_known && self.lack().is_none();
        is_wanted.then(|| PathBuf::from(self.text.trim()))
    }
}

/// Draws the field; its answer, once there is one.
pub(super) fn path_ui(ui: &mut Ui, field: &mut PathField, engine: &mut TextEngine, theme: &Theme) -> Option<Answer> {
    ui.set_width(fitting(ui, 560.0));
    ui.heading(tr(field.purpose.title()));
    if !field.because.is_empty() {
        ui.label(RichText::new(&field.because).color(theme.text_muted.0));
    }
    let response = text_ui(ui, field);
    ScrollArea::vertical().max_height(220.0).show(ui, |ui| {
        for path in &field.completions {
            let (rect, row) = row_ui(ui, theme, 22.0, false, path);
            engine.row_words(ui, rect.shrink2(egui::vec2(6.0, 0.0)), rect.left() + 6.0, path, (13.0, theme.text.0));
            if row.clicked() {
                field.text.clone_from(path);
                response.request_focus();
            }
        }
    });
    let is_refused = field.entered.as_ref() == Some(&field.text);
    if let Some(why) = field.lack().filter(|_| !field.text.trim().is_empty()) {
        let color = if is_refused { theme.danger.0 } else { theme.text_muted.0 };
        ui.add(egui::Label::new(RichText::new(why).color(color)).wrap());
    }
    ui.label(key_text(theme, tr!("Tab completes, Enter takes the path")));
    let enter = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    let mut answer = None;
    ui.horizontal(|ui| {
        let ready = !field.text.trim().is_empty();
        let go = ui.add_enabled(ready, egui::Button::new(tr(field.purpose.verb())));
        if ready && (go.clicked() || enter) {
            field.entered = Some(field.text.clone());
        }
        if ui.button(tr!("Cancel")).clicked() {
            answer = Some(Answer::Close);
        }
    });
    answer.or_else(|| field.taken().map(|path| Answer::Path(field.purpose, path)))
}

/// The field itself, which keeps the keyboard; Tab completes.
fn text_ui(ui: &mut Ui, field: &mut PathField) -> egui::Response {
    let label = ui.label(tr!("Path"));
    let tab = ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, Key::Tab));
    if let (true, Some(first)) = (tab, field.completions.first()) {
        field.text.clone_from(first);
    }
    let edit = TextEdit::singleline(&mut field.text).desired_width(f32::INFINITY).id_salt("path").lock_focus(true);
    let mut output = edit.show(ui);
    let response = output.response.response.clone().labelled_by(label.id);
    if std::mem::take(&mut field.is_new) {
        let all = egui::text::CCursorRange::select_all(&output.galley);
        output.state.cursor.set_char_range(Some(all));
        output.state.clone().store(ui.ctx(), response.id);
    }
    if tab {
        let end = egui::text::CCursor::new(field.text.chars().count());
        output.state.cursor.set_char_range(Some(egui::text::CCursorRange::one(end)));
        output.state.store(ui.ctx(), response.id);
    }
    if !response.has_focus() && !response.lost_focus() {
        response.request_focus();
    }
    response
}
