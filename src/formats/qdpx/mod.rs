//! QDPX, the exchange format of qualitative research (REFI-QDA project 1.0): NVivo, MAXQDA, ATLAS.ti, QualCoder.
//!
//! A zip archive of `project.qde`, whose elements stand in the order of the schema, and of texts under `sources/`. Positions
//! count code points of the plain text behind a byte order mark. Codes nest as labels do: `actor.person` is the code `person`
//! in the code `actor`. Every id is made of what it names (UUID, version 5), so that the same session gives the same file.
//!
//! The format knows neither gaps nor attributes of codings. Attributes, entries, confidence, review and flags stand as JSON
//! in the description of a selection; mentions of several fragments, and relations that touch them, in that of their source,
//! because a stretch without the gaps would be another annotation.

mod aside;
mod codes;
mod parts;
mod read;
mod unpack;
mod write;

use super::outgoing::Carries;
use super::registry::{Format, Reads, Shape};
use uuid::Uuid;

/// The registry's row.
pub(super) const FORMAT: Format = Format {
    name: "qdpx",
    reads: Reads::Corpus(read::read),
    writer: Some(write::write),
    shape: Shape::File,
    ending: "qdpx",
    endings: &["qdpx"],
    is_flat: false,
    about: "REFI-QDA project (NVivo, MAXQDA, ATLAS.ti, QualCoder)",
    offset_unit: "code_point",
    carries: Carries {
        discontinuous: true,
        relations: true,
        attributes: true,
        notes: true,
        entries: true,
        confidence: true,
        review: true,
        flags: true,
        annotators: true,
        texts: true,
        ..Carries::LABELS
    },
    cannot_carry: &[
        "mentions of several fragments in the other tool; only Byline reads them back",
        "attributes, notes, confidence and flags of relations",
        "times beyond the day of making, and provenance",
        "details of entries, and entries without a mention",
        "alignments, regions and repairs",
        "suggestions and quarantine",
    ],
};

/// The namespace of the project file.
const NAMESPACE: &str = "urn:QDA-XML:project:1.0";

/// The name that makes ids of ours differ from everybody else's.
const OWN: &[u8] = b"byline";

/// The id of what `name` is among things of one `kind`.
fn guid(kind: &str, name: &str) -> String {
    let namespace = Uuid::new_v5(&Uuid::NAMESPACE_URL, OWN);
    Uuid::new_v5(&namespace, format!("{kind}:{name}").as_bytes()).to_string()
}

/// Whether `text` has the form of an id.
fn is_guid(text: &str) -> bool {
    text.len() == 36 && Uuid::try_parse(text).is_ok()
}
