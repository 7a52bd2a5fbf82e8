//! Runs the program in a folder of its own, and skips what this machine cannot test.

#![allow(dead_code, reason = "every test binary uses a part of it")]

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What one run printed and how it ended.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) status: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Run {
    /// Standard output as a JSON document.
    #[track_caller]
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error} in {self:?}"))
    }

    /// The same run, which must have ended with `status`.
    #[track_caller]
    pub(crate) fn ends(self, status: i32) -> Self {
        assert_eq!(self.status, status, "{self:#?}");
        self
    }
}

/// A folder that goes away with the test.
pub(crate) struct Place(tempfile::TempDir);

impl Place {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a file, with the folders above it.
    pub(crate) fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        path
    }

    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    /// Every file below, by path, with its bytes.
    pub(crate) fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut files = BTreeMap::new();
        let mut folders = vec![self.0.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let bytes = std::fs::read(&path).unwrap_or_default();
                    files.insert(path, bytes);
                }
            }
        }
        files
    }

    /// The program with `args`, ready to run in this folder, with settings of its own.
    pub(crate) fn command<S: AsRef<OsStr>>(&self, args: &[S]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_byline"));
        command
            .args(args)
            .current_dir(self.0.path())
            .env("BYLINE_CONFIG_DIR", self.path("config"))
            .env("BYLINE_STATE_DIR", self.path("state"))
            .stdin(Stdio::null());
        command
    }

    /// Runs the program with `args`.
    #[track_caller]
    pub(crate) fn byline<S: AsRef<OsStr>>(&self, args: &[S]) -> Run {
        let output = self.command(args).output().unwrap();
        Run {
            status: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Runs `apply` on `session` with `script`, given as a file.
    #[track_caller]
    pub(crate) fn apply(&self, session: &str, script: &str) -> Run {
        self.file("script.txt", script);
        self.byline(&["apply", session, "--script", "script.txt", "--as", "Tester"])
    }
}

/// Says that something was not tested; a failure where everything must be (`CI=true`).
#[track_caller]
pub(crate) fn skip(what: &str, why: &str) {
    assert!(std::env::var("CI").as_deref() != Ok("true"), "{what}: {why}, and CI=true asks for everything");
    unable(what, why);
}

/// Says that something cannot be tested by this user, on whatever machine.
#[allow(clippy::print_stderr, reason = "whoever runs the tests is told")]
pub(crate) fn unable(what: &str, why: &str) {
    eprintln!("skipped: {what}: {why}");
}

/// The folder `name` of the material shared between projects, which `BYLINE_SHARED` names; skips where it is not there.
#[track_caller]
pub(crate) fn shared(name: &str) -> Option<PathBuf> {
    let Some(root) = std::env::var_os("BYLINE_SHARED") else {
        skip(name, "BYLINE_SHARED is not set");
        return None;
    };
    let folder = Path::new(&root).join(name);
    if !folder.is_dir() {
        skip(name, "it is not in the folder that BYLINE_SHARED names");
        return None;
    }
    Some(folder)
}
