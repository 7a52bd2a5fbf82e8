//! Articles of other scripts in the window: headlines and lists read right, and a missing font is named once.

#![allow(clippy::unwrap_used, reason = "a missing word or widget is a failed test")]

#[path = "support/scripts.rs"]
mod scripts;
#[path = "support/window.rs"]
mod window;

use byline::gui::Weight;
use byline::gui::article::TextEngine;
use byline::model::Timestamp;
use byline::store::Settings;
use byline::workbench::Clock;
use eframe::egui::epaint::text::{FontInsert, FontPriority, InsertFontFamily};
use eframe::egui::{FontData, FontFamily, Key, Modifiers};
use egui_kittest::kittest::Queryable;
use window::{Story, window_with};

const ARABIC: &str = "المحادثات ستُستأنف في جنيف\n\nقال الوزير إن 12 دولة اجتمعت يوم 3/4.";
const THAI: &str = "รัฐมนตรีกล่าวว่าการเจรจาจะเริ่มขึ้น\n\nPlain words and ཀ one letter of Tibetan.";

/// A window on an Arabic and a Thai article.
fn story(engine: fn() -> TextEngine) -> Story {
    let folder = tempfile::tempdir().unwrap();
    let paths = [("1.txt", ARABIC), ("2.txt", THAI)].map(|(name, text)| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    });
    let settings = Settings { autosave_secs: 0, ..Settings::default() };
    let clock = Clock::Fixed(Timestamp::default());
    let mut story = Story { harness: window_with(engine, clock, settings, paths.to_vec()), folder };
    story.settle();
    story
}

fn warnings(story: &Story) -> Vec<String> {
    let notices = story.app().notices().all().iter();
    notices.filter(|notice| notice.weight == Weight::Warning).map(|notice| notice.text.clone()).collect()
}

#[test]
fn a_missing_font_is_named_once_for_each_article_and_script() {
    let mut story = story(TextEngine::bundled_only);
    let said = warnings(&story);
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].contains("Arabic (as U+0623): Noto Naskh Arabic, package fonts-noto-core"), "{said:?}");
    story.press_with(Modifiers::COMMAND, Key::PageDown);
    let said = warnings(&story);
    assert_eq!(said.len(), 1, "one message for all articles: {said:?}");
    for words in ["2.txt and one more article have", "Noto Naskh Arabic", "Noto Sans Thai", "Noto Serif Tibetan"] {
        assert!(said[0].contains(words), "{words} in {said:?}");
    }
    story.press_with(Modifiers::COMMAND, Key::PageUp);
    assert_eq!(warnings(&story), said);
}

#[test]
fn with_its_font_an_arabic_article_is_listed_tagged_and_named_to_screen_readers() {
    let mut story = story(scripts::engine);
    assert_eq!(warnings(&story), [""; 0]);
    let headline = ARABIC.lines().next().unwrap();
    assert!(story.harness.query_all_by_label(headline).count() >= 1);
    let (begin, end) = (story.rect("الوزير"), story.rect("المحادثات"));
    assert!(end.right() > begin.left(), "both stand on the right");
    // The rest of the window has the system's fonts to fall back on; here it gets the tests'.
    for (number, font) in scripts::FONTS.iter().take(2).enumerate() {
        let family = InsertFontFamily { family: FontFamily::Proportional, priority: FontPriority::Lowest };
        let data = FontData::from_static(font);
        story.harness.ctx.add_font(FontInsert::new(&format!("test {number}"), data, vec![family]));
    }
    story.harness.run();
    story.drag("الوزير");
    story.press(Key::Num1);
    assert_eq!(story.mentions(), ["actor: الوزير"]);
    assert!(story.harness.query_all_by_label("Actor: الوزير").count() >= 1, "in the list, and as a mark");
}
