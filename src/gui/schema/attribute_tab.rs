//! What the editor shows of one attribute: its names, the values it takes, its default, and which labels and relation types
//! have it. It changes the draft alone.

use super::draft::Draft;
use super::fields::{Brush, RowAsked, label_offers, relation_offers, row_buttons_ui};
use super::labels::swap;
use crate::formats::slug_part;
use crate::gui::article::FieldRows;
use crate::gui::attribute_field::attribute_ui;
use crate::gui::language::tr;
use crate::gui::widgets::chosen_ui;
use crate::model::{AttributeDef, AttributeType, Choice, Slug};
use eframe::egui::{ComboBox, RichText, Ui};
use std::collections::BTreeMap;

/// What is typed and belongs to no field of the draft yet.
#[derive(Clone, Debug, Default)]
pub(super) struct AttributeFields {
    of: Option<Slug>,
    /// A new choice or role.
    pub(super) new: String,
    /// The default as it is typed.
    texts: BTreeMap<String, String>,
}

impl AttributeFields {
    /// Turns to another definition: what was typed for the last one is forgotten.
    pub(super) fn turn_to(&mut self, slug: &Slug) {
        if self.of.as_ref() != Some(slug) {
            *self = Self { of: Some(slug.clone()), ..Self::default() };
        }
    }
}

/// A new attribute called `name`.
pub(super) fn new_attribute(id: Slug, name: &str) -> AttributeDef {
    AttributeDef {
        id,
        name: name.trim().to_owned(),
        values: AttributeType::Text,
        choices: Vec::new(),
        default: None,
        required: false,
        labels: Vec::new(),
        relation_types: Vec::new(),
        description: String::new(),
        ext: crate::model::Ext::default(),
    }
}

/// What values of a type are called.
pub(super) fn type_name(values: AttributeType) -> &'static str {
    match values {
        AttributeType::Text => tr!("text"),
        AttributeType::Number => tr!("number"),
        AttributeType::Date => tr!("date"),
        AttributeType::Choice => tr!("one choice"),
        AttributeType::Choices => tr!("several choices"),
        AttributeType::Flag => tr!("yes or no"),
    }
}

/// Whether values of a type are chosen from a list.
pub(super) fn chooses(values: AttributeType) -> bool {
    matches!(values, AttributeType::Choice | AttributeType::Choices)
}

/// Draws the fields of the attribute `slug`.
pub(super) fn attribute_fields_ui(
    ui: &mut Ui,
    draft: &mut Draft,
    slug: &Slug,
    fields: &mut AttributeFields,
    brush: &mut Brush<'_>,
) {
    fields.turn_to(slug);
    let is_old = draft.base.attributes.iter().any(|def| def.id == *slug);
    let schema = &mut draft.now.schema;
    let (labels, types) = (label_offers(schema), relation_offers(schema));
    let Some(def) = schema.attributes.iter_mut().find(|def| def.id == *slug) else { return };
    brush.text_ui(ui, &mut def.name, tr!("Name"), tr!("Name of the attribute"), FieldRows::One);
    brush.slug_ui(ui, slug, is_old);
    type_ui(ui, def, brush);
    if chooses(def.values) {
        choices_ui(ui, def, fields, brush);
    }
    ui.horizontal(|ui| {
        brush.name_ui(ui, "");
        ui.checkbox(&mut def.required, tr!("Required"))
            .on_hover_text(tr!("Validation and the inspector ask for a value"));
    });
    ui.horizontal(|ui| {
        brush.name_ui(ui, tr!("Default"));
        let shown = AttributeDef { name: tr!("of new mentions").to_owned(), description: String::new(), ..def.clone() };
        let asked = attribute_ui(ui, &shown, def.default.as_ref(), &mut fields.texts, brush.engine);
        if let Some(value) = asked {
            def.default = value;
        }
    });
    if let Some(why) = def.default.as_ref().and_then(|value| def.check(value).err()) {
        let text = tr!("This default does not fit: it {why}.", why);
        ui.label(RichText::new(text).color(brush.theme.danger.0));
    }
    brush.set_ui(ui, &mut def.labels, &labels, (tr!("Labels"), tr!("none has it")));
    brush.set_ui(ui, &mut def.relation_types, &types, (tr!("Relation types"), tr!("none has it")));
    brush.text_ui(ui, &mut def.description, tr!("Description"), tr!("Description of the attribute"), FieldRows::Many);
}

fn type_ui(ui: &mut Ui, def: &mut AttributeDef, brush: &mut Brush<'_>) {
    ui.horizontal(|ui| {
        brush.name_ui(ui, tr!("Takes"));
        let combo = ComboBox::from_id_salt("values").selected_text(type_name(def.values)).width(150.0);
        let combo = combo.show_ui(ui, |ui| {
            for values in AttributeType::ALL {
                if chosen_ui(ui, brush.engine, def.values == *values, type_name(*values)) {
                    def.values = *values;
                    if !chooses(*values) {
                        def.choices.clear();
                    }
                    def.default = def.default.take().filter(|value| def.check(value).is_ok());
                }
            }
        });
        let told = tr!("Values of the attribute: {}", type_name(def.values));
        combo.response.widget_info(|| eframe::egui::WidgetInfo::labeled(eframe::egui::Role::ComboBox, true, &told));
    });
}

fn choices_ui(ui: &mut Ui, def: &mut AttributeDef, fields: &mut AttributeFields, brush: &mut Brush<'_>) {
    let count = def.choices.len();
    let mut asked = None;
    for (number, choice) in def.choices.iter_mut().enumerate() {
        ui.push_id(("choice", number), |ui| {
            ui.horizontal(|ui| {
                brush.name_ui(ui, if number == 0 { tr!("Choices") } else { "" });
                let width = (ui.available_width() - 200.0).clamp(80.0, 260.0);
                let spoken = tr!("Choice {}", number + 1);
                brush.line_ui(ui, &mut choice.name, (&spoken, tr!("a name")), width);
                let pressed = row_buttons_ui(ui, &tr!("the choice {}", choice.name), number, count);
                asked = pressed.map(|what| (number, what)).or(asked);
                ui.label(RichText::new(choice.id.as_str()).small().monospace().color(brush.theme.text_muted.0));
            });
        });
    }
    match asked {
        Some((number, RowAsked::Move(step))) => {
            swap(&mut def.choices, number, step);
        }
        Some((number, RowAsked::Remove)) => {
            def.choices.remove(number);
        }
        None => {}
    }
    if let Some(name) = new_ui(ui, fields, (tr!("New choice"), tr!("Add choice")), count == 0, brush) {
        let id = free_part(&name, |id| def.choices.iter().any(|choice| choice.id == *id));
        def.choices.extend(id.map(|id| Choice { id, name }));
    }
}

/// A field for the name of something new, and a button; the name, once it is asked for.
pub(super) fn new_ui(
    ui: &mut Ui,
    fields: &mut AttributeFields,
    (hint, verb): (&str, &str),
    is_first: bool,
    brush: &mut Brush<'_>,
) -> Option<String> {
    let row = ui.horizontal(|ui| {
        brush.name_ui(ui, if is_first { hint } else { "" });
        let field = brush.line_ui(ui, &mut fields.new, (hint, hint), 180.0);
        let entered = field.lost_focus() && ui.input(|input| input.key_pressed(eframe::egui::Key::Enter));
        let ready = !fields.new.trim().is_empty();
        let pressed = ui.add_enabled(ready, eframe::egui::Button::new(verb)).clicked();
        if !ready || !(pressed || entered) {
            return None;
        }
        field.request_focus();
        Some(std::mem::take(&mut fields.new).trim().to_owned())
    });
    row.inner
}

/// A name in files for `name` that is not taken.
pub(super) fn free_part(name: &str, is_taken: impl Fn(&Slug) -> bool) -> Option<Slug> {
    let part = slug_part(name);
    let numbered = (1..1000).map(|number| if number == 1 { part.clone() } else { format!("{part}-{number}") });
    numbered.map_while(|text| Slug::new(&text).ok()).find(|slug| !is_taken(slug))
}
