//! `byline apply`: commands from a script, each acknowledged once it is on the disk.

use super::args::Apply as Args;
use super::failure::{Fail, Failure, Status};
use super::output::{say_line, tell_all};
use crate::text::shortened;
use crate::workbench::{Batch, ScriptError, annotator, read_file};
use std::io::{BufRead, Cursor, Read};
use std::path::Path;

/// The longest line that is read: a schema fits many times over.
const MAX_LINE_BYTES: u64 = 16 << 20;

/// A reason may quote the article or the whole schema; nobody reads further than this.
const MAX_REASON_CHARS: usize = 2000;

pub(super) fn apply(args: &Args) -> Result<Status, Failure> {
    let script = args.script.as_deref().filter(|path| *path != Path::new("-"));
    let mut lines: Box<dyn BufRead> = match script {
        Some(path) => Box::new(Cursor::new(read_file(path).or_end(Status::Refused)?)),
        None => Box::new(std::io::stdin().lock()),
    };
    let (who, warnings) = annotator(args.annotator.as_deref());
    tell_all(&warnings);
    let (mut batch, warnings) = Batch::open(&args.session, who).or_end(Status::Refused)?;
    tell_all(&warnings);
    let (waits, waiting) = (args.batch, Vec::new());
    let mut run = Run { batch: &mut batch, waits, line_number: 0, sequence: 0, waiting, is_refused: false };
    while let Some(line) = next_line(&mut *lines)? {
        run.line(&line)?;
    }
    run.flush()?;
    Ok(if run.is_refused { Status::No } else { Status::Done })
}

fn next_line(lines: &mut dyn BufRead) -> Result<Option<Vec<u8>>, Failure> {
    let mut bytes = Vec::new();
    let read = lines.take(MAX_LINE_BYTES).read_until(b'\n', &mut bytes).or_end(Status::Refused)?;
    if read as u64 == MAX_LINE_BYTES {
        return Err(Failure::new(Status::Refused, "a line of the script is longer than 16 MiB; split it"));
    }
    Ok((read > 0).then_some(bytes))
}

struct Run<'a> {
    batch: &'a mut Batch,
    /// Whether acknowledgements wait for one save at the end.
    waits: bool,
    /// Lines of the script so far.
    line_number: u64,
    sequence: u64,
    /// What was carried out and is not on the disk yet.
    waiting: Vec<String>,
    is_refused: bool,
}

impl Run<'_> {
    fn line(&mut self, line: &[u8]) -> Result<(), Failure> {
        self.line_number += 1;
        let number = self.line_number;
        let done = match str::from_utf8(line) {
            Ok(line) => self.batch.run(line).map_err(|error| match error {
                ScriptError::Syntax(found) => format!("this line is no command: line {number}, {found}"),
                refused @ ScriptError::Refused(_) => refused.to_string(),
            }),
            Err(error) => {
                let byte = error.valid_up_to() + 1;
                Err(format!(
                    "this line is no command: line {number}, byte {byte}: it is not UTF-8; save the script as UTF-8"
                ))
            }
        };
        let answer = match done {
            Ok(None) => return Ok(()),
            Ok(Some(_)) => format!("ok {}", self.sequence + 1),
            Err(reason) => {
                self.is_refused = true;
                let reason = reason.split_whitespace().collect::<Vec<_>>().join(" ");
                format!("refused {}", shortened(&reason, MAX_REASON_CHARS))
            }
        };
        self.sequence += 1;
        self.waiting.push(answer);
        if self.waits { Ok(()) } else { self.flush() }
    }

    /// Saves what was carried out and then says so, in the order of the script.
    fn flush(&mut self) -> Result<(), Failure> {
        if self.waiting.iter().any(|line| line.starts_with("ok ")) {
            self.batch.save().or_end(Status::Unwritten)?;
        }
        self.waiting.drain(..).try_for_each(|line| say_line(&line))
    }
}
