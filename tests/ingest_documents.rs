//! Word documents, books, feeds and pdfs become documents; those that are damaged or made to do harm become messages.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail loudly")]

mod support {
    pub(crate) mod documents;
    pub(crate) mod program;
}

use byline::ingest::{Extracted, docx, epub, feed, pdf};
use byline::text::CharOffset;
use byline::workbench::{Apart, ApartError, Clock, Limits, Progress};
use std::time::Duration;
use support::documents::{self, paragraph, zipped};
use support::program::Place;

fn only(read: Vec<Extracted>) -> Extracted {
    assert_eq!(read.len(), 1);
    read.into_iter().next().unwrap()
}

fn places(document: &Extracted) -> Vec<(u32, &str)> {
    document.places.iter().map(|(at, place)| (at.0, place.as_str())).collect()
}

/// What stands at a place that the document names.
fn text_at(document: &Extracted, place: &str) -> String {
    let (at, _) = document.places.iter().find(|(_, known)| known.starts_with(place)).unwrap();
    document.text.chars().skip(at.0 as usize).take_while(|char| *char != '\n').collect()
}

#[test]
fn a_word_document_reads_as_with_all_changes_accepted() {
    let body = [
        "<w:p><w:pPr><w:pStyle w:val=\"berschrift1\"/></w:pPr><w:r><w:t>Ferry &amp; harbour</w:t></w:r></w:p>",
        "<w:p><w:r><w:t xml:space=\"preserve\">The ferry </w:t></w:r><w:del><w:r><w:delText>never </w:delText></w:r></w:del>",
        "<w:ins><w:r><w:t xml:space=\"preserve\">often </w:t></w:r></w:ins><w:r><w:t>sails.</w:t><w:br/><w:t>Daily.</w:t></w:r></w:p>",
        "<w:p/><w:tbl><w:tr><w:tc><w:p><w:r><w:t>Port</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Boats</w:t></w:r></w:p></w:tc></w:tr>",
        "<w:tr><w:tc><w:p><w:r><w:t>North</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>12</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>Hidden.</w:t></w:r><w:r><w:fldChar/><w:instrText>PAGE</w:instrText><w:t>Shown.</w:t></w:r></w:p>",
        "<w:p><w:r><w:t>With a box</w:t><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>In the box</w:t></w:r></w:p>",
        "</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent><w:p><w:r><w:t>In the box</w:t></w:r></w:p></w:txbxContent>",
        "</mc:Fallback></mc:AlternateContent></w:r></w:p>",
    ]
    .concat();
    let properties = "<dc:title>Draft 3</dc:title><dc:creator>Ada Reed</dc:creator><dc:language>en-GB</dc:language>\
                      <dcterms:created>2031-03-14T09:20:00Z</dcterms:created>";
    let document = only(docx::read(&documents::docx(&body, properties)).unwrap());
    assert_eq!(
        document.text,
        "Ferry & harbour\n\nThe ferry often sails.\nDaily.\n\nPort\tBoats\nNorth\t12\n\nShown.\n\nWith a box\n\nIn the box"
    );
    assert_eq!(document.stated.headline.as_deref(), Some("Ferry & harbour"));
    assert_eq!(document.stated.author.as_deref(), Some("Ada Reed"));
    assert_eq!(document.stated.language.as_deref(), Some("en-GB"));
    assert_eq!(document.stated.published, None, "the day on which a file was made is not the article's");
    let remarks = document.remarks.join("; ");
    for told in ["tracked changes delete it: 1 stretch", "formatted as hidden: 1 stretch", "made on 2031-03-14"] {
        assert!(remarks.contains(told), "{remarks}");
    }
    assert_eq!(text_at(&document, "paragraph 3"), "Port\tBoats");
    assert!(document.map.is_empty());
}

#[test]
fn a_word_document_keeps_its_pages_where_it_was_laid_out() {
    let body = [
        paragraph("First."),
        "<w:p><w:r><w:lastRenderedPageBreak/><w:t>Second begins.</w:t></w:r></w:p>".to_owned(),
        paragraph("Second goes on."),
    ];
    let document = only(docx::read(&documents::docx(&body.concat(), "")).unwrap());
    assert_eq!(places(&document), [(0, "page 1"), (8, "page 2")]);
    assert_eq!(text_at(&document, "page 2"), "Second begins.");
}

#[test]
fn a_table_that_only_lays_out_a_page_gives_its_paragraphs() {
    let cell = format!("<w:tc>{}{}</w:tc>", paragraph("One."), paragraph("Two."));
    let body = format!("<w:tbl><w:tr>{cell}<w:tc>{}</w:tc></w:tr></w:tbl>", paragraph("Aside."));
    assert_eq!(only(docx::read(&documents::docx(&body, "")).unwrap()).text, "One.\n\nTwo.\n\nAside.");
}

#[test]
fn a_book_is_read_in_the_order_of_its_spine() {
    let chapters = [
        "<html><head><title>No text</title></head><body><h1>One</h1><p>The ferry&nbsp;returns &mdash; at last.</p><p>Twice.</p></body></html>",
        "<html><body><img src='a.png'/></body></html>",
        "<html><body><p>Three<br/>lines</p><script>no()</script></body></html>",
    ];
    let metadata = "<dc:title>Harbour days</dc:title><dc:creator>Ada Reed</dc:creator><dc:creator>B. Lund</dc:creator>\
                    <dc:language>en</dc:language><dc:date>2031-03-14</dc:date><dc:publisher>Strait Press</dc:publisher>";
    let document = only(epub::read(&documents::epub(metadata, &chapters)).unwrap());
    let text = document.text.replace('\u{a0}', " ");
    assert!(text.starts_with("One\n\nThe ferry returns — at last.\n\nTwice."), "{text:?}");
    assert!(text.ends_with("Three\nlines"), "{text:?}");
    assert!(!text.contains("No text") && !text.contains("no()"), "{text:?}");
    let named: Vec<&str> = document.places.iter().map(|(_, place)| place.as_str()).collect();
    assert_eq!(named, ["chapter 1, OEBPS/text/chapter 1.xhtml", "chapter 3, OEBPS/text/chapter 3.xhtml"]);
    assert_eq!(text_at(&document, "chapter 3"), "Three");
    let stated = document.stated;
    assert_eq!(stated.headline.as_deref(), Some("Harbour days"));
    assert_eq!(stated.author.as_deref(), Some("Ada Reed, B. Lund"));
    assert_eq!(stated.published.as_deref(), Some("2031-03-14"));
    assert_eq!(stated.outlet.as_deref(), Some("Strait Press"));
}

const RSS: &str = "<?xml version=\"1.0\"?><!-- saved --><rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\">\
    <channel><title>Strait Herald</title><language>en-gb</language>\
    <item><title>Ferry &amp; harbour</title><link>https://strait.example/1</link><pubDate>Fri, 14 Mar 2031 09:20:00 +0200</pubDate>\
    <author>ada@strait.example (Ada Reed)</author>\
    <content:encoded><![CDATA[<p>The ferry returns.</p><p>It sails <b>daily</b>.<br><br>So they say.</p>]]></content:encoded></item>\
    <item><title>Second</title><description>A summary alone.</description></item><item><guid>3</guid></item></channel></rss>";

#[test]
fn every_entry_of_a_feed_is_a_document() {
    assert!(feed::is_feed(RSS.as_bytes()));
    assert!(!feed::is_feed(b"<?xml version=\"1.0\"?><TEI></TEI>"));
    assert!(!feed::is_feed(b"Ferry returns"));
    let read = feed::read(RSS.as_bytes()).unwrap();
    let [first, second] = read.as_slice() else { panic!("{read:#?}") };
    assert!(first.text.starts_with("Ferry & harbour\n\nThe ferry returns.\n\nIt sails daily."), "{:?}", first.text);
    assert_eq!(first.part, "1");
    assert_eq!(first.stated.published.as_deref(), Some("2031-03-14T07:20:00+00:00"));
    assert_eq!(first.stated.url.as_deref(), Some("https://strait.example/1"));
    assert_eq!(first.stated.outlet.as_deref(), Some("Strait Herald"));
    assert_eq!(first.stated.language.as_deref(), Some("en-gb"));
    assert_eq!(first.remarks, ["left out of the feed, without any text: 1 entry"]);
    assert_eq!(second.text, "Second\n\nA summary alone.");
    assert_eq!(second.remarks, ["the feed holds a summary alone, not the whole article"]);
}

#[test]
fn atom_and_json_feeds_are_read_too() {
    let atom = "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Herald</title><entry><title>One</title>\
                <updated>2031-03-14T09:20:00Z</updated><content type=\"html\">&lt;p&gt;Body.&lt;/p&gt;</content></entry></feed>";
    assert!(feed::is_feed(atom.as_bytes()));
    assert_eq!(only(feed::read(atom.as_bytes()).unwrap()).text, "One\n\nBody.");
    let json = "{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"Herald\", \"items\": [{\"id\": \"1\", \
                \"title\": \"One\", \"content_html\": \"<p>Body.</p>\"}]}";
    assert!(feed::is_feed(json.as_bytes()));
    assert_eq!(only(feed::read(json.as_bytes()).unwrap()).text, "One\n\nBody.");
}

#[test]
fn a_pdf_gives_paragraphs_and_the_page_of_each() {
    let first: &[&str] = &["Ferry returns to the strait", "after two win-", "ters, said the mayor on Monday"];
    let second: &[&str] = &["morning.", "She added nothing."];
    let document = only(pdf::read(&documents::pdf(&[first, second])).unwrap());
    assert_eq!(document.stated.headline.as_deref(), Some("Ferry returns"));
    assert_eq!(document.stated.author.as_deref(), Some("Ada Reed"));
    assert!(document.text.contains("after two winters, said the mayor on Monday morning."), "{:?}", document.text);
    assert!(document.text.ends_with("She added nothing."), "{:?}", document.text);
    assert_eq!(places(&document)[0], (0, "page 1"));
    assert!(text_at(&document, "page 2").starts_with("morning."), "{document:#?}");
    assert!(document.remarks.iter().any(|remark| remark.ends_with("divided them: 1 word")));
    assert!(document.remarks.iter().any(|remark| remark.contains("made on 2031-03-14")));
}

#[test]
fn words_of_a_pdf_stay_apart_without_spaces_between_them() {
    let drawn = "BT /F 12 Tf 50 500 Td [(Two) -400 (words)] TJ 200 0 Td (12) Tj ET";
    let document = only(pdf::read(&documents::pdf_drawn(&[drawn.to_owned()], &[])).unwrap());
    assert_eq!(document.text, "Two words\t12");
}

#[test]
fn what_holds_no_text_says_what_to_do() {
    let message = |error: &dyn std::fmt::Display| error.to_string();
    let entries = b"<rss version=\"2.0\"><channel><title>x</title><item><guid>1</guid></item></channel></rss>";
    assert!(message(&docx::read(&documents::docx("", "")).unwrap_err()).contains("holds no text"));
    assert!(message(&epub::read(&documents::epub("", &["<p></p>"])).unwrap_err()).contains("holds no text"));
    let bare = pdf::read(&documents::pdf(&[&[], &[]])).unwrap_err().to_string();
    assert!(bare.contains("no text on its pages (2)") && bare.contains("OCR"), "{bare}");
    assert!(message(&feed::read(entries).unwrap_err()).contains("no entry with a text"));
}

#[test]
fn what_is_damaged_says_where() {
    let cut = documents::docx(&paragraph("One."), "");
    let cut = docx::read(&cut[..cut.len() / 2]).unwrap_err().to_string();
    assert!(cut.contains("no whole zip archive"), "{cut}");
    let torn = docx::read(&documents::docx("<w:p>\n<w:r></w:p>", "")).unwrap_err().to_string();
    assert!(torn.contains("`word/document.xml`, line 3"), "{torn}");
    let other = docx::read(&zipped(&[("a.txt", b"a")])).unwrap_err().to_string();
    assert!(other.contains("`word/document.xml` is missing"), "{other}");
    let book = epub::read(&zipped(&[("META-INF/container.xml", b"<container/>")])).unwrap_err().to_string();
    assert!(book.contains("does not say where its contents are listed"), "{book}");
    let feed = feed::read(b"<rss><channel><item><title>One").unwrap_err().to_string();
    assert!(feed.contains("cannot be read"), "{feed}");
    let noise: Vec<u8> = (0..20_000_u32).map(|number| number.wrapping_mul(2_654_435_761).to_be_bytes()[1]).collect();
    assert!(docx::read(&noise).is_err() && epub::read(&noise).is_err() && feed::read(&noise).is_err());
    assert_eq!(
        pdf::read(&noise).unwrap_err().to_string().split(';').next(),
        Some("the file is no pdf that can be read")
    );
}

#[test]
fn what_is_made_to_do_harm_is_refused_in_time() {
    let begun = Clock::instant();
    let zeros = vec![b' '; 300 << 20];
    let bomb = docx::read(&zipped(&[("word/document.xml", &zeros)])).unwrap_err().to_string();
    assert!(bomb.contains("unpacks to more than"), "{bomb}");
    drop(zeros);
    let laughs = "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>";
    let inside = documents::docx("", "");
    assert!(docx::read(&inside).is_err());
    let with_type = zipped(&[("word/document.xml", format!("{laughs}<w:document>&b;</w:document>").as_bytes())]);
    assert!(docx::read(&with_type).unwrap_err().to_string().contains("document type"));
    assert!(feed::read(format!("{laughs}{RSS}").as_bytes()).unwrap_err().to_string().contains("entities of its own"));
    let deep = format!("{}x{}", "<div>".repeat(100_000), "</div>".repeat(100_000));
    let document = docx::read(&documents::docx(&deep, "")).unwrap_err().to_string();
    assert!(document.contains("deeper than"), "{document}");
    assert!(feed::read(format!("<rss>{deep}</rss>").as_bytes()).unwrap_err().to_string().contains("deeper than"));
    let book = only(epub::read(&documents::epub("", &[&deep, "<p>Kept.</p>"])).unwrap());
    assert_eq!(book.text, "Kept.");
    assert!(book.remarks[0].contains("chapter 1") && book.remarks[0].contains("deeper than"), "{book:#?}");
    for endless in ["<".repeat(1 << 20), "<br ".repeat(1 << 18), "<a".repeat(1 << 19)] {
        assert!(feed::read(endless.as_bytes()).is_err());
        epub::read(&documents::epub("", &[&endless])).err();
    }
    let took = begun.elapsed();
    assert!(took < Duration::from_mins(1), "{took:?}");
}

/// The program, which reads pdfs apart.
fn apart() -> Apart {
    Apart::by(env!("CARGO_BIN_EXE_byline").into())
}

#[test]
fn a_pdf_is_read_by_a_process_of_its_own() {
    let bytes = documents::pdf(&[&["Ferry returns."], &["It sails daily."]]);
    let there = apart().read_pdf(&bytes, Limits::of(bytes.len()), &Progress::default()).unwrap();
    assert_eq!(there, pdf::read(&bytes).unwrap());
    let refused = apart().read_pdf(b"%PDF-nothing", Limits::of(12), &Progress::default()).unwrap_err();
    assert!(matches!(&refused, ApartError::Refused(why) if why.starts_with("the file is no pdf")), "{refused:?}");
}

#[test]
fn a_pdf_that_never_ends_is_stopped() {
    let limits = Limits { time: Duration::from_millis(400), ..Limits::of(0) };
    let begun = Clock::instant();
    let stopped = apart().read_pdf(&documents::endless_pdf(), limits, &Progress::default()).unwrap_err();
    assert_eq!(stopped, ApartError::TooLong(limits.time));
    assert!(stopped.to_string().starts_with("reading it took longer than 0.4 s and was stopped"), "{stopped}");
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
    let cancelled = Progress::default();
    cancelled.cancel();
    let limits = Limits { time: Duration::from_mins(1), ..limits };
    let stopped = apart().read_pdf(&documents::endless_pdf(), limits, &cancelled).unwrap_err();
    assert_eq!(stopped, ApartError::Cancelled);
}

#[test]
fn a_pdf_that_says_or_wants_too_much_is_stopped() {
    let bytes = documents::pdf(&[&["Ferry returns."]]);
    let limits = Limits { output_bytes: 20, ..Limits::of(0) };
    assert_eq!(apart().read_pdf(&bytes, limits, &Progress::default()), Err(ApartError::TooMuch(20)));
    #[cfg(unix)]
    {
        // Less than the bytes alone need.
        let large = [bytes.as_slice(), &vec![b' '; 48 << 20]].concat();
        let limits = Limits { memory_bytes: 64 << 20, ..Limits::of(large.len()) };
        let broken = apart().read_pdf(&large, limits, &Progress::default()).unwrap_err();
        assert_eq!(broken, ApartError::Broken(64 << 20));
        assert!(broken.to_string().contains("more than 64 MiB of memory"), "{broken}");
    }
    let nothing = Apart::by("/nowhere/byline".into());
    let started = nothing.read_pdf(&bytes, Limits::of(0), &Progress::default()).unwrap_err();
    assert!(started.to_string().contains("no process could be started"), "{started}");
}

#[test]
fn places_stand_where_they_say() {
    let bytes = documents::pdf(&[&["Größe", "zwei"], &["Seite zwei"]]);
    let document = only(pdf::read(&bytes).unwrap());
    assert!(document.places.is_sorted());
    assert!(document.places.iter().all(|(at, _)| *at <= CharOffset::from_usize(document.text.chars().count())));
}

#[test]
fn the_program_imports_them_all_and_keeps_where_words_stood() {
    let place = Place::new();
    place.file("in/a.pdf", documents::pdf(&[&["Ferry returns to the strait."], &["It sails daily."]]));
    place.file("in/b.docx", documents::docx(&paragraph("A quay is built."), "<dc:creator>Ada Reed</dc:creator>"));
    place.file("in/c.epub", documents::epub("<dc:title>Harbour days</dc:title>", &["<p>A book of the strait.</p>"]));
    place.file("in/d.rss", RSS);
    place.file("in/e.pdf", "%PDF-1.7 nothing");
    let run = place.byline(&["import", "in", "-o", "s.ron", "--as", "Tester", "--report", "json"]).ends(3);
    let report = run.json();
    let named: Vec<&str> =
        report["added"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap()).collect();
    assert_eq!(named, ["a.pdf", "b.docx", "c.epub", "d.rss #1", "d.rss #2"]);
    assert!(run.err.contains("e.pdf: the file is no pdf that can be read"), "{}", run.err);
    let session = place.read("s.ron");
    for kept in
        ["\"page 2\"", "\"paragraph 1\"", "\"chapter 1, OEBPS/text/chapter 1.xhtml\"", "\"entry 2\"", "Ada Reed"]
    {
        assert!(session.contains(kept), "{kept} in {session}");
    }
    place.byline(&["validate", "s.ron"]).ends(0);
    let again = place.byline(&["import", "in", "--into", "s.ron", "--as", "Tester", "--report", "json"]).ends(3).json();
    assert_eq!(again["added"].as_array().map(Vec::len), Some(0));
}
