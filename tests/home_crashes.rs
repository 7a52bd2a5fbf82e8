//! Whenever the power goes, a session that is open for changes opens again with everything that it acknowledged.
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

use byline::codec::encode;
use byline::edit::apply;
use byline::model::{Session, Shard, TransactionId};
use byline::store::{Disk, Distrusted, Hold, best, open, recover};
use keeping::{COMPANION, FILE, Part, Program, Recorded, Story, ground, script, wrong_with};
use sim::{CrashState, Depth, Fault, Kind, Recording, SimDisk, states};
use std::path::Path;
use std::sync::Arc;
use support::time;

/// What was acknowledged before a crash; what `start` has where nothing was.
fn acknowledged(state: &CrashState, run: &Recording, start: usize) -> usize {
    state.marks.checked_sub(1).map_or(start, |mark| run.marks[mark].parse().unwrap())
}

/// Looks at every state that a crash of `run` could leave: how many there are, and what is wrong with them.
fn look(story: &Story, start: &SimDisk, run: &Recording, depth: Depth) -> (usize, Vec<String>) {
    let at_start = story.opened(start);
    let mut visited = 0;
    let wrong = states(run, depth).inspect(|_| visited += 1).filter_map(|state| {
        let before = state.disk.copied();
        let wrong = wrong_with(story, &state.disk, acknowledged(&state, run, at_start))?;
        Some(format!("{wrong}: {}\n{:?}", state.told(run), before.paths()))
    });
    let wrong = wrong.collect();
    (visited, wrong)
}

/// Loses power at every moment of two parts of the script; there are `at_least` so many states.
fn crashes_of(parts: [usize; 2], at_least: usize) {
    let story = Story::new(200);
    let depth = Depth { torn_up_to: 400, torn_every: 5, random: 12, seed: 11 };
    let mut visited = 0;
    for (at, Recorded { start, run, .. }) in script(&story).into_iter().enumerate() {
        if parts.contains(&at) {
            let (seen, wrong) = look(&story, &start, &run, depth);
            assert!(wrong.is_empty(), "{} of {seen}:\n{}", wrong.len(), wrong[0]);
            visited += seen;
        }
    }
    assert!(visited >= at_least, "{visited} states");
}

// Fifty thousand states together with those behind failed syncs.

#[test]
fn crashes_of_the_first_part_of_the_script_and_another() {
    crashes_of([0, 2], 6_000);
}

#[test]
fn crashes_of_the_second_part_of_the_script_and_another() {
    crashes_of([1, 3], 6_000);
}

#[test]
fn crashes_of_the_fifth_part_of_the_script_and_another() {
    crashes_of([4, 6], 6_000);
}

#[test]
fn crashes_of_the_last_part_of_the_script_and_another() {
    crashes_of([5, 7], 6_000);
}

/// Plays a few steps with a save among them; the program never comes to its end.
fn play(story: &Story, disk: &SimDisk, steps: usize) -> Recording {
    let part = Part { save_every: steps / 2, dies: true };
    let mut program = Program::start(story, disk).unwrap();
    while program.steps < steps {
        // What goes wrong is told, and not acknowledged.
        part.step(&mut program).ok();
    }
    disk.recording()
}

#[test]
fn a_sync_that_failed_once_is_not_trusted_later() {
    let story = Story::new(200);
    let start = story.disk();
    let undisturbed = play(&story, &start.copied(), 6);
    let is_sync = |(at, line): (usize, &String)| line.starts_with("sync").then_some(at);
    let syncs: Vec<usize> = undisturbed.operations.iter().enumerate().filter_map(is_sync).collect();
    assert!(syncs.len() > 15, "{undisturbed:#?}");
    let mut visited = 0;
    for at in syncs {
        let disk = start.copied();
        disk.set_fault(Some(Fault::new(at, false, Kind::Device)));
        let run = play(&story, &disk, 6);
        let (seen, wrong) = look(&story, &start, &run, Depth { random: 0, ..Depth::USUAL });
        assert!(wrong.is_empty(), "sync {at}: {} of {seen}:\n{}", wrong.len(), wrong[0]);
        visited += seen;
    }
    assert!(visited >= 26_000, "{visited} states");
}

#[test]
fn a_journal_in_the_state_folder_is_as_safe() {
    let story = Story::new(200);
    for refused in [COMPANION, "/simulated"] {
        let start = story.disk();
        let disk = start.copied();
        let fault = Fault { under: Some(refused.into()), ..Fault::new(0, true, Kind::Denied) };
        // The session itself can be read, whatever its folder does not let be made.
        let is_folder = refused == "/simulated";
        if is_folder {
            disk.set_permissions(Path::new(refused), std::os::unix::fs::PermissionsExt::from_mode(0o555)).unwrap();
            disk.settle();
        } else {
            disk.set_fault(Some(fault));
        }
        let run = play(&story, &disk, 8);
        assert!(run.marks.len() >= 5, "{refused}: {:?}", run.marks);
        let (visited, wrong) = look(&story, &start, &run, Depth { random: 2, ..Depth::USUAL });
        assert!(wrong.is_empty(), "{refused}: {} of {visited}:\n{}", wrong.len(), wrong[0]);
        assert!(visited > 200, "{visited} states");
    }
}

#[test]
fn a_session_with_two_names_can_be_had_back() {
    let story = Story::new(200);
    let start = story.disk();
    start.put_twin(FILE, "/simulated/twin.ron");
    let disk = start.copied();
    let run = play(&story, &disk, 8);
    let mut visited = 0;
    let mut restored = 0;
    for state in states(&run, Depth::USUAL) {
        visited += 1;
        let needed = acknowledged(&state, &run, 0);
        let before = state.disk.copied();
        // While it was written in place it may not open; then a copy with all steps is offered.
        if Program::start(&story, &state.disk).is_ok_and(|program| program.step >= needed) {
            continue;
        }
        restored += 1;
        let ground = ground(&state.disk);
        let offered = byline::store::states(&ground, Path::new(FILE)).unwrap();
        let session = best(&offered).map(|state| recover(&ground, state).unwrap());
        let step = session.and_then(|(session, _)| story.place(&session));
        assert!(
            step.is_some_and(|step| step >= needed),
            "{step:?} for {needed}: {}\n{:#?}\n{:?}",
            state.told(&run),
            offered,
            before.paths()
        );
    }
    assert!(visited > 200 && restored > 0, "{visited} states, {restored} restored");
}

#[test]
fn what_a_failed_sync_left_in_doubt_is_written_anew_by_the_next_program() {
    let story = Story::new(8);
    let disk = story.disk();
    let mut program = Program::start(&story, &disk).unwrap();
    program.edit();
    program.flush().unwrap();
    program.edit();
    // The step is appended; then nothing works any more, until the program has ended.
    disk.set_fault(Some(Fault::new(disk.count() + 1, true, Kind::Device)));
    program.flush().unwrap_err();
    program.kill();
    disk.set_fault(None);
    let mut program = Program::start(&story, &disk).unwrap();
    assert_eq!(program.step, 2);
    program.edit();
    program.flush().unwrap();
    assert_eq!(wrong_with(&story, &disk.after_power_loss(), 3), None);
}

#[test]
fn an_older_journal_that_comes_back_without_power_gives_way() {
    let story = Story::new(8);
    let mut came_back = 0;
    // Whichever operation of a save fails that takes the journal in the state folder away, the sync behind it among them.
    for at in 0..40 {
        let disk = story.disk();
        disk.set_fault(Some(Fault { under: Some(COMPANION.into()), ..Fault::new(0, true, Kind::Denied) }));
        let mut program = Program::start(&story, &disk).unwrap();
        for _ in 0..3 {
            program.edit();
        }
        program.flush().unwrap();
        disk.set_fault(Some(Fault::new(disk.count() + at, false, Kind::Device)));
        program.put_in_place().ok();
        program.kill();
        disk.set_fault(None);
        let mut program = Program::start(&story, &disk).unwrap();
        program.edit();
        program.flush().unwrap();
        let left = disk.after_power_loss();
        let journals = left.paths().iter().filter(|path| path.ends_with("journal")).count();
        came_back += usize::from(journals == 2);
        assert_eq!(wrong_with(&story, &left, 4), None, "{at}: {:?}", left.paths());
    }
    assert!(came_back > 0);
}

/// Whether a session has what another program wrote and the step that was journalled before.
fn has_both(session: &Session) -> bool {
    let is_ours = |shard: &Arc<Shard>| shard.mentions.iter().any(|mention| mention.notes[0].text == "made by step 8");
    session.info.title == "theirs" && session.shards().iter().any(is_ours)
}

#[test]
fn what_was_brought_together_with_a_changed_file_is_there_from_the_first_moment() {
    let story = Story::new(12);
    let disk = story.disk();
    let mut program = Program::start(&story, &disk).unwrap();
    for _ in 0..8 {
        program.edit();
    }
    program.save().unwrap();
    program.edit();
    program.flush().unwrap();
    program.kill();
    let mut theirs = story.sessions[8].clone();
    apply(&mut theirs, &Story::titled(&story.sessions[8], TransactionId(99), "theirs")).unwrap();
    disk.put(FILE, encode(&theirs, time()).unwrap().as_bytes());
    let start = disk.copied();
    let running = start.other_process();
    let (found, hold) = open(&ground(&running), Path::new(FILE), Distrusted::Read).unwrap();
    assert!(has_both(&found.session), "{:?}", found.recovered);
    let Hold::Mine(mut home) = hold else { panic!("it is taken") };
    home.flush().unwrap();
    let mut visited = 0;
    for state in states(&start.recording(), Depth { random: 12, ..Depth::USUAL }) {
        visited += 1;
        let after = state.disk.other_process();
        let before = after.copied();
        let (found, _) = open(&ground(&after), Path::new(FILE), Distrusted::Read).unwrap();
        assert!(
            has_both(&found.session),
            "{}: {:?}\n{:?}",
            state.told(&start.recording()),
            found.recovered,
            before.paths()
        );
    }
    assert!(visited > 20, "{visited} states");
}
