//! Planning of commands on alignments: how entries, or mentions of different articles, stand to each other.

use super::change::{Change, Edit};
use super::command::{Command, EntryDraft};
use super::plan::Plan;
use super::plan_register::{add_entry, shared_entry};
use super::refusal::Refusal;
use crate::model::{
    Alignment, AlignmentEnd, AlignmentId, AlignmentKind, ArticleId, EntryId, Ext, MentionId, Review, Slug,
};
use std::collections::BTreeSet;

pub(super) fn plan(plan: &mut Plan<'_, '_>, command: &Command) -> Result<String, Refusal> {
    match command {
        Command::Align { from, to, kind } => {
            check_end(plan, *from)?;
            check_end(plan, *to)?;
            align(plan, *from, *to, *kind)
        }
        Command::AlignEntries { from, to, kind } => align_entries(plan, *from, *to, *kind),
        Command::DropAlignment { alignment } => drop_alignment(plan, *alignment),
        _ => Err(Refusal::Nothing("this command does not concern alignments".to_owned())),
    }
}

/// What stands on one side.
enum Side {
    Entry(EntryId),
    Mention(ArticleId, MentionId),
}

fn side(end: AlignmentEnd) -> Result<Side, Refusal> {
    match (end.entry, end.article, end.mention) {
        (Some(entry), None, None) => Ok(Side::Entry(entry)),
        (None, Some(article), Some(mention)) => Ok(Side::Mention(article, mention)),
        _ => Err(Refusal::BadValue {
            what: "a side of an alignment".to_owned(),
            why: "is either an entry, or a mention together with its article".to_owned(),
        }),
    }
}

fn check_end(plan: &Plan<'_, '_>, end: AlignmentEnd) -> Result<(), Refusal> {
    match side(end)? {
        Side::Entry(entry) => shared_entry(plan, entry).map(drop),
        Side::Mention(article, mention) => plan.mention(article, mention).map(drop),
    }
}

/// Plans how two sides that are there, or will be with this step, stand to each other.
fn align(
    plan: &mut Plan<'_, '_>,
    from: AlignmentEnd,
    to: AlignmentEnd,
    kind: AlignmentKind,
) -> Result<String, Refusal> {
    if from == to || (from.article.is_some() && from.article == to.article) {
        let why =
            "an alignment joins two entries, or mentions of two different articles; inside one article use a relation";
        return Err(Refusal::InUse(why.to_owned()));
    }
    if let Some((one, two)) = plan.session.layer_at(from).zip(plan.session.layer_at(to)).filter(|(one, two)| one != two)
    {
        return Err(Refusal::InUse(of_two_layers(plan, one, two)));
    }
    let same_ends = |known: &&Alignment| (known.from, known.to) == (from, to) || (known.from, known.to) == (to, from);
    let known = plan.session.alignments.iter().find(same_ends).map(|known| known.id);
    if let Some(before) = known.and_then(|id| plan.session.alignments.shared(id)) {
        if before.kind != kind || before.from != from {
            let after = Alignment { kind, from, to, modified: Some(plan.context.at), ..Alignment::clone(&before) };
            plan.edits.push(Edit::Alignment(Change::update(before, after)));
        }
        return plan.something(format!("Change alignment to {kind}"));
    }
    let alignment = Alignment {
        id: plan.context.ids.alignment(),
        kind,
        from,
        to,
        confidence: None,
        notes: Vec::new(),
        review: Review::default(),
        by: plan.by(),
        created: plan.context.at,
        modified: None,
        ext: Ext::default(),
    };
    plan.edits.push(Edit::Alignment(Change::insert(alignment)));
    Ok(format!("Align as {kind}"))
}

fn align_entries(
    plan: &mut Plan<'_, '_>,
    from: AlignmentEnd,
    to: AlignmentEnd,
    kind: AlignmentKind,
) -> Result<String, Refusal> {
    if from == to {
        return Err(Refusal::InUse("nothing is compared with itself; choose another one".to_owned()));
    }
    let (one, layer) = entry_of(plan, from)?;
    let (two, other) = entry_of(plan, to)?;
    if one == two {
        let name = plan.session.entry_name(one).unwrap_or_default().to_owned();
        let why =
            format!("both are linked to “{name}”, which says that they are the same; link one to another entry first");
        return Err(Refusal::InUse(why));
    }
    if layer != other {
        let why = format!("are of the layers `{layer}` and `{other}`; entries of one layer are compared");
        return Err(Refusal::BadValue { what: "the two".to_owned(), why });
    }
    let made = plan.edits.iter().filter(|edit| matches!(edit, Edit::Entry(_))).count();
    let name = align(plan, AlignmentEnd::of_entry(one), AlignmentEnd::of_entry(two), kind)?;
    Ok(match made {
        0 => name,
        1 => format!("{name}, with a new entry"),
        some => format!("{name}, with {some} new entries"),
    })
}

/// The entry that a side is or speaks of, with its layer; one that is planned now where the side is linked to none.
fn entry_of(plan: &mut Plan<'_, '_>, end: AlignmentEnd) -> Result<(EntryId, Slug), Refusal> {
    let (article, mention) = match side(end)? {
        Side::Entry(entry) => return shared_entry(plan, entry).map(|row| (row.id, row.layer.clone())),
        Side::Mention(article, mention) => (article, plan.mention(article, mention)?),
    };
    if let Some(entry) = mention.entry {
        return shared_entry(plan, entry).map(|row| (row.id, row.layer.clone()));
    }
    let layer = Slug::new(mention.label.layer())?;
    let entry = plan.context.ids.entry();
    let draft = EntryDraft {
        entry: Some(entry),
        layer: layer.clone(),
        name: mention.quote.split_whitespace().collect::<Vec<_>>().join(" "),
        kind: Some(mention.label.clone()).filter(|label| *label != layer),
        aliases: Vec::new(),
        mentions: vec![mention.id],
        article: Some(article),
    };
    add_entry(plan, &draft)?;
    Ok((entry, layer))
}

fn of_two_layers(plan: &Plan<'_, '_>, one: &str, two: &str) -> String {
    let name = |layer: &str| plan.session.schema.layers.iter().find(|known| known.id.as_str() == layer);
    let name = |layer: &str| name(layer).map_or_else(|| layer.to_owned(), |known| known.name.clone());
    let (one, two) = (name(one), name(two));
    format!("one side is of the layer {one} and the other of {two}; what is compared is of one layer")
}

/// Refuses that mentions or an entry come to `layer` when they are compared with something of another.
pub(super) fn keep_alignments(
    plan: &Plan<'_, '_>,
    changed: &BTreeSet<AlignmentEnd>,
    layer: &str,
) -> Result<(), Refusal> {
    let before = |end: AlignmentEnd| plan.session.layer_at(end);
    let after = |end: AlignmentEnd| if changed.contains(&end) { Some(layer) } else { before(end) };
    let is_named = |row: &&Alignment| changed.contains(&row.from) || changed.contains(&row.to);
    for row in plan.session.alignments.iter().filter(is_named) {
        let held = before(row.from) == before(row.to);
        if let Some((one, two)) = after(row.from).zip(after(row.to)).filter(|(one, two)| held && one != two) {
            let why = format!("{}; delete the alignment first", of_two_layers(plan, one, two));
            return Err(Refusal::InUse(why));
        }
    }
    Ok(())
}

fn drop_alignment(plan: &mut Plan<'_, '_>, id: AlignmentId) -> Result<String, Refusal> {
    let found = plan.session.alignments.shared(id);
    let before = found.ok_or_else(|| Refusal::NoRecord { kind: "alignment", id: id.to_string() })?;
    plan.edits.push(Edit::Alignment(Change::delete(before)));
    Ok("Delete alignment".to_owned())
}
