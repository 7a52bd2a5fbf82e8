//! What the program says of itself: help, formats, completions, manual pages, and what it answers to calls that do not hold.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a missing answer is a failed test")]

#[path = "support/ferry.rs"]
#[allow(dead_code, reason = "shared with other tests")]
mod ferry;
#[path = "support/program.rs"]
mod program;

use ferry::two_articles;
use program::Place;

#[test]
fn wrong_calls_end_with_status_2() {
    let place = two_articles();
    for args in [
        &["import"] as &[&str],
        &["import", "in"],
        &["import", "in", "-o", "t.ron", "--format", "docx"],
        &["export", "s.ron", "-o", "t.csv", "--format", "nothing"],
        &["export", "s.ron", "-o", "t.csv", "--format", "csv", "--states", "maybe"],
        &["export", "s.ron", "-o", "t.csv", "--format", "csv", "--labels", "Not A Label"],
        &["export", "s.ron", "-o", "t.csv", "--format", "csv", "--labels", "actor,nobody"],
        &["export", "s.ron", "-o", "t.csv", "--format", "csv", "--articles", "zzz*"],
        &["search", "s.ron", "(", "--regex"],
        &["search", "s.ron", ""],
        &["stats"],
        &["--nonsense"],
    ] {
        let run = place.byline(args).ends(2);
        assert!(!run.err.is_empty(), "{args:?}");
        assert_eq!(run.out, "", "{args:?}");
    }
    assert!(!place.path("t.csv").exists() && !place.path("t.ron").exists());
    #[cfg(not(feature = "gui"))]
    for args in [&[] as &[&str], &["s.ron"]] {
        let run = place.byline(args).ends(2);
        assert_eq!(run.err.lines().count(), 1, "{}", run.err);
        assert!(run.err.contains("no window"), "{}", run.err);
    }
}

/// What the readme says of `--json` is what the commands have.
#[test]
fn the_readme_names_the_commands_that_answer_in_json() {
    let place = Place::new();
    let readme = include_str!("../README.md");
    let named = readme.split("With `--json` ").nth(1).unwrap().split(" answer in").next().unwrap();
    let named: Vec<&str> = named.split([' ', ',']).filter(|word| !word.is_empty() && *word != "and").collect();
    for command in [
        "import", "export", "report", "validate", "stats", "search", "suggest", "apply", "agree", "diff", "merge",
        "migrate", "recover", "formats",
    ] {
        let help = place.byline(&[command, "--help"]).ends(0).out;
        let has = help.lines().any(|line| line.trim_start().starts_with("--json"));
        assert_eq!(has, named.contains(&command), "{command}");
    }
}

#[test]
fn the_program_says_what_it_can_do() {
    let place = Place::new();
    assert_eq!(place.byline(&["--version"]).ends(0).out, format!("byline {}\n", env!("CARGO_PKG_VERSION")));
    let help = place.byline(&["--help"]).ends(0).out;
    for command in ["import", "export", "validate", "stats", "search", "apply", "formats", "completions"] {
        assert!(help.contains(command), "{help}");
    }
    let formats = place.byline(&["formats", "--json"]).ends(0).json();
    let names: Vec<&str> =
        formats["formats"].as_array().unwrap().iter().map(|format| format["name"].as_str().unwrap()).collect();
    for name in ["ron", "json", "brat", "conll", "csv", "tsv", "parquet", "html", "markdown"] {
        assert!(names.contains(&name), "{names:?}");
    }
    assert!(place.byline(&["formats"]).ends(0).out.contains("cannot carry relations"));
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(place.byline(&["completions", shell]).ends(0).out.contains("byline"), "{shell}");
    }
}

#[test]
fn every_command_has_a_manual_page() {
    let place = Place::new();
    let whole = place.byline(&["man"]).ends(0).out;
    assert!(whole.starts_with(".ie") && whole.contains(".TH byline 1"), "{whole}");
    let names: Vec<&str> =
        whole.lines().filter_map(|line| line.strip_prefix("byline\\-")?.strip_suffix("(1)")).collect();
    assert!(names.contains(&"import") && names.contains(&"search"), "{names:?}");
    assert!(!whole.contains("read\\-pdf"), "what the program starts for itself is in no manual");
    for name in names {
        let page = place.byline(&["man", name]).ends(0).out;
        assert!(page.contains(&format!(".TH byline-{name} 1")), "{page}");
    }
    let run = place.byline(&["man", "imprt"]).ends(2);
    assert!(run.err.contains("imprt") && run.err.contains("byline --help"), "{}", run.err);
}
