//! From a command to a transaction: a pure function that either says every change or why there is none.

use super::change::{Change, Edit};
use super::command::{Command, Places};
use super::ids::Ids;
use super::plan_schema::set_schema;
use super::plan_twins::join_alike;
use super::refusal::Refusal;
use super::transaction::Transaction;
use super::{
    plan_alignments as alignments, plan_articles as articles, plan_cleaning as cleaning, plan_conflicts as conflicts,
    plan_decisions as decisions, plan_entries as entries, plan_filters as filters, plan_guidelines as guidelines,
    plan_joins as joins, plan_many as many, plan_mentions as mentions, plan_notes as notes, plan_outlets as outlets,
    plan_register as register, plan_relations as relations, plan_suggestions as suggestions,
};
use crate::model::{
    Annotator, AnnotatorId, ArticleId, Label, Mention, MentionId, Session, SessionInfo, Shard, Slug, Timestamp,
};
use crate::text::Fragments;
use std::sync::Arc;

/// Who asks, when, and where new ids come from.
#[derive(Debug)]
pub struct Context<'a> {
    /// Who asks; becomes an annotator of the session with the first edit.
    pub annotator: &'a Annotator,
    /// When.
    pub at: Timestamp,
    /// New ids.
    pub ids: &'a mut Ids,
}

/// What is planned so far.
pub(super) struct Plan<'a, 'c> {
    pub(super) session: &'a Session,
    pub(super) context: &'a mut Context<'c>,
    pub(super) edits: Vec<Edit>,
}

/// Plans `command` on `session`.
///
/// # Errors
/// [`Refusal`] with the reason, in words for the person who gave the command.
pub fn plan(session: &Session, command: &Command, context: &mut Context<'_>) -> Result<Transaction, Refusal> {
    let mut plan = Plan { session, context, edits: Vec::new() };
    let name = plan.dispatch(command)?;
    Ok(plan.finish(name))
}

impl<'a> Plan<'a, '_> {
    pub(super) fn dispatch(&mut self, command: &Command) -> Result<String, Refusal> {
        match command {
            Command::SetTitle { title } => self.set_title(title),
            Command::SetSchema { schema, becomes } => set_schema(self, schema, becomes),
            Command::Relate { .. } | Command::SetRelation { .. } | Command::Unrelate { .. } => {
                relations::plan(self, command)
            }
            Command::TagAll { .. }
            | Command::DeleteAll { .. }
            | Command::LinkAll { .. }
            | Command::RelabelAll { .. }
            | Command::ReviewAll { .. }
            | Command::FlagAll { .. } => many::plan(self, command),
            Command::AddNote { .. } | Command::EditNote { .. } | Command::DropNote { .. } => notes::plan(self, command),
            Command::SaveFilter(draft) => filters::save(self, draft),
            Command::DropFilter { filter } => filters::drop_filter(self, *filter),
            Command::SaveGuideline(_) | Command::DropGuideline { .. } | Command::ExplainLabel { .. } => {
                guidelines::plan(self, command)
            }
            Command::JoinAlike { mentions } => join_alike(self, mentions),
            Command::EditEntry { .. } | Command::SetDistinct { .. } => entries::plan(self, command),
            Command::MergeEntries { .. } | Command::SplitEntry { .. } => joins::plan(self, command),
            Command::AddEntry(_)
            | Command::RenameEntry { .. }
            | Command::AddAlias { .. }
            | Command::DropAlias { .. }
            | Command::DropEntry { .. }
            | Command::DropEntries { .. }
            | Command::DropConflict { .. } => register::plan(self, command),
            Command::GradeOutlet { .. }
            | Command::AddOutlet(_)
            | Command::EditOutlet { .. }
            | Command::MergeOutlets { .. }
            | Command::DropOutlet { .. } => outlets::plan(self, command),
            Command::Align { .. } | Command::AlignEntries { .. } | Command::DropAlignment { .. } => {
                alignments::plan(self, command)
            }
            Command::Decide(decided) => decisions::decide(self, decided),
            Command::SettleConflict { conflict, side } => conflicts::settle(self, *conflict, *side),
            Command::SetSuggestion { .. } | Command::SetSuggestions { .. } | Command::SettleSuggestions { .. } => {
                suggestions::plan(self, command)
            }
            Command::Propose { .. } | Command::SetRegions { .. } | Command::SetRepairs { .. } => {
                cleaning::plan(self, command)
            }
            Command::AddRegion { .. }
            | Command::SetRegion { .. }
            | Command::DropRegion { .. }
            | Command::SetRepair { .. }
            | Command::SetStatus { .. }
            | Command::SetMetadata { .. }
            | Command::SetMetadataAll { .. }
            | Command::ConfirmMetadata { .. }
            | Command::RemoveArticle { .. } => articles::plan(self, command),
            _ => mentions::plan(self, command),
        }
    }

    /// The transaction, which makes the annotator known where it is not yet.
    pub(super) fn finish(mut self, name: String) -> Transaction {
        let annotator = self.context.annotator;
        if !self.session.annotators.contains(annotator.id) {
            self.edits.insert(0, Edit::Annotator(Change::insert(annotator.clone())));
        }
        Transaction {
            id: self.context.ids.transaction(),
            name,
            by: annotator.id,
            at: self.context.at,
            edits: self.edits,
        }
    }

    pub(super) fn by(&self) -> AnnotatorId {
        self.context.annotator.id
    }

    pub(super) fn shard(&self, article: ArticleId) -> Result<&'a Shard, Refusal> {
        self.session.shard(article).map(AsRef::as_ref).ok_or(Refusal::NoArticle(article))
    }

    /// The extent that `places` name in an article.
    pub(super) fn extent(&self, article: ArticleId, places: &Places) -> Result<Fragments, Refusal> {
        let article = &self.shard(article)?.article;
        Ok(match places {
            Places::Bytes(spans) => Fragments::new(article.text(), spans.clone())?,
            Places::Chars(spans) => article.fragments_from_chars(spans)?,
        })
    }

    pub(super) fn mention(&self, article: ArticleId, id: MentionId) -> Result<Arc<Mention>, Refusal> {
        let found = self.shard(article)?.mentions.shared(id);
        found.ok_or_else(|| Refusal::NoRecord { kind: "mention", id: id.to_string() })
    }

    /// Plans one mention to become what `change` makes of it; the time of change is set here.
    pub(super) fn update_mention(
        &mut self,
        article: ArticleId,
        id: MentionId,
        change: impl FnOnce(&mut Mention),
    ) -> Result<(), Refusal> {
        let before = self.mention(article, id)?;
        let mut after = Mention::clone(&before);
        change(&mut after);
        if after != *before {
            after.modified = Some(self.context.at);
            self.edits.push(Edit::Mention(article, Change::update(before, after)));
        }
        Ok(())
    }

    /// Refuses a plan that changes nothing.
    pub(super) fn something(&self, name: String) -> Result<String, Refusal> {
        if self.edits.is_empty() { Err(Refusal::Nothing(name)) } else { Ok(name) }
    }

    pub(super) fn known_label(&self, label: &Label) -> Result<(), Refusal> {
        if self.session.schema.has_label(label) {
            return Ok(());
        }
        let known: Vec<&str> = self.session.schema.label_infos().map(|info| info.id.as_str()).collect();
        Err(not_in_schema("label", label, &known))
    }

    fn set_title(&mut self, title: &str) -> Result<String, Refusal> {
        let before = Arc::clone(&self.session.info);
        let title = title.trim();
        if title.is_empty() {
            return Err(Refusal::BadValue { what: "the title".to_owned(), why: "may not be empty".to_owned() });
        }
        if before.title != title {
            let after = SessionInfo { title: title.to_owned(), ..SessionInfo::clone(&before) };
            self.edits.push(Edit::Info(Change::update(before, after)));
        }
        self.something(format!("Rename session to “{}”", short(title)))
    }
}

pub(super) fn not_in_schema(what: &'static str, name: &Slug, known: &[&str]) -> Refusal {
    let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
    Refusal::NotInSchema { what, name: name.to_string(), known }
}

/// At most 40 characters of `text`, for names of steps.
pub(super) fn short(text: &str) -> String {
    // A mention may be megabytes long, and no more of it than this is looked at.
    let head = text.get(..text.floor_char_boundary(1024)).unwrap_or_default();
    let line = head.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= 40 {
        return line;
    }
    let kept: String = line.chars().take(39).collect();
    format!("{}…", kept.trim_end())
}

/// "one mention" or "3 mentions".
pub(super) fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("one {what}") } else { format!("{count} {what}s") }
}
