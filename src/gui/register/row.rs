//! What the lists of the register share: a list that is one stop of the Tab key, its keys, and how a row of it is drawn.
//!
//! It does not know what the rows are.

use crate::gui::theme::Theme;
use eframe::egui;
use eframe::egui::{
    Color32, CornerRadius, EventFilter, Id, InputState, Key, Modifiers, Rect, Response, Sense, Stroke, Ui, Vec2,
    WidgetInfo,
};

/// Bytes of a name that are drawn on one row.
const MAX_CHARS: usize = 200;

/// What a key asks of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::gui) enum Step {
    Up,
    Down,
    PageUp,
    PageDown,
    First,
    Last,
}

/// One key of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::gui) enum ListKey {
    /// Go to another row; with Shift what lies between is chosen as well.
    Go(Step, bool),
    /// Open the row.
    Open,
    /// Take the row into what is chosen, or out of it.
    Toggle,
    /// Choose everything that is shown.
    All,
    /// Delete what is chosen.
    Delete,
    /// Sort by the column of this number.
    Sort(usize),
}

/// Takes the keys of a list out of the input, in the order in which they were pressed. In a field above the list, `is_field`,
/// only those that have no use there.
pub(in crate::gui) fn take_keys(input: &mut InputState, is_field: bool) -> Vec<ListKey> {
    let mut asked = Vec::new();
    input.events.retain(|event| {
        let found = list_key(event, is_field);
        asked.extend(found);
        found.is_none()
    });
    asked
}

/// What an event asks of a list, as [`take_keys`] takes it.
pub(in crate::gui) fn list_key(event: &egui::Event, is_field: bool) -> Option<ListKey> {
    const STEPS: [(Key, Step); 6] = [
        (Key::ArrowUp, Step::Up),
        (Key::ArrowDown, Step::Down),
        (Key::PageUp, Step::PageUp),
        (Key::PageDown, Step::PageDown),
        (Key::Home, Step::First),
        (Key::End, Step::Last),
    ];
    const OTHERS: [(Modifiers, Key, ListKey); 5] = [
        (Modifiers::NONE, Key::Enter, ListKey::Open),
        (Modifiers::NONE, Key::Space, ListKey::Toggle),
        (Modifiers::COMMAND, Key::A, ListKey::All),
        (Modifiers::NONE, Key::Delete, ListKey::Delete),
        (Modifiers::NONE, Key::Backspace, ListKey::Delete),
    ];
    const DIGITS: [Key; 6] = [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6];
    let egui::Event::Key { key, pressed: true, modifiers, physical_key, .. } = event else { return None };
    let steps = if is_field { STEPS.get(..4).unwrap_or_default() } else { &STEPS };
    let plain = !modifiers.alt && !modifiers.command;
    let step = steps.iter().find(|(known, _)| known == key).filter(|_| plain);
    let other = OTHERS.iter().find(|(held, known, _)| known == key && modifiers.matches_exact(*held));
    let other = other.filter(|_| !is_field);
    let digit = DIGITS.iter().position(|known| physical_key.unwrap_or(*key) == *known);
    let digit = digit.filter(|_| !is_field && modifiers.is_none());
    step.map(|(_, step)| ListKey::Go(*step, modifiers.shift))
        .or(other.map(|(.., key)| *key))
        .or(digit.map(ListKey::Sort))
}

/// Where a step leads from row `at` of `count` rows, of which `page` are on show.
pub(in crate::gui) fn target(step: Step, at: Option<usize>, count: usize, page: usize) -> Option<usize> {
    let last = count.checked_sub(1)?;
    let Some(at) = at else { return Some(if step == Step::Last { last } else { 0 }) };
    Some(match step {
        Step::Up => at.saturating_sub(1),
        Step::Down => (at + 1).min(last),
        Step::PageUp => at.saturating_sub(page.max(1)),
        Step::PageDown => (at + page.max(1)).min(last),
        Step::First => 0,
        Step::Last => last,
    })
}

/// Makes the list in `rect` one stop of the Tab key, and says what it is called and on which row it is.
pub(in crate::gui) fn list_ui(ui: &Ui, id: Id, rect: Rect, name: &str, theme: &Theme) -> Response {
    let response = ui.interact(rect, id, Sense::focusable_noninteractive());
    response.widget_info(|| WidgetInfo::labeled(egui::Role::ListBox, true, name));
    if response.has_focus() {
        let filter = EventFilter { vertical_arrows: true, horizontal_arrows: false, tab: false, escape: true };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
        let stroke = Stroke::new(1.5, theme.focus.0);
        ui.painter().rect_stroke(rect.expand(1.0), CornerRadius::same(4), stroke, egui::StrokeKind::Inside);
    }
    response
}

/// How a row stands in its list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::gui) struct Standing {
    /// It is chosen.
    pub(in crate::gui) chosen: bool,
    /// The keys act on it.
    pub(in crate::gui) current: bool,
}

/// A row of a list: its background says whether it is chosen, current or under the pointer.
pub(in crate::gui) fn line_ui(
    ui: &mut Ui,
    theme: &Theme,
    height: f32,
    standing: Standing,
    name: &str,
) -> (Rect, Response) {
    let size = Vec2::new(ui.available_width(), height);
    let (rect, response) = ui.allocate_exact_size(size, Sense::CLICK);
    response.widget_info(|| WidgetInfo::selected(egui::Role::Button, true, standing.chosen, name));
    if ui.is_rect_visible(rect) {
        let fill = if standing.chosen {
            theme.selection.0
        } else if response.hovered() {
            theme.selection.0.gamma_multiply(0.35)
        } else {
            Color32::TRANSPARENT
        };
        ui.painter().rect_filled(rect, CornerRadius::same(4), fill);
        if standing.current {
            let bar = rect.with_max_x(rect.left() + 3.0);
            ui.painter().rect_filled(bar, CornerRadius::same(1), theme.accent.0);
        }
    }
    (rect, response)
}

/// The beginning of `text` on one line.
pub(in crate::gui) fn one_line(text: &str) -> String {
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        if line.len() + word.len() > MAX_CHARS {
            line.extend(word.chars().take(MAX_CHARS.saturating_sub(line.len())));
            line.push('…');
            return line;
        }
        line.push_str(word);
    }
    line
}
