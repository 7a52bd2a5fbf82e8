//! What is in front of the person: the article, what is selected in it, and where it is scrolled to.
//!
//! It does not know how any of it is drawn. Undo brings it back.

use crate::model::{ArticleId, MentionId};
use crate::text::{ByteOffset, Span};

/// A position in a scrolled article that survives resizing: the first byte shown, and how far its line is scrolled.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ScrollPlace {
    /// The byte at the start of the top line.
    pub byte: ByteOffset,
    /// How far that line is scrolled out of sight, in points.
    pub offset_points: f32,
}

/// What is in front.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct View {
    /// The article shown.
    pub article: Option<ArticleId>,
    /// The mention selected.
    pub mention: Option<MentionId>,
    /// The text selected.
    pub selection: Option<Span>,
    /// Where the article is scrolled to.
    pub scroll: ScrollPlace,
}
