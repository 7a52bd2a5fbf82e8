//! Everything that all sides agree on, as one step for the gold session, with what is to be seen of it before.
//!
//! It does not know how the preview is shown.

use super::compared::{At, Compared};
use super::decided::Decisions;
use super::drafts::{Choice, Drafter};
use crate::edit::{Ids, Refusal};
use crate::model::{ArticleId, Label, Mention, Session};
use crate::text::Fragments;
use crate::workbench::repeats::PlannedStep;
use std::collections::{BTreeMap, BTreeSet};

/// So many lines are shown of what will be taken.
const LINES: usize = 20;

/// What would be taken, and the step that takes it.
#[derive(Debug)]
pub struct Agreed {
    /// How many tags.
    pub count: usize,
    /// How many of each label, by the label's name.
    pub by_label: Vec<(String, usize)>,
    /// How many in each article, by its title.
    pub by_article: Vec<(String, usize)>,
    /// The first of them: label, words, article.
    pub lines: Vec<String>,
    /// What is left out and why, with how often.
    pub left_out: Vec<(String, usize)>,
    /// The step, or why there is none.
    pub step: PlannedStep,
}

/// What is found on the way to the step.
#[derive(Default)]
struct Found {
    count: usize,
    by_label: BTreeMap<String, usize>,
    by_article: BTreeMap<ArticleId, (usize, String)>,
    lines: Vec<String>,
    left_out: BTreeMap<String, usize>,
    tags: BTreeSet<(ArticleId, Label, Fragments)>,
}

/// The commands that take what all sides agree on and nobody has decided on yet.
pub(super) fn commands(
    compared: &Compared,
    decisions: &Decisions,
    gold: &Session,
    ids: &mut Ids,
) -> (Vec<crate::edit::Command>, impl FnOnce(PlannedStep) -> Agreed + use<>) {
    let mut drafter = Drafter::new(compared, decisions, gold);
    let mut found = Found::default();
    for (article, row) in compared.comparison().articles.iter().enumerate() {
        for (group, _) in row.groups.iter().enumerate().filter(|(_, group)| group.kinds.is_empty()) {
            let at = At { article, group };
            let Some((side, mention)) = compared.versions(at).next() else { continue };
            if decisions.of_group(compared, at).is_some() {
                continue;
            }
            let taken = found
                .fits(gold, drafter.article(at), mention)
                .and_then(|()| drafter.add(at, Choice::Side(side), ids.mention(), ""));
            match taken {
                Ok(()) => found.note(gold, compared, at, mention),
                Err(why) => *found.left_out.entry(why.to_string()).or_default() += 1,
            }
        }
    }
    let commands = if found.count == 0 { Vec::new() } else { drafter.commands() };
    (commands, move |step| found.agreed(step))
}

impl Found {
    /// Whether the gold session can take a mention.
    fn fits(&self, gold: &Session, article: Result<ArticleId, Refusal>, mention: &Mention) -> Result<(), Refusal> {
        let article = article?;
        let schema = &gold.schema;
        if !schema.has_label(&mention.label) {
            return Err(Refusal::InUse(format!("this session’s schema has no label `{}`", mention.label)));
        }
        for (slug, value) in &mention.attributes {
            let Some(def) = schema.attributes_of(&mention.label).find(|def| def.id == *slug) else {
                let why = format!("this session’s schema has no attribute `{slug}` for `{}`", mention.label);
                return Err(Refusal::InUse(why));
            };
            def.check(value).map_err(|why| Refusal::BadValue { what: def.name.clone(), why })?;
        }
        if self.tags.contains(&(article, mention.label.clone(), mention.fragments.clone())) {
            return Err(Refusal::InUse("the same label stands twice on the same words".to_owned()));
        }
        Ok(())
    }

    fn note(&mut self, gold: &Session, compared: &Compared, at: At, mention: &Mention) {
        let Some(article) = compared.articles.get(at.article).copied().flatten() else { return };
        self.count += 1;
        let label = gold.schema.label_name(&mention.label).to_owned();
        let title = || gold.shard(article).map(|shard| shard.title().to_owned()).unwrap_or_default();
        if self.lines.len() < LINES {
            let words: String = mention.quote.chars().take(60).collect();
            self.lines.push(format!("{label}: “{words}” – {}", title()));
        }
        *self.by_label.entry(label).or_default() += 1;
        self.by_article.entry(article).or_insert_with(|| (0, title())).0 += 1;
        self.tags.insert((article, mention.label.clone(), mention.fragments.clone()));
    }

    fn agreed(self, step: PlannedStep) -> Agreed {
        Agreed {
            count: self.count,
            by_label: self.by_label.into_iter().collect(),
            by_article: self.by_article.into_values().map(|(count, title)| (title, count)).collect(),
            lines: self.lines,
            left_out: self.left_out.into_iter().collect(),
            step,
        }
    }
}
