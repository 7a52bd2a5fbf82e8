//! Planning of what becomes of suggestions: one by one, or several of an article as one step.
//!
//! A proposed relation may wait for proposed mentions. It follows them: once both are mentions it is made, in the step that
//! makes the second of them; it is turned down with either, and open again when neither is turned down any more.

use super::change::{Change, Edit};
use super::command::{Command, Places, TagDraft};
use super::plan::{Plan, counted, not_in_schema};
use super::plan_mentions::{link, new_mention, once_each};
use super::plan_relations::new_relation;
use super::refusal::Refusal;
use crate::model::{
    ArticleId, FLAGS_KEY, FROM_KEY, How, Label, Mention, MentionId, NOTES_KEY, Note, Proposal, Provenance, Relation,
    Slug, Suggestion, SuggestionId, SuggestionKind, TO_KEY,
};
use crate::text::Span;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub(super) fn plan(plan: &mut Plan<'_, '_>, command: &Command) -> Result<String, Refusal> {
    match command {
        Command::SetSuggestion { article, suggestion, state } => {
            let before = find(plan, *article, *suggestion)?;
            if before.state == Proposal::Accepted {
                let why = "this suggestion was taken already; undo that step to take it back";
                return Err(Refusal::Nothing(why.to_owned()));
            }
            let mut settling = Settling::new(*article, *state);
            if *state == Proposal::Accepted {
                if before.is_waiting() {
                    let why = "this relation joins suggestions; accept these, and it comes with them";
                    return Err(Refusal::InUse(why.to_owned()));
                }
                settling.accept(plan, &before)?;
            }
            settling.mark(plan, before);
            settling.follow(plan)?;
            plan.something(format!("Mark suggestion as {state}"))
        }
        Command::SetSuggestions { article, suggestions, state } => {
            let count = set_several(plan, *article, suggestions, *state)?;
            plan.something(format!("{} {}", verb(*state), counted(count, "suggestion")))
        }
        Command::SettleSuggestions { articles, state } => {
            let mut count = 0;
            let mut seen = BTreeSet::new();
            for (article, suggestions) in articles {
                if !seen.insert(*article) {
                    let why = "this command names an article twice; name all of its suggestions together";
                    return Err(Refusal::InUse(why.to_owned()));
                }
                count += set_several(plan, *article, suggestions, *state)?;
            }
            let of = counted(articles.len(), "article");
            plan.something(format!("{} {} in {of}", verb(*state), counted(count, "suggestion")))
        }
        _ => Err(Refusal::Nothing("this command does not concern suggestions".to_owned())),
    }
}

fn find(plan: &Plan<'_, '_>, article: ArticleId, id: SuggestionId) -> Result<Arc<Suggestion>, Refusal> {
    let found = plan.shard(article)?.suggestions.shared(id);
    found.ok_or_else(|| Refusal::NoRecord { kind: "suggestion", id: id.to_string() })
}

/// Plans what becomes of suggestions of one article, and says of how many. Those that were taken already stay as they are. What is in the session already, or is proposed twice, is made once.
fn set_several(
    plan: &mut Plan<'_, '_>,
    article: ArticleId,
    ids: &[SuggestionId],
    state: Proposal,
) -> Result<usize, Refusal> {
    let mut settling = Settling::new(article, state);
    for id in once_each(ids) {
        let before = find(plan, article, id)?;
        let comes_with_others = state == Proposal::Accepted && before.is_waiting();
        if before.state == Proposal::Accepted || before.state == state || comes_with_others {
            continue;
        }
        if state == Proposal::Accepted {
            match settling.accept(plan, &before) {
                Ok(()) | Err(Refusal::AlreadyTagged(_) | Refusal::Nothing(_)) => {}
                Err(refusal) => return Err(refusal),
            }
        }
        settling.mark(plan, before);
    }
    let count = settling.marked.len();
    settling.follow(plan)?;
    Ok(count)
}

fn verb(state: Proposal) -> &'static str {
    match state {
        Proposal::Proposed => "Reopen",
        Proposal::Accepted => "Accept",
        Proposal::Rejected => "Reject",
    }
}

/// Suggestions of one article on their way into one state.
struct Settling {
    article: ArticleId,
    state: Proposal,
    /// Those that were marked.
    marked: BTreeSet<SuggestionId>,
    /// The mentions that proposed ones have become.
    became: BTreeMap<SuggestionId, Arc<Mention>>,
    /// What was made, so that nothing makes it again.
    mentions: BTreeMap<(Label, Vec<Span>), Arc<Mention>>,
    linked: BTreeSet<MentionId>,
    relations: BTreeSet<(MentionId, MentionId, Label, Option<Slug>)>,
}

impl Settling {
    fn new(article: ArticleId, state: Proposal) -> Self {
        Self {
            article,
            state,
            marked: BTreeSet::new(),
            became: BTreeMap::new(),
            mentions: BTreeMap::new(),
            linked: BTreeSet::new(),
            relations: BTreeSet::new(),
        }
    }

    fn mark(&mut self, plan: &mut Plan<'_, '_>, before: Arc<Suggestion>) {
        if before.state != self.state {
            self.marked.insert(before.id);
            let after = Suggestion { state: self.state, ..Suggestion::clone(&before) };
            plan.edits.push(Edit::Suggestion(self.article, Change::update(before, after)));
        }
    }

    /// Plans the record that `suggestion` proposes, unless another one has made it.
    fn accept(&mut self, plan: &mut Plan<'_, '_>, suggestion: &Suggestion) -> Result<(), Refusal> {
        match suggestion.kind {
            SuggestionKind::Mention => self.accept_mention(plan, suggestion),
            SuggestionKind::Link => {
                let (mention, entry) =
                    suggestion.mention.zip(suggestion.entry).ok_or_else(|| incomplete(suggestion))?;
                if self.linked.insert(mention) {
                    link(plan, self.article, &[mention], Some(entry))?;
                }
                Ok(())
            }
            SuggestionKind::Relation => {
                let (from, to) = suggestion.mention.zip(suggestion.target).ok_or_else(|| incomplete(suggestion))?;
                let ends = (plan.mention(self.article, from)?, plan.mention(self.article, to)?);
                self.relate(plan, suggestion, (&ends.0, &ends.1))
            }
        }
    }

    fn accept_mention(&mut self, plan: &mut Plan<'_, '_>, suggestion: &Suggestion) -> Result<(), Refusal> {
        let proposed = suggestion.label.clone().zip(suggestion.fragments.as_ref());
        let (label, fragments) = proposed.ok_or_else(|| incomplete(suggestion))?;
        let key = (label.clone(), fragments.spans().to_vec());
        if let Some(made) = self.mentions.get(&key) {
            self.became.insert(suggestion.id, Arc::clone(made));
            return Ok(());
        }
        let draft = TagDraft {
            article: self.article,
            label,
            fragments: Places::Bytes(key.1.clone()),
            quote: Some(suggestion.quote.clone()),
            entry: suggestion.entry,
            attributes: suggestion.attributes.clone(),
            confidence: None,
            note: None,
        };
        let made = match new_mention(plan, &draft, suggested(suggestion)) {
            Ok(made) => made,
            Err(Refusal::AlreadyTagged(twin)) => {
                let there = plan.mention(self.article, twin)?;
                self.became.insert(suggestion.id, there);
                return Err(Refusal::AlreadyTagged(twin));
            }
            Err(refusal) => return Err(refusal),
        };
        let flags = suggestion.kept_texts(FLAGS_KEY).filter_map(|flag| Slug::new(flag).ok()).collect();
        let made = Mention { flags, notes: notes(suggestion), ext: suggestion.ext_of_record(), ..made };
        let shared = Arc::new(made.clone());
        plan.edits.push(Edit::Mention(self.article, Change::insert(made)));
        self.became.insert(suggestion.id, Arc::clone(&shared));
        self.mentions.insert(key, shared);
        Ok(())
    }

    /// Plans the relation that `suggestion` proposes between two mentions.
    fn relate(
        &mut self,
        plan: &mut Plan<'_, '_>,
        suggestion: &Suggestion,
        (from, to): (&Mention, &Mention),
    ) -> Result<(), Refusal> {
        let label = suggestion.label.as_ref().ok_or_else(|| incomplete(suggestion))?;
        let role = suggestion.role.as_ref();
        let made = new_relation(plan, self.article, (from, to), (label, role), suggested(suggestion))?;
        for (slug, value) in &suggestion.attributes {
            let schema = &plan.session.schema;
            let def = schema.attributes.iter().find(|def| def.id == *slug && def.relation_types.contains(label));
            let def = def.ok_or_else(|| not_in_schema("attribute for this relation called", slug, &[]))?;
            def.check(value).map_err(|why| Refusal::BadValue { what: def.name.clone(), why })?;
        }
        if self.relations.insert((from.id, to.id, label.clone(), suggestion.role.clone())) {
            let (attributes, ext) = (suggestion.attributes.clone(), suggestion.ext_of_record());
            let made = Relation { attributes, notes: notes(suggestion), ext, ..made };
            plan.edits.push(Edit::Relation(self.article, Change::insert(made)));
        }
        Ok(())
    }

    /// Plans what becomes of the relations that wait for what was marked.
    fn follow(&mut self, plan: &mut Plan<'_, '_>) -> Result<(), Refusal> {
        let shard = plan.shard(self.article)?;
        let waiting = self.marked.iter().flat_map(|id| shard.waiting_for(*id)).map(|row| row.id);
        let waiting: BTreeSet<SuggestionId> = waiting.filter(|id| !self.marked.contains(id)).collect();
        let was_rejected =
            |id: SuggestionId| shard.suggestions.get(id).is_some_and(|row| row.state == Proposal::Rejected);
        let new = self.became.values().map(|made| (made.id, Arc::clone(made))).collect();
        for before in waiting.into_iter().filter_map(|id| shard.suggestions.shared(id)) {
            if before.state == Proposal::Accepted {
                continue;
            }
            let mut after = Suggestion::clone(&before);
            for (id, key) in before.awaited().into_iter().zip([FROM_KEY, TO_KEY]) {
                let Some(made) = id.and_then(|id| self.became.get(&id)) else { continue };
                let end = if key == FROM_KEY { &mut after.mention } else { &mut after.target };
                *end = Some(made.id);
                after.ext.remove(key);
            }
            let is_rejected = |id: SuggestionId| {
                if self.marked.contains(&id) { self.state == Proposal::Rejected } else { was_rejected(id) }
            };
            if after.awaited().into_iter().flatten().any(is_rejected) {
                after.state = Proposal::Rejected;
            } else if before.awaited().into_iter().flatten().any(was_rejected) {
                after.state = Proposal::Proposed;
            }
            if after.state == Proposal::Proposed && self.join(plan, &after, &new) {
                after.state = Proposal::Accepted;
            }
            if after != *before {
                plan.edits.push(Edit::Suggestion(self.article, Change::update(before, after)));
            }
        }
        Ok(())
    }

    /// Plans the relation that `suggestion` proposes, where both of its ends are mentions and the schema lets them be joined;
    /// whether it is there then.
    fn join(
        &mut self,
        plan: &mut Plan<'_, '_>,
        suggestion: &Suggestion,
        new: &BTreeMap<MentionId, Arc<Mention>>,
    ) -> bool {
        let end = |id: Option<MentionId>| {
            let id = id?;
            new.get(&id).cloned().or_else(|| plan.mention(self.article, id).ok())
        };
        let Some((from, to)) = end(suggestion.mention).zip(end(suggestion.target)) else { return false };
        matches!(self.relate(plan, suggestion, (&from, &to)), Ok(()) | Err(Refusal::Nothing(_)))
    }
}

fn incomplete(suggestion: &Suggestion) -> Refusal {
    Refusal::InUse(format!("the suggestion {} does not say what to make; reject it", suggestion.id))
}

fn suggested(suggestion: &Suggestion) -> Provenance {
    Provenance { how: How::Suggested, ..suggestion.provenance.clone() }
}

/// The notes that came with what is proposed.
fn notes(suggestion: &Suggestion) -> Vec<Note> {
    let (by, at) = (suggestion.by, suggestion.created);
    suggestion.kept_texts(NOTES_KEY).map(|text| Note { by, at, text: text.to_owned() }).collect()
}
