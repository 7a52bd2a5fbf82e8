//! What can be had back of a session file, for runs without a window.

use super::batch::ground;
use super::clock::Clock;
use crate::model::Session;
use crate::store::{self, Expected, State, StoreError};
use std::path::Path;

/// A session that was had back.
#[derive(Debug)]
pub struct KeptState {
    /// The session.
    pub session: Session,
    /// What of its journal could not be used.
    pub problems: Vec<String>,
}

/// Every state of the session at `path` that can be had back, as [`store::states`] lists them.
///
/// # Errors
/// [`StoreError`] where nothing of it is there.
pub fn states(path: &Path) -> Result<Vec<State>, StoreError> {
    store::states(&ground(), path)
}

/// The session in `state`, with the steps of its journal.
///
/// # Errors
/// [`StoreError`] where it cannot be read.
pub fn recover(state: &State) -> Result<KeptState, StoreError> {
    let (session, problems) = store::recover(&ground(), state)?;
    Ok(KeptState { session, problems })
}

/// Writes the session in `state`, which was had back of the one at `path`, to `output`. Where that is the session's own file,
/// what it was like is kept beside it.
///
/// # Errors
/// [`StoreError`]; a file that is there is as it was, unless the error says otherwise.
pub fn write_recovered(
    path: &Path,
    output: &Path,
    state: &State,
    session: &Session,
    expected: Expected,
) -> Result<(), StoreError> {
    let ground = ground();
    let real = |path: &Path| ground.disk.resolve(path).ok();
    if real(path).is_some() && real(path) == real(output) {
        return match expected {
            Expected::Anything => store::restore(&ground, path, state, Clock::System.now()),
            _ => Err(StoreError::Exists(output.to_owned())),
        };
    }
    let modified = state.at.unwrap_or_else(|| Clock::System.now());
    store::save(output, session, modified, expected).map(|_| ())
}
