//! `CoNLL` columns: one token a line with its IOB2 tag, an empty line between sentences (Tjong Kim Sang and De Meulder 2003;
//! scheme of Ratnaparkhi 1998), and `CoNLL-U` with tags in its last column.
//!
//! Tokens are words by Unicode's rules, cut once more where a mention begins or ends, so that every mention stands on whole
//! tokens. A sentence does not end within a mention. Comments carry each document's name and text: readers that know none
//! skip them. Mentions of several fragments, and of those that overlap all but the longest, have no tags and are reported.

mod entities;
mod format;
mod read;
mod row;
mod tokens;
mod write;

pub(super) use format::FORMAT;
