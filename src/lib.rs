//! Byline compares how several outlets tell one story: articles stand beside a side panel, spans of their text are tagged
//! as actors, events and claims, and the work is saved as RON that other tools read.
//!
//! The floors, from the ground up; imports only go down:
//! [`text`], [`model`], [`edit`], then `codec`, then `store`, `ingest`, `analysis`, `assist` and `formats`, then [`workbench`] and
//! at last the window (feature `gui`) and the command line.

// The Rust example of the guide to session files runs with the tests of the documentation.
#![cfg_attr(doctest, doc = include_str!("../sessions/README.md"))]

pub mod analysis;
pub mod assist;
pub mod cli;
pub mod codec;
pub mod edit;
pub mod formats;
#[cfg(feature = "gui")]
pub mod gui;
pub mod ingest;
pub mod model;
pub mod store;
pub mod text;
pub mod workbench;
