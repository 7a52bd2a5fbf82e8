//! A person chooses the language of the window: all of it speaks German at once, is worked by German words, and English
//! comes back the same way.

#![allow(clippy::unwrap_used, reason = "what is missing in a test fails it")]

use byline::gui::{ACTIONS, ActionInfo};
use byline::store::{Settings, Theme};
use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use window::{Story, is_painted, press, shows, tag, window_of, write};

#[path = "support/window.rs"]
mod window;

const CTRL: Modifiers = Modifiers::COMMAND;

/// A window that speaks what the settings say.
fn window_in(language: &str) -> Story {
    let settings =
        Settings { language: language.to_owned(), annotator_name: "Iris Vale".to_owned(), ..Settings::default() };
    Story::begin().again(|| window_of(settings, Vec::new()))
}

#[test]
fn the_language_changes_at_once_and_back() {
    let mut story = Story::begin();
    story.press_with(CTRL, Key::Comma);
    press(&mut story, "Language: Deutsch");
    assert!(shows(&story, "Einstellungen") && shows(&story, "Farbschema") && !shows(&story, "Theme"));
    // What is typed is looked for in German words.
    write(&mut story, "Einstellungen durchsuchen", "wörter einrasten");
    assert!(shows(&story, "Auswahl rastet ein") && !shows(&story, "Farbschema"));
    press(&mut story, "Schließen");
    assert_eq!(story.desk().settings.language, "de");
    for menu in ["Datei", "Bearbeiten", "Gehe zu", "Ansicht", "Register", "Durchsicht", "Hilfe"] {
        assert!(shows(&story, menu), "{menu}");
    }
    press(&mut story, "Datei");
    assert!(shows(&story, "Sitzung öffnen…") && shows(&story, "Zuletzt geöffnete Sitzungen"));
    story.press(Key::Escape);
    story.press_with(CTRL, Key::Comma);
    press(&mut story, "Sprache: English");
    press(&mut story, "Close");
    assert!(shows(&story, "File") && !shows(&story, "Datei"));
}

#[test]
fn german_words_work_the_window() {
    let mut story = Story::begin();
    story.press_with(CTRL, Key::Comma);
    press(&mut story, "Language: Deutsch");
    press(&mut story, "Schließen");
    tag(&mut story, "Ada Kvist", Key::Num1);
    assert!(shows(&story, "AUSGEWÄHLTE ERWÄHNUNG"));
    // The palette finds actions by their German names.
    story.press_with(CTRL, Key::K);
    story.harness.get_by_label("Befehl suchen").type_text("dunkles");
    story.harness.run();
    story.press(Key::Enter);
    assert_eq!(story.desk().settings.theme, Theme::Dark);
    // A dialog counts in German, one and several.
    story.press_with(CTRL | Modifiers::SHIFT, Key::A);
    story.settle();
    assert!(shows(&story, "Jedes Vorkommen") && shows(&story, "in 1 Artikel") && shows(&story, "Ganze Wörter"));
    story.press(Key::Escape);
    // The sheet of keys is searched by German names.
    story.press(Key::Questionmark);
    write(&mut story, "Tasten durchsuchen", "Rückgängig");
    assert!(shows(&story, "Taste für „Rückgängig“"));
    press(&mut story, "Schließen");
    press(&mut story, "Löschen");
    assert!(story.mentions().is_empty() && shows(&story, "Noch keine Erwähnung. Wählen Sie Wörter im Text aus"));
}

#[test]
fn what_was_told_in_another_language_is_told_anew_and_one_is_not_several() {
    let mut story = Story::begin();
    tag(&mut story, "the quay would stay open", Key::Num3);
    story.harness.hover_at(story.rect("stay").center());
    story.harness.run_steps(60);
    assert!(shows(&story, "Says so: outlet not known"));
    story.press_with(CTRL, Key::Comma);
    press(&mut story, "Language: Deutsch");
    press(&mut story, "Schließen");
    story.harness.hover_at(story.rect("stay").center());
    story.harness.run_steps(60);
    assert!(shows(&story, "Das sagt: Medium nicht bekannt"));
    story.press_with(CTRL, Key::Num4);
    story.settle();
    for (words, told) in [("dockers", "1 Stelle in 1 Artikel"), ("Kvist", "2 Stellen in 2 Artikeln")] {
        write(&mut story, "In allen Artikeln suchen", words);
        assert!(shows(&story, told), "{told}");
    }
}

#[test]
fn the_name_that_signs_where_none_is_given_is_the_same_in_every_language() {
    let mut story = window_in("de");
    story.press_with(CTRL, Key::Comma);
    write(&mut story, "Ihr Name", "");
    write(&mut story, "Einstellungen durchsuchen", "Ihr Name");
    assert!(is_painted(&story, "Annotator") && !is_painted(&story, "Annotiert von"));
}

#[test]
fn the_window_starts_in_its_language() {
    let story = window_in("de");
    assert!(shows(&story, "Datei") && shows(&story, "Noch keine Datei"));
    let story = window_in("de-AT");
    assert!(shows(&story, "Datei"));
}

#[test]
fn a_language_that_is_not_there_is_told_and_english_spoken() {
    let story = window_in("tlh");
    assert!(shows(&story, "File"));
    let told: Vec<&str> = story.app().notices().all().iter().map(|notice| notice.text.as_str()).collect();
    assert!(told.iter().any(|text| text.contains("“tlh” is not there") && text.contains("choose one")), "{told:?}");
    // It may be another version's, and stays until somebody chooses.
    assert_eq!(story.desk().settings.language, "tlh");
}

#[test]
fn the_system_says_the_language_where_nobody_chose_one() {
    let mut story = Story::begin();
    for (locale, file) in [("de_CH.UTF-8", "Datei"), ("en_GB.UTF-8", "File"), ("ja_JP", "File"), ("", "File")] {
        story.harness.state_mut().as_mut().unwrap().follow_locale(locale);
        story.settle();
        assert!(shows(&story, file), "{locale}");
    }
    story.press_with(CTRL, Key::Comma);
    press(&mut story, "Language: Deutsch");
    story.harness.state_mut().as_mut().unwrap().follow_locale("en_GB.UTF-8");
    story.settle();
    assert!(shows(&story, "Einstellungen"), "what was chosen counts");
}

#[test]
fn two_windows_speak_two_languages() {
    let (mut german, mut english) = (window_in("de"), Story::begin());
    for _ in 0..2 {
        german.draw();
        english.draw();
        assert!(shows(&german, "Datei") && shows(&english, "File"));
    }
}

#[test]
fn no_two_actions_share_a_german_name() {
    let mut german = window_in("de");
    german.draw();
    let mut names: Vec<&str> = ACTIONS.iter().map(ActionInfo::told).collect();
    names.sort_unstable();
    let twice: Vec<_> = names.windows(2).filter(|pair| pair.first() == pair.last()).collect();
    assert!(names.contains(&"Speichern") && twice.is_empty(), "{twice:?}");
}
