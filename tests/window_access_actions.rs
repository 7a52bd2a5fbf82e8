//! Every action of the view, one after the other, by nothing but requests to the accessibility tree: no key, no pointer.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::string_slice,
    reason = "a missing node, word or mention is a failed test"
)]

use byline::gui::{ACTIONS, Action, Menu};
use byline::model::{Origin, ReviewState};
use byline::store::Theme;
use byline::text::Snap;
use eframe::egui::accesskit::{self, ActionData, Role};
use egui_kittest::kittest::{NodeT, Queryable};
use reader::{Reader, can_be_pressed};
use std::collections::BTreeSet;
use window::Story;

#[path = "support/window.rs"]
mod window;

#[path = "support/reader.rs"]
mod reader;

#[test]
fn every_action_of_the_view_can_be_had_through_the_tree_alone() {
    let mut reader = Reader { story: Story::begin(), done: BTreeSet::new() };
    tags_and_edges(&mut reader);
    fragments_and_relations(&mut reader);
    armed_and_deleted(&mut reader);
    units_and_steps(&mut reader);
    cleaning(&mut reader);
    finding(&mut reader);
    searching(&mut reader);
    guidelines(&mut reader);
    switches(&mut reader);
    articles_and_panes(&mut reader);
    related_text(&mut reader);
    looks(&mut reader);
    suggestions(&mut reader);
    conflicts(&mut reader);
    schema(&mut reader);
    repeats(&mut reader);
    comparing(&mut reader);
    let of_the_view = |menu: Menu| matches!(menu, Menu::Edit | Menu::Go | Menu::View);
    let all: BTreeSet<&str> = ACTIONS.iter().filter(|info| of_the_view(info.menu)).map(|info| info.name).collect();
    let left: Vec<&&str> = all.difference(&reader.done).collect();
    assert!(left.is_empty(), "not tried: {left:?}");
}

fn searching(reader: &mut Reader) {
    reader.act(Action::Search);
    assert_eq!(reader.focused(), "Find in all articles");
    reader.write("Find in all articles", "talks");
    assert!(reader.has("1 place in 1 article"));
    reader.act(Action::TagFound);
    assert!(reader.has("1 of 1 place ticked"));
    reader.press("Close");
    reader.act(Action::FocusArticles);
    assert!(!reader.has("Find in all articles"));
    reader.select("dockers");
    reader.act(Action::SearchEverywhere);
    assert!(reader.has("Places: dockers, in Harbour talks resume, 1 of 1"));
    reader.press("The Minister of Ports, Ada Kvist, met dockers in Brel on Monday. She said the quay would stay open.");
    assert_eq!(reader.selected_words(), "dockers");
    reader.act(Action::Escape);
}

fn guidelines(reader: &mut Reader) {
    reader.act(Action::NewPage);
    reader.write("Title of the page", "Rules");
    reader.press("Done");
    reader.act(Action::EditPage);
    reader.press("Discard changes");
    reader.act(Action::DropPage);
    reader.act(Action::Pages);
    assert!(reader.has("No pages yet"));
    reader.press("Event");
    reader.act(Action::LabelPage);
    assert!(reader.has("No page explains “Event” yet."));
    reader.press("Close the guidelines");
    reader.act(Action::Escape);
}

fn related_text(reader: &mut Reader) {
    reader.act(Action::RelatedText);
    assert!(reader.has("related sentences, 0 of them shared copy"));
    reader.press("Close");
    reader.act(Action::SharedCopy);
    assert!(reader.has("Shared copy has no line beside it"));
    reader.act(Action::SharedCopy);
    assert!(reader.has("Shared copy has a line beside it"));
}

fn tags_and_edges(reader: &mut Reader) {
    reader.select("Ada Kvist");
    reader.press("Person");
    assert_eq!(reader.story.mentions(), ["actor.person: Ada Kvist"]);
    reader.act(Action::LinkEntry);
    reader.press("New entry “Ada Kvist”");
    assert!(reader.has("Entry: Ada Kvist"));
    for (action, expected) in [
        (Action::EndOut, "Ada Kvist, met"),
        (Action::EndIn, "Ada Kvist"),
        (Action::StartOut, "Ports, Ada Kvist"),
        (Action::StartIn, "Ada Kvist"),
        (Action::EndOutByCharacter, "Ada Kvist,"),
        (Action::EndInByCharacter, "Ada Kvist"),
        (Action::StartInByCharacter, "da Kvist"),
        (Action::StartOutByCharacter, "Ada Kvist"),
    ] {
        reader.act(action);
        assert_eq!(reader.fragments(), [expected], "{action:?}");
    }
}

fn cleaning(reader: &mut Reader) {
    let before = reader.story.shard().regions.len();
    reader.select("Nobody else spoke");
    reader.act(Action::MarkRegion);
    reader.press("Mark as other story");
    assert_eq!(reader.story.shard().regions.len(), before + 1);
    reader.act(Action::Cleaning);
    reader.press("Accepted");
    assert!(reader.has("other story: marked by hand: Nobody else spoke"));
    reader.press("Close");
    reader.act(Action::DropRegion);
    assert_eq!(reader.story.shard().regions.len(), before);
}

fn fragments_and_relations(reader: &mut Reader) {
    reader.select("dockers");
    reader.act(Action::AddFragment);
    assert_eq!(reader.fragments(), ["Ada Kvist", "dockers"]);
    reader.act(Action::RemoveFragment);
    assert_eq!(reader.fragments(), ["Ada Kvist"]);
    reader.select("quay would stay open");
    reader.press("Claim");
    reader.act(Action::Relate);
    reader.act(Action::Escape);
    assert!(!reader.has("choose the other end"));
    reader.act(Action::Relate);
    assert!(reader.has("choose the other end"));
    reader.press("Person: Ada Kvist");
    reader.press("Relate");
    reader.press("Claimed by");
    let shard = reader.story.shard();
    let claim = reader.story.selected().unwrap();
    assert_eq!((claim.quote.as_ref(), shard.relations_of(claim.id).count()), ("quay would stay open", 1));
    reader.act(Action::EditRelations);
    reader.press("About");
    reader.press("Close");
    let shard = reader.story.shard();
    let labels: Vec<&str> = shard.relations.iter().map(|relation| relation.label.as_str()).collect();
    assert_eq!(labels, ["about"]);
}

fn armed_and_deleted(reader: &mut Reader) {
    let before = reader.story.mentions();
    reader.act(Action::DeleteMention);
    assert!(reader.has("What hangs on it goes with it: 1 relation."));
    reader.press("Delete all of it");
    assert_eq!(reader.story.mentions().len(), 1);
    reader.act(Action::Undo);
    assert_eq!(reader.story.mentions(), before);
    reader.act(Action::Redo);
    assert_eq!(reader.story.mentions().len(), 1);
    reader.act(Action::Undo);
    reader.act(Action::Escape);
    assert_eq!(reader.story.selected(), None);
    reader.press("Event");
    assert!(reader.story.app().armed().is_some());
    reader.select("met dockers in Brel");
    reader.act(Action::TagArmed);
    assert!(reader.story.mentions().contains(&"event: met dockers in Brel".to_owned()));
    reader.act(Action::Escape);
    assert_eq!(reader.story.app().armed(), None);
    reader.select("Brel");
    reader.press("State or place");
    assert_eq!(reader.story.mentions().len(), 4);
}

fn units_and_steps(reader: &mut Reader) {
    reader.select("Harbour");
    for (action, expected) in [
        (Action::NextParagraph, "The Minister"),
        (Action::NextSentence, "She said"),
        (Action::PreviousSentence, "The Minister"),
        (Action::PreviousParagraph, "Harbour"),
    ] {
        reader.act(action);
        assert_eq!(reader.caret(), reader.at(expected), "{action:?}");
    }
    reader.act(Action::SelectSentence);
    assert_eq!(reader.selected_words(), "Harbour talks resume");
    reader.act(Action::Escape);
    reader.act(Action::NextParagraph);
    reader.act(Action::SelectParagraph);
    assert!(reader.selected_words().starts_with("The Minister") && reader.selected_words().ends_with("stay open"));
    reader.act(Action::Escape);
    reader.select("Harbour");
    reader.act(Action::Escape);
    let quote = |reader: &Reader| reader.story.selected().unwrap().quote;
    for (action, expected) in [
        (Action::NextMention, "Ada Kvist"),
        (Action::NextMention, "met dockers in Brel"),
        (Action::NextMention, "Brel"),
        (Action::OuterMention, "met dockers in Brel"),
        (Action::PreviousMention, "Ada Kvist"),
    ] {
        reader.act(action);
        assert_eq!(quote(reader).as_ref(), expected, "{action:?}");
    }
}

fn finding(reader: &mut Reader) {
    reader.act(Action::Find);
    assert_eq!(reader.focused(), "Find in the article");
    reader.write("Find in the article", "st");
    assert_eq!(reader.selected_words().to_lowercase(), "st");
    let first = reader.caret();
    reader.act(Action::FindNext);
    assert_ne!(reader.caret(), first);
    reader.act(Action::FindPrevious);
    assert_eq!(reader.caret(), first);
    for action in [Action::FindCase, Action::FindMarks, Action::FindWords, Action::FindPattern] {
        let before = reader.settings().find;
        reader.act(action);
        assert_ne!(reader.settings().find, before, "{action:?}");
        reader.act(action);
        assert_eq!(reader.settings().find, before, "{action:?}");
    }
    reader.press("Close the find bar");
    assert!(!reader.has("Close the find bar"));
    reader.act(Action::QuickSelect);
    reader.write("Find and select", "nobody");
    assert_eq!(reader.selected_words(), "Nobody");
    reader.press("Person");
    assert!(reader.story.mentions().contains(&"actor.person: Nobody".to_owned()));
}

fn switches(reader: &mut Reader) {
    let before = reader.settings();
    reader.act(Action::CycleSnap);
    assert_ne!(reader.settings().snap, before.snap);
    reader.act(Action::CycleSnap);
    reader.act(Action::CycleSnap);
    assert_eq!(reader.settings().snap, Snap::Words);
    reader.act(Action::ToggleTrim);
    assert_ne!(reader.settings().trim, before.trim);
    reader.press("edges kept");
    assert_eq!(reader.settings().trim, before.trim, "the status bar has it, too");
    let status = reader.story.shard().metadata.status;
    reader.act(Action::CycleStatus);
    assert_ne!(reader.story.shard().metadata.status, status);
}

fn articles_and_panes(reader: &mut Reader) {
    let first = reader.story.shard().id();
    reader.act(Action::NextArticle);
    assert_ne!(reader.story.shard().id(), first);
    reader.act(Action::PreviousArticle);
    assert_eq!(reader.story.shard().id(), first);
    reader.act(Action::FocusArticles);
    assert!(reader.focused().starts_with("Harbour talks resume, "), "{}", reader.focused());
    reader.act(Action::Details);
    assert!(reader.has("Headline, guess"));
    reader.press("Cancel");
    reader.act(Action::ConfirmGuesses);
    assert_eq!(
        reader.story.shard().metadata.headline.as_ref().map(|headline| headline.origin),
        Some(Origin::Confirmed)
    );
    reader.act(Action::Outlets);
    assert!(reader.has("Name of a new outlet"));
    reader.press("Close");
    reader.act(Action::Register);
    assert!(reader.has("Filter entries"));
    assert_eq!(reader.focused(), "Entries: Ada Kvist");
    reader.act(Action::FocusArticles);
    assert!(!reader.has("Filter entries"));
    reader.act(Action::Review);
    assert!(reader.has("Filter by words"));
    assert!(reader.focused().starts_with("Rows: "), "{}", reader.focused());
    reader.act(Action::FocusArticles);
    assert!(!reader.has("Filter by words"));
    reader.act(Action::FilterMentions);
    assert_eq!(reader.focused(), "Filter mentions");
    reader.act(Action::PreviousPane);
    assert_eq!(reader.focused(), "Harbour talks resume", "the text");
    reader.act(Action::NextPane);
    assert_eq!(reader.focused(), "Filter mentions");
    reader.act(Action::OpenBeside);
    assert!(reader.story.desk().bench.beside.is_some());
    let front = reader.story.app().front_view().map(std::ptr::from_ref);
    reader.act(Action::OtherArticle);
    assert_ne!(reader.story.app().front_view().map(std::ptr::from_ref), front);
    reader.act(Action::ScrollTogether);
    assert!(reader.settings().scroll_together);
    reader.act(Action::CloseBeside);
    assert!(reader.story.desk().bench.beside.is_none());
}

/// Two suggestions that came in by an import: one is taken, the other one turned down, each by an action on all shown.
fn suggestions(reader: &mut Reader) {
    let folder = reader.story.folder.path().join("proposed");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("1.txt"), "Ada Kvist met Bo Renn.").unwrap();
    std::fs::write(folder.join("1.ann"), "T1\tPerson 0 9\tAda Kvist\nT2\tPerson 14 21\tBo Renn\n").unwrap();
    reader.press("File");
    reader.press("Import labelled data… Ctrl+I");
    reader.press("Mentions come in as suggestions");
    reader.press("Type a path…");
    reader.write("Path", &folder.display().to_string());
    reader.press("Choose");
    reader.press("Import");
    while !reader.has("Suggested Person: Bo Renn") {
        reader.act(Action::NextArticle);
    }
    reader.act(Action::NextSuggestion);
    reader.act(Action::AcceptSuggestion);
    assert_eq!(reader.story.mentions(), ["entity.person: Ada Kvist"]);
    reader.act(Action::PreviousSuggestion);
    reader.act(Action::RejectSuggestion);
    assert!(!reader.has("Suggested Person: Bo Renn"));
    reader.act(Action::Undo);
    reader.act(Action::Undo);
    reader.write("Filter mentions", "kvist");
    reader.act(Action::AcceptShown);
    assert_eq!(reader.story.mentions(), ["entity.person: Ada Kvist"]);
    reader.write("Filter mentions", "");
    reader.act(Action::RejectShown);
    assert!(!reader.has("Suggested Person: Bo Renn"));
    assert_eq!(reader.story.mentions(), ["entity.person: Ada Kvist"]);
}

/// The conflicts of the sample session: theirs is taken of one, ours of the other.
fn conflicts(reader: &mut Reader) {
    reader.act(Action::OpenSample);
    reader.press("Go on without saving");
    reader.act(Action::Conflicts);
    reader.press("Take theirs: mention “questioned”");
    reader.press("Keep ours: mention “parliament had ratified it is expected before the summer rec…”");
    assert!(reader.has("Nothing is left open"));
    reader.press("Close");
    let session = reader.story.desk().bench.session();
    assert!(session.conflicts.is_empty());
    let mut mentions = session.shards().iter().flat_map(|shard| shard.mentions.iter());
    let label = mentions.find(|mention| &*mention.quote == "questioned").unwrap().label.to_string();
    assert_eq!(label, "event.meeting");
}

/// Two copies of the session are compared, and what they agree on is looked at.
fn comparing(reader: &mut Reader) {
    reader.act(Action::Compare);
    let session = reader.story.desk().bench.session().clone();
    let copies = ["one.ron", "two.ron"].map(|name| reader.story.folder.path().join(name));
    for path in &copies {
        byline::store::save(path, &session, session.info.created, byline::store::Expected::Nothing).unwrap();
    }
    reader.story.drop_onto(copies.to_vec());
    reader.press("This session is a side too");
    if reader.story.desk().sides().has_own() {
        reader.press("This session is a side too");
    }
    assert!(reader.has("0 of 0 decided, 0 open"));
    reader.act(Action::ReadSides);
    reader.act(Action::Agreement);
    reader.story.settle();
    assert!(reader.has("Gamma: 1.0000"));
    reader.press("Close");
    reader.act(Action::TakeAgreed);
    assert!(reader.has("Take what all sides agree on") && reader.has("By label"));
    reader.press("Back");
    reader.act(Action::FocusArticles);
    reader.act(Action::Headway);
    reader.story.settle();
    assert!(reader.has("New since"));
    reader.press("Close");
    reader.act(Action::History);
    assert!(reader.has("The log has"));
    reader.press("Close");
}

/// A label of the schema is renamed.
fn schema(reader: &mut Reader) {
    reader.act(Action::Schema);
    reader.write("Name of the label", "Agent");
    reader.press("Apply");
    assert!(!reader.has("Give the draft up"));
    let session = reader.story.desk().bench.session();
    assert!(session.schema.label_infos().any(|info| info.name == "Agent"));
}

fn repeats(reader: &mut Reader) {
    let before = reader.story.mentions().len();
    reader.act(Action::TagRepeats);
    assert!(reader.has("Words to look for"));
    reader.write("Words to look for", "the");
    reader.story.settle();
    let is_deed = |name: &String| name.starts_with("Tag ") && name.ends_with(" places");
    let names = reader.story.harness.query_all_by(can_be_pressed).filter_map(|node| node.accesskit_node().label());
    let deed = names.collect::<Vec<String>>().into_iter().find(is_deed).unwrap();
    reader.press(&deed);
    assert!(reader.story.mentions().len() > before, "{deed}");
}

fn looks(reader: &mut Reader) {
    let before = reader.settings();
    let usual = before.clone();
    for (action, changed) in [
        (Action::ZoomIn, before.zoom < 1.05),
        (Action::ZoomReset, true),
        (Action::ZoomOut, true),
        (Action::ZoomReset, true),
        (Action::LargerText, true),
        (Action::SmallerText, true),
        (Action::WiderLines, true),
        (Action::NarrowerLines, true),
        (Action::LooserLines, true),
        (Action::TighterLines, true),
        (Action::ToggleTypeface, true),
        (Action::ToggleTypeface, true),
        (Action::ParagraphNumbers, true),
        (Action::ParagraphNumbers, true),
        (Action::DarkTheme, true),
        (Action::LightTheme, true),
        (Action::SystemTheme, true),
        (Action::LightTheme, true),
    ] {
        let before = reader.settings();
        reader.act(action);
        assert_eq!(reader.settings() != before, changed, "{action:?}");
    }
    reader.act(Action::LargerText);
    reader.act(Action::UsualReading);
    assert!((reader.settings().font_size - usual.font_size).abs() < 1e-3);
    assert_eq!(reader.settings().theme, Theme::Light);
    reader.act(Action::Reading);
    assert!(reader.has("Line height"));
}

#[test]
fn what_the_pointer_finds_in_the_text_is_in_the_tree_as_well() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("long.txt");
    let filler = "Nothing was said on that day by anybody at all.\n\n".repeat(60);
    std::fs::write(&path, format!("Brel talks\n\nAda Kvist met them.\n\n{filler}The quay stays open.\n")).unwrap();
    let mut reader = Reader { story: Story { harness: window::window(vec![path]), folder }, done: BTreeSet::new() };
    reader.story.settle();
    let bar = reader.find("the scroll bar", |node| node.role() == Role::ScrollBar);
    reader.ask(bar, accesskit::Action::SetValue, Some(ActionData::NumericValue(100.0)));
    reader.select("The quay stays open");
    reader.press("Claim");
    let document = reader.find("the article", |node| node.role() == Role::Document);
    for _ in 0..20 {
        reader.ask(document, accesskit::Action::ScrollUp, None);
    }
    reader.select("Ada Kvist");
    reader.press("Person");
    reader.act(Action::Relate);
    reader.press("Claim: The quay stays open");
    reader.press("Relate");
    reader.press("Claimed by");
    let person = reader.story.selected().unwrap();
    assert_eq!(reader.story.shard().relations_of(person.id).count(), 1);
    let at = |reader: &Reader| reader.story.app().front_view().unwrap().place().byte.0;
    reader.press("Go to Claimed by: Ada Kvist");
    assert!(at(&reader) < 1000, "the arrow leads to the end that is off the screen");
    reader.press("Go to Claimed by: The quay stays open");
    assert!(at(&reader) > 1000, "and another one back");
    reader.press("Person: Ada Kvist");
    reader.write("Note", "Told by telephone.");
    reader.press("accepted");
    reader.act(Action::Escape);
    let shard = reader.story.shard();
    let told = shard.mentions.get(person.id).unwrap();
    assert_eq!(told.notes.iter().map(|note| note.text.as_str()).collect::<Vec<_>>(), ["Told by telephone."]);
    assert_eq!(told.review.state, ReviewState::Accepted);
    for label in ["Actor", "Event", "Claim", "Organisation", "State or place"] {
        reader.act(Action::Escape);
        reader.act(Action::PreviousParagraph);
        reader.ask(bar, accesskit::Action::SetValue, Some(ActionData::NumericValue(0.0)));
        reader.select("Ada Kvist");
        reader.press(label);
    }
    assert_eq!(reader.story.mentions().len(), 7);
    reader.press("2 more mentions here");
    let rows = reader.story.harness.query_all_by_label_contains(": Ada Kvist");
    let rows: Vec<_> = rows.map(|node| node.accesskit_node()).filter(can_be_pressed).collect();
    // Six marks are named on the text or hidden, the side panel lists six, and the list of the count two of them again.
    assert!(rows.len() > 12, "{}", rows.len());
    let (last, name) = rows.last().map(|node| (node.locate().0, node.label().unwrap())).unwrap();
    reader.ask(last, accesskit::Action::Click, None);
    let schema = std::sync::Arc::clone(&reader.story.desk().bench.session().schema);
    let selected = reader.story.selected().unwrap();
    assert_eq!(format!("{}: {}", schema.label_name(&selected.label), selected.quote), name);
}
