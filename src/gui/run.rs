//! Opening the window.

use super::app::App;
use crate::store::{self, WINDOW_HEIGHTS, WINDOW_WIDTHS};
use crate::workbench::{Clock, Desk, ground, report_failures, told_failures};
use eframe::{egui, icon_data};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

/// What stands for the window in lists of windows.
const ICON: &[u8] = include_bytes!("../../assets/icons/byline-128.png");

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
    let (mut desk, mut warnings) = Desk::begin(store::config_dir(), Clock::System, wake);
    desk.keep_on(ground());
    if let Some(state) = store::state_dir() {
        warnings.extend(told_failures(&state));
        report_failures(state);
    }
    let size = desk.settings.window_size.unwrap_or((1280.0, 800.0));
    let options = eframe::NativeOptions {
        viewport: egui::ViewportBuilder::default()
            .with_app_id("byline")
            .with_title("Byline")
            .with_icon(icon_data::from_png_bytes(ICON).unwrap_or_default())
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
            app.follow_locale(&store::locale());
            app.start(paths, warnings);
            Ok(Box::new(app))
        }),
    );
    made.map_err(|error| {
        let why = told(&error.to_string());
        format!("no window can be shown: {why}. The command line works without one: try `byline --help`")
    })
}

/// What the window library says, without the place in its source that it puts before what the system said.
fn told(error: &str) -> String {
    let said = error.split_once("os error at ").and_then(|(_, place)| place.split_once(": "));
    said.map_or(error, |(_, said)| said).trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_in_the_library_is_not_told() {
        let error =
            "winit EventLoopError: os error at /src/winit/mod.rs:765: neither WAYLAND_DISPLAY nor DISPLAY is set.";
        assert_eq!(told(error), "neither WAYLAND_DISPLAY nor DISPLAY is set");
        assert_eq!(told("no OpenGL"), "no OpenGL");
    }
}
