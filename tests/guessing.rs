//! Both halves of an import: articles come with what their files state, and what their texts say of themselves follows. It
//! belongs to the step that brought them, and takes the place of nothing that a person has said meanwhile.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    dead_code,
    reason = "helpers of tests fail loudly, as the tests do"
)]

#[path = "support/markup.rs"]
mod markup;
mod support;

use byline::codec::{Serial, default_schema};
use byline::edit::{Cleaning, Command, Field, Guesses, NewArticle, OutletDraft, Places, RegionDraft, validate};
use byline::ingest::{Columns, Reading};
use byline::model::*;
use byline::store::Settings;
use byline::text::Span;
use byline::workbench::{Clock, Depth, Desk, News, Progress, Workbench, guesses};
use markup::without_log;
use proptest::prelude::*;
use std::path::PathBuf;
use std::sync::Arc;
use support::time;

const FERRY: &str = "Menu\nSearch\nFerry returns to the strait\nBy Jane Doe\n14 March 2031 09:20\n\nThe ferry returns to the \
    strait after two winters, said the harbour master on Monday, and the first ship leaves the quay in April.\n\n\
    © The Lantern, 2031\n";
const QUAY: &str = "Quay closed after the storm\n\nThe quay was closed after the storm, said the harbour master on Monday, and \
    nobody knows when it will open again.\n";

/// An article as its file gives it.
fn new(name: &str, text: &str) -> NewArticle {
    let columns = Columns::default();
    let by = AnnotatorId(1);
    let reading = Reading { declared: None, columns: &columns, by, created: time(), spread: &Serial };
    reading.read(name, text.into()).unwrap().articles.remove(0).new
}

fn bench() -> Workbench {
    let analyst = Annotator {
        id: AnnotatorId(1),
        name: "Iris Vale".to_owned(),
        kind: AnnotatorKind::Person,
        note: String::new(),
        ext: Ext::default(),
    };
    Workbench::with(Session::new("Ferry", default_schema(), time()), analyst, Clock::Fixed(time()), 7)
}

/// What is guessed of every article of the session as it is now.
fn found(bench: &Workbench) -> Vec<Guesses> {
    let all: Vec<ArticleId> = bench.session().shards().iter().map(|shard| shard.id()).collect();
    let all: Vec<_> = all.into_iter().map(|id| (id, Depth::Cleaning)).collect();
    let found = guesses(bench.session(), &all, &Progress::default()).unwrap();
    found.into_iter().map(|one| one.guesses).collect()
}

fn guess(bench: &mut Workbench) {
    bench.add_guesses(found(bench)).unwrap();
}

fn set(article: ArticleId, field: Field, value: &str) -> Command {
    Command::SetMetadata { article, field, value: Some(value.to_owned()).filter(|value| !value.is_empty()) }
}

fn headline(session: &Session, article: ArticleId) -> Option<(&str, Origin)> {
    let headline = session.shard(article)?.metadata.headline.as_ref()?;
    Some((headline.value.as_str(), headline.origin))
}

#[test]
fn guesses_come_and_go_with_the_articles_that_they_are_of() {
    let mut bench = bench();
    let empty = bench.session().clone();
    let (ferry, quay) = (new("ferry.txt", FERRY), new("quay.txt", QUAY));
    let id = ferry.article.id;
    bench.add_articles(vec![ferry, quay]).unwrap();
    assert_eq!(*bench.session().shard(id).unwrap().metadata, Metadata::unknown(id), "nothing is guessed at first");
    guess(&mut bench);
    let whole = bench.session().clone();
    let shard = whole.shard(id).unwrap();
    assert_eq!(headline(&whole, id), Some(("Ferry returns to the strait", Origin::Guessed)));
    assert_eq!(whole.outlet_name(shard), "The Lantern");
    assert_eq!(shard.metadata.published.as_ref().unwrap().value.display(), "2031-03-14");
    assert!(shard.regions.iter().any(|row| row.span == Span::bytes(0, 4) && row.state == Proposal::Proposed));
    assert_eq!(validate(&whole), []);
    guess(&mut bench);
    assert_eq!(bench.session().log, whole.log, "once is enough");
    assert_eq!(bench.undo_name(), Some("Add 2 articles"), "the guesses are no step of their own");
    bench.undo().unwrap();
    assert_eq!(without_log(bench.session()).shards().len(), 0);
    assert_eq!((bench.session().outlets.len(), bench.undo_name()), (empty.outlets.len(), None));
    bench.redo().unwrap();
    assert_eq!(without_log(bench.session()), without_log(&whole));
}

#[test]
fn what_a_person_said_meanwhile_stays_and_is_undone_first() {
    let mut bench = bench();
    let (ferry, quay) = (new("ferry.txt", FERRY), new("quay.txt", QUAY));
    let (id, other) = (ferry.article.id, quay.article.id);
    bench.add_articles(vec![ferry, quay]).unwrap();
    let found = found(&bench);
    bench.execute(&set(id, Field::Headline, "My own")).unwrap();
    let fragments = Places::Bytes(vec![Span::bytes(0, 4)]);
    bench.execute(&Command::AddRegion { article: id, fragments, kind: RegionKind::Advert }).unwrap();
    bench.execute(&set(other, Field::Note, "Look again")).unwrap();
    bench.undo().unwrap();
    bench.add_guesses(found).unwrap();
    let shard = bench.session().shard(id).unwrap();
    assert_eq!(headline(bench.session(), id), Some(("My own", Origin::Confirmed)));
    assert!(shard.metadata.published.is_some(), "the rest is guessed all the same");
    let menu: Vec<_> = shard.regions.iter().filter(|row| row.span == Span::bytes(0, 4)).collect();
    assert_eq!((menu.len(), menu[0].kind), (1, RegionKind::Advert));
    // The step that was undone before the guesses came can be done again.
    bench.redo().unwrap();
    let shard = bench.session().shard(other).unwrap();
    assert_eq!((shard.metadata.note.as_str(), shard.metadata.headline.is_some()), ("Look again", true));
    assert_eq!(bench.undo().unwrap().as_deref(), Some("Set note of article"));
    assert_eq!(bench.undo().unwrap().as_deref(), Some("Mark as advert"));
    assert_eq!(bench.undo().unwrap().as_deref(), Some("Set headline of article"));
    assert_eq!(headline(bench.session(), id), Some(("Ferry returns to the strait", Origin::Guessed)));
    assert_eq!(bench.undo().unwrap().as_deref(), Some("Add 2 articles"));
    assert_eq!((bench.session().shards().len(), bench.undo_name()), (0, None));
}

/// The guess would lean on an outlet that goes when the person undoes making it.
#[test]
fn an_outlet_that_a_person_made_meanwhile_is_left_to_them() {
    let mut bench = bench();
    let ferry = new("ferry.txt", FERRY);
    let id = ferry.article.id;
    bench.add_articles(vec![ferry]).unwrap();
    let draft = OutletDraft { name: "the lantern".to_owned(), ..OutletDraft::default() };
    bench.execute(&Command::AddOutlet(draft)).unwrap();
    guess(&mut bench);
    let session = bench.session();
    assert_eq!((session.outlets.len(), session.shard(id).unwrap().metadata.outlet.is_some()), (1, false));
    assert!(headline(session, id).is_some());
    bench.undo().unwrap();
    assert_eq!((validate(bench.session()), bench.session().outlets.len()), (vec![], 0));
}

fn written(folder: &tempfile::TempDir, count: usize) -> Vec<PathBuf> {
    let write = |number: usize| {
        let path = folder.path().join(format!("{number}.txt"));
        std::fs::write(&path, format!("{FERRY}{QUAY}Number {number}.\n")).unwrap();
        path
    };
    (0..count).map(write).collect()
}

/// A desk onto which so many articles were just brought; their guesses are being made.
fn desk(folder: &tempfile::TempDir, count: usize) -> Desk {
    let mut desk = Desk::new(Settings::default(), Clock::Fixed(time()), Arc::new(|| {}));
    desk.open_paths(written(folder, count));
    let news = desk.wait();
    assert!(matches!(news.as_slice(), [News::Added, News::Told(_)]), "{news:?}");
    assert_eq!(desk.running().filter(|(_, name, _)| *name == "Guessing details").count(), 1);
    desk
}

fn wait_for_all(desk: &mut Desk) -> Vec<News> {
    let mut all = Vec::new();
    while desk.is_busy() {
        all.extend(desk.wait());
    }
    all
}

/// Of how many articles the headline is known.
fn guessed(desk: &Desk) -> usize {
    desk.bench.session().shards().iter().filter(|shard| shard.metadata.headline.is_some()).count()
}

#[test]
fn articles_that_are_undone_while_they_are_guessed_at_get_their_guesses_when_they_come_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = desk(&folder, 40);
    desk.undo().unwrap();
    assert_eq!(wait_for_all(&mut desk).len(), 0);
    assert_eq!(desk.bench.session().shards().len(), 0);
    desk.redo().unwrap();
    assert_eq!(guessed(&desk), 0);
    desk.poll();
    wait_for_all(&mut desk);
    assert_eq!(guessed(&desk), 40);
    assert_eq!(desk.bench.undo_name(), Some("Add 40 articles"));
}

#[test]
fn guessing_that_is_cancelled_leaves_the_articles_without_until_they_are_looked_through() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = desk(&folder, 400);
    desk.running().for_each(|(.., progress)| progress.cancel());
    let news = wait_for_all(&mut desk);
    let told = |one: &News| matches!(one, News::Told(text) if text.contains("cancelled; 400 articles stay without"));
    assert!(news.iter().any(told), "{news:?}");
    assert_eq!((desk.bench.session().shards().len(), guessed(&desk)), (400, 0));
    desk.poll();
    assert!(!desk.is_busy(), "it does not begin again by itself");
    desk.look_for_cleaning();
    wait_for_all(&mut desk);
    assert_eq!(guessed(&desk), 400);
}

#[test]
fn another_session_in_front_has_nothing_to_do_with_what_was_due() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = desk(&folder, 40);
    desk.start_new();
    assert_eq!(wait_for_all(&mut desk).len(), 0);
    assert_eq!((desk.bench.session().shards().len(), desk.bench.edits()), (0, 0));
}

/// What a person does while guesses are on their way, by small numbers.
#[derive(Clone, Copy, Debug)]
enum Happening {
    Bring(u8),
    Guess,
    Say(u8, bool),
    MakeOutlet,
    Mark(u8),
    Remove(u8),
    Undo,
    Redo,
}

impl Happening {
    fn carry_out(self, bench: &mut Workbench) {
        let article = |number: u8| new(&format!("{}.txt", number % 4), FERRY).article.id;
        // What cannot be done at the time is refused, and that is all.
        match self {
            Self::Bring(number) => drop(bench.add_articles(vec![new(&format!("{}.txt", number % 4), FERRY)])),
            Self::Guess => guess_alike(bench),
            Self::Say(number, is_said) => {
                let fields = [Field::Headline, Field::Outlet, Field::Published];
                let value = if is_said { ["Mine", "The Lantern", "2030"][usize::from(number) / 4 % 3] } else { "" };
                drop(bench.execute(&set(article(number), fields[usize::from(number) / 4 % 3], value)));
            }
            Self::MakeOutlet => {
                let draft = OutletDraft { name: "The Lantern".to_owned(), ..OutletDraft::default() };
                drop(bench.execute(&Command::AddOutlet(draft)));
            }
            Self::Mark(number) => {
                let fragments = Places::Bytes(vec![Span::bytes(2, 6)]);
                let kind = RegionKind::Advert;
                drop(bench.execute(&Command::AddRegion { article: article(number), fragments, kind }));
            }
            Self::Remove(number) => drop(bench.execute(&Command::RemoveArticle { article: article(number) })),
            Self::Undo => drop(bench.undo().unwrap()),
            Self::Redo => drop(bench.redo().unwrap()),
        }
    }
}

/// The same guesses at all articles, made without looking.
fn guess_alike(bench: &mut Workbench) {
    let of = |shard: &Arc<Shard>| {
        let region = RegionDraft {
            fragments: Places::from(Span::bytes(0, 4)),
            kind: RegionKind::Chrome,
            reason: "a menu".to_owned(),
        };
        let metadata = Metadata {
            headline: Some(Stated::guessed("Ferry".to_owned())),
            published: Interval::from_text("2031-03-14").map(Stated::guessed),
            ..Metadata::unknown(shard.id())
        };
        let cleaning = Cleaning { regions: vec![region], repairs: vec![] };
        Guesses { article: shard.id(), metadata, outlet: Some("The Lantern".to_owned()), cleaning }
    };
    let all = bench.session().shards().iter().map(of).collect();
    bench.add_guesses(all).unwrap();
}

fn happening() -> impl Strategy<Value = Happening> {
    prop_oneof![
        3 => any::<u8>().prop_map(Happening::Bring),
        3 => Just(Happening::Guess),
        3 => (any::<u8>(), any::<bool>()).prop_map(|(number, is_said)| Happening::Say(number, is_said)),
        1 => Just(Happening::MakeOutlet),
        1 => any::<u8>().prop_map(Happening::Mark),
        1 => any::<u8>().prop_map(Happening::Remove),
        4 => Just(Happening::Undo),
        3 => Just(Happening::Redo),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whenever guesses come, every step can be undone and done again, and nothing hangs on what is not there.
    #[test]
    fn undo_and_redo_hold_whenever_guesses_come(happenings in prop::collection::vec(happening(), 1..40)) {
        let mut bench = bench();
        let empty = without_log(bench.session());
        for happening in happenings {
            happening.carry_out(&mut bench);
            let faults = validate(bench.session());
            prop_assert!(faults.is_empty(), "{happening:?}: {faults:?}");
        }
        while bench.redo().unwrap().is_some() {}
        let last = without_log(bench.session());
        while bench.undo().unwrap().is_some() {}
        prop_assert_eq!(without_log(bench.session()), empty);
        while bench.redo().unwrap().is_some() {}
        prop_assert_eq!(without_log(bench.session()), last);
    }
}
