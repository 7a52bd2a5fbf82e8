//! A field for one attribute, by the type that the schema gives it. It returns what was asked for and changes nothing.

use super::article::{FieldRows, TextEngine, widget_words};
use super::widgets::chosen_ui;
use crate::gui::language::tr;
use crate::model::{AttributeDef, AttributeType, Value};
use eframe::egui;
use eframe::egui::{ComboBox, TextEdit, Ui};
use std::collections::BTreeMap;

/// What was asked for: a value, or that there be none.
type Asked = Option<Option<Value>>;

/// Draws the field; `texts` keeps what is typed until the field loses the focus.
pub(super) fn attribute_ui(
    ui: &mut Ui,
    def: &AttributeDef,
    value: Option<&Value>,
    texts: &mut BTreeMap<String, String>,
    engine: &mut TextEngine,
) -> Asked {
    let row = ui.horizontal(|ui| {
        let label = engine.name_ui(ui, &def.name);
        let label = if def.description.is_empty() { label } else { label.on_hover_text(&def.description) };
        match def.values {
            AttributeType::Choice => choice_ui(ui, def, value, label.id, engine),
            AttributeType::Choices => choices_ui(ui, def, value),
            AttributeType::Flag => flag_ui(ui, def, value),
            AttributeType::Text | AttributeType::Number | AttributeType::Date => {
                text_ui(ui, def, value, texts, label.id, engine)
            }
        }
    });
    row.inner
}

fn choice_ui(
    ui: &mut Ui,
    def: &AttributeDef,
    value: Option<&Value>,
    label: egui::Id,
    engine: &mut TextEngine,
) -> Asked {
    let set = value.and_then(Value::as_text);
    let name_of =
        |id: &str| def.choices.iter().find(|choice| choice.id.as_str() == id).map(|choice| choice.name.clone());
    let shown = set.map_or(tr!("not set").to_owned(), |id| name_of(id).unwrap_or_else(|| id.to_owned()));
    let mut asked = None;
    let width = (ui.available_width() - 8.0).clamp(60.0, 130.0);
    let combo = ComboBox::from_id_salt(def.id.as_str())
        .selected_text(widget_words(&shown))
        .width(width)
        .truncate()
        .show_ui(ui, |ui| {
            if chosen_ui(ui, engine, set.is_none(), tr!("not set")) {
                asked = Some(None);
            }
            for choice in &def.choices {
                if chosen_ui(ui, engine, set == Some(choice.id.as_str()), &choice.name) {
                    asked = Some(Some(Value::Text(choice.id.to_string())));
                }
            }
        });
    engine.words_over(ui, &combo.response, &shown, ui.spacing().icon_width + 6.0);
    combo.response.labelled_by(label);
    asked
}

fn choices_ui(ui: &mut Ui, def: &AttributeDef, value: Option<&Value>) -> Asked {
    let set: Vec<&str> = match value {
        Some(Value::List(list)) => list.iter().filter_map(Value::as_text).collect(),
        _ => Vec::new(),
    };
    let mut asked = None;
    ui.horizontal_wrapped(|ui| {
        for choice in &def.choices {
            let id = choice.id.as_str();
            let mut on = set.contains(&id);
            if ui.checkbox(&mut on, &choice.name).changed() {
                let kept = def.choices.iter().map(|choice| choice.id.as_str());
                let kept = kept.filter(|one| if *one == id { on } else { set.contains(one) });
                let list: Vec<Value> = kept.map(|one| Value::Text(one.to_owned())).collect();
                asked = Some(Some(Value::List(list)).filter(|_| on || set.len() > 1));
            }
        }
    });
    asked
}

fn flag_ui(ui: &mut Ui, def: &AttributeDef, value: Option<&Value>) -> Asked {
    let mut asked = None;
    for (name, flag) in [(tr!("not set"), None), (tr!("yes"), Some(true)), (tr!("no"), Some(false))] {
        let wanted = flag.map(Value::Bool);
        let is_set = value == wanted.as_ref();
        let response = ui.selectable_label(is_set, name);
        let spoken = format!("{}: {name}", def.name);
        response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, true, is_set, &spoken));
        if response.clicked() && !is_set {
            asked = Some(wanted);
        }
    }
    asked
}

fn text_ui(
    ui: &mut Ui,
    def: &AttributeDef,
    value: Option<&Value>,
    texts: &mut BTreeMap<String, String>,
    label: egui::Id,
    engine: &mut TextEngine,
) -> Asked {
    let known = value.map_or(String::new(), ToString::to_string);
    let typed = texts.entry(def.id.to_string()).or_insert_with(|| known.clone());
    let hint = match def.values {
        AttributeType::Date => "2026-11-21",
        AttributeType::Number => tr!("a number"),
        _ => "",
    };
    let width = ui.available_width() - 8.0;
    let field = engine
        .field_ui(ui, typed, FieldRows::One, |typed| TextEdit::singleline(typed).hint_text(hint).desired_width(width));
    let response = field.labelled_by(label);
    if !response.lost_focus() {
        if !response.has_focus() && *typed != known {
            typed.clone_from(&known);
        }
        return None;
    }
    let text = typed.trim().to_owned();
    if text == known {
        return None;
    }
    if text.is_empty() {
        return Some(None);
    }
    let value = match def.values {
        AttributeType::Number => text
            .parse::<i64>()
            .map(Value::Int)
            .or_else(|_| text.parse::<f64>().map(Value::Float))
            .unwrap_or(Value::Text(text)),
        _ => Value::Text(text),
    };
    Some(Some(value))
}
