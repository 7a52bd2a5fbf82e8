//! Writes a session over the file that holds it as it was before: the blocks of articles that did not change are copied.
//!
//! It does not know where the old file came from; whoever brings it vouches for it.

use super::admit::admit_article;
use super::canonical::{Sheet, encode_article};
use super::checksum::push_last_line_behind;
use super::convert::EncodeError;
use super::decode::parse_alone;
use super::layout::read_frame;
use super::outline::Outline;
use super::reader;
use super::shape::{ArticleFile, SessionFile};
use super::spread::{Spread, gather};
use super::unique::repeats_an_id;
use crate::model::{ArticleId, Session, Shard, Timestamp};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// A session file as it was written, and the session that it holds.
#[derive(Debug)]
pub struct Base<'a> {
    outline: &'a Outline,
    session: &'a Session,
    blocks: BTreeMap<ArticleId, (&'a Arc<Shard>, usize)>,
}

impl<'a> Base<'a> {
    /// The file with this outline, which holds `session`: it was written from it, or read with nothing set aside. Nothing
    /// where the file does not have the articles of the session.
    #[must_use]
    pub fn new(outline: &'a Outline, session: &'a Session) -> Option<Self> {
        if outline.len() != session.shards().len() {
            return None;
        }
        let block = |(place, (shard, id)): (usize, (&'a Arc<Shard>, Option<ArticleId>))| {
            (id == Some(shard.id())).then_some((shard.id(), (shard, place)))
        };
        let blocks = session.shards().iter().zip(outline.ids()).enumerate().map(block).collect::<Option<_>>()?;
        Some(Self { outline, session, blocks })
    }

    /// The block of an article that is in the file as it is in memory.
    fn unchanged(&self, shard: &Arc<Shard>) -> Option<usize> {
        let (known, block) = self.blocks.get(&shard.id())?;
        Arc::ptr_eq(known, shard).then_some(*block)
    }
}

/// One of the pieces of a session file, one behind the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// These bytes.
    New(Vec<u8>),
    /// What stands there in the older file.
    Copied(Range<usize>),
}

/// A session file in pieces, some of them to be copied from an older one.
#[derive(Debug)]
pub struct Written<'a> {
    pieces: Vec<Piece>,
    /// The CRC-32 of the pieces so far.
    sum: crc32fast::Hasher,
    /// The places in the session of the articles that were written anew, with their pieces.
    fresh: Vec<(usize, usize)>,
    /// What the older file is.
    base: Option<&'a Base<'a>>,
}

/// Writes `session` as [`super::encode`] does, with the blocks of articles that it shares with `base` copied from there.
///
/// # Errors
/// As for [`super::encode`].
pub fn encode_over<'a>(
    session: &Session,
    modified: Timestamp,
    base: Option<&'a Base<'a>>,
    spread: &dyn Spread,
) -> Result<Written<'a>, EncodeError> {
    let file = SessionFile::without_articles(session);
    let mut head = Sheet { out: String::new() };
    head.before_articles(&file)?;
    let unchanged: Vec<Option<usize>> =
        session.shards().iter().map(|shard| base.and_then(|base| base.unchanged(shard))).collect();
    let changed = || session.shards().iter().zip(&unchanged).filter(|(_, copied)| copied.is_none());
    let shards: Vec<&Arc<Shard>> = changed().map(|(shard, _)| shard).collect();
    let encoded = gather(spread, shards.len(), |task| shards.get(task).map(|shard| encode_block(shard)));
    let mut encoded = encoded.unwrap_or_default().into_iter().flatten();
    let mut written = Written { pieces: Vec::new(), sum: crc32fast::Hasher::new(), fresh: Vec::new(), base };
    written.push(head.out);
    let mut copied: Option<Range<usize>> = None;
    for (position, (shard, unchanged)) in session.shards().iter().zip(&unchanged).enumerate() {
        match (unchanged, &mut copied) {
            (Some(block), Some(copied)) if copied.end == *block => copied.end += 1,
            (Some(block), _) => written.copy(copied.replace(*block..block + 1)),
            (None, _) => {
                written.copy(copied.take());
                let block = encoded.next().unwrap_or_else(|| encode_block(shard))?;
                written.fresh.push((position, written.pieces.len()));
                written.push(block);
            }
        }
    }
    written.copy(copied);
    let mut tail = Sheet { out: String::new() };
    tail.behind_articles(&file)?;
    written.finish(tail.out, modified);
    Ok(written)
}

impl Written<'_> {
    /// Copies neighbouring blocks of the older file.
    fn copy(&mut self, blocks: Option<Range<usize>>) {
        let outline = self.base.map(|base| base.outline);
        if let Some((outline, blocks)) = outline.zip(blocks)
            && let Some((place, sum)) = outline.place(&blocks).zip(outline.sum(&blocks))
        {
            self.sum.combine(&sum);
            self.pieces.push(Piece::Copied(place));
        }
    }

    fn push(&mut self, text: String) {
        self.sum.update(text.as_bytes());
        self.pieces.push(Piece::New(text.into_bytes()));
    }

    fn finish(&mut self, tail: String, modified: Timestamp) {
        let mut sum = self.sum.clone();
        sum.update(tail.as_bytes());
        let mut last = String::new();
        push_last_line_behind(&mut last, modified, sum);
        self.push(tail + &last);
    }

    fn text(&self, piece: usize) -> Option<&str> {
        match self.pieces.get(piece)? {
            Piece::New(bytes) => std::str::from_utf8(bytes).ok(),
            Piece::Copied(_) => None,
        }
    }

    /// The file, piece by piece.
    #[must_use]
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// The CRC-32 of the whole file: it tells whether what was copied is what stood there when the outline was made.
    #[must_use]
    pub fn sum(&self) -> u32 {
        self.sum.clone().finalize()
    }

    /// The file's bytes in one piece, with what is copied taken from `old`; nothing where that is too short.
    #[must_use]
    pub fn to_bytes(&self, old: &[u8]) -> Option<Vec<u8>> {
        let bytes = |piece: &'_ Piece| match piece {
            Piece::New(bytes) => Some(bytes.clone()),
            Piece::Copied(place) => old.get(place.clone()).map(<[u8]>::to_vec),
        };
        Some(self.pieces.iter().map(bytes).collect::<Option<Vec<Vec<u8>>>>()?.concat())
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
            Some(None) if repeats_an_id(session, &fresh, self.base.map(|base| base.session)) => {
                Err("an id stands in it twice".to_owned())
            }
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

/// Whether a block, as it stands in a file, is read as `shard`.
fn block_holds(block: &str, shard: &Shard) -> bool {
    let Some(text) = block.strip_suffix(",\n") else { return false };
    let file: Option<ArticleFile> = reader::read(text).ok().or_else(|| parse_alone(text));
    let mut warnings = Vec::new();
    let read = file.and_then(|file| admit_article(file, &mut warnings).ok());
    warnings.is_empty() && read.is_some_and(|read| read == *shard)
}
