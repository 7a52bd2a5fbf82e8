//! The target of articles in files of every kind: whatever is read, its source record holds and every character leads back.

use super::fuzzer::Target;
use super::pages;
use byline::codec;
use byline::ingest::{Columns, Reading, byte_range, check_source};
use byline::model::{AnnotatorId, Timestamp};
use byline::text::CharOffset;

/// Files of every kind that articles come in, told apart by the first byte.
pub(crate) const READERS: Target = Target {
    name: "readers",
    seeds: || {
        let named = |number: u8, bytes: &[u8]| [&[number], bytes].concat();
        let table = "title;body\nFerry;\"The \"\"ferry\"\";\nis back.\"\nQuay;The quay is closed after the storm of the year before.\n";
        let lines = "{\"text\": \"The \\u201cferry\\u201d\\nis back\", \"meta\": {\"url\": \"https://l.example\"}}\n{\"text\": \"x\"}\n";
        let small = "<html lang=en><meta charset=utf-8><title>A | B</title><h1>A</h1><p>caf&eacute; <b>x</b>y<table><td>1<td>2</table>";
        vec![
            named(0, pages::page().as_bytes()),
            named(0, small.as_bytes()),
            named(1, table.as_bytes()),
            named(2, table.replace(';', "\t").as_bytes()),
            named(3, lines.as_bytes()),
            named(4, b"---\ntitle: A\ndate: 2031-03-14\n---\n\n# B\n\ntext"),
            named(
                5,
                &pages::zipped(&[("a.html", small.as_bytes()), ("b/t.csv", table.as_bytes()), ("c.txt", b"Ferry")]),
            ),
        ]
    },
    words: &[
        "<p>",
        "</p>",
        "<div>",
        "<table>",
        "<td>",
        "<b>",
        "</b>",
        "<a href=\"",
        "<!--",
        "-->",
        "<script>",
        "</script>",
        "<title>",
        "<h1>",
        "<svg>",
        "<br/>",
        "<meta charset=utf-16>",
        "<meta charset=windows-1251>",
        "&amp;",
        "&eacute",
        "&#x80;",
        "&#1114109;",
        "\u{f0001}",
        "\u{a0}",
        "\"",
        "\"\"",
        ",",
        ";",
        "\t",
        "\r\n",
        "text",
        "body",
        "{\"text\": \"",
        "\\ud83d",
        "\\n",
        "---\n",
        "title: ",
        "PK\u{3}\u{4}",
        "../",
        "<pre>",
        "<select><option>",
        "<plaintext>",
        "<template>",
        "<math>",
        "\u{feff}",
    ],
    check: readers,
    cases: 400,
};

fn readers(bytes: &[u8]) -> String {
    let (first, bytes) = bytes.split_first().unwrap_or((&0, &[]));
    let name = ["a.html", "a.csv", "a.tsv", "a.jsonl", "a.md", "a.zip", "a"][usize::from(*first) % 7];
    let columns = Columns::default();
    let (by, created) = (AnnotatorId(1), Timestamp::default());
    let reading = Reading { declared: None, columns: &columns, by, created, spread: &codec::Serial };
    let file = match reading.read(name, bytes.to_vec()) {
        Err(fault) => return fault.to_string().chars().take(60).collect(),
        Ok(file) => file,
    };
    let mut answer = format!("{} {} {}", file.kind.name(), file.refused.len().min(2), file.remarks.len());
    for article in file.articles.iter().take(5) {
        let (text, source) = (article.new.article.text(), &article.new.article.source);
        assert_eq!(check_source(text, source), Ok(()), "{source:?}");
        assert!(!text.trim().is_empty());
        let mut last = 0;
        for char in (0..article.new.article.index().char_len().0).take(200) {
            let range = byte_range(text, source, CharOffset(char)).unwrap();
            assert!(last <= range.start && range.start <= range.end && range.end <= source.bytes, "{char}: {range:?}");
            last = range.start;
        }
        let remark = article.remarks.first().map(String::as_str).unwrap_or_default();
        let remark = remark.get(..remark.floor_char_boundary(40)).unwrap_or_default();
        let steps = source.map.len().min(4);
        answer = format!("{answer} {} {steps} {:?} {remark}", source.encoding, article.stated);
    }
    answer
}
