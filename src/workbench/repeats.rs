//! Places that may be tagged together, or untagged, looked for in the background; and the step that a person makes of them,
//! planned there too, so that no frame waits for fifty thousand mentions.
//!
//! It does not know how places are shown or which of them are chosen.

use super::desk::Desk;
use super::jobs::Progress;
use super::labelled::{Ground, NotLanded};
use super::threads::Threads;
use super::work::Outcome;
use crate::assist::{
    Ask, Given, LineProblem, NewEntry, Phrase, Preview, Role, Scope, Standing, Target, Unnamed, pattern, places_of,
    repeats, tagged_alike, tagged_by_pattern, tagged_of, word_list,
};
use crate::codec::Spread;
use crate::edit::{Command, Context, Hanging, Ids, Refusal, Transaction, hangs_on_each, plan_together};
use crate::ingest;
use crate::model::{ArticleId, EntryId, Label, MentionId, Session};
use crate::store;
use crate::text::{Query, Wording};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What is looked for.
#[derive(Clone, Debug)]
pub enum Sought {
    /// Words, and the spellings of an entry.
    Words {
        /// The words; may be empty where there is an entry.
        words: String,
        /// The entry whose name and aliases are looked for too.
        spellings_of: Option<EntryId>,
        /// What places would be tagged as.
        target: Target,
        /// How words are compared.
        wording: Wording,
    },
    /// A pattern.
    Pattern {
        /// It.
        query: Query,
        /// What places would be tagged as.
        target: Target,
    },
    /// Places that were found by other means.
    Given {
        /// They.
        given: Arc<Given>,
        /// What they would be tagged as.
        target: Target,
    },
    /// A word list.
    List {
        /// Its lines.
        text: Arc<str>,
        /// The label of phrases that come without one.
        label: Label,
        /// The entry of phrases that come without one.
        unnamed: Unnamed,
        /// How words are compared.
        wording: Wording,
    },
}

/// Among what it is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Among {
    /// The words of the articles.
    Words,
    /// What is tagged already.
    Mentions,
}

/// A search for places.
#[derive(Clone, Debug)]
pub struct RepeatsWish {
    /// What.
    pub sought: Sought,
    /// Among what.
    pub among: Among,
    /// In which articles.
    pub scope: Scope,
}

/// What was found.
#[derive(Debug, Default)]
pub struct Repeats {
    /// The places.
    pub preview: Preview,
    /// Lines of a word list that cannot be used.
    pub problems: Vec<LineProblem>,
    /// Entries that its lines ask for and the register does not have.
    pub entries: Vec<NewEntry>,
    /// What hangs on mentions among the places, by the number of the place.
    pub hanging: Vec<(usize, Hanging)>,
}

/// A step that is worked out and has not happened yet.
#[derive(Debug)]
pub struct PlannedStep {
    step: Result<(Arc<Transaction>, Session), Refusal>,
    ground: Ground,
}

impl PlannedStep {
    /// A step that was worked out on a session at `ground`.
    pub(super) fn of(step: Result<(Arc<Transaction>, Session), Refusal>, ground: Ground) -> Self {
        Self { step, ground }
    }
}

impl Desk {
    /// Looks in the background for places; the number of the job. What is found comes with [`super::News::Repeats`] and `ticket`.
    pub fn look_for_repeats(&mut self, wish: RepeatsWish, ticket: u64) -> u64 {
        let (session, seed) = (self.bench.snapshot(), super::clock::random_seed());
        self.jobs.start("Looking for repeats", move |progress| {
            let mut ids = Ids::seeded(seed);
            Outcome::Repeats(ticket, look(&session, &wish, &mut ids, progress).map(Arc::new))
        })
    }

    /// Plans `commands` in the background as one step, which [`super::News::Planned`] brings; the number of the job.
    pub fn plan_step(&mut self, commands: Vec<Command>) -> u64 {
        self.plan_step_of(move || commands)
    }

    /// As [`Self::plan_step`], with commands that take a while to make: `make` makes them in the background too.
    pub(super) fn plan_step_of(&mut self, make: impl FnOnce() -> Vec<Command> + Send + 'static) -> u64 {
        let (session, annotator) = (self.bench.snapshot(), self.bench.annotator().clone());
        let (at, seed, ground) = (self.clock.now(), super::clock::random_seed(), self.ground_now());
        self.jobs.start("Working out the step", move |_| {
            let mut ids = Ids::seeded(seed);
            let mut context = Context { annotator: &annotator, at, ids: &mut ids };
            let planned = plan_together(&session, &make(), &mut context);
            let step = planned.map(|(transaction, after)| (Arc::new(transaction), after));
            Outcome::Planned(Box::new(PlannedStep { step, ground }))
        })
    }

    /// Does what was planned; the step's name.
    ///
    /// # Errors
    /// [`NotLanded`]; the session is as it was.
    pub fn take_step(&mut self, planned: &PlannedStep) -> Result<String, NotLanded> {
        self.writable()?;
        if planned.ground != self.ground_now() {
            return Err(NotLanded::Stale);
        }
        let (transaction, after) = planned.step.as_ref().map_err(Clone::clone)?;
        let name = self.bench.take_over(Arc::clone(transaction), after.clone());
        self.note_edit();
        Ok(name)
    }

    /// Reads the word list at `path` in the background; [`super::News::WordList`] brings it.
    pub fn read_word_list(&mut self, path: PathBuf) {
        self.jobs.start("Reading the word list", move |_| {
            let text = read_list(&path);
            Outcome::WordList(path, text)
        });
    }
}

fn read_list(path: &Path) -> Result<Arc<str>, String> {
    let bytes = store::read_import(path).map_err(|error| error.to_string())?;
    let decoded = ingest::decode(&bytes, None).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(decoded.text.into())
}

/// All processors, with word of how many parts are done.
struct Told<'p> {
    progress: &'p Progress,
}

impl std::fmt::Debug for Told<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Told").finish_non_exhaustive()
    }
}

impl Spread for Told<'_> {
    fn run(&self, tasks: usize, work: &(dyn Fn(usize) + Sync)) {
        let done = AtomicUsize::new(0);
        Threads.run(tasks, &|task| {
            work(task);
            self.progress.set(done.fetch_add(1, Ordering::Relaxed) + 1, tasks);
        });
    }
}

/// Everything that `wish` asks for; nothing once nobody wants it.
fn look(session: &Session, wish: &RepeatsWish, ids: &mut Ids, progress: &Progress) -> Option<Repeats> {
    let is_wanted = || !progress.is_cancelled();
    let spread = Told { progress };
    let mut found = Repeats::default();
    let ask = match &wish.sought {
        Sought::Pattern { query, target } => {
            let (target, scope) = (target.clone(), &wish.scope);
            found.preview = match wish.among {
                Among::Words => pattern(session, query, target, scope, &spread, &is_wanted)?,
                Among::Mentions => tagged_by_pattern(session, query, target, scope, &spread, &is_wanted)?,
            };
            None
        }
        Sought::Given { given, target } => {
            let (target, scope) = (target.clone(), &wish.scope);
            found.preview = match wish.among {
                Among::Words => places_of(session, given, target, scope, &spread, &is_wanted)?,
                Among::Mentions => tagged_of(session, given, target, scope, &spread, &is_wanted)?,
            };
            None
        }
        Sought::Words { words, spellings_of, target, wording } => {
            Some(Ask { wording: *wording, ..ask_for(session, words, *spellings_of, target) })
        }
        Sought::List { text, label, unnamed, wording } => {
            let list = word_list(session, text, label, *unnamed, &mut || ids.entry());
            (found.problems, found.entries) = (list.problems, list.entries);
            Some(Ask { wording: *wording, ..list.ask })
        }
    };
    if let Some(ask) = ask {
        let ask = Ask { scope: wish.scope.clone(), ..ask };
        found.preview = match wish.among {
            Among::Words => repeats(session, &ask, &spread, &is_wanted)?,
            Among::Mentions => tagged_alike(session, &ask, &spread, &is_wanted)?,
        };
    }
    if wish.among == Among::Mentions {
        found.hanging = hangs_on_each(session, &mentions_of(&found.preview));
    }
    Some(found)
}

fn ask_for(session: &Session, words: &str, spellings_of: Option<EntryId>, target: &Target) -> Ask {
    let Some(entry) = spellings_of.and_then(|id| session.entries.get(id)) else {
        return Ask::words(session, words, target.clone());
    };
    let mut ask = Ask::entry(session, entry, target.label.clone());
    ask.targets = vec![target.clone()];
    if !words.trim().is_empty() && ask.phrases.iter().all(|phrase| phrase.text != words) {
        ask.phrases.push(Phrase { text: words.to_owned(), role: Role::Wanted(0) });
    }
    ask
}

/// The mention at each place.
fn mentions_of(preview: &Preview) -> Vec<(ArticleId, MentionId)> {
    let mention = |(article, place): (ArticleId, &crate::assist::Place)| match place.standing {
        Standing::Tagged(mention) => (article, mention),
        _ => (article, MentionId(0)),
    };
    preview.places().map(mention).collect()
}
