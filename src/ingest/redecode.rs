//! An article that is there already, read anew from its source bytes in another encoding. It does not know the session.

use super::article::article_id;
use super::columns::Columns;
use super::guesses::guess_details;
use super::reading::{ReadFault, Reading};
use super::source::{RebuildError, rebuild};
use crate::codec::Serial;
use crate::edit::NewArticle;
use crate::model::{AnnotatorId, Article, ArticleId, Source, Timestamp};
use sha2::{Digest, Sha256};

/// Why an article cannot be read in another encoding.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RedecodeError {
    /// Its text is not made of bytes in an encoding.
    #[error("the text of a {0} file does not depend on an encoding that could be chosen")]
    NoEncoding(String),
    /// It is a part of a file that was read as a whole.
    #[error("it is a part of {0}; add that file again in the other encoding")]
    Part(String),
    /// Its source bytes are not there any more.
    #[error(transparent)]
    Rebuild(#[from] RebuildError),
    /// The bytes are no text in this encoding.
    #[error(transparent)]
    Read(#[from] ReadFault),
    /// The text is the same.
    #[error("it reads the same in {0}")]
    Same(String),
}

/// `article` as its source bytes read in `encoding`, a name of the WHATWG Encoding Standard. It supersedes `article` and
/// carries its name, and its text is guessed at anew.
///
/// # Errors
/// [`RedecodeError`] where that cannot be, or would change nothing.
pub fn redecode(
    article: &Article,
    encoding: &str,
    by: AnnotatorId,
    created: Timestamp,
) -> Result<NewArticle, RedecodeError> {
    let source = &article.source;
    if !matches!(source.media_type.as_str(), "text/plain" | "text/markdown" | "text/html") {
        return Err(RedecodeError::NoEncoding(source.media_type.clone()));
    }
    if let Some(within) = source.within.as_ref().filter(|within| within.range.is_some()) {
        return Err(RedecodeError::Part(within.file.clone()));
    }
    let bytes = rebuild(article.text(), source)?;
    let columns = Columns::default();
    let reading = Reading { declared: Some(encoding), columns: &columns, by, created, spread: &Serial };
    let read = reading.read(&source.file, bytes)?.articles.into_iter().next().map(|read| read.new);
    let same = || RedecodeError::Same(encoding.to_owned());
    let mut new = read.filter(|new| new.article.text() != article.text()).ok_or_else(same)?;
    new.article.name.clone_from(&article.name);
    new.article.source.within.clone_from(&source.within);
    new.article.source.retrieved = source.retrieved;
    new.article.supersedes = Some(article.id);
    // What the other encoding made of the headline is no guess worth keeping.
    guess_details(&mut new);
    let id = decoded_id(&new.article.source);
    new.article.id = id;
    new.metadata.id = id;
    Ok(new)
}

/// The id of an article that was read anew from `source`: as [`article_id`], but that the encoding's name is hashed too, for
/// the bytes and the file's name are those of the older version.
fn decoded_id(source: &Source) -> ArticleId {
    let plain = article_id(source);
    let hash = Sha256::new().chain_update(plain.to_string()).chain_update(&source.encoding).finalize();
    ArticleId(hash.iter().take(8).fold(0, |bits, byte| (bits << 8) | u64::from(*byte)))
}
