//! Shaping and breaking of text with parley, and the glyph atlas that paints it: one engine per window.
//!
//! It knows typefaces and pixels. It does not know articles, marks or scrolling.

use super::atlas::{Atlas, Face};
use super::cast::{glyph_id, u16_from, u32_from};
use super::fonts::{Typeface, bundled_fonts};
use super::table::{Cluster, PlacedGlyph, Row, Table};
use parley::{Cluster as Shaped, FontContext, FontFamily, FontWeight, Layout, LayoutContext, Run, StyleProperty};
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
    fonts: FontContext,
    layouts: LayoutContext<()>,
    system: System,
    faces: Vec<Face>,
    pub(super) atlas: Atlas,
    labels: HashMap<(String, u32), Rc<Label>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum System {
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

    fn with_system(system: System) -> Self {
        Self {
            fonts: bundled_fonts(),
            layouts: LayoutContext::new(),
            system,
            faces: Vec::new(),
            atlas: Atlas::new(),
            labels: HashMap::new(),
        }
    }

    /// Changes whenever glyphs that were painted before have moved.
    pub(crate) fn stamp(&self) -> (u64, [usize; 2]) {
        (self.atlas.generation(), self.atlas.size())
    }

    /// Face and atlas at once, for painting.
    pub(super) fn painting(&mut self) -> (&[Face], &mut Atlas) {
        (&self.faces, &mut self.atlas)
    }

    /// Lays out one paragraph.
    pub(super) fn lay_out(&mut self, text: &str, setting: &Setting) -> Table {
        let table = self.shape(text, setting);
        if self.system == System::NotYet && lacks_glyphs(text, &table) {
            self.fonts.collection.load_system_fonts();
            self.system = System::Loaded;
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
        let setting = Setting { typeface: Typeface::Sans, semibold: true, size_px, width_px: None, scale };
        let table = self.lay_out(text, &setting);
        let width = table.clusters_of(0).iter().map(|cluster| cluster.width).sum();
        let label = Rc::new(Label { table, width, size_px });
        self.labels.insert(key, Rc::clone(&label));
        label
    }

    fn shape(&mut self, text: &str, setting: &Setting) -> Table {
        let mut builder = self.layouts.ranged_builder(&mut self.fonts, text, 1.0, true);
        let families = setting.typeface.families();
        builder.push_default(StyleProperty::FontFamily(FontFamily::from(families.as_slice())));
        builder.push_default(StyleProperty::FontSize(setting.size_px));
        if setting.semibold {
            builder.push_default(StyleProperty::FontWeight(FontWeight::SEMI_BOLD));
        }
        let mut layout: Layout<()> = builder.build(text);
        layout.break_all_lines(setting.width_px);
        TableBuilder::new(text, setting, layout.is_rtl(), &mut self.faces).build(&layout)
    }
}

fn lacks_glyphs(text: &str, table: &Table) -> bool {
    let is_drawn = |byte: u32| {
        let char = text.get(byte as usize..).and_then(|rest| rest.chars().next());
        char.is_some_and(|char| !char.is_control())
    };
    table.glyphs.iter().any(|glyph| glyph.glyph == 0 && is_drawn(glyph.byte))
}

/// A cluster before it has its place: its glyphs' x counts from its own left edge.
struct Piece {
    start: u32,
    end: u32,
    width: f32,
    rtl: bool,
    glyphs: Vec<PlacedGlyph>,
}

struct TableBuilder<'a> {
    text: &'a str,
    setting: &'a Setting,
    faces: &'a mut Vec<Face>,
    /// Starts of the graphemes; empty where each byte is one.
    graphemes: Vec<u32>,
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
        Self { text, setting, faces, graphemes, table: Table { rtl, empty_x, ..Table::default() } }
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
                }
                _ => pieces.push(piece),
            }
        }
    }

    /// The cluster widened to whole graphemes, so that two parts of one become one piece.
    fn piece(&self, cluster: &Shaped<'_, ()>, face: u16, left_of_ligature: f32) -> Piece {
        let range = cluster.text_range();
        let (start, end) = self.whole_grapheme(u32_from(range.start), u32_from(range.end));
        let mut pen = -left_of_ligature;
        let mut glyphs = Vec::new();
        for glyph in cluster.glyphs() {
            glyphs.push(PlacedGlyph {
                face,
                glyph: glyph_id(glyph.id),
                byte: start,
                x_px: pen + glyph.x,
                y_px: glyph.y,
            });
            pen += glyph.advance;
        }
        Piece { start, end, width: cluster.advance(), rtl: cluster.is_rtl(), glyphs }
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
        for piece in pieces {
            let cluster = Cluster {
                start: piece.start,
                end: piece.end,
                x: x_px / self.setting.scale,
                width: piece.width / self.setting.scale,
                rtl: piece.rtl,
            };
            self.table.clusters.push(cluster);
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

    /// Where the trailing spaces of a row begin; isolates and other direction marks among them count as spaces.
    fn content_end(&self, start: u32, end: u32) -> u32 {
        let row = self.text.get(start as usize..end as usize).unwrap_or_default();
        let is_hanging = |char: char| char.is_whitespace() || matches!(char, '\u{2066}'..='\u{2069}');
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn table(text: &str, width: f32) -> Table {
        let setting =
            Setting { typeface: Typeface::Serif, semibold: false, size_px: 17.0, width_px: Some(width), scale: 1.0 };
        // The system's fonts would make the outcome another on every machine; a missing glyph is a box with a width.
        TextEngine::bundled_only().lay_out(text, &setting)
    }

    fn is_boundary(text: &str, byte: u32) -> bool {
        byte as usize == text.len() || text.grapheme_indices(true).any(|(start, _)| start == byte as usize)
    }

    /// Words of several scripts, emoji and combining marks, in any order.
    fn mixed_text() -> impl Strategy<Value = String> {
        let word = prop_oneof![
            Just("Geneva "),
            Just("office "),
            Just("Переговоры "),
            Just("שלום "),
            Just("עולם, "),
            Just("e\u{301}ta\u{308}t "),
            Just("👩‍👩‍👧"),
            Just("🇨🇭 "),
            Just("(12.5%) "),
            Just("Αθήνα "),
            Just("  "),
            Just("\u{5d1}\u{5bc}"),
        ];
        prop::collection::vec(word, 1..30).prop_map(|words| words.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(120))]

        #[test]
        fn a_hit_test_inverts_every_cluster(text in mixed_text(), width in 120.0f32..600.0) {
            let table = table(&text, width);
            let mut covered = 0;
            for row in 0..table.rows.len() {
                let mut right = f32::MIN;
                for cluster in table.clusters_of(row) {
                    prop_assert!(is_boundary(&text, cluster.start) && is_boundary(&text, cluster.end));
                    prop_assert!(cluster.x >= right - 0.01, "clusters run from left to right");
                    right = cluster.x + cluster.width;
                    covered += cluster.end - cluster.start;
                    if cluster.width < 0.5 {
                        continue;
                    }
                    let (first, second) = if cluster.rtl { (cluster.end, cluster.start) } else { (cluster.start, cluster.end) };
                    prop_assert_eq!(table.hit(row, cluster.x + cluster.width * 0.25), first);
                    prop_assert_eq!(table.hit(row, cluster.x + cluster.width * 0.75), second);
                    let (caret_row, x) = table.caret(cluster.start);
                    prop_assert_eq!(caret_row, row);
                    let leading = if cluster.rtl { cluster.x + cluster.width } else { cluster.x };
                    prop_assert!((x - leading).abs() < 0.01);
                }
            }
            prop_assert_eq!(covered as usize, text.len(), "every byte is in one cluster");
        }

        #[test]
        fn stretches_cover_what_they_are_asked_for(text in mixed_text(), width in 120.0f32..600.0) {
            let table = table(&text, width);
            for row in 0..table.rows.len() {
                let whole: f32 = table.clusters_of(row).iter()
                    .filter(|cluster| row + 1 == table.rows.len() || cluster.start < table.rows[row].content_end)
                    .map(|cluster| cluster.width).sum();
                let mut shown = 0.0;
                table.stretches(row, 0, u32_from(text.len()), |from, to| shown += to - from);
                prop_assert!((whole - shown).abs() < 0.1, "{whole} {shown}");
            }
        }
    }

    #[test]
    fn a_right_to_left_paragraph_stands_at_the_right_edge_and_its_trailing_space_hangs() {
        let table = table("שלום עולם ", 300.0);
        assert!(table.rtl);
        let first = table.clusters_of(0).last().unwrap();
        assert_eq!((first.start, first.rtl), (0, true));
        assert!((first.x + first.width - 300.0).abs() < 0.1);
        assert_eq!(table.clusters_of(0).first().unwrap().end, 18);
    }

    #[test]
    fn a_bare_caret_has_a_place_in_an_empty_paragraph() {
        let table = table("", 300.0);
        assert_eq!(table.caret(0), (0, 0.0));
        assert_eq!(table.hit(0, 50.0), 0);
    }
}
