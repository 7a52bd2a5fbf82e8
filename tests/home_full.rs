//! A full disk costs nothing: work goes on, what is not kept is said, and all is kept once there is room.
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

use keeping::{Part, Program, Story, wrong_with};

#[test]
fn a_full_disk_at_every_size_costs_nothing() {
    const STEPS: usize = 120;
    let story = Story::new(STEPS);
    let part = Part { save_every: 40, dies: true };
    let (mut refused, mut kept) = (0, 0);
    for capacity in (16..=1024).step_by(4).map(|kib| kib * 1024) {
        let disk = story.disk();
        // What else is on the disk leaves less room the later the step; past the middle nothing is in the way.
        disk.set_capacity(Some(capacity.min(capacity / 4 + 16 * 1024)));
        let mut program = Program::start(&story, &disk).unwrap();
        let mut is_refused = false;
        while program.steps < STEPS {
            let done = part.step(&mut program);
            if let Err(error) = done {
                is_refused = true;
                assert!(error.to_string().contains("No space left"), "{capacity}: {error}");
            }
        }
        assert_eq!(wrong_with(&story, &disk.copied(), program.acknowledged), None, "{capacity}");
        disk.set_capacity(None);
        program.flush().unwrap();
        assert_eq!(program.acknowledged, STEPS, "{capacity}");
        program.save().unwrap();
        program.kill();
        assert_eq!(wrong_with(&story, &disk, STEPS), None, "{capacity}");
        if is_refused { refused += 1 } else { kept += 1 }
    }
    assert!(refused > 10 && kept > 10, "{refused} sizes were too small, {kept} large enough");
}
