//! A sink that says how far an export is, and that stops one.
//!
//! It does not know where the bytes go.

use super::jobs::Progress;
use crate::formats::{FormatError, Sink};
use std::io::{Error, Write};

/// Passes on to another sink.
pub(super) struct WatchedSink<'a> {
    sink: &'a mut dyn Sink,
    progress: &'a Progress,
    /// How many bytes are expected; nothing is told of the progress where it is not known.
    all_bytes: u64,
    done_bytes: u64,
}

impl<'a> WatchedSink<'a> {
    pub(super) fn new(sink: &'a mut dyn Sink, progress: &'a Progress, all_bytes: u64) -> Self {
        Self { sink, progress, all_bytes, done_bytes: 0 }
    }

    /// The sink below, and what looks at the next file, unless it is all to stop.
    fn begin(&mut self) -> Result<(&mut dyn Sink, Watch<'_>), FormatError> {
        if self.progress.is_cancelled() {
            return Err(FormatError::Output(cancelled()));
        }
        let watch = Watch { progress: self.progress, all_bytes: self.all_bytes, done_bytes: &mut self.done_bytes };
        Ok((self.sink, watch))
    }
}

/// What is told of one file.
struct Watch<'a> {
    progress: &'a Progress,
    all_bytes: u64,
    done_bytes: &'a mut u64,
}

impl Watch<'_> {
    fn over<'w>(&'w mut self, writer: &'w mut (dyn Write + Send)) -> WatchedWriter<'w> {
        let Self { progress, all_bytes, done_bytes } = self;
        WatchedWriter { writer, progress, all_bytes: *all_bytes, done_bytes }
    }
}

impl Sink for WatchedSink<'_> {
    fn file(
        &mut self,
        name: &str,
        write: &mut dyn FnMut(&mut (dyn Write + Send)) -> Result<(), FormatError>,
    ) -> Result<(), FormatError> {
        let (sink, mut watch) = self.begin()?;
        sink.file(name, &mut |writer| write(&mut watch.over(writer)))
    }

    fn beside(
        &mut self,
        name: &str,
        write: &mut dyn FnMut(&mut (dyn Write + Send)) -> Result<(), FormatError>,
    ) -> Result<(), FormatError> {
        let (sink, mut watch) = self.begin()?;
        sink.beside(name, &mut |writer| write(&mut watch.over(writer)))
    }
}

struct WatchedWriter<'a> {
    writer: &'a mut (dyn Write + Send),
    progress: &'a Progress,
    all_bytes: u64,
    done_bytes: &'a mut u64,
}

impl Write for WatchedWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.progress.is_cancelled() {
            return Err(cancelled());
        }
        let count = self.writer.write(bytes)?;
        *self.done_bytes += count as u64;
        if self.all_bytes > 0 {
            let size = |bytes: u64| usize::try_from(bytes).unwrap_or(usize::MAX);
            self.progress.set(size((*self.done_bytes).min(self.all_bytes)), size(self.all_bytes));
        }
        Ok(count)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.writer.flush()
    }
}

/// Not `Interrupted`, after which writers try again.
fn cancelled() -> Error {
    Error::other("it was cancelled")
}
