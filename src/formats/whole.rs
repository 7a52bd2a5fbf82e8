//! The two formats that hold whole sessions: RON and its JSON mirror. Their texts are made in [`crate::codec`].

use super::outgoing::{Carries, Outgoing};
use super::registry::{Format, Reads, Shape};
use super::report::{FormatError, Written, io};
use super::request::Request;
use super::sink::Sink;
use crate::codec;

/// The session itself.
pub(super) const RON: Format = Format {
    name: "ron",
    reads: Reads::Session,
    writer: Some(write_ron),
    shape: Shape::File,
    ending: "ron",
    endings: &["ron"],
    is_flat: false,
    about: "the session itself in its canonical layout",
    offset_unit: "code_point",
    carries: Carries::ALL,
    cannot_carry: &[],
};

/// The mirror.
pub(super) const JSON: Format = Format {
    name: "json",
    reads: Reads::Session,
    writer: Some(write_json),
    shape: Shape::File,
    ending: "json",
    endings: &["json"],
    is_flat: false,
    about: "the mirror of the session, for tools without RON",
    offset_unit: "code_point",
    carries: Carries::ALL,
    cannot_carry: &[],
};

fn write_ron(out: Outgoing<'_>, request: &Request, sink: &mut dyn Sink) -> Result<Written, FormatError> {
    write(out, RON.name, sink, &codec::encode(out.session, request.modified)?)
}

fn write_json(out: Outgoing<'_>, request: &Request, sink: &mut dyn Sink) -> Result<Written, FormatError> {
    write(out, JSON.name, sink, &codec::to_json(out.session, request.modified)?)
}

fn write(out: Outgoing<'_>, name: &'static str, sink: &mut dyn Sink, text: &str) -> Result<Written, FormatError> {
    if !out.selection.is_default() {
        return Err(FormatError::WholeOnly(name));
    }
    sink.file("", &mut |file| file.write_all(text.as_bytes()).map_err(io))?;
    Ok(Written { mentions: out.session.mention_count(), left_out: 0, dropped: Vec::new() })
}
