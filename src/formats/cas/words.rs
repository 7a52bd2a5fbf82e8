//! Names of types and features, those of other tools and our own.

/// The type of mentions.
pub(super) const MENTION: &str = "webanno.custom.Mention";
/// The type of proposed mentions.
pub(super) const SUGGESTION: &str = "webanno.custom.MentionSuggestion";
/// The type of relations.
pub(super) const RELATION: &str = "webanno.custom.MentionRelation";
/// The type of mentions of several fragments; it stands in no text.
pub(super) const GAPPED: &str = "byline.Mention";
/// The type of relations from or to such mentions.
pub(super) const GAPPED_RELATION: &str = "byline.Relation";
/// The type above all.
pub(super) const TOP: &str = "uima.cas.TOP";
/// The type of what is known of the article.
pub(super) const ARTICLE: &str = "byline.Article";
/// The type of names that are no names of features.
pub(super) const NAME: &str = "byline.Name";
/// The type by which INCEpTION knows documents.
pub(super) const METADATA: &str = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData";
/// The type of the whole document.
pub(super) const DOCUMENT: &str = "uima.tcas.DocumentAnnotation";
/// The type above all that stand in the text.
pub(super) const ANNOTATION: &str = "uima.tcas.Annotation";

/// Features that hold what a mention is marked as, the first that has a value.
pub(in crate::formats) const LABELS: [&str; 6] =
    ["label", "value", "entity", "PosValue", "identifier", "referenceType"];
/// The ends of relations.
pub(super) const ENDS: [(&str, &str); 3] = [("Governor", "Dependent"), ("source", "target"), ("from", "to")];
/// Types that say how a text is parted and not what is marked in it.
pub(super) const PARTS: [&str; 8] =
    ["Token", "Sentence", "Paragraph", "DocumentMetaData", "DocumentAnnotation", "TagsetDescription", "Div", "Heading"];

/// Features of our own.
pub(super) mod own {
    pub(in crate::formats) const ENTRY: &str = "byline_entry";
    pub(in crate::formats) const ENTRY_NAME: &str = "byline_entryName";
    /// Ids elsewhere, each as `place=id`.
    pub(in crate::formats) const ENTRY_IDS: &str = "byline_entryIds";
    pub(in crate::formats) const ENTRY_ALIASES: &str = "byline_entryAliases";
    pub(in crate::formats) const CONFIDENCE: &str = "byline_confidence";
    pub(in crate::formats) const REVIEW: &str = "byline_review";
    pub(in crate::formats) const FLAGS: &str = "byline_flags";
    pub(in crate::formats) const NOTES: &str = "byline_notes";
    pub(in crate::formats) const ANNOTATOR: &str = "byline_annotator";
    pub(in crate::formats) const FRAGMENTS: &str = "byline_fragments";
}

/// Keys of `ext`, for the way back.
pub(super) mod keys {
    /// The type that a mention or relation came from.
    pub(in crate::formats) const TYPE: &str = "cas.type";
    /// The feature that held the label; empty where the type alone says it.
    pub(in crate::formats) const LABEL: &str = "cas.label";
}

/// The last part of a type's name.
pub(super) fn short(kind: &str) -> &str {
    kind.rsplit('.').next().unwrap_or(kind)
}
