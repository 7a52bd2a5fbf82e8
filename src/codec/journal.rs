//! Lines of a session's journal: transactions and what surrounds them, each as one line of RON with places in code points.
//!
//! It does not know how lines are framed on the disk nor when they are written; `store` does.

use super::admit::admit_bare;
use super::convert::EncodeError;
use super::line::write_value;
use super::place::{hold, hold_span, hold_words};
use super::shape::ArticleFile;
use crate::edit::{Change, Edit, LogChange, Transaction};
use crate::model::{
    Alignment, Annotator, AnnotatorId, Article, ArticleId, Conflict, Decision, Entry, Guideline, LogLine, Mention,
    Metadata, Outlet, Quarantined, Record, Region, Relation, Repair, SavedFilter, Schema, SessionInfo, Shard,
    Suggestion, Timestamp, TransactionId,
};
use crate::text::{CharSpan, Fragments, Span};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What `format` says in the first line of every journal.
pub const JOURNAL_FORMAT: &str = "byline-journal";
/// The version of journals that this program writes.
pub const JOURNAL_VERSION: u32 = 1;

/// One line of a journal.
#[derive(Clone, Debug, PartialEq)]
pub enum JournalLine {
    /// The first one: which file the others continue.
    Begin {
        /// SHA-256 of the session file, lower-case hexadecimal.
        base: String,
    },
    /// Something was done.
    Transaction(Arc<Transaction>),
    /// The session's log was cut to its last lines.
    CutLog {
        /// How many lines stay.
        keep: u32,
    },
    /// A save is about to put a file in place that holds every line up to one of them.
    Saving {
        /// SHA-256 of the new file, lower-case hexadecimal.
        file: String,
        /// The sequence number of the last line that the new file holds.
        through: u64,
    },
}

/// Why a line of a journal is not understood.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JournalError {
    /// It is no line of a journal.
    #[error("it does not read as a line of a journal ({0})")]
    Syntax(String),
    /// A newer program wrote it.
    #[error("a newer Byline wrote it (version {0} of the journal, this one knows {JOURNAL_VERSION}); update Byline")]
    Newer(u32),
    /// A record's place does not hold in its article.
    #[error("{record} does not fit its article: {reason}")]
    Place {
        /// The record.
        record: String,
        /// What does not hold.
        reason: String,
    },
    /// It speaks of an article that is not there.
    #[error("the article {0} is not in this session")]
    NoArticle(ArticleId),
}

/// Finds the articles that a line speaks of.
pub type FindArticle<'a> = dyn Fn(ArticleId) -> Option<Arc<Article>> + 'a;

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Line {
    Begin { format: String, version: u32, base: String },
    Transaction { id: TransactionId, name: String, by: AnnotatorId, at: Timestamp, edits: Vec<EditLine> },
    CutLog { keep: u32 },
    Saving { file: String, through: u64 },
}

#[derive(Serialize, Deserialize)]
struct ChangeLine<T> {
    #[serde(default = "none", skip_serializing_if = "Option::is_none")]
    before: Option<T>,
    #[serde(default = "none", skip_serializing_if = "Option::is_none")]
    after: Option<T>,
}

/// `Default` would ask it of `T` as well.
fn none<T>() -> Option<T> {
    None
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum EditLine {
    Info(Box<ChangeLine<SessionInfo>>),
    Schema(Box<ChangeLine<Schema>>),
    Annotator(Box<ChangeLine<Annotator>>),
    Outlet(Box<ChangeLine<Outlet>>),
    Entry(Box<ChangeLine<Entry>>),
    Alignment(Box<ChangeLine<Alignment>>),
    Conflict(Box<ChangeLine<Conflict>>),
    Decision(Box<ChangeLine<Decision>>),
    Filter(Box<ChangeLine<SavedFilter>>),
    Guideline(Box<ChangeLine<Guideline>>),
    Article { position: usize, change: Box<ChangeLine<ArticleFile>> },
    Metadata(Box<ChangeLine<Metadata>>),
    Region(ArticleId, Box<ChangeLine<Region<CharSpan>>>),
    Repair(ArticleId, Box<ChangeLine<Repair<CharSpan>>>),
    Mention(ArticleId, Box<ChangeLine<Mention<Vec<CharSpan>>>>),
    Relation(ArticleId, Box<ChangeLine<Relation>>),
    Suggestion(ArticleId, Box<ChangeLine<Suggestion<Vec<CharSpan>>>>),
    Quarantine(ArticleId, Box<ChangeLine<Quarantined>>),
    LogJoin(Arc<[LogLine]>),
    LogLeave(Arc<[LogLine]>),
}

/// Writes `line`; `find` gives the articles that it speaks of, as they are before it or after it.
///
/// # Errors
/// [`EncodeError`] where a place leaves its article, or a number is not finite. Commands never make one.
pub fn encode_journal_line(line: &JournalLine, find: &FindArticle<'_>) -> Result<String, EncodeError> {
    let line = match line {
        JournalLine::Begin { base } => {
            Line::Begin { format: JOURNAL_FORMAT.to_owned(), version: JOURNAL_VERSION, base: base.clone() }
        }
        JournalLine::Transaction(transaction) => {
            let find = |id| article_of(transaction, id).or_else(|| find(id));
            let edits = transaction.edits.iter().map(|edit| edit_to_line(edit, &find));
            Line::Transaction {
                id: transaction.id,
                name: transaction.name.clone(),
                by: transaction.by,
                at: transaction.at,
                edits: edits.collect::<Result<_, _>>()?,
            }
        }
        JournalLine::CutLog { keep } => Line::CutLog { keep: *keep },
        JournalLine::Saving { file, through } => Line::Saving { file: file.clone(), through: *through },
    };
    let mut out = String::new();
    write_value(&mut out, "journal", &line)?;
    Ok(out)
}

/// Reads a line; `find` gives the articles that it speaks of, as they are before it.
///
/// # Errors
/// [`JournalError`] where it is none, or does not fit these articles.
pub fn decode_journal_line(text: &str, find: &FindArticle<'_>) -> Result<JournalLine, JournalError> {
    let options = ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
    let line: Line = options.from_str(text).map_err(|error| JournalError::Syntax(error.to_string()))?;
    match line {
        Line::Begin { format, .. } if format != JOURNAL_FORMAT => {
            Err(JournalError::Syntax(format!("it says its format is `{format}`")))
        }
        Line::Begin { version, .. } if version > JOURNAL_VERSION => Err(JournalError::Newer(version)),
        Line::Begin { base, .. } => Ok(JournalLine::Begin { base }),
        Line::CutLog { keep } => Ok(JournalLine::CutLog { keep }),
        Line::Saving { file, through } => Ok(JournalLine::Saving { file, through }),
        Line::Transaction { id, name, by, at, edits } => {
            let mut transaction = Transaction { id, name, by, at, edits: Vec::with_capacity(edits.len()) };
            for edit in edits {
                let edit = edit_from_line(edit, &|id| article_of(&transaction, id).or_else(|| find(id)))?;
                transaction.edits.push(edit);
            }
            Ok(JournalLine::Transaction(Arc::new(transaction)))
        }
    }
}

/// The article `id`, where `transaction` itself brings it or takes it away.
fn article_of(transaction: &Transaction, id: ArticleId) -> Option<Arc<Article>> {
    transaction.edits.iter().find_map(|edit| match edit {
        Edit::Article { change, .. } if change.id == id => change.after.clone().or_else(|| change.before.clone()),
        _ => None,
    })
}

fn same<R: Record>(change: &Change<R>) -> ChangeLine<R> {
    let Ok(line) = placed(change, |row| Ok::<R, std::convert::Infallible>(row));
    line
}

fn placed<R: Record, T, E>(change: &Change<R>, mut place: impl FnMut(R) -> Result<T, E>) -> Result<ChangeLine<T>, E> {
    let mut side = |row: &Option<Arc<R>>| row.as_deref().cloned().map(&mut place).transpose();
    Ok(ChangeLine { before: side(&change.before)?, after: side(&change.after)? })
}

fn edit_to_line(edit: &Edit, find: &FindArticle<'_>) -> Result<EditLine, EncodeError> {
    let outside = |article: ArticleId| EncodeError::Place { kind: "record", id: edit.record(), article };
    let spot = |article: ArticleId, span: Span| {
        let found = find(article).and_then(|found| found.index().char_span_from_byte(found.text(), span));
        found.ok_or_else(|| outside(article))
    };
    let spots = |article: ArticleId, fragments: &Fragments| -> Result<Vec<CharSpan>, EncodeError> {
        let found = find(article).ok_or_else(|| outside(article))?;
        let spans = fragments.spans().iter().map(|span| found.index().char_span_from_byte(found.text(), *span));
        spans.collect::<Option<_>>().ok_or_else(|| outside(article))
    };
    Ok(match edit {
        Edit::Info(change) => EditLine::Info(Box::new(same(change))),
        Edit::Schema(change) => EditLine::Schema(Box::new(same(change))),
        Edit::Annotator(change) => EditLine::Annotator(Box::new(same(change))),
        Edit::Outlet(change) => EditLine::Outlet(Box::new(same(change))),
        Edit::Entry(change) => EditLine::Entry(Box::new(same(change))),
        Edit::Alignment(change) => EditLine::Alignment(Box::new(same(change))),
        Edit::Conflict(change) => EditLine::Conflict(Box::new(same(change))),
        Edit::Decision(change) => EditLine::Decision(Box::new(same(change))),
        Edit::Filter(change) => EditLine::Filter(Box::new(same(change))),
        Edit::Guideline(change) => EditLine::Guideline(Box::new(same(change))),
        Edit::Article { position, change } => {
            let change = placed(change, |article| ArticleFile::from_shard(&Shard::new(Arc::new(article))))?;
            EditLine::Article { position: *position, change: Box::new(change) }
        }
        Edit::Metadata(change) => EditLine::Metadata(Box::new(same(change))),
        Edit::Region(id, change) => {
            EditLine::Region(*id, Box::new(placed(change, |row| row.try_map(|span| spot(*id, span)))?))
        }
        Edit::Repair(id, change) => {
            EditLine::Repair(*id, Box::new(placed(change, |row| row.try_map(|span| spot(*id, span)))?))
        }
        Edit::Mention(id, change) => {
            EditLine::Mention(*id, Box::new(placed(change, |row| row.try_map(|spans| spots(*id, &spans)))?))
        }
        Edit::Relation(id, change) => EditLine::Relation(*id, Box::new(same(change))),
        Edit::Suggestion(id, change) => {
            EditLine::Suggestion(*id, Box::new(placed(change, |row| row.try_map(|spans| spots(*id, &spans)))?))
        }
        Edit::Quarantine(id, change) => EditLine::Quarantine(*id, Box::new(same(change))),
        Edit::Log(LogChange::Join(lines)) => EditLine::LogJoin(Arc::clone(lines)),
        Edit::Log(LogChange::Leave(lines)) => EditLine::LogLeave(Arc::clone(lines)),
    })
}

fn back<T, R: Record>(
    line: ChangeLine<T>,
    mut place: impl FnMut(T) -> Result<R, JournalError>,
) -> Result<Change<R>, JournalError> {
    let before = line.before.map(&mut place).transpose()?.map(Arc::new);
    let after = line.after.map(&mut place).transpose()?.map(Arc::new);
    let id = before.as_ref().or(after.as_ref()).map(|row| row.id());
    let id = id.ok_or_else(|| JournalError::Syntax(format!("a change of no {}", R::KIND)))?;
    if after.as_ref().is_some_and(|after| after.id() != id) {
        return Err(JournalError::Syntax(format!("a change of {} {id} that gives it another id", R::KIND)));
    }
    Ok(Change { id, before, after })
}

fn edit_from_line(line: EditLine, find: &FindArticle<'_>) -> Result<Edit, JournalError> {
    let article = |id: ArticleId| find(id).ok_or(JournalError::NoArticle(id));
    Ok(match line {
        EditLine::Info(change) => Edit::Info(back(*change, Ok)?),
        EditLine::Schema(change) => Edit::Schema(back(*change, Ok)?),
        EditLine::Annotator(change) => Edit::Annotator(back(*change, Ok)?),
        EditLine::Outlet(change) => Edit::Outlet(back(*change, Ok)?),
        EditLine::Entry(change) => Edit::Entry(back(*change, Ok)?),
        EditLine::Alignment(change) => Edit::Alignment(back(*change, Ok)?),
        EditLine::Conflict(change) => Edit::Conflict(back(*change, Ok)?),
        EditLine::Decision(change) => Edit::Decision(back(*change, Ok)?),
        EditLine::Filter(change) => Edit::Filter(back(*change, Ok)?),
        EditLine::Guideline(change) => Edit::Guideline(back(*change, Ok)?),
        EditLine::Article { position, change } => {
            Edit::Article { position, change: back(*change, |file| Ok(admit_bare(file)))? }
        }
        EditLine::Metadata(change) => Edit::Metadata(back(*change, Ok)?),
        EditLine::Region(id, change) => Edit::Region(id, region_back(*change, &*article(id)?)?),
        EditLine::Repair(id, change) => Edit::Repair(id, repair_back(*change, &*article(id)?)?),
        EditLine::Mention(id, change) => Edit::Mention(id, mention_back(*change, &*article(id)?)?),
        EditLine::Relation(id, change) => Edit::Relation(id, back(*change, Ok)?),
        EditLine::Suggestion(id, change) => Edit::Suggestion(id, suggestion_back(*change, &*article(id)?)?),
        EditLine::Quarantine(id, change) => Edit::Quarantine(id, back(*change, Ok)?),
        EditLine::LogJoin(lines) => Edit::Log(LogChange::Join(lines)),
        EditLine::LogLeave(lines) => Edit::Log(LogChange::Leave(lines)),
    })
}

fn misplaced(kind: &str, id: impl std::fmt::Display) -> impl FnOnce(String) -> JournalError {
    let record = format!("{kind} {id}");
    move |reason| JournalError::Place { record, reason }
}

fn region_back(line: ChangeLine<Region<CharSpan>>, article: &Article) -> Result<Change<Region>, JournalError> {
    back(line, |row| {
        let problem = misplaced(Region::KIND, row.id);
        row.try_map(|span| hold_span(article, span).map_err(problem))
    })
}

fn repair_back(line: ChangeLine<Repair<CharSpan>>, article: &Article) -> Result<Change<Repair>, JournalError> {
    back(line, |row| {
        let problem = misplaced(Repair::KIND, row.id);
        let quote = row.quote.clone();
        row.try_map(|span| hold_words(article, span, &quote).map_err(problem))
    })
}

fn mention_back(line: ChangeLine<Mention<Vec<CharSpan>>>, article: &Article) -> Result<Change<Mention>, JournalError> {
    back(line, |row| {
        let problem = misplaced(Mention::KIND, row.id);
        let quote = row.quote.clone();
        row.try_map(|spans| hold(article, &spans, &quote).map(|held| held.fragments).map_err(problem))
    })
}

fn suggestion_back(
    line: ChangeLine<Suggestion<Vec<CharSpan>>>,
    article: &Article,
) -> Result<Change<Suggestion>, JournalError> {
    back(line, |row| {
        let problem = misplaced(Suggestion::KIND, row.id);
        let quote = row.quote.clone();
        row.try_map(|spans| hold(article, &spans, &quote).map(|held| held.fragments).map_err(problem))
    })
}
