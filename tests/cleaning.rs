//! Cleaning: what is proposed for real and for invented articles, what is left alone, and what becomes of proposals.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    clippy::print_stdout,
    reason = "a missing answer is a failed test; a test of figures prints them"
)]

#[path = "support/program.rs"]
mod program;

use byline::assist::{Cleaner, FoundRegion, repairs};
use byline::codec::default_schema;
use byline::model::{Session, Timestamp};
use encoding_rs::{Encoding, WINDOWS_874, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252, WINDOWS_1254};
use program::{Place, shared};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

const LANGUAGES: &str = include_str!("fixtures/languages.tsv");
const PAGES: &str = include_str!("fixtures/pages.tsv");
const CHROME_LINES: &str = include_str!("fixtures/chrome_lines.tsv");

/// The real articles, where the machine has them, by the number that their names begin with.
fn articles() -> Vec<(String, String)> {
    let Some(folder) = shared("articles") else { return Vec::new() };
    let mut all: Vec<(String, String)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "txt"))
        .map(|path| {
            (path.file_name().unwrap().to_string_lossy()[..3].to_owned(), std::fs::read_to_string(&path).unwrap())
        })
        .collect();
    all.sort();
    all
}

fn regions(text: &str) -> Vec<FoundRegion> {
    Cleaner::new(&Session::new("s", default_schema(), Timestamp::default())).regions(text)
}

/// What UTF-8 becomes that is read in `encoding`, with windows-1252 where that has no character.
fn misread(text: &str, encoding: &'static Encoding) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        let one = |encoding: &'static Encoding| encoding.decode_without_bom_handling(&[byte]).0.chars().next().unwrap();
        let own = one(encoding);
        let is_missing = own == '\u{fffd}' || ('\u{80}'..='\u{9f}').contains(&own);
        out.push(if is_missing { one(WINDOWS_1252) } else { own });
    }
    out
}

/// `text` with its repairs carried out.
fn repaired(text: &str) -> String {
    let mut out = String::new();
    let mut at = 0;
    for repair in repairs(text) {
        let range = repair.span.range();
        out.push_str(&text[at..range.start]);
        out.push_str(&repair.replacement);
        at = range.end;
    }
    out + &text[at..]
}

#[test]
fn text_of_forty_languages_is_left_alone() {
    assert!(LANGUAGES.lines().count() >= 40);
    for line in LANGUAGES.lines() {
        let (language, text) = line.split_once('\t').unwrap();
        let found: Vec<(&str, String)> =
            repairs(text).into_iter().map(|one| (one.span.slice(text).unwrap(), one.replacement)).collect();
        assert!(found.is_empty(), "{language}: {found:?}");
    }
    assert!(repairs(LANGUAGES).is_empty(), "nor all of them together");
}

#[test]
fn what_was_misread_once_is_repaired_for_nearly_all_languages_and_encodings() {
    let encodings = [WINDOWS_1252, WINDOWS_1254, WINDOWS_1250, WINDOWS_1251, WINDOWS_874];
    let mut told = String::new();
    let (mut whole, mut all) = (0, 0);
    for encoding in encodings {
        let mut right = 0;
        let mut wrong = Vec::new();
        for line in LANGUAGES.lines() {
            let (language, text) = line.split_once('\t').unwrap();
            let broken = misread(text, encoding);
            if repaired(&broken) == text { right += 1 } else { wrong.push(language) }
        }
        let count = LANGUAGES.lines().count();
        writeln!(told, "{}: {right} of {count} whole, not {}", encoding.name(), wrong.join(" ")).unwrap();
        (whole, all) = (whole + right, all + count);
    }
    assert!(whole * 100 >= all * 90, "{whole} of {all}\n{told}");
    println!("{told}");
}

#[test]
fn what_was_misread_twice_is_repaired() {
    for (text, encoding) in [
        ("Baku’s role — said Erdoğan", WINDOWS_1252),
        ("Łódź, café „tak”", WINDOWS_1252),
        ("Россия и Баку", WINDOWS_1252),
        ("Türkiye’nin rolü", WINDOWS_1254),
        ("Baku’s role", WINDOWS_874),
    ] {
        let broken = misread(&misread(text, encoding), encoding);
        assert_eq!(repaired(&broken), text, "{broken}");
        let reason = &repairs(&broken)[0].reason;
        // Where several encodings explain the same, the usual one is named.
        let named = if encoding == WINDOWS_1254 { WINDOWS_1252 } else { encoding };
        assert_eq!(*reason, format!("UTF-8 read as {}, twice", named.name().to_lowercase()), "{broken}");
    }
}

#[test]
fn the_seven_broken_places_of_the_real_articles_are_repaired_and_nothing_else() {
    let found: Vec<(String, Vec<String>)> = articles()
        .iter()
        .map(|(name, text)| (name.clone(), repairs(text).into_iter().map(|one| one.replacement).collect()))
        .collect();
    if found.is_empty() {
        return;
    }
    assert_eq!(found[0].1, ["’", "ğ", "’", "’", "—", "’", "—"]);
    assert!(found[1..].iter().all(|(_, repairs)| repairs.is_empty()), "{found:?}");
}

#[test]
fn dashes_quotes_and_apostrophes_are_never_altered() {
    let text = "‘Don’t’, “no”—‚ja‘ – „nein“ ‹oui› «non» … 'x' \"y\" - '’' É’ À— Ö” ä“ «é»… â€ Ã";
    assert!(repairs(text).is_empty(), "{:?}", repairs(text));
    assert_eq!(repaired(&format!("{text}\nSyriaâ€™s “own”")), format!("{text}\nSyria’s “own”"));
}

/// What each line of `text` is found to be: `body`, a kind, or `glued` where only a part is told.
fn kinds_of_lines(text: &str) -> Vec<(usize, String)> {
    let found = regions(text);
    let mut at = 0;
    let mut out = Vec::new();
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let (start, end) = (at, at + line.trim_end().len());
        at += line.len();
        if line.trim().is_empty() {
            continue;
        }
        let inside: Vec<&FoundRegion> =
            found.iter().filter(|one| one.span.range().start < end && one.span.range().end > start).collect();
        let covered: usize = inside.iter().map(|one| one.span.range().len()).sum();
        let kind = match inside.first() {
            None => "body".to_owned(),
            Some(_) if covered * 10 < line.trim().len() * 9 => "glued".to_owned(),
            Some(first) => first.kind.to_string(),
        };
        out.push((number + 1, kind));
    }
    out
}

#[test]
fn lines_of_the_page_are_told_in_the_real_articles_and_no_sentence_of_their_bodies() {
    let articles = articles();
    if articles.is_empty() {
        return;
    }
    let labels: BTreeSet<(&str, usize, &str)> = CHROME_LINES
        .lines()
        .map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            (cells[0], cells[1].parse().unwrap(), cells[2])
        })
        .collect();
    let (mut missed, mut wrong, mut other) = (Vec::new(), Vec::new(), Vec::new());
    for (name, text) in &articles {
        for (number, kind) in kinds_of_lines(text) {
            let label = labels.iter().find(|(file, line, _)| file == name && *line == number);
            match label {
                Some((.., label)) if kind == "body" => missed.push(format!("{name}:{number} {label}")),
                Some((.., label)) if *label != kind => other.push(format!("{name}:{number} {label} as {kind}")),
                None if kind != "body" => wrong.push(format!("{name}:{number} {kind}")),
                _ => {}
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new(), "lines of the body");
    assert!(missed.len() * 20 <= labels.len(), "{} of {} missed: {missed:?}", missed.len(), labels.len());
    assert!(other.len() <= 2, "{other:?}");
}

#[test]
fn lines_of_the_page_are_told_in_pages_of_other_outlets_and_languages() {
    let (mut told, mut all, mut bodies) = (0, 0, 0);
    let mut faults = String::new();
    for page in PAGES.split("=\t").filter(|page| !page.trim().is_empty()) {
        let (name, lines) = page.split_once('\n').unwrap();
        let lines: Vec<(&str, &str)> = lines.lines().filter_map(|line| line.split_once('\t')).collect();
        let text = lines.iter().map(|(_, text)| *text).collect::<Vec<_>>().join("\n");
        for ((number, kind), (label, words)) in kinds_of_lines(&text).into_iter().zip(&lines) {
            if *label == "body" {
                bodies += 1;
                assert_eq!(kind, "body", "{name}, line {number}: {words}");
                continue;
            }
            all += 1;
            told += usize::from(kind != "body");
            if kind != *label {
                writeln!(faults, "{name}, line {number}, {label} as {kind}: {words}").unwrap();
            }
        }
    }
    assert!(bodies > 60 && told * 100 >= all * 95, "{told} of {all}\n{faults}");
    assert!(faults.lines().count() * 10 <= all, "{faults}");
}

#[test]
fn every_region_has_a_reason_and_regions_are_apart_and_in_order() {
    let texts = articles().into_iter().map(|(_, text)| text).chain([PAGES.to_owned(), LANGUAGES.to_owned()]);
    for text in texts {
        let found = regions(&text);
        assert!(found.iter().all(|one| one.reason.len() > 5 && (0.5..=1.0).contains(&one.score)));
        assert!(found.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start));
        assert!(found.iter().all(|one| !one.span.slice(&text).unwrap().trim().is_empty()));
    }
}

/// Words in small letters.
fn words(text: &str) -> Vec<String> {
    let word = |char: char| !char.is_alphanumeric();
    text.split(word).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

#[test]
fn no_rule_has_three_words_in_a_row_of_the_real_articles() {
    let articles = articles();
    let known: BTreeSet<[String; 3]> = articles
        .iter()
        .flat_map(|(_, text)| {
            words(text).windows(3).map(|three| [0, 1, 2].map(|at| three[at].clone())).collect::<Vec<_>>()
        })
        .collect();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/assist/chrome");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let source = std::fs::read_to_string(&path).unwrap();
        count += 1;
        for three in words(&source).windows(3) {
            let three = [0, 1, 2].map(|at| three[at].clone());
            assert!(!known.contains(&three), "{}: “{}”", path.display(), three.join(" "));
        }
    }
    assert!(count >= 8 && (articles.is_empty() || known.len() > 1000));
}

#[test]
fn texts_of_body_alone_have_hardly_any_region() {
    let Some(folder) = shared("corpora/gum-news/conllu") else { return };
    let (mut lines, mut told) = (0, Vec::new());
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    for path in files.filter(|path| path.extension().is_some_and(|ending| ending == "conllu")) {
        let text = text_of_conllu(&std::fs::read_to_string(&path).unwrap());
        lines += text.lines().count();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        told.extend(
            regions(&text)
                .into_iter()
                .map(|one| format!("{name}: {} ({}) {}", one.kind, one.reason, one.span.slice(&text).unwrap())),
        );
        assert!(repairs(&text).is_empty(), "{name}");
    }
    // What these texts have of captions, credits and dates is rightly told: Wikinews has pictures.
    let (right, wrong): (Vec<String>, Vec<String>) = told.into_iter().partition(|told| {
        ["a date and nothing else", "ends with who made", "says who made", "Categories:"]
            .iter()
            .any(|why| told.contains(why))
    });
    assert!(lines > 300 && wrong.len() * 200 <= lines, "{} of {lines}\n{}", wrong.len(), wrong.join("\n"));
    assert!(right.len() >= 50, "{}", right.len());
}

/// The text of a file of sentences: paragraphs on lines of their own.
fn text_of_conllu(file: &str) -> String {
    let mut text = String::new();
    for line in file.lines() {
        if line.starts_with("# newpar") {
            text.push('\n');
        } else if let Some(sentence) = line.strip_prefix("# text = ") {
            text.push_str(sentence);
            text.push(' ');
        }
    }
    text
}

/// A session of the articles in `files`, as the program imports them.
fn imported(files: &[(&str, &str)]) -> Place {
    let place = Place::new();
    let mut args = vec!["import"];
    for (name, text) in files {
        place.file(name, text);
        args.push(name);
    }
    args.extend(["-o", "s.ron", "--as", "Ann"]);
    place.byline(&args).ends(0);
    place
}

const BROKEN: &str = "Menu\nSearch\nFerry returns to the strait\nSyriaâ€™s ferry returns to the strait after two winters, said the \
harbour master of Skerra on Monday.\nHe called it â€œa good dayâ€\u{9d} for all who live on the islands of the strait.\nShare";

#[test]
fn an_import_proposes_and_what_was_dismissed_does_not_come_back() {
    let place = imported(&[("one.txt", BROKEN)]);
    let listed = |kind: &str| place.byline(&["suggest", "s.ron", "--kind", kind, "--json"]).ends(0).json();
    let repairs = listed("repairs");
    let rows = repairs["suggestions"].as_array().unwrap();
    assert_eq!(rows.len(), 3, "{repairs:#}");
    assert_eq!((&rows[0]["kind"], &rows[0]["text"]), (&"repairs".into(), &"â€™".into()));
    assert_eq!((&rows[0]["start"], &rows[0]["end"]), (&45.into(), &48.into()));
    assert_eq!(rows[0]["proposal"], serde_json::json!({"action": "repair", "replacement": "’", "damage": "mojibake"}));
    assert_eq!(rows[0]["reason"], "UTF-8 read as windows-1252");
    let regions = listed("regions");
    let kinds: Vec<&str> = regions["suggestions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["proposal"]["region"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["chrome", "chrome", "chrome"], "{regions:#}");
    assert!(place.byline(&["validate", "s.ron"]).ends(0).err.is_empty());
    // The session has them, so that they can be decided on.
    let session = place.read("s.ron");
    let ids = |letter: &str| -> Vec<String> {
        let key = format!("id: \"{letter}-");
        session.match_indices(&key).map(|(at, _)| session[at + 5..at + 20].to_owned()).collect()
    };
    let (article, regions, repairs) = (ids("a").remove(0), ids("g"), ids("x"));
    assert_eq!((regions.len(), repairs.len()), (3, 3));
    let script = [
        format!(r#"{{"set_repairs": {{"repairs": [["{article}", {repairs:?}]], "state": "accepted"}}}}"#),
        format!(r#"{{"set_regions": {{"regions": [["{article}", {regions:?}]], "state": "rejected"}}}}"#),
    ];
    assert_eq!(place.apply("s.ron", &script.join("\n")).ends(0).out, "ok 1\nok 2\n");
    assert_eq!(listed("repairs,regions")["suggestions"], serde_json::json!([]));
    // Whoever proposes them again is refused, and undo takes a decision back as one step.
    let again = format!(
        r#"{{"propose": {{"articles": [{{"article": "{article}", "regions": [{{"fragments": [[0, 4]], "kind": "chrome"}}]}}]}}}}"#
    );
    assert!(place.apply("s.ron", &again).ends(1).out.starts_with("refused"), "{again}");
    place.apply("s.ron", &format!("{}\n\"undo\"", script[1].replace("rejected", "proposed"))).ends(0);
}

#[test]
fn words_are_found_in_both_forms_and_exports_have_either_text() {
    let place = imported(&[("one.txt", BROKEN)]);
    let hits = |words: &str| {
        let found = place.byline(&["search", "s.ron", words, "--json"]).ends(0).json();
        found["hits"].as_array().unwrap().iter().map(|hit| hit["text"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(hits("Syria’s"), ["Syriaâ€™s"]);
    assert_eq!(hits("Syriaâ€™s"), ["Syriaâ€™s"]);
    assert_eq!(hits("“a good day”"), ["â€œa good dayâ€\u{9d}"]);
    let session = place.read("s.ron");
    let id = |line: &str| {
        let found = session.lines().find(|known| known.contains(line)).unwrap();
        let at = found.find("id: \"").unwrap() + 5;
        found[at..at + 15].to_owned()
    };
    let article = id("(id: \"a-");
    let script = [
        format!(r#"{{"tag": {{"article": "{article}", "label": "actor", "fragments": [[40, 49]]}}}}"#),
        format!(r#"{{"tag": {{"article": "{article}", "label": "claim", "fragments": [[50, 55]]}}}}"#),
        format!(
            r#"{{"set_repair": {{"article": "{article}", "repair": "{}", "state": "accepted"}}}}"#,
            id("span: (45, 48)")
        ),
    ];
    place.apply("s.ron", &script.join("\n")).ends(0);
    let export = |text: &str, folder: &str| {
        place.byline(&["export", "s.ron", "--format", "brat", "-o", folder, "--text", text]).ends(0)
    };
    let run = export("repaired", "out");
    assert!(run.err.contains("Text as repaired: 1 place of it reads otherwise"), "{}", run.err);
    export("source", "source");
    let read = |name: &str| place.read(&format!("{name}/one.ann"));
    assert!(read("out").contains(" 40 47\tSyria’s") && read("out").contains(" 48 53\tferry"), "{}", read("out"));
    assert!(read("source").contains(" 40 49\tSyriaâ€™s"), "{}", read("source"));
    assert!(place.read("out/one.txt").contains("Syria’s ferry"));
    place.byline(&["export", "s.ron", "--format", "html", "-o", "out.html", "--text", "repaired"]).ends(0);
    assert!(place.read("out.html").contains("Text as repaired"));
    let refused = place.byline(&["export", "s.ron", "--format", "csv", "-o", "out.csv", "--text", "repaired"]).ends(2);
    assert!(refused.err.contains("`csv`") && refused.err.contains("brat"), "{}", refused.err);
}

#[test]
fn a_block_that_is_marked_in_one_article_is_proposed_where_it_stands_again() {
    let story = |rest: &str| {
        format!(
            "The ferry returns to the strait after two winters, said the harbour master of Skerra on Monday.\n{rest}\n\
             Nobody else in the harbour wanted to speak of the boats that had been sold during the last winter."
        )
    };
    let block = "Our work is read on both shores of the strait";
    let (one, two) = (story(block), story(&block.to_uppercase()));
    let place =
        imported(&[("one.txt", &one), ("two.txt", &two), ("three.txt", &story(&format!("As we say, {block}s.")))]);
    let listed =
        || place.byline(&["suggest", "s.ron", "--kind", "regions", "--json"]).ends(0).json()["suggestions"].clone();
    assert_eq!(listed(), serde_json::json!([]), "nothing tells that it is no body");
    let session = place.read("s.ron");
    let (at, _) = session.match_indices("id: \"a-").next().unwrap();
    let article = &session[at + 5..at + 20];
    let start = one.find(block).unwrap();
    let command = format!(
        r#"{{"add_region": {{"article": "{article}", "fragments": [[{start}, {}]], "kind": "boilerplate"}}}}"#,
        start + block.len()
    );
    place.apply("s.ron", &command).ends(0);
    let rows = listed();
    assert_eq!(rows.as_array().unwrap().len(), 1, "{rows:#}");
    assert_eq!((&rows[0]["name"], &rows[0]["proposal"]["region"]), (&"two.txt".into(), &"boilerplate".into()));
    assert!(rows[0]["reason"].as_str().unwrap().starts_with("the same words are marked as boilerplate in “"));
    // A new article gets the proposal as it comes in.
    place.file("four.txt", story(block).replace("Monday", "Tuesday"));
    place.byline(&["import", "four.txt", "--into", "s.ron"]).ends(0);
    assert!(place.read("s.ron").contains("state: \"proposed\", reason: \"the same words are marked"));
}

#[test]
fn accepted_regions_are_left_out_of_counts() {
    let place = imported(&[("one.txt", BROKEN)]);
    let chars = || place.byline(&["stats", "s.ron", "--json"]).ends(0).json()["totals"].clone();
    let before = chars();
    let session = place.read("s.ron");
    let first = |letter: &str| {
        let (at, _) = session.match_indices(&format!("id: \"{letter}-")).next().unwrap();
        session[at + 5..at + 20].to_owned()
    };
    let (article, region) = (first("a"), first("g"));
    let command = format!(r#"{{"set_region": {{"article": "{article}", "region": "{region}", "state": "accepted"}}}}"#);
    place.apply("s.ron", &command).ends(0);
    assert_ne!(chars(), before, "the text without regions is shorter");
}
