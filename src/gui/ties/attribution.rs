//! Who says a claim: the chain from the outlet to its last source, the cue, whether nobody is named, and how credible the claim
//! is that it speaks of.
//!
//! It shows and asks; it changes nothing.

use super::known::Known;
use crate::analysis::{Link, chain};
use crate::gui::article::{CaptionStyle, CaptionWeight, TextEngine};
use crate::gui::card::words_of;
use crate::gui::inspector::{Subject, shortened};
use crate::gui::language::tr;
use crate::gui::register::credibility_ui;
use crate::gui::relate::fits;
use crate::gui::request::{Request, Requests};
use crate::gui::widgets::section_ui;
use crate::model::{Label, Mention, MentionId, RelationType, Schema, Session, Shard};
use eframe::egui;
use eframe::egui::{RichText, Ui};

/// The relation types that tell who says something and in which words that is told.
const SOURCE: &str = "source";
const CUE: &str = "cue";
/// The attribute of what is said by nobody who is named.
pub(in crate::gui) const UNATTRIBUTED: &str = "unattributed";
/// How far a step of the chain stands in from the one before it.
const STEP: f32 = 12.0;

fn kind_from<'a>(schema: &'a Schema, label: &Label, id: &str) -> Option<&'a RelationType> {
    schema.relation_types.iter().find(|kind| kind.id.as_str() == id && fits(label, &kind.from))
}

/// Whether mentions with `label` are what somebody says.
pub(in crate::gui) fn is_claim(schema: &Schema, label: &Label) -> bool {
    kind_from(schema, label, SOURCE).is_some_and(|kind| !kind.from.is_empty()) || label.layer() == "claim"
}

/// The outlet of an article as a chain begins with it.
fn outlet_of(session: &Session, shard: &Shard) -> String {
    match session.outlet_name(shard) {
        "" => tr!("outlet not known").to_owned(),
        name => name.to_owned(),
    }
}

/// One step of a chain in words, with the mentions that it leads to.
fn step_of(session: &Session, shard: &Shard, link: &Link) -> (String, Vec<MentionId>) {
    match link {
        Link::Outlet => (outlet_of(session, shard), Vec::new()),
        Link::Source { by, .. } => {
            let names: Vec<String> = by.iter().map(|id| shortened(&words_of(shard, *id), 60)).collect();
            (names.join(", "), by.clone())
        }
        Link::Nobody { .. } => (tr!("nobody named").to_owned(), Vec::new()),
    }
}

/// The chain of a claim on one line, as a card shows it.
pub(in crate::gui) fn told(session: &Session, shard: &Shard, mention: &Mention) -> Option<String> {
    if !is_claim(&session.schema, &mention.label) {
        return None;
    }
    let chain = chain(shard, mention.id);
    let steps: Vec<String> = chain.iter().map(|link| step_of(session, shard, link).0).collect();
    Some(steps.join(" → "))
}

/// Draws the chain and what belongs to it; `unattributed_ui` draws the switch that says that nobody is named.
pub(in crate::gui) fn attribution_ui(
    ui: &mut Ui,
    subject: Subject<'_>,
    known: &Known,
    engine: &mut TextEngine,
    requests: &mut Requests,
    unattributed_ui: impl FnOnce(&mut Ui, &mut TextEngine, &mut Requests),
) {
    let Subject { session, shard, mention, theme, .. } = subject;
    if !is_claim(&session.schema, &mention.label) {
        return;
    }
    section_ui(ui, theme, tr!("WHO SAYS SO"));
    let style = CaptionStyle { size: 13.0, weight: CaptionWeight::Regular, max_rows: 2, color: theme.text.0 };
    ui.spacing_mut().item_spacing.y = 3.0;
    for (depth, link) in known.chain.iter().enumerate() {
        ui.horizontal(|ui| {
            ui.add_space(STEP * depth.min(6) as f32);
            let (words, leads_to) = step_of(session, shard, link);
            let text = if depth == 0 { words } else { format!("→ {words}") };
            let Some(first) = leads_to.first() else {
                engine.label_ui(ui, &text, &style);
                return;
            };
            let told = tr!("Source {depth}: {}", text.trim_start_matches("→ "), depth);
            let step = engine.button_ui(ui, &text, &style);
            step.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &told));
            if step.clicked() {
                requests.push(Request::SelectMention(Some(*first)));
            }
        });
    }
    let has_source = known.chain.iter().any(|link| matches!(link, Link::Source { .. } | Link::Nobody { .. }));
    if !has_source {
        let text = tr!("No source: the outlet itself says so.");
        ui.label(RichText::new(text).small().color(theme.text_muted.0));
    }
    ui.horizontal_wrapped(|ui| {
        for (id, verb) in [(SOURCE, tr!("Add source…")), (CUE, tr!("Add cue…"))] {
            let Some(kind) = kind_from(&session.schema, &mention.label, id) else { continue };
            let add = ui.small_button(verb);
            let hint = tr!("Then choose the mention with Alt+Right, Alt+Left, Space or a click, and press Enter");
            if add.on_hover_text(hint).clicked() {
                requests.push(Request::RelateAs { label: kind.id.clone(), role: None });
            }
        }
    });
    unattributed_ui(ui, engine, requests);
    cue_ui(ui, subject, engine, requests);
    let entry = mention.entry.and_then(|id| session.entries.get(id));
    if let Some(entry) = entry {
        credibility_ui(ui, entry, engine, requests);
    }
}

/// The words that the claim is told with.
fn cue_ui(ui: &mut Ui, subject: Subject<'_>, engine: &mut TextEngine, requests: &mut Requests) {
    let Subject { shard, mention, theme, .. } = subject;
    let cues = shard.relations_of(mention.id);
    let cues = cues.filter(|relation| relation.from == mention.id && relation.label.as_str() == CUE);
    for cue in cues {
        let text = tr!("Cue: {}", shortened(&words_of(shard, cue.to), 60));
        let style = CaptionStyle { size: 13.0, weight: CaptionWeight::Regular, max_rows: 2, color: theme.text.0 };
        ui.push_id(cue.id, |ui| {
            if engine.button_ui(ui, &text, &style).clicked() {
                requests.push(Request::SelectMention(Some(cue.to)));
            }
        });
    }
}
