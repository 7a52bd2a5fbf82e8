//! Saved web pages: the article of a page with the source bytes of each of its characters, and what the page states of it.
//!
//! The markup is cut into tokens here, with their places. Which of them are the article is told by `dom_smoothie`, which gets
//! a page whose every text is marked with its number, so that the way back to the source is known and not guessed.

mod attributes;
mod entities;
mod flow;
mod marked;
mod page;
mod stated;
mod tokens;

pub(super) use page::{looks_like_html, read};
