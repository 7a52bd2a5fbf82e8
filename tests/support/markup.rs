//! Sessions written as marked-up text, commands on them, and what came of these, for tests of commands.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "every test file uses a part; helpers of tests fail loudly, as the tests do"
)]

use super::support::{empty_file, plain_article, plain_mention, session_of, slug, span, time};
use byline::codec::default_schema;
use byline::edit::*;
use byline::model::*;
use byline::text::{CharSpan, Span};
use byline::workbench::{Clock, Workbench};
use std::sync::Arc;

pub(crate) const ARTICLE: ArticleId = ArticleId(1);
pub(crate) const OTHER: ArticleId = ArticleId(2);
pub(crate) const ELSEWHERE: MentionId = MentionId(90);
pub(crate) const WAITING: MentionId = MentionId(80);

// Two articles. The first is written with its tags, as "[Ministers|actor] met"; mentions are numbered from 1 by their start.
// The second holds one claim, `ELSEWHERE`.

pub(crate) fn read_markup(markup: &str) -> (String, Vec<(String, usize, usize)>) {
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

pub(crate) fn session(markup: &str) -> Session {
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

pub(crate) fn person(id: u64, name: &str) -> Annotator {
    let kind = AnnotatorKind::Person;
    Annotator { id: AnnotatorId(id), name: name.to_owned(), kind, note: String::new(), ext: Ext::default() }
}

/// A bench for annotator 2, whom the session does not know yet.
pub(crate) fn bench(session: Session) -> Workbench {
    Workbench::with(session, person(2, "Reader"), Clock::Fixed(time()), 7)
}

/// The first article with its tags.
pub(crate) fn markup(session: &Session) -> String {
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

pub(crate) fn without_log(session: &Session) -> Session {
    let mut session = session.clone();
    session.log = Arc::default();
    session
}

/// Carries out `commands`, and holds that undo and redo lead back and forth exactly. Gives the bench after the last command.
pub(crate) fn done_on(start: Session, commands: &[Command]) -> Workbench {
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

pub(crate) fn done(before: &str, command: Command) -> Workbench {
    done_on(session(before), &[command])
}

pub(crate) fn check(before: &str, command: Command, after: &str) {
    assert_eq!(markup(done(before, command).session()), after);
}

/// Why `command` is not carried out; the session stays as it is.
pub(crate) fn refused_on(start: &Session, command: &Command) -> String {
    let mut bench = bench(start.clone());
    let refusal = bench.execute(command).expect_err("it should have been refused");
    assert_eq!(bench.session(), start);
    refusal.to_string()
}

pub(crate) fn refused(before: &str, command: &Command) -> String {
    refused_on(&session(before), command)
}

pub(crate) fn mention(session: &Session, id: u64) -> &Mention {
    session.shard(ARTICLE).unwrap().mentions.get(MentionId(id)).unwrap()
}

pub(crate) fn tag(label: &str, start: usize, end: usize) -> TagDraft {
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

pub(crate) fn m(ids: &[u64]) -> Vec<MentionId> {
    ids.iter().copied().map(MentionId).collect()
}

pub(crate) fn set(mention: u64, attribute: &str, value: Value) -> Command {
    Command::SetAttribute {
        article: ARTICLE,
        mention: MentionId(mention),
        attribute: slug(attribute),
        value: Some(value),
    }
}

pub(crate) fn relate(from: u64, to: u64, label: &str, role: Option<&str>) -> Command {
    let (from, to) = (MentionId(from), MentionId(to));
    Command::Relate { article: ARTICLE, from, to, label: slug(label), role: role.map(slug) }
}

pub(crate) fn relabel(ids: &[u64], label: &str) -> Command {
    Command::Relabel { article: ARTICLE, mentions: m(ids), label: slug(label) }
}

pub(crate) fn entry(id: u64, layer: &str, name: &str, mentions: &[u64]) -> EntryDraft {
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

pub(crate) fn link(ids: &[u64], entry: Option<u64>) -> Command {
    Command::Link { article: ARTICLE, mentions: m(ids), entry: entry.map(EntryId) }
}

pub(crate) fn align(mention: u64) -> Command {
    let ends = [(ARTICLE, MentionId(mention)), (OTHER, ELSEWHERE)].map(|(a, m)| AlignmentEnd::of_mention(a, m));
    Command::Align { from: ends[0], to: ends[1], kind: AlignmentKind::Contradicts }
}

/// The session with mention 1 changed in a way that no command has.
pub(crate) fn bench_edit(mut session: Session, change: impl FnOnce(&mut Mention)) -> Session {
    let before = session.shard(ARTICLE).unwrap().mentions.shared(MentionId(1)).unwrap();
    let mut after = Mention::clone(&before);
    change(&mut after);
    apply(&mut session, &transaction(vec![Edit::Mention(ARTICLE, Change::update(before, after))])).unwrap();
    without_log(&session)
}

pub(crate) fn transaction(edits: Vec<Edit>) -> Transaction {
    Transaction { id: TransactionId(1), name: "Test".to_owned(), by: AnnotatorId(1), at: time(), edits }
}

/// A suggestion that proposes nothing yet.
pub(crate) fn suggestion(kind: SuggestionKind) -> Suggestion<Vec<CharSpan>> {
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

/// A saved filter that asks for nothing.
pub(crate) fn filter(name: &str) -> SavedFilter {
    SavedFilter {
        id: FilterId(1),
        name: name.to_owned(),
        labels: vec![],
        articles: vec![],
        outlets: vec![],
        annotators: vec![],
        states: vec![],
        flags: vec![],
        entries: vec![],
        attributes: Attributes::new(),
        has_note: None,
        text: String::new(),
        regex: false,
        since: None,
        until: None,
        sort: None,
        group: None,
        columns: vec![],
        ext: Ext::default(),
    }
}
