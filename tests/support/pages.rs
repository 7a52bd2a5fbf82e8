//! An invented saved page, and archives made of pages.

#![allow(dead_code, reason = "every test binary uses a part of it")]

use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;

/// The article's paragraphs as they stand in the page.
pub(crate) const PARAGRAPHS: [&str; 11] = [
    "The ferry returns to the strait after two winters, the ministry said on Wednesday, and the first ship leaves the quay in April.",
    "The minister, Ismar &Ccedil;elvik, told reporters that <b>nine thousand</b> people would cross in the first winter, twice as many as before.",
    "&ldquo;We have waited long enough,&rdquo; he said, standing on the quay in the wind, &ldquo;and nobody here will wait a third time.&rdquo;",
    "The strait was closed after the storm of 2029, when the old ship, the <i>Strait Star</i>, lost her rudder and drifted for two days.",
    "Her captain, who asked not to be named, said that the harbour had known of the damage for months, and that repairs had been put off.",
    "The harbour&#8217;s director denied that, and pointed to a report of the <a href=\"/inspectors\">inspectors</a>, which found no fault with the ship.",
    "Fishermen on both sides have used their own boats since then, taking passengers for a fee, although the ministry warned against it.",
    "Three people drowned in January, when one of those boats, with eleven on board, turned over in sight of the southern shore.",
    "The new ship was built in Gdynia, carries forty cars, and cost less than planned, according to figures that the ministry published.",
    "Opposition members of the council asked for the contract to be shown to them, which the ministry promised to do before summer.",
    "Until then a timetable is on trial: two crossings in the morning, two at night, and none at all when the wind is above force eight.",
];

/// What stands around the article.
pub(crate) const CHROME: [&str; 10] = [
    "Skip to content",
    "Home",
    "Subscribe now for full access",
    "Share on every network",
    "Most read this week",
    "Lighthouse keepers accept automation",
    "Sign up for our newsletter",
    "Comments are closed",
    "About us and contact",
    "All rights reserved",
];

/// A paragraph as it is read.
pub(crate) fn plain(paragraph: &str) -> String {
    let mut text = paragraph.to_owned();
    for (markup, plain) in [
        ("<b>", ""),
        ("</b>", ""),
        ("<i>", ""),
        ("</i>", ""),
        ("<a href=\"/inspectors\">", ""),
        ("</a>", ""),
        ("&Ccedil;", "Ç"),
        ("&ldquo;", "“"),
        ("&rdquo;", "”"),
        ("&#8217;", "’"),
    ] {
        text = text.replace(markup, plain);
    }
    text
}

/// A page as sites have them: menus, adverts, other stories and notices around one article.
pub(crate) fn page() -> String {
    let [skip, home, subscribe, share, most, other, news, comments, about, rights] = CHROME;
    let [opening, rest @ ..] = PARAGRAPHS;
    let body: String = rest.iter().map(|words| format!("    <p>{words}</p>\n")).collect();
    format!(
        r##"<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8">
<title>Ferry returns to the strait after two winters | The Lantern</title>
<meta property="og:site_name" content="The Lantern"><meta name="author" content="A. Writer">
<link rel="canonical" href="https://lantern.example/ferry">
<meta property="article:published_time" content="2031-03-14T09:20:00+00:00">
<script>window.dataLayer = "<p>never shown</p>";</script><style>p {{ margin: 0 }}</style></head>
<body><a class="skip" href="#main">{skip}</a>
<header><nav><ul><li><a href="/">{home}</a></li><li><a href="/news">News</a></li></ul></nav></header>
<div class="banner promo">{subscribe}</div>
<h1>Ferry returns to the strait after two winters</h1>
<main id="main"><article class="story">
    <div class="share-buttons"><a href="/s">{share}</a></div>
    <p>{opening}</p>
{body}    <aside class="related sidebar"><h3>{most}</h3><ul><li><a href="/o">{other}</a></li></ul></aside>
</article></main>
<div class="newsletter"><form><label>{news}</label><input></form></div>
<div class="comments" id="comments">{comments}</div>
<footer><a href="/about">{about}</a> <span>{rights}</span></footer>
<!-- rendered in 0.2 s --></body></html>
"##
    )
}

/// An archive of these members.
pub(crate) fn zipped(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}
