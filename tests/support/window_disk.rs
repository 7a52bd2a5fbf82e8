//! The window on a disk that a test has in its hands: held up or barred; and it knows which thread asked it.

#![allow(dead_code, clippy::unwrap_used, reason = "every test file uses a part; a poisoned lock is a failed test")]

use byline::gui::App;
use byline::gui::article::TextEngine;
use byline::model::Timestamp;
use byline::store::{Disk, FileInfo, Ground, Lock, RealDisk, Settings, Theme};
use byline::workbench::{Clock, Desk, Threads};
use eframe::egui::{Ui, Vec2};
use egui_kittest::Harness;
use std::fs::Permissions;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::{self, ThreadId};
use std::time::Duration;

/// How long a sync lasts that nobody lets go.
pub(crate) const LONGEST_SYNC: Duration = Duration::from_secs(20);

pub(crate) fn settings() -> Settings {
    // The tour of the first start has a story of its own.
    Settings {
        theme: Theme::Light,
        annotator_name: "Iris Vale".to_owned(),
        autosave_secs: 0,
        tour_seen: true,
        ..Settings::default()
    }
}

pub(crate) fn ground(disk: Arc<dyn Disk>, state: &Path) -> Ground {
    Ground { disk, state: Some(state.to_owned()), owner: "the test".to_owned(), spread: Arc::new(Threads) }
}

/// A window that keeps sessions on `ground`.
pub(crate) fn window_on(ground: Ground, paths: Vec<PathBuf>) -> Harness<'static, Option<App>> {
    let mut start = Some((ground, paths));
    Harness::builder().with_size(Vec2::new(1280.0, 800.0)).with_max_steps(200).with_step_dt(1.0 / 60.0).build_ui_state(
        move |ui: &mut Ui, app: &mut Option<App>| {
            let app = app.get_or_insert_with(|| {
                let (ground, paths) = start.take().unwrap();
                let mut desk = Desk::new(settings(), Clock::Fixed(Timestamp::default()), Arc::new(|| {}));
                desk.keep_on(ground);
                let mut app = App::with_engine(ui.ctx(), desk, TextEngine::bundled_only());
                app.start(paths, Vec::new());
                app
            });
            app.frame_ui(ui);
        },
        None,
    )
}

/// The real disk, with something in its way.
#[derive(Debug, Default)]
pub(crate) struct TestDisk {
    /// Who asked for anything.
    pub(crate) asked: Mutex<Vec<ThreadId>>,
    /// The file that nobody reads before it is let go.
    held: Mutex<Option<PathBuf>>,
    let_go: Condvar,
    /// Whether syncs do not end before they are let go.
    holds_syncs: Mutex<bool>,
    syncs_go: Condvar,
    /// How many readers wait for it.
    waiting: Mutex<usize>,
    /// What of the disk refuses to be changed: paths that contain this.
    barred: Mutex<Option<PathBuf>>,
}

impl TestDisk {
    /// No sync ends from now on, until [`Self::let_syncs_go`]; one that nobody lets go ends after [`LONGEST_SYNC`].
    pub(crate) fn hold_syncs(&self) {
        *self.holds_syncs.lock().unwrap() = true;
    }

    pub(crate) fn let_syncs_go(&self) {
        *self.holds_syncs.lock().unwrap() = false;
        self.syncs_go.notify_all();
    }

    /// Holds up whoever reads `path` until [`Self::let_go`].
    pub(crate) fn hold(&self, path: &Path) {
        *self.held.lock().unwrap() = Some(path.to_owned());
    }

    pub(crate) fn let_go(&self) {
        *self.held.lock().unwrap() = None;
        self.let_go.notify_all();
    }

    /// Waits until somebody is held up.
    pub(crate) fn wait_for_reader(&self) {
        let waiting = self.waiting.lock().unwrap();
        drop(self.let_go.wait_while(waiting, |waiting| *waiting == 0).unwrap());
    }

    /// Nothing below `path`, nor itself, can be changed from now on; with nothing, all of it again.
    pub(crate) fn bar(&self, path: Option<&Path>) {
        *self.barred.lock().unwrap() = path.map(Path::to_owned);
    }

    fn asked(&self) -> RealDisk {
        self.asked.lock().unwrap().push(thread::current().id());
        RealDisk
    }

    /// The disk for a sync, once syncs may end. Whoever waits on a frame would wait for ever; so that such a test fails
    /// instead of hanging, this wait has an end.
    fn when_syncs_go(&self) -> RealDisk {
        let holds = self.holds_syncs.lock().unwrap();
        drop(self.syncs_go.wait_timeout_while(holds, LONGEST_SYNC, |holds| *holds).unwrap());
        self.asked()
    }

    fn read_of(&self, path: &Path) -> RealDisk {
        let held = self.held.lock().unwrap();
        if held.as_deref() == Some(path) {
            *self.waiting.lock().unwrap() += 1;
            self.let_go.notify_all();
            drop(self.let_go.wait_while(held, |held| held.as_deref() == Some(path)).unwrap());
            *self.waiting.lock().unwrap() -= 1;
        }
        self.asked()
    }

    fn change_of(&self, path: &Path) -> io::Result<RealDisk> {
        let barred = self.barred.lock().unwrap();
        if barred.as_ref().is_some_and(|barred| path.starts_with(barred)) {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        Ok(self.asked())
    }
}

impl Disk for TestDisk {
    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        self.asked().resolve(path)
    }
    fn info(&self, path: &Path) -> io::Result<FileInfo> {
        self.asked().info(path)
    }
    fn list(&self, folder: &Path) -> io::Result<Vec<String>> {
        self.asked().list(folder)
    }
    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        self.read_of(path).read(path, limit)
    }
    fn create_temp(&self, folder: &Path, name: &str) -> io::Result<PathBuf> {
        self.change_of(folder)?.create_temp(folder, name)
    }
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.change_of(path)?.write(path, bytes)
    }
    fn append(&self, path: &Path, at: u64, bytes: &[u8]) -> io::Result<()> {
        self.change_of(path)?.append(path, at, bytes)
    }
    fn copy(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.change_of(to)?.copy(from, to)
    }
    fn sync(&self, path: &Path) -> io::Result<()> {
        self.when_syncs_go().sync(path)
    }
    fn set_permissions(&self, path: &Path, permissions: Permissions) -> io::Result<()> {
        self.change_of(path)?.set_permissions(path, permissions)
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.change_of(from)?;
        self.change_of(to)?.rename(from, to)
    }
    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.when_syncs_go().sync_folder(folder)
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        self.change_of(path)?.remove(path)
    }
    fn create_folder(&self, path: &Path) -> io::Result<()> {
        self.change_of(path)?.create_folder(path)
    }
    fn try_lock(&self, path: &Path) -> io::Result<Option<Lock>> {
        self.change_of(path)?.try_lock(path)
    }
}
