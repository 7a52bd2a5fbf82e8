//! What the list of differences is narrowed by. It does not know how it is narrowed.

use super::marks::Ground;
use super::rows::{Standing, Wish};
use super::view::CompareView;
use crate::analysis::Kind;
use crate::gui::article::widget_words;
use crate::gui::language::tr;
use crate::gui::register::one_line;
use crate::text::shortened;
use crate::workbench::Compared;
use eframe::egui;
use eframe::egui::{ComboBox, RichText, Ui, WidgetInfo};

/// Articles that can be chosen from.
const ARTICLES: usize = 500;

impl CompareView {
    pub(super) fn filters_ui(&mut self, ui: &mut Ui, ground: Ground<'_>) {
        ui.horizontal_wrapped(|ui| {
            for (standing, name) in Standing::all() {
                if ui.selectable_label(self.wish.standing == standing, name).clicked() {
                    self.wish.standing = standing;
                }
            }
            kinds_ui(ui, &mut self.wish);
            labels_ui(ui, ground, &mut self.wish);
            articles_ui(ui, ground.compared, &mut self.wish);
            pairs_ui(ui, ground.compared.sides().len(), &mut self.wish);
            let (shown, all) = (self.rows.shown().len(), ground.compared.listed.len());
            let text = if shown == all { format!("{all}") } else { tr!("{shown} of {all}", shown, all) };
            ui.label(RichText::new(text).color(ground.theme.text_muted.0));
        });
        ui.add_space(2.0);
    }
}

/// A box to choose from, with a name for screen readers.
fn combo_ui(ui: &mut Ui, name: &str, chosen: &str, width: f32, choices_ui: impl FnOnce(&mut Ui)) {
    let combo = ComboBox::from_id_salt(name).selected_text(widget_words(chosen)).width(width).truncate();
    let shown = combo.show_ui(ui, choices_ui);
    shown.response.widget_info(|| WidgetInfo::labeled(egui::Role::ComboBox, true, format!("{name}: {chosen}")));
}

fn kinds_ui(ui: &mut Ui, wish: &mut Wish) {
    let chosen = wish.kind.map_or(tr!("any kind"), Kind::name);
    combo_ui(ui, tr!("Kind of difference"), chosen, 88.0, |ui| {
        ui.selectable_value(&mut wish.kind, None, tr!("any kind"));
        for kind in Kind::ALL {
            ui.selectable_value(&mut wish.kind, Some(kind), tr(kind.name()));
        }
    });
}

fn labels_ui(ui: &mut Ui, ground: Ground<'_>, wish: &mut Wish) {
    let schema = &ground.gold.schema;
    let chosen = wish.label.as_ref().map_or(tr!("any label"), |label| schema.label_name(label)).to_owned();
    combo_ui(ui, tr!("Label"), &chosen, 100.0, |ui| {
        ui.selectable_value(&mut wish.label, None, tr!("any label"));
        for info in schema.label_infos() {
            let indent = "  ".repeat(info.id.as_str().matches('.').count());
            let name = widget_words(&format!("{indent}{}", info.name));
            ui.selectable_value(&mut wish.label, Some(info.id.clone()), name);
        }
    });
}

fn articles_ui(ui: &mut Ui, compared: &Compared, wish: &mut Wish) {
    let title = |article: usize| {
        let title = compared.first_shard(article).map_or("", |(_, shard)| shard.title());
        shortened(&one_line(title), 60).into_owned()
    };
    let chosen = wish.article.map_or(tr!("all articles").to_owned(), title);
    combo_ui(ui, tr!("Article"), &chosen, 130.0, |ui| {
        ui.selectable_value(&mut wish.article, None, tr!("all articles"));
        for article in 0..compared.comparison().articles.len().min(ARTICLES) {
            ui.selectable_value(&mut wish.article, Some(article), widget_words(&title(article)));
        }
    });
}

/// Of three sides and more, two that differ.
fn pairs_ui(ui: &mut Ui, sides: usize, wish: &mut Wish) {
    if sides < 3 {
        return;
    }
    let name = |(one, other): (usize, usize)| tr!("{} and {}", one + 1, other + 1);
    let chosen = wish.pair.map_or(tr!("any sides").to_owned(), name);
    combo_ui(ui, tr!("Sides"), &chosen, 84.0, |ui| {
        ui.selectable_value(&mut wish.pair, None, tr!("any sides"));
        for pair in (0..sides).flat_map(|one| (one + 1..sides).map(move |other| (one, other))) {
            ui.selectable_value(&mut wish.pair, Some(pair), name(pair));
        }
    });
}
