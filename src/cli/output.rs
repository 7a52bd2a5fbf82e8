//! Lines and documents on standard output and standard error. It does not know what they say.

use super::failure::{Fail, Failure, Status};
use serde::Serialize;
use std::io::{ErrorKind, Write};

/// Writes `text` and a line end to standard output, at once.
///
/// A reader that went away (as `head` does) is no failure.
pub(super) fn say(text: &str) -> Result<(), Failure> {
    write_out(text.as_bytes()).and_then(|()| write_out(b"\n"))
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

/// Writes a message to standard error. When nobody can be told, there is nothing left to do about it.
pub(super) fn tell(message: &str) {
    writeln!(std::io::stderr().lock(), "byline: {message}").ok();
}

/// Writes each of `messages` to standard error.
pub(super) fn tell_all(messages: &[String]) {
    for message in messages {
        tell(message);
    }
}
