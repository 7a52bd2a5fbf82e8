//! The marks of one article as its sides made them: each in its side's colour with its number, what all agree on once and muted,
//! what is decided as the gold session has it.
//!
//! It does not draw.

use crate::gui::article::{Mark, MarkLook, MarkSet};
use crate::gui::theme::Theme;
use crate::model::{Decision, DecisionAction, Mention, MentionId, Session, Shard, Table};
use crate::workbench::{At, Compared, Decisions};
use eframe::egui::Color32;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Palette names of the sides, in their order.
const COLORS: [&str; 8] = ["blue", "amber", "violet", "rose", "teal", "brown", "indigo", "orange"];
/// Keys of one group's marks: one for each side, the last one for the gold mention.
const SLOTS: u64 = 32;
const GOLD: u64 = SLOTS - 1;

/// The colour of a side.
pub(super) fn side_color(theme: &Theme, side: usize) -> Color32 {
    COLORS.get(side % COLORS.len()).map_or(theme.text_muted.0, |name| theme.label_color(name))
}

/// What all marks at hand depend on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp {
    compared: usize,
    article: usize,
    dark: bool,
}

/// The marks of the article that is shown.
#[derive(Debug, Default)]
pub(super) struct Marks {
    pub(super) set: MarkSet,
    stamp: Option<Stamp>,
    current: Option<At>,
    /// What was decided, and what the gold session had in the article, when they were made.
    decisions: Arc<Table<Decision>>,
    gold: Table<Mention>,
}

/// What marks are made of.
#[derive(Clone, Copy)]
pub(super) struct Ground<'g> {
    pub(super) compared: &'g Arc<Compared>,
    pub(super) decisions: &'g Decisions,
    pub(super) gold: &'g Session,
    pub(super) theme: &'g Theme,
}

impl Ground<'_> {
    /// The gold session's article.
    fn gold_article(&self, article: usize) -> Option<&Shard> {
        let id = self.compared.articles.get(article).copied().flatten()?;
        self.gold.shard(id).map(AsRef::as_ref)
    }
}

impl Marks {
    /// Makes the marks of `article` follow what has changed; `current` is shown as its sides made it, decided or not. What a
    /// decision costs here depends on what it decides, not on how much is tagged.
    pub(super) fn follow(&mut self, ground: Ground<'_>, article: usize, current: Option<At>) {
        let stamp = Stamp { compared: Arc::as_ptr(ground.compared) as usize, article, dark: ground.theme.dark };
        let mut touched: BTreeSet<At> = BTreeSet::new();
        if self.current != current {
            touched.extend(self.current.into_iter().chain(current));
            self.current = current;
        }
        let gold = ground.gold_article(article).map(|shard| &shard.mentions);
        if self.stamp == Some(stamp) {
            self.touched_by_decisions(ground, &mut touched);
            if let Some(gold) = gold {
                gold.differences(&self.gold, |before, after| {
                    let id = before.or(after).map(|row| row.id);
                    touched.extend(id.and_then(|id| ground.decisions.group_of_gold(ground.compared, id)));
                });
            }
        }
        self.decisions = Arc::clone(&ground.gold.decisions);
        self.gold = gold.cloned().unwrap_or_default();
        if self.stamp == Some(stamp) {
            touched.into_iter().filter(|at| at.article == article).for_each(|at| self.refresh(ground, at));
            return;
        }
        self.stamp = Some(stamp);
        let count = ground.compared.comparison().articles.get(article).map_or(0, |row| row.groups.len());
        let groups = (0..count).map(|group| At { article, group });
        self.set = MarkSet::new(groups.flat_map(|at| marks_of(ground, at, current == Some(at))).collect());
    }

    /// The groups of decisions that came or went.
    fn touched_by_decisions(&self, ground: Ground<'_>, touched: &mut BTreeSet<At>) {
        if !Arc::ptr_eq(&self.decisions, &ground.gold.decisions) {
            ground.gold.decisions.differences(&self.decisions, |before, after| {
                let decisions = before.into_iter().chain(after);
                touched.extend(decisions.flat_map(|decision| ground.compared.groups_of(decision)));
            });
        }
    }

    fn refresh(&mut self, ground: Ground<'_>, at: At) {
        for slot in 0..SLOTS {
            self.set.remove(key(at, slot));
        }
        for mark in marks_of(ground, at, self.current == Some(at)) {
            self.set.put(mark);
        }
    }

    /// The key of the mark of a group that stands for it.
    pub(super) fn selected(&self, at: At) -> Option<u64> {
        let keys = std::iter::once(GOLD).chain(0..GOLD).map(|slot| key(at, slot));
        let mut present = keys.filter(|key| self.set.get(*key).is_some());
        present.next()
    }
}

/// The group that a mark's key belongs to.
pub(super) fn group_of_key(article: usize, key: u64) -> Option<At> {
    Some(At { article, group: usize::try_from(key / SLOTS).ok()? })
}

fn key(at: At, slot: u64) -> u64 {
    at.group as u64 * SLOTS + slot
}

fn marks_of(ground: Ground<'_>, at: At, is_current: bool) -> Vec<Mark> {
    let Ground { compared, decisions, gold, theme } = ground;
    let Some(group) = compared.group(at) else { return Vec::new() };
    let name = |side: usize, mention: &Mention| {
        let session = compared.sides().get(side);
        session.map_or("", |session| session.schema.label_name(&mention.label)).to_owned()
    };
    let mark = |slot: u64, mention: &Mention, tag: String, color: Color32, look: MarkLook| Mark {
        key: key(at, slot),
        spans: mention.fragments.spans().into(),
        color,
        tag: tag.into(),
        look,
    };
    let decision = decisions.of_group(compared, at);
    let chosen = decision.and_then(|decision| MentionId::parse(decision.record.as_deref()?).ok());
    let chosen = chosen.and_then(|id| ground.gold_article(at.article)?.mentions.get(id));
    if let Some(mention) = chosen.filter(|_| !is_current) {
        let tag = format!("✓ {}", gold.schema.label_name(&mention.label));
        return vec![mark(GOLD, mention, tag, theme.success.0, MarkLook::Work)];
    }
    if group.kinds.is_empty() && !is_current {
        let first = compared.versions(at).next();
        let agreed = first.map(|(side, row)| mark(0, row, name(side, row), theme.text_muted.0, MarkLook::Work));
        return agreed.into_iter().collect();
    }
    let is_dropped = decision.is_some_and(|decision| decision.action == DecisionAction::Dropped);
    let look = if is_dropped { MarkLook::Rejected } else { MarkLook::Work };
    let sides = compared.versions(at).filter(|(side, _)| (*side as u64) < GOLD);
    let mut marks: Vec<Mark> = sides
        .map(|(side, row)| {
            mark(side as u64, row, format!("{} {}", side + 1, name(side, row)), side_color(theme, side), look)
        })
        .collect();
    if let Some(mention) = chosen {
        let tag = format!("✓ {}", gold.schema.label_name(&mention.label));
        marks.push(mark(GOLD, mention, tag, theme.success.0, MarkLook::Work));
    }
    marks
}
