//! What the words below a field say: what is typed, what is offered instead. It writes nothing.

use super::draft::Draft;
use crate::edit::Field;
use crate::gui::language::tr;
use crate::model::{Grade, Interval, Outlet, Session, language_name, languages_like};

/// Offers beside a field; more would not help to choose.
const OFFERED: usize = 4;

/// What the letter of a grade means.
pub(super) fn meaning(grade: Grade) -> &'static str {
    match grade {
        Grade::A => tr!("completely reliable"),
        Grade::B => tr!("usually reliable"),
        Grade::C => tr!("fairly reliable"),
        Grade::D => tr!("not usually reliable"),
        Grade::E => tr!("unreliable"),
        Grade::F => tr!("reliability cannot be judged"),
    }
}

/// The outlet that is called `name`, whatever the case.
pub(super) fn called<'s>(session: &'s Session, name: &str) -> Option<&'s Outlet> {
    let folded = name.trim().to_lowercase();
    session.outlets.iter().find(|row| row.name.to_lowercase() == folded)
}

/// What is said of what stands in a field.
pub(super) fn said(session: &Session, draft: &Draft) -> String {
    let text = draft.text.trim();
    match draft.field {
        Field::Outlet if text.is_empty() => String::new(),
        Field::Outlet => match called(session, text).map(|row| row.reliability) {
            Some(Some(grade)) => format!("{grade}: {}", meaning(grade)),
            Some(None) => tr!("not graded").to_owned(),
            None => tr!("a new outlet").to_owned(),
        },
        Field::Published => {
            let when = Interval::from_text(text).map(|when| when.display()).filter(|shown| shown != text);
            let stated = (!draft.phrase.is_empty() && draft.phrase != text && !draft.is_touched())
                .then(|| tr!("stated as “{}”", draft.phrase));
            when.into_iter().chain(stated).collect::<Vec<_>>().join(", ")
        }
        Field::Language => language_name(text).unwrap_or_default().to_owned(),
        _ => String::new(),
    }
}

/// Values that may be meant by what is typed, each with how it is shown.
pub(super) fn offers(session: &Session, draft: &Draft) -> Vec<(String, String)> {
    let typed = draft.text.trim().to_lowercase();
    match draft.field {
        Field::Outlet => {
            let mut names: Vec<&str> = session.outlets.iter().map(|row| row.name.as_str()).collect();
            let rank = |name: &str| {
                let name = name.to_lowercase();
                let begins = name.starts_with(&typed) || name.split_whitespace().any(|word| word.starts_with(&typed));
                (!begins, name)
            };
            names.retain(|name| name.to_lowercase().contains(&typed) && name.to_lowercase() != typed);
            names.sort_by_cached_key(|name| rank(name));
            names.into_iter().take(OFFERED).map(|name| (name.to_owned(), name.to_owned())).collect()
        }
        Field::Language if !typed.is_empty() && language_name(&typed).is_none() => languages_like(&typed)
            .take(OFFERED)
            .map(|(tag, name)| (tag.to_owned(), format!("{name} ({tag})")))
            .collect(),
        _ => Vec::new(),
    }
}
