//! From tasks to a corpus.

use super::super::beside;
use super::super::corpus::{Corpus, CorpusMention, CorpusRelation, Document, Fate, LabelName, Remark, Thing, Unit};
use super::super::in_file::InFile;
use super::super::json_read::{
    ABOUT_KEYS, Fields, Gathering, Record, about, id, list, name, offsets, read_all, text, value, values,
};
use super::super::json_record::Tokens;
use super::config::{self, Config};
use super::{ANNOTATION, LABELS, OWN, SPANS, TEXT};
use crate::codec::Spread;
use crate::model::{ReviewState, Value, Values};
use serde_json::Value as Json;
use std::collections::HashMap;

/// Reads tasks, and the configuration where it is among the files.
pub(super) fn read(files: &mut [InFile], spread: &dyn Spread) -> Corpus {
    let mut gathering = Gathering::default();
    let mut config = Config::default();
    for file in files.iter().filter(|file| file.ending() == "xml") {
        if let Err(remark) = config::read(file, &mut gathering.corpus.scheme, &mut config) {
            gathering.remark(remark);
        }
    }
    read_all(files, &["xml"], Tokens::Field, spread, &mut gathering, &|gathering, record| match Task::new(
        &config, record,
    ) {
        Ok(mut task) => {
            task.read(record, gathering);
            gathering.corpus.add(task.document);
        }
        Err(remark) => gathering.remark(remark),
    });
    gathering.finish()
}

/// One task on its way.
struct Task {
    document: Document,
    /// The key of the data that holds the text.
    variable: String,
    /// What has no other place.
    rest: Fields,
    /// Results that have no place.
    results: Vec<Json>,
}

/// Who a result is of.
#[derive(Clone, Default)]
struct Source {
    annotator: Option<String>,
    review: ReviewState,
    is_proposal: bool,
    score: Option<f64>,
    ext: Values,
}

impl Task {
    fn new(config: &Config, record: &Record<'_>) -> Result<Self, Remark> {
        let Some(data) = record.fields.get("data").and_then(Json::as_object) else {
            let remark = record.refused("a task", "it has no object under `data`, so that there is no text");
            return Err(remark.of(Thing::Document));
        };
        let texts: Vec<&String> = data.iter().filter(|(_, value)| value.is_string()).map(|(name, _)| name).collect();
        let named = config.texts.values().find(|variable| texts.contains(variable)).cloned();
        let known = || texts.iter().find(|name| ***name == TEXT).map(|name| (*name).clone());
        // Without a configuration the text is what nothing else is as long as.
        let longest = || {
            let free = texts.iter().filter(|name| !ABOUT_KEYS.contains(&name.as_str()));
            free.max_by_key(|name| text(data, name).map_or(0, str::len)).map(|name| (*name).clone())
        };
        let Some(variable) = named.or_else(known).or_else(longest) else {
            return Err(record.refused("a task", "its `data` holds no text").of(Thing::Document));
        };
        let document = Document {
            name: name([Some(data), Some(&record.fields)]).unwrap_or_else(|| record.default_name()),
            file: record.file.path.clone(),
            text: text(data, &variable).map(str::to_owned),
            unit: Unit::CodePoint,
            about: about(data),
            ..Document::default()
        };
        Ok(Self { document, variable, rest: Fields::new(), results: Vec::new() })
    }

    fn read(&mut self, record: &Record<'_>, gathering: &mut Gathering) {
        let annotations = list(&record.fields, "annotations");
        let annotations = if annotations.is_empty() { list(&record.fields, "completions") } else { annotations };
        let annotations: Vec<&Fields> = annotations.iter().filter_map(Json::as_object).collect();
        let mut kept = Vec::new();
        for (number, annotation) in annotations.iter().enumerate() {
            let source = source(annotation, number, annotations.len());
            if source.review == ReviewState::Rejected {
                let why = "whoever had the task skipped it, so that its mentions come in as rejected";
                let (file, place) = (&record.file.path, &record.place);
                gathering.remark(Remark::new(Fate::Changed, file, place, "an annotation", why));
            }
            self.results(record, list(annotation, "result"), &source, gathering);
            let known = ["id", "result", "completed_by", "was_cancelled"];
            let rest = annotation.iter().filter(|(name, _)| !known.contains(&name.as_str()));
            kept.push(Json::Object(rest.map(|(name, value)| (name.clone(), value.clone())).collect()));
        }
        for prediction in list(&record.fields, "predictions").iter().filter_map(Json::as_object) {
            let score = prediction.get("score").and_then(Json::as_f64);
            let model = prediction.get("model_version").and_then(value);
            let ext = model.map(|model| ("labelstudio.model".to_owned(), model)).into_iter().collect();
            let source = Source { is_proposal: true, score, ext, ..Source::default() };
            self.results(record, list(prediction, "result"), &source, gathering);
        }
        self.keep(record, kept, gathering);
    }

    /// Keeps what no record of a session has a place for, and reads what Byline wrote itself.
    fn keep(&mut self, record: &Record<'_>, annotations: Vec<Json>, gathering: &mut Gathering) {
        let known = ["id", "data", "annotations", "completions", "predictions"];
        let mut rest = std::mem::take(&mut self.rest);
        rest.extend(
            record
                .fields
                .iter()
                .filter(|(name, _)| !known.contains(&name.as_str()))
                .map(|(a, b)| (a.clone(), b.clone())),
        );
        let empty = Fields::new();
        let data = record.fields.get("data").and_then(Json::as_object).unwrap_or(&empty);
        let is_free = |name: &str, value: &Json| {
            name != self.variable && name != beside::KEY && !(ABOUT_KEYS.contains(&name) && value.is_string())
        };
        let free = data.iter().filter(|(name, value)| is_free(name, value));
        let free: Fields = free.map(|(name, value)| (name.clone(), value.clone())).collect();
        if !free.is_empty() {
            rest.insert("data".to_owned(), Json::Object(free));
        }
        if annotations.iter().filter_map(Json::as_object).any(|annotation| !annotation.is_empty()) {
            rest.insert("annotations".to_owned(), Json::Array(annotations));
        }
        if !self.results.is_empty() {
            rest.insert("results".to_owned(), Json::Array(std::mem::take(&mut self.results)));
        }
        gathering.keep_rest(OWN, &rest, &[], &mut self.document);
        let native: Vec<Values> = self.document.mentions.iter().map(|mention| mention.attributes.clone()).collect();
        beside::apply(data.get(beside::KEY), &mut self.document, &record.place, gathering);
        // What was changed in Label Studio counts; where nothing was, the value keeps its own type.
        for (mention, native) in self.document.mentions.iter_mut().zip(native) {
            for (name, value) in native {
                let own = mention.attributes.get(&name);
                if own.is_none_or(|own| words(own) != words(&value)) {
                    mention.attributes.insert(name, value);
                }
            }
        }
    }

    fn results(&mut self, record: &Record<'_>, results: &[Json], source: &Source, gathering: &mut Gathering) {
        let mut regions: HashMap<&str, usize> = HashMap::new();
        let results: Vec<&Fields> = results.iter().filter_map(Json::as_object).collect();
        let kind = |result: &Fields| text(result, "type").unwrap_or_default().to_owned();
        for result in results.iter().filter(|result| SPANS.contains(&kind(result).as_str())) {
            let key = text(result, "id").unwrap_or_default();
            if !key.is_empty() && regions.contains_key(key) {
                let why = "another region of this annotation has the same id";
                gathering.remark(record.refused(&what(result), why).of(Thing::Mention));
                continue;
            }
            match region(record, result, source) {
                Ok(mentions) => {
                    if mentions.len() > 1 {
                        let why = "a region with several labels became a mention for each";
                        let (file, place) = (&record.file.path, &record.place);
                        gathering.remark(Remark::new(Fate::Changed, file, place, &what(result), why));
                    }
                    regions.insert(key, self.document.mentions.len());
                    self.document.mentions.extend(mentions);
                }
                Err(why) => gathering.remark(record.refused(&what(result), &why).of(Thing::Mention)),
            }
        }
        for result in results.iter().filter(|result| !SPANS.contains(&kind(result).as_str())) {
            if kind(result) == "relation" {
                self.relation(record, result, source, &regions, gathering);
                continue;
            }
            let owner = text(result, "id").and_then(|id| regions.get(id)).copied();
            let owner = owner.and_then(|number| self.document.mentions.get_mut(number));
            match owner.zip(result_value(result)) {
                Some((mention, value)) => {
                    let name = text(result, "from_name").unwrap_or(&kind(result)).to_owned();
                    // Names that the configuration needs for itself are written with a mark behind them.
                    let name = if name == format!("{LABELS}_") || name == format!("{TEXT}_") {
                        name.trim_end_matches('_').to_owned()
                    } else {
                        name
                    };
                    mention.attributes.insert(name, value);
                }
                None => self.results.push(Json::Object((*result).clone())),
            }
        }
    }

    fn relation(
        &mut self,
        record: &Record<'_>,
        result: &Fields,
        source: &Source,
        regions: &HashMap<&str, usize>,
        gathering: &mut Gathering,
    ) {
        let end = |name: &str| text(result, name).and_then(|id| regions.get(id)).copied();
        let (Some(mut from), Some(mut to)) = (end("from_id"), end("to_id")) else {
            let ends = format!("a relation from {} to {}", id(result.get("from_id")), id(result.get("to_id")));
            let remark = record.refused(&ends, "one of its ends is no region that was read");
            return gathering.remark(remark.of(Thing::Relation));
        };
        let direction = text(result, "direction").unwrap_or("right");
        if direction == "left" {
            std::mem::swap(&mut from, &mut to);
        }
        let mut ext = source.ext.clone();
        if direction == "bi" {
            ext.insert("labelstudio.direction".to_owned(), Value::Text("bi".to_owned()));
        }
        let labels: Vec<&str> = list(result, "labels").iter().filter_map(Json::as_str).collect();
        // A relation without a label is one all the same.
        let labels = if labels.is_empty() { vec!["relation"] } else { labels };
        for label in labels {
            self.document.relations.push(CorpusRelation {
                place: record.place.clone(),
                name: label.to_owned(),
                from,
                to,
                confidence: source.score.filter(|score| (0.0..=1.0).contains(score)),
                is_proposal: source.is_proposal,
                annotator: source.annotator.clone(),
                ext: ext.clone(),
                ..CorpusRelation::default()
            });
        }
    }
}

fn source(annotation: &Fields, number: usize, all: usize) -> Source {
    let annotator = match annotation.get("completed_by") {
        Some(Json::Object(person)) => text(person, "email").or_else(|| text(person, "username")).map(str::to_owned),
        Some(Json::String(name)) => Some(name.clone()),
        Some(Json::Number(number)) => Some(format!("Label Studio user {number}")),
        _ => None,
    };
    let is_skipped = annotation.get("was_cancelled").and_then(Json::as_bool) == Some(true);
    let mut ext = Values::new();
    if all > 1 {
        ext.insert(ANNOTATION.to_owned(), Value::Int(i64::try_from(number).unwrap_or(i64::MAX)));
    }
    let review = if is_skipped { ReviewState::Rejected } else { ReviewState::Open };
    Source { annotator, review, ext, ..Source::default() }
}

/// A result for people.
fn what(result: &Fields) -> String {
    let kind = text(result, "type").unwrap_or("result");
    format!("{kind} {}", id(result.get("id"))).trim().to_owned()
}

/// The mentions that a region comes to, one for each of its labels.
fn region(record: &Record<'_>, result: &Fields, source: &Source) -> Result<Vec<CorpusMention>, String> {
    let empty = Fields::new();
    let value = result.get("value").and_then(Json::as_object).unwrap_or(&empty);
    let kind = text(result, "type").unwrap_or_default();
    let labels: Vec<&str> =
        list(value, kind).iter().filter_map(Json::as_str).filter(|label| !label.is_empty()).collect();
    if labels.is_empty() {
        return Err("it has no label".to_owned());
    }
    let place = offsets(value.get("start"), value.get("end")).ok_or(
        "its `start` and `end` are no whole numbers; places in HTML and in dialogues are not read, only those in plain text",
    )?;
    let known = ["id", "from_name", "to_name", "type", "value", "meta", "score"];
    let mut own = values(result.iter().filter(|(name, _)| !known.contains(&name.as_str())));
    let name = text(result, "from_name").unwrap_or(LABELS);
    if name != LABELS {
        own.insert("from_name".to_owned(), Value::Text(name.to_owned()));
    }
    let mut ext = source.ext.clone();
    if !own.is_empty() {
        ext.insert(OWN.to_owned(), Value::Map(own));
    }
    let score = result.get("score").and_then(Json::as_f64).or(source.score);
    let mut attributes = Values::new();
    // A score need not be a share of one.
    if let Some(score) = score.filter(|score| !(0.0..=1.0).contains(score)) {
        attributes.insert("score".to_owned(), Value::Float(score));
    }
    let notes = match result.get("meta").and_then(|meta| meta.get("text")) {
        Some(Json::Array(notes)) => notes.iter().filter_map(Json::as_str).map(str::to_owned).collect(),
        Some(Json::String(note)) => vec![note.clone()],
        _ => Vec::new(),
    };
    let one = CorpusMention {
        id: id(result.get("id")),
        place: record.place.clone(),
        fragments: vec![place],
        quote: text(value, "text").map(str::to_owned),
        attributes,
        notes,
        confidence: score.filter(|score| (0.0..=1.0).contains(score)),
        review: source.review,
        is_proposal: source.is_proposal,
        annotator: source.annotator.clone(),
        ext,
        ..CorpusMention::default()
    };
    let labelled = labels.iter().map(|label| CorpusMention { label: LabelName::new("", label), ..one.clone() });
    Ok(labelled.collect())
}

/// What a result on a region says.
fn result_value(result: &Fields) -> Option<Value> {
    let kind = text(result, "type")?;
    let values = result.get("value").and_then(Json::as_object)?;
    let said = match kind {
        "textarea" => values.get("text")?,
        kind => values.get(kind)?,
    };
    match value(said)? {
        Value::List(mut list) if list.len() == 1 => list.pop(),
        other => Some(other),
    }
}

/// A value as the words that Label Studio shows of it.
fn words(value: &Value) -> Vec<String> {
    match value {
        Value::Bool(yes) => vec![yes.to_string()],
        Value::List(values) => values.iter().flat_map(words).collect(),
        other => vec![other.to_string()],
    }
}
