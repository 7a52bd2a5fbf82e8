//! The second half of an import: what the texts of articles say of themselves, and what cleaning proposes for them, made side
//! by side on all processors.
//!
//! It decides nothing; what it brings are guesses and proposals.

use super::jobs::Progress;
use super::threads::Threads;
use crate::assist::{Cleaner, may_have_more_regions, may_have_more_repairs};
use crate::codec::map_each;
use crate::edit::{Cleaning, Guesses, NewArticle};
use crate::ingest::guesses as details;
use crate::model::{ArticleId, Metadata, Session, Shard};
use std::sync::atomic::{AtomicUsize, Ordering};

/// What was guessed of one article, and what there is to say of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Guessed {
    /// The guesses.
    pub guesses: Guesses,
    /// What needs a look.
    pub remarks: Vec<String>,
}

/// How far an article is looked into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// For what its text says of itself. What another tool has kept as a text is no page that wants cleaning.
    Details,
    /// For what may be cleaned as well.
    Cleaning,
}

/// What is guessed of `articles` of `session` beside what is known of them. Nothing comes of it where it is cancelled.
#[must_use]
pub fn guesses(session: &Session, articles: &[(ArticleId, Depth)], progress: &Progress) -> Option<Vec<Guessed>> {
    let cleaner = Cleaner::new(session);
    let done = AtomicUsize::new(0);
    let goes_on = || !progress.is_cancelled();
    let one = |(id, depth): &(ArticleId, Depth)| {
        let shard = session.shard(*id).filter(|_| goes_on())?;
        let cleaning = match depth {
            Depth::Details => Cleaning::default(),
            Depth::Cleaning => cleaner.clean_while(shard, &goes_on)?,
        };
        progress.set(done.fetch_add(1, Ordering::Relaxed) + 1, articles.len());
        Some(of_shard(shard, cleaning))
    };
    let guessed = map_each(&Threads, articles.iter().collect(), one);
    goes_on().then(|| guessed.into_iter().flatten().collect())
}

/// What is guessed of an article that is looked at before it is added, beside what its file states; nothing where it is
/// cancelled.
pub(super) fn of_new(new: &NewArticle, cleaner: &Cleaner, progress: &Progress) -> Option<Guessed> {
    let text = new.article.text();
    let cleaning = cleaner.clean_beside(text, &new.cleaning, &|| !progress.is_cancelled())?;
    let (metadata, outlet) = details(text, &new.metadata, new.outlet.as_deref());
    let remarks = remarks(&cleaning);
    Some(Guessed { guesses: Guesses { article: new.article.id, metadata, outlet, cleaning }, remarks })
}

/// Whether nothing at all is known of an article: neither was anything guessed, nor has anybody said anything.
pub(super) fn is_unknown(known: &Metadata) -> bool {
    let bare = Metadata::unknown(known.id);
    bare == Metadata { status: bare.status, note: String::new(), ..known.clone() }
}

fn of_shard(shard: &Shard, cleaning: Cleaning) -> Guessed {
    let (metadata, outlet) = details(shard.article.text(), &shard.metadata, None);
    let remarks = remarks(&cleaning);
    Guessed { guesses: Guesses { article: shard.id(), metadata, outlet, cleaning }, remarks }
}

/// What to say of a text that is too broken for all of it to be told.
fn remarks(cleaning: &Cleaning) -> Vec<String> {
    let (regions, repairs) = (cleaning.regions.len(), cleaning.repairs.len());
    let mut remarks = Vec::new();
    if may_have_more_regions(regions) {
        remarks.push(format!(
            "{regions} stretches are proposed as no body, and there are more; most of this file is no article"
        ));
    }
    if may_have_more_repairs(repairs) {
        remarks.push(format!(
            "{repairs} broken places are proposed for repair, and there are more; the file was read in the wrong encoding as \
             a whole, so import it with the right one"
        ));
    }
    remarks
}
