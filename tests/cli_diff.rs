//! `byline diff` as people and programs call it: what it prints and how it ends.

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

use byline::codec::{decode, encode};
use program::Place;
use serde_json::{Value, json};

/// The small session of the guide as `a.ron`, and as `b.ron` what `script` makes of it.
fn two(script: &str) -> Place {
    let place = Place::new();
    let text = include_str!("../sessions/README.md").split("```ron\n").nth(1).unwrap().split("\n```").next().unwrap();
    let session = decode(text.as_bytes()).unwrap().session;
    let text = encode(&session, session.info.created).unwrap();
    place.file("a.ron", &text);
    place.file("b.ron", &text);
    if !script.is_empty() {
        place.file("script.txt", script);
        place.byline(&["apply", "b.ron", "--script", "script.txt", "--as", "Reader"]).ends(0);
    }
    place
}

fn changes(document: &Value) -> Vec<Value> {
    let articles = document["articles"].as_array().unwrap().iter().flat_map(|one| one["changes"].as_array().unwrap());
    document["session"].as_array().unwrap().iter().chain(articles).cloned().collect()
}

const POST: &str = "a-6G9779SS0HYVP";

#[test]
fn the_same_sessions_have_no_difference() {
    let place = two("");
    assert_eq!(place.byline(&["diff", "a.ron", "b.ron", "--exit-code"]).ends(0).out, "a.ron and b.ron hold the same\n");
    let document = place.byline(&["diff", "a.ron", "b.ron", "--json"]).ends(0).json();
    assert_eq!((&document["version"], &document["equal"]), (&1.into(), &true.into()));
    assert_eq!((&document["a"], &document["b"]), (&"a.ron".into(), &"b.ron".into()));
}

#[test]
fn people_read_what_where_and_from_what_to_what() {
    let place = two(&format!(
        r#"relabel(article: "{POST}", mentions: ["m-0000000000003"], label: "actor.person")
set_extent(article: "{POST}", mention: "m-0000000000001", fragments: [(25, 31)])
delete(article: "{POST}", mentions: ["m-0000000000004"])
tag((article: "{POST}", label: "actor", fragments: [(49, 58)]))
set_relation(article: "{POST}", relation: "r-0000000000001", change: role("where"))
set_status(article: "{POST}", status: "read")
rename_entry(entry: "e-0000000000003", name: "No ferry ever")
grade_outlet(outlet: "o-0000000000001", reliability: "B")
set_title(title: "The ferry")"#
    ));
    let run = place.byline(&["diff", "a.ron", "b.ron"]).ends(0);
    let expected = "\
session
  ~ session “Ferry”: title “Ferry” → “The ferry”
  ~ outlet “Harbour Post”: reliability none → “B”
  ~ entry claim “The ferry never returns”: aliases none → {\"text\":\"The ferry never returns\"}; name “The ferry never returns” → “No ferry ever”
harbour-post.txt (a-6G9779SS0HYVP)
  ~ article “harbour-post.txt”: status “reading” → “read”
  ~ mention actor.person 16..31 “Minister Celvik”: place 16..31 → 25..31
  ~ mention actor 36..45 “the union”: label “actor” → “actor.person”
  + mention actor 49..58 “Dar Olmeh”
  - mention claim 68..94 “the ferry returns in Apirl”
  ~ relation argument.who 32..35 “met → Minister Celvik”: role “who” → “where”
1 only in a.ron (-), 1 only in b.ron (+), 7 in both, otherwise (~)
";
    assert_eq!(run.out, expected);
    place.byline(&["diff", "a.ron", "b.ron", "--exit-code"]).ends(1);
    place.byline(&["diff", "b.ron", "a.ron", "--exit-code"]).ends(1);
}

#[test]
fn programs_read_every_field_in_code_points() {
    let script = format!(
        r#"set_attribute(article: "{POST}", mention: "m-0000000000004", attribute: "certainty", value: "possible")
link(article: "{POST}", mentions: ["m-0000000000004"], entry: "e-0000000000003")"#
    );
    let document = two(&script).byline(&["diff", "a.ron", "b.ron", "--json", "--exit-code"]).ends(1).json();
    assert_eq!(document["counts"]["differing"], 1, "{document:#}");
    let expected = json!({
        "record": "mention", "only": null, "a": "m-0000000000004", "b": "m-0000000000004",
        "fragments": [[68, 94]], "words": "the ferry returns in Apirl", "label": "claim",
        "fields": [
            {"field": "attributes.certainty", "a": "certain", "b": "possible"},
            {"field": "entry", "a": "The ferry returns in April", "b": "The ferry never returns"},
        ],
    });
    assert_eq!(changes(&document), [expected]);
    assert_eq!(document["articles"][0]["standing"], "both");
}

#[test]
fn other_people_s_sessions_are_compared_by_place_and_name() {
    let place = Place::new();
    place.file("in/talks.txt", "Ann met Bob \u{1f6a2} in the harbour.\n");
    let article = |session: &str| decode(place.read(session).as_bytes()).unwrap().session.shards()[0].id().to_string();
    for (name, label) in [("ann", "actor"), ("bob", "actor.person")] {
        let session = format!("{name}.ron");
        place.byline(&["import", "in", "-o", &session, "--as", name, "--title", "Talks"]).ends(0);
        let at = article(&session);
        place.file(
            "script.txt",
            format!(
                r#"tag((article: "{at}", label: "{label}", fragments: [(0, 3)]))
tag((article: "{at}", label: "event", fragments: [(4, 7)]))
add_entry((layer: "actor", name: "Ann Lee"))"#
            ),
        );
        place.byline(&["apply", &session, "--script", "script.txt", "--as", name]).ends(0);
    }
    let run = place.byline(&["diff", "ann.ron", "bob.ron"]).ends(0);
    let at = article("ann.ron");
    assert_eq!(
        run.out,
        format!(
            "talks.txt ({at})\n  ~ mention actor 0..3 “Ann”: label “actor” → “actor.person”\n1 in both, otherwise (~)\n"
        )
    );
}

#[test]
fn texts_that_differ_and_articles_of_one_side_are_told() {
    let place = Place::new();
    for (name, text, own) in [("ann", "One\nTwo \u{1f6a2} three\n", "ann"), ("bob", "One\nTwo \u{1f6a2} four\n", "bob")]
    {
        place.file(&format!("{name}/talks.txt"), text);
        place.file(&format!("{name}/{own}.txt"), format!("of {own}"));
        place.byline(&["import", name, "-o", &format!("{name}.ron"), "--title", "Talks"]).ends(0);
    }
    let run = place.byline(&["diff", "ann.ron", "bob.ron"]).ends(0);
    let lines: Vec<&str> = run.out.lines().collect();
    assert!(lines[0].starts_with("ann.txt (a-") && lines[0].ends_with("): only in ann.ron"), "{run:#?}");
    let differs = "): the texts differ from line 2, column 7 on (code point 10); nothing in it was compared";
    assert!(lines[1].starts_with("talks.txt (a-") && lines[1].ends_with(differs), "{run:#?}");
    assert!(lines[2].ends_with("): only in bob.ron"), "{run:#?}");
    assert_eq!(lines[3], "1 article only in ann.ron, 1 article only in bob.ron, 1 article with other texts");
}

#[test]
fn what_cannot_be_read_is_named() {
    let place = two("");
    let run = place.byline(&["diff", "a.ron", "no.ron"]).ends(3);
    assert!(run.err.contains("no.ron"), "{run:#?}");
    place.byline(&["diff", "a.ron"]).ends(2);
}
