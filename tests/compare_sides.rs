//! Sessions of several annotators beside the gold session: what is to be decided, and what a decision writes.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "helpers of tests fail loudly, as the tests do"
)]

#[path = "support/comparing.rs"]
mod comparing;
#[path = "support/markup.rs"]
mod markup;
mod support;

use byline::edit::{Command, EntryDraft, validate};
use byline::model::*;
use byline::store::{Expected, Settings, save};
use byline::workbench::{Agreed, At, Choice, Clock, Desk, News};
use comparing::{file, side};
use markup::*;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use support::{slug, time};
use tempfile::TempDir;

/// A folder with sessions in files, and a desk on one of them.
struct Place {
    folder: TempDir,
    desk: Desk,
}

impl Place {
    /// Opens `gold` as gold.ron, beside it the others under their names.
    fn with(gold: &Session, others: &[(&str, &Session)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let desk = Desk::new(Settings::default(), Clock::Fixed(time()), Arc::new(|| {}));
        let mut place = Self { folder, desk };
        place.write("gold.ron", gold);
        let path = place.path("gold.ron");
        place.desk.open_paths(vec![path]);
        while place.desk.path().is_none() {
            place.desk.wait();
        }
        for (name, session) in others {
            place.write(name, session);
            let path = place.path(name);
            place.desk.open_sides(vec![path]);
        }
        place.settle();
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, session: &Session) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        save(&path, session, time(), Expected::Anything).unwrap();
    }

    /// Waits for all that goes on; what was to be told.
    fn settle(&mut self) -> Vec<News> {
        let mut news = Vec::new();
        while self.desk.is_comparing() {
            news.extend(self.desk.wait());
        }
        news
    }

    /// Every group that is listed: the words and label of each side, `-` where it has none, `!` where it is decided.
    fn listed(&self) -> Vec<String> {
        let compared = self.desk.sides().compared().unwrap();
        let shown = |at: &At| {
            let of = |number: usize| match compared.mention(*at, number) {
                Some(row) => format!("{}|{}", row.quote, row.label),
                None => "-".to_owned(),
            };
            let sides: Vec<String> = (0..compared.sides().len()).map(of).collect();
            let mark = if self.desk.sides().decisions().is_decided(*at) { "! " } else { "" };
            format!("{mark}{}", sides.join("  "))
        };
        compared.listed.iter().map(shown).collect()
    }

    fn decide(&mut self, number: usize, choice: Choice) -> String {
        let at = self.desk.sides().compared().unwrap().listed[number];
        let name = self.desk.decide(at, choice, "").unwrap();
        self.settle();
        assert_eq!(validate(self.desk.bench.session()), []);
        name
    }

    fn gold(&self) -> String {
        markup(self.desk.bench.session())
    }

    fn agreed(&mut self) -> Arc<Agreed> {
        assert!(self.desk.look_at_agreed());
        loop {
            let found = self.desk.wait().into_iter().find_map(|one| match one {
                News::Agreed(agreed) => Some(agreed),
                _ => None,
            });
            if let Some(agreed) = found {
                return agreed;
            }
        }
    }
}

fn progress(desk: &Desk) -> (usize, usize) {
    (desk.sides().decisions().count(), desk.sides().compared().unwrap().listed.len())
}

const TEXT: &str = "Ann Lee met Bob in Baku";

fn bare() -> Session {
    side(9, TEXT)
}

#[test]
fn each_choice_writes_the_gold_mention_and_where_it_came_from() {
    let ann = side(2, "[Ann|actor] Lee [met|event] [Bob|actor] in [Baku|actor]");
    let bob = side(3, "[Ann Lee|actor.person] met [Bob|actor.person] in [Baku|actor]");
    let mut place = Place::with(&bare(), &[("ann.ron", &ann), ("bob.ron", &bob)]);
    assert!(!place.desk.sides().has_own());
    assert_eq!(place.listed(), ["Ann|actor  Ann Lee|actor.person", "met|event  -", "Bob|actor  Bob|actor.person"]);
    assert_eq!((progress(&place.desk), place.desk.sides().compared().unwrap().agreed), ((0, 3), 1));

    assert_eq!(place.decide(0, Choice::Side(1)), "Take “Ann Lee”");
    assert_eq!(place.gold(), "[Ann Lee|actor.person] met Bob in Baku");
    let decision = place.desk.bench.session().decisions.iter().next().unwrap().clone();
    let sources: Vec<(&str, u64)> = decision.sources.iter().map(|one| (one.file.as_str(), one.annotator.0)).collect();
    assert_eq!((decision.action, sources), (DecisionAction::Chosen, vec![("bob.ron", 3), ("ann.ron", 2)]));
    assert_eq!(place.desk.bench.session().annotator_name(AnnotatorId(3)), "Annotator 3");
    let gold = place.desk.bench.session().shard(ARTICLE).unwrap().mentions.iter().next().unwrap();
    assert_eq!((gold.provenance.how, gold.provenance.file.as_ref()), (How::Merged, "bob.ron"));
    assert_eq!(gold.provenance.source_id.as_ref(), MentionId(3001).to_string());

    assert_eq!(place.decide(0, Choice::Combine), "Combine “Ann Lee”");
    assert_eq!(place.gold(), "[Ann Lee|actor] met Bob in Baku");
    assert_eq!(place.decide(1, Choice::Side(1)), "Decide for no tag", "the second side has none");
    assert_eq!(place.decide(2, Choice::Rewrite(1)), "Rewrite “Bob”");
    assert_eq!(place.gold(), "[Ann Lee|actor] met [Bob|actor.person] in Baku");
    assert_eq!((progress(&place.desk), place.desk.bench.session().decisions.len()), ((3, 3), 3));
    assert_eq!(place.decide(2, Choice::Drop), "Decide for no tag on “Bob”");
    assert_eq!(place.gold(), "[Ann Lee|actor] met Bob in Baku");

    while place.desk.undo().unwrap().is_some() {}
    place.desk.follow_sides();
    assert_eq!((progress(&place.desk), place.gold().as_str()), ((0, 3), TEXT));
}

#[test]
fn the_open_session_can_be_one_of_the_sides() {
    let own = side(2, "[Ann|actor] Lee [met|event] Bob in [Baku|claim]");
    let bob = side(3, "[Ann Lee|actor] met [Bob|actor] in [Baku|actor]");
    let mut place = Place::with(&own, &[("bob.ron", &bob)]);
    assert!(place.desk.sides().has_own());
    assert_eq!(place.desk.sides().compared().unwrap().names, ["gold.ron", "bob.ron"]);
    assert_eq!(place.listed(), ["Ann|actor  Ann Lee|actor", "met|event  -", "-  Bob|actor", "Baku|claim  Baku|actor"]);
    place.decide(0, Choice::Side(1));
    assert_eq!(place.gold(), "[Ann Lee|actor] [met|event] Bob in [Baku|claim]");
    assert_eq!(mention(place.desk.bench.session(), 2001).quote.as_ref(), "Ann Lee", "it keeps its id");
    assert_eq!(place.decide(2, Choice::Side(1)), "Take “Bob”");
    assert_eq!(place.decide(3, Choice::Side(0)), "Take “Baku”", "it stays as it is");
    let listed =
        ["! Ann Lee|actor  Ann Lee|actor", "met|event  -", "! Bob|actor  Bob|actor", "! Baku|claim  Baku|actor"];
    assert_eq!(place.listed(), listed, "what is decided stays in the list");
    place.decide(1, Choice::Drop);
    assert_eq!(place.gold(), "[Ann Lee|actor] met [Bob|actor] in [Baku|claim]");
    // Opened again, it is still one of the sides.
    let session = place.desk.bench.snapshot();
    let again = Place::with(&session, &[("bob.ron", &bob)]);
    assert!(again.desk.sides().has_own());
    assert_eq!(progress(&again.desk), (3, 3));
}

#[test]
fn relations_and_entries_come_with_what_they_belong_to() {
    let markup = "[Ann Lee|actor] [met|event] [Bob|actor] in Baku";
    let made = |id: u64, role: &str| {
        let at = |number: u64| MentionId(id * 1000 + number);
        let draft = EntryDraft { mentions: vec![at(1)], ..entry(id * 10, "actor", "Ann Lee", &[]) };
        let argument = |to: u64, role: &str| Command::Relate {
            article: ARTICLE,
            from: at(2),
            to: at(to),
            label: slug("argument"),
            role: Some(slug(role)),
        };
        let commands = [Command::AddEntry(draft), argument(1, "who"), argument(3, role)];
        done_on(side(id, markup), &commands).session().clone()
    };
    let (ann, bob) = (made(2, "who"), made(3, "where"));
    let mut place = Place::with(&bare(), &[("ann.ron", &ann), ("bob.ron", &bob)]);
    let relations = |place: &Place| -> Vec<String> {
        let shard = place.desk.bench.session().shard(ARTICLE).unwrap();
        let words = |id: MentionId| shard.mentions.get(id).unwrap().quote.to_string();
        let mut rows: Vec<String> =
            shard.relations.iter().map(|row| format!("{} {}", row.role.as_ref().unwrap(), words(row.to))).collect();
        rows.sort();
        rows
    };
    // Both actors are agreed on, the event is not: its relations differ.
    let agreed = place.agreed();
    let lines_before = place.desk.bench.session().log.lines.len();
    assert_eq!((agreed.count, &agreed.by_label), (2, &vec![("Actor".to_owned(), 2)]));
    assert_eq!(agreed.lines, ["Actor: “Ann Lee” – 1.txt", "Actor: “Bob” – 1.txt"]);
    assert_eq!(place.desk.take_agreed(&agreed).unwrap(), "Decide on 2 tags");
    let session = place.desk.bench.session();
    assert_eq!(session.log.lines.len(), lines_before + 1, "one step leaves one line");
    assert_eq!((session.entries.len(), session.entries.iter().next().unwrap().name.as_str()), (1, "Ann Lee"));
    assert_eq!(session.shard(ARTICLE).unwrap().mentions.iter().filter(|row| row.entry.is_some()).count(), 1);
    place.decide(0, Choice::Side(1));
    assert_eq!(relations(&place), ["where Bob", "who Ann Lee"]);
    place.decide(0, Choice::Side(0));
    assert_eq!(relations(&place), ["who Ann Lee", "who Bob"], "those of the other version go");
    place.decide(0, Choice::Combine);
    assert_eq!(relations(&place), ["where Bob", "who Ann Lee", "who Bob"]);
    // An end that is decided later brings the relation that leads to it.
    let mut place = Place::with(&bare(), &[("ann.ron", &ann), ("bob.ron", &bob)]);
    place.decide(0, Choice::Side(0));
    assert_eq!(relations(&place), Vec::<String>::new());
    let agreed = place.agreed();
    place.desk.take_agreed(&agreed).unwrap();
    assert_eq!(relations(&place), ["who Ann Lee", "who Bob"]);
    assert_eq!(validate(place.desk.bench.session()), []);
}

#[test]
fn what_all_agree_on_is_taken_once_and_what_does_not_fit_is_left_out() {
    let markup = "[Ann Lee|actor.person] [met|event] Bob in [Baku|actor]";
    let mut gold = file(9, &[TEXT]);
    gold.schema.layers[0].labels.retain(|label| label.id.as_str() != "actor.person");
    let gone = |labels: &mut Vec<Slug>| labels.retain(|label| label.as_str() != "actor.person");
    gold.schema.attributes.iter_mut().for_each(|def| gone(&mut def.labels));
    gold.schema.relation_types.iter_mut().for_each(|kind| {
        gone(&mut kind.from);
        gone(&mut kind.to);
        kind.roles.iter_mut().for_each(|role| gone(&mut role.to));
    });
    let gold = support::session_of(gold);
    let mut place = Place::with(&gold, &[("ann.ron", &side(2, markup)), ("bob.ron", &side(3, markup))]);
    let agreed = place.agreed();
    assert_eq!(agreed.count, 2);
    assert_eq!(agreed.left_out, [("this session’s schema has no label `actor.person`".to_owned(), 1)]);
    place.desk.take_agreed(&agreed).unwrap();
    assert_eq!(place.gold(), "Ann Lee [met|event] Bob in [Baku|actor]");
    assert!(place.desk.take_agreed(&agreed).is_err(), "the session has changed since");
    assert_eq!(place.agreed().count, 0);
}

#[test]
fn a_side_is_read_again_when_its_file_has_changed() {
    let (ann, bob) = (side(2, "[Ann|actor] Lee met Bob in Baku"), side(3, TEXT));
    let mut place = Place::with(&bare(), &[("ann.ron", &ann), ("bob.ron", &bob)]);
    place.decide(0, Choice::Side(0));
    assert_eq!(progress(&place.desk), (1, 1));
    place.write("bob.ron", &side(3, "[Ann|actor] Lee met [Bob|actor] in Baku"));
    place.desk.read_sides_again();
    place.settle();
    // What another side has added to a decided group makes nothing of it undone where all agree, and what is new is open.
    assert_eq!(place.listed(), ["-  Bob|actor"]);
    assert_eq!(progress(&place.desk), (0, 1));
    std::fs::write(place.path("bob.ron"), "(").unwrap();
    place.desk.read_sides_again();
    let news = place.settle();
    assert!(news.iter().any(|one| matches!(one, News::Warned(why) if why.contains("bob.ron"))), "{news:?}");
    assert!(place.desk.sides().files()[1].problem.is_some());
    assert_eq!(place.listed(), ["-  Bob|actor"], "what was read before stays");
}

#[test]
fn a_version_that_comes_later_opens_the_decision_again() {
    let (ann, bob) = (side(2, "[Ann|actor] Lee met Bob in Baku"), side(3, TEXT));
    let mut place = Place::with(&bare(), &[("ann.ron", &ann), ("bob.ron", &bob)]);
    place.decide(0, Choice::Side(0));
    place.write("bob.ron", &side(3, "[Ann Lee|actor] met Bob in Baku"));
    place.desk.read_sides_again();
    place.settle();
    assert_eq!(place.listed(), ["Ann|actor  Ann Lee|actor"]);
    place.decide(0, Choice::Side(1));
    assert_eq!(place.gold(), "[Ann Lee|actor] met Bob in Baku", "the gold mention is changed, not doubled");
    assert_eq!(place.desk.bench.session().decisions.len(), 1);
}

#[test]
fn a_side_without_the_article_says_nothing_of_it() {
    let (ann, bob) = (side(2, "[Ann|actor] Lee met Bob in Baku"), side(3, TEXT));
    let empty = Session::new("Empty", ann.schema.as_ref().clone(), time());
    let mut place = Place::with(&bare(), &[("ann.ron", &ann), ("bob.ron", &bob), ("cyd.ron", &empty)]);
    let at = place.desk.sides().compared().unwrap().listed[0];
    let refusal = place.desk.decide(at, Choice::Side(2), "").unwrap_err().to_string();
    assert!(refusal.contains("cyd.ron does not have this article"), "{refusal}");
    assert_eq!(progress(&place.desk), (0, 1));
    assert_eq!(place.decide(0, Choice::Side(1)), "Decide for no tag", "a side that has it and tagged nothing does");
}

#[test]
fn sides_of_one_name_are_told_apart_and_go_with_the_session() {
    let (ann, bob) = (side(2, "[Ann|actor] Lee met Bob in Baku"), side(3, TEXT));
    let mut place = Place::with(&bare(), &[("ann/talks.ron", &ann), ("bob/talks.ron", &bob)]);
    assert_eq!(place.desk.sides().compared().unwrap().names, ["ann/talks.ron", "bob/talks.ron"]);
    let own = place.path("gold.ron");
    place.desk.open_sides(vec![own]);
    assert_eq!(place.desk.sides().files().len(), 2, "the open session is none of the others");
    place.desk.close_side(0);
    place.settle();
    assert!(place.desk.sides().compared().is_none(), "one side alone is no comparison");
    assert_eq!(place.desk.sides().files()[0].name, "talks.ron");
    place.desk.start_new();
    assert!(place.desk.sides().files().is_empty());
}

#[test]
fn what_cannot_be_read_or_is_not_there_is_said() {
    let ann = side(2, "[Ann|actor] Lee met Bob in Baku");
    let mut place = Place::with(&Session::new("Empty", ann.schema.as_ref().clone(), time()), &[("ann.ron", &ann)]);
    place.desk.open_sides(vec![Path::new("no/such.ron").to_owned()]);
    let news = place.settle();
    assert!(news.iter().any(|one| matches!(one, News::Failed(why) if why.contains("such.ron"))), "{news:?}");
    place.write("bob.ron", &side(3, TEXT));
    let path = place.path("bob.ron");
    place.desk.open_sides(vec![path]);
    place.settle();
    let at = place.desk.sides().compared().unwrap().listed[0];
    let refusal = place.desk.decide(at, Choice::Side(0), "").unwrap_err().to_string();
    assert_eq!(refusal, "this session does not have the article “1.txt”; add it first");
    // It can be brought in, without what was tagged in it.
    assert_eq!(
        (place.desk.missing_articles(), place.desk.bring_articles().unwrap()),
        (1, "Add one article".to_owned())
    );
    assert_eq!(place.gold(), TEXT);
    place.settle();
    assert_eq!(place.desk.missing_articles(), 0);
    place.decide(0, Choice::Side(0));
    assert_eq!(place.gold(), "[Ann|actor] Lee met Bob in Baku");
}
