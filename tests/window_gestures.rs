//! The gestures of the article view in the window: handles on edges, fragments, stacks, double and triple clicks, relating.

#![allow(clippy::unwrap_used, reason = "a missing word, mention or handle is a failed test")]

use byline::edit::Command;
use byline::model::{MentionId, Value};
use byline::text::{Edge, Span};
use byline::workbench::View;
use eframe::egui::{Event, Key, Modifiers, PointerButton, Pos2, Rect, Vec2};
use egui_kittest::kittest::Queryable;
use window::{Story, window};

#[path = "support/window.rs"]
mod window;

/// What the tests of this file do with the pointer besides what every story can.
impl Story {
    /// Later than a double click.
    fn wait(&mut self) {
        self.harness.run_steps(30);
    }

    fn hold(&mut self, modifiers: Modifiers) {
        self.harness.event(Event::ModifiersChanged(modifiers));
        self.harness.step();
    }

    fn button(&mut self, pos: Pos2, pressed: bool) {
        let (button, modifiers) = (PointerButton::Primary, Modifiers::NONE);
        self.harness.event(Event::PointerButton { pos, button, pressed, modifiers });
        self.harness.step();
    }

    fn pull_to(&mut self, from: Pos2, to: Pos2) {
        self.harness.hover_at(from);
        self.harness.step();
        self.button(from, true);
        self.harness.hover_at(from + (to - from) * 0.5);
        self.harness.step();
        self.harness.hover_at(to);
        self.harness.step();
        // What is under the pointer is known a frame later.
        self.harness.step();
    }

    fn pull(&mut self, from: Pos2, to: Pos2) {
        self.pull_to(from, to);
        self.button(to, false);
        self.harness.run();
    }

    fn handle(&self, fragment: usize, edge: Edge) -> Pos2 {
        self.app().front_view().unwrap().handle_rect(fragment, edge).unwrap().center()
    }

    fn tagged(words: &str, key: Key) -> Self {
        let mut story = Self::begin();
        story.drag(words);
        story.press(key);
        story.wait();
        story
    }

    /// The words of the selected mention, one by one.
    fn fragments(&self) -> Vec<String> {
        let shard = self.shard();
        let text = shard.article.text();
        let words = |span: &Span| span.slice(text).unwrap().to_owned();
        self.selected().unwrap().fragments.spans().iter().map(words).collect()
    }

    fn view(&self) -> View {
        self.desk().bench.view
    }

    fn said(&self, words: &str) -> bool {
        self.app().notices().all().iter().any(|notice| notice.text.contains(words))
    }

    /// Undoes the last step and checks that all is as it was before: words, selection, mention, scroll.
    fn undo_to(&mut self, fragments: &[&str], view: View) {
        self.press_with(Modifiers::COMMAND, Key::Z);
        assert_eq!(self.fragments(), fragments);
        assert_eq!(self.view(), view);
    }
}

/// The middle of the last character of `rect`.
fn last(rect: Rect) -> Pos2 {
    rect.right_center() - Vec2::new(3.0, 0.0)
}

#[test]
fn a_handle_moves_an_edge_and_keeps_what_the_mention_has() {
    let mut story = Story::tagged("Ada Kvist", Key::Num4);
    let id = story.selected().unwrap().id;
    let set = Command::SetAttribute {
        article: story.shard().id(),
        mention: id,
        attribute: byline::model::Slug::new("naming").unwrap(),
        value: Some(Value::Text("name".to_owned())),
    };
    story.harness.state_mut().as_mut().unwrap().carry_out(&set);
    story.harness.run();
    let before = story.selected().unwrap();
    assert_eq!(before.attributes.len(), 1);
    let view = story.view();
    let to = story.rect("dock").right_center();
    story.pull(story.handle(0, Edge::End), to);
    assert_eq!(story.fragments(), ["Ada Kvist, met dockers"], "whole words, as selections snap");
    let after = story.selected().unwrap();
    assert_eq!((after.id, &after.label, &after.attributes), (before.id, &before.label, &before.attributes));
    story.undo_to(&["Ada Kvist"], view);
    let to = story.rect("Minister").center();
    story.pull(story.handle(0, Edge::Start), to);
    assert_eq!(story.fragments(), ["Minister of Ports, Ada Kvist"]);
    story.pull(story.handle(0, Edge::Start), story.rect("Ada").left_center());
    assert_eq!(story.fragments(), ["Ada Kvist"], "it can be made smaller as well");
}

#[test]
fn a_drag_on_a_handle_shows_beforehand_and_esc_gives_it_up() {
    let mut story = Story::tagged("Ada Kvist", Key::Num4);
    let (from, to) = (story.handle(0, Edge::End), last(story.rect("dockers")));
    story.pull_to(from, to);
    let shown = story.handle(0, Edge::End);
    assert!((shown.x - story.rect("dockers").right()).abs() < 8.0, "the handle stands at the edge to be: {shown:?}");
    assert_eq!(story.fragments(), ["Ada Kvist"], "nothing has changed yet");
    story.press(Key::Escape);
    story.button(to, false);
    story.harness.run();
    assert_eq!(story.fragments(), ["Ada Kvist"]);
    assert!((story.handle(0, Edge::End).x - from.x).abs() < 1.0);
}

#[test]
fn with_ctrl_an_edge_goes_by_character() {
    let mut story = Story::tagged("Ada Kvist", Key::Num4);
    let to = story.rect("dock").right_center();
    story.hold(Modifiers::COMMAND);
    story.pull(story.handle(0, Edge::End), to);
    story.hold(Modifiers::NONE);
    assert_eq!(story.fragments(), ["Ada Kvist, met dock"]);
}

#[test]
fn an_edge_stops_before_the_other_one_and_says_so() {
    let mut story = Story::tagged("Ada Kvist", Key::Num4);
    let to = story.rect("Minister").center();
    story.pull(story.handle(0, Edge::End), to);
    assert_eq!(story.fragments(), ["Ada"], "one word stays");
    assert!(story.said("cannot cross the other edge"));
    story.hold(Modifiers::COMMAND);
    story.pull(story.handle(0, Edge::End), to);
    story.hold(Modifiers::NONE);
    assert_eq!(story.fragments(), ["A"], "by character, one character stays");
}

#[test]
fn brackets_move_edges_by_words_and_characters() {
    let mut story = Story::tagged("Ada Kvist", Key::Num4);
    let none = Modifiers::NONE;
    let (ctrl, shift) = (Modifiers::COMMAND, Modifiers::SHIFT);
    let id = story.selected().unwrap().id;
    for (modifiers, key, expected) in [
        (none, Key::CloseBracket, "Ada Kvist, met"),
        (none, Key::OpenBracket, "Ada Kvist"),
        (shift, Key::CloseCurlyBracket, "Ports, Ada Kvist"),
        (shift, Key::OpenCurlyBracket, "Ada Kvist"),
        (ctrl, Key::CloseBracket, "Ada Kvist,"),
        (ctrl, Key::OpenBracket, "Ada Kvist"),
        (ctrl | shift, Key::OpenCurlyBracket, "da Kvist"),
        (ctrl | shift, Key::CloseCurlyBracket, "Ada Kvist"),
        (none, Key::OpenBracket, "Ada"),
    ] {
        let (before, view) = (story.fragments(), story.view());
        story.press_with(modifiers, key);
        assert_eq!(story.fragments(), [expected], "{modifiers:?} {key:?}");
        assert_eq!(story.selected().unwrap().id, id);
        let before: Vec<&str> = before.iter().map(String::as_str).collect();
        story.undo_to(&before, view);
        story.press_with(modifiers | ctrl, Key::Y);
        assert_eq!(story.fragments(), [expected]);
    }
    story.press(Key::OpenBracket);
    assert_eq!(story.fragments(), ["Ada"], "the last word stays");
    assert!(story.said("cannot cross the other edge"));
}

#[test]
fn undoing_a_moved_edge_goes_back_to_where_one_was_looking() {
    let folder = tempfile::tempdir().unwrap();
    let text = "The harbour log of that day.\n\n".repeat(200);
    let path = folder.path().join("log.txt");
    std::fs::write(&path, text).unwrap();
    let mut story = Story { harness: window(vec![path]), folder };
    story.settle();
    story.drag("harbour");
    story.press(Key::Num5);
    for _ in 0..4 {
        story.press(Key::PageDown);
    }
    let view = story.view();
    assert!(view.scroll.byte.0 > 500 && view.mention.is_some());
    story.press(Key::CloseBracket);
    assert_eq!(story.fragments(), ["harbour log"]);
    assert_eq!(story.view().scroll.byte.0, 0, "the edge is brought into view");
    story.undo_to(&["harbour"], view);
}

#[test]
fn words_are_added_to_a_mention_and_taken_off() {
    let mut story = Story::tagged("Minister of Ports", Key::Num4);
    let view = story.view();
    for (held, words) in [(Modifiers::ALT, "Ada Kvist"), (Modifiers::COMMAND, "dockers")] {
        story.hold(held);
        story.drag(words);
        story.hold(Modifiers::NONE);
        story.wait();
    }
    assert_eq!(story.fragments(), ["Minister of Ports", "Ada Kvist", "dockers"]);
    assert_eq!(story.mentions().len(), 1);
    story.press_with(Modifiers::COMMAND, Key::Z);
    story.press_with(Modifiers::COMMAND, Key::Z);
    assert_eq!(story.fragments(), ["Minister of Ports"]);
    assert_eq!(story.view().scroll, view.scroll);
    story.press_with(Modifiers::COMMAND, Key::Y);
    story.press_with(Modifiers::COMMAND, Key::Y);
    let before = story.view();
    story.click_at(story.rect("Kvist").center());
    story.press_with(Modifiers::ALT, Key::Delete);
    assert_eq!(story.fragments(), ["Minister of Ports", "dockers"]);
    story.press_with(Modifiers::COMMAND, Key::Z);
    assert_eq!(story.fragments(), ["Minister of Ports", "Ada Kvist", "dockers"]);
    assert_eq!(story.view().mention, before.mention);
    story.wait();
    story.click_at(story.rect("Nobody").center());
    story.press_with(Modifiers::ALT, Key::Delete);
    assert!(story.said("no mention is selected"));
}

#[test]
fn an_edge_never_runs_into_the_next_fragment() {
    let mut story = Story::tagged("Minister", Key::Num4);
    story.hold(Modifiers::ALT);
    story.drag("Ports");
    story.hold(Modifiers::NONE);
    story.wait();
    story.pull(story.handle(0, Edge::End), story.rect("Kvist").center());
    assert_eq!(story.fragments(), ["Minister of", "Ports"]);
    assert!(story.said("the next fragment of the mention is in the way"));
    story.click_at(story.rect("inister").center());
    story.press(Key::CloseBracket);
    assert_eq!(story.fragments(), ["Minister of", "Ports"], "nor by key");
    story.press_with(Modifiers::COMMAND, Key::CloseBracket);
    assert_eq!(story.fragments(), ["Minister of", "Ports"], "nor by character: they would be one");
    story.hold(Modifiers::ALT);
    story.drag("of Ports");
    story.hold(Modifiers::NONE);
    assert_eq!(story.fragments(), ["Minister of Ports"], "words in between join them");
}

#[test]
fn alt_with_a_label_key_adds_the_selection_to_a_mention_of_that_label() {
    let mut story = Story::tagged("Minister of Ports", Key::Num4);
    story.drag("Ada Kvist");
    assert_eq!(story.selected(), None, "words were selected instead");
    story.press_with(Modifiers::ALT, Key::Num2);
    assert!(story.said("is tagged as Person, not as Event"));
    assert_eq!(story.mentions(), ["actor.person: Minister of Ports"]);
    story.press_with(Modifiers::ALT, Key::Num1);
    assert_eq!(story.fragments(), ["Minister of Ports", "Ada Kvist"], "a person is an actor");
    story.drag("dockers");
    story.press_with(Modifiers::ALT, Key::Num4);
    assert_eq!(story.fragments(), ["Minister of Ports", "Ada Kvist", "dockers"]);
    story.press_with(Modifiers::ALT, Key::Num4);
    assert!(story.said("Select the words of the fragment first"));
    story.press_with(Modifiers::COMMAND, Key::Z);
    assert_eq!(story.view().selection, Some(story.span("dockers")), "with what was selected");
}

#[test]
fn space_goes_through_the_mentions_at_the_caret() {
    let mut story = Story::tagged("Ada Kvist, met dockers", Key::Num2);
    story.press(Key::Escape);
    story.drag("Ada Kvist");
    story.press(Key::Num4);
    story.press(Key::Escape);
    story.press_with(Modifiers::ALT, Key::ArrowLeft);
    let mut quotes = vec![String::from(story.selected().unwrap().quote)];
    for _ in 0..2 {
        story.press(Key::Space);
        quotes.push(story.selected().unwrap().quote.into());
    }
    assert_eq!(quotes[0], quotes[2]);
    quotes.truncate(2);
    quotes.sort();
    assert_eq!(quotes, ["Ada Kvist", "Ada Kvist, met dockers"]);
}

#[test]
fn a_triple_click_with_an_armed_label_tags_the_sentence_alone() {
    let mut story = Story::begin();
    story.press(Key::Num3);
    let pos = story.rect("quay").center();
    let undo_before = story.desk().bench.undo_name().map(str::to_owned);
    story.harness.hover_at(pos);
    for _ in 0..3 {
        story.button(pos, true);
        story.button(pos, false);
    }
    story.harness.run();
    assert_eq!(story.mentions(), ["claim: She said the quay would stay open"]);
    story.press_with(Modifiers::COMMAND, Key::Z);
    assert_eq!(story.mentions(), Vec::<String>::new());
    assert_eq!(story.desk().bench.undo_name().map(str::to_owned), undo_before, "one step");
    story.wait();
    story.double_click("quay");
    story.wait();
    story.double_click("dockers");
    assert_eq!(story.mentions(), ["claim: dockers", "claim: quay"], "double clicks that follow each other stay");
}

#[test]
fn after_a_double_click_a_drag_goes_on_by_words_and_after_a_triple_click_by_sentences() {
    let mut story = Story::begin();
    let selected = |story: &Story| story.app().front_view().unwrap().selection().span();
    for (presses, to, expected) in [
        (2, "dock", "Kvist, met dockers"),
        (2, "Minis", "Minister of Ports, Ada Kvist"),
        (
            3,
            "stay",
            "The Minister of Ports, Ada Kvist, met dockers in Brel on Monday. She said the quay would stay open.",
        ),
    ] {
        let pos = story.rect("Kvist").center();
        let to = story.rect(to).center();
        story.harness.hover_at(pos);
        for _ in 1..presses {
            story.button(pos, true);
            story.button(pos, false);
        }
        story.pull_to(pos, to);
        assert_eq!(selected(&story), story.span(expected), "{presses} presses");
        story.button(to, false);
        story.harness.run();
        story.wait();
    }
}

/// A claim and an actor, both in view.
fn claim_and_actor() -> (Story, MentionId, MentionId) {
    let mut story = Story::tagged("the quay would stay open", Key::Num3);
    let claim = story.selected().unwrap().id;
    story.press(Key::Escape);
    story.drag("Ada Kvist");
    story.press(Key::Num4);
    let actor = story.selected().unwrap().id;
    story.wait();
    (story, claim, actor)
}

/// The relations of the article in front, as `type: from → to` in words.
fn relations(story: &Story) -> Vec<String> {
    let shard = story.shard();
    let quote = |id| shard.mentions.get(id).unwrap().quote.to_string();
    let row = |relation: &byline::model::Relation| {
        format!("{}: {} → {}", relation.label, quote(relation.from), quote(relation.to))
    };
    shard.relations.iter().map(row).collect()
}

#[test]
fn r_relates_with_keys_alone() {
    let (mut story, claim, actor) = claim_and_actor();
    story.press_with(Modifiers::ALT, Key::ArrowRight);
    assert_eq!(story.selected().unwrap().id, claim);
    story.press(Key::R);
    assert!(story.harness.query_by_label_contains("choose the other end").is_some());
    story.press(Key::Enter);
    assert!(story.said("Choose another mention first"));
    story.press(Key::Num1);
    assert_eq!(story.selected().unwrap().label.as_str(), "claim", "label keys wait");
    story.press_with(Modifiers::ALT, Key::ArrowLeft);
    assert_eq!(story.selected().unwrap().id, actor);
    let view = story.view();
    story.press(Key::Enter);
    assert!(story.harness.query_by_label("Claimed by").is_some(), "claims lead to actors in two ways");
    assert!(story.harness.query_by_label_contains("“Cue” leads from Claim to Event").is_some());
    story.press(Key::ArrowDown);
    story.press(Key::Enter);
    assert_eq!(relations(&story), ["about: the quay would stay open → Ada Kvist"]);
    assert_eq!(story.selected().unwrap().id, claim);
    assert!(story.harness.query_by_label_contains("choose the other end").is_none());
    story.press_with(Modifiers::COMMAND, Key::Z);
    assert_eq!(relations(&story), Vec::<String>::new());
    assert_eq!((story.view().mention, story.view().scroll), (Some(claim), view.scroll));
}

#[test]
fn relating_stops_with_esc_and_selects_where_it_began() {
    let (mut story, claim, _) = claim_and_actor();
    story.press_with(Modifiers::ALT, Key::ArrowRight);
    story.press(Key::R);
    story.click_at(story.rect("Kvist").center());
    assert_ne!(story.selected().unwrap().id, claim);
    story.press(Key::Escape);
    assert_eq!(story.selected().unwrap().id, claim);
    assert!(story.harness.query_by_label_contains("choose the other end").is_none());
    assert_eq!(relations(&story), Vec::<String>::new());
}

#[test]
fn a_pull_from_a_tag_to_another_mark_relates_the_two() {
    let (mut story, claim, _) = claim_and_actor();
    let tag = story.app().front_view().unwrap().tag_rect(claim.0).unwrap().center();
    story.pull(tag, story.rect("Kvist").center());
    story.press(Key::Num1);
    assert_eq!(relations(&story), ["source: the quay would stay open → Ada Kvist"]);
    story.pull(tag, story.rect("Kvist").center());
    story.press(Key::Num1);
    assert_eq!(relations(&story).len(), 1);
    assert!(story.said("related like this already"));
    story.pull(tag, story.rect("Nobody").center());
    assert_eq!(relations(&story).len(), 1, "a pull into nothing does nothing");
}

#[test]
fn a_relation_that_goes_one_way_only_is_taken_at_once_and_refusals_say_why() {
    let mut story = Story::tagged("met", Key::Num7);
    story.press(Key::Escape);
    story.drag("stay open");
    story.press(Key::Num3);
    story.wait();
    story.press(Key::R);
    story.press_with(Modifiers::ALT, Key::ArrowLeft);
    story.press(Key::Enter);
    story.press(Key::Num1);
    assert_eq!(relations(&story), ["cue: stay open → met"]);
    story.press(Key::Escape);
    story.drag("dockers");
    story.press(Key::Num1);
    story.press(Key::Escape);
    story.drag("Ada Kvist");
    story.press(Key::Num1);
    story.press(Key::R);
    story.press_with(Modifiers::ALT, Key::ArrowRight);
    story.press_with(Modifiers::ALT, Key::ArrowRight);
    story.press(Key::Enter);
    assert!(
        story.said("Nothing relates Actor to Actor: “Takes part” leads from Event"),
        "{:?}",
        story.app().notices().all()
    );
    assert_eq!(relations(&story).len(), 1);
}

#[test]
fn the_last_stretch_of_a_fast_drag_counts() {
    let mut story = Story::begin();
    let words = "The Minister of Ports, Ada Kvist";
    let rect = story.rect(words);
    let (from, to) = (rect.left_center() + Vec2::new(1.0, 0.0), rect.right_center() - Vec2::new(1.0, 0.0));
    story.harness.hover_at(from);
    story.harness.step();
    story.button(from, true);
    story.harness.hover_at(from + (to - from) * 0.5);
    story.harness.step();
    // One frame has the last move, the end, and a move that has nothing to do with it.
    let (button, modifiers) = (PointerButton::Primary, Modifiers::NONE);
    let end = Event::PointerButton { pos: to, button, pressed: false, modifiers };
    story.harness.input_mut().events.extend([Event::PointerMoved(to), end, Event::PointerMoved(from)]);
    story.harness.step();
    story.harness.run();
    let span = story.app().front_view().unwrap().selection().span();
    assert_eq!(span.slice(story.shard().article.text()), Some(words));
}
