//! What the editor shows of one relation type: its names, the ends it allows, its roles. It changes the draft alone.

use super::attribute_tab::{AttributeFields, free_part, new_ui};
use super::draft::Draft;
use super::fields::{Brush, Offer, RowAsked, label_offers, row_buttons_ui};
use super::labels::swap;
use crate::gui::article::FieldRows;
use crate::gui::language::tr;
use crate::model::{RelationType, RoleDef, Slug};
use eframe::egui::{RichText, Ui};

/// A new relation type called `name`.
pub(super) fn new_relation(id: Slug, name: &str) -> RelationType {
    RelationType {
        id,
        name: name.trim().to_owned(),
        from: Vec::new(),
        to: Vec::new(),
        roles: Vec::new(),
        symmetric: false,
        color: None,
        description: String::new(),
        ext: crate::model::Ext::default(),
    }
}

/// Draws the fields of the relation type `slug`.
pub(super) fn relation_ui(
    ui: &mut Ui,
    draft: &mut Draft,
    slug: &Slug,
    fields: &mut AttributeFields,
    brush: &mut Brush<'_>,
) {
    fields.turn_to(slug);
    let is_old = draft.base.relation_type(slug).is_some();
    let schema = &mut draft.now.schema;
    let labels = label_offers(schema);
    let Some(row) = schema.relation_types.iter_mut().find(|row| row.id == *slug) else { return };
    brush.text_ui(ui, &mut row.name, tr!("Name"), tr!("Name of the relation type"), FieldRows::One);
    brush.slug_ui(ui, slug, is_old);
    brush.set_ui(ui, &mut row.from, &labels, (tr!("Starts from"), tr!("any label")));
    brush.set_ui(ui, &mut row.to, &labels, (tr!("Leads to"), tr!("any label")));
    ui.horizontal(|ui| {
        brush.name_ui(ui, "");
        ui.checkbox(&mut row.symmetric, tr!("Both directions mean the same"));
    });
    roles_ui(ui, row, &labels, fields, brush);
    brush.color_ui(ui, &mut row.color, Some(tr!("none")));
    brush.text_ui(
        ui,
        &mut row.description,
        tr!("Description"),
        tr!("Description of the relation type"),
        FieldRows::Many,
    );
}

fn roles_ui(
    ui: &mut Ui,
    row: &mut RelationType,
    labels: &[Offer],
    fields: &mut AttributeFields,
    brush: &mut Brush<'_>,
) {
    let count = row.roles.len();
    let mut asked = None;
    for (number, role) in row.roles.iter_mut().enumerate() {
        ui.push_id(("role", number), |ui| {
            ui.horizontal(|ui| {
                brush.name_ui(ui, if number == 0 { tr!("Roles") } else { "" });
                let spoken = tr!("Role {}", number + 1);
                let width = (ui.available_width() - 220.0).clamp(80.0, 220.0);
                brush.line_ui(ui, &mut role.name, (&spoken, tr!("a name")), width);
                let pressed = row_buttons_ui(ui, &tr!("the role {}", role.name), number, count);
                asked = pressed.map(|what| (number, what)).or(asked);
                ui.label(RichText::new(role.id.as_str()).small().monospace().color(brush.theme.text_muted.0));
            });
            let spoken = tr!("Labels of the role {}", role.name);
            let none = tr!("leads to what the type leads to");
            brush.named_set_ui(ui, &mut role.to, labels, ("", &spoken, none));
        });
    }
    match asked {
        Some((number, RowAsked::Move(step))) => {
            swap(&mut row.roles, number, step);
        }
        Some((number, RowAsked::Remove)) => {
            row.roles.remove(number);
        }
        None => {}
    }
    if let Some(name) = new_ui(ui, fields, (tr!("New role"), tr!("Add role")), count == 0, brush) {
        let id = free_part(&name, |id| row.roles.iter().any(|role| role.id == *id));
        row.roles.extend(id.map(|id| RoleDef { id, name, to: Vec::new() }));
    }
}
