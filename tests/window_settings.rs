//! The window starts whatever its settings hold, says what was wrong with them, and writes good ones when it closes.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "what is missing in a test fails it")]

use byline::gui::App;
use byline::gui::article::TextEngine;
use byline::model::Timestamp;
use byline::store::{Settings, load_settings};
use byline::workbench::{Clock, Desk};
use eframe::egui::{Key, Modifiers, Ui, Vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use std::path::Path;
use std::sync::Arc;

/// The window as the program starts it with the settings in `folder`, after a few frames.
fn start(folder: &Path) -> Harness<'static, Option<App>> {
    let folder = folder.to_owned();
    // What is told quotes the settings, whatever signs they hold.
    let builder = Harness::builder().with_size(Vec2::new(1280.0, 800.0)).with_max_steps(200).allow_missing_glyphs();
    let mut harness = builder.build_ui_state(
        move |ui: &mut Ui, app: &mut Option<App>| {
            let app = app.get_or_insert_with(|| {
                let clock = Clock::Fixed(Timestamp::default());
                let (desk, warnings) = Desk::begin(Ok(folder.clone()), clock, Arc::new(|| {}));
                let mut app = App::with_engine(ui.ctx(), desk, TextEngine::bundled_only());
                app.start(Vec::new(), warnings);
                app
            });
            app.frame_ui(ui);
        },
        None,
    );
    harness.run_steps(5);
    harness
}

fn app<'h>(harness: &'h mut Harness<'static, Option<App>>) -> &'h mut App {
    harness.state_mut().as_mut().unwrap()
}

#[test]
fn the_window_starts_whatever_its_settings_hold() {
    let deep = format!("(zoom: {}", "[".repeat(100_000));
    let absurd = "(\n    theme: \"dark\",\n    zoom: 0.0,\n    font_size: NaN,\n    reading_chars: -5.0,\n    line_height: 1e30,\n    \
        window_size: Some((-800.0, inf)),\n    autosave_secs: 4294967295,\n    recent: [(path: \"\"), (path: 7)],\n)\n";
    let cases: &[(&str, &[u8], &str)] = &[
        ("nothing", b"", "at 1:1"),
        ("noise", &[0xff, 0, 0x1b, b'(', 0xfe], "some bytes are not UTF-8"),
        ("deep", deep.as_bytes(), "settings.damaged.ron"),
        ("cut", b"(\n    theme: \"dark\",\n    zoom: ", "settings.damaged.ron"),
        ("wrong types", b"(theme: 1, zoom: \"a\", find: 7, recent: 3, snap: \"x\", window_size: (1, 2, 3))", "theme: "),
        ("absurd", absurd.as_bytes(), "zoom: 0 cannot be used, 0.6 is"),
    ];
    for (name, bytes, said) in cases {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("settings.ron"), bytes).unwrap();
        let mut harness = start(folder.path());
        let app = app(&mut harness);
        assert!(app.front_view().is_some(), "{name}: the sample is open");
        let told: Vec<&str> = app.notices().all().iter().map(|notice| notice.text.as_str()).collect();
        assert!(told.iter().any(|text| text.contains("some settings could not be read")), "{name}: {told:?}");
        assert!(name == &"nothing" || told.iter().any(|text| text.contains(said)), "{name}: {told:?}");
        eframe::App::on_exit(app, None);
        let again = load_settings(folder.path());
        assert_eq!(again.warning, None, "{name}");
        assert_eq!(std::fs::read(folder.path().join("settings.damaged.ron")).unwrap(), *bytes, "{name}");
    }
}

#[test]
fn without_a_folder_for_settings_there_is_a_window_all_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "x").unwrap();
    let mut harness = start(&file);
    let app = app(&mut harness);
    assert_eq!(app.desk().settings, Settings { tour_seen: true, ..Settings::default() }, "the tour came first");
    assert!(app.notices().all()[0].text.contains("could not be read"), "{:?}", app.notices().all());
    eframe::App::on_exit(app, None);
    assert_eq!(std::fs::read(&file).unwrap(), b"x");
}

#[test]
fn a_key_that_is_only_held_leaves_the_usual_one_and_is_told_once() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("settings.ron"), "(keys: {\"export\": \"ControlLeft\"}, tour_seen: true)")
        .unwrap();
    let mut harness = start(folder.path());
    harness.key_press_modifiers(Modifiers::COMMAND, Key::ControlLeft);
    harness.run_steps(3);
    assert!(harness.query_by_label("Export labelled data").is_none(), "Ctrl alone asks for nothing");
    let told: Vec<&str> = app(&mut harness).notices().all().iter().map(|notice| notice.text.as_str()).collect();
    let about: Vec<&&str> = told.iter().filter(|text| text.contains("ControlLeft")).collect();
    assert_eq!(about, [&"Keys in the settings: `ControlLeft` is no key; export keeps the usual one"]);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::E);
    harness.run_steps(3);
    assert!(harness.query_by_label("Export labelled data").is_some());
}
