//! A damaged journal is noticed: what stands before the damage is there, and all of it is kept aside.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::too_many_lines,
    clippy::assigning_clones,
    dead_code,
    reason = "what is missing in a test fails it; the shared support serves several test programs"
)]

#[path = "support/keeping.rs"]
mod keeping;
#[path = "support/sim/mod.rs"]
mod sim;
mod support;

use byline::codec::JournalLine;
use byline::model::TransactionId;
use byline::store::{Distrusted, Hold};
use keeping::{COMPANION, JOURNAL, Program, Story, wrong_with};
use sim::{Fault, Kind, SimDisk};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A disk with a journal of four steps that no save has taken in, and where each of its frames ends.
fn journalled(story: &Story) -> (SimDisk, Vec<u8>, Vec<usize>) {
    let disk = story.disk();
    let mut program = Program::start(story, &disk).unwrap();
    let mut ends = Vec::new();
    for _ in 0..4 {
        program.edit();
        program.flush().unwrap();
        ends.push(disk.bytes(JOURNAL).unwrap().len());
    }
    program.kill();
    let journal = disk.bytes(JOURNAL).unwrap();
    assert_eq!(ends.last(), Some(&journal.len()));
    (disk.copied(), journal, ends)
}

/// What was put aside.
fn aside(disk: &SimDisk) -> Vec<Vec<u8>> {
    let is_aside =
        |path: &Path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("journal.aside-"));
    let paths = disk.paths();
    paths.iter().filter(|path| is_aside(path)).map(|path| disk.bytes(path).unwrap()).collect()
}

/// Opens a session whose journal is damaged behind `whole` of its steps: they are there, and the damage is told.
#[track_caller]
fn open<'a>(story: &'a Story, disk: &SimDisk, damaged: &[u8], whole: usize, what: &str) -> Program<'a> {
    let disk = disk.copied();
    disk.put(JOURNAL, damaged);
    let program = Program::start(story, &disk).unwrap();
    assert_eq!(program.step, whole, "{what}: {:?}", program.recovered.problems);
    assert_eq!(program.recovered.problems.len(), 1, "{what}: {:?}", program.recovered.problems);
    assert_eq!(aside(&disk), Vec::<Vec<u8>>::new(), "{what}: opening changed something");
    program
}

/// Opens it, and goes on: the journal as it was is kept aside, and the new steps are safe.
#[track_caller]
fn go_on(story: &Story, disk: &SimDisk, damaged: &[u8], whole: usize, what: &str) {
    let mut program = open(story, disk, damaged, whole, what);
    let disk = program.disk.clone();
    program.edit();
    program.flush().unwrap();
    assert_eq!(aside(&disk), [damaged], "{what}");
    program.kill();
    assert_eq!(wrong_with(story, &disk.other_process(), whole + 1), None, "{what}");
}

#[test]
fn a_journal_cut_at_any_byte_gives_what_stands_before_the_cut() {
    let story = Story::new(8);
    let (disk, journal, ends) = journalled(&story);
    for cut in 0..journal.len() {
        // Between two frames nothing is torn: so it ended once.
        let whole = ends.iter().filter(|end| **end <= cut).count();
        let head = frame_end(&journal);
        if cut != head && !ends.contains(&cut) {
            go_on(&story, &disk, &journal[..cut], whole, &format!("cut at {cut}"));
        }
    }
}

/// Where the first frame ends: a head of sixteen bytes, and the length that it states.
fn frame_end(journal: &[u8]) -> usize {
    16 + usize::try_from(u32::from_le_bytes(journal[..4].try_into().unwrap())).unwrap()
}

/// Flips every bit of a part of the journal.
fn flips(part: usize) {
    let story = Story::new(8);
    let (disk, journal, ends) = journalled(&story);
    for at in (0..journal.len()).filter(|at| at % 2 == part) {
        for bit in 0..8 {
            let mut flipped = journal.clone();
            flipped[at] ^= 1 << bit;
            let whole = ends.iter().filter(|end| **end <= at).count();
            let what = format!("byte {at}, bit {bit}");
            if at % 8 == bit {
                go_on(&story, &disk, &flipped, whole, &what);
            } else {
                open(&story, &disk, &flipped, whole, &what);
            }
        }
    }
}

#[test]
fn a_journal_with_any_bit_flipped_gives_what_stands_before_it() {
    flips(0);
}

#[test]
fn a_journal_with_any_bit_flipped_gives_what_stands_before_it_in_every_second_byte() {
    flips(1);
}

#[test]
fn a_journal_of_another_file_is_put_aside_and_never_applied() {
    let story = Story::new(8);
    let (disk, journal, _) = journalled(&story);
    disk.put(keeping::FILE, byline::codec::encode(&story.sessions[2], support::time()).unwrap().as_bytes());
    let mut program = Program::start(&story, &disk).unwrap();
    assert_eq!((program.step, program.recovered.steps.len()), (2, 0));
    assert!(program.recovered.problems[0].contains("4 steps"), "{:?}", program.recovered.problems);
    program.edit();
    program.flush().unwrap();
    assert_eq!(aside(&disk), [journal]);
    program.save().unwrap();
    program.close();
    assert_eq!(story.opened(&disk), 3);
    assert!(disk.paths().iter().any(|path| path.starts_with(COMPANION)));
}

#[test]
fn an_old_journal_whose_steps_the_file_has_changes_nothing() {
    let story = Story::new(8);
    let disk = story.disk();
    let mut program = Program::start(&story, &disk).unwrap();
    program.save().unwrap();
    program.edit();
    program.edit();
    program.flush().unwrap();
    let old = disk.bytes(JOURNAL).unwrap();
    program.save().unwrap();
    program.edit();
    program.save().unwrap();
    program.close();
    disk.put(JOURNAL, &old);
    let program = Program::start(&story, &disk).unwrap();
    assert_eq!((program.step, program.recovered.steps.len()), (3, 0), "{:?}", program.recovered.problems);
    assert_eq!(program.recovered.problems.len(), 1, "{:?}", program.recovered.problems);
}

/// The journal in the state folder, of the same session.
fn elsewhere(story: &Story) -> (SimDisk, PathBuf) {
    let disk = story.disk();
    disk.set_fault(Some(Fault { under: Some(COMPANION.into()), ..Fault::new(0, true, Kind::Denied) }));
    let mut program = Program::start(story, &disk).unwrap();
    for _ in 0..3 {
        program.edit();
    }
    program.flush().unwrap();
    program.kill();
    let disk = disk.copied();
    let journal = disk.paths().into_iter().find(|path| path.ends_with("journal")).unwrap();
    assert!(journal.starts_with(keeping::STATE), "{}", journal.display());
    (disk, journal)
}

#[test]
fn of_two_journals_that_go_apart_the_other_is_named_and_kept_aside() {
    let story = Story::new(8);
    let (disk, other) = elsewhere(&story);
    let begun = disk.bytes(&other).unwrap();
    // The same beginning, and another second step.
    let beside = SimDisk::new();
    beside.put(keeping::FILE, &disk.bytes(keeping::FILE).unwrap());
    let mut home = match byline::store::open(&keeping::ground(&beside), Path::new(keeping::FILE), Distrusted::Read) {
        Ok((_, Hold::Mine(home))) => home,
        other => panic!("{other:?}"),
    };
    let titled = Story::titled(&story.sessions[0], TransactionId(77), "apart");
    home.push(&JournalLine::Transaction(Arc::new(titled)), &|_| None).unwrap();
    home.flush().unwrap();
    let apart = beside.bytes(JOURNAL).unwrap();
    disk.put(JOURNAL, &apart);
    let mut program = Program::start(&story, &disk).unwrap();
    let problems = &program.recovered.problems;
    assert_eq!((program.step, problems.len()), (3, 1), "{problems:?}");
    let told = [JOURNAL, &other.display().to_string(), "1 steps", "byline recover --list"];
    assert!(told.iter().all(|told| problems[0].contains(told)), "{problems:?}");
    program.edit();
    program.flush().unwrap();
    assert_eq!(aside(&disk), [apart]);
    // One that has nothing of its own is not worth a word.
    let (disk, _) = elsewhere(&story);
    disk.put(JOURNAL, &begun);
    let program = Program::start(&story, &disk).unwrap();
    assert_eq!((program.step, program.recovered.problems.len()), (3, 0), "{:?}", program.recovered.problems);
}

#[test]
fn where_no_journal_can_be_put_aside_it_is_said_why_and_what_helps() {
    let story = Story::new(8);
    let (disk, journal, _) = journalled(&story);
    let (_, other) = elsewhere(&story);
    disk.put(keeping::FILE, byline::codec::encode(&story.sessions[2], support::time()).unwrap().as_bytes());
    disk.put(&other, &journal);
    let mut program = Program::start(&story, &disk).unwrap();
    program.edit();
    disk.set_fault(Some(Fault::new(0, true, Kind::Denied)));
    let told = program.flush().unwrap_err().to_string();
    for part in [COMPANION, "another journal stands there", "put the journal aside", "move it to another place"] {
        assert!(told.contains(part), "{part}: {told}");
    }
    disk.set_fault(None);
    program.flush().unwrap();
    assert_eq!(aside(&disk), [journal.clone(), journal]);
}
