//! The plan of an import: which edits bring a corpus into a session, in which order, and what there is to report.

use super::super::corpus::{Corpus, CorpusEntry, Document, Fate, Remark, Scheme, Unit};
use super::records::Lander;
use super::register::RegisterPlan;
use super::report::ImportReport;
use super::schema::SchemaPlan;
use crate::edit::{Change, Context, Edit, NewArticle, Refusal, Transaction, plan_add_articles};
use crate::model::{Annotator, AnnotatorId, AnnotatorKind, Article, ArticleId, Ext, Schema, Session, Shard};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// Where a document's records go.
#[derive(Clone, Debug)]
pub enum Target {
    /// An article that joins the session with them.
    New(Box<NewArticle>),
    /// An article of the session.
    There(ArticleId),
}

/// One document with its article.
#[derive(Clone, Debug)]
pub struct Landing {
    /// What the file holds; its text is in the article.
    document: Document,
    target: Target,
    /// How many units of the file's text stand before the article's: a byte order mark, which articles are kept without.
    lead: u64,
}

impl Landing {
    /// That the document is not taken, and why.
    #[must_use]
    pub fn refused(&self, why: &str) -> Remark {
        Remark::refused(&self.document.file, "", &self.document.name, why).of_document(&self.document)
    }

    /// `document`, whose text is that of `target`: `text`.
    #[must_use]
    pub fn new(mut document: Document, target: Target, text: &str) -> Self {
        let has_mark = document.text.as_deref().is_some_and(|text| text.starts_with('\u{feff}'));
        let lead = match document.unit {
            _ if !has_mark || text.starts_with('\u{feff}') => 0,
            Unit::Byte => '\u{feff}'.len_utf8() as u64,
            Unit::CodePoint | Unit::Utf16 => 1,
        };
        document.text = None;
        Self { document, target, lead }
    }

    /// The same document for an article of the session, or one that joins it before.
    #[must_use]
    pub fn into_article(self, id: ArticleId) -> Self {
        Self { target: Target::There(id), ..self }
    }

    /// The document and the article that it is of, which goes among the `new` ones where it is one.
    fn into_document(self, new: &mut Vec<NewArticle>) -> (ArticleId, u64, Document) {
        let id = match self.target {
            Target::New(article) => {
                let id = article.article.id;
                new.push(*article);
                id
            }
            Target::There(id) => id,
        };
        (id, self.lead, self.document)
    }
}

/// What is asked of an import.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LandOptions {
    /// The format's name; the tool in the provenance of every record.
    pub format: String,
    /// Mentions come in as suggestions, to be accepted one by one.
    pub as_suggestions: bool,
    /// The session is new: its schema gives way to the files' own where they share no name.
    pub is_new: bool,
}

/// Plans what brings `landings` into `session`, as one step. What was read is reported also where that is refused, with
/// [`Refusal::Nothing`] where nothing of it would be new.
pub fn plan_landing(
    session: &Session,
    landings: Vec<Landing>,
    corpus: &Corpus,
    options: &LandOptions,
    context: &mut Context<'_>,
) -> (ImportReport, Result<Transaction, Refusal>) {
    let mut report = ImportReport::default();
    corpus.remarks.iter().for_each(|remark| report.remark(remark.clone()));
    let mut schema = SchemaPlan::new(starting_schema(session, &landings, &corpus.scheme, options), &corpus.scheme);
    schema.see_all(&landings);
    schema.add_unused(&corpus.scheme);
    let mut lander = Lander {
        tool: options.format.as_str().into(),
        options,
        schema,
        register: RegisterPlan::new(session, &corpus.entries, context),
        annotators: Annotators::of(session, context.annotator),
        report,
        edits: Vec::new(),
    };
    report_documents(&mut lander.report, &landings);
    let mut new = Vec::new();
    let documents: Vec<(ArticleId, u64, Document)> =
        landings.into_iter().map(|landing| landing.into_document(&mut new)).collect();
    let articles = match add_articles(session, new, context) {
        Ok(articles) => articles,
        Err(refusal) => return (lander.report, Err(refusal)),
    };
    let new = articles.iter().flat_map(|transaction| &transaction.edits).filter_map(new_article);
    let new: HashMap<ArticleId, Arc<Article>> = new.collect();
    for (id, lead, document) in documents {
        let there = session.shard(id).map(AsRef::as_ref);
        let article = there.map(|shard| &shard.article).or_else(|| new.get(&id));
        if let Some(article) = article {
            lander.document(document, lead, article, there, context);
        }
    }
    finish(session, lander, articles, &corpus.entries, context)
}

/// Puts the edits in an order in which each finds what it needs.
fn finish(
    session: &Session,
    lander: Lander<'_>,
    articles: Option<Transaction>,
    entries: &[CorpusEntry],
    context: &mut Context<'_>,
) -> (ImportReport, Result<Transaction, Refusal>) {
    let Lander { schema, register, annotators, mut report, edits: records, options, .. } = lander;
    let by = context.annotator.id;
    let mut edits = Vec::new();
    let (name_articles, mut article_edits) = match articles {
        Some(transaction) => (Some(transaction.name), transaction.edits),
        None => (None, Vec::new()),
    };
    // The annotator comes first where the articles bring one.
    edits.append(&mut article_edits);
    for annotator in annotators.made {
        let is_there = edits.iter().any(|edit| matches!(edit, Edit::Annotator(change) if change.id == annotator.id));
        if !is_there {
            edits.push(Edit::Annotator(Change::insert(annotator)));
        }
    }
    let is_known = session.annotators.contains(by);
    let is_coming = edits.iter().any(|edit| matches!(edit, Edit::Annotator(change) if change.id == by));
    if !is_known && !is_coming {
        edits.insert(0, Edit::Annotator(Change::insert(context.annotator.clone())));
    }
    for change in &schema.changed {
        report.remark(Remark::new(Fate::Changed, "", "", "the schema", change));
    }
    if schema.schema != *session.schema {
        edits.push(Edit::Schema(Change::update(Arc::clone(&session.schema), schema.schema)));
    }
    let known_entries = register.known + register.there_unasked();
    let (mut entry_edits, made_entries) = register.finish();
    report.entries.read = entries.len().max(made_entries + known_entries);
    report.entries.kept = made_entries;
    report.entries.known = known_entries;
    report.entries.refused = report.entries.read - made_entries - known_entries;
    if report.entries.refused > 0 {
        let what = format!("{} entries of the register", report.entries.refused);
        let why = "no mention that came in speaks of them; one that was there already keeps the entry that it has";
        report.remark(Remark::refused("", "in all", &what, why));
    }
    edits.append(&mut entry_edits);
    edits.extend(records);
    if report.documents.kept == 0 && report.mentions.kept + report.mentions.quarantined + report.relations.kept == 0 {
        return (report, Err(Refusal::Nothing(format!("import {}", options.format))));
    }
    let name = match name_articles {
        Some(name) => format!("{name} from {}", options.format),
        None => format!("Import {} mentions from {}", report.mentions.kept, options.format),
    };
    let transaction = Transaction { id: context.ids.transaction(), name, by, at: context.at, edits };
    (report, Ok(transaction))
}

fn add_articles(
    session: &Session,
    new: Vec<NewArticle>,
    context: &mut Context<'_>,
) -> Result<Option<Transaction>, Refusal> {
    match plan_add_articles(session, new, context) {
        Ok(transaction) => Ok(Some(transaction)),
        Err(Refusal::Nothing(_)) => Ok(None),
        Err(refusal) => Err(refusal),
    }
}

fn new_article(edit: &Edit) -> Option<(ArticleId, Arc<Article>)> {
    match edit {
        Edit::Article { change, .. } => Some((change.id, change.after.clone()?)),
        _ => None,
    }
}

fn report_documents(report: &mut ImportReport, landings: &[Landing]) {
    report.documents.read += landings.len();
    let is_new = |landing: &&Landing| matches!(landing.target, Target::New(_));
    report.documents.kept = landings.iter().filter(is_new).count();
    report.documents.known = landings.len() - report.documents.kept;
}

/// The session's schema, or one without labels where a new session's shares no name with the files.
fn starting_schema(session: &Session, landings: &[Landing], scheme: &Scheme, options: &LandOptions) -> Schema {
    let own = session.schema.as_ref();
    if !options.is_new {
        return own.clone();
    }
    let mut names: BTreeSet<&str> = scheme.labels.iter().map(|hint| hint.label.name.as_str()).collect();
    for landing in landings {
        names.extend(landing.document.mentions.iter().map(|mention| mention.label.name.as_str()));
    }
    let is_shared = |name: &&str| own.label_infos().any(|info| super::super::names::is_called(info.id, name));
    if names.is_empty() || names.iter().any(is_shared) {
        return own.clone();
    }
    let description = format!("Labels as they came from {}.", options.format);
    Schema { name: format!("Imported from {}", options.format), description, ..Schema::default() }
}

/// Annotators by name while an import lands.
pub(super) struct Annotators {
    by_name: BTreeMap<String, AnnotatorId>,
    own: AnnotatorId,
    made: Vec<Annotator>,
}

impl Annotators {
    fn of(session: &Session, own: &Annotator) -> Self {
        let known = session.annotators.iter().chain(std::iter::once(own));
        let by_name = known.map(|annotator| (annotator.name.to_lowercase(), annotator.id)).collect();
        Self { by_name, own: own.id, made: Vec::new() }
    }

    /// The annotator called `name`, who is made known where nobody is; whoever imports where no name is given.
    pub(super) fn named(&mut self, name: Option<&str>) -> AnnotatorId {
        let Some(name) = name.map(str::trim).filter(|name| !name.is_empty()) else { return self.own };
        let folded = name.to_lowercase();
        if let Some(known) = self.by_name.get(&folded) {
            return *known;
        }
        // As for whoever works in the window: one name is one annotator in every session.
        let hash = Sha256::digest(format!("annotator {folded}"));
        let id = AnnotatorId(hash.iter().take(8).fold(0, |bits, byte| (bits << 8) | u64::from(*byte)));
        let (name, note) = (name.to_owned(), String::new());
        self.made.push(Annotator { id, name, kind: AnnotatorKind::Person, note, ext: Ext::default() });
        self.by_name.insert(folded, id);
        id
    }
}

impl SchemaPlan {
    /// Takes note of every attribute value.
    fn see_all(&mut self, landings: &[Landing]) {
        for document in landings.iter().map(|landing| &landing.document) {
            let values = document.mentions.iter().map(|mention| &mention.attributes);
            let values = values.chain(document.relations.iter().map(|relation| &relation.attributes));
            for (name, value) in values.flatten() {
                self.see_value(name, value);
            }
        }
    }
}

/// Whether `shard` has a mention with this label on this place already.
pub(super) fn has_twin(shard: Option<&Shard>, label: &crate::model::Label, fragments: &crate::text::Fragments) -> bool {
    let Some(shard) = shard else { return false };
    shard.mentions_on(fragments.hull()).any(|known| known.label == *label && known.fragments == *fragments)
}
