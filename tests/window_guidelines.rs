//! Guidelines in the window: reading beside the article, writing with pictures, labels and their pages, files in and out.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a missing word or widget is a failed test"
)]

use byline::model::*;
use byline::store::{Overwrite, Settings};
use byline::workbench::SAMPLE;
use eframe::egui::accesskit::{Role, Toggled};
use eframe::egui::{Key, Modifiers, OutputCommand, Vec2, ViewportCommand, ViewportEvent, ViewportId};
use egui_kittest::kittest::{NodeT, Queryable};
use std::path::Path;
use std::sync::Arc;
use window::{Story, painted, press, shows, tag, window, window_of, write};

#[path = "support/window.rs"]
mod window;

const CTRL: Modifiers = Modifiers::COMMAND;
const CTRL_SHIFT: Modifiers = Modifiers { command: true, ctrl: true, shift: true, ..Modifiers::NONE };
const TITLE: &str = "Title of the page";
const TEXT: &str = "Text of the page";

/// The sample session, with no words in its pages that the fonts of tests lack.
fn sample_session() -> Session {
    let mut session = byline::codec::decode(SAMPLE.as_bytes()).unwrap().session;
    let mut pages = Table::default();
    for page in session.guidelines.iter() {
        pages.insert_new(Guideline { text: page.text.replace('ร', "r"), ..page.clone() }).unwrap();
    }
    session.guidelines = Arc::new(pages);
    session
}

/// The window on a session in a file.
fn opened(session: &Session) -> Story {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("work.ron");
    std::fs::write(&path, byline::codec::encode(session, session.info.created).unwrap()).unwrap();
    let mut story = Story { harness: window(vec![path]), folder };
    story.settle();
    story
}

/// The sample session, which has pages on actors, events and claims, with the pane open.
fn sample() -> Story {
    let mut story = opened(&sample_session());
    open(&mut story);
    story
}

fn open(story: &mut Story) {
    story.press_with(CTRL, Key::Num5);
    story.settle();
}

fn session(story: &Story) -> Arc<Session> {
    Arc::new(story.desk().bench.session().clone())
}

fn page(story: &Story, title: &str) -> Option<Guideline> {
    session(story).guidelines.iter().find(|page| page.title == title).cloned()
}

/// Titles of the list, in order.
fn listed(story: &Story) -> Vec<String> {
    let rows = story.harness.query_all_by_role(Role::Button);
    rows.filter_map(|row| row.accesskit_node().label()?.strip_prefix("Page ").map(str::to_owned)).collect()
}

fn messages(story: &Story) -> String {
    story.app().notices().all().iter().map(|notice| notice.text.as_str()).collect::<Vec<_>>().join("\n")
}

/// Writes a page; the editor stays open.
fn begin_page(story: &mut Story, title: &str, text: &str) {
    story.press_with(CTRL_SHIFT, Key::I);
    story.settle();
    write(story, TITLE, title);
    write(story, TEXT, text);
}

fn type_path(story: &mut Story, path: &Path, verb: &str) {
    write(story, "Path", path.to_str().unwrap());
    press(story, verb);
}

/// A picture of one colour in a file of the story's folder.
fn picture(story: &Story, name: &str, side: u32) -> std::path::PathBuf {
    let path = story.folder.path().join(name);
    let file = std::fs::File::create(&path).unwrap();
    let mut encoder = png::Encoder::new(file, side, side);
    encoder.set_color(png::ColorType::Grayscale);
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&vec![120; (side * side) as usize]).unwrap();
    path
}

#[test]
fn pages_stand_beside_the_article_and_are_searched_and_read_with_the_keyboard() {
    let mut story = sample();
    assert_eq!(listed(&story), ["Actors", "Claims", "Events"]);
    assert!(shows(&story, "Explains Actor"), "which labels link to the page");
    assert!(story.harness.query_by_role(Role::Document).is_some(), "the article stays in sight");
    story.press(Key::ArrowDown);
    story.settle();
    assert!(shows(&story, "Explains Claim"));
    let shown = story.harness.query_all_by_role(Role::Image);
    let names: Vec<_> = shown.filter_map(|node| node.accesskit_node().label()).collect();
    assert_eq!(names, ["A claim with two actors inside"], "a picture is called by its words");
    write(&mut story, "Search the guidelines", "interval");
    assert_eq!(listed(&story), ["Events"]);
    assert!(shows(&story, "Explains Event"), "what is found is open");
    write(&mut story, "Search the guidelines", "no such words");
    assert!(shows(&story, "No page has all of these words"));
    story.press(Key::Escape);
    story.settle();
    story.press(Key::Num2);
    assert!(story.app().armed().is_some(), "Esc goes back to the text, where keys tag");
    press(&mut story, "Close the guidelines");
    assert!(!shows(&story, "Search the guidelines"));
}

#[test]
fn the_guide_opens_at_its_page_about_guidelines_while_the_keyboard_is_there() {
    let mut story = sample();
    story.press(Key::F1);
    let rows = story.harness.query_all_by_role(Role::Button).map(|row| row.accesskit_node());
    let open: Vec<String> =
        rows.filter(|row| row.toggled() == Some(Toggled::True)).filter_map(|row| row.label()).collect();
    assert!(open.iter().any(|title| title == "Write guidelines"), "{open:?}");
}

#[test]
fn the_key_goes_to_the_pane_and_from_there_closes_it_and_the_next_start_shows_it_again() {
    let mut story = sample();
    assert!(story.desk().settings.guidelines_shown);
    story.press(Key::F6);
    story.settle();
    story.press_with(CTRL, Key::Num5);
    story.settle();
    assert!(shows(&story, "Search the guidelines"), "from elsewhere the key goes there");
    story.press_with(CTRL, Key::Num5);
    story.settle();
    assert!(!shows(&story, "Search the guidelines"));
    let settings = Settings { guidelines_shown: true, autosave_secs: 0, ..Settings::default() };
    let path = story.folder.path().join("work.ron");
    let story = story.again(|| window_of(settings, vec![path]));
    assert!(shows(&story, "Search the guidelines"));
}

#[test]
fn without_pages_it_is_said_what_they_are_for_and_the_first_one_is_written() {
    let mut story = Story::begin();
    open(&mut story);
    assert!(shows(&story, "No pages yet"));
    press(&mut story, "Write the first page…");
    write(&mut story, TITLE, "Actors");
    write(&mut story, TEXT, "Tag the **whole name**.");
    assert!(shows(&story, "whole name"), "what is written is shown as it will be read");
    assert!(page(&story, "Actors").is_none(), "nothing is changed before");
    press(&mut story, "Done");
    assert_eq!(page(&story, "Actors").unwrap().text, "Tag the **whole name**.");
    assert_eq!(story.desk().bench.undo_name(), Some("Write guideline page “Actors”"));
    assert!(shows(&story, "No label links to this page"));
    press(&mut story, "Labels that this page explains");
    press(&mut story, "Actor");
    assert!(shows(&story, "Explains Actor"));
}

#[test]
fn what_was_written_is_kept_however_the_editor_closes_and_is_one_step() {
    let mut story = Story::begin();
    begin_page(&mut story, "Claims", "First.");
    story.press(Key::Escape);
    story.settle();
    assert_eq!(page(&story, "Claims").unwrap().text, "First.", "Esc keeps it");
    story.press_with(CTRL, Key::T);
    story.settle();
    write(&mut story, TEXT, "Second.");
    write(&mut story, TEXT, "Third.");
    story.press_with(CTRL, Key::Enter);
    story.settle();
    assert_eq!(page(&story, "Claims").unwrap().text, "Third.");
    story.press_with(CTRL, Key::Z);
    assert_eq!(page(&story, "Claims").unwrap().text, "First.", "all that was typed is one step");
    story.press_with(CTRL, Key::T);
    story.settle();
    write(&mut story, TEXT, "Never.");
    press(&mut story, "Discard changes");
    assert_eq!(page(&story, "Claims").unwrap().text, "First.");
    begin_page(&mut story, "", "# Events\n\nTag the verb.");
    let path = story.folder.path().join("3.txt");
    std::fs::write(&path, "Another article").unwrap();
    story.drop_onto(vec![path]);
    assert!(
        page(&story, "Events").is_some(),
        "what takes the editor’s place does not take the page; it is named by its words"
    );
}

#[test]
fn what_comes_from_the_background_waits_until_a_page_is_written() {
    let mut story = Story::begin();
    let path = story.folder.path().join("there.ron");
    std::fs::write(&path, "of somebody else").unwrap();
    begin_page(&mut story, "Claims", "What I");
    // The answer is a question, which would take the editor's place.
    story.harness.state_mut().as_mut().unwrap().save_as(path, Overwrite::Refuse);
    story.settle();
    write(&mut story, TEXT, "What I wrote.");
    assert!(story.harness.query_by_label("Replace it").is_none());
    story.press(Key::Escape);
    story.settle();
    assert_eq!(page(&story, "Claims").map(|page| page.text).as_deref(), Some("What I wrote."));
    assert!(story.harness.query_by_label("Replace it").is_some(), "now it is asked");
}

#[test]
fn a_link_has_another_colour_than_the_words_around_it() {
    let mut story = sample();
    begin_page(&mut story, "Colours", "Whoever reads this [follows](Actors) it.");
    let color = |words: &str| painted(&story).into_iter().find(|one| one.words.trim() == words).map(|one| one.color);
    let (plain, link) = (color("Whoever reads this"), color("follows"));
    assert!(plain.is_some() && link.is_some() && plain != link, "{plain:?} {link:?}");
}

#[test]
fn a_page_that_is_too_long_stays_in_the_editor_with_the_reason() {
    let mut story = Story::begin();
    begin_page(&mut story, "Long", &"word ".repeat(41_000));
    press(&mut story, "Done");
    assert!(shows(&story, "so make two of it"));
    assert!(page(&story, "Long").is_none());
    close_window(&mut story);
    let output = &story.harness.output().viewport_output;
    let commands = output.values().flat_map(|viewport| &viewport.commands);
    assert!(commands.into_iter().any(|command| *command == ViewportCommand::CancelClose), "the window waits");
    let path = story.folder.path().join("3.txt");
    std::fs::write(&path, "Another article").unwrap();
    story.drop_onto(vec![path]);
    assert!(shows(&story, "so make two of it"), "and so do files");
    write(&mut story, TEXT, "short");
    press(&mut story, "Done");
    assert_eq!(page(&story, "Long").unwrap().text, "short");
    begin_page(&mut story, "Last", "Kept.");
    close_window(&mut story);
    assert_eq!(page(&story, "Last").unwrap().text, "Kept.", "what can be kept is kept when the window closes");
}

/// Closes the window as the system's button does.
fn close_window(story: &mut Story) {
    story.harness.input_mut().viewports.entry(ViewportId::ROOT).or_default().events.push(ViewportEvent::Close);
    story.harness.step();
}

#[test]
fn pictures_come_from_files_and_what_is_none_says_why() {
    let mut story = Story::begin();
    let map = picture(&story, "my map.png", 40);
    begin_page(&mut story, "Places", "See:");
    press(&mut story, "Type its path…");
    type_path(&mut story, &map, "Choose");
    assert!(shows(&story, "Take out the picture my-map.png"));
    press(&mut story, "Done");
    let places = page(&story, "Places").unwrap();
    assert_eq!(places.text.trim(), "See:\n\n![What the picture shows](my-map.png)");
    assert_eq!((places.pictures.len(), places.pictures[0].media_type.as_str()), (1, "image/png"));
    {
        let shown = story.harness.query_all_by_role(Role::Image).next().unwrap();
        assert_eq!(shown.accesskit_node().label().as_deref(), Some("What the picture shows"));
        assert_eq!(shown.rect().size(), Vec2::splat(40.0), "it is drawn, not only named");
    }
    // The same picture again, at the caret: it is named twice and kept once.
    story.press_with(CTRL, Key::T);
    story.settle();
    write(&mut story, TEXT, "See:");
    story.harness.get_by_label(TEXT).focus();
    story.press_with(CTRL, Key::Home);
    press(&mut story, "Type its path…");
    type_path(&mut story, &map, "Choose");
    press(&mut story, "Done");
    let places = page(&story, "Places").unwrap();
    assert_eq!(places.text, "\n\n![What the picture shows](my-map.png)\n\nSee:");
    assert_eq!(places.pictures.len(), 1);
    let broken = story.folder.path().join("broken.png");
    std::fs::write(&broken, &std::fs::read(&map).unwrap()[..40]).unwrap();
    let text = story.folder.path().join("text.png");
    std::fs::write(&text, "no picture").unwrap();
    let large = story.folder.path().join("large.png");
    std::fs::write(&large, vec![0; (3 << 20) + 1]).unwrap();
    let wide = picture(&story, "wide.png", 9000);
    story.press_with(CTRL, Key::T);
    story.settle();
    for (path, why) in [
        (&broken, "the picture is damaged"),
        (&text, "this is no PNG, JPEG or WebP picture"),
        (&large, "more than 3 MiB"),
        (&wide, "million pixels"),
    ] {
        press(&mut story, "Type its path…");
        type_path(&mut story, path, "Choose");
        assert!(shows(&story, why), "{why}");
        assert!(shows(&story, path.to_str().unwrap()), "where it is");
    }
    press(&mut story, "Take out the picture my-map.png");
    assert!(shows(&story, "the page has no picture of this name"), "the preview says what is missing");
    press(&mut story, "Done");
    assert_eq!(page(&story, "Places").unwrap().pictures, []);
    story.press_with(CTRL, Key::Z);
    assert_eq!(page(&story, "Places").unwrap().pictures.len(), 1);
}

#[test]
fn damaged_pictures_of_a_session_and_those_of_the_network_are_told_in_their_place() {
    let mut session = sample_session();
    let id = GuidelineId(77);
    let picture = |name: &str, data: &str| Picture {
        name: name.to_owned(),
        media_type: "image/png".to_owned(),
        data: data.into(),
    };
    let text = "![one](one.png)\n\n![two](two.png)\n\n![far](https://example.org/far.png)";
    let page = Guideline {
        id,
        title: "A page".to_owned(),
        text: text.to_owned(),
        pictures: vec![picture("one.png", "!!"), picture("two.png", "AAAA")],
        ext: Ext::default(),
    };
    Arc::make_mut(&mut session.guidelines).insert_new(page).unwrap();
    let mut story = opened(&session);
    open(&mut story);
    press(&mut story, "Page A page");
    assert!(shows(&story, "Picture “one” cannot be shown: its data is damaged"));
    assert!(shows(&story, "Picture “two” cannot be shown: this is no PNG"));
    assert!(shows(&story, "pictures are never fetched from the network"));
}

#[test]
fn links_lead_to_other_pages_and_to_the_web_and_nowhere_else() {
    let mut session = sample_session();
    let text = "[claims](Claims.md), [passwords](file:///etc/passwd), [elsewhere](https://example.org/a)";
    let (id, title, text) = (GuidelineId(77), "A page".to_owned(), text.to_owned());
    let page = Guideline { id, title, text, pictures: Vec::new(), ext: Ext::default() };
    Arc::make_mut(&mut session.guidelines).insert_new(page).unwrap();
    let mut story = opened(&session);
    open(&mut story);
    press(&mut story, "Page A page");
    // What the system is to open, in the frame in which the link is followed.
    let opened_by = |story: &mut Story, link: &str| -> Vec<String> {
        story
            .harness
            .get_by(|node| node.role() == Role::Link && node.label().as_deref() == Some(link))
            .click_accesskit();
        story.harness.step();
        let commands = &story.harness.output().platform_output.commands;
        let urls = commands.iter().filter_map(|command| match command {
            OutputCommand::OpenUrl(url) => Some(url.url.clone()),
            _ => None,
        });
        urls.collect()
    };
    assert_eq!(opened_by(&mut story, "elsewhere"), ["https://example.org/a"]);
    assert_eq!(opened_by(&mut story, "passwords"), Vec::<String>::new());
    assert!(messages(&story).contains("file:///etc/passwd: this link was not followed"), "{}", messages(&story));
    assert_eq!(opened_by(&mut story, "claims"), Vec::<String>::new());
    story.settle();
    assert!(shows(&story, "Explains Claim"));
}

#[test]
fn labels_lead_to_their_page_by_button_and_key_and_one_without_gets_one() {
    let mut story = opened(&sample_session());
    press(&mut story, "Guideline page of Claim");
    assert!(shows(&story, "Explains Claim"), "the button in the panel of labels opens the pane at the page");
    press(&mut story, "Close the guidelines");
    for _ in 0..60 {
        story.press_with(Modifiers::ALT, Key::ArrowRight);
        if story.selected().unwrap().label.layer() == "event" {
            break;
        }
    }
    story.press_with(Modifiers::SHIFT, Key::F1);
    story.settle();
    assert!(shows(&story, "Explains Event"), "the key goes by the selected mention");
}

#[test]
fn a_label_that_no_page_explains_gets_one_in_one_step() {
    let mut story = Story::begin();
    tag(&mut story, "dockers", Key::Num1);
    story.press_with(Modifiers::SHIFT, Key::F1);
    story.settle();
    assert!(shows(&story, "No page explains “Actor” yet."));
    press(&mut story, "Write one…");
    write(&mut story, TEXT, "Tag the name.");
    press(&mut story, "Done");
    assert!(shows(&story, "Explains Actor"));
    assert_eq!(session(&story).schema.explained_by(page(&story, "Actor").unwrap().id).count(), 1);
    story.press_with(CTRL, Key::Z);
    assert_eq!((page(&story, "Actor"), session(&story).schema.layers[0].guideline), (None, None), "one step");
    story.press_with(CTRL_SHIFT, Key::Z);
    press(&mut story, "Delete the guideline page");
    let link = session(&story).schema.layers[0].guideline;
    assert_eq!((page(&story, "Actor"), link), (None, None), "the link goes with the page");
    story.press_with(CTRL, Key::Z);
    assert!(session(&story).schema.layers[0].guideline.is_some() && page(&story, "Actor").is_some());
}

#[test]
fn a_label_is_linked_to_the_page_that_is_open_and_unlinked_there() {
    let mut story = Story::begin();
    begin_page(&mut story, "Names", "Tag the name.");
    press(&mut story, "Done");
    let names = page(&story, "Names").unwrap().id;
    tag(&mut story, "dockers", Key::Num1);
    story.press_with(Modifiers::SHIFT, Key::F1);
    story.settle();
    press(&mut story, "The open page does");
    assert_eq!(session(&story).schema.layers[0].guideline, Some(names));
    assert!(shows(&story, "Explains Actor") && !shows(&story, "No page explains"));
    press(&mut story, "Labels that this page explains");
    press(&mut story, "✓ Actor");
    assert_eq!(session(&story).schema.layers[0].guideline, None);
    assert!(shows(&story, "No label links to this page"));
}

#[test]
fn the_schema_editor_links_labels_to_pages() {
    let mut story = sample();
    story.press_with(CTRL_SHIFT, Key::T);
    story.settle();
    press(&mut story, "Guideline page of the label: Actors");
    press(&mut story, "Claims");
    story.press_with(CTRL, Key::Enter);
    story.settle();
    let claims = page(&story, "Claims").unwrap().id;
    assert_eq!(session(&story).schema.layers[0].guideline, Some(claims));
}

#[test]
fn pages_come_from_markdown_files_with_their_pictures_and_go_out_again() {
    let mut story = Story::begin();
    std::fs::create_dir(story.folder.path().join("img")).unwrap();
    picture(&story, "dot.png", 4);
    picture(&story, "img/port.png", 4);
    let file = story.folder.path().join("actors.md");
    let text = "# Who acts\r\n\r\n![A dot](dot.png) ![Port](img/port.png) ![Gone](gone.png)\r\n";
    std::fs::write(&file, format!("\u{feff}{text}")).unwrap();
    let again = story.folder.path().join("again.md");
    std::fs::write(&again, "# Who acts\n\nAnother one.\n").unwrap();
    let out = story.folder.path().join("pages");
    for (key, path, verb) in [(Key::B, &file, "Add"), (Key::B, &again, "Add"), (Key::W, &out, "Write")] {
        story.press_with(CTRL_SHIFT, key);
        story.settle();
        type_path(&mut story, path, verb);
    }
    let page = session(&story).guidelines.iter().find(|page| !page.pictures.is_empty()).unwrap().clone();
    assert_eq!(page.title, "Who acts");
    assert_eq!(
        page.text, "# Who acts\n\n![A dot](dot.png) ![Port](port.png) ![Gone](gone.png)\n",
        "links are kept whole"
    );
    let pictures: Vec<&str> = page.pictures.iter().map(|picture| picture.name.as_str()).collect();
    assert_eq!(pictures, ["dot.png", "port.png"]);
    assert!(messages(&story).contains("gone.png"), "{}", messages(&story));
    // Of two pages of one name the second has a number.
    let is_first = out.join("Who acts/dot.png").exists();
    let (one, other) = if is_first { ("Who acts", "Who acts 2") } else { ("Who acts 2", "Who acts") };
    assert_eq!(std::fs::read_to_string(out.join(format!("{one}/{one}.md"))).unwrap(), page.text);
    assert_eq!(std::fs::read_to_string(out.join(format!("{other}.md"))).unwrap(), "# Who acts\n\nAnother one.\n");
    assert_eq!(
        std::fs::read(out.join(one).join("dot.png")).unwrap(),
        std::fs::read(story.folder.path().join("dot.png")).unwrap()
    );
    story.press_with(CTRL_SHIFT, Key::W);
    story.settle();
    type_path(&mut story, &out, "Write");
    assert!(messages(&story).contains("choose a new or an empty folder"));
}

#[test]
fn in_a_small_window_page_and_article_share_the_room() {
    let mut story = sample();
    for width in [1280.0, 900.0, 620.0, 427.0] {
        story.harness.set_size(Vec2::new(width, 600.0));
        story.draw();
        let text = story.harness.get_by_role(Role::Document).rect().width();
        assert!(text > 190.0 && shows(&story, "Search the guidelines"), "{width}: {text}");
    }
}
