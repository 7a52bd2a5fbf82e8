//! The files, folders and links of the simulated disk, and the changes that can be made to them.
//!
//! A change is data, so that the same one is made to the tree that a process sees and, later or never, to the tree that a
//! loss of power leaves.

use super::faults::Kind;
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// Space is given out in pieces of this size, as on a tmpfs.
pub(crate) const BLOCK_BYTES: usize = 4096;

/// How many symbolic links are followed on the way to one file.
const MAX_LINKS: usize = 8;

/// A file, folder or symbolic link, by number; names lead to it.
pub(super) type NodeId = usize;

pub(super) const ROOT: NodeId = 0;

#[derive(Clone, Debug)]
pub(super) enum Node {
    File { bytes: Arc<Vec<u8>>, mode: u32 },
    Folder { names: BTreeMap<String, NodeId>, mode: u32 },
    Link(PathBuf),
}

/// One change of the tree.
#[derive(Clone, Debug)]
pub(super) enum Change {
    /// A file's whole content.
    Content { node: NodeId, bytes: Arc<Vec<u8>> },
    /// Bytes behind the `at` first ones of a file.
    Tail { node: NodeId, at: usize, bytes: Arc<Vec<u8>> },
    /// A mode.
    Mode { node: NodeId, mode: u32 },
    /// Names in folders, each with what it leads to from now on; all of them at once.
    Names(Vec<(NodeId, String, Option<NodeId>)>),
}

/// Where a path leads.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) folder: NodeId,
    pub(super) name: String,
    pub(super) node: Option<NodeId>,
    /// The path without links.
    pub(super) real: PathBuf,
}

#[derive(Clone, Debug)]
pub(super) struct Tree {
    nodes: Vec<Arc<Node>>,
}

impl Tree {
    pub(super) fn new() -> Self {
        Self { nodes: vec![Arc::new(Node::Folder { names: BTreeMap::new(), mode: 0o755 })] }
    }

    pub(super) fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id]
    }

    /// A new node that no name leads to yet.
    pub(super) fn add(&mut self, node: Node) -> NodeId {
        self.nodes.push(Arc::new(node));
        self.nodes.len() - 1
    }

    pub(super) fn apply(&mut self, change: &Change) {
        match change {
            Change::Content { node, bytes } => *self.bytes_mut(*node) = bytes.clone(),
            Change::Tail { node, at, bytes } => {
                let content = Arc::make_mut(self.bytes_mut(*node));
                let end = at + bytes.len();
                // What was to stand before it may be missing; then nothing but zeros is there.
                content.resize(content.len().max(end), 0);
                content[*at..end].copy_from_slice(bytes);
            }
            Change::Mode { node, mode } => match Arc::make_mut(&mut self.nodes[*node]) {
                Node::File { mode: old, .. } | Node::Folder { mode: old, .. } => *old = *mode,
                Node::Link(_) => {}
            },
            Change::Names(entries) => {
                for (folder, name, node) in entries {
                    let names = self.names_mut(*folder);
                    match node {
                        Some(node) => drop(names.insert(name.clone(), *node)),
                        None => drop(names.remove(name)),
                    }
                }
            }
        }
    }

    fn bytes_mut(&mut self, id: NodeId) -> &mut Arc<Vec<u8>> {
        match Arc::make_mut(&mut self.nodes[id]) {
            Node::File { bytes, .. } => bytes,
            other => panic!("{other:?} has no content"),
        }
    }

    fn names_mut(&mut self, id: NodeId) -> &mut BTreeMap<String, NodeId> {
        match Arc::make_mut(&mut self.nodes[id]) {
            Node::Folder { names, .. } => names,
            other => panic!("{other:?} has no names"),
        }
    }

    /// Where `path` leads, links followed; the link itself at its end where `follow_last` says no.
    pub(super) fn locate(&self, path: &Path, follow_last: bool) -> io::Result<Place> {
        self.locate_within(path, follow_last, MAX_LINKS)
    }

    fn locate_within(&self, path: &Path, follow_last: bool, links_left: usize) -> io::Result<Place> {
        let parts: Vec<&str> = path.components().filter_map(part_of).collect();
        let mut place = Place { folder: ROOT, name: String::new(), node: Some(ROOT), real: PathBuf::from("/") };
        for (at, part) in parts.iter().enumerate() {
            let is_last = at + 1 == parts.len();
            let folder = place.node.ok_or(io::ErrorKind::NotFound)?;
            let Node::Folder { names, .. } = self.node(folder) else { return Err(io::ErrorKind::NotADirectory.into()) };
            let node = names.get(*part).copied();
            if let Some(Node::Link(target)) = node.map(|node| self.node(node))
                && (follow_last || !is_last)
            {
                let links_left = links_left.checked_sub(1).ok_or_else(|| io::Error::other("too many links"))?;
                let target = parts[at + 1..].iter().fold(place.real.join(target), |path, part| path.join(part));
                return self.locate_within(&target, follow_last, links_left);
            }
            place = Place { folder, name: (*part).to_owned(), node, real: place.real.join(part) };
        }
        Ok(place)
    }

    /// The content of a file.
    pub(super) fn file(&self, node: NodeId) -> io::Result<Arc<Vec<u8>>> {
        match self.node(node) {
            Node::File { bytes, .. } => Ok(bytes.clone()),
            _ => Err(io::ErrorKind::IsADirectory.into()),
        }
    }

    pub(super) fn mode(&self, node: NodeId) -> u32 {
        match self.node(node) {
            Node::File { mode, .. } | Node::Folder { mode, .. } => *mode,
            Node::Link(_) => 0o777,
        }
    }

    pub(super) fn existing(&self, path: &Path) -> io::Result<NodeId> {
        self.locate(path, true)?.node.ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    /// The file at `path`, which may be written to.
    pub(super) fn writable(&self, path: &Path) -> io::Result<NodeId> {
        let node = self.existing(path)?;
        self.file(node)?;
        self.check_mode(node)?;
        Ok(node)
    }

    pub(super) fn check_mode(&self, node: NodeId) -> io::Result<()> {
        if self.mode(node) & 0o200 == 0 { Err(Kind::Denied.error()) } else { Ok(()) }
    }

    /// Every name that leads somewhere, with its path and where it leads.
    pub(super) fn walk(&self) -> Vec<(PathBuf, NodeId)> {
        let mut found = Vec::new();
        let mut folders = vec![(PathBuf::from("/"), ROOT)];
        while let Some((path, folder)) = folders.pop() {
            let Node::Folder { names, .. } = self.node(folder) else { continue };
            for (name, id) in names {
                let path = path.join(name);
                if matches!(self.node(*id), Node::Folder { .. }) {
                    folders.push((path.clone(), *id));
                }
                found.push((path, *id));
            }
        }
        found.sort();
        found
    }

    /// How many names lead to a file.
    pub(super) fn links(&self, id: NodeId) -> usize {
        self.walk().iter().filter(|(_, found)| *found == id).count()
    }

    /// How much space the files take, that of `except` left out.
    pub(super) fn used(&self, except: NodeId) -> usize {
        let mut files: Vec<NodeId> = self.walk().into_iter().map(|(_, id)| id).filter(|id| *id != except).collect();
        files.sort_unstable();
        files.dedup();
        let sizes = files.into_iter().map(|id| match self.node(id) {
            Node::File { bytes, .. } => bytes.len().div_ceil(BLOCK_BYTES) * BLOCK_BYTES,
            _ => 0,
        });
        sizes.sum()
    }

    /// A number for everything that can be seen of the tree.
    pub(super) fn fingerprint(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        for (path, id) in self.walk() {
            path.hash(&mut hasher);
            match self.node(id) {
                Node::File { bytes, mode } => (id, bytes, mode).hash(&mut hasher),
                Node::Folder { mode, .. } => mode.hash(&mut hasher),
                Node::Link(target) => target.hash(&mut hasher),
            }
        }
        hasher.finish()
    }
}

fn part_of(component: Component<'_>) -> Option<&str> {
    match component {
        Component::Normal(part) => part.to_str(),
        Component::ParentDir => panic!("the simulated disk knows no `..`"),
        _ => None,
    }
}
