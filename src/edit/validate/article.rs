//! One article: places and words, references, and the schema's constraints on mentions and relations.

use super::fault::{At, FaultCode, Faults};
use super::known::{Known, Owner};
use crate::model::{
    FROM_KEY, Label, Mention, MentionId, Relation, RelationType, Session, Shard, Suggestion, SuggestionId,
    SuggestionKind, TO_KEY, UNPLACED_KEY, Value,
};
use crate::text::{CharSpan, Fragments, Span, shortened};

/// How much of a mention's words a message shows.
const SHOWN_CHARS: usize = 200;

/// One article on its way through.
struct Checker<'a> {
    session: &'a Session,
    known: &'a Known<'a>,
    shard: &'a Shard,
    faults: &'a mut Faults,
}

pub(super) fn check(session: &Session, known: &Known<'_>, shard: &Shard, faults: &mut Faults) {
    if faults.is_full() {
        return;
    }
    let mut checker = Checker { session, known, shard, faults };
    checker.article();
    checker.cleaning();
    shard.mentions.iter().for_each(|mention| checker.mention(mention));
    shard.relations.iter().for_each(|relation| checker.relation(relation));
    shard.suggestions.iter().for_each(|suggestion| checker.suggestion(suggestion));
}

impl Checker<'_> {
    fn at(&self, kind: &str, id: impl std::fmt::Display, place: Option<CharSpan>) -> At {
        At { article: Some(self.shard.id()), record: format!("{kind} {id}"), place }
    }

    fn char_span(&self, span: Span) -> Option<CharSpan> {
        self.shard.article.index().char_span_from_byte(self.shard.article.text(), span)
    }

    fn article(&mut self) {
        let article = self.shard.article.as_ref();
        let at = self.at("article", article.id, None);
        self.faults.annotator(self.session, &at, article.by);
        if let Some(outlet) = self.shard.metadata.outlet.as_ref().map(|outlet| outlet.value)
            && !self.session.outlets.contains(outlet)
        {
            self.faults.missing(&at, "outlet", outlet);
        }
        let published = self.shard.metadata.published.as_ref().map(|published| &published.value);
        self.faults.interval(&at, "day of publication", published);
        if let Some(older) = article.supersedes
            && (older == article.id || self.session.position(older).is_none())
        {
            self.faults.missing(&at, "superseded article", older);
        }
        if article.ext.contains_key(UNPLACED_KEY) {
            let message = format!("`ext` keeps records without a place under `{UNPLACED_KEY}`");
            self.faults.push(&at, FaultCode::Unplaced, message);
        }
    }

    fn cleaning(&mut self) {
        for region in self.shard.regions.iter() {
            let place = self.char_span(region.span);
            let at = self.at("region", region.id, place);
            self.faults.annotator(self.session, &at, region.by);
            self.span(&at, region.span);
        }
        for repair in self.shard.repairs.iter() {
            let place = self.char_span(repair.span);
            let at = self.at("repair", repair.id, place);
            self.faults.annotator(self.session, &at, repair.by);
            if repair.span.slice(self.shard.article.text()).is_none_or(|words| words != repair.quote) {
                self.faults.push(&at, FaultCode::Quote, format!("the text does not read `{}` there", repair.quote));
            }
        }
    }

    fn span(&mut self, at: &At, span: Span) {
        if span.is_empty() || span.slice(self.shard.article.text()).is_none() {
            self.faults.push(at, FaultCode::Place, "its place is empty or leaves the text".to_owned());
        }
    }

    /// Whether `fragments` hold and stand on `quote`.
    fn words(&mut self, at: &At, fragments: &Fragments, quote: &str) {
        let text = self.shard.article.text();
        if fragments.reads(text, quote) {
            return;
        }
        if fragments.spans().iter().any(|span| span.slice(text).is_none()) {
            return self.faults.push(at, FaultCode::Place, "its place leaves the text or cuts a character".to_owned());
        }
        let (words, quote) = (fragments.quote_head(text, SHOWN_CHARS), shortened(quote, SHOWN_CHARS));
        self.faults.push(at, FaultCode::Quote, format!("the text reads `{words}` there, not `{quote}`"));
    }

    fn mention(&mut self, mention: &Mention) {
        let place = self.char_span(mention.fragments.hull());
        let at = self.at("mention", mention.id, place);
        self.words(&at, &mention.fragments, &mention.quote);
        self.faults.annotator(self.session, &at, mention.by);
        self.faults.notes(self.session, &at, &mention.notes);
        self.faults.range(&at, "confidence", mention.confidence, 0.0, 1.0);
        self.label(&at, &mention.label);
        let owner = Owner::Label(&mention.label);
        self.faults.attributes(&at, &mention.attributes, self.known, owner);
        self.faults.required(&at, &mention.attributes, self.known, owner);
        match mention.entry.map(|id| (id, self.session.entries.get(id))) {
            Some((id, None)) => self.faults.missing(&at, "entry", id),
            Some((id, Some(entry))) if entry.layer.as_str() != mention.label.layer() => {
                let message =
                    format!("its entry {id} is of layer `{}`, its label `{}` is not", entry.layer, mention.label);
                self.faults.push(&at, FaultCode::End, message);
            }
            _ => {}
        }
    }

    fn label(&mut self, at: &At, label: &Label) {
        if !self.known.has_label(label) {
            self.faults.push(at, FaultCode::NotInSchema, format!("the schema has no label `{label}`"));
        }
    }

    /// The label of a mention of this article, in the quarantine or not.
    fn label_of(&self, id: MentionId) -> Option<&Label> {
        let mention = self.shard.mentions.get(id).map(|mention| &mention.label);
        mention.or_else(|| self.shard.quarantine.get(id).map(|row| &row.mention.label))
    }

    fn relation(&mut self, relation: &Relation) {
        let place = self.shard.mentions.get(relation.from).and_then(|from| self.char_span(from.fragments.hull()));
        let at = self.at("relation", relation.id, place);
        self.faults.annotator(self.session, &at, relation.by);
        self.faults.notes(self.session, &at, &relation.notes);
        self.faults.range(&at, "confidence", relation.confidence, 0.0, 1.0);
        let ends = (self.label_of(relation.from).cloned(), self.label_of(relation.to).cloned());
        for (label, id) in [(&ends.0, relation.from), (&ends.1, relation.to)] {
            if label.is_none() {
                self.faults.missing(&at, "mention", id);
            }
        }
        if relation.from == relation.to {
            self.faults.push(&at, FaultCode::End, "it relates a mention to itself".to_owned());
        }
        let Some(kind) = self.known.relation_type(&relation.label) else {
            let message = format!("the schema has no relation type `{}`", relation.label);
            return self.faults.push(&at, FaultCode::NotInSchema, message);
        };
        let owner = Owner::Relation(&relation.label);
        self.faults.attributes(&at, &relation.attributes, self.known, owner);
        self.faults.required(&at, &relation.attributes, self.known, owner);
        self.ends(&at, kind, relation, ends.0.as_ref(), ends.1.as_ref());
    }

    fn ends(&mut self, at: &At, kind: &RelationType, relation: &Relation, from: Option<&Label>, to: Option<&Label>) {
        let role = relation.role.as_ref().map(|id| (id, kind.roles.iter().find(|role| role.id == *id)));
        let mut targets = kind.to.as_slice();
        match role {
            Some((id, None)) => {
                let message = format!("the relation type `{}` has no role `{id}`", kind.id);
                self.faults.push(at, FaultCode::NotInSchema, message);
            }
            Some((_, Some(role))) if !role.to.is_empty() => targets = &role.to,
            None if !kind.roles.is_empty() => {
                let message = format!("the relation type `{}` asks for a role, and it has none", kind.id);
                self.faults.push(at, FaultCode::Missing, message);
            }
            _ => {}
        }
        for (end, label, allowed) in [("start from", from, kind.from.as_slice()), ("lead to", to, targets)] {
            let Some(label) = label else { continue };
            if !allowed.is_empty() && !allowed.iter().any(|above| label.is_within(above)) {
                let names = allowed.iter().map(Label::as_str).collect::<Vec<_>>().join(", ");
                let message = format!("`{}` may {end} {names}, not `{label}`", kind.id);
                self.faults.push(at, FaultCode::End, message);
            }
        }
    }

    fn suggestion(&mut self, suggestion: &Suggestion) {
        let place = suggestion.fragments.as_ref().and_then(|fragments| self.char_span(fragments.hull()));
        let at = self.at("suggestion", suggestion.id, place);
        self.faults.annotator(self.session, &at, suggestion.by);
        self.faults.range(&at, "score", suggestion.score, 0.0, 1.0);
        if let Some(fragments) = &suggestion.fragments {
            self.words(&at, fragments, &suggestion.quote);
        }
        for id in suggestion.mention.into_iter().chain(suggestion.target) {
            if self.label_of(id).is_none() {
                self.faults.missing(&at, "mention", id);
            }
        }
        if let Some(entry) = suggestion.entry.filter(|entry| !self.session.entries.contains(*entry)) {
            self.faults.missing(&at, "entry", entry);
        }
        self.awaited(&at, suggestion);
    }

    /// A relation waits for proposed mentions of its own article.
    fn awaited(&mut self, at: &At, suggestion: &Suggestion) {
        let is_relation = suggestion.kind == SuggestionKind::Relation;
        for key in [FROM_KEY, TO_KEY].into_iter().filter(|key| is_relation && suggestion.ext.contains_key(*key)) {
            let named = suggestion.ext.get(key).and_then(Value::as_text).unwrap_or_default();
            let found = SuggestionId::parse(named).ok().and_then(|id| self.shard.suggestions.get(id));
            if found.is_none_or(|found| found.kind != SuggestionKind::Mention) {
                let message =
                    format!("`ext` names `{named}` as `{key}`, and that is no proposed mention of this article");
                self.faults.push(at, FaultCode::Reference, message);
            }
        }
    }
}
