//! Work in the background: named threads, their progress, a way to cancel, and what comes of them.
//!
//! It does not know what the work is.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// Outcomes that wait to be picked up before a worker has to wait too.
const WAITING: usize = 64;

/// What stands for the number of a job where somebody speaks up in the middle of work that has no end of its own.
const UNASKED: u64 = u64::MAX;

/// Called when an outcome waits, from the worker's thread.
pub type Wake = Arc<dyn Fn() + Send + Sync>;

/// Told how much is done, from 0 to 1, from the worker's thread.
type Watcher = Arc<dyn Fn(f32) + Send + Sync>;

/// What a worker shares with whoever watches it.
#[derive(Clone, Default)]
pub struct Progress {
    cancelled: Arc<AtomicBool>,
    permille: Arc<AtomicU32>,
    watcher: Option<Watcher>,
}

impl Progress {
    /// Progress that is told to `watcher` whenever it changes by a thousandth or more.
    #[must_use]
    pub fn watched(watcher: Arc<dyn Fn(f32) + Send + Sync>) -> Self {
        Self { watcher: Some(watcher), ..Self::default() }
    }

    /// Whether somebody asked the work to stop.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }

    /// Says that `done` of `all` parts are done.
    pub fn set(&self, done: usize, all: usize) {
        let permille = done.saturating_mul(1000).checked_div(all.max(1)).unwrap_or_default();
        let permille = u32::try_from(permille).unwrap_or(1000);
        let before = self.permille.swap(permille, Ordering::Relaxed);
        if let Some(watcher) = self.watcher.as_ref().filter(|_| before != permille) {
            watcher(self.fraction());
        }
    }

    /// How much is done, from 0 to 1.
    #[must_use]
    pub fn fraction(&self) -> f32 {
        self.permille.load(Ordering::Relaxed) as f32 / 1000.0
    }

    /// Asks the work to stop.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }
}

struct Running {
    name: String,
    progress: Progress,
}

/// The work that goes on, with outcomes of type `E`.
pub struct Jobs<E> {
    sender: SyncSender<(u64, Option<E>)>,
    receiver: Receiver<(u64, Option<E>)>,
    wake: Wake,
    running: BTreeMap<u64, Running>,
    next: u64,
}

/// Reports the end of a worker, however it ends.
struct Report<E> {
    job: u64,
    outcome: Option<E>,
    sender: SyncSender<(u64, Option<E>)>,
    wake: Wake,
}

impl<E> Drop for Report<E> {
    fn drop(&mut self) {
        // Nobody listens any more when the program is closing; the outcome then has no use.
        if self.sender.send((self.job, self.outcome.take())).is_ok() {
            (self.wake)();
        }
    }
}

/// A way for outcomes that nobody started a job for.
#[derive(Clone)]
pub struct Outlet<E> {
    sender: SyncSender<(u64, Option<E>)>,
    wake: Wake,
}

impl<E> Outlet<E> {
    /// Hands in an outcome.
    pub fn hand_in(&self, outcome: E) {
        // Nobody listens any more when the program is closing; the outcome then has no use.
        if self.sender.send((UNASKED, Some(outcome))).is_ok() {
            (self.wake)();
        }
    }
}

/// What came of one job.
#[derive(Debug)]
pub enum Ended<E> {
    /// Its outcome.
    Outcome(E),
    /// It broke off; the name of the work.
    Broken(String),
}

impl<E: Send + 'static> Jobs<E> {
    /// No work yet; `wake` is called from the worker's thread whenever something ends.
    #[must_use]
    pub fn new(wake: Wake) -> Self {
        let (sender, receiver) = sync_channel(WAITING);
        Self { sender, receiver, wake, running: BTreeMap::new(), next: 0 }
    }

    /// Starts `work` on a thread of its own. Where the system has no thread to give, the work is done at once.
    pub fn start(&mut self, name: &str, work: impl FnOnce(&Progress) -> E + Send + 'static) -> u64 {
        let job = self.next;
        self.next += 1;
        let progress = Progress::default();
        self.running.insert(job, Running { name: name.to_owned(), progress: progress.clone() });
        let report = Report { job, outcome: None, sender: self.sender.clone(), wake: Arc::clone(&self.wake) };
        let thread = std::thread::Builder::new().name(format!("byline: {name}"));
        let spawned = thread.spawn(move || {
            // The whole report moves in, so that its end is reported from here even when the work breaks off.
            let mut report = report;
            report.outcome = Some(work(&progress));
        });
        if spawned.is_err() {
            self.running.remove(&job);
        }
        job
    }

    /// A way for a thread that goes on for long to hand in outcomes as they come.
    #[must_use]
    pub fn outlet(&self) -> Outlet<E> {
        Outlet { sender: self.sender.clone(), wake: Arc::clone(&self.wake) }
    }

    /// Whether nothing that was started goes on.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.running.is_empty()
    }

    /// What has ended since the last call.
    pub fn poll(&mut self) -> Vec<Ended<E>> {
        let ended: Vec<(u64, Option<E>)> = self.receiver.try_iter().collect();
        ended.into_iter().filter_map(|(job, outcome)| self.end(job, outcome)).collect()
    }

    /// Waits for the next end; nothing where nothing runs.
    pub fn wait(&mut self) -> Option<Ended<E>> {
        if self.running.is_empty() { None } else { self.receive() }
    }

    /// Waits for the next outcome, be it of work that was started or through an [`Outlet`].
    pub fn receive(&mut self) -> Option<Ended<E>> {
        let (job, outcome) = self.receiver.recv().ok()?;
        self.end(job, outcome)
    }

    fn end(&mut self, job: u64, outcome: Option<E>) -> Option<Ended<E>> {
        if job == UNASKED {
            return outcome.map(Ended::Outcome);
        }
        let running = self.running.remove(&job)?;
        Some(outcome.map_or(Ended::Broken(running.name), Ended::Outcome))
    }

    /// Whether `job` goes on.
    #[must_use]
    pub fn is_running(&self, job: u64) -> bool {
        self.running.contains_key(&job)
    }

    /// Every work that goes on: its number, name and progress.
    pub fn running(&self) -> impl Iterator<Item = (u64, &str, &Progress)> {
        self.running.iter().map(|(job, running)| (*job, running.name.as_str(), &running.progress))
    }

    /// Stops waiting for `job`; its outcome is dropped. The thread is asked to stop and ends when it can.
    pub fn abandon(&mut self, job: u64) {
        if let Some(running) = self.running.remove(&job) {
            running.progress.cancel();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;

    #[test]
    fn a_watcher_is_told_of_every_change_once() {
        let told = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&told);
        let progress = Progress::watched(Arc::new(move |fraction| heard.lock().unwrap().push(fraction)));
        for done in [0, 1, 1, 2] {
            progress.set(done, 4);
        }
        assert_eq!(*told.lock().unwrap(), [0.25, 0.5]);
    }

    #[test]
    fn outcomes_arrive_and_a_broken_worker_is_reported() {
        let mut jobs: Jobs<u32> = Jobs::new(Arc::new(|| {}));
        jobs.start("count", |progress| {
            progress.set(1, 2);
            7
        });
        assert!(matches!(jobs.wait(), Some(Ended::Outcome(7))));
        jobs.start("break", |_| panic!("as asked"));
        assert!(matches!(jobs.wait(), Some(Ended::Broken(name)) if name == "break"));
        assert!(jobs.wait().is_none());
    }

    #[test]
    fn what_an_abandoned_worker_brings_is_dropped() {
        let mut jobs: Jobs<u32> = Jobs::new(Arc::new(|| {}));
        let (go, gone) = sync_channel::<()>(0);
        let job = jobs.start("slow", move |progress| {
            gone.recv().ok();
            u32::from(progress.is_cancelled())
        });
        jobs.abandon(job);
        assert!(!jobs.is_running(job));
        go.send(()).unwrap();
        jobs.start("quick", |_| 2);
        // Both have ended once two reports came; only the second one counts.
        let mut outcomes = Vec::new();
        while outcomes.is_empty() {
            outcomes = jobs.poll();
        }
        assert!(matches!(outcomes.as_slice(), [Ended::Outcome(2)]));
    }
}
