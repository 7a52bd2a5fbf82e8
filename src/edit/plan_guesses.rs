//! Planning of what was guessed of articles after they came: it takes the place of nothing that is known of them.

use super::change::{Change, Edit};
use super::plan::{Context, Plan, counted};
use super::plan_articles::{Cleaning, NewArticle};
use super::plan_cleaning::{Known, propose};
use super::refusal::Refusal;
use super::transaction::Transaction;
use crate::model::{ArticleId, Metadata, Outlet, OutletId, Session, Stated};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What was guessed of an article.
#[derive(Clone, Debug, PartialEq)]
pub struct Guesses {
    /// The article.
    pub article: ArticleId,
    /// What its text says of it; its outlet is left to `outlet`.
    pub metadata: Metadata,
    /// The outlet's name.
    pub outlet: Option<String>,
    /// What cleaning proposes for it.
    pub cleaning: Cleaning,
}

impl NewArticle {
    /// Takes up what was guessed of it before it is added, beside what is known of it.
    pub fn take_guesses(&mut self, guesses: Guesses) {
        let Guesses { metadata, outlet, cleaning, .. } = guesses;
        self.metadata = self.metadata.filled(&metadata);
        self.outlet = self.outlet.take().or(outlet);
        self.cleaning.regions.extend(cleaning.regions);
        self.cleaning.repairs.extend(cleaning.repairs);
    }
}

/// What comes of guesses.
#[derive(Clone, Debug, PartialEq)]
pub struct Guessing {
    /// What it does to the session.
    pub transaction: Transaction,
    /// Of each article the details that were guessed, whether a person has said otherwise by now or not.
    pub details: BTreeMap<ArticleId, Metadata>,
}

/// Plans what was guessed of articles of `session`. What is known of them by now stays, and so does what is proposed; an
/// outlet that is one of `strange` is not taken for theirs. Articles that have gone are left out.
///
/// # Errors
/// [`Refusal::Nothing`] where nothing comes of it; others for places that are not in the text.
pub fn plan_guesses(
    session: &Session,
    guesses: &[Guesses],
    strange: &BTreeSet<OutletId>,
    context: &mut Context<'_>,
) -> Result<Guessing, Refusal> {
    let mut plan = Plan { session, context, edits: Vec::new() };
    let mut outlets: Vec<Outlet> = Vec::new();
    let mut details = BTreeMap::new();
    let mut count = 0;
    for one in guesses {
        let Some(shard) = session.shard(one.article) else { continue };
        let before = plan.edits.len();
        let named = one.outlet.as_ref().filter(|_| shard.metadata.outlet.is_none());
        let outlet = named.map(|name| plan.outlet_named(name, &mut outlets)).filter(|outlet| !strange.contains(outlet));
        let row = Metadata { outlet: outlet.map(Stated::guessed), ..one.metadata.clone() };
        let after = shard.metadata.filled(&row);
        details.insert(one.article, row);
        if after != *shard.metadata {
            plan.edits.push(Edit::Metadata(Change::update(Arc::clone(&shard.metadata), after)));
        }
        let proposed = propose(&mut plan, &shard.article, &one.cleaning, &Known::of_shard(shard))?;
        plan.edits.extend(proposed);
        count += usize::from(plan.edits.len() > before);
    }
    let name = plan.something(format!("Guess details of {}", counted(count, "article")))?;
    Ok(Guessing { transaction: plan.finish(name), details })
}
