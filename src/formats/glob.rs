//! Names with wildcards. It does not know what is named.

use regex::Regex;

/// A pattern in which `*` stands for any characters and `?` for any one; everything else stands for itself.
#[derive(Clone, Debug)]
pub struct Glob(Regex);

impl Glob {
    /// Reads `pattern`; upper and lower case differ.
    ///
    /// # Errors
    /// A sentence that says why, for a pattern too long to run.
    pub fn new(pattern: &str) -> Result<Self, String> {
        let mut source = String::from("(?s)^");
        for char in pattern.chars() {
            match char {
                '*' => source.push_str(".*"),
                '?' => source.push('.'),
                other => source.push_str(&regex::escape(other.encode_utf8(&mut [0; 4]))),
            }
        }
        source.push('$');
        Regex::new(&source).map(Self).map_err(|error| format!("the pattern `{pattern}` cannot be used: {error}"))
    }

    /// Whether the whole of `name` fits.
    #[must_use]
    pub fn matches(&self, name: &str) -> bool {
        self.0.is_match(name)
    }
}
