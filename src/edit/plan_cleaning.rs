//! Planning of what cleaning proposes: regions and repairs that come as proposals, and many of them decided at once.

use super::change::{Change, Edit};
use super::command::{Command, Places};
use super::command_parts::{ProposalsOf, RegionsOf, RepairDraft, RepairsOf};
use super::plan::{Plan, counted};
use super::plan_articles::Cleaning;
use super::refusal::Refusal;
use crate::model::{Article, ArticleId, Ext, Proposal, Record, Region, Repair, Shard, Table};
use crate::text::{ByteOffset, Fragments, Span};
use std::collections::BTreeSet;
use std::sync::Arc;

pub(super) fn plan(plan: &mut Plan<'_, '_>, command: &Command) -> Result<String, Refusal> {
    match command {
        Command::Propose { articles } => propose_all(plan, articles),
        Command::SetRegions { regions, state } => set_regions(plan, regions, *state),
        Command::SetRepairs { repairs, state } => set_repairs(plan, repairs, *state),
        _ => Err(Refusal::Nothing("this command does not concern cleaning".to_owned())),
    }
}

fn propose_all(plan: &mut Plan<'_, '_>, articles: &[ProposalsOf]) -> Result<String, Refusal> {
    for of in articles {
        let shard = plan.shard(of.article)?;
        let cleaning = Cleaning { regions: of.regions.clone(), repairs: of.repairs.clone() };
        let edits = propose(plan, &shard.article, &cleaning, &Known::of_shard(shard))?;
        plan.edits.extend(edits);
    }
    let count = plan.edits.len();
    plan.something(format!("Propose {} of cleaning", counted(count, "place")))
}

/// Places of one article that are known, whatever was decided about them.
#[derive(Debug, Default)]
pub(super) struct Known {
    regions: Vec<Span>,
    repairs: Vec<Span>,
}

impl Known {
    pub(super) fn of_shard(shard: &Shard) -> Self {
        let regions = shard.regions.iter().map(|row| row.span).collect();
        Self { regions, repairs: shard.repairs.iter().map(|row| row.span).collect() }
    }

    /// What `edits` bring to an article.
    pub(super) fn of_edits(article: ArticleId, edits: &[Edit]) -> Self {
        let mut known = Self::default();
        for edit in edits {
            match edit {
                Edit::Region(of, change) if *of == article => {
                    known.regions.extend(change.after.iter().map(|row| row.span));
                }
                Edit::Repair(of, change) if *of == article => {
                    known.repairs.extend(change.after.iter().map(|row| row.span));
                }
                _ => {}
            }
        }
        known
    }
}

/// The proposals for `article`. What stands in or across a place that is known already is not proposed again.
pub(super) fn propose(
    plan: &mut Plan<'_, '_>,
    article: &Article,
    cleaning: &Cleaning,
    known: &Known,
) -> Result<Vec<Edit>, Refusal> {
    let mut edits = Vec::new();
    let mut fresh = Vec::new();
    for draft in &cleaning.regions {
        for span in places(article, &draft.fragments)?.spans() {
            fresh.push((*span, draft));
        }
    }
    for (span, draft) in untaken(fresh, &known.regions) {
        let region = Region {
            id: plan.context.ids.region(),
            span,
            kind: draft.kind,
            state: Proposal::Proposed,
            reason: draft.reason.clone(),
            by: plan.by(),
            created: plan.context.at,
            ext: Ext::default(),
        };
        edits.push(Edit::Region(article.id, Change::insert(region)));
    }
    let fresh = cleaning.repairs.iter().map(|draft| Ok((place(article, draft)?, draft)));
    for (span, draft) in untaken(fresh.collect::<Result<Vec<_>, Refusal>>()?, &known.repairs) {
        let repair = Repair {
            id: plan.context.ids.repair(),
            span,
            quote: span.slice(article.text()).unwrap_or_default().to_owned(),
            replacement: draft.replacement.clone(),
            kind: draft.kind,
            state: Proposal::Proposed,
            reason: draft.reason.clone(),
            by: plan.by(),
            created: plan.context.at,
            ext: Ext::default(),
        };
        edits.push(Edit::Repair(article.id, Change::insert(repair)));
    }
    Ok(edits)
}

/// Those of `fresh`, in text order, that overlap neither the `taken` places nor each other.
fn untaken<T>(mut fresh: Vec<(Span, T)>, taken: &[Span]) -> Vec<(Span, T)> {
    fresh.sort_by_key(|(span, _)| *span);
    let mut taken = taken.to_vec();
    taken.sort_unstable();
    // Places that are known may lie in each other, so a later one may end earlier: what counts is how far any reaches.
    let mut reach = taken.iter().copied().peekable();
    let mut known_end = ByteOffset::default();
    let mut own_end = ByteOffset::default();
    fresh.retain(|(span, _)| {
        while let Some(known) = reach.next_if(|known| known.start < span.end) {
            known_end = known_end.max(known.end);
        }
        let is_free = known_end <= span.start && own_end <= span.start;
        if is_free {
            own_end = span.end;
        }
        is_free
    });
    fresh
}

fn places(article: &Article, places: &Places) -> Result<Fragments, Refusal> {
    Ok(match places {
        Places::Bytes(spans) => Fragments::new(article.text(), spans.clone())?,
        Places::Chars(spans) => article.fragments_from_chars(spans)?,
    })
}

/// The one place of a repair, whose words are those that the draft expects.
fn place(article: &Article, draft: &RepairDraft) -> Result<Span, Refusal> {
    let fragments = places(article, &draft.fragments)?;
    let bad = |why: String| Err(Refusal::BadValue { what: "the repair".to_owned(), why });
    let &[span] = fragments.spans() else { return bad("stands on one stretch of text".to_owned()) };
    let words = span.slice(article.text()).unwrap_or_default();
    match &draft.quote {
        Some(quote) if quote != words => bad(format!("is for `{quote}`, and the text reads `{words}` there")),
        _ if draft.replacement.is_empty() => bad("needs words to read instead".to_owned()),
        _ if draft.replacement == words => bad(format!("changes nothing: the text reads `{words}` already")),
        _ => Ok(span),
    }
}

fn set_regions(plan: &mut Plan<'_, '_>, regions: &RegionsOf, state: Proposal) -> Result<String, Refusal> {
    settle(
        plan,
        (regions, "region"),
        |shard| &shard.regions,
        |article, before| {
            let after = (before.state != state).then(|| Region { state, ..Region::clone(before) })?;
            Some(Edit::Region(article, Change::update(Arc::clone(before), after)))
        },
    )?;
    let count = plan.edits.len();
    plan.something(format!("Mark {} as {state}", counted(count, "region")))
}

fn set_repairs(plan: &mut Plan<'_, '_>, repairs: &RepairsOf, state: Proposal) -> Result<String, Refusal> {
    settle(
        plan,
        (repairs, "repair"),
        |shard| &shard.repairs,
        |article, before| {
            let after = (before.state != state).then(|| Repair { state, ..Repair::clone(before) })?;
            Some(Edit::Repair(article, Change::update(Arc::clone(before), after)))
        },
    )?;
    let count = plan.edits.len();
    plan.something(format!("Mark {} as {state}", counted(count, "repair")))
}

/// Records of one article.
type IdsOf<R> = (ArticleId, Vec<<R as Record>::Id>);

/// Plans what `edit` makes of each of the records, once each.
fn settle<R: Record>(
    plan: &mut Plan<'_, '_>,
    (records, kind): (&[IdsOf<R>], &'static str),
    table: impl Fn(&Shard) -> &Table<R>,
    edit: impl Fn(ArticleId, &Arc<R>) -> Option<Edit>,
) -> Result<(), Refusal>
where
    R::Id: Ord + Copy + std::fmt::Display,
{
    for (article, ids) in records {
        let shard = plan.shard(*article)?;
        for id in once(ids) {
            let found = table(shard).shared(id);
            let before = found.ok_or_else(|| Refusal::NoRecord { kind, id: id.to_string() })?;
            plan.edits.extend(edit(*article, &before));
        }
    }
    refuse_twice(records)
}

fn once<I: Ord + Copy>(ids: &[I]) -> BTreeSet<I> {
    ids.iter().copied().collect()
}

fn refuse_twice<T>(of: &[(ArticleId, Vec<T>)]) -> Result<(), Refusal> {
    let mut seen = BTreeSet::new();
    if of.iter().all(|(article, _)| seen.insert(*article)) {
        return Ok(());
    }
    Err(Refusal::InUse("this command names an article twice; name all of its places together".to_owned()))
}
