//! Opening the window.

use super::app::App;
use crate::store::{self, WINDOW_HEIGHTS, WINDOW_WIDTHS};
use crate::workbench::{Clock, Desk, ground};
use eframe::egui;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

/// Opens the window on `paths`, or on the sample session where there are none, and returns when it is closed.
///
/// # Errors
/// Why no window can be shown.
pub fn run(paths: Vec<PathBuf>) -> Result<(), String> {
    let waker = Arc::new(OnceLock::<egui::Context>::new());
    let woken = Arc::clone(&waker);
    let wake = Arc::new(move || {
        if let Some(ctx) = woken.get() {
            ctx.request_repaint();
        }
    });
    let (mut desk, warnings) = Desk::begin(store::config_dir(), Clock::System, wake);
    desk.keep_on(ground());
    let size = desk.settings.window_size.unwrap_or((1280.0, 800.0));
    let options = eframe::NativeOptions {
        viewport: egui::ViewportBuilder::default()
            .with_app_id("byline")
            .with_title("Byline")
            .with_inner_size([size.0, size.1])
            .with_min_inner_size([*WINDOW_WIDTHS.start(), *WINDOW_HEIGHTS.start()])
            .with_drag_and_drop(true),
        ..eframe::NativeOptions::default()
    };
    let made = eframe::run_native(
        "byline",
        options,
        Box::new(move |context| {
            let ctx = context.egui_ctx.clone();
            // The context is set exactly once, right here.
            waker.set(ctx.clone()).ok();
            let mut app = App::new(&ctx, desk);
            app.start(paths, warnings);
            Ok(Box::new(app))
        }),
    );
    made.map_err(|error| {
        format!("no window can be shown: {error}. The command line works without one: try `byline --help`")
    })
}
