//! Commands on guideline pages: writing, what is refused, deleting, and the labels that link to them.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests fail loudly, as the tests do"
)]

#[path = "support/markup.rs"]
mod markup;
mod support;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use byline::codec::{decode, encode};
use byline::edit::*;
use byline::model::*;
use markup::*;
use support::{slug, time};

const PAGE: GuidelineId = GuidelineId(7);
const PNG: &[u8] = b"\x89PNG\r\n\x1a\nand what follows";

fn picture(name: &str, media_type: &str, bytes: &[u8]) -> Picture {
    Picture { name: name.to_owned(), media_type: media_type.to_owned(), data: STANDARD.encode(bytes).into() }
}

fn page(title: &str, text: &str) -> GuidelineDraft {
    let (title, text) = (title.to_owned(), text.to_owned());
    GuidelineDraft { guideline: Some(PAGE), title, text, ..GuidelineDraft::default() }
}

fn save(draft: GuidelineDraft) -> Command {
    Command::SaveGuideline(Box::new(draft))
}

fn refusal(session: &Session, command: &Command) -> String {
    bench(session.clone()).execute(command).unwrap_err().to_string()
}

#[test]
fn a_page_is_written_linked_changed_and_renamed_each_as_one_step() {
    let talks = session("[Ann|actor] met [Bob|actor.person]");
    let labels = vec![slug("actor")];
    let mut bench = bench(talks);
    bench.execute(&save(GuidelineDraft { labels, ..page("Actors", "Tag the name.") })).unwrap();
    assert_eq!(bench.undo_name(), Some("Write guideline page “Actors”"));
    let schema = &bench.session().schema;
    assert_eq!(schema.guideline_of(&slug("actor")), Some(PAGE));
    assert_eq!(schema.guideline_of(&slug("actor.person")), Some(PAGE), "what stands below is explained there too");
    assert_eq!(schema.guideline_of(&slug("event")), None);
    assert_eq!(schema.explained_by(PAGE).map(|info| info.name).collect::<Vec<_>>(), ["Actor"]);
    bench.execute(&save(page("Actors", "Tag the whole name."))).unwrap();
    assert_eq!(bench.undo_name(), Some("Change guideline page “Actors”"));
    bench.execute(&save(page("Who acts", "Tag the whole name."))).unwrap();
    assert_eq!(bench.undo_name(), Some("Rename guideline page to “Who acts”"));
    assert_eq!(validate(bench.session()), []);
    bench.undo().unwrap();
    bench.undo().unwrap();
    assert_eq!(bench.session().guidelines.get(PAGE).unwrap().text, "Tag the name.");
    bench.undo().unwrap();
    assert_eq!((bench.session().guidelines.len(), bench.session().schema.guideline_of(&slug("actor"))), (0, None));
}

#[test]
fn a_page_that_is_deleted_takes_the_links_along_and_undo_brings_both_back() {
    let labels = vec![slug("actor"), slug("actor.person"), slug("claim")];
    let steps = [save(GuidelineDraft { labels, ..page("Everything", "") }), Command::DropGuideline { guideline: PAGE }];
    let mut bench = done_on(session("[Ann|actor] spoke"), &steps);
    assert_eq!(bench.undo_name(), Some("Delete guideline page “Everything”"));
    assert_eq!(validate(bench.session()), []);
    assert_eq!((bench.session().guidelines.len(), bench.session().schema.explained_by(PAGE).count()), (0, 0));
    bench.undo().unwrap();
    assert_eq!(bench.session().guidelines.get(PAGE).unwrap().title, "Everything");
    assert_eq!(bench.session().schema.explained_by(PAGE).count(), 3);
    let text = encode(bench.session(), time()).unwrap();
    assert_eq!(decode(text.as_bytes()).unwrap().session, *bench.session());
}

#[test]
fn a_label_is_linked_to_another_page_or_to_none() {
    let explain = |label: &str, guideline| Command::ExplainLabel { label: slug(label), guideline };
    let steps = [save(page("Claims", "")), explain("claim", Some(PAGE))];
    let mut bench = done_on(session("Ann spoke"), &steps);
    assert_eq!(bench.undo_name(), Some("Guideline page of “Claim”: “Claims”"));
    bench.execute(&explain("claim", None)).unwrap();
    assert_eq!(bench.undo_name(), Some("No guideline page of “Claim”"));
    assert_eq!(bench.session().schema.guideline_of(&slug("claim")), None);
    let session = bench.session();
    assert!(matches!(refusal(session, &explain("claim", None)), why if why.starts_with("nothing to change")));
    let gone = refusal(session, &explain("claim", Some(GuidelineId(404))));
    assert!(gone.starts_with("there is no guideline page h-"), "{gone}");
    assert!(refusal(session, &explain("nobody", None)).starts_with("the schema has no label `nobody`"));
}

#[test]
fn what_a_page_cannot_show_is_refused_with_what_to_do() {
    let empty = session("Ann spoke");
    let of = |pictures: Vec<Picture>| save(GuidelineDraft { pictures, ..page("Actors", "") });
    let large = [PNG, &vec![0; MAX_PICTURE_BYTES]].concat();
    for (command, why) in [
        (save(page("  ", "words")), "the title of a page may not be empty"),
        (save(page("Long", &"a".repeat(MAX_PAGE_BYTES + 1))), "so make two of it"),
        (save(GuidelineDraft { labels: vec![slug("nobody")], ..page("Actors", "") }), "has no label `nobody`"),
        (of(vec![picture("my map.png", "image/png", PNG)]), "use `my-map.png`"),
        (of(vec![picture("a.png", "image/jpeg", PNG)]), "is no image/jpeg; PNG, JPEG and WebP can be shown"),
        (of(vec![picture("a.gif", "image/gif", b"GIF89a")]), "is no image/gif"),
        (of(vec![picture("a.png", "image/png", &large)]), "is the most, so make it smaller"),
        (of(vec![picture("a.png", "image/png", PNG); 2]), "is there twice"),
        (of(vec![Picture { data: "é".into(), ..picture("a.png", "image/png", PNG) }]), "is no base 64"),
        (
            of((0..6).map(|n| picture(&format!("{n}.png"), "image/png", &large[..MAX_PICTURE_BYTES])).collect()),
            "two pages",
        ),
    ] {
        let told = refusal(&empty, &command);
        assert!(told.contains(why), "{told}");
    }
}

#[test]
fn pictures_that_a_page_had_stay_whatever_they_are() {
    let mut talks = session("Ann spoke");
    let odd = picture("odd name.tif", "image/tiff", b"II*");
    let page_of = |text: &str| GuidelineDraft { pictures: vec![odd.clone()], ..page("Actors", text) };
    let known = Guideline {
        id: PAGE,
        title: "Actors".to_owned(),
        text: String::new(),
        pictures: vec![odd.clone()],
        ext: Ext::default(),
    };
    std::sync::Arc::make_mut(&mut talks.guidelines).insert_new(known).unwrap();
    let bench = done_on(talks, &[save(page_of("new words"))]);
    assert_eq!(bench.session().guidelines.get(PAGE).unwrap().pictures, [odd]);
}

#[test]
fn names_of_files_become_names_that_markdown_can_link_to() {
    assert_eq!(picture_name(" Map of (the) port.png "), "Map-of--the--port.png");
    assert_eq!(picture_name(""), "picture");
    assert_eq!(picture_name("Карта.jpg"), "Карта.jpg");
}
