//! Fields that the definitions of a schema share: names, descriptions, colours, sets of labels or relation types.
//!
//! They change the draft at once and know nothing of the session.

use super::labels::COLORS;
use crate::gui::article::{FieldRows, TextEngine, widget_words};
use crate::gui::language::tr;
use crate::gui::theme::Theme;
use crate::gui::widgets::chosen_ui;
use crate::model::{GuidelineId, Schema, Slug};
use eframe::egui;
use eframe::egui::{
    Color32, ComboBox, CornerRadius, Response, RichText, Sense, Stroke, TextEdit, Ui, Vec2, WidgetInfo,
};
use std::sync::Arc;

/// Points that the words before a field take.
pub(super) const NAME_WIDTH: f32 = 108.0;

/// Guideline pages with their titles, by title.
pub(super) type Pages = Arc<[(GuidelineId, String)]>;

/// What the fields are drawn with.
pub(super) struct Brush<'a> {
    pub(super) engine: &'a mut TextEngine,
    pub(super) theme: &'a Theme,
    pub(super) pages: Pages,
}

impl Brush<'_> {
    /// The words before a field.
    pub(super) fn name_ui(&self, ui: &mut Ui, name: &str) {
        let size = Vec2::new(NAME_WIDTH, ui.spacing().interact_size.y);
        let layout = egui::Layout::left_to_right(egui::Align::Center);
        ui.allocate_ui_with_layout(size, layout, |ui| {
            ui.set_min_width(NAME_WIDTH);
            ui.label(RichText::new(name).color(self.theme.text_muted.0));
        });
    }

    /// A field for a text of one row, called `spoken` by screen readers.
    pub(super) fn line_ui(
        &mut self,
        ui: &mut Ui,
        text: &mut String,
        (spoken, hint): (&str, &str),
        width: f32,
    ) -> Response {
        let field = self.engine.field_ui(ui, text, FieldRows::One, |text| {
            TextEdit::singleline(text).hint_text(hint).desired_width(width).id_salt(spoken)
        });
        field.widget_info(|| WidgetInfo::labeled(egui::Role::TextInput, true, spoken));
        field
    }

    /// A name and a field for a text.
    pub(super) fn text_ui(&mut self, ui: &mut Ui, text: &mut String, name: &str, spoken: &str, rows: FieldRows) {
        ui.horizontal_top(|ui| {
            self.name_ui(ui, name);
            let width = ui.available_width() - 8.0;
            if rows == FieldRows::One {
                self.line_ui(ui, text, (spoken, ""), width);
            } else {
                let field = self.engine.field_ui(ui, text, rows, |text| {
                    TextEdit::multiline(text).desired_rows(2).desired_width(width).id_salt(spoken)
                });
                field.widget_info(|| WidgetInfo::labeled(egui::Role::MultilineTextInput, true, spoken));
            }
        });
    }

    /// The name in files, which stays; of what is new a field of its own has it.
    pub(super) fn slug_ui(&self, ui: &mut Ui, slug: &Slug, is_old: bool) {
        if !is_old {
            return;
        }
        ui.horizontal(|ui| {
            self.name_ui(ui, tr!("Name in files"));
            ui.label(RichText::new(slug.as_str()).monospace());
            ui.label(RichText::new(tr!("permanent")).small().color(self.theme.text_muted.0));
        });
    }

    /// The guideline page of a label, out of those of the session.
    pub(super) fn page_ui(&mut self, ui: &mut Ui, page: &mut Option<GuidelineId>) {
        let pages = Arc::clone(&self.pages);
        if pages.is_empty() && page.is_none() {
            return;
        }
        ui.horizontal(|ui| {
            self.name_ui(ui, tr!("Guidelines"));
            let title = |id: GuidelineId| pages.iter().find(|(known, _)| *known == id).map(|(_, title)| title.as_str());
            let shown =
                page.map_or(tr!("no page"), |id| title(id).unwrap_or(tr!("a page that is not in this session")));
            let combo = ComboBox::from_id_salt("guidelines").selected_text(widget_words(shown)).width(200.0).truncate();
            let combo = combo.height(320.0).show_ui(ui, |ui| {
                if chosen_ui(ui, self.engine, page.is_none(), tr!("no page")) {
                    *page = None;
                }
                for (id, title) in pages.iter() {
                    if chosen_ui(ui, self.engine, *page == Some(*id), title) {
                        *page = Some(*id);
                    }
                }
            });
            self.engine.words_over(ui, &combo.response, shown, ui.spacing().icon_width + 6.0);
            let told = tr!("Guideline page of the label: {shown}", shown);
            combo.response.widget_info(|| WidgetInfo::labeled(egui::Role::ComboBox, true, &told));
        });
    }

    /// A colour of the palette, or any other one; `none` names having none, where that can be.
    pub(super) fn color_ui(&mut self, ui: &mut Ui, color: &mut Option<String>, none: Option<&str>) {
        let theme = self.theme;
        ui.horizontal(|ui| {
            self.name_ui(ui, tr!("Colour"));
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing = Vec2::new(4.0, 4.0);
                if let Some(none) = none
                    && ui.selectable_label(color.is_none(), none).clicked()
                {
                    *color = None;
                }
                for name in COLORS {
                    let is_set = color.as_deref() == Some(name);
                    if swatch_ui(ui, theme, theme.label_color(name), is_set, name).clicked() {
                        *color = Some(name.to_owned());
                    }
                }
                let own = color.as_deref().map_or(theme.text_muted.0, |name| theme.label_color(name));
                let mut rgb = [own.r(), own.g(), own.b()];
                let other = ui.color_edit_button_srgb(&mut rgb).on_hover_text(tr!("Any other colour"));
                other.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, tr!("Another colour")));
                if rgb != [own.r(), own.g(), own.b()] {
                    let [red, green, blue] = rgb;
                    *color = Some(format!("#{red:02x}{green:02x}{blue:02x}"));
                }
                if let Some(hex) = color.as_deref().filter(|name| name.starts_with('#')) {
                    ui.label(RichText::new(hex).small().monospace());
                }
            });
        });
    }

    /// A set of names out of `offers`, as chips that can be taken out and a list to add more; `none` says what none means.
    pub(super) fn set_ui(&mut self, ui: &mut Ui, set: &mut Vec<Slug>, offers: &[Offer], (name, none): (&str, &str)) {
        self.named_set_ui(ui, set, offers, (name, name, none));
    }

    /// [`Self::set_ui`] whose parts are called `spoken` by screen readers.
    pub(super) fn named_set_ui(
        &mut self,
        ui: &mut Ui,
        set: &mut Vec<Slug>,
        offers: &[Offer],
        (name, spoken, none): (&str, &str, &str),
    ) {
        ui.horizontal(|ui| {
            self.name_ui(ui, name);
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing = Vec2::new(4.0, 4.0);
                if set.is_empty() {
                    ui.label(RichText::new(none).color(self.theme.text_muted.0));
                }
                let mut out = None;
                for (number, slug) in set.iter().enumerate() {
                    let known = offers.iter().find(|offer| offer.slug == *slug);
                    let name = known.map_or_else(|| tr!("{slug} (removed)", slug), |offer| offer.name.clone());
                    let text = format!("{name}  ×");
                    let chip = ui.button(widget_words(&text)).on_hover_text(tr!("Take it out"));
                    self.engine.words_over(ui, &chip, &text, 0.0);
                    chip.widget_info(|| {
                        WidgetInfo::labeled(egui::Role::Button, true, tr!("{spoken}: take out {name}", spoken, name))
                    });
                    if chip.clicked() {
                        out = Some(number);
                    }
                }
                out.map(|number| set.remove(number));
                let rest: Vec<&Offer> = offers.iter().filter(|offer| !set.contains(&offer.slug)).collect();
                if let Some(slug) = pick_ui(ui, self.engine, (spoken, tr!("Add…")), &rest) {
                    set.push(slug);
                }
            });
        });
    }
}

/// Something to choose from a list.
#[derive(Clone, Debug)]
pub(super) struct Offer {
    pub(super) slug: Slug,
    pub(super) name: String,
    pub(super) depth: usize,
}

/// Every label of `schema`.
pub(super) fn label_offers(schema: &Schema) -> Vec<Offer> {
    let offer = |info: crate::model::LabelInfo<'_>| Offer {
        slug: info.id.clone(),
        name: info.name.to_owned(),
        depth: info.depth,
    };
    schema.label_infos().map(offer).collect()
}

/// Every relation type of `schema`.
pub(super) fn relation_offers(schema: &Schema) -> Vec<Offer> {
    schema.relation_types.iter().map(|row| Offer { slug: row.id.clone(), name: row.name.clone(), depth: 0 }).collect()
}

/// Every attribute of `schema`.
pub(super) fn attribute_offers(schema: &Schema) -> Vec<Offer> {
    schema.attributes.iter().map(|def| Offer { slug: def.id.clone(), name: def.name.clone(), depth: 0 }).collect()
}

/// A button that opens a list; what was chosen in it.
pub(super) fn pick_ui(
    ui: &mut Ui,
    engine: &mut TextEngine,
    (spoken, shown): (&str, &str),
    offers: &[&Offer],
) -> Option<Slug> {
    let mut picked = None;
    let combo = ComboBox::from_id_salt(spoken).selected_text(widget_words(shown)).width(92.0).height(320.0);
    let combo = combo.show_ui(ui, |ui| {
        for offer in offers {
            let name = format!("{}{}", "    ".repeat(offer.depth), offer.name);
            if chosen_ui(ui, engine, false, &name) {
                picked = Some(offer.slug.clone());
            }
        }
        if offers.is_empty() {
            ui.weak(tr!("nothing more"));
        }
    });
    engine.words_over(ui, &combo.response, shown, ui.spacing().icon_width + 6.0);
    combo.response.widget_info(|| WidgetInfo::labeled(egui::Role::ComboBox, true, format!("{spoken}: {shown}")));
    picked
}

fn swatch_ui(ui: &mut Ui, theme: &Theme, color: Color32, is_set: bool, name: &str) -> Response {
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(22.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(egui::Role::Button, true, is_set, tr!("Colour {name}", name)));
    let inner = rect.shrink(4.0);
    ui.painter().rect_filled(inner, CornerRadius::same(4), color);
    if is_set || response.has_focus() {
        let stroke = Stroke::new(2.0, if response.has_focus() { theme.focus.0 } else { theme.text.0 });
        ui.painter().rect_stroke(rect.shrink(1.0), CornerRadius::same(5), stroke, egui::StrokeKind::Inside);
    }
    response.on_hover_text(name)
}

/// Small buttons behind a row of a list: up, down, out. What was pressed, and which of them the row can have.
pub(super) fn row_buttons_ui(ui: &mut Ui, name: &str, at: usize, count: usize) -> Option<RowAsked> {
    let mut asked = None;
    let buttons = [
        ("↑", tr!("Move up"), at > 0, RowAsked::Move(-1)),
        ("↓", tr!("Move down"), at + 1 < count, RowAsked::Move(1)),
        ("×", tr!("Remove"), true, RowAsked::Remove),
    ];
    for (sign, verb, can, what) in buttons {
        let told = format!("{verb} {name}");
        let button = ui.add_enabled(can, egui::Button::new(sign).small()).on_hover_text(&told);
        button.widget_info(|| WidgetInfo::labeled(egui::Role::Button, can, &told));
        if button.clicked() {
            asked = Some(what);
        }
    }
    asked
}

/// What a row's small buttons ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RowAsked {
    Move(isize),
    Remove,
}
