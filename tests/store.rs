//! The disk: a save is whole or not at all, whatever fails; and every refusal says where and why.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::too_many_lines,
    clippy::assigning_clones,
    dead_code,
    reason = "what is missing in a test fails it; the shared support serves several test programs"
)]

mod support;

use byline::codec::{Access, Serial, encode};
use byline::model::Session;
use byline::store::*;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use support::{empty_file, full_file, session_of, time};

fn old() -> Session {
    session_of(empty_file("old"))
}

fn new() -> Session {
    session_of(full_file())
}

fn stored(folder: &Path) -> (PathBuf, Fingerprint) {
    let path = folder.join("s.ron");
    let fingerprint = save(&path, &old(), time(), Expected::Nothing).unwrap();
    (path, fingerprint)
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// A disk whose `fail_at`th operation fails, once or from then on; a failing write leaves half of its bytes.
#[derive(Debug)]
struct FaultyDisk {
    fail_at: usize,
    for_ever: bool,
    kind: io::ErrorKind,
    log: Mutex<Vec<&'static str>>,
    /// A file that another program writes in place as soon as a temporary one is made, and what it writes.
    meddled: Option<(PathBuf, Vec<u8>)>,
}

impl FaultyDisk {
    fn new(fail_at: usize, for_ever: bool, kind: io::ErrorKind) -> Self {
        Self { fail_at, for_ever, kind, log: Mutex::default(), meddled: None }
    }

    fn step(&self, name: &'static str) -> io::Result<()> {
        let mut log = self.log.lock().unwrap();
        let at = log.len();
        log.push(name);
        let fails = at == self.fail_at || (self.for_ever && at > self.fail_at);
        if fails { Err(self.kind.into()) } else { Ok(()) }
    }
}

impl Disk for FaultyDisk {
    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        self.step("resolve").and_then(|()| RealDisk.resolve(path))
    }
    fn info(&self, path: &Path) -> io::Result<FileInfo> {
        self.step("info").and_then(|()| RealDisk.info(path))
    }
    fn list(&self, folder: &Path) -> io::Result<Vec<String>> {
        self.step("list").and_then(|()| RealDisk.list(folder))
    }
    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        self.step("read").and_then(|()| RealDisk.read(path, limit))
    }
    fn create_temp(&self, folder: &Path, name: &str) -> io::Result<PathBuf> {
        if let Some((path, bytes)) = &self.meddled {
            fs::write(path, bytes).unwrap();
        }
        self.step("create").and_then(|()| RealDisk.create_temp(folder, name))
    }
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.step("write").inspect_err(|_| RealDisk.write(path, &bytes[..bytes.len() / 2]).unwrap())?;
        RealDisk.write(path, bytes)
    }
    fn append(&self, path: &Path, at: u64, bytes: &[u8]) -> io::Result<()> {
        self.step("append").inspect_err(|_| RealDisk.append(path, at, &bytes[..bytes.len() / 2]).unwrap())?;
        RealDisk.append(path, at, bytes)
    }
    fn copy(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step("copy").and_then(|()| RealDisk.copy(from, to))
    }
    fn sync(&self, path: &Path) -> io::Result<()> {
        self.step("sync").and_then(|()| RealDisk.sync(path))
    }
    fn set_permissions(&self, path: &Path, permissions: fs::Permissions) -> io::Result<()> {
        self.step("mode").and_then(|()| RealDisk.set_permissions(path, permissions))
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step("rename").and_then(|()| RealDisk.rename(from, to))
    }
    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.step("sync folder").and_then(|()| RealDisk.sync_folder(folder))
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        self.step("remove").and_then(|()| RealDisk.remove(path))
    }
    fn create_folder(&self, path: &Path) -> io::Result<()> {
        self.step("folder").and_then(|()| RealDisk.create_folder(path))
    }
    fn try_lock(&self, path: &Path) -> io::Result<Option<Lock>> {
        self.step("lock").and_then(|()| RealDisk.try_lock(path))
    }
}

type Saver = fn(&dyn Disk, &Path, Fingerprint) -> Result<Fingerprint, StoreError>;

fn careful(disk: &dyn Disk, path: &Path, expected: Fingerprint) -> Result<Fingerprint, StoreError> {
    save_with(disk, path, &new(), time(), Expected::Same(expected))
}

fn naive(disk: &dyn Disk, path: &Path, expected: Fingerprint) -> Result<Fingerprint, StoreError> {
    let text = encode(&new(), time()).unwrap();
    disk.write(path, text.as_bytes()).map(|()| expected).map_err(|source| StoreError::Io {
        path: path.to_owned(),
        action: "write",
        source,
    })
}

/// Lets every operation fail in turn; lists what was lost.
fn rig(saver: Saver, hard_link: bool) -> Vec<String> {
    let mut lost = Vec::new();
    for kind in [io::ErrorKind::Other, io::ErrorKind::StorageFull, io::ErrorKind::PermissionDenied] {
        for for_ever in [false, true] {
            for fail_at in 0.. {
                let folder = tempfile::tempdir().unwrap();
                let (path, expected) = stored(folder.path());
                if hard_link {
                    fs::hard_link(&path, folder.path().join("t.ron")).unwrap();
                }
                let before = names(folder.path());
                let disk = FaultyDisk::new(fail_at, for_ever, kind);
                let outcome = saver(&disk, &path, expected);
                let log = disk.log.into_inner().unwrap();
                let what = format!("operation {fail_at} of {log:?}, for ever {for_ever}");
                match (load(&path).map(|loaded| (loaded.access, loaded.session)), &outcome) {
                    (Ok((Access::Full, session)), Ok(_) | Err(StoreError::Unconfirmed { .. })) if session == new() => {}
                    (Ok((Access::Full, session)), Err(_)) if session == old() => {}
                    (_, Err(StoreError::Torn { copy, .. })) if load(copy).unwrap().session == new() => {}
                    other => lost.push(format!("{what}: {other:?}")),
                }
                if !for_ever && names(folder.path()) != before && !log[fail_at..].starts_with(&["remove"]) {
                    lost.push(format!("{what}: left {:?}", names(folder.path())));
                }
                if log.len() <= fail_at {
                    break;
                }
            }
        }
    }
    lost
}

#[test]
fn whatever_fails_the_old_or_the_new_file_is_whole() {
    assert_eq!(rig(careful, false), Vec::<String>::new());
}

#[test]
fn a_file_with_two_names_survives_too() {
    assert_eq!(rig(careful, true), Vec::<String>::new());
}

#[test]
fn the_rig_catches_a_naive_save() {
    assert!(!rig(naive, false).is_empty());
}

#[test]
fn what_is_saved_is_loaded() {
    let folder = tempfile::tempdir().unwrap();
    let (path, first) = stored(folder.path());
    let second = save(&path, &new(), time(), Expected::Same(first)).unwrap();
    let loaded = load(&path).unwrap();
    assert_eq!((loaded.session, loaded.access, loaded.fingerprint), (new(), Access::Full, second));
    assert_eq!(loaded.modified, Some(time()));
    assert_eq!(names(folder.path()), ["s.ron"]);
}

#[test]
fn another_programs_work_is_never_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let (path, fingerprint) = stored(folder.path());
    fs::write(&path, "theirs").unwrap();
    let refused = save(&path, &new(), time(), Expected::Same(fingerprint)).unwrap_err();
    assert!(matches!(refused, StoreError::Changed(_)), "{refused}");
    assert_eq!(fs::read(&path).unwrap(), b"theirs");
    assert!(matches!(save(&path, &new(), time(), Expected::Nothing), Err(StoreError::Exists(_))));
    fs::remove_file(&path).unwrap();
    assert!(matches!(save(&path, &new(), time(), Expected::Same(fingerprint)), Err(StoreError::Gone(_))));
    assert_eq!(names(folder.path()), Vec::<String>::new());
    fs::write(&path, "theirs").unwrap();
    save(&path, &new(), time(), Expected::Anything).unwrap();
    assert_eq!(load(&path).unwrap().session, new());
}

#[cfg(unix)]
#[test]
fn links_and_modes_are_kept() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
    let folder = tempfile::tempdir().unwrap();
    let (path, mut fingerprint) = stored(folder.path());
    let link = folder.path().join("link.ron");
    symlink("s.ron", &link).unwrap();
    for mode in [0o640, 0o664, 0o600] {
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        fingerprint = save(&link, &new(), time(), Expected::Same(fingerprint)).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().mode() & 0o777, mode);
    }
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    let twin = folder.path().join("twin.ron");
    fs::hard_link(&path, &twin).unwrap();
    fingerprint = save(&path, &old(), time(), Expected::Same(fingerprint)).unwrap();
    assert_eq!(fs::metadata(&path).unwrap().ino(), fs::metadata(&twin).unwrap().ino());
    assert_eq!(load(&twin).unwrap().session, old());
    fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
    let refused = save(&path, &new(), time(), Expected::Same(fingerprint)).unwrap_err();
    assert!(matches!(refused, StoreError::ReadOnly(_)), "{refused}");
    assert_eq!(load(&path).unwrap().session, old());
    assert_eq!(names(folder.path()), ["link.ron", "s.ron", "twin.ron"]);
}

#[test]
fn what_cannot_be_opened_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.ron");
    let said = |path: &Path| load(path).unwrap_err().to_string();
    assert!(said(&path).contains("there is nothing here"), "{}", said(&path));
    assert!(said(folder.path()).contains("this is a folder"));
    fs::write(&path, "(format: \"byline-session\", version: 1, ").unwrap();
    assert!(said(&path).contains("s.ron: 1:") && said(&path).contains("cut short"), "{}", said(&path));
    fs::File::create(&path).unwrap().set_len((1 << 30) + 1).unwrap();
    assert!(said(&path).contains("1073741825 bytes"), "{}", said(&path));
    let nowhere = folder.path().join("none").join("s.ron");
    assert!(matches!(save(&nowhere, &old(), time(), Expected::Nothing), Err(StoreError::Missing(_))));
}

#[test]
fn articles_come_from_files_and_folders() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    for name in ["b.txt", "a.html", "c.png", ".hidden.txt", "x.bin", "sub/d.md", ".git/e.txt", "empty/f.png"] {
        fs::create_dir_all(root.join(name).parent().unwrap()).unwrap();
        fs::write(root.join(name), name).unwrap();
    }
    let read = |paths: &[PathBuf]| -> Vec<Result<SourceFile, StoreError>> {
        find_articles(paths, &byline::ingest::endings()).into_iter().map(|path| path.and_then(read_article)).collect()
    };
    let found = read(&[root.to_owned(), root.join("x.bin"), root.join("none.txt"), root.join("empty")]);
    let names: Vec<&str> = found.iter().flatten().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["a.html", "b.txt", "d.md", "x.bin"]);
    assert!(matches!(&found[4..], [Err(StoreError::Missing(_)), Err(StoreError::NoArticles(_))]));
    fs::File::create(root.join("big.txt")).unwrap().set_len(MAX_SOURCE_BYTES + 1).unwrap();
    assert!(matches!(&read(&[root.join("big.txt")])[..], [Err(StoreError::TooLarge { .. })]));
}

#[test]
fn outputs_never_overwrite_unless_told_to() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out.csv");
    write_output(&path, b"one", Overwrite::Refuse).unwrap();
    assert!(matches!(write_output(&path, b"two", Overwrite::Refuse), Err(StoreError::Exists(_))));
    assert_eq!(fs::read(&path).unwrap(), b"one");
    write_output(&path, b"two", Overwrite::Replace).unwrap();
    assert_eq!((fs::read(&path).unwrap(), names(folder.path())), (b"two".to_vec(), vec!["out.csv".to_owned()]));
}

#[test]
fn a_file_that_changes_while_it_is_copied_from_does_not_spoil_the_new_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.ron");
    let known = new();
    let fingerprint = save(&path, &known, time(), Expected::Nothing).unwrap();
    let mut session = known.clone();
    Arc::make_mut(&mut session.info).title = "another".to_owned();
    let theirs = fs::read_to_string(&path).unwrap().replacen("status: \"", "status: \'", 1).into_bytes();
    let mut disk = FaultyDisk::new(usize::MAX, false, io::ErrorKind::Other);
    disk.meddled = Some((path.clone(), theirs.clone()));
    let over = Over { known: Some(&known), spread: &Serial };
    let refused = save_over(&disk, &path, &session, time(), Expected::Same(fingerprint), over).unwrap_err();
    assert!(refused.to_string().contains("the old file changed while it was copied"), "{refused}");
    assert_eq!(fs::read(&path).unwrap(), theirs);
    assert_eq!(names(folder.path()), ["s.ron"]);
}
