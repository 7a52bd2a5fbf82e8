//! A save is whole or not at all: every operation of it fails in turn, the power goes at every moment of several saves, and
//! the disk is full at every size. Saves that are easier to write fail the same tests.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::too_many_lines,
    clippy::assigning_clones,
    reason = "what is missing in a test fails it; the shared support serves several test programs"
)]

#[path = "support/sim/mod.rs"]
mod sim;
mod support;

use byline::codec::{Access, decode, encode};
use byline::model::Session;
use byline::store::{Disk, Expected, Fingerprint, StoreError, is_temp_of, load_with, save_with};
use sim::{CrashState, Depth, Fault, Kind, Recording, SimDisk, every_fault, states};
use std::path::Path;
use support::{empty_file, plain_article, session_of, time};

const FILE: &str = "/simulated/s.ron";
const TWIN: &str = "/simulated/twin.ron";

/// The session that the `number`th save brings; each is as large as the next one.
fn session(number: usize) -> Session {
    let mut file = empty_file(&number.to_string());
    file.articles = vec![plain_article(1, &"The envoys met in Geneva. ".repeat(20))];
    session_of(file)
}

/// The number of the session in a file.
fn number_in(bytes: &[u8]) -> Option<usize> {
    let decoded = decode(bytes).ok().filter(|decoded| decoded.access == Access::Full)?;
    let number = decoded.session.info.title.parse().ok()?;
    (decoded.session == session(number)).then_some(number)
}

/// The number of the session that opens at the path.
fn opened(disk: &SimDisk) -> Option<usize> {
    let loaded = load_with(disk, Path::new(FILE)).ok().filter(|loaded| loaded.access == Access::Full)?;
    let number = loaded.session.info.title.parse().ok()?;
    (loaded.session == session(number)).then_some(number)
}

fn temp_files(disk: &SimDisk) -> Vec<String> {
    let name = |path: &std::path::PathBuf| path.file_name().unwrap().to_str().unwrap().to_owned();
    disk.paths().iter().map(name).filter(|name| is_temp_of(name, "s.ron")).collect()
}

/// A disk with the file as the session 0, and what it is expected to be.
fn disk() -> (SimDisk, Fingerprint) {
    let disk = SimDisk::new();
    let text = encode(&session(0), time()).unwrap();
    disk.put(FILE, text.as_bytes());
    (disk, Fingerprint::of(text.as_bytes()))
}

type Save = fn(&SimDisk, &Session, Fingerprint) -> Result<Fingerprint, StoreError>;

fn careful(disk: &SimDisk, session: &Session, expected: Fingerprint) -> Result<Fingerprint, StoreError> {
    save_with(disk, Path::new(FILE), session, time(), Expected::Same(expected))
}

fn refused(source: std::io::Error) -> StoreError {
    StoreError::Io { path: FILE.into(), action: "save", source }
}

/// A save that writes over the old file.
fn in_place(disk: &SimDisk, session: &Session, _: Fingerprint) -> Result<Fingerprint, StoreError> {
    let text = encode(session, time()).unwrap();
    let write = || disk.write(Path::new(FILE), text.as_bytes()).and_then(|()| disk.sync(Path::new(FILE)));
    write().map_err(refused)?;
    Ok(Fingerprint::of(text.as_bytes()))
}

/// A save by a temporary file and a rename that brings to the disk what it is told to.
fn renamed(disk: &SimDisk, session: &Session, file: Sync, folder: Sync) -> Result<Fingerprint, StoreError> {
    let text = encode(session, time()).unwrap();
    let write = || {
        let temp = disk.create_temp(Path::new("/simulated"), "s.ron")?;
        disk.write(&temp, text.as_bytes())?;
        if file == Sync::Yes {
            disk.sync(&temp)?;
        }
        disk.rename(&temp, Path::new(FILE))?;
        if folder == Sync::Yes { disk.sync_folder(Path::new("/simulated")) } else { Ok(()) }
    };
    write().map_err(refused)?;
    Ok(Fingerprint::of(text.as_bytes()))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sync {
    Yes,
    No,
}

/// Lets every operation of a save fail in turn; lists what was lost, now or by a loss of power right after, and what was
/// left. A file with two names may be torn only where a whole copy stands beside it.
fn faults(save: Save, has_twin: bool) -> Vec<String> {
    let mut lost = Vec::new();
    every_fault(|fault| {
        let (disk, expected) = disk();
        if has_twin {
            disk.put_twin(FILE, TWIN);
        }
        disk.set_fault(Some(fault.clone()));
        let saved = save(&disk, &session(1), expected);
        disk.set_fault(None);
        let operations = disk.count();
        let is_copied = matches!(&saved, Err(StoreError::Torn { copy, .. })
            if number_in(&disk.bytes(copy).unwrap()) == Some(1));
        let now = opened(&disk);
        let is_right = match &saved {
            Ok(_) | Err(StoreError::Unconfirmed { .. }) => now == Some(1),
            Err(StoreError::Torn { .. }) => is_copied,
            Err(_) => now == Some(0),
        };
        let log = disk.last_operations(99).join("\n  ");
        if !is_right {
            lost.push(format!("{fault:?}: {saved:?}, but {now:?} opens\n  {log}"));
        }
        let may_stay = fault.for_ever || log.contains("remove") || matches!(saved, Err(StoreError::Torn { .. }));
        if !may_stay && !temp_files(&disk).is_empty() {
            lost.push(format!("{fault:?}: {saved:?} left {:?}\n  {log}", temp_files(&disk)));
        }
        if saved.is_ok() {
            disk.mark("acknowledged 1");
        }
        let run = disk.recording();
        lost.extend(states(&run, Depth::USUAL).filter_map(|state| lost_by(&state, &run)));
        operations
    });
    lost
}

/// What a crash cost: nothing where the old session or a new one opens, or is whole beside a file with two names, and it is
/// not older than what was acknowledged.
fn lost_by(state: &CrashState, run: &Recording) -> Option<String> {
    let has_twin = state.disk.paths().iter().any(|path| path == Path::new(TWIN));
    let copies = temp_files(&state.disk).into_iter().filter(|_| has_twin);
    let copy = |name: String| number_in(&state.disk.bytes(Path::new("/simulated").join(name)).unwrap());
    let found = opened(&state.disk).or_else(|| copies.filter_map(copy).max());
    match found {
        Some(number) if number >= state.marks => None,
        other => Some(format!("{other:?} opens, and {} saves were acknowledged: {}", state.marks, state.told(run))),
    }
}

/// Saves several times, loses power at every moment, and lists what that cost; with the number of states looked at.
fn crashes(save: Save, has_twin: bool, depth: Depth) -> (usize, Vec<String>) {
    let (disk, mut expected) = disk();
    if has_twin {
        disk.put_twin(FILE, TWIN);
    }
    for number in 1..=6 {
        expected = save(&disk, &session(number), expected).unwrap();
        disk.mark(format!("acknowledged {number}"));
    }
    assert_eq!(opened(&disk), Some(6));
    let run = disk.recording();
    let mut visited = 0;
    let lost = states(&run, depth).inspect(|_| visited += 1).filter_map(|state| lost_by(&state, &run)).collect();
    (visited, lost)
}

#[test]
fn whatever_fails_the_old_or_the_new_file_is_whole() {
    assert_eq!(faults(careful, false), Vec::<String>::new());
}

#[test]
fn whatever_fails_a_file_with_two_names_is_whole_or_has_a_copy() {
    assert_eq!(faults(careful, true), Vec::<String>::new());
}

#[test]
fn the_faults_catch_a_save_in_place() {
    assert!(!faults(in_place, false).is_empty());
}

#[test]
fn whenever_the_power_goes_the_old_or_the_new_file_is_whole() {
    let (visited, lost) = crashes(careful, false, Depth { random: 400, seed: 7, ..Depth::USUAL });
    assert_eq!(lost, Vec::<String>::new());
    assert!(visited > 700, "{visited} states");
}

#[test]
fn whenever_the_power_goes_a_file_with_two_names_is_whole_or_has_a_copy() {
    let (visited, lost) = crashes(careful, true, Depth::USUAL);
    assert_eq!(lost, Vec::<String>::new());
    assert!(visited > 300, "{visited} states");
}

#[test]
fn the_crashes_catch_each_save_that_leaves_a_sync_out() {
    let lost = |save: Save| crashes(save, false, Depth::USUAL).1;
    let (does_not_open, is_old) = ("None opens", "Some(0) opens, and 1 saves were acknowledged");
    for (save, wrong) in [
        (in_place as Save, does_not_open),
        (|disk, session, _| renamed(disk, session, Sync::No, Sync::No), does_not_open),
        (|disk, session, _| renamed(disk, session, Sync::No, Sync::Yes), does_not_open),
        (|disk, session, _| renamed(disk, session, Sync::Yes, Sync::No), is_old),
    ] {
        let lost = lost(save);
        assert!(lost.iter().any(|line| line.starts_with(wrong)), "{wrong}: {lost:#?}");
    }
    assert_eq!(lost(|disk, session, _| renamed(disk, session, Sync::Yes, Sync::Yes)), Vec::<String>::new());
}

#[test]
fn a_full_disk_at_every_size_costs_nothing() {
    let mut results = [0, 0];
    let mut large = empty_file("1");
    large.articles = vec![plain_article(1, &"The envoys met. ".repeat(3_000))];
    let large = session_of(large);
    for capacity in (16..=1024).step_by(4).map(|kib| kib * 1024) {
        let (disk, expected) = disk();
        disk.set_capacity(Some(capacity));
        let saved = save_with(&disk, Path::new(FILE), &large, time(), Expected::Same(expected));
        assert_eq!(temp_files(&disk), Vec::<String>::new(), "{capacity}");
        if let Err(error) = saved {
            results[0] += 1;
            assert!(error.to_string().contains("No space left"), "{capacity}: {error}");
            assert_eq!(opened(&disk), Some(0), "{capacity}");
            disk.set_capacity(Some(capacity + 1024 * 1024));
            save_with(&disk, Path::new(FILE), &large, time(), Expected::Same(expected)).unwrap();
        } else {
            results[1] += 1;
        }
        assert_eq!(load_with(&disk, Path::new(FILE)).unwrap().session, large, "{capacity}");
    }
    assert!(results.iter().all(|count| *count >= 5), "{results:?}");
}

#[test]
fn a_fault_below_one_folder_leaves_the_others_alone() {
    let (disk, expected) = disk();
    let elsewhere = Fault { under: Some("/elsewhere".into()), ..Fault::new(0, true, Kind::Device) };
    disk.set_fault(Some(elsewhere));
    careful(&disk, &session(1), expected).unwrap();
    assert_eq!(opened(&disk), Some(1));
}
