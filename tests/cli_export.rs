//! Labelled data written by the program as other tools call it: what is in the files, what is said of them, and what stays.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    clippy::print_stderr,
    reason = "helpers of tests fail the test that calls them, and say what was skipped"
)]

#[path = "support/ferry.rs"]
mod ferry;
#[path = "support/program.rs"]
mod program;

use ferry::{FERRY, HARBOUR, article, tag, two_articles};
use program::Place;
use serde_json::Value as Json;

#[test]
fn what_an_earlier_export_left_in_the_folder_is_named() {
    let place = two_articles();
    let export = |more: &[&str]| {
        let args = ["export", "s.ron", "--format", "brat", "-o", "out", "--force"];
        place.byline(&[&args, more].concat()).ends(0).err
    };
    assert!(!export(&[]).contains("not of this export"), "the folder is new");
    assert!(!export(&[]).contains("not of this export"), "every file is written anew");
    place.file("out/.hidden", "");
    let told = export(&["--articles", "ferry*"]);
    let there = std::fs::read_dir(place.path("out")).unwrap();
    let names: Vec<String> = there.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    let of_two = |name: &&String| name.contains("ferry") || name.contains("harbour");
    let marked = names.iter().filter(of_two);
    assert!(marked.clone().count() == 4 && told.contains("2 files in the folder are not of this export"), "{told}");
    for name in marked {
        assert_eq!(told.contains(name.as_str()), !name.starts_with("ferry"), "{name}: {told}");
    }
}

#[test]
fn tables_hold_every_mention_and_say_what_they_cannot_hold() {
    let place = two_articles();
    let ferry = article(&place, "ferry.txt");
    let script = [
        tag(&place, "ferry.txt", "Ismar Çelvik", "actor.person"),
        tag(&place, "ferry.txt", "returns", "event"),
        tag(&place, "harbour.txt", "=1+1 is what they tell us", "claim.quoted"),
        tag(&place, "harbour.txt", "said, \u{1F6A2}", "event.statement"),
        format!(r#"tag((article: "{ferry}", label: "actor", fragments: [(19, 24), (0, 4)]))"#),
    ];
    place.apply("s.ron", &script.join("\n")).ends(0);
    let run = place.byline(&["export", "s.ron", "--format", "csv", "-o", "-", "--strict"]).ends(0);
    let mut rows = csv::Reader::from_reader(run.out.as_bytes());
    let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 5);
    assert!(rows.iter().any(|row| &row[4] == "'=1+1 is what they tell us"), "{}", run.out);
    let split = rows.iter().find(|row| row[5].contains(';')).unwrap();
    assert_eq!((&split[1], &split[2], &split[4], &split[5]), ("0", "24", "Skip rry r", "0-4;19-24"));
    let ship = rows.iter().find(|row| row[3] == *"event.statement").unwrap();
    let (start, end): (usize, usize) = (ship[1].parse().unwrap(), ship[2].parse().unwrap());
    assert_eq!(HARBOUR.chars().skip(start).take(end - start).collect::<String>(), "said, \u{1F6A2}");
    let raw = place.byline(&["export", "s.ron", "--format", "csv", "-o", "-", "--raw"]).ends(0).out;
    assert!(raw.contains(",=1+1 is what they tell us,"), "{raw}");

    let some = |args: &[&str]| {
        let base = ["export", "s.ron", "--format", "csv", "-o", "-"];
        place.byline(&base.iter().chain(args).copied().collect::<Vec<_>>()).ends(0)
    };
    assert_eq!(some(&["--labels", "actor,claim"]).out.lines().count(), 4);
    assert_eq!(some(&["--articles", "harb*"]).out.lines().count(), 3);
    let none = some(&["--states", "accepted"]);
    assert_eq!(none.out.lines().count(), 1);
    assert!(none.err.contains("5 left out"), "{}", none.err);

    let mentions: Vec<(&str, &str)> = rows.iter().map(|row| (&row[3], &row[7])).collect();
    let of = |label: &str| mentions.iter().find(|(known, _)| *known == label).unwrap().1;
    let script = format!(
        r#"relate(article: "{ferry}", from: "{}", to: "{}", label: "argument", role: "who")
review(article: "{ferry}", mentions: ["{}"], state: "rejected")"#,
        of("event"),
        of("actor.person"),
        of("actor"),
    );
    place.apply("s.ron", &script).ends(0);
    let run = place.byline(&["export", "s.ron", "--format", "csv", "-o", "t.csv", "--strict"]).ends(1);
    assert!(run.err.contains("relations dropped (1)"), "{}", run.err);
    assert!(run.err.contains("rejected mentions dropped (1)") && run.err.contains(of("actor")), "{}", run.err);
    assert!(!place.path("t.csv").exists());
    place.byline(&["export", "s.ron", "--format", "csv", "-o", "t.csv"]).ends(0);
    assert_eq!(place.read("t.csv").lines().count(), 5);
}

#[test]
fn what_an_export_drops_is_told_by_kind_and_in_full_when_asked_for() {
    let place = Place::new();
    place.file("s.ron", std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/sessions/sample.ron")).unwrap());
    let told = |folder: &str, more: &[&str]| {
        let args = ["export", "s.ron", "--format", "brat", "-o", folder];
        place.byline(&[&args, more].concat()).ends(0).err
    };
    let (few, all) = (told("few", &[]), told("all", &["--verbose"]));
    let ids = |text: &str| text.matches("m-").count();
    assert!(few.len() < 4_000 && ids(&few) < 40 && ids(&all) > 500, "{few}");
    let line = few.lines().find(|line| line.contains("review states dropped (")).unwrap();
    assert!(line.contains("in 4 articles): the format has no place for them: m-") && line.ends_with(" more"), "{line}");
    assert!(few.contains("--verbose names all of them") && !all.contains("--verbose"));
    assert!(all.contains("01_harbour-post.txt (a-285CPJSK89B24): review states dropped ("));
}

#[test]
fn an_export_changes_nothing_and_leaves_every_time_as_it_was() {
    let place = two_articles();
    place.apply("s.ron", &tag(&place, "ferry.txt", "quay", "actor")).ends(0);
    let before = place.read("s.ron");
    place.byline(&["export", "s.ron", "--format", "ron", "-o", "t.ron"]).ends(0);
    assert_eq!(place.read("t.ron"), before);
    assert_eq!(place.read("s.ron"), before);
    let json = place.byline(&["export", "s.ron", "--format", "json", "-o", "-"]).ends(0).json();
    assert_eq!(json["articles"][0]["mentions"][0]["quote"], "quay");
    let run = place.byline(&["export", "s.ron", "--format", "ron", "-o", "u.ron", "--labels", "actor"]).ends(2);
    assert!(run.err.contains("whole session"), "{}", run.err);
}

#[test]
fn what_belongs_beside_an_export_stands_beside_it() {
    let place = Place::new();
    place.file("s.ron", byline::workbench::SAMPLE);
    place.byline(&["export", "s.ron", "--format", "labelstudio", "-o", "out.json"]).ends(0);
    let tasks: Json = serde_json::from_str(&place.read("out.json")).unwrap();
    assert!(tasks.as_array().unwrap().len() >= 5);
    assert!(place.read("out.xml").trim_start().starts_with("<View>"), "{}", place.read("out.xml"));
    place.byline(&["export", "s.ron", "--format", "labelstudio", "-o", "parts", "--split", "2,1,1"]).ends(0);
    for part in ["train", "dev", "test"] {
        let tasks: Json = serde_json::from_str(&place.read(&format!("parts/{part}.json"))).unwrap();
        assert!(!tasks.as_array().unwrap().is_empty(), "{part}");
        assert!(place.read(&format!("parts/{part}.xml")).contains("<View>"));
    }
}

#[test]
fn a_part_of_a_split_that_stays_empty_is_named() {
    let place = Place::new();
    place.file("in/ferry.txt", FERRY);
    place.file("in/harbour.txt", HARBOUR);
    place.byline(&["import", "in", "-o", "s.ron"]).ends(0);
    let export = |articles: &str, shares: &str, output: &str| {
        let choice = ["--articles", articles, "--split", shares, "-o", output];
        place.byline(&[&["export", "s.ron", "--format", "prodigy"][..], &choice].concat()).ends(0).err
    };
    let one = export("ferry*", "80,10,10", "one");
    assert!(one.contains(" dev and test have no articles"), "{one}");
    assert_eq!(place.read("one/dev.jsonl"), "");
    let two = export("*", "80,10,10", "two");
    assert!(two.contains(" test has no articles"), "{two}");
    let none = export("*", "80,0,20", "none");
    assert!(!none.contains("no articles"), "nothing was asked to come into dev: {none}");
}
