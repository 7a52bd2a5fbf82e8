//! Reads session files by their layout: every article's block alone and side by side, the rest as a file without articles.
//!
//! It is right or refuses. A file is read here only if its checksum holds, its rest parses with exactly the articles that
//! were put in the place of its blocks, and every block is an article in the form that Byline writes. So nothing that looks
//! like a block can be a part of a comment or of a string: there, what was put in its place would not have been an article.
//! Whatever else it meets is left to `decode`, which reads the file as a whole and says what is wrong with it.

use super::admit::{Ids, Warning, admit_article};
use super::canonical::HEAD;
use super::checksum::{Checksum, LastLine};
use super::decode::{Access, DecodeError, Decoded, MAX_SESSION_BYTES, decode, parse, reasons};
use super::lexical::{hex, long_number};
use super::reader;
use super::shape::{ArticleFile, SessionFile, VERSION};
use super::spread::{Spread, gather};
use crate::model::{ArticleId, Session, Shard, Timestamp};
use memchr::memmem;
use sha2::{Digest, Sha256};
use std::ops::Range;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

/// How a block begins, behind a line feed.
const OPENING: &[u8] = b"(id: \"a-";
/// How a block ends.
const CLOSING: &[u8] = b"\n),\n";
/// Blocks of about so many bytes are read in one go.
const BATCH_BYTES: usize = 1 << 18;
/// In so many parts the checksum is taken.
const SUM_PARTS: usize = 8;

/// Reads a session file: by its layout where it has the canonical one, or else as a whole. The outcome is the same as
/// [`decode`]'s.
///
/// # Errors
/// As for [`decode`].
pub fn decode_by_layout(bytes: &[u8], spread: &dyn Spread) -> Result<Decoded, DecodeError> {
    match Parts::of(bytes, spread).and_then(|parts| parts.decode(spread)) {
        Some(decoded) => Ok(decoded),
        None => decode(bytes),
    }
}

/// A session file of the canonical layout whose checksum holds, cut into its parts.
#[derive(Debug)]
pub struct Parts<'a> {
    text: &'a [u8],
    blocks: Vec<Range<usize>>,
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
    pub fn of(bytes: &'a [u8], spread: &dyn Spread) -> Option<Self> {
        if bytes.len() as u64 > MAX_SESSION_BYTES {
            return None;
        }
        let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
        let last = LastLine::of(text)?;
        let covered = text.get(..last.covered)?;
        let blocks = OnceLock::new();
        let sums = gather(spread, SUM_PARTS + 1, |task| {
            let mut sum = crc32fast::Hasher::new();
            if task == 0 {
                blocks.get_or_init(|| cut(text));
            } else {
                let part = covered.len().div_ceil(SUM_PARTS).max(1);
                sum.update(covered.chunks(part).nth(task - 1).unwrap_or_default());
            }
            sum
        })?;
        let mut sum = crc32fast::Hasher::new();
        for part in &sums {
            sum.combine(part);
        }
        let blocks = blocks.into_inner().flatten()?;
        (Some(sum.finalize()) == last.stated).then_some(Self {
            text,
            blocks,
            modified: last.modified,
            frame: OnceLock::new(),
        })
    }

    /// The session with one of its articles: `wanted`, or the first where there is none of that id. For a look at it while
    /// the others are read; nothing where the file has to be read as a whole.
    #[must_use]
    pub fn first(&self, wanted: Option<ArticleId>) -> Option<Session> {
        let is_wanted = |block: &&Range<usize>| wanted.is_some_and(|id| self.block(block).and_then(id_of) == Some(id));
        let block = self.blocks.iter().find(is_wanted).or_else(|| self.blocks.first())?;
        let file = reader::read(std::str::from_utf8(self.block(block)?).ok()?).ok()?;
        let shard = admit_article(file, &mut Vec::new()).ok()?;
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
                (Some(batch), false) => batches.get(batch).and_then(|blocks| self.read_batch(blocks)),
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

    fn block(&self, range: &Range<usize>) -> Option<&'a [u8]> {
        // The comma and the line feed at its end belong to the list.
        self.text.get(range.start..range.end.checked_sub(2)?)
    }

    fn frame(&self) -> Option<&Frame> {
        let read = || {
            let (first, last) = (self.blocks.first()?, self.blocks.last()?);
            let before = std::str::from_utf8(self.text.get(..first.start)?).ok()?;
            read_frame(before, std::str::from_utf8(self.text.get(last.end..)?).ok()?)
        };
        self.frame.get_or_init(read).as_ref()
    }

    /// Neighbouring blocks, together about [`BATCH_BYTES`] long.
    fn batches(&self) -> Vec<&[Range<usize>]> {
        let place = |block: &Range<usize>| block.start / BATCH_BYTES;
        self.blocks.chunk_by(|one, next| place(one) == place(next)).collect()
    }

    fn read_batch(&self, blocks: &[Range<usize>]) -> Option<Batch> {
        let mut batch = Batch::default();
        for block in blocks {
            let file: ArticleFile = reader::read(std::str::from_utf8(self.block(block)?).ok()?).ok()?;
            batch.ids.add(&file);
            batch.shards.push(admit_article(file, &mut batch.warnings).ok()?);
        }
        Some(batch)
    }
}

#[derive(Default)]
struct Batch {
    shards: Vec<Shard>,
    ids: Ids,
    warnings: Vec<Warning>,
}

/// Where the blocks of a file stand, one behind the other; nothing where there is none.
pub(super) fn cut(text: &[u8]) -> Option<Vec<Range<usize>>> {
    if !text.starts_with(HEAD.as_bytes()) {
        return None;
    }
    let mut start = memmem::find(text, &[b"\n", OPENING].concat())? + 1;
    let closing = memmem::Finder::new(CLOSING);
    let mut blocks = Vec::new();
    loop {
        let end = start + closing.find(text.get(start..)?)? + CLOSING.len();
        blocks.push(start..end);
        if !text.get(end..)?.starts_with(OPENING) {
            return Some(blocks);
        }
        start = end;
    }
}

/// The article that a block says it is.
pub(super) fn id_of(block: &[u8]) -> Option<ArticleId> {
    let id = block.strip_prefix(b"(id: \"")?.split(|byte| *byte == b'"').next()?;
    ArticleId::parse(std::str::from_utf8(id).ok()?).ok()
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
