//! Fields of the toolkit in which people write from right to left. The toolkit keeps what is typed, its caret and its undo;
//! how the words are set, where the caret stands, what is selected and what is under the pointer come from tables of our
//! own, as in the article.
//!
//! Text that reads from left to right alone is left to the toolkit. It does not know what the fields are for.

use super::caption::{Caption, CaptionStyle, CaptionWeight};
use super::cast::u32_from;
use super::engine::TextEngine;
use super::pointer::is_let_go;
use super::words::has_right_to_left;
use eframe::egui::epaint::text::{Glyph, PlacedRow, Row, RowVisuals};
use eframe::egui::text::{CCursor, CCursorRange, LayoutJob};
use eframe::egui::{
    Color32, Event, FontId, Galley, Id, Key, Pos2, Rangef, Rect, Response, TextBuffer, TextEdit, TextStyle, Ui, Vec2,
};
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

/// The widest row of a field that does not wrap, in points.
const UNWRAPPED: f32 = 20_000.0;

/// What the engine remembers of fields between frames.
#[derive(Default)]
pub(super) struct Fields {
    /// The field with the focus, where its caret stands in words that read from right to left.
    reversed: Option<Id>,
    /// When arrow keys were last exchanged, by the number of the pass.
    exchanged: Option<u64>,
    /// Where the selection by the pointer began, in characters.
    pressed: usize,
}

/// Whether a field wraps its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldRows {
    /// One row, however long.
    One,
    /// As many as it takes.
    Many,
}

/// One line of a field's text, as set.
struct Line {
    caption: Rc<Caption>,
    /// Its bytes in the text.
    bytes: Range<usize>,
    /// Points from the top of the text.
    top: f32,
}

/// The text of a field, as set.
struct Laid {
    text: String,
    lines: Vec<Line>,
    /// Points from its top to its bottom.
    height: f32,
}

impl TextEngine {
    /// Draws the field that `shape` makes of `text`.
    pub fn field_ui(
        &mut self,
        ui: &mut Ui,
        text: &mut String,
        rows: FieldRows,
        shape: impl for<'a> FnOnce(&'a mut String) -> TextEdit<'a>,
    ) -> Response {
        if !has_right_to_left(text) {
            return ui.add(shape(text));
        }
        self.exchange_arrows(ui);
        let (scale, color) = (ui.pixels_per_point(), ui.visuals().text_color());
        let font = ui.style().text_styles.get(&TextStyle::Body).cloned().unwrap_or_default();
        let style = CaptionStyle { size: font.size, weight: CaptionWeight::Regular, max_rows: usize::MAX, color };
        let mut laid = None;
        let mut layouter = |ui: &Ui, text: &dyn TextBuffer, width: f32| {
            let mut lines = self.lines_of(text.as_str(), rows, &style, width, scale);
            let mut height = lines.iter().map(|line| line.caption.size().y).sum();
            if rows == FieldRows::One {
                // A field is as high as it is with other words in it.
                let usual = ui.text_style_height(&TextStyle::Body);
                for line in &mut lines {
                    line.top = (usual - height) * 0.5;
                }
                height = usual;
            }
            let one = Laid { text: text.as_str().to_owned(), lines, height };
            let galley = one.galley(ui, &font);
            laid = Some(one);
            galley
        };
        let selected = ui.visuals().selection.bg_fill;
        let shown = ui.scope(|ui| {
            // Stretches of a selection are painted here: the toolkit takes them for one.
            ui.visuals_mut().selection.bg_fill = Color32::TRANSPARENT;
            shape(text).layouter(&mut layouter).show(ui)
        });
        let output = shown.inner;
        let Some(laid) = laid else { return output.response.response };
        let (id, response, origin) = (output.response.id, output.response.response, output.galley_pos);
        let mut state = output.state;
        if let Some(range) = self.pointed(ui, &response, &laid, origin, state.cursor.char_range()) {
            state.cursor.set_char_range(Some(range));
            state.clone().store(ui.ctx(), id);
        }
        let painter = ui.painter_at(output.text_clip_rect.expand(1.0));
        if response.has_focus()
            && let Some(range) = state.cursor.char_range()
        {
            for rect in laid.stretches(range.as_sorted_char_range()) {
                painter.rect_filled(rect.translate(origin.to_vec2()), 0.0, selected);
            }
            self.fields.reversed = laid.is_reversed_at(range.primary.index.0).then_some(id);
        }
        for line in &laid.lines {
            self.place(&painter, origin + Vec2::new(0.0, line.top), &line.caption, color);
        }
        response
    }

    /// Arrow keys go where they point: in words that read from right to left, the left one goes on.
    fn exchange_arrows(&mut self, ui: &Ui) {
        let pass = ui.ctx().cumulative_pass_nr();
        let focused = ui.memory(eframe::egui::Memory::focused);
        if focused.is_none() || focused != self.fields.reversed || self.fields.exchanged.replace(pass) == Some(pass) {
            return;
        }
        ui.input_mut(|input| {
            for event in &mut input.events {
                if let Event::Key { key, .. } = event {
                    *key = match *key {
                        Key::ArrowLeft => Key::ArrowRight,
                        Key::ArrowRight => Key::ArrowLeft,
                        other => other,
                    };
                }
            }
        });
    }

    fn lines_of(&mut self, text: &str, rows: FieldRows, style: &CaptionStyle, width: f32, scale: f32) -> Vec<Line> {
        let mut lines = Vec::new();
        let (mut start, mut top) = (0, 0.0);
        for words in text.split('\n') {
            let mut caption = self.caption(words, style, width.clamp(1.0, UNWRAPPED), scale);
            if rows == FieldRows::One && caption.table.rows.len() > 1 {
                caption = self.snug(words, &CaptionStyle { max_rows: 1, ..*style }, UNWRAPPED, scale);
            }
            let (bytes, height) = (start..start + words.len(), caption.size().y);
            start = bytes.end + 1;
            lines.push(Line { caption, bytes, top });
            top += height;
        }
        lines
    }

    /// What the pointer selects, where it does.
    fn pointed(
        &mut self,
        ui: &Ui,
        response: &Response,
        laid: &Laid,
        origin: Pos2,
        now: Option<CCursorRange>,
    ) -> Option<CCursorRange> {
        let pos = response.interact_pointer_pos()?;
        let at = laid.char_at(pos - origin);
        let (pressed, shift) = ui.input(|input| (input.pointer.primary_pressed(), input.modifiers.shift));
        if response.triple_clicked() {
            return Some(CCursorRange::select_all_str(&laid.text));
        }
        if response.double_clicked() {
            let (start, end) = laid.word_around(at);
            return Some(CCursorRange::two(CCursor::new(start), CCursor::new(end)));
        }
        if pressed && response.is_pointer_button_down_on() {
            self.fields.pressed = if shift { now.map_or(at, |now| now.secondary.index.0) } else { at };
        } else if !response.dragged() && !is_let_go(ui, response) {
            return None;
        }
        Some(CCursorRange { primary: CCursor::new(at), ..CCursorRange::one(CCursor::new(self.fields.pressed)) })
    }
}

impl Laid {
    /// The toolkit's own form of it, without ink: characters are where their carets stand.
    fn galley(&self, ui: &Ui, font: &FontId) -> Arc<Galley> {
        let made = |text: &str| {
            let job = LayoutJob::simple_singleline(text.to_owned(), font.clone(), Color32::TRANSPARENT);
            ui.fonts_mut(|fonts| fonts.layout_job(job))
        };
        let mut galley = Galley::clone(&made("x"));
        let Some(first) = galley.rows.first() else { return Arc::new(galley) };
        let (pattern, Some(glyph)) = (Row::clone(&first.row), first.row.glyphs.first().copied()) else {
            return Arc::new(galley);
        };
        let mut rows = Vec::new();
        for line in &self.lines {
            let last = line.caption.table.rows.len().saturating_sub(1);
            for number in 0..=last {
                let row = self.row_of(line, number, &pattern, glyph);
                let pos = Pos2::new(0.0, line.top + number as f32 * line.pitch());
                rows.push(PlacedRow { pos, row: Arc::new(row), ends_with_newline: number == last });
            }
        }
        if let Some(last) = rows.last_mut() {
            last.ends_with_newline = false;
        }
        let most = self.lines.iter().map(|line| line.caption.size().x).fold(0.0, f32::max);
        let size = Vec2::new(most, self.height);
        let mut job = LayoutJob::clone(&galley.job);
        job.text.clone_from(&self.text);
        (galley.job, galley.rows, galley.rect) = (Arc::new(job), rows, Rect::from_min_size(Pos2::ZERO, size));
        (galley.mesh_bounds, galley.num_vertices, galley.num_indices) = (Rect::NOTHING, 0, 0);
        Arc::new(galley)
    }

    fn row_of(&self, line: &Line, number: usize, pattern: &Row, glyph: Glyph) -> Row {
        let table = &line.caption.table;
        let bytes = table.rows.get(number).map_or(0..0, |row| row.start..row.end);
        let words = self.text.get(line.bytes.clone()).unwrap_or_default();
        let words = words.get(bytes.start as usize..bytes.end as usize).unwrap_or_default();
        let glyphs = words.char_indices().map(|(at, chr)| {
            let x = table.caret(bytes.start + u32_from(at)).1;
            let mut one = glyph;
            (one.chr, one.pos.x, one.advance_width) = (chr, x, 0.0);
            one
        });
        let end = if number + 1 == table.rows.len().max(1) {
            table.caret(bytes.end).1
        } else {
            table
                .clusters_of(number)
                .iter()
                .find(|cluster| cluster.end == bytes.end)
                .map_or(0.0, |cluster| if cluster.rtl { cluster.x } else { cluster.x + cluster.width })
        };
        let size = Vec2::new(end, line.pitch());
        let mut row = pattern.clone();
        (row.glyphs, row.size, row.visuals) = (glyphs.collect(), size, RowVisuals::default());
        row
    }

    /// The number of the character whose caret is nearest to a place in the text.
    fn char_at(&self, place: Vec2) -> usize {
        let number = self.lines.partition_point(|line| line.top <= place.y).saturating_sub(1);
        let Some(line) = self.lines.get(number) else { return 0 };
        let rows = line.caption.table.rows.len();
        let row = (0..rows).rev().find(|row| line.top + *row as f32 * line.pitch() <= place.y).unwrap_or_default();
        self.chars_until(line.bytes.start + line.caption.table.hit(row, place.x) as usize)
    }

    fn chars_until(&self, byte: usize) -> usize {
        self.text.get(..byte).unwrap_or_default().chars().count()
    }

    fn byte_of(&self, char: usize) -> usize {
        self.text.char_indices().nth(char).map_or(self.text.len(), |(byte, _)| byte)
    }

    /// First and last place of the word at a place, in characters.
    fn word_around(&self, char: usize) -> (usize, usize) {
        let byte = crate::text::ByteOffset::from_usize(self.byte_of(char));
        crate::text::word_at(&self.text, byte).map_or((char, char), |word| {
            (self.chars_until(word.start.to_usize()), self.chars_until(word.end.to_usize()))
        })
    }

    /// Where the characters of `chars` stand.
    fn stretches(&self, chars: Range<eframe::egui::text::CharIndex>) -> Vec<Rect> {
        let (start, end) = (self.byte_of(chars.start.0), self.byte_of(chars.end.0));
        let mut found = Vec::new();
        for line in self.lines.iter().filter(|line| line.bytes.start < end && start <= line.bytes.end) {
            let within = |byte: usize| u32_from(byte.clamp(line.bytes.start, line.bytes.end) - line.bytes.start);
            for number in 0..line.caption.table.rows.len() {
                let top = line.top + number as f32 * line.pitch();
                line.caption.table.stretches(number, within(start), within(end), |left, right| {
                    found.push(Rect::from_x_y_ranges(Rangef::new(left, right), Rangef::new(top, top + line.pitch())));
                });
            }
        }
        found
    }

    /// Whether the line of a character reads from right to left.
    fn is_reversed_at(&self, char: usize) -> bool {
        let byte = self.byte_of(char);
        self.lines.iter().find(|line| byte <= line.bytes.end).is_some_and(|line| line.caption.table.rtl)
    }
}

impl Line {
    /// Points from row to row.
    fn pitch(&self) -> f32 {
        self.caption.size().y / self.caption.table.rows.len().max(1) as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use eframe::egui::{Context, Modifiers, PointerButton, RawInput};

    static HEBREW: &[u8] = include_bytes!("../../../tests/fonts/NotoSansHebrew-subset.ttf");

    /// A window with one field and nothing else.
    struct Form {
        ctx: Context,
        engine: TextEngine,
        text: String,
        rows: FieldRows,
        rect: Rect,
    }

    impl Form {
        fn new(text: &str, rows: FieldRows) -> Self {
            let (ctx, engine) = (Context::default(), TextEngine::with_fonts(&[HEBREW]));
            let mut form = Self { ctx, engine, text: text.to_owned(), rows, rect: Rect::NOTHING };
            form.frame(Vec::new());
            form.click(form.rect.center());
            form
        }

        fn frame(&mut self, events: Vec<Event>) {
            let screen_rect = Some(Rect::from_min_size(Pos2::ZERO, Vec2::new(300.0, 200.0)));
            let (engine, text, rows, rect) = (&mut self.engine, &mut self.text, self.rows, &mut self.rect);
            let mut output = self.ctx.run_ui(RawInput { screen_rect, events, ..RawInput::default() }, |ui| {
                let response = engine.field_ui(ui, text, rows, |text| match rows {
                    FieldRows::One => TextEdit::singleline(text).id(Id::unique("field")).desired_width(240.0),
                    FieldRows::Many => TextEdit::multiline(text).id(Id::unique("field")).desired_width(120.0),
                });
                *rect = response.rect;
                engine.finish(ui);
            });
            output.textures_delta.clear();
        }

        fn press_with(&mut self, modifiers: Modifiers, key: Key) {
            self.frame(vec![Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers }]);
            self.frame(Vec::new());
        }

        fn press(&mut self, key: Key) {
            self.press_with(Modifiers::NONE, key);
        }

        fn click(&mut self, pos: Pos2) {
            let button = |pressed| Event::PointerButton {
                pos,
                button: PointerButton::Primary,
                pressed,
                modifiers: Modifiers::NONE,
            };
            self.frame(vec![Event::PointerMoved(pos)]);
            self.frame(vec![button(true)]);
            self.frame(vec![button(false)]);
        }

        /// First and last character of the selection.
        fn selected(&self) -> (usize, usize) {
            let state = eframe::egui::text_edit::TextEditState::load(&self.ctx, Id::unique("field")).unwrap();
            let range = state.cursor.char_range().unwrap().as_sorted_char_range();
            (range.start.0, range.end.0)
        }
    }

    #[test]
    fn the_left_arrow_goes_on_in_words_that_read_from_right_to_left() {
        let mut form = Form::new("שלום", FieldRows::One);
        form.press(Key::Home);
        form.press(Key::ArrowLeft);
        assert_eq!(form.selected(), (1, 1));
        form.press_with(Modifiers::SHIFT, Key::ArrowLeft);
        assert_eq!(form.selected(), (1, 2));
        form.press(Key::ArrowRight);
        assert_eq!(form.selected(), (1, 1), "to the edge that the arrow points at");
        form.press(Key::End);
        form.press(Key::Backspace);
        assert_eq!(form.text, "שלו");
        form.frame(vec![Event::Text("ם x".to_owned())]);
        assert_eq!(form.text, "שלום x");
    }

    #[test]
    fn a_click_puts_the_caret_where_the_letter_is_shown() {
        for (text, rows) in [("שלום עולם", FieldRows::One), ("אב\nshalom שלום עולם שלום", FieldRows::Many)]
        {
            let mut form = Form::new(text, rows);
            let font = form.ctx.style_of(eframe::egui::Theme::Dark).text_styles[&TextStyle::Body].clone();
            let (weight, color) = (CaptionWeight::Regular, Color32::WHITE);
            let style = CaptionStyle { size: font.size, weight, max_rows: usize::MAX, color };
            let inner = form.rect.shrink2(Vec2::new(4.0, 2.0));
            let lines = form.engine.lines_of(text, rows, &style, inner.width(), 1.0);
            let laid = Laid { text: text.to_owned(), lines, height: inner.height() };
            for (number, (byte, char)) in text.char_indices().enumerate().filter(|(_, (_, char))| *char != '\n') {
                let rects = laid.stretches((number).into()..(number + 1).into());
                let Some(rect) = rects.first() else { continue };
                let mut edges = [-0.2, 0.2].map(|x| laid.char_at(rect.center().to_vec2() + Vec2::new(x, 0.0)));
                edges.sort_unstable();
                assert_eq!(edges, [number, number + 1], "{char} at {byte}");
            }
            form.click(inner.right_top() + Vec2::new(-1.0, 4.0));
            assert_eq!(form.selected(), (0, 0), "the first letter is the rightmost one");
        }
    }
}
