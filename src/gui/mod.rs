//! The window. It knows the workbench below it; nothing below knows the window.
//!
//! Views borrow the session and push requests; the app carries them out once a frame is laid out.

mod actions;
mod app;
pub mod article;
mod article_list;
mod attribute_field;
mod banners;
mod caches;
mod card;
mod center;
mod conflict_list;
mod dialogs;
mod exchange_flow;
mod export_choices;
mod export_dialog;
mod export_preview;
mod extents;
mod file_dialog;
mod find_bar;
mod finding;
mod gestures;
mod guide;
mod import_dialog;
mod inspector;
mod key_order;
mod keys;
mod label_panel;
mod mention_list;
mod mention_rows;
mod menu_bar;
mod missing_fonts;
mod notices;
mod panes;
mod perform;
mod quarantine;
mod quick_select;
mod reading;
mod register;
mod relate;
mod request;
mod run;
mod safety_dialogs;
mod session_flow;
mod sides;
mod status_bar;
mod suggestion_filter;
mod suggestion_list;
mod theme;
mod ties;
mod widgets;

pub use actions::{ACTIONS, Action, ActionInfo, Menu};
pub use app::App;
pub use notices::{Notice, Notices, Weight};
pub use run::run;
pub use theme::Theme;
