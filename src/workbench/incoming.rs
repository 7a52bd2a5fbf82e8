//! Articles on their way in: read from files and folders, told apart from those that are there.
//!
//! It does not change the session; whoever asked adds what came of it.

use super::cleaning::clean;
use super::jobs::Progress;
use crate::edit::NewArticle;
use crate::ingest::article_from_bytes;
use crate::model::{AnnotatorId, ArticleId, Session, Timestamp};
use crate::store::{self, SourceFile};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Source bytes that one session takes in. Its file holds them escaped and may have 1 GiB.
pub(super) const MAX_TEXT_BYTES: u64 = 512 << 20;

/// Articles that were read, and what there is to say of the rest.
#[derive(Clone, Debug, Default)]
pub struct Incoming {
    /// Articles that the session does not have yet, in order.
    pub articles: Vec<NewArticle>,
    /// Files and folders that gave no article, each with its path and the reason.
    pub refused: Vec<String>,
    /// What needs a look.
    pub warnings: Vec<String>,
}

/// Who reads and how.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    /// The session that the articles are for.
    pub session: &'a Session,
    /// Who adds them.
    pub by: AnnotatorId,
    /// When.
    pub at: Timestamp,
    /// The encoding of all of them, where somebody named one.
    pub declared: Option<&'a str>,
}

impl Reader<'_> {
    /// Reads the articles at `paths`. What cannot be read is told and the rest is read all the same; nothing comes of it
    /// where it is cancelled on the way.
    #[must_use]
    pub fn read(&self, paths: &[PathBuf], progress: &Progress) -> Incoming {
        let files = store::find_articles(paths);
        let all = files.len();
        let mut incoming = Incoming::default();
        let mut known = Known::of(self.session);
        for (done, file) in files.into_iter().enumerate() {
            if progress.is_cancelled() {
                let refused = vec!["adding articles was cancelled; none was added".to_owned()];
                return Incoming { refused, ..Incoming::default() };
            }
            progress.set(done, all);
            // One file at a time is in memory as bytes, however many there are.
            match file.and_then(store::read_article) {
                Ok(file) => self.take(&file, &mut known, &mut incoming),
                Err(error) => incoming.refused.push(error.to_string()),
            }
        }
        incoming.warnings.extend(clean(&mut incoming.articles, self.session, progress));
        incoming
    }

    /// Puts the article of `file` among the new ones, unless it is known already; two that merely share a name both stay.
    fn take(&self, file: &SourceFile, known: &mut Known, incoming: &mut Incoming) {
        let path = file.path.display();
        if known.bytes.saturating_add(file.bytes.len() as u64) > MAX_TEXT_BYTES {
            let limit = MAX_TEXT_BYTES >> 20;
            let text =
                format!("{path}: the session would hold more than {limit} MiB of text; put the rest into another one");
            return incoming.refused.push(text);
        }
        let new = match article_from_bytes(&file.name, &file.bytes, self.declared, self.by, self.at) {
            Ok(new) => new,
            Err(error) => return incoming.refused.push(format!("{path}: {}", error.fault)),
        };
        let (id, name) = (new.article.id, &new.article.name);
        if !known.ids.insert(id) {
            let text = format!("{path}: an article with this name and text is there already; it was not added again");
            return incoming.warnings.push(text);
        }
        if !known.names.insert(name.clone()) {
            incoming.warnings.push(format!(
                "{path}: another article is called “{name}” too; both are in the session, tell them apart by their headlines \
                 and ids ({id})"
            ));
        }
        known.bytes += file.bytes.len() as u64;
        incoming.warnings.extend(unreadable(&file.path, &new));
        incoming.articles.push(new);
    }
}

/// What the session has already, with what is on its way into it.
struct Known {
    ids: BTreeSet<ArticleId>,
    names: BTreeSet<String>,
    bytes: u64,
}

impl Known {
    fn of(session: &Session) -> Self {
        let articles = || session.shards().iter().map(|shard| &shard.article);
        Self {
            ids: articles().map(|article| article.id).collect(),
            names: articles().map(|article| article.name.clone()).collect(),
            bytes: articles().map(|article| article.source.bytes).fold(0, u64::saturating_add),
        }
    }
}

/// What to say of characters that the encoding does not have.
fn unreadable(path: &Path, new: &NewArticle) -> Option<String> {
    let source = &new.article.source;
    let count = new.article.text().chars().filter(|char| *char == char::REPLACEMENT_CHARACTER).count();
    (count > 0 && source.original.is_some()).then(|| {
        format!(
            "{}: {count} characters could not be read as {} and stand as U+FFFD; the source bytes are kept",
            path.display(),
            source.encoding
        )
    })
}
