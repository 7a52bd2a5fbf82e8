//! `byline suggest`, and schemas by name and from brat: as people run the program.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a missing answer is a failed test")]

#[path = "support/program.rs"]
mod program;

use program::Place;
use serde_json::{Value as Json, json};

/// Two articles; one mention of a person, linked to an entry with an alias, and one that is linked to nothing.
fn talks() -> Place {
    let place = Place::new();
    place.file("one.txt", "Ada Okoro spoke. Lind left.\n");
    place.file("two.txt", "Ms Okoro and Ada Okoro met Lynd in Skerra.\n");
    place.byline(&["import", "one.txt", "two.txt", "-o", "s.ron", "--as", "Ann"]).ends(0);
    let script = [
        r#"{"add_entry": {"layer": "actor", "name": "Ada Okoro"}}"#,
        r#"{"add_entry": {"layer": "actor", "name": "Okoro"}}"#,
        r#"{"add_entry": {"layer": "actor", "name": "Lind Skerra"}}"#,
    ];
    place.apply("s.ron", &script.join("\n")).ends(0);
    place
}

fn suggestions(place: &Place, args: &[&str]) -> Vec<Json> {
    let all = [&["suggest", "s.ron", "--json"], args].concat();
    let document = place.byline(&all).ends(0).json();
    assert_eq!(document["version"], 1);
    document["suggestions"].as_array().unwrap().clone()
}

#[test]
fn every_suggestion_names_its_place_in_code_points_and_nothing_is_applied() {
    let place = talks();
    let before = place.read("s.ron");
    let repeats = suggestions(&place, &["--kind", "repeats"]);
    let places: Vec<(&str, u64, u64, &str)> = repeats
        .iter()
        .map(|row| {
            let number = |key: &str| row[key].as_u64().unwrap();
            (row["name"].as_str().unwrap(), number("start"), number("end"), row["text"].as_str().unwrap())
        })
        .collect();
    let expected = [("one.txt", 0, 9, "Ada Okoro"), ("two.txt", 3, 8, "Okoro"), ("two.txt", 13, 22, "Ada Okoro")];
    assert_eq!(places, expected);
    assert_eq!(repeats[0]["kind"], "repeats");
    assert_eq!(repeats[0]["proposal"]["action"], "tag");
    assert_eq!(repeats[0]["proposal"]["label"], "actor");
    assert!(repeats[0]["proposal"]["entry"].as_str().unwrap().starts_with("e-"));
    assert!(repeats[0]["article"].as_str().unwrap().starts_with("a-"));
    assert_eq!(repeats[0]["reason"], "the name of an entry (Actor)");
    let aliases = suggestions(&place, &["--kind", "aliases"]);
    assert_eq!(aliases.len(), 1, "{aliases:#?}");
    assert_eq!((&aliases[0]["article"], &aliases[0]["start"]), (&Json::Null, &Json::Null));
    assert_eq!(aliases[0]["proposal"]["action"], "merge");
    assert_eq!(aliases[0]["score"], json!(0.9));
    assert_eq!(suggestions(&place, &[]).len(), 4, "without a kind, every kind");
    assert_eq!(suggestions(&place, &["--kind", "repeats,aliases"]).len(), 4);
    assert_eq!(place.read("s.ron"), before);
}

#[test]
fn for_people_each_suggestion_is_a_line() {
    let place = talks();
    let run = place.byline(&["suggest", "s.ron"]).ends(0);
    assert_eq!(run.out.lines().count(), 4, "{}", run.out);
    assert!(run.out.contains("two.txt:3..8  tag “Okoro” as actor, e-"), "{}", run.out);
    assert!(run.out.contains("register  merge e-"), "{}", run.out);
    place.byline(&["suggest", "s.ron", "--kind", "magic"]).ends(2);
    place.byline(&["suggest", "none.ron"]).ends(3);
    assert!(place.byline(&["completions", "bash"]).ends(0).out.contains("suggest"));
}

#[test]
fn a_new_session_takes_a_bundled_schema_by_name_or_the_configuration_of_brat() {
    let place = talks();
    let import = |schema: &str, to: &str| place.byline(&["import", "one.txt", "--schema", schema, "-o", to]);
    for (name, label) in [("plover", "event.mobilize"), ("parc", "content.direct"), ("default", "claim.quoted")] {
        import(name, &format!("{name}.ron")).ends(0);
        assert!(place.read(&format!("{name}.ron")).contains(label), "{name}");
        place.byline(&["validate", &format!("{name}.ron")]).ends(0);
    }
    place.file("brat/annotation.conf", "[entities]\nShip\n[relations]\n[events]\nDock\tWho:Ship\n[attributes]\n");
    place.file("brat/visual.conf", "[labels]\nShip | A ship | Sh\n");
    import("brat/annotation.conf", "b.ron").ends(0);
    assert!(place.read("b.ron").contains("A ship"));
    place.file("plover", "(");
    let run = import("plover", "p.ron").ends(3);
    assert!(run.err.contains("plover: the schema cannot be read"), "a file of that name counts: {}", run.err);
    let run = import("nothing.ron", "n.ron").ends(3);
    assert!(run.err.contains("nothing.ron"), "{}", run.err);
}

#[test]
fn search_and_stats_speak_of_the_register() {
    let place = talks();
    let found = place.byline(&["search", "s.ron", "Okoro", "--json"]).ends(0).json();
    assert_eq!(found["hits"].as_array().unwrap().len(), 3);
    let mut names: Vec<&str> =
        found["register"].as_array().unwrap().iter().map(|hit| hit["name"].as_str().unwrap()).collect();
    names.sort_unstable();
    assert_eq!(names, ["Ada Okoro", "Okoro"]);
    assert!(place.byline(&["search", "s.ron", "Skerra"]).ends(0).out.contains("(Lind Skerra), name: Lind Skerra"));
    let stats = place.byline(&["stats", "s.ron", "--json"]).ends(0).json();
    assert_eq!(stats["entries"][0], json!({"id": "actor", "name": "Actor", "count": 3}));
    assert!(place.byline(&["stats", "s.ron"]).ends(0).out.contains("entries by layer"));
}
