//! Filters as sessions keep them. What a saved filter has no field for, which kinds of rows and which way round, stands in its
//! data of other tools under Byline's own names.

use super::filter::Filter;
use super::listing::Wish;
use super::order::Sorting;
use super::row::RowKind;
use crate::edit::FilterDraft;
use crate::model::{Ext, SavedFilter, SortKey, Value};

/// The kinds of rows that a filter lists.
const KINDS: &str = "byline.kinds";

/// Whether the last come first.
const REVERSED: &str = "byline.reversed";

impl Wish {
    /// What a saved filter asks for, and the columns that it shows.
    #[must_use]
    pub fn of(saved: &SavedFilter) -> (Self, Vec<SortKey>) {
        let kinds = match saved.ext.get(KINDS) {
            Some(Value::List(kinds)) => kinds.iter().filter_map(Value::as_text).filter_map(RowKind::named).collect(),
            _ => Vec::new(),
        };
        let filter = Filter {
            kinds,
            labels: saved.labels.clone(),
            articles: saved.articles.clone(),
            outlets: saved.outlets.clone(),
            annotators: saved.annotators.clone(),
            states: saved.states.clone(),
            flags: saved.flags.clone(),
            entries: saved.entries.clone(),
            attributes: saved.attributes.clone(),
            has_note: saved.has_note,
            text: saved.text.clone(),
            regex: saved.regex,
            since: saved.since,
            until: saved.until,
            only: None,
        };
        let reversed = saved.ext.get(REVERSED) == Some(&Value::Bool(true));
        let sorting = Sorting { key: saved.sort.unwrap_or(SortKey::Place), reversed };
        (Self { filter, sorting, group: saved.group }, saved.columns.clone())
    }

    /// This as a filter that is to be kept under `name`. Rows that were found by other means are not kept.
    #[must_use]
    pub fn draft(&self, name: &str, columns: &[SortKey]) -> FilterDraft {
        let Self { filter, sorting, group } = self;
        let mut ext = Ext::default();
        if !filter.kinds.is_empty() {
            let kinds = filter.kinds.iter().map(|kind| Value::Text(kind.name().to_owned())).collect();
            ext.insert(KINDS.to_owned(), Value::List(kinds));
        }
        if sorting.reversed {
            ext.insert(REVERSED.to_owned(), Value::Bool(true));
        }
        FilterDraft {
            filter: None,
            name: name.to_owned(),
            labels: filter.labels.clone(),
            articles: filter.articles.clone(),
            outlets: filter.outlets.clone(),
            annotators: filter.annotators.clone(),
            states: filter.states.clone(),
            flags: filter.flags.clone(),
            entries: filter.entries.clone(),
            attributes: filter.attributes.clone(),
            has_note: filter.has_note,
            text: filter.text.clone(),
            regex: filter.regex,
            since: filter.since,
            until: filter.until,
            sort: Some(sorting.key).filter(|_| *sorting != Sorting::default()),
            group: *group,
            columns: columns.to_vec(),
            ext,
        }
    }
}
