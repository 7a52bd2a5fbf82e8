//! Numbers in remarks. It does not know what is counted.

/// `count` with the words for one or for many.
pub(super) fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
