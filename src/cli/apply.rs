//! `byline apply`: commands from a script, each acknowledged once it is on the disk.

use super::args::Apply as Args;
use super::failure::{Fail, Failure, Status};
use super::output::{say_line, tell_all};
use crate::text::shortened;
use crate::workbench::{Batch, ScriptError, annotator, open_script};
use std::collections::VecDeque;
use std::io::{BufRead, Read};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// The longest line that is read: a schema fits many times over.
const MAX_LINE_BYTES: u64 = 16 << 20;

/// After so many steps the session is saved, so that opening it again stays quick.
const STEPS_A_SAVE: u64 = 10_000;

/// A reason may quote the article or the whole schema; nobody reads further than this.
const MAX_REASON_CHARS: usize = 2000;

pub(super) fn apply(args: &Args) -> Result<Status, Failure> {
    let script = args.script.as_deref().filter(|path| *path != Path::new("-"));
    let mut lines: Box<dyn BufRead> = match script {
        Some(path) => open_script(path).or_end(Status::Refused)?,
        None => Box::new(std::io::stdin().lock()),
    };
    let (who, warnings) = annotator(args.annotator.as_deref());
    tell_all(&warnings);
    let (mut batch, warnings) = Batch::open(&args.session, who).or_end(Status::Refused)?;
    tell_all(&warnings);
    let answers = Arc::new(Answers::default());
    let heard = Arc::clone(&answers);
    batch.keep(move |edits| heard.kept(edits)).or_end(Status::Unwritten)?;
    let mut is_refused = false;
    let mut saved_at = batch.bench.edits();
    let mut number = 0;
    while let Some(line) = next_line(&mut *lines)? {
        number += 1;
        is_refused |= run_line(&mut batch, &line, number, &answers);
        if batch.bench.edits() - saved_at >= STEPS_A_SAVE {
            batch.save().or_end(Status::Unwritten)?;
            saved_at = batch.bench.edits();
        }
    }
    if batch.is_modified() {
        batch.save().or_end(Status::Unwritten)?;
    }
    batch.close();
    answers.ended()?;
    Ok(if is_refused { Status::No } else { Status::Done })
}

/// Carries out the line `number` of the script; whether it was refused.
fn run_line(batch: &mut Batch, line: &[u8], number: u64, answers: &Answers) -> bool {
    let done = match str::from_utf8(line) {
        Ok(line) => batch.run(line).map_err(|error| match error {
            ScriptError::Syntax(found) => format!("this line is no command: line {number}, {found}"),
            refused => refused.to_string(),
        }),
        Err(error) => {
            let byte = error.valid_up_to() + 1;
            Err(format!(
                "this line is no command: line {number}, byte {byte}: it is not UTF-8; save the script as UTF-8"
            ))
        }
    };
    match done {
        Ok(None) => false,
        Ok(Some(_)) => {
            answers.push(Answer::Done { edits: batch.bench.edits() });
            false
        }
        Err(reason) => {
            let reason = reason.split_whitespace().collect::<Vec<_>>().join(" ");
            answers.push(Answer::Refused(shortened(&reason, MAX_REASON_CHARS).into_owned()));
            true
        }
    }
}

/// What one line of the script came to.
enum Answer {
    /// It led to this state of the session; that is said once the state is on the disk.
    Done {
        edits: u64,
    },
    Refused(String),
}

/// Answers in the order of the script, said as soon as they hold.
#[derive(Default)]
struct Answers(Mutex<Waiting>);

#[derive(Default)]
struct Waiting {
    answers: VecDeque<Answer>,
    /// The last state of the session that is on the disk.
    kept: u64,
    /// How many answers were said.
    said: u64,
    failure: Option<Failure>,
}

impl Answers {
    fn push(&self, answer: Answer) {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.answers.push_back(answer);
        waiting.say();
    }

    /// Everything up to the state `edits` is on the disk.
    fn kept(&self, edits: u64) {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.kept = waiting.kept.max(edits);
        waiting.say();
    }

    /// Whether everything could be said.
    fn ended(&self) -> Result<(), Failure> {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.failure.take().map_or(Ok(()), Err)
    }
}

impl Waiting {
    fn say(&mut self) {
        let kept = self.kept;
        let holds = |answer: &Answer| match answer {
            Answer::Done { edits } => *edits <= kept,
            Answer::Refused(_) => true,
        };
        while self.answers.front().is_some_and(holds) {
            self.said += 1;
            let line = match self.answers.pop_front() {
                Some(Answer::Refused(reason)) => format!("refused {reason}"),
                Some(Answer::Done { .. }) | None => format!("ok {}", self.said),
            };
            if let Err(failure) = say_line(&line) {
                self.failure.get_or_insert(failure);
            }
        }
    }
}

fn next_line(lines: &mut dyn BufRead) -> Result<Option<Vec<u8>>, Failure> {
    let mut bytes = Vec::new();
    let read = lines.take(MAX_LINE_BYTES).read_until(b'\n', &mut bytes).or_end(Status::Refused)?;
    if read as u64 == MAX_LINE_BYTES {
        return Err(Failure::new(Status::Refused, "a line of the script is longer than 16 MiB; split it"));
    }
    Ok((read > 0).then_some(bytes))
}
