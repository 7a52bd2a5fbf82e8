//! The simulated disk is held against the real one, and its losses of power against what POSIX promises.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "what is missing in a test fails it")]

#[path = "support/sim/mod.rs"]
mod sim;

use byline::store::{Disk, RealDisk};
use proptest::prelude::*;
use sim::{Depth, Fault, Kind, SimDisk, states};
use std::collections::BTreeSet;
use std::fs::Permissions;
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

/// Something that a process does; paths are below the folder of the test.
#[derive(Clone, Debug)]
enum Action {
    Make(&'static str, &'static str),
    Write(&'static str, usize),
    Append(&'static str, u64, usize),
    Copy(&'static str, &'static str),
    Read(&'static str, u64),
    Info(&'static str),
    List(&'static str),
    Resolve(&'static str),
    Mode(&'static str, u32),
    Rename(&'static str, &'static str),
    Remove(&'static str),
    CreateFolder(&'static str),
    Sync(&'static str),
    SyncFolder(&'static str),
    Lock(&'static str),
    Unlock,
}

/// What comes of an action, as far as every disk must agree on it.
fn outcome<D: Disk>(disk: &D, top: &Path, action: &Action, locks: &mut Vec<byline::store::Lock>) -> String {
    let at = |name: &str| top.join(name);
    let done: io::Result<String> = match action {
        Action::Make(folder, name) => disk
            .create_temp(&at(folder), name)
            .and_then(|temp| {
                disk.rename(&temp, &at(folder).join(name)).or_else(|error| disk.remove(&temp).and(Err(error)))
            })
            .map(|()| String::new()),
        Action::Write(name, len) => disk.write(&at(name), &vec![7; *len]).map(|()| String::new()),
        Action::Append(name, size, len) => disk.append(&at(name), *size, &vec![8; *len]).map(|()| String::new()),
        Action::Copy(from, to) => disk.copy(&at(from), &at(to)).map(|()| String::new()),
        Action::Read(name, limit) => disk.read(&at(name), *limit).map(|bytes| format!("{bytes:?}")),
        Action::Info(name) => disk.info(&at(name)).map(|info| {
            if info.is_folder {
                "a folder".to_owned()
            } else {
                format!("{} {} {:o}", info.size, info.links, info.permissions.mode() & 0o777)
            }
        }),
        Action::List(folder) => disk.list(&at(folder)).map(|names| names.join(" ")),
        Action::Resolve(name) => {
            disk.resolve(&at(name)).map(|path| path.strip_prefix(top).unwrap().display().to_string())
        }
        Action::Mode(name, mode) => {
            disk.set_permissions(&at(name), Permissions::from_mode(*mode)).map(|()| String::new())
        }
        Action::Rename(from, to) => disk.rename(&at(from), &at(to)).map(|()| String::new()),
        Action::Remove(name) => disk.remove(&at(name)).map(|()| String::new()),
        Action::CreateFolder(name) => disk.create_folder(&at(name)).map(|()| String::new()),
        Action::Sync(name) => disk.sync(&at(name)).map(|()| String::new()),
        Action::SyncFolder(name) => disk.sync_folder(&at(name)).map(|()| String::new()),
        Action::Lock(name) => disk.try_lock(&at(name)).map(|lock| match lock {
            Some(lock) => {
                locks.push(lock);
                "locked".to_owned()
            }
            None => "taken".to_owned(),
        }),
        Action::Unlock => {
            locks.pop();
            Ok(String::new())
        }
    };
    done.unwrap_or_else(|error| error.kind().to_string())
}

fn action() -> impl Strategy<Value = Action> {
    // Folders keep their names, so that the rules for moving them are not needed.
    let file = || prop::sample::select(vec!["f", "g", "d/f", "d/e/f", "f/g", "link", "twin", "lost"]);
    let folder = || prop::sample::select(vec!["d", "d/e", "f", "link", "f/d"]);
    let any = || prop_oneof![file(), folder()];
    prop_oneof![
        4 => (prop::sample::select(vec!["d", "d/e", "."]), prop::sample::select(vec!["f", "g"])).prop_map(|(d, n)| Action::Make(d, n)),
        4 => (any(), 0..20_usize).prop_map(|(name, len)| Action::Write(name, len)),
        4 => (any(), 0..20_u64, 0..20_usize).prop_map(|(name, size, len)| Action::Append(name, size, len)),
        1 => (any(), any()).prop_map(|(from, to)| Action::Copy(from, to)),
        1 => (any(), prop_oneof![Just(3), Just(1000)]).prop_map(|(name, limit)| Action::Read(name, limit)),
        1 => any().prop_map(Action::Info),
        1 => any().prop_map(Action::List),
        1 => any().prop_map(Action::Resolve),
        1 => (file(), prop_oneof![Just(0o640), Just(0o664)]).prop_map(|(name, mode)| Action::Mode(name, mode)),
        2 => (file(), file()).prop_map(|(from, to)| Action::Rename(from, to)),
        1 => any().prop_map(Action::Remove),
        4 => prop::sample::select(vec!["d", "d/e"]).prop_map(Action::CreateFolder),
        1 => any().prop_map(Action::Sync),
        1 => any().prop_map(Action::SyncFolder),
        2 => file().prop_map(Action::Lock),
        1 => Just(Action::Unlock),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn every_operation_does_what_it_does_on_the_real_disk(actions in prop::collection::vec(action(), 1..60)) {
        let folder = tempfile::tempdir().unwrap();
        let top = folder.path().canonicalize().unwrap();
        let simulated = SimDisk::new();
        simulated.put(top.join("f"), b"first");
        simulated.put_link(top.join("link"), "d/f");
        simulated.put_link(top.join("lost"), "nowhere");
        simulated.put_twin(top.join("f"), top.join("twin"));
        std::fs::write(top.join("f"), "first").unwrap();
        std::os::unix::fs::symlink("d/f", top.join("link")).unwrap();
        std::os::unix::fs::symlink("nowhere", top.join("lost")).unwrap();
        std::fs::hard_link(top.join("f"), top.join("twin")).unwrap();
        let (mut locks, mut real_locks) = (Vec::new(), Vec::new());
        for action in &actions {
            let (seen, real) =
                (outcome(&simulated, &top, action, &mut locks), outcome(&RealDisk, &top, action, &mut real_locks));
            prop_assert_eq!(seen, real, "{:?}", action);
        }
        for path in simulated.paths().iter().filter(|path| path.starts_with(&top)) {
            prop_assert_eq!(simulated.bytes(path), std::fs::read(path).ok(), "{}", path.display());
        }
    }
}

const FILE: &str = "/disk/f";
const TEMP: &str = "/disk/.f.000001.tmp";

fn disk() -> SimDisk {
    let disk = SimDisk::new();
    disk.put(FILE, b"old");
    disk
}

/// Everything that a file can hold after a crash at any moment; "none" where it is not there.
fn left(disk: &SimDisk, file: &str) -> BTreeSet<String> {
    left_after(disk, file, 0)
}

/// The same for crashes after the first `marks` marks.
fn left_after(disk: &SimDisk, file: &str, marks: usize) -> BTreeSet<String> {
    let run = disk.recording();
    let depth = Depth { torn_up_to: 100, ..Depth::USUAL };
    let content = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().replace('\0', "0");
    states(&run, depth)
        .filter(|state| state.marks >= marks)
        .map(|state| state.disk.bytes(file).map_or("none".to_owned(), content))
        .collect()
}

fn set(of: &[&str]) -> BTreeSet<String> {
    of.iter().map(ToString::to_string).collect()
}

#[test]
fn what_is_written_in_place_can_be_lost_or_torn_until_it_is_synced() {
    let disk = disk();
    disk.write(Path::new(FILE), b"new").unwrap();
    assert_eq!(left(&disk, FILE), set(&["old", "", "n", "ne", "new", "000", "n00", "ne0", "0ew", "00w"]));
    disk.sync(Path::new(FILE)).unwrap();
    disk.mark("synced");
    assert_eq!(left_after(&disk, FILE, 1), set(&["new"]));
}

#[test]
fn an_append_can_be_torn_and_keeps_what_was_there() {
    let disk = disk();
    disk.append(Path::new(FILE), 3, b"er").unwrap();
    assert_eq!(left(&disk, FILE), set(&["old", "olde", "older", "old00", "olde0", "old0r"]));
    disk.append(Path::new(FILE), 5, b"!").unwrap();
    assert!(left(&disk, FILE).contains("old00!"), "{:?}", left(&disk, FILE));
}

#[test]
fn a_name_is_lost_or_kept_until_its_folder_is_synced() {
    let disk = disk();
    let temp = disk.create_temp(Path::new("/disk"), "f").unwrap();
    disk.write(&temp, b"new").unwrap();
    disk.sync(&temp).unwrap();
    disk.rename(&temp, Path::new(FILE)).unwrap();
    disk.mark("renamed");
    assert_eq!(left_after(&disk, FILE, 1), set(&["old", "new"]));
    disk.sync_folder(Path::new("/disk")).unwrap();
    disk.mark("synced");
    assert_eq!((left_after(&disk, FILE, 2), left_after(&disk, TEMP, 2)), (set(&["new"]), set(&["none"])));
}

#[test]
fn a_rename_can_come_before_what_was_written() {
    let disk = disk();
    let temp = disk.create_temp(Path::new("/disk"), "f").unwrap();
    disk.write(&temp, b"new").unwrap();
    disk.rename(&temp, Path::new(FILE)).unwrap();
    disk.sync_folder(Path::new("/disk")).unwrap();
    disk.mark("synced");
    assert!(left_after(&disk, FILE, 1).is_superset(&set(&["", "n", "new", "000"])), "{:?}", left(&disk, FILE));
    assert!(!left_after(&disk, FILE, 1).contains("old"));
}

#[test]
fn what_a_failed_sync_left_behind_is_in_doubt_for_ever() {
    let disk = disk();
    disk.append(Path::new(FILE), 3, b"er").unwrap();
    disk.set_fault(Some(Fault::new(disk.count(), false, Kind::Device)));
    assert!(disk.sync(Path::new(FILE)).is_err());
    disk.append(Path::new(FILE), 5, b"!").unwrap();
    disk.sync(Path::new(FILE)).unwrap();
    disk.mark("synced");
    let after = left_after(&disk, FILE, 1);
    assert!(after.is_superset(&set(&["older!", "old00!"])) && !after.contains("older"), "{after:?}");
    disk.write(Path::new(FILE), b"anew").unwrap();
    disk.sync(Path::new(FILE)).unwrap();
    disk.mark("written anew");
    assert_eq!(left_after(&disk, FILE, 2), set(&["anew"]));
}

#[test]
fn a_folder_is_lost_with_all_that_is_in_it() {
    let disk = disk();
    disk.create_folder(Path::new("/disk/d")).unwrap();
    drop(disk.try_lock(Path::new("/disk/d/lock")).unwrap());
    disk.sync_folder(Path::new("/disk/d")).unwrap();
    disk.mark("inside");
    assert_eq!(left_after(&disk, "/disk/d/lock", 1), set(&["none", ""]));
    disk.sync_folder(Path::new("/disk")).unwrap();
    disk.mark("outside");
    assert_eq!(left_after(&disk, "/disk/d/lock", 2), set(&[""]));
}

#[test]
fn a_full_disk_takes_what_fits() {
    let disk = disk();
    disk.set_capacity(Some(8192));
    let more = disk.append(Path::new(FILE), 3, &[1; 9000]).unwrap_err();
    assert_eq!((more.kind(), disk.bytes(FILE).unwrap().len()), (io::ErrorKind::StorageFull, 8192));
    let other = disk.create_temp(Path::new("/disk"), "g").unwrap();
    assert_eq!(disk.write(&other, b"x").unwrap_err().kind(), io::ErrorKind::StorageFull);
    disk.remove(Path::new(FILE)).unwrap();
    disk.write(&other, b"x").unwrap();
}

#[test]
fn faults_strike_where_they_are_told_to() {
    for (kind, error, left) in [
        (Kind::Device, io::ErrorKind::Other, ""),
        (Kind::Full, io::ErrorKind::StorageFull, ""),
        (Kind::Denied, io::ErrorKind::PermissionDenied, "old"),
        (Kind::Short, io::ErrorKind::StorageFull, "ne"),
    ] {
        let disk = disk();
        disk.set_fault(Some(Fault { under: Some("/disk".into()), ..Fault::new(0, false, kind) }));
        let found = disk.write(Path::new(FILE), b"newer").unwrap_err();
        // EIO has no kind of its own.
        assert!(found.kind() == error || kind == Kind::Device, "{kind:?}: {found}");
        assert_eq!(disk.bytes(FILE).unwrap(), left.as_bytes(), "{kind:?}");
        disk.write(Path::new(FILE), b"newer").unwrap();
        let log = disk.last_operations(9);
        assert!(log.len() == 2 && log[0].starts_with("write /disk/f, 5 bytes: ") && log[1] == "write /disk/f, 5 bytes");
    }
    let disk = disk();
    disk.set_fault(Some(Fault { under: Some("/disk/d".into()), ..Fault::new(0, true, Kind::Denied) }));
    disk.write(Path::new(FILE), b"new").unwrap();
    assert!(disk.create_folder(Path::new("/disk/d")).is_err() && disk.create_folder(Path::new("/disk/d/e")).is_err());
}

#[test]
fn locks_go_with_their_process() {
    let disk = disk();
    let (first, second) = (disk.other_process(), disk.other_process());
    let held = first.try_lock(Path::new("/disk/lock")).unwrap();
    assert!(held.is_some() && second.try_lock(Path::new("/disk/lock")).unwrap().is_none());
    first.kill();
    assert!(first.read(Path::new(FILE), 9).is_err());
    let other = second.try_lock(Path::new("/disk/lock")).unwrap();
    drop(held);
    assert!(other.is_some() && disk.try_lock(Path::new("/disk/lock")).unwrap().is_none());
    drop(other);
    assert!(disk.try_lock(Path::new("/disk/lock")).unwrap().is_some());
    assert!(disk.copied().try_lock(Path::new("/disk/lock")).unwrap().is_some());
}
