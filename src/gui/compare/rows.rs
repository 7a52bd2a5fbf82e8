//! Which differences are listed: by kind, label, article, pair of sides, and whether they are decided.
//!
//! It does not draw.

use crate::analysis::Kind;
use crate::gui::language::tr;
use crate::model::{Label, Mention};
use crate::workbench::{At, Compared, Decisions};
use std::sync::Arc;

/// Whether decided ones are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Standing {
    #[default]
    All,
    Open,
    Decided,
}

impl Standing {
    /// Every standing with its name.
    pub(super) fn all() -> [(Self, &'static str); 3] {
        [(Self::All, tr!("All")), (Self::Open, tr!("state" => "Open")), (Self::Decided, tr!("Decided"))]
    }
}

/// What is to be listed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Wish {
    pub(super) kind: Option<Kind>,
    pub(super) label: Option<Label>,
    pub(super) article: Option<usize>,
    /// Only where these two sides differ.
    pub(super) pair: Option<(usize, usize)>,
    pub(super) standing: Standing,
}

/// The list.
#[derive(Debug, Default)]
pub(super) struct Rows {
    shown: Vec<At>,
    made_of: Option<(usize, Wish)>,
}

impl Rows {
    /// Makes the list anew where another comparison or another wish is at hand. What is decided meanwhile stays where it is,
    /// so that no row moves under a key.
    pub(super) fn follow(&mut self, compared: &Arc<Compared>, decisions: &Decisions, wish: &Wish) -> bool {
        let made_of = (Arc::as_ptr(compared) as usize, wish.clone());
        if self.made_of.as_ref() == Some(&made_of) {
            return false;
        }
        let fits = |at: &At| is_wanted(compared, decisions, wish, *at);
        self.shown = compared.listed.iter().copied().filter(fits).collect();
        self.made_of = Some(made_of);
        true
    }

    pub(super) fn shown(&self) -> &[At] {
        &self.shown
    }

    pub(super) fn place_of(&self, at: At) -> Option<usize> {
        self.shown.binary_search(&at).ok()
    }

    /// The first open one behind `from`, or else from the start on.
    pub(super) fn next_open(&self, decisions: &Decisions, from: Option<usize>) -> Option<At> {
        let start = from.map_or(0, |from| from + 1);
        let (before, behind) = self.shown.split_at(start.min(self.shown.len()));
        behind.iter().chain(before).copied().find(|at| !decisions.is_decided(*at))
    }
}

fn is_wanted(compared: &Compared, decisions: &Decisions, wish: &Wish, at: At) -> bool {
    let Some(group) = compared.group(at) else { return false };
    let standing = match wish.standing {
        Standing::All => true,
        Standing::Open => !decisions.is_decided(at),
        Standing::Decided => decisions.is_decided(at),
    };
    standing
        && wish.kind.is_none_or(|kind| group.kinds.has(kind))
        && wish.article.is_none_or(|article| at.article == article)
        && wish.label.as_ref().is_none_or(|label| compared.versions(at).any(|(_, row)| row.label.is_within(label)))
        && wish.pair.is_none_or(|(one, other)| {
            let [one, other] = [one, other].map(|side| compared.mention(at, side));
            one.is_some() != other.is_some() || one.zip(other).is_some_and(|(one, other)| !is_alike(one, other))
        })
}

/// Whether two versions say the same, as far as it can be seen of them alone.
fn is_alike(one: &Mention, other: &Mention) -> bool {
    (&one.fragments, &one.label, &one.attributes) == (&other.fragments, &other.label, &other.attributes)
        && one.confidence == other.confidence
        && one.review.state == other.review.state
        && one.entry.is_some() == other.entry.is_some()
}
