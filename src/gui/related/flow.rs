//! When related text is looked for, where it goes, and how two sentences are put side by side.

use super::form::RelatedForm;
use crate::analysis::related::{Related, Relative};
use crate::gui::actions::Action;
use crate::gui::app::App;
use crate::gui::article::Selection;
use crate::gui::dialogs::Dialog;
use crate::gui::language::tr;
use crate::gui::notices::Weight;
use crate::model::ArticleId;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Related text is looked for without being asked in no more text than this.
const MOST_BYTES_UNASKED: usize = 2 << 20;

/// What the window remembers of related text.
#[derive(Debug, Default)]
pub(in crate::gui) struct RelatedText {
    /// What was found last, and the number of edits of the session that it was found in.
    found: Option<(u64, Arc<Related>)>,
    /// The articles that were there when it was last looked for without being asked, or before, by their number.
    looked_in: Option<usize>,
    /// The copies of each article that was shown.
    copies: BTreeMap<ArticleId, Arc<[Relative]>>,
    /// Whether the lines beside copies are switched off.
    pub(super) hides_signs: bool,
    /// The job that looks, while it does.
    job: Option<u64>,
}

impl RelatedText {
    /// The sentences of an article that were copied, one relative each.
    pub(super) fn copies_of(&mut self, article: ArticleId) -> Arc<[Relative]> {
        let Some((_, found)) = self.found.as_ref().filter(|_| !self.hides_signs) else { return Arc::default() };
        let copies = self.copies.entry(article).or_insert_with(|| {
            let mut copies: Vec<Relative> = found.of_article(article);
            copies.retain(|one| one.is_shared_copy);
            copies.dedup_by_key(|one| one.own);
            copies.into()
        });
        Arc::clone(copies)
    }

    /// Forgets what was found, as when another session comes to the front.
    pub(in crate::gui) fn forget(&mut self) {
        *self = Self { hides_signs: self.hides_signs, ..Self::default() };
    }
}

impl App {
    pub(in crate::gui) fn act_on_related(&mut self, action: Action) {
        if action == Action::RelatedText { self.open_related() } else { self.switch_signs() }
    }

    fn switch_signs(&mut self) {
        let is_known = self.related.found.is_some();
        self.related.hides_signs = is_known && !self.related.hides_signs;
        let told = if self.related.hides_signs {
            tr!("Shared copy has no line beside it")
        } else {
            tr!("Shared copy has a line beside it")
        };
        if !is_known {
            self.look_for_related();
        }
        self.notices.push(Weight::Info, told);
    }

    /// Shows what other articles have in common with the one in front.
    fn open_related(&mut self) {
        let Some(article) = self.desk.bench.view.article else { return };
        let mut form = RelatedForm::new(article);
        match &self.related.found {
            Some((edits, found)) if *edits == self.desk.bench.edits() => form.take(found),
            _ => self.look_for_related(),
        }
        self.dialog = Some(Dialog::Related(Box::new(form)));
    }

    /// Looks once at a time: who asks again waits for the same answer.
    fn look_for_related(&mut self) {
        if self.related.job.is_none_or(|job| self.desk.running().all(|(running, ..)| running != job)) {
            self.related.job = Some(self.desk.look_for_related());
        }
    }

    /// Looks for shared copy where two articles stand beside each other, once for as many articles as there are. Of a large
    /// session it takes long, so that there somebody has to ask.
    pub(in crate::gui) fn look_for_copies_beside(&mut self) {
        let shards = self.desk.bench.session().shards();
        let count = shards.len();
        if self.related.hides_signs || self.related.looked_in == Some(count) {
            return;
        }
        self.related.looked_in = Some(count);
        let bytes = shards.iter().map(|shard| shard.article.text().len()).fold(0, usize::saturating_add);
        if bytes <= MOST_BYTES_UNASKED {
            self.look_for_related();
        }
    }

    /// Takes what was found; looks again where the session was changed meanwhile and somebody waits.
    pub(in crate::gui) fn take_related(&mut self, edits: u64, found: Arc<Related>) {
        self.related.job = None;
        let is_old = edits != self.desk.bench.edits();
        if let Some(Dialog::Related(form)) = &mut self.dialog {
            if is_old {
                self.look_for_related();
                return;
            }
            form.take(&found);
        }
        self.related.copies.clear();
        self.related.found = Some((edits, found));
    }

    /// Puts the two sentences side by side: that of the article in front stays in its pane, the other one opens beside it.
    pub(in crate::gui) fn show_related(&mut self, relative: &Relative) {
        let Some(own) = self.desk.bench.view.article else { return };
        let view = self.views.entry(own).or_default();
        view.set_selection(Selection::of(relative.own));
        view.jump_to(relative.own);
        let other = relative.other;
        self.open_beside(other.article);
        if self.desk.bench.view.article == Some(other.article) {
            let view = self.views.entry(other.article).or_default();
            view.set_selection(Selection::of(other.span));
            view.jump_to(other.span);
        }
        self.focus_text = true;
        self.panes.let_both_go();
    }
}
