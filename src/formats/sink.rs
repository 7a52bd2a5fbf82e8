//! Where the files of an export go, one after the other, without being held in memory. It does not know the disk.

use super::report::FormatError;
use std::io::Write;

/// Takes the files of one export.
pub trait Sink {
    /// Takes the file `name`, whose bytes `write` writes. `name` is a path below the output with `/` between folders; it is
    /// empty for formats of one file, which is then the output itself.
    ///
    /// # Errors
    /// Whatever `write` meets, and [`FormatError::Output`] where the file cannot be made.
    fn file(
        &mut self,
        name: &str,
        write: &mut dyn FnMut(&mut (dyn Write + Send)) -> Result<(), FormatError>,
    ) -> Result<(), FormatError>;

    /// Takes a second file of a format of one file, as a configuration. It stands beside the output under the output's own
    /// name with the ending of `name`.
    ///
    /// # Errors
    /// As [`Sink::file`].
    fn beside(
        &mut self,
        name: &str,
        write: &mut dyn FnMut(&mut (dyn Write + Send)) -> Result<(), FormatError>,
    ) -> Result<(), FormatError> {
        self.file(name, write)
    }
}

/// A sink that keeps every file in memory, for previews and tests.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MemorySink {
    /// The files in order, each with its name.
    pub files: Vec<(String, Vec<u8>)>,
}

impl Sink for MemorySink {
    fn file(
        &mut self,
        name: &str,
        write: &mut dyn FnMut(&mut (dyn Write + Send)) -> Result<(), FormatError>,
    ) -> Result<(), FormatError> {
        let mut bytes = Vec::new();
        write(&mut bytes)?;
        self.files.push((name.to_owned(), bytes));
        Ok(())
    }
}

/// A sink that takes the first bytes of what is written and counts the rest, for a look at an export before it is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeekSink {
    /// The files in order: name, first bytes, length.
    pub files: Vec<(String, Vec<u8>, u64)>,
    /// How many bytes of each file are kept.
    pub limit: usize,
}

impl Sink for PeekSink {
    fn file(
        &mut self,
        name: &str,
        write: &mut dyn FnMut(&mut (dyn Write + Send)) -> Result<(), FormatError>,
    ) -> Result<(), FormatError> {
        let mut head = Head { bytes: Vec::new(), written: 0, limit: self.limit };
        write(&mut head)?;
        self.files.push((name.to_owned(), head.bytes, head.written));
        Ok(())
    }
}

struct Head {
    bytes: Vec<u8>,
    written: u64,
    limit: usize,
}

impl Write for Head {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let room = self.limit.saturating_sub(self.bytes.len()).min(bytes.len());
        self.bytes.extend_from_slice(bytes.get(..room).unwrap_or_default());
        self.written += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
