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
    ) -> Result<(), FormatError>;
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

    fn beside(
        &mut self,
        name: &str,
        write: &mut dyn FnMut(&mut (dyn Write + Send)) -> Result<(), FormatError>,
    ) -> Result<(), FormatError> {
        self.file(name, write)
    }
}
