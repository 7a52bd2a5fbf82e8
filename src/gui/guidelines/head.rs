//! What stands above the pages of the guidelines and above the open one, and the small buttons that lead to a page.
//!
//! It shows and asks; it changes nothing.

use super::ask::PageAsk;
use crate::edit::Command;
use crate::gui::actions::Action;
use crate::gui::article::{CaptionStyle, CaptionWeight, TextEngine, widget_words};
use crate::gui::language::tr;
use crate::gui::request::{Request, Requests};
use crate::gui::theme::Theme;
use crate::gui::widgets::chosen_ui;
use crate::model::{Guideline, GuidelineId, Label, Session};
use eframe::egui;
use eframe::egui::{Align, Align2, ComboBox, FontId, Layout, RichText, Sense, Stroke, Ui, Vec2, WidgetInfo};

/// Points of the button that shows the page of a label.
pub(in crate::gui) const PAGE_BUTTON: f32 = 16.0;

/// The name of the pane, and what can be done with all of it.
pub(super) fn heading_ui(ui: &mut Ui, requests: &mut Requests) {
    ui.horizontal(|ui| {
        ui.heading(tr!("Guidelines"));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let close = ui.button("×").on_hover_text(tr!("Close the guidelines"));
            close.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, tr!("Close the guidelines")));
            if close.clicked() {
                requests.push(Request::Pages(PageAsk::Close));
            }
            if ui.button(tr!("New page…")).clicked() {
                requests.push(Request::Act(Action::NewPage));
            }
        });
    });
}

/// What to do where there is no page.
pub(super) fn empty_ui(ui: &mut Ui, theme: &Theme, takes_focus: bool, requests: &mut Requests) {
    ui.add_space(8.0);
    let text = tr!(
        "No pages yet. Guidelines say what is tagged as what, in Markdown with pictures; they are kept in the \
                session, and each label can link to its page. Write the first one, or add Markdown files that you have."
    );
    ui.add(egui::Label::new(RichText::new(text).color(theme.text_muted.0)).wrap());
    ui.add_space(8.0);
    for (name, action) in
        [(tr!("Write the first page…"), Action::NewPage), (tr!("Add pages from Markdown files…"), Action::AddPages)]
    {
        let button = ui.add(egui::Button::new(name).wrap());
        if takes_focus && action == Action::NewPage {
            button.request_focus();
        }
        if button.clicked() {
            requests.push(Request::Act(action));
        }
    }
}

/// The title of the open page, what can be done with it, and the labels it explains.
pub(super) fn head_ui(
    ui: &mut Ui,
    session: &Session,
    page: &Guideline,
    engine: &mut TextEngine,
    theme: &Theme,
    requests: &mut Requests,
) {
    let style = CaptionStyle { size: 15.0, weight: CaptionWeight::Strong, max_rows: 3, color: theme.text.0 };
    // A page that begins with its title says it itself.
    if page.text.lines().next().and_then(|line| line.strip_prefix("# ")).map(str::trim) != Some(page.title.as_str()) {
        engine.caption_ui(ui, &page.title, &style);
    }
    let labels: Vec<&str> = session.schema.explained_by(page.id).map(|info| info.name).collect();
    let told = match labels.as_slice() {
        [] => tr!("No label links to this page.").to_owned(),
        labels => tr!("Explains {}", labels.join(", ")),
    };
    let style = CaptionStyle { size: 12.0, weight: CaptionWeight::Regular, color: theme.text_muted.0, ..style };
    engine.caption_ui(ui, &told, &style);
    ui.horizontal_wrapped(|ui| {
        if ui.button(tr!("Edit…")).clicked() {
            requests.push(Request::Act(Action::EditPage));
        }
        labels_ui(ui, session, page.id, engine, requests);
        let delete = ui.button(tr!("Delete")).on_hover_text(tr!("Delete the page; undo brings it back"));
        delete.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, tr!("Delete the guideline page")));
        if delete.clicked() {
            requests.push(Request::Act(Action::DropPage));
        }
    });
    ui.add_space(2.0);
}

/// A list of all labels; choosing one links it to the page, or takes the link away.
fn labels_ui(ui: &mut Ui, session: &Session, page: GuidelineId, engine: &mut TextEngine, requests: &mut Requests) {
    let combo = ComboBox::from_id_salt("labels of the page").selected_text(tr!("Labels")).width(72.0).height(320.0);
    let combo = combo.show_ui(ui, |ui| {
        for info in session.schema.label_infos() {
            let is_linked = info.guideline == Some(page);
            let name = format!("{}{}{}", "    ".repeat(info.depth), if is_linked { "✓ " } else { "" }, info.name);
            let is_taken_off = is_linked && {
                let row = ui.selectable_label(true, widget_words(&name));
                engine.words_over(ui, &row, &name, 0.0);
                if row.clicked() {
                    ui.close();
                }
                row.clicked()
            };
            if is_taken_off || (!is_linked && chosen_ui(ui, engine, false, &name)) {
                let (label, guideline) = (info.id.clone(), Some(page).filter(|_| !is_linked));
                requests.push(Request::Do(Command::ExplainLabel { label, guideline }));
            }
        }
    });
    let told = tr!("Labels that this page explains");
    combo.response.widget_info(|| WidgetInfo::labeled(egui::Role::ComboBox, true, told));
    combo.response.on_hover_text(tr!("Link labels to this page"));
}

/// A small button that shows the page of `label`, where it has one.
pub(in crate::gui) fn page_button_ui(
    ui: &mut Ui,
    session: &Session,
    label: &Label,
    theme: &Theme,
    requests: &mut Requests,
) {
    if let Some(page) = session.schema.guideline_of(label) {
        label_button_ui(ui, session.schema.label_name(label), page, theme, requests);
    }
}

/// [`page_button_ui`] of a label whose name and page are known.
pub(in crate::gui) fn label_button_ui(
    ui: &mut Ui,
    name: &str,
    page: GuidelineId,
    theme: &Theme,
    requests: &mut Requests,
) {
    let told = tr!("Guideline page of {name}", name);
    let (rect, button) = ui.allocate_exact_size(Vec2::splat(PAGE_BUTTON), Sense::click());
    button.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, &told));
    if ui.is_rect_visible(rect) {
        let is_lit = button.hovered() || button.has_focus();
        let color = if is_lit { theme.accent.0 } else { theme.text_muted.0 };
        ui.painter().circle_stroke(rect.center(), PAGE_BUTTON / 2.0 - 1.0, Stroke::new(1.0, color));
        ui.painter().text(rect.center(), Align2::CENTER_CENTER, "?", FontId::proportional(11.0), color);
    }
    if button.clicked() {
        requests.push(Request::Pages(PageAsk::Show(page)));
    }
    button.on_hover_text(told);
}
