//! The guide in front of the window: its chapters, a page for each format, what is new, with a search over all of them.
//!
//! The texts are files, the same that the README points to. It does not know the session.

mod flow;
mod form;
mod pages;
mod topics;

pub(super) use form::GuideForm;
