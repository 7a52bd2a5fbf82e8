//! What an export gives: how much, how it begins, and item by item what is dropped and why. It shows; it asks nothing.

use super::article::{CaptionStyle, CaptionWeight, TextEngine};
use super::export_dialog::ExportForm;
use super::theme::Theme;
use super::widgets::row_ui;
use crate::gui::counts;
use crate::gui::language::{msg, tr};
use crate::text::{shortened, visible};
use crate::workbench::{DroppedGroup, ExportPreview};
use eframe::egui;
use eframe::egui::{FontId, Frame, RichText, ScrollArea, Sense, Ui, Vec2, WidgetInfo};
use std::collections::BTreeSet;
use unicode_segmentation::UnicodeSegmentation;

const ROW_HEIGHT: f32 = 22.0;
/// Space in points between two rows.
const ROW_GAP: f32 = 1.0;
/// Ids that are named of one place.
const MAX_IDS: usize = 30;
/// No line is longer than this.
const MAX_CHARS: usize = 700;
/// Rows of the beginning of a file.
const MAX_HEAD_ROWS: usize = 600;
/// Stretches of a line that are set one by one.
const MAX_PARTS: usize = 60;
/// Rows of the list of files.
const MAX_FILE_ROWS: u8 = 4;

/// Draws the preview into `room` points of height.
pub(super) fn preview_ui(ui: &mut Ui, form: &mut ExportForm, room: f32, engine: &mut TextEngine, theme: &Theme) {
    let preview = match &form.preview {
        Some(Ok(preview)) => std::sync::Arc::clone(preview),
        Some(Err(why)) => {
            let text = tr!("There is nothing to write: {why}.", why);
            ui.add(egui::Label::new(RichText::new(text).color(theme.warning.0)).wrap());
            return;
        }
        None => {
            let text =
                if form.job.is_some() { tr!("Working it out…") } else { tr!("The session has no articles yet.") };
            ui.label(RichText::new(text).color(theme.text_muted.0));
            return;
        }
    };
    let top = ui.cursor().top();
    ui.add(egui::Label::new(RichText::new(summary(&preview)).strong().color(theme.text.0)).wrap());
    for note in &preview.notes {
        ui.add(egui::Label::new(RichText::new(note).color(theme.text_muted.0)).wrap());
    }
    let is_page = form.choices.format().is_some_and(|format| format.ending == "html");
    if is_page {
        let text = tr!("What it says; the page itself, with its colours and plots, opens in a browser.");
        ui.add(egui::Label::new(RichText::new(text).color(theme.text_muted.0)).wrap());
    }
    files_ui(ui, &preview, engine, theme);
    if !preview.is_whole {
        ui.label(RichText::new(tr(COUNTING)).color(theme.text_muted.0));
        ui.add(egui::ProgressBar::new(form.progress).show_percentage());
    }
    let left = (room - (ui.cursor().top() - top)).max(160.0);
    let lost = lost_height(&preview.groups, &form.opened).min(left * 0.5);
    let font = if is_page { FontId::proportional(13.0) } else { FontId::monospace(12.0) };
    head_ui(ui, &preview, ((left - lost - 40.0).max(80.0), font), engine, theme);
    if preview.is_whole {
        dropped_ui(ui, &preview.groups, &mut form.opened, lost, engine, theme);
    }
}

/// What stands above the progress of a look at all of a large export.
const COUNTING: &str = msg("This is how it begins. How large it is and what is dropped is being counted.");

/// How much there is, in one line.
fn summary(preview: &ExportPreview) -> String {
    let files = match preview.files.len() {
        1 => String::new(),
        count => tr!(" in {n} file" | " in {n} files" % count),
    };
    let left_out = match preview.left_out {
        0 => String::new(),
        count => tr!("; {} left out as chosen", counts::mentions(count)),
    };
    let (articles, mentions) = (counts::articles(preview.articles), counts::mentions(preview.mentions));
    if !preview.is_whole {
        return format!("{articles}, {mentions}{left_out}");
    }
    format!("{articles}, {mentions}, {}{files}{left_out}", size(preview.bytes()))
}

fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => tr!("{bytes} bytes", bytes),
        1_000..1_000_000 => format!("{:.1} KB", bytes as f64 / 1e3),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

fn files_ui(ui: &mut Ui, preview: &ExportPreview, engine: &mut TextEngine, theme: &Theme) {
    if preview.files.iter().all(|(name, _)| name.is_empty()) {
        return;
    }
    let count = preview.files.len();
    let rows = f32::from(u8::try_from(count).unwrap_or(MAX_FILE_ROWS).min(MAX_FILE_ROWS));
    let room = rows * (18.0 + ui.spacing().item_spacing.y);
    let area = ScrollArea::vertical().id_salt("files").auto_shrink([false, false]);
    area.min_scrolled_height(room).max_height(room).show_rows(ui, 18.0, count, |ui, range| {
        for (name, bytes) in preview.files.get(range).unwrap_or_default() {
            let text = format!("{}  ·  {}", shortened(&visible(name), MAX_CHARS), size(*bytes));
            let size = Vec2::new(ui.available_width(), 18.0);
            let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
            response.widget_info(|| WidgetInfo::labeled(egui::Role::Label, true, &text));
            line_ui(ui, engine, rect, &text, theme.text_muted.0);
        }
    });
}

fn head_ui(ui: &mut Ui, preview: &ExportPreview, (room, font): (f32, FontId), engine: &mut TextEngine, theme: &Theme) {
    Frame::new().fill(theme.background.0).inner_margin(6.0).corner_radius(4.0).show(ui, |ui| {
        let room = room - 12.0;
        let area = ScrollArea::vertical().id_salt("head").auto_shrink([false, false]);
        area.min_scrolled_height(room).max_height(room).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for (is_plain, lines) in in_runs(&preview.head, |line| has_all(ui, &font, line)) {
                if is_plain {
                    ui.add(egui::Label::new(RichText::new(lines).font(font.clone()).color(theme.text.0)).wrap());
                } else {
                    lines.split('\n').for_each(|line| mixed_line_ui(ui, engine, &font, line, theme.text.0));
                }
            }
        });
    });
}

/// A line with signs that the monospaced face lacks. Where they are few, the rest of the line stays monospaced.
fn mixed_line_ui(ui: &mut Ui, engine: &mut TextEngine, font: &FontId, line: &str, color: egui::Color32) {
    let style = CaptionStyle { size: 12.0, weight: CaptionWeight::Regular, max_rows: MAX_HEAD_ROWS, color };
    let line = line.strip_suffix('\r').unwrap_or(line);
    let parts = in_parts(line, |char| ui.fonts_mut(|fonts| char == '\t' || fonts.has_glyph(font, char)));
    let lacking: usize = parts.iter().filter(|(has, _)| !has).map(|(_, part)| part.chars().count()).sum();
    if lacking * 3 > line.chars().count() || parts.len() > MAX_PARTS {
        engine.caption_ui(ui, line, &style);
        return;
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        for (has, part) in parts {
            if has {
                ui.label(RichText::new(part).font(font.clone()).color(color));
            } else {
                engine.label_ui(ui, part, &CaptionStyle { max_rows: 1, ..style });
            }
        }
    });
}

/// Stretches of `line` whose signs a face has, or has not; what stands on a sign goes with it.
fn in_parts(line: &str, has: impl Fn(char) -> bool) -> Vec<(bool, &str)> {
    let mut parts: Vec<(bool, usize, usize)> = Vec::new();
    for sign in line.graphemes(true) {
        let (start, kind) = (sign.as_ptr().addr() - line.as_ptr().addr(), sign.chars().all(&has));
        let end = start + sign.len();
        match parts.last_mut() {
            Some((last, _, until)) if *last == kind => *until = end,
            _ => parts.push((kind, start, end)),
        }
    }
    parts.into_iter().map(|(kind, start, end)| (kind, line.get(start..end).unwrap_or_default())).collect()
}

/// Whether a face has every sign of `line`.
fn has_all(ui: &Ui, font: &FontId, line: &str) -> bool {
    ui.fonts_mut(|fonts| line.chars().all(|char| matches!(char, '\r' | '\n' | '\t') || fonts.has_glyph(font, char)))
}

/// The lines of `text`, as many together as are all plain or all not: scripts that the monospaced face lacks are set as the
/// text of articles is.
fn in_runs(text: &str, is_plain: impl Fn(&str) -> bool) -> Vec<(bool, &str)> {
    let mut runs: Vec<(bool, usize, usize)> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let (start, plain) = (at, is_plain(line));
        at += line.len();
        match runs.last_mut() {
            Some((kind, _, end)) if *kind == plain => *end = at,
            _ => runs.push((plain, start, at)),
        }
    }
    let lines = |(plain, start, end): (bool, usize, usize)| {
        let lines = text.get(start..end).unwrap_or_default();
        (plain, lines.strip_suffix('\n').unwrap_or(lines))
    };
    runs.into_iter().map(lines).collect()
}

/// One line of the list of what is dropped.
enum Line<'a> {
    Group(usize, &'a DroppedGroup),
    Place(&'a str, &'a [String]),
}

fn lines<'a>(groups: &'a [DroppedGroup], opened: &'a BTreeSet<usize>) -> impl Iterator<Item = Line<'a>> {
    groups.iter().enumerate().flat_map(|(number, group)| {
        let places = if opened.contains(&number) { group.places.as_slice() } else { &[] };
        let places = places.iter().map(|(place, ids)| Line::Place(place, ids));
        std::iter::once(Line::Group(number, group)).chain(places)
    })
}

/// How many lines there are.
fn line_count(groups: &[DroppedGroup], opened: &BTreeSet<usize>) -> usize {
    let places = opened.iter().filter_map(|number| groups.get(*number)).map(|group| group.places.len());
    groups.len() + places.sum::<usize>()
}

fn lost_height(groups: &[DroppedGroup], opened: &BTreeSet<usize>) -> f32 {
    let rows = u8::try_from(line_count(groups, opened)).unwrap_or(u8::MAX);
    f32::from(rows) * (ROW_HEIGHT + ROW_GAP)
}

fn dropped_ui(
    ui: &mut Ui,
    groups: &[DroppedGroup],
    opened: &mut BTreeSet<usize>,
    room: f32,
    engine: &mut TextEngine,
    theme: &Theme,
) {
    if groups.is_empty() {
        ui.label(RichText::new(tr!("Nothing is dropped.")).color(theme.success.0));
        return;
    }
    let all: usize = groups.iter().map(|group| group.count).sum();
    ui.label(RichText::new(tr!("Dropped: {all}", all)).strong().color(theme.warning.0));
    let mut toggled = None;
    ui.spacing_mut().item_spacing.y = ROW_GAP;
    let count = line_count(groups, opened);
    let area = ScrollArea::vertical().id_salt("dropped").auto_shrink([false, false]);
    area.min_scrolled_height(room).max_height(room).show_rows(ui, ROW_HEIGHT, count, |ui, range| {
        for line in lines(groups, opened).skip(range.start).take(range.len()) {
            match line {
                Line::Group(number, group) => {
                    let is_open = opened.contains(&number);
                    let text = format!("{}: {} – {}", group.what, group.count, group.why);
                    let (rect, row) = row_ui(ui, theme, ROW_HEIGHT, is_open, &text);
                    arrow(ui, rect.left_center() + Vec2::new(10.0, 0.0), is_open, theme);
                    line_ui(ui, engine, rect.with_min_x(rect.left() + 20.0), &text, theme.text.0);
                    if row.on_hover_text(&text).clicked() {
                        toggled = Some(number);
                    }
                }
                Line::Place(place, ids) => place_ui(ui, place, ids, engine, theme),
            }
        }
    });
    if let Some(number) = toggled
        && !opened.remove(&number)
    {
        opened.insert(number);
    }
}

/// A small triangle that says whether a group is open.
fn arrow(ui: &Ui, at: egui::Pos2, is_open: bool, theme: &Theme) {
    let corners = [Vec2::new(-3.0, -4.0), Vec2::new(4.0, 0.0), Vec2::new(-3.0, 4.0)];
    let turned = |corner: Vec2| at + if is_open { Vec2::new(-corner.y, corner.x) } else { corner };
    let shape = egui::Shape::convex_polygon(corners.map(turned).to_vec(), theme.text_muted.0, egui::Stroke::NONE);
    ui.painter().add(shape);
}

fn place_ui(ui: &mut Ui, place: &str, ids: &[String], engine: &mut TextEngine, theme: &Theme) {
    let named = ids.iter().take(MAX_IDS).map(String::as_str).collect::<Vec<_>>().join(", ");
    let more = if ids.len() > MAX_IDS { tr!(" and {} more", ids.len() - MAX_IDS) } else { String::new() };
    let text = shortened(&visible(&format!("{place}: {named}{more}")), MAX_CHARS).into_owned();
    let size = Vec2::new(ui.available_width(), ROW_HEIGHT);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Label, true, &text));
    line_ui(ui, engine, rect.with_min_x(rect.left() + 34.0), &text, theme.text_muted.0);
    response.on_hover_text(text);
}

fn line_ui(ui: &Ui, engine: &mut TextEngine, rect: egui::Rect, text: &str, color: egui::Color32) {
    if ui.is_rect_visible(rect) {
        let style = CaptionStyle { size: 13.0, weight: CaptionWeight::Regular, max_rows: 1, color };
        let caption = engine.caption(text, &style, (rect.width() - 6.0).max(20.0), ui.pixels_per_point());
        let at = egui::pos2(rect.left(), rect.center().y - caption.size().y / 2.0);
        engine.place(ui.painter(), at, &caption, color);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_that_a_face_lacks_are_parted_from_the_rest_of_their_line() {
        let parts = in_parts("a\tسلام b e\u{301}", |char| char.is_ascii());
        assert_eq!(parts, [(true, "a\t"), (false, "سلام"), (true, " b "), (false, "e\u{301}")]);
    }

    #[test]
    fn lines_of_one_kind_stand_together() {
        let runs = in_runs("a\nb\n\nسلام\nc", str::is_ascii);
        assert_eq!(runs, [(true, "a\nb\n"), (false, "سلام"), (true, "c")]);
    }
}
