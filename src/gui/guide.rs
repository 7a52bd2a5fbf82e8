//! The guide in front of the window, page by page: how to work, what is new, and a page for each format.
//!
//! The texts are files, the same that the README points to. It does not know the session.

use super::actions::Action;
use super::dialogs::{Answer, fitting};
use super::request::{Request, Requests};
use super::theme::Theme;
use eframe::egui;
use eframe::egui::{RichText, ScrollArea, Ui};

/// The pages in the order in which they are listed.
const PAGES: &[&str] = &[
    include_str!("../../assets/guide/guide.md"),
    include_str!("../../assets/guide/changelog.md"),
    include_str!("../../assets/guide/formats/brat.md"),
    include_str!("../../assets/guide/formats/cas-json.md"),
    include_str!("../../assets/guide/formats/cas-xmi.md"),
    include_str!("../../assets/guide/formats/cat.md"),
    include_str!("../../assets/guide/formats/conll.md"),
    include_str!("../../assets/guide/formats/csv.md"),
    include_str!("../../assets/guide/formats/doccano.md"),
    include_str!("../../assets/guide/formats/gexf.md"),
    include_str!("../../assets/guide/formats/graphml.md"),
    include_str!("../../assets/guide/formats/hf-jsonl.md"),
    include_str!("../../assets/guide/formats/html.md"),
    include_str!("../../assets/guide/formats/json.md"),
    include_str!("../../assets/guide/formats/labelstudio.md"),
    include_str!("../../assets/guide/formats/markdown.md"),
    include_str!("../../assets/guide/formats/parquet.md"),
    include_str!("../../assets/guide/formats/prodigy.md"),
    include_str!("../../assets/guide/formats/qdpx.md"),
    include_str!("../../assets/guide/formats/tei.md"),
    include_str!("../../assets/guide/formats/tsv.md"),
    include_str!("../../assets/guide/formats/w3c.md"),
    include_str!("../../assets/guide/formats/webanno-tsv.md"),
];

/// A page's title.
fn title(page: &str) -> &str {
    page.lines().find_map(|line| line.strip_prefix("# ")).unwrap_or("Guide")
}

/// Draws the page number `page`; another one can be chosen.
pub(super) fn guide_ui(
    ui: &mut Ui,
    page: &mut usize,
    theme: &Theme,
    height: f32,
    requests: &mut Requests,
) -> Option<Answer> {
    ui.set_width(fitting(ui, 640.0));
    let text = PAGES.get(*page).copied().unwrap_or_default();
    ui.horizontal(|ui| {
        let label = ui.label("Page");
        let list = egui::ComboBox::from_id_salt("guide page").width(300.0).selected_text(title(text));
        let shown = list.show_ui(ui, |ui| {
            for (number, text) in PAGES.iter().enumerate() {
                ui.selectable_value(page, number, title(text));
            }
        });
        shown.response.labelled_by(label.id);
    });
    let room = height * 0.7;
    let scroll = ScrollArea::vertical().id_salt(("guide", *page)).min_scrolled_height(room).max_height(room);
    scroll.auto_shrink([false, true]).show(ui, |ui| page_ui(ui, text, theme));
    let mut answer = None;
    ui.horizontal(|ui| {
        if ui.button("Open the sample session").clicked() {
            requests.push(Request::Act(Action::OpenSample));
            answer = Some(Answer::Close);
        }
        if ui.button("Close").clicked() {
            answer = Some(Answer::Close);
        }
    });
    answer
}

fn page_ui(ui: &mut Ui, text: &str, theme: &Theme) {
    for block in text.split("\n\n") {
        let block = block.trim();
        if let Some(title) = block.strip_prefix("# ") {
            ui.add_space(8.0);
            ui.heading(title);
        } else if let Some(title) = block.strip_prefix("## ") {
            ui.add_space(6.0);
            ui.label(RichText::new(title).strong().color(theme.text.0));
        } else if !block.is_empty() {
            let plain = block.replace("**", "").replace('`', "");
            ui.add(egui::Label::new(RichText::new(plain).color(theme.text.0)).wrap());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::FORMATS;

    #[test]
    fn every_format_has_a_page() {
        for format in FORMATS.iter().filter(|format| format.name != "ron") {
            let names = |page: &&&str| page.contains(&format!("--format {}", format.name));
            let is_own = |page: &&&str| title(page).to_lowercase().contains(format.name) || names(page);
            assert!(PAGES.iter().skip(2).any(|page| is_own(&page)), "{}", format.name);
        }
        assert!(PAGES.iter().all(|page| page.starts_with("# ")));
    }
}
