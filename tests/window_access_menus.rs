//! Every action on files, on entries, on rows of the Review view, and of help, by nothing but requests to the accessibility
//! tree: no key, no pointer.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::string_slice,
    reason = "a missing node, word or mention is a failed test"
)]

use byline::gui::{ACTIONS, Action, Menu};
use byline::model::{Entry, Mention, Session};
use byline::workbench::SaveState;
use eframe::egui::accesskit::{self, Role};
use eframe::egui::{Key, MissingGlyphPolicy, ViewportCommand};
use egui_kittest::kittest::{AccessKitNode, NodeT, Queryable};
use reader::Reader;
use std::collections::BTreeSet;
use std::path::PathBuf;
use window::Story;

#[path = "support/window.rs"]
mod window;

#[path = "support/reader.rs"]
mod reader;

fn begin() -> Reader {
    Reader { story: Story::begin(), done: BTreeSet::new() }
}

fn session(reader: &Reader) -> &Session {
    reader.story.desk().bench.session()
}

/// Every action of `menus` was carried out.
fn assert_all_done(reader: &Reader, menus: &[Menu]) {
    let of_them = ACTIONS.iter().filter(|info| menus.contains(&info.menu));
    let left: Vec<&str> = of_them.map(|info| info.name).filter(|name| !reader.done.contains(name)).collect();
    assert!(left.is_empty(), "not tried: {left:?}");
}

fn written(reader: &Reader, name: &str, text: &str) -> PathBuf {
    let path = reader.story.folder.path().join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, text).unwrap();
    path
}

#[test]
fn articles_and_sessions_come_and_go_through_the_tree_alone() {
    let mut reader = begin();
    articles(&mut reader);
    saving(&mut reader);
    labelled_data(&mut reader);
    pages(&mut reader);
    comparing(&mut reader);
    reader.act(Action::Preferences);
    reader.press("Dark");
    assert_eq!(reader.settings().theme, byline::store::Theme::Dark);
    reader.press("Close");
    leaving(&mut reader);
    assert_all_done(&reader, &[Menu::File]);
}

fn articles(reader: &mut Reader) {
    let names = |reader: &Reader| -> Vec<String> {
        session(reader).shards().iter().map(|shard| shard.article.name.clone()).collect()
    };
    let third = written(reader, "3.txt", "A third one\n\nBrel is quiet.");
    reader.act_on(Action::AddArticles, &third, "Add");
    reader.press("Add 1 article");
    assert_eq!(names(reader), ["1.txt", "2.txt", "3.txt"]);
    let fourth = written(reader, "more/4.txt", "A fourth one\n\nThe quay is open.");
    reader.act_on(Action::AddFolder, fourth.parent().unwrap(), "Add");
    reader.press("Add 1 article");
    assert_eq!(names(reader).len(), 4);
    reader.act(Action::ArticleEncoding);
    assert!(reader.has("Encoding of this file"));
    reader.press("Cancel");
    // Of the machine that tests run on nobody knows what is on its clipboard, if it has one.
    reader.act(Action::PasteArticle);
    if !reader.has("Nothing was pasted: ") {
        assert!(reader.has(" ticked"));
        reader.press("Cancel");
    }
}

fn saving(reader: &mut Reader) {
    let path = reader.story.folder.path().join("work.ron");
    reader.act_on(Action::SaveAs, &path, "Save");
    assert_eq!((reader.story.desk().save_state(), path.is_file()), (SaveState::Saved, true));
    reader.act(Action::CycleStatus);
    assert_ne!(reader.story.desk().save_state(), SaveState::Saved);
    reader.act(Action::Save);
    assert_eq!(reader.story.desk().save_state(), SaveState::Saved);
    reader.act(Action::Versions);
    assert!(reader.has("Look at the version of "));
    reader.press("Close");
}

fn labelled_data(reader: &mut Reader) {
    let doc = written(reader, "brat/doc.txt", "Bo Renn met nobody.");
    written(reader, "brat/doc.ann", "T1\tPerson 0 7\tBo Renn\n");
    reader.act(Action::Import);
    reader.press("Type a path…");
    reader.write("Path", &doc.parent().unwrap().display().to_string());
    reader.press("Choose");
    reader.press("Import");
    assert_eq!(session(reader).mention_count(), 1);
    for (action, title, name) in
        [(Action::Export, "Export labelled data", "out"), (Action::WriteReport, "Write a report", "report.html")]
    {
        reader.act(action);
        assert!(reader.has(title));
        reader.press("Write to a path…");
        let path = reader.story.folder.path().join(name);
        reader.write("Path", &path.display().to_string());
        reader.press("Write");
        assert!(path.exists(), "{name}");
    }
}

fn pages(reader: &mut Reader) {
    let page = written(reader, "rules.md", "# Rules\n\nTag what is named.\n");
    reader.act_on(Action::AddPages, &page, "Add");
    let titles: Vec<&str> = session(reader).guidelines.iter().map(|page| page.title.as_str()).collect();
    assert_eq!(titles, ["Rules"]);
    let folder = reader.story.folder.path().join("pages");
    std::fs::create_dir(&folder).unwrap();
    reader.act_on(Action::WritePages, &folder, "Write");
    assert!(std::fs::read_dir(&folder).unwrap().next().is_some());
    reader.press("Close the guidelines");
}

fn comparing(reader: &mut Reader) {
    reader.act(Action::Save);
    let copy = reader.story.folder.path().join("copy.ron");
    std::fs::copy(reader.story.desk().path().unwrap(), &copy).unwrap();
    reader.act_on(Action::OpenSides, &copy, "Compare");
    let files = reader.story.desk().sides().files();
    assert_eq!(files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>(), ["copy.ron"]);
    reader.act(Action::FocusArticles);
}

fn leaving(reader: &mut Reader) {
    let path = reader.story.folder.path().join("work.ron");
    let count = session(reader).shards().len();
    reader.act(Action::NewSession);
    assert!(session(reader).shards().is_empty());
    reader.act_on(Action::OpenSession, &path, "Open");
    assert_eq!(session(reader).shards().len(), count);
    // Its guidelines name letters that the fonts of tests do not have.
    reader.story.harness.ctx.set_missing_glyph_policy(MissingGlyphPolicy::Tofu);
    reader.act(Action::OpenSample);
    assert_eq!(session(reader).info.title, "North Quay");
    reader.act_on(Action::OpenByPath, &path, "Open");
    assert_eq!(session(reader).shards().len(), count);
    reader.act(Action::CycleStatus);
    reader.act(Action::Quit);
    reader.press("Keep working");
    reader.act(Action::Quit);
    let node = reader.find("the button", |node| node.label().as_deref() == Some("Quit without saving"));
    reader.send(node, accesskit::Action::Click, None);
    let mut is_closed = false;
    for _ in 0..3 {
        reader.story.harness.step();
        let views = &reader.story.harness.output().viewport_output;
        is_closed |= views.values().any(|view| view.commands.contains(&ViewportCommand::Close));
    }
    assert!(is_closed);
}

#[test]
fn the_register_is_kept_through_the_tree_alone() {
    let mut reader = begin();
    for (words, label) in [("Ada Kvist", "Person"), ("The Minister of Ports", "Person"), ("She", "Person")] {
        reader.select(words);
        reader.press(label);
        reader.act(Action::LinkEntry);
        reader.press(&format!("New entry “{words}”"));
        reader.act(Action::Escape);
    }
    reader.act(Action::Register);
    naming(&mut reader);
    one_of_several(&mut reader);
    reader.act(Action::LikelySame);
    assert!(reader.has("Of all entries"));
    reader.press("Ada Kvist");
    reader.act(Action::DeleteEntries);
    reader.press("Delete the entry");
    assert!(!names(&reader).contains(&"Ada Kvist".to_owned()));
    assert_all_done(&reader, &[Menu::Register]);
}

fn names(reader: &Reader) -> Vec<String> {
    let mut names: Vec<String> = session(reader).entries.iter().map(|entry| entry.name.clone()).collect();
    names.sort();
    names
}

fn entry<'a>(reader: &'a Reader, name: &str) -> &'a Entry {
    session(reader).entries.iter().find(|entry| entry.name == name).unwrap_or_else(|| panic!("{name}"))
}

fn naming(reader: &mut Reader) {
    reader.act(Action::NewEntry);
    reader.write("Name of the new entry", "Port of Brel");
    reader.press("Add to the register");
    assert_eq!(names(reader), ["Ada Kvist", "Port of Brel", "She", "The Minister of Ports"]);
    reader.press("She");
    reader.act(Action::RenameEntry);
    assert_eq!(reader.focused(), "Name of the entry");
    reader.write("Name of the entry", "A. Kvist");
    reader.press("Ada Kvist");
    assert_eq!(names(reader), ["A. Kvist", "Ada Kvist", "Port of Brel", "The Minister of Ports"]);
}

fn one_of_several(reader: &mut Reader) {
    for is_apart in [true, false] {
        reader.press("Ada Kvist");
        reader.act(Action::TellApart);
        assert!(reader.has("“Ada Kvist” is not the same as"));
        press_in_front(reader, "Port of Brel");
        let (one, other) = (entry(reader, "Ada Kvist"), entry(reader, "Port of Brel"));
        assert_eq!(one.distinct_from.contains(&other.id), is_apart);
    }
    reader.press("Ada Kvist");
    reader.act(Action::AlignEntry);
    press_in_front(reader, "Port of Brel");
    assert_eq!(session(reader).alignments.iter().count(), 1);
    reader.press("Ada Kvist");
    reader.act(Action::MergeEntries);
    press_in_front(reader, "The Minister of Ports");
    reader.press("Merge");
    assert_eq!(names(reader), ["A. Kvist", "Ada Kvist", "Port of Brel"]);
    reader.press("Ada Kvist");
    reader.press("Spellings");
    reader.press("Choose the mentions “The Minister of Ports”");
    reader.act(Action::SplitEntry);
    reader.write("Name of the new entry", "The Minister");
    reader.press("Split");
    assert_eq!(names(reader), ["A. Kvist", "Ada Kvist", "Port of Brel", "The Minister"]);
}

/// Presses the row of this name in the dialog in front, where the view behind has one of the same name.
fn press_in_front(reader: &mut Reader, name: &str) {
    let begins = format!("{name},");
    let rows = reader.story.harness.query_all_by(|node| {
        node.role() == Role::Button && node.label().is_some_and(|told| told == name || told.starts_with(&begins))
    });
    let row =
        rows.map(|node| node.accesskit_node().locate().0).next_back().unwrap_or_else(|| panic!("{name} is not there"));
    reader.ask(row, accesskit::Action::Click, None);
}

#[test]
fn rows_are_reviewed_through_the_tree_alone() {
    let mut reader = begin();
    for words in ["Ada Kvist", "dockers", "quay would stay open"] {
        reader.select(words);
        reader.press("Person");
        reader.act(Action::Escape);
    }
    reader.act(Action::Review);
    let row = "Person, Ada Kvist";
    let state = |reader: &Reader| mention(reader, "Ada Kvist").review.state.to_string();
    for (action, expected) in
        [(Action::ReviewAccept, "accepted"), (Action::ReviewReject, "rejected"), (Action::ReviewReopen, "open")]
    {
        reader.press(row);
        reader.act(action);
        assert_eq!(state(&reader), expected, "{action:?}");
    }
    reader.press(row);
    reader.act(Action::ReviewFlag);
    assert_eq!(mention(&reader, "Ada Kvist").flags.len(), 1);
    reader.press(row);
    reader.act(Action::ReviewNote);
    reader.write("Note", "Told by telephone.");
    reader.press("Add the note");
    reader.press("Close");
    let notes = mention(&reader, "Ada Kvist").notes;
    assert_eq!(notes.iter().map(|note| note.text.as_str()).collect::<Vec<_>>(), ["Told by telephone."]);
    reader.act(Action::ReviewMany);
    reader.press("Accept");
    reader.press("Accept 3 rows");
    assert!(reader.has("3 accepted, 0 rejected, 0 open"));
    reader.act(Action::ReviewFilter);
    reader.press("accepted");
    reader.press("Done");
    assert!(reader.has("Take off: accepted"));
    reader.act(Action::ReviewSave);
    reader.write("Name of the filter", "Settled");
    reader.press("Save");
    assert_eq!(session(&reader).filters.iter().map(|filter| filter.name.as_str()).collect::<Vec<_>>(), ["Settled"]);
    reader.act(Action::ReviewChecks);
    assert!(reader.has("Worth a second look"));
    reader.press("Close");
    assert_all_done(&reader, &[Menu::Review]);
}

fn mention(reader: &Reader, quote: &str) -> Mention {
    let shards = session(reader).shards();
    let mut mentions = shards.iter().flat_map(|shard| shard.mentions.iter());
    mentions.find(|mention| &*mention.quote == quote).unwrap().clone()
}

#[test]
fn help_is_had_through_the_tree_alone() {
    let mut reader = begin();
    reader.act(Action::Palette);
    reader.write("Find an action", "dark");
    reader.press("Dark theme");
    assert_eq!(reader.settings().theme, byline::store::Theme::Dark);
    reader.act(Action::Keys);
    assert!(reader.has("Key of “Undo”: "));
    reader.press("Close");
    reader.act(Action::Guide);
    reader.write("Search the guide", "krippendorff");
    assert!(reader.has("2 pages"));
    reader.press("Close");
    reader.act(Action::Tour);
    assert!(reader.has("Tour, step 1 of 5"));
    reader.press("Next");
    assert!(reader.has("Tour, step 2 of 5"));
    reader.press("Leave the tour");
    reader.act(Action::Messages);
    assert!(reader.has("Copy: Add 2 articles"));
    reader.press("Close");
    assert_all_done(&reader, &[Menu::Help]);
}

/// What leaves the session, asks the system for a path, or needs more than the sample session shows; the stories of actions
/// have them.
const ELSEWHERE: [Action; 21] = [
    Action::NewSession,
    Action::OpenSession,
    Action::AddArticles,
    Action::AddFolder,
    Action::PasteArticle,
    Action::Save,
    Action::SaveAs,
    Action::Versions,
    Action::AddPages,
    Action::WritePages,
    Action::OpenSides,
    Action::Quit,
    Action::Redo,
    Action::TagArmed,
    Action::TagFound,
    Action::AcceptSuggestion,
    Action::RejectSuggestion,
    Action::TakeAgreed,
    Action::ReadSides,
    Action::CloseBeside,
    Action::OtherArticle,
];

/// What was opened is closed by Escape here, which closes everything.
#[test]
fn whatever_an_action_shows_of_the_sample_session_has_a_name() {
    let mut reader = begin();
    // Its guidelines name letters that the fonts of tests do not have.
    reader.story.harness.ctx.set_missing_glyph_policy(MissingGlyphPolicy::Tofu);
    reader.act(Action::OpenSample);
    reader.press("Go on without saving");
    let places: [fn(&mut Reader); 6] = [
        |reader| {
            reader.act(Action::NextMention);
            // How sure somebody is has a slider, once it is stated.
            if reader.has("not stated") {
                reader.press("not stated");
            }
        },
        |reader| show_entry(reader, "Layer Event"),
        |reader| show_entry(reader, "Layer Claim"),
        |reader| reader.act(Action::Review),
        |reader| reader.act(Action::Pages),
        |reader| reader.act(Action::Compare),
    ];
    for go in places {
        go(&mut reader);
        for info in ACTIONS.iter().filter(|info| !ELSEWHERE.contains(&info.action)) {
            if reader.done.contains(info.name) || !reader.try_act(info.action) {
                continue;
            }
            // A question within a dialog first, then the dialog.
            for _ in 0..2 {
                reader.story.press(Key::Escape);
                reader.story.settle();
            }
            reader.act(Action::FocusArticles);
            go(&mut reader);
        }
    }
    let here = ACTIONS.iter().filter(|info| !ELSEWHERE.contains(&info.action)).map(|info| info.name);
    let left: Vec<&str> = here.filter(|name| !reader.done.contains(name)).collect();
    assert!(left.is_empty(), "not tried: {left:?}");
}

fn show_entry(reader: &mut Reader, layer: &str) {
    reader.act(Action::Register);
    reader.press(layer);
    let is_row = |node: &AccessKitNode<'_>| node.label().is_some_and(|name| name.ends_with(" mentions"));
    let row = reader.find("an entry", is_row);
    reader.ask(row, accesskit::Action::Click, None);
}

#[test]
fn no_menu_is_left_out() {
    let here = [Menu::File, Menu::Register, Menu::Review, Menu::Help];
    let elsewhere = [Menu::Edit, Menu::Go, Menu::View];
    assert!(Menu::ALL.iter().all(|menu| here.contains(menu) || elsewhere.contains(menu)));
}
