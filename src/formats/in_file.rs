//! Files as readers get them: bytes that are in memory, or that are fetched when they are needed. It does not know any format.

use super::corpus::Remark;
use crate::codec::{Source, in_pieces};
use std::borrow::Cow;
use std::io::{Error, ErrorKind, Read, Result as IoResult, Seek, SeekFrom};
use std::sync::{Arc, OnceLock};

/// Bytes that are here are worked on in such pieces.
const PIECE_BYTES: usize = 4 << 20;
/// So much stays in memory around the place that was read last.
const WINDOW_BYTES: usize = 256 << 10;

/// One file as a reader gets it.
#[derive(Clone, Debug, Default)]
pub struct InFile {
    /// Its path below what was asked for, with `/` between folders.
    pub path: String,
    held: Held,
}

/// Where a file's bytes are.
#[derive(Clone, Debug)]
enum Held {
    Here(Vec<u8>),
    /// Elsewhere, and also here once all of them were asked for.
    There {
        length: usize,
        source: Arc<dyn Source>,
        read: OnceLock<Option<Vec<u8>>>,
    },
}

impl Default for Held {
    fn default() -> Self {
        Self::Here(Vec::new())
    }
}

impl InFile {
    /// The file at `path` with these bytes.
    #[must_use]
    pub fn new(path: String, bytes: Vec<u8>) -> Self {
        Self { path, held: Held::Here(bytes) }
    }

    /// The file at `path` with `length` bytes, which are fetched from `source` when they are needed.
    #[must_use]
    pub fn at_source(path: String, length: usize, source: Arc<dyn Source>) -> Self {
        Self { path, held: Held::There { length, source, read: OnceLock::new() } }
    }

    /// All bytes, which stay in memory as long as this does.
    ///
    /// # Errors
    /// A remark where they cannot be had.
    pub fn bytes(&self) -> Result<&[u8], Remark> {
        let (length, source, read) = match &self.held {
            Held::Here(bytes) => return Ok(bytes),
            Held::There { length, source, read } => (*length, source, read),
        };
        let read = read.get_or_init(|| source.bytes(0..length).map(Cow::into_owned));
        read.as_deref().ok_or_else(|| self.unreadable())
    }

    /// All bytes, which stay in memory no longer than they are held.
    ///
    /// # Errors
    /// As [`Self::bytes`].
    pub fn fetch(&self) -> Result<Cow<'_, [u8]>, Remark> {
        match &self.held {
            Held::There { length, source, read } if read.get().is_none() => {
                source.bytes(0..*length).ok_or_else(|| self.unreadable())
            }
            _ => self.bytes().map(Cow::Borrowed),
        }
    }

    /// Forgets what can be fetched again.
    pub fn forget(&mut self) {
        if let Held::There { read, .. } = &mut self.held {
            *read = OnceLock::new();
        }
    }

    /// How many bytes it has.
    pub(super) fn length(&self) -> usize {
        match &self.held {
            Held::Here(bytes) => bytes.len(),
            Held::There { length, .. } => *length,
        }
    }

    /// Its bytes from any place on.
    pub(super) fn reader(&self) -> InFileReader<'_> {
        InFileReader { file: self, length: self.length(), at: 0, window: Cow::default(), window_at: 0 }
    }

    /// A stretch from `at` on, as long as a reader keeps.
    fn window(&self, at: usize) -> Option<Cow<'_, [u8]>> {
        match &self.held {
            Held::Here(bytes) => bytes.get(at..).map(Cow::Borrowed),
            Held::There { length, source, .. } => source.bytes(at..at.saturating_add(WINDOW_BYTES).min(*length)),
        }
    }

    fn unreadable(&self) -> Remark {
        let why = "it cannot be read any more; see that no other program changes it, and import it again";
        Remark::refused(&self.path, "", "the file", why)
    }

    /// All bytes, one piece behind the other; nothing in the place of one that cannot be had.
    pub(super) fn pieces(&self) -> Box<dyn Iterator<Item = Option<Cow<'_, [u8]>>> + '_> {
        match &self.held {
            Held::Here(bytes) => Box::new(bytes.chunks(PIECE_BYTES).map(|piece| Some(Cow::Borrowed(piece)))),
            Held::There { length, source, .. } => Box::new(in_pieces(source.as_ref(), *length)),
        }
    }

    /// All of it as UTF-8, with a byte order mark where it has one; nothing of it is left here.
    ///
    /// # Errors
    /// As [`Self::text`].
    pub(super) fn take_text(&mut self) -> Result<String, Remark> {
        self.text()?;
        let bytes = match &mut self.held {
            Held::Here(bytes) => std::mem::take(bytes),
            Held::There { read, .. } => read.take().flatten().unwrap_or_default(),
        };
        // It was looked at above.
        Ok(String::from_utf8(bytes).unwrap_or_default())
    }

    /// The name without folders.
    #[must_use]
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    /// The name without folders and without its ending.
    #[must_use]
    pub fn stem(&self) -> &str {
        self.name().rsplit_once('.').map_or(self.name(), |(stem, _)| stem)
    }

    /// The path without its ending.
    #[must_use]
    pub fn path_stem(&self) -> &str {
        let ending = self.name().len() - self.stem().len();
        self.path.get(..self.path.len() - ending).unwrap_or(&self.path)
    }

    /// The ending in lower case, without the dot.
    #[must_use]
    pub fn ending(&self) -> String {
        self.name().rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default()
    }

    /// The bytes as UTF-8, without a byte order mark.
    ///
    /// # Errors
    /// A remark that names the first byte that is none, or says that the bytes cannot be had.
    pub fn text(&self) -> Result<&str, Remark> {
        self.utf8(self.bytes()?)
    }

    /// As [`Self::text`]; it stays in memory no longer than it is held.
    ///
    /// # Errors
    /// As for [`Self::text`].
    pub(super) fn fetch_text(&self) -> Result<Cow<'_, str>, Remark> {
        Ok(match self.fetch()? {
            Cow::Borrowed(bytes) => Cow::Borrowed(self.utf8(bytes)?),
            Cow::Owned(bytes) => {
                let length = self.utf8(&bytes)?.len();
                let mark = bytes.len() - length;
                // It was looked at above.
                let mut text = String::from_utf8(bytes).unwrap_or_default();
                text.drain(..mark);
                Cow::Owned(text)
            }
        })
    }

    fn utf8<'b>(&self, bytes: &'b [u8]) -> Result<&'b str, Remark> {
        let text = std::str::from_utf8(bytes).map_err(|error| {
            let place = format!("byte {}", error.valid_up_to());
            Remark::refused(&self.path, &place, "the file", "it is not UTF-8; save it as UTF-8 and import it again")
        })?;
        Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
    }
}

/// Reads a file from place to place.
#[derive(Clone, Debug)]
pub(super) struct InFileReader<'f> {
    file: &'f InFile,
    length: usize,
    at: u64,
    window: Cow<'f, [u8]>,
    /// Where the window begins.
    window_at: usize,
}

impl Read for InFileReader<'_> {
    fn read(&mut self, out: &mut [u8]) -> IoResult<usize> {
        let Some(at) = usize::try_from(self.at).ok().filter(|at| *at < self.length) else { return Ok(0) };
        let is_within = |at: usize| at.checked_sub(self.window_at).is_some_and(|into| into < self.window.len());
        if !is_within(at) {
            let gone = || Error::new(ErrorKind::UnexpectedEof, "the file cannot be read any more");
            self.window = self.file.window(at).filter(|window| !window.is_empty()).ok_or_else(gone)?;
            self.window_at = at;
        }
        let mut rest = self.window.get(at - self.window_at..).unwrap_or_default();
        let read = rest.read(out)?;
        self.at += read as u64;
        Ok(read)
    }
}

impl Seek for InFileReader<'_> {
    fn seek(&mut self, to: SeekFrom) -> IoResult<u64> {
        let to = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
            SeekFrom::End(by) => (self.length as u64).checked_add_signed(by),
        };
        self.at = to.ok_or_else(|| Error::new(ErrorKind::InvalidInput, "a place before the file's beginning"))?;
        Ok(self.at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::ops::Range;

    #[derive(Debug)]
    struct Digits(usize);

    impl Source for Digits {
        fn bytes(&self, place: Range<usize>) -> Option<Cow<'_, [u8]>> {
            (place.end <= self.0).then(|| place.map(|at| at.to_le_bytes()[0] ^ at.to_le_bytes()[1]).collect())
        }
    }

    #[test]
    fn a_file_elsewhere_is_read_from_place_to_place_as_one_that_is_here() {
        let length = 3 * WINDOW_BYTES + 17;
        let all = Digits(length).bytes(0..length).unwrap_or_default().into_owned();
        let there = InFile::at_source("there".to_owned(), length, Arc::new(Digits(length)));
        let here = InFile::new("here".to_owned(), all.clone());
        for file in [there, here] {
            let mut reader = file.reader();
            let mut read = Vec::new();
            reader.seek(SeekFrom::End(-20)).and_then(|_| reader.read_to_end(&mut read)).expect("its end");
            assert_eq!(read, all[length - 20..]);
            let mut some = vec![0; WINDOW_BYTES + 5];
            let at = reader.seek(SeekFrom::Start(9)).expect("its beginning");
            reader.read_exact(&mut some).expect("more than a window");
            assert_eq!((at, some.as_slice()), (9, &all[9..WINDOW_BYTES + 14]));
            assert!(reader.seek(SeekFrom::Current(i64::MIN)).is_err());
        }
    }

    #[test]
    fn a_file_that_became_shorter_is_an_error() {
        let file = InFile::at_source("there".to_owned(), 20, Arc::new(Digits(10)));
        assert!(file.reader().read_to_end(&mut Vec::new()).is_err());
    }
}
