//! Commands on the register, alignments, suggestions, articles and the schema: what each does and why it is refused.

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

use byline::codec::default_schema;
use byline::edit::*;
use byline::model::*;
use byline::text::Span;
use markup::*;
use std::sync::Arc;
use support::{slug, span};

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
            "the schema has no layer `thing`; it has actor, event, claim, detail",
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
        to: AlignmentEnd::of_entry(EntryId(2)),
        kind: AlignmentKind::Same,
    };
    let another = Command::AddEntry(entry(2, "actor", "Bob", &[]));
    let restore = Command::Restore { article: ARTICLE, mention: WAITING, fragments: Span::bytes(0, 2).into() };
    let bench = done_on(without_log(&start), &[another, with, Command::DropEntry { entry: id }, restore]);
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

#[test]
fn what_is_compared_is_of_one_layer_and_stays_so() {
    let before = "[Ann|actor] and [fine|claim]";
    assert_eq!(
        refused(before, &align(1)),
        "one side is of the layer Actor and the other of Claim; what is compared is of one layer"
    );
    let start = done_on(session(before), &[align(2)]);
    let to = |label: &str| Command::RelabelAll {
        mentions: [(ARTICLE, vec![MentionId(2)])].into_iter().collect(),
        label: slug(label),
    };
    assert_eq!(
        refused_on(start.session(), &to("event")),
        "one side is of the layer Event and the other of Claim; what is compared is of one layer; delete the alignment first"
    );
    let become_of = |label: &str| relabel(&[2], label);
    assert!(refused_on(start.session(), &become_of("event")).ends_with("delete the alignment first"));
    let bench = done_on(without_log(start.session()), &[to("claim.quoted"), become_of("claim")]);
    assert_eq!(validate(bench.session()), []);
}

#[test]
fn mentions_are_aligned_by_their_entries_which_are_made_where_there_are_none() {
    let before = session("[fine|claim] [bad|claim.quoted] [Ann|actor]");
    let end = |id: u64| AlignmentEnd::of_mention(ARTICLE, MentionId(id));
    let ask = |from, to, kind| Command::AlignEntries { from, to, kind };
    let bench = done_on(before.clone(), &[ask(end(1), end(2), AlignmentKind::Contradicts)]);
    assert_eq!(bench.undo_name(), Some("Align as contradicts, with 2 new entries"));
    let made = bench.session();
    let entry = |id: u64| made.entries.get(mention(made, id).entry.unwrap()).unwrap();
    assert_eq!((entry(1).name.as_str(), entry(1).layer.as_str(), entry(1).kind.clone()), ("fine", "claim", None));
    assert_eq!((entry(2).name.as_str(), entry(2).kind.clone()), ("bad", Some(slug("claim.quoted"))));
    let row = made.alignments.iter().next().unwrap();
    assert_eq!((row.from, row.to), (AlignmentEnd::of_entry(entry(1).id), AlignmentEnd::of_entry(entry(2).id)));
    let again = done_on(without_log(made), &[ask(end(2), end(1), AlignmentKind::Differs)]);
    let rows: Vec<AlignmentKind> = again.session().alignments.iter().map(|row| row.kind).collect();
    assert_eq!((rows, again.session().entries.len()), (vec![AlignmentKind::Differs], 2));
    assert!(
        refused_on(&before, &ask(end(1), end(3), AlignmentKind::Same)).contains("entries of one layer are compared")
    );
    assert!(refused_on(&before, &ask(end(1), end(1), AlignmentKind::Same)).contains("compared with itself"));
    let one = done_on(before, &[Command::AddEntry(markup::entry(1, "claim", "It is fine", &[1, 2]))]);
    let why = refused_on(&without_log(one.session()), &ask(end(1), end(2), AlignmentKind::Same));
    assert!(why.contains("both are linked to “It is fine”"), "{why}");
}

// Suggestions.

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

#[test]
fn several_suggestions_are_settled_as_one_step_and_nothing_is_made_twice() {
    let proposed = |id: u64, place: (u32, u32), quote: &str| {
        let mut row = suggestion(SuggestionKind::Mention);
        row.id = SuggestionId(id);
        (row.fragments, row.quote, row.label) =
            (Some(vec![span(place.0, place.1)]), quote.to_owned(), Some(slug("actor")));
        row
    };
    let mut before = suggesting("[Ann|actor] met Bo", proposed(1, (0, 3), "Ann"));
    for row in [proposed(2, (8, 10), "Bo"), proposed(3, (8, 10), "Bo"), proposed(4, (4, 7), "met")] {
        let article = Arc::clone(&before.shard(ARTICLE).unwrap().article);
        let row = row.try_map(|spans| article.fragments_from_chars(&spans)).unwrap();
        apply(&mut before, &transaction(vec![Edit::Suggestion(ARTICLE, Change::insert(row))])).unwrap();
    }
    let before = without_log(&before);
    let settle = |ids: &[u64], state| Command::SetSuggestions {
        article: ARTICLE,
        suggestions: ids.iter().map(|id| SuggestionId(*id)).collect(),
        state,
    };
    let mut bench = done_on(before.clone(), &[settle(&[1, 2, 3, 2], Proposal::Accepted)]);
    assert_eq!(markup(bench.session()), "[Ann|actor] met [Bo|actor]");
    let states = |session: &Session| -> Vec<Proposal> {
        session.shard(ARTICLE).unwrap().suggestions.iter().map(|row| row.state).collect()
    };
    let (open, taken) = (Proposal::Proposed, Proposal::Accepted);
    assert_eq!(states(bench.session()), [taken, taken, taken, open]);
    assert_eq!(bench.undo_name(), Some("Accept 3 suggestions"));
    bench.undo().unwrap();
    assert_eq!(without_log(bench.session()), before);
    let bench = done_on(before.clone(), &[settle(&[2, 4], Proposal::Rejected), settle(&[1, 2], Proposal::Accepted)]);
    assert_eq!(markup(bench.session()), "[Ann|actor] met [Bo|actor]", "one that was turned down can be taken");
    assert_eq!(states(bench.session()), [taken, taken, open, Proposal::Rejected]);
    assert!(refused_on(bench.session(), &settle(&[1, 2], Proposal::Rejected)).contains("0 suggestions"));
    assert!(refused_on(&before, &settle(&[1, 9], Proposal::Accepted)).contains("suggestion"), "all or nothing");
}

/// Two proposed mentions and a proposed relation from the second to the first, which waits for them.
fn relation_in_waiting() -> Session {
    let mut ann = suggestion(SuggestionKind::Mention);
    (ann.fragments, ann.quote, ann.label) = (Some(vec![span(0, 3)]), "Ann".to_owned(), Some(slug("actor")));
    ann.ext.insert(NOTES_KEY.to_owned(), Value::List(vec![Value::Text("is she?".to_owned())]));
    ann.ext.insert("brat.tail".to_owned(), Value::Text("x".to_owned()));
    let mut fine = Suggestion { id: SuggestionId(2), ..ann.clone() };
    (fine.fragments, fine.quote, fine.label) = (Some(vec![span(5, 9)]), "fine".to_owned(), Some(slug("claim")));
    let mut joins = Suggestion { id: SuggestionId(3), ..suggestion(SuggestionKind::Relation) };
    joins.label = Some(slug("source"));
    for (key, end) in [(FROM_KEY, fine.id), (TO_KEY, ann.id)] {
        joins.ext.insert(key.to_owned(), Value::Text(end.to_string()));
    }
    let mut session = suggesting("Ann: fine", ann);
    for row in [fine, joins] {
        let article = Arc::clone(&session.shard(ARTICLE).unwrap().article);
        let row = row.try_map(|spans| article.fragments_from_chars(&spans)).unwrap();
        apply(&mut session, &transaction(vec![Edit::Suggestion(ARTICLE, Change::insert(row))])).unwrap();
    }
    without_log(&session)
}

fn set(id: u64, state: Proposal) -> Command {
    Command::SetSuggestion { article: ARTICLE, suggestion: SuggestionId(id), state }
}

fn states(session: &Session) -> Vec<Proposal> {
    session.shard(ARTICLE).unwrap().suggestions.iter().map(|row| row.state).collect()
}

#[test]
fn a_relation_between_suggestions_is_made_with_the_second_of_them() {
    let (open, taken) = (Proposal::Proposed, Proposal::Accepted);
    let before = relation_in_waiting();
    assert_eq!(validate(&before).iter().map(ToString::to_string).collect::<Vec<_>>(), [""; 0]);
    assert!(refused_on(&before, &set(3, taken)).contains("it comes with them"), "not without its ends");
    let mut bench = done_on(before.clone(), &[set(2, taken)]);
    assert_eq!(states(bench.session()), [open, taken, open]);
    let shard = bench.session().shard(ARTICLE).unwrap();
    let made = shard.mentions.iter().next().unwrap();
    assert_eq!((made.notes[0].text.as_str(), made.ext.len()), ("is she?", 1), "what came with it stays with it");
    let half = shard.suggestions.get(SuggestionId(3)).unwrap();
    assert_eq!((half.mention, half.awaited()), (Some(made.id), [None, Some(SuggestionId(1))]));
    assert!(validate(bench.session()).is_empty());
    bench.execute(&set(1, taken)).unwrap();
    assert_eq!(states(bench.session()), [taken, taken, taken]);
    let relation = bench.session().shard(ARTICLE).unwrap().relations.iter().next().unwrap().clone();
    assert_eq!((relation.label.as_str(), relation.provenance.how), ("source", How::Suggested));
    bench.undo().unwrap();
    let shard = bench.session().shard(ARTICLE).unwrap();
    assert_eq!((shard.mentions.len(), shard.relations.len()), (1, 0), "one step made both, and takes both back");
    bench.undo().unwrap();
    assert_eq!(without_log(bench.session()), before);
    // Both at once, whatever the order in which they are named.
    let all =
        Command::SetSuggestions { article: ARTICLE, suggestions: [3, 1, 2].map(SuggestionId).into(), state: taken };
    let bench = done_on(before.clone(), &[all]);
    assert_eq!((states(bench.session()), bench.undo_name()), (vec![taken; 3], Some("Accept 2 suggestions")));
    assert_eq!(bench.session().shard(ARTICLE).unwrap().relations.len(), 1);
    // What is tagged already is taken for what would be made.
    let tag = Command::Tag(TagDraft {
        article: ARTICLE,
        label: slug("actor"),
        fragments: Places::Chars(vec![span(0, 3)]),
        quote: None,
        entry: None,
        attributes: Attributes::new(),
        confidence: None,
        note: None,
    });
    let both = |ids: &[u64]| Command::SettleSuggestions {
        articles: vec![(ARTICLE, ids.iter().map(|id| SuggestionId(*id)).collect())],
        state: taken,
    };
    let bench = done_on(before, &[tag, both(&[1, 2])]);
    assert_eq!(bench.undo_name(), Some("Accept 2 suggestions in one article"));
    assert_eq!(bench.session().shard(ARTICLE).unwrap().relations.len(), 1);
}

#[test]
fn a_relation_between_suggestions_is_turned_down_with_either_and_comes_back_with_it() {
    let (open, taken, rejected) = (Proposal::Proposed, Proposal::Accepted, Proposal::Rejected);
    let before = relation_in_waiting();
    let bench = done_on(before.clone(), &[set(1, rejected)]);
    assert_eq!(states(bench.session()), [rejected, open, rejected]);
    let bench = done_on(without_log(bench.session()), &[set(2, taken), set(1, taken)]);
    assert_eq!(states(bench.session()), [taken; 3], "a suggestion that was turned down may be taken after all");
    // One that was turned down by itself stays so.
    let bench = done_on(before.clone(), &[set(3, rejected), set(2, taken), set(1, taken)]);
    assert_eq!(states(bench.session()), [taken, taken, rejected]);
    assert!(bench.session().shard(ARTICLE).unwrap().relations.is_empty());
    // With the mention that one end has become the rest goes, too.
    let mut bench = done_on(before.clone(), &[set(2, taken)]);
    let made = bench.session().shard(ARTICLE).unwrap().mentions.iter().next().unwrap().id;
    bench.execute(&Command::Delete { article: ARTICLE, mentions: vec![made] }).unwrap();
    assert!(!bench.session().shard(ARTICLE).unwrap().suggestions.contains(SuggestionId(3)));
    assert!(validate(bench.session()).is_empty());
    // A name that leads nowhere is a fault.
    let mut lost = before.clone();
    let row = lost.shard(ARTICLE).unwrap().suggestions.shared(SuggestionId(1)).unwrap();
    apply(&mut lost, &transaction(vec![Edit::Suggestion(ARTICLE, Change::delete(row))])).unwrap();
    let said = validate(&lost).iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
    assert!(said.contains("`byline.to`, and that is no proposed mention"), "{said}");
    assert!(refused_on(&before, &both_twice()).contains("names an article twice"));
}

fn both_twice() -> Command {
    let named = (ARTICLE, vec![SuggestionId(1)]);
    Command::SettleSuggestions { articles: vec![named.clone(), named], state: Proposal::Accepted }
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
    assert_eq!(
        refused_on(session, &field(Field::Published, "May")),
        "the date is a day such as 2026-11-21, a month such as 2026-11 or a year, not `May`"
    );
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
        Command::SetSchema { schema: Box::new(schema), becomes: Becomes::default() }
    };
    let no_person = without(|schema| schema.layers[0].labels.retain(|label| label.id.as_str() != "actor.person"));
    check("[Ann|actor]", no_person.clone(), "[Ann|actor]");
    assert_eq!(
        refused("[Ann|actor.person]", &no_person),
        "the label `actor.person` is in use by one mention, first in “1.txt”; relabel its mentions first, or say what becomes of them"
    );
    let no_group = without(|schema| schema.layers[0].labels.retain(|label| label.id.as_str() != "actor.group"));
    assert!(
        refused("Ann", &no_group).contains("`actor.group` is in use by one mention"),
        "a quarantined mention has it"
    );
    let related = done_on(session("[Ann|actor]: [fine|claim]"), &[relate(2, 1, "source", None)]);
    let no_source = without(|schema| schema.relation_types.retain(|kind| kind.id.as_str() != "source"));
    assert!(refused_on(related.session(), &no_source).contains("the relation type `source` is in use"));
    let listed = done_on(session("Ann"), &[Command::AddEntry(entry(1, "event", "Summit", &[]))]);
    assert!(
        refused_on(listed.session(), &without(|schema| schema.layers.retain(|layer| layer.id.as_str() != "event")))
            .contains("“Summit”")
    );
}
