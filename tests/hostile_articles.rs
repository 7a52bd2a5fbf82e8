//! Files of articles that mean harm: each is refused with one clear line or read at once, and the rest comes in.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    reason = "helpers of tests fail the test that calls them, and say how long it took"
)]

#[path = "support/pages.rs"]
mod pages;
#[path = "support/program.rs"]
mod program;

use program::Place;

/// None of them takes longer, on a slow and busy machine too.
const LIMIT: std::time::Duration = std::time::Duration::from_mins(2);

const FERRY: &str = "Ferry returns to the strait\n\nThe ferry returns to the strait, the minister said on Wednesday.\n";

/// Each of these would keep a reader that trusts its input busy for minutes, or take it down.
#[test]
fn articles_that_mean_harm_are_refused_or_read_at_once_and_the_rest_comes_in() {
    let zeros = vec![b'0'; 60 << 20];
    let bytes: Vec<u8> = (0..200_000_u32).map(|number| number.wrapping_mul(2_654_435_761).to_be_bytes()[0]).collect();
    let divs = format!("<html><body>{}<p>The ferry is back.", "<div>".repeat(100_000));
    let bold = format!("<html><body>{}", "<p><b class=a>The ferry is back.".repeat(20_000));
    let cells = format!("<html><body>{}x", "<table><tr><td>".repeat(30_000));
    let wide = format!("<html><body><p {}>The ferry is back.</p>", "a=b ".repeat(200_000));
    let open = format!("<html><body>{}", "<a href=\"".repeat(100_000));
    let quotes = format!("title,text\n{}", "\"\",\"a".repeat(100_000));
    let nested = format!("{{\"text\": {}", "[".repeat(200_000));
    let refused: &[(&str, &[u8], &str)] = &[
        (
            "bomb.zip",
            &pages::zipped(&[("a.txt", &zeros)]),
            "unpacks to far more than an honest archive of this length holds",
        ),
        ("slip.zip", &pages::zipped(&[("../a.txt", b"Ferry")]), "leads out of it"),
        ("noise.txt", &bytes, "the file is not text"),
        ("noise.html", &bytes, "the file is not text"),
        ("noise.zip", &[b"PK\x03\x04", &bytes[..]].concat(), "no zip archive that can be read"),
        ("nested.jsonl", nested.as_bytes(), "the table has no records"),
        ("quotes.csv", quotes.as_bytes(), "columns and at most 1000 are read"),
    ];
    let read: &[(&str, &[u8])] = &[
        ("divs.html", divs.as_bytes()),
        ("bold.html", bold.as_bytes()),
        ("cells.html", cells.as_bytes()),
        ("wide.html", wide.as_bytes()),
        ("wrong.pdf", b"The ferry is back."),
    ];
    let place = Place::new();
    for (name, bytes, why) in refused {
        place.file(&format!("in/{name}"), bytes);
        let begun = byline::workbench::Clock::instant();
        let run = place.byline(&["import", &format!("in/{name}"), "-o", "t.ron"]).ends(3);
        assert!(run.err.contains(why) && run.err.contains(name), "{name}: {}", run.err);
        assert!(run.err.lines().count() <= 2 && run.err.len() < 1000, "{name}: {}", run.err);
        assert!(!place.path("t.ron").exists());
        let took = begun.elapsed();
        eprintln!("{name}: {took:?}");
        assert!(took < LIMIT, "{name}: {took:?}");
    }
    for (name, bytes) in read {
        place.file(&format!("in/{name}"), bytes);
        let begun = byline::workbench::Clock::instant();
        place.byline(&["import", &format!("in/{name}"), "-o", "t.ron", "--force"]).ends(0);
        let took = begun.elapsed();
        eprintln!("{name}: {took:?}");
        assert!(took < LIMIT, "{name}: {took:?}");
    }
    place.file("in/open.html", open);
    place.file("in/ferry.txt", FERRY);
    let all = place.byline(&["import", "in", "-o", "s.ron"]).ends(3);
    assert!(all.out.contains("ferry.txt"), "{}", all.out);
    place.byline(&["validate", "s.ron"]).ends(0);
}
