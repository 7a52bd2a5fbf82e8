//! What is known of one outlet, each in a field: what was typed is asked for once its field is left, unless Esc leaves it.
//!
//! It does not know the list beside it.

use super::offers::meaning;
use crate::edit::{Command, OutletChange};
use crate::gui::article::{FieldRows, TextEngine};
use crate::gui::language::tr;
use crate::gui::request::{Request, Requests};
use crate::gui::theme::Theme;
use crate::gui::widgets::chosen_ui;
use crate::model::{Grade, Outlet, OutletId};
use eframe::egui;
use eframe::egui::{ComboBox, Key, Modifiers, RichText, TextEdit, Ui, WidgetInfo};

/// Texts that are being typed, of one outlet.
#[derive(Clone, Debug, Default)]
pub(super) struct OutletFields {
    subject: Option<OutletId>,
    name: String,
    country: String,
    url: String,
    note: String,
    renames: bool,
}

impl OutletFields {
    /// Keys that act on the chosen outlet.
    pub(super) fn take_keys(&mut self, ui: &Ui, chosen: Option<OutletId>, requests: &mut Requests) {
        const KEYS: [Key; 6] = [Key::A, Key::B, Key::C, Key::D, Key::E, Key::F];
        let (graded, ungraded, renames) = ui.input_mut(|input| {
            let graded = KEYS.iter().position(|key| input.consume_key(Modifiers::ALT, *key));
            (graded, input.consume_key(Modifiers::ALT, Key::Num0), input.consume_key(Modifiers::NONE, Key::F2))
        });
        self.renames |= renames;
        let grade = graded.and_then(|place| Grade::ALL.get(place).copied());
        if let Some(outlet) = chosen.filter(|_| grade.is_some() || ungraded) {
            requests.push(Request::Do(Command::GradeOutlet { outlet, reliability: grade }));
        }
    }

    /// Draws the fields of `outlet`, which `used` articles have; the outlet that it is merged into, if it is now.
    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        (outlet, used): (&Outlet, usize),
        rows: &[&Outlet],
        engine: &mut TextEngine,
        theme: &Theme,
        requests: &mut Requests,
    ) -> Option<OutletId> {
        if self.subject != Some(outlet.id) {
            *self = Self { subject: Some(outlet.id), renames: self.renames, ..Self::default() };
        }
        let takes_focus = std::mem::take(&mut self.renames);
        let one = FieldRows::One;
        let id = outlet.id;
        let name = field_ui(ui, engine, theme, &mut self.name, (&outlet.name, tr!("Name"), one), takes_focus);
        grade_ui(ui, outlet, theme, requests);
        let country = field_ui(ui, engine, theme, &mut self.country, (&outlet.country, tr!("Country"), one), false);
        let url = field_ui(ui, engine, theme, &mut self.url, (&outlet.url, tr!("Address"), one), false);
        let note = field_ui(ui, engine, theme, &mut self.note, (&outlet.note, tr!("Note"), FieldRows::Many), false);
        let changes = [
            name.filter(|name| !name.is_empty()).map(OutletChange::Name),
            country.map(OutletChange::Country),
            url.map(OutletChange::Url),
            note.map(OutletChange::Note),
        ];
        for change in changes.into_iter().flatten() {
            requests.push(Request::Do(Command::EditOutlet { outlet: id, change }));
        }
        ui.add_space(6.0);
        let mut merged = None;
        ui.horizontal(|ui| {
            if rows.len() > 1 {
                merged = merge_ui(ui, outlet, rows, engine);
            }
            let button = ui.add_enabled(used == 0, egui::Button::new(tr!("Delete")));
            let button = button.on_disabled_hover_text(tr!("Articles have it; merge it with another outlet instead"));
            if button.clicked() {
                requests.push(Request::Do(Command::DropOutlet { outlet: id }));
            }
        });
        if let Some(into) = merged {
            requests.push(Request::Do(Command::MergeOutlets { into, from: vec![id] }));
        }
        merged
    }
}

/// Draws a field that is to hold `known`; its text, once it was left with another one.
fn field_ui(
    ui: &mut Ui,
    engine: &mut TextEngine,
    theme: &Theme,
    typed: &mut String,
    (known, name, rows): (&str, &str, FieldRows),
    takes_focus: bool,
) -> Option<String> {
    ui.label(RichText::new(name).small().color(theme.text_muted.0));
    let width = ui.available_width() - 8.0;
    let id = ui.scope_id().with(("outlet field", name));
    let is_typing = ui.memory(|memory| memory.has_focus(id));
    let was_typing = ui.memory(|memory| memory.had_focus_last_frame(id));
    if !is_typing && !was_typing && typed != known {
        known.clone_into(typed);
    }
    let response = engine.field_ui(ui, typed, rows, |typed| {
        let field = match rows {
            FieldRows::One => TextEdit::singleline(typed),
            FieldRows::Many => TextEdit::multiline(typed).desired_rows(3),
        };
        field.id(id).desired_width(width)
    });
    let told = tr!("{name} of the outlet", name);
    let role = if rows == FieldRows::One { egui::Role::TextInput } else { egui::Role::MultilineTextInput };
    response.widget_info(|| WidgetInfo::labeled(role, true, &told));
    if takes_focus {
        response.request_focus();
    }
    if !response.lost_focus() {
        return None;
    }
    let text = typed.trim().to_owned();
    let is_given_up = ui.input(|input| input.key_pressed(Key::Escape));
    (text != known && !is_given_up).then_some(text)
}

fn grade_ui(ui: &mut Ui, outlet: &Outlet, theme: &Theme, requests: &mut Requests) {
    ui.label(RichText::new(tr!("Reliability")).small().color(theme.text_muted.0));
    let mut asked = None;
    ui.horizontal(|ui| {
        let grades = Grade::ALL.iter().copied().map(Some).chain([None]);
        for grade in grades {
            let is_set = outlet.reliability == grade;
            let text = grade.map_or(tr!("none"), Grade::as_str);
            let told = grade.map_or(tr!("not graded"), meaning);
            let button = ui.selectable_label(is_set, text).on_hover_text(told);
            let name = tr!("Reliability {text}: {told}", text, told);
            button.widget_info(|| WidgetInfo::selected(egui::Role::RadioButton, true, is_set, &name));
            if button.clicked() && !is_set {
                asked = Some(grade);
            }
        }
    });
    let told = outlet.reliability.map_or(tr!("not graded"), meaning);
    ui.label(RichText::new(told).small().color(theme.text_muted.0));
    if let Some(reliability) = asked {
        requests.push(Request::Do(Command::GradeOutlet { outlet: outlet.id, reliability }));
    }
}

/// Draws the list of outlets that this one may be a spelling of; the one that was chosen.
fn merge_ui(ui: &mut Ui, outlet: &Outlet, rows: &[&Outlet], engine: &mut TextEngine) -> Option<OutletId> {
    let mut into = None;
    let combo = ComboBox::from_id_salt("merge outlet").selected_text(tr!("Merge into…")).height(240.0);
    let shown = combo.show_ui(ui, |ui| {
        for other in rows.iter().filter(|other| other.id != outlet.id) {
            if chosen_ui(ui, engine, false, &other.name) {
                into = Some(other.id);
            }
        }
    });
    shown.response.widget_info(|| WidgetInfo::labeled(egui::Role::ComboBox, true, tr!("Merge into another outlet")));
    shown.response.on_hover_text(tr!("Its articles get the other outlet, and it goes"));
    into
}
