//! The card of the tour beside what it points at, and the frame around that.
//!
//! It asks; it changes nothing but the step it shows.

use super::spots::place;
use super::steps::{STEPS, Step};
use crate::gui::keymap::key_now;
use crate::gui::language::tr;
use crate::gui::theme::Theme;
use eframe::egui;
use eframe::egui::{
    Align2, Area, Context, CornerRadius, Frame, Id, Key, LayerId, Modifiers, Order, Pos2, Rect, RichText, Stroke,
    StrokeKind, Ui, Vec2, WidgetInfo,
};

/// Points of the card's width, and between it and what it points at.
const WIDTH: f32 = 330.0;
const GAP: f32 = 12.0;
/// Below this height something is a bar or a menu.
const LOW: f32 = 60.0;
/// What is larger than this is pointed at by its upper part, so that the card has room below.
const MOST_SHOWN: f32 = 0.5;

/// The tour, at one of its steps.
#[derive(Clone, Debug, Default)]
pub(in crate::gui) struct Tour {
    step: usize,
    /// How large the card was when it was drawn last.
    size: Vec2,
    /// Whether the button that goes on takes the keyboard.
    take_focus: bool,
}

/// What became of the tour in a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Went {
    Nowhere,
    On,
    Back,
    Out,
}

impl Tour {
    /// The tour at its first step.
    pub(super) fn new() -> Self {
        Self { take_focus: true, ..Self::default() }
    }

    /// Draws the card; whether the tour goes on.
    pub(super) fn ui(&mut self, ctx: &Context, theme: &Theme) -> bool {
        let Some(step) = STEPS.get(self.step) else { return false };
        let screen = ctx.content_rect().shrink(8.0);
        let target = step.spots.iter().find_map(|spot| place(ctx, *spot)).map(|rect| pointed_at(rect, screen));
        if let Some(target) = target {
            let painter = ctx.layer_painter(LayerId::new(Order::Foreground, Id::unique("frame of the tour")));
            let stroke = Stroke::new(2.5, theme.accent.0);
            painter.rect_stroke(target, CornerRadius::same(6), stroke, StrokeKind::Inside);
        }
        let at = target.map_or(screen.right_bottom() - self.size, |target| beside(target, self.size, screen));
        let area = Area::new(Id::unique("tour")).order(Order::Foreground).fixed_pos(at).pivot(Align2::LEFT_TOP);
        let shown = area.show(ctx, |ui| {
            let frame = Frame::popup(ui.style()).fill(theme.raised.0).stroke(Stroke::new(1.5, theme.accent.0));
            frame.inner_margin(12.0).show(ui, |ui| self.card_ui(ui, step, theme, screen)).inner
        });
        let told = tr!("Tour, step {} of {}: {}", self.step + 1, STEPS.len(), tr(step.title));
        shown.response.widget_info(|| WidgetInfo::labeled(egui::Role::Group, true, &told));
        let size = shown.response.rect.size();
        if (size - self.size).length() > 0.5 {
            self.size = size;
            ctx.request_repaint();
        }
        match shown.inner {
            Went::Nowhere => return true,
            Went::Out => return false,
            Went::Back => self.step = self.step.saturating_sub(1),
            Went::On => self.step += 1,
        }
        self.take_focus = true;
        ctx.request_repaint();
        self.step < STEPS.len()
    }

    fn card_ui(&mut self, ui: &mut Ui, step: &Step, theme: &Theme, screen: Rect) -> Went {
        ui.set_width(WIDTH.min(screen.width() - 24.0));
        let mut went = Went::Nowhere;
        let count = tr!("{} of {}", self.step + 1, STEPS.len());
        ui.label(RichText::new(count).small().color(theme.text_muted.0));
        ui.label(RichText::new(tr(step.title)).heading().color(theme.text.0));
        ui.add(egui::Label::new(RichText::new(tr(step.text)).color(theme.text.0)).wrap());
        ui.add_space(4.0);
        for action in step.keys {
            ui.horizontal(|ui| {
                ui.label(RichText::new(key_now(ui.ctx(), *action)).monospace().color(theme.accent.0));
                ui.label(RichText::new(action.name()).color(theme.text_muted.0));
            });
        }
        ui.add_space(6.0);
        let is_last = self.step + 1 == STEPS.len();
        ui.horizontal(|ui| {
            let on = ui.button(if is_last { tr!("Done") } else { tr!("Next") });
            if std::mem::take(&mut self.take_focus) {
                on.request_focus();
            }
            let back = ui.add_enabled(self.step > 0, egui::Button::new(tr!("Back")));
            let leave = ui.button(tr!("Leave the tour")).on_hover_text(tr!("Esc; Help starts it again"));
            // On the card's own buttons the arrows go on and back.
            if [&on, &back, &leave].into_iter().any(egui::Response::has_focus) {
                let (left, right) = ui.input_mut(|input| {
                    let mut pressed = |key| input.consume_key(Modifiers::NONE, key);
                    (pressed(Key::ArrowLeft), pressed(Key::ArrowRight))
                });
                if right && !is_last {
                    went = Went::On;
                } else if left && self.step > 0 {
                    went = Went::Back;
                }
            }
            if on.clicked() {
                went = Went::On;
            } else if back.clicked() {
                went = Went::Back;
            } else if leave.clicked() {
                went = Went::Out;
            }
        });
        went
    }
}

/// What is framed of `rect`: all of it, or the upper part of what fills much of the window.
fn pointed_at(rect: Rect, screen: Rect) -> Rect {
    let rect = rect.expand(6.0).intersect(screen.expand(6.0));
    let is_large = rect.width() > screen.width() * 0.34 && rect.height() > screen.height() * MOST_SHOWN;
    if is_large { rect.with_max_y(rect.top() + screen.height() * 0.42) } else { rect }
}

/// Where a card of `size` stands beside `target` without covering it; where it cannot, in the corner that is farthest.
fn beside(target: Rect, size: Vec2, screen: Rect) -> Pos2 {
    let x = |x: f32| x.min(screen.right() - size.x).max(screen.left());
    let y = |y: f32| y.min(screen.bottom() - size.y).max(screen.top());
    let right = Pos2::new(target.right() + GAP, y(target.top() + GAP));
    let below = Pos2::new(x(target.left()), target.bottom() + GAP);
    let left = Pos2::new(target.left() - GAP - size.x, y(target.top() + GAP));
    let above = Pos2::new(x(target.left()), target.top() - GAP - size.y);
    // Beside a menu are the other menus.
    let places = if target.height() < LOW { [below, above, right, left] } else { [right, below, left, above] };
    let fits = |at: &Pos2| screen.expand(0.5).contains_rect(Rect::from_min_size(*at, size));
    let corner = Pos2::new(
        x(screen.right()),
        y(if target.center().y > screen.center().y { screen.top() } else { screen.bottom() }),
    );
    places.into_iter().find(fits).unwrap_or(corner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_card_stands_beside_what_it_points_at_wherever_that_is() {
        let screen = Rect::from_min_size(Pos2::ZERO, Vec2::new(900.0, 600.0));
        let size = Vec2::new(354.0, 240.0);
        for target in [
            Rect::from_min_size(Pos2::new(0.0, 30.0), Vec2::new(216.0, 540.0)),
            Rect::from_min_size(Pos2::new(600.0, 30.0), Vec2::new(300.0, 540.0)),
            Rect::from_min_size(Pos2::new(216.0, 30.0), Vec2::new(380.0, 540.0)),
            Rect::from_min_size(Pos2::new(0.0, 574.0), Vec2::new(900.0, 26.0)),
            Rect::from_min_size(Pos2::new(80.0, 0.0), Vec2::new(30.0, 24.0)),
        ] {
            let target = pointed_at(target, screen);
            let card = Rect::from_min_size(beside(target, size, screen), size);
            assert!(screen.contains_rect(card), "{target:?}: {card:?}");
            assert!(!card.intersects(target), "{target:?}: {card:?}");
        }
    }

    #[test]
    fn in_a_window_too_small_the_card_stays_in_it() {
        let screen = Rect::from_min_size(Pos2::ZERO, Vec2::new(427.0, 267.0));
        let card = Rect::from_min_size(beside(screen, Vec2::new(354.0, 240.0), screen), Vec2::new(354.0, 240.0));
        assert!(screen.contains_rect(card), "{card:?}");
    }
}
