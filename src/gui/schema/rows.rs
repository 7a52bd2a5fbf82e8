//! The rows of the editor's lists: what the draft has of one kind, and below that what is gone from it.
//!
//! It does not draw.

use super::attribute_tab::type_name;
use super::draft::{Draft, used};
use super::item::{Item, Kind};
use super::list::{Row, RowState};
use super::problems::Problem;
use crate::edit::SchemaEffects;
use crate::gui::language::tr;
use crate::gui::theme::Theme;

/// What stands in a list, row for row.
pub(super) fn rows(
    draft: &Draft,
    kind: Kind,
    effects: Option<&SchemaEffects>,
    problems: &[Problem],
    theme: &Theme,
) -> Vec<(Item, Row)> {
    let schema = &draft.now.schema;
    let mut rows: Vec<(Item, Row)> = match kind {
        Kind::Label => schema
            .label_infos()
            .map(|info| {
                let note = info.hotkey.map_or(String::new(), |key| key.to_uppercase().to_string());
                let color = Some(theme.label_color(info.color));
                (Item::label(info.id), row(info.name, info.depth, color, note))
            })
            .collect(),
        Kind::Attribute => schema
            .attributes
            .iter()
            .map(|def| {
                let required = if def.required { tr!(", required") } else { "" };
                let note = format!("{}{required}", type_name(def.values));
                (Item::new(kind, &def.id), row(&def.name, 0, None, note))
            })
            .collect(),
        Kind::Relation => schema
            .relation_types
            .iter()
            .map(|of| {
                let color = of.color.as_deref().map_or(theme.text_muted.0, |name| theme.label_color(name));
                let note = match of.roles.len() {
                    0 => String::new(),
                    1 => tr!("1 role").to_owned(),
                    count => tr!("{count} roles", count),
                };
                (Item::new(kind, &of.id), row(&of.name, 0, Some(color), note))
            })
            .collect(),
    };
    for (item, row) in &mut rows {
        if problems.iter().any(|problem| problem.item.as_ref() == Some(item)) {
            row.state = RowState::Wrong;
        }
        if row.name.trim().is_empty() {
            row.name = format!("({})", item.slug);
        }
    }
    let gone = draft.gone(kind, effects).into_iter().map(|item| {
        let name = draft.base_name(&item);
        let note = match (draft.fates(kind).get(&item.slug), effects) {
            (Some(Some(to)), _) => format!("→ {}", Item::new(kind, to).name(&draft.now.schema, &draft.base)),
            (None, Some(effects)) if used(effects, &item) > 0 => "?".to_owned(),
            _ => String::new(),
        };
        let row = Row { state: RowState::Gone, ..row(&name, 0, None, note) };
        (item, row)
    });
    rows.extend(gone);
    rows
}

fn row(name: &str, depth: usize, color: Option<eframe::egui::Color32>, note: String) -> Row {
    Row { name: name.to_owned(), depth, color, note, state: RowState::Well }
}
