//! How article text looks: sizes and colours as tokens that the theme fills in.

use super::fonts::Typeface;
use eframe::egui::Color32;

/// White, near black or black: the first that has a contrast of 4.5 to 1 on `color`, which one of them always has.
#[must_use]
pub fn legible_on(color: Color32) -> Color32 {
    const INKS: [Color32; 2] = [Color32::WHITE, Color32::from_rgb(0x14, 0x16, 0x18)];
    INKS.into_iter().find(|ink| contrast(*ink, color) >= 4.5).unwrap_or(Color32::BLACK)
}

/// Contrast of two opaque colours from 1 to 21, after WCAG 2.2.
#[must_use]
pub fn contrast(one: Color32, other: Color32) -> f32 {
    let (a, b) = (luminance(one), luminance(other));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Relative luminance after WCAG 2.2.
fn luminance(color: Color32) -> f32 {
    let linear = |channel: u8| {
        let share = f32::from(channel) / 255.0;
        if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(color.r()) + 0.7152 * linear(color.g()) + 0.0722 * linear(color.b())
}

/// Sizes in points and colours of one theme.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadingStyle {
    /// The face of the text.
    pub typeface: Typeface,
    /// Size of the text.
    pub font_size: f32,
    /// Distance of two baselines as a multiple of the font size; room for tags above and underlines below included.
    pub line_height: f32,
    /// Widest line in characters of average width.
    pub max_line_chars: f32,
    /// Whether paragraphs have their numbers in the margin.
    pub paragraph_numbers: bool,
    /// What the text stands on.
    pub background: Color32,
    /// The text.
    pub text: Color32,
    /// Text in dimmed regions.
    pub dim_text: Color32,
    /// Behind selected text.
    pub selection: Color32,
    /// Outline of what a drag will select once it is snapped.
    pub preview: Color32,
    /// The caret.
    pub caret: Color32,
    /// Outline of the view while it has the keyboard focus.
    pub focus: Color32,
    /// Behind places that a search found.
    pub found: Color32,
    /// Suggestions, rejected marks, the count of hidden marks.
    pub muted: Color32,
    /// The small flag of a flagged mark.
    pub flag: Color32,
    /// Opacity of a mark's fill.
    pub fill_alpha: f32,
    /// Opacity under the pointer.
    pub hovered_alpha: f32,
    /// Opacity of the selected mark's fill.
    pub selected_alpha: f32,
}

impl Default for ReadingStyle {
    fn default() -> Self {
        Self::light()
    }
}

impl ReadingStyle {
    /// Dark text on warm white.
    #[must_use]
    pub fn light() -> Self {
        Self {
            typeface: Typeface::Serif,
            font_size: 17.0,
            line_height: 2.0,
            max_line_chars: 72.0,
            paragraph_numbers: false,
            background: Color32::from_rgb(0xfd, 0xfc, 0xf9),
            text: Color32::from_rgb(0x1f, 0x21, 0x24),
            dim_text: Color32::from_rgb(0x9a, 0x9a, 0x97),
            selection: Color32::from_rgb(0xbf, 0xda, 0xf7),
            preview: Color32::from_rgb(0x1f, 0x6f, 0xc4),
            caret: Color32::from_rgb(0x0b, 0x4f, 0x9e),
            focus: Color32::from_rgb(0x3b, 0x82, 0xd0),
            found: Color32::from_rgb(0xff, 0xe5, 0x8a),
            muted: Color32::from_rgb(0x6f, 0x70, 0x72),
            flag: Color32::from_rgb(0xc0, 0x39, 0x2b),
            fill_alpha: 0.18,
            hovered_alpha: 0.40,
            selected_alpha: 0.45,
        }
    }

    /// Light text on near black.
    #[must_use]
    pub fn dark() -> Self {
        Self {
            background: Color32::from_rgb(0x1b, 0x1d, 0x20),
            text: Color32::from_rgb(0xe3, 0xe2, 0xde),
            dim_text: Color32::from_rgb(0x7b, 0x7d, 0x80),
            selection: Color32::from_rgb(0x2b, 0x4a, 0x6d),
            preview: Color32::from_rgb(0x7f, 0xb8, 0xf2),
            caret: Color32::from_rgb(0xa9, 0xd0, 0xfa),
            focus: Color32::from_rgb(0x5a, 0x9b, 0xdd),
            found: Color32::from_rgb(0x6b, 0x5a, 0x14),
            muted: Color32::from_rgb(0x9a, 0x9c, 0x9f),
            flag: Color32::from_rgb(0xf0, 0x7a, 0x6a),
            fill_alpha: 0.22,
            ..Self::light()
        }
    }

    /// The colour of places found on the strip: the one behind words, made to stand out by itself.
    #[must_use]
    pub fn found_tick(&self) -> Color32 {
        self.found.lerp_to_gamma(self.text, 0.45)
    }

    /// Opacity of the fill of a mark whose underline is on `lane`: deeper ones are fainter, so that a pile stays readable.
    #[must_use]
    pub fn fill_alpha_on(&self, lane: u16) -> f32 {
        self.fill_alpha / (1.0 + 0.4 * f32::from(lane))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_on_a_chip_are_readable_whatever_colour_a_schema_gives_it() {
        for red in (0..=255).step_by(5) {
            for green in (0..=255).step_by(5) {
                for blue in (0..=255).step_by(15) {
                    let color = Color32::from_rgb(red, green, blue);
                    let found = contrast(legible_on(color), color);
                    assert!(found >= 4.5, "{color:?}: {found:.2}");
                }
            }
        }
    }
}
