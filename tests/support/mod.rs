//! Sessions for tests: one small session that sets every field, plain ones, and a strategy for any.

#![allow(
    dead_code,
    clippy::too_many_lines,
    clippy::assigning_clones,
    reason = "every test binary uses a part of it; one record with every field set is long"
)]

mod any;
mod plain;

#[allow(unused_imports, reason = "not every test binary makes up sessions")]
pub(crate) use any::{any_article, any_file, any_text, any_value};
use byline::codec::{ArticleFile, SessionFile};
use byline::model::*;
use byline::text::{CharOffset, CharSpan};
#[allow(unused_imports, reason = "not every test binary needs each")]
pub(crate) use plain::{analyst, bare_article, bare_entry, bare_mention, bare_relation, mention_at};

/// `2026-11-21T09:05:00Z`.
pub(crate) fn time() -> Timestamp {
    Timestamp("2026-11-21T09:05:00Z".parse().unwrap())
}

/// A slug that is known to hold.
pub(crate) fn slug(text: &str) -> Slug {
    Slug::new(text).unwrap()
}

/// The session of a file form that is known to hold.
pub(crate) fn session_of(file: SessionFile) -> Session {
    let (session, warnings) = file.into_session().unwrap();
    assert_eq!(warnings, []);
    session
}

/// The code points `start..end`.
pub(crate) fn span(start: u32, end: u32) -> CharSpan {
    CharSpan { start: CharOffset(start), end: CharOffset(end) }
}

/// Data of another tool with every kind of value.
pub(crate) fn ext() -> Ext {
    let list = Value::List(vec![Value::Int(i64::MIN), Value::Float(0.1), Value::Bool(true), Value::Text("x".into())]);
    let inner = [("float".to_owned(), Value::Float(1e300)), ("None".to_owned(), Value::Map(Values::new()))];
    [("tool:list".to_owned(), list), ("tool:map".to_owned(), Value::Map(inner.into_iter().collect()))]
        .into_iter()
        .collect()
}

/// Every field of a session file, set.
pub(crate) fn full_file() -> SessionFile {
    let text = "Skip\r\n\r\nB. Netanyahu \u{1f600} went \"home\"\u{2028}e\u{301}nd";
    let mut file = empty_file("Visit");
    file.description = "Two\nlines".to_owned();
    file.annotators.push(Annotator {
        id: AnnotatorId(1),
        name: "A. Analyst's".to_owned(),
        kind: AnnotatorKind::Person,
        note: "first".to_owned(),
        ext: ext(),
    });
    file.outlets.push(Outlet {
        id: OutletId(1),
        name: "Herald".to_owned(),
        reliability: Some(Grade::B),
        country: "Country".to_owned(),
        url: "https://example.org".to_owned(),
        note: "state".to_owned(),
        ext: ext(),
    });
    file.schema = full_schema();
    file.entries.push(full_entry());
    file.articles.push(full_article(text));
    file.alignments.push(Alignment {
        id: AlignmentId(1),
        kind: AlignmentKind::Differs,
        from: AlignmentEnd::of_entry(EntryId(1)),
        to: AlignmentEnd::of_mention(ArticleId(1), MentionId(1)),
        confidence: Some(0.25),
        notes: vec![note()],
        review: review(),
        by: AnnotatorId(1),
        created: time(),
        modified: Some(time()),
        ext: ext(),
    });
    file.conflicts.push(Conflict {
        id: ConflictId(1),
        record: "m-0000000000001".to_owned(),
        article: Some(ArticleId(1)),
        base: Some(Value::Text("None".to_owned())),
        ours: Some(Value::Map([("a".to_owned(), Value::Int(1))].into_iter().collect())),
        theirs: Some(Value::Bool(false)),
        source: "theirs.ron".to_owned(),
        created: time(),
        ext: ext(),
    });
    file.decisions.push(Decision {
        id: DecisionId(1),
        article: Some(ArticleId(1)),
        record: Some("m-0000000000001".to_owned()),
        action: DecisionAction::Combined,
        sources: vec![DecisionSource {
            file: "a.ron".to_owned(),
            annotator: AnnotatorId(1),
            record: "m-0000000000002".to_owned(),
        }],
        note: "both".to_owned(),
        by: AnnotatorId(1),
        created: time(),
        ext: ext(),
    });
    file.filters.push(full_filter());
    file.guidelines.push(Guideline {
        id: GuidelineId(1),
        title: "Actors".to_owned(),
        text: "# Actors\n![map](map.png)".to_owned(),
        pictures: vec![Picture { name: "map.png".to_owned(), media_type: "image/png".to_owned(), data: "AAAA".into() }],
        ext: ext(),
    });
    file.log_limit = 50;
    file.log_cut = 7;
    file.log.push(LogLine {
        id: TransactionId(1),
        at: time(),
        by: AnnotatorId(1),
        name: "Tag 'Netanyahu'".to_owned(),
        article: Some(ArticleId(1)),
        changes: 1,
        records: vec!["m-0000000000001".to_owned()],
        ext: ext(),
    });
    file.ext = ext();
    file
}

/// A file form with nothing in it.
pub(crate) fn empty_file(title: &str) -> SessionFile {
    SessionFile {
        format: byline::codec::FORMAT.to_owned(),
        version: 1,
        layout: 1,
        offset_unit: byline::codec::OFFSET_UNIT.to_owned(),
        title: title.to_owned(),
        description: String::new(),
        created: time(),
        modified: None,
        annotators: vec![],
        outlets: vec![],
        schema: Schema::default(),
        entries: vec![],
        articles: vec![],
        alignments: vec![],
        conflicts: vec![],
        decisions: vec![],
        filters: vec![],
        guidelines: vec![],
        log_limit: DEFAULT_LOG_LIMIT,
        log_cut: 0,
        log: vec![],
        ext: Ext::default(),
    }
}

/// An article with nothing tagged.
pub(crate) fn plain_article(id: u64, text: &str) -> ArticleFile {
    ArticleFile {
        id: ArticleId(id),
        name: format!("{id}.txt"),
        source: Source {
            file: format!("{id}.txt"),
            sha256: "9f".repeat(32),
            bytes: text.len() as u64,
            encoding: "utf-8".to_owned(),
            media_type: "text/plain".to_owned(),
            map: vec![SourceStep { char: CharOffset(0), byte: 0 }],
            ..Source::default()
        },
        supersedes: None,
        by: AnnotatorId(1),
        created: time(),
        outlet: None,
        headline: None,
        author: None,
        published: None,
        url: None,
        language: None,
        status: ReadingStatus::Unread,
        note: String::new(),
        ext: Ext::default(),
        text: text.into(),
        regions: vec![],
        repairs: vec![],
        mentions: vec![],
        relations: vec![],
        suggestions: vec![],
        quarantine: vec![],
    }
}

/// A mention with nothing but its place.
pub(crate) fn plain_mention(id: u64, text: &str, fragments: Vec<CharSpan>) -> Mention<Vec<CharSpan>> {
    let words =
        |span: &CharSpan| -> String { text.chars().skip(span.start.to_usize()).take(span.len() as usize).collect() };
    let quote = fragments.iter().map(words).collect::<Vec<_>>().join(" ");
    bare_mention(id, slug("actor.person"), fragments, quote, time())
}

fn note() -> Note {
    Note { by: AnnotatorId(1), at: time(), text: "Sure?\nYes.".to_owned() }
}

fn review() -> Review {
    Review::new(ReviewState::Accepted, Some(AnnotatorId(1)), Some(time()))
}

fn attributes() -> Attributes {
    [(slug("certainty"), Value::Text("high".to_owned())), (slug("count"), Value::Float(2.0))].into_iter().collect()
}

fn provenance() -> Provenance {
    Provenance {
        how: How::Imported,
        tool: "brat".into(),
        file: "a.ann".into(),
        source_id: "T1".into(),
        from: Some(MentionId(2)),
    }
}

fn interval() -> Interval {
    let day = Day("2026-05-01".parse().unwrap());
    Interval {
        first: Some(day),
        last: Some(day),
        precision: Precision::PartOfMonth,
        phrase: "early May".to_owned(),
        anchor: Some(day),
    }
}

fn full_schema() -> Schema {
    let mut schema = byline::codec::default_schema();
    schema.ext = ext();
    for layer in &mut schema.layers {
        layer.guideline = Some(GuidelineId(1));
        layer.ext = ext();
        layer.hotkey = Some('\'');
        for label in &mut layer.labels {
            label.color = Some("#102030".to_owned());
            label.hotkey = Some('\n');
            label.guideline = Some(GuidelineId(1));
            label.ext = ext();
        }
    }
    for attribute in &mut schema.attributes {
        attribute.default = Some(Value::Bool(false));
        attribute.required = true;
        attribute.ext = ext();
    }
    for relation in &mut schema.relation_types {
        relation.symmetric = true;
        relation.color = Some("rose".to_owned());
        relation.ext = ext();
    }
    schema
}

fn full_entry() -> Entry {
    Entry {
        id: EntryId(1),
        layer: slug("actor"),
        name: "B. Netanyahu".to_owned(),
        kind: Some(slug("actor.person")),
        aliases: vec![Alias { text: "Bibi".to_owned(), language: "en".to_owned(), note: "nickname".to_owned() }],
        ids: [("wikidata".to_owned(), "Q43723".to_owned())].into(),
        when: Some(interval()),
        place: Some(Place {
            name: "Kyiv".to_owned(),
            entry: Some(EntryId(1)),
            latitude: Some(50.45),
            longitude: Some(-0.5),
        }),
        credibility: Some(3),
        attributes: attributes(),
        distinct_from: vec![EntryId(2)],
        note: "n".to_owned(),
        by: AnnotatorId(1),
        created: time(),
        modified: Some(time()),
        ext: ext(),
    }
}

fn full_filter() -> SavedFilter {
    SavedFilter {
        id: FilterId(1),
        name: "Mine".to_owned(),
        labels: vec![slug("actor")],
        articles: vec![ArticleId(1)],
        outlets: vec![OutletId(1)],
        annotators: vec![AnnotatorId(1)],
        states: vec![ReviewState::Rejected],
        flags: vec![slug("unsure")],
        entries: vec![EntryId(1)],
        attributes: attributes(),
        has_note: Some(true),
        text: "x".to_owned(),
        regex: true,
        since: Some(Day("2026-05-01".parse().unwrap())),
        until: Some(Day("2026-05-02".parse().unwrap())),
        sort: Some(SortKey::Quote),
        group: Some(SortKey::Label),
        columns: vec![SortKey::Place],
        ext: ext(),
    }
}

/// An article with one of everything; `text` has at least 24 code points.
pub(crate) fn full_article(text: &str) -> ArticleFile {
    let mention = |id, fragments| {
        let mention = plain_mention(id, text, fragments);
        Mention {
            entry: Some(EntryId(1)),
            attributes: attributes(),
            confidence: Some(0.5),
            flags: vec![slug("unsure")],
            notes: vec![note()],
            review: review(),
            provenance: provenance(),
            modified: Some(time()),
            ext: ext(),
            ..mention
        }
    };
    let quote = |from: usize, to: usize| text.chars().skip(from).take(to - from).collect::<String>();
    let mut article = plain_article(1, text);
    article.source.original = Some("AAAA".to_owned());
    article.source.packed = Some("eJwDAAAAAAE=".to_owned());
    article.source.within = Some(Within {
        file: "news.zip".to_owned(),
        sha256: "0".repeat(64),
        bytes: 9,
        member: "a.txt".to_owned(),
        range: Some((1, 4)),
    });
    article.source.places = vec![SourcePlace { char: CharOffset(0), place: "page \"1\"".to_owned() }];
    article.source.retrieved = Some(time());
    article.supersedes = Some(ArticleId(9));
    article.outlet = Some(Stated::guessed(OutletId(1)));
    article.headline = Some(Stated::confirmed("He \"went\"".to_owned()));
    article.author = Some(Stated::guessed("N. N.".to_owned()));
    article.published = Some(Stated::guessed(interval()));
    article.url = Some(Stated::guessed("https://example.org/1".to_owned()));
    article.language = Some(Stated::guessed("en".to_owned()));
    article.status = ReadingStatus::Reading;
    article.note = "long".to_owned();
    article.ext = ext();
    article.regions.push(Region {
        id: RegionId(1),
        span: span(0, 4),
        kind: RegionKind::Chrome,
        state: Proposal::Accepted,
        reason: "menu".to_owned(),
        by: AnnotatorId(1),
        created: time(),
        ext: ext(),
    });
    article.repairs.push(Repair {
        id: RepairId(1),
        span: span(8, 10),
        quote: quote(8, 10),
        replacement: "X".to_owned(),
        kind: RepairKind::Typo,
        state: Proposal::Proposed,
        reason: "slip".to_owned(),
        by: AnnotatorId(1),
        created: time(),
        ext: ext(),
    });
    article.mentions.push(mention(1, vec![span(8, 20), span(22, 24)]));
    article.mentions.push(mention(2, vec![span(8, 11)]));
    article.relations.push(Relation {
        id: RelationId(1),
        label: slug("argument"),
        role: Some(slug("who")),
        from: MentionId(1),
        to: MentionId(2),
        attributes: attributes(),
        confidence: Some(1.0),
        flags: vec![slug("discuss")],
        notes: vec![note()],
        review: review(),
        provenance: provenance(),
        by: AnnotatorId(1),
        created: time(),
        modified: Some(time()),
        ext: ext(),
    });
    article.suggestions.push(Suggestion {
        id: SuggestionId(1),
        kind: SuggestionKind::Mention,
        fragments: Some(vec![span(1, 4)]),
        quote: quote(1, 4),
        label: Some(slug("actor")),
        role: Some(slug("who")),
        mention: Some(MentionId(1)),
        target: Some(MentionId(2)),
        entry: Some(EntryId(1)),
        attributes: attributes(),
        reason: "repeat".to_owned(),
        score: Some(0.125),
        state: Proposal::Rejected,
        provenance: provenance(),
        by: AnnotatorId(1),
        created: time(),
        ext: ext(),
    });
    article.quarantine.push(Quarantined {
        mention: mention(3, vec![span(900, 950)]),
        reason: "lost".to_owned(),
        proposed: vec![span(0, 1)],
        ext: ext(),
    });
    article
}
