//! UIMA CAS in and out, and what WebAnno's tables and CAT's files bring in: as people run the program.

#![allow(
    clippy::string_slice,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "helpers of tests fail the test that calls them"
)]

#[path = "support/exchange.rs"]
mod exchange;
#[path = "support/program.rs"]
mod program;

use exchange::{details, export, import, mentions, relations, session};
use program::{Place, shared};
use serde_json::{Value as Json, json};
use std::fmt::Write as _;

/// A CAS in JSON with `text` and marked stretches of it: type, label, start and end in UTF-16 units.
fn cas(text: &str, marked: &[(&str, &str, usize, usize)]) -> String {
    let mut rows =
        vec![json!({"%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaNum": 1, "sofaID": "_InitialView", "sofaString": text})];
    for (number, (kind, label, begin, end)) in marked.iter().enumerate() {
        rows.push(json!({"%ID": number + 2, "%TYPE": kind, "@sofa": 1, "begin": begin, "end": end, "value": label}));
    }
    let members: Vec<usize> = (2..marked.len() + 2).collect();
    let view = json!({"%SOFA": 1, "%MEMBERS": members});
    json!({"%TYPES": {}, "%FEATURE_STRUCTURES": rows, "%VIEWS": {"_InitialView": view}}).to_string()
}

/// `marked` words of `text`, with their label.
fn words(text: &str, marked: &[(&str, &str)]) -> String {
    let units = |text: &str| text.encode_utf16().count();
    let place = |(label, words): &(&'static str, &str)| {
        let at = text.find(words).unwrap();
        let start = units(&text[..at]);
        ("webanno.custom.Span", *label, start, start + units(words))
    };
    let marked: Vec<(&'static str, &str)> =
        marked.iter().map(|(label, words)| (Box::leak((*label).to_owned().into_boxed_str()) as &str, *words)).collect();
    cas(text, &marked.iter().map(place).collect::<Vec<_>>())
}

const SPECIALS: &str = "The 🚢 Évora, l’e\u{301}te\u{301} said:\r\nשלום means\tpeace. \"<b>&amp;\" ran on\nto the end.\u{2028}中国人 stay]]>";

#[test]
fn whatever_characters_a_text_has_come_back_with_their_places() {
    let place = Place::new();
    let marked = [
        ("Ship name", "🚢 Évora"),
        ("Ship name", "Évora, l’e\u{301}te\u{301}"),
        ("Line", "said:\r\nשלום means\tpeace"),
        ("Markup", "\"<b>&amp;\" ran on\nto"),
        ("Word", "中国人"),
        ("End", "stay]]>"),
        ("Ünïcode/label", "The"),
    ];
    place.file("in/specials.json", words(SPECIALS, &marked));
    import(&place, "cas-json", "in", "first.ron").ends(0);
    let first = session(&place, "first.ron");
    assert_eq!(first.shards()[0].article.text(), SPECIALS);
    assert_eq!(mentions(&first).len(), marked.len());
    for format in ["cas-xmi", "cas-json", "qdpx"] {
        let (out, back) = (format!("out.{format}"), format!("{format}.ron"));
        export(&place, format, "first.ron", &out).ends(0);
        import(&place, format, &out, &back).ends(0);
        let again = session(&place, &back);
        assert_eq!(again.shards()[0].article.text(), SPECIALS, "{format}");
        assert_eq!(mentions(&again), mentions(&first), "{format}");
    }
}

#[test]
fn a_byte_order_mark_is_no_character_of_the_article() {
    let place = Place::new();
    place.file("in/marked.json", cas("\u{feff}Ann left.", &[("webanno.custom.Span", "Person", 1, 4)]));
    import(&place, "cas-json", "in", "s.ron").ends(0);
    assert_eq!(mentions(&session(&place, "s.ron")), ["Person 0-3 \"Ann\""]);
}

#[test]
fn characters_that_xml_cannot_hold_are_named_and_every_place_holds() {
    let place = Place::new();
    let text = "Ann\u{1}Bob \u{ffff} left Baku.";
    place.file("in/odd.json", words(text, &[("Person", "Ann\u{1}Bob"), ("Place", "Baku")]));
    import(&place, "cas-json", "in", "s.ron").ends(0);
    let run = export(&place, "cas-xmi", "s.ron", "xmi").ends(0);
    assert!(run.err.contains("control characters dropped (2)") && run.err.contains("U+0001 at 3"), "{}", run.err);
    import(&place, "cas-xmi", "xmi", "back.ron").ends(0);
    let expected = ["Person 0-7 \"Ann\u{fffd}Bob\"", "Place 15-19 \"Baku\""];
    assert_eq!(mentions(&session(&place, "back.ron")), expected);
    place.byline(&["export", "s.ron", "--format", "cas-xmi", "-o", "strict", "--strict"]).ends(1);
    assert!(!place.path("strict").exists());
    // JSON holds them.
    export(&place, "cas-json", "s.ron", "json").ends(0);
    import(&place, "cas-json", "json", "same.ron").ends(0);
    assert_eq!(mentions(&session(&place, "same.ron")), mentions(&session(&place, "s.ron")));
}

#[test]
fn mentions_of_several_fragments_come_back_with_what_links_to_them() {
    let place = Place::new();
    place.file("in/a.txt", "Ann said, on Monday, that rain fell.\n");
    place.file("in/a.ann", "T1\tPerson 0 3\tAnn\nT2\tClaim 4 8;21 35\tsaid that rain fell\nR1\tsource Arg1:T2 Arg2:T1\n#1\tAnnotatorNotes T2\tA gap\n");
    import(&place, "brat", "in", "s.ron").ends(0);
    let first = session(&place, "s.ron");
    assert_eq!(mentions(&first), ["Claim 4-8;21-35 \"said that rain fell\"", "Person 0-3 \"Ann\""]);
    for format in ["cas-xmi", "cas-json", "qdpx"] {
        let (out, back) = (format!("out.{format}"), format!("{format}.ron"));
        let run = export(&place, format, "s.ron", &out).ends(0);
        assert!(run.err.contains("mentions of several fragments in the other tool dropped (1)"), "{}", run.err);
        import(&place, format, &out, &back).ends(0);
        let again = session(&place, &back);
        assert_eq!(mentions(&again), mentions(&first), "{format}");
        assert_eq!(relations(&again), ["\"said that rain fell\" source \"Ann\""], "{format}");
        assert_eq!(details(&again), details(&first), "{format}");
    }
}

#[test]
fn what_the_sample_session_says_of_its_mentions_comes_back() {
    let place = Place::new();
    let sample = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/sessions/sample.ron")).unwrap();
    place.file("s.ron", sample);
    let first = session(&place, "s.ron");
    place.file("schema.ron", ron::to_string(first.schema.as_ref()).unwrap());
    for format in ["cas-xmi", "cas-json", "qdpx"] {
        let (out, back) = (format!("out.{format}"), format!("{format}.ron"));
        let states = ["export", "s.ron", "--format", format, "-o", &out, "--states", "open,accepted,rejected"];
        place.byline(&states).ends(0);
        place.byline(&["import", &out, "--format", format, "-o", &back, "--schema", "schema.ron"]).ends(0);
        let again = session(&place, &back);
        assert_eq!(mentions(&again), mentions(&first), "{format}");
        assert_eq!(relations(&again), relations(&first), "{format}");
        assert_eq!(details(&again), details(&first), "{format}");
    }
}

#[test]
fn what_came_from_a_layer_goes_back_into_it() {
    let place = Place::new();
    place.file("in/TypeSystem.xml", TYPES);
    place.file("in/a.xmi", XMI);
    import(&place, "cas-xmi", "in", "s.ron").ends(0);
    let first = session(&place, "s.ron");
    assert_eq!(mentions(&first), ["PER 0-3 \"Ann\"", "Span 9-13 \"Baku\""]);
    assert_eq!(relations(&first), ["\"Ann\" lives \"Baku\""]);
    assert!(details(&first)[0].contains("identifier=Q1"), "{:?}", details(&first));
    export(&place, "cas-xmi", "s.ron", "out").ends(0);
    let file = place.read("out/a.xmi");
    assert!(
        file.contains(":NamedEntity xmi:id=") && file.contains("value=\"PER\"") && file.contains("identifier=\"Q1\""),
        "{file}"
    );
    import(&place, "cas-xmi", "out", "back.ron").ends(0);
    assert_eq!(mentions(&session(&place, "back.ron")), mentions(&first));
}

const TYPES: &str = r#"<typeSystemDescription xmlns="http://uima.apache.org/resourceSpecifier"><types>
<typeDescription><name>x.ner.NamedEntity</name><supertypeName>uima.tcas.Annotation</supertypeName><features>
<featureDescription><name>value</name><rangeTypeName>uima.cas.String</rangeTypeName></featureDescription>
<featureDescription><name>identifier</name><rangeTypeName>uima.cas.String</rangeTypeName></featureDescription></features></typeDescription>
<typeDescription><name>webanno.custom.Span</name><supertypeName>uima.tcas.Annotation</supertypeName></typeDescription>
<typeDescription><name>webanno.custom.Lives</name><supertypeName>uima.tcas.Annotation</supertypeName><features>
<featureDescription><name>Governor</name><rangeTypeName>uima.tcas.Annotation</rangeTypeName></featureDescription>
<featureDescription><name>Dependent</name><rangeTypeName>uima.tcas.Annotation</rangeTypeName></featureDescription>
<featureDescription><name>label</name><rangeTypeName>uima.cas.String</rangeTypeName></featureDescription></features></typeDescription>
</types></typeSystemDescription>"#;

const XMI: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<xmi:XMI xmlns:cas="http:///uima/cas.ecore" xmlns:xmi="http://www.omg.org/XMI" xmlns:n="http:///x/ner.ecore" xmlns:c="http:///webanno/custom.ecore">
<n:NamedEntity xmi:id="2" sofa="1" begin="0" end="3" value="PER" identifier="Q1"/>
<c:Span xmi:id="3" sofa="1" begin="9" end="13"/>
<c:Lives xmi:id="4" sofa="1" begin="9" end="13" Governor="2" Dependent="3" label="lives"/>
<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" mimeType="text" sofaString="Ann left&#10;Baku."/>
<cas:View sofa="1" members="2 3 4"/>
</xmi:XMI>"#;

#[test]
fn files_that_are_none_are_refused_by_name_and_nothing_is_written() {
    let deep = format!("{}{}", "<a>".repeat(100_000), "</a>".repeat(100_000));
    let bomb = "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]><xmi:XMI xmlns:xmi=\"http://www.omg.org/XMI\">&b;</xmi:XMI>";
    let entity = XMI.replace("value=\"PER\"", "value=\"&file;\"");
    let control = XMI.replace("PER", "P&#1;R");
    let cut = &XMI[..XMI.len() - 40];
    let no_text = XMI.replace("sofaString", "sofaURI");
    let nested = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let cases: [(&str, &str, &[u8], &str); 12] = [
        ("cas-xmi", "a.xmi", deep.as_bytes(), "deeper than 64 levels"),
        ("cas-xmi", "a.xmi", bomb.as_bytes(), "document type declaration"),
        ("cas-xmi", "a.xmi", entity.as_bytes(), "entity `file`"),
        ("cas-xmi", "a.xmi", control.as_bytes(), "no character of XML"),
        ("cas-xmi", "a.xmi", cut.as_bytes(), "no XML"),
        ("cas-xmi", "a.xmi", b"<xmi:XMI \xff\xfe>", "not UTF-8"),
        ("cas-xmi", "a.xmi", no_text.as_bytes(), "holds no text"),
        ("cas-xmi", "a.xmi", b"", "no element"),
        ("cas-json", "a.json", nested.as_bytes(), "no JSON that is read here"),
        ("cas-json", "a.json", b"{\"%FEATURE_STRUCTURES\": 7}", "holds no text"),
        ("cas-json", "a.json", b"[]", "%FEATURE_STRUCTURES"),
        ("webanno-tsv", "a.tsv", b"#FORMAT=WebAnno TSV 9\n", "does not begin with"),
    ];
    for (format, name, bytes, why) in cases {
        let place = Place::new();
        place.file("in/TypeSystem.xml", TYPES);
        place.file(&format!("in/{name}"), bytes);
        let run = import(&place, format, "in", "s.ron").ends(3);
        assert!(run.err.contains(name) && run.err.contains(why), "{name}: {why}: {}", run.err);
        assert!(!place.path("s.ron").exists(), "{name}: {why}");
    }
    let place = Place::new();
    place.file("in/a.xmi", XMI);
    let run = import(&place, "cas-xmi", "in", "s.ron").ends(3);
    assert!(run.err.contains("no type system beside it"), "{}", run.err);
}

#[test]
fn wrong_places_wait_in_the_quarantine_and_double_ids_are_named() {
    let place = Place::new();
    let marked = [
        ("a.Span", "Beyond", 5, 500),
        ("a.Span", "Turned", 4, 2),
        ("a.Span", "Empty", 2, 2),
        ("a.Span", "Half", 0, 1),
        ("a.Span", "Good", 3, 6),
    ];
    let mut json: Json = serde_json::from_str(&cas("🚢 Ann.", &marked)).unwrap();
    let rows = json["%FEATURE_STRUCTURES"].as_array_mut().unwrap();
    let huge = json!({"%ID": 9, "%TYPE": "a.Span", "@sofa": 1, "begin": 1e300, "end": -1, "value": "Huge"});
    let twice = json!({"%ID": 6, "%TYPE": "a.Span", "@sofa": 1, "begin": 3, "end": 6, "value": "Twice"});
    rows.extend([huge, twice]);
    json["%VIEWS"]["_InitialView"]["%MEMBERS"].as_array_mut().unwrap().push(json!(9));
    place.file("in/a.json", json.to_string());
    let run = import(&place, "cas-json", "in", "s.ron").ends(0);
    assert!(run.err.contains("no offset") && run.err.contains("this id already"), "{}", run.err);
    let session = session(&place, "s.ron");
    assert_eq!(mentions(&session), ["Twice 2-5 \"Ann\""]);
    assert_eq!(session.shards()[0].quarantine.len(), 4);
}

const TSV: &str = "#FORMAT=WebAnno TSV 3.3
#T_SP=webanno.custom.Span|value|note
#T_SP=webanno.custom.Host|ROLE_webanno.custom.Host:links_webanno.custom.Link|webanno.custom.Span
#T_CH=webanno.custom.Coref|referenceRelation|referenceType
#T_RL=webanno.custom.Lives|kind|BT_webanno.custom.Span


#Text=Ann\\_🚢 left
#Text=Baku \\| home
1-1\t0-6\tAnn\\_🚢\tPER[1]|SHIP[2]\ta\\|b[1]|*[2]\t_\t_\t*->1-1\tName[1]\t_\t_\t
1-1.1\t4-6\t🚢\tSHIP[2]\t*[2]\t_\t_\t_\t_\t_\t_\t
1-2\t7-11\tleft\t_\t_\twho;where\t1-1[1];1-3\t_\t_\t_\t_\t
1-3\t12-16\tBaku\tLOC\t_\t_\t_\tsame->1-2\t*[1]\thome\t1-1[1_0]\t
1-4\t17-18\t\\|\t_\t_\t_\t_\t_\t_\t_\t_\t
1-4.1\t17-17\t\tNONE\t_\t_\t_\t_\t_\t_\t_\t
1-5\t19-23\thome\t_\t_\t_\t_\t_\t_\t_\t_\t
";

#[test]
fn a_table_of_webanno_says_what_its_escapes_numbers_and_chains_mean() {
    let place = Place::new();
    place.file("in/a.tsv", TSV);
    let run = import(&place, "webanno-tsv", "in", "s.ron").ends(0);
    assert!(run.err.contains("NONE: in the quarantine"), "{}", run.err);
    let session = session(&place, "s.ron");
    assert_eq!(session.shards()[0].article.text(), "Ann_🚢 left\nBaku | home");
    let expected = [
        "Coref 11-15 \"Baku\"",
        "Host 6-10 \"left\"",
        "LOC 11-15 \"Baku\"",
        "Name 0-5 \"Ann_🚢\"",
        "PER 0-5 \"Ann_🚢\"",
        "SHIP 0-5 \"Ann_🚢\"",
    ];
    assert_eq!(mentions(&session), expected);
    let expected = ["\"Ann_🚢\" Lives \"Baku\"", "\"left\" where \"Baku\"", "\"left\" who \"Ann_🚢\""];
    assert_eq!(relations(&session), expected);
    assert_eq!(session.entries.len(), 1, "the chain is one entry");
    assert!(details(&session).iter().any(|row| row.contains("note=a|b")));
}

#[test]
fn many_chains_of_a_webanno_table_are_one_entry_each() {
    let place = Place::new();
    let mut table = "#FORMAT=WebAnno TSV 3.3\n#T_CH=a.Coref|referenceRelation|referenceType\n\n".to_owned();
    // Each chain is mentioned in both sentences, and there are more of them than anybody keeps an eye on.
    for (sentence, begin) in [(1, 0), (2, 2400)] {
        let words: Vec<String> = (0..1200).map(|_| "w".to_owned()).collect();
        writeln!(table, "\n#Text={}", words.join(" ")).unwrap();
        for chain in 0..1200 {
            let at = begin + 2 * chain;
            let link = chain + 1;
            writeln!(table, "{sentence}-{link}\t{at}-{}\tw\t*->{link}-{sentence}\t*", at + 1).unwrap();
        }
    }
    place.file("in/a.tsv", table);
    let run = import(&place, "webanno-tsv", "in", "s.ron").ends(0);
    assert!(run.out.contains("entries: 1200 read, 1200 kept"), "{}", run.out);
    let session = session(&place, "s.ron");
    assert_eq!((session.mention_count(), session.entries.len()), (2400, 1200));
}

#[test]
fn sentences_that_go_back_and_rows_that_are_short_are_refused_with_their_lines() {
    let place = Place::new();
    let back =
        "#FORMAT=WebAnno TSV 3.2\n#T_SP=a.S|v\n\n\n#Text=One\n1-1\t0-3\tOne\t_\t\n\n#Text=Two\n2-1\t1-4\tTwo\t_\t\n";
    place.file("in/back.tsv", back);
    place.file("in/far.tsv", back.replace("1-4", "9000000000000-9000000000003"));
    let short = "#FORMAT=WebAnno TSV 3.2\n#T_SP=a.S|v\n\n\n#Text=One two\n1-1\t0-3\tOne\tX\t\n1-2\t4-7\ttwo\n";
    place.file("in/short.tsv", short);
    let run = import(&place, "webanno-tsv", "in", "s.ron");
    assert!(run.err.contains("back.tsv, line 10") && run.err.contains("far.tsv, line 10"), "{}", run.err);
    assert!(run.err.contains("short.tsv, line 7: a row: not imported"), "{}", run.err);
    assert_eq!(mentions(&session(&place, "s.ron")), ["S 0-3 \"One\""]);
}

const CAT: &str = r#"<Document doc_name="NAME">
<token t_id="1" sentence="0" number="0">http://x</token><token t_id="2" sentence="1" number="0">Ann</token>
<token t_id="3" sentence="1" number="1">checked</token><token t_id="4" sentence="1" number="2">herself</token>
<token t_id="5" sentence="1" number="3">in</token>
<Markables>
<HUMAN_PART_PER m_id="1"><token_anchor t_id="2"/></HUMAN_PART_PER>
<ACTION_OCCURRENCE m_id="2"><token_anchor t_id="5"/><token_anchor t_id="3"/></ACTION_OCCURRENCE>
<HUMAN_PART_PER m_id="3" TAG_DESCRIPTOR="ann_NAME" instance_id="HUM1"/>
<ACTION_STATE m_id="9"><token_anchor t_id="77"/></ACTION_STATE>
</Markables>
<Relations>
<CROSS_DOC_COREF r_id="5" note="HUM1"><source m_id="1"/><target m_id="3"/></CROSS_DOC_COREF>
<PLOT_LINK r_id="6" relType="X"><source m_id="2"/><target m_id="1"/></PLOT_LINK>
<CROSS_DOC_COREF r_id="7"><target m_id="3"/></CROSS_DOC_COREF>
</Relations></Document>"#;

#[test]
fn chains_of_cat_meet_across_articles_and_broken_relations_are_named() {
    let place = Place::new();
    for name in ["one", "two"] {
        place.file(&format!("in/{name}.xml"), CAT.replace("NAME", name).replace("herself", name));
    }
    let run = import(&place, "cat", "in", "s.ron").ends(0);
    assert!(run.err.contains("7 CROSS_DOC_COREF: not imported: it has no source"), "{}", run.err);
    assert!(run.err.contains("9 ACTION_STATE: not imported"), "{}", run.err);
    let session = session(&place, "s.ron");
    assert_eq!(session.shards()[0].article.text(), "http://x\nAnn checked one in");
    let expected = ["ACTION_OCCURRENCE 13-20;25-27 \"checked in\"", "HUMAN_PART_PER 9-12 \"Ann\""];
    assert_eq!(&mentions(&session)[..2], expected);
    assert_eq!(relations(&session), ["\"checked in\" PLOT_LINK \"Ann\""; 2]);
    assert_eq!(session.entries.len(), 1);
    let linked = session.shards().iter().flat_map(|shard| shard.mentions.iter()).filter(|row| row.entry.is_some());
    assert_eq!(linked.count(), 2);
}

#[test]
fn published_corpora_are_read_completely() {
    let Some(corpora) = shared("corpora") else { return };
    let place = Place::new();
    let cases = [
        ("webanno-tsv", "gum-news/tsv", 24, 5018, 2535),
        ("cat", "ecbplus/topic-1", 39, 1316, 0),
        ("cas-json", "cas/json", 3, 8, 0),
    ];
    for (number, (format, folder, documents, marked, linked)) in cases.into_iter().enumerate() {
        let (from, to) = (corpora.join(folder).display().to_string(), format!("{number}.ron"));
        import(&place, format, &from, &to).ends(0);
        let session = session(&place, &to);
        assert_eq!(session.shards().len(), documents, "{folder}");
        assert_eq!(session.mention_count(), marked, "{folder}");
        assert_eq!(relations(&session).len(), linked, "{folder}");
        assert!(session.shards().iter().all(|shard| shard.quarantine.is_empty()), "{folder}");
    }
}
