//! Cleaning of articles on their way in, and of those that are there: what is proposed, made side by side on all processors.
//!
//! It decides nothing; what it brings are proposals.

use super::desk::Desk;
use super::jobs::Progress;
use super::threads::Threads;
use super::work::Outcome;
use crate::assist::{Cleaner, is_too_long_for_regions, may_have_more_regions, may_have_more_repairs};
use crate::codec::map_each;
use crate::edit::{NewArticle, ProposalsOf};
use crate::model::{ArticleId, Session};

/// Gives each of `articles`, which are new to `session`, what cleaning proposes for it; and says what was not looked through.
/// Nothing more is made once it is cancelled.
pub(super) fn clean(articles: &mut Vec<NewArticle>, session: &Session, progress: &Progress) -> Vec<String> {
    let cleaner = Cleaner::new(session);
    let one = |new: NewArticle| {
        if progress.is_cancelled() {
            return (new, Vec::new());
        }
        let text = new.article.text();
        // What the file itself tells comes first.
        let cleaning = cleaner.clean_beside(text, &new.cleaning);
        let warnings = unseen(&new.article.name, text, (cleaning.regions.len(), cleaning.repairs.len()));
        (NewArticle { cleaning, ..new }, warnings)
    };
    let (done, warnings): (Vec<_>, Vec<_>) = map_each(&Threads, std::mem::take(articles), one).into_iter().unzip();
    *articles = done;
    warnings.into_iter().flatten().collect()
}

/// What cleaning proposes for the articles of `session` that are named, beside what is known of them already.
#[must_use]
pub fn proposals(session: &Session, articles: &[ArticleId]) -> Vec<ProposalsOf> {
    let cleaner = Cleaner::new(session);
    let of = |id: ArticleId| {
        let cleaning = cleaner.clean_anew(session.shard(id)?);
        let has_any = !cleaning.regions.is_empty() || !cleaning.repairs.is_empty();
        has_any.then_some(ProposalsOf { article: id, regions: cleaning.regions, repairs: cleaning.repairs })
    };
    map_each(&Threads, articles.to_vec(), of).into_iter().flatten().collect()
}

/// What to say of a text that is too long or too broken for all of it to be told.
fn unseen(name: &str, text: &str, (regions, repairs): (usize, usize)) -> Vec<String> {
    let mut warnings = Vec::new();
    if is_too_long_for_regions(text) {
        warnings.push(format!(
            "{name}: only the first and the last MiB were looked through for menus, captions and adverts; mark others by hand"
        ));
    }
    if may_have_more_regions(regions) {
        warnings.push(format!(
            "{name}: {regions} stretches are proposed as no body, and there are more; most of this file is no article"
        ));
    }
    if may_have_more_repairs(repairs) {
        warnings.push(format!(
            "{name}: {repairs} broken places are proposed for repair, and there are more; the file was read in the wrong \
             encoding as a whole, so import it with the right one"
        ));
    }
    warnings
}

impl Desk {
    /// Looks through all articles for what may be cleaned; the number of the job. [`super::News::Proposals`] brings it.
    pub fn look_for_cleaning(&mut self) -> u64 {
        let session = self.bench.snapshot();
        self.jobs.start("Looking for what may be cleaned", move |_| {
            let all: Vec<ArticleId> = session.shards().iter().map(|shard| shard.id()).collect();
            Outcome::Proposals(proposals(&session, &all))
        })
    }
}
