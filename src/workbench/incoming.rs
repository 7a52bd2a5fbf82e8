//! Articles on their way in: read from files and folders, told apart from those that are there.
//!
//! It does not change the session; whoever asked adds what came of it.

use super::jobs::Progress;
use crate::edit::NewArticle;
use crate::ingest::article_from_bytes;
use crate::model::{AnnotatorId, Session, Timestamp};
use crate::store::{self, SourceFile};
use std::path::{Path, PathBuf};

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
        let files = store::read_articles(paths);
        let all = files.len();
        let mut incoming = Incoming::default();
        for (done, file) in files.into_iter().enumerate() {
            if progress.is_cancelled() {
                let refused = vec!["adding articles was cancelled; none was added".to_owned()];
                return Incoming { refused, ..Incoming::default() };
            }
            progress.set(done, all);
            match file {
                Ok(file) => self.take(&file, &mut incoming),
                Err(error) => incoming.refused.push(error.to_string()),
            }
        }
        incoming
    }

    /// Puts the article of `file` among the new ones, unless it is known already; two that merely share a name both stay.
    fn take(&self, file: &SourceFile, incoming: &mut Incoming) {
        let path = file.path.display();
        let new = match article_from_bytes(&file.name, &file.bytes, self.declared, self.by, self.at) {
            Ok(new) => new,
            Err(error) => return incoming.refused.push(format!("{path}: {}", error.fault)),
        };
        let (id, name) = (new.article.id, &new.article.name);
        let there = self.session.shards().iter().map(|shard| &*shard.article);
        let known: Vec<_> = there.chain(incoming.articles.iter().map(|new| &new.article)).collect();
        if known.iter().any(|known| known.id == id) {
            let text = format!("{path}: an article with this name and text is there already; it was not added again");
            return incoming.warnings.push(text);
        }
        if known.iter().any(|known| known.name == *name) {
            incoming.warnings.push(format!(
                "{path}: another article is called “{name}” too; both are in the session, tell them apart by their headlines \
                 and ids ({id})"
            ));
        }
        incoming.warnings.extend(unreadable(&file.path, &new));
        incoming.articles.push(new);
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
