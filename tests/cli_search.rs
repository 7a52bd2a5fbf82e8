//! `byline search`: as people run the program.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a missing answer is a failed test")]

#[path = "support/program.rs"]
mod program;

use program::Place;
use serde_json::{Value as Json, json};

/// Two outlets on one story; a person is tagged in both, and linked to an entry in one.
fn two_outlets() -> Place {
    let place = Place::new();
    place.file("one.txt", "Harbour talks resume\n\nAda Kvist met dockers in Brèl on Monday.\n");
    place.file("two.txt", "No deal\n\nThe port said that Kvist left Brel. PORTS stay open.\n");
    place.byline(&["import", "one.txt", "two.txt", "-o", "s.ron", "--as", "Ann"]).ends(0);
    let article = |name: &str| {
        let stats = place.byline(&["stats", "s.ron", "--json"]).ends(0).json();
        let found = stats["articles"].as_array().unwrap().iter().find(|row| row["name"] == name).unwrap().clone();
        found["id"].as_str().unwrap().to_owned()
    };
    let (one, two) = (article("one.txt"), article("two.txt"));
    let script = [
        format!(r#"{{"set_metadata": {{"article": "{one}", "field": "outlet", "value": "The Lantern"}}}}"#),
        format!(r#"{{"set_metadata": {{"article": "{two}", "field": "outlet", "value": "Harbour Post"}}}}"#),
        format!(r#"{{"set_metadata": {{"article": "{one}", "field": "published", "value": "2031-03-12"}}}}"#),
        format!(r#"{{"set_metadata": {{"article": "{two}", "field": "published", "value": "2031-03-14"}}}}"#),
        format!(r#"{{"tag": {{"article": "{one}", "label": "actor.person", "fragments": [[22, 31]]}}}}"#),
        format!(r#"{{"tag": {{"article": "{two}", "label": "actor", "fragments": [[28, 33]]}}}}"#),
    ];
    place.apply("s.ron", &script.join("\n")).ends(0);
    let tagged = place.byline(&["search", "s.ron", "Ada", "--in", "tags", "--json"]).ends(0).json();
    let mention = tagged["hits"][0]["tag"]["mention"].as_str().unwrap().to_owned();
    let entry = format!(
        r#"{{"add_entry": {{"layer": "actor", "name": "Ada Kvist", "aliases": ["A. K."], "mentions": ["{mention}"], "article": "{one}"}}}}"#
    );
    place.apply("s.ron", &entry).ends(0);
    place
}

fn lines(place: &Place, args: &[&str]) -> Vec<String> {
    let all = [&["search", "s.ron"], args].concat();
    place.byline(&all).ends(0).out.lines().map(str::to_owned).collect()
}

#[test]
fn ways_of_reading_words_are_switches() {
    let place = two_outlets();
    let count = |args: &[&str]| lines(&place, args).len();
    assert_eq!(lines(&place, &["brel"]), ["two.txt:3:31: The port said that Kvist left Brel. PORTS stay open."]);
    assert_eq!(count(&["brel", "--fold"]), 2);
    assert_eq!((count(&["port"]), count(&["port", "--words"]), count(&["port", "--case"])), (2, 1, 1));
    assert_eq!((count(&["PORTS?", "--regex"]), count(&["PORT", "--case", "--words"])), (1, 0));
}

#[test]
fn filters_say_where_is_searched() {
    let place = two_outlets();
    let names = |args: &[&str]| -> Vec<String> {
        let found = lines(&place, args);
        found.iter().map(|line| line.split(':').next().unwrap().to_owned()).collect()
    };
    assert_eq!(names(&["kvist", "--outlet", "the lantern"]), ["one.txt"]);
    assert_eq!(names(&["kvist", "--outlet", "The Lantern", "--outlet", "Harbour Post"]), ["one.txt", "two.txt"]);
    assert_eq!(names(&["kvist", "--since", "2031-03-13"]), ["two.txt"]);
    assert_eq!(names(&["kvist", "--until", "2031-03-13"]), ["one.txt"]);
    assert_eq!(names(&["kvist", "--articles", "t*.txt"]), ["two.txt"]);
    assert_eq!(names(&["kvist", "--label", "actor.person"]), ["one.txt"], "the article has such a tag");
    assert_eq!(names(&["kvist", "--entry", "a. k."]), ["one.txt"], "an alias names the entry too");
    assert_eq!(names(&["kvist", "--annotator", "Ann", "--label", "event"]), Vec::<String>::new());
    for (args, told) in [
        (["--outlet", "Nobody"], "the session has no outlet `Nobody`; it has "),
        (["--entry", "Nobody"], "the session has no entry `Nobody`; it has Ada Kvist"),
        (["--label", "nothing"], "the session has no label `nothing`; it has actor"),
        (["--articles", "z*"], "--articles fits no article of the session; it has one.txt, two.txt"),
        (["--since", "yesterday"], "invalid value 'yesterday'"),
    ] {
        let run = place.byline(&["search", "s.ron", "kvist", args[0], args[1]]).ends(2);
        assert!(run.err.contains(told), "{}", run.err);
        assert_eq!(run.out, "");
    }
}

#[test]
fn tags_are_listed_with_their_label_and_entry() {
    let place = two_outlets();
    assert_eq!(
        lines(&place, &["kvist", "--in", "tags"]),
        [
            "one.txt:3:1: [actor.person → Ada Kvist] Ada Kvist met dockers in Brèl on Monday.",
            "two.txt:3:20: [actor] The port said that Kvist left Brel. PORTS stay open."
        ]
    );
    assert_eq!(lines(&place, &["", "--in", "tags", "--label", "actor.person"]).len(), 1, "without words all of them");
    let found = place.byline(&["search", "s.ron", "ada", "--in", "tags", "--json"]).ends(0).json();
    let hit = &found["hits"][0];
    assert_eq!((&hit["start"], &hit["end"], &hit["text"]), (&json!(22), &json!(31), &json!("Ada Kvist")));
    assert_eq!((&hit["tag"]["label"], &hit["tag"]["entry_name"]), (&json!("actor.person"), &json!("Ada Kvist")));
    assert_eq!(found["register"], json!([]), "the register is no tag");
    let text = place.byline(&["search", "s.ron", "ada", "--json"]).ends(0).json();
    assert_eq!((&text["hits"][0]["tag"], text["register"][0]["name"].as_str()), (&Json::Null, Some("Ada Kvist")));
}

#[test]
fn nothing_found_is_no_failure_unless_somebody_wants_to_know() {
    let place = two_outlets();
    place.byline(&["search", "s.ron", "zzz"]).ends(0);
    assert_eq!(place.byline(&["search", "s.ron", "zzz", "--exit-code"]).ends(1).out, "");
    place.byline(&["search", "s.ron", "kvist", "--exit-code"]).ends(0);
    let nothing = place.byline(&["search", "s.ron", "zzz", "--json", "--exit-code"]).ends(1).json();
    assert_eq!((&nothing["version"], &nothing["hits"]), (&json!(1), &json!([])));
    assert!(place.byline(&["search", "s.ron", ""]).ends(2).err.contains("the query is empty"));
}
