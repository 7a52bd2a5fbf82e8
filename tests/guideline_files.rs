//! Guideline pages from Markdown files and into a folder, as the desk reads and writes them in the background.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a missing file or page is a failed test"
)]

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use byline::edit::{Command, GuidelineDraft};
use byline::model::{Ext, Guideline, GuidelineId, Picture, Timestamp};
use byline::store::{Expected, Settings, save};
use byline::workbench::{Clock, Desk, News, PageNews, Pixels, SAMPLE};
use std::path::{Path, PathBuf};
use std::sync::Arc;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\nand what follows: ";

fn desk() -> Desk {
    Desk::new(Settings::default(), Clock::Fixed(Timestamp::default()), Arc::new(|| {}))
}

fn png(name: &str) -> Vec<u8> {
    [PNG, name.as_bytes()].concat()
}

/// A page in a folder with pictures beside it.
fn page_file(folder: &Path, text: &str, pictures: &[&str]) -> PathBuf {
    for name in pictures {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, png(name)).unwrap();
    }
    let path = folder.join("page.md");
    std::fs::write(&path, text).unwrap();
    path
}

/// The page that a file is read as, and what there is to say of it.
fn read(path: PathBuf) -> (GuidelineDraft, Vec<String>) {
    let mut desk = desk();
    desk.read_pages(vec![path], |_| Ok(Pixels { size: [1, 1], rgba: vec![0; 4] }));
    let news = desk.wait();
    let [News::OfPages(PageNews::Read(pages, problems))] = news.as_slice() else { panic!("{news:?}") };
    (pages[0].clone(), problems.clone())
}

fn names(page: &GuidelineDraft) -> Vec<&str> {
    page.pictures.iter().map(|picture| picture.name.as_str()).collect()
}

/// What the picture of this name shows: the file that it came from.
fn shown(page: &GuidelineDraft, name: &str) -> String {
    let picture = page.pictures.iter().find(|picture| picture.name == name).unwrap();
    let bytes = STANDARD.decode(picture.data.as_bytes()).unwrap();
    String::from_utf8_lossy(bytes.strip_prefix(PNG).unwrap()).into_owned()
}

#[test]
fn pictures_of_one_name_in_two_folders_stay_two() {
    let folder = tempfile::tempdir().unwrap();
    let text = "![near](map.png) ![far](img/map.png \"far\") ![near again](map.png) ![none](map.png?x)";
    let (page, problems) = read(page_file(folder.path(), text, &["map.png", "img/map.png"]));
    assert_eq!(page.text, "![near](map.png) ![far](map-2.png \"far\") ![near again](map.png) ![none](map.png?x)");
    assert_eq!((shown(&page, "map.png").as_str(), shown(&page, "map-2.png").as_str()), ("map.png", "img/map.png"));
    assert!(problems.len() == 1 && problems[0].contains("map.png?x"), "{problems:?}");
}

#[test]
fn one_picture_under_several_paths_is_kept_once() {
    let folder = tempfile::tempdir().unwrap();
    let text = "![a](img/map.png) ![b](./img/map.png) ![c](img//map.png) ![d](./img/./gone.png) ![e](img/gone.png)";
    let (page, problems) = read(page_file(folder.path(), text, &["img/map.png"]));
    assert_eq!(names(&page), ["map.png"]);
    assert!(page.text.starts_with("![a](map.png) ![b](map.png) ![c](map.png) "), "{}", page.text);
    assert_eq!(problems.len(), 1, "what is missing is told once: {problems:?}");
}

#[test]
fn a_page_takes_no_more_pictures_than_it_may_have_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let text: String = (0..8).map(|number| format!("![p]({number}.png)\n")).collect::<Vec<_>>().concat();
    let path = page_file(folder.path(), &text, &[]);
    for number in 0..8 {
        let mut bytes = png("large");
        bytes.resize((3 << 20) - number, 0);
        std::fs::write(folder.path().join(format!("{number}.png")), bytes).unwrap();
    }
    let (page, problems) = read(path);
    assert_eq!(names(&page), ["0.png", "1.png", "2.png", "3.png", "4.png"]);
    assert_eq!(page.text, text, "the text keeps what it names");
    assert_eq!(problems.len(), 3, "each is told: {problems:?}");
    assert!(problems[0].contains("16 MiB") && problems[0].contains("5.png"), "{problems:?}");
    let saved = desk().execute(&Command::SaveGuideline(Box::new(page)));
    assert!(saved.is_ok(), "what was read can be kept");
}

#[test]
fn names_that_meet_on_the_disk_get_a_number_in_the_folder_and_in_the_text() {
    let folder = tempfile::tempdir().unwrap();
    let picture = |name: &str| Picture {
        name: name.to_owned(),
        media_type: "image/png".to_owned(),
        data: STANDARD.encode(png(name)).into(),
    };
    let named = ["a b.png", "a-b.png", "Map.png", "map.png", "Page.md"];
    let text = "![1](<a b.png>) ![2](a-b.png) ![3](img/Map.png) ![4](map.png) ![5](Page.md) ![6](gone.png)";
    let mut session = byline::codec::decode(SAMPLE.as_bytes()).unwrap().session;
    let (id, title, text) = (GuidelineId(77), "page".to_owned(), text.to_owned());
    let page = Guideline { id, title, text, pictures: named.map(picture).into(), ext: Ext::default() };
    Arc::make_mut(&mut session.guidelines).insert_new(page).unwrap();
    // Its name is that of the file of another page.
    let (id, title, text) = (GuidelineId(78), "page.md".to_owned(), "![1](a.png)".to_owned());
    let page = Guideline { id, title, text, pictures: vec![picture("a.png")], ext: Ext::default() };
    Arc::make_mut(&mut session.guidelines).insert_new(page).unwrap();
    let path = folder.path().join("work.ron");
    save(&path, &session, Timestamp::default(), Expected::Nothing).unwrap();
    let mut desk = desk();
    desk.open_paths(vec![path]);
    // An article of it is in front before the rest is read; what follows is asked of the whole.
    while desk.path().is_none() {
        desk.wait();
    }
    assert!(desk.bench.session().guidelines.get(GuidelineId(77)).is_some());
    let out = folder.path().join("out");
    desk.write_pages(out.clone());
    let news = desk.wait();
    assert!(matches!(news.as_slice(), [News::OfPages(PageNews::Written(Ok(_)))]), "{news:?}");
    let text = std::fs::read_to_string(out.join("page/page.md")).unwrap();
    assert_eq!(text, "![1](a-b.png) ![2](a-b-2.png) ![3](Map.png) ![4](map-2.png) ![5](Page-2.md) ![6](gone.png)");
    let files = ["a-b.png", "a-b-2.png", "Map.png", "map-2.png", "Page-2.md"];
    for (name, file) in named.into_iter().zip(files) {
        assert_eq!(std::fs::read(out.join("page").join(file)).unwrap(), png(name), "{file}");
    }
}

#[test]
fn a_long_name_that_is_taken_stays_short_enough_to_be_kept() {
    let folder = tempfile::tempdir().unwrap();
    let long = format!("{}.png", "m".repeat(116));
    let below = format!("img/{long}");
    let text = format!("![a]({long}) ![b]({below})");
    let (page, problems) = read(page_file(folder.path(), &text, &[&long, &below]));
    assert_eq!(problems, Vec::<String>::new());
    assert_eq!(names(&page), [long.clone(), format!("{}-2.png", "m".repeat(114))]);
    desk().execute(&Command::SaveGuideline(Box::new(page))).unwrap();
}

#[test]
fn pages_that_are_being_read_come_into_no_other_session() {
    let folder = tempfile::tempdir().unwrap();
    let path = page_file(folder.path(), "# Actors\n\nTag people.", &[]);
    let mut desk = desk();
    desk.read_pages(vec![path.clone()], |_| Ok(Pixels { size: [1, 1], rgba: vec![0; 4] }));
    desk.read_picture(path, |_| Ok(Pixels { size: [1, 1], rgba: vec![0; 4] }));
    desk.start_new();
    let mut news = desk.poll();
    while desk.is_busy() {
        news.extend(desk.wait());
    }
    assert!(news.is_empty(), "{news:?}");
}

#[test]
fn a_picture_that_is_being_read_comes_into_no_other_page() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("map.png");
    std::fs::write(&path, png("map")).unwrap();
    let mut desk = desk();
    desk.read_picture(path, |_| Ok(Pixels { size: [1, 1], rgba: vec![0; 4] }));
    desk.forget_pictures();
    let mut news = desk.poll();
    while desk.is_busy() {
        news.extend(desk.wait());
    }
    assert!(news.is_empty(), "{news:?}");
}
