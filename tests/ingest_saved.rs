//! Pages saved into one file, lists of JSON, and pdfs within archives: what is read of them, the way back to the bytes, and what
//! is said of those that are damaged or made to do harm.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    reason = "helpers of tests fail the test that calls them"
)]

mod support {
    pub(crate) mod documents;
    pub(crate) mod program;
}

use byline::codec::Serial;
use byline::ingest::{
    Columns, Field, Kind, ReadArticle, ReadFile, Reading, byte_range, check_source, rebuild, redecode, table_preview,
};
use byline::model::{AnnotatorId, Timestamp};
use byline::text::CharOffset;
use support::documents::{self, zipped};
use support::program::Place;

fn try_read(name: &str, bytes: &[u8], declared: Option<&str>) -> Result<ReadFile, String> {
    let columns = Columns::default();
    let (by, created) = (AnnotatorId(1), Timestamp::default());
    let reading = Reading { declared, columns: &columns, by, created, spread: &Serial };
    reading.read(name, bytes.to_vec()).map_err(|fault| fault.to_string())
}

#[track_caller]
fn only(name: &str, bytes: &[u8]) -> ReadArticle {
    let mut file = try_read(name, bytes, None).unwrap();
    assert_eq!((file.articles.len(), &file.refused, &file.remarks), (1, &vec![], &vec![]), "{file:?}");
    file.articles.remove(0)
}

/// The source bytes of `words` of an article, decoded as UTF-8.
#[track_caller]
fn stood(article: &ReadArticle, words: &str) -> String {
    let (text, source) = (article.new.article.text(), &article.new.article.source);
    assert_eq!(check_source(text, source), Ok(()), "{source:?}");
    let bytes = rebuild(text, source).unwrap();
    let at = text.find(words).unwrap_or_else(|| panic!("no {words} in {text}"));
    let first = text[..at].chars().count();
    let last = first + words.chars().count() - 1;
    let start = byte_range(text, source, CharOffset::from_usize(first)).unwrap().start;
    let end = byte_range(text, source, CharOffset::from_usize(last)).unwrap().end;
    let place = |byte: u64| usize::try_from(byte).unwrap();
    String::from_utf8(bytes[place(start)..place(end)].to_vec()).unwrap()
}

const BODY: &str = "The café of the harbour has been closed since the storm of last winter, said the harbour master of Skerra on \
                    Monday, and nobody knows when the ferry to the islands will sail again from the old quay.";

fn page(charset: &str) -> String {
    let paragraphs = format!("<p>{BODY}</p>").repeat(3);
    format!(
        "<html><head>{charset}<title>Quay closed</title></head><body><h1>Quay closed</h1>{paragraphs}</body></html>"
    )
}

/// How a browser writes bytes into such a file.
fn quoted(bytes: &[u8]) -> String {
    let mut out = String::new();
    let mut width = 0;
    for byte in bytes {
        let written = match byte {
            b'=' | 0x80.. => format!("={byte:02X}"),
            byte => char::from(*byte).to_string(),
        };
        if width + written.len() > 75 {
            out.push_str("=\r\n");
            width = 0;
        }
        width += written.len();
        out.push_str(&written);
    }
    out
}

fn in_lines(base64: &str) -> String {
    let letters: Vec<char> = base64.chars().collect();
    letters.chunks(76).map(|line| line.iter().collect::<String>() + "\r\n").collect()
}

/// A file as a browser saves it: a style sheet before the page, a picture behind it.
fn saved(coding: &str, kind: &str, page: &str) -> String {
    format!(
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://skerra.example/quay\r\nSubject: Quay closed\r\nDate: Fri, \
         24 Apr 2026 10:20:30 +0200\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\t\
         boundary=\"----Edge--x1\"\r\n\r\nNo reader shows this.\r\n------Edge--x1\r\nContent-Type: text/css\r\n\r\np {{}}\r\n\
         ------Edge--x1\r\nContent-Type: {kind}\r\nContent-ID: <frame@x>\r\nContent-Transfer-Encoding: {coding}\r\n\
         Content-Location: https://skerra.example/quay\r\n\r\n{page}\r\n------Edge--x1\r\nContent-Type: image/png\r\n\
         Content-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n------Edge--x1--\r\n"
    )
}

#[test]
fn the_page_of_a_saved_file_is_the_article_with_its_own_bytes() {
    use base64::Engine;
    let plain = page("<meta charset=utf-8>");
    let base64 = in_lines(&base64::engine::general_purpose::STANDARD.encode(&plain));
    for (coding, written) in
        [("quoted-printable", quoted(plain.as_bytes())), ("base64", base64), ("8bit", plain.clone())]
    {
        let article = only("quay.mhtml", saved(coding, "text/html", &written).as_bytes());
        let text = article.new.article.text();
        assert!(text.contains(BODY) && !text.contains("=C3") && !text.contains("No reader"), "{coding}: {text}");
        assert_eq!(stood(&article, "café"), "café", "{coding}");
        let source = &article.new.article.source;
        assert_eq!(source.media_type, "text/html", "the source is the page itself");
        assert_eq!(rebuild(text, source).unwrap(), plain.as_bytes(), "{coding}: with the page's own bytes");
        let within = source.within.as_ref().unwrap();
        assert_eq!((within.file.as_str(), within.member.as_str()), ("quay.mhtml", "https://skerra.example/quay"));
        assert_eq!(source.retrieved.unwrap().to_string(), "2026-04-24T08:20:30Z", "when it was saved");
        let known = &article.new.metadata;
        assert_eq!(known.url.as_ref().unwrap().value, "https://skerra.example/quay");
        assert_eq!(article.new.article.name, "quay.mhtml");
        assert!(article.stated.contains(&Field::Url));
    }
    // What it is called says nothing.
    let file = try_read("quay.txt", saved("8bit", "text/html", &plain).as_bytes(), None).unwrap();
    assert_eq!((file.kind, file.articles.len()), (Kind::Mhtml, 1));
    assert!(file.remarks[0].contains("its name says text and its content mhtml"), "{:?}", file.remarks);
}

#[test]
fn the_encoding_beside_a_page_holds_and_another_one_can_be_chosen() {
    let (bytes, ..) = encoding_rs::WINDOWS_1252.encode(BODY);
    let html = [b"<html><body><p>".as_slice(), &bytes, b"</p></body></html>"].concat();
    let file = saved("quoted-printable", "text/html; charset=\"windows-1252\"", &quoted(&html));
    let article = only("a.mht", file.as_bytes());
    assert_eq!(article.new.article.source.encoding, "windows-1252");
    assert!(article.new.article.text().contains("café"));
    let anew = redecode(&article.new.article, "windows-1251", AnnotatorId(1), Timestamp::default()).unwrap();
    assert!(anew.article.text().contains("cafй"), "{}", anew.article.text());
    assert_eq!(anew.article.source.within, article.new.article.source.within);
    let chosen = try_read("a.mht", file.as_bytes(), Some("windows-1251")).unwrap();
    assert!(chosen.articles[0].new.article.text().contains("cafй"), "who imports has the last word");
}

#[test]
fn a_saved_file_without_a_page_says_so_and_a_cut_one_gives_what_is_there() {
    let plain = page("");
    let whole = saved("8bit", "text/html", &plain);
    let cut = &whole[..whole.find("</p><p>").unwrap()];
    let file = try_read("cut.mhtml", cut.as_bytes(), None).unwrap();
    assert!(file.articles[0].new.article.text().contains("the harbour master"));
    assert!(file.remarks[0].contains("the file ends before its page does"), "{:?}", file.remarks);
    // An attachment within parts within parts; the text is no page, and still what is to be read.
    let nested = "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=a\n\n--a\nContent-Type: multipart/alternative; \
                  boundary=b\n\n--b\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: \
                  quoted-printable\n\nThe caf=C3=A9 is closed.\n--b--\n--a--\n";
    let article = only("n.mht", nested.as_bytes());
    assert_eq!((article.new.article.text(), stood(&article, "café").as_str()), ("The café is closed.", "café"));
    let deep: String = (0..50).fold(String::from("MIME-Version: 1.0\n"), |text, depth| {
        format!("{text}Content-Type: multipart/related; boundary=b{depth}\n\n--b{depth}\n")
    });
    let many = format!(
        "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n{}",
        "--x\nContent-Type: image/png\n\n".repeat(50_000)
    );
    for (name, bytes, why) in [
        ("none.mhtml", saved("8bit", "image/svg+xml", "<svg/>"), "without a page in it"),
        ("code.mhtml", saved("x-uuencode", "text/html", &plain), "its page is written as `x-uuencode`"),
        ("base.mhtml", saved("base64", "text/html", "PGh0b*Ww"), "is said to be base 64 and is none"),
        (
            "edge.mhtml",
            "MIME-Version: 1.0\nContent-Type: multipart/related\n\n--x\n".to_owned(),
            "where its parts begin",
        ),
        ("deep.mhtml", deep, "without a page in it"),
        ("many.mhtml", many, "without a page in it"),
    ] {
        let why_not = try_read(name, bytes.as_bytes(), None).unwrap_err();
        assert!(why_not.contains(why), "{name}: {why_not}");
    }
}

#[test]
fn each_object_of_a_json_list_is_an_article_with_its_own_bytes() {
    let list = "\u{feff}[\n  {\"headline\": \"Quay\",\n   \"body\": \"The \\u201cquay\\u201d is closed after the storm of last year.\", \
                \"meta\": {\"url\": \"https://l.example/1\"}},\n  {\"headline\": \"Ferry\", \"body\": \"The ferry is back, and so are \
                the boats.\"}, 7, {\"headline\": \"Empty\"}\n]\n";
    let file = try_read("news.json", list.as_bytes(), None).unwrap();
    assert_eq!((file.kind, file.articles.len()), (Kind::Json, 2));
    let first = &file.articles[0];
    assert_eq!(first.new.article.text(), "The “quay” is closed after the storm of last year.");
    assert_eq!(stood(first, "“quay”"), "\\u201cquay\\u201d");
    assert_eq!((first.new.article.name.as_str(), first.part.as_str()), ("news.json #1", "1"));
    let (start, end) = first.new.article.source.within.as_ref().unwrap().range.unwrap();
    let own = &list.as_bytes()[usize::try_from(start).unwrap()..usize::try_from(end).unwrap()];
    assert!(
        own.starts_with(b"{\"headline\": \"Quay\"") && own.ends_with(b"}}"),
        "each object has its place in the file"
    );
    assert_eq!(stood(&file.articles[1], "ferry"), "ferry");
    assert_eq!(first.new.metadata.headline.as_ref().unwrap().value, "Quay");
    let remarks = file.remarks.join("; ");
    assert!(remarks.contains("one value is no JSON object and gave no article: value 3"), "{remarks}");
    assert!(remarks.contains("record 3 has no text in `body`"), "{remarks}");
    let preview = table_preview("news.json", list.as_bytes(), None, &Columns::default(), 5).unwrap().unwrap();
    assert_eq!((preview.columns.join(" "), preview.count), ("headline body meta.url".to_owned(), 3));
    assert_eq!(preview.chosen.0[&Field::Text], "body");
}

#[test]
fn json_that_is_no_list_of_articles_is_refused_and_a_cut_list_gives_what_is_there() {
    for (bytes, why) in [
        ("{\n\"a\": 1}", "it is no JSON list of objects, one for each article: it begins with `{` and not with `[`"),
        ("[1, 2]", "the table has no records"),
        ("[]", "the table has no records"),
        ("[{\"a\": 1}]", "no column looks like the text of an article (there are `a`)"),
    ] {
        let why_not = try_read("a.json", bytes.as_bytes(), None).unwrap_err();
        assert!(why_not.contains(why), "{bytes}: {why_not}");
    }
    let cut = "[{\"text\": \"The ferry is back.\"},\n{\"text\": \"The quay is";
    let file = try_read("a.json", cut.as_bytes(), None).unwrap();
    assert_eq!(file.articles.len(), 1);
    let remarks = file.remarks.join("; ");
    assert!(remarks.contains("value 2:") && remarks.contains("does not go on as JSON in line 2"), "{remarks}");
    // Deep and long ones end at once.
    let deep = format!("[{{\"text\": {}", "[".repeat(200_000));
    assert!(try_read("d.json", deep.as_bytes(), None).unwrap_err().contains("the table has no records"));
    let open = format!("[{}", "{\"text\": \"".repeat(100_000));
    assert!(try_read("o.json", open.as_bytes(), None).unwrap_err().contains("the table has no records"));
}

#[test]
fn a_pdf_in_an_archive_is_read_apart_and_says_what_it_keeps_instead_of_bytes() {
    let place = Place::new();
    let pdf = documents::pdf(&[&["Ferry returns to the strait."], &["It sails daily."]]);
    let inner = zipped(&[("deep/b.pdf", &pdf)]);
    let broken = b"%PDF-1.7 nothing".as_slice();
    let archive =
        zipped(&[("in/a.pdf", &pdf), ("in/c.txt", b"The quay is closed."), ("in/e.pdf", broken), ("z.zip", &inner)]);
    place.file("site.zip", archive);
    let run = place.byline(&["import", "site.zip", "-o", "s.ron", "--as", "Ann", "--report", "json"]).ends(3);
    let report = run.json();
    let added = report["added"].as_array().unwrap();
    let named: Vec<&str> = added.iter().map(|row| row["name"].as_str().unwrap()).collect();
    assert_eq!(named, ["a.pdf", "c.txt", "b.pdf"]);
    for (row, member) in [(&added[0], "in/a.pdf"), (&added[2], "z.zip/deep/b.pdf")] {
        let source = &row["source"];
        assert_eq!((&source["leads_to"], &source["bytes_in"]), (&"places".into(), &"file".into()), "{row}");
        assert_eq!((&source["within"]["file"], &source["within"]["member"]), (&"site.zip".into(), &member.into()));
    }
    assert!(run.err.contains("in/e.pdf: the file is no pdf that can be read"), "{}", run.err);
    assert!(place.read("s.ron").contains("\"page 2\""));
    place.byline(&["validate", "s.ron"]).ends(0);
    // Whoever reads without the program's help says so.
    assert!(
        try_read("a.zip", &zipped(&[("a.pdf", &pdf)]), None).unwrap().refused[0].contains("in a process of their own")
    );
}

#[test]
fn an_archive_of_pdfs_that_never_end_is_given_up_after_some() {
    let place = Place::new();
    let endless = documents::endless_pdf();
    let names: Vec<String> = (0..12).map(|number| format!("{number}.pdf")).collect();
    let mut members: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), endless.as_slice())).collect();
    members.push(("z.txt", b"The quay is closed."));
    place.file("loop.zip", zipped(&members));
    let run = place.byline(&["import", "loop.zip", "-o", "s.ron", "--as", "Ann"]).ends(3);
    assert!(
        run.err.contains("took longer than") && run.err.contains("3 pdfs of this archive took too long"),
        "{}",
        run.err
    );
    assert!(place.read("s.ron").contains("The quay is closed."), "the rest comes in");
}
