//! The article view: one long immutable text with marks on it, as an egui widget.
//!
//! It knows texts, spans, marks and colours. It does not know sessions, labels or files: the app prepares a
//! [`Scene`] each frame and acts on the [`Outcome`].
//!
//! Architecture invariant: what is on screen is laid out paragraph by paragraph into tables of clusters of our own;
//! no layout and no scroll position ever spans the whole text.

mod access;
mod arcs;
mod atlas;
mod caption;
mod cast;
mod cleaned;
mod cuts;
mod engine;
mod extent;
mod families;
mod field;
mod fonts;
mod found;
mod handles;
mod heights;
mod keyboard;
#[cfg(test)]
mod layout_tests;
mod marks;
mod measure;
mod metrics;
mod missing;
mod motion;
mod numbers;
mod paint;
mod paragraphs;
mod pointer;
mod progress;
mod scene;
mod scroll;
mod signs;
mod strip;
mod strip_ticks;
mod style;
mod table;
mod tags;
mod view;
mod words;

pub use arcs::{Link, LinkEnd};
pub use caption::{Caption, CaptionStyle, CaptionWeight};
pub use cleaned::{CleanLook, CleanMark};
pub use engine::TextEngine;
pub use field::FieldRows;
pub use fonts::{STRONG_FAMILY, Typeface, egui_fonts};
pub use found::FoundSet;
pub use marks::{Mark, MarkLook, MarkSet};
pub use missing::MissingScript;
pub use motion::{Motion, Reach};
pub use scene::{Click, EdgeDrag, Grain, MoreMarks, Outcome, Place, Scene, Selection, TagDrag, Trim};
pub use style::{ReadingStyle, contrast, legible_on};
pub use view::ArticleView;
pub use words::{WordsOver, has_right_to_left, widget_words};
