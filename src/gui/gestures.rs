//! What the window makes of the article view's gestures beyond selecting: triple clicks, added fragments, handles, pulls from
//! tags, and the lines below the text that some of them open.
//!
//! The gestures themselves are read by the view.

use super::actions::Action;
use super::app::App;
use super::article::{EdgeDrag, Grain, Motion, Outcome, Reach, Selection};
use super::request::{Request, Requests};
use super::theme::Theme;
use crate::model::{Label, MentionId, Shard};
use crate::text::{ByteOffset, Span, paragraph_after, paragraph_at, sentence_after, sentence_at, trim_span};
use crate::workbench::View;
use eframe::egui::{Frame, Margin, Ui};

/// The frame of a line below the text.
pub(super) fn foot_frame(theme: &Theme) -> Frame {
    Frame::new().fill(theme.raised.0).inner_margin(Margin::symmetric(16, 7))
}

/// A unit of text that a key selects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// A sentence.
    Sentence,
    /// A paragraph.
    Paragraph,
}

impl Unit {
    fn at(self, text: &str, at: ByteOffset) -> Option<Span> {
        match self {
            Self::Sentence => sentence_at(text, at),
            Self::Paragraph => Some(paragraph_at(text, at)).filter(|span| !span.is_empty()),
        }
    }

    fn after(self, text: &str, at: ByteOffset) -> Option<Span> {
        match self {
            Self::Sentence => sentence_after(text, at),
            Self::Paragraph => paragraph_after(text, at),
        }
    }

    /// The units that `selection` touches, whole; one more where it is whole already. `trim` is what the window does to the
    /// edges of selections.
    pub(super) fn grown(self, text: &str, selection: Span, trim: &dyn Fn(Span) -> Span) -> Option<Span> {
        let first = self.at(text, selection.start)?;
        let inside = ByteOffset(selection.end.0.saturating_sub(1));
        let last = if selection.is_empty() { first } else { self.at(text, inside).unwrap_or(first) };
        let whole = Span { start: first.start, end: last.end.max(first.end) };
        let trimmed = trim(whole);
        let is_whole = selection == trimmed || selection == whole;
        match self.after(text, whole.end).filter(|_| is_whole) {
            Some(next) => Some(trim(Span { start: whole.start, end: next.end })),
            None => Some(trimmed),
        }
    }
}

/// What a gesture asks for.
#[derive(Clone, Debug)]
pub(super) enum Gesture {
    /// Add the selected words to the mention that is worked on, if it has this label.
    AddFragment(Label),
    /// Add dragged words to the mention that is worked on.
    AddSpan(Span),
    /// Take up the end of a drag on an edge of the selected mention.
    DropEdge(EdgeDrag),
    /// Take back the tag that the second press of a triple click made: the step after which the session had been changed so
    /// often, and no other.
    Retract(u64),
    /// Relate the first mention to the second one, after asking how.
    Relate(MentionId, MentionId),
}

impl App {
    /// Carries out what a gesture asks for.
    pub(super) fn take_gesture(&mut self, gesture: &Gesture) {
        let Some(shard) = self.front() else { return };
        match gesture {
            Gesture::AddFragment(label) => {
                let span = self.trimmed(&shard, self.selection(&shard));
                self.add_fragment(&shard, Some(label), span);
            }
            Gesture::AddSpan(span) => self.add_fragment(&shard, None, *span),
            Gesture::DropEdge(drag) => self.drop_edge(&shard, *drag),
            Gesture::Retract(edits) => self.retract(*edits),
            Gesture::Relate(from, to) => self.relate(*from, *to),
        }
    }

    /// Takes up what the pointer did besides selecting and clicking.
    pub(super) fn take_gestures(&mut self, shard: &Shard, outcome: &Outcome, requests: &mut Requests) {
        if let Some(raw) = outcome.added.filter(|_| outcome.released.is_none()) {
            let span = self.widened(shard, raw);
            if let Some(view) = self.views.get_mut(&shard.id()) {
                view.set_selection(Selection::of(span));
            }
            requests.push(Request::Gesture(Gesture::AddSpan(span)));
        }
        if let Some(drag) = outcome.edge_drag.filter(|drag| drag.released) {
            requests.push(Request::Gesture(Gesture::DropEdge(drag)));
        }
        let pull = outcome.tag_drag.filter(|pull| pull.released);
        if let Some((from, to)) = pull.and_then(|pull| Some((pull.from, pull.to?))) {
            requests.push(Request::Gesture(Gesture::Relate(MentionId(from), MentionId(to))));
        }
        if let Some(mention) = self.desk.bench.view.mention {
            self.center.last_mentions.insert(shard.id(), mention);
        }
    }

    /// Notes what is about to be tagged on release: of a triple click, the word that its second press tagged goes again.
    pub(super) fn follow_clicks(&mut self, grain: Grain, requests: &mut Requests) {
        let edits = self.desk.bench.edits();
        let word = self.center.word_tagged_at.take();
        match grain {
            Grain::Word => self.center.word_tagged_at = Some(edits),
            Grain::Sentence => {
                requests.extend(word.map(|before| Request::Gesture(Gesture::Retract(before + 1))));
            }
            Grain::Character => {}
        }
    }

    /// Takes the last step back if it is the one after which the session had been changed `edits` times; what is in view stays.
    fn retract(&mut self, edits: u64) {
        if self.desk.bench.edits() != edits {
            return;
        }
        let now = self.desk.bench.view;
        if self.desk.undo().is_ok() {
            let mention = self.desk.bench.view.mention;
            self.desk.bench.view = View { mention, ..now };
        }
    }

    /// Carries out `action` where a gesture that is under way gives it another meaning.
    pub(super) fn act_in_gesture(&mut self, action: Action) -> bool {
        if action == Action::Escape && self.stop_drag() {
            return true;
        }
        match action {
            Action::TagArmed if self.center.relating.is_some() => self.finish_relating(),
            Action::Escape if self.center.relating.is_some() => self.stop_relating(),
            _ => return false,
        }
        true
    }

    /// Gives up what the pointer drags by a handle or a tag.
    fn stop_drag(&mut self) -> bool {
        let view = self.desk.bench.view.article.and_then(|id| self.views.get_mut(&id));
        view.is_some_and(super::article::ArticleView::stop_drag)
    }

    /// The lines below the text.
    pub(super) fn foot_ui(&mut self, ui: &mut Ui, shard: &Shard, requests: &mut Requests) {
        if self.center.relating.is_some() {
            self.relating_ui(ui, requests);
        }
        self.quick_select_ui(ui, shard);
    }

    /// Selects the unit at the selection; again, the next one too.
    pub(super) fn select_unit(&mut self, shard: &Shard, unit: Unit) {
        let text = shard.article.text();
        let trims = self.desk.settings.trim;
        let trim = |span: Span| if trims { trim_span(text, span) } else { span };
        let Some(view) = self.views.get_mut(&shard.id()) else { return };
        let Some(span) = unit.grown(text, view.selection().span(), &trim) else { return };
        let begins_anew = view.selection().span().is_empty();
        view.set_selection(Selection::of(span));
        if begins_anew {
            view.jump_to(span);
        } else {
            view.reveal_caret();
        }
        self.desk.bench.view.mention = None;
    }

    /// Steps of the caret.
    pub(super) fn go(&mut self, shard: &Shard, action: Action) {
        let motion = match action {
            Action::NextSentence => Motion::NextSentence,
            Action::PreviousSentence => Motion::PreviousSentence,
            Action::NextParagraph => Motion::NextParagraph,
            _ => Motion::PreviousParagraph,
        };
        if let Some(view) = self.views.get_mut(&shard.id()) {
            view.go(shard.article.text(), motion, Reach::Move);
        }
        self.focus_text = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_is_taken_whole_and_then_grows_by_the_next_one() {
        let text = "One two. Three four.\n\nFive six.";
        let grown = |unit: Unit, from: usize, to: usize| {
            let found = unit.grown(text, Span::bytes(from, to), &|span| trim_span(text, span));
            found.unwrap().slice(text).unwrap()
        };
        assert_eq!(grown(Unit::Sentence, 5, 5), "One two");
        assert_eq!(grown(Unit::Sentence, 0, 7), "One two. Three four");
        assert_eq!(grown(Unit::Sentence, 0, 19), "One two. Three four.\n\nFive six");
        assert_eq!(grown(Unit::Sentence, 22, 30), "Five six");
        assert_eq!(grown(Unit::Sentence, 4, 11), "One two. Three four", "what is touched is taken whole");
        assert_eq!(grown(Unit::Paragraph, 10, 10), "One two. Three four");
        assert_eq!(grown(Unit::Paragraph, 0, 19), "One two. Three four.\n\nFive six");
    }
}
