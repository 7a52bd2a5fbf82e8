//! The article of the difference at hand, with the marks of every side.
//!
//! It does not know what is decided.

use super::marks::{Ground, group_of_key};
use super::view::CompareView;
use crate::gui::article::{
    CaptionStyle, CaptionWeight, FoundSet, Outcome, ReadingStyle, Scene, Selection, TextEngine, Trim,
};
use crate::text::Snap;
use crate::workbench::{At, Clock, Compared};
use eframe::egui::{Frame, Margin, Ui};
use std::sync::Arc;
use std::time::Duration;

/// What a frame may spend on the heights of text that is not on screen.
const MEASURING: Duration = Duration::from_micros(1800);

impl CompareView {
    /// Draws the article; the group that was clicked.
    pub(super) fn text_ui(
        &mut self,
        ui: &mut Ui,
        ground: Ground<'_>,
        engine: &mut TextEngine,
        style: &ReadingStyle,
    ) -> Option<At> {
        let compared: &Arc<Compared> = ground.compared;
        let article = self.current.map(|at| at.article).or(self.article)?;
        let (side, shard) = compared.first_shard(article)?;
        self.article = Some(article);
        let margin = Margin { left: 28, right: 28, top: 10, bottom: 6 };
        Frame::new().inner_margin(margin).show(ui, |ui| {
            let outlet = compared.sides().get(side).map_or("", |session| session.outlet_name(shard));
            let parts = [outlet, shard.article.source.file.as_str()].into_iter().filter(|part| !part.is_empty());
            let (weight, color) = (CaptionWeight::Regular, ground.theme.text_muted.0);
            let words = parts.collect::<Vec<_>>().join("  ·  ");
            engine.caption_ui(ui, &words, &CaptionStyle { size: 13.5, weight, max_rows: 1, color });
            let (weight, color) = (CaptionWeight::Strong, ground.theme.text.0);
            engine.caption_ui(ui, shard.title(), &CaptionStyle { size: 17.0, weight, max_rows: 2, color });
        });
        ui.separator();
        self.marks.follow(ground, article, self.current);
        let selected = self.current.filter(|at| at.article == article).and_then(|at| self.marks.selected(at));
        let dimmed = shard.accepted_regions();
        let none = FoundSet::default();
        let scene = Scene {
            name: shard.title(),
            text: shard.article.text(),
            marks: &self.marks.set,
            selected,
            links: &[],
            dimmed: &dimmed,
            found: &none,
            style,
            snap: Snap::Characters,
            trim: Trim::Nothing,
        };
        let view = self.views.entry(shard.id()).or_default();
        if let Some(place) = self.jump.take().and_then(|at| compared.group(at)).map(|group| group.place) {
            view.jump_to(place);
        }
        if let Some(span) = self.reveal.take() {
            view.jump_to(span);
            view.set_selection(Selection::of(span));
        }
        let outcome: Outcome = view.ui(ui, engine, &scene);
        let until = Clock::instant() + MEASURING;
        let millis_left = || until.saturating_duration_since(Clock::instant()).as_secs_f32() * 1000.0;
        if view.measure(engine, scene.text, millis_left) {
            ui.ctx().request_repaint();
        }
        self.text_id = Some(outcome.response.id);
        let clicked = outcome.clicked?;
        let stack = clicked.stack.iter().filter_map(|key| group_of_key(article, *key));
        let mut groups: Vec<At> = stack.filter(|at| compared.is_listed(*at)).collect();
        groups.dedup();
        let behind = self.current.and_then(|now| groups.iter().position(|at| *at == now)).map(|place| place + 1);
        behind.and_then(|place| groups.get(place)).or(groups.first()).copied()
    }
}
