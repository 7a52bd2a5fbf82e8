//! Strategies for any session, with everything that has ever broken a writer.

use super::{empty_file, full_file, plain_article, plain_mention, span, time};
use byline::codec::{ArticleFile, SessionFile};
use byline::model::*;
use byline::text::CharSpan;
use proptest::prelude::*;

/// Texts with everything that has ever broken a writer.
pub(crate) fn any_text() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "a",
        "Word ",
        "\r\n",
        "\n",
        "\r",
        "\t",
        "\"",
        "\\",
        "'",
        "\u{2028}",
        "\u{2029}",
        "\u{85}",
        "\u{feff}",
        "\0",
        "\u{301}",
        "\u{200d}",
        "\u{fe0f}",
        "\u{1f600}",
        "\u{1f468}\u{200d}\u{1f469}",
        "\u{202e}",
        "\u{5e9}\u{5b8}",
        "\u{e01}\u{e38}",
        "<<<<<<< HEAD\n",
        "=======\n",
        "),\n",
        "(id: \"a-",
        "// byline modified ",
        "18446744073709551616",
        "NaN",
        "inf",
        "#\"",
        "\u{10ffff}",
        "\u{e000}",
        "\u{7f}",
    ]);
    prop::collection::vec(
        prop_oneof![4 => pieces.prop_map(str::to_owned), 1 => any::<char>().prop_map(String::from)],
        0..40,
    )
    .prop_map(|pieces| pieces.concat())
}

/// Any value that a file can hold.
pub(crate) fn any_value() -> impl Strategy<Value = Value> {
    let finite = any::<f64>().prop_filter("finite", |number| number.is_finite());
    let leaf = prop_oneof![
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::Int),
        finite.prop_map(Value::Float),
        any_text().prop_map(Value::Text),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::List),
            prop::collection::vec((any_text(), inner), 0..4).prop_map(|rows| Value::Map(rows.into_iter().collect())),
        ]
    })
}

fn any_ext() -> impl Strategy<Value = Ext> {
    prop::collection::vec((any_text(), any_value()), 0..3).prop_map(|rows| rows.into_iter().collect())
}

/// Fragments over a text of `length` code points, from places in it that need no order.
fn fragments(length: usize, cuts: &[prop::sample::Index]) -> Vec<CharSpan> {
    let mut cuts: Vec<u32> = cuts.iter().map(|cut| u32::try_from(cut.index(length + 1)).unwrap()).collect();
    cuts.sort_unstable();
    cuts.dedup();
    cuts.chunks_exact(2).map(|pair| span(pair[0], pair[1])).collect()
}

/// Any article: any text, mentions on any places in it.
pub(crate) fn any_article(id: u64) -> impl Strategy<Value = ArticleFile> {
    let cuts = prop::collection::vec(any::<prop::sample::Index>(), 2..7);
    let mention = (cuts, any_text(), any_ext(), prop::option::of(0.0..=1.0));
    (any_text(), prop::collection::vec(mention, 0..6), any_ext(), any_text()).prop_map(
        move |(text, mentions, ext, name)| {
            let mut article = plain_article(id, &text);
            let length = text.chars().count();
            for (place, (cuts, words, ext, confidence)) in mentions.into_iter().enumerate() {
                let spans = fragments(length, &cuts);
                if spans.is_empty() {
                    continue;
                }
                let number = id * 100 + place as u64;
                let mut mention = plain_mention(number, &text, spans.clone());
                mention.notes = vec![Note { by: AnnotatorId(1), at: time(), text: words.clone() }];
                mention.ext = ext;
                mention.confidence = confidence;
                article.regions.push(Region {
                    id: RegionId(number),
                    span: spans[0],
                    kind: RegionKind::Other,
                    state: Proposal::Proposed,
                    reason: words,
                    by: AnnotatorId(1),
                    created: time(),
                    ext: Ext::default(),
                });
                article.mentions.push(mention);
            }
            article.ext = ext;
            article.headline = Some(Stated::guessed(name));
            article
        },
    )
}

/// Any session.
pub(crate) fn any_file() -> impl Strategy<Value = SessionFile> {
    (any_text(), any_ext(), any_article(1), any_article(2), any::<bool>()).prop_map(|(title, ext, one, two, full)| {
        let mut file = if full { full_file() } else { empty_file("") };
        file.title = title;
        file.ext = ext;
        file.articles.retain(|_| false);
        file.articles.extend([two, one]);
        file
    })
}
