//! `byline import` of pages, tables and archives: what it prints, what it writes, and what it says of files that come twice.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    reason = "helpers of tests fail the test that calls them, and say what was skipped"
)]

#[path = "support/pages.rs"]
mod pages;
#[path = "support/program.rs"]
mod program;

use pages::{page, zipped};
use program::Place;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::process::Stdio;

const TABLE: &str = "title,body,date\nFerry returns,\"The ferry is back, she said.\",2031-03-14\nQuay closed,The quay is closed.,soon\n";

#[test]
fn a_folder_of_everything_comes_in_with_a_report() {
    let place = Place::new();
    place.file("in/ferry.html", page());
    place.file("in/notes.md", "# The strait\n\nThe strait was closed after the storm.\n");
    place.file("in/news.csv", TABLE);
    place.file("in/site.zip", zipped(&[("a.txt", b"The harbour denied it.")]));
    place.file("in/picture.png", "no article");
    let run = place.byline(&["import", "in", "-o", "s.ron", "--report", "json", "--as", "Tester"]).ends(0);
    let report = run.json();
    let shown = |article: &Value| {
        let part = |key: &str| article[key].as_str().unwrap().to_owned();
        format!("{} {} {}", part("kind"), part("name"), article["source"]["leads_to"].as_str().unwrap())
    };
    let added: Vec<String> = report["added"].as_array().unwrap().iter().map(shown).collect();
    let expected = [
        "html ferry.html map",
        "csv news.csv #1 map",
        "csv news.csv #2 map",
        "markdown notes.md whole",
        "text a.txt whole",
    ];
    assert_eq!(added, expected);
    let ferry = &report["added"][0];
    assert_eq!(ferry["metadata"]["author"], json!({"value": "A. Writer", "origin": "guessed", "from": "file"}));
    assert_eq!(
        (&ferry["regions"], &ferry["repairs"], &ferry["source"]["bytes_in"]),
        (&json!(0), &json!(0), &json!("session"))
    );
    let record = &report["added"][1];
    assert_eq!(record["source"]["within"]["file"], "news.csv");
    assert_eq!(record["source"]["within"]["range"][0], 16);
    assert_eq!(record["metadata"]["published"]["value"], "2031-03-14");
    assert_eq!(report["added"][4]["source"]["within"]["member"], "a.txt");
    assert_eq!(report["files"][1]["columns"], json!({"text": "body", "headline": "title", "published": "date"}));
    assert!(
        report["warnings"][0].as_str().unwrap().contains("news.csv, 2: “soon” is stated as its date"),
        "{report:#}"
    );
    let valid = place.byline(&["validate", "s.ron", "--json"]).ends(0).json();
    assert_eq!(valid["valid"], true, "{valid:#}");
}

#[test]
fn columns_are_named_on_the_command_line() {
    let place = Place::new();
    place.file("t.csv", "a,b\nOne,The ferry is back.\n");
    let run = place.byline(&["import", "t.csv", "-o", "s.ron"]).ends(3);
    assert!(run.err.contains("name it, as with --columns text=body"), "{}", run.err);
    let run = place.byline(&["import", "t.csv", "-o", "s.ron", "--columns", "text=b,headline=a"]).ends(0);
    assert!(run.out.contains("t.csv #1  One"), "{}", run.out);
    assert!(run.err.contains("t.csv: 1 article, read by the columns text=b, headline=a"), "{}", run.err);
    let run = place.byline(&["import", "t.csv", "-o", "u.ron", "--columns", "body"]).ends(2);
    assert!(run.err.contains("`body` names no column; write `field=column`"), "{}", run.err);
}

#[test]
fn a_file_of_another_format_is_refused_with_the_reason() {
    let place = Place::new();
    place.file("in/news.jsonl", "{\"text\": \"Ann met Bob\"}\n{\"text\": \"Bob left\"}\n");
    place.file("in/pic.png", [0x89, b'P', b'N', b'G', 0]);
    let refused = |path: &str, format: &str| {
        let run = place.byline(&["import", path, "--format", format, "-o", "t.ron"]).ends(3);
        assert!(!place.path("t.ron").exists());
        run.err
    };
    let said = refused("in/news.jsonl", "conll");
    assert!(said.contains("news.jsonl: the file: not imported: no line of it ends in a tag"), "{said}");
    for path in ["in/news.jsonl", "in/pic.png"] {
        let said = refused(path, "brat");
        assert!(said.contains("the file: not imported: brat has a text in a `.txt` file"), "{said}");
    }
    let said = refused("in", "brat");
    assert!(said.contains("no file of this format is in this folder; files ending in .txt, .ann, .conf"), "{said}");
    let said = refused("in/pic.png", "cas-xmi");
    assert!(said.contains("pic.png: the file: not imported: nothing in it is of the format `cas-xmi`"), "{said}");
    let run = place.byline(&["import", "in/none.jsonl", "--format", "doccano", "-o", "t.ron"]).ends(3);
    assert!(run.err.contains("none.jsonl: there is nothing here"), "{}", run.err);
    assert_eq!(run.out.trim(), "documents: 1 read, 0 kept, 1 refused");
}

const ENTITIES: &str = "# newdoc id = one\n# global.Entity = eid-etype-head-other\n# text = Ann's old boat left.\n\
    1-2\tAnn's\t_\t_\t_\t_\t_\t_\t_\t_\n\
    1\tAnn\t_\t_\t_\t_\t_\t_\t_\tEntity=(e2-object-4-new(e1-person-1)\n\
    2\t's\t_\t_\t_\t_\t_\t_\t_\t_\n\
    3\told\t_\t_\t_\t_\t_\t_\t_\t_\n\
    4\tboat\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=Yes|Entity=e2)\n\
    5\tleft\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n\
    6\t.\t_\t_\t_\t_\t_\t_\t_\t_\n\n\
    # text = She went too.\n\
    1\tShe\t_\t_\t_\t_\t_\t_\t_\tEntity=(e1-person-1)(e3[1/2]-group-1\n\
    2\twent\t_\t_\t_\t_\t_\t_\t_\tEntity=e3[1/2])\n\
    2.1\tgone\t_\t_\t_\t_\t_\t_\t_\tEntity=(e1-person-1)\n\
    3\ttoo\t_\t_\t_\t_\t_\t_\t_\tEntity=(e3[2/2]-group-1)|SpaceAfter=No\n\
    4\t.\t_\t_\t_\t_\t_\t_\t_\tEntity=(e4-place\n\n";

#[test]
fn brackets_of_conll_u_become_mentions_and_entries() {
    let place = Place::new();
    place.file("one.conllu", ENTITIES);
    let run = place.byline(&["import", "one.conllu", "--format", "conll", "-o", "s.ron"]).ends(0);
    assert!(run.out.contains("mentions: 6 read, 4 kept, 2 refused"), "{}{}", run.out, run.err);
    assert!(run.err.contains("1 mention on an empty node: not imported"), "{}", run.err);
    assert!(run.err.contains("e4 place: not imported: its bracket in `Entity=` is never closed"), "{}", run.err);
    let table = place.byline(&["export", "s.ron", "--format", "csv", "-o", "-"]).ends(0).out;
    let mut rows = csv::Reader::from_reader(table.as_bytes());
    let rows = rows.records().map(Result::unwrap);
    let found: Vec<String> = rows.map(|row| format!("{}: {}", &row[3], &row[4])).collect();
    let expected = ["object: Ann's old boat", "person: Ann's", "person: She", "group: She went too"];
    assert_eq!(found.len(), 4, "{found:?}");
    assert!(expected.iter().all(|row| found.contains(&(*row).to_owned())), "{found:?}");
    let stats = place.byline(&["stats", "s.ron", "--json"]).ends(0).json();
    assert_eq!((&stats["totals"]["entries"], &stats["totals"]["linked_mentions"]), (&json!(1), &json!(2)));
}

#[test]
fn the_same_file_twice_is_noticed_under_another_name_too() {
    let place = Place::new();
    place.file("ferry.txt", "The ferry is back.\n");
    place.byline(&["import", "ferry.txt", "-o", "s.ron", "--as", "Tester"]).ends(0);
    place.file("copy.txt", "The ferry is back.\n");
    place.file("words.txt", "\u{feff}The ferry is back.\n");
    let run =
        place.byline(&["import", "ferry.txt", "copy.txt", "words.txt", "--into", "s.ron", "--report", "json"]).ends(0);
    let report = run.json();
    let warnings: Vec<&str> =
        report["warnings"].as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect();
    assert_eq!(warnings.len(), 3, "{warnings:?}");
    assert_eq!(warnings[0], "ferry.txt: an article with this name and text is there already; it was not added again");
    assert!(warnings[1].starts_with("copy.txt: its bytes are those of “ferry.txt” (a-"), "{warnings:?}");
    assert!(warnings[2].starts_with("words.txt: its text is word for word that of “ferry.txt” (a-"), "{warnings:?}");
    assert_eq!(report["files"][0]["known"], 1);
    let first = report["added"][0]["same_as"].as_str().unwrap();
    assert!(warnings[1].contains(first) && report["added"][1]["same_as"] == first, "{report:#}");
    let again = place.byline(&["import", "ferry.txt", "copy.txt", "--into", "s.ron"]).ends(0);
    assert!(again.out.is_empty(), "{}", again.out);
}

/// A table that grew gives the records that are new, whatever their number is now.
#[test]
fn records_that_are_there_are_not_added_again() {
    let place = Place::new();
    place.file("news.csv", TABLE);
    place.byline(&["import", "news.csv", "-o", "s.ron", "--as", "Tester"]).ends(0);
    place.file("news.csv", TABLE.replace("Ferry returns", "Storm,The storm is over.,2031-03-15\nFerry returns"));
    let report = place.byline(&["import", "news.csv", "--into", "s.ron", "--report", "json"]).ends(0).json();
    assert_eq!((report["added"].as_array().unwrap().len(), &report["files"][0]["known"]), (1, &json!(2)), "{report:#}");
    assert_eq!(report["added"][0]["headline"], "Storm");
}

#[test]
fn a_file_that_has_changed_takes_the_place_of_its_older_version() {
    let place = Place::new();
    place.file("ferry.txt", "The ferry is back, Ann Lee said on Monday. Bob denied it.\n");
    place.byline(&["import", "ferry.txt", "-o", "s.ron", "--as", "Tester"]).ends(0);
    let mirror = |place: &Place| place.byline(&["export", "s.ron", "--format", "json", "-o", "-"]).ends(0).json();
    let old = mirror(&place)["articles"][0]["id"].as_str().unwrap().to_owned();
    let tag = |start: u32, end: u32| {
        json!({"tag": {"article": old, "label": "actor.person", "fragments": [[start, end]]}}).to_string()
    };
    place.apply("s.ron", &[tag(19, 26), tag(43, 46)].join("\n")).ends(0);
    place.file("ferry.txt", "Updated.\n\nThe ferry is back, Ann Lee said on Monday. Nobody denied it.\n");
    let update = ["import", "ferry.txt", "--into", "s.ron", "--update", "--report", "json"];
    let report = place.byline(&update).ends(0).json();
    let supersedes = json!({"article": old, "kept": 1, "quarantined": 1, "dropped": 0});
    assert_eq!(report["added"][0]["supersedes"], supersedes, "{report:#}");
    let articles = mirror(&place)["articles"].clone();
    assert_eq!(articles[1]["supersedes"], json!(old));
    assert_eq!(articles[1]["mentions"][0]["quote"], "Ann Lee");
    assert_eq!(articles[1]["quarantine"][0]["mention"]["quote"], "Bob");
    assert_eq!(place.byline(&update).ends(0).json()["added"], json!([]), "once is enough");
    place.byline(&["validate", "s.ron"]).ends(0);
    place.byline(&["import", "ferry.txt", "-o", "t.ron", "--update"]).ends(2);
}

/// Every article of the session that is guessed at, and how many there are.
fn guessed(place: &Place) -> (usize, usize) {
    let mirror = place.byline(&["export", "s.ron", "--format", "json", "-o", "-"]).ends(0).json();
    let articles = mirror["articles"].as_array().unwrap();
    (articles.iter().filter(|article| article["headline"].is_object()).count(), articles.len())
}

#[test]
fn articles_are_written_first_and_what_is_guessed_of_them_afterwards() {
    let place = Place::new();
    place.file("in/ferry.html", page());
    place.file("in/quay.txt", "Menu\nSearch\nQuay closed\n\nThe quay was closed by Syriaâ€™s crew after the storm.\n");
    let run = place.byline(&["import", "in", "-o", "s.ron", "--report", "json", "--as", "Tester"]).ends(0);
    let halves = &run.json()["halves"];
    assert_eq!(halves["written"]["articles"], 2, "{halves:#}");
    let counts = ["articles", "regions", "repairs"].map(|what| halves["guessed"][what].as_u64().unwrap());
    assert_eq!(counts, [2, 2, 1], "{halves:#}");
    for half in ["written", "guessed"] {
        assert!(halves[half]["seconds"].as_f64().is_some_and(|seconds| seconds >= 0.0), "{halves:#}");
    }
    let told: Vec<&str> = run.err.lines().collect();
    assert!(told[0].starts_with("byline: s.ron: written with 2 articles ("), "{told:?}");
    assert!(
        told[1].contains("s.ron: written with ") && told[1].contains("2 regions, 1 repair guessed of 2"),
        "{told:?}"
    );
    let metadata = |article: usize| run.json()["added"][article]["metadata"].clone();
    assert_eq!((&metadata(0)["headline"]["from"], &metadata(1)["headline"]["from"]), (&json!("file"), &json!("text")));
    assert_eq!(guessed(&place), (2, 2));
    place.byline(&["validate", "s.ron"]).ends(0);
    // What is known stays as it is, and nothing is written anew for it.
    let before = place.read("s.ron");
    let again = place.byline(&["import", "in", "--into", "s.ron", "--report", "json"]).ends(0).json();
    assert_eq!((&again["halves"], place.read("s.ron")), (&json!({}), before));
}

/// Once the program says that the articles are written they are, whatever happens to it then; the same import makes up for
/// what was not guessed.
#[test]
fn an_import_that_is_killed_between_its_halves_leaves_a_whole_session_and_is_made_up_for() {
    let place = Place::new();
    let story = "The ferry returns to the strait after two winters, said the harbour master on Monday.\n\n".repeat(40);
    for number in 0..1500 {
        place.file(&format!("in/{number}.txt"), format!("Ferry number {number} returns to the strait\n\n{story}"));
    }
    let mut command = place.command(&["import", "in", "-o", "s.ron", "--as", "Tester"]);
    let mut child = command.stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    let said = BufReader::new(child.stderr.take().unwrap()).lines().map(Result::unwrap);
    let written = said.into_iter().find(|line| line.contains("written with"));
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(written.is_some_and(|line| line.starts_with("byline: s.ron: written with 1500 articles")));
    place.byline(&["validate", "s.ron"]).ends(0);
    assert_eq!(guessed(&place), (0, 1500));
    let again = place.byline(&["import", "in", "--into", "s.ron", "--report", "json"]).ends(0).json();
    assert_eq!((&again["added"], &again["halves"]["written"]), (&json!([]), &Value::Null));
    assert_eq!(again["halves"]["guessed"]["articles"], 1500);
    assert_eq!(guessed(&place), (1500, 1500));
}

/// A session that articles are added to is where it was, as it was, and alone, when the outcome goes elsewhere.
#[test]
fn what_goes_into_another_file_leaves_nothing_beside_the_session_it_came_from() {
    let place = Place::new();
    place.file("from/s.ron", byline::workbench::SAMPLE);
    place.file("ferry.txt", "Ferry returns\n\nThe ferry is back, she said.\n");
    place.byline(&["import", "ferry.txt", "--into", "from/s.ron", "-o", "t.ron", "--as", "Tester"]).ends(0);
    let beside = place.files().keys().filter(|path| path.starts_with(place.path("from"))).count();
    assert_eq!((beside, place.read("from/s.ron")), (1, byline::workbench::SAMPLE.to_owned()));
    place.byline(&["validate", "t.ron"]).ends(0);
    assert!(place.read("t.ron").contains("name: \"ferry.txt\""));
    let again = place.byline(&["import", "ferry.txt", "--into", "from/s.ron", "-o", "t.ron"]).ends(4);
    assert!(again.err.contains("--force"), "{}", again.err);
}
