//! The guide to session files says what is true: every field and every command is in it, and every example runs.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    clippy::print_stderr,
    reason = "helpers of tests fail the test that calls them, and say what was skipped"
)]

#[path = "support/program.rs"]
mod program;

use byline::codec;
use byline::edit::Command;
use byline::model::Session;
use program::{Place, skip};
use std::collections::BTreeSet;

const README: &str = include_str!("../sessions/README.md");

/// The insides of every block that is fenced with `tag`.
fn blocks(tag: &str) -> Vec<&'static str> {
    let open = format!("```{tag}\n");
    README.split(open.as_str()).skip(1).map(|rest| rest.split("\n```").next().unwrap()).collect()
}

/// The small session of the guide.
fn small() -> Session {
    let text = blocks("ron").remove(0);
    let decoded = codec::decode(text.as_bytes()).unwrap();
    assert_eq!(decoded.warnings, []);
    decoded.session
}

fn place_with_small() -> Place {
    let place = Place::new();
    let session = small();
    let text = codec::encode(&session, session.info.created).unwrap();
    place.file("example.ron", text);
    place
}

#[test]
fn the_small_session_holds_and_shows_a_quarantine() {
    let place = place_with_small();
    let report = place.byline(&["validate", "example.ron", "--json"]).ends(0).json();
    assert_eq!(report["faults"], serde_json::json!([]), "{report:#}");
    assert_eq!(report["waiting"][0]["record"], "mention m-0000000000005", "{report:#}");
}

#[test]
fn every_example_of_a_command_is_carried_out() {
    let examples = blocks("apply");
    for example in &examples {
        for_each_alone_or_together(example);
    }
    assert!(examples.len() >= 30, "{}", examples.len());
}

/// Lines with `undo`, `redo` or `cut_log` among them, or with what needs something made before, belong together; others stand
/// alone.
fn for_each_alone_or_together(example: &str) {
    let is_one = [
        "undo",
        "redo",
        "cut_log",
        "edit_note",
        "drop_note",
        "drop_filter",
        "drop_guideline",
        "explain_label",
        "merge_outlets",
        "drop_outlet",
    ]
    .iter()
    .any(|special| example.lines().any(|line| line.starts_with(special)));
    let scripts: Vec<&str> = if is_one { vec![example] } else { example.lines().collect() };
    for script in scripts {
        let place = place_with_small();
        let before = place.read("example.ron");
        let run = place.apply("example.ron", script);
        assert_eq!(run.status, 0, "{script}\n{run:#?}");
        let expected: Vec<String> = (1..=script.lines().count()).map(|seq| format!("ok {seq}")).collect();
        assert_eq!(run.out.lines().collect::<Vec<_>>(), expected, "{script}");
        assert_ne!(place.read("example.ron"), before, "{script}");
    }
}

/// Every name that a command can have, as the reader itself lists them when it meets another.
fn command_names() -> BTreeSet<String> {
    let error = serde_json::from_str::<Command>("\"no such command\"").unwrap_err().to_string();
    let listed = error.split_once("expected one of").unwrap().1;
    let mut names: BTreeSet<String> = listed.split('`').skip(1).step_by(2).map(str::to_owned).collect();
    names.extend(["undo", "redo", "cut_log", "save"].map(str::to_owned));
    names
}

#[test]
fn every_command_is_documented_with_an_example() {
    let names = command_names();
    assert!(names.contains("tag") && names.contains("set_schema"), "{names:?}");
    for name in &names {
        let section =
            README.split(&format!("\n### `{name}`\n")).nth(1).unwrap_or_else(|| panic!("`{name}` is missing"));
        let section = section.split("\n### ").next().unwrap();
        let example = section.split("```apply\n").nth(1).unwrap_or_else(|| panic!("`{name}` has no example"));
        assert!(example.lines().take_while(|line| *line != "```").any(|line| line.contains(name.as_str())), "{name}");
    }
    let documented: BTreeSet<String> =
        README.lines().filter_map(|line| line.strip_prefix("### `")?.strip_suffix('`')).map(str::to_owned).collect();
    assert_eq!(documented, names);
}

/// Adds the names of all properties in a JSON Schema.
fn properties(schema: &serde_json::Value, found: &mut BTreeSet<String>) {
    match schema {
        serde_json::Value::Object(map) => {
            if let Some(serde_json::Value::Object(properties)) = map.get("properties") {
                found.extend(properties.keys().cloned());
            }
            map.values().for_each(|value| properties(value, found));
        }
        serde_json::Value::Array(list) => list.iter().for_each(|value| properties(value, found)),
        _ => {}
    }
}

#[test]
fn every_field_is_documented() {
    let mut fields = BTreeSet::new();
    properties(&codec::json_schema(), &mut fields);
    assert!(fields.len() > 80, "{fields:?}");
    let missing: Vec<&String> =
        fields.iter().filter(|field| !README.lines().any(|line| line.starts_with(&format!("| `{field}`")))).collect();
    assert_eq!(missing, Vec::<&String>::new());
}

#[test]
fn the_python_example_reads_the_mirror() {
    let python = std::process::Command::new("python3").arg("--version").output();
    if !python.is_ok_and(|output| output.status.success()) {
        return skip("the Python example", "there is no python3");
    }
    let place = place_with_small();
    place.byline(&["export", "example.ron", "--format", "json", "-o", "session.json"]).ends(0);
    let [script] = blocks("python")[..] else { panic!("one Python example") };
    let output = std::process::Command::new("python3")
        .arg("-c")
        .arg(script)
        .current_dir(place.path("."))
        .env("PYTHONIOENCODING", "utf-8")
        .output()
        .unwrap();
    let out = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(out.lines().count(), small().mention_count(), "{out}");
    assert!(out.contains("harbour-post.txt\tactor.person\tMinister Celvik\tIsmar Celvik"), "{out}");
}
