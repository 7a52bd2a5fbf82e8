//! A session opens in the background: one article is there first, and nothing can be changed before all of it is.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a missing file or answer is a failed test")]

use byline::edit::Command;
use byline::model::{ArticleId, Timestamp};
use byline::store::{Expected, RecentSession, Settings, save};
use byline::workbench::{Clock, Desk, News, SAMPLE};
use std::path::{Path, PathBuf};
use std::sync::Arc;

fn desk(settings: Settings) -> Desk {
    Desk::new(settings, Clock::Fixed(Timestamp::default()), Arc::new(|| {}))
}

/// The sample session in a folder of its own, and its articles.
fn sample(folder: &Path) -> (PathBuf, Vec<ArticleId>) {
    let session = byline::codec::decode(SAMPLE.as_bytes()).unwrap().session;
    let path = folder.join("work.ron");
    save(&path, &session, Timestamp::default(), Expected::Nothing).unwrap();
    (path, session.shards().iter().map(|shard| shard.id()).collect())
}

/// Waits for the next news, which is that something is in front.
fn next_in_front(desk: &mut Desk) -> Vec<ArticleId> {
    let news = desk.wait();
    assert!(matches!(news.as_slice(), [News::Opened]), "{news:?}");
    desk.bench.session().shards().iter().map(|shard| shard.id()).collect()
}

#[test]
fn the_article_that_was_in_front_is_there_before_the_others() {
    let folder = tempfile::tempdir().unwrap();
    let (path, articles) = sample(folder.path());
    assert!(articles.len() > 1);
    let mut settings = Settings::default();
    let (title, opened, article) = (String::new(), Timestamp::default(), Some(articles[1]));
    settings.remember(RecentSession { path: path.clone(), title, opened, article, places: Vec::new(), beside: None });
    let mut desk = desk(settings);
    desk.open_paths(vec![path.clone()]);
    assert_eq!(next_in_front(&mut desk), articles[1..2]);
    assert_eq!(desk.read_only(), ["the rest of the session is still being read"]);
    assert!(!desk.can_accept());
    let title = Command::SetTitle { title: "Mine".to_owned() };
    desk.execute(&title).unwrap_err();
    assert_eq!(next_in_front(&mut desk), articles);
    assert_eq!((desk.read_only().len(), desk.path()), (0, Some(path.as_path())));
    assert_eq!(desk.bench.view.article, Some(articles[1]));
    desk.execute(&title).unwrap();
}

#[test]
fn a_session_in_front_stays_until_all_of_the_next_one_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let (path, articles) = sample(folder.path());
    let mut desk = desk(Settings::default());
    desk.open_sample().unwrap();
    desk.open_paths(vec![path]);
    assert_eq!(next_in_front(&mut desk), articles);
}

#[test]
fn work_goes_on_where_nobody_waits_for_the_next_session_any_more() {
    let folder = tempfile::tempdir().unwrap();
    let (path, _) = sample(folder.path());
    let mut desk = desk(Settings::default());
    desk.open_sample().unwrap();
    desk.open_paths(vec![path]);
    let title = Command::SetTitle { title: "Mine".to_owned() };
    desk.execute(&title).unwrap_err();
    let job = desk.running().map(|(job, _, _)| job).next().unwrap();
    desk.abandon(job);
    desk.execute(&title).unwrap();
}

#[test]
fn where_the_rest_does_not_come_nobody_is_left_with_a_part() {
    let folder = tempfile::tempdir().unwrap();
    let (path, articles) = sample(folder.path());
    let mut desk = desk(Settings::default());
    desk.open_paths(vec![path.clone()]);
    assert_eq!(next_in_front(&mut desk), articles[..1]);
    let job = desk.running().map(|(job, _, _)| job).next().unwrap();
    desk.abandon(job);
    assert!(desk.read_only()[0].ends_with("was read; open it again"), "{:?}", desk.read_only());
    desk.execute(&Command::SetTitle { title: "Mine".to_owned() }).unwrap_err();
}
