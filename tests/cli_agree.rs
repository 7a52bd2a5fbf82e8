//! `byline agree`: as people run the program.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a missing answer is a failed test")]

#[path = "support/program.rs"]
mod program;

use program::Place;
use serde_json::{Value as Json, json};

/// Two people tag the same two articles; the second has one tag shorter, one as something else, and one not at all.
fn two_people() -> Place {
    let place = Place::new();
    place.file("one.txt", "Zoë Okoro spoke. Lind left Skerra.\n");
    place.file("two.txt", "Ministers met Lind.\n");
    for (session, who) in [("ann.ron", "Ann"), ("ben.ron", "Ben")] {
        place.byline(&["import", "one.txt", "two.txt", "-o", session, "--as", who]).ends(0);
    }
    tag(&place, "ann.ron", &[("one", "actor.person", 0, 9), ("one", "event", 10, 15), ("two", "actor", 14, 18)]);
    tag(&place, "ann.ron", &[("one", "actor.person", 17, 21)]);
    tag(&place, "ben.ron", &[("one", "actor.person", 4, 9), ("one", "claim", 10, 15), ("two", "actor", 14, 18)]);
    place
}

fn tag(place: &Place, session: &str, tags: &[(&str, &str, u32, u32)]) {
    let mirror = place.byline(&["export", session, "--format", "json", "-o", "-"]).ends(0).json();
    let line = |(article, label, start, end): &(&str, &str, u32, u32)| {
        let articles = mirror["articles"].as_array().unwrap();
        let article = articles.iter().find(|row| row["name"] == json!(format!("{article}.txt"))).unwrap();
        json!({"tag": {"article": article["id"], "label": label, "fragments": [[start, end]]}}).to_string()
    };
    let script: Vec<String> = tags.iter().map(line).collect();
    place.apply(session, &script.join("\n")).ends(0);
}

fn agree(place: &Place, args: &[&str]) -> Json {
    place.byline(&[&["agree", "ann.ron", "ben.ron", "--json"], args].concat()).ends(0).json()
}

#[test]
fn two_sessions_are_compared_and_nothing_of_them_changes() {
    let place = two_people();
    let before = (place.read("ann.ron"), place.read("ben.ron"));
    let found = agree(&place, &[]);
    assert_eq!(found["version"], 1);
    assert_eq!(found["sides"], json!([{"name": "ann.ron", "mentions": 4}, {"name": "ben.ron", "mentions": 3}]));
    let overall = &found["overall"];
    assert_eq!(overall["characters"]["units"], 55, "code points, line ends too");
    assert_eq!(overall["characters"]["percentage"]["value"].as_f64(), Some(1.0 - 13.0 / 55.0));
    assert_eq!(overall["exact"]["precision"]["value"].as_f64(), Some(1.0 / 3.0));
    assert_eq!(overall["exact"]["recall"]["value"].as_f64(), Some(0.25));
    assert!(overall["gamma"]["value"].as_f64().unwrap() < 1.0);
    assert!(found["definitions"].as_array().unwrap().iter().all(|row| row["source"].is_string()));
    assert_eq!(found, agree(&place, &[]), "the same again");
    assert_eq!((place.read("ann.ron"), place.read("ben.ron")), before);
}

#[test]
fn cells_lead_to_places_in_code_points() {
    let place = two_people();
    let found = agree(&place, &["--cases", "--bootstrap", "0", "--samples", "0"]);
    assert_eq!(found["drawn"], Json::Null);
    assert_eq!(found["overall"]["gamma"]["value"], Json::Null);
    assert_eq!(found["cases"].as_array().unwrap().len(), 1);
    let mentions = found["cases"][0]["mentions"].as_array().unwrap();
    let row = |case: &Json| {
        let [start, end] = ["start", "end"].map(|key| case[key].as_u64().unwrap());
        (start, end, case["first"].as_str().unwrap().to_owned(), case["second"].as_str().unwrap().to_owned())
    };
    let rows: Vec<(u64, u64, String, String)> = mentions.iter().map(row).collect();
    let expected = [
        (0, 9, "actor.person", "actor.person"),
        (10, 15, "event", "claim"),
        (17, 21, "actor.person", "none"),
        (14, 18, "actor", "actor"),
    ];
    assert_eq!(rows, expected.map(|(start, end, one, two)| (start, end, one.to_owned(), two.to_owned())));
    let cells = found["pairs"][0]["confusion"]["mentions"].as_array().unwrap();
    assert!(cells.contains(&json!({"first": "actor.person", "second": "none", "count": 1})), "{cells:#?}");
}

#[test]
fn for_people_each_figure_is_a_line_with_its_units() {
    let place = two_people();
    let run = place.byline(&["agree", "ann.ron", "ben.ron", "--cases"]).ends(0);
    for line in [
        "articles 2, characters 55, words 9",
        "       4 mentions  ann.ron",
        "95 % intervals: 1000 draws of articles, seed 0",
        "characters (55 units)",
        "words (9 units)",
        "mentions: ann.ron / ben.ron",
        "       1  event / claim",
        "where ann.ron and ben.ron differ",
        "  one.txt:0..4  actor.person / none",
    ] {
        assert!(run.out.lines().any(|found| found == line), "{line}: {}", run.out);
    }
    for start in [
        "  Krippendorff's alpha   ",
        "  unitizing alpha        ",
        "  F1, exact              ",
        "  gamma                  ",
        "actor.person  ",
        "two.txt",
    ] {
        assert!(run.out.lines().any(|found| found.starts_with(start)), "{start}: {}", run.out);
    }
}

#[test]
fn what_cannot_be_compared_is_named() {
    let place = two_people();
    place.file("two.txt", "Ministers met Lind, late.\n");
    place.byline(&["import", "one.txt", "two.txt", "-o", "cat.ron", "--as", "Cat"]).ends(0);
    let found = place.byline(&["agree", "ann.ron", "ben.ron", "cat.ron", "--json"]).ends(0).json();
    assert_eq!((&found["compared"], found["pairs"].as_array().unwrap().len()), (&json!(1), 3));
    let left: Vec<&str> =
        found["left_out"].as_array().unwrap().iter().map(|row| row["reason"].as_str().unwrap()).collect();
    let other = |side: &str| format!("{side} has another text of this name, from character 18 on");
    assert_eq!(left, [other("cat.ron"), other("ann.ron")]);
    let only = place.byline(&["agree", "ann.ron", "ben.ron", "--labels", "claim.quoted"]).ends(0);
    assert_eq!(only.err, "byline: none of the sessions has a mention that counts here\n");
    let layer = agree(&place, &["--layer", "claim"]);
    assert_eq!(layer["labels"].as_array().unwrap().len(), 1);
    place.byline(&["agree", "ann.ron"]).ends(2);
    place.byline(&["agree", "ann.ron", "ben.ron", "--layer", "No Layer"]).ends(2);
    let unknown =
        place.byline(&["agree", "ann.ron", "ben.ron", "--layer", "mood", "--labels", "actor,claim.odd"]).ends(2);
    assert!(
        unknown.err.starts_with("byline: no session's schema has the layer `mood`, label `claim.odd`"),
        "{}",
        unknown.err
    );
    place.file("three.txt", "Nothing of that.\n");
    place.byline(&["import", "three.txt", "-o", "dan.ron", "--as", "Dan"]).ends(0);
    let apart = place.byline(&["agree", "ann.ron", "dan.ron", "--json"]).ends(3);
    assert_eq!(apart.json()["compared"], 0);
    place.byline(&["agree", "ann.ron", "ben.ron", "--bootstrap", "1000000"]).ends(2);
    place.byline(&["agree", "ann.ron", "none.ron"]).ends(3);
}
