//! Which articles are looked through: a list of all of them with check boxes, narrowed by typing.
//!
//! It asks; it changes nothing.

use super::form::RepeatsForm;
use crate::gui::article::{FieldRows, TextEngine};
use crate::gui::language::tr;
use crate::gui::register::one_line;
use crate::gui::theme::Theme;
use crate::gui::widgets::row_ui;
use crate::model::{ArticleId, Session, Shard};
use crate::text::folded;
use eframe::egui;
use eframe::egui::{Frame, Rect, ScrollArea, TextEdit, Ui, Vec2, WidgetInfo};

const ROW_HEIGHT: f32 = 22.0;
const HEIGHT: f32 = 92.0;

impl RepeatsForm {
    pub(super) fn articles_ui(&mut self, ui: &mut Ui, session: &Session, engine: &mut TextEngine, theme: &Theme) {
        let shown = self.articles_shown(session);
        ui.horizontal_wrapped(|ui| {
            let field = engine.field_ui(ui, &mut self.article_filter, FieldRows::One, |filter| {
                TextEdit::singleline(filter).hint_text(tr!("Filter by headline or outlet")).desired_width(220.0)
            });
            field
                .widget_info(|| WidgetInfo::labeled(egui::Role::TextInput, true, tr!("Filter the articles to choose")));
            let ids = || shown.iter().map(|shard| shard.id());
            if ui.small_button(tr!("Choose all shown")).clicked() {
                self.wish.chosen.extend(ids());
            }
            if ui.small_button(tr!("Leave out all shown")).clicked() {
                for id in ids() {
                    self.wish.chosen.remove(&id);
                }
            }
        });
        Frame::new().inner_margin(2.0).stroke(egui::Stroke::new(1.0, theme.border.0)).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            let area = ScrollArea::vertical().id_salt("articles to choose").max_height(HEIGHT);
            area.auto_shrink([false, true]).show_rows(ui, ROW_HEIGHT, shown.len(), |ui, range| {
                for shard in shown.get(range).unwrap_or_default() {
                    ui.push_id(shard.id(), |ui| self.article_ui(ui, session, shard, engine, theme));
                }
            });
        });
    }

    /// The articles that the filter leaves. Titles are folded once, not in every frame.
    fn articles_shown<'s>(&mut self, session: &'s Session) -> Vec<&'s Shard> {
        let shards = session.shards().iter().map(AsRef::as_ref);
        let wanted = folded(&self.article_filter);
        if wanted.is_empty() {
            return shards.collect();
        }
        let words = |shard: &Shard| folded(&format!("{}\n{}", shard.title(), session.outlet_name(shard)));
        let all = || shards.clone().map(words).collect();
        let titles = self.folded_titles.get_or_insert_with(all);
        shards.zip(titles).filter(|(_, title)| title.contains(&wanted)).map(|(shard, _)| shard).collect()
    }

    fn article_ui(&mut self, ui: &mut Ui, session: &Session, shard: &Shard, engine: &mut TextEngine, theme: &Theme) {
        let id: ArticleId = shard.id();
        let mut is_on = self.wish.chosen.contains(&id);
        let outlet = session.outlet_name(shard);
        let title = one_line(shard.title());
        let text = if outlet.is_empty() { title } else { format!("{outlet} · {title}") };
        let (rect, row) = row_ui(ui, theme, ROW_HEIGHT, false, &tr!("Choose the article {text}", text));
        let check = Rect::from_min_size(rect.left_top() + Vec2::new(4.0, 0.0), Vec2::new(18.0, ROW_HEIGHT));
        let check = ui.put(check, egui::Checkbox::without_text(&mut is_on));
        check.widget_info(|| WidgetInfo::selected(egui::Role::CheckBox, true, is_on, tr!("Look through {text}", text)));
        engine.row_words(ui, rect.with_max_x(rect.right() - 6.0), rect.left() + 26.0, &text, (13.0, theme.text.0));
        if row.clicked() {
            is_on = !is_on;
        }
        if row.clicked() || check.changed() {
            if is_on {
                self.wish.chosen.insert(id);
            } else {
                self.wish.chosen.remove(&id);
            }
        }
    }
}
