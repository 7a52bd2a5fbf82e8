//! The sample session: the first that a new user sees, and what careful annotation looks like. These tests hold it to that.

#![expect(clippy::expect_used, reason = "helpers of tests fail the test")]

use byline::analysis::{Link, chain, detail};
use byline::codec::{Access, decode, encode};
use byline::edit::validate;
use byline::ingest::article_from_bytes;
use byline::model::{
    AlignmentEnd, AlignmentKind, AttributeType, Entry, Mention, Proposal, Relation, Session, Shard, Slug, Source,
};
use byline::text::{ByteOffset, Span};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

const SESSION: &str = include_str!("../sessions/sample.ron");

fn session() -> Session {
    let decoded = decode(SESSION.as_bytes()).expect("the sample reads");
    assert_eq!(decoded.access, Access::Full);
    assert_eq!(decoded.warnings, []);
    decoded.session
}

fn mentions(session: &Session) -> impl Iterator<Item = (&Shard, &Mention)> {
    session.shards().iter().flat_map(|shard| shard.mentions.iter().map(move |mention| (shard.as_ref(), mention)))
}

/// Every file of the sample articles by its name.
fn article_files() -> BTreeMap<String, Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/articles");
    let files = std::fs::read_dir(folder).expect("the sample articles are there");
    files
        .map(|file| {
            let path = file.expect("the folder reads").path();
            let name = path.file_name().expect("a file has a name").to_string_lossy().into_owned();
            (name, std::fs::read(&path).expect("an article reads"))
        })
        .collect()
}

#[test]
fn the_sample_is_in_the_canonical_layout() {
    let decoded = decode(SESSION.as_bytes()).expect("the sample reads");
    let modified = decoded.modified.expect("the last line says when it was saved");
    let again = encode(&decoded.session, modified).expect("the sample can be written");
    let differs = again.lines().zip(SESSION.lines()).position(|(new, old)| new != old);
    assert_eq!(differs.map(|line| line + 1), None, "the first line that would be written differently");
    assert!(again == SESSION, "the file holds more or less than would be written");
}

#[test]
fn every_article_is_its_file() {
    let session = session();
    let files = article_files();
    let names: BTreeSet<&str> = files.keys().map(String::as_str).collect();
    let known: BTreeSet<&str> = session.shards().iter().map(|shard| shard.article.source.file.as_str()).collect();
    assert_eq!(known, names);
    assert!(known.len() >= 5, "{known:?}");
    for shard in session.shards() {
        let article = &shard.article;
        let bytes = &files[&article.source.file];
        let read =
            article_from_bytes(&article.source.file, bytes, None, article.by, article.created).expect("it is text");
        assert_eq!(article.text(), read.article.text(), "{}", article.name);
        assert_eq!(article.id, read.article.id, "{}", article.name);
        let source = Source { retrieved: None, ..article.source.clone() };
        assert_eq!(source, read.article.source, "{}", article.name);
    }
}

#[test]
fn every_layer_is_well_represented() {
    let session = session();
    assert!(session.mention_count() >= 120, "{}", session.mention_count());
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, mention) in mentions(&session) {
        *counts.entry(mention.label.layer()).or_default() += 1;
        assert!(session.schema.has_label(&mention.label), "{}", mention.label);
    }
    for (layer, least) in [("actor", 90), ("event", 35), ("claim", 35)] {
        assert!(counts.get(layer).is_some_and(|count| *count >= least), "{layer}: {counts:?}");
    }
    assert!(mentions(&session).filter(|(_, mention)| mention.fragments.spans().len() > 1).count() >= 5);
    assert!(mentions(&session).any(|(shard, mention)| {
        shard.mentions.iter().any(|other| other.fragments == mention.fragments && other.label != mention.label)
    }));
}

/// Whether a word begins or ends at `byte`, or the article says that words are glued or damaged there.
fn is_edge(shard: &Shard, byte: ByteOffset) -> bool {
    let (before, behind) = shard.article.text().split_at(byte.to_usize());
    let is_inside = before.ends_with(char::is_alphanumeric) && behind.starts_with(char::is_alphanumeric);
    !is_inside || shard.repairs.iter().any(|repair| repair.span.start <= byte && byte <= repair.span.end)
}

#[test]
fn every_mention_stands_on_exactly_its_words() {
    let session = session();
    for (shard, mention) in mentions(&session) {
        let text = shard.article.text();
        let place = format!("{} in {}: “{}”", mention.id, shard.article.name, mention.quote);
        assert_eq!(mention.fragments.quote(text).as_deref(), Some(mention.quote.as_ref()), "{place}");
        for span in mention.fragments.spans() {
            let words = span.slice(text).expect("a fragment lies in its text");
            let edges_hold = words.starts_with(char::is_alphanumeric) && words.ends_with(char::is_alphanumeric);
            assert!(edges_hold, "{place} has an edge that is no word");
            assert!(!["'s", "’s"].iter().any(|possessive| words.ends_with(possessive)), "{place} ends in a possessive");
            assert!(is_edge(shard, span.start) && is_edge(shard, span.end), "{place} cuts a word");
        }
        let aside = shard.accepted_regions().into_iter().find(|region| mention.fragments.touch(*region));
        assert_eq!(aside, None, "{place} stands in a region");
    }
}

fn spellings(entry: &Entry) -> BTreeSet<&str> {
    entry.aliases.iter().map(|alias| alias.text.as_str()).chain([entry.name.as_str()]).collect()
}

#[test]
fn the_register_holds_spellings_that_occur() {
    let session = session();
    let occurs = |name: &str| session.shards().iter().any(|shard| shard.article.text().contains(name));
    let several = |entry: &&Entry| spellings(entry).into_iter().filter(|name| occurs(name)).count() >= 2;
    assert!(session.entries.iter().filter(several).count() >= 12);
    for entry in session.entries.iter() {
        let unseen: Vec<&str> =
            entry.aliases.iter().map(|alias| alias.text.as_str()).filter(|name| !occurs(name)).collect();
        assert!(unseen.is_empty(), "{} has spellings that no article has: {unseen:?}", entry.name);
    }
}

#[test]
fn every_entry_has_a_mention_of_its_layer() {
    let session = session();
    let mut linked = BTreeSet::new();
    for (_, mention) in mentions(&session) {
        let Some(id) = mention.entry else { continue };
        let entry = session.entries.get(id).unwrap_or_else(|| panic!("{} has an entry that is not there", mention.id));
        assert_eq!(entry.layer.as_str(), mention.label.layer(), "“{}” and “{}”", mention.quote, entry.name);
        linked.insert(id);
    }
    let idle: Vec<&str> =
        session.entries.iter().filter(|entry| !linked.contains(&entry.id)).map(|entry| entry.name.as_str()).collect();
    assert!(idle.is_empty(), "no mention speaks of {idle:?}");
}

/// The places of `name` in the body of an article, as words of their own.
fn places_in_body(shard: &Shard, name: &str) -> Vec<Span> {
    let text = shard.article.text();
    let spans = text.match_indices(name).map(|(start, _)| Span {
        start: ByteOffset::from_usize(start),
        end: ByteOffset::from_usize(start + name.len()),
    });
    let aside = || shard.regions.iter().filter(|region| region.state != Proposal::Rejected);
    let is_body = |span: &Span| !aside().any(|region| region.span.overlaps(*span));
    spans.filter(|span| is_edge(shard, span.start) && is_edge(shard, span.end)).filter(is_body).collect()
}

#[test]
fn names_of_actors_and_places_are_tagged_wherever_the_body_has_them() {
    let session = session();
    let is_named = |layer: &str| matches!(layer, "actor" | "detail");
    let with_names = session.entries.iter().filter(|entry| is_named(entry.layer.as_str()));
    let names: BTreeSet<&str> =
        with_names.flat_map(spellings).filter(|name| name.starts_with(char::is_uppercase)).collect();
    let mut found = 0;
    for shard in session.shards() {
        for (name, place) in
            names.iter().flat_map(|name| places_in_body(shard, name).into_iter().map(move |at| (name, at)))
        {
            let covers = |held: &Span| held.start <= place.start && place.end <= held.end;
            let mut tags = shard.mentions.iter().filter(|mention| is_named(mention.label.layer()));
            let is_tagged = tags.any(|mention| mention.fragments.spans().iter().any(covers));
            assert!(is_tagged, "{name} at byte {} of {}", place.start, shard.article.name);
            found += 1;
        }
    }
    assert!(found >= 100, "{found}");
}

#[test]
fn alignments_show_every_kind() {
    let session = session();
    assert!(session.alignments.len() >= 8);
    for kind in AlignmentKind::ALL {
        assert!(session.alignments.iter().any(|alignment| alignment.kind == *kind), "{kind}");
    }
}

/// The words of a side: the canonical wording of an entry, or what a mention stands on.
fn words(session: &Session, end: AlignmentEnd) -> String {
    let entry = end.entry.and_then(|id| session.entries.get(id)).map(|entry| entry.name.clone());
    let mention = || Some(session.shard(end.article?)?.mentions.get(end.mention?)?.quote.to_string());
    entry.or_else(mention).expect("what is compared is there")
}

#[test]
fn aligned_claims_differ_in_numbers_and_in_dates() {
    let session = session();
    let compared = session.alignments.iter().map(|alignment| {
        let [left, right] = [alignment.from, alignment.to].map(|end| words(&session, end));
        (alignment.kind, detail(&left, &right))
    });
    let told_otherwise: Vec<_> = compared.filter(|(kind, _)| *kind == AlignmentKind::Differs).collect();
    let numbers = told_otherwise.iter().filter(|(_, detail)| !detail.numbers.differing.is_empty()).count();
    let dates = told_otherwise.iter().filter(|(_, detail)| detail.dates.differs()).count();
    assert!(numbers >= 2 && dates >= 1, "{numbers} and {dates}");
}

/// The roles that an event's arguments have, each once.
fn roles(shard: &Shard, event: &Mention) -> BTreeSet<String> {
    let is_argument = |relation: &&Relation| relation.from == event.id && relation.label.as_str() == "argument";
    shard.relations.iter().filter(is_argument).filter_map(|one| one.role.as_ref().map(ToString::to_string)).collect()
}

#[test]
fn events_say_who_did_what_to_whom_and_where_or_when() {
    let session = session();
    let asks = |roles: &BTreeSet<String>| {
        let has = |role: &str| roles.contains(role);
        has("who") && has("to_whom") && (has("where") || has("when"))
    };
    assert!(mentions(&session).any(|(shard, mention)| asks(&roles(shard, mention))));
    let used: BTreeSet<String> = mentions(&session).flat_map(|(shard, mention)| roles(shard, mention)).collect();
    assert_eq!(used, ["to_whom", "when", "where", "who", "with_what"].map(str::to_owned).into());
}

#[test]
fn a_claim_leads_through_a_report_to_who_said_it_first_and_another_to_nobody() {
    let session = session();
    let chains: Vec<Vec<Link>> = mentions(&session)
        .filter(|(_, mention)| mention.label.layer() == "claim")
        .map(|(shard, mention)| chain(shard, mention.id))
        .collect();
    let is_reported =
        |links: &&Vec<Link>| matches!(links[..], [Link::Outlet, Link::Source { .. }, Link::Source { .. }]);
    let is_nobodys = |links: &&Vec<Link>| matches!(links[..], [Link::Outlet, Link::Nobody { .. }]);
    let is_nobodys_report = |links: &&Vec<Link>| matches!(links[..], [_, Link::Source { .. }, Link::Nobody { .. }]);
    assert!(chains.iter().any(|links| is_reported(&links)), "an outlet, a paper it cites, and whom that paper cites");
    assert!(chains.iter().any(|links| is_nobodys(&links)) && chains.iter().any(|links| is_nobodys_report(&links)));
    assert!(chains.iter().any(|links| links.len() == 1), "the outlet's own claim");
}

#[test]
fn one_entry_has_everything_that_an_entry_can_have() {
    let session = session();
    let has_all = |entry: &&Entry| {
        let is_dated = entry
            .when
            .as_ref()
            .is_some_and(|when| when.first.is_some() && when.last.is_some() && !when.phrase.is_empty());
        let is_placed = entry.place.as_ref().is_some_and(|place| !place.name.is_empty() && place.entry.is_some());
        let is_named = entry.aliases.len() >= 2 && !entry.ids.is_empty() && !entry.distinct_from.is_empty();
        let is_judged = entry.credibility.is_some() && !entry.note.is_empty() && !entry.attributes.is_empty();
        is_dated && is_placed && is_named && is_judged && entry.kind.is_some()
    };
    assert!(session.entries.iter().any(|entry| has_all(&entry)));
}

#[test]
fn every_attribute_and_every_relation_type_is_used() {
    let session = session();
    let relations: Vec<&Relation> = session.shards().iter().flat_map(|shard| shard.relations.iter()).collect();
    let kinds: BTreeSet<&str> = relations.iter().map(|relation| relation.label.as_str()).collect();
    let known = session.schema.relation_types.iter().map(|kind| kind.id.as_str());
    let unused: Vec<&str> = known.filter(|kind| !kinds.contains(kind)).collect();
    assert!(unused.is_empty(), "no relation is of {unused:?}");
    let of_mentions = mentions(&session).map(|(_, mention)| &mention.attributes);
    let of_entries = session.entries.iter().map(|entry| &entry.attributes);
    let all = of_mentions.chain(of_entries).chain(relations.iter().map(|relation| &relation.attributes));
    let given: BTreeSet<&str> = all.flat_map(byline::model::Attributes::keys).map(Slug::as_str).collect();
    let idle: Vec<&str> = session.schema.attributes.iter().map(|def| def.id.as_str()).collect();
    let idle: Vec<&str> = idle.into_iter().filter(|id| !given.contains(id)).collect();
    assert!(idle.is_empty(), "nothing has a value of {idle:?}");
    let types: BTreeSet<String> = session.schema.attributes.iter().map(|def| format!("{:?}", def.values)).collect();
    let all = [AttributeType::Text, AttributeType::Number, AttributeType::Date, AttributeType::Choice];
    let all = all.into_iter().chain([AttributeType::Choices, AttributeType::Flag]);
    assert_eq!(types, all.map(|values| format!("{values:?}")).collect());
}

#[test]
fn nothing_is_at_fault_and_what_waits_in_the_quarantine_is_no_fault() {
    let session = session();
    assert!(session.shards().iter().any(|shard| !shard.quarantine.is_empty()));
    let faults: Vec<String> = validate(&session).iter().map(ToString::to_string).collect();
    assert!(faults.is_empty(), "{faults:#?}");
}
