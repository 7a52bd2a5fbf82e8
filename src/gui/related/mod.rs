//! Related text in the window: the dialog that lists it for the article in front, and the lines beside what was copied.

mod flow;
mod form;
mod signs;

pub(super) use flow::RelatedText;
pub(super) use form::RelatedForm;
