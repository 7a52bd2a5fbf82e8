//! WebAnno TSV 3.2 and 3.3, as WebAnno and INCEpTION export it: read only.
//!
//! After the appendix on WebAnno TSV of INCEpTION's user guide. One row a token, offsets in UTF-16 code units; sub-tokens as
//! `1-3.1`, several values of one cell parted by `|`, `[N]` tells which values belong to one annotation. Features have no
//! types in the file, so that every value is a text.

mod cells;
mod land;
mod layers;
mod read;
mod row;

pub(super) use row::FORMAT;

use layers::{Kind, Layer, Row};
