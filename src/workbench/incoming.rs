//! Articles on their way in: read from files and folders, told apart from those that are there. Nothing is guessed of them
//! here but of those that take the place of an older version.
//!
//! It does not change the session; whoever asked adds what came of it.

use super::guessing::is_unknown;
use super::jobs::Progress;
use super::known::Known;
use super::reading_apart::read_file;
use super::threads::Threads;
use crate::codec::{Serial, Spread, map_each};
use crate::edit::{NewArticle, Places, RegionDraft, Superseded, newer_version, would_carry};
use crate::ingest::{Columns, Field, Kind, ReadArticle, ReadFile, Reading, endings, guess_details};
use crate::model::{AnnotatorId, ArticleId, RegionKind, Session, Timestamp};
use crate::store::{self, SourceFile, StoreError};
use crate::text::Span;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Source bytes that one session takes in. Its file holds them escaped and may have 1 GiB.
pub(super) const MAX_TEXT_BYTES: u64 = 512 << 20;

/// Files that are read side by side before what came of them is looked through, and how many bytes they may have.
const BATCH_FILES: usize = 512;
const BATCH_BYTES: u64 = 64 << 20;

/// Articles that were read, and what there is to say of the rest.
#[derive(Clone, Debug, Default)]
pub struct Incoming {
    /// Articles that the session does not have yet, in order.
    pub articles: Vec<NewArticle>,
    /// Files and folders that gave no article, each with its path and the reason.
    pub refused: Vec<String>,
    /// What needs a look.
    pub warnings: Vec<String>,
    /// Articles that the session has and of which nothing at all is known: nobody waited for their guesses when they came.
    pub unknown: Vec<ArticleId>,
    /// What each file was and gave, in the order of the files.
    pub files: Vec<FileReport>,
}

/// What one file was and gave.
#[derive(Clone, Debug)]
pub struct FileReport {
    /// Where it is.
    pub path: PathBuf,
    /// What it is; absent where it gave nothing.
    pub kind: Option<Kind>,
    /// Which columns were read, of a table.
    pub columns: Option<Columns>,
    /// Its articles that are new.
    pub articles: Vec<ArticleReport>,
    /// How many of its articles the session has already.
    pub known: usize,
}

/// How one article came out of its file.
#[derive(Clone, Debug)]
pub struct ArticleReport {
    /// The article.
    pub id: ArticleId,
    /// What it is called within its file; empty where it is the file.
    pub part: String,
    /// The kind of file that its text stood in.
    pub kind: Kind,
    /// What its file states of it; all else that is known was guessed from its text.
    pub stated: Vec<Field>,
    /// How many stretches of it are proposed as no body.
    pub regions: usize,
    /// How many repairs of it are proposed.
    pub repairs: usize,
    /// Another article with the same bytes or the same text.
    pub same_as: Option<ArticleId>,
    /// The article of the session that it supersedes, and what becomes of the work on that one.
    pub updates: Option<(ArticleId, Superseded)>,
}

/// Who reads and how.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    /// The session that the articles are for.
    pub session: &'a Session,
    /// Who adds them.
    pub by: AnnotatorId,
    /// When.
    pub at: Timestamp,
    /// The encoding of all of them, where somebody named one.
    pub declared: Option<&'a str>,
    /// Columns of tables, where somebody named them.
    pub columns: Option<&'a Columns>,
    /// Whether an article of a name that the session has, with another text, is a newer version of that one.
    pub updates: bool,
}

/// What came of one file.
type Outcome = (PathBuf, Result<(u64, ReadFile), String>);

impl Reader<'_> {
    /// Reads the articles at `paths`. What cannot be read is told and the rest is read all the same; nothing comes of it
    /// where it is cancelled on the way.
    #[must_use]
    pub fn read(&self, paths: &[PathBuf], progress: &Progress) -> Incoming {
        let files = store::find_articles(paths, &endings());
        let (all, done) = (files.len(), AtomicUsize::new(0));
        let mut incoming = Incoming::default();
        let mut known = Known::of(self.session);
        for batch in batches(files) {
            // One file may hold many; then they are read side by side.
            let spread: &dyn Spread = if batch.len() == 1 { &Threads } else { &Serial };
            let read = map_each(&Threads, batch, |file| {
                let outcome = self.read_one(file, spread, progress);
                progress.set(done.fetch_add(1, Ordering::Relaxed) + 1, all);
                outcome
            });
            if progress.is_cancelled() {
                let refused = vec!["adding articles was cancelled; none was added".to_owned()];
                return Incoming { refused, ..Incoming::default() };
            }
            for outcome in read {
                self.take(outcome, &mut known, &mut incoming);
            }
        }
        incoming
    }

    /// Reads one file, unless somebody asked to stop.
    fn read_one(&self, file: Result<PathBuf, StoreError>, spread: &dyn Spread, progress: &Progress) -> Outcome {
        let path = match file {
            Ok(path) if !progress.is_cancelled() => path,
            Ok(path) => return (path, Err(String::new())),
            Err(error) => return (PathBuf::new(), Err(error.to_string())),
        };
        let none = Columns::default();
        let columns = self.columns.unwrap_or(&none);
        let reading = Reading { declared: self.declared, columns, by: self.by, created: self.at, spread };
        match store::read_article(path.clone()) {
            Ok(SourceFile { name, bytes, .. }) => {
                let size = bytes.len() as u64;
                let read = read_file(&reading, &name, bytes, progress);
                let read = read.map_err(|fault| format!("{}: {fault}", path.display()));
                (path, read.map(|file| (size, file)))
            }
            Err(error) => (path, Err(error.to_string())),
        }
    }
}

/// Files in portions that are held in memory together.
fn batches(files: Vec<Result<PathBuf, StoreError>>) -> Vec<Vec<Result<PathBuf, StoreError>>> {
    let mut batches = vec![Vec::new()];
    let mut held = 0;
    for file in files {
        let size = file.as_deref().map_or(0, store::article_bytes);
        let is_full = batches.last().is_some_and(|batch: &Vec<_>| {
            batch.len() >= BATCH_FILES || (!batch.is_empty() && held + size > BATCH_BYTES)
        });
        if is_full {
            batches.push(Vec::new());
            held = 0;
        }
        held += size;
        if let Some(batch) = batches.last_mut() {
            batch.push(file);
        }
    }
    batches
}

impl Reader<'_> {
    /// Takes up what came of a file.
    fn take(&self, (path, outcome): Outcome, known: &mut Known, incoming: &mut Incoming) {
        let mut report = FileReport { path, kind: None, columns: None, articles: Vec::new(), known: 0 };
        let (size, file) = match outcome {
            Ok(read) => read,
            Err(why) => {
                incoming.refused.push(why);
                return incoming.files.push(report);
            }
        };
        let path = report.path.display().to_string();
        let texts = || -> u64 { file.articles.iter().map(|article| article.new.article.text().len() as u64).sum() };
        let size = if file.kind.is_collection() { texts() } else { size };
        if known.bytes.saturating_add(size) > MAX_TEXT_BYTES {
            let limit = MAX_TEXT_BYTES >> 20;
            let text =
                format!("{path}: the session would hold more than {limit} MiB of text; put the rest into another one");
            incoming.refused.push(text);
            return incoming.files.push(report);
        }
        known.bytes += size;
        report.kind = Some(file.kind);
        report.columns = file.columns;
        incoming.refused.extend(file.refused.iter().map(|part| format!("{path}, {part}")));
        incoming.warnings.extend(file.remarks.iter().map(|remark| format!("{path}: {remark}")));
        for article in file.articles {
            self.take_article(&path, article, known, &mut report, incoming);
        }
        incoming.files.push(report);
    }

    /// Puts an article among the new ones, unless it is known already; two that merely share a name both stay, unless one is
    /// wanted as a newer version of the other.
    fn take_article(
        &self,
        path: &str,
        article: ReadArticle,
        known: &mut Known,
        report: &mut FileReport,
        incoming: &mut Incoming,
    ) {
        let ReadArticle { mut new, kind, part, stated, regions, remarks } = article;
        let place = if part.is_empty() { path.to_owned() } else { format!("{path}, {part}") };
        let (id, name) = (new.article.id, &new.article.name.clone());
        if known.has(id) {
            let text = format!("{place}: an article with this name and text is there already; it was not added again");
            report.known += 1;
            incoming.unknown.extend(self.session.shard(id).filter(|shard| is_unknown(&shard.metadata)).map(|_| id));
            return incoming.warnings.push(text);
        }
        let same = known.same_as(&new.article);
        // The number in the name of a record says where it stood, and not which one it is.
        let is_record = new.article.source.within.as_ref().is_some_and(|within| within.range.is_some());
        let wants = self.updates && same.is_none() && !is_record;
        let older = known.named(name).and_then(|id| self.session.shard(id)).filter(|_| wants);
        let older = older.filter(|old| newer_version(self.session, old.id()).is_none());
        let updates = older.map(|old| (old.id(), would_carry(self.session, old, &new.article)));
        new.article.supersedes = updates.as_ref().map(|(old, _)| *old);
        if updates.is_some() {
            // What is guessed of the newer text comes before what was guessed of the older one.
            guess_details(&mut new);
        }
        if let Some((how, other)) = &same {
            let (other_name, other_id) = (&other.name, other.id);
            incoming.warnings.push(format!(
                "{place}: {how} “{other_name}” ({other_id}); both are in the session, delete the one that is too many"
            ));
        } else if let Some((old, told)) = &updates {
            incoming.warnings.push(format!("{place}: the newer version of {old}: {told}"));
        } else if known.named(name).is_some() {
            incoming.warnings.push(format!(
            "{place}: another article is called “{name}” too; both are in the session, tell them apart by their headlines \
             and ids ({id})"
        ));
        }
        let same_as = same.map(|(_, other)| other.id);
        known.add(&new.article);
        incoming.warnings.extend(remarks.iter().map(|remark| format!("{place}: {remark}")));
        incoming.warnings.extend(unreadable(Path::new(&place), &new));
        new.cleaning.regions = regions.into_iter().map(told_region).collect();
        let regions = new.cleaning.regions.len();
        report.articles.push(ArticleReport { id, part, kind, stated, regions, repairs: 0, same_as, updates });
        incoming.articles.push(new);
    }
}

/// A stretch that the file's own marks tell to be no body.
pub(super) fn told_region((span, kind, reason): (Span, RegionKind, String)) -> RegionDraft {
    RegionDraft { fragments: Places::from(span), kind, reason }
}

/// What to say of characters that the encoding does not have.
fn unreadable(path: &Path, new: &NewArticle) -> Option<String> {
    let source = &new.article.source;
    source.original.as_ref().or(source.packed.as_ref())?;
    let count = new.article.text().matches(char::REPLACEMENT_CHARACTER).count();
    (count > 0).then(|| {
        format!(
            "{}: {count} characters could not be read as {} and stand as U+FFFD; the source bytes are kept",
            path.display(),
            source.encoding
        )
    })
}
