//! Labelled data comes into the window and goes out of it: shown first, then brought in as one step or written; what came in as
//! suggestions is taken or turned down.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a missing word, file or widget is a failed test")]

use byline::edit::Command;
use byline::model::{How, Proposal, Session};
use eframe::egui::accesskit::{Action, ActionData, ActionRequest, Role, TreeId};
use eframe::egui::{Event, Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use program::shared;
use std::path::{Path, PathBuf};
use window::{Story, press, shows, window};

#[path = "support/program.rs"]
mod program;
#[path = "support/window.rs"]
mod window;

const TEXT: &str = "Ada Kvist met dockers in Brel. Ada Kvist left.";
const ANN: &str = "T1\tHarbour_Person 0 9\tAda Kvist\nT2\tHarbour_Person 31 40\tAda Kvist\nT3\tPlace 25 29\tBrel\n\
                   R1\tSeen_in Arg1:T1 Arg2:T3\t\n#1\tAnnotatorNotes T1\tsure of it\n";

/// A folder with one brat document.
fn brat(story: &Story, name: &str, text: &str, ann: &str) -> PathBuf {
    let folder = story.folder.path().join(name);
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("doc.txt"), text).unwrap();
    std::fs::write(folder.join("doc.ann"), ann).unwrap();
    folder
}

fn session(story: &Story) -> Session {
    story.desk().bench.snapshot()
}

fn info(story: &Story) -> String {
    story.app().notices().info().unwrap_or_default().to_owned()
}

fn is_disabled(story: &Story, name: &str) -> bool {
    story.harness.get_by_label(name).accesskit_node().is_disabled()
}

fn type_path(story: &mut Story, path: &Path, verb: &str) {
    let node = story.harness.get_by_label("Path").accesskit_node().locate().0;
    let data = Some(ActionData::Value(path.display().to_string().into()));
    let request = ActionRequest { action: Action::SetValue, target_tree: TreeId::ROOT, target_node: node, data };
    story.harness.event(Event::AccessKitActionRequest(request));
    story.settle();
    press(story, verb);
}

/// Opens the import on `path` by keys and names.
fn import(story: &mut Story, path: &Path) {
    story.press_with(Modifiers::COMMAND, Key::I);
    press(story, "Type a path…");
    type_path(story, path, "Choose");
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
fn suggestions_are_no_work_until_they_are_taken_one_by_one_or_by_filter() {
    let mut story = Story::begin();
    let folder = brat(&story, "harbour", TEXT, ANN);
    story.press_with(Modifiers::COMMAND, Key::I);
    press(&mut story, "Mentions come in as suggestions");
    press(&mut story, "Type a path…");
    type_path(&mut story, &folder, "Choose");
    assert!(shows(&story, "Comes in as suggestions: 3 mentions and 1 relation."));
    press(&mut story, "Import");
    while story.shard().suggestions.is_empty() {
        story.press_with(Modifiers::COMMAND, Key::PageDown);
    }
    assert!(story.mentions().is_empty());
    assert!(shows(&story, "3, no work until accepted; 1 relation comes with them"));
    press(&mut story, "Reject Place: Brel");
    assert!(shows(&story, "2, no work until accepted"));
    assert!(!shows(&story, "relation comes with them"), "it goes with one of its ends");
    story.press_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::L);
    story.harness.get_by_label("Filter mentions").type_text("nobody");
    story.settle();
    assert!(shows(&story, "0 of 2 shown"));
    story.press_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::Enter);
    assert!(info(&story).contains("No suggestion matches"), "{}", info(&story));
    for _ in 0..6 {
        story.press(Key::Backspace);
    }
    story.harness.get_by_label("Filter mentions").type_text("kvist");
    story.settle();
    story.press_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::Enter);
    assert_eq!(story.mentions().len(), 2);
    assert!(story.shard().mentions.iter().all(|mention| mention.provenance.how == How::Suggested));
    assert_eq!(story.desk().bench.undo_name(), Some("Accept 2 suggestions"));
    press(&mut story, "In text order");
    story.press_with(Modifiers::COMMAND, Key::Z);
    assert!(story.mentions().is_empty(), "one step");
    story.press_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::Delete);
    let states: Vec<Proposal> = story.shard().suggestions.iter().map(|row| row.state).collect();
    assert_eq!(states, [Proposal::Rejected; 4], "and the relation");
    assert!(!shows(&story, "no work until accepted"), "the list goes with the last one");
}

/// Imports `folder` as suggestions.
fn propose(story: &mut Story, folder: &Path) {
    story.press_with(Modifiers::COMMAND, Key::I);
    press(story, "Mentions come in as suggestions");
    press(story, "Type a path…");
    type_path(story, folder, "Choose");
    press(story, "Import");
}

fn open_everywhere(story: &Story) -> usize {
    let session = story.desk().bench.session();
    let open =
        |shard: &byline::model::Shard| shard.suggestions.iter().filter(|row| row.state == Proposal::Proposed).count();
    session.shards().iter().map(|shard| open(shard)).sum()
}

#[test]
fn suggestions_are_gone_through_by_keys_and_a_relation_comes_with_its_ends() {
    let mut story = Story::begin();
    let folder = brat(&story, "harbour", TEXT, ANN);
    propose(&mut story, &folder);
    while story.shard().suggestions.is_empty() {
        story.press_with(Modifiers::COMMAND, Key::PageDown);
    }
    story.press(Key::F8);
    story.press(Key::F9);
    assert_eq!(story.mentions(), ["entity.harbour_person: Ada Kvist"]);
    assert!(story.shard().relations.is_empty(), "the other end is not there yet");
    // The next one was gone to by that: Brel.
    story.press(Key::F9);
    assert_eq!((story.mentions().len(), story.shard().relations.len()), (2, 1));
    assert_eq!(open_everywhere(&story), 1);
    story.press_with(Modifiers::COMMAND, Key::Z);
    assert_eq!((story.mentions().len(), story.shard().relations.len()), (1, 0), "one step made both");
    story.press(Key::F8);
    story.press_with(Modifiers::SHIFT, Key::F9);
    assert_eq!(story.mentions().len(), 1);
    // The same files have nothing new: what was turned down is not proposed again.
    story.press_with(Modifiers::COMMAND, Key::I);
    press(&mut story, "Mentions come in as suggestions");
    press(&mut story, "Type a path…");
    type_path(&mut story, &folder, "Choose");
    assert!(shows(&story, "nothing in these files is new to the session"));
    assert!(shows(&story, "Mentions: 3 read, 3 there already"), "they are counted all the same");
}

fn set_least_score(story: &mut Story, hundredths: f64) {
    let slider = story.harness.get_by_role(Role::Slider).accesskit_node().locate().0;
    let data = Some(ActionData::NumericValue(hundredths));
    let request = ActionRequest { action: Action::SetValue, target_tree: TreeId::ROOT, target_node: slider, data };
    story.harness.event(Event::AccessKitActionRequest(request));
    story.settle();
}

#[test]
fn suggestions_of_all_articles_are_narrowed_by_who_proposes_them_and_by_score() {
    let mut story = Story::begin();
    let one = brat(&story, "one", TEXT, ANN);
    propose(&mut story, &one);
    let predicted = story.folder.path().join("predicted.json");
    let region = |start: usize, end: usize, score: f64| {
        format!(
            r#"{{"id":"r{start}","type":"labels","from_name":"label","to_name":"text","score":{score},
               "value":{{"start":{start},"end":{end},"labels":["Harbour_Person"]}}}}"#
        )
    };
    let text = "Bo Renn met Cy Toft.";
    let task = format!(
        r#"[{{"id":1,"data":{{"text":"{text}"}},"predictions":[{{"model_version":"m2","result":[{},{}]}}]}}]"#,
        region(0, 7, 0.95),
        region(12, 19, 0.4)
    );
    std::fs::write(&predicted, task).unwrap();
    import(&mut story, &predicted);
    assert!(shows(&story, "Comes in as suggestions: 2 mentions."));
    press(&mut story, "Import");
    assert_eq!(open_everywhere(&story), 6, "with a relation that waits");
    go_to_article_without_suggestions(&mut story);
    assert!(shows(&story, "Of all articles: 5") && !shows(&story, "Accept all"), "the mentions have the room");
    press(&mut story, "Of all articles: 5");
    assert!(shows(&story, "5, no work until accepted; 1 relation comes with them"));
    set_least_score(&mut story, 90.0);
    assert!(shows(&story, "1 of 5 shown"));
    story.press_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::Enter);
    assert_eq!((open_everywhere(&story), story.desk().bench.undo_name()), (5, Some("Accept one suggestion")));
    set_least_score(&mut story, 0.0);
    assert!(shows(&story, "4, no work until accepted"));
    story.press_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::Enter);
    assert_eq!(open_everywhere(&story), 0);
    assert_eq!(story.desk().bench.undo_name(), Some("Accept 4 suggestions in 2 articles"));
    story.press_with(Modifiers::COMMAND, Key::Z);
    assert_eq!(open_everywhere(&story), 5, "one step, whatever articles they are in");
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

/// Goes through the articles to one that has none.
fn go_to_article_without_suggestions(story: &mut Story) {
    for _ in 0..10 {
        let front = story.desk().bench.view.article.unwrap();
        if story.desk().bench.session().shard(front).unwrap().suggestions.is_empty() {
            return;
        }
        story.press_with(Modifiers::COMMAND, Key::PageDown);
    }
    panic!("every article has suggestions");
}
