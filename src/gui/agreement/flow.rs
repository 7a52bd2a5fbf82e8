//! When agreement is measured, in which order, and where a place leads.

use super::form::{AgreementForm, SidesThere};
use crate::gui::app::App;
use crate::gui::dialogs::Dialog;
use crate::workbench::{Measuring, Stage};
use eframe::egui::Context;
use std::sync::Arc;
use std::time::Duration;

/// How often the progress is looked at.
const LOOK: Duration = Duration::from_millis(100);

impl App {
    /// Shows how far the sides agree; as it was when it was closed, where they are still the same.
    pub(in crate::gui) fn open_agreement(&mut self) {
        let mut form = self.compare.agreement.take().unwrap_or_default();
        self.start_measuring(&mut form);
        self.dialog = Some(Dialog::Agreement(form));
    }

    /// Starts what is not known yet.
    fn start_measuring(&mut self, form: &mut AgreementForm) {
        self.desk.follow_sides();
        let sides = self.desk.sides();
        let (count, compared) = (sides.files().len(), sides.compared().cloned());
        form.sides = match &compared {
            _ if self.desk.is_comparing() => SidesThere::Coming,
            None => SidesThere::TooFew(count),
            Some(_) => SidesThere::All,
        };
        if std::mem::take(&mut form.stop) {
            form.jobs().for_each(|job| self.desk.abandon(job));
            form.is_stopped = true;
        }
        let compared = compared.filter(|_| form.sides == SidesThere::All);
        if let Some(compared) = compared.filter(|compared| !form.has_asked(compared)) {
            form.jobs().for_each(|job| self.desk.abandon(job));
            form.ask(&compared);
            form.job = Some(self.desk.measure(compared, form.scope.clone()));
        }
        self.go_on_measuring(form);
    }

    /// Starts what is not known yet, and tells the dialog how far that is.
    pub(in crate::gui) fn follow_agreement(&mut self, ctx: &Context, form: &mut AgreementForm) {
        self.start_measuring(form);
        let is_running = |job: u64| self.desk.running().any(|(number, ..)| number == job);
        // Whoever cancels the work in the status bar stops it too.
        if form.job.is_some_and(|job| !is_running(job)) {
            (form.job, form.is_stopped) = (None, true);
        }
        if form.cases_job.is_some_and(|job| !is_running(job)) {
            (form.cases_job, form.cell) = (None, None);
        }
        let running = form.job.and_then(|job| self.desk.running().find(|(number, ..)| *number == job));
        form.progress = running.map_or(0.0, |(_, _, progress)| progress.fraction());
        if form.job.is_some() || form.cases_job.is_some() || form.sides == SidesThere::Coming {
            ctx.request_repaint_after(LOOK);
        }
    }

    /// Goes on to what comes next: more of the figures, and the places of the cell that is looked at.
    fn go_on_measuring(&mut self, form: &mut AgreementForm) {
        let Some(measured) = form.measured.clone() else { return };
        if form.job.is_none() && !form.is_stopped && measured.stage != Stage::Whole {
            form.job = self.desk.measure_on(&measured);
        }
        let pair = form.pair_of(&measured.figures);
        if let Some((cell, pair)) = form.cell.clone().zip(pair).filter(|_| form.cases.is_none()) {
            form.cases_job = form.cases_job.or_else(|| Some(self.desk.list_cases(&measured, pair, cell)));
        }
    }

    /// The dialog is closed: nobody waits for what goes on, and what is there is kept.
    pub(in crate::gui) fn leave_agreement(&mut self, form: &mut AgreementForm) {
        form.jobs().for_each(|job| self.desk.abandon(job));
        form.is_stopped = false;
        self.compare.agreement = Some(Box::new(form.clone()));
    }

    /// Takes what was found.
    pub(in crate::gui) fn take_measured(&mut self, found: Measuring) {
        let Some(Dialog::Agreement(form)) = &mut self.dialog else { return };
        match found {
            Measuring::Figures(measured) if form.is_of_what_was_asked(&measured) => {
                form.job = None;
                form.measured = Some(measured);
            }
            Measuring::Cases(cases) if form.cell.as_ref() == Some(&cases.cell) => {
                form.cases_job = None;
                form.cases = Some(Arc::clone(&cases));
            }
            _ => {}
        }
    }
}
