//! Short texts in lists and panels on the article's own text path, so that a headline of any script reads as it does in
//! the article: right to left where it should, from the same fonts, and with boxes for what no font has.
//!
//! It knows words, sizes and colours; it does not know what the words are.

use super::cast::u32_from;
use super::engine::{Setting, TextEngine};
use super::fonts::Typeface;
use super::paint::caption_mesh;
use super::paragraphs::Direction;
use super::table::Table;
use eframe::egui::layers::ShapeIdx;
use eframe::egui::{
    Color32, Painter, Pos2, Rangef, Rect, Response, Role, Sense, Shape, StrokeKind, Ui, Vec2, WidgetInfo,
};
use std::cell::Cell;
use std::collections::HashMap;
use std::rc::Rc;
use unicode_segmentation::UnicodeSegmentation;

/// Captions kept laid out; more are forgotten all at once.
const MAX_KEPT: usize = 1024;

/// How a caption is set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CaptionStyle {
    /// Size of the text in points.
    pub size: f32,
    /// How heavy it is.
    pub weight: CaptionWeight,
    /// Rows at most; what does not fit ends in an ellipsis.
    pub max_rows: usize,
    /// Its colour.
    pub color: Color32,
}

/// How heavy a caption is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum CaptionWeight {
    /// As running text.
    #[default]
    Regular,
    /// As a heading.
    Strong,
}

/// A caption that is laid out.
pub struct Caption {
    pub(super) table: Table,
    pub(super) size_px: f32,
    pub(super) pitch_px: f32,
    scale: f32,
    width: f32,
    /// Whether all of the words are there.
    is_whole: bool,
    /// The generation of the atlas that has its glyphs.
    warm: Cell<u64>,
}

#[derive(PartialEq, Eq, Hash)]
struct Key {
    text: String,
    weight: CaptionWeight,
    max_rows: usize,
    size: u32,
    width: u32,
    scale: u32,
}

/// A caption whose place among the shapes is taken and whose mesh is still to be made.
struct Placed {
    painter: Painter,
    place: ShapeIdx,
    caption: Rc<Caption>,
    at: Pos2,
    color: Color32,
}

/// Captions of one window: what is laid out, and what waits for the end of the frame.
#[derive(Default)]
pub(super) struct Captions {
    kept: HashMap<Key, Rc<Caption>>,
    placed: Vec<Placed>,
}

impl Caption {
    /// Width and height in points; the width is the one that was asked for.
    #[must_use]
    pub fn size(&self) -> Vec2 {
        Vec2::new(self.width, self.table.rows.len() as f32 * self.pitch_px / self.scale)
    }

    /// From the left to the right end of the words, in points from the caption's left edge.
    #[must_use]
    pub fn extent(&self) -> Rangef {
        let mut extent = Rangef::NOTHING;
        for (number, row) in self.table.rows.iter().enumerate() {
            // Spaces at the end of a row hang over the edge.
            let words = self.table.clusters_of(number).iter().filter(|cluster| cluster.start < row.content_end);
            for cluster in words {
                extent.min = extent.min.min(cluster.x);
                extent.max = extent.max.max(cluster.x + cluster.width);
            }
        }
        extent
    }

    /// Where the bytes of `bytes` stand, from the caption's top left corner on; what an ellipsis has cut off stands nowhere.
    #[must_use]
    pub fn stretches(&self, bytes: std::ops::Range<usize>) -> Vec<Rect> {
        let (start, end) = (u32_from(bytes.start), u32_from(bytes.end));
        let pitch = self.pitch_px / self.scale;
        let mut found = Vec::new();
        for number in 0..self.table.rows.len() {
            let top = number as f32 * pitch;
            self.table.stretches(number, start, end, |left, right| {
                found.push(Rect::from_x_y_ranges(left..=right, top..=top + pitch));
            });
        }
        found
    }

    fn fits(&self, max_rows: usize) -> bool {
        let extent = self.extent();
        self.table.rows.len() <= max_rows && extent.min > -0.5 && extent.max < self.width + 0.5
    }
}

impl TextEngine {
    /// Lays out `text` in a column of `width` points, from the right where it reads that way.
    pub fn caption(&mut self, text: &str, style: &CaptionStyle, width: f32, scale: f32) -> Rc<Caption> {
        let key = Key {
            text: text.to_owned(),
            weight: style.weight,
            max_rows: style.max_rows,
            size: style.size.to_bits(),
            width: width.to_bits(),
            scale: scale.to_bits(),
        };
        if let Some(caption) = self.captions.kept.get(&key) {
            return Rc::clone(caption);
        }
        let mut caption = self.set(text, style, width, scale);
        if !caption.fits(style.max_rows) {
            caption = self.shortened(text, style, width, scale);
        }
        if self.captions.kept.len() >= MAX_KEPT {
            self.captions.kept.clear();
        }
        let caption = Rc::new(caption);
        self.captions.kept.insert(key, Rc::clone(&caption));
        caption
    }

    /// Puts a caption with its top left corner at `at`; it appears once [`Self::finish`] was called in this frame.
    pub fn place(&mut self, painter: &Painter, at: Pos2, caption: &Rc<Caption>, color: Color32) {
        let place = painter.add(Shape::Noop);
        // Asked for now, the atlas grows before the article is painted rather than after.
        if caption.warm.replace(self.atlas.generation()) != self.atlas.generation() {
            caption_mesh(self, caption, at, caption.scale, color);
        }
        let (painter, caption) = (painter.clone(), Rc::clone(caption));
        self.captions.placed.push(Placed { painter, place, caption, at, color });
    }

    /// Lays out and places a caption where `ui` goes on, and names it for screen readers.
    pub fn caption_ui(&mut self, ui: &mut Ui, text: &str, style: &CaptionStyle) -> Response {
        let caption = self.caption(text, style, ui.available_width(), ui.pixels_per_point());
        self.laid_ui(ui, text, &caption, style.color)
    }

    /// [`Self::caption_ui`], no wider than its words where these fit one row.
    pub fn label_ui(&mut self, ui: &mut Ui, text: &str, style: &CaptionStyle) -> Response {
        let caption = self.snug(text, style, ui.available_width(), ui.pixels_per_point());
        self.laid_ui(ui, text, &caption, style.color)
    }

    /// A caption that can be pressed, framed while the pointer or the keyboard is on it.
    pub fn button_ui(&mut self, ui: &mut Ui, text: &str, style: &CaptionStyle) -> Response {
        let pad = ui.spacing().button_padding;
        let caption = self.snug(text, style, ui.available_width() - 2.0 * pad.x, ui.pixels_per_point());
        let size = Vec2::new(ui.available_width(), caption.size().y + 2.0 * pad.y);
        let (rect, response) = ui.allocate_exact_size(size, Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, text));
        if ui.is_rect_visible(rect) {
            if response.hovered() || response.has_focus() {
                let visuals = ui.style().interact(&response);
                let (radius, fill, line) = (visuals.corner_radius, visuals.weak_bg_fill, visuals.bg_stroke);
                ui.painter().rect(rect, radius, fill, line, StrokeKind::Inside);
            }
            let left = if caption.table.rtl { rect.right() - pad.x - caption.size().x } else { rect.left() + pad.x };
            self.place(ui.painter(), Pos2::new(left, rect.top() + pad.y), &caption, style.color);
        }
        response
    }

    /// A caption no wider than its words where these fit one row of `most` points.
    pub(super) fn snug(&mut self, text: &str, style: &CaptionStyle, most: f32, scale: f32) -> Rc<Caption> {
        let caption = self.caption(text, style, most, scale);
        let extent = caption.extent();
        let width = (extent.max - extent.min).ceil() + 1.0;
        if caption.table.rows.len() == 1 && caption.is_whole && width < most {
            return self.caption(text, style, width, scale);
        }
        caption
    }

    fn laid_ui(&mut self, ui: &mut Ui, text: &str, caption: &Rc<Caption>, color: Color32) -> Response {
        let (rect, response) = ui.allocate_exact_size(caption.size(), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
        if ui.is_rect_visible(rect) {
            self.place(ui.painter(), rect.min, caption, color);
        }
        response
    }

    /// Paints the captions of this frame. Call it once everything is placed.
    pub fn finish(&mut self, ui: &Ui) {
        let placed = std::mem::take(&mut self.captions.placed);
        if placed.is_empty() {
            return;
        }
        let before = (self.atlas.generation(), self.atlas.size());
        self.begin(ui);
        let mut meshes = Vec::with_capacity(placed.len());
        for Placed { caption, at, color, .. } in &placed {
            meshes.push(caption_mesh(self, caption, *at, caption.scale, *color));
        }
        if before != (self.atlas.generation(), self.atlas.size()) {
            // What was painted before looks in the wrong places of the texture.
            ui.ctx().request_discard("glyphs of captions");
        }
        let texture = self.atlas.texture(ui.ctx());
        for (mut mesh, placed) in meshes.into_iter().zip(placed) {
            mesh.texture_id = texture;
            self.atlas.normalise(&mut mesh);
            placed.painter.set(placed.place, Shape::mesh(mesh));
        }
    }

    fn set(&mut self, text: &str, style: &CaptionStyle, width: f32, scale: f32) -> Caption {
        let size_px = style.size * scale;
        let setting = Setting {
            typeface: Typeface::Sans,
            semibold: style.weight == CaptionWeight::Strong,
            size_px,
            width_px: Some(width * scale),
            direction: Direction::Auto,
            scale,
        };
        let table = self.lay_out(text, &setting);
        let pitch_px = (size_px * 1.3).round();
        Caption { table, size_px, pitch_px, scale, width, is_whole: true, warm: Cell::new(0) }
    }

    /// The longest beginning of `text` that fits with an ellipsis behind it.
    fn shortened(&mut self, text: &str, style: &CaptionStyle, width: f32, scale: f32) -> Caption {
        let ends: Vec<u32> = text.grapheme_indices(true).map(|(at, _)| u32_from(at)).collect();
        let mut set = |count: usize| {
            let end = ends.get(count).map_or(text.len(), |end| *end as usize);
            let kept = text.get(..end).unwrap_or_default().trim_end();
            self.set(&format!("{kept}\u{2026}"), style, width, scale)
        };
        let (mut fitting, mut beyond) = (0, ends.len());
        while fitting + 1 < beyond {
            let middle = usize::midpoint(fitting, beyond);
            if set(middle).fits(style.max_rows) { fitting = middle } else { beyond = middle }
        }
        Caption { is_whole: false, ..set(fitting) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STYLE: CaptionStyle =
        CaptionStyle { size: 14.0, weight: CaptionWeight::Regular, max_rows: 2, color: Color32::WHITE };
    static HEBREW: &[u8] = include_bytes!("../../../tests/fonts/NotoSansHebrew-subset.ttf");

    #[test]
    fn what_does_not_fit_ends_in_an_ellipsis_within_its_rows() {
        let mut engine = TextEngine::bundled_only();
        let text = "Ministers of nine countries met in Geneva on Monday";
        let caption = engine.caption(&text.repeat(4), &STYLE, 150.0, 1.0);
        assert_eq!(caption.table.rows.len(), 2);
        assert!(caption.fits(2));
        let whole = engine.caption(text, &STYLE, 800.0, 1.0);
        assert_eq!((whole.table.rows.len(), whole.table.clusters.len()), (1, text.len()));
        let one = engine.caption(&"x".repeat(400), &CaptionStyle { max_rows: 1, ..STYLE }, 90.0, 2.0);
        assert!(one.fits(1) && one.table.clusters.len() > 6);
    }

    #[test]
    fn what_fits_is_shown_whole_whatever_the_width() {
        let mut engine = TextEngine::with_fonts(&[HEBREW]);
        let style = CaptionStyle { max_rows: 40, ..STYLE };
        for text in
            ["Ministers of nine countries met in Geneva on Monday and left again. ", "שלום עולם שלום שלום עולם "]
        {
            for width in 120..260_u16 {
                let caption = engine.caption(text, &style, f32::from(width), 1.0);
                assert!(caption.is_whole, "{text} in {width}");
            }
        }
    }

    #[test]
    fn a_right_to_left_caption_stands_at_the_right_edge() {
        let mut engine = TextEngine::with_fonts(&[HEBREW]);
        let caption = engine.caption("שלום עולם", &STYLE, 300.0, 1.0);
        let extent = caption.extent();
        assert!((extent.max - 300.0).abs() < 0.5 && extent.min > 150.0, "{extent:?}");
        assert!(engine.caption("Geneva", &STYLE, 300.0, 1.0).extent().min.abs() < 0.1);
    }

    #[test]
    fn a_mark_above_a_mark_stands_as_near_as_its_font_says() {
        let mut engine = TextEngine::with_fonts(&[include_bytes!("../../../tests/fonts/NotoSansThai-subset.ttf")]);
        let style = CaptionStyle { size: 200.0, max_rows: 1, ..STYLE };
        let caption = engine.caption("\u{e23}\u{e34}\u{e48}", &style, 800.0, 1.0);
        let mesh = caption_mesh(&mut engine, &caption, Pos2::ZERO, 1.0, Color32::WHITE);
        let heights: Vec<Rangef> = mesh
            .vertices
            .chunks_exact(4)
            .map(|quad| {
                quad.iter().fold(Rangef::NOTHING, |so_far, corner| Rangef {
                    min: so_far.min.min(corner.pos.y),
                    max: so_far.max.max(corner.pos.y),
                })
            })
            .collect();
        let [_, vowel, tone] = heights[..] else { panic!("three glyphs, not {heights:?}") };
        // 81 thousandths of the size in this font; 199 where its shift of 59 is taken for one upwards.
        let gap = vowel.min - tone.max;
        assert!((12.0..20.0).contains(&gap), "{gap}");
    }
}
