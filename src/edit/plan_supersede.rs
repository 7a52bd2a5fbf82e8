//! Planning of an article that takes the place of an older version: the older text stays as it was, and the work on it moves
//! to the newer one, where each place that is not certain waits in the quarantine.

use super::change::{Change, Edit};
use super::plan::{counted, short};
use super::plan_articles::gone_edits;
use super::refusal::Refusal;
use crate::model::{
    Alignment, AlignmentEnd, Article, ArticleId, Ext, Mention, Metadata, Origin, Quarantined, ReadingStatus, Session,
    Shard, Stated,
};
use crate::text::{Carry, CharSpan, Fragments, Span};

/// Words of so many bytes that occur once in both versions are the same wherever they stand.
const TELLING_BYTES: usize = 20;

/// Places that are proposed for one mention, the nearest first.
const MAX_PROPOSED: usize = 8;

/// What became of the work on the older version.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Superseded {
    /// Mentions whose words stand in the newer text, beside what they stood beside.
    pub carried: usize,
    /// Mentions that wait in the quarantine for a decision.
    pub quarantined: usize,
    /// Regions, repairs and suggestions whose words are gone; they go.
    pub dropped: usize,
}

impl std::fmt::Display for Superseded {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { carried, quarantined, dropped } = self;
        write!(formatter, "{} kept, {quarantined} waiting in the quarantine", counted(*carried, "tag"))?;
        if *dropped > 0 {
            write!(formatter, "; {} of cleaning or suggestions gone with their words", counted(*dropped, "proposal"))?;
        }
        Ok(())
    }
}

/// The article `old`, where something may supersede it.
///
/// # Errors
/// [`Refusal`] where it is not there, or has been superseded already, also in this step.
pub(super) fn supersedable<'s>(
    session: &'s Session,
    old: ArticleId,
    taken: &[ArticleId],
) -> Result<&'s Shard, Refusal> {
    let shard = session.shard(old).ok_or(Refusal::NoArticle(old))?;
    if taken.contains(&old) || newer_version(session, old).is_some() {
        let why = format!("“{}” is superseded already; update its newer version", short(shard.title()));
        return Err(Refusal::InUse(why));
    }
    Ok(shard)
}

/// The article that supersedes `old`, if one does.
#[must_use]
pub fn newer_version(session: &Session, old: ArticleId) -> Option<&Shard> {
    session.shards().iter().map(AsRef::as_ref).find(|other| other.article.supersedes == Some(old))
}

/// Whether `article` is just another reading of the bytes of `old`, on which nobody has worked yet: nothing is lost with the
/// older one, and it goes.
pub(super) fn is_mere_reading(session: &Session, old: &Shard, article: &Article) -> bool {
    let id = old.id();
    let has_work = !old.mentions.is_empty()
        || !old.quarantine.is_empty()
        || !old.suggestions.is_empty()
        || !old.relations.is_empty()
        || session.decisions.iter().any(|row| row.article == Some(id))
        || session.conflicts.iter().any(|row| row.article == Some(id));
    old.article.source.sha256 == article.source.sha256 && !has_work
}

/// What would become of the work on `old` where `article` superseded it.
#[must_use]
pub fn would_carry(session: &Session, old: &Shard, article: &Article) -> Superseded {
    carried_over(session, old, article).1
}

/// Moves the work on `old` to `article`, which is in the session by then.
pub(super) fn carried_over(session: &Session, old: &Shard, article: &Article) -> (Vec<Edit>, Superseded) {
    let mover = Mover { shard: old, article, carry: Carry::new(old.article.text(), article.text()) };
    let (come, told) = mover.moved();
    let mut edits = gone_edits(old);
    edits.extend(come);
    edits.extend(session.alignments.iter().filter_map(|row| realigned(session, row, old.id(), article.id)));
    (edits, told)
}

/// What is known of the newer version: everything that somebody confirmed of the older one, and what is guessed anew. An
/// article that was read has to be read again.
pub(super) fn carried_metadata(old: &Metadata, new: Metadata) -> Metadata {
    fn kept<T: Clone>(old: Option<&Stated<T>>, new: Option<Stated<T>>) -> Option<Stated<T>> {
        match old {
            Some(old) if old.origin == Origin::Confirmed || new.is_none() => Some(old.clone()),
            _ => new,
        }
    }
    Metadata {
        id: new.id,
        outlet: kept(old.outlet.as_ref(), new.outlet),
        headline: kept(old.headline.as_ref(), new.headline),
        author: kept(old.author.as_ref(), new.author),
        published: kept(old.published.as_ref(), new.published),
        url: kept(old.url.as_ref(), new.url),
        language: kept(old.language.as_ref(), new.language),
        status: if old.status == ReadingStatus::Read { ReadingStatus::Reading } else { old.status },
        note: old.note.clone(),
    }
}

/// An alignment whose ends in the older version lead to the newer one.
fn realigned(session: &Session, row: &Alignment, old: ArticleId, new: ArticleId) -> Option<Edit> {
    let moved = |end: AlignmentEnd| {
        if end.article == Some(old) { AlignmentEnd { article: Some(new), ..end } } else { end }
    };
    let after = Alignment { from: moved(row.from), to: moved(row.to), ..row.clone() };
    let before = session.alignments.shared(row.id).filter(|_| after != *row)?;
    Some(Edit::Alignment(Change::update(before, after)))
}

/// Moves what belongs to one text to another.
struct Mover<'a> {
    shard: &'a Shard,
    article: &'a Article,
    carry: Carry,
}

impl Mover<'_> {
    fn moved(&self) -> (Vec<Edit>, Superseded) {
        let (id, shard) = (self.article.id, self.shard);
        let (mut edits, mut told) = (Vec::new(), Superseded::default());
        for row in shard.regions.iter() {
            match self.carry.span(row.span) {
                Some(span) => {
                    edits.push(Edit::Region(id, Change::insert(crate::model::Region { span, ..row.clone() })));
                }
                None => told.dropped += 1,
            }
        }
        for row in shard.repairs.iter() {
            match self.carry.span(row.span) {
                Some(span) => {
                    edits.push(Edit::Repair(id, Change::insert(crate::model::Repair { span, ..row.clone() })));
                }
                None => told.dropped += 1,
            }
        }
        for row in shard.mentions.by_key() {
            if let Some(fragments) = self.certain(&row.fragments) {
                told.carried += 1;
                edits.push(Edit::Mention(id, Change::insert(Mention { fragments, ..row.clone() })));
            } else {
                told.quarantined += 1;
                edits.push(Edit::Quarantine(id, Change::insert(self.quarantined(row))));
            }
        }
        let waiting = shard.quarantine.iter().map(|row| {
            let proposed = self.places(&row.mention.quote, 0);
            Quarantined { proposed, ..row.clone() }
        });
        edits.extend(waiting.map(|row| Edit::Quarantine(id, Change::insert(row))));
        let relations = shard.relations.iter();
        edits.extend(relations.map(|row| Edit::Relation(id, Change::insert(row.clone()))));
        for row in shard.suggestions.iter() {
            let fragments = row.fragments.as_ref().map(|fragments| self.fragments(fragments));
            match fragments {
                Some(None) => told.dropped += 1,
                fragments => {
                    let row = crate::model::Suggestion { fragments: fragments.flatten(), ..row.clone() };
                    edits.push(Edit::Suggestion(id, Change::insert(row)));
                }
            }
        }
        (edits, told)
    }

    /// Where all of `fragments` are, where their words stayed.
    fn fragments(&self, fragments: &Fragments) -> Option<Fragments> {
        let spans: Option<Vec<Span>> = fragments.spans().iter().map(|span| self.carry.span(*span)).collect();
        Fragments::new(self.article.text(), spans?).ok()
    }

    /// Where all of `fragments` are, where there is no doubt: what stands beside them stayed too, or the words are long and
    /// occur once in both texts.
    fn certain(&self, fragments: &Fragments) -> Option<Fragments> {
        let old = self.shard.article.text();
        let of_span = |span: &Span| {
            if self.carry.has_context(*span) {
                return self.carry.span(*span);
            }
            let words = span.slice(old).filter(|words| words.len() >= TELLING_BYTES)?;
            let only = |text: &str| {
                let mut places = text.match_indices(words).map(|(start, _)| start);
                places.next().filter(|_| places.next().is_none())
            };
            only(old)?;
            only(self.article.text()).map(|start| Span::bytes(start, start + words.len()))
        };
        let spans: Option<Vec<Span>> = fragments.spans().iter().map(of_span).collect();
        Fragments::new(self.article.text(), spans?).ok().filter(|moved| moved.spans().len() == fragments.spans().len())
    }

    fn quarantined(&self, row: &Mention) -> Quarantined {
        let near = self.carry.near(row.fragments.hull().start).to_usize();
        let proposed = self.places(&row.quote, near);
        let reason = match proposed.len() {
            0 => "the newer text does not have these words".to_owned(),
            _ => "the newer text has these words, but what stands beside them is not what it was".to_owned(),
        };
        let chars = self.shard.article.char_spans(&row.fragments);
        let Ok(mention) = row.clone().try_map(|_| Ok::<Vec<CharSpan>, std::convert::Infallible>(chars));
        Quarantined { mention, reason, proposed, ext: Ext::default() }
    }

    /// Places of `quote` in the newer text, those nearest to byte `near` first.
    fn places(&self, quote: &str, near: usize) -> Vec<CharSpan> {
        if quote.is_empty() {
            return Vec::new();
        }
        let mut starts: Vec<usize> = self.article.text().match_indices(quote).map(|(start, _)| start).collect();
        starts.sort_by_key(|start| start.abs_diff(near));
        starts.truncate(MAX_PROPOSED);
        starts.into_iter().map(|start| self.article.char_span(Span::bytes(start, start + quote.len()))).collect()
    }
}
