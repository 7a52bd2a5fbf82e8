//! Files that may do harm while they are read, pdf above all: read by a process of its own that has little time, little memory
//! and nothing to open, so that one that loops or breaks its reader costs a message and no more.
//!
//! The program starts itself with a hidden command; the file goes to it through standard input, and what came of it back
//! through standard output as one JSON document. It does not know the formats.

use super::clock::Clock;
use super::jobs::Progress;
use crate::ingest::{Extracted, ReadFile, Reading, StatedInFile, pdf};
use crate::text::CharOffset;
use serde::{Deserialize, Serialize};
use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

/// The hidden command that the program gives itself.
const READ_PDF: &str = "read-pdf";

/// Pdfs beyond this size are refused.
const MAX_PDF_BYTES: usize = 128 << 20;

/// After so many pdfs of one archive that took too long the others are not begun.
const MOST_STOPPED: usize = 3;

/// The program that this process reads by.
static PROVIDED: OnceLock<Apart> = OnceLock::new();

/// How often a wait looks whether it is cancelled.
const LOOK: Duration = Duration::from_millis(50);

/// What a process that reads may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How long it may take.
    pub time: Duration,
    /// How much memory it may ask for.
    pub memory_bytes: u64,
    /// How much it may say.
    pub output_bytes: u64,
}

impl Limits {
    /// The limits for a file of `bytes`: 5 seconds and one more for each MiB, 20 at most; 1.5 GiB of memory.
    #[must_use]
    pub fn of(bytes: usize) -> Self {
        let secs = 5 + (bytes >> 20) as u64;
        Self { time: Duration::from_secs(secs.min(20)), memory_bytes: 3 << 29, output_bytes: 128 << 20 }
    }
}

/// Why a file that was read apart gave nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ApartError {
    /// The reader's own reason.
    #[error("{0}")]
    Refused(String),
    /// No process.
    #[error("no process could be started to read it ({0}); try again, or save its text as a file of its own")]
    NotStarted(String),
    /// The time is over.
    #[error("reading it took longer than {} and was stopped; print it to a new pdf, or save its text", seconds(.0))]
    TooLong(Duration),
    /// It said more than is taken.
    #[error("it holds more than {} MiB of text and was not read; split it", .0 >> 20)]
    TooMuch(u64),
    /// The process ended without an answer.
    #[error(
        "it made its reader break off, by a fault or by asking for more than {} MiB of memory; print it to a new pdf, or save \
         its text", .0 >> 20
    )]
    Broken(u64),
    /// Somebody did not want to wait.
    #[error("reading it was cancelled")]
    Cancelled,
}

fn seconds(time: &Duration) -> String {
    let secs = time.as_secs_f64();
    if secs < 1.0 { format!("{secs:.1} s") } else { format!("{secs:.0} s") }
}

/// What comes back from the process.
#[derive(Debug, Serialize, Deserialize)]
enum Answer {
    Read(Vec<Document>),
    Refused(String),
}

/// A document on its way from one process to the other.
#[derive(Debug, Serialize, Deserialize)]
struct Document {
    text: String,
    places: Vec<(u32, String)>,
    headline: Option<String>,
    author: Option<String>,
    remarks: Vec<String>,
}

/// The program that reads, started anew for every file.
#[derive(Clone, Debug)]
pub struct Apart {
    program: PathBuf,
}

impl Apart {
    /// `program` is one of Byline's own.
    #[must_use]
    pub fn by(program: PathBuf) -> Self {
        Self { program }
    }

    /// Says once and for all that this process reads such files by `program`, which is one of Byline's own.
    pub fn provide(program: PathBuf) {
        // Whoever said so first is right.
        PROVIDED.set(Self::by(program)).ok();
    }

    fn provided() -> Result<&'static Self, ApartError> {
        let missing = || ApartError::NotStarted("this program has not said which one reads them".to_owned());
        PROVIDED.get().ok_or_else(missing)
    }

    /// Reads the pdf that `bytes` are.
    ///
    /// # Errors
    /// [`ApartError`]; a process that went on is ended.
    pub fn read_pdf(&self, bytes: &[u8], limits: Limits, progress: &Progress) -> Result<Vec<Extracted>, ApartError> {
        let arguments =
            [READ_PDF.into(), limits.memory_bytes.to_string().into(), limits.time.as_secs().max(1).to_string().into()];
        let answer = self.run(&arguments, bytes, limits, progress)?;
        match serde_json::from_slice(&answer) {
            Ok(Answer::Read(documents)) => Ok(documents.into_iter().map(extracted).collect()),
            Ok(Answer::Refused(why)) => Err(ApartError::Refused(why)),
            Err(_) => Err(ApartError::Broken(limits.memory_bytes)),
        }
    }

    /// All that the process says to `input`.
    fn run(
        &self,
        arguments: &[OsString],
        input: &[u8],
        limits: Limits,
        progress: &Progress,
    ) -> Result<Vec<u8>, ApartError> {
        let not_started = |error: io::Error| ApartError::NotStarted(error.to_string());
        let mut command = Command::new(&self.program);
        command.args(arguments).env_clear().stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        // Memory that the allocator takes ahead would not count against the limit.
        command.env("MIMALLOC_ARENA_RESERVE", "0");
        // Windows finds parts of itself by this one.
        command.envs(std::env::var_os("SYSTEMROOT").map(|root| ("SYSTEMROOT", root)));
        let mut child = command.spawn().map_err(not_started)?;
        let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
        let mut child = Ending(child);
        let (sender, answer) = channel();
        let input = input.to_vec();
        let feed = move || {
            // A process that has ended before it read everything has said why.
            stdin.map(|mut stdin| stdin.write_all(&input)).and_then(Result::ok);
        };
        let listen = move || {
            let mut said = Vec::new();
            let limit = limits.output_bytes.saturating_add(1);
            let read = stdout.map(|stdout| stdout.take(limit).read_to_end(&mut said));
            // Nobody waits any more where the time is over.
            sender.send(read.and_then(Result::ok).map(|_| said)).ok();
        };
        for (name, work) in
            [("byline: feeding", Box::new(feed) as Box<dyn FnOnce() + Send>), ("byline: listening", Box::new(listen))]
        {
            std::thread::Builder::new().name(name.to_owned()).spawn(work).map_err(not_started)?;
        }
        let said = waited(&answer, limits, progress);
        child.end();
        let said = said?.ok_or(ApartError::Broken(limits.memory_bytes))?;
        if said.len() as u64 > limits.output_bytes {
            return Err(ApartError::TooMuch(limits.output_bytes));
        }
        Ok(said)
    }
}

/// Reads the file `name`, in a process of its own where its kind asks for that.
pub(super) fn read_file(
    reading: &Reading<'_>,
    name: &str,
    bytes: Vec<u8>,
    progress: &Progress,
) -> Result<ReadFile, String> {
    let stopped = AtomicUsize::new(0);
    let apart = |bytes: &[u8]| {
        if bytes.len() > MAX_PDF_BYTES {
            let limit = MAX_PDF_BYTES >> 20;
            return Err(format!("the pdf has {} bytes and at most {limit} MiB are read; split it", bytes.len()));
        }
        if stopped.load(Ordering::Relaxed) >= MOST_STOPPED {
            return Err(format!(
                "{MOST_STOPPED} pdfs of this archive took too long, so that this one was not read; unpack the archive and add \
                 the pdf itself"
            ));
        }
        let read = Apart::provided().and_then(|apart| apart.read_pdf(bytes, Limits::of(bytes.len()), progress));
        if matches!(read, Err(ApartError::TooLong(_))) {
            stopped.fetch_add(1, Ordering::Relaxed);
        }
        read.map_err(|error| error.to_string())
    };
    reading.read_by(name, bytes, &apart).map_err(|fault| fault.to_string())
}

/// What comes within `time`, unless somebody cancels before.
fn waited<T>(answer: &Receiver<T>, limits: Limits, progress: &Progress) -> Result<T, ApartError> {
    let begun = Clock::instant();
    loop {
        let left = limits.time.saturating_sub(Clock::instant().saturating_duration_since(begun));
        match answer.recv_timeout(left.min(LOOK)) {
            Ok(said) => return Ok(said),
            Err(RecvTimeoutError::Disconnected) => return Err(ApartError::Broken(limits.memory_bytes)),
            Err(RecvTimeoutError::Timeout) if progress.is_cancelled() => return Err(ApartError::Cancelled),
            Err(RecvTimeoutError::Timeout) if left.is_zero() => return Err(ApartError::TooLong(limits.time)),
            Err(RecvTimeoutError::Timeout) => {}
        }
    }
}

/// A process that ends with whoever waits for it.
struct Ending(Child);

impl Ending {
    fn end(&mut self) {
        // One that has ended already is not ended twice, and leaves nothing behind once it is waited for.
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

impl Drop for Ending {
    fn drop(&mut self) {
        self.end();
    }
}

fn extracted(document: Document) -> Extracted {
    let Document { text, places, headline, author, remarks } = document;
    let places = places.into_iter().map(|(at, place)| (CharOffset(at), place)).collect();
    let stated = StatedInFile { headline, author, ..StatedInFile::default() };
    Extracted { text, places, stated, remarks, ..Extracted::default() }
}

/// What the process does that [`Apart`] starts: takes what it needs from the system, gives up the rest, and reads.
///
/// # Errors
/// [`io::Error`] where nobody listens or the system sets no limits; nothing was read then.
pub fn serve_pdf(memory_bytes: u64, time_secs: u64, mut input: impl Read, mut output: impl Write) -> io::Result<()> {
    confine(memory_bytes, time_secs)?;
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes)?;
    let answer = match pdf::read(&bytes) {
        Ok(documents) => Answer::Read(documents.into_iter().map(document).collect()),
        Err(error) => Answer::Refused(error.to_string()),
    };
    serde_json::to_writer(&mut output, &answer)?;
    output.flush()
}

fn document(read: Extracted) -> Document {
    let Extracted { text, places, stated, remarks, .. } = read;
    let places = places.into_iter().map(|(at, place)| (at.0, place)).collect();
    Document { text, places, headline: stated.headline, author: stated.author, remarks }
}

/// Takes from this process what reading does not need: more memory and time than these, files to open, files to write, a
/// picture of its memory on the disk when it breaks.
#[cfg(unix)]
fn confine(memory_bytes: u64, time_secs: u64) -> io::Result<()> {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let most = |resource, most| setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) });
    most(Resource::As, memory_bytes)?;
    most(Resource::Cpu, time_secs)?;
    most(Resource::Core, 0)?;
    most(Resource::Fsize, 0)?;
    // Standard input, output and error are open already.
    most(Resource::Nofile, 3)?;
    Ok(())
}

#[cfg(not(unix))]
fn confine(_memory_bytes: u64, _time_secs: u64) -> io::Result<()> {
    Ok(())
}
