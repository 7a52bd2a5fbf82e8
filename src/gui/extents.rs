//! Changing where a mention stands: its edges by keys and handles, fragments that come and go.
//!
//! It decides nothing about texts: where an edge may stand and what becomes of fragments is [`crate::text`]'s business.

use super::actions::Action;
use super::app::App;
use super::article::{EdgeDrag, Selection};
use super::notices::Weight;
use crate::edit::{Command, Places, Refusal};
use crate::gui::language::tr;
use crate::model::{Label, Mention, MentionId, Shard};
use crate::text::{
    ByteOffset, Edge, Span, Toward, grapheme_after, grapheme_before, move_edge, with_fragment, word_edge_from,
};

/// A step of an edge by a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct EdgeStep {
    edge: Edge,
    way: Way,
    by: Stride,
}

/// Whether words are taken in or left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Out,
    In,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stride {
    Word,
    Grapheme,
}

impl EdgeStep {
    /// The step that an action stands for.
    pub(super) fn of(action: Action) -> Option<Self> {
        let step = |edge, way, by| Some(Self { edge, way, by });
        match action {
            Action::EndOut => step(Edge::End, Way::Out, Stride::Word),
            Action::EndIn => step(Edge::End, Way::In, Stride::Word),
            Action::StartOut => step(Edge::Start, Way::Out, Stride::Word),
            Action::StartIn => step(Edge::Start, Way::In, Stride::Word),
            Action::EndOutByCharacter => step(Edge::End, Way::Out, Stride::Grapheme),
            Action::EndInByCharacter => step(Edge::End, Way::In, Stride::Grapheme),
            Action::StartOutByCharacter => step(Edge::Start, Way::Out, Stride::Grapheme),
            Action::StartInByCharacter => step(Edge::Start, Way::In, Stride::Grapheme),
            _ => None,
        }
    }

    /// Where the step takes an edge that stands at `from`; `None` where the text has nothing more that way.
    fn target(self, text: &str, from: ByteOffset) -> Option<ByteOffset> {
        let toward = match (self.edge, self.way) {
            (Edge::End, Way::Out) | (Edge::Start, Way::In) => Toward::End,
            (Edge::End, Way::In) | (Edge::Start, Way::Out) => Toward::Start,
        };
        let target = match (self.by, toward) {
            (Stride::Word, _) => word_edge_from(text, from, toward, self.edge)?,
            (Stride::Grapheme, Toward::End) => grapheme_after(text, from),
            (Stride::Grapheme, Toward::Start) => grapheme_before(text, from),
        };
        Some(target).filter(|target| *target != from)
    }
}

impl App {
    /// Moves an edge of the selected mention by a word or a character: of the fragment at the caret or, where the caret is
    /// elsewhere, the mention's very first or last edge.
    pub(super) fn step_edge(&mut self, shard: &Shard, step: EdgeStep) {
        let Some(mention) = self.selected_in(shard) else { return };
        let text = shard.article.text();
        let spans = mention.fragments.spans();
        let outermost = match step.edge {
            Edge::Start => 0,
            Edge::End => spans.len().saturating_sub(1),
        };
        let fragment = self.fragment_at_caret(shard, spans).unwrap_or(outermost);
        let from = spans.get(fragment).map(|span| step.edge.of(*span)).unwrap_or_default();
        let Some(to) = step.target(text, from) else {
            self.notices.push(Weight::Info, tr!("The edge stays: the text has no further words there"));
            return;
        };
        match move_edge(text, spans, fragment, step.edge, to) {
            Ok(moved) => {
                if self.set_extent(shard, mention, moved) {
                    self.show_caret(shard, to);
                }
            }
            Err(barrier) => self.notices.push(Weight::Info, tr!("The edge stays: {barrier}", barrier)),
        }
        self.focus_text = true;
    }

    /// Takes up the end of a drag on a handle.
    pub(super) fn drop_edge(&mut self, shard: &Shard, drag: EdgeDrag) {
        let Some(mention) = shard.mentions.get(MentionId(drag.key)) else { return };
        let text = shard.article.text();
        let moved = move_edge(text, mention.fragments.spans(), drag.fragment, drag.edge, drag.to);
        if let Ok(moved) = moved {
            self.set_extent(shard, mention, moved);
        }
        if let Some(barrier) = drag.barrier {
            self.notices.push(Weight::Info, tr!("The edge stops here: {barrier}", barrier));
        }
    }

    /// Adds `span` to the mention that is worked on. With `label`, only to one that has this label or one below it.
    pub(super) fn add_fragment(&mut self, shard: &Shard, label: Option<&Label>, span: Span) {
        if span.is_empty() {
            self.notices.push(Weight::Info, tr!("Select the words of the fragment first"));
            return;
        }
        let Some(mention) = self.worked_on(shard) else {
            self.notices.push(Weight::Info, tr!("Select the mention first that the fragment is to belong to"));
            return;
        };
        let schema = &self.desk.bench.session().schema;
        if let Some(label) = label.filter(|label| !mention.label.is_within(label)) {
            let (own, asked) = (schema.label_name(&mention.label), schema.label_name(label));
            let text = tr!(
                "“{}” is tagged as {own}, not as {asked}: nothing was added to it",
                short(&mention.quote),
                own,
                asked
            );
            self.notices.push(Weight::Info, text);
            return;
        }
        let spans = mention.fragments.spans();
        if spans.iter().any(|fragment| fragment.covers(span)) {
            self.notices.push(Weight::Info, tr!("These words belong to the mention already"));
            return;
        }
        if self.set_extent(shard, mention, with_fragment(spans, span)) {
            self.desk.bench.view.mention = Some(mention.id);
            if let Some(view) = self.views.get_mut(&shard.id()) {
                view.set_selection(Selection::caret_at(span.end));
            }
        }
        self.focus_text = true;
    }

    /// Takes the fragment at the caret off the selected mention.
    pub(super) fn remove_fragment(&mut self, shard: &Shard) {
        let Some(mention) = self.selected_in(shard) else { return };
        let spans = mention.fragments.spans();
        let at = self.fragment_at_caret(shard, spans);
        match (spans, at) {
            ([_], _) => self.notices.push(
                Weight::Info,
                tr!("This mention has one fragment alone; delete the mention to take its words off"),
            ),
            (_, None) => {
                self.notices.push(Weight::Info, tr!("Put the caret into the fragment that is to go"));
            }
            (_, Some(at)) => {
                let kept = spans.iter().enumerate().filter(|(index, _)| *index != at).map(|(_, span)| *span);
                self.set_extent(shard, mention, kept.collect());
            }
        }
        self.focus_text = true;
    }

    /// Carries out a change of extent, and says whether it was done.
    fn set_extent(&mut self, shard: &Shard, mention: &Mention, spans: Vec<Span>) -> bool {
        let fragments = Places::Bytes(spans);
        let command = Command::SetExtent { article: shard.id(), mention: mention.id, fragments };
        match self.desk.execute(&command) {
            Ok(done) => {
                self.notices.push(Weight::Info, done.name);
                true
            }
            Err(Refusal::Nothing(_)) => false,
            Err(Refusal::AlreadyTagged(_)) => {
                let text = tr!("The mention stays: another one with the same label stands on exactly these words");
                self.notices.push(Weight::Info, text);
                false
            }
            Err(refusal) => {
                self.notices.push(Weight::Warning, refusal.to_string());
                false
            }
        }
    }

    /// The selected mention, in `shard`.
    pub(super) fn selected_in<'s>(&self, shard: &'s Shard) -> Option<&'s Mention> {
        self.desk.bench.view.mention.and_then(|id| shard.mentions.get(id))
    }

    /// The selected mention; where selecting words has deselected it, the one that was selected last.
    fn worked_on<'s>(&self, shard: &'s Shard) -> Option<&'s Mention> {
        let last = self.center.last_mentions.get(&shard.id()).and_then(|id| shard.mentions.get(*id));
        self.selected_in(shard).or(last)
    }

    /// The fragment that the caret stands in or at.
    fn fragment_at_caret(&self, shard: &Shard, spans: &[Span]) -> Option<usize> {
        let caret = self.views.get(&shard.id())?.selection().caret;
        let inside = spans.iter().position(|span| span.contains(caret));
        inside.or_else(|| spans.iter().position(|span| span.end == caret))
    }

    /// Puts the caret at `byte` and scrolls it into view.
    pub(super) fn show_caret(&mut self, shard: &Shard, byte: ByteOffset) {
        if let Some(view) = self.views.get_mut(&shard.id()) {
            view.set_selection(Selection::caret_at(byte));
            view.reveal_caret();
        }
    }
}

/// The first words of a quote, for a message.
pub(super) fn short(quote: &str) -> String {
    let line = quote.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= 40 {
        return line;
    }
    line.chars().take(39).collect::<String>() + "…"
}
