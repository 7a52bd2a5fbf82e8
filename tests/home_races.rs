//! Two programs on one session: one of them has it open for changes at a time, and neither loses what it acknowledged.
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

use byline::store::{Distrusted, Hold, open};
use keeping::{COMPANION, FILE, Program, Story, ground, wrong_with};
use sim::{Fault, Kind, SimDisk};
use std::path::Path;

/// Who has the session, where somebody has.
fn taken_by(disk: &SimDisk) -> Option<String> {
    match open(&ground(&disk.other_process()), Path::new(FILE), Distrusted::Read).unwrap().1 {
        Hold::Mine(_) => None,
        Hold::Taken(owner) => Some(owner),
        Hold::NotYet => Some("nobody, but the file is not trusted".to_owned()),
    }
}

#[test]
fn the_second_program_reads_what_the_first_one_keeps() {
    let story = Story::new(4);
    let disk = story.disk();
    let mut program = Program::start(&story, &disk).unwrap();
    program.edit();
    program.flush().unwrap();
    assert_eq!(taken_by(&disk).as_deref(), Some("the test"));
    assert_eq!(story.opened(&disk), 1);
    program.close();
    assert_eq!(taken_by(&disk), None);
}

#[test]
fn a_lock_that_had_to_stand_elsewhere_is_seen() {
    let story = Story::new(4);
    let disk = story.disk();
    disk.set_fault(Some(Fault { under: Some(COMPANION.into()), ..Fault::new(0, true, Kind::Device) }));
    let program = Program::start(&story, &disk).unwrap();
    disk.set_fault(None);
    assert_eq!(taken_by(&disk).as_deref(), Some("the test"));
    program.kill();
    assert_eq!(taken_by(&disk), None);
}

#[test]
fn a_thousand_commands_of_two_programs_are_all_kept() {
    const COMMANDS: usize = 1000;
    let story = Story::new(COMMANDS);
    let disk = story.disk();
    // Each opens the session whenever it is free, does a few steps from where it stands, and leaves it in one way or another.
    let work = |mut turn: usize| {
        let (mut opened, mut refused) = (0, 0);
        loop {
            match Program::start(&story, &disk) {
                Err(problem) => {
                    assert_eq!(problem, "it is taken");
                    refused += 1;
                    std::thread::yield_now();
                }
                Ok(program) if program.step == COMMANDS => return (opened, refused),
                Ok(mut program) => {
                    opened += 1;
                    turn += 1;
                    let until = (program.step + 3 + turn % 8).min(COMMANDS);
                    while program.step < until {
                        program.edit();
                        program.flush().unwrap();
                    }
                    match turn % 3 {
                        0 => program.kill(),
                        1 => program.close(),
                        _ => {
                            program.save().unwrap();
                            program.close();
                        }
                    }
                }
            }
        }
    };
    let turns = std::thread::scope(|scope| {
        let threads = [scope.spawn(|| work(0)), scope.spawn(|| work(5))];
        threads.map(|thread| thread.join().unwrap())
    });
    // A step is applied only where all before it are there, so that none of either program can be missing.
    assert_eq!(wrong_with(&story, &disk, COMMANDS), None);
    assert!(turns.iter().all(|(opened, _)| *opened > 10), "times opened and refused: {turns:?}");
}
