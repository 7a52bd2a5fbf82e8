//! Shaping and breaking of text with parley, and the glyph atlas that paints it: one engine per window.
//!
//! It knows typefaces and pixels. It does not know articles, marks or scrolling.

use super::atlas::{Atlas, Face};
use super::caption::Captions;
use super::cast::{glyph_id, u16_from, u32_from};
use super::families::Families;
use super::field::Fields;
use super::fonts::{Typeface, bundled_fonts, register};
use super::missing::uncovered;
use super::paragraphs::Direction;
use super::signs::{LEVELS, SIGN_FACE, box_of, leaves_ink, may_have_signs, on_level, sign_of};
use super::table::{Cluster, PlacedGlyph, Row, Table};
use eframe::egui::Ui;
use parley::{
    BaseDirection, Cluster as Shaped, FontContext, FontFamily, FontWeight, Layout, LayoutContext, OverflowWrap, Run,
    StyleProperty,
};
use std::collections::HashMap;
use std::rc::Rc;
use unicode_segmentation::UnicodeSegmentation;

/// Short labels kept laid out; more are forgotten all at once.
const MAX_LABELS: usize = 512;

/// Lays out and rasterises text for every [`super::ArticleView`] of a window.
///
/// Creating one parses three bundled fonts and costs well under a millisecond. The system's fonts are looked up when
/// the first text needs one, which may take some 20 ms.
pub struct TextEngine {
    pub(super) fonts: FontContext,
    layouts: LayoutContext<()>,
    pub(super) system: System,
    /// Families that were handed in, in the order in which they are tried.
    pub(super) extra: Vec<String>,
    pub(super) families: Families,
    faces: Vec<Face>,
    pub(super) atlas: Atlas,
    labels: HashMap<(String, u32), Rc<Label>>,
    pub(super) captions: Captions,
    pub(super) fields: Fields,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum System {
    NotYet,
    Loaded,
    Never,
}

/// A short text on one line.
pub(super) struct Label {
    pub(super) table: Table,
    /// In points.
    pub(super) width: f32,
    pub(super) size_px: f32,
}

/// What a piece of text is to be set like; all lengths in pixels.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Setting {
    pub(super) typeface: Typeface,
    pub(super) semibold: bool,
    pub(super) size_px: f32,
    pub(super) width_px: Option<f32>,
    pub(super) direction: Direction,
    /// Pixels per point, to give x in points.
    pub(super) scale: f32,
}

impl Default for TextEngine {
    fn default() -> Self {
        Self::new()
    }
}

impl TextEngine {
    /// An engine with the bundled typefaces that turns to the system's fonts where these lack a glyph.
    #[must_use]
    pub fn new() -> Self {
        Self::with_system(System::NotYet)
    }

    /// An engine that never looks at the system's fonts, so that its output is the same on every machine.
    #[must_use]
    pub fn bundled_only() -> Self {
        Self::with_system(System::Never)
    }

    /// An engine with the bundled typefaces and `fonts`, which are files in memory; it never looks at the system's.
    #[must_use]
    pub fn with_fonts(fonts: &[&'static [u8]]) -> Self {
        let mut engine = Self::bundled_only();
        for font in fonts {
            engine.extra.extend(register(&mut engine.fonts, font));
        }
        engine
    }

    fn with_system(system: System) -> Self {
        Self {
            fonts: bundled_fonts(),
            layouts: LayoutContext::new(),
            system,
            extra: Vec::new(),
            families: Families::default(),
            faces: Vec::new(),
            atlas: Atlas::new(),
            labels: HashMap::new(),
            captions: Captions::default(),
            fields: Fields::default(),
        }
    }

    /// Changes whenever glyphs that were painted before have moved.
    pub(crate) fn stamp(&self) -> (u64, [usize; 2]) {
        (self.atlas.generation(), self.atlas.size())
    }

    /// Prepares the atlas for a frame.
    pub(super) fn begin(&mut self, ui: &Ui) {
        let transfer = ui.visuals().text_options.color_transfer_function;
        self.atlas.begin(transfer, ui.input(|input| input.max_texture_side));
    }

    /// Face and atlas at once, for painting.
    pub(super) fn painting(&mut self) -> (&[Face], &mut Atlas) {
        (&self.faces, &mut self.atlas)
    }

    /// Lays out one paragraph.
    pub(super) fn lay_out(&mut self, text: &str, setting: &Setting) -> Table {
        let table = self.shape(text, setting);
        if self.system == System::NotYet && !table.missing.is_empty() {
            self.load_system();
            return self.shape(text, setting);
        }
        table
    }

    /// A short semibold text, kept for the next frame.
    pub(super) fn label(&mut self, text: &str, size_px: f32, scale: f32) -> Rc<Label> {
        let key = (text.to_owned(), size_px.to_bits());
        if let Some(label) = self.labels.get(&key) {
            return Rc::clone(label);
        }
        if self.labels.len() >= MAX_LABELS {
            self.labels.clear();
        }
        let setting = Setting {
            typeface: Typeface::Sans,
            semibold: true,
            size_px,
            width_px: None,
            direction: Direction::Auto,
            scale,
        };
        let table = self.lay_out(text, &setting);
        let width = table.clusters_of(0).iter().map(|cluster| cluster.width).sum();
        let label = Rc::new(Label { table, width, size_px });
        self.labels.insert(key, Rc::clone(&label));
        label
    }

    /// How many rows [`Self::lay_out`] would give.
    pub(super) fn count_rows(&mut self, text: &str, setting: &Setting) -> usize {
        let layout = self.broken(text, setting);
        if self.system == System::NotYet && !text.is_ascii() && holds_missing_glyphs(&layout) {
            // With the system's fonts the rows may be others.
            return self.lay_out(text, setting).rows.len();
        }
        layout.len().max(1)
    }

    fn shape(&mut self, text: &str, setting: &Setting) -> Table {
        let layout = self.broken(text, setting);
        TableBuilder::new(text, setting, layout.is_rtl(), &mut self.faces).build(&layout)
    }

    /// The text shaped and broken into rows.
    fn broken(&mut self, text: &str, setting: &Setting) -> Layout<()> {
        let mut builder = self.layouts.ranged_builder(&mut self.fonts, text, 1.0, true);
        builder.set_base_direction(match setting.direction {
            Direction::Auto => BaseDirection::Auto,
            Direction::LeftToRight => BaseDirection::Ltr,
            Direction::RightToLeft => BaseDirection::Rtl,
        });
        let families = setting.typeface.families(self.families.chosen(), &self.extra);
        builder.push_default(StyleProperty::FontFamily(FontFamily::from(families.as_slice())));
        builder.push_default(StyleProperty::FontSize(setting.size_px));
        // An address is often longer than a row; beyond the column it could be neither read nor tagged.
        builder.push_default(StyleProperty::OverflowWrap(OverflowWrap::BreakWord));
        if setting.semibold {
            builder.push_default(StyleProperty::FontWeight(FontWeight::SEMI_BOLD));
        }
        for range in pictured(text) {
            let emoji_first = setting.typeface.families_for_emoji(self.families.chosen(), &self.extra);
            builder.push(StyleProperty::FontFamily(FontFamily::from(emoji_first.as_slice())), range);
        }
        let mut layout: Layout<()> = builder.build(text);
        layout.break_all_lines(setting.width_px);
        layout
    }
}

/// Graphemes that ask by a variation selector to be shown as pictures, though a text face may have a sign for them.
fn pictured(text: &str) -> Vec<std::ops::Range<usize>> {
    const AS_PICTURE: char = '\u{fe0f}';
    if text.is_ascii() || !text.contains(AS_PICTURE) {
        return Vec::new();
    }
    let asking = text.grapheme_indices(true).filter(|(_, grapheme)| grapheme.contains(AS_PICTURE));
    asking.map(|(start, grapheme)| start..start + grapheme.len()).collect()
}

fn holds_missing_glyphs(layout: &Layout<()>) -> bool {
    let mut clusters = layout
        .lines()
        .flat_map(|line| line.runs().flat_map(|run| run.visual_clusters().collect::<Vec<_>>()).collect::<Vec<_>>());
    clusters.any(|cluster| cluster.glyphs().any(|glyph| glyph.id == 0))
}

/// A cluster before it has its place: its glyphs' x counts from its own left edge.
struct Piece {
    start: u32,
    end: u32,
    width: f32,
    rtl: bool,
    /// Whether a word begins here, by dictionary where the script has no spaces.
    starts_word: bool,
    glyphs: Vec<PlacedGlyph>,
    /// Whether a character of it has no glyph.
    is_missing: bool,
    /// Numbers of the signs for invisible characters in it.
    signs: Vec<u16>,
}

/// How many signs were put at one place of a row so far.
#[derive(Default)]
struct Crowd {
    x_px: f32,
    signs: u16,
}

impl Piece {
    /// Adds a box where a character has no glyph: around what the grapheme does have, or alone.
    fn show_missing(&mut self, size_px: f32) {
        if !self.is_missing {
            return;
        }
        if self.width < size_px * 0.3 {
            self.width = size_px * 0.6;
        }
        self.glyphs.push(self.sign(box_of(self.width), 0.0));
    }

    /// Adds the signs of invisible characters; where several share a place each is on a level of its own.
    fn show_signs(&mut self, text: &str, x_px: f32, crowd: &mut Crowd) {
        if self.signs.is_empty() {
            return;
        }
        let first = text.get(self.start as usize..).and_then(|rest| rest.chars().next());
        let own = match first {
            // After the letter that they follow.
            Some(char) if leaves_ink(char) => {
                if self.rtl {
                    0.0
                } else {
                    self.width
                }
            }
            _ => self.width * 0.5,
        };
        if crowd.signs > 0 && (crowd.x_px - x_px - own).abs() > 0.5 {
            crowd.signs = 0;
        }
        crowd.x_px = x_px + own;
        for number in std::mem::take(&mut self.signs) {
            self.glyphs.push(self.sign(on_level(number, crowd.signs % LEVELS), own));
            crowd.signs += 1;
        }
    }

    fn sign(&self, number: u16, x_px: f32) -> PlacedGlyph {
        PlacedGlyph { face: SIGN_FACE, glyph: number, byte: self.start, x_px, y_px: 0.0 }
    }
}

struct TableBuilder<'a> {
    text: &'a str,
    setting: &'a Setting,
    faces: &'a mut Vec<Face>,
    /// Starts of the graphemes; empty where each byte is one.
    graphemes: Vec<u32>,
    may_have_signs: bool,
    table: Table,
}

impl<'a> TableBuilder<'a> {
    fn new(text: &'a str, setting: &'a Setting, rtl: bool, faces: &'a mut Vec<Face>) -> Self {
        let graphemes = if text.is_ascii() {
            Vec::new()
        } else {
            text.grapheme_indices(true).map(|(start, _)| u32_from(start)).collect()
        };
        let empty_x = if rtl { setting.width_px.unwrap_or_default() / setting.scale } else { 0.0 };
        let table = Table { rtl, empty_x, ..Table::default() };
        Self { text, setting, faces, graphemes, may_have_signs: may_have_signs(text), table }
    }

    fn build(mut self, layout: &Layout<()>) -> Table {
        for line in layout.lines() {
            let range = line.text_range();
            let mut pieces = Vec::new();
            for run in line.runs() {
                self.push_run(&run, &mut pieces);
            }
            self.push_row(u32_from(range.start), u32_from(range.end), pieces);
        }
        if self.table.rows.is_empty() {
            self.push_row(0, u32_from(self.text.len()), Vec::new());
        }
        self.table
    }

    fn push_run(&mut self, run: &Run<'_, ()>, pieces: &mut Vec<Piece>) {
        let face = self.intern(run);
        // Of a right-to-left ligature the continuations come first, its glyphs with the start, which comes last.
        let mut held_width = 0.0;
        for cluster in run.visual_clusters() {
            let piece = self.piece(&cluster, face, if cluster.is_rtl() { held_width } else { 0.0 });
            held_width = if cluster.is_ligature_continuation() { held_width + piece.width } else { 0.0 };
            match pieces.last_mut() {
                Some(last) if last.start == piece.start => {
                    let shift = last.width;
                    last.glyphs.extend(
                        piece.glyphs.into_iter().map(|glyph| PlacedGlyph { x_px: glyph.x_px + shift, ..glyph }),
                    );
                    last.width += piece.width;
                    last.is_missing |= piece.is_missing;
                    last.starts_word |= piece.starts_word;
                    last.signs.extend(piece.signs);
                }
                _ => pieces.push(piece),
            }
        }
    }

    /// The cluster widened to whole graphemes, so that two parts of one become one piece.
    fn piece(&mut self, cluster: &Shaped<'_, ()>, face: u16, left_of_ligature: f32) -> Piece {
        let range = cluster.text_range();
        let (start, end) = self.whole_grapheme(u32_from(range.start), u32_from(range.end));
        let mut pen = -left_of_ligature;
        let mut glyphs = Vec::new();
        let mut is_missing = false;
        for glyph in cluster.glyphs() {
            if glyph.id == 0 {
                is_missing |= self.note_missing(range.clone(), face);
            } else {
                let (x_px, y_px) = (pen + glyph.x, glyph.y);
                glyphs.push(PlacedGlyph { face, glyph: glyph_id(glyph.id), byte: start, x_px, y_px });
            }
            pen += glyph.advance;
        }
        let (width, rtl) = (cluster.advance(), cluster.is_rtl());
        let starts_word = cluster.is_word_boundary() && range.start == start as usize;
        Piece { start, end, width, rtl, starts_word, glyphs, is_missing, signs: self.signs_of(range) }
    }

    /// Keeps the characters of `range` that the face lacks; whether there are any that a reader would look for.
    fn note_missing(&mut self, range: std::ops::Range<usize>, face: u16) -> bool {
        let words = self.text.get(range).unwrap_or_default();
        let font = self.faces.get(usize::from(face)).and_then(Face::reader);
        let lacking = uncovered(words, |char| font.is_some_and(|font| font.charmap().map(char) != 0));
        let is_missing = !lacking.is_empty();
        for char in lacking {
            if !self.table.missing.contains(&char) {
                self.table.missing.push(char);
            }
        }
        is_missing
    }

    fn signs_of(&self, range: std::ops::Range<usize>) -> Vec<u16> {
        if !self.may_have_signs {
            return Vec::new();
        }
        let mut before = self.text.get(..range.start).and_then(|text| text.chars().next_back());
        let mut rest = self.text.get(range.start..).unwrap_or_default().chars();
        let mut left = range.len();
        let mut signs = Vec::new();
        while let Some(char) = rest.next().filter(|_| left > 0) {
            left = left.saturating_sub(char.len_utf8());
            signs.extend(sign_of(char, before, rest.clone().next()));
            before = Some(char);
        }
        signs
    }

    fn whole_grapheme(&self, start: u32, end: u32) -> (u32, u32) {
        if self.graphemes.is_empty() {
            return (start, end);
        }
        let first = self.graphemes.partition_point(|grapheme| *grapheme <= start).saturating_sub(1);
        let behind = self.graphemes.partition_point(|grapheme| *grapheme < end);
        let text_end = u32_from(self.text.len());
        (self.graphemes.get(first).copied().unwrap_or(start), self.graphemes.get(behind).copied().unwrap_or(text_end))
    }

    fn intern(&mut self, run: &Run<'_, ()>) -> u16 {
        let synthesis = run.synthesis();
        let face = Face {
            font: run.font().clone(),
            coords: run.normalized_coords().iter().map(|coord| coord.to_bits()).collect(),
            embolden: synthesis.embolden(),
            skew_degrees: synthesis.skew(),
        };
        let known = self.faces.iter().position(|other| *other == face);
        u16_from(known.unwrap_or_else(|| {
            self.faces.push(face);
            self.faces.len() - 1
        }))
    }

    fn push_row(&mut self, start: u32, end: u32, mut pieces: Vec<Piece>) {
        let content_end = self.content_end(start, end);
        self.move_trailing_spaces(content_end, &mut pieces);
        let first_cluster = self.table.clusters.len();
        let first_glyph = self.table.glyphs.len();
        let mut x_px = self.left_edge(&pieces);
        let mut crowd = Crowd::default();
        for mut piece in pieces {
            piece.show_missing(self.setting.size_px);
            let cluster = Cluster {
                start: piece.start,
                end: piece.end,
                x: x_px / self.setting.scale,
                width: piece.width / self.setting.scale,
                rtl: piece.rtl,
                starts_word: piece.starts_word,
            };
            self.table.clusters.push(cluster);
            piece.show_signs(self.text, x_px, &mut crowd);
            let placed = piece.glyphs.into_iter().map(|glyph| PlacedGlyph { x_px: glyph.x_px + x_px, ..glyph });
            self.table.glyphs.extend(placed);
            x_px += piece.width;
        }
        self.table.rows.push(Row {
            start,
            end,
            content_end,
            clusters: first_cluster..self.table.clusters.len(),
            glyphs: first_glyph..self.table.glyphs.len(),
        });
    }

    /// Where the trailing spaces of a row begin; embeddings and isolates that open or close among them count as spaces.
    fn content_end(&self, start: u32, end: u32) -> u32 {
        let row = self.text.get(start as usize..end as usize).unwrap_or_default();
        let is_hanging =
            |char: char| char.is_whitespace() || matches!(char, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        start + u32_from(row.trim_end_matches(is_hanging).len())
    }

    /// Puts the spaces at a row's end on the side of the paragraph's direction: rule L1 of UAX 9, which parley omits.
    fn move_trailing_spaces(&self, content_end: u32, pieces: &mut Vec<Piece>) {
        let rtl = self.table.rtl;
        if pieces.iter().all(|piece| piece.rtl == rtl) {
            return;
        }
        let (mut hanging, content): (Vec<Piece>, Vec<Piece>) =
            std::mem::take(pieces).into_iter().partition(|piece| piece.start >= content_end);
        hanging.sort_by_key(|piece| piece.start);
        for piece in &mut hanging {
            piece.rtl = rtl;
        }
        if rtl {
            hanging.reverse();
            hanging.extend(content);
            *pieces = hanging;
        } else {
            *pieces = content;
            pieces.extend(hanging);
        }
    }

    /// Left-to-right rows begin at the column's left edge; the others end at its right edge, trailing spaces hanging.
    fn left_edge(&self, pieces: &[Piece]) -> f32 {
        let Some(width) = self.setting.width_px.filter(|_| self.table.rtl) else { return 0.0 };
        width - pieces.iter().map(|piece| piece.width).sum::<f32>()
    }
}
