//! How article text is set: its size, the length and height of lines, the typeface, paragraph numbers. All of it is kept in
//! the settings; the text stays where it is while any of it changes.

use super::actions::Action;
use super::app::App;
use super::keymap::with_key;
use super::request::{Request, Requests};
use super::theme::Theme;
use crate::gui::language::tr;
use crate::store::{FONT_SIZES, LINE_CHARS, LINE_HEIGHTS, Settings};
use eframe::egui;
use eframe::egui::{Popup, PopupCloseBehavior, RichText, Slider, Ui, WidgetInfo};
use std::ops::RangeInclusive;

impl App {
    pub(super) fn act_on_reading(&mut self, action: Action) {
        let settings = &mut self.desk.settings;
        let usual = Settings::default();
        let moved = |value: f32, by: f32, range: RangeInclusive<f32>| (value + by).clamp(*range.start(), *range.end());
        match action {
            Action::LargerText => settings.font_size = moved(settings.font_size, 1.0, FONT_SIZES),
            Action::SmallerText => settings.font_size = moved(settings.font_size, -1.0, FONT_SIZES),
            Action::WiderLines => settings.reading_chars = moved(settings.reading_chars, 6.0, LINE_CHARS),
            Action::NarrowerLines => settings.reading_chars = moved(settings.reading_chars, -6.0, LINE_CHARS),
            Action::LooserLines => settings.line_height = moved(settings.line_height, 0.1, LINE_HEIGHTS),
            Action::TighterLines => settings.line_height = moved(settings.line_height, -0.1, LINE_HEIGHTS),
            Action::ParagraphNumbers => settings.paragraph_numbers = !settings.paragraph_numbers,
            Action::UsualReading => {
                settings.font_size = usual.font_size;
                settings.reading_chars = usual.reading_chars;
                settings.line_height = usual.line_height;
            }
            _ => self.center.toggle_reading = true,
        }
    }
}

/// The button of the reading settings with what it opens; `toggle` opens or closes it without a click.
pub(super) fn reading_button_ui(
    ui: &mut Ui,
    settings: &mut Settings,
    toggle: bool,
    theme: &Theme,
    requests: &mut Requests,
) {
    let hint = with_key(ui.ctx(), tr!("Text size, lines, typeface"), Action::Reading);
    let button = ui.button(tr!("Aa")).on_hover_text(hint);
    button.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, tr!("Reading")));
    if toggle {
        Popup::toggle_id(ui.ctx(), Popup::default_response_id(&button));
    }
    let popup = Popup::from_toggle_button_response(&button).close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    popup.width(300.0).show(|ui| {
        ui.spacing_mut().slider_width = 150.0;
        // A slider's rail is filled like a button, and here both would be the colour of what they stand on.
        ui.visuals_mut().widgets.inactive.bg_fill = theme.border.0;
        let serif = Some(settings.serif).filter(|_| settings.font.is_empty());
        for (name, value, range, step, unit) in [
            (tr!("Text size"), &mut settings.font_size, FONT_SIZES, 0.5, tr!(" pt")),
            (tr!("Line length"), &mut settings.reading_chars, LINE_CHARS, 1.0, tr!(" chars")),
            (tr!("Line height"), &mut settings.line_height, LINE_HEIGHTS, 0.05, ""),
        ] {
            ui.label(RichText::new(name).small().color(theme.text_muted.0));
            let slider = Slider::new(value, range).step_by(step).suffix(unit).max_decimals(2);
            let response = ui.add(slider);
            response.widget_info(|| WidgetInfo::labeled(egui::Role::Slider, true, name));
        }
        ui.horizontal(|ui| {
            for (name, is_serif) in [(tr!("Serif"), true), (tr!("Sans-serif"), false)] {
                if ui.selectable_label(serif == Some(is_serif), name).clicked() {
                    settings.serif = is_serif;
                    settings.font.clear();
                }
            }
        });
        ui.checkbox(&mut settings.paragraph_numbers, tr!("Paragraph numbers"));
        if ui.button(tr!("Usual text size and lines")).clicked() {
            requests.push(Request::Act(Action::UsualReading));
        }
    });
}
