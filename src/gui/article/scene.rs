//! What the view is given each frame and what it reports back.

use super::arcs::Link;
use super::found::FoundSet;
use super::marks::MarkSet;
use super::metrics::PAGE_TOP;
use super::style::ReadingStyle;
use crate::text::{Barrier, ByteOffset, Edge, Snap, Span, snap_span, trim_span};
use eframe::egui;

/// Everything that is shown, prepared by the caller.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    /// Name of the view for screen readers, such as the headline.
    pub name: &'a str,
    /// The text; it does not change while a view shows it.
    pub text: &'a str,
    /// The marks on it.
    pub marks: &'a MarkSet,
    /// Key of the selected mark.
    pub selected: Option<u64>,
    /// Relations of the selected mark, drawn as arcs.
    pub links: &'a [Link],
    /// Stretches drawn dimmed: sorted, disjoint.
    pub dimmed: &'a [Span],
    /// Places that a search found. The one that is selected stands out.
    pub found: &'a FoundSet,
    /// Sizes and colours.
    pub style: &'a ReadingStyle,
    /// How the app will widen a selection; the drag shows the outcome beforehand.
    pub snap: Snap,
    /// Whether the app will trim spaces and punctuation from a selection's edges.
    pub trim: Trim,
}

impl Scene<'_> {
    /// What the app will make of a selection of `span`.
    pub(super) fn snapped(&self, span: Span) -> Span {
        let snapped = snap_span(self.text, span, self.snap);
        match self.trim {
            Trim::Edges => trim_span(self.text, snapped),
            Trim::Nothing => snapped,
        }
    }
}

/// Whether the edges of a selection lose their spaces and punctuation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Trim {
    /// They do.
    #[default]
    Edges,
    /// They stay.
    Nothing,
}

/// What is selected: from where the selection began to where the caret is, in either order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Where it began.
    pub anchor: ByteOffset,
    /// Where the caret stands.
    pub caret: ByteOffset,
}

impl Selection {
    /// A bare caret.
    #[must_use]
    pub fn caret_at(byte: ByteOffset) -> Self {
        Self { anchor: byte, caret: byte }
    }

    /// A selection of `span` with the caret behind it.
    #[must_use]
    pub fn of(span: Span) -> Self {
        Self { anchor: span.start, caret: span.end }
    }

    /// The bytes selected; empty for a bare caret.
    #[must_use]
    pub fn span(self) -> Span {
        Span::between(self.anchor, self.caret)
    }
}

/// A scroll position that survives other widths and sizes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// A byte of the topmost row that is wholly or partly visible: its first one where it was scrolled to.
    pub byte: ByteOffset,
    /// Points from the view's top down to that row's top; negative where the row is cut off.
    pub offset: f32,
}

impl Default for Place {
    /// The start of the text, with the room above it.
    fn default() -> Self {
        Self { byte: ByteOffset::default(), offset: PAGE_TOP }
    }
}

/// A click on the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Click {
    /// Where the caret would go.
    pub byte: ByteOffset,
    /// Keys of the marks under the pointer, innermost first.
    pub stack: Vec<u64>,
}

/// A drag that began on a mark's tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TagDrag {
    /// Key of the mark whose tag it is.
    pub from: u64,
    /// Key of the innermost mark under the pointer, if it is another one.
    pub to: Option<u64>,
    /// Whether the button was let go in this frame.
    pub released: bool,
}

/// The count beside a row that has more marks than it can show.
pub struct MoreMarks {
    /// The count's widget, to hang a list on.
    pub response: egui::Response,
    /// Keys of the marks that are not drawn in full, in text order.
    pub keys: Vec<u64>,
}

/// An edge of the selected mark being dragged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EdgeDrag {
    /// Key of the mark.
    pub key: u64,
    /// Which of its spans.
    pub fragment: usize,
    /// Which end of that span.
    pub edge: Edge,
    /// Where the edge would stand, snapped and within its room.
    pub to: ByteOffset,
    /// What keeps it from following the pointer.
    pub barrier: Option<Barrier>,
    /// Whether the button was let go in this frame.
    pub released: bool,
}

/// What the pointer selects by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Grain {
    /// Characters.
    #[default]
    Character,
    /// Whole words, after a double click.
    Word,
    /// Whole sentences, after a triple click.
    Sentence,
}

/// What happened in one frame.
pub struct Outcome {
    /// The widget's response: focus, context menus, hover cards.
    pub response: egui::Response,
    /// The selection, where it changed.
    pub selection: Option<Selection>,
    /// What a drag, a double or a triple click ended with, as the pointer gave it: neither snapped nor trimmed.
    pub released: Option<Span>,
    /// By what it was selected.
    pub grain: Grain,
    /// What such a drag ended with that Alt or Ctrl was held at: to be added to what is selected already.
    pub added: Option<Span>,
    /// A plain click on the text or on a tag.
    pub clicked: Option<Click>,
    /// A click with the secondary button.
    pub context: Option<Click>,
    /// Key of the innermost mark under the pointer.
    pub hovered: Option<u64>,
    /// First byte of the character under the pointer.
    pub pointed: Option<ByteOffset>,
    /// Key of the mark that an arrow at the edge leads to, where the arrow was pressed.
    pub jump: Option<u64>,
    /// For each row with more marks than it can show, the count beside it as a widget.
    pub more: Vec<MoreMarks>,
    /// A drag from tag to mark, while it goes on and in the frame where it ends.
    pub tag_drag: Option<TagDrag>,
    /// A drag of one of the selected mark's edges, while it goes on and in the frame where it ends.
    pub edge_drag: Option<EdgeDrag>,
    /// Whether selected text was put on the clipboard.
    pub copied: bool,
    /// The bytes on screen.
    pub visible: Span,
}
