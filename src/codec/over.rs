//! Writes a session over the file that holds it as it was before: the blocks of articles that did not change are copied.
//!
//! It does not know where the old file came from; whoever brings it vouches for it.

use super::admit::admit_article;
use super::alike::Alike;
use super::canonical::{Around, encode_article, room_for};
use super::convert::EncodeError;
use super::decode::parse_alone;
use super::layout::read_frame;
use super::outline::Outline;
use super::reader;
use super::shape::ArticleFile;
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

/// A session file while it is written, some articles at a time: all of it is never in memory at once.
#[derive(Debug)]
pub struct Encoding<'a> {
    session: &'a Session,
    modified: Timestamp,
    /// What the older file is.
    base: Option<&'a Base<'a>>,
    spread: &'a dyn Spread,
    /// What stands around the articles, and the CRC-32 of the pieces so far.
    around: Around,
    /// The last piece, as it was written.
    tail: String,
    /// How many articles are written.
    position: usize,
    /// Neighbouring blocks of the older file that are to be copied next.
    copied: Option<Range<usize>>,
    stage: Stage,
    /// The places in the session of the articles that were written anew.
    fresh: Vec<usize>,
}

/// What is written next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Head,
    Articles,
    Done,
}

/// Why a session was not written.
#[derive(Debug, thiserror::Error)]
pub enum Unwritten {
    /// No file can hold it.
    #[error(transparent)]
    Encode(#[from] EncodeError),
    /// What was written is not read as what is in memory.
    #[error("{0}")]
    Differs(String),
}

/// About so many bytes are written at a time.
const BATCH_BYTES: usize = 1 << 20;

impl<'a> Encoding<'a> {
    /// Writes `session` as [`super::encode`] does, with the blocks of articles that it shares with `base` copied from there.
    #[must_use]
    pub fn new(session: &'a Session, modified: Timestamp, base: Option<&'a Base<'a>>, spread: &'a dyn Spread) -> Self {
        Self {
            session,
            modified,
            base,
            spread,
            around: Around::default(),
            tail: String::new(),
            position: 0,
            copied: None,
            stage: Stage::Head,
            fresh: Vec::new(),
        }
    }

    /// The next pieces of the file, one behind the other; none once the file is whole. Every article that is written anew is
    /// read back here, and compared with what is in memory.
    ///
    /// # Errors
    /// [`Unwritten`]; the file is then not to be written any further.
    pub fn next_pieces(&mut self) -> Result<Vec<Piece>, Unwritten> {
        let mut pieces = Vec::new();
        match self.stage {
            Stage::Head => {
                self.around = Around::new(self.session)?;
                pieces.push(Piece::New(self.around.begin().as_bytes().to_vec()));
                self.stage = Stage::Articles;
            }
            Stage::Articles if self.position < self.session.shards().len() => self.next_articles(&mut pieces)?,
            Stage::Articles => {
                self.copy(&mut pieces);
                self.tail = self.around.end(self.modified);
                pieces.push(Piece::New(self.tail.as_bytes().to_vec()));
                self.stage = Stage::Done;
            }
            Stage::Done => {}
        }
        if pieces.is_empty() && self.stage != Stage::Done { self.next_pieces() } else { Ok(pieces) }
    }

    /// The next articles, up to about [`BATCH_BYTES`] of them that are written anew.
    fn next_articles(&mut self, pieces: &mut Vec<Piece>) -> Result<(), Unwritten> {
        let shards = self.session.shards().get(self.position..).unwrap_or_default();
        let mut room = BATCH_BYTES;
        let batch: Vec<(&Arc<Shard>, Option<usize>)> = shards
            .iter()
            .map(|shard| (shard, self.base.and_then(|base| base.unchanged(shard))))
            .take_while(|(shard, unchanged)| {
                let is_taken = room > 0;
                room = if unchanged.is_some() { room } else { room.saturating_sub(room_for(shard)) };
                is_taken
            })
            .collect();
        let new: Vec<&Arc<Shard>> =
            batch.iter().filter(|(_, unchanged)| unchanged.is_none()).map(|(shard, _)| *shard).collect();
        let encoded = gather(self.spread, new.len(), |task| new.get(task).map(|shard| checked_block(shard)));
        let mut encoded = encoded.unwrap_or_default().into_iter().flatten();
        for (shard, unchanged) in batch {
            match (unchanged, &mut self.copied) {
                (Some(block), Some(copied)) if copied.end == block => copied.end += 1,
                (Some(block), _) => {
                    self.copy(pieces);
                    self.copied = Some(block..block + 1);
                }
                (None, _) => {
                    self.copy(pieces);
                    let block = encoded.next().unwrap_or_else(|| checked_block(shard))?;
                    self.fresh.push(self.position);
                    self.around.add(&block);
                    pieces.push(Piece::New(block.into_bytes()));
                }
            }
            self.position += 1;
        }
        Ok(())
    }

    /// Copies the blocks of the older file that wait for it.
    fn copy(&mut self, pieces: &mut Vec<Piece>) {
        let outline = self.base.map(|base| base.outline);
        if let Some((outline, blocks)) = outline.zip(self.copied.take())
            && let Some((place, sum)) = outline.place(&blocks).zip(outline.sum(&blocks))
        {
            self.around.sum.combine(&sum);
            pieces.push(Piece::Copied(place));
        }
    }

    /// The CRC-32 of the file so far: once it is whole, it tells whether what was copied is what stood there when the outline
    /// was made.
    #[must_use]
    pub fn sum(&self) -> u32 {
        self.around.sum.clone().finalize()
    }

    /// Reads what stands around the articles of the file, once it is whole, and compares it with the session. What was copied
    /// holds what it held before, once the bytes on the disk are found to be these.
    ///
    /// # Errors
    /// What is wrong.
    pub fn verify(&self) -> Result<(), String> {
        if self.stage != Stage::Done {
            return Err("it is not whole".to_owned());
        }
        frame_holds(&self.around.head, &self.tail, self.session)?;
        if repeats_an_id(self.session, &self.fresh, self.base.map(|base| base.session)) {
            return Err("an id stands in it twice".to_owned());
        }
        Ok(())
    }
}

/// Whether what stands around the articles is read as that of `session`.
fn frame_holds(head: &str, tail: &str, session: &Session) -> Result<(), String> {
    match read_frame(head, tail) {
        None => Err("it cannot be read back outside its articles; an id may stand there twice".to_owned()),
        Some(frame) if frame.session != session.without_articles() => {
            Err("outside its articles it holds another session than the one in memory".to_owned())
        }
        Some(_) => Ok(()),
    }
}

/// One article's block, which was read back.
fn checked_block(shard: &Shard) -> Result<String, Unwritten> {
    let block = encode_article(shard)?;
    if !block_holds(&block, shard) {
        return Err(Unwritten::Differs(format!("its article {} is another one than that in memory", shard.id())));
    }
    Ok(block)
}

/// Whether a block, as it stands in a file, is read as `shard`.
fn block_holds(block: &str, shard: &Shard) -> bool {
    let Some(text) = block.strip_suffix(",\n") else { return false };
    let file = read_beside(text, shard).or_else(|| reader::read(text).ok()).or_else(|| parse_alone(text));
    let mut warnings = Vec::new();
    let read = file.and_then(|file| admit_article(file, &mut warnings, &mut Alike::default()).ok());
    warnings.is_empty() && read.is_some_and(|read| read == *shard)
}

/// Texts from this size on are read back piece by piece, so that they are not in memory two more times.
const LONG_BYTES: usize = 4 << 20;
/// About so much of a long text is read back at once.
const PIECE_BYTES: usize = 1 << 20;
/// No escape is longer.
const ESCAPE_BYTES: usize = 16;

/// The article in `block`, with the text of `shard` in the place of its own, where that is long and was found to be the same;
/// nothing where the block is to be read as any other.
fn read_beside(block: &str, shard: &Shard) -> Option<ArticleFile> {
    const BEGIN: &str = "\ntext: \"";
    if shard.article.text().len() < LONG_BYTES {
        return None;
    }
    // No line break stands inside of a string, so the text's line ends with it.
    let start = memchr::memmem::find(block.as_bytes(), BEGIN.as_bytes())? + BEGIN.len();
    let line = memchr::memchr(b'\n', block.as_bytes().get(start..)?)?;
    let (written, behind) = block.get(start..)?.split_at_checked(line)?;
    let written = written.strip_suffix("\",")?;
    if !is_read_as(written, shard.article.text()) {
        return None;
    }
    let mut file: ArticleFile = reader::read(&format!("{}\",{behind}", block.get(..start)?)).ok()?;
    file.text = shard.article.shared_text();
    Some(file)
}

/// Whether `written`, the inside of a string in a file, is read as `text`.
fn is_read_as(written: &str, text: &str) -> bool {
    let (mut rest, mut left) = (written, text);
    while let Some((piece, behind)) = rest.split_at_checked(piece_end(rest)).filter(|(piece, _)| !piece.is_empty()) {
        let read: Option<String> = reader::read(&format!("\"{piece}\"")).ok();
        let Some(others) = read.and_then(|read| left.strip_prefix(read.as_str())) else { return false };
        (rest, left) = (behind, others);
    }
    rest.is_empty() && left.is_empty()
}

/// Where the first piece of `written` ends: not within an escape.
fn piece_end(written: &str) -> usize {
    let mut end = written.floor_char_boundary(PIECE_BYTES);
    let is_within = |end: usize| {
        let before = written.as_bytes().get(end.saturating_sub(ESCAPE_BYTES)..end).unwrap_or_default();
        before.contains(&b'\\')
    };
    while end < written.len() && is_within(end) {
        end = written.ceil_char_boundary(end + 1);
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::default_schema;
    use crate::model::{AnnotatorId, Article, ArticleId, Source};

    /// An article whose text is long and full of what is escaped.
    fn long() -> Shard {
        let text = "She said \"é\\ü\"\r\n\t\u{200b}\u{7}end. ".repeat(200_000);
        let source = Source {
            file: "long.txt".to_owned(),
            sha256: "0".repeat(64),
            bytes: text.len() as u64,
            encoding: "utf-8".to_owned(),
            media_type: "text/plain".to_owned(),
            ..Source::default()
        };
        let (by, at) = (AnnotatorId(1), Timestamp::default());
        Shard::new(Article::new(ArticleId(1), "long.txt".to_owned(), source, text.into(), by, at).into())
    }

    #[test]
    fn a_long_text_is_read_back_piece_by_piece_and_any_other_is_noticed() {
        let shard = long();
        assert!(shard.article.text().len() > LONG_BYTES);
        let block = checked_block(&shard).unwrap();
        let inside = block.strip_suffix(",\n").unwrap();
        let file = read_beside(inside, &shard).unwrap();
        assert!(file.text.is(&shard.article.shared_text()));
        let (before, behind) = inside.rsplit_once("end. ").unwrap();
        for put in ["END. ", "", "end. end. "] {
            let other = format!("{before}{put}{behind}");
            assert!(read_beside(&other, &shard).is_none());
            assert!(!block_holds(&format!("{other},\n"), &shard));
        }
    }

    #[test]
    fn what_is_another_session_does_not_hold() {
        let session = Session::new("One", default_schema(), Timestamp::default());
        let mut encoding = Encoding::new(&session, Timestamp::default(), None, &super::super::Serial);
        assert!(encoding.verify().is_err());
        while !encoding.next_pieces().unwrap_or_default().is_empty() {}
        assert_eq!(encoding.verify(), Ok(()));
        let other = Session::new("Other", default_schema(), Timestamp::default());
        let found = frame_holds(&encoding.around.head, &encoding.tail, &other);
        assert!(found.is_err_and(|problem| problem.starts_with("outside its articles")));
        assert!(frame_holds(&encoding.around.head, "", &session).is_err());
    }
}
