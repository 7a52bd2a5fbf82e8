//! Text that articles have in common: sentences that tell the same, copies, whole texts twice.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stderr,
    clippy::panic,
    reason = "a missing answer is a failed test, and the figures are told"
)]

#[path = "support/program.rs"]
mod program;

use byline::analysis::related::{LEAST_SCORE, Related, related};
use byline::codec::{Serial, decode};
use byline::model::{ArticleId, Session};
use program::{Place, shared};
use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A session of these articles, as `byline import` makes it.
fn session(place: &Place) -> Session {
    decode(place.read("s.ron").as_bytes()).unwrap().session
}

fn imported(articles: &[(&str, &str)]) -> (Place, Session) {
    let place = Place::new();
    for (name, text) in articles {
        place.file(name, text);
    }
    let names: Vec<&str> = articles.iter().map(|(name, _)| *name).collect();
    place.byline(&[&["import", "-o", "s.ron", "--as", "Ann"], names.as_slice()].concat()).ends(0);
    let session = session(&place);
    (place, session)
}

fn look(session: &Session) -> Related {
    related(session, &Serial, &|| true).unwrap()
}

fn id(session: &Session, name: &str) -> ArticleId {
    session.shards().iter().find(|shard| shard.article.name.starts_with(name)).unwrap().id()
}

/// `one sentence | the other` of every pair of two articles, with how alike they are in hundredths.
fn told(session: &Session, found: &Related, article: &str, other: &str) -> Vec<(String, String, f32, bool)> {
    let (article, other) = (id(session, article), id(session, other));
    let words = |article: ArticleId, span: byline::text::Span| {
        span.slice(session.shard(article).unwrap().article.text()).unwrap().to_owned()
    };
    let relatives = found.of_article(article).into_iter().filter(|one| one.other.article == other);
    relatives
        .map(|one| (words(article, one.own), words(other, one.other.span), one.score, one.is_shared_copy))
        .collect()
}

const COPY: &str = "The ministry said on Friday that the bridge over the Vel would stay closed until the autumn.";

#[test]
fn a_copied_sentence_is_told_apart_from_one_that_tells_the_same() {
    let (_place, session) = imported(&[
        ("one.txt", &format!("{COPY} Nobody was hurt when it fell into the river on Monday evening.\n")),
        ("two.txt", &format!("Quite another beginning stands here for a change.\n{COPY}\n")),
        ("three.txt", "Until the autumn the bridge over the Vel will remain closed, the ministry announced.\n"),
        ("four.txt", "Bread became dearer in all of the southern provinces again.\n"),
    ]);
    let found = look(&session);
    let copies = told(&session, &found, "one", "two");
    assert_eq!(copies.len(), 1);
    assert_eq!((copies[0].0.as_str(), copies[0].1.as_str(), copies[0].3), (COPY, COPY, true));
    assert!(copies[0].2 > 0.99);
    let retold = told(&session, &found, "one", "three");
    assert_eq!(retold.len(), 1);
    assert!(!retold[0].3 && retold[0].2 >= LEAST_SCORE && retold[0].2 < 0.9, "{retold:?}");
    assert_eq!(told(&session, &found, "one", "four"), []);
    assert_eq!(found.shared_copy_of(id(&session, "two")).len(), 1);
    assert_eq!(found.shared_copy_of(id(&session, "three")), []);
    assert_eq!(found.same_texts, [] as [Vec<ArticleId>; 0]);
}

#[test]
fn a_copy_with_another_word_is_one_and_with_another_half_is_none() {
    let other_word = COPY.replace("Friday", "Thursday");
    let other_half = COPY.replace("would stay closed until the autumn", "had been built by his own brother");
    let (_place, session) =
        imported(&[("one.txt", COPY), ("two.txt", other_word.as_str()), ("three.txt", other_half.as_str())]);
    let found = look(&session);
    assert!(told(&session, &found, "one", "two")[0].3);
    assert!(told(&session, &found, "one", "three").iter().all(|pair| !pair.3));
}

#[test]
fn an_outlet_does_not_copy_from_itself_and_a_region_is_no_text() {
    let other = "Quite another beginning stands here for a change of air.";
    let (place, session_before) =
        imported(&[("one.txt", COPY), ("two.txt", &format!("{other}\n{COPY}\n")), ("three.txt", COPY)]);
    let is_copy = |name: &str, other: &str| {
        let session = session(&place);
        told(&session, &look(&session), name, other).first().map(|pair| pair.3)
    };
    assert_eq!(is_copy("one", "two"), Some(true), "nobody knows the outlets");
    let outlet = |name: &str, outlet: &str| {
        let article = id(&session_before, name);
        place
            .apply("s.ron", &format!(r#"set_metadata(article: "{article}", field: "outlet", value: "{outlet}")"#))
            .ends(0);
    };
    outlet("one", "Harbour Post");
    outlet("two", "Harbour Post");
    outlet("three", "The Lantern");
    assert_eq!(is_copy("one", "two"), Some(false), "one outlet");
    assert_eq!(is_copy("three", "two"), Some(true));
    let (article, start) = (id(&session_before, "two"), other.chars().count() + 1);
    let end = start + COPY.chars().count();
    let region = format!(r#"add_region(article: "{article}", fragments: [({start}, {end})], kind: "credit")"#);
    place.apply("s.ron", &region).ends(0);
    assert_eq!(is_copy("three", "two"), None, "a region that a person marked is accepted");
}

#[test]
fn the_command_line_lists_pairs_with_both_places_and_twins_as_such() {
    let (place, session) = imported(&[
        ("one.txt", &format!("First line.\n{COPY}\n")),
        ("three.txt", "Until the autumn the bridge over the Vel will remain closed, the ministry announced.\n"),
        ("two.txt", &format!("First line.\n{COPY}\n")),
    ]);
    let document = place.byline(&["suggest", "s.ron", "--kind", "related", "--json"]).ends(0).json();
    assert_eq!(document["version"], 1);
    let rows = document["suggestions"].as_array().unwrap();
    let shares: Vec<&str> = rows.iter().map(|row| row["proposal"]["shares"].as_str().unwrap()).collect();
    assert_eq!(shares, ["whole_text", "copy", "content", "content"], "{rows:#?}");
    let copy = &rows[1];
    assert_eq!((&copy["kind"], &copy["text"]), (&"related".into(), &COPY.into()));
    assert_eq!((&copy["start"], &copy["proposal"]["start"]), (&12.into(), &12.into()));
    assert_eq!(copy["proposal"]["action"], "compare");
    assert_eq!(copy["proposal"]["article"], id(&session, "two").to_string());
    assert_eq!((&copy["score"], &copy["reason"]), (&1.0.into(), &"nearly word for word the same".into()));
    let told = place.byline(&["suggest", "s.ron", "--kind", "related"]).ends(0).out;
    assert!(told.contains("related  1.00  one.txt:0.."), "{told}");
    assert!(
        told.lines().any(|line| line.contains("and two.txt:12..") && line.ends_with("nearly word for word the same")),
        "{told}"
    );
    assert_eq!(place.byline(&["suggest", "s.ron"]).ends(0).out, "", "only where it is asked for");
}

#[test]
fn whole_texts_that_are_one_are_told_together() {
    let (_place, session) = imported(&[
        ("one.txt", COPY),
        ("two.txt", "Something else is told here, of another day."),
        ("three.txt", &format!("\n{COPY}\n")),
    ]);
    let found = look(&session);
    assert_eq!(found.same_texts, [vec![id(&session, "one"), id(&session, "three")]]);
}

#[test]
fn a_search_that_nobody_wants_any_more_ends_without_an_answer() {
    let (_place, session) = imported(&[("one.txt", COPY), ("two.txt", COPY)]);
    let asked = AtomicUsize::new(0);
    assert_eq!(related(&session, &Serial, &|| asked.fetch_add(1, Ordering::Relaxed) < 3), None);
    assert!(asked.load(Ordering::Relaxed) >= 4);
    let nothing = Session::clone(&session);
    assert!(related(&nothing, &Serial, &|| true).is_some());
}

fn five() -> Option<(Place, Session)> {
    let articles = shared("articles")?;
    let mut files: Vec<PathBuf> = fs::read_dir(articles).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let place = Place::new();
    for file in &files {
        place.file(file.file_name().unwrap().to_str().unwrap(), fs::read(file).unwrap());
    }
    let names: Vec<&str> = files.iter().map(|file| file.file_name().unwrap().to_str().unwrap()).collect();
    place.byline(&[&["import", "-o", "s.ron", "--as", "Ann"], names.as_slice()].concat()).ends(0);
    let session = session(&place);
    Some((place, session))
}

/// The first words of both sentences of each known pair: article 000 rewrites article 001.
const KNOWN: [(&str, &str); 12] = [
    ("Five individuals involved", "Five individuals were"),
    ("Aslanov and a local", "He and a local"),
    ("Iranian authorities have", "In March 2023"),
    ("Azerbaijan has seen", "Over the past few"),
    ("Israeli Prime Minister", "Prime Minister Benjamin"),
    ("Despite previous expulsions", "After months of"),
    ("Azerbaijan, located directly", "Azerbaijan, located just"),
    ("In early 2023", "In early 2023"),
    ("He alleged that", "He later told"),
    ("They had also", "Authorities believe the"),
    ("In January", "In January"),
    ("The Washington Post", "According to the"),
];

#[test]
fn the_rewritten_article_is_found_sentence_by_sentence_and_the_unrelated_one_is_not() {
    let Some((_place, session)) = five() else { return };
    let found = look(&session);
    let pairs = told(&session, &found, "000", "001");
    let missing: Vec<_> = KNOWN
        .iter()
        .filter(|(own, other)| !pairs.iter().any(|pair| pair.0.starts_with(own) && pair.1.starts_with(other)))
        .collect();
    eprintln!(
        "pairs of 000 and 001: {}; known pairs found: {} of {}",
        pairs.len(),
        KNOWN.len() - missing.len(),
        KNOWN.len()
    );
    assert!(missing.is_empty(), "{missing:?}\n{pairs:#?}");
    assert!(pairs.iter().all(|pair| !pair.3), "rewritten, not copied");
    let of = |other: &str| told(&session, &found, "000", other).len();
    assert!(of("003") <= 2 && of("002") <= 6 && of("004") <= 4, "{} {} {}", of("002"), of("003"), of("004"));
}

/// Articles of made-up sentences of `words` words each, some of which stand in the article before too.
fn generated(articles: usize, bytes: usize) -> Vec<(String, String)> {
    let mut state: u64 = 11;
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below
    };
    // Few words are common and most are rare, as in any language.
    let word = move |next: &mut dyn FnMut(usize) -> usize| {
        let rank = [20, 400, 4000, 20_000][next(4)];
        format!("w{}", next(rank))
    };
    let mut last = String::new();
    (0..articles)
        .map(|number| {
            let mut text = format!("Article {number}\n\n{last}");
            while text.len() < bytes {
                let words: Vec<String> = (0..18).map(|_| word(&mut next)).collect();
                last = format!("The {}. ", words.join(" "));
                text.push_str(&last);
            }
            (format!("{number:03}.txt"), text)
        })
        .collect()
}

#[test]
fn two_hundred_articles_are_compared_and_every_copied_sentence_is_found() {
    let articles = generated(200, 4096);
    let articles: Vec<(&str, &str)> = articles.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let (_place, session) = imported(&articles);
    let begun = byline::workbench::Clock::instant();
    let found = look(&session);
    eprintln!("200 articles of 4 KB on one processor: {} pairs in {:?}", found.pairs.len(), begun.elapsed());
    let copies = found.pairs.iter().filter(|pair| pair.is_shared_copy).count();
    assert_eq!(copies, 199, "the last sentence of each article begins the next one");
}
