//! The thread that keeps the open session on the disk: it writes the journal, and puts prepared saves in place.
//!
//! Whoever changes the session sends what was done and goes on; what has reached the disk is reported from the thread. It does
//! not know what the steps mean.

use super::clock::Clock;
use crate::codec::JournalLine;
use crate::model::{Article, ArticleId, Session};
use crate::store::{Expected, Fingerprint, Home, Preparation, Prepared, StoreError};
use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;

/// Orders that wait before a sender keeps them to itself.
const WAITING: usize = 256;
/// How long the keeper waits for more before it tries again what failed.
const RETRY: Duration = Duration::from_secs(2);

/// A step as it goes to the journal.
#[derive(Clone, Debug)]
pub struct JournalStep {
    /// What was done.
    pub line: JournalLine,
    /// The articles that it speaks of.
    pub articles: Vec<Arc<Article>>,
    /// The state of the session after it, by [`super::Workbench::edits`].
    pub edits: u64,
}

impl JournalStep {
    /// The step `line`, which led to the state `edits` of `session`.
    pub(super) fn new(line: JournalLine, session: &Session, edits: u64) -> Self {
        let mut ids: Vec<ArticleId> = match &line {
            JournalLine::Transaction(transaction) => {
                transaction.edits.iter().filter_map(crate::edit::Edit::article).collect()
            }
            _ => Vec::new(),
        };
        ids.sort_unstable();
        ids.dedup();
        let articles = ids.into_iter().filter_map(|id| session.shard(id)).map(|shard| Arc::clone(&shard.article));
        Self { articles: articles.collect(), line, edits }
    }
}

/// What the keeper has to say.
#[derive(Debug)]
pub enum Report {
    /// Everything up to this state of the session survives a crash.
    Kept {
        /// The state.
        edits: u64,
        /// Where the journal is, if it could not be beside the session.
        elsewhere: Option<PathBuf>,
    },
    /// The journal cannot be written: why. It is tried again.
    NotKept(String),
    /// A save was put in place, or could not be.
    Saved {
        /// The state of the session that it holds.
        edits: u64,
        /// The new file's content.
        outcome: Result<Fingerprint, StoreError>,
    },
}

enum Order {
    Step(Box<JournalStep>),
    Save { prepared: Prepared, edits: u64, expected: Expected },
    GiveUp,
    Close,
}

/// How a keeper goes about its work.
#[derive(Clone)]
pub struct Manner {
    /// How long it waits for more steps before it brings them to the disk together.
    pub gathers: Duration,
    /// Called from its thread with whatever it has to say.
    pub report: Arc<dyn Fn(Report) + Send + Sync>,
}

/// A running keeper. Its thread ends when it is closed or dropped, after everything it was sent.
pub struct Keeper {
    sender: SyncSender<Order>,
    /// What the thread has had no room for yet.
    waiting: VecDeque<Order>,
    thread: Option<JoinHandle<()>>,
    preparation: Preparation,
}

impl Keeper {
    /// Starts a keeper of `home`, whose session is in the state `edits`.
    ///
    /// # Errors
    /// What the system says where it has no thread to give.
    pub fn start(home: Home, edits: u64, manner: Manner) -> std::io::Result<Self> {
        let (sender, receiver) = sync_channel(WAITING);
        let preparation = home.preparation();
        let thread = std::thread::Builder::new().name("byline: keeper".to_owned());
        let known = VecDeque::from([(edits, home.last())]);
        // What a journal was found to hold is brought to the disk again before it counts as kept.
        let begun = (home.last() > home.durable()).then(Clock::instant);
        let work =
            Work { home, manner, known, begun, gathered: 0, unkeepable: None, is_failing: false, is_behind: false };
        let thread = thread.spawn(move || work.run(&receiver))?;
        Ok(Self { sender, waiting: VecDeque::new(), thread: Some(thread), preparation })
    }

    /// Sends a step to the journal.
    pub fn keep(&mut self, step: JournalStep) {
        self.send(Order::Step(Box::new(step)));
    }

    /// Sends a step to the journal, and waits until the thread has room for it: for work without a window to hold up.
    pub fn keep_in_turn(&mut self, step: JournalStep) {
        self.waiting.push_back(Order::Step(Box::new(step)));
        self.send_in_turn();
    }

    /// Whether something has to wait until it can be sent.
    #[must_use]
    pub fn has_waiting(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// Sends everything that had to wait, however long that takes.
    fn send_in_turn(&mut self) {
        for order in std::mem::take(&mut self.waiting) {
            // A thread that is gone has met a fault of the program; the session stays unsaved.
            if self.sender.send(order).is_err() {
                return;
            }
        }
    }

    /// Prepares saves, on any thread.
    #[must_use]
    pub fn preparation(&self) -> Preparation {
        self.preparation.clone()
    }

    /// Has `prepared`, which holds the state `edits`, put in place of the file, if that is what is `expected`.
    pub fn save(&mut self, prepared: Prepared, edits: u64, expected: Expected) {
        self.send(Order::Save { prepared, edits, expected });
    }

    /// A door through which a prepared save reaches the keeper from another thread.
    #[must_use]
    pub fn door(&self) -> Door {
        Door(self.sender.clone())
    }

    /// Puts the journal aside: what is in it was given up.
    pub fn give_up(&mut self) {
        self.send(Order::GiveUp);
    }

    /// Sends what had to wait.
    pub fn push_on(&mut self) {
        while let Some(order) = self.waiting.pop_front() {
            match self.sender.try_send(order) {
                Ok(()) => {}
                Err(TrySendError::Full(order)) => {
                    self.waiting.push_front(order);
                    return;
                }
                // The thread is gone, which only a fault of the program can bring about; the session stays unsaved.
                Err(TrySendError::Disconnected(_)) => self.waiting.clear(),
            }
        }
    }

    fn send(&mut self, order: Order) {
        self.waiting.push_back(order);
        self.push_on();
    }

    /// Waits until everything that was sent is done, and leaves the session.
    pub fn close(mut self) {
        self.waiting.push_back(Order::Close);
        self.send_in_turn();
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap_or_default();
        }
    }
}

/// A way to a keeper's thread for prepared saves.
#[derive(Clone)]
pub struct Door(SyncSender<Order>);

impl Door {
    /// Has `prepared`, which holds the state `edits`, put in place of the file, if that is what is `expected`.
    pub fn save(&self, prepared: Prepared, edits: u64, expected: Expected) {
        // A keeper that is gone has nobody left to save for.
        self.0.send(Order::Save { prepared, edits, expected }).unwrap_or_default();
    }
}

struct Work {
    home: Home,
    manner: Manner,
    /// States of the session and the journal's number for each, the oldest first.
    known: VecDeque<(u64, u64)>,
    /// When the oldest step came that is not on the disk yet.
    begun: Option<std::time::Instant>,
    /// How many orders were taken since then without waiting.
    gathered: usize,
    /// Why a step since the last save cannot stand in a journal.
    unkeepable: Option<String>,
    is_failing: bool,
    /// Whether a copy of the file is due.
    is_behind: bool,
}

impl Work {
    fn run(mut self, orders: &Receiver<Order>) {
        loop {
            match self.next(orders) {
                Ok(Order::Step(step)) => self.step(&step),
                Ok(Order::Save { prepared, edits, expected }) => self.save(prepared, edits, expected),
                Ok(Order::GiveUp) => self.give_up(),
                Err(RecvTimeoutError::Timeout) => self.idle(),
                Ok(Order::Close) | Err(RecvTimeoutError::Disconnected) => {
                    self.flush();
                    self.idle();
                    return self.home.close();
                }
            }
        }
    }

    /// The next order, or the end of the time that something can wait.
    fn next(&mut self, orders: &Receiver<Order>) -> Result<Order, RecvTimeoutError> {
        let wait = match self.begun {
            // What has come already goes with it, without any waiting.
            Some(begun) if begun.elapsed() >= self.manner.gathers => {
                self.gathered += 1;
                let next = if self.gathered < WAITING { orders.try_recv().ok() } else { None };
                return next.ok_or(RecvTimeoutError::Timeout);
            }
            Some(begun) => self.manner.gathers.saturating_sub(begun.elapsed()),
            None if self.is_behind => Duration::ZERO,
            None if self.is_failing => RETRY,
            None => return orders.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        orders.recv_timeout(wait)
    }

    /// Nothing has come: what waits is brought to the disk.
    fn idle(&mut self) {
        if self.begun.is_some() || self.is_failing {
            self.flush();
        } else if self.is_behind {
            self.is_behind = false;
            self.home.keep_version();
        }
    }

    fn step(&mut self, step: &JournalStep) {
        let find = |id: ArticleId| step.articles.iter().find(|article| article.id == id).cloned();
        match self.home.push(&step.line, &find) {
            Ok(number) => self.known.push_back((step.edits, number)),
            // What comes after it would not fit without it, so that nothing is said to be kept before the next save.
            Err(error) => self.unkeepable = Some(error.to_string()),
        }
        if self.begun.is_none() {
            self.begun = Some(Clock::instant());
        }
    }

    /// Brings the journal to the disk, and says how far it is.
    fn flush(&mut self) {
        self.gathered = 0;
        if self.begun.take().is_none() && !self.is_failing {
            return;
        }
        self.is_behind |= !self.home.has_version();
        let flushed = self.home.flush().map_err(|error| error.to_string());
        self.is_failing = flushed.is_err();
        let durable = self.home.durable();
        let kept = self.known.iter().rev().find(|(_, number)| *number <= durable).copied();
        (self.manner.report)(match (flushed, &self.unkeepable, kept) {
            (Err(why), ..) => Report::NotKept(why),
            (Ok(()), Some(why), _) => Report::NotKept(why.clone()),
            (Ok(()), None, kept) => {
                let edits = kept.map_or(0, |(edits, _)| edits);
                Report::Kept { edits, elsewhere: self.home.elsewhere() }
            }
        });
    }

    fn save(&mut self, prepared: Prepared, edits: u64, expected: Expected) {
        // Steps that came before the save are on the disk before it, so that a save that fails loses none of them.
        self.flush();
        let through = self.known.iter().rev().find(|(state, _)| *state <= edits).map_or(0, |(_, number)| *number);
        let outcome = self.home.commit(prepared, through, expected);
        if matches!(&outcome, Ok(_) | Err(StoreError::Unconfirmed { .. })) {
            self.is_behind = true;
            self.unkeepable = None;
            self.known.retain(|(state, _)| *state > edits);
            self.known.push_front((edits, through));
            self.is_failing = self.home.last() > self.home.durable();
        }
        (self.manner.report)(Report::Saved { edits, outcome });
    }

    fn give_up(&mut self) {
        self.begun = None;
        if let Err(error) = self.home.give_up_journal() {
            (self.manner.report)(Report::NotKept(error.to_string()));
        }
    }
}
