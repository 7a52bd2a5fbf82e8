//! The open session: the one door through which the window and the command line change it.
//!
//! It does not know how the session is drawn, and it does not touch the disk itself.

use super::clock::{Clock, random_seed};
use super::keeper::JournalStep;
use super::places::Places;
use super::view::View;
use crate::codec::JournalLine;
use crate::edit::{
    Command, Context, Edit, Guesses, Guessing, History, Ids, NewArticle, Refusal, Step, Transaction, apply, plan,
    plan_add_articles, plan_guesses,
};
use crate::formats::{Corpus, ImportReport, LandOptions, Landing, plan_landing};
use crate::model::{Annotator, Article, ArticleId, MentionId, Session};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The open session with its history and what is in view.
#[derive(Debug)]
pub struct Workbench {
    session: Session,
    history: History<View>,
    /// What is in front; the window keeps it true.
    pub view: View,
    /// What stands beside it in a second pane; the window keeps it true.
    pub beside: Option<View>,
    /// Where reading of each article stopped; the window keeps it true.
    pub places: Places,
    annotator: Annotator,
    ids: Ids,
    clock: Clock,
    /// Rises with every transaction, undo and redo.
    edits: u64,
    /// What was done since the steps were last taken away.
    steps: Vec<JournalStep>,
}

/// What a command did.
#[derive(Clone, Debug, PartialEq)]
pub struct Done {
    /// The step's name, for a notice.
    pub name: String,
    /// The last mention that the command made.
    pub made: Option<MentionId>,
    /// The article that it touched last.
    pub article: Option<ArticleId>,
}

impl Workbench {
    /// A workbench on `session` for `annotator`.
    #[must_use]
    pub fn new(session: Session, annotator: Annotator) -> Self {
        Self::with(session, annotator, Clock::System, random_seed())
    }

    /// A workbench whose time and ids are given, for repeatable runs.
    #[must_use]
    pub fn with(session: Session, annotator: Annotator, clock: Clock, seed: u64) -> Self {
        let view = View { article: session.shards().first().map(|shard| shard.id()), ..View::default() };
        Self {
            session,
            history: History::default(),
            view,
            beside: None,
            places: Places::default(),
            annotator,
            ids: Ids::seeded(seed),
            clock,
            edits: 0,
            steps: Vec::new(),
        }
    }

    /// The session; views borrow it and cannot change it.
    #[must_use]
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// The session as it is now, for work in the background; costs one pointer an article.
    #[must_use]
    pub fn snapshot(&self) -> Session {
        self.session.clone()
    }

    /// Who works.
    #[must_use]
    pub fn annotator(&self) -> &Annotator {
        &self.annotator
    }

    /// Changes who works from now on.
    pub fn set_annotator(&mut self, annotator: Annotator) {
        self.annotator = annotator;
    }

    /// Where the time comes from.
    #[must_use]
    pub fn clock(&self) -> Clock {
        self.clock
    }

    /// Rises with every change of the session.
    #[must_use]
    pub fn edits(&self) -> u64 {
        self.edits
    }

    /// What was done since the last call, for the journal.
    #[must_use]
    pub fn take_steps(&mut self) -> Vec<JournalStep> {
        std::mem::take(&mut self.steps)
    }

    /// Notes what was just done.
    fn note(&mut self, line: JournalLine) {
        self.edits += 1;
        self.steps.push(JournalStep::new(line, &self.session, self.edits));
    }

    /// Carries out `command`.
    ///
    /// # Errors
    /// [`Refusal`] with the reason; the session is as it was.
    pub fn execute(&mut self, command: &Command) -> Result<Done, Refusal> {
        let transaction = self.plan_on(|session, context| plan(session, command, context))?;
        self.commit(transaction)
    }

    /// Adds articles as one step: at the end of the list, or behind the ones that they supersede.
    ///
    /// # Errors
    /// [`Refusal`] where there is nothing new to add.
    pub fn add_articles(&mut self, articles: Vec<NewArticle>) -> Result<Done, Refusal> {
        let transaction = self.plan_on(|session, context| plan_add_articles(session, articles, context))?;
        self.commit(transaction)
    }

    /// Takes up what was guessed of articles after they came, as a part of the steps that brought them: undoing such a step
    /// takes the guesses back with it. What a person has said or decided meanwhile stays. The articles that took something
    /// up, or had nothing to take.
    ///
    /// # Errors
    /// [`Refusal`] where a place that was guessed is not in its text.
    pub fn add_guesses(&mut self, guesses: Vec<Guesses>) -> Result<BTreeSet<ArticleId>, Refusal> {
        let mut articles: BTreeSet<ArticleId> = guesses.iter().map(|one| one.article).collect();
        self.retain_open(&mut articles);
        let bringers = self.history.bringers(&articles);
        let mut groups: BTreeMap<Option<usize>, Vec<Guesses>> = BTreeMap::new();
        for one in guesses.into_iter().filter(|one| articles.contains(&one.article)) {
            groups.entry(bringers.get(&one.article).copied()).or_default().push(one);
        }
        let mut taken = BTreeSet::new();
        for (place, group) in groups {
            taken.extend(group.iter().map(|one| one.article));
            let strange = place.map(|place| self.history.outlets_since(place)).unwrap_or_default();
            match self.plan_on(|session, context| plan_guesses(session, &group, &strange, context)) {
                Ok(guessing) => self.join(place, guessing)?,
                Err(Refusal::Nothing(_)) => {}
                Err(refusal) => return Err(refusal),
            }
        }
        Ok(taken)
    }

    /// Keeps of `articles` those that can take up guesses: they are there, and no step that was undone takes them away again.
    pub(super) fn retain_open(&self, articles: &mut BTreeSet<ArticleId>) {
        let removed = self.history.removed_by_redo();
        articles.retain(|id| self.session.shard(*id).is_some() && !removed.contains(id));
    }

    fn join(&mut self, place: Option<usize>, guessing: Guessing) -> Result<(), Refusal> {
        match place {
            Some(place) => {
                let transaction = self.carry_out(guessing.transaction)?;
                self.history.join(place, &transaction, &guessing.details);
                Ok(())
            }
            // Nobody can undo that they came.
            None => self.commit_quietly(guessing.transaction),
        }
    }

    /// Brings `landings`, with what the files hold beyond them, into the session, as one step, and reports what was read; a
    /// refusal where nothing of them is new.
    pub fn land(
        &mut self,
        landings: Vec<Landing>,
        corpus: &Corpus,
        options: &LandOptions,
    ) -> (ImportReport, Result<(), Refusal>) {
        let planned = self.plan_on(|session, context| plan_landing(session, landings, corpus, options, context));
        let (report, transaction) = planned;
        (report, transaction.and_then(|transaction| self.commit(transaction).map(drop)))
    }

    /// Puts `after` in the place of the session, which is what `transaction` has made of it elsewhere; the step's name.
    pub(super) fn take_over(&mut self, transaction: Arc<Transaction>, after: Session) -> String {
        let before = self.view;
        self.session = after;
        self.note(JournalLine::Transaction(Arc::clone(&transaction)));
        self.keep_view_valid();
        let name = transaction.name.clone();
        self.history.push(Step { transaction, before, after: self.view });
        name
    }

    /// Plans on the session, with who works, the time and new ids; changes nothing.
    pub(super) fn plan_on<T>(&mut self, plan: impl FnOnce(&Session, &mut Context<'_>) -> T) -> T {
        let mut context = Context { annotator: &self.annotator, at: self.clock.now(), ids: &mut self.ids };
        plan(&self.session, &mut context)
    }

    /// Does `transaction` as one step that leaves the selection alone.
    pub(super) fn commit_quietly(&mut self, transaction: Transaction) -> Result<(), Refusal> {
        let transaction = self.carry_out(transaction)?;
        let before = self.view;
        self.keep_view_valid();
        self.history.push(Step { transaction, before, after: self.view });
        Ok(())
    }

    fn carry_out(&mut self, transaction: Transaction) -> Result<Arc<Transaction>, Refusal> {
        apply(&mut self.session, &transaction).map_err(|error| Refusal::InUse(error.to_string()))?;
        let transaction = Arc::new(transaction);
        self.note(JournalLine::Transaction(Arc::clone(&transaction)));
        Ok(transaction)
    }

    fn commit(&mut self, transaction: Transaction) -> Result<Done, Refusal> {
        let transaction = self.carry_out(transaction)?;
        let before = self.view;
        let made = transaction.edits.iter().rev().find_map(made_mention);
        let article = transaction.edits.iter().rev().find_map(Edit::article);
        // What was made in other articles leaves the selection in this one alone.
        let in_view = made.filter(|(at, _)| Some(*at) == self.view.article);
        if let Some((_, mention)) = in_view {
            self.view.mention = Some(mention);
        }
        let made = made.map(|(_, mention)| mention);
        // Whoever looks at an article that was updated goes on in its newer version.
        let newer = self.view.article.and_then(|old| newer_of(&transaction.edits, old));
        self.view.article = newer.or(self.view.article);
        self.keep_view_valid();
        let done = Done { name: transaction.name.clone(), made, article };
        self.history.push(Step { transaction, before, after: self.view });
        Ok(done)
    }

    /// Takes the last step back and brings its view back; the step's name, or nothing where there is none.
    ///
    /// # Errors
    /// [`Refusal`] where the session is not the one that the step left; the step stays.
    pub fn undo(&mut self) -> Result<Option<String>, Refusal> {
        let Some(step) = self.history.next_undo().cloned() else { return Ok(None) };
        let name = format!("Undo: {}", step.transaction.name);
        let inverse = step.transaction.inverse(self.ids.transaction(), name, self.clock.now());
        self.carry_out(inverse)?;
        self.history.undid();
        self.view = step.before;
        self.keep_view_valid();
        Ok(Some(step.transaction.name.clone()))
    }

    /// Does the step again that was taken back last; its name, or nothing where there is none.
    ///
    /// # Errors
    /// [`Refusal`] where the session is not the one that the step was taken back from.
    pub fn redo(&mut self) -> Result<Option<String>, Refusal> {
        let Some(step) = self.history.next_redo().cloned() else { return Ok(None) };
        let again = Transaction {
            id: self.ids.transaction(),
            name: format!("Redo: {}", step.transaction.name),
            at: self.clock.now(),
            ..Transaction::clone(&step.transaction)
        };
        self.carry_out(again)?;
        self.history.redid();
        self.view = step.after;
        self.keep_view_valid();
        Ok(Some(step.transaction.name.clone()))
    }

    /// The name of the step that undo would take back.
    #[must_use]
    pub fn undo_name(&self) -> Option<&str> {
        self.history.next_undo().map(|step| step.transaction.name.as_str())
    }

    /// The name of the step that redo would do again.
    #[must_use]
    pub fn redo_name(&self) -> Option<&str> {
        self.history.next_redo().map(|step| step.transaction.name.as_str())
    }

    /// Cuts the session's log to its last `lines`; like any tidying of a log, this cannot be undone.
    pub fn cut_log(&mut self, lines: u32) {
        self.session.cut_log(lines);
        self.note(JournalLine::CutLog { keep: lines });
    }

    /// Drops from the view what the session no longer has.
    fn keep_view_valid(&mut self) {
        let shard = self.view.article.and_then(|article| self.session.shard(article));
        if let Some(shard) = shard {
            self.view.mention = self.view.mention.filter(|mention| shard.mentions.contains(*mention));
        } else {
            let article = self.session.shards().first().map(|shard| shard.id());
            self.view = View { article, ..View::default() };
        }
    }
}

/// The article that `edits` add as a newer version of `old`, or as another reading of its bytes where it goes.
fn newer_of(edits: &[Edit], old: ArticleId) -> Option<ArticleId> {
    let articles =
        || edits.iter().filter_map(|edit| if let Edit::Article { change, .. } = edit { Some(change) } else { None });
    let gone =
        articles().find(|change| change.id == old && change.after.is_none()).and_then(|change| change.before.as_ref());
    let come = articles().filter(|change| change.before.is_none()).filter_map(|change| change.after.as_ref());
    let reads_it = |article: &Article| gone.is_some_and(|gone| gone.source.sha256 == article.source.sha256);
    come.filter(|article| article.supersedes == Some(old) || reads_it(article)).map(|article| article.id).next()
}

fn made_mention(edit: &Edit) -> Option<(ArticleId, MentionId)> {
    match edit {
        Edit::Mention(article, change) if change.before.is_none() => Some((*article, change.id)),
        _ => None,
    }
}
