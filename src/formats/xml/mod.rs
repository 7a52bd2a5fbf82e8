//! XML for the formats that are made of it, read and written safely. It does not know any of them.
//!
//! Read: no document type declarations and so no entities but the five of XML itself, bounded depth, UTF-8 alone. Written:
//! everything escaped, and characters that XML 1.0 has no form for replaced by U+FFFD, each by one, so that offsets hold.

mod read;
mod write;

pub(super) use read::{Element, parse};
pub(super) use write::{XmlOut, unheld_places};

/// Whether XML 1.0 can hold `char`, in any spelling.
pub(super) fn holds(char: char) -> bool {
    match char {
        '\t' | '\n' | '\r' => true,
        '\u{fffe}' | '\u{ffff}' => false,
        other => other >= ' ',
    }
}
