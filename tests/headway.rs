//! How far the work is, and what happened to it.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    dead_code,
    reason = "what is missing in a test fails it; the shared support serves several test programs"
)]

mod support;

use byline::analysis::{Headway, LogFilter, Share, headway, log_lines, mention_history};
use byline::codec::default_schema;
use byline::edit::Command;
use byline::model::*;
use byline::text::Span;
use byline::workbench::{Clock, Hand, Workbench, tag};
use support::{empty_file, full_file, plain_article, plain_mention, session_of, slug, span};

fn day(text: &str) -> Day {
    Day(text.parse().unwrap())
}

fn at(text: &str) -> Timestamp {
    Timestamp(text.parse().unwrap())
}

fn counted(session: &Session, since: Option<Day>) -> Headway {
    headway(session, since, &|_| true).unwrap()
}

#[test]
fn what_is_reviewed_new_and_covered_is_counted_by_article_label_and_annotator() {
    let text = "Lind met Okoro. Advert here.";
    let mut file = empty_file("Talks");
    file.schema = default_schema();
    for id in [1, 2] {
        let mut article = plain_article(id, text);
        let mention = |number, from, to, label: &str| Mention {
            label: slug(label),
            created: at("2026-11-20T23:59:59Z"),
            ..plain_mention(id * 10 + number, text, vec![span(from, to)])
        };
        article.mentions.push(mention(1, 0, 4, "actor.person"));
        article.mentions.push(Mention {
            review: Review::new(ReviewState::Accepted, None, Some(at("2026-11-22T08:00:00Z"))),
            ..mention(2, 9, 14, "actor.person")
        });
        file.articles.push(article);
    }
    file.articles[1].status = ReadingStatus::Read;
    let late = Mention {
        label: slug("event.meeting"),
        created: at("2026-11-21T00:00:00Z"),
        review: Review::new(ReviewState::Rejected, None, None),
        ..plain_mention(30, text, vec![span(0, 14)])
    };
    file.articles[1].mentions.push(late);
    let session = session_of(file);
    let found = counted(&session, Some(day("2026-11-21")));
    assert_eq!(found.all, Share { mentions: 5, accepted: 2, rejected: 1, new: 1, changed: 2 });
    assert_eq!(found.all.open(), 2);
    assert_eq!(found.reading(), [1, 0, 1]);
    let of = |label: &str| found.labels.iter().find(|(known, _)| known.as_str() == label).unwrap().1;
    assert_eq!(of("actor.person"), Share { mentions: 4, accepted: 2, rejected: 0, new: 0, changed: 2 });
    assert_eq!(of("event.meeting").new, 1);
    assert_eq!(of("claim"), Share::default(), "labels that nothing has stand there too");
    assert_eq!(found.annotators.len(), 1);
    assert_eq!(found.annotators[0].1, found.all);
    let days: Vec<(String, usize)> = found.days.iter().map(|(day, made)| (day.to_string(), *made)).collect();
    assert_eq!(days, [("2026-11-20".to_owned(), 4), ("2026-11-21".to_owned(), 1)], "days are those of UTC");
    let covered: Vec<usize> = found.articles.iter().map(|article| article.tagged_chars).collect();
    assert_eq!(covered, [9, 14], "characters in several mentions count once");
    assert!(found.articles.iter().all(|article| article.body_chars == text.chars().count()));
    let none = counted(&session, None);
    assert_eq!((none.all.new, none.all.changed), (0, 0));
    assert_eq!(headway(&session, None, &|done| done < 1), None, "it can be stopped");
}

#[test]
fn every_sum_of_the_full_session_agrees_with_every_other() {
    let session = session_of(full_file());
    let found = counted(&session, None);
    let by_article: usize = found.articles.iter().map(|article| article.share.mentions).sum();
    let by_label: usize = found.labels.iter().map(|(_, share)| share.mentions).sum();
    let by_annotator: usize = found.annotators.iter().map(|(_, share)| share.mentions).sum();
    let by_cell: u32 = found.articles.iter().flat_map(|article| article.labels.iter()).sum();
    let by_day: usize = found.days.values().sum();
    assert!(found.all.mentions > 0);
    assert_eq!([by_article, by_label, by_annotator, by_cell as usize, by_day], [found.all.mentions; 5]);
    assert_eq!(byline::analysis::stats(&session).totals.mentions, found.all.mentions);
    assert!(found.coverage() > 0.0 && found.coverage() <= 1.0);
}

fn hand() -> (Workbench, &'static Hand) {
    let mut file = empty_file("Talks");
    file.schema = default_schema();
    file.articles.push(plain_article(1, "Lind met Okoro."));
    file.articles.push(plain_article(2, "Nobody came."));
    let kind = AnnotatorKind::Person;
    let annotator =
        Annotator { id: AnnotatorId(1), name: "Ada".to_owned(), kind, note: String::new(), ext: Ext::default() };
    let hand: &'static Hand = Box::leak(Box::default());
    hand.advance(1_800_000_000);
    (Workbench::with(session_of(file), annotator, Clock::Hand(hand), 7), hand)
}

#[test]
fn a_mention_tells_who_did_what_when_and_the_log_is_filtered() {
    let (mut bench, hand) = hand();
    let article = bench.session().shards()[0].id();
    bench.execute(&tag(article, &slug("actor.person"), Span::bytes(0, 4))).unwrap();
    let mention = bench.session().shards()[0].mentions.iter().next().unwrap().id;
    hand.advance(60);
    bench.execute(&Command::SetNote { article, mention, text: "the elder".to_owned() }).unwrap();
    hand.advance(60);
    bench.execute(&Command::Review { article, mentions: vec![mention], state: ReviewState::Accepted }).unwrap();
    let told: Vec<String> =
        mention_history(bench.session(), article, mention).into_iter().map(|one| one.what).collect();
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(told[0].contains("ccept") && told[2].contains("Lind"), "the latest first: {told:?}");
    let other = bench.session().shards()[1].id();
    bench.execute(&Command::SetStatus { article: other, status: ReadingStatus::Read }).unwrap();
    let session = bench.session();
    let of = |filter: &LogFilter| log_lines(session, filter).len();
    let all = of(&LogFilter::default());
    assert_eq!(of(&LogFilter { article: Some(article), ..LogFilter::default() }), all - 1);
    assert_eq!(of(&LogFilter { text: " LIND".to_owned(), ..LogFilter::default() }), 1);
    assert_eq!(of(&LogFilter { by: Some(AnnotatorId(99)), ..LogFilter::default() }), 0);
    let latest = log_lines(session, &LogFilter::default())[0];
    assert_eq!(session.log.lines[latest].article, Some(other));
}

#[test]
fn what_the_log_has_forgotten_the_record_tells() {
    let session = session_of(full_file());
    let mut bare = session.clone();
    bare.log = std::sync::Arc::default();
    for shard in bare.shards() {
        for mention in shard.mentions.iter() {
            let told = mention_history(&bare, shard.id(), mention.id);
            let made = told.iter().find(|one| one.at == mention.created && one.by == Some(mention.by));
            assert!(made.is_some_and(|one| one.what.starts_with("Made")), "{told:?}");
            for note in &mention.notes {
                assert!(told.iter().any(|one| one.by == Some(note.by) && one.at == note.at), "{told:?}");
            }
            assert!(told.is_sorted_by(|a, b| a.at >= b.at));
        }
    }
}
