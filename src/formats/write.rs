//! One door to every format that can be written. It does not know where the bytes go.

use super::outgoing::Outgoing;
use super::registry::Format;
use super::report::{FormatError, Written};
use super::request::Request;
use super::sink::Sink;
use crate::codec::{Serial, Spread};
use crate::model::Session;

/// Writes what `request` takes of `session` in `format`.
///
/// # Errors
/// [`FormatError`] where the format is read only, does not take a selection, or the session cannot be written.
pub fn write(
    format: &Format,
    session: &Session,
    request: &Request,
    sink: &mut dyn Sink,
) -> Result<Written, FormatError> {
    write_spread(format, session, request, &Serial, sink)
}

/// As [`write`], with articles made ready side by side; it writes the same bytes.
///
/// # Errors
/// As for [`write`].
pub fn write_spread(
    format: &Format,
    session: &Session,
    request: &Request,
    spread: &dyn Spread,
    sink: &mut dyn Sink,
) -> Result<Written, FormatError> {
    let writer = format.writer.ok_or(FormatError::ReadOnly(format.name))?;
    writer(Outgoing::new(session, &request.selection, spread), request, sink)
}
