//! What is known about articles and outlets: guesses from real articles, values that somebody states for one or for many, and
//! outlets that are made, changed and made one.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stderr,
    clippy::unnecessary_wraps,
    dead_code,
    reason = "helpers of tests fail loudly, as the tests do, give what fields hold, and say what was skipped"
)]

#[path = "support/markup.rs"]
mod markup;
mod support;

use byline::edit::*;
use byline::ingest::article_from_bytes;
use byline::model::*;
use markup::{ARTICLE, OTHER, done_on, refused_on, session, without_log};
use std::path::PathBuf;
use std::sync::Arc;

fn shared(folder: &str) -> Option<PathBuf> {
    let root = std::env::var_os("BYLINE_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    Some(root.join(folder)).filter(|path| path.is_dir())
}

fn read(name: &str, text: &str) -> NewArticle {
    article_from_bytes(name, text.as_bytes(), None, AnnotatorId(1), Timestamp::default()).unwrap()
}

fn row(session: &Session, article: ArticleId) -> &Metadata {
    &session.shard(article).unwrap().metadata
}

fn guessed(text: &str) -> Option<Stated<String>> {
    Some(Stated::guessed(text.to_owned()))
}

fn confirmed(text: &str) -> Option<Stated<String>> {
    Some(Stated::confirmed(text.to_owned()))
}

/// The session of two articles whose headlines, dates and languages are guesses, and three outlets.
fn started() -> Session {
    let mut start = session("Menu and text");
    let outlet = |id, name: &str| {
        Command::AddOutlet(OutletDraft { outlet: Some(OutletId(id)), name: name.to_owned(), ..OutletDraft::default() })
    };
    start = done_on(start, &[outlet(2, "The Herald"), outlet(3, "Gazette")]).session().clone();
    for id in [ARTICLE, OTHER] {
        let shard = start.shard(id).unwrap();
        let day = Interval { phrase: "14 March 2031 09:20".to_owned(), ..Interval::from_text("2031-03-14").unwrap() };
        let metadata = Metadata {
            headline: guessed(&format!("Talks {}", id.0)),
            published: Some(Stated::guessed(day)),
            language: guessed("en"),
            outlet: (id == OTHER).then(|| Stated::guessed(OutletId(2))),
            ..Metadata::clone(&shard.metadata)
        };
        let mut shard = Shard::clone(shard);
        shard.metadata = Arc::new(metadata);
        start = with_shard(&start, &shard);
    }
    without_log(&start)
}

fn with_shard(start: &Session, shard: &Shard) -> Session {
    let mut bench_session = start.clone();
    let before = Arc::clone(&start.shard(shard.id()).unwrap().metadata);
    let change = Change::update(before, Metadata::clone(&shard.metadata));
    let by = AnnotatorId(1);
    let edits = vec![Edit::Metadata(change)];
    let step =
        Transaction { id: TransactionId(900 + shard.id().0), name: "Guess".to_owned(), by, at: support::time(), edits };
    apply(&mut bench_session, &step).unwrap();
    bench_session
}

#[test]
fn the_five_articles_say_their_language_and_one_its_date() {
    let Some(folder) = shared("articles") else { return eprintln!("skipped: the shared articles are not here") };
    let mut dated = Vec::new();
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "txt"));
    assert_eq!(files.len(), 5);
    for path in files {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let bytes = std::fs::read(&path).unwrap();
        let new = article_from_bytes(&name, &bytes, None, AnnotatorId(1), Timestamp::default()).unwrap();
        assert_eq!(new.metadata.language, guessed("en"), "{name}");
        assert_eq!((new.metadata.author, new.metadata.url), (None, None), "{name}: nothing there says who or where");
        dated.extend(new.metadata.published.map(|when| (name[..3].to_owned(), when.value.written(), when.origin)));
    }
    assert_eq!(dated, [("003".to_owned(), "2022-11-01".to_owned(), Origin::Guessed)]);
}

#[test]
fn a_saved_page_says_who_wrote_it_when_where_and_in_which_language() {
    let story = "Die Fähre kehrt nach zwei Wintern in die Meerenge zurück, teilte das Ministerium am Mittwoch mit; das erste Schiff legt im April ab.";
    let page = format!(
        "Fähre kehrt in die Meerenge zurück\nVon Jürgen Müller\nMittwoch, 14. März 2031, 9:20 Uhr\n\n{story}\n\nQuelle: https://www.laterne.example/faehre\n"
    );
    let new = read("a.txt", &page);
    let about = new.metadata;
    assert_eq!((about.author, about.language), (guessed("Jürgen Müller"), guessed("de")));
    assert_eq!(about.url, guessed("https://www.laterne.example/faehre"));
    assert_eq!(new.outlet.as_deref(), Some("laterne.example"), "its host, where nothing else names the outlet");
    let when = about.published.unwrap();
    assert_eq!(
        (when.value.written().as_str(), when.value.phrase.as_str()),
        ("2031-03-14", "Mittwoch, 14. März 2031, 9:20 Uhr")
    );
    let named = read("a.txt", &format!("{page}\n© 2031 Die Laterne\n"));
    assert_eq!(named.outlet.as_deref(), Some("Die Laterne"));
    let told = "By Monday the ferry had returned to the strait after two winters, said Jane Doe of https://lantern.example/ferry on 14 March 2031, and the first ship left.";
    let plain = read("b.txt", &format!("{told}\n{told}\n"));
    assert_eq!(
        (plain.metadata.author, plain.metadata.url, plain.outlet),
        (None, None, None),
        "a sentence says nothing"
    );
    assert_eq!(plain.metadata.published, None);
}

#[test]
fn many_articles_get_a_value_in_one_step_and_keep_the_rest() {
    let change = MetadataChange {
        set: vec![
            (Field::Outlet, Some(" gazette ".to_owned())),
            (Field::Author, Some("Jane Doe".to_owned())),
            (Field::Published, Some("2031-03".to_owned())),
        ],
        confirm: vec![Field::Headline, Field::Note],
        status: Some(ReadingStatus::Read),
    };
    let articles = vec![ARTICLE, OTHER, ARTICLE];
    let start = started();
    let bench = done_on(start.clone(), &[Command::SetMetadataAll { articles, change }]);
    assert_eq!(bench.undo_name(), Some("Change details of 2 articles"), "fields, a confirmation and the status");
    for id in [ARTICLE, OTHER] {
        let row = row(bench.session(), id);
        assert_eq!(row.outlet, Some(Stated::confirmed(OutletId(3))), "the outlet that is there, whatever the case");
        assert_eq!((&row.author, &row.headline), (&confirmed("Jane Doe"), &confirmed(&format!("Talks {}", id.0))));
        assert_eq!(
            (&row.language, row.status),
            (&guessed("en"), ReadingStatus::Read),
            "what is not named stays a guess"
        );
        let when = &row.published.as_ref().unwrap().value;
        assert_eq!((when.display().as_str(), when.precision), ("2031-03-01 – 2031-03-31", Precision::Month));
    }
    let same_day = Command::SetMetadata { article: ARTICLE, field: Field::Published, value: Some("2031-03-14".into()) };
    let kept = done_on(start.clone(), &[same_day]);
    let when = row(kept.session(), ARTICLE).published.clone().unwrap();
    assert_eq!((when.origin, when.value.phrase.as_str()), (Origin::Confirmed, "14 March 2031 09:20"), "the words stay");
    let of = |set, articles| Command::SetMetadataAll {
        articles,
        change: MetadataChange { set, ..MetadataChange::default() },
    };
    let text = |text: &str| Some(text.to_owned());
    for (set, articles, why) in [
        (vec![(Field::Author, None)], vec![ARTICLE], "nothing to change: Set author of article"),
        (vec![(Field::Author, None)], vec![], "nothing to change: name the articles"),
        (
            vec![(Field::Author, text("A")), (Field::Author, text("B"))],
            vec![ARTICLE],
            "the fields to set may have one value each",
        ),
        (
            vec![(Field::Published, text("May"))],
            vec![ARTICLE],
            "the date is a day such as 2026-11-21, a month such as 2026-11 or a year, not `May`",
        ),
        (
            vec![(Field::Language, text("English"))],
            vec![ARTICLE],
            "the language is a BCP 47 tag such as en, pt-BR or zh-Hant, not `English`",
        ),
    ] {
        assert_eq!(refused_on(&start, &of(set, articles)), why);
    }
    let tag = of(vec![(Field::Language, text("PT-br"))], vec![OTHER]);
    assert_eq!(row(done_on(start, &[tag]).session(), OTHER).language, confirmed("pt-BR"));
}

#[test]
fn guesses_are_confirmed_by_field_or_all_at_once() {
    let start = started();
    let one = Command::ConfirmMetadata { articles: vec![ARTICLE, OTHER], fields: vec![Field::Language] };
    let bench = done_on(start.clone(), std::slice::from_ref(&one));
    assert_eq!(bench.undo_name(), Some("Confirm language of 2 articles"));
    assert_eq!(
        (&row(bench.session(), OTHER).language, &row(bench.session(), OTHER).headline),
        (&confirmed("en"), &guessed("Talks 2"))
    );
    let all = Command::ConfirmMetadata { articles: vec![OTHER], fields: vec![] };
    let bench = done_on(start, std::slice::from_ref(&all));
    let other = row(bench.session(), OTHER);
    assert_eq!(other.outlet.as_ref().unwrap().origin, Origin::Confirmed);
    assert_eq!(other.published.as_ref().unwrap().origin, Origin::Confirmed);
    assert_eq!(row(bench.session(), ARTICLE).headline, guessed("Talks 1"), "the other article was not named");
    assert_eq!(refused_on(bench.session(), &all), "nothing to change: Confirm what is guessed of article");
}

#[test]
fn outlets_are_made_changed_and_dropped() {
    let start = started();
    let edit = |change| Command::EditOutlet { outlet: OutletId(3), change };
    let bench = done_on(
        start.clone(),
        &[
            edit(OutletChange::Name(" Evening Gazette ".to_owned())),
            edit(OutletChange::Reliability(Some(Grade::C))),
            edit(OutletChange::Country("Olmeh".to_owned())),
            edit(OutletChange::Url("https://gazette.example".to_owned())),
            edit(OutletChange::Note("owned by the port".to_owned())),
        ],
    );
    let row = bench.session().outlets.get(OutletId(3)).unwrap();
    assert_eq!(
        (row.name.as_str(), row.reliability, row.country.as_str()),
        ("Evening Gazette", Some(Grade::C), "Olmeh")
    );
    assert_eq!((row.url.as_str(), row.note.as_str()), ("https://gazette.example", "owned by the port"));
    let gone = done_on(start.clone(), &[Command::DropOutlet { outlet: OutletId(3) }]);
    assert!(gone.session().outlets.get(OutletId(3)).is_none());
    let draft = |name: &str, id| {
        Command::AddOutlet(OutletDraft { name: name.to_owned(), outlet: id, ..OutletDraft::default() })
    };
    for (command, why) in [
        (
            Command::DropOutlet { outlet: OutletId(2) },
            "“The Herald” is the outlet of one article, first “Talks 2”; give them another outlet, or merge it with another",
        ),
        (
            Command::DropOutlet { outlet: OutletId(9) },
            "there is no outlet o-0000000000009 here; it may have been deleted",
        ),
        (draft(" ", None), "an outlet's name may not be empty"),
        (draft("gazette", None), "there is an outlet “Gazette” already; merge the two if they are one"),
        (draft("New", Some(OutletId(1))), "there is an outlet o-0000000000001 already"),
        (
            edit(OutletChange::Name("the herald".to_owned())),
            "there is an outlet “The Herald” already; merge the two if they are one",
        ),
        (edit(OutletChange::Country(" ".to_owned())), "nothing to change: Set country of outlet “Gazette”"),
    ] {
        assert_eq!(refused_on(&start, &command), why);
    }
}

#[test]
fn two_spellings_become_one_outlet_and_all_that_names_them_follows() {
    let herald = OutletId(2);
    let filter = Command::SaveFilter(Box::new(FilterDraft {
        filter: Some(FilterId(1)),
        name: "Herald".to_owned(),
        outlets: vec![OutletId(1), herald],
        ..FilterDraft::default()
    }));
    let edit = |outlet, change| Command::EditOutlet { outlet: OutletId(outlet), change };
    let start = done_on(
        started(),
        &[
            filter,
            edit(1, OutletChange::Note("a daily".to_owned())),
            edit(2, OutletChange::Note("since 1901".to_owned())),
            edit(2, OutletChange::Reliability(Some(Grade::B))),
        ],
    );
    let start = without_log(start.session());
    assert!(
        refused_on(&start, &Command::DropOutlet { outlet: OutletId(1) }).contains("the saved filter “Herald” asks for")
    );
    let merge = |into, from: &[u64]| Command::MergeOutlets {
        into: OutletId(into),
        from: from.iter().copied().map(OutletId).collect(),
    };
    let bench = done_on(start.clone(), &[merge(1, &[2])]);
    assert_eq!(bench.undo_name(), Some("Merge outlet “The Herald” into “Herald”"));
    let session = bench.session();
    assert!(session.outlets.get(herald).is_none());
    assert_eq!(row(session, OTHER).outlet, Some(Stated::guessed(OutletId(1))), "it stays the guess that it was");
    let stays = session.outlets.get(OutletId(1)).unwrap();
    assert_eq!((stays.reliability, stays.note.as_str()), (Some(Grade::B), "a daily\nsince 1901"));
    assert_eq!(session.filters.get(FilterId(1)).unwrap().outlets, [OutletId(1)]);
    assert_eq!(
        refused_on(&start, &merge(1, &[])),
        "nothing to change: name the outlets that are to become one with it"
    );
    assert_eq!(refused_on(&start, &merge(1, &[1])), "“Herald” cannot be merged with itself; choose another outlet");
}

#[test]
fn times_are_written_as_they_are_read() {
    for text in ["2031-03-14", "2028-02", "2031", "2031-03-14 – 2031-03-16", "from 2031-03-14", "until 2031-03-14"] {
        assert_eq!(Interval::from_text(text).map(|when| when.written()).as_deref(), Some(text));
    }
    assert_eq!(Interval::from_text("2028-02").unwrap().display(), "2028-02-01 – 2028-02-29");
    assert_eq!(Interval::from_text("2031-03..2031-04").unwrap().precision, Precision::Month);
    for text in
        ["", "2031-13", "2031-02-30", "31-1-1", "2031-3-4", "2031-03-16 - 2031-03-14", "20310314", "٢٠٣١", "-", "2031-"]
    {
        assert_eq!(Interval::from_text(text), None, "{text}");
    }
}
