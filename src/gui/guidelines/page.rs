//! One page as it is read: Markdown laid out, with its pictures. Parts that are out of sight are not laid out.
//!
//! It shows; what it wants decoded and which links are followed is others' business.

use super::parts::{Part, parts};
use super::shelf::{Known, Shelf};
use crate::gui::language::tr;
use crate::gui::theme::Theme;
use crate::gui::widgets::page_look;
use crate::model::Picture;
use crate::workbench::Decoded;
use eframe::egui;
use eframe::egui::load::SizedTexture;
use eframe::egui::{Context, CornerRadius, Frame, Id, Image, Rect, RichText, Ui, Vec2, WidgetInfo};
use egui_commonmark::{CommonMarkCache, CommonMarkViewer};
use std::sync::Arc;

/// A page laid out.
#[derive(Default)]
pub(super) struct PageView {
    text: String,
    parts: Vec<Part>,
    /// How high each part was when it was laid out last, at `width`.
    heights: Vec<Option<f32>>,
    width: f32,
    layouts: CommonMarkCache,
    shelf: Shelf,
}

impl std::fmt::Debug for PageView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PageView").field("parts", &self.parts.len()).finish_non_exhaustive()
    }
}

impl Clone for PageView {
    /// The copy lays the page out anew.
    fn clone(&self) -> Self {
        Self { shelf: self.shelf.clone(), ..Self::default() }
    }
}

impl PageView {
    /// Draws a page in the width that there is.
    pub(super) fn ui(&mut self, ui: &mut Ui, text: &str, pictures: &[Picture], theme: &Theme) {
        self.follow(text, pictures, ui.available_width());
        page_look(ui, theme);
        let Self { parts, heights, layouts, shelf, .. } = self;
        for (number, (part, height)) in parts.iter().zip(heights).enumerate() {
            let top = ui.cursor().top();
            let guess = height.unwrap_or_else(|| guessed_height(part, ui.available_width()));
            let rect = Rect::from_min_size(ui.cursor().min, Vec2::new(ui.available_width(), guess));
            if !ui.is_rect_visible(rect) {
                ui.allocate_space(Vec2::new(1.0, guess));
                continue;
            }
            ui.push_id(("part", number), |ui| match part {
                Part::Words(words) => {
                    CommonMarkViewer::new().show(ui, layouts, words);
                }
                Part::Plain(words) => {
                    ui.add(egui::Label::new(RichText::new(words).color(theme.text_muted.0)).wrap());
                }
                Part::Picture { alt, name } => picture_ui(ui, (alt, name), pictures, shelf, theme),
            });
            let drawn = ui.cursor().top() - top - ui.spacing().item_spacing.y;
            if height.is_none_or(|height| (height - drawn).abs() > 0.5) {
                *height = Some(drawn.max(0.0));
                ui.ctx().request_repaint();
            }
        }
    }

    fn follow(&mut self, text: &str, pictures: &[Picture], width: f32) {
        if self.text != text {
            text.clone_into(&mut self.text);
            self.parts = parts(text);
            self.heights = vec![None; self.parts.len()];
            self.layouts = CommonMarkCache::default();
        }
        self.shelf.keep(pictures);
        if (self.width - width).abs() > 0.5 {
            self.width = width;
            self.heights.fill(None);
        }
    }

    /// The data of pictures that are to be decoded.
    pub(super) fn wanted(&mut self) -> Vec<Arc<str>> {
        self.shelf.wanted()
    }

    /// Takes what was decoded.
    pub(super) fn take(&mut self, ctx: &Context, decoded: &[Decoded]) {
        self.shelf.take(ctx, decoded);
    }
}

/// How high a part may be that was never laid out, so that its room does not jump much once it is.
fn guessed_height(part: &Part, width: f32) -> f32 {
    match part {
        Part::Words(words) | Part::Plain(words) => 12.0 + 20.0 * (words.len() as f32 * 7.0 / width.max(80.0)).ceil(),
        Part::Picture { .. } => 160.0,
    }
}

fn picture_ui(ui: &mut Ui, (alt, name): (&str, &str), pictures: &[Picture], shelf: &mut Shelf, theme: &Theme) {
    let last = name.rsplit('/').next().unwrap_or(name);
    let by_name = |name: &str| pictures.iter().find(|picture| picture.name == name);
    let Some(picture) = by_name(name).or_else(|| by_name(last).filter(|_| !name.contains("://"))) else {
        let why = if name.contains("://") {
            tr!("pictures are never fetched from the network; add it to the page")
        } else {
            tr!("the page has no picture of this name; add it while you edit the page")
        };
        return told_ui(ui, theme, &format!("{}: {name}: {why}.", called(alt, name)));
    };
    match shelf.look_up(picture) {
        Known::Waiting => told_ui(ui, theme, &format!("{}…", called(alt, name))),
        Known::Bad(why) => told_ui(ui, theme, &tr!("{} cannot be shown: {why}.", called(alt, name), why)),
        Known::Ready(texture) => {
            let size = texture.size_vec2();
            let spoken = if alt.is_empty() { name } else { alt };
            let image = Image::new(SizedTexture::new(texture.id(), size)).max_width(ui.available_width());
            let shown = ui.add(image.corner_radius(CornerRadius::same(3)).alt_text(spoken));
            shown.on_hover_text(spoken);
        }
    }
}

fn called(alt: &str, name: &str) -> String {
    if alt.is_empty() { tr!("Picture {name}", name) } else { tr!("Picture “{alt}”", alt) }
}

/// Words in the place of a picture.
fn told_ui(ui: &mut Ui, theme: &Theme, text: &str) {
    let frame = Frame::new().stroke((1.0, theme.border.0)).corner_radius(4.0).inner_margin(8.0);
    let shown = frame.show(ui, |ui| {
        ui.add(egui::Label::new(RichText::new(text).color(theme.text_muted.0)).wrap());
    });
    shown.response.widget_info(|| WidgetInfo::labeled(egui::Role::Image, true, text));
}

/// Where a page's layout is remembered.
pub(super) fn scroll_id(of: &str) -> Id {
    Id::unique(("guideline page", of))
}
