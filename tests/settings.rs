//! Settings and recent sessions: whatever their file holds, the program starts, and nothing in it is lost.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::float_cmp,
    reason = "what is missing in a test fails it"
)]

use byline::model::{AnnotatorId, ArticleId, SortKey, Timestamp};
use byline::store::*;
use byline::text::{Matching, Snap};
use byline::workbench::{Clock, Desk};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The configuration folder of a test.
struct Config(tempfile::TempDir);

impl Config {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// A folder whose settings file holds `bytes`.
    fn with(bytes: impl AsRef<[u8]>) -> Self {
        let config = Self::new();
        fs::write(config.file(), bytes).unwrap();
        config
    }

    fn folder(&self) -> &Path {
        self.0.path()
    }

    fn file(&self) -> PathBuf {
        self.folder().join("settings.ron")
    }

    fn text(&self) -> String {
        fs::read_to_string(self.file()).unwrap()
    }

    fn load(&self) -> Settings {
        load_settings(self.folder()).settings
    }

    /// What loading has to say; empty where all is well.
    fn said(&self) -> String {
        load_settings(self.folder()).warning.map_or(String::new(), |warning| warning.to_string())
    }

    /// Files other than the settings themselves and their lock.
    fn kept(&self) -> Vec<(String, Vec<u8>)> {
        let name = |entry: &fs::DirEntry| entry.file_name().to_string_lossy().into_owned();
        let mut kept: Vec<(String, Vec<u8>)> = fs::read_dir(self.folder())
            .unwrap()
            .map(Result::unwrap)
            .filter(|entry| !["settings.ron", "settings.lock"].contains(&name(entry).as_str()))
            .map(|entry| (name(&entry), fs::read(entry.path()).unwrap()))
            .collect();
        kept.sort();
        kept
    }
}

fn time(text: &str) -> Timestamp {
    Timestamp(text.parse().unwrap())
}

fn session(path: &str, opened: &str) -> RecentSession {
    let place = ReadingPlace { article: ArticleId(1), byte: 7, offset: -3.5, anchor: 9, caret: 8 };
    RecentSession {
        path: path.into(),
        title: "t \"quoted\" // no comment".into(),
        opened: time(opened),
        article: Some(ArticleId(1)),
        places: vec![place],
        beside: Some(place),
    }
}

/// Settings with nothing as it usually is.
fn unusual() -> Settings {
    let mut settings = Settings {
        theme: Theme::Dark,
        language: "de".into(),
        annotator_name: "A. \"B\" (\u{e7})".into(),
        annotator_id: Some(AnnotatorId(7)),
        snap: Snap::Sentences,
        trim: false,
        autosave_secs: 5,
        zoom: 1.25,
        font_size: 20.0,
        reading_chars: 60.0,
        serif: false,
        font: "Some \"Family\"".into(),
        line_height: 2.5,
        paragraph_numbers: true,
        scroll_together: true,
        register_shown: true,
        review_shown: true,
        guidelines_shown: true,
        tour_seen: true,
        review_columns: vec![SortKey::Quote, SortKey::State],
        find: Matching { regex: true, ..Matching::EXACT },
        window_size: Some((800.0, 600.5)),
        keys: BTreeMap::from([("export".to_owned(), "Ctrl+Shift+X".to_owned()), ("quit".to_owned(), String::new())]),
        recent_actions: vec!["export".to_owned()],
        recent: Vec::new(),
    };
    settings.remember(session("/s/2.ron", "2026-11-21T09:00:00Z"));
    settings.remember(session("/s/1.ron", "2026-11-21T10:00:00Z"));
    settings
}

fn save(config: &Config, settings: &Settings) {
    save_settings(config.folder(), settings, &Settings::default()).unwrap();
}

#[test]
fn settings_survive() {
    let config = Config::new();
    let inner = config.folder().join("byline");
    assert_eq!(load_settings(&inner), LoadedSettings { settings: Settings::default(), warning: None });
    save_settings(&inner, &unusual(), &Settings::default()).unwrap();
    assert_eq!(load_settings(&inner), LoadedSettings { settings: unusual(), warning: None });
    fs::write(config.file(), "(theme: \"light\")").unwrap();
    assert_eq!(config.load(), Settings { theme: Theme::Light, ..Settings::default() });
}

#[test]
fn recent_sessions_stand_once_and_the_oldest_go() {
    let mut settings = Settings::default();
    for number in 0..30 {
        settings.remember(session(&format!("/s/{}.ron", number % 25), "2026-11-21T09:00:00Z"));
    }
    assert_eq!((settings.recent.len(), settings.recent[0].path.as_path()), (20, Path::new("/s/4.ron")));
    let config = Config::new();
    save(&config, &settings);
    assert_eq!(config.load(), settings);
}

#[test]
fn one_bad_field_costs_itself_and_no_other() {
    let config = Config::new();
    save(&config, &unusual());
    let good = config.text();
    let usual = Settings::default();
    let cases: &[(&str, &str, &str, Settings)] = &[
        ("wrong type", "zoom: 1.25", "zoom: \"big\"", Settings { zoom: usual.zoom, ..unusual() }),
        ("no value", "font_size: 20.0", "font_size: @@", Settings { font_size: usual.font_size, ..unusual() }),
        (
            "from the future",
            "line_height: 2.5",
            "line_height: (title: 2.5, text: 2.0)",
            Settings { line_height: usual.line_height, ..unusual() },
        ),
        ("an unknown choice", "snap: sentences", "snap: chapters", Settings { snap: usual.snap, ..unusual() }),
        (
            "too large",
            "autosave_secs: 5",
            "autosave_secs: 99999999999",
            Settings { autosave_secs: usual.autosave_secs, ..unusual() },
        ),
        ("not an id", "p-0000000000007", "p-7", Settings { annotator_id: None, ..unusual() }),
        ("a list", "window_size: Some(", "window_size: Some([1], ", Settings { window_size: None, ..unusual() }),
    ];
    for (name, found, bad, expected) in cases {
        let text = good.replace(found, bad);
        assert_ne!(text, good, "{name}");
        let config = Config::with(&text);
        assert_eq!(config.load(), *expected, "{name}: {}", config.said());
        let field = found.split(':').next().unwrap();
        let field = if field.starts_with("p-") { "annotator_id" } else { field };
        assert!(config.said().contains(&format!("{field}: ")), "{name}: {}", config.said());
        assert_eq!(config.kept(), [("settings.damaged.ron".to_owned(), text.into_bytes())], "{name}");
    }
}

#[test]
fn one_bad_session_costs_no_other() {
    let config = Config::new();
    save(&config, &unusual());
    let config = Config::with(config.text().replacen("opened: \"2026", "opened: \"in 2026", 1));
    let expected = Settings { recent: unusual().recent.split_off(1), ..unusual() };
    assert_eq!(config.load(), expected, "{}", config.said());
    assert!(config.said().contains("recent: 1 of 2 sessions could not be read"), "{}", config.said());
}

#[test]
fn absurd_values_are_brought_into_range() {
    let usual = Settings::default();
    let cases: &[(&str, Settings)] = &[
        ("zoom: 0.0", Settings { zoom: 0.6, ..usual.clone() }),
        ("zoom: -2", Settings { zoom: 0.6, ..usual.clone() }),
        ("zoom: 1e9", Settings { zoom: 3.0, ..usual.clone() }),
        ("zoom: inf", Settings { zoom: 3.0, ..usual.clone() }),
        ("zoom: NaN", usual.clone()),
        ("font_size: 0", Settings { font_size: 10.0, ..usual.clone() }),
        ("font_size: 1e30", Settings { font_size: 40.0, ..usual.clone() }),
        ("reading_chars: -1", Settings { reading_chars: 30.0, ..usual.clone() }),
        ("line_height: 0.001", Settings { line_height: 1.7, ..usual.clone() }),
        ("autosave_secs: 4000000000", Settings { autosave_secs: 86_400, ..usual.clone() }),
        ("window_size: Some((-5, 1e9))", Settings { window_size: Some((760.0, 16_384.0)), ..usual.clone() }),
        ("window_size: Some((NaN, 600))", usual.clone()),
        ("annotator_name: \"A\\u{1b}[2J\"", usual.clone()),
    ];
    for (field, expected) in cases {
        let config = Config::with(format!("(\n    {field},\n)\n"));
        assert_eq!(config.load(), *expected, "{field}");
        let name = field.split(':').next().unwrap();
        assert!(config.said().contains(&format!("{name}: ")), "{field}: {}", config.said());
        save_settings(config.folder(), &config.load(), &config.load()).unwrap();
        assert_eq!((config.load(), config.said()), (expected.clone(), String::new()), "{field}, saved again");
    }
    let mut settings = unusual();
    settings.recent[0].places[0].offset = f32::NAN;
    settings.recent[1].beside.as_mut().unwrap().offset = f32::INFINITY;
    let text = ron::ser::to_string_pretty(&settings, ron::ser::PrettyConfig::new()).unwrap();
    let read = Config::with(text).load();
    assert_eq!(
        (read.recent[0].places.len(), read.recent[1].beside),
        (0, None),
        "unequal to themselves, they are written for ever"
    );
}

#[test]
fn whatever_stands_there_is_read_as_far_as_it_goes_and_kept() {
    let config = Config::new();
    save(&config, &unusual());
    let good = config.text();
    let mut not_utf8 = good.clone().into_bytes();
    not_utf8[good.find("A. \\\"B").unwrap()] = 0xff;
    let utf16: Vec<u8> = good.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let usual = Settings::default();
    let unnamed = Settings { annotator_name: String::new(), ..unusual() };
    let cases: &[(&str, Vec<u8>, Settings)] = &[
        ("empty", Vec::new(), usual.clone()),
        ("zeros", vec![0; 4096], usual.clone()),
        (
            "another file",
            b"{\"theme\": \"dark\", \"zoom\": [1".to_vec(),
            Settings { theme: Theme::Dark, ..usual.clone() },
        ),
        ("a list", b"[1, 2]".to_vec(), usual.clone()),
        ("utf-16", utf16, usual.clone()),
        ("not utf-8", not_utf8, unnamed),
        ("deep", format!("(zoom: {}", "[".repeat(200_000)).into_bytes(), usual.clone()),
        ("conflict", good.replace("(\n    theme", "<<<<<<< ours\n(\n    theme").into_bytes(), unusual()),
        ("trailing", format!("{good})))").into_bytes(), unusual()),
        (
            "twice",
            good.replace("    zoom", "    zoom: 2.0,\n    zoom").into_bytes(),
            Settings { zoom: 2.0, ..unusual() },
        ),
    ];
    for (name, bytes, expected) in cases {
        let config = Config::with(bytes);
        let said = config.said();
        assert_eq!(config.load(), *expected, "{name}: {said}");
        assert!(said.contains("settings.damaged.ron") && said.chars().count() < 1500, "{name}: {said}");
        assert_eq!(
            config.kept(),
            [("settings.damaged.ron".to_owned(), bytes.clone())],
            "{name}: once, not once a start"
        );
        assert_eq!(fs::read(config.file()).unwrap(), *bytes, "{name}: reading changes nothing");
        save_settings(config.folder(), expected, expected).unwrap();
        assert_eq!((config.load(), config.said()), (expected.clone(), String::new()), "{name}: saved again");
        assert_eq!(config.kept(), [("settings.damaged.ron".to_owned(), bytes.clone())], "{name}: still kept");
    }
    let marked = Config::with(format!("\u{feff}{}", good.replace('\n', "\r\n")));
    assert_eq!((marked.load(), marked.said()), (unusual(), String::new()), "as Windows' editors save it");
}

#[test]
fn every_truncation_keeps_what_stands_before_it() {
    let config = Config::new();
    save(&config, &unusual());
    let good = config.text();
    let zoom = good.find("font_size").unwrap();
    for end in (0..good.len()).filter(|end| good.is_char_boundary(*end)) {
        let read = read_settings(&good.as_bytes()[..end]);
        assert!(!read.faults.is_empty() || end >= good.trim_end().len(), "cut at {end}");
        let expected: &[f32] = if end > zoom { &[1.25] } else { &[1.25, 1.0] };
        assert!(expected.contains(&read.settings.zoom), "cut at {end}: {}", read.settings.zoom);
    }
}

#[test]
fn different_damage_is_kept_under_different_names() {
    let config = Config::new();
    for damage in ["(zoom: ", "(zoom: x)", "(zoom: "] {
        fs::write(config.file(), damage).unwrap();
        assert_ne!(config.said(), "");
    }
    let kept: Vec<String> = config.kept().into_iter().map(|(name, _)| name).collect();
    assert_eq!(kept, ["settings.damaged-2.ron", "settings.damaged.ron"]);
}

#[test]
fn a_file_that_is_far_too_large_gets_another_name_before_it_is_replaced() {
    let config = Config::new();
    fs::File::create(config.file()).unwrap().set_len(1 << 40).unwrap();
    assert_eq!(config.load(), Settings::default());
    assert!(config.said().contains("1099511627776 bytes"), "{}", config.said());
    save(&config, &unusual());
    assert_eq!(config.load(), unusual());
    assert_eq!(fs::metadata(config.folder().join("settings.damaged.ron")).unwrap().len(), 1 << 40);
}

#[test]
fn what_a_newer_version_wrote_stays() {
    let future = "#![enable(implicit_some)]\n(\n    theme: \"sepia\", // warm\n    shortcuts: {\n        \"save\": [\"Ctrl+S\", \"F2\"], // both\n    },\n    zoom: 1.5,\n    minimap: Some(true) // right\n)";
    let config = Config::with(future);
    assert_eq!(config.said(), "");
    let base = config.load();
    assert_eq!(base.zoom, 1.5);
    save_settings(config.folder(), &Settings { zoom: 2.0, ..base.clone() }, &base).unwrap();
    let text = config.text();
    for part in ["theme: \"sepia\"", "\"save\": [\"Ctrl+S\", \"F2\"]", "minimap: Some(true)", "zoom: 2.0"] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    assert_eq!((config.load(), config.said()), (Settings { zoom: 2.0, ..base }, String::new()));
}

#[test]
fn two_windows_keep_what_the_other_one_wrote() {
    let config = Config::new();
    let base = Settings::default();
    let (mut one, mut two) = (base.clone(), base.clone());
    one.theme = Theme::Dark;
    one.remember(session("/one.ron", "2026-11-21T09:00:00Z"));
    one.remember(session("/both.ron", "2026-11-21T09:01:00Z"));
    two.zoom = 2.0;
    two.remember(session("/both.ron", "2026-11-21T09:02:00Z"));
    two.remember(session("/two.ron", "2026-11-21T09:03:00Z"));
    save_settings(config.folder(), &one, &base).unwrap();
    save_settings(config.folder(), &two, &base).unwrap();
    // The first one closes; it changed nothing meanwhile.
    save_settings(config.folder(), &one, &one).unwrap();
    let found = config.load();
    assert_eq!((found.theme, found.zoom), (Theme::Dark, 2.0));
    let recent: Vec<(&str, Timestamp)> =
        found.recent.iter().map(|recent| (recent.path.to_str().unwrap(), recent.opened)).collect();
    assert_eq!(
        recent,
        [
            ("/two.ron", time("2026-11-21T09:03:00Z")),
            ("/both.ron", time("2026-11-21T09:02:00Z")),
            ("/one.ron", time("2026-11-21T09:00:00Z"))
        ]
    );
}

#[test]
fn many_windows_that_write_at_once_lose_no_session() {
    let config = Config::new();
    std::thread::scope(|scope| {
        for window in 0..4 {
            let folder = config.folder();
            scope.spawn(move || {
                let mut base = Settings::default();
                for number in 0..5 {
                    let mut own = base.clone();
                    own.remember(session(&format!("/{window}/{number}.ron"), "2026-11-21T09:00:00Z"));
                    save_settings(folder, &own, &base).unwrap();
                    base = own;
                }
            });
        }
    });
    assert_eq!((config.load().recent.len(), config.said()), (20, String::new()));
}

#[test]
fn a_desk_keeps_its_last_settings_and_not_earlier_ones() {
    let config = Config::new();
    let (mut desk, said) =
        Desk::begin(Ok(config.folder().to_owned()), Clock::Fixed(Timestamp::default()), Arc::new(|| {}));
    assert_eq!(said, Vec::<String>::new());
    for zoom in [1.1, 1.2, 1.3] {
        desk.settings.zoom = zoom;
        desk.keep_settings();
    }
    desk.settings.zoom = 1.4;
    desk.keep_settings_now();
    while desk.running().next().is_some() {
        assert!(desk.wait().is_empty());
    }
    assert_eq!(config.load().zoom, 1.4);
}

#[test]
fn a_folder_that_is_none_costs_the_settings_and_nothing_else() {
    let config = Config::with("");
    let clock = Clock::Fixed(Timestamp::default());
    let (mut desk, said) = Desk::begin(Ok(config.file()), clock, Arc::new(|| {}));
    assert!(said[0].contains("could not be read"), "{said:?}");
    desk.keep_settings_now();
    let (_, said) = Desk::begin(Err(StoreError::NoConfigFolder("none".into())), clock, Arc::new(|| {}));
    assert!(said[0].contains("BYLINE_CONFIG_DIR"), "{said:?}");
    assert_eq!(fs::read(config.file()).unwrap(), b"");
}

#[test]
fn a_folder_in_the_place_of_the_file_stays() {
    let config = Config::new();
    fs::create_dir(config.file()).unwrap();
    assert_eq!(config.load(), Settings::default());
    assert!(config.said().contains("this is a folder"), "{}", config.said());
    let refused = save_settings(config.folder(), &unusual(), &Settings::default()).unwrap_err();
    assert!(matches!(refused, StoreError::IsFolder(_)), "{refused}");
    assert!(config.file().is_dir());
}

#[cfg(unix)]
#[test]
fn settings_that_may_not_be_read_stay_as_they_are() {
    use std::os::unix::fs::PermissionsExt;
    let config = Config::with("(zoom: 2.0)");
    fs::set_permissions(config.file(), fs::Permissions::from_mode(0o0)).unwrap();
    if fs::read(config.file()).is_err() {
        assert_eq!(config.load(), Settings::default());
        assert!(config.said().contains("settings.ron: cannot read the file"), "{}", config.said());
    }
    // Not even root's program writes over a file that nobody may read.
    assert!(save_settings(config.folder(), &unusual(), &Settings::default()).is_err());
    fs::set_permissions(config.file(), fs::Permissions::from_mode(0o600)).unwrap();
    assert_eq!(config.text(), "(zoom: 2.0)");
}

#[cfg(unix)]
#[test]
fn a_link_to_settings_elsewhere_is_kept() {
    let config = Config::new();
    let elsewhere = Config::with("(zoom: 2.0)");
    std::os::unix::fs::symlink(elsewhere.file(), config.file()).unwrap();
    save(&config, &unusual());
    assert!(fs::symlink_metadata(config.file()).unwrap().is_symlink());
    assert_eq!(elsewhere.load(), Settings { zoom: 1.25, ..unusual() });
}
