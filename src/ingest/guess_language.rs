//! The language of an article, where its words leave no doubt. It looks at the beginning of the body, and knows no article.

use super::guess::is_body;
use crate::model::tag_of_code;

/// Bytes of body text that are looked at.
const LOOKED_AT_BYTES: usize = 1 << 10;
/// Letters without which a text is too short for an answer.
const LEAST_LETTERS: usize = 80;
/// How sure the answer must be, from 0 to 1.
const SURE: f64 = 0.9;

/// The BCP 47 tag of the language that the body of `text` is written in, where that is certain.
pub(super) fn language(text: &str) -> Option<String> {
    let body = body(text);
    if body.chars().filter(|char| char.is_alphabetic()).take(LEAST_LETTERS).count() < LEAST_LETTERS {
        return None;
    }
    let found = whatlang::detect(&body).filter(|found| found.confidence() >= SURE)?;
    Some(tag_of_code(found.lang().code()).to_owned())
}

/// The first paragraphs of `text`; where no line is one, its first lines.
fn body(text: &str) -> String {
    let mut body = String::new();
    for wanted in [is_body as fn(&str) -> bool, |_| true] {
        for line in text.lines().map(str::trim).filter(|line| wanted(line)) {
            let room = LOOKED_AT_BYTES.saturating_sub(body.len());
            body.push_str(line.get(..line.floor_char_boundary(room)).unwrap_or(line));
            body.push('\n');
            if body.len() >= LOOKED_AT_BYTES {
                return body;
            }
        }
        if !body.is_empty() {
            return body;
        }
    }
    body
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_named_where_it_is_certain() {
        for (text, tag) in [
            (
                "The ferry returns to the strait after two winters, the ministry said on Wednesday, and the first ship leaves the quay in April.",
                Some("en"),
            ),
            (
                "Die Fähre kehrt nach zwei Wintern in die Meerenge zurück, teilte das Ministerium am Mittwoch mit; das erste Schiff legt im April ab.",
                Some("de"),
            ),
            (
                "Паром возвращается в пролив после двух зим, сообщило министерство в среду, и первый корабль покинет причал в апреле этого года.",
                Some("ru"),
            ),
            (
                "Bakanlık çarşamba günü yaptığı açıklamada, feribotun iki kış sonra boğaza geri döndüğünü ve ilk geminin nisan ayında kalkacağını söyledi.",
                Some("tr"),
            ),
            ("One line.", None),
            ("", None),
            ("2031 2032 2033 2034 2035 2036 2037 2038 2039 2040 2041 2042 2043 2044 2045 2046 2047 2048 2049", None),
        ] {
            assert_eq!(language(text).as_deref(), tag, "{text}");
        }
    }

    #[test]
    fn the_menu_around_a_story_does_not_count() {
        let menu = "Главная страница\nПодписаться на новости\n".repeat(40);
        let story = "The ferry returns to the strait after two winters, the ministry said on Wednesday, and the first ship leaves the quay in April.";
        assert_eq!(language(&format!("{menu}{story}\n")).as_deref(), Some("en"));
    }
}
