//! Guideline pages from Markdown files and into a folder, as the desk reads and writes them in the background.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a missing file or page is a failed test"
)]

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use byline::edit::GuidelineDraft;
use byline::model::Timestamp;
use byline::store::Settings;
use byline::workbench::{Clock, Desk, News, PageNews, Pixels};
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
