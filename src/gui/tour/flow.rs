//! Starting, showing and leaving the tour.

use super::card::Tour;
use crate::gui::app::App;
use eframe::egui::{Context, Key, Modifiers, Popup};

impl App {
    /// Starts the tour at the first start; once is enough.
    pub(in crate::gui) fn offer_tour(&mut self) {
        if !self.desk.settings.tour_seen {
            self.begin_tour();
        }
    }

    /// Starts the tour from its beginning.
    pub(in crate::gui) fn begin_tour(&mut self) {
        self.desk.settings.tour_seen = true;
        self.leave_views();
        self.tour = Some(Tour::new());
        self.focus_text = false;
    }

    /// Draws the tour, unless something else stands in front.
    pub(in crate::gui) fn tour_ui(&mut self, ctx: &Context) {
        if self.is_covered() {
            return;
        }
        let Some(tour) = &mut self.tour else { return };
        if !tour.ui(ctx, &self.theme) {
            self.leave_tour();
        }
    }

    fn leave_tour(&mut self) {
        self.tour = None;
        self.focus_text = self.shows_articles();
    }

    /// Esc leaves the tour, unless a field or a list has a use for it.
    pub(in crate::gui) fn act_on_tour_key(&mut self, ctx: &Context) {
        if self.tour.is_none() || self.typing || ctx.text_edit_focused() || Popup::is_any_open(ctx) {
            return;
        }
        if ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
            self.leave_tour();
        }
    }

    /// Whether the tour is shown, for tests.
    #[must_use]
    pub fn is_on_tour(&self) -> bool {
        self.tour.is_some()
    }
}
