//! From tasks to a corpus.

use super::super::beside;
use super::super::corpus::{Corpus, CorpusMention, CorpusRelation, Document, Fate, LabelName, Remark, Thing, Unit};
use super::super::in_file::InFile;
use super::super::json_read::{
    ABOUT_KEYS, Fields, Gathering, Record, about, id, list, name, offsets, read_all, text, values,
};
use super::super::json_record::Tokens;
use super::{OWN, REJECTED};
use crate::codec::Spread;
use crate::model::{ReviewState, Value};
use serde_json::Value as Json;

/// Reads all tasks.
pub(super) fn read(files: &mut [InFile], spread: &dyn Spread) -> Corpus {
    let mut gathering = Gathering::default();
    read_all(files, &[], Tokens::Apart, spread, &mut gathering, &take);
    gathering.finish()
}

fn take(gathering: &mut Gathering, record: &Record<'_>) {
    let fields = &record.fields;
    let Some(words) = text(fields, "text") else {
        return gathering.remark(record.refused("a task", "it has no text under `text`").of(Thing::Document));
    };
    let empty = Fields::new();
    let meta = fields.get("meta").and_then(Json::as_object).unwrap_or(&empty);
    let found = name([Some(meta), Some(fields)]);
    let found = found.map(|name| name.strip_suffix(REJECTED).map(str::to_owned).unwrap_or(name));
    let mut document = Document {
        name: found.unwrap_or_else(|| record.default_name()),
        file: record.file.path.clone(),
        text: Some(words.to_owned()),
        unit: Unit::CodePoint,
        about: about(meta),
        ..Document::default()
    };
    let answer = text(fields, "answer").unwrap_or("accept");
    let annotator = text(fields, "_annotator_id").or_else(|| text(fields, "_session_id"));
    for span in list(fields, "spans").iter().filter_map(Json::as_object) {
        let Some(mut mention) = mention(span, &record.place) else {
            let what = crate::text::shortened(&Json::Object(span.clone()).to_string(), 60).into_owned();
            let why = "it is no span: `start` and `end` are whole numbers, `label` a text";
            gathering.remark(record.refused(&what, why).of(Thing::Mention));
            continue;
        };
        if answer != "accept" {
            mention.review = ReviewState::Rejected;
        }
        mention.annotator = annotator.map(str::to_owned);
        check_tokens(record, span, &mention, gathering);
        document.mentions.push(mention);
    }
    if answer != "accept" && !document.mentions.is_empty() {
        let what = format!("a task with the answer `{answer}`");
        let why = "its spans are no gold; they come in as rejected";
        gathering.remark(Remark::new(Fate::Changed, &record.file.path, &record.place, &what, why));
    }
    relations(record, &mut document, gathering);
    let meta_rest = meta.iter().filter(|(name, value)| !(ABOUT_KEYS.contains(&name.as_str()) && value.is_string()));
    let meta_rest: Fields = meta_rest.map(|(name, value)| (name.clone(), value.clone())).collect();
    let known = ["text", "meta", "spans", "tokens", "relations", "answer", beside::KEY];
    let rest = fields.iter().filter(|(name, _)| !known.contains(&name.as_str()));
    let mut rest: Fields = rest.map(|(name, value)| (name.clone(), value.clone())).collect();
    if !meta_rest.is_empty() {
        rest.insert("meta".to_owned(), Json::Object(meta_rest));
    }
    gathering.keep_rest(OWN, &rest, &[], &mut document);
    beside::apply(fields.get(beside::KEY), &mut document, &record.place, gathering);
    gathering.corpus.add(document);
}

fn mention(span: &Fields, place: &str) -> Option<CorpusMention> {
    let fragments = vec![offsets(span.get("start"), span.get("end"))?];
    let label = LabelName::new("", text(span, "label").filter(|label| !label.is_empty())?);
    let known = ["start", "end", "label", "token_start", "token_end", "text", "id"];
    let rest = values(span.iter().filter(|(name, _)| !known.contains(&name.as_str())));
    let ext = (!rest.is_empty()).then(|| (OWN.to_owned(), Value::Map(rest))).into_iter().collect();
    let quote = text(span, "text").map(str::to_owned);
    let (id, place) = (id(span.get("id")), place.to_owned());
    Some(CorpusMention { id, place, label, fragments, quote, ext, ..CorpusMention::default() })
}

/// Says where the tokens of a span are not the stretch that its offsets are. The offsets count.
fn check_tokens(record: &Record<'_>, span: &Fields, mention: &CorpusMention, gathering: &mut Gathering) {
    let tokens = record.tokens.as_slice();
    let Some([(start, end)]) = mention.fragments.first_chunk::<1>() else { return };
    if tokens.is_empty() {
        return;
    }
    let token = |number: &Json| tokens.get(usize::try_from(number.as_u64()?).ok()?);
    let first = span.get("token_start").map(|number| token(number)?.start);
    // The last token is within the span: `token_end` is inclusive where `end` is not.
    let last = span.get("token_end").map(|number| token(number)?.end);
    let begins = |place: u64| tokens.iter().any(|token| token.start == Some(place));
    let ends = |place: u64| tokens.iter().any(|token| token.end == Some(place));
    let why = match (first, last) {
        (Some(first), Some(last)) if (first, last) != (Some(*start), Some(*end)) => {
            "`token_start` and `token_end` name another stretch than `start` and `end`, which count"
        }
        (None, _) | (_, None) if !(begins(*start) && ends(*end)) => {
            "it does not begin and end where tokens of the task do; `start` and `end` count"
        }
        _ => return,
    };
    let what = format!("{} {start}..{end}", mention.label.name);
    gathering.remark(Remark::new(Fate::Changed, &record.file.path, &record.place, &what, why));
}

fn relations(record: &Record<'_>, document: &mut Document, gathering: &mut Gathering) {
    for relation in list(&record.fields, "relations").iter().filter_map(Json::as_object) {
        let end = |key: &str| {
            let span = relation.get(key)?.as_object()?;
            let place = offsets(span.get("start"), span.get("end"))?;
            let label = text(span, "label");
            document.mentions.iter().position(|mention| {
                mention.fragments == [place] && label.is_none_or(|label| mention.label.name == label)
            })
        };
        let name = text(relation, "label").unwrap_or("relation").to_owned();
        let (Some(from), Some(to)) = (end("head_span"), end("child_span")) else {
            let remark = record.refused(&format!("the relation {name}"), "one of its ends is no span of this task");
            gathering.remark(remark.of(Thing::Relation));
            continue;
        };
        let place = record.place.clone();
        document.relations.push(CorpusRelation { place, name, from, to, ..CorpusRelation::default() });
    }
}
