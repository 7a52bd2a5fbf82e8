//! The dialog of the settings. It asks; it changes nothing but its own copy.

use crate::gui::article::{FieldRows, TextEngine, widget_words};
use crate::gui::dialogs::{Answer, fitting};
use crate::gui::language::{Language, msg, tr};
use crate::gui::request::{Request, Requests};
use crate::gui::theme::Theme;
use crate::store::{
    FONT_SIZES, LINE_CHARS, LINE_HEIGHTS, MONOSPACE, SYSTEM_LANGUAGE, Settings, Theme as ThemeChoice, ZOOMS,
};
use crate::text::{Snap, folded};
use crate::workbench::UNNAMED;
use eframe::egui;
use eframe::egui::{
    Align, ComboBox, Layout, PopupCloseBehavior, RichText, ScrollArea, Slider, TextEdit, Ui, WidgetInfo,
};

/// Points that the name of a setting takes.
const NAMES: f32 = 210.0;
/// How much larger or smaller everything gets at a time.
const ZOOM_STEP: f32 = 0.1;
/// Points of a row in the list of fonts, its width, and how many rows it shows at a time.
const FONT_ROW: f32 = 24.0;
const FONT_WIDTH: f32 = 220.0;
const FONTS_SHOWN: f32 = 10.0;
/// Waits between saves by itself that can be chosen, in seconds.
const AUTOSAVES: [(u32, &str); 5] =
    [(0, msg("never")), (10, msg("10 s")), (30, msg("30 s")), (120, msg("2 min")), (600, msg("10 min"))];

/// The settings as they are shown, and what is typed to find one.
#[derive(Clone, Debug)]
pub(in crate::gui) struct PreferencesForm {
    typed: String,
    now: Settings,
    family: FamilyFilter,
}

/// What is typed to find a font.
#[derive(Clone, Debug, Default)]
struct FamilyFilter {
    typed: String,
    /// Whether the list has just been opened.
    is_new: bool,
}

/// What a row is drawn with.
struct Look<'a> {
    wanted: Vec<String>,
    theme: &'a Theme,
    shown: usize,
}

impl Look<'_> {
    /// Whether a row fits what is typed; `about` are further words under which it is looked for.
    fn takes(&mut self, name: &str, about: &str) -> bool {
        let text = folded(&format!("{name} {about}"));
        let takes = self.wanted.iter().all(|word| text.contains(word.as_str()));
        self.shown += usize::from(takes);
        takes
    }

    fn row_ui(&mut self, ui: &mut Ui, name: &str, about: &str, control: impl FnOnce(&mut Ui)) {
        if !self.takes(name, about) {
            return;
        }
        ui.horizontal(|ui| {
            let size = egui::vec2(NAMES.min(ui.available_width() * 0.4), 26.0);
            ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
                ui.set_min_size(size);
                ui.label(RichText::new(name).color(self.theme.text.0));
            });
            control(ui);
        });
    }
}

impl PreferencesForm {
    /// The dialog on `settings`.
    pub(in crate::gui) fn new(settings: &Settings) -> Self {
        Self { typed: String::new(), now: settings.clone(), family: FamilyFilter::default() }
    }

    /// Draws it.
    pub(in crate::gui) fn ui(
        &mut self,
        ui: &mut Ui,
        (engine, theme): (&mut TextEngine, &Theme),
        requests: &mut Requests,
    ) -> Option<Answer> {
        ui.set_width(fitting(ui, 600.0));
        ui.horizontal(|ui| {
            ui.heading(tr!("Settings"));
            let width = ui.available_width();
            let response = engine.field_ui(ui, &mut self.typed, FieldRows::One, |typed| {
                TextEdit::singleline(typed).hint_text(tr!("Search the settings")).desired_width(width)
            });
            response.widget_info(|| WidgetInfo::labeled(egui::Role::TextInput, true, tr!("Search the settings")));
            if ui.memory(egui::Memory::focused).is_none() {
                response.request_focus();
            }
        });
        ui.separator();
        let before = self.now.clone();
        let wanted = self.typed.split_whitespace().map(folded).collect();
        let mut look = Look { wanted, theme, shown: 0 };
        let height = (ui.ctx().content_rect().height() * 0.62).max(120.0);
        ScrollArea::vertical().min_scrolled_height(height).max_height(height).show(ui, |ui| {
            // A slider's rail is filled like a button, and here both would be the colour of what they stand on.
            ui.visuals_mut().widgets.inactive.bg_fill = theme.border.0;
            self.looks_ui(ui, &mut look);
            self.reading_ui(ui, &mut look, engine);
            self.work_ui(ui, &mut look, engine);
            if look.shown == 0 {
                ui.label(tr!("No setting has all of these words."));
            }
        });
        ui.separator();
        let mut answer = None;
        ui.horizontal(|ui| {
            if ui.button(tr!("Close")).clicked() {
                answer = Some(Answer::Close);
            }
            if ui.button(tr!("Usual settings")).on_hover_text(tr!("All of these but the name")).clicked() {
                let name = self.now.annotator_name.clone();
                self.now = Settings { annotator_name: name, ..Settings::default() };
            }
        });
        if self.now != before {
            requests.push(Request::Prefer(Box::new(self.now.clone())));
        }
        answer
    }

    fn looks_ui(&mut self, ui: &mut Ui, look: &mut Look<'_>) {
        let now = &mut self.now;
        look.row_ui(ui, tr!("Theme"), tr!("light dark system colours looks"), |ui| {
            let choices = [ThemeChoice::System, ThemeChoice::Light, ThemeChoice::Dark];
            for (choice, name) in choices.into_iter().zip([tr!("As the system"), tr!("Light"), tr!("Dark")]) {
                ui.selectable_value(&mut now.theme, choice, name);
            }
        });
        look.row_ui(ui, tr!("Language"), tr!("words of the window translation german english"), |ui| {
            let hint = tr!("What is shown in the window; errors, names of steps and the guide stay in English");
            let choices = Language::ALL.map(|language| (language.tag(), language.name()));
            for (tag, name) in [(SYSTEM_LANGUAGE, tr!("As the system"))].into_iter().chain(choices) {
                let response = ui.selectable_label(now.language == tag, name).on_hover_text(hint);
                let told = tr!("Language: {name}", name);
                response
                    .widget_info(|| WidgetInfo::selected(egui::Role::RadioButton, true, now.language == tag, &told));
                if response.clicked() {
                    tag.clone_into(&mut now.language);
                }
            }
        });
        look.row_ui(ui, tr!("Size of everything"), tr!("zoom magnification larger smaller"), |ui| {
            let percent = (now.zoom * 100.0).round();
            for (name, zoom) in [("−", now.zoom - ZOOM_STEP), ("+", now.zoom + ZOOM_STEP), ("100 %", 1.0)] {
                let told = match name {
                    "−" => tr!("Everything smaller"),
                    "+" => tr!("Everything larger"),
                    _ => tr!("Everything at its actual size"),
                };
                let button = ui.button(name);
                button.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, told));
                if button.clicked() {
                    now.zoom = zoom.clamp(*ZOOMS.start(), *ZOOMS.end());
                }
            }
            ui.label(format!("{percent} %"));
        });
    }

    fn reading_ui(&mut self, ui: &mut Ui, look: &mut Look<'_>, engine: &mut TextEngine) {
        let now = &mut self.now;
        for (name, about, value, range, step, unit) in [
            (tr!("Text size"), tr!("font article reading"), &mut now.font_size, FONT_SIZES, 0.5, tr!(" pt")),
            (
                tr!("Line length"),
                tr!("reading width characters"),
                &mut now.reading_chars,
                LINE_CHARS,
                1.0,
                tr!(" chars"),
            ),
            (tr!("Line height"), tr!("space between lines reading"), &mut now.line_height, LINE_HEIGHTS, 0.05, ""),
        ] {
            look.row_ui(ui, name, about, |ui| {
                let slider = Slider::new(value, range).step_by(step).suffix(unit).max_decimals(2);
                let response = ui.add(slider);
                response.widget_info(|| WidgetInfo::labeled(egui::Role::Slider, true, name));
            });
        }
        look.row_ui(ui, tr!("Typeface"), tr!("font serif sans monospace family article"), |ui| {
            typeface_ui(ui, now, &mut self.family, engine);
        });
        look.row_ui(ui, tr!("Paragraphs"), tr!("numbers margin"), |ui| {
            ui.checkbox(&mut now.paragraph_numbers, tr!("with numbers"));
        });
        look.row_ui(ui, tr!("Two articles"), tr!("side by side beside scroll together"), |ui| {
            ui.checkbox(&mut now.scroll_together, tr!("scroll together"));
        });
    }

    fn work_ui(&mut self, ui: &mut Ui, look: &mut Look<'_>, engine: &mut TextEngine) {
        let now = &mut self.now;
        look.row_ui(ui, tr!("Your name"), tr!("annotator who signs"), |ui| {
            let width = ui.available_width().min(260.0);
            let field = engine.field_ui(ui, &mut now.annotator_name, FieldRows::One, |name| {
                TextEdit::singleline(name).hint_text(UNNAMED).desired_width(width)
            });
            field.widget_info(|| WidgetInfo::labeled(egui::Role::TextInput, true, tr!("Your name")));
        });
        look.row_ui(ui, tr!("Selections snap to"), tr!("words sentences characters snapping"), |ui| {
            for snap in [Snap::Characters, Snap::Words, Snap::Sentences] {
                ui.selectable_value(&mut now.snap, snap, tr(snap.name()));
            }
        });
        look.row_ui(ui, tr!("Edges of selections"), tr!("trim spaces punctuation"), |ui| {
            ui.checkbox(&mut now.trim, tr!("without spaces and punctuation"));
        });
        look.row_ui(ui, tr!("Save by itself"), tr!("autosave file interval seconds"), |ui| {
            for (secs, name) in AUTOSAVES {
                ui.selectable_value(&mut now.autosave_secs, secs, tr(name));
            }
            if AUTOSAVES.iter().all(|(secs, _)| *secs != now.autosave_secs) {
                ui.label(tr!("{} s", now.autosave_secs));
            }
        });
    }
}

/// The three faces that come with Byline, and the fonts of the system.
fn typeface_ui(ui: &mut Ui, now: &mut Settings, filter: &mut FamilyFilter, engine: &mut TextEngine) {
    for (serif, font, name) in
        [(true, "", tr!("Serif")), (false, "", tr!("Sans-serif")), (now.serif, MONOSPACE, tr!("Monospace"))]
    {
        let is_set = now.font == font && now.serif == serif;
        if ui.selectable_label(is_set, name).clicked() {
            (now.serif, now.font) = (serif, font.to_owned());
        }
    }
    let is_other = !matches!(now.font.as_str(), "" | MONOSPACE);
    let shown = if is_other { now.font.clone() } else { tr!("Other font…").to_owned() };
    let combo =
        ComboBox::from_id_salt("font").selected_text(widget_words(&shown)).width(ui.available_width().min(180.0));
    let combo = combo.close_behavior(PopupCloseBehavior::CloseOnClickOutside).height(FONT_ROW * FONTS_SHOWN);
    let combo = combo.show_ui(ui, |ui| {
        let Some(families) = engine.families().map(<[String]>::to_vec) else {
            ui.label(tr!("Looking for fonts…"));
            return;
        };
        let field = engine.field_ui(ui, &mut filter.typed, FieldRows::One, |typed| {
            TextEdit::singleline(typed).hint_text(tr!("Filter")).desired_width(FONT_WIDTH)
        });
        field.widget_info(|| WidgetInfo::labeled(egui::Role::TextInput, true, tr!("Filter fonts")));
        if std::mem::take(&mut filter.is_new) {
            field.request_focus();
        }
        let wanted = folded(filter.typed.trim());
        let fitting: Vec<&String> = families.iter().filter(|family| folded(family).contains(&wanted)).collect();
        if fitting.is_empty() {
            ui.label(tr!("No font is called so."));
        }
        ScrollArea::vertical().show_rows(ui, FONT_ROW, fitting.len(), |ui, rows| {
            for family in fitting.get(rows).unwrap_or_default() {
                if ui.selectable_label(now.font == **family, widget_words(family)).clicked() {
                    now.font.clone_from(family);
                    ui.close();
                }
            }
        });
    });
    if combo.response.clicked() {
        *filter = FamilyFilter { is_new: true, ..FamilyFilter::default() };
    }
    let told = tr!("Font of articles: {shown}", shown);
    combo.response.widget_info(|| WidgetInfo::labeled(egui::Role::ComboBox, true, &told));
}
