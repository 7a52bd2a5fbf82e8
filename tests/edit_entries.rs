//! The register in depth: entries that are changed, merged, split and told apart, and everything that follows them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::too_many_lines,
    clippy::assigning_clones,
    dead_code,
    reason = "helpers of tests fail loudly, as the tests do"
)]

#[path = "support/markup.rs"]
mod markup;
mod support;

use byline::codec::encode;
use byline::edit::*;
use byline::model::*;
use markup::*;
use std::sync::Arc;
use support::{slug, time};

/// Two entries of one actor under two spellings, with what each knows, and a third one.
fn two_spellings() -> Session {
    let alias = |entry, alias: &str, language: &str| {
        let (alias, language) = (alias.to_owned(), language.to_owned());
        Command::EditEntry {
            entry: EntryId(entry),
            change: EntryChange::AliasAbout { alias, language, note: String::new() },
        }
    };
    let edit = |entry, change| Command::EditEntry { entry: EntryId(entry), change };
    let day = |day: &str| Interval::day(Day(day.parse().unwrap()));
    let id = |scheme: &str, id: &str| EntryChange::Id { scheme: scheme.to_owned(), id: Some(id.to_owned()) };
    let place = |entry| {
        EntryChange::Place(Some(Place { name: "Quay".into(), entry: Some(entry), latitude: None, longitude: None }))
    };
    let aligned = |from, kind| Command::Align {
        from: AlignmentEnd::of_entry(EntryId(from)),
        to: AlignmentEnd::of_entry(EntryId(3)),
        kind,
    };
    let commands = [
        Command::AddEntry(EntryDraft { aliases: vec!["Bibi".into()], ..entry(1, "actor", "Netanyahu", &[1]) }),
        Command::AddEntry(EntryDraft {
            aliases: vec!["Bibi".into(), "the premier".into()],
            kind: Some(slug("actor.person")),
            ..entry(2, "actor", "Netanjahu", &[3])
        }),
        Command::AddEntry(entry(3, "actor", "Harbour", &[])),
        alias(2, "the premier", "en"),
        edit(1, id("wikidata", "Q1")),
        edit(2, id("wikidata", "Q2")),
        edit(2, id("viaf", "7")),
        edit(1, EntryChange::When(Some(day("2031-01-01")))),
        edit(2, EntryChange::When(Some(day("2031-01-02")))),
        edit(2, EntryChange::Credibility(Some(2))),
        edit(2, EntryChange::Attribute { attribute: slug("naming"), value: Some(Value::Text("title".into())) }),
        edit(1, EntryChange::Note("Minister.".into())),
        edit(2, EntryChange::Note("Once a soldier.".into())),
        edit(3, place(EntryId(2))),
        Command::SetDistinct { entries: vec![EntryId(2), EntryId(3)], on: true },
        aligned(1, AlignmentKind::Unrelated),
        aligned(2, AlignmentKind::Unrelated),
        Command::Align {
            from: AlignmentEnd::of_entry(EntryId(1)),
            to: AlignmentEnd::of_entry(EntryId(2)),
            kind: AlignmentKind::Same,
        },
    ];
    let mut start =
        without_log(done_on(session("[Netanyahu|actor] and [met|event] [Netanjahu|actor]"), &commands).session());
    let waiting = start.shard(ARTICLE).unwrap().quarantine.shared(WAITING).unwrap();
    let mut linked = Quarantined::clone(&waiting);
    linked.mention.entry = Some(EntryId(2));
    let mut proposed = suggestion(SuggestionKind::Link);
    (proposed.mention, proposed.entry) = (Some(MentionId(1)), Some(EntryId(2)));
    let article = Arc::clone(&start.shard(ARTICLE).unwrap().article);
    let proposed = proposed.try_map(|spans| article.fragments_from_chars(&spans)).unwrap();
    let edits = vec![
        Edit::Quarantine(ARTICLE, Change::update(waiting, linked)),
        Edit::Suggestion(ARTICLE, Change::insert(proposed)),
        Edit::Filter(Change::insert(SavedFilter { entries: vec![EntryId(1), EntryId(2)], ..filter("Both") })),
    ];
    apply(&mut start, &transaction(edits)).unwrap();
    without_log(&start)
}

fn written(session: &Session) -> String {
    encode(&without_log(session), time()).unwrap()
}

#[test]
fn two_spellings_become_one_actor_and_undo_gives_the_same_bytes() {
    let start = two_spellings();
    assert_eq!(validate(&start).len(), 1, "`Bibi` belongs to two");
    let merge = Command::MergeEntries { into: EntryId(1), from: vec![EntryId(2)] };
    let mut bench = done_on(start.clone(), &[merge]);
    assert_eq!(bench.undo_name(), Some("Merge “Netanjahu” into “Netanyahu”"));
    let after = bench.session();
    assert_eq!(validate(after), []);
    let row = after.entries.get(EntryId(1)).unwrap();
    let aliases: Vec<(&str, &str)> =
        row.aliases.iter().map(|alias| (alias.text.as_str(), alias.language.as_str())).collect();
    assert_eq!(aliases, [("Bibi", ""), ("Netanjahu", ""), ("the premier", "en")]);
    assert_eq!((row.kind.as_ref(), row.credibility), (Some(&slug("actor.person")), Some(2)));
    assert_eq!(row.ids, [("viaf".to_owned(), "7".to_owned()), ("wikidata".to_owned(), "Q1".to_owned())].into());
    assert_eq!(row.attributes.len(), 1);
    assert_eq!(
        row.note,
        "Minister.\nOnce a soldier.\nFrom “Netanjahu” (e-0000000000002): time 2031-01-02 (to the day); wikidata Q2"
    );
    assert_eq!((row.distinct_from.as_slice(), after.entries.contains(EntryId(2))), (&[EntryId(3)][..], false));
    let harbour = after.entries.get(EntryId(3)).unwrap();
    assert_eq!((harbour.place.as_ref().unwrap().entry, &harbour.distinct_from), (Some(EntryId(1)), &vec![EntryId(1)]));
    let shard = after.shard(ARTICLE).unwrap();
    assert_eq!(mention(after, 3).entry, Some(EntryId(1)));
    assert_eq!(shard.quarantine.get(WAITING).unwrap().mention.entry, Some(EntryId(1)));
    assert_eq!(shard.suggestions.get(SuggestionId(1)).unwrap().entry, Some(EntryId(1)));
    assert_eq!(after.filters.get(FilterId(1)).unwrap().entries, [EntryId(1)]);
    let kinds: Vec<AlignmentKind> = after.alignments.iter().map(|row| row.kind).collect();
    assert_eq!(kinds, [AlignmentKind::Unrelated], "said twice it is said once, and `same` joins it with itself");
    bench.undo().unwrap();
    assert_eq!(written(bench.session()), written(&start), "byte by byte");
}

#[test]
fn what_cannot_be_one_is_not_merged() {
    let start = two_spellings();
    let listed = done_on(start, &[Command::AddEntry(entry(4, "event", "Summit", &[]))]);
    let start = without_log(listed.session());
    let merge = |into, from: &[u64]| Command::MergeEntries {
        into: EntryId(into),
        from: from.iter().copied().map(EntryId).collect(),
    };
    for (command, why) in [
        (merge(1, &[1]), "“Netanyahu” cannot be merged with itself; choose another entry"),
        (merge(1, &[]), "nothing to change: name the entries that are to become one with it"),
        (merge(1, &[9]), "there is no entry e-0000000000009 here; it may have been deleted"),
        (merge(1, &[4]), "“Netanyahu” is of the layer Actor and “Summit” of Event; entries of one layer can be merged"),
        (
            merge(1, &[2, 3]),
            "“Netanjahu” and “Harbour” were told apart by somebody; take that back before you merge them",
        ),
    ] {
        assert_eq!(refused_on(&start, &command), why);
    }
    let apart = Command::SetDistinct { entries: vec![EntryId(3), EntryId(2)], on: false };
    let bench = done_on(start, &[apart, merge(1, &[2, 3])]);
    assert_eq!(bench.undo_name(), Some("Merge 2 entries into “Netanyahu”"));
    assert_eq!(
        bench.session().entries.get(EntryId(1)).unwrap().place.as_ref().unwrap().entry,
        None,
        "not its own place"
    );
}

#[test]
fn a_homonym_is_split_off_with_its_mentions_and_aliases() {
    let draft = EntryDraft { aliases: vec!["Lee".into(), "Bo".into()], ..entry(1, "actor", "Ann Lee", &[1, 2]) };
    let start = done_on(session("[Lee|actor] met [Lee|actor], [Cy|actor]"), &[Command::AddEntry(draft)]);
    let start = without_log(start.session());
    let split = |name: &str, aliases: &[&str], ids: &[u64]| Command::SplitEntry {
        entry: EntryId(1),
        name: name.to_owned(),
        aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
        mentions: vec![(ARTICLE, m(ids))],
        new: Some(EntryId(2)),
    };
    let bench = done_on(start.clone(), &[split("Bo Lee", &["Bo"], &[2])]);
    assert_eq!(bench.undo_name(), Some("Split “Bo Lee” from “Ann Lee”"));
    let [one, two] = [1, 2].map(|id| bench.session().entries.get(EntryId(id)).unwrap());
    let names = |row: &Entry| row.aliases.iter().map(|alias| alias.text.clone()).collect::<Vec<_>>();
    assert_eq!((names(one), names(two)), (vec!["Lee".to_owned()], vec!["Bo".to_owned()]));
    assert_eq!((&one.distinct_from, &two.distinct_from), (&vec![EntryId(2)], &vec![EntryId(1)]));
    assert_eq!([1, 2].map(|id| mention(bench.session(), id).entry), [Some(EntryId(1)), Some(EntryId(2))]);
    assert_eq!(validate(bench.session()), []);
    let by_name = done_on(start.clone(), &[split(" Bo ", &[], &[])]);
    assert_eq!(names(by_name.session().entries.get(EntryId(1)).unwrap()), ["Lee"], "its name goes over");
    for (command, why) in [
        (split("Ann Lee", &[], &[2]), "“Ann Lee” is the name of the entry that stays; give the new one another"),
        (split("Bo Lee", &["Bob"], &[2]), "“Ann Lee” has no alias “Bob”; it has “Lee”, “Bo”"),
        (split("Bo Lee", &[], &[]), "nothing to change: name the mentions or aliases that the new entry gets"),
        (split("Bo Lee", &[], &[3]), "“Cy” is not linked to “Ann Lee”; an entry is split by mentions linked to it"),
        (split("Bo Lee", &[], &[7]), "there is no mention m-0000000000007 here; it may have been deleted"),
    ] {
        assert_eq!(refused_on(&start, &command), why);
    }
}

#[test]
fn one_thing_about_an_entry_is_changed_or_refused_with_what_would_do() {
    let start = two_spellings();
    let edit = |entry, change| Command::EditEntry { entry: EntryId(entry), change };
    let kind = |kind: &str| EntryChange::Kind(Some(slug(kind)));
    let attribute = |attribute: &str, value| EntryChange::Attribute { attribute: slug(attribute), value: Some(value) };
    let day = |day: &str| Some(Day(day.parse().unwrap()));
    let backwards = Interval { first: day("2031-02-02"), ..Interval::day(day("2031-02-01").unwrap()) };
    let nothing = Interval { first: None, last: None, ..backwards.clone() };
    let place = |name: &str, latitude| {
        EntryChange::Place(Some(Place {
            name: name.to_owned(),
            entry: None,
            latitude: Some(latitude),
            longitude: None,
        }))
    };
    for (command, why) in [
        (edit(1, kind("event.meeting")), "the kind `event.meeting` is not of the layer `actor`"),
        (
            edit(1, EntryChange::Credibility(Some(7))),
            "credibility runs from 1 (confirmed) to 6 (cannot be judged), not 7",
        ),
        (
            edit(1, EntryChange::When(Some(backwards))),
            "the time ends on 2031-02-01 and begins on 2031-02-02; the first day comes first",
        ),
        (edit(1, EntryChange::When(Some(nothing))), "the time needs a first day, a last day or words"),
        (edit(1, place("", 1.0)), "the name of the place may not be empty"),
        (edit(1, place("Pole", 91.0)), "latitude lies between -90 and 90, not at 91"),
        (
            edit(1, attribute("count", Value::Int(1))),
            "the schema has no attribute for this label called `count`; it has naming",
        ),
        (edit(1, attribute("naming", Value::Int(1))), "Naming takes name, title, description, anonymous, not `1`"),
        (
            edit(1, EntryChange::Layer(slug("thing"))),
            "the schema has no layer `thing`; it has actor, event, claim, detail",
        ),
        (edit(1, EntryChange::Note(" Minister. ".into())), "nothing to change: Change note of “Netanyahu”"),
        (
            edit(1, EntryChange::AliasAbout { alias: "Nat".into(), language: String::new(), note: String::new() }),
            "“Netanyahu” has no alias “Nat”; it has “Bibi”",
        ),
    ] {
        assert_eq!(refused_on(&start, &command), why);
    }
    let linked = refused_on(&start, &edit(2, EntryChange::Layer(slug("event"))));
    assert!(linked.starts_with("“Netanjahu” has 3 links from mentions or suggestions; unlink them"), "{linked}");
    let compared = refused_on(&start, &edit(3, EntryChange::Layer(slug("event"))));
    assert!(compared.ends_with("what is compared is of one layer; delete the alignment first"), "{compared}");
    let apart = start.alignments.iter().map(|row| Command::DropAlignment { alignment: row.id });
    let change =
        [edit(3, EntryChange::Place(None)), edit(3, EntryChange::Layer(slug("event"))), edit(3, kind("event.meeting"))];
    let commands: Vec<Command> = apart.chain(change).collect();
    let bench = done_on(start, &commands);
    let row = bench.session().entries.get(EntryId(3)).unwrap();
    assert_eq!(
        (row.layer.as_str(), row.kind.as_ref().unwrap().as_str(), &row.place),
        ("event", "event.meeting", &None)
    );
}
