//! The search over all articles: what it finds is what a plain look at every article finds, in slices of any size, cut where
//! there is too much; and the line around a place.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::string_slice, reason = "helpers of tests fail loudly")]

mod support;

use byline::analysis::review::Filter;
use byline::analysis::search::{Among, Ask, Group, Place, Slices, kwic};
use byline::codec::{ArticleFile, Serial, SessionFile, decode};
use byline::model::*;
use byline::store::Settings;
use byline::text::{Matching, QueryError, Span};
use byline::workbench::{Clock, Desk, News, SAMPLE, Threads, Workbench, seek};
use proptest::prelude::*;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use support::{empty_file, plain_article, plain_mention, session_of, slug, span};

const PIECES: [&str; 12] = ["Port", "port", "ports", "Pört", " ", " ", ". ", "\n", "ab", "aba", "Öl", "x"];
const LABELS: [&str; 4] = ["actor", "actor.person", "event", "claim"];
const DAYS: [&str; 3] = ["2026-05-01", "2026-05-10", "2026-05-20"];

fn day(number: usize) -> Day {
    Day(DAYS[number].parse().unwrap())
}

/// Where a tag stands, what it is tagged as, which entry it speaks of.
type Tag = (prop::sample::Index, prop::sample::Index, usize, Option<u64>);

fn any_article_of(id: u64) -> impl Strategy<Value = ArticleFile> {
    let text = prop::collection::vec(prop::sample::select(&PIECES[..]), 1..25).prop_map(|pieces| pieces.concat());
    let tag = (any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0..LABELS.len(), prop::option::of(1..3_u64));
    let days = prop::option::of((prop::option::of(0..2_usize), prop::option::of(1..3_usize)));
    (text, prop::collection::vec(tag, 0..5), prop::option::of(1..4_u64), days).prop_map(
        move |(text, tags, outlet, days)| {
            let mut article = plain_article(id, &text);
            article.outlet = outlet.map(|id| Stated::confirmed(OutletId(id)));
            article.published = days.map(|(first, last)| {
                let (first, last) = (first.map(day), last.map(day));
                let (precision, phrase) = (Precision::Vague, "in May".to_owned());
                Stated::guessed(Interval { first, last, precision, phrase, anchor: None })
            });
            let length = text.chars().count();
            let mention = |(number, (from, to, label, entry)): (usize, Tag)| {
                let (from, to) = (from.index(length), to.index(length));
                let (from, to) = (from.min(to), from.max(to) + 1);
                let place = vec![span(u32::try_from(from).unwrap(), u32::try_from(to).unwrap())];
                let plain = plain_mention(id * 100 + number as u64, &text, place);
                Mention { label: slug(LABELS[label]), entry: entry.map(EntryId), ..plain }
            };
            article.mentions = tags.into_iter().enumerate().map(mention).collect();
            article
        },
    )
}

fn any_file() -> impl Strategy<Value = SessionFile> {
    let articles = (1..9_u64).map(any_article_of).collect::<Vec<_>>();
    (articles, 0..9_usize).prop_map(|(mut articles, count)| {
        articles.truncate(count);
        let outlet = |id| Outlet {
            id: OutletId(id),
            name: format!("Outlet {id}"),
            reliability: None,
            country: String::new(),
            url: String::new(),
            note: String::new(),
            ext: Ext::default(),
        };
        let entry = |id| support::bare_entry(id, slug("actor"), format!("Entry {id}"), support::time());
        SessionFile {
            articles,
            outlets: (1..4).map(outlet).collect(),
            entries: (1..3).map(entry).collect(),
            ..empty_file("Any")
        }
    })
}

fn any_ask() -> impl Strategy<Value = Ask> {
    let words = prop::sample::select(vec!["port", "Port", "ab", "a", "aba", "Öl", "ort. ", "x"]);
    let matching = (any::<bool>(), any::<bool>(), any::<bool>());
    let filter = (
        prop::sample::subsequence(LABELS.to_vec(), 0..2),
        prop::sample::subsequence(vec![1, 2, 3], 0..3),
        prop::sample::subsequence(vec![1, 2], 0..2),
        prop::sample::subsequence((1..9_u64).collect::<Vec<_>>(), 0..5),
        prop::option::of(0..3_usize),
        prop::option::of(0..3_usize),
    );
    (words, matching, any::<bool>(), filter).prop_map(|(words, (fold_case, fold_marks, whole_words), tags, filter)| {
        let (labels, outlets, entries, articles, since, until) = filter;
        Ask {
            words: words.to_owned(),
            matching: Matching { fold_case, fold_marks, whole_words, regex: false },
            among: if tags { Among::Tags } else { Among::Text },
            filter: Filter {
                labels: labels.into_iter().map(slug).collect(),
                outlets: outlets.into_iter().map(OutletId).collect(),
                entries: entries.into_iter().map(EntryId).collect(),
                articles: articles.into_iter().map(ArticleId).collect(),
                since: since.map(day),
                until: until.map(day),
                ..Filter::default()
            },
        }
    })
}

/// The places of `words` in `text`, code point by code point; written out, so that it shares nothing with the search.
fn plainly(text: &str, words: &str, matching: Matching) -> Vec<(usize, usize)> {
    let fold = |char: char| {
        let char = if matching.fold_case { char.to_lowercase().next().unwrap() } else { char };
        match char {
            'ö' if matching.fold_marks => 'o',
            'Ö' if matching.fold_marks => 'O',
            other => other,
        }
    };
    let text: Vec<char> = text.chars().map(fold).collect();
    let words: Vec<char> = words.chars().map(fold).collect();
    let is_word = |at: usize| text.get(at).is_some_and(|char| char.is_alphanumeric());
    let parts_word = |at: usize| at > 0 && is_word(at - 1) && is_word(at);
    let (mut found, mut at) = (Vec::new(), 0);
    while at + words.len() <= text.len() {
        let end = at + words.len();
        let holds = text[at..end] == words[..] && !(matching.whole_words && (parts_word(at) || parts_word(end)));
        if holds {
            found.push((at, end));
        }
        at = if holds { end } else { at + 1 };
    }
    found
}

/// What a plain look at every article finds: article, first and last code point, and the tag.
fn expected(file: &SessionFile, ask: &Ask) -> Vec<(u64, usize, usize, Option<u64>)> {
    let filter = &ask.filter;
    let takes = |mention: &Mention<_>| {
        let within = |label: &Label| {
            mention.label.as_str() == label.as_str() || mention.label.as_str().starts_with(&format!("{label}."))
        };
        (filter.labels.is_empty() || filter.labels.iter().any(within))
            && (filter.entries.is_empty() || mention.entry.is_some_and(|entry| filter.entries.contains(&entry)))
    };
    let is_asked = |article: &ArticleFile| {
        let days = article.published.as_ref().map(|days| (days.value.first, days.value.last));
        let asks_days = filter.since.is_some() || filter.until.is_some();
        let in_time = match days {
            None | Some((None, None)) => !asks_days,
            Some((first, last)) => {
                let is_late = first.is_some() && filter.until.is_some() && first > filter.until;
                let is_early = last.is_some() && filter.since.is_some() && last < filter.since;
                !is_late && !is_early
            }
        };
        let outlet = article.outlet.as_ref().map(|outlet| outlet.value);
        in_time
            && (filter.articles.is_empty() || filter.articles.contains(&article.id))
            && (filter.outlets.is_empty() || outlet.is_some_and(|outlet| filter.outlets.contains(&outlet)))
    };
    let mut found = Vec::new();
    for article in file.articles.iter().filter(|article| is_asked(article)) {
        if ask.among == Among::Text {
            let has_tag = article.mentions.iter().any(takes) || (filter.labels.is_empty() && filter.entries.is_empty());
            let places = if has_tag { plainly(&article.text, &ask.words, ask.matching) } else { Vec::new() };
            found.extend(places.into_iter().map(|(from, to)| (article.id.0, from, to, None)));
            continue;
        }
        let holds =
            |mention: &&Mention<_>| takes(mention) && !plainly(&mention.quote, &ask.words, ask.matching).is_empty();
        let mut tags: Vec<_> = article.mentions.iter().filter(holds).collect();
        tags.sort_by_key(|mention| {
            (mention.fragments[0].start, std::cmp::Reverse(mention.fragments[0].end), mention.id)
        });
        found.extend(tags.into_iter().map(|mention| {
            let place = mention.fragments[0];
            (article.id.0, place.start.to_usize(), place.end.to_usize(), Some(mention.id.0))
        }));
    }
    found
}

fn in_chars(session: &Session, groups: &[Group]) -> Vec<(u64, usize, usize, Option<u64>)> {
    let of = |group: &Group| {
        let article = &session.shard(group.article).unwrap().article;
        let place = |place: &Place| {
            let chars = article.char_span(place.span);
            (group.article.0, chars.start.to_usize(), chars.end.to_usize(), place.mention.map(|id| id.0))
        };
        group.places.iter().map(place).collect::<Vec<_>>()
    };
    assert!(groups.iter().all(|group| !group.places.is_empty()), "an article without a place is not listed");
    groups.iter().flat_map(of).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn what_is_found_is_what_a_plain_look_finds(file in any_file(), ask in any_ask()) {
        let expected = expected(&file, &ask);
        let session = session_of(file);
        let found = seek(&session, ask).unwrap();
        prop_assert_eq!(in_chars(&session, &found), expected);
    }

    #[test]
    fn slices_of_any_size_make_up_the_whole(file in any_file(), ask in any_ask(), bytes in 1..60_usize, most in 0..20_usize) {
        let session = session_of(file);
        let whole = in_chars(&session, &seek(&session, ask.clone()).unwrap());
        let mut slices = Slices::new(session.clone(), ask, most).unwrap();
        let mut found = Vec::new();
        while !slices.is_done() {
            // A slice that nobody wants any more is looked at when somebody does.
            prop_assert_eq!(slices.next(bytes, &Serial, &|| false), None);
            let before = slices.progress().0;
            found.extend(slices.next(bytes, &Threads, &|| true).unwrap());
            prop_assert!(slices.progress().0 > before, "every slice goes on");
        }
        prop_assert_eq!(slices.progress().0, slices.progress().1);
        prop_assert_eq!(slices.is_cut(), whole.len() > most);
        prop_assert_eq!(&in_chars(&session, &found)[..], &whole[..most.min(whole.len())]);
    }

    #[test]
    fn a_line_has_the_words_and_stays_within_its_paragraph(
        pieces in prop::collection::vec(prop::sample::select(vec![
            "the ", "envoy", " ", "\n", "e\u{301}", "中国人民", "שלום ", "مرحبا ", "\u{202e}", "👩\u{200D}👧", "\t", "a-very-long-word",
        ]), 1..30),
        cuts in (any::<prop::sample::Index>(), any::<prop::sample::Index>()),
        before in 0..30_usize,
        behind in 0..30_usize,
    ) {
        let text = pieces.concat();
        let edges: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let (from, to) = (edges[cuts.0.index(edges.len())], edges[cuts.1.index(edges.len())]);
        let (from, to) = (from.min(to), from.max(to));
        let line = kwic(&text, &[Span::bytes(from, to)], before, behind);
        let squeezed = |text: &str| {
            let kept: String = text.chars().filter(|char| *char != '\u{202e}').collect();
            kept.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        prop_assert_eq!(squeezed(&line.text[line.hull()]), squeezed(&text[from..to]));
        let start = text[..from].rfind('\n').map_or(0, |at| at + 1);
        let end = text[to..].find('\n').map_or(text.len(), |at| to + at);
        prop_assert!(squeezed(&text[start..end]).contains(squeezed(&line.text).as_str()), "{:?}", line.text);
        let is_one_line = !line.text.contains(['\n', '\t', '\u{202e}']) && !line.text.contains("  ");
        prop_assert!(is_one_line, "{:?}", line.text);
        prop_assert!(line.text[..line.hull().start].chars().count() <= before);
    }
}

#[test]
fn a_line_is_cut_between_words_where_there_are_any_and_never_through_a_character() {
    let line = |text: &str, words: &str, around| {
        let at = text.find(words).unwrap();
        let made = kwic(text, &[Span::bytes(at, at + words.len())], around, around);
        assert_eq!(&made.text[made.hull()], words);
        made.text
    };
    let text = "First.\nOn Monday the envoy of Brel met Ada Kvist on the old quay of the harbour.\nLast.";
    assert_eq!(line(text, "met", 12), "of Brel met Ada Kvist");
    assert_eq!(line(text, "met", 13), "of Brel met Ada Kvist on");
    assert_eq!(line(text, "met", 100), "On Monday the envoy of Brel met Ada Kvist on the old quay of the harbour.");
    assert_eq!(line(text, "First", 40), "First.");
    assert_eq!(line("北京市长今天在市政厅会见了来访的代表团", "市政厅", 3), "今天在市政厅会见了");
    let family = "👩\u{200D}👧";
    assert_eq!(line(&format!("{family}{family}x{family}"), "x", 2), format!("x{family}"), "half a family is none");
    assert_eq!(line(&format!("{}x{}", "y".repeat(60), "z".repeat(60)), "x", 5), "yyyyyxzzzzz");
}

#[test]
fn the_parts_of_a_tag_stand_in_one_line() {
    let text = "They shot, according to the police, two men.";
    let parts = [Span::bytes(5, 9), Span::bytes(36, 43)];
    let made = kwic(text, &parts, 40, 40);
    let marked: Vec<&str> = made.marked.iter().map(|part| &made.text[part.clone()]).collect();
    assert_eq!((made.text.as_str(), marked), (text, vec!["shot", "two men"]));
    assert_eq!(made.hull(), 5..43);
}

#[test]
fn without_words_all_tags_are_listed_and_no_text_is() {
    let session = decode(SAMPLE.as_bytes()).unwrap().session;
    let tags = Ask { among: Among::Tags, ..Ask::default() };
    let found = seek(&session, tags.clone()).unwrap();
    assert_eq!(found.iter().map(|group| group.places.len()).sum::<usize>(), session.mention_count());
    let claims = Ask { filter: Filter { labels: vec![slug("claim")], ..Filter::default() }, ..tags };
    let within = seek(&session, claims).unwrap();
    let all = session.shards().iter().flat_map(|shard| shard.mentions.iter());
    let count = all.filter(|mention| mention.label.layer() == "claim").count();
    assert!(count > 0 && within.iter().map(|group| group.places.len()).sum::<usize>() == count);
    assert_eq!(seek(&session, Ask::default()).unwrap_err(), QueryError::Empty);
}

#[test]
fn damaged_words_are_found_in_both_forms_in_text_and_in_tags() {
    let text = "They met Syriaâ€™s envoy.";
    let mut article = plain_article(1, text);
    article.repairs.push(Repair {
        id: RepairId(1),
        span: span(14, 17),
        quote: "â€™".to_owned(),
        replacement: "’".to_owned(),
        kind: RepairKind::Mojibake,
        state: Proposal::Accepted,
        reason: String::new(),
        by: AnnotatorId(1),
        created: support::time(),
        ext: Ext::default(),
    });
    article.mentions = vec![plain_mention(1, text, vec![span(9, 18)])];
    let session = session_of(SessionFile { articles: vec![article], ..empty_file("Two forms") });
    for among in [Among::Text, Among::Tags] {
        for words in ["Syria’s", "Syriaâ€™s"] {
            let ask = Ask { among, ..Ask::words(words, Matching::default()) };
            let found = seek(&session, ask).unwrap();
            assert_eq!(in_chars(&session, &found).first().map(|place| (place.1, place.2)), Some((9, 18)), "{words}");
        }
    }
}

#[test]
fn a_search_that_nobody_wants_looks_at_no_more_articles() {
    let articles = (1..200).map(|id| plain_article(id, "port")).collect();
    let session = session_of(SessionFile { articles, ..empty_file("Many") });
    let mut slices = Slices::new(session, Ask::words("port", Matching::EXACT), 1000).unwrap();
    let asked = AtomicUsize::new(0);
    let found = slices.next(usize::MAX, &Serial, &|| asked.fetch_add(1, Ordering::Relaxed) < 5);
    assert_eq!((found, asked.into_inner()), (None, 6));
}

#[test]
fn in_the_background_the_newest_question_is_answered_and_no_earlier_one() {
    let articles = (1..200).map(|id| plain_article(id, "port ports")).collect();
    let session = session_of(SessionFile { articles, ..empty_file("Many") });
    let clock = Clock::Fixed(support::time());
    let mut desk = Desk::new(Settings::default(), clock, Arc::new(|| {}));
    desk.bench = Workbench::with(session, support::analyst("Ann"), clock, 7);
    desk.seek(Ask::words("port", Matching::EXACT), 1).unwrap();
    desk.seek(Ask::words("ports", Matching::EXACT), 2).unwrap();
    let mut found = 0;
    while desk.is_seeking() {
        for news in desk.wait() {
            let News::Finds(finds) = news else { continue };
            assert!(finds.ticket == 2 || !finds.is_done, "the first search was given up");
            found += if finds.ticket == 2 { finds.groups.len() } else { 0 };
        }
    }
    assert_eq!(found, 199);
    assert!(desk.seek(Ask::words("(", Matching { regex: true, ..Matching::EXACT }), 3).is_err());
    assert!(!desk.is_seeking(), "a question that does not hold asks nothing");
}
