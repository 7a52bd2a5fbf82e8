//! Drafts: sessions that have no file of their own yet, kept in the state folder so that nothing done in them is lost.

use super::error::StoreError;
use super::home::{Ground, Home};
use super::opening::{Distrusted, Hold, create, open};
use super::save::Expected;
use crate::model::{Session, Timestamp};
use std::io;
use std::path::{Path, PathBuf};

const ENDING: &str = ".ron";

/// A draft that nobody has open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Its file.
    pub path: PathBuf,
    /// The session's title.
    pub title: String,
    /// When it was last worked on, as far as is known.
    pub at: Option<Timestamp>,
    /// How many articles and mentions are in it.
    pub articles: usize,
    /// How many mentions are in it.
    pub mentions: usize,
}

fn folder(ground: &Ground) -> Option<PathBuf> {
    ground.state.as_ref().map(|state| state.join("drafts"))
}

/// Begins a draft of `session` under a name made of `name`; nothing where there is no folder for drafts.
///
/// # Errors
/// [`StoreError`] where the folder does not take it.
pub fn begin_draft(ground: &Ground, name: &str, session: &Session, at: Timestamp) -> Result<Option<Home>, StoreError> {
    let Some(folder) = folder(ground) else { return Ok(None) };
    ground.disk.create_folder(&folder).map_err(StoreError::io(&folder, "make the folder"))?;
    let mut home = create(ground, &folder.join(format!("{name}{ENDING}")), Expected::Nothing)?;
    let prepared = home.preparation().prepare(session, at, Expected::Nothing, None)?;
    home.commit(prepared, 0, Expected::Nothing)?;
    Ok(Some(home))
}

/// Drafts that were left, the latest first, and why others cannot be read.
#[must_use]
pub fn drafts(ground: &Ground) -> (Vec<Draft>, Vec<String>) {
    let Some(folder) = folder(ground) else { return Default::default() };
    let names = match ground.disk.list(&folder) {
        Ok(names) => names,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Default::default(),
        Err(error) => return (Vec::new(), vec![StoreError::io(&folder, "list the folder")(error).to_string()]),
    };
    let mut found = Vec::new();
    let mut problems = Vec::new();
    for name in names.iter().filter(|name| name.ends_with(ENDING) && !name.starts_with('.')) {
        let path = folder.join(name);
        match open(ground, &path, Distrusted::Read) {
            Ok((draft, Hold::Mine(home))) => {
                home.close();
                let last = draft.recovered.steps.iter().rev().find_map(|step| step.at);
                found.push(Draft {
                    title: draft.session.info.title.clone(),
                    at: last.or(draft.modified),
                    articles: draft.session.shards().len(),
                    mentions: draft.session.mention_count(),
                    path,
                });
            }
            // Another window works on it.
            Ok((_, Hold::Taken(_))) => {}
            Ok((_, Hold::NotYet)) => {
                problems.push(format!("{}: this draft is damaged; open it to look at it", path.display()));
            }
            Err(error) => problems.push(error.to_string()),
        }
    }
    found.sort_by_key(|draft| std::cmp::Reverse(draft.at));
    (found, problems)
}

/// Whether `path` is that of a draft.
#[must_use]
pub fn is_draft(ground: &Ground, path: &Path) -> bool {
    folder(ground).is_some_and(|folder| path.starts_with(folder))
}

/// Takes a draft away, once it was saved elsewhere or given up.
///
/// # Errors
/// [`StoreError`] where the disk does not let it.
pub fn remove_draft(ground: &Ground, path: &Path) -> Result<(), StoreError> {
    if !is_draft(ground, path) {
        return Ok(());
    }
    let companion = super::companion::Companion::beside(path).0;
    let gone = |removed: io::Result<()>| match removed {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    };
    // The file goes first: what is left without it is never taken for a draft.
    let removed = gone(ground.disk.remove(path)).and_then(|()| gone(std::fs::remove_dir_all(companion)));
    removed.map_err(StoreError::io(path, "take the draft away"))
}
