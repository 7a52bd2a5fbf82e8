//! Positions in text: spans, offset units, segmentation and search primitives.
//!
//! Architecture invariant: nothing here knows of articles, labels or files. A text is a `&str`, a place in it is a [`Span`].

mod bases;
mod calendar_words;
mod carry;
mod edges;
mod fold;
mod folded;
mod fragments;
mod index;
mod intervals;
mod misread;
mod offset;
mod phrases;
mod repaired;
mod search;
mod segment;
mod sentences;
mod shared;
mod snap;
mod span;
mod steps;
mod visible;

pub use calendar_words::{NameForm, Tongue, month_abroad, month_named, weekday_abroad, weekday_named, weekdays_abroad};
pub use carry::{Carry, TextChange};
pub use edges::{Barrier, Edge, Room, edge_room, grapheme_after, grapheme_before, move_edge, with_fragment};
pub use fold::folded;
pub use folded::FoldedText;
pub use fragments::{Fragments, FragmentsError};
pub use index::{LineColumn, TextIndex};
pub use intervals::IntervalIndex;
pub use offset::{ByteOffset, CharOffset, Offset, Utf16Offset};
pub use phrases::{Capitals, PhraseHit, Phrases, Wording, longest_hits};
pub use repaired::{Repaired, find_repaired, with_places};
pub use search::{Matching, Query, QueryError, find_all, find_while};
pub use segment::{paragraph_at, word_at, words};
pub use sentences::{each_sentence, sentence_at, sentences};
pub use shared::SharedText;
pub use snap::{Snap, snap_span, trim_span};
pub use span::{CharSpan, Span, Utf16Span};
pub use steps::{Toward, paragraph_after, paragraph_before, sentence_after, sentence_before, word_edge_from};
pub use visible::{shortened, turns_text, visible};
