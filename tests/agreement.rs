//! How far annotators agree: every figure against those of other people's libraries, and what counts.
//!
//! `tests/fixtures/agreement.json` was made with krippendorff 0.8, scikit-learn 1.9, nltk 3.10 and pygamma-agreement 0.5.9:
//! `$(bash oracles/setup.sh) .ci/agreement.py fixture > tests/fixtures/agreement.json`, with the kit of oracles.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::wildcard_imports,
    clippy::float_cmp,
    reason = "what does not hold fails the test; figures of one seed are equal to the last bit"
)]

mod support;

use byline::analysis::agreement::*;
use byline::codec::{Serial, default_schema};
use byline::model::*;
use byline::text::CharSpan;
use byline::workbench::Threads;
use proptest::prelude::*;
use serde_json::Value as Json;
use support::{empty_file, plain_article, plain_mention, session_of, slug, span};

/// A mention of a side: its label, and its fragments in code points.
type Tag = (&'static str, Vec<(u32, u32)>);

/// A side over articles with `texts`, numbered from 1.
fn side(name: &str, texts: &[&str], tags: &[Vec<Tag>]) -> Side {
    let mut file = empty_file(name);
    file.schema = default_schema();
    let mut number = 0;
    for ((id, text), tags) in (1..).zip(texts).zip(tags) {
        let mut article = plain_article(id, text);
        for (label, fragments) in tags {
            number += 1;
            let spans = fragments.iter().map(|(start, end)| span(*start, *end)).collect();
            article.mentions.push(Mention { label: slug(label), ..plain_mention(number, text, spans) });
        }
        file.articles.push(article);
    }
    Side { name: name.to_owned(), session: session_of(file) }
}

fn one(label: &'static str, start: u32, end: u32) -> Tag {
    (label, vec![(start, end)])
}

fn draws(bootstrap: usize, samples: usize) -> Draws {
    Draws { bootstrap, samples, seed: 0 }
}

fn figures(sides: &[Side], draws: Draws) -> Agreement {
    Comparison::new(sides, Scope::default(), &Serial).figures(draws, &Serial)
}

/// The sides of one comparison of the fixture.
fn sides_of(given: &Json) -> Vec<Side> {
    let articles = given["articles"].as_array().unwrap();
    let count = articles[0]["sides"].as_array().unwrap().len();
    let side = |number: usize| {
        let mut file = empty_file("Fixture");
        file.schema = default_schema();
        let mut id = 0;
        for (article, row) in (1..).zip(articles) {
            let text = row["text"].as_str().unwrap();
            let mut article = plain_article(article, text);
            for mention in row["sides"][number].as_array().unwrap() {
                id += 1;
                let spans: Vec<CharSpan> = serde_json::from_value(mention["fragments"].clone()).unwrap();
                let label = slug(mention["label"].as_str().unwrap());
                article.mentions.push(Mention { label, ..plain_mention(id, text, spans) });
            }
            file.articles.push(article);
        }
        Side { name: format!("side {number}"), session: session_of(file) }
    };
    (0..count).map(side).collect()
}

/// Every number of `wanted` is in `found` within 1e-9, under the same keys.
fn holds(found: &Json, wanted: &Json, place: &str) -> usize {
    if let Json::Object(fields) = wanted {
        return fields.iter().map(|(key, wanted)| holds(&found[key], wanted, &format!("{place}.{key}"))).sum();
    }
    let found = [found, &found["value"], &found["high"]].into_iter().find_map(Json::as_f64);
    let is_same = match (found, wanted.as_f64()) {
        (Some(found), Some(wanted)) => (found - wanted).abs() <= 1e-9,
        (found, wanted) => found == wanted,
    };
    assert!(is_same, "{place}: found {found:?}, wanted {wanted}");
    1
}

#[test]
fn every_figure_is_that_of_other_libraries() {
    let fixture: Vec<Json> = serde_json::from_str(include_str!("fixtures/agreement.json")).unwrap();
    let mut held = 0;
    for given in &fixture {
        let samples = usize::try_from(given["samples"].as_u64().unwrap()).unwrap();
        let draws = Draws { bootstrap: 0, samples, seed: given["seed"].as_u64().unwrap() };
        let found = Comparison::new(&sides_of(given), Scope::default(), &Threads).figures(draws, &Threads);
        assert!(found.overall.gamma.is_exact, "{:?}", found.overall.gamma);
        let overall = serde_json::to_value(&found.overall).unwrap();
        held += holds(&overall, &given["figures"], &format!("seed {}", given["seed"]));
    }
    assert_eq!(held, 5 * 24);
}

#[test]
fn unitizing_alpha_is_what_its_equations_give_by_hand() {
    let text = "x".repeat(60);
    let tags = [
        vec![vec![one("actor", 2, 5)]],
        vec![vec![one("actor", 2, 5), one("event", 10, 20)]],
        vec![vec![one("event", 2, 5), one("event", 15, 20)]],
    ];
    let sides: Vec<Side> = tags.iter().map(|tags| side("s", &[&text], tags)).collect();
    let value = figures(&sides, draws(0, 0)).overall.unitizing_alpha.value.unwrap();
    // 180 characters, 26 of which do not meet their like; 156 of gaps, 6 of actors, 18 of events; units of 3, 3, 10, 3 and 5.
    let (apart, whole) = (26.0 / 180.0, 180.0 * 180.0);
    let itself = 156.0 + 9.0 + 9.0 + 100.0 + 9.0 + 25.0;
    let alike = 156.0 * 156.0 + 6.0 * 6.0 + 18.0 * 18.0;
    assert!((value - (1.0 - apart * (whole - itself) / (whole - alike))).abs() < 1e-12, "{value}");
}

const TEXT: &str = "Ada Okoro met ministers in Skerra.\n";

fn pair() -> [Side; 2] {
    let first = vec![one("actor.person", 0, 9), one("event", 10, 23), one("actor", 27, 33)];
    let second = vec![one("actor.person", 4, 9), one("event", 10, 23), one("event", 27, 33)];
    [
        side("one.ron", &[TEXT, "Not tagged."], &[first, vec![]]),
        side("two.ron", &[TEXT, "Not tagged."], &[second, vec![]]),
    ]
}

#[test]
fn figures_come_by_label_by_article_and_by_pair_with_their_units() {
    let found = figures(&pair(), draws(0, 10));
    assert_eq!((found.compared, found.overall.characters.units, found.overall.tokens.units), (2, 46, 8));
    assert_eq!(found.sides.iter().map(|side| side.mentions).collect::<Vec<_>>(), [3, 3]);
    let exact = found.overall.exact;
    assert_eq!(
        (exact.precision.value, exact.recall.value, exact.f1.value),
        (Some(1.0 / 3.0), Some(1.0 / 3.0), Some(1.0 / 3.0))
    );
    assert_eq!(found.overall.overlap.f1.value, Some(2.0 / 3.0));
    let labels: Vec<(&str, &[u64])> =
        found.labels.iter().map(|row| (row.label.as_str(), row.mentions.as_slice())).collect();
    assert_eq!(labels, [("actor", &[1, 0][..]), ("actor.person", &[1, 1]), ("event", &[1, 2])]);
    let event = &found.labels[2].figures;
    assert_eq!(event.exact.precision.value, Some(0.5));
    assert_eq!(event.exact.recall.value, Some(1.0));
    assert_eq!(found.articles.len(), 2);
    assert_eq!(found.articles[1].figures.characters.percentage.value, Some(1.0));
    assert_eq!(found.articles[1].figures.characters.alpha.value, None, "nothing but one value: no chance to correct");
    assert_eq!(found.articles[1].figures.gamma.value, None);
    assert_eq!(found.pairs.len(), 1);
    assert_eq!(found.pairs[0].figures.gamma.value, found.overall.gamma.value);
    assert!(found.definitions.iter().all(|row| !row.definition.is_empty()));
}

#[test]
fn every_cell_leads_to_its_places() {
    let comparison = Comparison::new(&pair(), Scope::default(), &Serial);
    let found = comparison.figures(draws(0, 0), &Serial);
    let cases = comparison.cases(0, 1);
    let confusion = &found.pairs[0].confusion;
    let mentions: Vec<(&str, &str, u64)> =
        confusion.mentions.iter().map(|cell| (cell.first.as_str(), cell.second.as_str(), cell.count)).collect();
    assert_eq!(mentions, [("actor", "event", 1), ("actor.person", "actor.person", 1), ("event", "event", 1)]);
    for (cells, cases, is_long) in [
        (&confusion.characters, &cases.characters, true),
        (&confusion.tokens, &cases.tokens, false),
        (&confusion.mentions, &cases.mentions, false),
    ] {
        for cell in cells.iter().filter(|cell| (cell.first.as_str(), cell.second.as_str()) != (NONE, NONE)) {
            let of_cell = cases.iter().filter(|case| (&case.first, &case.second) == (&cell.first, &cell.second));
            let count: u64 = of_cell.map(|case| if is_long { u64::from(case.end - case.start) } else { 1 }).sum();
            assert_eq!(count, cell.count, "{cell:?}");
        }
    }
    let person = cases.mentions.iter().find(|case| case.first == "actor.person").unwrap();
    assert_eq!((person.article, person.start, person.end), (ArticleId(1), 0, 9), "from the first edge to the last");
}

#[test]
fn a_layer_labels_and_regions_limit_what_counts() {
    let sides = pair();
    let with = |scope: Scope| Comparison::new(&sides, scope, &Serial).figures(draws(0, 0), &Serial);
    let layer = with(Scope { layer: Some(slug("event")), ..Scope::default() });
    assert_eq!(layer.labels.iter().map(|row| row.label.as_str()).collect::<Vec<_>>(), ["event"]);
    let labels = with(Scope { labels: vec![slug("actor")], ..Scope::default() });
    let below: Vec<&str> = labels.labels.iter().map(|row| row.label.as_str()).collect();
    assert_eq!(below, ["actor", "actor.person"], "with all below them");
    assert_eq!(labels.sides.iter().map(|side| side.mentions).collect::<Vec<_>>(), [2, 1]);
}

#[test]
fn accepted_regions_are_left_out_when_asked_and_rejected_mentions_always() {
    let mut file = empty_file("Regions");
    file.schema = default_schema();
    let mut article = plain_article(1, TEXT);
    article.regions.push(Region {
        id: RegionId(1),
        span: span(0, 14),
        kind: RegionKind::Caption,
        state: Proposal::Accepted,
        reason: String::new(),
        by: AnnotatorId(1),
        created: support::time(),
        ext: Ext::default(),
    });
    let rejected = Review::new(ReviewState::Rejected, None, None);
    article.mentions.push(plain_mention(1, TEXT, vec![span(0, 9)]));
    article.mentions.push(plain_mention(2, TEXT, vec![span(10, 23)]));
    article.mentions.push(Mention { review: rejected, ..plain_mention(3, TEXT, vec![span(27, 33)]) });
    file.articles.push(article);
    let sides = [
        Side { name: "one".to_owned(), session: session_of(file) },
        side("two", &[TEXT], &[vec![one("actor.person", 14, 23)]]),
    ];
    let all = figures(&sides, draws(0, 0));
    assert_eq!((all.overall.characters.units, all.sides[0].mentions), (35, 2));
    let skip = Scope { skip_regions: true, ..Scope::default() };
    let found = Comparison::new(&sides, skip, &Serial).figures(draws(0, 0), &Serial);
    assert_eq!((found.overall.characters.units, found.sides[0].mentions), (21, 1));
    assert_eq!(found.overall.characters.percentage.value, Some(1.0), "what lies in the region is cut off");
    assert_eq!(found.overall.tokens.units, 3);
    assert_eq!(found.overall.unitizing_alpha.value, Some(1.0));
}

#[test]
fn articles_are_matched_by_id_or_text_and_others_are_named() {
    let mut texts = ["Same text here.", "Ünlike texts.", "Only here."];
    let none = [vec![], vec![], vec![]];
    let first = side("one", &texts, &none);
    texts[1] = "Ünlikely texts.";
    let mut file = empty_file("Two");
    file.schema = default_schema();
    file.articles.push(plain_article(77, texts[0]));
    file.articles.push(plain_article(2, texts[1]));
    file.articles.push(plain_article(9, "Elsewhere."));
    let second = Side { name: "two".to_owned(), session: session_of(file) };
    let found = figures(&[first, second], draws(0, 0));
    assert_eq!(found.compared, 1, "another id, but the same text");
    let left: Vec<(u64, &str)> = found.left_out.iter().map(|row| (row.article.0, row.reason.as_str())).collect();
    let differs = "the text on the side of two differs from character 6 on";
    assert_eq!(left, [(2, differs), (3, "two does not have it"), (9, "one does not have it")]);
    let nothing = figures(&[side("a", &[], &[]), side("b", &[], &[])], draws(10, 3));
    assert_eq!((nothing.compared, nothing.overall.characters.alpha), (0, Figure::default()));
}

/// Twenty articles of which the second side has some mentions otherwise.
fn many(sides: u32) -> Vec<Side> {
    let texts = [TEXT; 20];
    let tags = |of: u32| -> Vec<Vec<Tag>> {
        (0..20)
            .map(|article| {
                let label = if article % (3 + of) == 0 { "event" } else { "actor" };
                vec![
                    one(label, 0, 9 - (article % 3 * of).min(8)),
                    one("event", 10, 13),
                    one("claim", 14 + of, 33 - article % 5),
                ]
            })
            .collect()
    };
    (0..sides).map(|of| side(&format!("{of}.ron"), &texts, &tags(of))).collect()
}

#[test]
fn the_same_seed_gives_the_same_figures_however_the_work_is_spread() {
    let comparison = Comparison::new(&many(3), Scope::default(), &Serial);
    let json = |draws: Draws, agreement: &Agreement| {
        assert_eq!(agreement.seed, draws.seed);
        serde_json::to_string(agreement).unwrap()
    };
    let first = Draws { bootstrap: 50, samples: 5, seed: 7 };
    let serial = json(first, &comparison.figures(first, &Serial));
    assert_eq!(serial, json(first, &comparison.figures(first, &Threads)));
    let other = Draws { seed: 8, ..first };
    assert_ne!(serial, json(other, &comparison.figures(other, &Serial)));
}

#[test]
fn intervals_hold_the_figure_and_are_wider_where_less_is_known() {
    let found = figures(&many(2), draws(400, 0));
    assert_eq!(found.drawn, Some("articles"));
    let alpha = found.overall.characters.alpha;
    let (low, value, high) = (alpha.low.unwrap(), alpha.value.unwrap(), alpha.high.unwrap());
    assert!(low < value && value < high && high - low < 0.2, "{alpha:?}");
    assert!(found.overall.unitizing_alpha.low.is_some() && found.labels[0].figures.exact.f1.low.is_some());
    let single = figures(&pair()[..], draws(0, 0));
    assert_eq!(single.overall.characters.alpha.low, None, "none were asked for");
    let alone = [side("1", &[TEXT], &[vec![one("actor", 4, 9)]]), side("2", &[TEXT], &[vec![one("actor", 0, 9)]])];
    let found = figures(&alone, draws(200, 0));
    assert_eq!(found.drawn, Some("units"));
    let alpha = found.overall.characters.alpha;
    assert!(alpha.low < alpha.value && alpha.value < alpha.high, "{alpha:?}");
    assert_eq!(found.overall.unitizing_alpha.low, None, "characters alone say nothing of units");
}

#[test]
fn gamma_says_what_it_is_made_of_and_what_stands_against_it() {
    let gamma = figures(&many(2), draws(0, 30)).overall.gamma;
    let (value, range) = (gamma.value.unwrap(), gamma.range.unwrap());
    assert!(range.low < value && value < range.high, "{gamma:?}");
    assert!(gamma.is_exact && gamma.samples == 30 && gamma.units == 120);
    assert_eq!(gamma.value, Some(1.0 - gamma.observed.unwrap().high / gamma.expected.unwrap()));
    let same = many(2).remove(0);
    let twice = figures(&[same.clone(), same], draws(0, 5));
    assert_eq!(twice.overall.gamma.value, Some(1.0));
    let seven = figures(&many(7), draws(0, 5)).overall;
    assert_eq!(seven.gamma.value, None);
    assert_eq!(seven.gamma.why_not.as_deref(), Some("gamma is worked out for 6 sides at most, not for 7"));
    assert!(seven.characters.alpha.value.is_some());
}

fn any_tags() -> impl Strategy<Value = Vec<Tag>> {
    let label = prop::sample::select(vec!["actor", "actor.person", "event"]);
    prop::collection::vec((label, 0u32..34, 1u32..12), 0..9)
        .prop_map(|rows| rows.into_iter().map(|(label, at, len)| one(label, at, (at + len).min(35))).collect())
}

proptest! {
    #[test]
    fn figures_are_what_looking_at_every_character_gives(
        first in prop::collection::vec(any_tags(), 3),
        second in prop::collection::vec(any_tags(), 3),
    ) {
        let texts = [TEXT; 3];
        let found = figures(&[side("1", &texts, &first), side("2", &texts, &second)], draws(0, 0));
        let sets = |tags: &[Vec<Tag>]| -> Vec<Vec<&'static str>> {
            let at = |tags: &Vec<Tag>, place: u32| {
                let covers = |tag: &&Tag| tag.1.iter().any(|(start, end)| *start <= place && place < *end);
                let mut labels: Vec<&'static str> = tags.iter().filter(covers).map(|tag| tag.0).collect();
                labels.sort_unstable();
                labels.dedup();
                labels
            };
            tags.iter().flat_map(|tags| (0..35).map(move |place| at(tags, place))).collect()
        };
        let (one, two) = (sets(&first), sets(&second));
        let same = one.iter().zip(&two).filter(|(one, two)| one == two).count();
        prop_assert_eq!(found.overall.characters.percentage.value, Some(same as f64 / 105.0));
        let count: u64 = found.pairs[0].confusion.characters.iter().map(|cell| cell.count).sum();
        prop_assert_eq!(count, 105);
        for cell in &found.pairs[0].confusion.characters {
            let name = |set: &Vec<&str>| if set.is_empty() { NONE.to_owned() } else { set.join("+") };
            let pairs = one.iter().zip(&two).filter(|(one, two)| (name(one), name(two)) == (cell.first.clone(), cell.second.clone()));
            prop_assert_eq!(pairs.count() as u64, cell.count);
        }
    }

    #[test]
    fn who_comes_first_changes_nothing_but_precision_and_recall(first in any_tags(), second in any_tags()) {
        let sides = [side("1", &[TEXT], &[first]), side("2", &[TEXT], &[second])];
        let found = figures(&sides, draws(0, 0)).overall;
        let [one, two] = sides;
        let turned = figures(&[two, one], draws(0, 0)).overall;
        prop_assert_eq!(&found.characters, &turned.characters);
        prop_assert_eq!(&found.tokens, &turned.tokens);
        prop_assert_eq!(found.unitizing_alpha, turned.unitizing_alpha);
        for (one, two) in [(found.exact, turned.exact), (found.overlap, turned.overlap), (found.token, turned.token)] {
            prop_assert_eq!(one.precision, two.recall);
            prop_assert_eq!(one.f1, two.f1);
        }
    }
}

#[test]
fn figures_come_in_stages_and_can_be_stopped() {
    let tags = [vec![one("actor", 0, 3), one("event", 4, 7)], vec![one("actor", 0, 3)]];
    let other = [vec![one("actor", 0, 3), one("claim", 4, 9)], vec![]];
    let texts = ["One two three", "Four five"];
    let sides = [side("a", &texts, &tags), side("b", &texts, &other)];
    let comparison = Comparison::new(&sides, Scope::default(), &Serial);
    let whole = comparison.figures(draws(50, 4), &Serial);
    let steps = std::sync::atomic::AtomicUsize::new(0);
    let count = || steps.fetch_add(1, std::sync::atomic::Ordering::Relaxed) < usize::MAX;
    let first = comparison.figures_while(draws(50, 0), &Serial, &count).unwrap();
    let both = comparison.with_gamma(&first, draws(50, 4), &Serial, &count).unwrap();
    let json = |found: &Agreement| serde_json::to_value(found).unwrap();
    assert!(json(&both) == json(&whole), "what comes in stages is not what comes at once");
    assert_ne!(first.overall.gamma, both.overall.gamma);
    // Each of the two asks once more at its end.
    let expected = comparison.steps(draws(50, 0)) + comparison.steps(draws(0, 4)) + 2;
    assert_eq!(steps.into_inner(), expected);
    assert!(comparison.figures_while(draws(50, 4), &Serial, &|| false).is_none());
    assert!(comparison.with_gamma(&first, draws(50, 4), &Serial, &|| false).is_none());
}

#[test]
fn every_cell_has_its_places() {
    let tags = [vec![one("actor", 0, 3), one("event", 4, 7)]];
    let other = [vec![one("actor", 0, 7), one("claim", 4, 9)]];
    let sides = [side("a", &["One two three"], &tags), side("b", &["One two three"], &other)];
    let comparison = Comparison::new(&sides, Scope::default(), &Serial);
    let found = comparison.figures(draws(0, 0), &Serial);
    let mut places = 0;
    for counted in Counted::ALL {
        for cell in
            found.pairs[0].confusion.of(counted).iter().filter(|cell| (&*cell.first, &*cell.second) != (NONE, NONE))
        {
            let of = CellOf { counted, first: cell.first.clone(), second: cell.second.clone() };
            let cases = comparison.cases_in((0, 1), &of, &|| true).unwrap();
            let characters: u32 = cases.iter().map(|case| case.end - case.start).sum();
            let units = if counted == Counted::Characters { u64::from(characters) } else { cases.len() as u64 };
            assert_eq!(units, cell.count, "{of:?}");
            places += cases.len();
        }
    }
    let all = comparison.cases(0, 1);
    assert_eq!(places, all.characters.len() + all.tokens.len() + all.mentions.len());
    let of = CellOf { counted: Counted::Mentions, first: "actor".to_owned(), second: "actor".to_owned() };
    assert_eq!(comparison.cases_in((0, 1), &of, &|| false), None);
}
