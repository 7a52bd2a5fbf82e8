//! Figures about a session's actors, events and claims.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    dead_code,
    reason = "what is missing in a test fails it; the shared support serves several test programs"
)]

mod support;

use byline::analysis::{
    Difference, Link, SchemaDifference, chain, compare_schemas, detail, find_in_register, spellings, stats,
};
use byline::codec::{SessionFile, bundled_schema, default_schema};
use byline::formats::{SchemaFileError, read_schema};
use byline::model::*;
use byline::text::{Matching, Query};
use support::{bare_relation, empty_file, full_file, plain_article, plain_mention, session_of, slug, span, time};

fn file_of(text: &str) -> SessionFile {
    let mut file = empty_file("Talks");
    file.schema = default_schema();
    file.articles.push(plain_article(1, text));
    file
}

/// Tags the first `words` of the article.
fn tag(file: &mut SessionFile, id: u64, words: &str, label: &str) {
    let text = file.articles[0].text.to_string();
    let start = text.find(words).map(|at| text[..at].chars().count()).unwrap();
    let place = span(u32::try_from(start).unwrap(), u32::try_from(start + words.chars().count()).unwrap());
    file.articles[0].mentions.push(Mention { label: slug(label), ..plain_mention(id, &text, vec![place]) });
}

fn relate(file: &mut SessionFile, id: u64, label: &str, from: u64, to: u64) {
    file.articles[0].relations.push(bare_relation(id, slug(label), MentionId(from), MentionId(to), time()));
}

#[test]
fn the_chain_of_a_claim_begins_at_the_outlet_and_ends_at_its_source() {
    let mut file = file_of("Lind said that Okoro had told her that the quay was safe. Sources say it sank. It rained.");
    tag(&mut file, 1, "Lind", "actor.person");
    tag(&mut file, 2, "Okoro", "actor.person");
    tag(&mut file, 3, "Okoro had told her that the quay was safe", "claim");
    tag(&mut file, 4, "the quay was safe", "claim");
    tag(&mut file, 5, "it sank", "claim");
    tag(&mut file, 6, "It rained", "claim");
    file.articles[0].mentions[4].attributes.insert(slug("unattributed"), Value::Bool(true));
    relate(&mut file, 1, "source", 3, 1);
    relate(&mut file, 2, "source", 4, 2);
    let session = session_of(file);
    let of = |id| chain(&session.shards()[0], MentionId(id));
    let source = |claim, by| Link::Source { claim: MentionId(claim), by: vec![MentionId(by)] };
    assert_eq!(of(4), [Link::Outlet, source(3, 1), source(4, 2)], "a claim inside of another one");
    assert_eq!(of(3), [Link::Outlet, source(3, 1)]);
    assert_eq!(of(5), [Link::Outlet, Link::Nobody { claim: MentionId(5) }]);
    assert_eq!(of(6), [Link::Outlet], "the outlet's own");
}

#[test]
fn a_chain_goes_through_claims_that_are_sources_and_never_round_in_a_circle() {
    let mut file = file_of("Lind: the report says it. It is safe.");
    file.schema = bundled_schema("parc").unwrap();
    tag(&mut file, 1, "Lind", "source.named");
    tag(&mut file, 2, "the report says it", "content.indirect");
    tag(&mut file, 3, "It is safe", "content.indirect");
    relate(&mut file, 1, "source", 3, 2);
    relate(&mut file, 2, "source", 2, 1);
    relate(&mut file, 3, "source", 2, 3);
    let session = session_of(file);
    let expected = [Link::Outlet, Link::Source { claim: MentionId(2), by: vec![MentionId(1)] }];
    assert_eq!(chain(&session.shards()[0], MentionId(3)), expected);
}

#[test]
fn spellings_are_counted_by_outlet() {
    let session = session_of(full_file());
    let table = spellings(&session, EntryId(1));
    assert_eq!(table.outlets, ["Herald"]);
    assert_eq!(table.rows.iter().map(|row| row.total).sum::<usize>(), 2);
    assert!(table.rows.iter().all(|row| row.counts == [1]), "{table:?}");
    assert_eq!(spellings(&session, EntryId(5)).rows, []);
}

#[test]
fn two_tellings_differ_in_a_number_a_day_and_a_quoted_word() {
    let left = "Two guards were wounded on 27 January in what he called a “terrorist act”.";
    let right = "Four guards were wounded on 28 January in what he called a “family matter”.";
    let found = detail(left, right);
    let words = |rows: &[(byline::analysis::Fact, byline::analysis::Fact)]| -> Vec<(String, String)> {
        let cut = |fact: &byline::analysis::Fact, text: &str| fact.span.slice(text).unwrap().to_owned();
        rows.iter().map(|(one, two)| (cut(one, left), cut(two, right))).collect()
    };
    assert_eq!(words(&found.numbers.differing), [("Two".to_owned(), "Four".to_owned())]);
    assert_eq!(words(&found.dates.differing), [("27 January".to_owned(), "28 January".to_owned())]);
    assert_eq!(words(&found.quoted.differing), [("terrorist act".to_owned(), "family matter".to_owned())]);
    assert!(!detail(left, left).differs());
    let more = detail("five men and $200,000", "5 men, $200,000 and 3 ships").numbers;
    assert_eq!((more.shared.len(), more.differing.len(), more.left.len(), more.right.len()), (2, 0, 0, 1), "{more:?}");
    assert_eq!(more.right[0].of, "ships");
}

#[test]
fn search_and_stats_know_the_register() {
    let session = session_of(full_file());
    let hits = |words: &str| {
        let found = find_in_register(&session, &Query::new(words, Matching::default()).unwrap());
        found.into_iter().map(|hit| format!("{} {}: {}", hit.record, hit.field, hit.text)).collect::<Vec<_>>()
    };
    assert_eq!(hits("bibi"), ["entry alias: Bibi"]);
    assert_eq!(hits("Q43723"), ["entry id: Q43723"]);
    assert_eq!(hits("sure?"), ["relation note: Sure?\nYes.", "alignment note: Sure?\nYes."]);
    let stats = stats(&session);
    let of = |counts: &[byline::analysis::Count]| -> Vec<String> {
        counts.iter().filter(|count| count.count > 0).map(|count| format!("{} {}", count.name, count.count)).collect()
    };
    assert_eq!(of(&stats.entries), ["Actor 1"]);
    assert_eq!(of(&stats.relations), ["Takes part 1"]);
    assert_eq!(of(&stats.alignments), ["differs 1"]);
    assert_eq!(of(&stats.attributes), ["Certainty 4", "Number stated 4"]);
}

const CONF: &str = "[entities]\nPerson\nOrganization\n[relations]\nFamily\tArg1:Person, Arg2:Person, <REL-TYPE>:symmetric\n\
                    [events]\nMeet\tWho:Person, Where?:<ANY>\n[attributes]\nNegated\tArg:<EVENT>\nSure\tArg:<EVENT>, Value:High|Low\n";
const VISUAL: &str = "[labels]\nPerson | A person | Pers\nFamily | Kin of | Fam\n[drawing]\nPerson\tbgColor:#ABC, borderColor:darken\n\
                      Meet\tbgColor:lightgreen\n";

#[test]
fn a_configuration_of_brat_is_read_as_a_schema() {
    let schema = read_schema("conf/annotation.conf", CONF.as_bytes(), Some(VISUAL.as_bytes())).unwrap();
    let labels: Vec<(&str, &str)> =
        schema.label_infos().filter(|info| info.depth > 0).map(|info| (info.id.as_str(), info.name)).collect();
    assert_eq!(
        labels,
        [("entity.person", "A person"), ("entity.organization", "Organization"), ("event.meet", "Meet")]
    );
    assert_eq!(schema.label_info(&slug("entity.person")).unwrap().color, "#aabbcc");
    let kinds: Vec<(&str, bool, usize)> =
        schema.relation_types.iter().map(|kind| (kind.name.as_str(), kind.symmetric, kind.roles.len())).collect();
    assert!(kinds.contains(&("Kin of", true, 0)) && kinds.contains(&("argument", false, 2)), "{kinds:?}");
    assert_eq!(schema.attributes.len(), 2);
    assert_eq!(read_schema("annotation.conf", b"[events]\n", None), Err(SchemaFileError::Empty));
    assert!(matches!(read_schema("annotation.conf", b"\xff", None), Err(SchemaFileError::NotText(_))));
    assert!(matches!(read_schema("x.ron", b"(", None), Err(SchemaFileError::Ron(_))));
}

#[test]
fn what_differs_between_two_schemas_is_named() {
    let before = default_schema();
    let mut after = before.clone();
    assert_eq!(compare_schemas(&before, &after), []);
    "Human".clone_into(&mut after.layers[0].labels[0].name);
    after.layers[0].labels[0].hotkey = None;
    after.layers[1].labels.pop();
    after.attributes[0].choices.pop();
    after.attributes[1].required = true;
    after.relation_types[1].to = Vec::new();
    let mut kind = after.relation_types[0].clone();
    kind.id = slug("rumour");
    after.relation_types.push(kind);
    let said: Vec<String> = compare_schemas(&before, &after)
        .into_iter()
        .map(|SchemaDifference { id, difference, .. }| match difference {
            Difference::Added => format!("+ {id}"),
            Difference::Removed => format!("- {id}"),
            Difference::Changed(changes) => format!("{id}: {}", changes.join("; ")),
        })
        .collect();
    let expected = [
        "actor.person: its name is “Human” and was “Person”; its key is nothing and was “4”",
        "- event.protest",
        "kind: choices it has no longer: denial",
        "polarity: it is now required",
        "+ rumour",
        "source: it leads to anything and did actor",
    ];
    assert_eq!(said, expected);
}
