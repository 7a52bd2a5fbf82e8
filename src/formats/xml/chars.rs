//! Which characters there are in XML.

/// Whether XML 1.0 can hold `char`, in any spelling.
pub(super) fn holds(char: char) -> bool {
    match char {
        '\t' | '\n' | '\r' => true,
        '\u{fffe}' | '\u{ffff}' => false,
        other => other >= ' ',
    }
}
