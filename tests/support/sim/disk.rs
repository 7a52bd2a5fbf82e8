//! The simulated disk: making one, looking at it, and the record of everything that is done on it.

use super::faults::{Fault, Kind};
use super::tree::{Change, Node, NodeId, Place, Tree};
use byline::store::{Disk, Lock};
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};

/// The mode that new files get.
const NEW_FILE: u32 = 0o644;

/// What happened on the disk, as far as a loss of power cares.
#[derive(Clone, Debug)]
pub(super) enum Event {
    /// A node came to be; no name leads to it yet.
    Born(Node),
    /// Something changed, and is not on the disk yet.
    Changed(Change),
    /// A file's content and mode are on the disk.
    Synced(NodeId),
    /// A file's content was to be brought to the disk and was not.
    SyncFailed(NodeId),
    /// A folder's names are on the disk.
    FolderSynced(NodeId),
    /// The run noted something, such as an acknowledgement.
    Mark,
}

/// What was done on a disk, and what was durable before.
#[derive(Clone, Debug)]
pub(crate) struct Recording {
    pub(super) start: Tree,
    /// Each with the number of the operation that it belongs to.
    pub(super) events: Vec<(usize, Event)>,
    /// Every operation with its arguments and what came of it.
    pub(crate) operations: Vec<String>,
    /// What the run noted, in order.
    pub(crate) marks: Vec<String>,
}

/// A disk in memory. A clone is the same disk in the hands of the same process.
#[derive(Clone)]
pub(crate) struct SimDisk {
    inner: Arc<Mutex<Inner>>,
    pub(super) process: u32,
}

impl std::fmt::Debug for SimDisk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SimDisk").field("process", &self.process).finish_non_exhaustive()
    }
}

#[derive(Debug)]
pub(super) struct Inner {
    pub(super) tree: Tree,
    record: Recording,
    fault: Option<Fault>,
    pub(super) capacity: Option<usize>,
    /// The locked files, with the process and the number of the lock.
    pub(super) locks: BTreeMap<NodeId, (u32, u64)>,
    pub(super) next_lock: u64,
    pub(super) next_temp: u64,
    processes: u32,
    dead: BTreeSet<u32>,
}

/// A lock of the simulated disk; it goes when this is dropped.
struct Held {
    inner: Arc<Mutex<Inner>>,
    node: NodeId,
    number: u64,
}

impl Drop for Held {
    fn drop(&mut self) {
        let mut inner = self.inner.lock().unwrap();
        if inner.locks.get(&self.node).is_some_and(|(_, number)| *number == self.number) {
            inner.locks.remove(&self.node);
        }
    }
}

/// Making disks and looking at them; nothing of this is an operation.
impl SimDisk {
    /// An empty disk without limits.
    pub(crate) fn new() -> Self {
        Self::with(Tree::new())
    }

    pub(super) fn with(tree: Tree) -> Self {
        let record = Recording { start: tree.clone(), events: Vec::new(), operations: Vec::new(), marks: Vec::new() };
        let inner = Inner {
            tree,
            record,
            fault: None,
            capacity: None,
            locks: BTreeMap::new(),
            next_lock: 0,
            next_temp: 0,
            processes: 1,
            dead: BTreeSet::new(),
        };
        Self { inner: Arc::new(Mutex::new(inner)), process: 0 }
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap()
    }

    /// Another disk with the same files, all of them durable, without locks, faults and limits; nothing was done on it yet.
    pub(crate) fn copied(&self) -> Self {
        Self::with(self.inner().tree.clone())
    }

    /// The same disk in the hands of another process.
    pub(crate) fn other_process(&self) -> Self {
        let mut inner = self.inner();
        inner.processes += 1;
        Self { inner: self.inner.clone(), process: inner.processes - 1 }
    }

    /// Ends this process as `kill -9` does: its locks are gone, and nothing that it still tries is done.
    pub(crate) fn kill(&self) {
        let mut inner = self.inner();
        inner.locks.retain(|_, (process, _)| *process != self.process);
        inner.dead.insert(self.process);
    }

    /// From now on this goes wrong; nothing does where it is `None`.
    pub(crate) fn set_fault(&self, fault: Option<Fault>) {
        self.inner().fault = fault;
    }

    /// Whether something goes wrong, now or later.
    pub(crate) fn has_fault(&self) -> bool {
        self.inner().fault.is_some()
    }

    /// From now on no more than this fits, in whole blocks; anything does where it is `None`.
    pub(crate) fn set_capacity(&self, bytes: Option<usize>) {
        self.inner().capacity = bytes;
    }

    /// Notes something in the record, such as an acknowledgement.
    pub(crate) fn mark(&self, what: impl Into<String>) {
        let mut inner = self.inner();
        inner.record.marks.push(what.into());
        inner.happened(Event::Mark);
    }

    /// Forgets what was done so far; all of it is durable.
    pub(crate) fn settle(&self) {
        let mut inner = self.inner();
        let start = inner.tree.clone();
        inner.record = Recording { start, events: Vec::new(), operations: Vec::new(), marks: Vec::new() };
    }

    /// What was done.
    pub(crate) fn recording(&self) -> Recording {
        self.inner().record.clone()
    }

    /// How many operations were tried.
    pub(crate) fn count(&self) -> usize {
        self.inner().record.operations.len()
    }

    /// The last operations that were tried, for messages.
    pub(crate) fn last_operations(&self, count: usize) -> Vec<String> {
        let inner = self.inner();
        let operations = &inner.record.operations;
        operations[operations.len().saturating_sub(count)..].to_vec()
    }

    /// The paths of all files, folders and links, sorted.
    pub(crate) fn paths(&self) -> Vec<PathBuf> {
        self.inner().tree.walk().into_iter().map(|(path, _)| path).collect()
    }

    /// Whether the other disk holds the same.
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        let mine = self.inner().tree.fingerprint();
        mine == other.inner().tree.fingerprint()
    }

    /// A file's bytes, without an operation.
    pub(crate) fn bytes(&self, path: impl AsRef<Path>) -> Option<Vec<u8>> {
        let inner = self.inner();
        let node = inner.tree.locate(path.as_ref(), true).ok()?.node?;
        inner.tree.file(node).ok().map(|bytes| bytes.to_vec())
    }

    /// Whether a file with exactly these bytes is anywhere.
    pub(crate) fn holds(&self, bytes: &[u8]) -> bool {
        self.paths().iter().any(|path| self.bytes(path).is_some_and(|found| found == bytes))
    }

    /// Puts a file there, without an operation; what was done so far counts as durable then.
    pub(crate) fn put(&self, path: impl AsRef<Path>, bytes: &[u8]) {
        let path = path.as_ref();
        self.create_folder(path.parent().unwrap()).unwrap();
        {
            let mut inner = self.inner();
            let place = inner.tree.locate(path, true).unwrap();
            let node = place.node.unwrap_or_else(|| inner.new_file(&place));
            inner.change(Change::Content { node, bytes: Arc::new(bytes.to_vec()) });
        }
        self.settle();
    }

    /// Puts a symbolic link there, as [`SimDisk::put`] does with files.
    pub(crate) fn put_link(&self, path: impl AsRef<Path>, target: impl Into<PathBuf>) {
        {
            let mut inner = self.inner();
            let place = inner.tree.locate(path.as_ref(), false).unwrap();
            let node = inner.born(Node::Link(target.into()));
            inner.change(Change::Names(vec![(place.folder, place.name, Some(node))]));
        }
        self.settle();
    }

    /// Gives a file a second name, as [`SimDisk::put`] does with files.
    pub(crate) fn put_twin(&self, file: impl AsRef<Path>, twin: impl AsRef<Path>) {
        {
            let mut inner = self.inner();
            let node = inner.tree.locate(file.as_ref(), true).unwrap().node;
            let place = inner.tree.locate(twin.as_ref(), false).unwrap();
            inner.change(Change::Names(vec![(place.folder, place.name, node)]));
        }
        self.settle();
    }

    /// The lock with this number, to be held.
    pub(super) fn held(&self, node: NodeId, number: u64) -> Lock {
        Box::new(Held { inner: self.inner.clone(), node, number })
    }

    /// One operation, written down with what came of it. `act` has to model the fault that strikes it.
    pub(super) fn operation<T>(
        &self,
        what: &str,
        path: &Path,
        more: &str,
        act: impl FnOnce(&mut Inner, Option<Kind>) -> io::Result<T>,
    ) -> io::Result<T> {
        let mut inner = self.inner();
        if inner.dead.contains(&self.process) {
            return Err(io::Error::other("this process is dead"));
        }
        let number = inner.record.operations.len();
        let line = format!("{what} {}{more}", path.display());
        inner.record.operations.push(line);
        let fault = inner.fault.as_ref().filter(|fault| fault.strikes(number, path)).map(|fault| fault.kind);
        let outcome = act(&mut inner, fault);
        if let Err(error) = &outcome {
            let line = inner.record.operations.last_mut().unwrap();
            *line = format!("{line}: {error}");
        }
        outcome
    }

    /// An operation that does nothing at all where it fails.
    pub(super) fn whole<T>(
        &self,
        what: &str,
        path: &Path,
        more: &str,
        act: impl FnOnce(&mut Inner) -> io::Result<T>,
    ) -> io::Result<T> {
        self.operation(what, path, more, |inner, fault| match fault {
            Some(kind) if kind != Kind::Short => Err(kind.error()),
            _ => act(inner),
        })
    }
}

impl Inner {
    pub(super) fn happened(&mut self, event: Event) {
        let operation = self.record.operations.len().saturating_sub(1);
        self.record.events.push((operation, event));
    }

    pub(super) fn born(&mut self, node: Node) -> NodeId {
        self.happened(Event::Born(node.clone()));
        self.tree.add(node)
    }

    pub(super) fn change(&mut self, change: Change) {
        self.tree.apply(&change);
        self.happened(Event::Changed(change));
    }

    pub(super) fn new_file(&mut self, place: &Place) -> NodeId {
        let node = self.born(Node::File { bytes: Arc::default(), mode: NEW_FILE });
        self.change(Change::Names(vec![(place.folder, place.name.clone(), Some(node))]));
        node
    }
}
