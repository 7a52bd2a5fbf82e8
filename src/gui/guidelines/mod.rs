//! The annotation guidelines: pages in Markdown with pictures, beside the article that is tagged by them.
//!
//! Pages belong to the session and labels link to them. Nothing of a page is ever fetched from the network.

mod ask;
mod decode;
mod editor;
mod flow;
mod head;
mod list;
mod page;
mod pane;
mod parts;
mod shelf;

pub(super) use ask::PageAsk;
pub(super) use editor::PageEditor;
pub(super) use head::{PAGE_BUTTON, label_button_ui, page_button_ui};
pub(super) use pane::PagesPane;
