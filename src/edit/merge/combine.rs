//! Which rule brings each field of each kind of record together.

use super::fields::{
    Clash, Fields, Three, by_fields, free, furthest, keyed, latest, mine, name, one, set, stated, texts, thread, values,
};
use crate::model::{
    Alias, Alignment, Annotator, Article, Entry, Ext, Guideline, Mention, Metadata, Outlet, Picture, Region, Relation,
    Repair, SessionInfo, Suggestion,
};

by_fields! {
    SessionInfo { title: one, description: free, created: mine, ext: data }
    Annotator { id: mine, name: one, kind: one, note: free, ext: data }
    Outlet { id: mine, name: name, reliability: free, country: free, url: free, note: free, ext: data }
    Entry {
        id: mine, layer: one, name: name, kind: free, aliases: aliases, ids: texts, when: free, place: free, credibility: free,
        attributes: values, distinct_from: set, note: free, by: mine, created: mine, modified: latest, ext: data,
    }
    Alignment {
        id: mine, kind: one, from: one, to: one, confidence: free, notes: thread, review: free, by: mine, created: mine,
        modified: latest, ext: data,
    }
    Guideline { id: mine, title: one, text: one, pictures: pictures, ext: data }
    Metadata {
        id: mine, outlet: stated, headline: stated, author: stated, published: stated, url: stated, language: stated,
        status: furthest, note: free,
    }
    Region { id: mine, span: one, kind: one, state: one, reason: free, by: mine, created: mine, ext: data }
    Repair {
        id: mine, span: one, quote: one, replacement: one, kind: one, state: one, reason: free, by: mine, created: mine,
        ext: data,
    }
    Mention {
        id: mine, label: one, fragments: one, quote: one, entry: free, attributes: values, confidence: free, flags: set,
        notes: thread, review: free, provenance: mine, by: mine, created: mine, modified: latest, ext: data,
    }
    Relation {
        id: mine, label: one, role: free, from: one, to: one, attributes: values, confidence: free, flags: set, notes: thread,
        review: free, provenance: mine, by: mine, created: mine, modified: latest, ext: data,
    }
    Suggestion {
        id: mine, kind: one, fragments: one, quote: one, label: free, role: free, mention: free, target: free, entry: free,
        attributes: values, reason: one, score: free, state: one, provenance: mine, by: mine, created: mine, ext: data,
    }
    Alias { text: one, language: one, note: free }
    Picture { name: one, media_type: one, data: one }
}

impl Fields for Article {
    /// What surrounds the text; that both sides have the same text is the caller's business.
    fn merge(three: &Three<'_, Self>, clash: &mut Clash) -> Self {
        let mut both = three.ours.clone();
        both.name = one(&three.of(|row| &row.name), clash);
        both.source = one(&three.of(|row| &row.source), clash);
        both.supersedes = free(&three.of(|row| &row.supersedes), clash);
        both.ext = data(&three.of(|row| &row.ext), clash);
        both
    }
}

pub(super) fn data(three: &Three<'_, Ext>, clash: &mut Clash) -> Ext {
    Ext::from(values(&three.of(|ext| &**ext), clash))
}

fn aliases(three: &Three<'_, Vec<Alias>>, clash: &mut Clash) -> Vec<Alias> {
    keyed(three, clash, |alias| (alias.text.clone(), alias.language.clone()), |_| false)
}

fn pictures(three: &Three<'_, Vec<Picture>>, clash: &mut Clash) -> Vec<Picture> {
    keyed(three, clash, |picture| picture.name.clone(), |_| false)
}
