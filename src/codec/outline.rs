//! Where the blocks of a session file stand, found while its bytes come piece by piece.
//!
//! It holds no more of a file than what stands before and behind its blocks, so that a large one need never be in memory as a
//! whole. Whether a block is an article, and whether the checksum holds, is for others to find out.

use super::canonical::HEAD;
use crate::model::ArticleId;
use memchr::memmem;
use std::ops::Range;

const MARK: &[u8] = "\u{feff}".as_bytes();
/// How the first block begins, with the line feed before it.
const FIRST: &[u8] = b"\n(id: \"a-";
/// How a block begins, behind a line feed.
const OPENING: &[u8] = b"(id: \"a-";
/// How a block ends.
const CLOSING: &[u8] = b"\n),\n";

/// Of a block that is not whole yet, nothing shorter goes by: its id stands in its beginning.
const PASSED_BYTES: usize = 1 << 10;

/// A session file of the canonical layout, without what stands in its blocks.
#[derive(Clone, Debug)]
pub struct Outline {
    /// How many bytes the byte order mark has.
    mark: usize,
    before: Vec<u8>,
    blocks: Vec<Block>,
    behind: Vec<u8>,
}

/// One block.
#[derive(Clone, Debug)]
struct Block {
    /// The article that it says it is.
    id: Option<ArticleId>,
    /// Its place in the file.
    place: Range<usize>,
    /// The CRC-32 of everything up to its end, without the byte order mark.
    sum: u32,
}

impl Outline {
    /// The outline of a file that is in memory; nothing where it has another layout or no article.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Option<Self> {
        let mut outliner = Outliner::default();
        outliner.add(bytes);
        outliner.finish()
    }

    /// How many blocks there are.
    pub(super) fn len(&self) -> usize {
        self.blocks.len()
    }

    /// What stands before the first block.
    pub(super) fn before(&self) -> &[u8] {
        &self.before
    }

    /// What stands behind the last block.
    pub(super) fn behind(&self) -> &[u8] {
        &self.behind
    }

    /// The articles that the blocks say they are.
    pub(super) fn ids(&self) -> impl Iterator<Item = Option<ArticleId>> {
        self.blocks.iter().map(|block| block.id)
    }

    /// Where neighbouring `blocks` stand in the file.
    pub(super) fn place(&self, blocks: &Range<usize>) -> Option<Range<usize>> {
        let first = self.blocks.get(blocks.start)?;
        let last = self.blocks.get(blocks.end.checked_sub(1)?)?;
        Some(first.place.start..last.place.end)
    }

    /// The CRC-32 of neighbouring `blocks`, and their length, told from what was summed up before and behind them.
    pub(super) fn sum(&self, blocks: &Range<usize>) -> Option<crc32fast::Hasher> {
        let place = self.place(blocks)?;
        let length = (place.end - place.start) as u64;
        let before = match blocks.start.checked_sub(1) {
            Some(previous) => self.blocks.get(previous)?.sum,
            None => crc32fast::hash(&self.before),
        };
        let behind = self.blocks.get(blocks.end.checked_sub(1)?)?.sum;
        // The sum of two stretches is that of the first, carried over the length of the second, xor that of the second.
        let mut carried = crc32fast::Hasher::new_with_initial_len(before, (place.start - self.mark) as u64);
        carried.combine(&crc32fast::Hasher::new_with_initial_len(0, length));
        Some(crc32fast::Hasher::new_with_initial_len(carried.finalize() ^ behind, length))
    }

    /// The CRC-32 of everything but the last `uncovered` bytes.
    pub(super) fn sum_but(&self, uncovered: usize) -> Option<u32> {
        let mut sum = crc32fast::Hasher::new_with_initial(self.blocks.last()?.sum);
        sum.update(self.behind.get(..self.behind.len().checked_sub(uncovered)?)?);
        Some(sum.finalize())
    }
}

/// Makes an [`Outline`] of pieces, whatever their lengths.
#[derive(Default)]
pub struct Outliner {
    stage: Stage,
    /// What came and is not done with yet.
    window: Vec<u8>,
    /// Where what is not done with yet begins in the file.
    at: usize,
    /// So far into that nothing new can be found.
    searched: usize,
    /// The block of which the beginning has gone by: the article that it says it is, and where it begins.
    open: Option<(Option<ArticleId>, usize)>,
    sum: crc32fast::Hasher,
    mark: usize,
    before: Vec<u8>,
    blocks: Vec<Block>,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Stage {
    #[default]
    Start,
    Before,
    Blocks,
    Behind,
    Refused,
}

impl Outliner {
    /// Takes the next piece.
    pub fn add(&mut self, piece: &[u8]) {
        let mut piece = piece;
        if self.stage == Stage::Blocks && !self.window.is_empty() {
            // Only the block that is not whole yet is put together; the others are cut off where they are.
            let enough =
                memmem::find(piece, CLOSING).map_or(piece.len(), |found| found + CLOSING.len() + OPENING.len());
            let Some((first, _)) = piece.split_at_checked(enough) else { return self.go_on(piece, false) };
            self.go_on(first, false);
            if self.stage == Stage::Blocks && self.window.len() <= first.len() {
                piece = piece.get(first.len() - self.window.len()..).unwrap_or_default();
                self.window.clear();
            } else {
                piece = piece.get(first.len()..).unwrap_or_default();
            }
        }
        self.go_on(piece, false);
    }

    /// What came of it; nothing where the file has another layout or no article.
    #[must_use]
    pub fn finish(mut self) -> Option<Outline> {
        self.go_on(&[], true);
        let Self { mark, before, blocks, window: behind, .. } = self;
        (self.stage == Stage::Behind).then_some(Outline { mark, before, blocks, behind })
    }

    fn go_on(&mut self, piece: &[u8], is_end: bool) {
        if self.stage == Stage::Refused {
            return;
        }
        if self.stage == Stage::Blocks && self.window.is_empty() {
            let done = self.cut(piece, is_end);
            self.window.extend_from_slice(piece.get(done..).unwrap_or_default());
            return;
        }
        self.window.extend_from_slice(piece);
        if self.stage == Stage::Start && self.window.len() >= MARK.len() + HEAD.len() {
            self.start();
        }
        if self.stage == Stage::Before
            && let Some(found) = self.find(FIRST)
        {
            self.before = self.window.get(..=found).unwrap_or_default().to_vec();
            self.sum.update(&self.before);
            self.drop_front(found + 1);
            self.at += found + 1;
            self.stage = Stage::Blocks;
        }
        if self.stage == Stage::Blocks {
            let window = std::mem::take(&mut self.window);
            let done = self.cut(&window, is_end);
            self.window = window;
            self.drop_front(done);
        }
    }

    fn start(&mut self) {
        if self.window.starts_with(MARK) {
            self.mark = MARK.len();
            self.drop_front(MARK.len());
            self.at = MARK.len();
        }
        self.stage = if self.window.starts_with(HEAD.as_bytes()) { Stage::Before } else { Stage::Refused };
        if self.stage == Stage::Refused {
            self.window = Vec::new();
        }
    }

    /// Cuts the blocks that are whole off the front of `bytes`; tells how many bytes these have.
    fn cut(&mut self, bytes: &[u8], is_end: bool) -> usize {
        let mut start = 0;
        while self.stage == Stage::Blocks {
            let from = start.max(self.searched);
            let found = bytes.get(from..).and_then(|bytes| memmem::find(bytes, CLOSING));
            let Some(found) = found.map(|found| from + found) else {
                self.searched = from.max((bytes.len() + 1).saturating_sub(CLOSING.len()));
                start = self.pass(bytes, start);
                break;
            };
            let end = found + CLOSING.len();
            let next = bytes.get(end..).unwrap_or_default();
            if next.len() < OPENING.len() && !is_end {
                self.searched = found;
                break;
            }
            if !next.starts_with(OPENING) {
                self.stage = Stage::Behind;
            }
            let block = bytes.get(start..end).unwrap_or_default();
            self.sum.update(block);
            let (id, begin) = self.open.take().unwrap_or_else(|| (id_of(block), self.at + start));
            self.blocks.push(Block { id, place: begin..self.at + end, sum: self.sum.clone().finalize() });
            start = end;
        }
        self.at += start;
        self.searched = self.searched.saturating_sub(start);
        start
    }

    /// Lets the block that begins at `start` of `bytes`, or began before, go by as far as it has been searched; tells where what
    /// is left of it begins. A block may be as long as the largest article.
    fn pass(&mut self, bytes: &[u8], start: usize) -> usize {
        let passed = bytes.get(start..self.searched).unwrap_or_default();
        if passed.len() < PASSED_BYTES {
            return start;
        }
        self.open.get_or_insert_with(|| (id_of(passed), self.at + start));
        self.sum.update(passed);
        self.searched
    }

    /// Looks for `what` in the window where it was not looked for yet.
    fn find(&mut self, what: &[u8]) -> Option<usize> {
        let found = memmem::find(self.window.get(self.searched..)?, what).map(|found| self.searched + found);
        self.searched = found.map_or((self.window.len() + 1).saturating_sub(what.len()), |_| 0);
        found
    }

    fn drop_front(&mut self, length: usize) {
        self.window.drain(..length.min(self.window.len()));
    }
}

/// The article that a block says it is.
fn id_of(block: &[u8]) -> Option<ArticleId> {
    let id = block.strip_prefix(b"(id: \"")?.split(|byte| *byte == b'"').next()?;
    ArticleId::parse(std::str::from_utf8(id).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_same_whatever_the_pieces_are() {
        let sample = include_bytes!("../../sessions/sample.ron");
        let marked = [MARK, sample].concat();
        for file in [sample.as_slice(), &marked] {
            let whole = Outline::of(file).unwrap();
            assert!(whole.len() > 1);
            let last = whole.len();
            for length in [1, 2, 3, 7, 64, 1000, PASSED_BYTES, PASSED_BYTES + 1, 5000, file.len() - 1] {
                let mut outliner = Outliner::default();
                file.chunks(length).for_each(|piece| outliner.add(piece));
                let pieced = outliner.finish().unwrap();
                assert_eq!(format!("{pieced:?}"), format!("{whole:?}"), "pieces of {length}");
            }
            for blocks in [0..1, 1..2, 0..last, 1..last] {
                let bytes = &file[whole.place(&blocks).unwrap()];
                let sum = whole.sum(&blocks).unwrap().finalize();
                assert_eq!(sum, crc32fast::hash(bytes), "blocks {blocks:?}");
            }
            assert_eq!(whole.sum_but(9), Some(crc32fast::hash(&sample[..sample.len() - 9])));
        }
    }

    #[test]
    fn no_block_is_held_whatever_its_length() {
        let sample = include_str!("../../sessions/sample.ron");
        let long = sample.replacen("\ntext: \"", &format!("\ntext: \"{}", "A ferry (id: \\n),".repeat(100_000)), 1);
        let whole = Outline::of(long.as_bytes()).unwrap();
        let mut outliner = Outliner::default();
        for piece in long.as_bytes().chunks(4096) {
            outliner.add(piece);
            assert!(outliner.window.capacity() < 100_000, "{}", outliner.window.capacity());
        }
        assert_eq!(format!("{:?}", outliner.finish().unwrap()), format!("{whole:?}"));
        assert_eq!(whole.len(), Outline::of(sample.as_bytes()).unwrap().len());
    }

    #[test]
    fn what_has_no_blocks_has_no_outline() {
        let good = std::str::from_utf8(include_bytes!("../../sessions/sample.ron")).unwrap();
        assert!(Outline::of(good.as_bytes()).is_some());
        for other in [
            "",
            "(",
            &good.replacen("#!", "!", 1),
            &good.replace("\n),\n", "\n) ,\n"),
            &good.replace("\n(id: \"a-", "\n (id: \"a-"),
        ] {
            assert!(Outline::of(other.as_bytes()).is_none(), "{}", other.chars().take(40).collect::<String>());
        }
    }
}
