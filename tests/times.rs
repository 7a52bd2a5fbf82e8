//! Expressions of time: what they mean on a given day, what is said where no day is given, and the figures.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stderr,
    clippy::panic,
    clippy::cast_precision_loss,
    reason = "a missing answer is a failed test, and the figures are told"
)]

use byline::analysis::times::{Reading, TimeExpression, anchors_of, times};
use byline::codec::decode;
use byline::model::{ArticleId, Day, Interval, Metadata, Precision, Session, Stated};
use byline::text::Span;
use byline::workbench::SAMPLE;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

#[path = "support/program.rs"]
mod program;

fn day(text: &str) -> Day {
    Day(text.parse().unwrap())
}

fn all(text: &str, anchor: Option<Day>) -> Vec<TimeExpression> {
    times(text, Span::bytes(0, text.len()), anchor.as_slice())
}

/// `2026-05-01..2026-05-10 part_of_month`, or what is said instead of an interval.
fn told(reading: &Reading) -> String {
    let end = |day: Option<Day>| day.map_or("-".to_owned(), |day| day.to_string());
    match reading {
        Reading::Interval(interval) => {
            format!("{}..{} {}", end(interval.first), end(interval.last), interval.precision.as_str())
        }
        Reading::NoAnchor => "no_anchor".to_owned(),
        Reading::Ambiguous(_) => "ambiguous".to_owned(),
        Reading::Vague => "vague".to_owned(),
    }
}

fn check(anchor: &str, text: &str, expected: &[(&str, &str)]) {
    let found = all(text, Some(day(anchor)));
    let found: Vec<(&str, String)> =
        found.iter().map(|one| (one.span.slice(text).unwrap(), told(&one.resolution.reading))).collect();
    let found: Vec<(&str, &str)> = found.iter().map(|(phrase, told)| (*phrase, told.as_str())).collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn a_relative_phrase_is_counted_from_the_day_given_and_from_no_other() {
    let text = "The visit is set for early May.";
    check("2026-04-24", text, &[("early May", "2026-05-01..2026-05-10 part_of_month")]);
    check("1999-06-02", text, &[("early May", "2000-05-01..2000-05-10 part_of_month")]);
    let alone = all(text, None);
    assert_eq!(alone[0].resolution.reading, Reading::NoAnchor);
    assert_eq!(alone[0].resolution.why, "relative, and the article has no published date");
    let Reading::Interval(interval) = &all(text, Some(day("2026-04-24")))[0].resolution.reading else { unreachable!() };
    assert_eq!((interval.phrase.as_str(), interval.anchor), ("early May", Some(day("2026-04-24"))));
}

#[test]
fn the_verb_tells_which_friday_and_which_may() {
    let anchor = "2025-04-24";
    check(anchor, "He left on Friday.", &[("Friday", "2025-04-18..2025-04-18 day")]);
    check(anchor, "He will leave on Friday.", &[("Friday", "2025-04-25..2025-04-25 day")]);
    check(anchor, "He said on Friday that he will leave.", &[("Friday", "2025-04-18..2025-04-18 day")]);
    check(anchor, "On Friday, police arrested him.", &[("Friday", "2025-04-18..2025-04-18 day")]);
    check(anchor, "He was arrested in May.", &[("May", "2024-05-01..2024-05-31 month")]);
    check(anchor, "He is expected to leave in May.", &[("May", "2025-05-01..2025-05-31 month")]);
    check(anchor, "The summit will be held in May.", &[("May", "2025-05-01..2025-05-31 month")]);
    // Planned in the past: it may have happened or not.
    check(anchor, "The vote was due on Friday.", &[("Friday", "ambiguous")]);
}

#[test]
fn two_readings_are_told_with_both_and_a_guess_is_never_silent() {
    let anchor = Some(day("2025-04-24"));
    let found = all("The October strike is remembered.", anchor);
    let Reading::Ambiguous(readings) = &found[0].resolution.reading else { unreachable!() };
    let readings: Vec<String> = readings.iter().map(Interval::display).collect();
    assert_eq!(readings, ["2024-10-01 – 2024-10-31", "2025-10-01 – 2025-10-31"]);
    assert_eq!(found[0].resolution.why, "no verb says which year");
    let found = all("The March attack, the Friday raid.", anchor);
    assert_eq!(told(&found[0].resolution.reading), "2025-03-01..2025-03-31 month");
    assert_eq!(found[0].resolution.why, "the nearest; no verb says which");
    assert_eq!(found[1].resolution.why, "no verb says so, but days of the week are past in news");
}

/// 24 April 2025 is a Thursday.
const ABROAD: &[(&str, &str, &str)] = &[
    // German
    ("Er wurde am vergangenen Freitag verhaftet.", "vergangenen Freitag", "2025-04-18..2025-04-18 day"),
    ("Das Treffen ist am kommenden Montag.", "kommenden Montag", "2025-04-28..2025-04-28 day"),
    ("Am Donnerstag kam er in den Hafen.", "Donnerstag", "2025-04-24..2025-04-24 day"),
    ("Er will am Freitag reisen.", "Freitag", "ambiguous"),
    ("Was im September geschah, ist nicht bekannt.", "September", "ambiguous"),
    ("Der Hafen wird Ende Mai geöffnet.", "Ende Mai", "ambiguous"),
    ("Der Hafen war seit Anfang März 2023 zu.", "seit Anfang März 2023", "2023-03-01..- part_of_month"),
    ("Das Schiff sank im vergangenen Mai.", "vergangenen Mai", "2024-05-01..2024-05-31 month"),
    ("Der Hafen ist seit März zu.", "seit März", "2025-03-01..- month"),
    ("Er kam am Freitag, den 11. April 2025.", "Freitag, den 11. April 2025", "2025-04-11..2025-04-11 day"),
    // French
    ("Le ministre est parti vendredi dernier.", "vendredi dernier", "2025-04-18..2025-04-18 day"),
    ("Il sera au port lundi prochain.", "lundi prochain", "2025-04-28..2025-04-28 day"),
    ("Le port a fermé vendredi.", "vendredi", "ambiguous"),
    ("Le port ouvre en mai.", "mai", "ambiguous"),
    ("Il est parti en mai dernier.", "mai dernier", "2024-05-01..2024-05-31 month"),
    ("Le port a fermé mi-mars 2023.", "mi-mars 2023", "2023-03-11..2023-03-20 part_of_month"),
    ("Le bateau est là depuis mars.", "depuis mars", "2025-03-01..- month"),
    ("Il met le cap sur le sud le 3 mai.", "3 mai", "ambiguous"),
    // Spanish
    ("El ministro salió el pasado viernes.", "el pasado viernes", "2025-04-18..2025-04-18 day"),
    ("Se reúnen el próximo lunes en el puerto.", "el próximo lunes", "2025-04-28..2025-04-28 day"),
    ("El puerto cerró el viernes.", "el viernes", "ambiguous"),
    ("El puerto abre en mayo.", "mayo", "ambiguous"),
    ("Llegó a mediados de marzo de 2023.", "mediados de marzo de 2023", "2023-03-11..2023-03-20 part_of_month"),
    ("El barco está allí desde marzo.", "desde marzo", "2025-03-01..- month"),
    // Russian
    ("Министр уехал в прошлую пятницу.", "прошлую пятницу", "2025-04-18..2025-04-18 day"),
    ("Порт закрыт в пятницу.", "пятницу", "ambiguous"),
    ("Порт откроют в мае.", "мае", "ambiguous"),
    ("Порт закрыли в начале марта 2023 года.", "начале марта 2023", "2023-03-01..2023-03-10 part_of_month"),
    // Turkish
    ("Bakan geçen Cuma ayrıldı.", "geçen Cuma", "2025-04-18..2025-04-18 day"),
    ("Toplantı Pazartesi günü yapılacak.", "Pazartesi", "ambiguous"),
    ("Liman Mayıs’ta açılacak.", "Mayıs’ta", "ambiguous"),
    ("Liman geçen Mayıs kapandı.", "geçen Mayıs", "2024-05-01..2024-05-31 month"),
];

#[test]
fn days_and_months_of_other_languages_are_counted_from_the_same_day() {
    let anchor = "2025-04-24";
    for (text, phrase, expected) in ABROAD {
        check(anchor, text, &[(phrase, expected)]);
        let alone = all(text, None);
        let needs_none = expected.starts_with("2023") || text.contains("2025");
        assert_eq!(told(&alone[0].resolution.reading) == "no_anchor", !needs_none, "{text}");
    }
    let found = all("Der Hafen wird Ende Mai geöffnet.", Some(day(anchor)));
    assert_eq!(found[0].resolution.why, "verbs of this language are not read");
    let Reading::Ambiguous(readings) = &found[0].resolution.reading else { unreachable!() };
    let readings: Vec<String> = readings.iter().map(Interval::display).collect();
    assert_eq!(readings, ["2024-05-21 – 2024-05-31", "2025-05-21 – 2025-05-31"], "both are told");
}

#[test]
fn what_comes_back_every_week_and_names_of_other_languages_are_no_days() {
    for text in [
        "Jeden Freitag ist Markt.",
        "Der Abgeordnete Sonntag sprach.",
        "Chaque vendredi, il y a un marché.",
        "Le vendredi, il y a un marché.",
        "Los lunes al sol.",
        "Plácido Domingo cantó.",
        "Каждую пятницу здесь рынок.",
        "Окружающая среда важна.",
        "Her Cuma günü pazar kurulur.",
        "Pazar yeri ve ocak.",
        "Le mars jaune est sur la table.",
    ] {
        let found = all(text, Some(day("2025-04-24")));
        let phrases: Vec<&str> = found.iter().map(|one| one.span.slice(text).unwrap()).collect();
        assert_eq!(phrases, [] as [&str; 0], "{text}");
    }
}

#[test]
fn words_that_only_look_like_times_are_none() {
    for text in [
        "Theresa May said no.",
        "They may march on.",
        "He fell and rose.",
        "A fee of $2000 for 2000 people.",
        "It has 1990 homes.",
        "The second half was dull.",
        "The summer recess was short.",
        "In a statement he denied it.",
        "The New York Sunday Times of old.",
        "Version 10.2.2021x of it",
        "February 30 is no day.",
        "It took place on 31/02/2023.",
    ] {
        let found = all(text, Some(day("2025-04-24")));
        let phrases: Vec<&str> = found.iter().map(|one| one.span.slice(text).unwrap()).collect();
        let allowed: &[&str] = if text.starts_with("The New York") { &["Sunday"] } else { &[] };
        assert!(phrases.iter().all(|phrase| allowed.contains(phrase)), "{text}: {phrases:?}");
    }
}

#[test]
fn an_article_known_to_the_month_anchors_nothing_and_one_of_two_days_what_both_agree_on() {
    let published = |first: &str, last: &str, precision| Metadata {
        published: Some(Stated::guessed(Interval {
            first: Some(day(first)),
            last: Some(day(last)),
            precision,
            phrase: String::new(),
            anchor: None,
        })),
        ..Metadata::unknown(ArticleId(7))
    };
    assert_eq!(anchors_of(&published("2031-03-01", "2031-03-31", Precision::Month)), []);
    assert_eq!(anchors_of(&published("2031-03-12", "2031-03-12", Precision::Day)), [day("2031-03-12")]);
    let night = anchors_of(&published("2031-03-12", "2031-03-13", Precision::Day));
    assert_eq!(night, [day("2031-03-12"), day("2031-03-13")]);
    let text = "He left last month. She left yesterday.";
    let found = times(text, Span::bytes(0, text.len()), &night);
    assert_eq!(told(&found[0].resolution.reading), "2031-02-01..2031-02-28 month");
    assert_eq!(told(&found[1].resolution.reading), "ambiguous");
    assert_eq!(found[1].resolution.why, "the article's date is not one day");
}

#[test]
fn any_text_and_any_day_are_read_without_a_stop() {
    for text in [
        "in 1000 years, 1000 centuries ago, in 1000 decades, the past 1000 decades",
        "30th century, 99th century, from 2199 to 1500, 2199-1500, since last century",
        "9999-12-31, 2100-02-29, 29 February, February 29, 0 days ago",
        "since since until by the end of the end of the year",
        "early late mid May – May – May",
    ] {
        for anchor in ["2025-04-24", "9999-12-31", "-009999-01-01"] {
            let found = all(text, Some(day(anchor)));
            assert!(found.iter().all(|one| one.span.slice(text).is_some()), "{text}");
        }
    }
}

/// One line of a fixture: what is expected of the expression that stands around `mark`.
struct Row {
    anchor: Option<Day>,
    text: String,
    mark: Span,
    expected: String,
}

impl Row {
    /// What was found where something is expected.
    fn found(&self, anchor: Option<Day>) -> String {
        let found = all(&self.text, anchor);
        let here = found.iter().find(|one| one.span.overlaps(self.mark));
        here.map_or("nothing".to_owned(), |one| told(&one.resolution.reading))
    }
}

fn expected(first: &str, last: &str, precision: &str) -> String {
    if last.is_empty() { first.to_owned() } else { format!("{first}..{last} {precision}") }
}

fn written(set: &str) -> Vec<Row> {
    let lines = include_str!("fixtures/times/written.tsv").lines().filter(|line| !line.starts_with('#'));
    let columns = lines.map(|line| line.split('\t').collect::<Vec<_>>()).filter(|columns| columns[0] == set);
    let row = |columns: Vec<&str>| {
        let (start, end) = (columns[2].find('[').unwrap(), columns[2].find(']').unwrap() - 1);
        Row {
            anchor: columns[1].parse().ok().map(Day),
            text: columns[2].replace(['[', ']'], ""),
            mark: Span::bytes(start, end),
            expected: expected(columns[3], columns[4], columns.get(5).unwrap_or(&"")),
        }
    };
    columns.map(row).collect()
}

/// How many rows are right; what is wrong is written to `report`. A wrong interval that nothing is said about fails at once.
fn right(rows: &[Row], report: &mut String) -> usize {
    let wrong = rows.iter().filter(|row| {
        let found = row.found(row.anchor);
        let is_wrong = found != row.expected;
        if is_wrong {
            writeln!(report, "{}: {found} instead of {}", row.text, row.expected).unwrap();
        }
        is_wrong
    });
    rows.len() - wrong.count()
}

/// Where no interval may be given, none is.
fn silent_guesses(rows: &[Row]) -> Vec<&str> {
    let unsaid = rows.iter().filter(|row| matches!(row.expected.as_str(), "no_anchor" | "ambiguous" | "vague"));
    unsaid.filter(|row| row.found(row.anchor).contains("..")).map(|row| row.text.as_str()).collect()
}

#[test]
fn expressions_written_for_the_figure_are_resolved() {
    let (dev, kept) = (written("dev"), written("kept"));
    assert_eq!((dev.len(), kept.len()), (50, 50));
    let mut report = String::new();
    let dev_right = right(&dev, &mut report);
    eprintln!("development: {dev_right} of {}\n{report}", dev.len());
    assert!(dev_right * 100 >= dev.len() * 85, "{report}");
    // What is wrong in the half that is kept aside is not told, so that no rule can be made from it.
    let kept_right = right(&kept, &mut String::new());
    eprintln!("kept aside: {kept_right} of {}", kept.len());
    assert!(kept_right * 100 >= kept.len() * 85, "kept aside: {kept_right} of {}", kept.len());
    assert_eq!(silent_guesses(&dev), [] as [&str; 0]);
    assert_eq!(silent_guesses(&kept).len(), 0);
}

/// Without a day to count from, only what needs none is resolved.
#[test]
fn without_an_anchor_nothing_relative_is_resolved() {
    for row in written("dev").iter().chain(&written("kept")) {
        for one in all(&row.text, None) {
            if let Reading::Interval(interval) = one.resolution.reading {
                let own = format!("{:?}", (interval.first, interval.last));
                let year = interval.first.or(interval.last).unwrap().0.year().to_string();
                let phrase = one.span.slice(&row.text).unwrap();
                let says_so = phrase.contains(year.get(..2).unwrap()) || phrase.contains("century");
                assert!(says_so && interval.anchor.is_none(), "{phrase}: {own}");
            }
        }
    }
}

fn article(articles: &Path, number: &str) -> String {
    let mut files = fs::read_dir(articles).unwrap().map(|entry| entry.unwrap().path());
    let file = files.find(|path| path.file_name().unwrap().to_str().unwrap().starts_with(number)).unwrap();
    String::from_utf8_lossy(&fs::read(file).unwrap()).into_owned()
}

fn sample_text(name: &str) -> String {
    let session: Session = decode(SAMPLE.as_bytes()).unwrap().session;
    let shard = session.shards().iter().find(|shard| shard.article.name.starts_with(name)).unwrap().clone();
    shard.article.text().to_owned()
}

#[test]
fn phrases_of_real_articles_are_resolved_and_none_without_the_day_that_they_are_counted_from() {
    let Some(articles) = program::shared("articles") else { return };
    let mut report = String::new();
    let (mut all_rows, mut right_rows, mut guesses) = (0, 0, 0);
    for line in include_str!("fixtures/times/articles.tsv").lines().filter(|line| !line.starts_with('#')) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [source, anchor, phrase, first, last, precision, ..] = columns.as_slice() else { continue };
        let text = if source.ends_with('_') { sample_text(source) } else { article(&articles, source) };
        let anchor = anchor.parse().ok().map(Day);
        let start = text.find(phrase).unwrap_or_else(|| unreachable!("{source} has no {phrase}"));
        let is_vague = *precision == "vague";
        let expected = if is_vague { "vague".to_owned() } else { expected(first, last, precision) };
        let row = Row { anchor, mark: Span::bytes(start, start + phrase.len()), text, expected };
        all_rows += 1;
        let found = row.found(row.anchor);
        right_rows += usize::from(found == row.expected);
        if found != row.expected {
            writeln!(report, "{source} {phrase}: {found} instead of {}", row.expected).unwrap();
        }
        let is_relative = columns.get(6) == Some(&"relative");
        guesses += usize::from(is_relative && row.found(None).contains(".."));
    }
    eprintln!("articles and sample: {right_rows} of {all_rows}");
    assert!(all_rows >= 25 && right_rows * 100 >= all_rows * 85, "{report}");
    assert_eq!(guesses, 0, "relative phrases without an anchor");
}

#[test]
fn the_command_line_counts_from_the_published_date_and_says_where_none_is_known() {
    let place = program::Place::new();
    place.file("one.txt", "The visit is set for early May. He was born in 1986.\n");
    place.file("two.txt", "The strike in October is remembered. It ended last week.\n");
    place.byline(&["import", "one.txt", "two.txt", "-o", "s.ron", "--as", "Ann"]).ends(0);
    let rows = || {
        let document = place.byline(&["suggest", "s.ron", "--kind", "times", "--json"]).ends(0).json();
        document["suggestions"].as_array().unwrap().clone()
    };
    let readings = |rows: &[serde_json::Value]| -> Vec<String> {
        let told = |row: &serde_json::Value| {
            format!("{} {}", row["text"].as_str().unwrap(), row["proposal"]["reading"].as_str().unwrap())
        };
        rows.iter().map(told).collect()
    };
    let before = rows();
    assert_eq!(readings(&before), ["early May no_anchor", "1986 interval", "October no_anchor", "last week no_anchor"]);
    assert_eq!(before[0]["reason"], "relative, and the article has no published date");
    assert_eq!(before[0]["proposal"]["intervals"], serde_json::json!([]));
    for row in [&before[0], &before[2]] {
        let article = row["article"].as_str().unwrap();
        let command = format!(r#"set_metadata(article: "{article}", field: "published", value: "2026-04-24")"#);
        place.apply("s.ron", &command).ends(0);
    }
    let after = rows();
    assert_eq!(readings(&after), ["early May interval", "1986 interval", "October ambiguous", "last week interval"]);
    assert_eq!((&after[0]["kind"], &after[0]["start"], &after[0]["end"]), (&"times".into(), &21.into(), &30.into()));
    assert_eq!(
        after[0]["proposal"],
        serde_json::json!({"action": "date", "reading": "interval", "intervals": [{"first": "2026-05-01",
            "last": "2026-05-10", "precision": "part_of_month", "phrase": "early May", "anchor": "2026-04-24"}]})
    );
    assert_eq!(after[2]["proposal"]["intervals"].as_array().unwrap().len(), 2);
    let told = place.byline(&["suggest", "s.ron", "--kind", "times"]).ends(0).out;
    assert!(told.contains("“early May” is 2026-05-01..2026-05-10 (counted from 2026-04-24)"), "{told}");
    assert!(told.contains("“October” is 2025-10-01..2025-10-31 or 2026-10-01..2026-10-31"), "{told}");
    assert_eq!(place.byline(&["suggest", "s.ron"]).ends(0).out, "", "only where it is asked for");
}
