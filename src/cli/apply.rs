//! `byline apply`: commands from a script, each acknowledged once it is on the disk.

use super::args::Apply as Args;
use super::failure::{Fail, Failure, Status};
use super::output::{say, tell_all};
use crate::workbench::{Batch, annotator, read_file};
use std::io::{BufRead, Cursor, Read};
use std::path::Path;

/// The longest line that is read: a schema fits many times over.
const MAX_LINE_BYTES: u64 = 16 << 20;

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
    let mut run = Run { batch: &mut batch, waits: args.batch, sequence: 0, waiting: Vec::new(), is_refused: false };
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
    sequence: u64,
    /// What was carried out and is not on the disk yet.
    waiting: Vec<String>,
    is_refused: bool,
}

impl Run<'_> {
    fn line(&mut self, line: &[u8]) -> Result<(), Failure> {
        let done = match str::from_utf8(line) {
            Ok(line) => self.batch.run(line).map_err(|error| error.to_string()),
            Err(_) => Err("this line is not UTF-8".to_owned()),
        };
        let answer = match done {
            Ok(None) => return Ok(()),
            Ok(Some(_)) => format!("ok {}", self.sequence + 1),
            Err(reason) => {
                self.is_refused = true;
                format!("refused {}", reason.split_whitespace().collect::<Vec<_>>().join(" "))
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
        self.waiting.drain(..).try_for_each(|line| say(&line))
    }
}
