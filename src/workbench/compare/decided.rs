//! Which groups are decided, followed from one decision to the next.
//!
//! A group is decided where every version in it is named by a decision: one that a side adds later is open again.

use super::compared::{At, Compared};
use crate::model::{Decision, DecisionId, MentionId, Table};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// The decisions of the open session about the versions of a comparison.
#[derive(Debug, Default)]
pub struct Decisions {
    table: Arc<Table<Decision>>,
    by_version: HashMap<(usize, MentionId), DecisionId>,
    by_gold: HashMap<MentionId, DecisionId>,
    /// Groups whose sides differ and that are decided.
    decided: BTreeSet<At>,
}

impl Decisions {
    /// The decisions in `table` about what `compared` holds.
    pub(super) fn of(compared: &Compared, table: &Arc<Table<Decision>>) -> Self {
        let mut decisions = Self::default();
        decisions.follow(compared, table);
        decisions
    }

    /// Takes over what has changed in `table`.
    pub(super) fn follow(&mut self, compared: &Compared, table: &Arc<Table<Decision>>) {
        if Arc::ptr_eq(&self.table, table) {
            return;
        }
        let (mut gone, mut come) = (Vec::new(), Vec::new());
        let before = std::mem::replace(&mut self.table, Arc::clone(table));
        table.differences(&before, |old, new| {
            gone.extend(old);
            come.extend(new);
        });
        let mut touched = BTreeSet::new();
        for decision in gone {
            for version in versions(compared, decision) {
                if self.by_version.get(&version) == Some(&decision.id) {
                    self.by_version.remove(&version);
                }
                touched.extend(compared.group_of(version.0, version.1));
            }
            if let Some(record) = gold_of(decision).filter(|record| self.by_gold.get(record) == Some(&decision.id)) {
                self.by_gold.remove(&record);
            }
        }
        for decision in come {
            for version in versions(compared, decision) {
                self.by_version.insert(version, decision.id);
                touched.extend(compared.group_of(version.0, version.1));
            }
            self.by_gold.extend(gold_of(decision).map(|record| (record, decision.id)));
        }
        for at in touched {
            if compared.is_listed(at) && self.of_group(compared, at).is_some() {
                self.decided.insert(at);
            } else {
                self.decided.remove(&at);
            }
        }
    }

    /// The decision about a group; nothing where a version in it is still open.
    #[must_use]
    pub fn of_group(&self, compared: &Compared, at: At) -> Option<&Decision> {
        let members = compared.group(at)?.members.iter().enumerate();
        let mut found = None;
        for (side, member) in members.filter_map(|(side, member)| Some((side, (*member)?))) {
            let id = *self.by_version.get(&(side, member))?;
            found = found.or(Some(id));
        }
        self.table.get(found?)
    }

    /// Whether a group whose sides differ is decided.
    #[must_use]
    pub fn is_decided(&self, at: At) -> bool {
        self.decided.contains(&at)
    }

    /// How many groups whose sides differ are decided.
    #[must_use]
    pub fn count(&self) -> usize {
        self.decided.len()
    }

    /// The group that a gold mention came of.
    #[must_use]
    pub fn group_of_gold(&self, compared: &Compared, record: MentionId) -> Option<At> {
        let decision = self.table.get(*self.by_gold.get(&record)?)?;
        let version = versions(compared, decision).next()?;
        compared.group_of(version.0, version.1)
    }
}

/// The versions that a decision names, as far as they are among the sides, and what it has made of them where the open session
/// is a side itself.
fn versions<'c>(compared: &'c Compared, decision: &'c Decision) -> impl Iterator<Item = (usize, MentionId)> + 'c {
    let own = gold_of(decision).filter(|_| compared.has_own).map(|record| (0, record));
    let version = |source: &crate::model::DecisionSource| {
        Some((compared.side_named(&source.file)?, MentionId::parse(&source.record).ok()?))
    };
    decision.sources.iter().filter_map(version).chain(own)
}

/// The gold mention of a decision.
pub(super) fn gold_of(decision: &Decision) -> Option<MentionId> {
    decision.record.as_deref().and_then(|id| MentionId::parse(id).ok())
}
