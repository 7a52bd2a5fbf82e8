//! A failure of the program leaves a report that holds nothing of the work, and is told once.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failure is what is tested, and what is missing fails the test"
)]

use byline::workbench::{report_failures, told_failures};
use std::fs;

#[test]
fn a_failure_leaves_a_report_without_a_word_of_the_work_and_is_told_once() {
    let folder = tempfile::tempdir().unwrap();
    let state = folder.path().join("not there yet");
    assert_eq!(told_failures(&state), None);
    report_failures(state.clone());
    let words = "Minister Kvist";
    let work = move || {
        let cut = words.get(..words.len() + 1);
        cut.unwrap_or_else(|| panic!("no such words in “{words}”")).len()
    };
    assert!(std::thread::Builder::new().name("worker".to_owned()).spawn(work).unwrap().join().is_err());
    let told = told_failures(&state).unwrap();
    let path = told.rsplit_once(" is in ").unwrap().1.to_owned();
    let report = fs::read_to_string(&path).unwrap();
    assert!(report.starts_with(&format!("Byline {}", env!("CARGO_PKG_VERSION"))), "{report}");
    assert!(report.contains("thread: worker") && report.contains("failures"), "{report}");
    assert!(!report.contains("Kvist") && !report.contains("no such words"), "{report}");
    assert!(!report.contains(env!("CARGO_MANIFEST_DIR")), "{report}");
    assert_eq!(told_failures(&state), None, "the second start says nothing");
    assert!(fs::exists(&path).unwrap(), "and the report is still there");
    for number in 0..9 {
        byline::store::write_failure(&state, &format!("2031010{number}"), "x").unwrap();
    }
    assert!(told_failures(&state).unwrap().starts_with("Byline failed 9 times"));
    byline::store::write_failure(&state, "20320101", "x").unwrap();
    assert!(told_failures(&state).is_some());
    assert_eq!(fs::read_dir(&state).unwrap().count(), 5, "old reports go");
}
