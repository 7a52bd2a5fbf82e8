//! An article whose text has changed since: what was tagged stays with its words, and what is not certain waits for somebody.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    dead_code,
    reason = "helpers of tests fail loudly, as the tests do"
)]

#[path = "support/markup.rs"]
mod markup;
mod support;

use byline::edit::{Command, NewArticle, Places, Superseded, TagDraft, validate, would_carry};
use byline::ingest::{article_from_bytes, article_from_text, guess_details, redecode};
use byline::model::*;
use byline::text::Span;
use byline::workbench::Workbench;
use markup::{ARTICLE, ELSEWHERE, OTHER, bench, session, without_log};
use proptest::prelude::*;
use support::{slug, time};

const OLD: &str = "[Ministers|actor] met [Ann Lee|actor.person] on Monday in the old harbour.\n\n\
    [She said that talks would go on|claim]. [Bob|actor.person] left.\n";

/// A newer text of the first article.
fn newer(text: &str) -> NewArticle {
    let mut new = article_from_text("one.txt", text, AnnotatorId(2), time()).unwrap();
    new.article.supersedes = Some(ARTICLE);
    guess_details(&mut new);
    new
}

/// Lets it take the first article's place; the step's name, and what became of the work.
fn supersede(bench: &mut Workbench, new: NewArticle) -> (String, Superseded) {
    let told = would_carry(bench.session(), bench.session().shard(ARTICLE).unwrap(), &new.article);
    (bench.add_articles(vec![new]).unwrap().name, told)
}

/// The quotes of an article's mentions and of those that wait.
fn words(shard: &Shard) -> (Vec<String>, Vec<(String, usize)>) {
    let held = shard.mentions_in_order().into_iter().map(|row| row.quote.to_string()).collect();
    let waiting = shard.quarantine.iter().map(|row| (row.mention.quote.to_string(), row.proposed.len())).collect();
    (held, waiting)
}

#[test]
fn tags_go_with_their_words_and_uncertain_ones_wait_with_their_places() {
    let mut bench = bench(session(OLD));
    let before = bench.session().clone();
    let text = "Updated at noon.\n\nMinisters met Ann Lee on Monday in the old harbour.\n\n\
        She said that talks may go on. A man whom Bob knew stayed.\n";
    let new = newer(text);
    let id = new.article.id;
    let (name, told) = supersede(&mut bench, new);
    assert!(name.starts_with("Update “"), "{name}");
    assert_eq!(told, Superseded { carried: 2, quarantined: 2, dropped: 0 });
    let session = bench.session();
    assert_eq!(validate(session), []);
    let (old, new) = (session.shard(ARTICLE).unwrap(), session.shard(id).unwrap());
    assert_eq!((old.mentions.len(), old.quarantine.len()), (0, 0));
    assert_eq!(old.article.text(), before.shard(ARTICLE).unwrap().article.text(), "the text stays");
    assert_eq!(new.article.supersedes, Some(ARTICLE));
    assert_eq!(session.position(id), Some(1), "right behind the older one");
    let (held, waiting) = words(new);
    assert_eq!(held, ["Ministers", "Ann Lee"]);
    let claim = "She said that talks would go on".to_owned();
    assert!(waiting.contains(&(claim, 0)) && waiting.contains(&("Bob".to_owned(), 1)), "{waiting:?}");
    assert!(waiting.contains(&("Ann".to_owned(), 1)), "what waited already waits on");
    assert_eq!(new.mentions.iter().map(|row| row.id.0).collect::<Vec<_>>(), [1, 2], "they are the same tags");
    let again = bench.add_articles(vec![newer("Another.")]).unwrap_err().to_string();
    assert!(again.ends_with("is superseded already; update its newer version"), "{again}");
    assert_eq!(bench.view.article, Some(id), "who looks at the older one goes on in the newer one");
    bench.undo().unwrap();
    assert_eq!(without_log(bench.session()), without_log(&before));
    bench.redo().unwrap();
    assert_eq!(words(bench.session().shard(id).unwrap()).0, ["Ministers", "Ann Lee"]);
}

#[test]
fn several_come_in_one_step_each_behind_the_one_that_it_supersedes() {
    let mut bench = bench(session(OLD));
    let plain = article_from_text("three.txt", "Harbours closed.", AnnotatorId(2), time()).unwrap();
    let mut other = article_from_text("two.txt", "Talks failed. Again.", AnnotatorId(2), time()).unwrap();
    other.article.supersedes = Some(OTHER);
    let first = newer("Ministers met nobody.");
    let ids = [&first, &other, &plain].map(|new| new.article.id);
    let name = bench.add_articles(vec![other, plain, first]).unwrap().name;
    assert_eq!(name, "Add one article and update 2");
    let order: Vec<ArticleId> = bench.session().shards().iter().map(|shard| shard.id()).collect();
    assert_eq!(order, [ARTICLE, ids[0], OTHER, ids[1], ids[2]]);
    assert_eq!(bench.session().shard(ids[1]).unwrap().mentions.len(), 1);
    assert_eq!(validate(bench.session()), []);
    bench.undo().unwrap();
    assert_eq!(bench.session().shards().len(), 2);
}

#[test]
fn what_hangs_on_tags_goes_along() {
    let mut bench = bench(session(OLD));
    let mention = |id| Some(MentionId(id));
    let relate = |from: u64, to: u64| Command::Relate {
        article: ARTICLE,
        from: MentionId(from),
        to: MentionId(to),
        label: slug("source"),
        role: None,
    };
    bench.execute(&relate(3, 2)).unwrap();
    let (from, to) = (AlignmentEnd::of_mention(ARTICLE, MentionId(3)), AlignmentEnd::of_mention(OTHER, ELSEWHERE));
    bench.execute(&Command::Align { from, to, kind: AlignmentKind::Contradicts }).unwrap();
    let fragments = Places::Bytes(vec![Span::bytes(0, 9)]);
    bench.execute(&Command::AddRegion { article: ARTICLE, fragments, kind: RegionKind::Chrome }).unwrap();
    let new = newer("Ministers met Ann Lee on Monday in the old harbour.\n\nNothing was said. Bob left.\n");
    let id = new.article.id;
    let (_, told) = supersede(&mut bench, new);
    assert_eq!(told, Superseded { carried: 3, quarantined: 1, dropped: 0 });
    let session = bench.session();
    assert_eq!(validate(session), []);
    let shard = session.shard(id).unwrap();
    let relation = shard.relations.iter().next().unwrap();
    assert_eq!((Some(relation.from), Some(relation.to)), (mention(3), mention(2)), "of a tag that waits, too");
    assert_eq!(shard.regions.len(), 1);
    let aligned = session.alignments.iter().next().unwrap();
    assert_eq!(aligned.from, AlignmentEnd::of_mention(id, MentionId(3)));
}

#[test]
fn what_somebody_confirmed_of_the_older_version_holds_and_it_has_to_be_read_again() {
    let mut bench = bench(session(OLD));
    let set = |field, value: &str| Command::SetMetadata { article: ARTICLE, field, value: Some(value.to_owned()) };
    bench.execute(&set(byline::edit::Field::Author, "Iris Vale")).unwrap();
    bench.execute(&Command::SetStatus { article: ARTICLE, status: ReadingStatus::Read }).unwrap();
    let new = newer("Ministers Met\n\n14 March 2031\n\nMinisters met Ann Lee.\n");
    let id = new.article.id;
    supersede(&mut bench, new);
    let known = bench.session().shard(id).unwrap().metadata.clone();
    assert_eq!(known.author, Some(Stated::confirmed("Iris Vale".to_owned())));
    assert_eq!(known.published.as_ref().unwrap().origin, Origin::Guessed);
    assert_eq!(known.status, ReadingStatus::Reading);
}

proptest! {
    #[test]
    fn no_tag_is_lost_whatever_the_newer_text_is(
        text in "(Ministers |met |Ann Lee |on Monday |in the old harbour\\.|\n|She said |that talks |Bob |left\\.| ){1,40}",
    ) {
        prop_assume!(!text.trim().is_empty());
        let mut bench = bench(session(OLD));
        let new = newer(&text);
        let id = new.article.id;
        let (_, told) = supersede(&mut bench, new);
        prop_assert_eq!(told.carried + told.quarantined, 4);
        prop_assert_eq!(validate(bench.session()), []);
        let shard = bench.session().shard(id).unwrap();
        prop_assert_eq!(shard.mentions.len() + shard.quarantine.len(), 5);
        for row in shard.mentions.iter() {
            prop_assert!(row.fragments.reads(shard.article.text(), &row.quote));
        }
    }
}

const RUSSIAN: &str = "Паром вернулся в пролив после двух зим, сообщило министерство.\n";

fn russian() -> NewArticle {
    let (bytes, ..) = encoding_rs::WINDOWS_1251.encode(RUSSIAN);
    article_from_bytes("parom.txt", &bytes, Some("windows-1252"), AnnotatorId(2), time()).unwrap()
}

#[test]
fn an_article_is_read_anew_in_another_encoding_and_its_first_reading_goes_while_nobody_has_worked_on_it() {
    let mut bench = bench(session(OLD));
    let wrong = russian();
    let old = wrong.article.id;
    bench.add_articles(vec![wrong]).unwrap();
    let again = |bench: &Workbench, id, encoding: &str| {
        redecode(&bench.session().shard(id).unwrap().article, encoding, AnnotatorId(2), time())
    };
    let new = again(&bench, old, "windows-1251").unwrap();
    let id = new.article.id;
    assert!(bench.add_articles(vec![new]).unwrap().name.starts_with("Update “"));
    let articles: Vec<ArticleId> = bench.session().shards().iter().map(|shard| shard.id()).collect();
    assert_eq!(articles, [ARTICLE, OTHER, id]);
    let shard = bench.session().shard(id).unwrap();
    assert_eq!((shard.article.text(), shard.article.supersedes), (RUSSIAN, None));
    assert_eq!(shard.article.source.encoding, "windows-1251");
    assert_eq!(validate(bench.session()), []);
    let same = again(&bench, id, "windows-1251").unwrap_err().to_string();
    assert_eq!(same, "it reads the same in windows-1251");
    assert!(again(&bench, id, "klingon").unwrap_err().to_string().contains("there is no encoding `klingon`"));
    // Back again, and the ids tell the readings apart.
    let back = again(&bench, id, "windows-1252").unwrap();
    assert!(back.article.id != id && back.article.id != old);
    bench.undo().unwrap();
    assert!(bench.session().shard(old).is_some());
}

#[test]
fn tags_on_words_that_read_alike_in_both_encodings_go_along() {
    let text = "Caf\u{e9} owners met Ann Lee in the harbour.";
    let (bytes, ..) = encoding_rs::WINDOWS_1252.encode(text);
    let wrong = article_from_bytes("cafe.txt", &bytes, Some("windows-1250"), AnnotatorId(2), time()).unwrap();
    let id = wrong.article.id;
    let mut bench = bench(session(OLD));
    bench.add_articles(vec![wrong]).unwrap();
    let shard = bench.session().shard(id).unwrap();
    let start = shard.article.text().find("Ann Lee").unwrap();
    let fragments = Places::Bytes(vec![Span::bytes(start, start + 7)]);
    bench.execute(&Command::Tag(TagDraft { article: id, fragments, ..markup::tag("actor.person", 0, 1) })).unwrap();
    let shard = bench.session().shard(id).unwrap();
    // It has a letter of another alphabet in the place of the accented one.
    let new = redecode(&shard.article, "iso-8859-5", AnnotatorId(2), time()).unwrap();
    assert_eq!(
        would_carry(bench.session(), shard, &new.article),
        Superseded { carried: 1, quarantined: 0, dropped: 0 }
    );
}
