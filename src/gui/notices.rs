//! Messages to the person: what happened, where, and what to do. Nothing blocks.
//!
//! What was done stands in the status bar until the next message; what needs a look stands above it until it is closed.

use super::article::{CaptionStyle, CaptionWeight, TextEngine};
use super::request::{Request, Requests};
use super::theme::Theme;
use crate::gui::language::tr;
use crate::model::Timestamp;
use crate::text::{shortened, visible};
use crate::workbench::Clock;
use eframe::egui;
use eframe::egui::{Align, Align2, Color32, Frame, Layout, Margin, Stroke, Ui};
use std::collections::VecDeque;

/// No message is longer than this.
const MAX_CHARS: usize = 2000;
/// Points of the window's height below which messages are cut to a few rows, and to one.
const LOW: f32 = 440.0;
const LOWEST: f32 = 320.0;
/// Points above and below the messages.
const MARGIN: f32 = 8.0;
/// No more of the middle than this is kept free for them: where little is left, they cover some.
const LARGEST_SHARE: f32 = 0.4;

/// So many messages of one run are kept to be looked at again.
const MAX_PAST: usize = 500;

/// So many messages stand above each other; earlier ones are counted.
const MAX_SHOWN: usize = 3;
/// Rows of a message that stands alone, and of each of several; the rest is told on pointing at it.
const MAX_ROWS: usize = 12;
const MAX_ROWS_OF_SEVERAL: usize = 2;

/// How much a message matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// Something was done.
    Info,
    /// Something needs a look.
    Warning,
    /// Something failed.
    Error,
}

/// One message.
#[derive(Clone, Debug)]
pub struct Notice {
    id: u64,
    /// How much it matters.
    pub weight: Weight,
    /// The words.
    pub text: String,
    /// Whether it says why a command was refused; the next one takes its place.
    is_refusal: bool,
    /// Whether it is about the run of the program rather than about the session in front.
    is_of_run: bool,
}

/// A message as it is looked up later.
#[derive(Clone, Debug)]
pub(super) struct Past {
    /// When it came.
    pub(super) at: Timestamp,
    /// How much it matters.
    pub(super) weight: Weight,
    /// The words.
    pub(super) text: String,
}

/// Messages, oldest first.
#[derive(Debug, Default)]
pub struct Notices {
    shown: Vec<Notice>,
    /// What was told in this run, closed or not.
    past: VecDeque<Past>,
    next: u64,
    clock: Clock,
}

impl Notices {
    /// No messages yet; `clock` says when one comes.
    #[must_use]
    pub fn timed_by(clock: Clock) -> Self {
        Self { clock, ..Self::default() }
    }

    /// Adds a message; an information replaces the last one.
    pub fn push(&mut self, weight: Weight, text: impl Into<String>) {
        // Names and words of others are in it; it may not look like another message.
        let text = shortened(&visible(&text.into()), MAX_CHARS).into_owned();
        self.shown.retain(|notice| notice.weight != Weight::Info && notice.text != text);
        if self.past.len() == MAX_PAST {
            self.past.pop_front();
        }
        self.past.push_back(Past { at: self.clock.now(), weight, text: text.clone() });
        self.shown.push(Notice { id: self.next, weight, text, is_refusal: false, is_of_run: false });
        self.next += 1;
    }

    /// Adds a message that stays on show whatever session is opened.
    pub(super) fn push_of_run(&mut self, weight: Weight, text: impl Into<String>) {
        self.push(weight, text);
        self.shown.iter_mut().rev().take(1).for_each(|notice| notice.is_of_run = true);
    }

    /// Closes what is about the session in front, when that is left.
    pub(super) fn dismiss_of_session(&mut self) {
        self.shown.retain(|notice| notice.is_of_run);
    }

    /// Says why a command was refused. What was refused before it is not told any longer: the attempt is over.
    pub fn refuse(&mut self, text: impl Into<String>) {
        self.shown.retain(|notice| !notice.is_refusal);
        self.push(Weight::Warning, text);
        self.shown.iter_mut().rev().take(1).for_each(|notice| notice.is_refusal = true);
    }

    /// Closes the message that says why something was refused, once something else was done.
    pub(super) fn dismiss_refusal(&mut self) {
        self.shown.retain(|notice| !notice.is_refusal);
    }

    /// Adds a message in the place of the one that says `old`.
    pub fn replace(&mut self, old: &str, weight: Weight, text: impl Into<String>) {
        self.shown.retain(|notice| notice.text != old);
        self.push(weight, text);
    }

    /// Closes a message.
    pub fn dismiss(&mut self, id: u64) {
        self.shown.retain(|notice| notice.id != id);
    }

    /// Closes every message.
    pub fn clear(&mut self) {
        self.shown.clear();
    }

    /// Takes away the notice that came last, if there is one.
    pub fn dismiss_last(&mut self) {
        self.shown.pop();
    }

    /// Closes the messages that nobody has to act on.
    pub fn dismiss_infos(&mut self) {
        self.shown.retain(|notice| notice.weight != Weight::Info);
    }

    /// What was told in this run, the oldest first.
    pub(super) fn past(&self) -> impl DoubleEndedIterator<Item = &Past> {
        self.past.iter()
    }

    /// The messages on show.
    #[must_use]
    pub fn all(&self) -> &[Notice] {
        &self.shown
    }

    /// The last thing done, for the status bar.
    #[must_use]
    pub fn info(&self) -> Option<&str> {
        self.shown.iter().rev().find(|notice| notice.weight == Weight::Info).map(|notice| notice.text.as_str())
    }

    /// Leaves room at the foot of `ui` for what [`Self::ui`] will draw there, so that it covers no text.
    pub(super) fn room_ui(&self, ui: &mut Ui) {
        let height: f32 = ui.data(|data| data.get_temp(height_id())).unwrap_or_default();
        let most = ui.available_height() * LARGEST_SHARE;
        if self.grave().next().is_some() && height > 0.0 {
            let room = egui::Panel::bottom("room for notices").frame(Frame::NONE).show_separator_line(false);
            room.exact_size((height + 2.0 * MARGIN).min(most)).show(ui, |_| {});
        }
    }

    /// Draws the last few that need a look above the lower edge of `ui`.
    pub(super) fn ui(&self, ui: &mut Ui, engine: &mut TextEngine, theme: &Theme, requests: &mut Requests) {
        let grave: Vec<&Notice> = self.grave().collect();
        if grave.is_empty() {
            return;
        }
        let rect = ui.max_rect();
        let area = egui::Area::new(ui.scope_id().with("notices"))
            .pivot(Align2::CENTER_BOTTOM)
            .fixed_pos(rect.center_bottom() - egui::vec2(0.0, MARGIN))
            .order(egui::Order::Foreground);
        let shown = area.show(ui.ctx(), |ui| {
            ui.set_max_width((rect.width() - 40.0).clamp(200.0, 640.0));
            // No stripes of the article between them.
            Frame::new().fill(theme.background.0).corner_radius(8.0).inner_margin(4.0).show(ui, |ui| {
                let earlier = grave.len().saturating_sub(MAX_SHOWN);
                if earlier > 0 {
                    earlier_ui(ui, theme, earlier, requests);
                }
                let max_rows = max_rows(ui, grave.len());
                for notice in grave.iter().skip(earlier) {
                    notice_ui(ui, engine, theme, (notice, max_rows), requests);
                }
            });
        });
        let height = shown.response.rect.height();
        let before = ui.data_mut(|data| std::mem::replace(data.get_temp_mut_or_default(height_id()), height));
        if (before - height).abs() > 0.5 {
            ui.ctx().request_repaint();
        }
    }

    fn grave(&self) -> impl Iterator<Item = &Notice> {
        self.shown.iter().filter(|notice| notice.weight != Weight::Info)
    }
}

/// Where the height of the last notices is kept.
fn height_id() -> egui::Id {
    egui::Id::unique("height of the notices")
}

/// Says that there are more messages than fit.
fn earlier_ui(ui: &mut Ui, theme: &Theme, earlier: usize, requests: &mut Requests) {
    framed_ui(ui, theme, theme.border.0, |ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if ui.small_button(tr!("Close all")).clicked() {
                requests.push(Request::DismissAll);
            }
            let text = if earlier == 1 {
                tr!("1 earlier message").to_owned()
            } else {
                tr!("{earlier} earlier messages", earlier)
            };
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.label(text).on_hover_text(tr!("It shows when those below are closed"));
            });
        });
    });
}

fn framed_ui(ui: &mut Ui, theme: &Theme, color: Color32, content_ui: impl FnOnce(&mut Ui)) {
    let frame = Frame::new()
        .fill(theme.raised.0)
        .stroke(Stroke::new(1.0, color))
        .corner_radius(6.0)
        .inner_margin(Margin::symmetric(12, 8));
    frame.show(ui, |ui| {
        // All of one width, so that several make one column.
        ui.set_width(ui.available_width());
        ui.horizontal(content_ui);
    });
}

/// Rows of a message of `count`: where little of the text would be left, they are few.
fn max_rows(ui: &Ui, count: usize) -> usize {
    let rows = match ui.ctx().content_rect().height() {
        ..LOWEST => 1,
        ..LOW => 3,
        _ => MAX_ROWS,
    };
    if count > 1 { rows.min(MAX_ROWS_OF_SEVERAL) } else { rows }
}

fn notice_ui(
    ui: &mut Ui,
    engine: &mut TextEngine,
    theme: &Theme,
    (notice, max_rows): (&Notice, usize),
    requests: &mut Requests,
) {
    let (color, sign) = match notice.weight {
        Weight::Info => (theme.accent.0, ""),
        Weight::Warning => (theme.warning.0, tr!("Note: ")),
        Weight::Error => (theme.danger.0, tr!("Problem: ")),
    };
    framed_ui(ui, theme, color, |ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let text = &notice.text;
            let named = |button: &egui::Response, name: &str| {
                button.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, name));
                button.clicked()
            };
            let close = ui.small_button("×").on_hover_text(tr!("Close this message"));
            if named(&close, &tr!("Close: {text}", text)) {
                requests.push(Request::Dismiss(notice.id));
            }
            if named(&ui.small_button(tr!("Copy")), &tr!("Copy: {text}", text)) {
                ui.ctx().copy_text(text.clone());
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let (weight, color) = (CaptionWeight::Regular, theme.text.0);
                let style = CaptionStyle { size: 13.5, weight, max_rows, color };
                let told = engine.caption_ui(ui, &format!("{sign}{}", notice.text), &style);
                if max_rows < MAX_ROWS {
                    told.on_hover_text(&notice.text);
                }
            });
        });
    });
}
