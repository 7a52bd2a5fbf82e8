//! The table of the review: what a filter lists is what a plain look at every record lists, in the order that is asked for, and
//! a list that followed any edits is the list that is made anew.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::too_many_lines,
    clippy::assigning_clones,
    dead_code,
    reason = "helpers of tests fail loudly, as the tests do"
)]

#[path = "support/asks.rs"]
mod asks;
#[path = "support/markup.rs"]
mod markup;
mod support;

use asks::{Ask, any_ask, command_of};
use byline::analysis::review::{
    Asking, Check, Deed, Filter, Index, Listing, Only, Record, RowKey, RowKind, RowRef, Sorting, Wish, checks,
    commands, list, record_of, summary,
};
use byline::codec::{decode, default_schema};
use byline::edit::{Change, Command, Edit, MentionsOf, Places, Transaction, apply};
use byline::model::*;
use byline::text::{Span, folded};
use byline::workbench::{Clock, SAMPLE, Workbench};
use markup::{bench, entry, person, session};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;
use support::{slug, time};

fn sample() -> Session {
    decode(SAMPLE.as_bytes()).unwrap().session
}

fn listed(session: &Session, index: &Index, wish: &Wish) -> Listing {
    let mut asking = Asking { from: None, goes_on: &|| true, first: &mut |_| {} };
    list(session, index, wish, &mut asking).unwrap().unwrap()
}

fn keys(index: &Index, listing: &Listing) -> Vec<RowKey> {
    listing.rows.iter().map(|at| index.key(*at).unwrap()).collect()
}

fn read(session: &Session) -> Index {
    Index::read(session, &|_| true).unwrap()
}

/// The words of the mentions that a filter lists.
fn words(session: &Session, filter: Filter) -> Vec<String> {
    words_of(session, &Wish { filter: Filter { kinds: vec![RowKind::Mention], ..filter }, ..Wish::default() })
}

fn words_of(session: &Session, wish: &Wish) -> Vec<String> {
    let index = read(session);
    let listing = listed(session, &index, wish);
    let quote = |at: &RowRef| {
        let (row, shard) = (index.row(*at).unwrap(), index.shard(*at).unwrap());
        match record_of(shard, row).unwrap() {
            Record::Mention(mention) => mention.quote.to_string(),
            other => panic!("{other:?}"),
        }
    };
    listing.rows.iter().map(quote).collect()
}

#[test]
fn every_record_has_a_row_of_its_kind() {
    let session = sample();
    let index = read(&session);
    let shards = session.shards();
    let sum = |count: &dyn Fn(&Shard) -> usize| shards.iter().map(|shard| count(shard)).sum::<usize>();
    let linked = sum(&|shard| shard.mentions.iter().filter(|row| row.entry.is_some()).count());
    let waiting = sum(&|shard| shard.suggestions.iter().filter(|row| row.state != Proposal::Accepted).count());
    for (kind, count) in [
        (RowKind::Mention, session.mention_count()),
        (RowKind::Relation, sum(&|shard| shard.relations.len())),
        (RowKind::Link, linked),
        (RowKind::Suggestion, waiting),
        (RowKind::Quarantined, sum(&|shard| shard.quarantine.len())),
        (RowKind::Conflict, session.conflicts.len()),
    ] {
        assert!(count > 0, "the sample has a {}", kind.name());
        let wish = Wish { filter: Filter { kinds: vec![kind], ..Filter::default() }, ..Wish::default() };
        assert_eq!(listed(&session, &index, &wish).rows.len(), count, "{}", kind.name());
    }
    let usual = listed(&session, &index, &Wish::default());
    assert_eq!(usual.rows.len(), index.len() - linked, "a link is told by its mention");
    assert_eq!(usual.tally.total(), usual.rows.len());
}

#[test]
fn rows_are_asked_for_by_what_they_are() {
    let start = session("[Ann|actor.person] met [Bob|actor] on [Monday|event], [Ann said|claim]");
    let mut bench = bench(start);
    let article = markup::ARTICLE;
    for command in [
        Command::Review { article, mentions: vec![MentionId(2)], state: ReviewState::Accepted },
        Command::SetFlag { article, mention: MentionId(3), flag: slug("discuss"), on: true },
        Command::AddNote { article, mention: MentionId(1), text: "the envoy’s sister".to_owned() },
        Command::AddEntry(entry(7, "actor", "Ann Kvist", &[1])),
        Command::SetAttribute {
            article,
            mention: MentionId(4),
            attribute: slug("certainty"),
            value: Some(Value::Text("possible".to_owned())),
        },
    ] {
        bench.execute(&command).unwrap();
    }
    let session = bench.session();
    let all = Filter::default;
    let day = |text: &str| Some(Day(text.parse().unwrap()));
    for (filter, expected) in [
        (Filter { labels: vec![slug("actor")], ..all() }, vec!["Ann", "Bob"]),
        (Filter { labels: vec![slug("actor.person"), slug("event")], ..all() }, vec!["Ann", "Monday"]),
        (Filter { states: vec![ReviewState::Accepted], ..all() }, vec!["Bob"]),
        (Filter { flags: vec![slug("discuss"), slug("never")], ..all() }, vec!["Monday"]),
        (Filter { flags: vec![slug("never")], ..all() }, vec![]),
        (Filter { entries: vec![EntryId(7)], ..all() }, vec!["Ann"]),
        (Filter { has_note: Some(true), ..all() }, vec!["Ann"]),
        (Filter { articles: vec![markup::OTHER], ..all() }, vec!["Talks failed"]),
        (Filter { text: " ANN ".to_owned(), ..all() }, vec!["Ann", "Ann said"]),
        (Filter { text: "sister".to_owned(), ..all() }, vec!["Ann"]),
        (Filter { text: "^[AB]..$".to_owned(), regex: true, ..all() }, vec!["Ann", "Bob"]),
        (
            Filter { attributes: [(slug("certainty"), Value::Text("possible".into()))].into_iter().collect(), ..all() },
            vec!["Ann said"],
        ),
        (Filter { since: day("2200-01-01"), ..all() }, vec![]),
        (Filter { until: day("1900-01-01"), ..all() }, vec![]),
        (Filter { labels: vec![slug("actor")], states: vec![ReviewState::Open], ..all() }, vec!["Ann"]),
    ] {
        let told = format!("{filter:?}");
        assert_eq!(words(session, filter), expected, "{told}");
    }
    let wrong = Filter { text: "(".to_owned(), regex: true, ..all() };
    let wish = Wish { filter: wrong, ..Wish::default() };
    let mut asking = Asking { from: None, goes_on: &|| true, first: &mut |_| {} };
    assert!(list(session, &read(session), &wish, &mut asking).is_err());
}

#[test]
fn a_day_is_a_whole_day() {
    let session = session("[Ann|actor]");
    let made = Day(jiff::tz::Offset::UTC.to_datetime(time().0).date());
    let filter = Filter { since: Some(made), until: Some(made), ..Filter::default() };
    assert_eq!(words(&session, filter).len(), 2, "both mentions were made on {made}");
}

#[test]
fn rows_are_sorted_by_each_column_and_grouped_with_counts() {
    let start = session("[dove|actor] [Ann|actor] [élan|event] [ann b|claim]");
    let by = |key, reversed| Wish { sorting: Sorting { key, reversed }, ..Wish::default() };
    let mentions = |wish: Wish| {
        let filter = Filter { kinds: vec![RowKind::Mention], articles: vec![markup::ARTICLE], ..Filter::default() };
        words_of(&start, &Wish { filter, ..wish })
    };
    assert_eq!(mentions(by(SortKey::Quote, false)), ["Ann", "ann b", "dove", "élan"]);
    assert_eq!(mentions(by(SortKey::Quote, true)), ["élan", "dove", "ann b", "Ann"]);
    assert_eq!(mentions(by(SortKey::Place, true)), ["ann b", "élan", "Ann", "dove"]);
    assert_eq!(mentions(by(SortKey::Label, true)), ["ann b", "élan", "dove", "Ann"], "equals keep the text's order");
    let index = read(&start);
    let wish = Wish { group: Some(SortKey::Label), ..by(SortKey::Quote, false) };
    let filter = Filter { kinds: vec![RowKind::Mention], ..Filter::default() };
    let listing = listed(&start, &index, &Wish { filter, ..wish });
    let groups: Vec<(usize, usize)> = listing.groups.iter().map(|group| (group.first, group.count)).collect();
    assert_eq!(groups, [(0, 2), (2, 1), (3, 2)], "two actors, an event, two claims");
}

#[test]
fn a_saved_filter_comes_back_as_it_was() {
    let wish = Wish {
        filter: Filter {
            kinds: vec![RowKind::Link, RowKind::Relation],
            labels: vec![slug("actor")],
            states: vec![ReviewState::Open],
            has_note: Some(false),
            text: "port".to_owned(),
            regex: true,
            ..Filter::default()
        },
        sorting: Sorting { key: SortKey::Created, reversed: true },
        group: Some(SortKey::Outlet),
    };
    let columns = vec![SortKey::Quote, SortKey::State];
    let saved = wish.draft("Ports", &columns).saved(FilterId(3));
    assert_eq!(Wish::of(&saved), (wish, columns));
    let plain = Wish::default().draft("All", &[]).saved(FilterId(4));
    assert!(plain.ext.is_empty() && plain.sort.is_none());
    assert_eq!(Wish::of(&plain).0, Wish::default());
}

/// One article of so many mentions, numbered from 0, on two words of one length in turn.
fn large(count: u64, [one, two]: [&str; 2]) -> Session {
    let text = format!("{one} {two} ").repeat(usize::try_from(count / 2).unwrap());
    let length = one.len();
    let article = support::bare_article(1, 7, text.clone(), time());
    let id = article.id;
    let mut edits = vec![Edit::Annotator(Change::insert(support::analyst("Analyst")))];
    edits.push(Edit::Article { position: 0, change: Change::insert(article) });
    let mention = |number: u64| {
        let start = usize::try_from(number).unwrap() * (length + 1);
        support::mention_at(number, slug("actor"), &text, Span::bytes(start, start + length), time())
    };
    edits.extend((0..count).map(|number| Edit::Mention(id, Change::insert(mention(number)))));
    let mut session = Session::new("Large", default_schema(), time());
    let (id, name, by) = (TransactionId(1), "Fill".to_owned(), AnnotatorId(1));
    apply(&mut session, &Transaction { id, name, by, at: time(), edits }).unwrap();
    session
}

#[test]
fn a_search_for_words_shows_a_first_screen_from_the_current_row_on() {
    let session = large(6000, ["worda", "wordb"]);
    let index = read(&session);
    let from = RowKey { article: Some(ArticleId(7)), kind: RowKind::Mention, id: 4000 };
    let mut first = Vec::new();
    let filter = Filter { text: "worda".to_owned(), ..Filter::default() };
    let wish = Wish { filter, ..Wish::default() };
    let mut take = |listing: Listing| first.push(keys(&index, &listing));
    let mut asking = Asking { from: Some(from), goes_on: &|| true, first: &mut take };
    let whole = list(&session, &index, &wish, &mut asking).unwrap().unwrap();
    assert_eq!((whole.rows.len(), whole.is_whole), (3000, true));
    assert_eq!(first.len(), 1, "one first screen");
    assert_eq!(first[0][0].id, 4000, "the first hit at the row that is looked at");
    let mut stopped = Asking { from: None, goes_on: &|| false, first: &mut |_| panic!("nobody wants it") };
    assert!(list(&session, &index, &wish, &mut stopped).unwrap().is_none());
}

#[test]
fn a_first_screen_is_in_the_order_of_the_words_however_alike_they_begin() {
    let session = large(6000, ["somewhat b", "somewhat a"]);
    let index = read(&session);
    let filter = Filter { text: "somewhat".to_owned(), ..Filter::default() };
    let sorting = Sorting { key: SortKey::Quote, reversed: false };
    let wish = Wish { filter, sorting, group: None };
    let mut first = Vec::new();
    let mut take = |listing: Listing| first = keys(&index, &listing);
    let mut asking = Asking { from: None, goes_on: &|| true, first: &mut take };
    let whole = list(&session, &index, &wish, &mut asking).unwrap().unwrap();
    // Odd numbers stand on "somewhat a".
    let in_order = |keys: &[RowKey]| keys.is_sorted_by_key(|key| (key.id + 1) % 2);
    assert!(first.len() > 100 && in_order(&first));
    assert!(in_order(&keys(&index, &whole)));
}

#[test]
fn a_first_screen_is_a_piece_of_the_whole_list_around_the_row_that_is_looked_at() {
    let mut session = large(6000, ["somewhat b", "somewhat a"]);
    let labels = ["event", "actor.person", "claim"].map(slug);
    let scatter = |shard: &Shard, count: u64| -> Vec<Edit> {
        let other = |row: Arc<Mention>| {
            let number = row.id.0.wrapping_mul(2_654_435_761) % count;
            let label = labels[usize::try_from(number % 3).unwrap()].clone();
            let created = Timestamp(time().0 + jiff::SignedDuration::from_secs(i64::try_from(number).unwrap() / 50));
            let after = Mention { label, created, ..Mention::clone(&row) };
            Edit::Mention(ArticleId(7), Change::update(row, after))
        };
        shard.mentions.by_key().map(|row| other(shard.mentions.shared(row.id).unwrap())).collect()
    };
    let edits = scatter(&session.shards()[0], 6007);
    let (id, name, by) = (TransactionId(2), "Scatter".to_owned(), AnnotatorId(1));
    apply(&mut session, &Transaction { id, name, by, at: time(), edits }).unwrap();
    let index = read(&session);
    let from = RowKey { article: Some(ArticleId(7)), kind: RowKind::Mention, id: 4000 };
    for (key, reversed) in SortKey::ALL.iter().flat_map(|key| [(*key, false), (*key, true)]) {
        for (group, from) in [(None, None), (None, Some(from)), (Some(SortKey::Label), Some(from))] {
            let wish = Wish { sorting: Sorting { key, reversed }, group, ..Wish::default() };
            let mut first = Vec::new();
            let mut take = |listing: Listing| first = keys(&index, &listing);
            let mut asking = Asking { from, goes_on: &|| true, first: &mut take };
            let whole = keys(&index, &list(&session, &index, &wish, &mut asking).unwrap().unwrap());
            if first.is_empty() {
                assert_eq!((key, reversed), (SortKey::Place, false), "nothing to sort, nothing to wait for");
                continue;
            }
            let start = whole.iter().position(|row| *row == first[0]).unwrap();
            assert!(first.len() > 100 && whole[start..].starts_with(&first), "{key} {reversed} {group:?} {from:?}");
            assert!(from.map_or(start == 0, |from| first.contains(&from)), "{key} {reversed} {group:?} {from:?}");
        }
    }
}

#[test]
fn what_hangs_on_a_mention_stands_where_the_mention_stands_now() {
    let article = markup::ARTICLE;
    let mut bench = bench(session("[Ann|actor] met [Bob|actor], [she said|claim]. Later"));
    let relate = Command::Relate { article, from: MentionId(3), to: MentionId(1), label: slug("source"), role: None };
    bench.execute(&relate).unwrap();
    let mut index = read(bench.session());
    let wish = Wish { filter: Filter { articles: vec![article], ..Filter::default() }, ..Wish::default() };
    let mut listing = listed(bench.session(), &index, &wish);
    let kinds = |index: &Index, listing: &Listing| -> Vec<(RowKind, u64)> {
        keys(index, listing)
            .iter()
            .filter(|key| key.kind != RowKind::Quarantined)
            .map(|key| (key.kind, key.id))
            .collect()
    };
    assert_eq!(
        kinds(&index, &listing)[2..].iter().map(|(kind, _)| *kind).collect::<Vec<_>>(),
        [RowKind::Mention, RowKind::Relation]
    );
    let fragments = Places::Bytes(vec![Span::bytes(0, 11)]);
    bench.execute(&Command::SetExtent { article, mention: MentionId(3), fragments }).unwrap();
    follow(&bench, &mut index, &mut listing, &wish);
    let moved: Vec<RowKind> = kinds(&index, &listing).iter().map(|(kind, _)| *kind).collect();
    assert_eq!(moved[..2], [RowKind::Mention, RowKind::Relation], "both stand first now");
}

#[test]
fn many_rows_are_dealt_with_by_what_they_are() {
    let session = sample();
    let index = read(&session);
    let rows = listed(&session, &index, &Wish::default()).rows;
    let counts = summary(&index, &rows);
    assert_eq!(counts.kinds.values().sum::<usize>(), rows.len());
    assert_eq!(counts.states.values().sum::<usize>(), rows.len());
    assert_eq!(counts.articles.iter().map(|(_, count)| count).sum::<usize>(), rows.len() - session.conflicts.len());
    let (made, passed) = commands(&index, &rows, &Deed::Settle(ReviewState::Accepted));
    assert_eq!(passed, counts.kinds[&RowKind::Quarantined] + counts.kinds[&RowKind::Conflict]);
    let related = made.iter().filter(|command| matches!(command, Command::SetRelation { .. })).count();
    assert_eq!(related, counts.kinds[&RowKind::Relation]);
    let reviewed = made.iter().find_map(|command| match command {
        Command::ReviewAll { mentions, .. } => Some(count(mentions)),
        _ => None,
    });
    assert_eq!(reviewed, Some(counts.kinds[&RowKind::Mention]));
    let links = Wish { filter: Filter { kinds: vec![RowKind::Link], ..Filter::default() }, ..Wish::default() };
    let links = listed(&session, &index, &links).rows;
    let (made, _) = commands(&index, &links, &Deed::Settle(ReviewState::Rejected));
    let [Command::LinkAll { mentions, entry: None }] = made.as_slice() else { panic!("{made:?}") };
    assert_eq!(count(mentions), links.len(), "a link that does not hold goes");
}

fn count(mentions: &MentionsOf) -> usize {
    mentions.iter().map(|(_, ids)| ids.len()).sum()
}

/// What one check finds, as its names.
fn found(session: &Session, check: Check) -> Vec<String> {
    let all = checks(session, &|_| true).unwrap();
    all.into_iter().filter(|finding| finding.check == check).map(|finding| finding.name).collect()
}

#[test]
fn each_check_finds_what_it_is_for() {
    let text = "[Ministers|actor] said [the quay|event] is [the quay|claim]. Ministers left [the new quay|event] \
                near [new [quay|event.meeting]|event]";
    let session = session(text);
    assert_eq!(found(&session, Check::SameWords), ["“the quay”: 1 Claim, 1 Event"]);
    assert_eq!(found(&session, Check::Untagged), ["“Ministers” stands untagged in one place"]);
    assert_eq!(found(&session, Check::NearSpans), ["“new quay” and “quay”"]);
    assert_eq!(found(&session, Check::NoSource).len(), 2);
    assert_eq!(found(&session, Check::NoDate).len(), 4);
    assert_eq!(found(&session, Check::Broken), Vec::<String>::new());
    let mut bench = bench(session);
    bench.execute(&Command::AddEntry(entry(7, "actor", "The cabinet", &[1]))).unwrap();
    assert_eq!(found(bench.session(), Check::OneMention), ["The cabinet"]);
    assert!(checks(bench.session(), &|done| done < 2).is_none(), "it stops when it is told to");
    let all = checks(bench.session(), &|_| true).unwrap();
    let index = read(bench.session());
    for finding in all {
        let only = Filter { only: Some(Only::new("these", finding.rows.clone())), ..Filter::default() };
        let listing = listed(bench.session(), &index, &Wish { filter: only, ..Wish::default() });
        let expected: BTreeSet<RowKey> = finding.rows.into_iter().collect();
        assert_eq!(keys(&index, &listing).into_iter().collect::<BTreeSet<_>>(), expected, "{}", finding.name);
    }
}

fn any_wish() -> impl Strategy<Value = Wish> {
    let key = prop::sample::select(SortKey::ALL.to_vec());
    let states = prop::collection::vec(prop::sample::select(ReviewState::ALL.to_vec()), 0..2);
    let kinds = prop::collection::vec(prop::sample::select(RowKind::ALL.to_vec()), 0..3);
    let labels = prop::collection::vec(prop::sample::select(vec!["actor", "event", "claim.quoted"]), 0..2);
    let text = prop::sample::select(vec!["", "", "", "a", "Talks"]);
    let note = prop::option::weighted(0.2, any::<bool>());
    (key.clone(), any::<bool>(), prop::option::of(key), states, kinds, labels, text, note).prop_map(
        |(key, reversed, group, states, kinds, labels, text, has_note)| Wish {
            filter: Filter {
                states,
                kinds,
                labels: labels.into_iter().map(slug).collect(),
                text: text.to_owned(),
                has_note,
                ..Filter::default()
            },
            sorting: Sorting { key, reversed },
            group,
        },
    )
}

/// The rows of mentions and links that `filter` asks for, by a plain look at every mention.
fn plainly(session: &Session, filter: &Filter) -> BTreeSet<RowKey> {
    let mut found = BTreeSet::new();
    for shard in session.shards() {
        for row in shard.mentions.iter() {
            let fits = (filter.states.is_empty() || filter.states.contains(&row.review.state))
                && (filter.labels.is_empty() || filter.labels.iter().any(|label| row.label.is_within(label)))
                && filter.has_note.is_none_or(|has| has != row.notes.is_empty());
            let wanted = folded(&filter.text);
            let says = |text: &str| folded(text).contains(&wanted);
            let told = says(&row.quote) || row.notes.iter().any(|note| says(&note.text));
            let name = row.entry.and_then(|id| session.entry_name(id)).unwrap_or_default();
            let asks = |kind: RowKind| {
                if filter.kinds.is_empty() { kind == RowKind::Mention } else { filter.kinds.contains(&kind) }
            };
            let key = |kind| RowKey { article: Some(shard.id()), kind, id: row.id.0 };
            if fits && told && asks(RowKind::Mention) {
                found.insert(key(RowKind::Mention));
            }
            if fits && (told || says(name)) && asks(RowKind::Link) && row.entry.is_some() {
                found.insert(key(RowKind::Link));
            }
        }
    }
    found
}

fn follow(bench: &Workbench, index: &mut Index, listing: &mut Listing, wish: &Wish) {
    let followed = index.follow(bench.session());
    if followed.is_rebuilt {
        *listing = listed(bench.session(), index, wish);
        return;
    }
    listing.follow(bench.session(), index, wish, &followed).unwrap();
    if !listing.is_in_order(bench.session(), index) {
        *listing = listed(bench.session(), index, wish);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn a_list_that_followed_any_edits_is_the_list_made_anew(
        asks in prop::collection::vec(any_ask(), 1..12),
        wish in any_wish(),
    ) {
        let start = session("[Ann|actor] met [Bob|actor.person] and [talks [went on|event]|claim.quoted]. Ann left");
        let mut bench = Workbench::with(start, person(2, "Reader"), Clock::Fixed(time()), 7);
        let mut index = read(bench.session());
        let mut listing = listed(bench.session(), &index, &wish);
        for ask in &asks {
            let ask: &Ask = ask;
            let command = command_of(bench.session(), ask);
            if bench.execute(&command).is_err() {
                continue;
            }
            follow(&bench, &mut index, &mut listing, &wish);
            let anew = read(bench.session());
            let expected = listed(bench.session(), &anew, &wish);
            prop_assert_eq!(keys(&index, &listing), keys(&anew, &expected), "{:?}", command);
            prop_assert_eq!(&listing.groups, &expected.groups);
            prop_assert_eq!(listing.tally, expected.tally);
            prop_assert_eq!(index.len(), anew.len());
            let told: BTreeSet<RowKey> = keys(&index, &listing)
                .into_iter()
                .filter(|key| matches!(key.kind, RowKind::Mention | RowKind::Link))
                .collect();
            prop_assert_eq!(told, plainly(bench.session(), &wish.filter));
            for (place, at) in listing.rows.iter().enumerate() {
                prop_assert_eq!(listing.place_of(&index, *at), Some(place));
            }
        }
        while bench.undo().unwrap().is_some() {
            follow(&bench, &mut index, &mut listing, &wish);
        }
        let anew = read(bench.session());
        prop_assert_eq!(keys(&index, &listing), keys(&anew, &listed(bench.session(), &anew, &wish)));
    }
}
