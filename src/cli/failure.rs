//! Why a run ended without its result, and the exit status that says so.

use std::process::ExitCode;

/// What the exit status says; [`Status::Done`] is 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Status {
    /// The work was done.
    Done = 0,
    /// The answer is no.
    No = 1,
    /// The call does not hold.
    Usage = 2,
    /// Something that was given could not be read.
    Refused = 3,
    /// The result could not be written.
    Unwritten = 4,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(status as u8)
    }
}

/// An end without a result: the message and the status.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) status: Status,
    pub(super) error: anyhow::Error,
}

/// Turns errors into failures.
pub(super) trait Fail<T> {
    /// Ends the run with `status` on an error.
    fn or_end(self, status: Status) -> Result<T, Failure>;
}

impl<T, E: Into<anyhow::Error>> Fail<T> for Result<T, E> {
    fn or_end(self, status: Status) -> Result<T, Failure> {
        self.map_err(|error| Failure { status, error: error.into() })
    }
}

impl Failure {
    /// The message, with what lies behind it as far as it does not say that itself.
    pub(super) fn told(&self) -> String {
        self.error.chain().skip(1).fold(self.error.to_string(), |told, cause| {
            let cause = cause.to_string();
            if told.contains(&cause) { told } else { format!("{told}: {cause}") }
        })
    }

    pub(super) fn new(status: Status, message: impl Into<String>) -> Self {
        Self { status, error: anyhow::anyhow!(message.into()) }
    }
}
