//! Which articles of the list are chosen, for what is done to several at once. It does not know how the list looks.

use crate::model::{ArticleId, Session};
use std::collections::BTreeSet;

/// What a click or a key on a row of the list means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::gui) enum Pick {
    /// Bring it to the front.
    Open,
    /// Open it in the second pane.
    Beside,
    /// Choose it as well, or not any more.
    Toggle,
    /// Choose all from where choosing began.
    Through,
    /// Choose all up to the row above or below it, and go there.
    Step(isize),
    /// Choose all that are listed.
    All,
}

/// Articles that are chosen; none while only the one in front counts.
#[derive(Debug, Default)]
pub(in crate::gui) struct Chosen {
    articles: BTreeSet<ArticleId>,
    /// Where choosing began.
    anchor: Option<ArticleId>,
}

impl Chosen {
    /// Whether `article` is one of several that are chosen.
    pub(in crate::gui) fn holds(&self, article: ArticleId) -> bool {
        self.articles.contains(&article)
    }

    /// How many are chosen.
    pub(in crate::gui) fn len(&self) -> usize {
        self.articles.len()
    }

    /// Chooses none; whether any was.
    pub(in crate::gui) fn clear(&mut self) -> bool {
        self.anchor = None;
        !std::mem::take(&mut self.articles).is_empty()
    }

    /// What is done to articles is done to these, in the order of the session.
    pub(in crate::gui) fn or_front(&self, session: &Session, front: Option<ArticleId>) -> Vec<ArticleId> {
        let shards = session.shards().iter().map(|shard| shard.id());
        let found: Vec<ArticleId> = shards.filter(|id| self.holds(*id)).collect();
        if found.is_empty() { front.into_iter().collect() } else { found }
    }

    /// Takes up what was picked on the row `at` of `rows`; the row that the keyboard goes to, if it goes elsewhere.
    pub(in crate::gui) fn pick(
        &mut self,
        pick: Pick,
        at: usize,
        rows: &[ArticleId],
        front: Option<ArticleId>,
    ) -> Option<usize> {
        let own = *rows.get(at)?;
        match pick {
            Pick::Open | Pick::Beside => {
                self.clear();
                self.anchor = Some(own);
                None
            }
            Pick::Toggle => {
                if self.articles.is_empty() {
                    self.articles.extend(front.filter(|front| *front != own));
                    self.articles.insert(own);
                } else if !self.articles.remove(&own) {
                    self.articles.insert(own);
                }
                self.anchor = Some(own);
                None
            }
            Pick::Through => {
                self.through(at, rows, front);
                None
            }
            Pick::Step(step) => {
                let to = at.saturating_add_signed(step).min(rows.len().saturating_sub(1));
                self.anchor = self.anchor.or(Some(own));
                self.through(to, rows, front);
                Some(to)
            }
            Pick::All => {
                self.articles = rows.iter().copied().collect();
                None
            }
        }
    }

    /// Chooses all from the anchor, or else from the article in front, to the row `at`.
    fn through(&mut self, at: usize, rows: &[ArticleId], front: Option<ArticleId>) {
        let anchor = self.anchor.or(front);
        let from = anchor.and_then(|anchor| rows.iter().position(|row| *row == anchor)).unwrap_or(at);
        let between = rows.get(from.min(at)..=from.max(at)).unwrap_or_default();
        self.articles = between.iter().copied().collect();
        self.anchor = rows.get(from).copied();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_chosen_one_by_one_and_in_stretches() {
        let rows: Vec<ArticleId> = (1..=5).map(ArticleId).collect();
        let front = Some(ArticleId(2));
        let mut chosen = Chosen::default();
        let now = |chosen: &Chosen| chosen.articles.iter().map(|id| id.0).collect::<Vec<_>>();
        chosen.pick(Pick::Toggle, 3, &rows, front);
        assert_eq!(now(&chosen), [2, 4], "the one in front is the first one chosen");
        chosen.pick(Pick::Through, 4, &rows, front);
        assert_eq!(now(&chosen), [4, 5]);
        assert_eq!(chosen.pick(Pick::Step(-1), 4, &rows, front), Some(3));
        assert_eq!(chosen.pick(Pick::Step(-1), 3, &rows, front), Some(2));
        assert_eq!(now(&chosen), [3, 4], "the other end stays where choosing began");
        chosen.pick(Pick::Toggle, 2, &rows, front);
        assert_eq!(now(&chosen), [4]);
        chosen.pick(Pick::All, 0, &rows, front);
        assert_eq!(chosen.len(), 5);
        chosen.pick(Pick::Open, 0, &rows, front);
        assert_eq!((chosen.len(), chosen.clear()), (0, false));
    }
}
