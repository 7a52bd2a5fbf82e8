//! What a loss of power could leave of a recorded run.
//!
//! The model is as unkind as POSIX allows. A file's content is durable once it was synced, a name once its folder was;
//! anything else may be there or not, whatever was done before or after it, and a write may be there in part. Only changes
//! of the same name keep their order. After a sync that failed, what it was to bring to the disk may be lost for ever,
//! although later syncs of the file go well ("Can Applications Recover from fsync Failures?", USENIX ATC 2020); content
//! that is written anew as a whole is good again. A rename is one step: both of its names change, or none.

use super::disk::{Event, Recording, SimDisk};
use super::tree::{BLOCK_BYTES, Change, NodeId, Tree};
use std::collections::HashSet;
use std::collections::VecDeque;
use std::sync::Arc;

/// A part of a block that devices write whole.
const SECTOR_BYTES: usize = 512;

/// How closely the states behind each operation are looked at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Depth {
    /// Writes of up to this many bytes are torn all along, longer ones at the places that matter.
    pub(crate) torn_up_to: usize,
    /// Where a write is torn all along, it is at every so many bytes.
    pub(crate) torn_every: usize,
    /// How many random choices are added.
    pub(crate) random: usize,
    /// What they grow from.
    pub(crate) seed: u64,
}

impl Depth {
    /// What finds the usual faults.
    pub(crate) const USUAL: Self = Self { torn_up_to: 0, torn_every: 1, random: 8, seed: 1 };
}

/// What became of a change that was not durable yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Fate {
    Kept,
    Dropped,
    /// The first bytes are there; the rest is missing.
    Short(usize),
    /// The first bytes are there; zeros stand for the rest.
    Zeroed(usize),
    /// Zeros stand for the first bytes; the rest is there.
    Late(usize),
}

/// A disk as a loss of power may leave it.
#[derive(Debug)]
pub(crate) struct CrashState {
    /// The disk, of which all is durable now.
    pub(crate) disk: SimDisk,
    /// How many marks had been set before.
    pub(crate) marks: usize,
    /// How many operations had begun.
    pub(crate) operations: usize,
    fates: Vec<(usize, Fate)>,
}

impl CrashState {
    /// What happened, for messages.
    pub(crate) fn told(&self, run: &Recording) -> String {
        let line = |at: usize| run.operations.get(at).map_or("the beginning", String::as_str);
        let begun = format!("crash after operation {} ({})", self.operations, line(self.operations.wrapping_sub(1)));
        let fates = self.fates.iter().map(|(operation, fate)| format!("{fate:?}: {operation} {}", line(*operation)));
        std::iter::once(begun).chain(fates).collect::<Vec<_>>().join("\n  ")
    }
}

/// Every state that is worth looking at after a crash at any moment of `run`, none twice: all that was not durable kept,
/// dropped, each change and each pair of changes alone kept or dropped, writes torn, and random choices.
pub(crate) fn states(run: &Recording, depth: Depth) -> impl Iterator<Item = CrashState> {
    States::of(run, depth)
}

impl SimDisk {
    /// What is left of this disk where the power goes now and takes with it all that it can.
    pub(crate) fn after_power_loss(&self) -> Self {
        self.left(|_| Fate::Dropped)
    }

    /// What is left of this disk where the power goes now and takes with it what chance wants, which grows from `seed`.
    pub(crate) fn after_power_loss_with(&self, seed: u64) -> Self {
        let mut random = Random(seed | 1);
        self.left(|change| random.fate(change))
    }

    fn left(&self, mut fate: impl FnMut(&Change) -> Fate) -> Self {
        let run = self.recording();
        let mut states = States::of(&run, Depth { random: 0, ..Depth::USUAL });
        while states.advance().is_some() {
            states.choices.clear();
        }
        let choice: Vec<Fate> = states.pending.iter().map(|pending| fate(&pending.change)).collect();
        Self::with(states.left_by(&choice))
    }
}

/// A change that is not durable, or cannot count as such yet.
#[derive(Clone, Debug)]
struct Pending {
    operation: usize,
    change: Change,
    standing: Standing,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    /// A sync makes it durable.
    Waiting,
    /// A sync failed: it may be there or not, and no later sync changes that.
    Doubtful,
    /// It is durable, but something doubtful comes before it.
    Durable,
}

struct States<'a> {
    run: &'a Recording,
    depth: Depth,
    random: Random,
    next_event: usize,
    marks: usize,
    durable: Tree,
    pending: Vec<Pending>,
    choices: VecDeque<Vec<Fate>>,
    seen: HashSet<(u64, usize)>,
}

impl Iterator for States<'_> {
    type Item = CrashState;

    fn next(&mut self) -> Option<CrashState> {
        loop {
            let Some(choice) = self.choices.pop_front() else {
                self.advance()?;
                continue;
            };
            let tree = self.left_by(&choice);
            if self.seen.insert((tree.fingerprint(), self.marks)) {
                let operations = self.next_event.checked_sub(1).map_or(0, |event| self.run.events[event].0 + 1);
                let fates = self.pending.iter().map(|pending| pending.operation).zip(choice).collect();
                return Some(CrashState { disk: SimDisk::with(tree), marks: self.marks, operations, fates });
            }
        }
    }
}

impl<'a> States<'a> {
    fn of(run: &'a Recording, depth: Depth) -> Self {
        Self {
            run,
            depth,
            random: Random(depth.seed),
            next_event: 0,
            marks: 0,
            durable: run.start.clone(),
            pending: Vec::new(),
            choices: VecDeque::from([Vec::new()]),
            seen: HashSet::new(),
        }
    }

    /// Goes on to the next event; `None` where the run ends.
    fn advance(&mut self) -> Option<()> {
        let (operation, event) = self.run.events.get(self.next_event)?;
        self.next_event += 1;
        match event {
            Event::Born(node) => drop(self.durable.add(node.clone())),
            Event::Changed(change) => {
                self.change(*operation, change.clone());
                self.choose();
            }
            Event::Synced(node) => self.sync(*node),
            Event::SyncFailed(node) => {
                let waiting = |pending: &&mut Pending| is_of_file(&pending.change, *node) && pending.is_waiting();
                self.pending.iter_mut().filter(waiting).for_each(|pending| pending.standing = Standing::Doubtful);
            }
            Event::FolderSynced(folder) => self.sync_folder(*folder),
            Event::Mark => {
                self.marks += 1;
                self.choose();
            }
        }
        Some(())
    }

    fn change(&mut self, operation: usize, change: Change) {
        self.pending.push(Pending { operation, change, standing: Standing::Waiting });
    }

    /// What was changed of a file is durable, up to what is in doubt.
    fn sync(&mut self, node: NodeId) {
        let mine = |pending: &Pending| is_of_file(&pending.change, node);
        let waiting = |pending: &&mut Pending| mine(pending) && pending.is_waiting();
        self.pending.iter_mut().filter(waiting).for_each(|pending| pending.standing = Standing::Durable);
        // Whole content that is durable makes everything before it meaningless.
        let whole = self.pending.iter().rposition(|pending| {
            mine(pending) && pending.standing == Standing::Durable && matches!(pending.change, Change::Content { .. })
        });
        let mut is_in_doubt = false;
        let mut kept = Vec::new();
        for (at, pending) in std::mem::take(&mut self.pending).into_iter().enumerate() {
            let is_content = matches!(pending.change, Change::Content { .. } | Change::Tail { .. });
            if !mine(&pending) {
                kept.push(pending);
            } else if is_content && whole.is_some_and(|whole| at < whole) {
                // Overwritten.
            } else if pending.standing == Standing::Durable && !is_in_doubt {
                self.durable.apply(&pending.change);
            } else {
                is_in_doubt = true;
                kept.push(pending);
            }
        }
        self.pending = kept;
    }

    /// The names that were changed in a folder are durable; a rename is where its new name is.
    fn sync_folder(&mut self, folder: NodeId) {
        let is_of_folder = |change: &Change| match change {
            Change::Names(entries) => entries.last().is_some_and(|(of, _, _)| *of == folder),
            Change::Mode { node, .. } => *node == folder,
            _ => false,
        };
        let mut at = 0;
        while at < self.pending.len() {
            if !is_of_folder(&self.pending[at].change) {
                at += 1;
                continue;
            }
            let Pending { change, .. } = self.pending.remove(at);
            self.durable.apply(&change);
            // What was done before to the same names comes too late now.
            let Change::Names(done) = &change else { continue };
            let is_later = |(folder, name, _): &(NodeId, String, Option<NodeId>)| {
                !done.iter().any(|(of, done, _)| of == folder && done == name)
            };
            for pending in &mut self.pending[..at] {
                if let Change::Names(entries) = &mut pending.change {
                    entries.retain(is_later);
                }
            }
        }
    }

    fn left_by(&self, choice: &[Fate]) -> Tree {
        let mut tree = self.durable.clone();
        for (pending, fate) in self.pending.iter().zip(choice) {
            if pending.standing == Standing::Durable {
                tree.apply(&pending.change);
            } else if let Some(change) = torn(&pending.change, *fate) {
                tree.apply(&change);
            }
        }
        tree
    }

    /// The choices for what is not durable now.
    fn choose(&mut self) {
        let count = self.pending.len();
        for (most, other) in [(Fate::Kept, Fate::Dropped), (Fate::Dropped, Fate::Kept)] {
            let all = vec![most; count];
            self.choices.push_back(all.clone());
            for one in 0..count {
                for two in one..count {
                    let mut choice = all.clone();
                    choice[one] = other;
                    choice[two] = other;
                    self.choices.push_back(choice);
                }
                for fate in tears(&self.pending[one].change, self.depth) {
                    let mut choice = all.clone();
                    choice[one] = fate;
                    self.choices.push_back(choice);
                }
            }
            // In the order of the run, up to a point.
            for end in 1..count {
                self.choices.push_back((0..count).map(|at| if at < end { most } else { other }).collect());
            }
        }
        for _ in 0..self.depth.random {
            let choice = self.pending.iter().map(|pending| self.random.fate(&pending.change)).collect();
            self.choices.push_back(choice);
        }
    }
}

impl Pending {
    fn is_waiting(&self) -> bool {
        self.standing == Standing::Waiting
    }
}

fn is_of_file(change: &Change, file: NodeId) -> bool {
    match change {
        Change::Content { node, .. } | Change::Tail { node, .. } | Change::Mode { node, .. } => *node == file,
        Change::Names(_) => false,
    }
}

fn length(change: &Change) -> usize {
    match change {
        Change::Content { bytes, .. } | Change::Tail { bytes, .. } => bytes.len(),
        _ => 0,
    }
}

/// The ways in which a change can be there in part.
fn tears(change: &Change, depth: Depth) -> Vec<Fate> {
    let len = length(change);
    if len == 0 {
        return Vec::new();
    }
    let cuts: Vec<usize> = if len <= depth.torn_up_to {
        (0..len).step_by(depth.torn_every).collect()
    } else {
        let blocks = (1..).map(|number| number * BLOCK_BYTES).take_while(|cut| *cut < len);
        let mut cuts: Vec<usize> = [0, 1, 4, 8, SECTOR_BYTES, len / 3, len / 2, len - 2.min(len), len - 1].into();
        cuts.extend(blocks.take(8));
        cuts.retain(|cut| *cut < len);
        cuts.sort_unstable();
        cuts.dedup();
        cuts
    };
    let ways = |cut: usize| [Fate::Short(cut), Fate::Zeroed(cut), Fate::Late(cut)];
    cuts.into_iter().flat_map(ways).filter(|fate| *fate != Fate::Late(0)).collect()
}

/// What is left of a change; nothing where it was dropped.
fn torn(change: &Change, fate: Fate) -> Option<Change> {
    let part = |bytes: &Arc<Vec<u8>>| {
        let mut bytes = bytes.to_vec();
        match fate {
            Fate::Short(cut) => bytes.truncate(cut),
            Fate::Zeroed(cut) => bytes[cut..].fill(0),
            Fate::Late(cut) => bytes[..cut].fill(0),
            Fate::Kept | Fate::Dropped => {}
        }
        Arc::new(bytes)
    };
    match (change, fate) {
        (_, Fate::Dropped) => None,
        (Change::Content { node, bytes }, Fate::Short(_) | Fate::Zeroed(_) | Fate::Late(_)) => {
            Some(Change::Content { node: *node, bytes: part(bytes) })
        }
        (Change::Tail { node, at, bytes }, Fate::Short(_) | Fate::Zeroed(_) | Fate::Late(_)) => {
            Some(Change::Tail { node: *node, at: *at, bytes: part(bytes) })
        }
        _ => Some(change.clone()),
    }
}

/// Numbers that look random and are the same in every run (xorshift64).
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 16).unwrap() % end.max(1)
    }

    fn fate(&mut self, change: &Change) -> Fate {
        let len = length(change);
        match self.below(if len == 0 { 2 } else { 5 }) {
            0 => Fate::Kept,
            1 => Fate::Dropped,
            2 => Fate::Short(self.below(len)),
            3 => Fate::Zeroed(self.below(len)),
            _ => Fate::Late(self.below(len)),
        }
    }
}
