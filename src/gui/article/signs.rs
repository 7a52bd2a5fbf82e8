//! Small signs drawn where a font has nothing to draw: a box for a missing glyph, and marks for characters that are
//! invisible by nature, such as direction marks and soft hyphens.
//!
//! A sign is a picture of coverage like a glyph's and goes through the same atlas. It never takes room in a line.

use super::cast::{count, u16_from};

/// The number of the face that signs seem to come from.
pub(super) const SIGN_FACE: u16 = u16::MAX;
/// Sign numbers from here on are boxes; what is beyond is their width in pixels.
const BOX: u16 = 0x0400;
/// Signs at one place are drawn on as many levels, so that each can be seen.
pub(super) const LEVELS: u16 = 4;

/// Which way a direction mark points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Left,
    Right,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// A mark of one direction: an arrow head on a bar.
    Mark(Way),
    /// Opens an embedding or an isolate: the same with a foot.
    Open(Way),
    /// Opens an override, which turns letters round: a head and a foot on both sides.
    Override(Way),
    /// Opens an isolate whose direction its first letter gives: a block and a foot.
    OpenAuto,
    /// Closes any of these: a bar with a beam and a foot.
    Close,
    /// Joins or parts letters without a trace: a dot on a bar.
    Joint,
    /// A bar with a beam.
    SoftHyphen,
    /// Any other control character: a small box with a dot.
    Control,
}

/// The kinds by the number that stands for them in a glyph.
const KINDS: [Kind; 11] = [
    Kind::Mark(Way::Left),
    Kind::Mark(Way::Right),
    Kind::Open(Way::Left),
    Kind::Open(Way::Right),
    Kind::Override(Way::Left),
    Kind::Override(Way::Right),
    Kind::OpenAuto,
    Kind::Close,
    Kind::Joint,
    Kind::SoftHyphen,
    Kind::Control,
];

/// A picture as a rasteriser gives it: coverage by row, and where its top left corner is from the origin.
pub(super) struct Picture {
    pub(super) coverage: Vec<u8>,
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) left: i32,
    /// Pixels from the baseline up to the first row.
    pub(super) top: i32,
}

/// Whether a reader expects to see something where `char` stands.
pub(super) fn leaves_ink(char: char) -> bool {
    !(char.is_control() || char.is_whitespace() || is_ignorable(char) || char == '\u{2800}')
}

/// Default-ignorable characters of Unicode: what a renderer shows nothing for.
fn is_ignorable(char: char) -> bool {
    matches!(char,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fff8}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// The number of the sign of `char`, if it is to be shown; `before` and `after` are its neighbours.
///
/// Joiners and zero-width spaces that the spelling of a script asks for, as in Persian or Khmer, are letters to their
/// readers and are not shown; nor are the joiners inside an emoji.
pub(super) fn sign_of(char: char, before: Option<char>, after: Option<char>) -> Option<u16> {
    let kind = match char {
        '\u{61c}' | '\u{200f}' => Kind::Mark(Way::Left),
        '\u{200e}' => Kind::Mark(Way::Right),
        '\u{202a}' | '\u{2066}' => Kind::Open(Way::Right),
        '\u{202b}' | '\u{2067}' => Kind::Open(Way::Left),
        '\u{202d}' => Kind::Override(Way::Right),
        '\u{202e}' => Kind::Override(Way::Left),
        '\u{2068}' => Kind::OpenAuto,
        '\u{202c}' | '\u{2069}' => Kind::Close,
        '\u{ad}' => Kind::SoftHyphen,
        '\u{200b}' | '\u{200c}' | '\u{200d}' => {
            let is_spelling = before.is_some_and(needs_joiners) && after.is_none_or(needs_joiners);
            if is_spelling {
                return None;
            }
            Kind::Joint
        }
        '\u{34f}' | '\u{180e}' | '\u{2060}'..='\u{2064}' | '\u{206a}'..='\u{206f}' | '\u{feff}' => Kind::Joint,
        _ if char.is_control() && !char.is_whitespace() => Kind::Control,
        _ => return None,
    };
    KINDS.iter().position(|other| *other == kind).map(u16_from)
}

/// Whether any character of `text` may have a sign; most paragraphs have none.
pub(super) fn may_have_signs(text: &str) -> bool {
    text.chars().any(|char| !leaves_ink(char) && !matches!(char, ' ' | '\t' | '\u{a0}'))
}

/// Letters beside which joiners and zero-width spaces are spelling: cursive and Indic scripts, those that are written
/// without spaces, and pictures.
fn needs_joiners(char: char) -> bool {
    matches!(char, '\u{600}'..='\u{8ff}' | '\u{900}'..='\u{109f}' | '\u{1700}'..='\u{18af}' | '\u{1900}'..='\u{1cff}'
        | '\u{2190}'..='\u{2bff}' | '\u{fb50}'..='\u{fdff}' | '\u{fe00}'..='\u{fe0f}' | '\u{fe70}'..='\u{fefc}'
        | '\u{a8e0}'..='\u{abff}' | '\u{1f000}'..='\u{1faff}')
}

/// The number of the sign for a missing glyph that takes `width` pixels.
pub(super) fn box_of(width_px: f32) -> u16 {
    BOX + u16_from(count(width_px.round())).clamp(3, 2000)
}

/// Whether a sign is a box, which stands for a character and has the colour of text.
pub(super) fn is_box(number: u16) -> bool {
    (BOX..BOX * 3).contains(&number)
}

/// The same sign drawn on another level, for one that shares its place with others.
pub(super) fn on_level(number: u16, level: u16) -> u16 {
    number + (level % LEVELS) * u16_from(KINDS.len())
}

/// Draws a sign for text of this size.
pub(super) fn draw(number: u16, size_px: f32) -> Picture {
    let pen = count(size_px / 17.0).max(1);
    if is_box(number) {
        return draw_box(usize::from(number - BOX), size_px, pen);
    }
    let kinds = u16_from(KINDS.len());
    let kind = KINDS.get(usize::from(number % kinds)).copied().unwrap_or(Kind::Control);
    // Signs stand at the height of capitals, where they disturb the reading least; piled ones hang below.
    let arm = count(size_px * 0.18).max(2);
    let stem = 2 * arm + 1 + pen;
    let above = count(size_px * 0.98);
    let sunk = usize::from(number / kinds) * (stem + pen);
    let mut canvas = Canvas::new(2 * arm + pen, sunk + stem + pen, (arm + pen / 2, above));
    let foot = sunk + stem - pen;
    match kind {
        Kind::Control => {
            let side = 2 * arm;
            canvas.frame((0, sunk), (side, side), pen);
            canvas.fill((arm.saturating_sub(pen / 2), sunk + arm - pen / 2), (pen, pen));
            canvas.origin.1 = above * 2 / 3;
        }
        _ => canvas.fill((arm, sunk), (pen, stem)),
    }
    match kind {
        Kind::Mark(way) => canvas.head(way, sunk, arm, pen),
        Kind::Open(way) => {
            canvas.head(way, sunk, arm, pen);
            canvas.fill((if way == Way::Left { 0 } else { arm }, foot), (arm + pen, pen));
        }
        Kind::Override(way) => {
            canvas.head(way, sunk, arm, pen);
            canvas.fill((0, foot), (2 * arm + pen, pen));
        }
        Kind::OpenAuto => {
            canvas.fill((arm / 2, sunk), (arm + pen, arm));
            canvas.fill((0, foot), (2 * arm + pen, pen));
        }
        Kind::Close => {
            canvas.fill((0, sunk), (2 * arm + pen, pen));
            canvas.fill((0, foot), (2 * arm + pen, pen));
        }
        Kind::SoftHyphen => canvas.fill((0, sunk), (2 * arm + pen, pen)),
        Kind::Joint => canvas.fill((arm.saturating_sub(pen), sunk), (3 * pen, 3 * pen)),
        Kind::Control => {}
    }
    canvas.picture()
}

fn draw_box(width: usize, size_px: f32, pen: usize) -> Picture {
    let margin = if width > 6 { pen } else { 0 };
    let height = count(size_px * 0.74).max(4);
    let mut canvas = Canvas::new(width, height + pen, (0, height));
    canvas.frame((margin, 0), (width - 2 * margin, height), pen);
    canvas.picture()
}

struct Canvas {
    coverage: Vec<u8>,
    width: usize,
    height: usize,
    /// Where the origin is from the top left corner.
    origin: (usize, usize),
}

impl Canvas {
    fn new(width: usize, height: usize, origin: (usize, usize)) -> Self {
        Self { coverage: vec![0; width * height], width, height, origin }
    }

    fn fill(&mut self, (left, top): (usize, usize), (width, height): (usize, usize)) {
        for y in top..(top + height).min(self.height) {
            for x in left..(left + width).min(self.width) {
                if let Some(pixel) = self.coverage.get_mut(y * self.width + x) {
                    *pixel = u8::MAX;
                }
            }
        }
    }

    fn frame(&mut self, (left, top): (usize, usize), (width, height): (usize, usize), pen: usize) {
        self.fill((left, top), (width, pen));
        self.fill((left, top + height.saturating_sub(pen)), (width, pen));
        self.fill((left, top), (pen, height));
        self.fill((left + width.saturating_sub(pen), top), (pen, height));
    }

    /// A triangle on the bar in the middle, its tip to one side.
    fn head(&mut self, way: Way, top: usize, arm: usize, pen: usize) {
        for row in 0..2 * arm - 1 {
            let reach = arm - row.abs_diff(arm - 1);
            let left = if way == Way::Left { arm - reach } else { arm + pen };
            self.fill((left, top + row), (reach, 1));
        }
    }

    fn picture(self) -> Picture {
        let whole = |count: usize| i32::try_from(count).unwrap_or_default();
        Picture {
            coverage: self.coverage,
            width: self.width,
            height: self.height,
            left: -whole(self.origin.0),
            top: whole(self.origin.1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn direction_marks_have_signs_and_letters_have_none() {
        for char in "\u{200e}\u{200f}\u{61c}\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}\u{2066}\u{2067}\u{2068}\u{2069}\
                     \u{ad}\u{200b}\u{200c}\u{200d}\u{2060}\u{feff}\u{1}\u{7f}"
            .chars()
        {
            let number = sign_of(char, Some('a'), Some('b')).unwrap_or(u16::MAX);
            assert!(number < BOX, "{char:?}");
            assert!(draw(number, 17.0).coverage.contains(&255), "{char:?}");
            assert!(!leaves_ink(char), "{char:?}");
        }
        for char in "aשن中 \t\n\u{a0}\u{fe0f}".chars() {
            assert_eq!(sign_of(char, Some('a'), Some('b')), None, "{char:?}");
        }
    }

    #[test]
    fn joiners_that_are_spelling_are_not_shown() {
        assert_eq!(sign_of('\u{200c}', Some('ی'), Some('ش')), None);
        assert_eq!(sign_of('\u{200d}', Some('👩'), Some('👧')), None);
        assert_eq!(sign_of('\u{200b}', Some('ក'), Some('ខ')), None);
        assert!(sign_of('\u{200c}', Some('a'), Some('b')).is_some());
        assert!(sign_of('\u{200b}', None, Some('b')).is_some());
    }

    #[test]
    fn signs_at_one_place_differ() {
        let mark = sign_of('\u{200e}', None, None).unwrap_or_default();
        let pictures: Vec<Vec<u8>> = (0..LEVELS).map(|level| draw(on_level(mark, level), 20.0).coverage).collect();
        assert!(pictures.windows(2).all(|pair| pair[0] != pair[1]));
    }

    #[test]
    fn a_box_is_as_wide_as_what_it_stands_for() {
        let number = box_of(12.4);
        assert!(is_box(number) && !is_box(on_level(0, 3)));
        let picture = draw(number, 17.0);
        assert_eq!(picture.width, 12);
        assert_eq!(picture.coverage[picture.width * 3 + 1], 255);
        assert_eq!(picture.coverage[picture.width * 3 + 6], 0);
    }
}
