//! Planning of commands on filters that are kept under a name.

use super::change::{Change, Edit};
use super::command_parts::FilterDraft;
use super::plan::{Plan, short};
use super::plan_register::not_empty;
use super::refusal::Refusal;
use crate::model::{FilterId, SavedFilter};
use crate::text::{Matching, Query};
use std::sync::Arc;

/// Keeps a filter. What it names need not be there any more: a filter that finds nothing does no harm.
pub(super) fn save(plan: &mut Plan<'_, '_>, draft: &FilterDraft) -> Result<String, Refusal> {
    let name = not_empty("the name of a filter", &draft.name)?;
    if draft.regex && !draft.text.is_empty() {
        let matching = Matching { regex: true, ..Matching::default() };
        let checked = Query::new(&draft.text, matching);
        checked.map_err(|error| Refusal::BadValue { what: "the pattern".to_owned(), why: error.to_string() })?;
    }
    let filters = &plan.session.filters;
    let named = || filters.iter().find(|known| known.name == name).map(|known| known.id);
    let id = draft.filter.or_else(named);
    if let Some(before) = id.and_then(|id| filters.shared(id)) {
        let after = draft.saved(before.id);
        if *before != after {
            plan.edits.push(Edit::Filter(Change::update(before, after)));
        }
    } else {
        let id = id.unwrap_or_else(|| plan.context.ids.filter());
        plan.edits.push(Edit::Filter(Change::insert(draft.saved(id))));
    }
    plan.something(format!("Save filter “{}”", short(&name)))
}

/// Deletes a filter.
pub(super) fn drop_filter(plan: &mut Plan<'_, '_>, id: FilterId) -> Result<String, Refusal> {
    let before = known(plan, id)?;
    let name = format!("Delete filter “{}”", short(&before.name));
    plan.edits.push(Edit::Filter(Change::delete(before)));
    Ok(name)
}

fn known(plan: &Plan<'_, '_>, id: FilterId) -> Result<Arc<SavedFilter>, Refusal> {
    let found = plan.session.filters.shared(id);
    found.ok_or_else(|| Refusal::NoRecord { kind: "saved filter", id: id.to_string() })
}
