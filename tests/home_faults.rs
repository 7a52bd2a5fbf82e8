//! A session that is open for changes loses nothing that it acknowledged: every operation of a script fails in turn, once
//! and for ever, and the disk is full at every size.
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

use keeping::{Done, JOURNAL, Part, Program, Recorded, STEPS, Story, script, wrong_with};
use sim::{Fault, Kind, SimDisk};

/// How many steps are still done once something went wrong.
const STEPS_AFTER: usize = 2;

/// One part with one fault: what is lost or not told, and how many operations there were.
fn run(story: &Story, start: &SimDisk, part: Part, fault: &Fault) -> (Vec<String>, usize) {
    let mut wrong = Vec::new();
    let disk = start.copied();
    disk.set_fault(Some(fault.clone()));
    let nothing_works = fault.for_ever && fault.kind != Kind::Short;
    let mut program = match Program::start(story, &disk) {
        Ok(program) => Some(program),
        Err(_) if disk.count() > fault.at => None,
        Err(error) => panic!("{error} without a fault"),
    };
    // A journal that could not be read is told of, and never written over.
    let at_start = story.opened(start);
    let is_behind = program.as_ref().is_some_and(|program| program.step < at_start);
    if program.as_ref().is_some_and(|program| is_behind && program.recovered.problems.is_empty()) {
        wrong.push("a journal was not read, and nobody was told".to_owned());
    }
    let mut steps_after = 0;
    while let Some(program) = program.as_mut().filter(|program| program.steps < STEPS && steps_after < STEPS_AFTER) {
        let has_struck = disk.count() > fault.at;
        let done = part.step(program);
        if nothing_works && has_struck && done.is_ok_and(|done| done == Done::Acknowledged) {
            wrong.push(format!("nothing works, and step {} went well", program.step));
        }
        steps_after += usize::from(has_struck);
    }
    let acknowledged = program.as_ref().map_or(at_start, |program| program.acknowledged);
    if let Some(program) = program.take_if(|_| disk.count() <= fault.at) {
        part.end(program);
    }
    let operations = disk.count();
    // The program could end here, or the power fail: what was acknowledged is there.
    if is_behind && !disk.holds(&start.bytes(JOURNAL).unwrap()) {
        wrong.push("a journal that was not read is gone".to_owned());
    }
    let (ended, dark) = (disk.copied(), disk.after_power_loss());
    if !dark.is_like(&ended) {
        wrong.extend(wrong_with(story, &dark, acknowledged).map(|wrong| format!("without power {wrong}")));
    }
    wrong.extend(wrong_with(story, &ended, acknowledged).map(|wrong| format!("after its end {wrong}")));
    disk.set_fault(None);
    // It goes on: the next flush and the next save go well, and nothing of what was done is missing.
    if let Some(mut program) = program {
        let done = program.flush().and_then(|()| program.save());
        wrong.extend(done.err().map(|error| format!("all works again, but {error}")));
        let step = program.step;
        part.end(program);
        wrong.extend(wrong_with(story, &disk.copied(), step).map(|wrong| format!("in the end {wrong}")));
    }
    let told = |wrong: &String| format!("{fault:?}: {wrong}\n    {}", disk.last_operations(75).join("\n    "));
    (wrong.iter().map(told).collect(), operations)
}

/// Every operation of every part fails in one way; as a short write those alone that write.
fn every_operation_fails(kind: Kind, for_ever: bool) {
    let story = Story::new(200);
    let mut tried = 0;
    let mut wrong = Vec::new();
    for Recorded { start, part, run: undisturbed } in script(&story) {
        let writes = |line: &String| ["write ", "append ", "copy "].iter().any(|what| line.starts_with(what));
        for at in 0..undisturbed.operations.len() {
            if kind == Kind::Short && !writes(&undisturbed.operations[at]) {
                continue;
            }
            tried += 1;
            let (found, operations) = run(&story, &start, part, &Fault::new(at, for_ever, kind));
            assert!(operations > at, "operation {at} was not reached");
            wrong.extend(found);
        }
    }
    let first: Vec<String> = wrong.iter().take(2).cloned().collect();
    assert!(wrong.is_empty(), "{} of {tried}:\n{}", wrong.len(), first.join("\n"));
    assert!(tried > if kind == Kind::Short { 150 } else { 600 }, "{tried} faults");
}

#[test]
fn a_broken_device_once_loses_nothing() {
    every_operation_fails(Kind::Device, false);
}

#[test]
fn a_broken_device_for_ever_loses_nothing() {
    every_operation_fails(Kind::Device, true);
}

#[test]
fn a_full_disk_once_loses_nothing() {
    every_operation_fails(Kind::Full, false);
}

#[test]
fn a_full_disk_for_ever_loses_nothing() {
    every_operation_fails(Kind::Full, true);
}

#[test]
fn a_refusal_once_loses_nothing() {
    every_operation_fails(Kind::Denied, false);
}

#[test]
fn a_refusal_for_ever_loses_nothing() {
    every_operation_fails(Kind::Denied, true);
}

#[test]
fn a_short_write_once_loses_nothing() {
    every_operation_fails(Kind::Short, false);
}

#[test]
fn a_short_write_for_ever_loses_nothing() {
    every_operation_fails(Kind::Short, true);
}
