//! Agreement in the window: the figures are those of the analysis, and a cell of the confusion matrix leads to its places.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "what is missing fails the test")]

#[path = "support/window.rs"]
mod window;

use byline::analysis::agreement::{Agreement, Draws, Figure, Scope};
use byline::model::{Annotator, AnnotatorId, AnnotatorKind, Ext, Session, Slug, Timestamp};
use byline::store;
use byline::text::Span;
use byline::workbench::{Threads, Workbench, compare_sides, tag as tagged};
use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use std::path::PathBuf;
use window::{FIRST, Story, press, shows};

const CTRL_ALT: Modifiers = Modifiers { alt: true, ..Modifiers::COMMAND };

/// A session file of the annotator `name` over the articles of `bare`, with these words of the first one tagged.
fn side(story: &Story, bare: &Session, name: &str, tags: &[(&str, &str)]) -> PathBuf {
    let id = AnnotatorId(name.len() as u64 + 40);
    let annotator =
        Annotator { id, name: name.to_owned(), kind: AnnotatorKind::Person, note: String::new(), ext: Ext::default() };
    let mut bench = Workbench::new(bare.clone(), annotator);
    for (words, label) in tags {
        let start = FIRST.find(words).unwrap();
        let span = Span::bytes(start, start + words.len());
        bench.execute(&tagged(bare.shards()[0].id(), &Slug::new(label).unwrap(), span)).unwrap();
    }
    let path = story.folder.path().join(format!("{name}.ron"));
    store::save(&path, bench.session(), Timestamp::default(), store::Expected::Nothing).unwrap();
    path
}

/// Ann's and Robert's sessions: they differ in an extent, a label, and what the other does not have.
fn sides(story: &Story) -> Vec<PathBuf> {
    let bare = story.desk().bench.session().clone();
    let ann = [("Ada Kvist", "actor"), ("met", "event"), ("Brel", "actor"), ("Monday", "claim")];
    let robert =
        [("Minister of Ports, Ada Kvist", "actor"), ("dockers", "actor"), ("Brel", "actor"), ("Monday", "event")];
    vec![side(story, &bare, "ann", &ann), side(story, &bare, "robert", &robert)]
}

/// What the command line says of the two.
fn expected(paths: &[PathBuf], scope: Scope) -> Agreement {
    let (comparison, warnings) = compare_sides(paths, scope).unwrap();
    assert_eq!(warnings, Vec::<String>::new());
    comparison.figures(Draws { bootstrap: 1000, samples: 30, seed: 0 }, &Threads)
}

/// A figure as the window writes it.
fn written(name: &str, figure: &Figure) -> String {
    format!("{name}: {:.4}, {:.4} to {:.4}, ", figure.value.unwrap(), figure.low.unwrap(), figure.high.unwrap())
}

/// The window with a gold session in front and the two beside it, and the figures on show.
fn measured() -> (Story, Vec<PathBuf>) {
    let mut story = Story::begin();
    story.saved_to("gold.ron");
    let paths = sides(&story);
    story.press_with(Modifiers::COMMAND, Key::Num6);
    story.drop_onto(paths.clone());
    press(&mut story, "Agreement…");
    (story, paths)
}

#[test]
fn without_two_sides_it_is_said_what_is_needed() {
    let mut story = Story::begin();
    story.press_with(CTRL_ALT, Key::Num6);
    assert!(shows(&story, "Agreement is measured between two or more sessions over the same articles."));
    press(&mut story, "Close");
    let path = sides(&story).remove(0);
    story.press_with(Modifiers::COMMAND, Key::Num6);
    story.drop_onto(vec![path]);
    story.press_with(CTRL_ALT, Key::Num6);
    assert!(shows(&story, "One session is open beside this one."));
    press(&mut story, "Make this session a side");
    assert!(shows(&story, "this session (0 mentions), ann.ron (4 mentions)"));
}

#[test]
fn the_figures_on_show_are_those_of_the_analysis() {
    let (mut story, paths) = measured();
    let found = expected(&paths, Scope::default());
    let all = &found.overall;
    let (characters, words) = (all.characters.units, all.tokens.units);
    for (name, figure, units) in [
        ("Krippendorff's alpha", &all.characters.alpha, format!("{characters} characters")),
        ("Percentage", &all.characters.percentage, format!("{characters} characters")),
        ("Cohen's kappa", &all.tokens.cohen, format!("{words} words")),
        ("Fleiss' kappa", &all.tokens.fleiss, format!("{words} words")),
        ("Unitizing alpha", &all.unitizing_alpha, format!("{characters} characters in units and gaps")),
        ("F1, exact", &all.exact.f1, "4 / 4 mentions; precision 0.2500, recall 0.2500".to_owned()),
        ("F1, overlap", &all.overlap.f1, "4 / 4 mentions; precision 0.5000, recall 0.5000".to_owned()),
    ] {
        let told = format!("{}{units}", written(name, figure));
        assert!(shows(&story, &told), "{told}");
    }
    let gamma = format!("Gamma: {:.4}, ", all.gamma.value.unwrap());
    assert!(all.gamma.is_exact && shows(&story, &gamma) && shows(&story, "8 mentions; disorder "));
    press(&mut story, "By label");
    for (name, row) in ["Actor", "Claim", "Event"].iter().zip(&found.labels) {
        let counts = format!("{name}: Mentions {} / {}, Units {characters}, Agree ", row.mentions[0], row.mentions[1]);
        let agree = row.figures.characters.percentage.value.unwrap();
        assert!(shows(&story, &format!("{counts}{agree:.4}")), "{counts}");
    }
    press(&mut story, "By article");
    let exact = found.articles[0].figures.exact.f1.value.unwrap();
    assert!(shows(&story, "Harbour talks resume: Mentions 4 / 4") && shows(&story, &format!("F1 exact {exact:.4}")));
    press(&mut story, "By pair");
    assert!(shows(&story, "ann.ron / robert.ron: Mentions 4 / 4"));
}

#[test]
fn a_choice_of_labels_is_measured_anew() {
    let (mut story, paths) = measured();
    press(&mut story, "Layer: any layer");
    press(&mut story, "Actor");
    let scope = Scope { layer: Some(Slug::new("actor").unwrap()), ..Scope::default() };
    let found = expected(&paths, scope);
    let told = written("Krippendorff's alpha", &found.overall.tokens.alpha);
    assert!(shows(&story, &told) && shows(&story, "ann.ron (2 mentions), robert.ron (3 mentions)"), "{told}");
}

#[test]
fn a_cell_leads_to_its_places_and_a_place_to_its_difference() {
    let (mut story, _) = measured();
    press(&mut story, "Confusion matrix");
    assert!(shows(&story, "Actor / Actor: 2 mentions") && shows(&story, "none / Actor: 1 mentions"));
    press(&mut story, "words");
    // Minister, of, Ports.
    assert!(shows(&story, "none / Actor: 4 words"));
    press(&mut story, "none / Actor: 4 words");
    assert!(shows(&story, "4 places") && shows(&story, "Harbour talks resume, “dockers”: none / Actor"));
    press(&mut story, "Back to the matrix");
    press(&mut story, "Claim / Event: 1 words");
    press(&mut story, "Harbour talks resume, “Monday”: Claim / Event");
    assert!(shows(&story, "Differ in: label") && !shows(&story, "Back to the matrix"));
    let at = FIRST.find("Monday").unwrap();
    assert_eq!(story.app().compared_view().unwrap().selection().span(), Span::bytes(at, at + 6));
    // The list is as it was left.
    story.press_with(CTRL_ALT, Key::Num6);
    story.settle();
    assert!(shows(&story, "1 place; a click shows it in the comparison"));
    press(&mut story, "Back to the matrix");
    press(&mut story, "mentions");
    press(&mut story, "Actor / Actor: 2 mentions");
    press(&mut story, "Harbour talks resume, “Brel”: Actor / Actor");
    // What the sides agree on is no difference, but has its place.
    let at = FIRST.find("Brel").unwrap();
    assert_eq!(story.app().compared_view().unwrap().selection().span(), Span::bytes(at, at + 4));
    assert!(!shows(&story, "Differ in:"));
}

#[test]
fn other_texts_are_named() {
    let mut story = Story::begin();
    story.saved_to("gold.ron");
    let mut paths = sides(&story);
    let other = Story::begin();
    std::fs::write(other.folder.path().join("3.txt"), "Another text").unwrap();
    let mut third = other;
    third.drop_and_add(vec![third.folder.path().join("3.txt")]);
    let path = story.folder.path().join("carl.ron");
    let session = third.desk().bench.session().clone();
    store::save(&path, &session, Timestamp::default(), store::Expected::Nothing).unwrap();
    paths.push(path);
    story.press_with(Modifiers::COMMAND, Key::Num6);
    story.drop_onto(paths);
    story.press_with(CTRL_ALT, Key::Num6);
    story.settle();
    assert!(shows(&story, "Not compared: 1 of the articles"));
    assert!(shows(&story, "3.txt: ann.ron, robert.ron do not have it"));
    press(&mut story, "By pair");
    assert_eq!(story.harness.query_all_by(|node| node.label().is_some_and(|name| name.contains(".ron / "))).count(), 3);
    let is_node = story.harness.query_all_by_label_contains("ann.ron / carl.ron: Mentions 4 / 0").next();
    assert!(is_node.is_some_and(|node| node.accesskit_node().label().is_some()));
}
