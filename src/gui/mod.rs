//! The window. It knows the workbench below it; nothing below knows the window.

pub mod article;
