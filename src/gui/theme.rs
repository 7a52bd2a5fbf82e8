//! Themes: every colour of the window as a token in RON, and what egui and the article view make of them.
//!
//! No other file of the window names a colour.

use super::article::{ReadingStyle, STRONG_FAMILY, Typeface};
use eframe::egui;
use eframe::egui::{Color32, CornerRadius, FontFamily, FontId, Stroke, TextStyle, Visuals};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The two themes that come with Byline.
const SOURCES: [&str; 2] =
    [include_str!("../../assets/themes/light.ron"), include_str!("../../assets/themes/dark.ron")];

/// A colour written as `#rrggbb`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hex(pub Color32);

impl<'de> Deserialize<'de> for Hex {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        color_from_hex(&text)
            .map(Self)
            .ok_or_else(|| serde::de::Error::custom(format!("`{text}` is no colour; write it as #rrggbb")))
    }
}

/// Reads `#rrggbb`.
#[must_use]
pub(super) fn color_from_hex(text: &str) -> Option<Color32> {
    let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6)?;
    let [_, red, green, blue] = u32::from_str_radix(digits, 16).ok()?.to_be_bytes();
    Some(Color32::from_rgb(red, green, blue))
}

/// The tokens of one theme.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[expect(missing_docs, reason = "a token's name is what it colours")]
pub struct Theme {
    /// Name for people.
    pub name: String,
    /// Whether text is lighter than what it stands on.
    pub dark: bool,
    pub background: Hex,
    pub panel: Hex,
    pub raised: Hex,
    pub border: Hex,
    pub text: Hex,
    pub text_muted: Hex,
    pub text_dim: Hex,
    pub accent: Hex,
    pub accent_text: Hex,
    pub selection: Hex,
    pub preview: Hex,
    pub caret: Hex,
    pub focus: Hex,
    pub found: Hex,
    pub flag: Hex,
    pub success: Hex,
    pub warning: Hex,
    pub danger: Hex,
    /// Opacity of a mark's fill.
    pub fill_alpha: f32,
    /// Opacity of the fill under the pointer.
    pub hovered_alpha: f32,
    /// Opacity of the selected mark's fill.
    pub selected_alpha: f32,
    /// Colours of labels by the names that schemas use.
    pub palette: BTreeMap<String, Hex>,
}

impl Theme {
    /// The theme that comes with Byline for light or dark surroundings.
    ///
    /// # Errors
    /// What is wrong with the theme's file.
    pub fn bundled(dark: bool) -> Result<Self, ron::error::SpannedError> {
        let [light_source, dark_source] = SOURCES;
        ron::from_str(if dark { dark_source } else { light_source })
    }

    /// Black on white or white on black, where a theme's file does not read; a test rules that out for the bundled ones.
    #[must_use]
    pub fn plain(dark: bool) -> Self {
        let [back, text] = if dark { [Color32::BLACK, Color32::WHITE] } else { [Color32::WHITE, Color32::BLACK] };
        let [back, text] = [Hex(back), Hex(text)];
        Self {
            name: "Plain".to_owned(),
            dark,
            background: back,
            panel: back,
            raised: back,
            border: text,
            text,
            text_muted: text,
            text_dim: text,
            accent: text,
            accent_text: back,
            selection: Hex(Color32::GRAY),
            preview: text,
            caret: text,
            focus: text,
            found: Hex(Color32::GRAY),
            flag: text,
            success: text,
            warning: text,
            danger: text,
            fill_alpha: 0.2,
            hovered_alpha: 0.3,
            selected_alpha: 0.4,
            palette: BTreeMap::new(),
        }
    }

    /// The colour that a schema names: from the palette, or `#rrggbb`; an unknown name gets the muted text colour.
    #[must_use]
    pub fn label_color(&self, name: &str) -> Color32 {
        let named = self.palette.get(name).map(|hex| hex.0);
        named.or_else(|| color_from_hex(name)).unwrap_or(self.text_muted.0)
    }

    /// How article text looks in this theme.
    #[must_use]
    pub fn reading_style(&self, typeface: Typeface, font_size: f32, max_line_chars: f32) -> ReadingStyle {
        ReadingStyle {
            typeface,
            font_size,
            max_line_chars,
            background: self.background.0,
            text: self.text.0,
            dim_text: self.text_dim.0,
            selection: self.selection.0,
            preview: self.preview.0,
            caret: self.caret.0,
            focus: self.focus.0,
            found: self.found.0,
            muted: self.text_muted.0,
            flag: self.flag.0,
            fill_alpha: self.fill_alpha,
            hovered_alpha: self.hovered_alpha,
            selected_alpha: self.selected_alpha,
            ..ReadingStyle::light()
        }
    }

    /// Makes the whole window look like this theme.
    pub fn apply(&self, ctx: &egui::Context) {
        ctx.set_theme(if self.dark { egui::Theme::Dark } else { egui::Theme::Light });
        let visuals = self.visuals();
        ctx.all_styles_mut(|style| {
            style.visuals = visuals.clone();
            style.spacing.item_spacing = egui::vec2(8.0, 6.0);
            style.spacing.button_padding = egui::vec2(8.0, 4.0);
            style.spacing.interact_size.y = 24.0;
            style.spacing.menu_margin = egui::Margin::same(6);
            style.spacing.scroll = egui::style::ScrollStyle::thin();
            // Nothing moves by itself: who cannot bear motion need not look for a switch.
            style.animation_time = 0.0;
            style.scroll_animation = egui::style::ScrollAnimation::none();
            style.visuals.text_cursor.blink = false;
            style.text_styles = [
                (TextStyle::Heading, FontId::new(17.0, FontFamily::Name(STRONG_FAMILY.into()))),
                (TextStyle::Body, FontId::new(13.5, FontFamily::Proportional)),
                (TextStyle::Button, FontId::new(13.5, FontFamily::Proportional)),
                (TextStyle::Small, FontId::new(11.5, FontFamily::Proportional)),
                (TextStyle::Monospace, FontId::new(12.5, FontFamily::Monospace)),
            ]
            .into();
        });
    }

    fn visuals(&self) -> Visuals {
        let mut visuals = if self.dark { Visuals::dark() } else { Visuals::light() };
        let radius = CornerRadius::same(5);
        visuals.override_text_color = None;
        visuals.panel_fill = self.panel.0;
        visuals.window_fill = self.raised.0;
        visuals.window_stroke = Stroke::new(1.0, self.border.0);
        visuals.extreme_bg_color = self.raised.0;
        visuals.text_edit_bg_color = Some(self.raised.0);
        visuals.faint_bg_color = self.panel.0;
        visuals.hyperlink_color = self.accent.0;
        visuals.warn_fg_color = self.warning.0;
        visuals.error_fg_color = self.danger.0;
        visuals.selection.bg_fill = self.selection.0;
        visuals.selection.stroke = Stroke::new(1.0, self.text.0);
        visuals.weak_text_color = Some(self.text_muted.0);
        let widgets = &mut visuals.widgets;
        let border = Stroke::new(1.0, self.border.0);
        for (widget, fill, text) in [
            (&mut widgets.noninteractive, self.panel.0, self.text.0),
            (&mut widgets.inactive, self.raised.0, self.text.0),
            (&mut widgets.hovered, self.selection.0.gamma_multiply(0.5), self.text.0),
            (&mut widgets.active, self.selection.0, self.text.0),
            (&mut widgets.open, self.raised.0, self.text.0),
        ] {
            widget.bg_fill = fill;
            widget.weak_bg_fill = fill;
            widget.bg_stroke = border;
            widget.fg_stroke = Stroke::new(1.0, text);
            widget.corner_radius = radius;
            widget.expansion = 0.0;
        }
        // The line between panels is too faint to tell an empty box or a button by.
        widgets.inactive.bg_stroke = Stroke::new(1.0, self.text_dim.0);
        widgets.hovered.bg_stroke = Stroke::new(1.0, self.focus.0);
        widgets.active.bg_stroke = Stroke::new(1.5, self.focus.0);
        visuals
    }
}

#[cfg(test)]
mod tests {
    use super::super::article::{contrast, legible_on};
    use super::*;

    fn over(color: Color32, alpha: f32, below: Color32) -> Color32 {
        Color32::from_rgb(color.r(), color.g(), color.b()).lerp_to_gamma(below, 1.0 - alpha)
    }

    #[test]
    fn what_can_be_clicked_has_an_outline_that_is_seen() {
        for dark in [false, true] {
            let theme = Theme::bundled(dark).unwrap();
            let outline = theme.visuals().widgets.inactive.bg_stroke.color;
            for ground in [theme.panel.0, theme.raised.0, theme.background.0] {
                let found = contrast(outline, ground);
                assert!(found >= 3.0, "{}: {found:.2}", theme.name);
            }
        }
    }

    #[test]
    fn words_stay_readable_on_every_mark_of_both_themes() {
        for dark in [false, true] {
            let theme = Theme::bundled(dark).unwrap();
            for (name, hex) in &theme.palette {
                for alpha in [theme.fill_alpha, theme.hovered_alpha, theme.selected_alpha] {
                    let fill = over(hex.0, alpha, theme.background.0);
                    let found = contrast(theme.text.0, fill);
                    assert!(found >= 4.5, "{}: text on {name} at {alpha}: {found:.2}", theme.name);
                }
                let style = theme.reading_style(Typeface::Serif, 17.0, 72.0);
                let pile = |below, lane| over(hex.0, style.fill_alpha_on(lane), below);
                let nested = (0..3).fold(theme.background.0, pile);
                let nested = over(hex.0, theme.selected_alpha, nested);
                let found = contrast(theme.text.0, nested);
                assert!(found >= 4.5, "{}: text on four deep {name}: {found:.2}", theme.name);
                let tag = contrast(legible_on(hex.0), hex.0);
                assert!(tag >= 4.5, "{}: tag text on {name}: {tag:.2}", theme.name);
                let underline = contrast(hex.0, theme.background.0);
                assert!(underline >= 3.0, "{}: underline in {name}: {underline:.2}", theme.name);
            }
        }
    }

    #[test]
    fn words_of_the_window_are_readable_in_both_themes() {
        for dark in [false, true] {
            let theme = Theme::bundled(dark).unwrap();
            let grounds = [theme.background.0, theme.panel.0, theme.raised.0];
            for ground in grounds {
                for text in [theme.text, theme.text_muted, theme.accent, theme.warning, theme.danger, theme.success] {
                    let found = contrast(text.0, ground);
                    assert!(found >= 4.5, "{}: {text:?} on {ground:?}: {found:.2}", theme.name);
                }
            }
            assert!(contrast(theme.text_dim.0, theme.background.0) >= 3.0, "{}: dimmed regions", theme.name);
            assert!(contrast(theme.text.0, theme.selection.0) >= 4.5, "{}: selected text", theme.name);
            assert!(contrast(theme.accent_text.0, theme.accent.0) >= 4.5, "{}: text on accent", theme.name);
            assert!(contrast(theme.text.0, theme.found.0) >= 4.5, "{}: found text", theme.name);
            let tick = theme.reading_style(Typeface::Serif, 17.0, 72.0).found_tick();
            assert!(contrast(tick, theme.background.0) >= 3.0, "{}: found places on the strip", theme.name);
        }
    }
}
