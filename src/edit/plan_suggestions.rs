//! Planning of what becomes of suggestions: one by one, or several of an article as one step.

use super::change::{Change, Edit};
use super::command::{Command, Places, TagDraft};
use super::plan::{Plan, counted};
use super::plan_mentions::{link, new_mention, once_each};
use super::plan_relations::relate;
use super::refusal::Refusal;
use crate::model::{ArticleId, How, Label, MentionId, Proposal, Provenance, Suggestion, SuggestionId, SuggestionKind};
use crate::text::Span;
use std::collections::BTreeSet;
use std::sync::Arc;

pub(super) fn plan(plan: &mut Plan<'_, '_>, command: &Command) -> Result<String, Refusal> {
    match command {
        Command::SetSuggestion { article, suggestion, state } => {
            let before = find(plan, *article, *suggestion)?;
            if before.state == Proposal::Accepted {
                let why = "this suggestion was taken already; undo that step to take it back";
                return Err(Refusal::Nothing(why.to_owned()));
            }
            if *state == Proposal::Accepted {
                accept(plan, *article, &before)?;
            }
            mark(plan, *article, before, *state);
            plan.something(format!("Mark suggestion as {state}"))
        }
        Command::SetSuggestions { article, suggestions, state } => set_several(plan, *article, suggestions, *state),
        _ => Err(Refusal::Nothing("this command does not concern suggestions".to_owned())),
    }
}

fn find(plan: &Plan<'_, '_>, article: ArticleId, id: SuggestionId) -> Result<Arc<Suggestion>, Refusal> {
    let found = plan.shard(article)?.suggestions.shared(id);
    found.ok_or_else(|| Refusal::NoRecord { kind: "suggestion", id: id.to_string() })
}

fn mark(plan: &mut Plan<'_, '_>, article: ArticleId, before: Arc<Suggestion>, state: Proposal) {
    if before.state != state {
        let after = Suggestion { state, ..Suggestion::clone(&before) };
        plan.edits.push(Edit::Suggestion(article, Change::update(before, after)));
    }
}

/// What several suggestions have made so far, so that none makes it again.
#[derive(Default)]
struct Made {
    mentions: BTreeSet<(Label, Vec<Span>)>,
    linked: BTreeSet<MentionId>,
    relations: BTreeSet<(MentionId, MentionId, Option<Label>, Option<Label>)>,
}

impl Made {
    /// Whether `suggestion` proposes what none before it did.
    fn is_first(&mut self, suggestion: &Suggestion) -> bool {
        match suggestion.kind {
            SuggestionKind::Mention => {
                let place = suggestion.label.clone().zip(suggestion.fragments.as_ref());
                place.is_none_or(|(label, place)| self.mentions.insert((label, place.spans().to_vec())))
            }
            SuggestionKind::Link => suggestion.mention.is_none_or(|mention| self.linked.insert(mention)),
            SuggestionKind::Relation => suggestion.mention.zip(suggestion.target).is_none_or(|(from, to)| {
                self.relations.insert((from, to, suggestion.label.clone(), suggestion.role.clone()))
            }),
        }
    }
}

/// Those that were taken already stay as they are. What is in the session already, or is proposed twice, is made once.
fn set_several(
    plan: &mut Plan<'_, '_>,
    article: ArticleId,
    ids: &[SuggestionId],
    state: Proposal,
) -> Result<String, Refusal> {
    let mut made = Made::default();
    let mut count = 0;
    for id in once_each(ids) {
        let before = find(plan, article, id)?;
        if before.state == Proposal::Accepted || before.state == state {
            continue;
        }
        if state == Proposal::Accepted && made.is_first(&before) {
            match accept(plan, article, &before) {
                Ok(()) | Err(Refusal::AlreadyTagged(_) | Refusal::Nothing(_)) => {}
                Err(refusal) => return Err(refusal),
            }
        }
        mark(plan, article, before, state);
        count += 1;
    }
    let verb = match state {
        Proposal::Proposed => "Reopen",
        Proposal::Accepted => "Accept",
        Proposal::Rejected => "Reject",
    };
    plan.something(format!("{verb} {}", counted(count, "suggestion")))
}

/// Plans the record that `suggestion` proposes.
fn accept(plan: &mut Plan<'_, '_>, article: ArticleId, suggestion: &Suggestion) -> Result<(), Refusal> {
    let incomplete =
        || Refusal::InUse(format!("the suggestion {} does not say what to make; reject it", suggestion.id));
    let provenance = Provenance { how: How::Suggested, ..suggestion.provenance.clone() };
    match suggestion.kind {
        SuggestionKind::Mention => {
            let fragments = suggestion.fragments.as_ref().ok_or_else(incomplete)?;
            let draft = TagDraft {
                article,
                label: suggestion.label.clone().ok_or_else(incomplete)?,
                fragments: Places::Bytes(fragments.spans().to_vec()),
                quote: Some(suggestion.quote.clone()),
                entry: suggestion.entry,
                attributes: suggestion.attributes.clone(),
                confidence: None,
                note: None,
            };
            let mention = new_mention(plan, &draft, provenance)?;
            plan.edits.push(Edit::Mention(article, Change::insert(mention)));
        }
        SuggestionKind::Link => {
            let mention = suggestion.mention.ok_or_else(incomplete)?;
            link(plan, article, &[mention], Some(suggestion.entry.ok_or_else(incomplete)?))?;
        }
        SuggestionKind::Relation => {
            let ends = suggestion.mention.zip(suggestion.target).ok_or_else(incomplete)?;
            let label = suggestion.label.as_ref().ok_or_else(incomplete)?;
            relate(plan, article, ends, label, suggestion.role.as_ref(), provenance)?;
        }
    }
    Ok(())
}
