//! Anything that can happen to a session in any order: edits, undo, redo, saves, faults, ends of the program, losses of
//! power. A model that is a list of steps and a number says what must be there.
//!
//! `PROPTEST_CASES=10000 BYLINE_MODEL_LENGTH=100` is the long run.
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

use byline::codec::JournalLine;
use byline::edit::{Ids, Transaction, apply};
use byline::model::Session;
use byline::store::{Distrusted, Hold, Home, open};
use keeping::{FILE, Story, any_step, ground, temp_files};
use proptest::prelude::*;
use sim::{Fault, Kind, SimDisk};
use std::path::Path;
use std::sync::Arc;

/// Something that happens.
#[derive(Clone, Debug)]
enum Action {
    Edit(u8),
    Undo,
    Redo,
    Flush,
    Save,
    /// The program ends in good order and is started again.
    Restart,
    /// It is killed and started again.
    Kill,
    /// The power fails, with luck or without.
    PowerLoss(u64),
    /// An operation soon fails, once or from then on.
    Fault(usize, bool, Kind),
    /// Everything works again.
    Mend,
}

fn action() -> impl Strategy<Value = Action> {
    let kind = prop::sample::select(vec![Kind::Device, Kind::Full, Kind::Denied, Kind::Short]);
    prop_oneof![
        10 => (0..20u8).prop_map(Action::Edit),
        4 => Just(Action::Undo),
        3 => Just(Action::Redo),
        6 => Just(Action::Flush),
        2 => Just(Action::Save),
        1 => Just(Action::Restart),
        1 => Just(Action::Kill),
        1 => any::<u64>().prop_map(Action::PowerLoss),
        1 => (0..30_usize, any::<bool>(), kind).prop_map(|(after, for_ever, kind)| Action::Fault(after, for_ever, kind)),
        2 => Just(Action::Mend),
    ]
}

/// The program, and what it must have kept.
struct World {
    disk: SimDisk,
    home: Option<Home>,
    ids: Ids,
    /// The session after each step; those that are gone with a program or the power are forgotten.
    past: Vec<Session>,
    /// The first so many of `past` are kept, as was said.
    kept: usize,
    /// What the file holds, where that is known for sure.
    in_file: Option<Session>,
    /// What can be undone and done again.
    done: Vec<Transaction>,
    undone: Vec<Transaction>,
}

impl World {
    fn new() -> Self {
        let story = Story::new(8);
        let disk = story.disk();
        let mut world = Self {
            past: vec![story.sessions[0].clone()],
            disk,
            home: None,
            in_file: None,
            ids: Ids::seeded(3),
            kept: 1,
            done: Vec::new(),
            undone: Vec::new(),
        };
        world.start();
        world
    }

    /// Starts the program: where nothing fails, the session opens as it was at the last step that was said to be kept, or
    /// at a later one.
    fn start(&mut self) {
        let disk = self.disk.other_process();
        let (found, hold) = match open(&ground(&disk), Path::new(FILE), Distrusted::Read) {
            Ok(opened) => opened,
            Err(error) => {
                assert!(self.disk.has_fault(), "{error}");
                self.disk.set_fault(None);
                return self.start();
            }
        };
        let Hold::Mine(home) = hold else { panic!("the session is taken") };
        if self.disk.has_fault() && !found.recovered.problems.is_empty() {
            // What could not be read now can be later.
            drop(home);
            self.disk.set_fault(None);
            return self.start();
        }
        let late_enough = self.past.iter().skip(self.kept - 1).rposition(|past| *past == found.session);
        let Some(at) = late_enough else {
            panic!("step {} of {} was kept, found {:?}", self.kept, self.past.len(), found.session.log)
        };
        // What was found is kept once a flush or a save says so; a sync of it may have failed.
        self.past.truncate(self.kept + at);
        if !self.disk.has_fault() {
            assert_eq!(temp_files(&self.disk), Vec::<std::path::PathBuf>::new());
        }
        self.in_file = Some(found.base);
        self.done.clear();
        self.undone.clear();
        self.home = Some(*home);
    }

    fn session(&self) -> &Session {
        self.past.last().unwrap()
    }

    fn carry_out(&mut self, transaction: &Transaction) {
        let mut session = self.session().clone();
        apply(&mut session, transaction).unwrap();
        let find = |id| session.shard(id).map(|shard| Arc::clone(&shard.article));
        let line = JournalLine::Transaction(Arc::new(transaction.clone()));
        self.home.as_mut().unwrap().push(&line, &find).unwrap();
        self.past.push(session);
    }

    /// One of many steps, or the story's own again and again, each time another one: its title tells.
    fn edit(&mut self, which: u8) {
        let id = self.ids.transaction();
        let title = format!("{id}");
        let session = self.past.last().unwrap();
        let planned = any_step(session, which, &title, &mut self.ids);
        let transaction = planned.unwrap_or_else(|| Story::titled(session, id, &title));
        self.carry_out(&transaction);
        self.done.push(transaction);
        self.undone.clear();
    }

    fn undo(&mut self) {
        if let Some(last) = self.done.pop() {
            let id = self.ids.transaction();
            self.carry_out(&last.inverse(id, "Undo".to_owned(), support::time()));
            self.undone.push(last);
        }
    }

    fn redo(&mut self) {
        if let Some(last) = self.undone.pop() {
            let again = Transaction { id: self.ids.transaction(), ..last };
            self.carry_out(&again);
            self.done.push(again);
        }
    }

    fn flush(&mut self) {
        let home = self.home.as_mut().unwrap();
        match home.flush() {
            Ok(()) => self.kept = self.past.len(),
            Err(error) => assert!(self.disk.has_fault(), "{error}"),
        }
    }

    fn save(&mut self) {
        let session = self.session().clone();
        let home = self.home.as_mut().unwrap();
        let through = home.last();
        let expected = home.expected();
        let prepared = home.preparation().prepare(&session, support::time(), expected, self.in_file.as_ref());
        let saved = prepared.and_then(|prepared| home.commit(prepared, through, expected));
        self.in_file = saved.is_ok().then_some(session);
        match saved {
            Ok(_) => {
                self.kept = self.past.len();
                home.keep_version();
            }
            Err(error) => assert!(self.disk.has_fault(), "{error}"),
        }
    }

    fn act(&mut self, action: &Action) {
        match action {
            Action::Edit(which) => self.edit(*which),
            Action::Undo => self.undo(),
            Action::Redo => self.redo(),
            Action::Flush => self.flush(),
            Action::Save => self.save(),
            Action::Restart => {
                self.home.take().unwrap().close();
                self.start();
            }
            Action::Kill => {
                self.home = None;
                self.start();
            }
            Action::PowerLoss(luck) => {
                self.disk = self.disk.after_power_loss_with(*luck);
                self.home = None;
                self.start();
            }
            Action::Fault(after, for_ever, kind) => {
                self.disk.set_fault(Some(Fault::new(self.disk.count() + after, *for_ever, *kind)));
            }
            Action::Mend => self.disk.set_fault(None),
        }
    }
}

/// How many things happen in one case.
fn length() -> usize {
    std::env::var("BYLINE_MODEL_LENGTH").ok().and_then(|length| length.parse().ok()).unwrap_or(50)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(500), ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens_what_was_kept_is_there(actions in prop::collection::vec(action(), length())) {
        let mut world = World::new();
        for action in &actions {
            world.act(action);
        }
        world.disk.set_fault(None);
        world.home = None;
        world.start();
    }
}
