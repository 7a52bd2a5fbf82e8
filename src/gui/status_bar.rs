//! The status bar: whether the work is saved, where the caret is, how selections snap, what goes on in the background.

use super::actions::Action;
use super::article::{CaptionStyle, CaptionWeight, TextEngine};
use super::request::{Request, Requests};
use super::theme::Theme;
use crate::gui::language::tr;
use crate::model::Shard;
use crate::text::{ByteOffset, Snap, Span};
use crate::workbench::{Desk, SaveState};
use eframe::egui;
use eframe::egui::{Align, Layout, RichText, Ui};

/// What the bar shows besides the desk's own state.
pub(super) struct Status<'a> {
    /// The article in front.
    pub(super) shard: Option<&'a Shard>,
    /// Where its caret is.
    pub(super) caret: ByteOffset,
    /// What is selected in it.
    pub(super) selection: Span,
    /// How selections snap.
    pub(super) snap: Snap,
    /// Whether edges are trimmed.
    pub(super) trim: bool,
    /// The last thing done.
    pub(super) info: Option<&'a str>,
    /// Zoom in percent.
    pub(super) zoom_percent: f32,
}

/// Least width of the bar in points at which it shows how selections snap, and where the caret is.
const ROOM_FOR_SNAP: f32 = 380.0;
const ROOM_FOR_PLACE: f32 = 560.0;
/// Least room in points for the last thing done.
const ROOM_FOR_INFO: f32 = 80.0;

/// Draws the bar.
pub(super) fn status_bar_ui(
    ui: &mut Ui,
    desk: &Desk,
    status: &Status<'_>,
    engine: &mut TextEngine,
    theme: &Theme,
    requests: &mut Requests,
) {
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        right_ui(ui, status, theme, requests);
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| left_ui(ui, desk, status, engine, theme));
    });
}

/// Whether the work is saved comes first, and is cut short rather than run into what stands on the right.
fn left_ui(ui: &mut Ui, desk: &Desk, status: &Status<'_>, engine: &mut TextEngine, theme: &Theme) {
    let (text, color) = match desk.save_state() {
        SaveState::Saved => (tr!("Saved").to_owned(), theme.success.0),
        SaveState::Untouched => (tr!("Not a file yet").to_owned(), theme.text_muted.0),
        SaveState::Kept => (tr!("Kept, not in the file yet").to_owned(), theme.text_muted.0),
        SaveState::KeptAlone(why) => (tr!("Kept, but not saved: {why}", why), theme.warning.0),
        SaveState::Unsaved => (tr!("Keeping…").to_owned(), theme.warning.0),
        SaveState::Saving => (tr!("Saving…").to_owned(), theme.text_muted.0),
        SaveState::Failed(why) => (tr!("Not saved: {why}", why), theme.danger.0),
        SaveState::ReadOnly => (tr!("Open for reading only").to_owned(), theme.warning.0),
    };
    let shown: String = text.chars().take(90).collect();
    ui.add(egui::Label::new(RichText::new(shown).color(color)).truncate()).on_hover_text(text);
    if let Some(info) = status.info.filter(|_| ui.available_width() > ROOM_FOR_INFO) {
        ui.separator();
        let (size, weight, color) = (13.5, CaptionWeight::Regular, theme.text_muted.0);
        engine.label_ui(ui, info, &CaptionStyle { size, weight, max_rows: 1, color });
    }
    // A search shows in the find bar itself, and is over before anybody could read about it here.
    for (_, name, progress) in desk.running().filter(|(job, ..)| !desk.is_finding(*job)) {
        ui.separator();
        let percent = (progress.fraction() * 100.0).round();
        let part = if percent > 0.0 { format!("{name} {percent} %") } else { format!("{name}…") };
        ui.label(RichText::new(part).color(theme.text_muted.0));
        if ui.small_button(tr!("Cancel")).clicked() {
            progress.cancel();
        }
    }
}

/// On a narrow or much enlarged window what is least needed goes.
fn right_ui(ui: &mut Ui, status: &Status<'_>, theme: &Theme, requests: &mut Requests) {
    let room = ui.available_width();
    if (status.zoom_percent - 100.0).abs() >= 1.0 {
        ui.label(RichText::new(format!("{:.0} %", status.zoom_percent)).color(theme.text_muted.0));
        ui.separator();
    }
    let trim = if status.trim { tr!("edges trimmed") } else { tr!("edges kept") };
    let button = |ui: &mut Ui, text: &str, hint: &str| {
        ui.add(egui::Button::new(RichText::new(text).color(theme.text_muted.0)).frame(false))
            .on_hover_text(hint)
            .clicked()
    };
    if room < ROOM_FOR_SNAP {
        return;
    }
    if button(ui, trim, tr!("Whether spaces and punctuation fall off the edges of a selection (T)")) {
        requests.push(Request::Act(Action::ToggleTrim));
    }
    ui.separator();
    if button(ui, &tr!("snaps to {}", tr(status.snap.name())), tr!("How a selection is widened (W)")) {
        requests.push(Request::Act(Action::CycleSnap));
    }
    let Some(shard) = status.shard.filter(|_| room >= ROOM_FOR_PLACE) else { return };
    ui.separator();
    let article = &shard.article;
    let place = article.index().line_column(article.text(), status.caret);
    let mut text = place.map_or(String::new(), |place| tr!("line {}, column {}", place.line, place.column));
    if !status.selection.is_empty() {
        let span = article.char_span(status.selection);
        text = tr!("{} characters selected, {}–{}", span.len(), span.start, span.end);
    }
    ui.label(RichText::new(text).color(theme.text_muted.0));
}
