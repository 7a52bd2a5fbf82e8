//! What the editor shows of one label: its names, key, colour, place among the others, and what can be done with it.
//!
//! It changes the draft alone.

use super::draft::Draft;
use super::fields::{Brush, Offer, label_offers, pick_ui};
use super::labels::parent_of;
use super::problems::key_of;
use crate::gui::article::FieldRows;
use crate::gui::keymap::Keymap;
use crate::gui::language::tr;
use crate::model::{GuidelineId, Label, Schema};
use eframe::egui;
use eframe::egui::{RichText, Ui, WidgetInfo};

/// What is typed for the key of a label, and why it was refused.
#[derive(Clone, Debug, Default)]
pub(super) struct KeyField {
    label: Option<Label>,
    typed: String,
    refused: Option<String>,
}

impl KeyField {
    fn turn_to(&mut self, label: &Label, key: Option<char>) {
        let known = key.map_or(String::new(), |key| key.to_uppercase().to_string());
        // What was refused stays in sight until something else is typed.
        if self.label.as_ref() != Some(label) || (self.refused.is_none() && self.typed != known) {
            *self = Self { label: Some(label.clone()), typed: known, refused: None };
        }
    }

    /// Why the key that is typed cannot be had, while it stands in the field of a label that `schema` has.
    pub(super) fn refusal(&self, schema: &Schema) -> Option<String> {
        let (label, why) = self.label.as_ref().zip(self.refused.as_ref())?;
        schema.has_label(label).then(|| tr!("The key of “{}” is refused. {why}.", schema.label_name(label), why))
    }

    fn ui(&mut self, ui: &mut Ui, schema: &Schema, label: &Label, key: &mut Option<char>, brush: &mut Brush<'_>) {
        self.turn_to(label, *key);
        ui.horizontal(|ui| {
            brush.name_ui(ui, tr!("Key"));
            let field = brush.line_ui(ui, &mut self.typed, (tr!("Key of the label"), ""), 36.0);
            if field.changed() {
                self.refused = None;
                match key_of(&Keymap::shared(ui.ctx()), schema, label, &self.typed) {
                    Ok(asked) => *key = asked,
                    Err(why) => self.refused = Some(why),
                }
            }
            let theme = brush.theme;
            if let Some(why) = &self.refused {
                let text = format!("{why}.");
                ui.add(egui::Label::new(RichText::new(text).color(theme.danger.0)).wrap());
            } else {
                let text = tr!("a digit from 1 to 9 or a letter; empty for none");
                ui.label(RichText::new(text).small().color(theme.text_muted.0));
            }
        });
    }
}

/// What was asked for about a label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum LabelAsked {
    Move(isize),
    PutBelow(Label),
    Merge(Label),
    Remove,
}

/// Draws the fields of `label`; what was asked for beyond them.
pub(super) fn label_ui(
    ui: &mut Ui,
    draft: &mut Draft,
    label: &Label,
    key_field: &mut KeyField,
    brush: &mut Brush<'_>,
) -> Option<LabelAsked> {
    let before = draft.now.schema.clone();
    let parts = parts_of(&mut draft.now.schema, label)?;
    brush.text_ui(ui, parts.name, tr!("Name"), tr!("Name of the label"), FieldRows::One);
    let is_old = before.has_label(label) && draft.base.has_label(label);
    brush.slug_ui(ui, label, is_old);
    key_field.ui(ui, &before, label, parts.hotkey, brush);
    match parts.color {
        Color::OfLayer(color) => {
            let mut chosen = Some(color.clone());
            brush.color_ui(ui, &mut chosen, None);
            if let Some(chosen) = chosen {
                *color = chosen;
            }
        }
        Color::OfLabel(color) => brush.color_ui(ui, color, Some(tr!("as its layer"))),
    }
    brush.text_ui(ui, parts.description, tr!("Description"), tr!("Description of the label"), FieldRows::Many);
    brush.page_ui(ui, parts.guideline);
    ui.add_space(4.0);
    place_ui(ui, draft, label, brush)
}

fn place_ui(ui: &mut Ui, draft: &Draft, label: &Label, brush: &mut Brush<'_>) -> Option<LabelAsked> {
    let schema = &draft.now.schema;
    let offers = label_offers(schema);
    let mut asked = None;
    if let Some(parent) = parent_of(label) {
        ui.horizontal(|ui| {
            brush.name_ui(ui, tr!("Stands below"));
            let others: Vec<&Offer> =
                offers.iter().filter(|offer| !offer.slug.is_within(label) && offer.slug != parent).collect();
            let shown = schema.label_name(&parent).to_owned();
            asked = pick_ui(ui, brush.engine, (tr!("Stands below"), &shown), &others).map(LabelAsked::PutBelow);
        });
    }
    ui.horizontal_wrapped(|ui| {
        brush.name_ui(ui, "");
        for (text, step) in [(tr!("Move up"), -1), (tr!("Move down"), 1)] {
            if ui.button(text).clicked() {
                asked = Some(LabelAsked::Move(step));
            }
        }
        let others: Vec<&Offer> = offers.iter().filter(|offer| !offer.slug.is_within(label)).collect();
        let merge = pick_ui(ui, brush.engine, (tr!("Merge the label into"), tr!("Merge into…")), &others);
        asked = merge.map(LabelAsked::Merge).or(asked.take());
        let below = draft.below(label).len().saturating_sub(1);
        let text = if below == 0 { tr!("Remove").to_owned() } else { tr!("Remove with {below} below it", below) };
        let remove = ui.button(text);
        remove.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, tr!("Remove the label")));
        if remove.clicked() {
            asked = Some(LabelAsked::Remove);
        }
    });
    asked
}

enum Color<'a> {
    OfLayer(&'a mut String),
    OfLabel(&'a mut Option<String>),
}

/// What layers and nested labels have in common.
struct Parts<'a> {
    name: &'a mut String,
    hotkey: &'a mut Option<char>,
    color: Color<'a>,
    description: &'a mut String,
    guideline: &'a mut Option<GuidelineId>,
}

fn parts_of<'a>(schema: &'a mut Schema, label: &Label) -> Option<Parts<'a>> {
    let layer = schema.layers.iter_mut().find(|layer| layer.id.as_str() == label.layer())?;
    if layer.id == *label {
        return Some(Parts {
            name: &mut layer.name,
            hotkey: &mut layer.hotkey,
            color: Color::OfLayer(&mut layer.color),
            description: &mut layer.description,
            guideline: &mut layer.guideline,
        });
    }
    let def = layer.labels.iter_mut().find(|def| def.id == *label)?;
    Some(Parts {
        name: &mut def.name,
        hotkey: &mut def.hotkey,
        color: Color::OfLabel(&mut def.color),
        description: &mut def.description,
        guideline: &mut def.guideline,
    })
}
