//! When and where an event was or will be: the days, how exactly they are known, the words that state them, the place.
//!
//! It shows and asks; it changes nothing.

use super::detail::{About, Subject};
use super::drafts::FieldLook;
use crate::edit::EntryChange;
use crate::gui::article::{FieldRows, TextEngine};
use crate::gui::language::tr;
use crate::gui::request::Requests;
use crate::gui::widgets::{chosen_ui, section_ui};
use crate::model::{Day, Interval, Place, Precision};
use eframe::egui::{ComboBox, Label, RichText, Ui};

/// Draws the fields where the entry is an event or has a time or a place already.
pub(super) fn ui(
    about: &mut About,
    ui: &mut Ui,
    subject: Subject<'_>,
    engine: &mut TextEngine,
    requests: &mut Requests,
) {
    let entry = subject.entry;
    let is_event = entry.layer.as_str() == "event";
    if !is_event && entry.when.is_none() && entry.place.is_none() {
        return;
    }
    section_ui(ui, subject.theme, if is_event { tr!("WHEN AND WHERE") } else { tr!("TIME AND PLACE") });
    if is_event || entry.when.is_some() {
        when_ui(about, ui, subject, engine, requests);
        about.times.ui(ui, entry, engine, subject.theme, requests);
    }
    place_ui(about, ui, subject, engine, requests);
}

fn when_ui(about: &mut About, ui: &mut Ui, subject: Subject<'_>, engine: &mut TextEngine, requests: &mut Requests) {
    let entry = subject.entry;
    let known = entry.when.clone();
    let mut when = known.clone().unwrap_or(Interval {
        first: None,
        last: None,
        precision: Precision::Day,
        phrase: String::new(),
        anchor: None,
    });
    ui.horizontal_wrapped(|ui| {
        for (name, caption) in [(tr!("First day"), tr!("from")), (tr!("Last day"), tr!("to"))] {
            ui.label(caption);
            let day = if name == tr!("First day") { &mut when.first } else { &mut when.last };
            let shown = day.map_or(String::new(), |day| day.to_string());
            let look = FieldLook { name, hint: "2026-11-21", rows: FieldRows::One, width: 92.0 };
            let (_, asked) = about.drafts.ui(ui, engine, &shown, look);
            let Some(text) = asked else { continue };
            match text.parse() {
                Ok(read) => {
                    about.problem = None;
                    *day = Some(Day(read));
                }
                Err(_) if text.is_empty() => *day = None,
                Err(_) => about.problem = Some(tr!("“{text}” is no day; write it as 2026-11-21", text)),
            }
        }
        precision_ui(ui, &mut when, engine);
    });
    if let Some(problem) = &about.problem {
        ui.label(RichText::new(problem).color(subject.theme.danger.0));
    }
    ui.horizontal(|ui| {
        ui.label(tr!("stated as"));
        let width = ui.available_width() - 8.0;
        let look = FieldLook { name: tr!("Stated as"), hint: tr!("early May"), rows: FieldRows::One, width };
        if let (_, Some(phrase)) = about.drafts.ui(ui, engine, &when.phrase.clone(), look) {
            when.phrase = phrase;
        }
    });
    let is_empty = when.first.is_none() && when.last.is_none() && when.phrase.is_empty();
    let when = Some(when).filter(|_| !is_empty);
    if when != known {
        requests.push(subject.edit(EntryChange::When(when)));
    }
}

fn precision_ui(ui: &mut Ui, when: &mut Interval, engine: &mut TextEngine) {
    let name = words_of(when.precision);
    let combo = ComboBox::from_id_salt("precision").selected_text(name).width(118.0);
    let combo = combo.show_ui(ui, |ui| {
        for precision in Precision::ALL {
            if chosen_ui(ui, engine, *precision == when.precision, words_of(*precision)) {
                when.precision = *precision;
            }
        }
    });
    combo.response.on_hover_text(tr!("How exactly the time is known"));
}

fn words_of(precision: Precision) -> &'static str {
    match precision {
        Precision::Day => tr!("to the day"),
        Precision::Week => tr!("to the week"),
        Precision::PartOfMonth => tr!("part of a month"),
        Precision::Month => tr!("to the month"),
        Precision::Season => tr!("to the season"),
        Precision::Year => tr!("to the year"),
        Precision::Years => tr!("several years"),
        Precision::Vague => tr!("vague"),
    }
}

fn place_ui(about: &mut About, ui: &mut Ui, subject: Subject<'_>, engine: &mut TextEngine, requests: &mut Requests) {
    let place = subject.entry.place.as_ref();
    ui.horizontal(|ui| {
        ui.label(tr!("place"));
        let width = ui.available_width() - 8.0;
        let look = FieldLook { name: tr!("Place"), hint: tr!("where it was"), rows: FieldRows::One, width };
        let known = place.map_or("", |place| &place.name);
        if let (_, Some(name)) = about.drafts.ui(ui, engine, known, look) {
            let new = match place {
                Some(place) => Place { name: name.clone(), ..place.clone() },
                None => Place { name: name.clone(), entry: None, latitude: None, longitude: None },
            };
            requests.push(subject.edit(EntryChange::Place(Some(new).filter(|_| !name.is_empty()))));
        }
    });
    if let Some(place) = place {
        degrees_ui(about, ui, subject, place, engine, requests);
    }
}

/// Where on the earth the place is, once it has a name.
fn degrees_ui(
    about: &mut About,
    ui: &mut Ui,
    subject: Subject<'_>,
    place: &Place,
    engine: &mut TextEngine,
    requests: &mut Requests,
) {
    let mut new = place.clone();
    ui.horizontal_wrapped(|ui| {
        for (name, hint, caption) in
            [(tr!("Latitude"), "50.0755", tr!("degrees north")), (tr!("Longitude"), "14.4378", tr!("degrees east"))]
        {
            let degrees = if name == tr!("Latitude") { &mut new.latitude } else { &mut new.longitude };
            let shown = degrees.map_or(String::new(), |degrees| degrees.to_string());
            let (_, asked) =
                about.drafts.ui(ui, engine, &shown, FieldLook { name, hint, rows: FieldRows::One, width: 80.0 });
            ui.label(RichText::new(caption).small().color(subject.theme.text_muted.0));
            let Some(text) = asked else { continue };
            let read = text.replace(',', ".").parse().ok().filter(|degrees: &f64| degrees.is_finite());
            about.misplaced = (read.is_none() && !text.is_empty()).then(|| {
                tr!("“{text}” is no number of degrees; write it as {hint}, south and west with a minus", text, hint)
            });
            if about.misplaced.is_none() {
                *degrees = read;
            }
        }
    });
    if let Some(problem) = &about.misplaced {
        ui.add(Label::new(RichText::new(problem).color(subject.theme.danger.0)).wrap());
    }
    if new != *place {
        requests.push(subject.edit(EntryChange::Place(Some(new))));
    }
}
