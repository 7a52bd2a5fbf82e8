//! Two programs work on one session at the same time: one is refused while the other has it, and none loses what it said
//! was kept.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    dead_code,
    reason = "what is missing in a test fails it; the shared support serves several test programs"
)]

#[path = "support/program.rs"]
mod program;

use program::Place;
use std::collections::BTreeSet;
use std::io::Write;
use std::process::Stdio;

const COMMANDS: usize = 1000;
/// Commands that one run of the program gets.
const COMMANDS_A_RUN: usize = 50;

/// Adds entries from one number on, in runs that are tried again where somebody else has the session; the numbers that were
/// acknowledged, and how often it was refused.
fn work(place: &Place, from: usize) -> (BTreeSet<usize>, usize) {
    let (mut kept, mut refused) = (BTreeSet::new(), 0);
    let mut next = from;
    while next < from + COMMANDS / 2 {
        let mut command = place.command(&["apply", "s.ron", "--as", "Tester"]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let line = |number| format!("add_entry((entry: \"e-{number:013}\", layer: \"actor\", name: \"{number}\"))\n");
        let script: String = (next..next + COMMANDS_A_RUN).map(line).collect();
        // A program that is refused reads nothing.
        child.stdin.take().unwrap().write_all(script.as_bytes()).ok();
        let output = child.wait_with_output().unwrap();
        let (out, err) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
        let acknowledged = out.lines().filter(|line| line.starts_with("ok ")).count();
        kept.extend(next..next + acknowledged);
        match output.status.code() {
            Some(0) => {
                assert_eq!(acknowledged, COMMANDS_A_RUN, "{out}{err}");
                next += COMMANDS_A_RUN;
            }
            Some(3) => {
                assert!(acknowledged == 0 && err.contains("open"), "{out}{err}");
                refused += 1;
            }
            other => panic!("ended with {other:?}: {out}{err}"),
        }
    }
    (kept, refused)
}

#[test]
fn of_a_thousand_commands_of_two_programs_none_is_lost() {
    let place = Place::new();
    place.file("articles/a.txt", "Envoys met in Geneva.");
    place.byline(&["import", "articles", "-o", "s.ron"]).ends(0);
    let done = std::thread::scope(|scope| {
        let threads = [0, COMMANDS / 2].map(|from| {
            scope.spawn({
                let place = &place;
                move || work(place, from)
            })
        });
        threads.map(|thread| thread.join().unwrap())
    });
    let session = place.byline(&["export", "s.ron", "--format", "json", "-o", "-"]).ends(0).json();
    let entries = session["entries"].as_array().unwrap();
    let found: BTreeSet<usize> = entries.iter().map(|entry| entry["name"].as_str().unwrap().parse().unwrap()).collect();
    let kept: BTreeSet<usize> = done.iter().flat_map(|(kept, _)| kept.iter().copied()).collect();
    assert_eq!(kept.len(), COMMANDS);
    assert_eq!(kept.difference(&found).count(), 0, "refused: {:?}", done.each_ref().map(|(_, refused)| refused));
    place.byline(&["validate", "s.ron"]).ends(0);
}
