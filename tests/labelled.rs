//! Labelled data in and out of an open session: planned and looked at in the background, and brought in only on the state that it
//! was planned on.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a missing file or answer is a failed test")]

use byline::edit::Command;
use byline::formats::{Request, format_named};
use byline::model::Timestamp;
use byline::store::{Overwrite, Settings};
use byline::workbench::{
    Clock, Desk, ExportPreview, ExportText, ExportWish, ImportPlan, ImportWish, News, NotLanded, Split,
};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A desk with nothing in it, and a folder with one brat document.
fn desk_and_files() -> (Desk, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.txt"), "Ada Kvist met dockers.").unwrap();
    std::fs::write(folder.path().join("a.ann"), "T1\tHarbour_Person 0 9\tAda Kvist\n").unwrap();
    let clock = Clock::Fixed(Timestamp::default());
    (Desk::new(Settings::default(), clock, Arc::new(|| {})), folder)
}

/// Waits for what `wanted` takes up.
fn awaited<T>(desk: &mut Desk, wanted: impl Fn(News) -> Option<T>) -> T {
    loop {
        assert!(desk.is_busy(), "nothing goes on any more");
        if let Some(found) = desk.wait().into_iter().find_map(&wanted) {
            return found;
        }
    }
}

fn planned(desk: &mut Desk, path: &Path) -> Arc<ImportPlan> {
    desk.plan_import(ImportWish { format: None, paths: vec![path.to_owned()], as_suggestions: false });
    awaited(desk, |news| if let News::ImportPlanned(plan) = news { Some(plan) } else { None })
}

fn previewed(desk: &mut Desk, wish: ExportWish) -> Result<Arc<ExportPreview>, String> {
    desk.preview_export(wish);
    awaited(desk, |news| if let News::ExportPreviewed(preview) = news { Some(preview) } else { None })
}

fn wish(format: &str) -> ExportWish {
    ExportWish {
        format: format_named(format).unwrap(),
        request: Request::default(),
        text: ExportText::Source,
        split: None,
    }
}

#[test]
fn a_plan_on_a_state_that_is_gone_does_not_land() {
    let (mut desk, folder) = desk_and_files();
    let plan = planned(&mut desk, folder.path());
    assert_eq!(plan.format.map(|format| format.name), Some("brat"));
    assert_eq!((plan.report.documents.kept, plan.report.mentions.kept), (1, 1));
    assert!(plan.additions.labels.contains(&"Harbour_Person".to_owned()), "{:?}", plan.additions);
    assert_eq!(desk.bench.edits(), 0, "nothing has happened");
    desk.execute(&Command::SetTitle { title: "Harbour".to_owned() }).unwrap();
    assert_eq!(desk.land(&plan), Err(NotLanded::Stale));
    let plan = planned(&mut desk, folder.path());
    desk.land(&plan).unwrap();
    assert_eq!(desk.bench.session().mention_count(), 1);
    assert_eq!(desk.land(&plan), Err(NotLanded::Stale), "not twice");
    desk.undo().unwrap();
    assert_eq!((desk.bench.session().mention_count(), desk.bench.session().info.title.as_str()), (0, "Harbour"));
    let plan = planned(&mut desk, folder.path());
    desk.start_new();
    assert_eq!(desk.land(&plan), Err(NotLanded::Stale), "another session");
}

#[test]
fn new_labels_are_told_apart() {
    let (mut desk, folder) = desk_and_files();
    let conf =
        "[entities]\nentity\nHarbour_Person\nMeet\n[relations]\n[events]\nMeet\tWho:Harbour_Person\n[attributes]\n";
    std::fs::write(folder.path().join("annotation.conf"), conf).unwrap();
    let plan = planned(&mut desk, folder.path());
    assert_eq!(plan.additions.labels, ["entity", "Harbour_Person", "Meet (entity)", "Meet (event)"]);
}

#[test]
fn files_that_no_format_fits_plan_nothing() {
    let (mut desk, folder) = desk_and_files();
    let path = folder.path().join("picture.xyz");
    std::fs::write(&path, [0, 1, 2]).unwrap();
    let plan = planned(&mut desk, &path);
    assert!(plan.format.is_none());
    assert!(plan.why_not.as_ref().unwrap().contains("no format that Byline reads fits these files"));
    assert!(matches!(desk.land(&plan), Err(NotLanded::Refused(_))));
    let plan = planned(&mut desk, &folder.path().join("gone"));
    assert_eq!(plan.why_not.as_deref(), Some("what was named cannot be read"));
    assert!(plan.report.remarks[0].why.contains("gone: "), "{:?}", plan.report.remarks);
}

#[test]
fn an_export_is_as_its_preview_said_and_the_session_stays_unsaved_or_saved_as_it_was() {
    let (mut desk, folder) = desk_and_files();
    let plan = planned(&mut desk, folder.path());
    desk.land(&plan).unwrap();
    // What the text says of itself is guessed behind it.
    while desk.is_busy() {
        desk.wait();
    }
    let edits = desk.bench.edits();
    let parts = ExportWish { split: Some(Split::parse("80,10,10", 0).unwrap()), ..wish("csv") };
    let divided = previewed(&mut desk, parts).unwrap();
    assert!(divided.notes.iter().any(|note| note.starts_with("dev and test have no articles")), "{divided:?}");
    let preview = previewed(&mut desk, wish("csv")).unwrap();
    assert_eq!((preview.articles, preview.mentions, preview.files.len()), (1, 1, 1));
    let target: PathBuf = folder.path().join("out.csv");
    desk.export(wish("csv"), target.clone(), Overwrite::Refuse, preview.bytes());
    let told = awaited(&mut desk, |news| if let News::Exported(told) = news { Some(told) } else { None });
    assert!(told.contains("Exported one mention as csv to ") && told.contains("out.csv"), "{told}");
    let written = std::fs::read(&target).unwrap();
    assert_eq!(written.len() as u64, preview.bytes());
    assert!(written.starts_with(preview.head.as_bytes()));
    desk.export(wish("csv"), target.clone(), Overwrite::Refuse, 0);
    let there = awaited(&mut desk, |news| if let News::ExportThere(path) = news { Some(path) } else { None });
    assert_eq!((there, std::fs::read(&target).unwrap()), (target, written));
    assert_eq!(desk.bench.edits(), edits);
    // A format of whole sessions says that it takes no choice.
    let label = desk.bench.session().shards().first().unwrap().mentions.iter().next().unwrap().label.clone();
    let mut chosen = wish("ron");
    chosen.request.selection.labels.push(label);
    let why = previewed(&mut desk, chosen).unwrap_err();
    assert!(why.contains("holds the whole session") && !why.contains("--"), "{why}");
}

#[test]
fn a_large_export_is_shown_by_its_beginning_and_then_counted() {
    let (mut desk, folder) = desk_and_files();
    let many = folder.path().join("many");
    std::fs::create_dir(&many).unwrap();
    for number in 0..300 {
        std::fs::write(many.join(format!("{number}.txt")), format!("Ada {number}. {}", "It rained. ".repeat(400)))
            .unwrap();
        std::fs::write(many.join(format!("{number}.ann")), "T1\tPerson 0 3\tAda\n#1\tAnnotatorNotes T1\tsure\n")
            .unwrap();
    }
    let plan = planned(&mut desk, &many);
    desk.land(&plan).unwrap();
    for format in ["conll", "brat", "qdpx", "tei", "cas-xmi", "labelstudio", "parquet"] {
        let begun = previewed(&mut desk, wish(format)).unwrap();
        desk.count_export(wish(format));
        let whole = awaited(&mut desk, |news| if let News::ExportPreviewed(seen) = news { Some(seen) } else { None });
        let whole = whole.unwrap();
        assert!(whole.is_whole && whole.head == begun.head, "{format}");
        assert_eq!((begun.articles, begun.mentions), (whole.articles, whole.mentions), "{format}");
        let is_small = whole.bytes() <= 1 << 19;
        assert_eq!(begun.is_whole, is_small, "{format}: {} bytes", whole.bytes());
        assert!(is_small || begun.bytes() < whole.bytes() / 2, "{format}: the writer was stopped on the way");
        let notes = whole.groups.iter().any(|group| group.what == "notes");
        assert_eq!(notes, !format_named(format).unwrap().carries.notes, "{format}");
    }
}

#[test]
fn many_articles_are_taken_back_about_as_fast_as_they_come() {
    let (mut desk, folder) = desk_and_files();
    let many = folder.path().join("many");
    std::fs::create_dir(&many).unwrap();
    for number in 0..3000 {
        std::fs::write(many.join(format!("{number}.txt")), format!("Article {number}.")).unwrap();
        std::fs::write(many.join(format!("{number}.ann")), "T1\tPerson 0 7\tArticle\n").unwrap();
    }
    let plan = planned(&mut desk, &many);
    desk.land(&plan).unwrap();
    let timed = |work: &mut dyn FnMut()| {
        let begun = Clock::instant();
        work();
        begun.elapsed()
    };
    let back = timed(&mut || assert!(desk.undo().unwrap().is_some()));
    assert!(desk.bench.session().shards().is_empty());
    let again = timed(&mut || assert!(desk.redo().unwrap().is_some()));
    assert_eq!(desk.bench.session().shards().len(), 3000);
    assert!(back < again * 10, "taken back in {back:?}, done again in {again:?}");
}
