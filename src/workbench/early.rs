//! The first article of a session that is being opened, which is there before the others are.
//!
//! It does not know how a session is read.

use super::desk::Desk;
use super::news::News;
use crate::model::{ArticleId, Session};
use std::path::Path;

impl Desk {
    /// Stops waiting for a job.
    pub fn abandon(&mut self, job: u64) {
        self.jobs.abandon(job);
        if self.opening != Some(job) {
            return;
        }
        self.stay();
        if let Some((path, true)) = self.early.take() {
            self.read_only = vec![format!("no more than this article of {} was read; open it again", path.display())];
        }
    }

    /// Goes on with the session in front, since no other one comes.
    pub(super) fn stay(&mut self) {
        self.opening = None;
        self.keep_after_all();
        if self.path.is_some() && !self.has_keeper() {
            self.read_only = vec!["its file did not open again; save the session under another name".to_owned()];
            self.can_accept = false;
        }
    }

    /// Whether nothing is in front that anybody has made or chosen.
    pub(super) fn is_bare(&self) -> bool {
        self.path.is_none() && !self.is_modified() && self.bench.session().shards().is_empty()
    }

    /// The article that was in front when the session at `path` was last open.
    pub(super) fn article_of(&self, path: &Path) -> Option<ArticleId> {
        self.settings.recent.iter().find(|recent| recent.path == path)?.article
    }

    /// Shows one article for as long as the others are on their way.
    pub(super) fn take_early(&mut self, path: &Path, session: Session) -> Vec<News> {
        match &mut self.early {
            Some((expected, is_shown)) if expected == path && !*is_shown => *is_shown = true,
            _ => return Vec::new(),
        }
        self.show(session, None, vec!["the rest of the session is still being read".to_owned()]);
        self.can_accept = false;
        vec![News::Opened]
    }
}
