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
mod guid;
mod parts;
mod read;
mod row;
mod source;
mod unpack;
mod write;

pub(super) use row::FORMAT;

use guid::{NAMESPACE, guid, is_guid};
