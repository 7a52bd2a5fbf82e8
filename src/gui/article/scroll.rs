//! Which paragraphs are on screen and where: the scroll position is a byte and an offset, never a number of points
//! from the start of the text.
//!
//! Heights of paragraphs that were never laid out are estimates. They steer the scroll bar alone; what is on screen
//! is always placed by exact ones.

use super::cast::{count, f32_from};
use super::engine::Setting;
use super::heights::Heights;
use super::metrics::{Kind, Metrics, PAGE_TOP};
use super::scene::{Place, Scene};
use super::table::Table;
use super::view::{ArticleView, Drag, Laid, Layouter, OnScreen, Reveal};
use crate::text::{ByteOffset, Span};
use eframe::egui::{Id, Ui};

/// Paragraphs kept laid out on either side of the screen, as far as they lie within so many bytes of it: a laid-out byte
/// takes some seventy bytes of memory.
const KEPT: usize = 40;
const KEPT_BYTES: u32 = 24 * 1024;
/// Bytes laid out in one frame beyond which nothing is laid out ahead of the screen, and the most that is laid out ahead.
const AHEAD_BYTES: usize = 1500;
/// How far from the caret to the screen is measured exactly rather than jumped, in paragraphs.
const NEAR: usize = 12;

/// A place in the page: a paragraph and points below its top.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Spot {
    number: usize,
    y: f32,
}

impl ArticleView {
    /// Fills the heights with estimates from the number of bytes and the share of multi-byte characters.
    pub(super) fn estimate_heights(&mut self, text: &str, metrics: &Metrics) {
        let sample = text.get(..text.floor_char_boundary(8192)).unwrap_or_default();
        let chars_per_byte = (sample.chars().count().max(1) as f32) / (sample.len().max(1) as f32);
        let bytes_per_row = metrics.chars_per_row() / chars_per_byte;
        let estimate = |(number, paragraph): (usize, &super::paragraphs::Paragraph)| {
            let bytes = (paragraph.end - paragraph.start) as f32;
            metrics.height(count((bytes / bytes_per_row).ceil()).max(1), self.kind(number))
        };
        let each = self.paragraphs.iter().enumerate().map(estimate).collect();
        self.heights = Heights::new(each);
        self.survey.restart(self.paragraph_of(self.place.byte));
    }

    pub(super) fn kind(&self, number: usize) -> Kind {
        let paragraph = self.paragraph(number);
        Kind {
            is_blank: paragraph.start == paragraph.end,
            is_first: number == 0,
            is_last: number + 1 == self.paragraphs.len(),
            ends_line: paragraph.ends_line,
        }
    }

    /// Lays out a paragraph if it is not, corrects its height, and gives that height.
    pub(super) fn ensure(&mut self, number: usize, layouter: &mut Layouter<'_>) -> f32 {
        let kind = self.kind(number);
        let paragraph = self.paragraph(number);
        let (laid_bytes, missing) = (&mut self.laid_bytes, &mut self.missing);
        let laid = self.laid.entry(number).or_insert_with(|| {
            *laid_bytes += (paragraph.end - paragraph.start) as usize;
            let setting = Setting { direction: paragraph.direction, ..layouter.metrics.setting() };
            let table = layouter.engine.lay_out(paragraph.slice(layouter.text), &setting);
            missing.add(&table.missing);
            Laid { table, quads: super::paint::Quads::default() }
        });
        let height = layouter.metrics.height(laid.table.rows.len(), kind);
        self.heights.measured(number, height);
        height
    }

    /// A paragraph's layout, made if need be.
    pub(super) fn table(&mut self, number: usize, layouter: &mut Layouter<'_>) -> Option<&Table> {
        self.ensure(number, layouter);
        self.laid.get(&number).map(|laid| &laid.table)
    }

    /// Applies wheel, scroll bar, pending jumps and autoscroll, then lays out the screen.
    pub(super) fn scroll(&mut self, ui: &Ui, id: Id, layouter: &mut Layouter<'_>, scene: &Scene<'_>) {
        let laid_before = self.laid_bytes;
        let mut top = self.top(layouter);
        if let Some(y) = self.strip_ui(ui, id, scene) {
            let (number, rest) = self.heights.find(y);
            top = Spot { number, y: f32_from(rest) };
        }
        top.y += std::mem::take(&mut self.page_by) - self.wheel(ui) - self.autoscroll(ui);
        self.settle(top, layouter);
        if let Some(reveal) = self.reveal.take() {
            self.bring_into_view(reveal, layouter);
        }
        if self.laid_bytes - laid_before < AHEAD_BYTES {
            self.lay_out_ahead(layouter);
        } else {
            // After a jump, say: the surroundings follow in the next frame.
            ui.request_repaint();
        }
    }

    /// The spot at the pane's top.
    fn top(&mut self, layouter: &mut Layouter<'_>) -> Spot {
        let spot = self.spot_of(self.place.byte, layouter);
        Spot { y: spot.y - self.place.offset, ..spot }
    }

    /// The top of the row that `byte` stands on.
    fn spot_of(&mut self, byte: ByteOffset, layouter: &mut Layouter<'_>) -> Spot {
        let number = self.paragraph_of(byte);
        let paragraph = self.paragraph(number);
        let within = byte.0.min(paragraph.end).saturating_sub(paragraph.start);
        let row = self.table(number, layouter).map_or(0, |table| table.row_of(within));
        Spot { number, y: rows_top(number) + row as f32 * layouter.metrics.pitch() }
    }

    /// Lays out from `top` down to the pane's bottom; never scrolls beyond either end of the text.
    fn settle(&mut self, top: Spot, layouter: &mut Layouter<'_>) {
        let mut top = self.normalised(top, layouter);
        let bottom = self.fill(top, layouter);
        let missing = self.pane.height() - bottom;
        if missing > 0.0 && top != (Spot { number: 0, y: 0.0 }) {
            top = self.normalised(Spot { y: top.y - missing, ..top }, layouter);
            self.fill(top, layouter);
        }
        self.remember_place(&layouter.metrics);
        let first = self.screen.first().map_or(0, |on| on.number);
        let last = self.screen.last().map_or(0, |on| on.number);
        let (top, end) = (self.paragraph(first).start, self.paragraph(last).end);
        let paragraphs = &self.paragraphs;
        self.laid.retain(|number, _| {
            let is_near = paragraphs.get(*number).is_some_and(|paragraph| {
                paragraph.end + KEPT_BYTES >= top && paragraph.start <= end.saturating_add(KEPT_BYTES)
            });
            is_near && *number + KEPT >= first && *number <= last + KEPT
        });
    }

    /// The same spot, named by the paragraph that it lies in.
    fn normalised(&mut self, mut spot: Spot, layouter: &mut Layouter<'_>) -> Spot {
        while spot.y < 0.0 && spot.number > 0 {
            spot.number -= 1;
            spot.y += self.ensure(spot.number, layouter);
        }
        spot.y = spot.y.max(0.0);
        loop {
            let height = self.ensure(spot.number, layouter);
            if spot.y < height || spot.number + 1 >= self.paragraphs.len() {
                return spot;
            }
            spot.y -= height;
            spot.number += 1;
        }
    }

    /// Puts paragraphs on the screen from `top` on; gives the bottom of the last one.
    fn fill(&mut self, top: Spot, layouter: &mut Layouter<'_>) -> f32 {
        self.screen.clear();
        let scale = layouter.metrics.scale;
        // On whole pixels, so that text is sharp while it scrolls.
        let mut y = -super::atlas::nearest(top.y * scale) / scale;
        let mut number = top.number;
        while y < self.pane.height() && number < self.paragraphs.len() {
            let height = self.ensure(number, layouter);
            self.screen.push(OnScreen { number, rows_top: y + rows_top(number) });
            y += height;
            number += 1;
        }
        y
    }

    /// Anchors the scroll position on the topmost row: on the byte that it was anchored on before, while that is still in
    /// this row. A row of another width begins elsewhere, and going by its start the text would creep with every resize.
    fn remember_place(&mut self, metrics: &Metrics) {
        let pitch = metrics.pitch();
        let Some(on) = self.screen.first().copied() else { return };
        let Some(laid) = self.laid.get(&on.number) else { return };
        let last = laid.table.rows.len().saturating_sub(1);
        // A row of which less than half a pixel is left counts as gone: whole pixels are all that is shown.
        let row = count(((0.5 / metrics.scale - on.rows_top) / pitch).floor()).min(last);
        let paragraph = self.paragraph(on.number);
        let start = laid.table.rows.get(row).map_or(0, |row| row.start);
        let is_in_row = self.paragraph_of(self.place.byte) == on.number
            && laid.table.row_of(self.place.byte.0.min(paragraph.end) - paragraph.start) == row;
        let byte = if is_in_row { self.place.byte } else { ByteOffset(paragraph.start + start) };
        self.place = Place { byte, offset: on.rows_top + row as f32 * pitch };
    }

    fn wheel(&self, ui: &Ui) -> f32 {
        if !ui.rect_contains_pointer(self.pane) {
            return 0.0;
        }
        ui.input_mut(|input| std::mem::take(&mut input.smooth_scroll_delta.y))
    }

    /// Points to scroll while a selection is dragged beyond the top or the bottom edge.
    fn autoscroll(&self, ui: &Ui) -> f32 {
        if self.drag == Drag::Nothing {
            return 0.0;
        }
        let (pointer, seconds) = ui.input(|input| (input.pointer.latest_pos(), input.stable_dt.min(0.1)));
        let Some(pointer) = pointer else { return 0.0 };
        let beyond = (self.pane.top() - pointer.y).max(0.0) - (pointer.y - self.pane.bottom()).max(0.0);
        if beyond != 0.0 {
            ui.request_repaint();
        }
        beyond.clamp(-120.0, 120.0) * 12.0 * seconds
    }

    fn bring_into_view(&mut self, reveal: Reveal, layouter: &mut Layouter<'_>) {
        let pitch = layouter.metrics.pitch();
        let (span, margin) = match reveal {
            Reveal::Caret => (Span { start: self.selection.caret, end: self.selection.caret }, pitch * 0.25),
            Reveal::Span(span) => (span, pitch * 2.0),
        };
        let height = self.pane.height();
        let margin = margin.min((height - pitch).max(0.0) * 0.5);
        let spot = self.spot_of(span.start, layouter);
        let near = self.distance_from_top(spot, layouter);
        let target = match (near, reveal) {
            (Some(y), _) if y >= margin && y + pitch + margin <= height => return,
            (Some(y), Reveal::Caret) if y < margin => margin,
            (Some(_), Reveal::Caret) => height - pitch - margin,
            _ => height * 0.3,
        };
        self.settle(Spot { y: spot.y - target, ..spot }, layouter);
    }

    /// Points from the pane's top to `spot`, if that is near the screen.
    fn distance_from_top(&mut self, spot: Spot, layouter: &mut Layouter<'_>) -> Option<f32> {
        let first = *self.screen.first()?;
        let mut y = first.rows_top - rows_top(first.number);
        if spot.number + NEAR < first.number || spot.number > self.screen.last()?.number + NEAR {
            return None;
        }
        for number in first.number..spot.number {
            y += self.ensure(number, layouter);
        }
        for number in spot.number..first.number {
            y -= self.ensure(number, layouter);
        }
        Some(y + spot.y)
    }

    /// Lays out a little beyond the screen, so that scrolling on finds it ready.
    fn lay_out_ahead(&mut self, layouter: &mut Layouter<'_>) {
        let (Some(first), Some(last)) = (self.screen.first(), self.screen.last()) else { return };
        let below = last.number + 1..(last.number + 8).min(self.paragraphs.len());
        let above = first.number.saturating_sub(4)..first.number;
        let missing: Vec<usize> = below.chain(above.rev()).filter(|number| !self.laid.contains_key(number)).collect();
        let enough = self.laid_bytes + AHEAD_BYTES;
        for number in missing {
            self.ensure(number, layouter);
            if self.laid_bytes >= enough {
                return;
            }
        }
    }

    /// Height in points of the whole text, exact once [`Self::measured_share`] is 1.
    #[must_use]
    pub fn total_height(&self) -> f64 {
        self.heights.total()
    }

    /// Points from the start of the text to the pane's top, by estimates where need be.
    pub(super) fn scrolled(&self) -> f64 {
        let Some(first) = self.screen.first() else { return 0.0 };
        self.heights.before(first.number) - f64::from(first.rows_top - rows_top(first.number))
    }
}

/// Points from a paragraph's top to its first row.
pub(super) fn rows_top(number: usize) -> f32 {
    if number == 0 { PAGE_TOP } else { 0.0 }
}
