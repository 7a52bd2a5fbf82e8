//! The program as other tools call it: what it prints, how it ends, and what is on the disk afterwards.

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
use program::{Place, shared};
use serde_json::Value as Json;
use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

fn faults(place: &Place, session: &str) -> Vec<String> {
    let report = place.byline(&["validate", session, "--json"]).ends(1).json();
    assert_eq!((&report["version"], &report["valid"]), (&Json::from(1), &Json::from(false)));
    report["faults"].as_array().unwrap().iter().map(ToString::to_string).collect()
}

#[test]
fn articles_become_a_session_that_is_valid_and_can_be_counted_and_searched() {
    let place = Place::new();
    place.file("in/ferry.txt", FERRY);
    place.file("in/deeper/harbour.txt", HARBOUR);
    place.file("in/.hidden.txt", "hidden");
    let report = place.byline(&["import", "in", "-o", "s.ron", "--report", "json"]).ends(0);
    assert!(report.err.lines().all(|line| line.contains("s.ron: written with")), "{}", report.err);
    let report = report.json();
    assert_eq!(report["version"], 1);
    assert_eq!(report["session"], "s.ron");
    let added = report["added"].as_array().unwrap();
    let names: Vec<&str> = added.iter().map(|line| line["name"].as_str().unwrap()).collect();
    assert_eq!(names.len(), 2);
    let ferry = added.iter().find(|line| line["name"] == "ferry.txt").unwrap();
    assert_eq!(ferry["headline"], "Ferry returns to the strait after two winters");
    assert_eq!(ferry["published"], "2031-03-14");
    assert_eq!(ferry["chars"], FERRY.chars().count());

    assert_eq!(place.byline(&["validate", "s.ron"]).ends(0).out, "s.ron: valid\n");
    let stats = place.byline(&["stats", "s.ron", "--json"]).ends(0).json();
    assert_eq!((&stats["version"], &stats["totals"]["articles"]), (&Json::from(1), &Json::from(2)));
    assert!(place.byline(&["stats", "s.ron"]).ends(0).out.contains("articles    2"));

    let hits = place.byline(&["search", "s.ron", "harbour HAS", "--json"]).ends(0).json();
    let hit = &hits["hits"][0];
    let start = usize::try_from(hit["start"].as_u64().unwrap()).unwrap();
    let chars: Vec<char> = HARBOUR.chars().collect();
    assert_eq!(chars[start..start + 11].iter().collect::<String>(), "harbour has");
    assert_eq!((&hit["line"], &hit["text"]), (&Json::from(3), &Json::from("harbour has")));
    let lines = place.byline(&["search", "s.ron", r"quay|promise\b", "--regex"]).ends(0).out;
    assert_eq!(lines.lines().count(), 3, "{lines}");
    assert!(lines.contains("ferry.txt:7:"), "{lines}");
    assert_eq!(place.byline(&["search", "s.ron", "zzz"]).ends(0).out, "");
}

#[test]
fn what_cannot_be_read_is_named_and_the_rest_is_read() {
    let place = Place::new();
    place.file("in/ferry.txt", FERRY);
    place.file("in/picture.txt", b"\x89PNG\r\n\x1a\n\0\0");
    place.file("in/empty.txt", "");
    place.file("in/blank.txt", " \r\n\t");
    place.file("folder/readme.bin", "no article");
    let before = place.files();
    let run = place.byline(&["import", "in", "folder", "missing.txt", "-o", "s.ron"]).ends(3);
    for (name, why) in [
        ("picture.txt", "a zero byte at byte 8"),
        ("empty.txt", "empty"),
        ("blank.txt", "empty"),
        ("folder", "no article is in this folder"),
        ("missing.txt", "nothing here"),
    ] {
        assert!(run.err.lines().any(|line| line.contains(name) && line.contains(why)), "{name}: {}", run.err);
    }
    assert!(run.err.contains("s.ron: written with 1 article; 5 paths named above left out"), "{}", run.err);
    assert_eq!(run.err.lines().count(), 7, "{}", run.err);
    assert_eq!(run.out.lines().count(), 1, "{}", run.out);
    let mut after = place.files();
    assert!(after.remove(&place.path("s.ron")).is_some());
    after.retain(|path, _| !path.starts_with(place.path(".s.ron.byline")));
    assert_eq!(after, before);
    place.byline(&["validate", "s.ron"]).ends(0);
}

#[test]
fn where_nothing_can_be_read_nothing_is_written() {
    let place = Place::new();
    place.file("in/empty.txt", "");
    let before = place.files();
    let run = place.byline(&["import", "in", "-o", "s.ron"]).ends(3);
    assert!(run.err.contains("empty.txt"), "{}", run.err);
    place.byline(&["import", "in/empty.txt", "-o", "no/such/folder/s.ron"]).ends(3);
    assert_eq!(place.files(), before);
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_read_is_named() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let place = Place::new();
    place.file("in/ferry.txt", FERRY);
    // A link that leads to itself cannot be read by anyone, not even by root.
    symlink("loop.txt", place.path("in/loop.txt")).unwrap();
    let run = place.byline(&["import", "in", "-o", "s.ron"]).ends(3);
    assert!(run.err.contains("loop.txt"), "{}", run.err);
    assert_eq!(run.out.lines().count(), 1, "{}", run.out);

    let locked = place.path("locked");
    std::fs::create_dir(&locked).unwrap();
    std::fs::set_permissions(&locked, std::fs::Permissions::from_mode(0o0)).unwrap();
    if std::fs::read_dir(&locked).is_ok() {
        program::unable("a folder without permission", "this user may read every folder");
    } else {
        let run = place.byline(&["import", "locked", "in/ferry.txt", "-o", "t.ron"]).ends(3);
        assert!(run.err.contains("locked") && run.err.contains("cannot list the folder"), "{}", run.err);
        assert_eq!(run.out.lines().count(), 1, "{}", run.out);
    }
    std::fs::set_permissions(&locked, std::fs::Permissions::from_mode(0o700)).unwrap();
}

#[test]
fn articles_with_the_same_name_are_told_apart() {
    let place = Place::new();
    place.file("a/story.txt", FERRY);
    place.file("b/story.txt", HARBOUR);
    place.file("c/story.txt", FERRY);
    let run = place.byline(&["import", "a", "b", "c", "-o", "s.ron"]).ends(0);
    assert_eq!(run.out.lines().count(), 2, "{}", run.out);
    let told: Vec<&str> = run.err.lines().collect();
    let path = |folder: &str| std::path::Path::new(folder).join("story.txt").display().to_string();
    assert_eq!(told.len(), 4, "{}", run.err);
    assert!(
        told[0].contains(&path("b")) && told[0].contains("another article is called “story.txt” too"),
        "{}",
        run.err
    );
    assert!(told[1].contains(&path("c")) && told[1].contains("is there already"), "{}", run.err);
    let again = place.byline(&["import", "a", "--into", "s.ron"]).ends(0);
    assert!(again.err.contains("is there already"), "{}", again.err);
    assert_eq!(again.out, "");
}

#[test]
fn articles_join_a_session_in_place_or_under_another_name() {
    let place = two_articles();
    place.file("more/third.txt", "A third article about the ferry and the quay.");
    let before = place.read("s.ron");
    place.byline(&["import", "more", "--into", "s.ron", "-o", "t.ron"]).ends(0);
    assert_eq!(place.read("s.ron"), before);
    place.byline(&["import", "more", "--into", "s.ron"]).ends(0);
    for name in ["s.ron", "t.ron"] {
        let stats = place.byline(&["stats", name, "--json"]).ends(0).json();
        assert_eq!(stats["totals"]["articles"], 3, "{name}");
    }
}

#[test]
fn nothing_is_overwritten_unless_asked_for() {
    let place = two_articles();
    place.file("out.csv", "precious");
    let before = place.files();
    let run = place.byline(&["export", "s.ron", "--format", "csv", "-o", "out.csv"]).ends(4);
    assert!(run.err.contains("out.csv") && run.err.contains("--force"), "{}", run.err);
    place.byline(&["import", "in", "-o", "s.ron"]).ends(4);
    place.byline(&["export", "s.ron", "--format", "csv", "-o", "no/folder/out.csv"]).ends(4);
    assert_eq!(place.files(), before);
    let there = |format: &str, output: &str, force: &[&str], told: &str| {
        let args = ["export", "s.ron", "--format", format, "-o", output];
        let run = place.byline(&[&args, force].concat()).ends(4);
        assert!(run.err.contains(told), "{}", run.err);
    };
    there(
        "brat",
        "out.csv",
        &["--force"],
        "out.csv: a file is here, and the output is a folder of files; name another place",
    );
    there("csv", "in", &["--force"], "in: this is a folder, not a file; name a file in it");
    there("brat", "in", &[], "in: a folder with files in it is here already; name a new or an empty one");
    assert_eq!(place.files(), before);
    place.byline(&["export", "s.ron", "--format", "csv", "-o", "out.csv", "--force"]).ends(0);
    assert!(place.read("out.csv").starts_with("document,start,end,label,text,"));
}

#[test]
fn commands_are_carried_out_or_refused_one_by_one() {
    let place = two_articles();
    let id = article(&place, "ferry.txt");
    let script = [
        "// an actor".to_owned(),
        tag(&place, "ferry.txt", "Ismar Çelvik", "actor.person"),
        String::new(),
        format!(r#"tag((article: "{id}", label: "actor", fragments: [(0, 4)], quote: "Ferry"))"#),
        "this is no command".to_owned(),
        "undo".to_owned(),
        "undo".to_owned(),
        "redo".to_owned(),
        format!(r#"{{"set_status": {{"article": "{id}", "status": "read"}}}}"#),
    ];
    let run = place.apply("s.ron", &script.join("\n")).ends(1);
    let lines: Vec<&str> = run.out.lines().collect();
    assert_eq!(lines.len(), 7, "{lines:#?}");
    assert_eq!((lines[0], lines[3], lines[5], lines[6]), ("ok 1", "ok 4", "ok 6", "ok 7"));
    assert!(lines[1].starts_with("refused expected “Ferry”"), "{}", lines[1]);
    assert!(lines[2].starts_with("refused this line is no command"), "{}", lines[2]);
    assert!(lines[4].starts_with("refused nothing to change"), "{}", lines[4]);
    let stats = place.byline(&["stats", "s.ron", "--json"]).ends(0).json();
    assert_eq!(stats["totals"]["mentions"], 1);
    assert_eq!(stats["annotators"][0]["name"], "Tester");
    place.byline(&["validate", "s.ron"]).ends(0);
    let done = place.byline(&["apply", "s.ron", "--script", "missing.txt"]).ends(3);
    assert!(done.err.contains("missing.txt"), "{}", done.err);
}

#[test]
fn commands_sent_all_at_once_are_acknowledged_while_more_may_come() {
    let place = two_articles();
    let mut child = place.command(&["apply", "s.ron"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut to_child = child.stdin.take().unwrap();
    let from_child = BufReader::new(child.stdout.take().unwrap());
    let script: Vec<String> = (0..1000).map(|number| format!("set_title(title: \"{number}\")")).collect();
    writeln!(to_child, "{}", script.join("\n")).unwrap();
    // Nothing more comes, and nothing says so: the answers to all of it are there all the same.
    let answers: Vec<String> = from_child.lines().take(1000).map(Result::unwrap).collect();
    let expected: Vec<String> = (1..=1000).map(|number| format!("ok {number}")).collect();
    assert_eq!(answers, expected);
    drop(to_child);
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_command_is_on_the_disk_when_it_is_acknowledged() {
    let place = two_articles();
    let lines = [tag(&place, "ferry.txt", "quay", "actor"), tag(&place, "harbour.txt", "workers", "actor.group")];
    let mut child = place.command(&["apply", "s.ron"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut to_child = child.stdin.take().unwrap();
    let mut from_child = BufReader::new(child.stdout.take().unwrap());
    for (done, line) in lines.iter().enumerate() {
        writeln!(to_child, "{line}").unwrap();
        let mut answer = String::new();
        from_child.read_line(&mut answer).unwrap();
        assert_eq!(answer, format!("ok {}\n", done + 1));
        let stats = place.byline(&["stats", "s.ron", "--json"]).ends(0).json();
        assert_eq!(stats["totals"]["mentions"], done + 1);
    }
    drop(to_child);
    assert!(child.wait().unwrap().success());
}

#[test]
fn figures_count_work_in_bodies_and_nothing_else() {
    let place = two_articles();
    let ferry = article(&place, "ferry.txt");
    let script = [
        tag(&place, "ferry.txt", "Skip", "actor"),
        tag(&place, "ferry.txt", "quay", "actor.state"),
        tag(&place, "harbour.txt", "workers", "actor.group"),
        format!(r#"add_region(article: "{ferry}", fragments: [(0, 15)], kind: "chrome")"#),
        r#"add_entry((entry: "e-0000000000001", layer: "actor", name: "The quay"))"#.to_owned(),
        r#"add_entry((layer: "actor", name: "Nobody"))"#.to_owned(),
        format!(r#"set_status(article: "{ferry}", status: "read")"#),
    ];
    place.apply("s.ron", &script.join("\n")).ends(0);
    let csv = place.byline(&["export", "s.ron", "--format", "csv", "-o", "-", "--labels", "actor.state"]).ends(0).out;
    let quay = &csv[csv.find("m-").unwrap()..][..15];
    let link = format!(r#"link(article: "{ferry}", mentions: ["{quay}"], entry: "e-0000000000001")"#);
    let review = format!(r#"review(article: "{ferry}", mentions: ["{quay}"], state: "accepted")"#);
    place.apply("s.ron", &format!("{link}\n{review}")).ends(0);
    let stats = place.byline(&["stats", "s.ron", "--json"]).ends(0).json();
    let totals = &stats["totals"];
    let figures = ["mentions", "mentions_in_regions", "linked_mentions", "entries", "entries_with_mentions"];
    assert_eq!(figures.map(|name| totals[name].as_u64().unwrap()), [2, 1, 1, 2, 1], "{stats:#}");
    assert_eq!(totals["body_chars"], FERRY.chars().count() + HARBOUR.chars().count() - 15);
    let actor = stats["layers"].as_array().unwrap().iter().find(|layer| layer["id"] == "actor").unwrap();
    assert_eq!(actor["count"], 2);
    let count = |list: &str, id: &str| {
        stats[list].as_array().unwrap().iter().find(|count| count["id"] == id).unwrap()["count"].as_u64().unwrap()
    };
    assert_eq!((count("states", "accepted"), count("states", "open"), count("states", "rejected")), (1, 1, 0));
    assert_eq!((count("reading", "read"), count("reading", "unread")), (1, 1));
}

#[test]
fn a_place_that_does_not_hold_is_named_and_the_rest_opens() {
    let place = two_articles();
    place.apply("s.ron", &tag(&place, "ferry.txt", "quay", "actor")).ends(0);
    let good = place.read("s.ron");
    let line = good.lines().find(|line| line.contains("quote: \"quay\"")).unwrap();
    let at = line.find("fragments: [(").unwrap();
    let end = at + line[at..].find(']').unwrap();
    for (name, fragments) in [("beyond", "fragments: [(99999, 100003)"), ("elsewhere", "fragments: [(0, 4)")] {
        let wrong = format!("{}{fragments}{}", &line[..at], &line[end..]);
        place.file("bad.ron", good.replace(line, &wrong));
        let before = place.files();
        let found = faults(&place, "bad.ron");
        let id = &line[line.find("m-").unwrap()..][..15];
        assert!(found.iter().any(|fault| fault.contains(id) && fault.contains("ferry.txt")), "{name}: {found:#?}");
        let stats = place.byline(&["stats", "bad.ron", "--json"]).ends(0);
        assert!(stats.err.contains("bad.ron") && stats.err.contains(id), "{}", stats.err);
        assert_eq!(stats.json()["totals"]["quarantined"], 1);
        assert_eq!(stats.json()["totals"]["articles"], 2);
        place.byline(&["apply", "bad.ron", "--script", "script.txt"]).ends(3);
        assert_eq!(place.files(), before, "{name}");
    }
}

#[test]
fn damaged_sessions_are_refused_with_the_place_and_stay_as_they_are() {
    let place = two_articles();
    let good = place.read("s.ron");
    let cut: String = good.chars().take(good.chars().count() / 2).collect();
    place.file("cut.ron", cut);
    place.file("newer.ron", good.replace("version: 1,", "version: 99, "));
    place.file(
        "conflict.ron",
        good.replace(" annotators", "<<<<<<< ours\n annotators").replace("annotators:", "<<<<<<< ours\nannotators:"),
    );
    place.file("empty.ron", "");
    place.file("other.ron", "(name: \"something else\")");
    place.file("twice.ron", good.replace("entries: [", "entries: [], entries: ["));
    let before = place.files();
    for (name, why) in [
        ("cut.ron", "cut short"),
        ("newer.ron", "newer Byline"),
        ("conflict.ron", "merge conflict"),
        ("empty.ron", "empty"),
        ("other.ron", "session"),
        ("twice.ron", "entries"),
    ] {
        let found = faults(&place, name);
        assert!(found.iter().any(|fault| fault.contains(name) && fault.contains(why)), "{name}: {found:#?}");
        let apply = place.byline(&["apply", name]).ends(3);
        assert!(apply.err.contains(name), "{name}: {}", apply.err);
        assert!(apply.err.matches("cut short").count() <= 1, "nothing is said twice: {}", apply.err);
    }
    let missing = place.byline(&["validate", "missing.ron"]).ends(3);
    assert!(missing.err.contains("missing.ron"), "{}", missing.err);
    assert_eq!(place.files(), before);
}

#[test]
fn real_articles_come_in_whole() {
    let Some(folder) = shared("articles") else { return };
    let place = Place::new();
    let report = place.byline(&[
        "import".as_ref(),
        folder.as_os_str(),
        "-o".as_ref(),
        "s.ron".as_ref(),
        "--report".as_ref(),
        "json".as_ref(),
    ]);
    let report = report.ends(0).json();
    let added = report["added"].as_array().unwrap();
    assert_eq!(added.len(), 5, "{report:#}");
    for (line, words) in added.iter().zip(["Netanyahu", "Netanyahu", "Jewish community", "embassy", "Netanyahu"]) {
        assert_eq!(line["encoding"], "utf-8");
        assert!(line["headline"].as_str().unwrap().contains(words), "{line:#}");
    }
    assert_eq!((&added[3]["published"], &added[3]["outlet"]), (&Json::from("2022-11-01"), &Json::from("Caliber.az")));
    place.byline(&["validate", "s.ron"]).ends(0);
    let json = place.byline(&["export", "s.ron", "--format", "json", "-o", "-"]).ends(0).json();
    for article in json["articles"].as_array().unwrap() {
        let file = folder.join(article["source"]["file"].as_str().unwrap());
        assert_eq!(article["text"].as_str().unwrap(), std::fs::read_to_string(file).unwrap());
    }
}
