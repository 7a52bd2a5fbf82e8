//! Articles out of pages, tables, lines, Markdown and archives: what is read, what the file states, and the way from every
//! word back to the bytes that it stood in.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    clippy::print_stderr,
    reason = "helpers of tests fail the test that calls them, and say what was skipped"
)]

#[path = "support/pages.rs"]
mod pages;
#[path = "support/program.rs"]
mod program;

use byline::codec::{self, Serial};
use byline::ingest::{
    Columns, Field, Kind, ReadArticle, ReadFile, Reading, article_from_bytes, byte_range, check_source, guess_details,
    rebuild, table_preview,
};
use byline::model::{Annotator, AnnotatorId, AnnotatorKind, Ext, Session, Timestamp};
use byline::text::CharOffset;
use byline::workbench::{Clock, Workbench};
use encoding_rs::Encoding;
use pages::{page, zipped};
use proptest::prelude::*;

fn try_read(name: &str, bytes: &[u8], columns: &str) -> Result<ReadFile, String> {
    let columns: Columns = columns.parse().unwrap();
    let (by, created) = (AnnotatorId(1), Timestamp::default());
    let reading = Reading { declared: None, columns: &columns, by, created, spread: &Serial };
    reading.read(name, bytes.to_vec()).map_err(|fault| fault.to_string())
}

#[track_caller]
fn read(name: &str, bytes: &[u8]) -> ReadFile {
    try_read(name, bytes, "").unwrap()
}

/// The only article of a file that needs no second look.
#[track_caller]
fn only(name: &str, bytes: &[u8]) -> ReadArticle {
    let mut file = read(name, bytes);
    assert_eq!((file.articles.len(), &file.refused, &file.remarks), (1, &vec![], &vec![]), "{file:?}");
    file.articles.remove(0)
}

/// What is known of an article once it is guessed at, in a line.
fn known(article: &ReadArticle) -> String {
    let mut new = article.new.clone();
    guess_details(&mut new);
    let known = &new.metadata;
    let texts = [&known.headline, &known.author, &known.url, &known.language];
    let mut parts: Vec<String> =
        texts.iter().map(|stated| stated.as_ref().map_or("-".to_owned(), |text| text.value.clone())).collect();
    parts.insert(2, known.published.as_ref().map_or("-".to_owned(), |day| day.value.display()));
    parts.push(new.outlet.clone().unwrap_or("-".to_owned()));
    parts.join(" | ")
}

/// How the words of a kind of file are written in it, taken back by means of the test's own.
fn unescaped(kind: Kind, source: &str) -> String {
    match kind {
        Kind::Html => {
            let tags = regex::Regex::new(r"(?s)<!--.*?-->|<(?:[^<>]*)>").unwrap();
            let text = tags.replace_all(source, "").into_owned();
            let entities = [
                ("&nbsp;", " "),
                ("&eacute;", "é"),
                ("&#8217;", "’"),
                ("&mdash;", "—"),
                ("&lt;", "<"),
                ("&amp;", "&"),
                ("&Ccedil;", "Ç"),
                ("&ldquo;", "“"),
                ("&rdquo;", "”"),
            ];
            entities.iter().fold(text, |text, (entity, char)| text.replace(entity, char))
        }
        Kind::Csv | Kind::Tsv => source.replace("\"\"", "\""),
        Kind::JsonLines => serde_json::from_str(&format!("\"{source}\"")).unwrap(),
        _ => source.to_owned(),
    }
}

/// Every word of the article, and every run of three, leads to source bytes that hold it and, of a word, nothing else.
#[track_caller]
fn leads_back(article: &ReadArticle) {
    let (text, source) = (article.new.article.text(), &article.new.article.source);
    assert_eq!(check_source(text, source), Ok(()), "{source:?}");
    let bytes = rebuild(text, source).unwrap();
    assert_eq!(bytes.len() as u64, source.bytes);
    let encoding = Encoding::for_label(source.encoding.as_bytes()).unwrap();
    let size = |byte: u64| usize::try_from(byte).unwrap();
    let stood = |from: usize, to: usize| {
        let start = byte_range(text, source, CharOffset::from_usize(from)).unwrap().start;
        let end = byte_range(text, source, CharOffset::from_usize(to - 1)).unwrap().end;
        let (decoded, _) = encoding.decode_without_bom_handling(&bytes[size(start)..size(end)]);
        unescaped(article.kind, &decoded)
    };
    let chars: Vec<char> = text.chars().collect();
    let is_edge = |at: &usize| *at == 0 || chars[at - 1].is_whitespace();
    let starts: Vec<usize> = (0..chars.len()).filter(|at| !chars[*at].is_whitespace() && is_edge(at)).collect();
    let ends = |start: usize| (start..chars.len()).find(|at| chars[*at].is_whitespace()).unwrap_or(chars.len());
    for (number, start) in starts.iter().enumerate() {
        let word: String = chars[*start..ends(*start)].iter().collect();
        assert_eq!(stood(*start, ends(*start)).trim_end(), word, "at {start} of {text:?}");
        if let Some(third) = starts.get(number + 2) {
            let found = stood(*start, ends(*third));
            let mut behind = found.as_str();
            for word in chars[*start..ends(*third)].iter().collect::<String>().split_whitespace() {
                behind = behind.split_once(word).unwrap_or_else(|| panic!("{word} is not in {found:?}")).1;
            }
        }
    }
}

#[test]
fn a_saved_page_becomes_its_article() {
    let article = only("ferry.html", page().as_bytes());
    assert_eq!(
        known(&article),
        "Ferry returns to the strait after two winters | A. Writer | 2031-03-14 | https://lantern.example/ferry | en-GB | The Lantern"
    );
    let all = [Field::Headline, Field::Author, Field::Published, Field::Url, Field::Language, Field::Outlet];
    assert_eq!(article.stated, all);
    let text = article.new.article.text();
    assert!(text.starts_with("Ferry returns to the strait after two winters\n\nThe ferry returns"), "{text}");
    let paragraphs = pages::PARAGRAPHS.iter().filter(|words| text.contains(pages::plain(words).as_str()));
    assert_eq!(paragraphs.count(), 11, "{text}");
    let chrome: Vec<&&str> = pages::CHROME.iter().filter(|words| text.contains(**words)).collect();
    assert!(chrome.len() <= 2, "{chrome:?}");
    let source = &article.new.article.source;
    assert_eq!((source.media_type.as_str(), source.encoding.as_str()), ("text/html", "utf-8"));
    assert!(source.packed.as_ref().is_some_and(|packed| packed.len() < page().len()) && source.original.is_none());
    leads_back(&article);
}

#[test]
fn a_page_is_read_in_the_encoding_that_it_states_unless_its_bytes_say_otherwise() {
    let russian = page().replace("utf-8", "windows-1251").replace("The minister", "Министр");
    let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(&russian);
    let article = only("a.html", &bytes);
    assert_eq!(article.new.article.source.encoding, "windows-1251");
    assert!(article.new.article.text().contains("Министр"));
    leads_back(&article);

    let wide: Vec<u8> = [0xff, 0xfe].into_iter().chain(page().encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let article = only("a.html", &wide);
    assert_eq!(article.new.article.source.encoding, "utf-16le");
    leads_back(&article);

    let wrong = page().replace("utf-8", "windows-1251").replace("The minister", "Министр");
    let mut file = read("a.html", wrong.as_bytes());
    assert_eq!(file.articles[0].new.article.source.encoding, "utf-8");
    let remark = "the page states that it is in windows-1251, which its bytes are not; it was read as they are";
    assert_eq!(file.articles[0].remarks, [remark]);
    leads_back(&file.articles.remove(0));
}

#[test]
fn a_page_without_an_article_that_stands_out_keeps_all_of_its_text() {
    let deep = format!("<html><body>{}<p>The ferry <b>re</b>turns.</p>", "<div>".repeat(100_000));
    let menu = "<html><body><nav><a>Home</a></nav><p>Ferry &amp; strait</p><ul><li>One<li>Two</ul></body></html>";
    for (bytes, text, why) in [
        (deep.as_str(), "The ferry returns.", "the page has more elements within each other than any page needs"),
        (menu, "Home\n\nFerry & strait\n\nOne\nTwo", "no article stands out in the page"),
    ] {
        let article = only("a.html", bytes.as_bytes());
        assert_eq!(article.new.article.text(), text);
        assert_eq!(article.remarks, [format!("{why}; all of its text was taken, with menus and notices")]);
        leads_back(&article);
    }
    assert_eq!(
        try_read("a.html", b"<html><script>x()</script></html>", "").unwrap_err(),
        "the file is empty; there is nothing to read"
    );
}

#[test]
fn markdown_stays_as_it_is_written() {
    let text = "---\r\ntitle: Ferry returns\r\nauthor: A. Writer\r\ndate: 2031-03-14\r\n---\r\n\r\n# Ferry\r\n\r\nThe *ferry* is back.\r\n";
    let article = only("ferry.md", text.as_bytes());
    assert_eq!(article.new.article.text(), text);
    assert_eq!(known(&article), "Ferry returns | A. Writer | 2031-03-14 | - | - | -");
    assert_eq!(article.regions.len(), 1);
    assert_eq!(article.new.article.source.media_type, "text/markdown");
    leads_back(&article);
}

#[test]
fn each_record_of_a_table_becomes_an_article_with_bytes_of_its_own() {
    let csv = "id;Title;Body;Date\r\n1;Ferry returns;\"The ferry, \"\"Strait Star\"\", is back;\r\nshe sails.\";14 March 2031\r\n2;;;\r\n3;Quay closed;The quay – caf\u{e9} too – is closed.;someday\r\n";
    let tsv = "headline\ttext\tsource\n\"Back\", she said\tThe ferry is \"back\" at last.\tThe Lantern\n";
    let jsonl = "{\"text\": \"The \\u201cferry\\u201d is\\nback \\ud83d\\udea2.\", \"meta\": {\"url\": \"https://l.example/1\", \"authors\": [\"A\", \"B\"]}}\n\n{\"text\": 3}\nnope\n";
    let file = read("news.csv", csv.as_bytes());
    assert_eq!(file.columns.as_ref().unwrap().to_string(), "text=Body, headline=Title, published=Date");
    assert_eq!(file.remarks, ["record 2 has no text in `Body` and gave no article"]);
    assert_eq!(file.articles.len(), 2);
    let [first, second] = &file.articles[..] else { panic!() };
    assert_eq!(first.new.article.text(), "The ferry, \"Strait Star\", is back;\r\nshe sails.");
    assert_eq!(known(first), "Ferry returns | - | 2031-03-14 | - | - | -");
    assert_eq!((first.part.as_str(), first.new.article.name.as_str()), ("1", "news.csv #1"));
    assert_eq!(second.remarks, ["“someday” is stated as its date and could not be understood; set the date by hand"]);
    let within = second.new.article.source.within.clone().unwrap();
    let (start, end) = within.range.unwrap();
    let size = |byte: u64| usize::try_from(byte).unwrap();
    let own = &csv.as_bytes()[size(start)..size(end)];
    assert_eq!(std::str::from_utf8(own).unwrap(), "3;Quay closed;The quay – caf\u{e9} too – is closed.;someday");
    assert_eq!(rebuild(second.new.article.text(), &second.new.article.source).unwrap(), own);
    assert_eq!((within.file.as_str(), within.bytes), ("news.csv", csv.len() as u64));

    let lines = read("news.jsonl", jsonl.as_bytes());
    assert_eq!(lines.articles[0].new.article.text(), "The “ferry” is\nback \u{1f6a2}.");
    assert!(
        known(&lines.articles[0]).contains("| A, B |") && known(&lines.articles[0]).contains("https://l.example/1")
    );
    assert_eq!(lines.remarks.len(), 1, "{:?}", lines.remarks);
    assert!(
        lines.remarks[0].starts_with("one line is no JSON object and gave no article: line 4"),
        "{:?}",
        lines.remarks
    );

    let tabs = read("news.tsv", tsv.as_bytes());
    assert_eq!(known(&tabs.articles[0]), "\"Back\", she said | - | - | - | - | The Lantern");
    for article in file.articles.iter().chain(&lines.articles[..1]).chain(&tabs.articles) {
        leads_back(article);
    }
}

#[test]
fn columns_can_be_named_and_are_shown_before() {
    let csv = "a,b\nOne,The ferry is back.\nTwo,She sails.\n";
    let preview = table_preview("t.csv", csv.as_bytes(), None, &Columns::default(), 1).unwrap().unwrap();
    assert_eq!((preview.columns, preview.count), (vec!["1".to_owned(), "2".to_owned()], 3));
    assert_eq!(preview.records, [["a", "b"]]);
    assert_eq!(
        try_read("t.csv", csv.as_bytes(), "").unwrap_err(),
        "no column looks like the text of an article (there are `1`, `2`); name it, as with --columns text=body"
    );
    let file = try_read("t.csv", csv.as_bytes(), "text=b,headline=a").unwrap();
    assert_eq!(
        file.articles.iter().map(known).collect::<Vec<_>>(),
        ["One | - | - | - | - | -", "Two | - | - | - | - | -"]
    );
    assert_eq!(
        try_read("t.csv", csv.as_bytes(), "text=c").unwrap_err(),
        "there is no column `c` (there are `1`, `2`); name one of them"
    );
    assert_eq!(table_preview("t.txt", b"One", None, &Columns::default(), 1), Ok(None));
}

#[test]
fn every_member_of_an_archive_is_read_as_what_it_is() {
    let inner = zipped(&[("deep/c.txt", b"The quay is closed.")]);
    let csv = b"title,text\nFerry,The ferry is back at the quay.\n";
    let page = page();
    let members: &[(&str, &[u8])] = &[
        ("site/a.html", page.as_bytes()),
        ("site/b.txt", b"The ferry is back."),
        ("site/.hidden.txt", b"Hidden"),
        ("__MACOSX/site/b.txt", b"Added"),
        ("site/logo.png", b"\x89PNG"),
        ("t.csv", csv),
        ("z.zip", &inner),
        ("zz.txt", b"\0\0"),
    ];
    let archive = zipped(members);
    let file = read("site.zip", &archive);
    let shown: Vec<String> = file
        .articles
        .iter()
        .map(|article| format!("{} {} {}", article.part, article.kind.name(), article.new.article.name))
        .collect();
    let expected =
        ["site/a.html html a.html", "site/b.txt text b.txt", "t.csv, 1 csv t.csv #1", "z.zip, deep/c.txt text c.txt"];
    assert_eq!(shown, expected);
    assert_eq!(file.remarks, ["1 member was left out, whose endings are of no kind that is read: `png`"]);
    assert!(file.refused[0].starts_with("zz.txt: the file is not text"), "{:?}", file.refused);
    let within = |number: usize| file.articles[number].new.article.source.within.clone().unwrap();
    assert_eq!((within(1).file.as_str(), within(1).member.as_str(), within(1).range), ("site.zip", "site/b.txt", None));
    assert_eq!(within(3).member, "z.zip/deep/c.txt");
    let (start, end) = within(2).range.unwrap();
    assert_eq!(
        &csv[usize::try_from(start).unwrap()..usize::try_from(end).unwrap()],
        b"Ferry,The ferry is back at the quay."
    );
    // The member of an archive is the article that the file by itself would be.
    assert_eq!(file.articles[1].new.article.id, only("b.txt", b"The ferry is back.").new.article.id);
    file.articles.iter().for_each(leads_back);
}

#[test]
fn archives_that_mean_harm_are_refused_whole() {
    let zeros = vec![b'a'; 40 << 20];
    let inner = zipped(&[("a.zip", &zipped(&[("b.zip", &zipped(&[("c.txt", b"Ferry")]))]))]);
    let slip = zipped(&[("ok.txt", b"Ferry"), ("../../evil.txt", b"Ferry")]);
    let bomb = zipped(&[("ok.txt", b"Ferry"), ("z.txt", &zeros)]);
    let hidden_bomb = zipped(&[("a.txt", b"Ferry"), ("b.zip", &bomb)]);
    for (bytes, message) in [
        (&slip, "its member `../../evil.txt` leads out of it"),
        (&bomb, "`z.txt` unpacks to far more than an honest archive of this length holds"),
        (&hidden_bomb, "unpacks to far more than an honest archive of this length holds"),
        (&zipped(&[("a.png", b"x")]), "nothing in the archive is of a kind that is read"),
    ] {
        let error = try_read("a.zip", bytes, "").unwrap_err();
        assert!(error.contains(message), "{error}");
    }
    let nested = read("a.zip", &inner);
    assert!(nested.articles.is_empty() && nested.refused[0].contains("an archive within an archive"), "{nested:?}");
    assert!(try_read("a.zip", b"PK\x03\x04rubbish", "").unwrap_err().contains("no zip archive that can be read"));
}

#[test]
fn a_wrong_ending_is_read_by_its_content_and_said() {
    for (name, bytes, kind, remark) in [
        ("a.txt", page().into_bytes(), Kind::Html, "its name says text and its content html; it was read as that"),
        (
            "a.html",
            b"The ferry is back.".to_vec(),
            Kind::Text,
            "its name says html and its content text; it was read as that",
        ),
        (
            "a.pdf",
            b"The ferry is back.".to_vec(),
            Kind::Text,
            "its name says pdf and its content text; it was read as that",
        ),
        (
            "a.csv",
            zipped(&[("a.txt", b"Ferry")]),
            Kind::Zip,
            "its name says csv and its content zip; it was read as that",
        ),
    ] {
        let file = read(name, &bytes);
        assert_eq!((file.kind, file.remarks), (kind, vec![remark.to_owned()]), "{name}");
    }
    assert!(read("noending", b"The ferry is back.").remarks.is_empty());
}

#[test]
fn the_real_articles_come_in_as_they_always_did() {
    let Some(folder) = program::shared("articles") else { return };
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let (name, bytes) = (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(&path).unwrap());
        let before = article_from_bytes(&name, &bytes, None, AnnotatorId(1), Timestamp::default()).unwrap();
        let article = only(&name, &bytes);
        assert_eq!(article.new.article, before.article);
        leads_back(&article);
        let mut new = article.new;
        guess_details(&mut new);
        assert_eq!((new.metadata, new.outlet), (before.metadata, before.outlet));
        count += 1;
    }
    assert_eq!(count, 5);
}

/// A session of these articles comes back from its file with every source.
#[test]
fn sources_of_every_shape_are_kept_in_a_session() {
    let session = Session::new("t", codec::default_schema(), Timestamp::default());
    let annotator = Annotator {
        id: AnnotatorId(1),
        name: "A. Analyst".to_owned(),
        kind: AnnotatorKind::Person,
        note: String::new(),
        ext: Ext::default(),
    };
    let mut bench = Workbench::with(session, annotator, Clock::Fixed(Timestamp::default()), 1);
    let archive = zipped(&[("a.html", page().as_bytes()), ("t.csv", b"title,text\nFerry,The ferry, she is back.\n")]);
    let file = read("site.zip", &archive);
    bench.add_articles(file.articles.into_iter().map(|article| article.new).collect()).unwrap();
    let session = bench.session();
    assert_eq!(session.shards().len(), 2);
    let text = codec::encode(session, Timestamp::default()).unwrap();
    let back = codec::decode(text.as_bytes()).unwrap();
    assert!(back.session == *session && back.warnings.is_empty());
    let json = codec::to_json(session, Timestamp::default()).unwrap();
    assert!(codec::from_json(&json).unwrap().session == *session);
}

/// Words with what may stand in them, in a page.
const MARKUP: [&str; 12] = [
    "fer<b>ry</b>",
    "caf&eacute;",
    "the",
    "<a href=\"/x?a=1&amp;b=2\">quay</a>",
    "AT&amp;T",
    "ship&#8217;s",
    "3 &lt; 4",
    "<!-- a > b -->sails",
    "“said”,",
    "&mdash;",
    "strait&nbsp;<i>star</i>",
    "Çelvik<br>went",
];

proptest! {
    // Cases that failed are written into a test of their own, not into a file beside the sources.
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn every_span_of_every_page_leads_back(
        paragraphs in prop::collection::vec(prop::collection::vec(prop::sample::select(&MARKUP[..]), 3..40), 1..8),
        encoding in prop::sample::select(vec!["utf-8", "windows-1254", "utf-16le", "gb18030"]),
    ) {
        let body = paragraphs.iter().map(|words| format!("<p>{}</p>\n", words.join(" "))).collect::<Vec<_>>().concat();
        let page = format!(
            "<!DOCTYPE html><html><head><meta charset={encoding}><title>Ferry</title></head><body><nav><a>Home</a> | <a>News</a></nav>\
             <div class=\"article-body\"><h1>Ferry</h1>{body}</div><script>var a = '<p>';</script><footer>© The Lantern</footer></body></html>"
        );
        let bytes = match encoding {
            "utf-16le" => [0xff, 0xfe].into_iter().chain(page.encode_utf16().flat_map(u16::to_le_bytes)).collect(),
            name => Encoding::for_label(name.as_bytes()).unwrap().encode(&page).0.into_owned(),
        };
        let file = read("a.html", &bytes);
        prop_assert_eq!(file.articles.len(), 1);
        leads_back(&file.articles[0]);
    }

    #[test]
    fn every_span_of_every_record_leads_back(
        texts in prop::collection::vec("[a-zA-Zéğ“”\", ;\\\\\n日本]{1,60}[a-z]", 1..5),
        encoding in prop::sample::select(vec!["utf-8", "utf-16be", "gb18030"]),
    ) {
        let quoted = |text: &String| format!("\"{}\"", text.replace('"', "\"\""));
        let csv = texts.iter().map(|text| format!("1,{},x\r\n", quoted(text))).collect::<Vec<_>>().concat();
        let jsonl = texts.iter().map(|text| format!("{}\n", serde_json::json!({ "n": 1, "text": text }))).collect::<Vec<_>>().concat();
        for (name, table) in [("t.csv", format!("n,text,url\r\n{csv}")), ("t.jsonl", jsonl)] {
            let bytes = match encoding {
                "utf-16be" => [0xfe, 0xff].into_iter().chain(table.encode_utf16().flat_map(u16::to_be_bytes)).collect(),
                name => Encoding::for_label(name.as_bytes()).unwrap().encode(&table).0.into_owned(),
            };
            let columns: Columns = "text=text".parse().unwrap();
            let (by, created) = (AnnotatorId(1), Timestamp::default());
            let reading = Reading { declared: Some(encoding), columns: &columns, by, created, spread: &Serial };
            let file = reading.read(name, bytes).unwrap();
            let shown: Vec<&str> = file.articles.iter().map(|article| article.new.article.text()).collect();
            prop_assert_eq!(&shown, &texts.iter().map(String::as_str).collect::<Vec<_>>());
            file.articles.iter().for_each(leads_back);
        }
    }
}
