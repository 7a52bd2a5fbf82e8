//! The question about what is gone from a draft: what becomes of its mentions, values or relations, or does it come back?
//!
//! It changes the draft alone.

use super::draft::{Draft, used};
use super::fields::{Brush, Offer, attribute_offers, label_offers, pick_ui, relation_offers};
use super::item::{Item, Kind};
use super::preview::{first, holding};
use crate::edit::SchemaEffects;
use crate::gui::article::{CaptionStyle, CaptionWeight};
use crate::gui::language::tr;
use eframe::egui;
use eframe::egui::{RichText, Ui, WidgetInfo};

/// Draws the question about `item`; whether it was brought back.
pub(super) fn fate_ui(
    ui: &mut Ui,
    draft: &mut Draft,
    item: &Item,
    effects: Option<&SchemaEffects>,
    brush: &mut Brush<'_>,
) -> bool {
    let name = draft.base_name(item);
    let (kind, theme) = (item.kind, brush.theme);
    told_ui(ui, brush, &tr!("The {} “{name}” is not in the draft any more.", kind.name(), name));
    let Some(effects) = effects else {
        ui.label(RichText::new(tr!("Counting what has it…")).color(theme.text_muted.0));
        return false;
    };
    let fate = draft.fates(kind).get(&item.slug).cloned();
    if used(effects, item) == 0 && fate.is_none() {
        ui.label(
            RichText::new(tr!("Nothing in the session has it, so nothing else changes.")).color(theme.text_muted.0),
        );
    } else {
        let held = holding(effects, item);
        let held = if held.is_empty() { tr!("Nothing has it now").to_owned() } else { tr!("It has {held}", held) };
        let place = first(effects, item).map_or(String::new(), |title| tr!(", first in “{title}”", title));
        told_ui(ui, brush, &tr!("{held}{place}. What becomes of its {}?", kind.records(), held, place));
        ui.add_space(4.0);
        question_ui(ui, draft, item, fate.as_ref(), brush);
    }
    ui.add_space(6.0);
    let mut is_back = false;
    ui.horizontal(|ui| {
        if draft.is_old(item) {
            let back = ui.button(tr!("Put it back"));
            back.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, tr!("Put {name} back", name)));
            if back.clicked() {
                is_back = draft.put_back(item);
            }
            if kind == Kind::Label {
                ui.label(
                    RichText::new(tr!("what stands above it must be back first")).small().color(theme.text_muted.0),
                );
            }
        }
    });
    is_back
}

fn question_ui(
    ui: &mut Ui,
    draft: &mut Draft,
    item: &Item,
    fate: Option<&Option<crate::model::Slug>>,
    brush: &mut Brush<'_>,
) {
    let kind = item.kind;
    let schema = &draft.now.schema;
    let offers = match kind {
        Kind::Label => label_offers(schema),
        Kind::Attribute => attribute_offers(schema),
        Kind::Relation => relation_offers(schema),
    };
    let mut asked = None;
    ui.horizontal_wrapped(|ui| {
        let goes = ui.radio(fate == Some(&None), tr!("They are deleted{}", hanging(kind)));
        if goes.clicked() {
            asked = Some(None);
        }
    });
    ui.horizontal_wrapped(|ui| {
        let to = fate.and_then(Option::as_ref);
        let shown = to.map_or(tr!("choose…").to_owned(), |to| Item::new(kind, to).name(schema, schema));
        if ui.radio(to.is_some(), tr!("They become those of")).clicked()
            && to.is_none()
            && let Some(first) = offers.first()
        {
            asked = Some(Some(first.slug.clone()));
        }
        let others: Vec<&Offer> = offers.iter().collect();
        if let Some(slug) = pick_ui(ui, brush.engine, (tr!("They become those of"), &shown), &others) {
            asked = Some(Some(slug));
        }
    });
    if let Some(fate) = asked {
        draft.fates_mut(kind).insert(item.slug.clone(), fate);
    }
}

fn hanging(kind: Kind) -> &'static str {
    match kind {
        Kind::Label => tr!(", with the relations and alignments that hang on them"),
        Kind::Attribute | Kind::Relation => "",
    }
}

fn told_ui(ui: &mut Ui, brush: &mut Brush<'_>, text: &str) {
    let (size, weight, color) = (13.5, CaptionWeight::Regular, brush.theme.text.0);
    brush.engine.caption_ui(ui, text, &CaptionStyle { size, weight, max_rows: 4, color });
}
