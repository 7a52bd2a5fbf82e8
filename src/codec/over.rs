//! Writes a session over the file that holds it as it was before: the blocks of articles that did not change are copied.
//!
//! It does not know where the old file came from; whoever brings it vouches for it.

use super::admit::admit_article;
use super::canonical::{Sheet, encode_article};
use super::checksum::push_last_line_behind;
use super::convert::EncodeError;
use super::decode::parse_alone;
use super::layout::{cut, id_of, read_frame};
use super::reader;
use super::shape::{ArticleFile, SessionFile};
use super::spread::{Spread, gather};
use super::unique::repeats_an_id;
use crate::model::{ArticleId, Session, Shard, Timestamp};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// A session file as it was written, and the session that it holds.
#[derive(Debug)]
pub struct Base<'a> {
    bytes: &'a [u8],
    session: &'a Session,
    blocks: BTreeMap<ArticleId, (&'a Arc<Shard>, Range<usize>)>,
}

impl<'a> Base<'a> {
    /// The file `bytes`, which holds `session`: it was written from it, or read with nothing set aside. Nothing where the
    /// file does not have the canonical layout or the articles of the session.
    #[must_use]
    pub fn new(bytes: &'a [u8], session: &'a Session) -> Option<Self> {
        let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
        let found = cut(text)?;
        if found.len() != session.shards().len() {
            return None;
        }
        let block = |(shard, block): (&'a Arc<Shard>, Range<usize>)| {
            let is_own = id_of(text.get(block.clone())?) == Some(shard.id());
            is_own.then_some((shard.id(), (shard, block)))
        };
        let blocks = session.shards().iter().zip(found).map(block).collect::<Option<_>>()?;
        Some(Self { bytes: text, session, blocks })
    }

    /// The block of an article that is in the file as it is in memory.
    fn unchanged(&self, shard: &Arc<Shard>) -> Option<Range<usize>> {
        let (known, block) = self.blocks.get(&shard.id())?;
        Arc::ptr_eq(known, shard).then(|| block.clone())
    }
}

/// A session file in pieces, some of them copied from an older one.
#[derive(Debug)]
pub struct Written<'a> {
    pieces: Vec<Cow<'a, [u8]>>,
    /// The places in the session of the articles that were written anew, with their pieces.
    fresh: Vec<(usize, usize)>,
    /// What the older file holds.
    known: Option<&'a Session>,
}

/// Writes `session` as [`super::encode`] does, with the blocks of articles that it shares with `base` copied from there.
///
/// # Errors
/// As for [`super::encode`].
pub fn encode_over<'a>(
    session: &Session,
    modified: Timestamp,
    base: Option<&Base<'a>>,
    spread: &dyn Spread,
) -> Result<Written<'a>, EncodeError> {
    let file = SessionFile::without_articles(session);
    let mut head = Sheet { out: String::new() };
    head.before_articles(&file)?;
    let unchanged: Vec<Option<Range<usize>>> =
        session.shards().iter().map(|shard| base.and_then(|base| base.unchanged(shard))).collect();
    let changed = || session.shards().iter().zip(&unchanged).filter(|(_, copied)| copied.is_none());
    let shards: Vec<&Arc<Shard>> = changed().map(|(shard, _)| shard).collect();
    let encoded = gather(spread, shards.len(), |task| shards.get(task).map(|shard| encode_block(shard)));
    let mut encoded = encoded.unwrap_or_default().into_iter().flatten();
    let mut written =
        Written { pieces: vec![owned(head.out)], fresh: Vec::new(), known: base.map(|base| base.session) };
    let mut copied: Option<Range<usize>> = None;
    for (position, (shard, unchanged)) in session.shards().iter().zip(&unchanged).enumerate() {
        match (unchanged, &mut copied) {
            (Some(block), Some(copied)) if copied.end == block.start => copied.end = block.end,
            (Some(block), _) => written.copy(base, copied.replace(block.clone())),
            (None, _) => {
                written.copy(base, copied.take());
                let block = encoded.next().unwrap_or_else(|| encode_block(shard))?;
                written.fresh.push((position, written.pieces.len()));
                written.pieces.push(owned(block));
            }
        }
    }
    written.copy(base, copied);
    let mut tail = Sheet { out: String::new() };
    tail.behind_articles(&file)?;
    written.finish(tail.out, modified);
    Ok(written)
}

impl<'a> Written<'a> {
    fn copy(&mut self, base: Option<&Base<'a>>, range: Option<Range<usize>>) {
        let bytes = base.zip(range).and_then(|(base, range)| base.bytes.get(range));
        self.pieces.extend(bytes.map(Cow::Borrowed));
    }

    fn finish(&mut self, tail: String, modified: Timestamp) {
        let mut sum = crc32fast::Hasher::new();
        self.pieces.iter().for_each(|piece| sum.update(piece));
        sum.update(tail.as_bytes());
        let mut last = String::new();
        push_last_line_behind(&mut last, modified, sum);
        self.pieces.push(owned(tail + &last));
    }

    fn text(&self, piece: usize) -> Option<&str> {
        std::str::from_utf8(self.pieces.get(piece)?).ok()
    }

    /// The file's bytes, piece by piece.
    #[must_use]
    pub fn parts(&self) -> Vec<&[u8]> {
        self.pieces.iter().map(AsRef::as_ref).collect()
    }

    /// The file's bytes in one piece.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        self.pieces.concat()
    }

    /// Reads what was written anew and compares it with `session`. What was copied holds what it held before, once the bytes
    /// on the disk are found to be these.
    ///
    /// # Errors
    /// What is wrong.
    pub fn verify(&self, session: &Session, spread: &dyn Spread) -> Result<(), String> {
        let ends = self.text(0).zip(self.text(self.pieces.len().saturating_sub(1)));
        match ends.and_then(|(before, behind)| read_frame(before, behind)) {
            None => return Err("it cannot be read back outside its articles; an id may stand there twice".to_owned()),
            Some(frame) if frame.session != session.without_articles() => {
                return Err("outside its articles it holds another session than the one in memory".to_owned());
            }
            Some(_) => {}
        }
        let wrong = gather(spread, self.fresh.len(), |task| {
            let (position, piece) = self.fresh.get(task)?;
            let shard = session.shards().get(*position)?;
            let holds = self.text(*piece).is_some_and(|block| block_holds(block, shard));
            (!holds).then(|| shard.id())
        });
        let fresh: Vec<usize> = self.fresh.iter().map(|(position, _)| *position).collect();
        match wrong.map(|wrong| wrong.into_iter().flatten().next()) {
            None => Err("it could not be read back".to_owned()),
            Some(Some(id)) => Err(format!("its article {id} is another one than that in memory")),
            Some(None) if repeats_an_id(session, &fresh, self.known) => Err("an id stands in it twice".to_owned()),
            Some(None) => Ok(()),
        }
    }
}

/// One article's block, in no more memory than it needs: there may be many.
fn encode_block(shard: &Shard) -> Result<String, EncodeError> {
    let mut block = encode_article(shard)?;
    block.shrink_to_fit();
    Ok(block)
}

fn owned<'a>(text: String) -> Cow<'a, [u8]> {
    Cow::Owned(text.into_bytes())
}

/// Whether a block, as it stands in a file, is read as `shard`.
fn block_holds(block: &str, shard: &Shard) -> bool {
    let Some(text) = block.strip_suffix(",\n") else { return false };
    let file: Option<ArticleFile> = reader::read(text).ok().or_else(|| parse_alone(text));
    let mut warnings = Vec::new();
    let read = file.and_then(|file| admit_article(file, &mut warnings).ok());
    warnings.is_empty() && read.is_some_and(|read| read == *shard)
}
