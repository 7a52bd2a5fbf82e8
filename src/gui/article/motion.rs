//! Steps of the caret over sentences and paragraphs, by key or on the app's demand.
//!
//! It does not read keys from the window; see [`super::keyboard`].

use super::scene::Selection;
use super::view::{ArticleView, Reveal};
use crate::text::{ByteOffset, paragraph_after, paragraph_before, sentence_after, sentence_before};
use eframe::egui::{Key, Modifiers};

/// A step of the caret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Motion {
    /// To the start of the paragraph, or of the one before.
    PreviousParagraph,
    /// To the start of the next paragraph; from the last one to the end of the text.
    NextParagraph,
    /// To the start of the sentence, or of the one before.
    PreviousSentence,
    /// To the start of the next sentence; from the last one to the end of the text.
    NextSentence,
}

/// What a step does to the selection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// It goes; the caret alone moves.
    Move,
    /// It reaches to where the caret comes to stand.
    Extend,
}

impl Motion {
    /// The step that a key stands for; Shift, which extends the selection, makes no difference.
    pub(super) fn of_key(key: Key, modifiers: Modifiers) -> Option<Self> {
        match (key, modifiers.command, modifiers.alt) {
            (Key::ArrowUp, true, false) => Some(Self::PreviousParagraph),
            (Key::ArrowDown, true, false) => Some(Self::NextParagraph),
            (Key::ArrowUp, false, true) => Some(Self::PreviousSentence),
            (Key::ArrowDown, false, true) => Some(Self::NextSentence),
            _ => None,
        }
    }

    fn target(self, text: &str, caret: ByteOffset) -> ByteOffset {
        let behind = ByteOffset(caret.0.saturating_add(1));
        let found = match self {
            Self::PreviousParagraph => paragraph_before(text, caret),
            Self::NextParagraph => paragraph_after(text, behind),
            Self::PreviousSentence => sentence_before(text, caret),
            Self::NextSentence => sentence_after(text, behind),
        };
        let edge = match self {
            Self::PreviousParagraph | Self::PreviousSentence => ByteOffset::default(),
            Self::NextParagraph | Self::NextSentence => ByteOffset::from_usize(text.len()),
        };
        found.map_or(edge, |found| found.start)
    }
}

impl ArticleView {
    /// Takes a step and scrolls the caret into view.
    pub fn go(&mut self, text: &str, motion: Motion, reach: Reach) {
        let target = motion.target(text, self.selection().caret);
        match reach {
            Reach::Move => self.set_selection(Selection::caret_at(target)),
            Reach::Extend => self.move_caret(target),
        }
        self.reveal = Some(Reveal::Caret);
    }
}
