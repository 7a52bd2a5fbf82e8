//! What is known about articles, to be looked at, confirmed and changed, of one article or of many; and the outlets.

mod chosen;
mod draft;
mod facts;
mod flow;
mod form;
mod offers;
mod outlet_fields;
mod outlets;

pub(super) use chosen::{Chosen, Pick};
pub(super) use form::DetailsForm;
pub(super) use outlets::OutletsForm;
