//! When the figures are counted, and where they go.

use super::form::HeadwayForm;
use crate::analysis::Headway;
use crate::gui::app::App;
use crate::gui::dialogs::Dialog;
use crate::model::Day;
use std::sync::Arc;

impl App {
    /// Shows how far the work is.
    pub(in crate::gui) fn open_headway(&mut self) {
        let today = Day(jiff::tz::TimeZone::UTC.to_datetime(self.desk.bench.clock().now().0).date());
        let form = HeadwayForm::new(today);
        self.desk.count_headway(form.since());
        self.dialog = Some(Dialog::Headway(Box::new(form)));
    }

    /// Takes what was counted; counts again what was changed meanwhile.
    pub(in crate::gui) fn take_headway(&mut self, edits: u64, found: Arc<Headway>) {
        let is_old = edits != self.desk.bench.edits();
        if let Some(Dialog::Headway(form)) = &mut self.dialog {
            if is_old {
                self.desk.count_headway(form.since());
            } else {
                form.found = Some(found);
            }
        }
    }
}
