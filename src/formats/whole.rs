//! The two formats that hold whole sessions: RON and its JSON mirror. Their texts are made in [`crate::codec`].

use super::outgoing::{Carries, Outgoing};
use super::registry::{Format, Reads, Shape};
use super::report::{FormatError, Written, io};
use super::request::Request;
use super::sink::Sink;
use crate::codec;
use std::io::Write;

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
    let mut around = codec::Around::new(out.session)?;
    write(out, RON.name, sink, &mut |file| {
        file.write_all(around.begin().as_bytes()).map_err(io)?;
        out.each(
            |document| codec::encode_article(document.shard),
            |block| {
                let block = block?;
                around.add(&block);
                file.write_all(block.as_bytes()).map_err(io)
            },
        )?;
        file.write_all(around.end(request.modified).as_bytes()).map_err(io)
    })
}

fn write_json(out: Outgoing<'_>, request: &Request, sink: &mut dyn Sink) -> Result<Written, FormatError> {
    let (head, tail) = codec::json_around(out.session, request.modified)?;
    write(out, JSON.name, sink, &mut |file| {
        file.write_all(head.as_bytes()).map_err(io)?;
        let mut between = "";
        out.each(
            |document| codec::json_article(document.shard),
            |article| {
                file.write_all(std::mem::replace(&mut between, ",").as_bytes()).map_err(io)?;
                file.write_all(article?.as_bytes()).map_err(io)
            },
        )?;
        file.write_all(tail.as_bytes()).map_err(io)
    })
}

type Fill<'a> = dyn FnMut(&mut (dyn Write + Send)) -> Result<(), FormatError> + 'a;

fn write(
    out: Outgoing<'_>,
    name: &'static str,
    sink: &mut dyn Sink,
    fill: &mut Fill<'_>,
) -> Result<Written, FormatError> {
    if !out.selection.is_default() {
        return Err(FormatError::WholeOnly(name));
    }
    sink.file("", fill)?;
    Ok(Written { mentions: out.session.mention_count(), ..Written::default() })
}
