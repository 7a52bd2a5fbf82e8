//! Reads session files by their layout: every article's block alone and side by side, the rest as a file without articles.
//!
//! It is right or refuses. A file is read here only if its checksum holds, its rest parses with exactly the articles that
//! were put in the place of its blocks, and every block is an article in the form that Byline writes. So nothing that looks
//! like a block can be a part of a comment or of a string: there, what was put in its place would not have been an article.
//! Whatever else it meets is left to `decode`, which reads the file as a whole and says what is wrong with it.

use super::admit::{Ids, Warning, admit_article};
use super::alike::Alike;
use super::checksum::{Checksum, LastLine};
use super::decode::{Access, DecodeError, Decoded, MAX_SESSION_BYTES, decode, parse, reasons};
use super::lexical::{hex, long_number};
use super::outline::Outline;
use super::reader;
use super::shape::{ArticleFile, SessionFile, VERSION};
use super::spread::{Spread, gather};
use crate::model::{ArticleId, Session, Shard, Timestamp};
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

/// Blocks of about so many bytes are read in one go.
const BATCH_BYTES: usize = 1 << 18;

/// Reads a session file: by its layout where it has the canonical one, or else as a whole. The outcome is the same as
/// [`decode`]'s.
///
/// # Errors
/// As for [`decode`].
pub fn decode_by_layout(bytes: &[u8], spread: &dyn Spread) -> Result<Decoded, DecodeError> {
    match Parts::of(bytes).and_then(|parts| parts.decode(spread)) {
        Some(decoded) => Ok(decoded),
        None => decode(bytes),
    }
}

/// The bytes of a file, of which no more is in memory than is asked for.
pub trait Source: std::fmt::Debug + Send + Sync {
    /// What stands at `place`; nothing where it cannot be had.
    fn bytes(&self, place: Range<usize>) -> Option<Cow<'_, [u8]>>;
}

/// A file of `length` bytes read from its beginning to its end, a few megabytes at a time; nothing where a piece cannot be
/// had.
pub fn in_pieces(source: &dyn Source, length: usize) -> impl Iterator<Item = Option<Cow<'_, [u8]>>> {
    let starts = (0..length).step_by(PIECE_BYTES);
    starts.map(move |start| source.bytes(start..length.min(start + PIECE_BYTES)))
}

/// A piece is so long: enough for everybody to work on, and not much memory.
const PIECE_BYTES: usize = 1 << 20;

impl Source for &[u8] {
    fn bytes(&self, place: Range<usize>) -> Option<Cow<'_, [u8]>> {
        self.get(place).map(Cow::Borrowed)
    }
}

/// A session file of the canonical layout whose checksum holds, cut into its parts.
#[derive(Debug)]
pub struct Parts<'a> {
    outline: Outline,
    source: Box<dyn Source + 'a>,
    modified: Option<Timestamp>,
    frame: OnceLock<Option<Frame>>,
}

/// A session without its articles.
#[derive(Clone, Debug)]
pub(super) struct Frame {
    pub(super) session: Session,
    /// What the file says besides its last line.
    modified: Option<Timestamp>,
}

impl<'a> Parts<'a> {
    /// Cuts a file; nothing where it has another layout, holds no article or its checksum does not hold.
    #[must_use]
    pub fn of(bytes: &'a [u8]) -> Option<Self> {
        if bytes.len() as u64 > MAX_SESSION_BYTES {
            return None;
        }
        Self::new(Outline::of(bytes)?, Box::new(bytes))
    }

    /// The parts of a file with this outline, whose blocks are fetched from `source` as they are needed. One that is not what
    /// the outline was made of is refused then.
    #[must_use]
    pub fn new(outline: Outline, source: Box<dyn Source + 'a>) -> Option<Self> {
        let last = LastLine::of(outline.behind())?;
        let uncovered = outline.behind().len().checked_sub(last.covered)?;
        let holds = last.stated.is_some() && outline.sum_but(uncovered) == last.stated;
        holds.then_some(Self { outline, source, modified: last.modified, frame: OnceLock::new() })
    }

    /// The session with one of its articles: `wanted`, or the first where there is none of that id. For a look at it while
    /// the others are read; nothing where the file has to be read as a whole.
    #[must_use]
    pub fn first(&self, wanted: Option<ArticleId>) -> Option<Session> {
        let is_wanted = |id: Option<ArticleId>| wanted.is_some() && id == wanted;
        let block = self.outline.ids().position(is_wanted).unwrap_or_default();
        let bytes = self.blocks(&(block..block + 1))?;
        let file = reader::read(article(&bytes)?).ok()?;
        let shard = admit_article(file, &mut Vec::new(), &mut Alike::default()).ok()?;
        let mut session = self.frame()?.session.clone();
        session.insert_shard(0, shard);
        Some(session)
    }

    /// The whole session; nothing where the file has to be read as a whole.
    #[must_use]
    pub fn decode(&self, spread: &dyn Spread) -> Option<Decoded> {
        let batches = self.batches();
        let refused = AtomicBool::new(false);
        let read = gather(spread, batches.len() + 1, |task| {
            let batch = match (task.checked_sub(1), refused.load(Ordering::Relaxed)) {
                (_, true) => None,
                (None, false) => self.frame().map(|_| Batch::default()),
                (Some(batch), false) => batches.get(batch).and_then(|blocks| self.read_batch(blocks.clone())),
            };
            refused.fetch_or(batch.is_none(), Ordering::Relaxed);
            batch
        })?;
        let Frame { mut session, modified } = self.frame()?.clone();
        let mut ids = Ids::default();
        let mut warnings = Vec::new();
        for batch in read {
            let batch = batch?;
            ids.append(batch.ids);
            warnings.extend(batch.warnings);
            for shard in batch.shards {
                session.insert_shard(usize::MAX, shard);
            }
        }
        let modified = self.modified.or(modified);
        ids.are_unique().then_some(Decoded { session, modified, access: Access::Full, warnings, version: VERSION })
    }

    /// The bytes of neighbouring blocks, if they are those of which the outline was made.
    fn blocks(&self, blocks: &Range<usize>) -> Option<Cow<'_, [u8]>> {
        let bytes = self.source.bytes(self.outline.place(blocks)?)?;
        (crc32fast::hash(&bytes) == self.outline.sum(blocks)?.finalize()).then_some(bytes)
    }

    fn frame(&self) -> Option<&Frame> {
        let read = || {
            let before = std::str::from_utf8(self.outline.before()).ok()?;
            read_frame(before, std::str::from_utf8(self.outline.behind()).ok()?)
        };
        self.frame.get_or_init(read).as_ref()
    }

    /// Neighbouring blocks, together about [`BATCH_BYTES`] long.
    fn batches(&self) -> Vec<Range<usize>> {
        let mut batches: Vec<Range<usize>> = Vec::new();
        for block in 0..self.outline.len() {
            let length = |blocks: &Range<usize>| self.outline.place(blocks).map_or(0, |place| place.len());
            match batches.last_mut().filter(|batch| length(batch) < BATCH_BYTES) {
                Some(batch) => batch.end = block + 1,
                None => batches.push(block..block + 1),
            }
        }
        batches
    }

    fn read_batch(&self, blocks: Range<usize>) -> Option<Batch> {
        let bytes = self.blocks(&blocks)?;
        let start = self.outline.place(&blocks)?.start;
        let mut batch = Batch::default();
        for block in blocks {
            let place = self.outline.place(&(block..block + 1))?;
            let block = bytes.get(place.start.checked_sub(start)?..place.end.checked_sub(start)?)?;
            let file: ArticleFile = reader::read(article(block)?).ok()?;
            batch.add(file)?;
        }
        Some(batch)
    }
}

/// The article of a block: the comma and the line feed at its end belong to the list.
fn article(block: &[u8]) -> Option<&str> {
    std::str::from_utf8(block.get(..block.len().checked_sub(2)?)?).ok()
}

/// Articles that were read.
#[derive(Default)]
pub(super) struct Batch {
    pub(super) shards: Vec<Shard>,
    /// Every id in them.
    pub(super) ids: Ids,
    pub(super) warnings: Vec<Warning>,
    alike: Alike,
}

impl Batch {
    /// Adds one article; nothing where its records contradict each other.
    pub(super) fn add(&mut self, file: ArticleFile) -> Option<()> {
        self.ids.add(&file);
        self.shards.push(admit_article(file, &mut self.warnings, &mut self.alike).ok()?);
        Some(())
    }

    /// Adds what stands behind these.
    pub(super) fn append(&mut self, mut other: Self) {
        self.shards.append(&mut other.shards);
        self.ids.append(other.ids);
        self.warnings.append(&mut other.warnings);
    }
}

/// Reads what stands before and behind the blocks of a file; nothing where it is no rest of a session whose articles stand
/// between the two, or where anything about it is for a person to decide.
pub(super) fn read_frame(before: &str, behind: &str) -> Option<Frame> {
    let stand_in = stand_in(before, behind);
    let text = [before, &stand_in, ",\n", behind].concat();
    let (mut file, unknown): (SessionFile, _) = parse(&text).ok()?;
    let is_odd =
        long_number(&text).is_some() || !reasons(Checksum::Holds, file.version, file.layout, &unknown).is_empty();
    let articles = std::mem::take(&mut file.articles);
    if is_odd || articles != [reader::read::<ArticleFile>(&stand_in).ok()?] {
        return None;
    }
    let modified = file.modified.take();
    let (session, _) = file.into_session().ok()?;
    Some(Frame { session, modified })
}

/// An article that no file holds already: its name is made of the rest of this one.
fn stand_in(before: &str, behind: &str) -> String {
    let hash = Sha256::new().chain_update(before).chain_update(behind).finalize();
    let name = hex(&hash);
    format!(
        "(id: \"a-0000000000000\", name: \"{name}\", source: (file: \"\", sha256: \"\", bytes: 0, encoding: \"\", \
         media_type: \"\", map: []), by: \"p-0000000000000\", created: \"1970-01-01T00:00:00Z\", text: \"\")"
    )
}
