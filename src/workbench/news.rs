//! What happens in the background that the face of the program has to know of.

use super::arriving::{ArticlesRead, Brought};
use super::compare::Agreed;
use super::guidelines::PageNews;
use super::labelled::ImportPlan;
use super::measuring::Measuring;
use super::peek::ExportPreview;
use super::repeats::{PlannedStep, Repeats};
use super::review::RowsListed;
use super::schemas::{SchemaFile, SchemaPlan};
use super::seek::Finds;
use super::work::{Outcome, Purpose};
use crate::analysis::Headway;
use crate::analysis::related::Related;
use crate::analysis::review::Finding;
use crate::assist::Alike;
use crate::edit::{ProposalsOf, SchemaEffects};
use crate::store;
use crate::text::Span;
use std::path::PathBuf;
use std::sync::Arc;

/// What the face of the program has to know of.
#[derive(Clone, Debug)]
pub enum News {
    /// Another session is in front.
    Opened,
    /// Articles were added.
    Added,
    /// Articles were read, to be looked at by whoever holds this ticket.
    ArticlesRead(u64, Arc<ArticlesRead>),
    /// All articles that are looked at were guessed at, for whoever holds this ticket.
    ReadGuessed(u64),
    /// What is on the clipboard, or why it cannot be had.
    Pasted(Result<Brought, String>),
    /// Families of fonts were listed.
    Fonts(Vec<String>),
    /// The session was written.
    Saved,
    /// It was not written, because another program has changed the file: a message that says so.
    ChangedOnDisk(String),
    /// It was not written, because a file is already there, and nobody has said that it may be replaced.
    AlreadyThere(PathBuf),
    /// What another program had changed was brought in: what came of it.
    Merged(String),
    /// A file is damaged.
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
        /// The best state that can be had back.
        best: Option<store::State>,
    },
    /// Drafts were left that nobody has open.
    Drafts(Vec<store::Draft>),
    /// What can be had back of the session in front was looked for.
    Versions(Vec<store::State>),
    /// Something to tell, that needs no action.
    Told(String),
    /// Something that needs a look.
    Warned(String),
    /// Something failed.
    Failed(String),
    /// What an import would do.
    ImportPlanned(Arc<ImportPlan>),
    /// What an export would hold, or why there would be none.
    ExportPreviewed(Result<Arc<ExportPreview>, String>),
    /// An export was written: a message that says how much, and where.
    Exported(String),
    /// It was not written, because something is already there, and nobody has said that it may be replaced.
    ExportThere(PathBuf),
    /// A dialog was answered.
    Picked(Purpose, Vec<PathBuf>),
    /// A dialog was closed without an answer.
    NotPicked,
    /// The system has no dialog to show.
    NoDialog(Purpose),
    /// An article was searched; without places where the search was stopped.
    Found {
        /// What came with the question.
        ticket: u64,
        /// The places, in text order.
        spans: Option<Vec<Span>>,
    },
    /// Entries that may be the same were looked for.
    Alike {
        /// The session that they were looked for in, by its number of edits.
        edits: u64,
        /// The pairs, the likeliest first.
        found: Vec<Alike>,
    },
    /// What is worth a second look was looked for.
    RowsChecked {
        /// The session that it was looked for in, by its number of edits.
        edits: u64,
        /// What was found.
        found: Arc<Vec<Finding>>,
    },
    /// What cleaning would propose was looked for.
    Proposals(Vec<ProposalsOf>),
    /// How far the work is was counted.
    Headway {
        /// The session that was counted, by its number of edits.
        edits: u64,
        /// What was found.
        found: Arc<Headway>,
    },
    /// Text that articles have in common was looked for.
    Related {
        /// The session that it was looked for in, by its number of edits.
        edits: u64,
        /// What was found.
        found: Arc<Related>,
    },
    /// Something was found by a search over all articles, or it has ended.
    Finds(Box<Finds>),
    /// Rows of the review were listed, or a first screen of them.
    RowsListed(Box<RowsListed>),
    /// Places were looked for.
    Repeats {
        /// What came with the question.
        ticket: u64,
        /// What was found; nothing where the search was stopped.
        found: Option<Arc<Repeats>>,
    },
    /// Something is to be seen of the sessions that are compared.
    Compared,
    /// What all of them agree on was gathered.
    Agreed(Arc<Agreed>),
    /// Something was found of how far they agree.
    Measured(Measuring),
    /// A step was worked out.
    Planned(Arc<PlannedStep>),
    /// A word list was read, or could not be.
    WordList {
        /// The file.
        path: PathBuf,
        /// Its text, or what is wrong.
        text: Result<Arc<str>, String>,
    },
    /// What another schema would do was counted, for whoever holds this ticket.
    SchemaCounted(u64, Arc<SchemaEffects>),
    /// The step to another schema was worked out, for whoever holds this ticket.
    SchemaPlanned(u64, Arc<SchemaPlan>),
    /// A schema file was read.
    SchemaRead(SchemaFile),
    /// A schema was to be written.
    SchemaWritten {
        /// The file.
        path: PathBuf,
        /// Whether it was; not where a file is there that nobody said may go. Or what went wrong.
        written: Result<bool, String>,
    },
    /// What came of work on guideline pages.
    OfPages(PageNews),
    /// What a typed path can be completed to.
    Completions {
        /// What was typed.
        typed: String,
        /// The paths.
        paths: Vec<String>,
        /// What stands at the path that was typed.
        found: store::AtPath,
    },
}

/// What came of looking through the session; nothing where it was given up.
pub(super) fn looked_through(outcome: Outcome) -> Option<News> {
    match outcome {
        Outcome::Alike(edits, found) => Some(News::Alike { edits, found }),
        Outcome::RowsChecked(edits, found) => found.map(|found| News::RowsChecked { edits, found }),
        Outcome::Finds(finds) => finds.map(News::Finds),
        Outcome::RowsListed(listed) => listed.map(News::RowsListed),
        Outcome::Related(edits, found) => found.map(|found| News::Related { edits, found }),
        Outcome::Headway(edits, found) => found.map(|found| News::Headway { edits, found }),
        Outcome::Proposals(articles) => Some(News::Proposals(articles)),
        Outcome::Measured(found) => found.map(News::Measured),
        _ => None,
    }
}
