//! XML for the formats that are made of it, read and written safely. It does not know any of them.
//!
//! Read: no document type declarations and so no entities but the five of XML itself, bounded depth, UTF-8 alone. Written:
//! everything escaped, and characters that XML 1.0 has no form for replaced by U+FFFD, each by one, so that offsets hold.

mod chars;
mod read;
mod write;

pub(super) use read::{Apart, Element, Fault, cut_apart, parse};
pub(super) use write::{UNHELD, XmlOut, unheld};

use chars::holds;
