//! What is written into the open session, the gold session, of what was compared: decisions, what all sides agree on, articles.
//!
//! It does not know how sides are read.

use super::agreed::{self, Agreed};
use super::compared::At;
use super::decided::Decisions;
use super::drafts::{Choice, Drafter};
use super::sides::Work;
use crate::edit::{Becomes, Cleaning, Command, Context, Ids, NewArticle, Refusal, plan_together};
use crate::model::{AnnotatorId, Article, Metadata, ReadingStatus, Schema, Shard, Timestamp};
use crate::workbench::clock::random_seed;
use crate::workbench::desk::Desk;
use crate::workbench::labelled::NotLanded;
use crate::workbench::repeats::PlannedStep;
use crate::workbench::work::Outcome;
use std::sync::Arc;

impl Desk {
    /// Writes what was chosen for a group into the open session, as one step; the step's name.
    ///
    /// # Errors
    /// [`Refusal`] with the reason; the session is as it was.
    pub fn decide(&mut self, at: At, choice: Choice, note: &str) -> Result<String, Refusal> {
        self.writable()?;
        self.follow_sides();
        let gone = || Refusal::Nothing("the sides have changed; look at the list again".to_owned());
        let compared = self.sides.compared().cloned().ok_or_else(gone)?;
        if let Choice::Side(side) = choice
            && compared.shard(side, at.article).is_none()
        {
            let name = compared.names.get(side).map_or("this side", String::as_str);
            return Err(Refusal::Nothing(format!("{name} does not have this article, so it says nothing of it")));
        }
        let decisions = self.sides.decisions();
        let (transaction, after) = self.bench.plan_on(|session, context| {
            let mut drafter = Drafter::new(&compared, decisions, session);
            drafter.add(at, choice, context.ids.mention(), note)?;
            plan_together(session, &drafter.commands(), context)
        })?;
        let name = self.bench.take_over(Arc::new(transaction), after);
        self.note_edit();
        self.follow_sides();
        Ok(name)
    }

    /// How many of the compared articles the open session does not have.
    #[must_use]
    pub fn missing_articles(&self) -> usize {
        let compared = self.sides.compared();
        compared.map_or(0, |compared| compared.articles.iter().filter(|article| article.is_none()).count())
    }

    /// Adds the compared articles that the open session does not have, as the first side has them, without what was tagged in
    /// them; a session without work takes that side's schema first. The step's name.
    ///
    /// # Errors
    /// [`Refusal`] with the reason.
    pub fn bring_articles(&mut self) -> Result<String, Refusal> {
        self.writable()?;
        let nothing = || Refusal::Nothing("every compared article is in this session".to_owned());
        let compared = self.sides.compared().cloned().ok_or_else(nothing)?;
        let missing = compared.articles.iter().enumerate().filter(|(_, article)| article.is_none());
        let shards: Vec<_> = missing.filter_map(|(number, _)| compared.first_shard(number)).collect();
        let (first, _) = shards.first().ok_or_else(nothing)?;
        let session = self.bench.session();
        let schema = compared.sides().get(*first).map(|side| &side.schema).filter(|schema| **schema != session.schema);
        let has_work = session.mention_count() > 0 || !session.entries.is_empty();
        if let Some(schema) = schema.filter(|_| !has_work) {
            let schema = Box::new(Schema::clone(schema));
            self.bench.execute(&Command::SetSchema { schema, becomes: Becomes::default() })?;
        }
        let (by, created) = (self.bench.annotator().id, self.clock.now());
        let new = |(side, shard): &(usize, &Shard)| NewArticle {
            article: bare_copy(&shard.article, by, created),
            metadata: Metadata {
                outlet: None,
                status: ReadingStatus::Unread,
                note: String::new(),
                ..Metadata::clone(&shard.metadata)
            },
            outlet: compared
                .sides()
                .get(*side)
                .map(|side| side.outlet_name(shard).to_owned())
                .filter(|name| !name.is_empty()),
            cleaning: Cleaning::default(),
        };
        let done = self.bench.add_articles(shards.iter().map(new).collect())?;
        self.note_edit();
        self.follow_sides();
        Ok(done.name)
    }

    /// Gathers in the background what all sides agree on and nobody has decided on yet; [`News::Agreed`] brings it.
    pub fn look_at_agreed(&mut self) -> bool {
        let Some(compared) = self.sides.compared().cloned() else { return false };
        let (session, annotator) = (self.bench.snapshot(), self.bench.annotator().clone());
        let (at, ground) = (self.clock.now(), self.ground_now());
        self.jobs.start("Gathering what all sides agree on", move |_| {
            let mut ids = Ids::seeded(random_seed());
            let decisions = Decisions::of(&compared, &session.decisions);
            let (commands, agreed) = agreed::commands(&compared, &decisions, &session, &mut ids);
            let mut context = Context { annotator: &annotator, at, ids: &mut ids };
            let planned = plan_together(&session, &commands, &mut context);
            let step = planned.map(|(transaction, after)| (Arc::new(transaction), after));
            Outcome::Compare(Work::Agreed(Box::new(agreed(PlannedStep::of(step, ground)))))
        });
        true
    }

    /// Takes what all sides agree on; the step's name.
    ///
    /// # Errors
    /// [`NotLanded`]; the session is as it was.
    pub fn take_agreed(&mut self, agreed: &Agreed) -> Result<String, NotLanded> {
        let name = self.take_step(&agreed.step)?;
        self.follow_sides();
        Ok(name)
    }
}

/// An article as `by` adds it now.
fn bare_copy(article: &Article, by: AnnotatorId, created: Timestamp) -> Article {
    let (name, source) = (article.name.clone(), article.source.clone());
    Article::new(article.id, name, source, article.shared_text(), by, created)
}
