//! What a page shows as text: every glyph with its characters and its place. It does not know lines.

use hayro_interpret::font::{Glyph as Shown, GlyphRun};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::kurbo::{Affine, BezPath, Point, Vec2};
use hayro_interpret::{BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, SoftMask};

/// How many glyphs of one page are kept.
const MAX_GLYPHS: usize = 500_000;

/// Coordinates of glyphs count thousandths of the font's size.
const UNITS: f64 = 1000.0;

/// One glyph where it stands: coordinates run along the direction of writing and downwards across it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Glyph {
    /// What it says.
    pub(super) text: String,
    /// Where it begins.
    pub(super) along: f64,
    /// Its baseline, the larger the further down.
    pub(super) down: f64,
    /// How wide it is.
    pub(super) width: f64,
    /// The size of its font.
    pub(super) size: f64,
    /// The direction of writing, as a unit vector.
    pub(super) direction: (f64, f64),
}

/// Collects the glyphs of a page.
#[derive(Default)]
pub(super) struct Collector {
    pub(super) glyphs: Vec<Glyph>,
    /// Glyphs of which the file does not say what they are.
    pub(super) unknown: usize,
    /// Whether there were more than are kept.
    pub(super) is_cut: bool,
}

impl Device<'_> for Collector {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, '_>, props: DrawProps<'_>, mode: &DrawMode) {
        if matches!(mode, DrawMode::Stroke(_)) && self.is_repeated(run, &props) {
            return;
        }
        for glyph in run.glyphs() {
            if self.glyphs.len() >= MAX_GLYPHS {
                self.is_cut = true;
                return;
            }
            let width = match &**glyph {
                Shown::Outline(outline) => outline.advance_width(),
                Shown::Type3(drawn) => drawn.advance_width(),
            };
            let text = match glyph.as_unicode() {
                Some(BfString::Char(char)) => plain(char),
                Some(BfString::String(text)) => text.chars().map(plain).collect(),
                None => {
                    self.unknown += 1;
                    char::REPLACEMENT_CHARACTER.to_string()
                }
            };
            let placed = placed(props.transform * glyph.transform(), f64::from(width.unwrap_or(500.0)), text);
            self.glyphs.extend(placed);
        }
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'_>, _: &DrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {}
    fn draw_image(&mut self, _: Image<'_, '_>, _: ImageDrawProps<'_>) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

impl Collector {
    /// Whether `run` is the last one once more, as where letters are filled and then outlined.
    fn is_repeated(&self, run: &GlyphRun<'_, '_>, props: &DrawProps<'_>) -> bool {
        let last = self.glyphs.last().zip(run.glyphs().last());
        last.is_some_and(|(known, glyph)| {
            let again = placed(props.transform * glyph.transform(), 0.0, String::new());
            again.is_some_and(|again| {
                (again.along - known.along).abs() < 0.01 * known.size
                    && (again.down - known.down).abs() < 0.01 * known.size
            })
        })
    }
}

/// The glyph that `transform` puts on the page; nothing where it has no place that can be told.
fn placed(transform: Affine, width: f64, text: String) -> Option<Glyph> {
    let origin = transform * Point::ZERO;
    let advance = transform * Point::new(UNITS, 0.0) - origin;
    let rise = transform * Point::new(0.0, UNITS) - origin;
    let (length, size) = (advance.hypot(), rise.hypot());
    if !(length.is_finite() && size.is_finite() && length > 1e-6 && size > 1e-6 && origin.is_finite()) {
        return None;
    }
    let direction = advance / length;
    // Up is where the letters have their heads, whatever way the page is turned.
    let up = Vec2::new(-direction.y, direction.x);
    let up = if up.dot(rise) < 0.0 { -up } else { up };
    let from_origin = origin.to_vec2();
    Some(Glyph {
        text,
        along: from_origin.dot(direction),
        down: -from_origin.dot(up),
        width: width / UNITS * length,
        size,
        direction: (direction.x, direction.y),
    })
}

/// `char` as it is read: what printers draw as one piece are letters of their own.
fn plain(char: char) -> String {
    match char {
        '\u{fb00}' => "ff".to_owned(),
        '\u{fb01}' => "fi".to_owned(),
        '\u{fb02}' => "fl".to_owned(),
        '\u{fb03}' => "ffi".to_owned(),
        '\u{fb04}' => "ffl".to_owned(),
        '\u{fb05}' | '\u{fb06}' => "st".to_owned(),
        '\0'..='\u{1f}' | '\u{7f}' => " ".to_owned(),
        char => char.to_string(),
    }
}
