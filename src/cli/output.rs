//! Lines and documents on standard output and standard error. It does not know what they say.

use super::failure::{Fail, Failure, Status};
use crate::store::Overwrite;
use crate::text::visible;
use crate::workbench::Progress;
use serde::Serialize;
use std::io::{ErrorKind, IsTerminal, Write};
use std::path::Path;
use std::sync::Arc;

/// Writes `text` and a line end to standard output, at once.
///
/// A reader that went away (as `head` does) is no failure.
pub(super) fn say(text: &str) -> Result<(), Failure> {
    write_out(text.as_bytes()).and_then(|()| write_out(b"\n"))
}

/// Writes `text` as one line to standard output: whatever is in it, it steers no terminal and looks like no other line.
pub(super) fn say_line(text: &str) -> Result<(), Failure> {
    say(&visible(text))
}

/// Writes `bytes` to standard output, at once.
pub(super) fn write_out(bytes: &[u8]) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        result => result.or_end(Status::Unwritten),
    }
}

/// Writes one JSON document to standard output.
pub(super) fn say_json(document: &impl Serialize) -> Result<(), Failure> {
    say(&serde_json::to_string_pretty(document).or_end(Status::Unwritten)?)
}

/// Writes a message as one line to standard error. When nobody can be told, there is nothing left to do about it.
pub(super) fn tell(message: &str) {
    writeln!(std::io::stderr().lock(), "byline: {}", visible(message)).ok();
}

/// Writes each of `messages` to standard error.
pub(super) fn tell_all(messages: &[String]) {
    for message in messages {
        tell(message);
    }
}

/// Ends before the work begins where its result could not be kept.
pub(super) fn refuse_existing(target: &Path, overwrite: Overwrite) -> Result<(), Failure> {
    if target.is_dir() {
        let message = format!("{}: a folder is here, and the output is a file; name a file in it", target.display());
        return Err(Failure::new(Status::Unwritten, message));
    }
    if overwrite == Overwrite::Refuse && target.exists() {
        let message = format!("{}: a file is here already and is not overwritten without --force", target.display());
        return Err(Failure::new(Status::Unwritten, message));
    }
    Ok(())
}

/// Progress that shows itself as one line on standard error where that is a terminal, and nowhere otherwise.
pub(super) fn progress_line(work: &'static str) -> Progress {
    if !std::io::stderr().is_terminal() {
        return Progress::default();
    }
    Progress::watched(Arc::new(move |fraction| {
        // A line that cannot be drawn is no reason to stop the work.
        write!(std::io::stderr().lock(), "\r{}", drawn(work, fraction)).ok();
    }))
}

/// Takes the line of [`progress_line`] away again.
pub(super) fn clear_progress_line() {
    let mut err = std::io::stderr().lock();
    if err.is_terminal() {
        write!(err, "\r\x1b[K").ok();
    }
}

/// `work` with a bar of twenty cells and the share in percent.
fn drawn(work: &str, fraction: f32) -> String {
    const CELLS: u8 = 20;
    let share = fraction.clamp(0.0, 1.0);
    let bar: String =
        (0..CELLS).map(|cell| if f32::from(cell) < share * f32::from(CELLS) { '#' } else { '.' }).collect();
    format!("{work} [{bar}] {:3.0} %", share * 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_fills_from_the_left() {
        assert_eq!(drawn("Reading", 0.0), "Reading [....................]   0 %");
        assert_eq!(drawn("Reading", 0.5), "Reading [##########..........]  50 %");
        assert_eq!(drawn("Reading", 1.0), "Reading [####################] 100 %");
    }
}
