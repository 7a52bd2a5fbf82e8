//! What is proposed and what is not: repeats, word lists, patterns, aliases, type-ahead.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    dead_code,
    reason = "what is missing in a test fails it; the shared support serves several test programs"
)]

mod support;

use byline::assist::{
    Alike, Ask, Likely, NewEntry, Place, Preview, Rank, Scope, Side, Standing, Target, Typeahead, Unnamed, WordList,
    aliases, context, pattern, repeats, tagged_alike, uses, word_list,
};
use byline::codec::{Serial, SessionFile, default_schema};
use byline::model::*;
use byline::text::{Capitals, Matching, Query, Wording};
use support::{bare_entry, empty_file, plain_article, plain_mention, session_of, slug, span, time};

fn file_of(texts: &[&str]) -> SessionFile {
    let mut file = empty_file("Talks");
    file.schema = default_schema();
    for (number, text) in (1..).zip(texts) {
        file.articles.push(plain_article(number, text));
    }
    file
}

fn entry(id: u64, layer: &str, name: &str, aliases: &[&str]) -> Entry {
    let alias = |text: &&str| Alias { text: (*text).to_owned(), language: String::new(), note: String::new() };
    Entry { aliases: aliases.iter().map(alias).collect(), ..bare_entry(id, slug(layer), name, time()) }
}

/// Tags the first `words` of an article; where they stand.
fn tag(file: &mut SessionFile, article: usize, id: u64, words: &str, label: &str) -> byline::text::CharSpan {
    let text = file.articles[article].text.to_string();
    let start = text.find(words).map(|at| text[..at].chars().count()).unwrap();
    let place = span(u32::try_from(start).unwrap(), u32::try_from(start + words.chars().count()).unwrap());
    let mention = Mention { label: slug(label), ..plain_mention(id, &text, vec![place]) };
    file.articles[article].mentions.push(mention);
    place
}

fn person() -> Target {
    Target { label: slug("actor.person"), entry: None }
}

/// Every place, with a sign for how it stands: free, `=` tagged, `~` overlapped, `<` in a longer name.
fn shown(session: &Session, preview: &Preview) -> Vec<String> {
    let show = |(article, place): (ArticleId, &Place)| {
        let words = place.span.slice(session.shard(article).unwrap().article.text()).unwrap();
        let sign = match place.standing {
            Standing::Free => "",
            Standing::Tagged(_) => "=",
            Standing::Overlapped(_) => "~",
            Standing::InLonger(_) => "<",
        };
        format!("{} {sign}{words}", article.0)
    };
    preview.places().map(show).collect()
}

fn found(session: &Session, ask: &Ask) -> Vec<String> {
    shown(session, &repeats(session, ask, &Serial, &|| true).unwrap())
}

#[test]
fn repeats_are_whole_words_whose_capitals_stay_capitals() {
    let session = session_of(file_of(&[
        "Erdoğan met Erdogan's aide; ERDOGAN and Erdoganist too. He erdogan.",
        "US troops told us: the U.S. is not the USA; O'US and US-made.",
    ]));
    let of = |words: &str| Ask::words(&session, words, person());
    assert_eq!(found(&session, &of("Erdogan")), ["1 Erdoğan", "1 Erdogan", "1 ERDOGAN"]);
    assert_eq!(found(&session, &of("US")), ["2 US", "2 US"], "the word O'US is one word");
    let with = |wording: Wording, words: &str| found(&session, &Ask { wording, ..of(words) }).len();
    let default = Wording::default();
    assert_eq!(with(Wording { capitals: Capitals::Alike, ..default }, "US"), 3);
    assert_eq!(with(Wording { capitals: Capitals::Exact, fold_marks: false, ..default }, "Erdogan"), 1);
    assert_eq!(with(Wording { whole_words: false, ..default }, "Erdogan"), 4);
    let one = Scope { articles: Some([ArticleId(2)].into()), ..Scope::default() };
    assert_eq!(found(&session, &Ask { scope: one, ..of("Erdogan") }), [] as [&str; 0]);
    assert!(repeats(&session, &of("US"), &Serial, &|| false).is_none(), "nobody wants it any more");
}

#[test]
fn what_is_tagged_overlapped_or_in_a_region_is_told_apart() {
    let mut file = file_of(&["Okoro spoke. Minister Okoro left. Okoro stayed.\nPhoto: Okoro"]);
    tag(&mut file, 0, 1, "Okoro", "actor.person");
    tag(&mut file, 0, 2, "Minister Okoro", "actor.person");
    file.articles[0].regions.push(Region {
        id: RegionId(1),
        span: span(48, 60),
        kind: RegionKind::Credit,
        state: Proposal::Accepted,
        reason: String::new(),
        by: AnnotatorId(1),
        created: time(),
        ext: Ext::default(),
    });
    let session = session_of(file);
    let ask = Ask::words(&session, "Okoro", person());
    let preview = repeats(&session, &ask, &Serial, &|| true).unwrap();
    assert_eq!(shown(&session, &preview), ["1 =Okoro", "1 ~Okoro", "1 Okoro"]);
    assert_eq!((preview.in_regions, preview.count(), preview.free()), (1, 3, 1));
    let scope = Scope { with_regions: true, ..Scope::default() };
    assert_eq!(found(&session, &Ask { scope, ..ask }).len(), 4);
    let third = preview.groups[0].places[2].span;
    let context = context(session.shards()[0].article.text(), third);
    assert_eq!(
        (context.before, context.words, context.behind),
        ("Okoro spoke. Minister Okoro left. ", "Okoro", " stayed.")
    );
    let alike = tagged_alike(&session, &Ask::words(&session, "Okoro", person()), &Serial, &|| true);
    assert_eq!(shown(&session, &alike.unwrap()), ["1 =Okoro"], "and back: the mentions on the same words");
}

#[test]
fn an_entry_is_found_by_all_its_spellings_and_not_inside_of_other_names() {
    let mut file = file_of(&["Washington and D.C. agreed, The Washington Post wrote from Washington."]);
    file.entries.push(entry(1, "actor", "Washington", &["D.C."]));
    file.entries.push(entry(2, "actor", "Washington Post", &[]));
    let session = session_of(file);
    let of = |id| Ask::entry(&session, session.entries.get(EntryId(id)).unwrap(), slug("actor.state"));
    assert_eq!(found(&session, &of(1)), ["1 Washington", "1 D.C.", "1 <Washington", "1 Washington"]);
    assert_eq!(found(&session, &of(2)), ["1 Washington Post"]);
    let everything = Ask::everything(&session);
    assert_eq!(found(&session, &everything), ["1 Washington", "1 D.C.", "1 Washington Post", "1 Washington"]);
}

#[test]
fn word_lists_and_patterns_give_the_same_preview() {
    let mut file = file_of(&["Okoro met the Port Council on 12 May and Lind on 13 May."]);
    file.entries.push(entry(7, "actor", "Ada Okoro", &["Okoro"]));
    let session = session_of(file);
    let list = "# names\nLind\nactor.organisation\tPort Council\nactor.person\tOkoro\tAda Okoro\n\nactor.robot\tX\nactor\tY\tNobody\nactor\t\n";
    let mut next = 100;
    let mut ids = || {
        next += 1;
        EntryId(next)
    };
    let WordList { ask, problems, entries } =
        word_list(&session, list, &slug("actor.person"), Unnamed::Nothing, &mut ids);
    let said: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(said[0], "line 6: the schema has no label `actor.robot`");
    assert_eq!(said[1], "line 8: there is no phrase behind the label");
    let nobody =
        NewEntry { id: EntryId(101), label: slug("actor"), name: "Nobody".to_owned(), aliases: vec!["Y".to_owned()] };
    assert_eq!(entries, [nobody], "a name that the register does not have makes an entry");
    let preview = repeats(&session, &ask, &Serial, &|| true).unwrap();
    assert_eq!(shown(&session, &preview), ["1 Okoro", "1 Port Council", "1 Lind"]);
    let target = |place: usize| &preview.targets[preview.groups[0].places[place].target];
    assert_eq!(target(0), &Target { label: slug("actor.person"), entry: Some(EntryId(7)) });
    assert_eq!(target(1).label, slug("actor.organisation"));
    let query = Query::new(r"\d+ May", Matching { regex: true, ..Matching::EXACT }).unwrap();
    let days = pattern(&session, &query, person(), &Scope::default(), &Serial, &|| true).unwrap();
    assert_eq!(shown(&session, &days), ["1 12 May", "1 13 May"]);
    let long: Vec<String> = (0..40).map(|number| format!("word{number}")).collect();
    let long = format!("{}\nLind\nOkoro\nPort\n", long.join("\n"));
    let many = word_list(&session, &long, &slug("actor.person"), Unnamed::Nothing, &mut ids).ask;
    assert_eq!(found(&session, &many), ["1 Okoro", "1 Port", "1 Lind"], "many phrases are found as few are");
}

#[test]
fn each_line_of_a_word_list_may_stand_for_an_entry() {
    let mut file = file_of(&["Okoro met Lind."]);
    file.entries.push(entry(7, "actor", "Ada Okoro", &["Okoro"]));
    let session = session_of(file);
    let mut next = 100;
    let mut ids = || {
        next += 1;
        EntryId(next)
    };
    let list = "okoro\nLind\n\tJ. Lind\tLind\nactor\tX\te-0000000000009\n";
    let list = word_list(&session, list, &slug("actor.person"), Unnamed::Phrase, &mut ids);
    let lind = NewEntry {
        id: EntryId(101),
        label: slug("actor.person"),
        name: "Lind".to_owned(),
        aliases: vec!["J. Lind".to_owned()],
    };
    assert_eq!(list.entries, [lind], "one line has an entry already, and two speak of the same new one");
    let entries: Vec<Option<EntryId>> = list.ask.targets.iter().map(|target| target.entry).collect();
    assert_eq!(entries, [Some(EntryId(7)), Some(EntryId(101))]);
    let said = list.problems[0].to_string();
    assert_eq!(said, "line 4: the register has no entry `e-0000000000009`; write the name of one, or of a new one");
}

#[test]
fn mentions_alike_are_found_under_one_label_or_under_any() {
    let mut file = file_of(&["Lind met Lind, and Lind left."]);
    for (id, at, label) in [(1, 0, "actor.person"), (2, 9, "actor.group"), (3, 19, "event")] {
        let text = file.articles[0].text.to_string();
        let mut mention = plain_mention(id, &text, vec![span(at, at + 4)]);
        mention.label = slug(label);
        file.articles[0].mentions.push(mention);
    }
    let session = session_of(file);
    let ask = Ask::words(&session, "Lind", person());
    let alike = |scope: &Scope| {
        let ask = Ask { scope: scope.clone(), ..ask.clone() };
        let preview = tagged_alike(&session, &ask, &Serial, &|| true).unwrap();
        let label = |place: &Place| preview.targets[place.target].label.to_string();
        preview.places().map(|(_, place)| label(place)).collect::<Vec<_>>()
    };
    assert_eq!(alike(&Scope::default()), ["actor.person"]);
    let any = Scope { any_label: true, ..Scope::default() };
    assert_eq!(alike(&any), ["actor.person", "actor.group", "event"]);
}

/// Each pair as "name ~ name: score", by score.
fn pairs(session: &Session, found: &[Alike]) -> Vec<String> {
    let name = |id| session.entry_name(id).unwrap();
    let show = |alike: &Alike| {
        let other = match &alike.other {
            Side::Entry(other) => name(*other).to_owned(),
            Side::Words { text, mentions, .. } => format!("[{text} x{}]", mentions.len()),
        };
        format!("{} ~ {other}: {:.2}", name(alike.entry), alike.score)
    };
    found.iter().map(show).collect()
}

fn register(rows: &[(&str, &[&str])]) -> SessionFile {
    let mut file = file_of(&["Text"]);
    for (number, (name, aliases)) in (1..).zip(rows) {
        file.entries.push(entry(number, "actor", name, aliases));
    }
    file
}

#[test]
fn aliases_are_found_by_every_rule_and_say_why() {
    let session = session_of(register(&[
        ("Benjamin Netanyahu", &[]),
        ("B. Netanyahu", &[]),
        ("Tel Aviv", &[]),
        ("Tel-Aviv", &[]),
        ("Islamic Revolutionary Guard Corps", &[]),
        ("IRGC", &[]),
        ("Shneur Segal", &[]),
        ("Shneor Segal", &[]),
        ("President Aliyev", &[]),
        ("Ilham Aliyev", &[]),
        ("Azerbaijan", &[]),
        ("Office of the President of Azerbaijan", &[]),
        ("Flight 370", &[]),
        ("Flight 371", &[]),
        ("Iran", &[]),
        ("Iraq", &[]),
    ]));
    let found = aliases(&session);
    let expected = [
        "Tel Aviv ~ Tel-Aviv: 1.00",
        "Benjamin Netanyahu ~ B. Netanyahu: 0.90",
        "President Aliyev ~ Ilham Aliyev: 0.90",
        "Islamic Revolutionary Guard Corps ~ IRGC: 0.85",
        "Shneur Segal ~ Shneor Segal: 0.85",
        "Azerbaijan ~ Office of the President of Azerbaijan: 0.40",
    ];
    assert_eq!(pairs(&session, &found), expected);
    assert_eq!(found[0].reason, "“Tel Aviv” and “Tel-Aviv” differ in case, accents or signs alone");
    assert_eq!(found[1].reason, "“B. Netanyahu” may be short for “Benjamin Netanyahu”");
    assert_eq!(found[3].reason, "“IRGC” may stand for “Islamic Revolutionary Guard Corps”");
    assert_eq!(found[4].reason, "“Shneur Segal” and “Shneor Segal” differ in one letter");
}

#[test]
fn pairs_that_were_told_apart_are_not_named_again_and_kinds_count() {
    let mut file = register(&[("Georgia", &[]), ("Georgia", &["GA"]), ("Ann Georgia", &[]), ("Bo Georgia", &[])]);
    file.entries[1].distinct_from.push(EntryId(1));
    file.entries[0].kind = Some(slug("actor.state"));
    file.entries[2].kind = Some(slug("actor.person"));
    let session = session_of(file);
    let found = pairs(&session, &aliases(&session));
    assert!(!found.iter().any(|pair| pair.starts_with("Georgia ~ Georgia")), "{found:?}");
    assert!(found.contains(&"Georgia ~ Ann Georgia: 0.36".to_owned()), "two fit, and a state is no person: {found:?}");
    assert!(found.contains(&"Georgia ~ Bo Georgia: 0.72".to_owned()), "{found:?}");
}

#[test]
fn pairs_that_were_compared_are_not_named_again() {
    let mut file = register(&[("Two cranes fell", &[]), ("Two cranes  fell", &[])]);
    assert_eq!(pairs(&session_of(file.clone()), &aliases(&session_of(file.clone()))).len(), 1);
    let [from, to] = [1, 2].map(|id| AlignmentEnd::of_entry(EntryId(id)));
    file.alignments.push(Alignment {
        id: AlignmentId(1),
        kind: AlignmentKind::Contradicts,
        from,
        to,
        confidence: None,
        notes: Vec::new(),
        review: Review::default(),
        by: AnnotatorId(1),
        created: Timestamp::default(),
        modified: None,
        ext: Ext::default(),
    });
    assert!(aliases(&session_of(file)).is_empty());
}

#[test]
fn words_that_are_tagged_and_not_linked_are_held_against_the_register() {
    let mut file = file_of(&["Netanyahu came. Netanyahu left. The visit ended.", "The other side: Netanjahu"]);
    file.entries.push(entry(1, "actor", "Benjamin Netanyahu", &["Netanyahu"]));
    tag(&mut file, 0, 1, "Netanyahu", "actor.person");
    tag(&mut file, 1, 2, "Netanjahu", "actor.person");
    tag(&mut file, 0, 3, "visit", "event");
    let session = session_of(file);
    let found = pairs(&session, &aliases(&session));
    assert_eq!(found, ["Benjamin Netanyahu ~ [Netanyahu x1]: 1.00", "Benjamin Netanyahu ~ [Netanjahu x1]: 0.70"]);
}

#[test]
fn typing_finds_names_aliases_and_words_and_the_likeliest_first() {
    let mut file = register(&[
        ("Benjamin Netanyahu", &["Bibi"]),
        ("Ben Gvir", &[]),
        ("Big Ben", &[]),
        ("Ben", &[]),
        ("Recep Tayyip Erdoğan", &[]),
        ("Carben", &[]),
    ]);
    file.entries.push(entry(90, "event", "Ben's visit", &[]));
    let session = session_of(file);
    let typeahead = Typeahead::new(&session);
    let actor = slug("actor");
    let names = |typed: &str, likely: Likely<'_>| -> Vec<&str> {
        let found = typeahead.query(typed, Some(&actor), likely, 10);
        found.iter().map(|choice| session.entry_name(choice.entry).unwrap()).collect()
    };
    let plain = Likely::default();
    assert_eq!(names("ben", plain), ["Ben", "Ben Gvir", "Benjamin Netanyahu", "Big Ben", "Carben"]);
    let recent = [EntryId(1)];
    let likely = Likely { recent: &recent, ..plain };
    assert_eq!(names("ben", likely)[..3], ["Ben", "Benjamin Netanyahu", "Ben Gvir"], "recency among those of a rank");
    assert_eq!(names("erdogan tay", plain), ["Recep Tayyip Erdoğan"], "words in any order, without their accents");
    assert_eq!(names("net", plain), ["Benjamin Netanyahu"]);
    assert_eq!(names("etan", plain), ["Benjamin Netanyahu"]);
    assert_eq!(names("e", plain), ["Recep Tayyip Erdoğan"], "a single letter begins a word");
    assert_eq!(names("", plain).len(), 6);
    let bibi = typeahead.query("bib", None, plain, 10);
    assert_eq!((bibi.len(), bibi[0].rank, bibi[0].alias), (1, Rank::Prefix, Some(0)));
    assert_eq!(typeahead.query("ben", Some(&slug("claim")), plain, 10), []);
    assert_eq!(typeahead.query("ben", None, plain, 2).len(), 2);
    assert!(uses(&session).is_empty());
}
