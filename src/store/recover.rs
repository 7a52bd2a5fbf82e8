//! What can be had back of a session: its file, its earlier versions, and the journals that go with one of them.

use super::companion::{ASIDE, Companion, JOURNAL};
use super::error::StoreError;
use super::fs::Disk;
use super::home::Ground;
use super::load::{Fingerprint, Prints, load_spread, load_with, read_bounded_pieces};
use super::opening::{companions, create};
use super::replay::{read_journal, replay};
use super::save::Expected;
use super::versions::{self, VersionKind};
use crate::codec::MAX_SESSION_BYTES;
use crate::model::{Session, Timestamp};
use std::path::{Path, PathBuf};

/// One state of a session that can be had back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// The file that holds it.
    pub path: PathBuf,
    /// What the file is.
    pub kind: StateKind,
    /// When it was saved, or put aside.
    pub at: Option<Timestamp>,
    /// The journal that continues it, and how many steps are in that.
    pub journal: Option<(PathBuf, usize)>,
    /// How many bytes the file has.
    pub size: u64,
    /// How many mentions are in the file; nothing where it cannot be read.
    pub mentions: Option<usize>,
    /// What is wrong with it; nothing where it is whole.
    pub problem: Option<String>,
}

/// What holds a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StateKind {
    /// The session file itself.
    Current,
    /// A copy that was kept.
    Version(VersionKind),
}

/// Every state of the session at `path` that can be had back: what opening it gives first, then the versions, the newest
/// first, each after the same version with a journal that continues it.
///
/// # Errors
/// [`StoreError`] where neither the file nor anything that goes with it is there.
pub fn states(ground: &Ground, path: &Path) -> Result<Vec<State>, StoreError> {
    let disk = ground.disk.as_ref();
    // A file that is gone may have left its versions.
    let real = disk.resolve(path).or_else(|_| std::path::absolute(path));
    let real = real.map_err(StoreError::io(path, "find the file"))?;
    let companions = companions(ground, &real);
    let journals: Vec<PathBuf> = companions.iter().flat_map(|companion| journals(disk, companion)).collect();
    let mut states = Vec::new();
    match look(ground, &real, StateKind::Current, None) {
        Ok((state, content)) => add(disk, &mut states, &state, content, &journals),
        Err(StoreError::Missing(_)) => {}
        Err(error) => return Err(error),
    }
    for companion in &companions {
        for version in versions::list(disk, companion)? {
            let kind = StateKind::Version(version.kind);
            // One that goes away meanwhile, as after a save, is simply not listed.
            let Ok((state, content)) = look(ground, &version.path, kind, Some(version.at)) else { continue };
            add(disk, &mut states, &state, content, &journals);
        }
    }
    if states.is_empty() { Err(StoreError::Missing(path.to_owned())) } else { Ok(states) }
}

/// The session in `state`, with the steps of its journal, and what of the journal could not be used.
///
/// # Errors
/// [`StoreError`] where the file or its journal cannot be read.
pub fn recover(ground: &Ground, state: &State) -> Result<(Session, Vec<String>), StoreError> {
    let disk = ground.disk.as_ref();
    let loaded = load_with(disk, &state.path)?;
    let mut session = loaded.session;
    let mut problems = Vec::new();
    if let Some((journal, _)) = &state.journal {
        let bytes = disk.read(journal, MAX_SESSION_BYTES).map_err(StoreError::io(journal, "read the journal"))?;
        if let Ok((mut usable, start)) = read_journal(&bytes, loaded.fingerprint, journal) {
            problems = replay(&mut session, &mut usable, start).problems;
        }
    }
    Ok((session, problems))
}

/// Puts `state` in the place of the damaged session file at `path`, which is kept beside it for ever.
///
/// A journal that continues the state is left where it is: opening the session takes it up.
///
/// # Errors
/// [`StoreError`]; the file is as it was.
pub fn restore(ground: &Ground, path: &Path, state: &State, at: Timestamp) -> Result<(), StoreError> {
    let disk = ground.disk.as_ref();
    let mut home = create(ground, path, Expected::Anything)?;
    home.foreign.clear();
    if let Ok(bytes) = disk.read(path, MAX_SESSION_BYTES) {
        home.base = Some((Fingerprint::of(&bytes), at));
        home.keeps_old = Some(VersionKind::Damaged);
    }
    let session = match &state.journal {
        // A journal that was put aside before is not taken up by itself.
        Some((journal, _)) if journal.file_name().is_some_and(|name| name != JOURNAL) => recover(ground, state)?.0,
        _ => load_with(disk, &state.path)?.session,
    };
    let modified = load_with(disk, &state.path)?.modified.unwrap_or(at);
    let prepared = home.preparation().prepare(&session, modified, Expected::Anything, None)?;
    home.commit(prepared, home.last(), Expected::Anything)?;
    home.keep_version();
    home.close();
    Ok(())
}

/// The best of `states` that is whole: the one with the latest steps.
#[must_use]
pub fn best(states: &[State]) -> Option<&State> {
    states.iter().find(|state| state.problem.is_none())
}

/// The journals in a companion folder, the current one first.
fn journals(disk: &dyn Disk, companion: &Companion) -> Vec<PathBuf> {
    let names = disk.list(&companion.0).unwrap_or_default();
    let aside = names.iter().filter(|name| name.starts_with(ASIDE)).map(String::as_str);
    std::iter::once(JOURNAL).chain(aside).map(|name| companion.0.join(name)).collect()
}

fn look(
    ground: &Ground,
    path: &Path,
    kind: StateKind,
    at: Option<Timestamp>,
) -> Result<(State, Fingerprint), StoreError> {
    let disk = ground.disk.as_ref();
    let size = disk.info(path).map_err(StoreError::io(path, "look at the file"))?.size;
    let state = State { path: path.to_owned(), kind, at, journal: None, size, mentions: None, problem: None };
    match load_spread(disk, path, ground.spread.as_ref(), None) {
        Ok(loaded) => {
            let reasons = loaded.access.reasons();
            let problem = (!reasons.is_empty()).then(|| reasons.join("; "));
            let mentions = Some(loaded.session.mention_count());
            Ok((State { at: at.or(loaded.modified), mentions, problem, ..state }, loaded.fingerprint))
        }
        Err(StoreError::Decode { source, .. }) => {
            let mut content = Prints::default();
            read_bounded_pieces(disk, path, MAX_SESSION_BYTES, &mut |piece| content.add(piece))?;
            Ok((State { problem: Some(source.to_string()), ..state }, content.finish()))
        }
        Err(error) => Err(error),
    }
}

/// Adds `state` with each journal that continues it, and then alone.
fn add(disk: &dyn Disk, states: &mut Vec<State>, state: &State, content: Fingerprint, journals: &[PathBuf]) {
    for journal in journals {
        let Ok(bytes) = disk.read(journal, MAX_SESSION_BYTES) else { continue };
        let Ok((usable, start)) = read_journal(&bytes, content, journal) else { continue };
        let steps = usable.steps_behind(start);
        // The same version with the same journal would be there twice where the file is still that version.
        let is_known = states.iter().any(|known| known.journal.as_ref().is_some_and(|(known, _)| known == journal));
        if steps > 0 && !is_known {
            states.push(State { journal: Some((journal.clone(), steps)), ..state.clone() });
        }
    }
    states.push(state.clone());
}
