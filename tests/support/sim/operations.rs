//! The operations of the simulated disk: what each one does, needs and leaves behind where it fails.

use super::disk::{Event, Inner, SimDisk};
use super::faults::Kind;
use super::tree::{BLOCK_BYTES, Change, Node, NodeId};
use byline::store::{Disk, FileInfo, Lock, TEMP_ENDING, temp_name};
use std::collections::BTreeMap;
use std::fs::Permissions;
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

impl Disk for SimDisk {
    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        self.whole("resolve", path, "", |inner| {
            let place = inner.tree.locate(path, true)?;
            place.node.map(|_| place.real).ok_or_else(|| io::ErrorKind::NotFound.into())
        })
    }

    fn info(&self, path: &Path) -> io::Result<FileInfo> {
        self.whole("info", path, "", |inner| {
            let node = inner.tree.existing(path)?;
            let permissions = Permissions::from_mode(inner.tree.mode(node));
            Ok(match inner.tree.node(node) {
                Node::File { bytes, .. } => FileInfo {
                    size: bytes.len() as u64,
                    permissions,
                    links: inner.tree.links(node) as u64,
                    stamp: None,
                    is_folder: false,
                    is_file: true,
                },
                _ => FileInfo {
                    size: BLOCK_BYTES as u64,
                    permissions,
                    links: 2,
                    stamp: None,
                    is_folder: true,
                    is_file: false,
                },
            })
        })
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<String>> {
        self.whole("list", folder, "", |inner| match inner.tree.node(inner.tree.existing(folder)?) {
            Node::Folder { names, .. } => Ok(names.keys().cloned().collect()),
            _ => Err(io::ErrorKind::NotADirectory.into()),
        })
    }

    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        self.whole("read", path, "", |inner| {
            let bytes = inner.tree.file(inner.tree.existing(path)?)?;
            let end = usize::try_from(limit.saturating_add(1)).unwrap_or(usize::MAX).min(bytes.len());
            Ok(bytes[..end].to_vec())
        })
    }

    fn create_temp(&self, folder: &Path, name: &str) -> io::Result<PathBuf> {
        self.whole("create_temp", folder, &format!(" for {name}"), |inner| {
            inner.next_temp += 1;
            let path = folder.join(format!("{}.{:06}{TEMP_ENDING}", temp_name(name), inner.next_temp));
            let place = inner.tree.locate(&path, false)?;
            inner.tree.check_mode(place.folder)?;
            inner.new_file(&place);
            Ok(path)
        })
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.operation("write", path, &format!(", {} bytes", bytes.len()), |inner, fault| {
            let node = inner.tree.writable(path)?;
            if fault == Some(Kind::Denied) {
                return Err(Kind::Denied.error());
            }
            inner.replace(node, bytes, fault)
        })
    }

    fn append(&self, path: &Path, at: u64, bytes: &[u8]) -> io::Result<()> {
        self.operation("append", path, &format!(", {} bytes behind {at}", bytes.len()), |inner, fault| {
            let node = inner.tree.writable(path)?;
            let size = inner.tree.file(node)?.len();
            if size as u64 != at {
                return Err(io::ErrorKind::InvalidData.into());
            }
            inner.fill(node, size, bytes, fault)
        })
    }

    fn copy(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.operation("copy", to, &format!(" from {}", from.display()), |inner, fault| {
            let source = inner.tree.existing(from)?;
            let node = inner.tree.writable(to)?;
            if fault == Some(Kind::Denied) {
                return Err(Kind::Denied.error());
            }
            // The target is emptied before the source is read: a file that is copied onto itself is lost.
            let bytes = if source == node { Ok(Arc::default()) } else { inner.tree.file(source) };
            inner.replace(node, bytes.as_ref().map_or(&[], |bytes| bytes.as_slice()), fault)?;
            bytes.map(|_| ())
        })
    }

    fn sync(&self, path: &Path) -> io::Result<()> {
        self.operation("sync", path, "", |inner, fault| {
            let node = inner.tree.writable(path)?;
            match fault {
                None | Some(Kind::Short) => inner.happened(Event::Synced(node)),
                Some(Kind::Denied) => return Err(Kind::Denied.error()),
                Some(kind) => {
                    inner.happened(Event::SyncFailed(node));
                    return Err(kind.error());
                }
            }
            Ok(())
        })
    }

    fn set_permissions(&self, path: &Path, permissions: Permissions) -> io::Result<()> {
        let mode = permissions.mode() & 0o7777;
        self.whole("set_permissions", path, &format!(", {mode:o}"), |inner| {
            let node = inner.tree.existing(path)?;
            inner.change(Change::Mode { node, mode });
            Ok(())
        })
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.whole("rename", from, &format!(" to {}", to.display()), |inner| {
            let old = inner.tree.locate(from, false)?;
            let new = inner.tree.locate(to, false)?;
            let node = old.node.ok_or(io::ErrorKind::NotFound)?;
            inner.tree.check_mode(old.folder)?;
            inner.tree.check_mode(new.folder)?;
            let is_folder = |node: NodeId| matches!(inner.tree.node(node), Node::Folder { .. });
            if let Some(taken) = new.node {
                match (is_folder(node), is_folder(taken)) {
                    (false, true) => return Err(io::ErrorKind::IsADirectory.into()),
                    (true, false) => return Err(io::ErrorKind::NotADirectory.into()),
                    _ => {}
                }
            }
            // Two names of one file: the system does nothing.
            if new.node != Some(node) {
                let names = vec![(old.folder, old.name, None), (new.folder, new.name, Some(node))];
                inner.change(Change::Names(names));
            }
            Ok(())
        })
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.whole("sync_folder", folder, "", |inner| {
            let node = inner.tree.existing(folder)?;
            let is_folder = matches!(inner.tree.node(node), Node::Folder { .. });
            inner.happened(if is_folder { Event::FolderSynced(node) } else { Event::Synced(node) });
            Ok(())
        })
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.whole("remove", path, "", |inner| {
            let place = inner.tree.locate(path, false)?;
            let node = place.node.ok_or(io::ErrorKind::NotFound)?;
            if matches!(inner.tree.node(node), Node::Folder { .. }) {
                return Err(io::ErrorKind::IsADirectory.into());
            }
            inner.tree.check_mode(place.folder)?;
            inner.change(Change::Names(vec![(place.folder, place.name, None)]));
            Ok(())
        })
    }

    fn create_folder(&self, path: &Path) -> io::Result<()> {
        self.whole("create_folder", path, "", |inner| {
            let mut above: Vec<&Path> = path.ancestors().filter(|folder| !folder.as_os_str().is_empty()).collect();
            above.reverse();
            for folder in above {
                let place = inner.tree.locate(folder, false)?;
                let behind = inner.tree.locate(folder, true).ok().and_then(|place| place.node);
                match behind.or(place.node).map(|node| inner.tree.node(node)) {
                    Some(Node::Folder { .. }) => {}
                    Some(Node::File { .. }) if folder != path => return Err(io::ErrorKind::NotADirectory.into()),
                    Some(_) => return Err(io::ErrorKind::AlreadyExists.into()),
                    None => {
                        inner.tree.check_mode(place.folder)?;
                        let node = inner.born(Node::Folder { names: BTreeMap::new(), mode: 0o755 });
                        inner.change(Change::Names(vec![(place.folder, place.name, Some(node))]));
                    }
                }
            }
            Ok(())
        })
    }

    fn try_lock(&self, path: &Path) -> io::Result<Option<Lock>> {
        let process = self.process;
        let held = self.whole("try_lock", path, "", |inner| {
            let place = inner.tree.locate(path, true)?;
            let node = if place.node.is_some() {
                inner.tree.writable(path)?
            } else {
                inner.tree.check_mode(place.folder)?;
                inner.new_file(&place)
            };
            if inner.locks.contains_key(&node) {
                return Ok(None);
            }
            inner.next_lock += 1;
            let number = inner.next_lock;
            inner.locks.insert(node, (process, number));
            Ok(Some((node, number)))
        })?;
        Ok(held.map(|(node, number)| self.held(node, number)))
    }
}

impl Inner {
    /// Writes as much of `bytes` behind the `at` first ones of a file as the fault and the space allow.
    fn fill(&mut self, node: NodeId, at: usize, bytes: &[u8], fault: Option<Kind>) -> io::Result<()> {
        let room = self.capacity.map_or(usize::MAX, |capacity| {
            let whole = capacity / BLOCK_BYTES * BLOCK_BYTES;
            whole.saturating_sub(self.tree.used(node)).saturating_sub(at)
        });
        let (wanted, refusal) = match fault {
            None => (bytes.len(), None),
            Some(Kind::Short) => (bytes.len() / 2, Some(Kind::Short)),
            Some(kind) => (0, Some(kind)),
        };
        let written = wanted.min(room);
        if written > 0 {
            let bytes = Arc::new(bytes[..written].to_vec());
            self.change(if at == 0 { Change::Content { node, bytes } } else { Change::Tail { node, at, bytes } });
        }
        match refusal {
            Some(kind) => Err(kind.error()),
            None if written < wanted => Err(Kind::Full.error()),
            None => Ok(()),
        }
    }

    /// Empties a file and writes `bytes` to it.
    fn replace(&mut self, node: NodeId, bytes: &[u8], fault: Option<Kind>) -> io::Result<()> {
        if !self.tree.file(node)?.is_empty() {
            self.change(Change::Content { node, bytes: Arc::default() });
        }
        self.fill(node, 0, bytes, fault)
    }
}
