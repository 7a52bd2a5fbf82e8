//! What commands on pages of the annotation guidelines are made of, and what a page can hold.

use crate::model::{GuidelineId, Label, Picture};
use serde::Deserialize;

/// The longest text of a page in bytes.
pub const MAX_PAGE_BYTES: usize = 200_000;
/// The largest file of one picture in bytes.
pub const MAX_PICTURE_BYTES: usize = 3 << 20;
/// What all pictures of a page may have together.
pub const MAX_PICTURES_BYTES: usize = 16 << 20;
/// The longest name of a picture in characters.
pub const MAX_NAME_CHARS: usize = 120;

/// A page to be written: a new one, or in the place of the one that has its id.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GuidelineDraft {
    /// The page that it becomes; a new one where absent.
    #[serde(default)]
    pub guideline: Option<GuidelineId>,
    /// Title for people.
    pub title: String,
    /// Markdown; pictures are named as in `pictures`.
    #[serde(default)]
    pub text: String,
    /// All pictures that the page has from now on.
    #[serde(default)]
    pub pictures: Vec<Picture>,
    /// Labels that it explains from now on, besides those that it explains already.
    #[serde(default)]
    pub labels: Vec<Label>,
}

/// `name` as a picture can have it: without spaces and signs that would end a link in Markdown.
#[must_use]
pub fn picture_name(name: &str) -> String {
    let plain = |char: char| if breaks_link(char) { '-' } else { char };
    let name: String = name.trim().chars().map(plain).take(MAX_NAME_CHARS).collect();
    if name.is_empty() { "picture".to_owned() } else { name }
}

fn breaks_link(char: char) -> bool {
    char.is_whitespace() || char.is_control() || "()<>[]{}\"'`\\/|#?%:".contains(char)
}
