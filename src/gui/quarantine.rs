//! Mentions of the article in front whose place does not hold: what they say, why they wait, and where they may belong.
//!
//! It shows and asks; it changes nothing.

use super::article::{CaptionStyle, CaptionWeight, TextEngine};
use super::request::{Request, Requests};
use super::theme::Theme;
use crate::edit::{Command, Places};
use crate::gui::language::tr;
use crate::model::{Quarantined, Schema, Shard};
use eframe::egui::{RichText, Ui};

/// Mentions shown at once; the others follow when these are settled.
const MAX_SHOWN: usize = 50;

/// Draws the quarantine of `shard`, where something waits in it.
pub(super) fn quarantine_ui(
    ui: &mut Ui,
    schema: &Schema,
    shard: &Shard,
    engine: &mut TextEngine,
    theme: &Theme,
    requests: &mut Requests,
) {
    if shard.quarantine.is_empty() {
        return;
    }
    let title = tr!("In quarantine: {}", shard.quarantine.len());
    ui.collapsing(RichText::new(title).color(theme.warning.0), |ui| {
        for row in shard.quarantine.iter().take(MAX_SHOWN) {
            ui.push_id(row.mention.id, |ui| waiting_ui(ui, schema, shard, row, engine, theme, requests));
        }
        if let Some(more) = shard.quarantine.len().checked_sub(MAX_SHOWN).filter(|more| *more > 0) {
            ui.label(RichText::new(tr!("and {more} more, once these are settled", more)).color(theme.text_muted.0));
        }
    });
}

fn waiting_ui(
    ui: &mut Ui,
    schema: &Schema,
    shard: &Shard,
    row: &Quarantined,
    engine: &mut TextEngine,
    theme: &Theme,
    requests: &mut Requests,
) {
    let article = shard.id();
    let mention = row.mention.id;
    let style = CaptionStyle { size: 13.5, weight: CaptionWeight::Regular, max_rows: 6, color: theme.text.0 };
    let text = format!("{}: “{}”", schema.label_name(&row.mention.label), row.mention.quote);
    engine.caption_ui(ui, &text, &style);
    ui.label(RichText::new(&row.reason).small().color(theme.text_muted.0));
    ui.horizontal_wrapped(|ui| {
        for span in &row.proposed {
            let hint = tr!("Bring the mention back at this place, where its words stand");
            if ui.small_button(tr!("Put at {}–{}", span.start, span.end)).on_hover_text(hint).clicked() {
                let fragments = Places::Chars(vec![*span]);
                requests.push(Request::Do(Command::Restore { article, mention, fragments }));
            }
        }
        if ui.small_button(tr!("Delete")).on_hover_text(tr!("Delete this waiting mention")).clicked() {
            requests.push(Request::Do(Command::DropQuarantined { article, mention }));
        }
    });
}
