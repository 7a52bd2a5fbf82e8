//! Commands: what each does to a session, why it is refused, and that undo and redo bring back exactly what was.

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

mod support;

use byline::codec::default_schema;
use byline::edit::*;
use byline::model::*;
use byline::text::Span;
use byline::workbench::{Clock, Workbench};
use proptest::prelude::*;
use std::sync::Arc;
use support::{empty_file, plain_article, plain_mention, session_of, slug, span, time};

const ARTICLE: ArticleId = ArticleId(1);
const OTHER: ArticleId = ArticleId(2);
const ELSEWHERE: MentionId = MentionId(90);
const WAITING: MentionId = MentionId(80);

// Two articles. The first is written with its tags, as "[Ministers|actor] met"; mentions are numbered from 1 by their start.
// The second holds one claim, `ELSEWHERE`.

fn read_markup(markup: &str) -> (String, Vec<(String, usize, usize)>) {
    let (mut text, mut tags, mut open) = (String::new(), Vec::new(), Vec::new());
    let mut rest = markup;
    while let Some(at) = rest.find(['[', '|']) {
        text.push_str(&rest[..at]);
        if rest[at..].starts_with('[') {
            open.push(text.chars().count());
            rest = &rest[at + 1..];
        } else {
            let end = rest.find(']').unwrap();
            tags.push((rest[at + 1..end].to_owned(), open.pop().unwrap(), text.chars().count()));
            rest = &rest[end + 1..];
        }
    }
    text.push_str(rest);
    tags.sort_by_key(|(_, start, end)| (*start, usize::MAX - end));
    (text, tags)
}

fn session(markup: &str) -> Session {
    let (text, tags) = read_markup(markup);
    let mut file = empty_file("Talks");
    file.schema = default_schema();
    file.annotators.push(person(1, "Analyst"));
    file.outlets.push(Outlet {
        id: OutletId(1),
        name: "Herald".to_owned(),
        reliability: None,
        country: String::new(),
        url: String::new(),
        note: String::new(),
        ext: Ext::default(),
    });
    let mut article = plain_article(ARTICLE.0, &text);
    for (number, (label, start, end)) in (1..).zip(tags) {
        let place = vec![span(u32::try_from(start).unwrap(), u32::try_from(end).unwrap())];
        article.mentions.push(Mention { label: slug(&label), ..plain_mention(number, &text, place) });
    }
    let lost = plain_mention(WAITING.0, "Ann", vec![span(0, 3)]);
    let lost = Mention { fragments: vec![span(900, 903)], label: slug("actor.group"), ..lost };
    article.quarantine.push(Quarantined {
        mention: lost,
        reason: "lost".into(),
        proposed: vec![],
        ext: Ext::default(),
    });
    let mut other = plain_article(OTHER.0, "Talks failed.");
    let claim = plain_mention(ELSEWHERE.0, "Talks failed.", vec![span(0, 12)]);
    other.mentions.push(Mention { label: slug("claim"), ..claim });
    file.articles.extend([article, other]);
    session_of(file)
}

fn person(id: u64, name: &str) -> Annotator {
    let kind = AnnotatorKind::Person;
    Annotator { id: AnnotatorId(id), name: name.to_owned(), kind, note: String::new(), ext: Ext::default() }
}

/// A bench for annotator 2, whom the session does not know yet.
fn bench(session: Session) -> Workbench {
    Workbench::with(session, person(2, "Reader"), Clock::Fixed(time()), 7)
}

/// The first article with its tags.
fn markup(session: &Session) -> String {
    let shard = session.shard(ARTICLE).unwrap();
    let mut signs: Vec<(u32, bool, u32, String)> = Vec::new();
    for mention in shard.mentions_in_order() {
        for part in mention.fragments.spans() {
            signs.push((part.start.0, true, u32::MAX - part.end.0, "[".to_owned()));
            signs.push((part.end.0, false, u32::MAX - part.start.0, format!("|{}]", mention.label)));
        }
    }
    signs.sort();
    let (text, mut written, mut from) = (shard.article.text(), String::new(), 0);
    for (at, _, _, sign) in signs {
        written.push_str(&text[from..at as usize]);
        written.push_str(&sign);
        from = at as usize;
    }
    written + &text[from..]
}

fn without_log(session: &Session) -> Session {
    let mut session = session.clone();
    session.log = Arc::default();
    session
}

/// Carries out `commands`, and holds that undo and redo lead back and forth exactly. Gives the bench after the last command.
fn done_on(start: Session, commands: &[Command]) -> Workbench {
    let before = without_log(&start);
    let mut bench = bench(start);
    for command in commands {
        bench.execute(command).unwrap_or_else(|refusal| panic!("{command:?}: {refusal}"));
    }
    let after = without_log(bench.session());
    while bench.undo().unwrap().is_some() {}
    assert_eq!(without_log(bench.session()), before, "undo of {commands:?}");
    while bench.redo().unwrap().is_some() {}
    assert_eq!(without_log(bench.session()), after, "redo of {commands:?}");
    bench
}

fn done(before: &str, command: Command) -> Workbench {
    done_on(session(before), &[command])
}

fn check(before: &str, command: Command, after: &str) {
    assert_eq!(markup(done(before, command).session()), after);
}

/// Why `command` is not carried out; the session stays as it is.
fn refused_on(start: &Session, command: &Command) -> String {
    let mut bench = bench(start.clone());
    let refusal = bench.execute(command).expect_err("it should have been refused");
    assert_eq!(bench.session(), start);
    refusal.to_string()
}

fn refused(before: &str, command: &Command) -> String {
    refused_on(&session(before), command)
}

fn mention(session: &Session, id: u64) -> &Mention {
    session.shard(ARTICLE).unwrap().mentions.get(MentionId(id)).unwrap()
}

fn tag(label: &str, start: usize, end: usize) -> TagDraft {
    TagDraft {
        article: ARTICLE,
        label: slug(label),
        fragments: Places::Bytes(vec![Span::bytes(start, end)]),
        quote: None,
        entry: None,
        attributes: Attributes::new(),
        confidence: None,
        note: None,
    }
}

fn m(ids: &[u64]) -> Vec<MentionId> {
    ids.iter().copied().map(MentionId).collect()
}

fn set(mention: u64, attribute: &str, value: Value) -> Command {
    Command::SetAttribute {
        article: ARTICLE,
        mention: MentionId(mention),
        attribute: slug(attribute),
        value: Some(value),
    }
}

fn relate(from: u64, to: u64, label: &str, role: Option<&str>) -> Command {
    let (from, to) = (MentionId(from), MentionId(to));
    Command::Relate { article: ARTICLE, from, to, label: slug(label), role: role.map(slug) }
}

fn relabel(ids: &[u64], label: &str) -> Command {
    Command::Relabel { article: ARTICLE, mentions: m(ids), label: slug(label) }
}

fn entry(id: u64, layer: &str, name: &str, mentions: &[u64]) -> EntryDraft {
    EntryDraft {
        entry: Some(EntryId(id)),
        layer: slug(layer),
        name: name.to_owned(),
        kind: None,
        aliases: vec![],
        mentions: m(mentions),
        article: Some(ARTICLE),
    }
}

fn link(ids: &[u64], entry: Option<u64>) -> Command {
    Command::Link { article: ARTICLE, mentions: m(ids), entry: entry.map(EntryId) }
}

fn align(mention: u64) -> Command {
    let ends = [(ARTICLE, MentionId(mention)), (OTHER, ELSEWHERE)].map(|(a, m)| AlignmentEnd::of_mention(a, m));
    Command::Align { from: ends[0], to: ends[1], kind: AlignmentKind::Contradicts }
}

// Mentions.

#[test]
fn a_tag_stands_on_the_words_it_was_given() {
    check("Ministers met.", Command::Tag(tag("actor", 0, 9)), "[Ministers|actor] met.");
    check("[Ministers|actor] met.", Command::Tag(tag("event", 0, 13)), "[[Ministers|actor] met|event].");
    let apart = Places::Bytes(vec![Span::bytes(10, 13), Span::bytes(0, 9)]);
    let apart = Command::Tag(TagDraft { fragments: apart, ..tag("event", 0, 1) });
    check("Ministers met.", apart, "[Ministers|event] [met|event].");
    let chars = Places::Chars(vec![span(3, 6)]);
    check(
        "\u{1f600}\u{e9} Ann",
        Command::Tag(TagDraft { fragments: chars, ..tag("actor", 0, 1) }),
        "\u{1f600}\u{e9} [Ann|actor]",
    );
    let bench = done("Talks ended.", Command::Tag(tag("claim", 0, 11)));
    let made = bench.session().shard(ARTICLE).unwrap().mentions.iter().next().unwrap();
    assert_eq!((made.quote.as_str(), made.by, made.created), ("Talks ended", AnnotatorId(2), time()));
    assert_eq!(bench.undo_name(), Some("Tag “Talks ended” as Claim"));
    assert_eq!(bench.session().annotator_name(AnnotatorId(2)), "Reader");
}

#[test]
fn a_tag_that_does_not_hold_is_refused() {
    let twin = refused("[Ministers|actor] met.", &Command::Tag(tag("actor", 0, 9)));
    assert_eq!(twin, "this is tagged already: m-0000000000001");
    let wrong = TagDraft { quote: Some("Minister".to_owned()), ..tag("actor", 0, 9) };
    assert_eq!(
        refused("Ministers met.", &Command::Tag(wrong)),
        "expected “Minister” at this place, but the text there reads “Ministers”"
    );
    assert!(
        refused("Ministers met.", &Command::Tag(tag("robot", 0, 9)))
            .starts_with("the schema has no label `robot`; it has actor, ")
    );
    assert!(refused("Ann", &Command::Tag(tag("actor", 0, 9))).contains("leaves the text"));
    assert!(refused("Ann", &Command::Tag(tag("actor", 1, 1))).contains("is empty"));
    for bad in [1.5, -0.1, f64::NAN] {
        let sure = TagDraft { confidence: Some(bad), ..tag("actor", 0, 3) };
        assert!(refused("Ann", &Command::Tag(sure)).starts_with("confidence lies between 0 and 1"));
    }
    let nowhere = TagDraft { article: ArticleId(9), ..tag("actor", 0, 3) };
    assert_eq!(refused("Ann", &Command::Tag(nowhere)), "there is no article a-0000000000009 in this session");
}

#[test]
fn a_deleted_mention_takes_along_what_hangs_on_it() {
    let before = "[Ann|actor] [met|event] [Bob|actor]: [fine|claim].";
    check(
        before,
        Command::Delete { article: ARTICLE, mentions: m(&[2]) },
        "[Ann|actor] met [Bob|actor]: [fine|claim].",
    );
    let delete = Command::Delete { article: ARTICLE, mentions: m(&[2, 4, 2]) };
    let hang = [relate(2, 1, "argument", Some("who")), relate(4, 3, "source", None), align(4), delete];
    let bench = done_on(session(before), &hang);
    assert_eq!(markup(bench.session()), "[Ann|actor] met [Bob|actor]: fine.");
    assert!(bench.session().shard(ARTICLE).unwrap().relations.is_empty());
    assert!(bench.session().alignments.is_empty());
    let gone = refused(before, &Command::Delete { article: ARTICLE, mentions: m(&[1, 9]) });
    assert_eq!(gone, "there is no mention m-0000000000009 here; it may have been deleted");
    assert!(refused(before, &Command::Delete { article: ARTICLE, mentions: vec![] }).starts_with("nothing to change"));
}

#[test]
fn another_label_keeps_only_the_attributes_it_has() {
    check("[Ann|actor] left", relabel(&[1], "actor.person"), "[Ann|actor.person] left");
    let before = "[Ann|actor] [met|event] [Bob|actor]";
    let count =
        [set(2, "count", Value::Int(2)), set(2, "status", Value::Text("planned".into())), relabel(&[2], "claim")];
    let bench = done_on(session(before), &count);
    let kept: Vec<&str> = mention(bench.session(), 2).attributes.keys().map(Slug::as_str).collect();
    assert_eq!(kept, ["count"]);
    let linked = [Command::AddEntry(entry(1, "actor", "Ann", &[1])), relabel(&[1], "event")];
    assert_eq!(mention(done_on(session(before), &linked).session(), 1).entry, None);
    check(before, relabel(&[1, 3, 1], "actor.group"), "[Ann|actor.group] [met|event] [Bob|actor.group]");
}

#[test]
fn another_label_never_makes_twins() {
    let before = "[[Ann|actor]|event] left";
    assert!(refused(before, &relabel(&[1], "event")).starts_with("this is tagged already"));
    assert!(refused(before, &relabel(&[1, 2], "claim")).starts_with("this is tagged already"));
    let plain = session("[met|event]");
    assert!(refused_on(&plain, &relabel(&[1], "event")).starts_with("nothing to change"), "no default sneaks in");
}

#[test]
fn a_moved_mention_keeps_everything_but_its_words() {
    let moved = Command::SetExtent { article: ARTICLE, mention: MentionId(1), fragments: Span::bytes(0, 7).into() };
    let bench = done_on(session("[Ann|actor] Lee"), &[set(1, "naming", Value::Text("name".into())), moved.clone()]);
    assert_eq!(markup(bench.session()), "[Ann Lee|actor]");
    let row = mention(bench.session(), 1);
    assert_eq!((row.quote.as_str(), row.modified, row.attributes.len()), ("Ann Lee", Some(time()), 1));
    assert!(refused("[Ann Lee|actor]", &moved).starts_with("nothing to change"));
}

#[test]
fn a_note_is_ones_own_and_those_of_others_stay() {
    let mut start = session("[Ann|actor]");
    let theirs = Note { by: AnnotatorId(1), at: time(), text: "Sure?".to_owned() };
    start = bench_edit(start, |row| row.notes.push(theirs.clone()));
    let note = |text: &str| Command::SetNote { article: ARTICLE, mention: MentionId(1), text: text.to_owned() };
    let notes = |commands: &[Command]| {
        let bench = done_on(start.clone(), commands);
        mention(bench.session(), 1).notes.iter().map(|note| note.text.clone()).collect::<Vec<_>>()
    };
    assert_eq!(notes(&[note(" Yes. ")]), ["Sure?", "Yes."]);
    assert_eq!(notes(&[note("Yes."), note("No.")]), ["Sure?", "No."]);
    assert_eq!(notes(&[note("Yes."), note("")]), ["Sure?"]);
    assert!(refused_on(&start, &note("")).starts_with("nothing to change"));
}

/// The session with mention 1 changed in a way that no command has.
fn bench_edit(mut session: Session, change: impl FnOnce(&mut Mention)) -> Session {
    let before = session.shard(ARTICLE).unwrap().mentions.shared(MentionId(1)).unwrap();
    let mut after = Mention::clone(&before);
    change(&mut after);
    apply(&mut session, &transaction(vec![Edit::Mention(ARTICLE, Change::update(before, after))])).unwrap();
    without_log(&session)
}

fn transaction(edits: Vec<Edit>) -> Transaction {
    Transaction { id: TransactionId(1), name: "Test".to_owned(), by: AnnotatorId(1), at: time(), edits }
}

#[test]
fn attributes_take_what_their_type_takes() {
    let before = "[Ann|actor] [met|event]";
    for (attribute, value) in [
        ("status", Value::Text("planned".into())),
        ("date", Value::Text("2026-11-21".into())),
        ("count", Value::Float(2.5)),
    ] {
        let bench = done(before, set(2, attribute, value.clone()));
        assert_eq!(mention(bench.session(), 2).attributes.get(&slug(attribute)), Some(&value));
    }
    for (attribute, value, why) in [
        (
            "status",
            Value::Text("maybe".into()),
            "Status takes happened, ongoing, planned, possible, denied, not `maybe`",
        ),
        ("date", Value::Text("yesterday".into()), "Date takes a day such as 2026-11-21, not `yesterday`"),
        ("count", Value::Text("two".into()), "Number stated takes a number, not a text"),
        (
            "naming",
            Value::Text("name".into()),
            "the schema has no attribute for this label called `naming`; it has status, date, count",
        ),
    ] {
        assert_eq!(refused(before, &set(2, attribute, value)), why);
    }
    let away =
        |value| Command::SetAttribute { article: ARTICLE, mention: MentionId(2), attribute: slug("count"), value };
    let bench = done_on(session(before), &[away(Some(Value::Int(2))), away(None)]);
    assert!(mention(bench.session(), 2).attributes.is_empty());
}

#[test]
fn confidence_flags_and_reviews_are_set_once() {
    let start = session("[Ann|actor] [Bob|actor]");
    let flag = |name: &str, on| Command::SetFlag { article: ARTICLE, mention: MentionId(1), flag: slug(name), on };
    let sure = |confidence| Command::SetConfidence { article: ARTICLE, mention: MentionId(1), confidence };
    let review = |state| Command::Review { article: ARTICLE, mentions: m(&[1, 2, 1]), state };
    let bench = done_on(
        start.clone(),
        &[flag("unsure", true), flag("discuss", true), sure(Some(0.5)), review(ReviewState::Accepted)],
    );
    let row = mention(bench.session(), 1);
    assert_eq!((&row.flags, row.confidence), (&vec![slug("unsure"), slug("discuss")], Some(0.5)));
    assert_eq!((row.review.state, row.review.by), (ReviewState::Accepted, Some(AnnotatorId(2))));
    for again in [flag("unsure", true), flag("other", false), sure(Some(0.5)), review(ReviewState::Accepted)] {
        assert!(refused_on(bench.session(), &again).starts_with("nothing to change"), "{again:?}");
    }
    let bench = done_on(without_log(bench.session()), &[flag("unsure", false), sure(None), review(ReviewState::Open)]);
    assert_eq!(mention(bench.session(), 1).flags, [slug("discuss")]);
    assert!(mention(bench.session(), 1).review.is_open());
}

#[test]
fn a_quarantined_mention_comes_back_or_goes() {
    let back =
        |start, end| Command::Restore { article: ARTICLE, mention: WAITING, fragments: Span::bytes(start, end).into() };
    check("Ann left", back(0, 3), "[Ann|actor.group] left");
    assert!(refused("[Ann|actor.group] left", &back(0, 3)).starts_with("this is tagged already"));
    assert!(refused("Ann", &back(2, 9)).contains("leaves the text"));
    let bench = done("Ann", Command::DropQuarantined { article: ARTICLE, mention: WAITING });
    assert!(bench.session().shard(ARTICLE).unwrap().quarantine.is_empty());
    let gone = refused_on(bench.session(), &back(0, 3));
    assert!(gone.starts_with("there is no quarantined mention m-"), "{gone}");
}

// Relations.

#[test]
fn a_relation_joins_what_its_type_allows() {
    let before = "[Ann|actor.person] [met|event] [Bob|actor]: [fine|claim]";
    let bench = done_on(session(before), &[relate(2, 1, "argument", Some("who")), relate(4, 3, "source", None)]);
    let shard = bench.session().shard(ARTICLE).unwrap();
    assert_eq!((shard.relations.len(), shard.relations_of(MentionId(1)).count()), (2, 1));
    let id = shard.relations.iter().next().unwrap().id;
    let unrelate = Command::Unrelate { article: ARTICLE, relations: vec![id, id] };
    let bench = done_on(without_log(bench.session()), &[unrelate]);
    assert_eq!(bench.session().shard(ARTICLE).unwrap().relations.len(), 1);
    for (command, why) in [
        (
            relate(1, 2, "argument", Some("who")),
            "“Takes part” cannot lead from Person to Event; it leads from Event to Actor",
        ),
        (relate(4, 2, "source", None), "“Claimed by” cannot lead from Claim to Event; it leads from Claim to Actor"),
        (
            relate(1, 2, "owns", None),
            "the schema has no relation type `owns`; it has argument, source, cue, about, supports, contradicts",
        ),
        (relate(4, 3, "source", Some("who")), "the schema has no role in this relation called `who`; it has none"),
        (relate(1, 1, "source", None), "a mention cannot be related to itself; choose another one"),
    ] {
        assert_eq!(refused(before, &command), why);
    }
    let twice = done_on(session(before), &[relate(4, 3, "source", None)]);
    assert!(refused_on(twice.session(), &relate(4, 3, "source", None)).contains("related like this already"));
}

// The register.

#[test]
fn an_entry_gathers_names_and_mentions() {
    let before = "[Ann|actor] [met|event] [Ann L|actor]";
    let draft = EntryDraft {
        aliases: ["Annie", " Annie ", "", "Ann"].map(str::to_owned).into(),
        ..entry(1, "actor", " Ann ", &[1, 3, 1])
    };
    let id = EntryId(1);
    let commands = [
        Command::AddEntry(draft),
        Command::RenameEntry { entry: id, name: "Ann Lee".to_owned() },
        Command::AddAlias { entry: id, alias: "A. Lee".to_owned() },
        Command::DropAlias { entry: id, alias: "Annie".to_owned() },
    ];
    let bench = done_on(session(before), &commands);
    let row = bench.session().entries.get(id).unwrap();
    let aliases: Vec<&str> = row.aliases.iter().map(|alias| alias.text.as_str()).collect();
    assert_eq!((row.name.as_str(), aliases), ("Ann Lee", vec!["Ann", "A. Lee"]));
    assert_eq!(mention(bench.session(), 3).entry, Some(id));
    let bench = done_on(without_log(bench.session()), &[link(&[3, 3], None)]);
    assert_eq!(mention(bench.session(), 3).entry, None);
    for (command, why) in [
        (
            link(&[2], Some(1)),
            "“Ann Lee” is of the layer `actor`; a mention labelled `event` is linked to an entry of its own layer",
        ),
        (link(&[1], Some(9)), "there is no entry e-0000000000009 here; it may have been deleted"),
        (Command::AddAlias { entry: id, alias: " ".to_owned() }, "an alias may not be empty"),
        (Command::AddAlias { entry: id, alias: "A. Lee".to_owned() }, "nothing to change: Add alias “A. Lee”"),
        (Command::AddEntry(entry(1, "actor", "Bob", &[])), "the register has an entry e-0000000000001 already"),
        (Command::AddEntry(entry(2, "actor", " ", &[])), "an entry's name may not be empty"),
        (
            Command::AddEntry(entry(2, "thing", "Bob", &[])),
            "the schema has no layer `thing`; it has actor, event, claim",
        ),
        (
            Command::AddEntry(entry(2, "actor", "Bob", &[2])),
            "“Bob” is of the layer `actor`; a mention labelled `event` is linked to an entry of its own layer",
        ),
        (
            Command::AddEntry(EntryDraft { article: None, ..entry(2, "actor", "Bob", &[1]) }),
            "the mentions to link are named without their article; name it too",
        ),
        (
            Command::AddEntry(EntryDraft { kind: Some(slug("event")), ..entry(2, "actor", "Bob", &[]) }),
            "the kind `event` is not of the layer `actor`",
        ),
    ] {
        assert_eq!(refused_on(bench.session(), &command), why);
    }
}

#[test]
fn a_dropped_entry_is_named_nowhere() {
    let id = EntryId(1);
    let mut start =
        done_on(session("[Ann|actor]"), &[Command::AddEntry(entry(1, "actor", "Ann", &[1]))]).session().clone();
    let before = start.shard(ARTICLE).unwrap().quarantine.shared(WAITING).unwrap();
    let mut after = Quarantined::clone(&before);
    after.mention.entry = Some(id);
    apply(&mut start, &transaction(vec![Edit::Quarantine(ARTICLE, Change::update(before, after))])).unwrap();
    let with = Command::Align {
        from: AlignmentEnd::of_entry(id),
        to: AlignmentEnd::of_mention(OTHER, ELSEWHERE),
        kind: AlignmentKind::Same,
    };
    let restore = Command::Restore { article: ARTICLE, mention: WAITING, fragments: Span::bytes(0, 2).into() };
    let bench = done_on(without_log(&start), &[with, Command::DropEntry { entry: id }, restore]);
    assert_eq!(validate(bench.session()), []);
    assert!(bench.session().alignments.is_empty());
}

#[test]
fn an_alignment_joins_two_articles_once() {
    let before = "[fine|claim] [bad|claim]";
    let kind = |from, to, kind| Command::Align { from, to, kind };
    let [one, two, other] = [(ARTICLE, MentionId(1)), (ARTICLE, MentionId(2)), (OTHER, ELSEWHERE)]
        .map(|(a, m)| AlignmentEnd::of_mention(a, m));
    let bench = done_on(session(before), &[align(1), kind(other, one, AlignmentKind::Supports)]);
    let rows: Vec<&Alignment> = bench.session().alignments.iter().collect();
    assert_eq!((rows.len(), rows[0].kind, rows[0].from), (1, AlignmentKind::Supports, other));
    let drop = Command::DropAlignment { alignment: rows[0].id };
    assert!(done_on(without_log(bench.session()), &[drop]).session().alignments.is_empty());
    assert!(refused(before, &kind(one, two, AlignmentKind::Same)).contains("inside one article use a relation"));
    assert!(refused(before, &kind(one, one, AlignmentKind::Same)).contains("an alignment joins two"));
    let half = AlignmentEnd { entry: None, ..AlignmentEnd { article: None, ..one } };
    assert!(refused(before, &kind(half, other, AlignmentKind::Same)).contains("together with its article"));
}

// Suggestions.

fn suggestion(kind: SuggestionKind) -> Suggestion<Vec<byline::text::CharSpan>> {
    Suggestion {
        id: SuggestionId(1),
        kind,
        fragments: None,
        quote: String::new(),
        label: None,
        role: None,
        mention: None,
        target: None,
        entry: None,
        attributes: Attributes::new(),
        reason: "repeat".to_owned(),
        score: None,
        state: Proposal::Proposed,
        provenance: Provenance::default(),
        by: AnnotatorId(1),
        created: time(),
        ext: Ext::default(),
    }
}

fn suggesting(markup: &str, suggestion: Suggestion<Vec<byline::text::CharSpan>>) -> Session {
    let mut session = session(markup);
    let article = Arc::clone(&session.shard(ARTICLE).unwrap().article);
    let suggestion = suggestion.try_map(|spans| article.fragments_from_chars(&spans)).unwrap();
    apply(&mut session, &transaction(vec![Edit::Suggestion(ARTICLE, Change::insert(suggestion))])).unwrap();
    without_log(&session)
}

fn settle(state: Proposal) -> Command {
    Command::SetSuggestion { article: ARTICLE, suggestion: SuggestionId(1), state }
}

#[test]
fn an_accepted_suggestion_becomes_work_under_the_rules_of_work() {
    let mut proposed = suggestion(SuggestionKind::Mention);
    (proposed.fragments, proposed.quote, proposed.label) =
        (Some(vec![span(0, 3)]), "Ann".to_owned(), Some(slug("actor")));
    let bench = done_on(suggesting("Ann left", proposed.clone()), &[settle(Proposal::Accepted)]);
    assert_eq!(markup(bench.session()), "[Ann|actor] left");
    let made = bench.session().shard(ARTICLE).unwrap().mentions.iter().next().unwrap();
    assert_eq!((made.provenance.how, made.by), (How::Suggested, AnnotatorId(2)));
    assert!(refused_on(bench.session(), &settle(Proposal::Rejected)).contains("taken already"));
    let bench =
        done_on(suggesting("Ann left", proposed.clone()), &[settle(Proposal::Rejected), settle(Proposal::Accepted)]);
    assert_eq!(markup(bench.session()), "[Ann|actor] left");
    assert!(
        refused_on(&suggesting("[Ann|actor] left", proposed.clone()), &settle(Proposal::Accepted))
            .starts_with("this is tagged already")
    );
    proposed.attributes.insert(slug("status"), Value::Text("planned".into()));
    assert!(refused_on(&suggesting("Ann left", proposed), &settle(Proposal::Accepted)).contains("no attribute"));
    let mut related = suggestion(SuggestionKind::Relation);
    (related.label, related.mention, related.target) = (Some(slug("source")), Some(MentionId(2)), Some(MentionId(1)));
    let bench = done_on(suggesting("[Ann|actor]: [fine|claim]", related.clone()), &[settle(Proposal::Accepted)]);
    assert_eq!(bench.session().shard(ARTICLE).unwrap().relations.len(), 1);
    let wrong = suggesting("[Ann|actor]: [met|event]", related);
    assert!(refused_on(&wrong, &settle(Proposal::Accepted)).starts_with("“Claimed by” cannot lead"));
    let empty = suggesting("Ann", suggestion(SuggestionKind::Link));
    assert!(refused_on(&empty, &settle(Proposal::Accepted)).contains("does not say what to make"));
}

// Articles, outlets, the session.

#[test]
fn regions_status_and_metadata_of_an_article() {
    let add = Command::AddRegion {
        article: ARTICLE,
        fragments: Places::Chars(vec![span(0, 2), span(4, 5)]),
        kind: RegionKind::Chrome,
    };
    let field = |field, value: &str| Command::SetMetadata { article: ARTICLE, field, value: Some(value.to_owned()) };
    let commands = [
        add,
        Command::SetStatus { article: ARTICLE, status: ReadingStatus::Read },
        field(Field::Outlet, "herald"),
        field(Field::Headline, " Talks "),
        field(Field::Published, "2026-11-21"),
        Command::GradeOutlet { outlet: OutletId(1), reliability: Some(Grade::B) },
        Command::SetTitle { title: " Summit ".to_owned() },
    ];
    let bench = done_on(session("Menu and text"), &commands);
    let session = bench.session();
    let shard = session.shard(ARTICLE).unwrap();
    assert_eq!((shard.regions.len(), session.outlet_name(shard), shard.title()), (2, "Herald", "Talks"));
    assert_eq!((session.info.title.as_str(), session.outlets.len()), ("Summit", 1));
    let region = shard.regions.iter().next().unwrap().id;
    let turn_down = Command::SetRegion { article: ARTICLE, region, state: Proposal::Rejected };
    let bench = done_on(without_log(session), &[turn_down, field(Field::Outlet, "Gazette")]);
    assert_eq!(
        (bench.session().shard(ARTICLE).unwrap().accepted_regions().len(), bench.session().outlets.len()),
        (1, 2)
    );
    let drop = Command::DropRegion { article: ARTICLE, region };
    assert_eq!(done_on(without_log(session), &[drop]).session().shard(ARTICLE).unwrap().regions.len(), 1);
    assert_eq!(refused_on(session, &field(Field::Published, "May")), "the date is a day such as 2026-11-21, not `May`");
    for nothing in [
        Command::SetTitle { title: "Summit ".to_owned() },
        Command::SetStatus { article: ARTICLE, status: ReadingStatus::Read },
    ] {
        assert!(refused_on(session, &nothing).starts_with("nothing to change"));
    }
}

#[test]
fn a_removed_article_comes_back_to_its_place_with_all_it_had() {
    let start =
        done_on(session("[Ann|actor]: [fine|claim]"), &[relate(2, 1, "source", None), align(2)]).session().clone();
    let bench = done_on(without_log(&start), &[Command::RemoveArticle { article: ARTICLE }]);
    assert_eq!(bench.session().shards().iter().map(|shard| shard.id()).collect::<Vec<_>>(), [OTHER]);
    assert!(bench.session().alignments.is_empty());
    let mut bench = bench;
    bench.undo().unwrap();
    assert_eq!(bench.session().position(ARTICLE), Some(0));
}

#[test]
fn a_schema_that_would_orphan_work_is_refused() {
    let without = |cut: fn(&mut Schema)| {
        let mut schema = default_schema();
        cut(&mut schema);
        Command::SetSchema { schema: Box::new(schema) }
    };
    let no_person = without(|schema| schema.layers[0].labels.retain(|label| label.id.as_str() != "actor.person"));
    check("[Ann|actor]", no_person.clone(), "[Ann|actor]");
    assert_eq!(
        refused("[Ann|actor.person]", &no_person),
        "the label `actor.person` is in use in “1.txt”; relabel its mentions first"
    );
    let no_group = without(|schema| schema.layers[0].labels.retain(|label| label.id.as_str() != "actor.group"));
    assert!(refused("Ann", &no_group).contains("`actor.group` is in use"), "a quarantined mention has it");
    let related = done_on(session("[Ann|actor]: [fine|claim]"), &[relate(2, 1, "source", None)]);
    let no_source = without(|schema| schema.relation_types.retain(|kind| kind.id.as_str() != "source"));
    assert!(refused_on(related.session(), &no_source).contains("the relation type `source` is in use"));
    let listed = done_on(session("Ann"), &[Command::AddEntry(entry(1, "event", "Summit", &[]))]);
    assert!(
        refused_on(listed.session(), &without(|schema| schema.layers.retain(|layer| layer.id.as_str() != "event")))
            .contains("“Summit”")
    );
}

// Transactions.

#[test]
fn a_transaction_whose_last_edit_is_stale_leaves_nothing_behind() {
    let start = session("[Ann|actor] [Bob|actor] [met|event]");
    let shard = start.shard(ARTICLE).unwrap();
    let row = |id| shard.mentions.shared(MentionId(id)).unwrap();
    let renamed = |id, quote: &str| Mention { quote: quote.to_owned(), ..Mention::clone(&row(id)) };
    let stale = Arc::new(renamed(3, "seen by nobody"));
    for last in [
        Edit::Mention(ARTICLE, Change::update(Arc::clone(&stale), renamed(3, "x"))),
        Edit::Mention(ARTICLE, Change::delete(stale)),
        Edit::Mention(ARTICLE, Change::insert(renamed(3, "x"))),
        Edit::Mention(ArticleId(9), Change::delete(row(3))),
        Edit::Article { position: 1, change: Change::delete(Arc::clone(&start.shard(OTHER).unwrap().article)) },
    ] {
        let edits = vec![
            Edit::Annotator(Change::insert(person(5, "New"))),
            Edit::Mention(ARTICLE, Change::delete(row(1))),
            Edit::Mention(ARTICLE, Change::update(row(2), renamed(2, "Bobby"))),
            Edit::Mention(ARTICLE, Change::delete(Arc::new(renamed(2, "Bobby")))),
            last,
        ];
        let mut session = start.clone();
        let error = apply(&mut session, &transaction(edits)).expect_err("the last edit does not hold");
        assert!(error.to_string().ends_with("nothing was done"), "{error}");
        assert_eq!(session, start);
    }
}

#[test]
fn what_changed_meanwhile_is_not_undone() {
    let mut bench = bench(session("Ann"));
    bench.execute(&Command::Tag(tag("actor", 0, 3))).unwrap();
    let mut other = bench.session().clone();
    let made = other.shard(ARTICLE).unwrap().mentions.iter().next().unwrap().clone();
    let delete = transaction(vec![Edit::Mention(ARTICLE, Change::delete(Arc::new(made.clone())))]);
    apply(&mut other, &delete).unwrap();
    let again = apply(&mut other, &delete).expect_err("it is gone");
    assert_eq!(again, ApplyError::Stale { kind: "mention", id: made.id.to_string() });
    assert_eq!(bench.session().mention_count(), 2);
}

// Any commands in any order.

#[derive(Clone, Debug)]
struct Ask {
    what: u8,
    a: prop::sample::Index,
    b: prop::sample::Index,
    c: prop::sample::Index,
}

fn any_ask() -> impl Strategy<Value = Ask> {
    (0u8..24, any::<prop::sample::Index>(), any::<prop::sample::Index>(), any::<prop::sample::Index>())
        .prop_map(|(what, a, b, c)| Ask { what, a, b, c })
}

/// The command that `ask` means in `session`; some name what is not there.
fn command_of(session: &Session, ask: &Ask) -> Command {
    let Ask { what, a, b, c } = ask;
    let article = session.shards().get(a.index(2)).map_or(ArticleId(9), |shard| shard.id());
    let shard = session.shard(article);
    let ids: Vec<MentionId> = shard.map_or(vec![], |shard| shard.mentions.iter().map(|row| row.id).collect());
    let pick = |index: &prop::sample::Index| ids.get(index.index(ids.len() + 1)).copied().unwrap_or(MentionId(404));
    let (first, second) = (pick(b), pick(c));
    let mentions = vec![first, second];
    let label = slug(["actor", "actor.person", "event", "claim", "claim.quoted"][c.index(5)]);
    let length = shard.map_or(1, |shard| shard.article.text().len());
    let place = Span::between(
        byline::text::ByteOffset::from_usize(b.index(length)),
        byline::text::ByteOffset::from_usize(c.index(length)),
    );
    let entries: Vec<EntryId> = session.entries.iter().map(|row| row.id).collect();
    let entry = entries.get(b.index(entries.len() + 1)).copied().unwrap_or(EntryId(404));
    let fragments = Places::from(place);
    match what {
        0..=4 => {
            Command::Tag(TagDraft { article, ..tag(label.as_str(), place.start.to_usize(), place.end.to_usize()) })
        }
        5 => Command::Delete { article, mentions },
        6 => Command::Relabel { article, mentions, label },
        7 => Command::SetExtent { article, mention: first, fragments },
        8 => Command::SetNote { article, mention: first, text: ["", "one", "two"][c.index(3)].to_owned() },
        9 => Command::SetFlag { article, mention: first, flag: slug("unsure"), on: c.index(2) == 0 },
        10 => Command::Review { article, mentions, state: ReviewState::ALL[c.index(3)] },
        11 => Command::SetAttribute { article, mention: first, attribute: slug("count"), value: Some(Value::Int(1)) },
        12 => {
            let label = slug(["argument", "source", "about", "supports"][a.index(4)]);
            let role = (label.as_str() == "argument").then(|| slug("who"));
            Command::Relate { article, from: first, to: second, label, role }
        }
        13 => Command::AddEntry(EntryDraft {
            entry: None,
            article: Some(article),
            mentions: vec![first],
            ..self::entry(0, label.layer(), &format!("E{}", entries.len()), &[])
        }),
        14 => Command::Link { article, mentions, entry: Some(entry) },
        15 => Command::RenameEntry { entry, name: ["Ann", "Bob"][c.index(2)].to_owned() },
        16 => Command::DropEntry { entry },
        17 => Command::Align {
            from: AlignmentEnd::of_mention(article, first),
            to: AlignmentEnd::of_mention(OTHER, ELSEWHERE),
            kind: AlignmentKind::ALL[c.index(5)],
        },
        18 => Command::Restore { article, mention: WAITING, fragments },
        19 => Command::DropQuarantined { article, mention: WAITING },
        20 => Command::AddRegion { article, fragments, kind: RegionKind::Chrome },
        21 => Command::SetMetadata {
            article,
            field: Field::Outlet,
            value: Some(["Herald", "Gazette"][c.index(2)].to_owned()),
        },
        22 if c.index(4) == 0 => Command::RemoveArticle { article },
        22 => Command::SetTitle { title: ["A", "B "][c.index(2)].to_owned() },
        _ => Command::SetSchema {
            schema: Box::new(Schema { name: ["x", "y"][c.index(2)].to_owned(), ..default_schema() }),
        },
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_work_is_undone_and_redone_exactly_and_repeats_itself(asks in prop::collection::vec(any_ask(), 0..40)) {
        let start = session("[Ann|actor] [met|event] Bob Lee: [talks are \u{1f600} fine|claim]");
        let mut bench = bench(start.clone());
        let mut states = vec![without_log(&start)];
        let mut commands = Vec::new();
        for ask in &asks {
            let command = command_of(bench.session(), ask);
            let before = bench.session().clone();
            match bench.execute(&command) {
                Ok(_) => {
                    states.push(without_log(bench.session()));
                    prop_assert_ne!(&states[states.len() - 2], &states[states.len() - 1], "{:?} did nothing", command);
                }
                Err(refusal) => {
                    prop_assert_eq!(bench.session(), &before);
                    prop_assert!(!refusal.to_string().contains("meanwhile"), "{:?}: {}", command, refusal);
                }
            }
            commands.push(command);
        }
        let broken: Vec<Fault> = validate(bench.session())
            .into_iter()
            .filter(|fault| !matches!(fault.code, FaultCode::Unplaced | FaultCode::End | FaultCode::Duplicate))
            .collect();
        prop_assert_eq!(broken, vec![]);
        let finished = bench.session().clone();
        for state in states.iter().rev().skip(1) {
            prop_assert!(bench.undo().unwrap().is_some());
            prop_assert_eq!(&without_log(bench.session()), state);
        }
        prop_assert_eq!(bench.undo().unwrap(), None);
        for state in states.iter().skip(1) {
            prop_assert!(bench.redo().unwrap().is_some());
            prop_assert_eq!(&without_log(bench.session()), state);
        }
        let mut again = self::bench(start);
        for command in &commands {
            again.execute(command).ok();
        }
        prop_assert_eq!(again.session(), &finished);
    }
}
