//! Journals that were found: whether one belongs to a file, which of several counts, and what is in it done again.
//!
//! Nothing is changed on the disk here.

use super::frames::{Frame, read_frames};
use super::journal::{Journal, Kept};
use super::load::Fingerprint;
use super::opening::{Recovered, RecoveredStep};
use crate::codec::{JournalError, JournalLine, decode_journal_line};
use crate::edit::{ApplyError, apply};
use crate::model::{Article, ArticleId, Session};
use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A journal that belongs to the file.
pub(super) struct Usable {
    pub(super) place: PathBuf,
    begin: Kept,
    lines: Vec<Kept>,
    /// The last line that the session holds, where the rest had to be left out.
    pub(super) cut: Option<u64>,
    /// Whether it was begun behind the file as it is now, and not behind one that a save has replaced.
    is_begun_on_file: bool,
}

impl Usable {
    /// How many steps stand behind the line `start`.
    pub(super) fn steps_behind(&self, start: u64) -> usize {
        self.lines.iter().filter(|line| line.sequence > start && !line.is_mark).count()
    }

    /// How many steps behind the line `start` are not in `other`.
    fn steps_besides(&self, start: u64, other: &Self) -> usize {
        let is_there = |line: &&Kept| {
            let found = other.lines.binary_search_by_key(&line.sequence, |known| known.sequence).ok();
            found.and_then(|found| other.lines.get(found)).is_some_and(|known| known.payload == line.payload)
        };
        let steps = self.lines.iter().filter(|line| line.sequence > start && !line.is_mark);
        steps.filter(|line| !is_there(line)).count()
    }

    /// Of two journals of one file the one with the higher rank counts: the one begun later, then the one with more in it.
    ///
    /// An older one can come back with a loss of power, when the disk had not yet heard that it was taken away.
    fn rank(&self, start: u64) -> (bool, usize) {
        (self.is_begun_on_file, self.steps_behind(start))
    }

    pub(super) fn folder(&self) -> PathBuf {
        self.place.parent().unwrap_or(Path::new(".")).to_owned()
    }

    pub(super) fn into_journal(self, folders: Vec<PathBuf>) -> Journal {
        let folder = self.folder();
        let mut journal = Journal::found(folders, folder, self.begin, self.lines);
        if let Some(last) = self.cut {
            journal.cut_behind(last);
        }
        journal
    }
}

/// The journal that counts, of those that belong to the file. One that has steps of its own besides is named, and put aside
/// before anything is written; one whose steps the other has too is of no use any more.
pub(super) fn take_best(
    usable: Vec<(Usable, u64)>,
    foreign: &mut Vec<PathBuf>,
    problems: &mut Vec<String>,
) -> Option<(Usable, u64)> {
    let mut best: Option<(Usable, u64)> = None;
    let mut others = Vec::new();
    for found in usable {
        match best.take() {
            Some(other) if found.0.rank(found.1) <= other.0.rank(other.1) => {
                others.push(found);
                best = Some(other);
            }
            other => {
                others.extend(other);
                best = Some(found);
            }
        }
    }
    let (best, start) = best?;
    for (other, start) in others {
        let own = other.steps_besides(start, &best);
        if own > 0 {
            problems.push(format!(
                "{}: {own} steps of this journal are not in {}, which has more and is the one that counts; they will be kept \
                 aside, see `byline recover --list`",
                other.place.display(),
                best.place.display()
            ));
            foreign.push(other.folder());
        }
    }
    Some((best, start))
}

/// Reads a journal: what is in it, and the number of the last line that the file with `content` holds already.
pub(super) fn read_journal(bytes: &[u8], content: Fingerprint, place: &Path) -> Result<(Usable, u64), String> {
    let read = read_frames(bytes);
    let nothing = |_: ArticleId| None;
    let Some((first, rest)) = read.frames.split_first() else {
        return Err(format!("{}: nothing of this journal can be read; it will be kept aside", place.display()));
    };
    let base = match decode_journal_line(first.payload, &nothing) {
        Ok(JournalLine::Begin { base }) => base,
        Ok(_) => return Err(format!("{}: this journal has no beginning; it will be kept aside", place.display())),
        Err(error) => return Err(format!("{}: {error}; the journal will be kept aside", place.display())),
    };
    let mut lines = Vec::with_capacity(rest.len());
    let mut held = None;
    for frame in rest {
        let mark = frame.payload.starts_with("saving(").then(|| decode_journal_line(frame.payload, &nothing));
        if let Some(Ok(JournalLine::Saving { file, through })) = &mark
            && *file == content.to_string()
        {
            held = Some(*through);
        }
        lines.push(kept(frame, mark.is_some()));
    }
    let is_begun_on_file = base == content.to_string();
    let start = held.or(is_begun_on_file.then_some(first.sequence)).ok_or_else(|| {
        let steps = lines.iter().filter(|line| !line.is_mark).count();
        format!(
            "{}: {steps} steps that were not saved yet belong to another state of the file, which was changed since by another \
             program; they will be kept aside, see `byline recover --list`",
            place.display()
        )
    })?;
    let cut = (read.good < bytes.len()).then(|| rest.last().map_or(first.sequence, |frame| frame.sequence));
    let begin = kept(first, true);
    Ok((Usable { place: place.to_owned(), begin, lines, cut, is_begun_on_file }, start))
}

fn kept(frame: &Frame<'_>, is_mark: bool) -> Kept {
    Kept { sequence: frame.sequence, payload: frame.payload.to_owned(), is_mark }
}

#[derive(Debug, thiserror::Error)]
enum ReplayError {
    #[error(transparent)]
    Line(#[from] JournalError),
    #[error(transparent)]
    Apply(#[from] ApplyError),
}

/// Does again what stands behind the line `start`, up to the first that does not fit.
pub(super) fn replay(session: &mut Session, usable: &mut Usable, start: u64) -> Recovered {
    let mut recovered = Recovered::default();
    for line in usable.lines.iter().filter(|line| line.sequence > start && !line.is_mark) {
        match replay_line(session, &line.payload) {
            Ok(step) => recovered.steps.push(step),
            Err(error) => {
                recovered.problems.push(format!(
                    "{}: step {} of the journal and what follows it cannot be done again ({error}); a copy of the journal \
                     will be kept aside",
                    usable.place.display(),
                    line.sequence
                ));
                usable.cut = Some(line.sequence.saturating_sub(1));
                break;
            }
        }
    }
    recovered
}

fn replay_line(session: &mut Session, payload: &str) -> Result<RecoveredStep, ReplayError> {
    let line = {
        // Lines mostly speak of one article, many times over.
        let latest: RefCell<Option<Arc<Article>>> = RefCell::default();
        let session = &*session;
        let find = |id: ArticleId| -> Option<Arc<Article>> {
            let mut latest = latest.borrow_mut();
            if latest.as_ref().is_none_or(|article| article.id != id) {
                *latest = session.shard(id).map(|shard| Arc::clone(&shard.article));
            }
            latest.clone()
        };
        decode_journal_line(payload, &find)?
    };
    Ok(match line {
        JournalLine::Transaction(transaction) => {
            apply(session, &transaction)?;
            RecoveredStep { name: transaction.name.clone(), by: Some(transaction.by), at: Some(transaction.at) }
        }
        JournalLine::CutLog { keep } => {
            session.cut_log(keep);
            RecoveredStep { name: "Cut log".to_owned(), by: None, at: None }
        }
        JournalLine::Begin { .. } | JournalLine::Saving { .. } => {
            return Err(JournalError::Syntax("it does not belong here".to_owned()).into());
        }
    })
}
