//! How places that cleaning found are shown beside the text, and the card of the one under the pointer.
//!
//! They show and ask; they change nothing.

use crate::gui::actions::Action;
use crate::gui::article::{CaptionStyle, CaptionWeight, CleanLook, CleanMark, TextEngine};
use crate::gui::keymap::key_now;
use crate::gui::language::tr;
use crate::gui::request::{Request, Requests};
use crate::gui::theme::Theme;
use crate::model::{Proposal, RegionId, RegionKind, RepairId, Shard};
use crate::text::{Span, shortened, visible};
use eframe::egui;
use eframe::egui::{RichText, Ui};
use std::sync::Arc;

/// Characters of a repair that stand above the text; the card has more.
const MAX_ABOVE: usize = 24;
/// Keeps the keys of repairs apart from those of regions.
const REPAIR: u64 = 0x3CC3_3CC3_3CC3_3CC3;

/// A kind of region as people read it.
pub(super) fn kind_name(kind: RegionKind) -> &'static str {
    match kind {
        RegionKind::Chrome => tr!("page furniture"),
        RegionKind::Caption => tr!("caption"),
        RegionKind::Credit => tr!("credit"),
        RegionKind::Advert => tr!("advert"),
        RegionKind::Share => tr!("share line"),
        RegionKind::OtherStory => tr!("other story"),
        RegionKind::Boilerplate => tr!("boilerplate"),
        RegionKind::Headline => tr!("headline"),
        RegionKind::Other => tr!("no body"),
    }
}

/// What the article view draws of the regions and repairs of `shard`.
pub(in crate::gui) fn marks_of(shard: &Shard) -> Arc<[CleanMark]> {
    let regions = shard.regions.iter().filter(|row| row.state == Proposal::Proposed).map(|row| CleanMark {
        span: row.span,
        look: CleanLook::Region,
        above: row.span,
        label: format!("{}?", kind_name(row.kind)).into(),
        key: row.id.0,
    });
    let text = shard.article.text();
    let repairs = shard.repairs.iter().filter(|row| row.state != Proposal::Rejected).map(|row| {
        let above = word_around(text, row.span, &row.replacement);
        let part = |from: usize, to: usize| text.get(from..to).unwrap_or_default();
        let before = part(above.range().start, row.span.range().start);
        let behind = part(row.span.range().end, above.range().end);
        let reads = format!("{before}{}{behind}", row.replacement);
        CleanMark {
            span: row.span,
            look: if row.state == Proposal::Accepted { CleanLook::Repaired } else { CleanLook::Repair },
            above,
            label: shortened(&visible(&reads), MAX_ABOVE).into(),
            key: row.id.0 ^ REPAIR,
        }
    });
    let mut all: Vec<CleanMark> = regions.chain(repairs).collect();
    all.sort_by_key(|mark| mark.span);
    all.into()
}

/// The word that damage stands in: a mark alone could not be told from dust. A dash ends the word before it.
pub(super) fn word_around(text: &str, span: Span, reads: &str) -> Span {
    let range = span.range();
    let letters = |chars: &mut dyn Iterator<Item = char>| {
        chars.take(MAX_ABOVE).take_while(|char| char.is_alphanumeric()).map(char::len_utf8).sum::<usize>()
    };
    let before = text.get(..range.start).map_or(0, |before| letters(&mut before.chars().rev()));
    let ends = reads.ends_with(['—', '–', '…', '”', '»']);
    let behind = text.get(range.end..).filter(|_| !ends).map_or(0, |behind| letters(&mut behind.chars()));
    Span::bytes(range.start - before, range.end + behind)
}

/// Draws the card of a place that cleaning found.
pub(in crate::gui) fn cleaned_card_ui(
    ui: &mut Ui,
    shard: &Shard,
    mark: &CleanMark,
    engine: &mut TextEngine,
    theme: &Theme,
) {
    ui.set_max_width(330.0);
    let style = CaptionStyle { size: 13.0, weight: CaptionWeight::Regular, max_rows: 4, color: theme.text.0 };
    let small = CaptionStyle { size: 11.5, color: theme.text_muted.0, ..style };
    let key = key_now(ui.ctx(), Action::Cleaning);
    if let Some(repair) = shard.repairs.get(RepairId(mark.key ^ REPAIR)) {
        let is_taken = repair.state == Proposal::Accepted;
        let head = if is_taken { tr!("Repaired") } else { tr!("Damaged words") };
        ui.label(RichText::new(head).strong().color(if is_taken { theme.text_muted.0 } else { theme.danger.0 }));
        let (was, reads) = (visible(&repair.quote), visible(&repair.replacement));
        engine.label_ui(ui, &tr!("“{}” reads “{}”", shortened(&was, 80), shortened(&reads, 80)), &style);
        engine.label_ui(ui, &repair.reason, &small);
        let hint = if is_taken {
            tr!("the text and all offsets stay the source’s")
        } else {
            tr!("to be accepted or dismissed")
        };
        ui.label(RichText::new(format!("{hint} ({key})")).small().color(theme.text_muted.0));
    } else if let Some(region) = shard.regions.get(RegionId(mark.key)) {
        let name = kind_name(region.kind);
        ui.label(RichText::new(tr!("Proposed: {name}", name)).strong().color(theme.text_muted.0));
        engine.label_ui(ui, &region.reason, &style);
        ui.label(RichText::new(tr!("to be accepted or dismissed ({key})", key)).small().color(theme.text_muted.0));
    }
}

/// Draws the button that leads to what waits for a decision in the article, where anything does.
pub(in crate::gui) fn waiting_ui(ui: &mut Ui, shard: &Shard, theme: &Theme, requests: &mut Requests) {
    let regions = shard.regions.iter().filter(|row| row.state == Proposal::Proposed).count();
    let repairs = shard.repairs.iter().filter(|row| row.state == Proposal::Proposed).count();
    if regions + repairs == 0 {
        return;
    }
    let key = key_now(ui.ctx(), Action::Cleaning);
    let button = ui.button(RichText::new(tr!("Cleaning: {}", regions + repairs)).color(theme.text.0));
    let told =
        tr!("Cleaning: {repairs} damaged places and {regions} stretches that may be no body wait", repairs, regions);
    button.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &told));
    if button.on_hover_text(format!("{told} ({key})")).clicked() {
        requests.push(Request::Act(Action::Cleaning));
    }
}
