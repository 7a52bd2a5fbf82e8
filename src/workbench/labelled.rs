//! Labelled data in and out of the open session, as the window does it: what an import would do and what an export would
//! hold are worked out in the background and shown before anything changes.
//!
//! It does not know any format, nor how a preview is drawn.

use super::additions::Additions;
use super::desk::Desk;
use super::exchange::{Arrivals, ExportError, Exporting, Importing, export_watched, read_whole};
use super::export_text::ExportText;
use super::guess_format::guess_format;
use super::guessing::Depth;
use super::jobs::Progress;
use super::news::News;
use super::peek::{Look, peek};
use super::split::Split;
use super::work::Outcome;
use crate::edit::{Context, Ids, Refusal, Transaction, apply};
use crate::formats::{
    Count, Fate, Format, FormatError, ImportReport, LandOptions, Reads, Remark, Request, Written, plan_landing,
};
use crate::model::{Annotator, ArticleId, Session, Shard, Timestamp};
use crate::store::{self, Overwrite, StoreError};
use std::path::PathBuf;
use std::sync::Arc;

/// What is to be brought in.
#[derive(Clone, Debug)]
pub struct ImportWish {
    /// The format; guessed from the files where absent.
    pub format: Option<&'static Format>,
    /// Files and folders.
    pub paths: Vec<PathBuf>,
    /// Whether mentions come in as suggestions.
    pub as_suggestions: bool,
}

/// A state of a session, to tell whether something was planned on what is still there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ground {
    generation: u64,
    edits: u64,
}

/// What an import would do. Nothing of it has happened yet.
#[derive(Debug)]
pub struct ImportPlan {
    /// The format that was read; nothing where none fits the files.
    pub format: Option<&'static Format>,
    /// What becomes of everything in the files.
    pub report: ImportReport,
    /// For each fate that a remark has, the numbers of those remarks.
    pub fates: Vec<(Fate, Vec<usize>)>,
    /// What the schema gets.
    pub additions: Additions,
    /// Why nothing of it can come in.
    pub why_not: Option<String>,
    /// The session that the file is, where it is one: it opens instead of the one in front.
    pub whole: Option<WholeSession>,
    /// What it would do, and the session after that; nothing where it would do nothing.
    step: Option<(Arc<Transaction>, Session)>,
    ground: Ground,
}

/// A session that opens instead of the one in front.
#[derive(Clone, Debug, PartialEq)]
pub enum WholeSession {
    /// Its own file.
    File(PathBuf),
    /// The session of a file in another form, which becomes one that no file holds yet.
    Session(Arc<Session>),
}

/// Why a plan did not come in.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum NotLanded {
    /// The session has changed since; a new plan is needed.
    #[error("the session has changed since this was planned; it is planned anew")]
    Stale,
    /// It may not be changed, or there is nothing to do.
    #[error(transparent)]
    Refused(#[from] Refusal),
}

/// What it takes to plan an import.
struct Planning {
    session: Session,
    annotator: Annotator,
    at: Timestamp,
    seed: u64,
    ground: Ground,
}

impl Planning {
    fn plan(self, wish: &ImportWish, progress: &Progress) -> ImportPlan {
        let Some(format) = wish.format.or_else(|| guess_format(&wish.paths, progress)) else {
            let report = report_of(unread(&wish.paths));
            let why = if report.remarks.is_empty() {
                "no format that Byline reads fits these files; choose the format, or other files"
            } else {
                "what was named cannot be read"
            };
            return self.nothing(None, report, why.to_owned());
        };
        if let Reads::Session = format.reads {
            return self.whole(format, wish);
        }
        let Self { session, annotator, at, seed, ground } = &self;
        let options = LandOptions {
            format: format.name.to_owned(),
            as_suggestions: wish.as_suggestions,
            is_new: session.shards().is_empty(),
        };
        let importing = Importing { session, by: annotator.id, at: *at, options: &options };
        let Arrivals { landings, corpus } = importing.read(format, &wish.paths, progress);
        let mut ids = Ids::seeded(*seed);
        let mut context = Context { annotator, at: *at, ids: &mut ids };
        let (report, planned) = plan_landing(session, landings, &corpus, &options, &mut context);
        let transaction = match planned {
            Ok(transaction) => transaction,
            Err(Refusal::Nothing(_)) => {
                return self.nothing(Some(format), report, "nothing in these files is new to the session".to_owned());
            }
            Err(refusal) => return self.nothing(Some(format), report, refusal.to_string()),
        };
        let mut after = session.clone();
        if let Err(error) = apply(&mut after, &transaction) {
            return self.nothing(Some(format), report, error.to_string());
        }
        let additions = Additions::between(&session.schema, &after.schema);
        let (fates, step) = (by_fate(&report), Some((Arc::new(transaction), after)));
        let (format, ground) = (Some(format), *ground);
        ImportPlan { format, report, fates, additions, why_not: None, whole: None, step, ground }
    }

    /// The session that one file is. It comes in front by itself, and nothing of it is mixed with the one that is there.
    fn whole(&self, format: &'static Format, wish: &ImportWish) -> ImportPlan {
        let [path] = wish.paths.as_slice() else {
            let why = format!("`{}` holds one whole session; choose one file", format.name);
            return self.nothing(Some(format), ImportReport::default(), why);
        };
        let (session, warnings) = match read_whole(path, format.name) {
            Ok(read) => read,
            Err(error) => return self.nothing(Some(format), ImportReport::default(), error.to_string()),
        };
        let mut report = counted(&session);
        for warning in warnings {
            report.remark(Remark::new(Fate::Changed, "", "", "the session", &warning));
        }
        let whole = if store::is_session_name(path) {
            WholeSession::File(path.clone())
        } else {
            WholeSession::Session(Arc::new(session))
        };
        ImportPlan { whole: Some(whole), why_not: None, ..self.nothing(Some(format), report, String::new()) }
    }

    fn nothing(&self, format: Option<&'static Format>, report: ImportReport, why: String) -> ImportPlan {
        let (fates, ground) = (by_fate(&report), self.ground);
        let additions = Additions::default();
        ImportPlan { format, report, fates, additions, why_not: Some(why), whole: None, step: None, ground }
    }
}

/// What a whole session holds.
fn counted(session: &Session) -> ImportReport {
    let all = |count: usize| Count { read: count, kept: count, ..Count::default() };
    let shards = session.shards();
    let sum = |count: fn(&Shard) -> usize| shards.iter().map(|shard| count(shard)).sum::<usize>();
    let waiting = sum(|shard| shard.quarantine.len());
    let placed = session.mention_count();
    ImportReport {
        documents: all(shards.len()),
        mentions: Count { read: placed + waiting, quarantined: waiting, ..all(placed) },
        relations: all(sum(|shard| shard.relations.len())),
        entries: all(session.entries.len()),
        ..ImportReport::default()
    }
}

/// A report of nothing but remarks.
fn report_of(remarks: Vec<Remark>) -> ImportReport {
    let mut report = ImportReport::default();
    for remark in remarks {
        report.remark(remark);
    }
    report
}

/// What is wrong with paths that no format fits, where it is not that alone.
fn unread(paths: &[PathBuf]) -> Vec<Remark> {
    let remark = |path: &PathBuf| match store::read_import_up_to(path, 0) {
        Err(error @ (StoreError::Missing(_) | StoreError::NotAFile(_) | StoreError::Io { .. })) => {
            Some(Remark::refused("", "", "a path", &error.to_string()))
        }
        _ => None,
    };
    paths.iter().filter_map(remark).collect()
}

fn by_fate(report: &ImportReport) -> Vec<(Fate, Vec<usize>)> {
    let numbers = |fate: Fate| {
        let numbered = report.remarks.iter().enumerate().filter(|(_, remark)| remark.fate == fate);
        (fate, numbered.map(|(number, _)| number).collect::<Vec<usize>>())
    };
    let fates = [Fate::Refused, Fate::Quarantined, Fate::Changed, Fate::KeptAside].map(numbers);
    fates.into_iter().filter(|(_, numbers)| !numbers.is_empty()).collect()
}

/// What is to be written.
#[derive(Clone, Debug)]
pub struct ExportWish {
    /// The format.
    pub format: &'static Format,
    /// What of the session, and how.
    pub request: Request,
    /// Which text it takes, where the format has the choice.
    pub text: ExportText,
    /// How the articles are divided, where they are.
    pub split: Option<Split>,
}

/// What came of writing an export.
#[derive(Debug)]
pub(super) struct Exported {
    pub(super) format: &'static str,
    pub(super) path: PathBuf,
    pub(super) written: Result<Written, ExportError>,
    /// Which text it is, where the format has the choice.
    pub(super) text_note: Option<String>,
}

impl Desk {
    pub(super) fn ground_now(&self) -> Ground {
        Ground { generation: self.safety.generation, edits: self.bench.edits() }
    }

    /// Rises with every change of the session, and differs from one session to the next.
    #[must_use]
    pub fn state(&self) -> (u64, u64) {
        (self.safety.generation, self.bench.edits())
    }

    /// Works out in the background what an import would do; [`News::ImportPlanned`] brings it.
    pub fn plan_import(&mut self, wish: ImportWish) -> u64 {
        let planning = Planning {
            session: self.bench.snapshot(),
            annotator: self.bench.annotator().clone(),
            at: self.clock.now(),
            seed: super::clock::random_seed(),
            ground: self.ground_now(),
        };
        self.jobs.start("Reading labelled data", move |progress| {
            Outcome::ImportPlanned(Box::new(planning.plan(&wish, progress)))
        })
    }

    /// Whether `plan` was made on another state of the session, or on another session.
    #[must_use]
    pub fn is_stale(&self, plan: &ImportPlan) -> bool {
        plan.ground != self.ground_now()
    }

    /// Brings in what was planned, as one step; the step's name.
    ///
    /// # Errors
    /// [`NotLanded`]; the session is as it was.
    pub fn land(&mut self, plan: &ImportPlan) -> Result<String, NotLanded> {
        self.writable()?;
        if self.is_stale(plan) {
            return Err(NotLanded::Stale);
        }
        let Some((transaction, after)) = &plan.step else {
            let why = plan.why_not.clone().unwrap_or_default();
            return Err(Refusal::Nothing(why).into());
        };
        let before = self.bench.session();
        let new = after.shards().iter().map(|shard| shard.id()).filter(|id| before.shard(*id).is_none());
        let new: Vec<ArticleId> = new.collect();
        let name = self.bench.take_over(Arc::clone(transaction), after.clone());
        self.note_edit();
        self.owe_guesses(new, Depth::Details);
        Ok(name)
    }

    /// Looks in the background at how an export would begin; [`News::ExportPreviewed`] brings it. A small one is looked at
    /// whole, and [`ExportPreview::is_whole`] says so.
    pub fn preview_export(&mut self, wish: ExportWish) -> u64 {
        self.look_at_export("Working out the export", wish, Look::Beginning)
    }

    /// As [`Self::preview_export`], to the end.
    pub fn count_export(&mut self, wish: ExportWish) -> u64 {
        self.look_at_export("Counting what the export holds", wish, Look::All)
    }

    fn look_at_export(&mut self, name: &str, wish: ExportWish, look: Look) -> u64 {
        let session = self.bench.snapshot();
        self.jobs
            .start(name, move |progress| Outcome::ExportPreviewed(peek(&session, &wish, look, progress).map(Box::new)))
    }

    /// Puts `session` in front, which no file holds yet; what was there must have been saved or given up.
    pub fn show_whole(&mut self, session: &Session) {
        self.show(session.clone(), None, Vec::new());
    }

    /// Writes an export of about `all_bytes` bytes to `path` in the background. The session stays as it is.
    pub fn export(&mut self, wish: ExportWish, path: PathBuf, overwrite: Overwrite, all_bytes: u64) {
        let session = self.bench.snapshot();
        self.jobs.start("Exporting", move |progress| {
            let (dressed, request) = wish.dressed(&session);
            let exporting = Exporting { path: &path, overwrite, is_strict: false, split: wish.split };
            let written = export_watched(&dressed, wish.format, &request, exporting, progress, all_bytes);
            let text_note = wish.text_note(&session, &request);
            Outcome::Exported(Exported { format: wish.format.name, path, written, text_note })
        });
    }

    /// What an export asks for besides its choices: the time that formats with one write down.
    #[must_use]
    pub fn export_time(&self) -> Timestamp {
        self.clock.now()
    }

    pub(super) fn take_exported(exported: Exported) -> News {
        let Exported { format, path, written, text_note } = exported;
        match written {
            Ok(written) => {
                let dropped: usize = written.dropped.iter().map(|dropped| dropped.count).sum();
                let count = written.mentions;
                let mentions = if count == 1 { "one mention".to_owned() } else { format!("{count} mentions") };
                let lost = match dropped {
                    0 => String::new(),
                    1 => "; one thing was dropped".to_owned(),
                    _ => format!("; {dropped} things were dropped"),
                };
                let done = format!("Exported {mentions} as {format} to {}{lost}", path.display());
                let told = [done].into_iter().chain(text_note).chain(written.notes());
                News::Exported(told.collect::<Vec<String>>().join(". "))
            }
            Err(ExportError::Store(StoreError::Exists(path) | StoreError::Filled(path))) => News::ExportThere(path),
            Err(ExportError::Cancelled) => News::Told(ExportError::Cancelled.to_string()),
            Err(error @ ExportError::Format(FormatError::WholeOnly(_))) => News::Failed(error.to_string()),
            Err(error) => News::Failed(format!("{}: the export was not written: {error}", path.display())),
        }
    }
}
