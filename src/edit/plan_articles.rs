//! Planning of commands on articles: what is known about them, regions, repairs, and their coming and going.

use super::change::{Change, Edit};
use super::command::{Command, Field, Places};
use super::plan::{Context, Plan, counted, short};
use super::plan_supersede::{carried_metadata, carried_over, is_mere_reading, supersedable};
use super::refusal::Refusal;
use super::transaction::Transaction;
use crate::model::{
    Article, ArticleId, Day, Ext, Interval, Metadata, Outlet, OutletId, Proposal, Region, RegionKind, Repair, Session,
    Shard, Stated,
};
use std::collections::BTreeSet;
use std::sync::Arc;

/// An article that is about to join a session. Where it supersedes one that is there, the work on that one moves to it.
#[derive(Clone, Debug)]
pub struct NewArticle {
    /// The text and its source.
    pub article: Article,
    /// What was guessed of it; its outlet is left to `outlet`.
    pub metadata: Metadata,
    /// The outlet's guessed name.
    pub outlet: Option<String>,
}

/// Plans the arrival of `articles` as one step: at the end of the list, or behind the one that they supersede.
///
/// # Errors
/// [`Refusal::Nothing`] where every one of them is in the session already, or there is none; other refusals where one
/// supersedes what is not there, or what is superseded already.
pub fn plan_add_articles(
    session: &Session,
    articles: Vec<NewArticle>,
    context: &mut Context<'_>,
) -> Result<Transaction, Refusal> {
    let mut plan = Plan { session, context, edits: Vec::new() };
    let mut outlets: Vec<Outlet> = Vec::new();
    let mut added: BTreeSet<ArticleId> = BTreeSet::new();
    // Articles that were superseded, and the places of those of them that stay.
    let (mut taken, mut grown): (Vec<ArticleId>, Vec<usize>) = (Vec::new(), Vec::new());
    for new in articles {
        let id = new.article.id;
        if session.shard(id).is_some() || added.contains(&id) {
            continue;
        }
        let older = new.article.supersedes.map(|old| supersedable(session, old, &taken)).transpose()?;
        let position = match older {
            // Those that went in further up have moved it down.
            Some(old) => {
                let place = session.position(old.id()).unwrap_or_default();
                place + 1 + grown.iter().filter(|before| **before < place).count()
            }
            None => session.shards().len() + added.len() - (taken.len() - grown.len()),
        };
        let metadata = match &new.outlet {
            Some(name) => {
                let outlet = plan.outlet_named(name, &mut outlets);
                Metadata { outlet: Some(Stated::guessed(outlet)), ..new.metadata }
            }
            None => new.metadata,
        };
        let metadata = older.map_or(metadata.clone(), |old| carried_metadata(&old.metadata, metadata));
        let moved = older.map(|old| carried_over(session, old, &new.article).0);
        let gone = older.filter(|old| is_mere_reading(session, old, &new.article));
        let mut article = new.article;
        if let Some(old) = gone {
            article.supersedes = old.article.supersedes;
        }
        plan.edits.push(Edit::Article { position, change: Change::insert(article) });
        let bare = Metadata::unknown(id);
        if metadata != bare {
            plan.edits.push(Edit::Metadata(Change::update(Arc::new(bare), metadata)));
        }
        plan.edits.extend(moved.into_iter().flatten());
        if let Some(old) = gone {
            plan.edits.extend(bare_gone(old, position - 1));
        } else {
            grown.extend(older.and_then(|old| session.position(old.id())));
        }
        taken.extend(older.map(Shard::id));
        added.insert(id);
    }
    let name = match (added.len(), taken.first().and_then(|old| session.shard(*old))) {
        (1, Some(old)) => format!("Update “{}”", short(old.title())),
        (count, None) => format!("Add {}", counted(count, "article")),
        (count, Some(_)) if count == taken.len() => format!("Update {}", counted(count, "article")),
        (count, Some(_)) => format!("Add {} and update {}", counted(count - taken.len(), "article"), taken.len()),
    };
    let name = plan.something(name)?;
    Ok(plan.finish(name))
}

pub(super) fn plan(plan: &mut Plan<'_, '_>, command: &Command) -> Result<String, Refusal> {
    match command {
        Command::AddRegion { article, fragments, kind } => add_region(plan, *article, fragments, *kind),
        Command::SetRegion { article, region, state } => {
            let before = plan.shard(*article)?.regions.shared(*region).ok_or_else(|| gone("region", *region))?;
            if before.state != *state {
                let after = Region { state: *state, ..Region::clone(&before) };
                plan.edits.push(Edit::Region(*article, Change::update(before, after)));
            }
            plan.something(format!("Mark region as {state}"))
        }
        Command::DropRegion { article, region } => {
            let before = plan.shard(*article)?.regions.shared(*region).ok_or_else(|| gone("region", *region))?;
            plan.edits.push(Edit::Region(*article, Change::delete(before)));
            Ok("Delete region".to_owned())
        }
        Command::SetRepair { article, repair, state } => {
            let before = plan.shard(*article)?.repairs.shared(*repair).ok_or_else(|| gone("repair", *repair))?;
            if before.state != *state {
                let after = Repair { state: *state, ..Repair::clone(&before) };
                plan.edits.push(Edit::Repair(*article, Change::update(before, after)));
            }
            plan.something(format!("Mark repair as {state}"))
        }
        Command::SetStatus { article, status } => {
            update_metadata(plan, *article, |row| row.status = *status)?;
            plan.something(format!("Mark article as {status}"))
        }
        Command::SetMetadata { article, field, value } => set_metadata(plan, *article, *field, value.as_deref()),
        Command::RemoveArticle { article } => remove_article(plan, *article),
        _ => Err(Refusal::Nothing("this command does not concern articles".to_owned())),
    }
}

fn gone(kind: &'static str, id: impl std::fmt::Display) -> Refusal {
    Refusal::NoRecord { kind, id: id.to_string() }
}

fn update_metadata(
    plan: &mut Plan<'_, '_>,
    article: ArticleId,
    change: impl FnOnce(&mut Metadata),
) -> Result<(), Refusal> {
    let before = Arc::clone(&plan.shard(article)?.metadata);
    let mut after = Metadata::clone(&before);
    change(&mut after);
    if after != *before {
        plan.edits.push(Edit::Metadata(Change::update(before, after)));
    }
    Ok(())
}

fn set_metadata(
    plan: &mut Plan<'_, '_>,
    article: ArticleId,
    field: Field,
    value: Option<&str>,
) -> Result<String, Refusal> {
    let value = value.map(str::trim).filter(|value| !value.is_empty());
    let text = value.map(|value| Stated::confirmed(value.to_owned()));
    match field {
        Field::Outlet => {
            let outlet = value.map(|name| Stated::confirmed(plan.outlet_named(name, &mut Vec::new())));
            update_metadata(plan, article, |row| row.outlet = outlet)?;
        }
        Field::Headline => update_metadata(plan, article, |row| row.headline = text)?,
        Field::Author => update_metadata(plan, article, |row| row.author = text)?,
        Field::Published => {
            let known = plan.shard(article)?.metadata.published.clone();
            let published = value.map(|value| day(value, known.as_ref())).transpose()?;
            update_metadata(plan, article, |row| row.published = published)?;
        }
        Field::Url => update_metadata(plan, article, |row| row.url = text)?,
        Field::Language => update_metadata(plan, article, |row| row.language = text)?,
        Field::Note => update_metadata(plan, article, |row| value.unwrap_or_default().clone_into(&mut row.note))?,
    }
    let name = match field {
        Field::Outlet => "outlet",
        Field::Headline => "headline",
        Field::Author => "author",
        Field::Published => "date",
        Field::Url => "address",
        Field::Language => "language",
        Field::Note => "note",
    };
    plan.something(format!("Set {name} of article"))
}

/// The day that `value` names, with the words in which the article states it where the day was known before.
fn day(value: &str, known: Option<&Stated<Interval>>) -> Result<Stated<Interval>, Refusal> {
    let parsed = value.parse::<jiff::civil::Date>().map(Day).map_err(|_| Refusal::BadValue {
        what: "the date".to_owned(),
        why: format!("is a day such as 2026-11-21, not `{value}`"),
    })?;
    let same = known.filter(|known| known.value.first == Some(parsed) && known.value.last == Some(parsed));
    Ok(Stated::confirmed(same.map_or_else(|| Interval::day(parsed), |known| known.value.clone())))
}

impl Plan<'_, '_> {
    /// The outlet called `name`, which is made where neither the session nor `made` has it.
    pub(super) fn outlet_named(&mut self, name: &str, made: &mut Vec<Outlet>) -> OutletId {
        let folded = name.to_lowercase();
        let known = self.session.outlets.iter().chain(made.iter());
        let found = known.filter(|outlet| outlet.name.to_lowercase() == folded).map(|outlet| outlet.id).next();
        if let Some(found) = found {
            return found;
        }
        let outlet = Outlet {
            id: self.context.ids.outlet(),
            name: name.to_owned(),
            reliability: None,
            country: String::new(),
            url: String::new(),
            note: String::new(),
            ext: Ext::default(),
        };
        let id = outlet.id;
        self.edits.push(Edit::Outlet(Change::insert(outlet.clone())));
        made.push(outlet);
        id
    }
}

fn add_region(
    plan: &mut Plan<'_, '_>,
    article: ArticleId,
    places: &Places,
    kind: RegionKind,
) -> Result<String, Refusal> {
    for span in plan.extent(article, places)?.spans() {
        let region = Region {
            id: plan.context.ids.region(),
            span: *span,
            kind,
            state: Proposal::Accepted,
            reason: String::new(),
            by: plan.by(),
            created: plan.context.at,
            ext: Ext::default(),
        };
        plan.edits.push(Edit::Region(article, Change::insert(region)));
    }
    Ok(format!("Mark as {kind}"))
}

/// Plans the end of an article: everything that belongs to it goes first, then the bare article.
fn remove_article(plan: &mut Plan<'_, '_>, article: ArticleId) -> Result<String, Refusal> {
    let shard = plan.shard(article)?;
    let name = format!("Remove article “{}”", short(shard.title()));
    let superseding = plan.session.shards().iter().find(|other| other.article.supersedes == Some(article));
    if let Some(other) = superseding {
        let why = format!("“{}” supersedes this article; remove that one first", other.title());
        return Err(Refusal::InUse(why));
    }
    for alignment in plan.session.alignments.iter() {
        if [alignment.from, alignment.to].iter().any(|end| end.article == Some(article)) {
            plan.edits.push(Edit::Alignment(Change::delete(Arc::new(alignment.clone()))));
        }
    }
    for open in plan.session.conflicts.iter().filter(|open| open.article == Some(article)) {
        plan.edits.push(Edit::Conflict(Change::delete(Arc::new(open.clone()))));
    }
    for decision in plan.session.decisions.iter().filter(|decision| decision.article == Some(article)) {
        plan.edits.push(Edit::Decision(Change::delete(Arc::new(decision.clone()))));
    }
    plan.edits.extend(gone_edits(shard));
    let position = plan.session.position(article).unwrap_or_default();
    plan.edits.extend(bare_gone(shard, position));
    Ok(name)
}

/// The end of an article, at this position, that nothing belongs to any more.
fn bare_gone(shard: &Shard, position: usize) -> Vec<Edit> {
    let bare = Metadata::unknown(shard.id());
    let known = (*shard.metadata != bare).then(|| Edit::Metadata(Change::update(Arc::clone(&shard.metadata), bare)));
    let gone = Edit::Article { position, change: Change::delete(Arc::clone(&shard.article)) };
    known.into_iter().chain([gone]).collect()
}

/// The end of everything that belongs to an article's text.
pub(super) fn gone_edits(shard: &Shard) -> Vec<Edit> {
    let article = shard.id();
    let mut edits: Vec<Edit> = all_gone(&shard.relations, |change| Edit::Relation(article, change)).collect();
    edits.extend(all_gone(&shard.suggestions, |change| Edit::Suggestion(article, change)));
    edits.extend(all_gone(&shard.mentions, |change| Edit::Mention(article, change)));
    edits.extend(all_gone(&shard.quarantine, |change| Edit::Quarantine(article, change)));
    edits.extend(all_gone(&shard.regions, |change| Edit::Region(article, change)));
    edits.extend(all_gone(&shard.repairs, |change| Edit::Repair(article, change)));
    edits
}

fn all_gone<'a, R: crate::model::Record>(
    table: &'a crate::model::Table<R>,
    edit: impl Fn(Change<R>) -> Edit + 'a,
) -> impl Iterator<Item = Edit> + 'a {
    table.iter().filter_map(|row| table.shared(row.id())).map(move |row| edit(Change::delete(row)))
}
