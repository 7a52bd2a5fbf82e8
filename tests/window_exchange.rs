//! Labelled data comes into the window and goes out of it: shown first, then brought in as one step or written.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a missing word, file or widget is a failed test")]

use byline::edit::Command;
use byline::model::Session;
use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use labelled_files::{ANN, TEXT, brat, import, info, type_path};
use program::shared;
use std::path::{Path, PathBuf};
use window::{Story, press, shows, window};

#[path = "support/labelled_files.rs"]
mod labelled_files;
#[path = "support/program.rs"]
mod program;
#[path = "support/window.rs"]
mod window;

fn session(story: &Story) -> Session {
    story.desk().bench.snapshot()
}

fn is_disabled(story: &Story, name: &str) -> bool {
    story.harness.get_by_label(name).accesskit_node().is_disabled()
}

/// Chooses an item of the dialog's list of formats.
fn choose_format(story: &mut Story, name: &str) {
    let combo = |node: &egui_kittest::Node<'_>| {
        let node = node.accesskit_node();
        node.role() == Role::ComboBox
            && !node.is_disabled()
            && node.labelled_by().any(|label| label.value().as_deref() == Some("Format"))
    };
    story.harness.query_all_by(|node| node.role() == Role::ComboBox).find(combo).unwrap().click_accesskit();
    story.settle();
    let begins = format!("{name}  –  ");
    story.harness.get_by(|node| node.label().is_some_and(|label| label.starts_with(&begins))).click_accesskit();
    story.settle();
}

/// What the dialog's list of formats has chosen.
fn chosen_format(story: &Story) -> String {
    let combos = story.harness.query_all_by_role(Role::ComboBox);
    let mut named = combos
        .map(|node| node.accesskit_node())
        .filter(|node| node.labelled_by().any(|label| label.value().as_deref() == Some("Format")));
    named.next().and_then(|node| node.value()).unwrap_or_default()
}

#[test]
fn an_import_is_shown_before_anything_changes_and_undone_as_one_step() {
    let mut story = Story::begin();
    let folder = brat(&story, "harbour", TEXT, ANN);
    let before = session(&story);
    import(&mut story, &folder);
    assert_eq!(chosen_format(&story), "brat (from the files)");
    assert!(shows(&story, "Documents: 1 read, 1 new"));
    assert!(shows(&story, "Mentions: 3 read, 3 new"));
    assert!(shows(&story, "Relations: 1 read, 1 new"));
    assert!(shows(&story, "Notes: 1 read, 1 new"));
    assert!(shows(&story, "New labels in the schema: ") && shows(&story, "Harbour_Person, Place"));
    assert_eq!(session(&story), before, "nothing has changed");
    press(&mut story, "Close");
    assert_eq!(session(&story), before, "nor does it when the dialog is closed");
    import(&mut story, &folder);
    press(&mut story, "Import");
    assert_eq!(story.desk().bench.session().shards().len(), 3);
    assert_eq!(story.desk().bench.session().mention_count(), 3);
    assert!(info(&story).contains("mentions: 3 read, 3 kept"), "{}", info(&story));
    story.press_with(Modifiers::COMMAND, Key::Z);
    let undone = session(&story);
    // The log alone tells that something has been.
    assert_eq!((undone.shards(), &undone.schema), (before.shards(), &before.schema));
    assert_eq!((&undone.entries, &undone.annotators), (&before.entries, &before.annotators));
    story.press_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    import(&mut story, &folder);
    assert!(shows(&story, "nothing in these files is new to the session"));
    assert!(shows(&story, "Documents: 1 read, 1 there already") && shows(&story, "Mentions: 3 read, 3 there already"));
    assert!(is_disabled(&story, "Import"));
}

#[test]
fn a_corpus_comes_into_an_empty_session_with_its_own_labels() {
    let Some(corpora) = shared("corpora") else { return };
    let news = corpora.join("brat/news");
    let files = std::fs::read_dir(&news).unwrap().map(|entry| entry.unwrap().path());
    let marked = files.filter(|path| path.extension().is_some_and(|ending| ending == "ann"));
    let text_bound = |path: PathBuf| {
        let text = std::fs::read_to_string(path).unwrap();
        text.lines().filter(|line| line.starts_with('T')).count()
    };
    let counts: Vec<usize> = marked.map(text_bound).collect();
    let mut story = Story::begin();
    story.press_with(Modifiers::COMMAND, Key::N);
    press(&mut story, "Go on without saving");
    import(&mut story, &news);
    let all: usize = counts.iter().sum();
    assert!(shows(&story, &format!("Documents: {} read, {} new", counts.len(), counts.len())));
    assert!(shows(&story, &format!("Mentions: {all} read")));
    assert!(shows(&story, "the labels of the files take the place of its own"));
    press(&mut story, "Import");
    let session = session(&story);
    assert_eq!(session.shards().len(), counts.len());
    assert!(session.mention_count() > 0 && session.mention_count() <= all);
    assert!(story.app().front_view().is_some(), "the first article is in front");
    story.press_with(Modifiers::COMMAND, Key::Z);
    assert!(story.desk().bench.session().shards().is_empty());
}

#[test]
fn a_bad_file_gives_remarks_with_file_and_line_and_nothing_changes() {
    let mut story = Story::begin();
    let bad = brat(&story, "bad", TEXT, "T1\tPerson 0 900\tAda\nthis is no line\nT2\tPerson 25 29\tBrel\n");
    let none = story.folder.path().join("none.ann");
    std::fs::write(&none, [0xff, 0xfe, 0x00]).unwrap();
    let before = session(&story);
    import(&mut story, &bad);
    assert!(shows(&story, "doc.ann, line 2"), "with its place");
    assert!(shows(&story, "All remarks: "));
    assert!(shows(&story, "Mentions: 2 read, 1 new, 1 in the quarantine"));
    press(&mut story, "In the quarantine: 1");
    assert!(shows(&story, "doc.ann, line 1") && !shows(&story, "doc.ann, line 2"), "of one kind alone");
    press(&mut story, "Close");
    import(&mut story, &none);
    choose_format(&mut story, "brat");
    assert!(is_disabled(&story, "Import"));
    assert!(shows(&story, "none.ann"), "it says which");
    press(&mut story, "Close");
    assert_eq!(session(&story), before);
}

#[test]
fn a_session_that_changes_meanwhile_is_planned_for_anew() {
    let mut story = Story::begin();
    let folder = brat(&story, "harbour", TEXT, ANN);
    import(&mut story, &folder);
    assert!(shows(&story, "Documents: 1 read, 1 new"));
    // The same document comes in from elsewhere while the dialog is open.
    let article = story.shard().id();
    story.harness.state_mut().as_mut().unwrap().carry_out(&Command::RemoveArticle { article });
    story.settle();
    press(&mut story, "Import");
    assert_eq!(story.desk().bench.session().shards().len(), 2, "one is gone, one has come");
}

#[test]
fn a_whole_session_opens_instead_of_the_one_in_front() {
    let mut story = with_work();
    let mirror = story.folder.path().join("mirror.json");
    story.press_with(Modifiers::COMMAND, Key::E);
    story.settle();
    choose_format(&mut story, "json");
    press(&mut story, "Write to a path…");
    type_path(&mut story, &mirror, "Write");
    let mentions = story.desk().bench.session().mention_count();
    story = story.again(|| window(Vec::new()));
    import(&mut story, &mirror);
    assert_eq!(chosen_format(&story), "json (from the files)");
    assert!(shows(&story, "This is a whole session."));
    assert!(shows(&story, &format!("Mentions: {mentions} read, {mentions} new")));
    press(&mut story, "Open");
    assert_eq!(story.desk().bench.session().mention_count(), mentions);
    assert!(story.desk().path().is_none(), "no file holds it yet");
}

#[test]
fn articles_are_divided_for_training() {
    let mut story = with_work();
    story.press_with(Modifiers::COMMAND, Key::E);
    story.settle();
    choose_format(&mut story, "conll");
    press(&mut story, "Divide for training");
    assert!(shows(&story, "3 articles, 3 mentions, ") && shows(&story, " in 3 files"));
    assert!(shows(&story, "train.conll  ·  "));
    press(&mut story, "Write to a path…");
    let target = story.folder.path().join("parts");
    type_path(&mut story, &target, "Write");
    for part in ["train.conll", "dev.conll", "test.conll"] {
        assert!(target.join(part).is_file(), "{part}");
    }
}

/// The window on one article with two mentions on each other, related, one with a note.
fn with_work() -> Story {
    let mut story = Story::begin();
    let folder = brat(&story, "harbour", TEXT, ANN);
    import(&mut story, &folder);
    press(&mut story, "Import");
    story
}

#[test]
fn an_export_is_shown_with_what_it_drops_before_it_is_written() {
    let mut story = with_work();
    let (before, edits) = (session(&story), story.desk().bench.edits());
    story.press_with(Modifiers::COMMAND, Key::E);
    story.settle();
    assert!(shows(&story, "3 articles, 3 mentions"));
    choose_format(&mut story, "conll");
    assert!(shows(&story, "B-Harbour_Person"), "how it begins is shown");
    let dropped = story.harness.get_by(|node| node.label().is_some_and(|label| label.starts_with("relations: 1 – ")));
    dropped.click_accesskit();
    story.settle();
    assert!(shows(&story, "doc.txt (a-"), "which article");
    press(&mut story, "Write to a path…");
    let target = story.folder.path().join("out.conll");
    type_path(&mut story, &target, "Write");
    assert!(std::fs::read_to_string(&target).unwrap().contains("B-Harbour_Person"));
    assert!(info(&story).contains("out.conll") && info(&story).starts_with("Exported 3 mentions"), "{}", info(&story));
    assert_eq!((session(&story), story.desk().bench.edits()), (before, edits), "the session stays as it is");
}

#[test]
fn choices_narrow_an_export_and_the_preview_follows() {
    let mut story = with_work();
    story.press_with(Modifiers::COMMAND, Key::E);
    story.settle();
    choose_format(&mut story, "csv");
    press(&mut story, "The article in front");
    assert!(shows(&story, "1 article, 0 mentions"));
    press(&mut story, "Ticked articles");
    assert!(shows(&story, "0 articles"));
    assert!(is_disabled(&story, "Write…"), "there is nothing to write");
    let title = story.desk().bench.session().shards().last().unwrap().title().to_owned();
    press(&mut story, &format!("Article {title}"));
    assert!(shows(&story, "1 article, 3 mentions"));
    press(&mut story, "All labels");
    press(&mut story, "Label Place");
    assert!(shows(&story, "1 article, 1 mention, "), "the label ticked alone");
    assert!(shows(&story, "2 mentions left out as chosen"));
    press(&mut story, "open");
    assert!(shows(&story, "1 article, 0 mentions"));
}

#[test]
fn a_file_in_the_way_of_an_export_is_replaced_only_when_somebody_says_so() {
    let mut story = with_work();
    let target = story.folder.path().join("there.csv");
    std::fs::write(&target, "Of somebody else.").unwrap();
    let write = |story: &mut Story, typed: &Path| {
        story.press_with(Modifiers::COMMAND, Key::E);
        story.settle();
        choose_format(story, "csv");
        press(story, "Write to a path…");
        type_path(story, typed, "Write");
    };
    write(&mut story, &target);
    assert!(shows(&story, "Replace what is there?"));
    press(&mut story, "Do not write it");
    assert_eq!(std::fs::read_to_string(&target).unwrap(), "Of somebody else.");
    // Without its ending it is the same file, and asked about as well.
    write(&mut story, &target.with_extension(""));
    press(&mut story, "Replace it");
    assert!(std::fs::read_to_string(&target).unwrap().contains("Brel"));
    assert!(info(&story).contains("there.csv"), "{}", info(&story));
}

#[test]
fn a_report_is_the_page_for_people() {
    let mut story = with_work();
    story.press_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::R);
    story.settle();
    assert!(shows(&story, "Write a report"));
    press(&mut story, "Write to a path…");
    let target = story.folder.path().join("report.html");
    type_path(&mut story, &target, "Write");
    let page = std::fs::read_to_string(&target).unwrap();
    assert!(page.contains("<html") && page.contains("Ada Kvist"));
}

#[test]
fn a_folder_of_files_is_listed_and_written() {
    let mut story = with_work();
    let target = story.folder.path().join("out");
    let write = |story: &mut Story| {
        story.press_with(Modifiers::COMMAND, Key::E);
        story.settle();
        choose_format(story, "brat");
        assert!(shows(story, "1.ann  ·  "), "the files are listed");
        press(story, "Write to a path…");
        type_path(story, &target, "Write");
    };
    write(&mut story);
    assert!(target.join("doc.ann").is_file() && target.join("1.txt").is_file());
    assert!(info(&story).contains("; one thing was dropped"), "{}", info(&story));
    // What somebody else put there stays, and is named.
    let other = target.join("older.ann");
    std::fs::write(&other, "").unwrap();
    write(&mut story);
    press(&mut story, "Replace it");
    assert!(info(&story).contains("1 file in the folder is not of this export (older.ann)"), "{}", info(&story));
    std::fs::remove_file(other).unwrap();
    story = story.again(|| window(Vec::new()));
    import(&mut story, &target);
    press(&mut story, "Import");
    let of_last = story.desk().bench.session().mention_count();
    assert!(of_last >= 3, "what was written comes back: {of_last}");
}

/// What this thread has read and written so far, in bytes.
#[cfg(target_os = "linux")]
fn bytes_moved() -> u64 {
    let told = std::fs::read_to_string("/proc/thread-self/io").unwrap();
    let of = |name: &str| told.lines().find_map(|line| line.strip_prefix(name)?.trim().parse::<u64>().ok()).unwrap();
    of("rchar:") + of("wchar:")
}

#[cfg(target_os = "linux")]
#[test]
fn the_frame_reads_and_writes_no_file() {
    let mut story = Story::begin();
    // A megabyte of text, so that reading it would show.
    let long = format!("{TEXT}{}", " Nothing was said.".repeat(60_000));
    let folder = brat(&story, "long", &long, ANN);
    let before = bytes_moved();
    import(&mut story, &folder);
    press(&mut story, "Import");
    story.press_with(Modifiers::COMMAND, Key::E);
    story.settle();
    choose_format(&mut story, "csv");
    press(&mut story, "Write to a path…");
    let target = story.folder.path().join("out.csv");
    type_path(&mut story, &target, "Write");
    let moved = bytes_moved() - before;
    assert!(target.is_file());
    assert!(moved < 20_000, "{moved} bytes went through the window's thread");
}
