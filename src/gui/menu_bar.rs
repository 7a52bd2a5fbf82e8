//! The menus, made from the table of actions. They ask; they change nothing.

use super::actions::{ACTIONS, Action, ActionInfo, Menu};
use super::article::{WordsOver, widget_words};
use super::keymap::key_now;
use super::request::{Request, Requests};
use super::tour::{Spot, mark};
use crate::gui::language::tr;
use crate::workbench::Desk;
use eframe::egui;
use eframe::egui::{Color32, TextStyle, Ui};
use std::path::PathBuf;

/// Points of the window's height that a menu leaves free, its own frame included.
const MARGIN: f32 = 28.0;

/// Points between an item and its key.
const GAP: f32 = 10.0;

/// Draws the menu bar; `availability` says why an action cannot be had now. Gives the words to be set on its items.
pub(super) fn menu_bar_ui(
    ui: &mut Ui,
    desk: &Desk,
    availability: &dyn Fn(Action) -> Result<(), &'static str>,
    requests: &mut Requests,
) -> Vec<WordsOver> {
    let mut over = Vec::new();
    egui::MenuBar::new().ui(ui, |ui| {
        for menu in Menu::ALL {
            let button = ui.menu_button(menu.name(), |ui| {
                ui.set_min_width(240.0);
                // On a small or much enlarged window a menu scrolls.
                let room = ui.ctx().content_rect().height() - ui.spacing().interact_size.y - MARGIN;
                // Without a least height it would scroll in what a new area has, whatever room there is.
                let room = room.max(60.0);
                egui::ScrollArea::vertical().min_scrolled_height(room).max_height(room).show(ui, |ui| {
                    for row in ACTIONS.iter().filter(|row| row.menu == menu) {
                        item_ui(ui, row, desk, availability(row.action), &mut over, requests);
                    }
                    // Whoever looks for help finds something to try things on.
                    for row in ACTIONS.iter().filter(|row| menu == Menu::Help && row.action == Action::OpenSample) {
                        item_ui(ui, row, desk, Ok(()), &mut over, requests);
                    }
                });
            });
            let spot = match menu {
                Menu::File => Some(Spot::FileMenu),
                Menu::Go => Some(Spot::GoMenu),
                _ => None,
            };
            if let Some(spot) = spot {
                mark(ui.ctx(), spot, button.response.rect);
            }
        }
    });
    over
}

fn item_ui(
    ui: &mut Ui,
    row: &ActionInfo,
    desk: &Desk,
    available: Result<(), &'static str>,
    over: &mut Vec<WordsOver>,
    requests: &mut Requests,
) {
    let text = match row.action {
        Action::Undo => named(tr!("Undo"), desk.bench.undo_name()),
        Action::Redo => named(tr!("Redo"), desk.bench.redo_name()),
        _ => row.told().to_owned(),
    };
    let key = key_now(ui.ctx(), row.action);
    let button = egui::Button::new(widget_words(&text)).shortcut_text(&key);
    let response = ui.add_enabled(available.is_ok(), button);
    let room = ui.painter().layout_no_wrap(key, TextStyle::Button.resolve(ui.style()), Color32::WHITE).size().x;
    over.extend(WordsOver::of(ui, &response, &text, room + GAP));
    if response.clicked() {
        requests.push(Request::Act(row.action));
        ui.close();
    }
    if let Err(why) = available {
        response.on_disabled_hover_text(why);
    }
    if row.action == Action::OpenByPath {
        recent_ui(ui, desk, over, requests);
    }
}

fn named(verb: &str, step: Option<&str>) -> String {
    step.map_or(verb.to_owned(), |step| format!("{verb}: {step}"))
}

fn recent_ui(ui: &mut Ui, desk: &Desk, over: &mut Vec<WordsOver>, requests: &mut Requests) {
    ui.menu_button(tr!("Recent sessions"), |ui| {
        ui.set_min_width(260.0);
        if desk.recent().is_empty() {
            ui.weak(tr!("None yet"));
        }
        for (path, title) in desk.recent() {
            let response = ui.button(widget_words(&title)).on_hover_text(path.display().to_string());
            over.extend(WordsOver::of(ui, &response, &title, 0.0));
            if response.clicked() {
                requests.push(Request::OpenPaths(vec![PathBuf::from(&path)]));
                ui.close();
            }
        }
    });
}
