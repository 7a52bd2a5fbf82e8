//! The heart of an expression, without "since" or "until" in front: "early May", "last summer", "two days ago", a date.
//!
//! It reads what the words say and counts no days.

use super::abroad::abroad;
use super::calendar::{Part, Unit, Yearly, part_of_year};
use super::date::{date, part_of_decade_at};
use super::meaning::{Meaning, Toward, Which};
use super::tokens::Tokens;
use super::vocabulary::{count, month, ordinal, season, unit, weekday, year};

/// The heart at `at`, and how many words it takes.
pub(super) fn core(words: &Tokens<'_>, at: usize) -> Option<(Meaning, usize)> {
    let reading = weekday_with_date(words, at).or_else(|| of_today(words, at)).or_else(|| vague(words, at));
    let reading = reading.or_else(|| part(words, at)).or_else(|| toward(words, at));
    let reading = reading.or_else(|| counted(words, at)).or_else(|| named(words, at));
    let reading = reading.or_else(|| bare_season(words, at)).or_else(|| abroad(words, at));
    reading.or_else(|| date(words, at)).map(|(meaning, taken)| {
        let (offset, more) = of_a_year(words, at + taken, &meaning);
        match (meaning, offset) {
            (Meaning::Yearly(yearly), Some(offset)) => (Meaning::YearlyIn(yearly, offset), taken + more),
            (meaning, _) => (meaning, taken),
        }
    })
}

/// Behind "July": "of last year".
fn of_a_year(words: &Tokens<'_>, at: usize, meaning: &Meaning) -> (Option<i32>, usize) {
    let asked = matches!(meaning, Meaning::Yearly(_)) && at > 0 && words.goes_on_in_date(at - 1);
    let skips = usize::from(matches!(words.word(at), "of" | "in"));
    if !asked || words.word(at + skips + 1) != "year" {
        return (None, 0);
    }
    (which(words.word(at + skips)).map(offset_of), skips + 2)
}

fn which(word: &str) -> Option<Which> {
    match word {
        "last" | "past" | "previous" => Some(Which::Last),
        "this" | "current" => Some(Which::This),
        "next" | "coming" => Some(Which::Next),
        _ => None,
    }
}

fn offset_of(which: Which) -> i32 {
    match which {
        Which::Last => -1,
        Which::This => 0,
        Which::Next => 1,
    }
}

/// "Tuesday", "Tuesday, September 22, 2015"; a date behind it says more than the day of the week.
fn weekday_with_date(words: &Tokens<'_>, at: usize) -> Option<(Meaning, usize)> {
    let day = weekday(words.word(at), words.gap(at).starts_with('.')).filter(|_| words.is_capital(at))?;
    if words.goes_on_in_date(at)
        && let Some((date, taken)) = date(words, at + 1)
        && !matches!(date, Meaning::Yearly(Yearly::Month(_)))
    {
        return Some((date, taken + 1));
    }
    let names_a_paper = matches!(words.word(at + 1), "times" | "express" | "telegraph" | "mirror" | "post" | "herald")
        && words.is_capital(at + 1);
    (!names_a_paper).then_some((Meaning::Weekday(day), 1))
}

/// "today", "last night", "the day before yesterday".
fn of_today(words: &Tokens<'_>, at: usize) -> Option<(Meaning, usize)> {
    let day = |offset| Meaning::Unit(Unit::Day, offset);
    let fixed: [(&[&str], i32); 12] = [
        (&["the", "day", "before", "yesterday"], -2),
        (&["the", "day", "after", "tomorrow"], 2),
        (&["last", "night"], -1),
        (&["this", "morning"], 0),
        (&["this", "afternoon"], 0),
        (&["this", "evening"], 0),
        (&["earlier", "today"], 0),
        (&["later", "today"], 0),
        (&["today"], 0),
        (&["tonight"], 0),
        (&["yesterday"], -1),
        (&["tomorrow"], 1),
    ];
    let found = fixed.into_iter().find(|(wanted, _)| words.are(at, wanted))?;
    Some((day(found.1), found.0.len()))
}

/// "the near future", "recent months", "a few days ago", "the coming weeks".
fn vague(words: &Tokens<'_>, at: usize) -> Option<(Meaning, usize)> {
    let wanted: [&[&str]; 4] = [
        &["the", "near", "future"],
        &["near", "future"],
        &["the", "foreseeable", "future"],
        &["the", "not", "too", "distant", "future"],
    ];
    if let Some(found) = wanted.into_iter().find(|wanted| words.are(at, wanted)) {
        return Some((Meaning::Vague, found.len()));
    }
    let article = usize::from(words.word(at) == "the" && words.goes_on(at));
    let mut next = at + article;
    let opens = matches!(words.word(next), "recent" | "past" | "last" | "coming" | "next" | "previous");
    let open_word = words.word(next).to_owned();
    next += usize::from(opens && words.goes_on(next));
    let few = [&["a", "few"][..], &["few"], &["several"], &["a", "couple", "of"], &["many"], &["some"]];
    let few = few.into_iter().find(|wanted| words.are(next, wanted)).map_or(0, <[&str]>::len);
    let at_unit = next + few;
    unit(words.word(at_unit)).filter(|_| words.word(at_unit).ends_with('s'))?;
    let is_ago = words.goes_on(at_unit) && matches!(words.word(at_unit + 1), "ago");
    let is_open = open_word == "recent" || (opens && (few > 0 || article > 0)) || open_word == "coming";
    let taken = at_unit + 1 + usize::from(is_ago) - at;
    let is_ahead = few > 0 && matches!(words.before(at), "in" | "within");
    (is_open || is_ahead || (few > 0 && is_ago)).then_some((Meaning::Vague, taken))
}

/// "early May", "mid-March", "the end of the year", "the first half of 2023", "the second week of April".
fn part(words: &Tokens<'_>, at: usize) -> Option<(Meaning, usize)> {
    let article = usize::from(words.word(at) == "the" && words.goes_on(at));
    let from = at + article;
    if let Some(week) = ordinal(words.word(from)).filter(|_| words.are(from + 1, &["week", "of"])) {
        let (inside, taken) = date(words, from + 3)?;
        return Some((week_of(week, &inside)?, article + 3 + taken));
    }
    let (part, own) = part_word(words, from)?;
    let mut next = from + own;
    if words.word(next) == "the" && words.goes_on(next) {
        next += 1;
    }
    let (meaning, taken) = part_of_decade_at(words, next, part).or_else(|| whole_of_part(words, next, part))?;
    Some((meaning, next + taken - at))
}

/// The word for a part at `at`, with the "of" that it needs.
fn part_word(words: &Tokens<'_>, at: usize) -> Option<(Part, usize)> {
    let simple = match words.word(at) {
        "early" => Some(Part::Early),
        "mid" => Some(Part::Mid),
        "late" => Some(Part::Late),
        _ => None,
    };
    if let Some(simple) = simple.filter(|_| words.goes_on(at)) {
        let skips = usize::from(words.word(at + 1) == "in" && words.goes_on(at + 1));
        return Some((simple, 1 + skips));
    }
    let (part, taken) = match (words.word(at), words.word(at + 1)) {
        ("beginning" | "start", "of") => (Part::Start, 2),
        ("middle", "of") => (Part::Mid, 2),
        ("end" | "close", "of") => (Part::End, 2),
        (nth, "half") => (Part::Half(small(ordinal(nth)?, 2)?), 3),
        (nth, "quarter") => (Part::Quarter(small(ordinal(nth)?, 4)?), 3),
        _ => return None,
    };
    let has_of = taken == 2 || words.word(at + 2) == "of";
    (has_of && (0..taken).all(|nth| words.goes_on(at + nth))).then_some((part, taken))
}

fn small(number: i32, most: i8) -> Option<i8> {
    i8::try_from(number).ok().filter(|number| (1..=most).contains(number))
}

/// What a part is of: a month, a year, a season, "the year", "last year".
fn whole_of_part(words: &Tokens<'_>, at: usize, part: Part) -> Option<(Meaning, usize)> {
    if let Some(season) = season(words.word(at)) {
        let yearly = Yearly::PartOfSeason(part, season);
        return Some(with_year(words, at + 1, yearly).unwrap_or((Meaning::Yearly(yearly), 1)));
    }
    if let Some(year) = year(words.word(at)) {
        return Some((Meaning::Fixed(part_of_year(part, year)?), 1));
    }
    if let Some(unit @ (Unit::Month | Unit::Year)) = unit(words.word(at)) {
        return Some((Meaning::PartOfUnit(part, unit, 0), 1));
    }
    if let Some((which, unit @ (Unit::Month | Unit::Year))) = which(words.word(at)).zip(unit(words.word(at + 1))) {
        return Some((Meaning::PartOfUnit(part, unit, offset_of(which)), 2));
    }
    let number = month(words.word(at)).filter(|_| words.is_capital(at))?;
    let yearly = Yearly::PartOfMonth(part, number);
    Some(with_year(words, at + 1, yearly).unwrap_or((Meaning::Yearly(yearly), 1)))
}

/// The year behind something of every year: "2023", "of 2023", ", 2023"; `at` is the word behind it.
fn with_year(words: &Tokens<'_>, at: usize, yearly: Yearly) -> Option<(Meaning, usize)> {
    let skips = usize::from(words.word(at) == "of");
    let goes_on = words.goes_on_in_date(at - 1) && (skips == 0 || words.goes_on(at));
    let year = year(words.word(at + skips)).filter(|_| goes_on)?;
    Some((in_year(yearly, year)?, 2 + skips))
}

/// A winter is named after the year that it ends in or the one that it begins in.
fn in_year(yearly: Yearly, year: i16) -> Option<Meaning> {
    let days = yearly.in_year(year)?;
    let winter = yearly.is_season() && days.first.is_some_and(|first| first.month() == 12);
    if winter {
        return Some(Meaning::Either(vec![yearly.in_year(year - 1)?, days]));
    }
    Some(Meaning::Fixed(days))
}

fn week_of(week: i32, inside: &Meaning) -> Option<Meaning> {
    let week = small(week, 5)?;
    match inside {
        Meaning::Yearly(Yearly::Month(month)) => Some(Meaning::Yearly(Yearly::WeekOfMonth(week, *month))),
        Meaning::Fixed(days) => {
            let first = days.first.filter(|_| days.precision == crate::model::Precision::Month)?;
            Yearly::WeekOfMonth(week, first.month()).in_year(first.year()).map(Meaning::Fixed)
        }
        _ => None,
    }
}

/// "earlier this month", "later in May", "later this year".
fn toward(words: &Tokens<'_>, at: usize) -> Option<(Meaning, usize)> {
    let side = match words.word(at) {
        "earlier" => Toward::Earlier,
        "later" => Toward::Later,
        _ => return None,
    };
    let skips = usize::from(words.word(at + 1) == "in");
    if !(words.goes_on(at) && (skips == 0 || words.goes_on(at + 1))) {
        return None;
    }
    let next = at + 1 + skips;
    let (inside, taken) = if words.word(next) == "this" {
        (Meaning::Unit(unit(words.word(next + 1))?, 0), 2)
    } else {
        date(words, next).filter(|(inside, _)| matches!(inside, Meaning::Yearly(_)))?
    };
    Some((Meaning::Toward(side, Box::new(inside)), 1 + skips + taken))
}

/// "two days ago", "in three weeks", "the past six months", "three weeks later".
fn counted(words: &Tokens<'_>, at: usize) -> Option<(Meaning, usize)> {
    let article = usize::from(words.word(at) == "the" && words.goes_on(at));
    let side = which(words.word(at + article)).filter(|_| words.goes_on(at + article));
    let opens = usize::from(side.is_some());
    let is_in = usize::from(side.is_none() && article == 0 && matches!(words.word(at), "in" | "within"));
    let from = at + if side.is_some() { article + opens } else { is_in };
    let many = count(words.word(from)).filter(|_| words.goes_on(from))?;
    let unit = unit(words.word(from + 1))?;
    let behind = if words.goes_on(from + 1) { words.word(from + 2) } else { "" };
    let taken = from + 2 - at;
    match (side, behind) {
        (Some(Which::Last), _) => Some((Meaning::Past(unit, many), taken)),
        (Some(Which::Next), _) => Some((Meaning::Ahead(unit, many), taken)),
        (None, "ago") => Some((Meaning::Unit(unit, -many), taken + 1)),
        (None, "later" | "earlier" | "afterwards") => Some((Meaning::Elsewhere, taken + 1)),
        // "in a day's work": a unit with a possessive is no time.
        (Some(Which::This), _) | (None, "'s" | "\u{2019}s") => None,
        (None, _) if is_in == 1 && words.word(at) == "within" => Some((Meaning::Ahead(unit, many), taken)),
        (None, _) if is_in == 1 => Some((Meaning::Unit(unit, many), taken)),
        (None, _) => None,
    }
}

/// "last July", "this week", "next Friday", "the following day".
fn named(words: &Tokens<'_>, at: usize) -> Option<(Meaning, usize)> {
    let article = usize::from(words.word(at) == "the" && words.goes_on(at));
    let from = at + article;
    if !words.goes_on(from) {
        return None;
    }
    let next = from + 1;
    let is_elsewhere = words.word(from) == "following" || (article == 1 && which(words.word(from)).is_some());
    if is_elsewhere {
        return unit(words.word(next)).map(|_| (Meaning::Elsewhere, next + 1 - at));
    }
    let which = which(words.word(from)).filter(|_| !matches!(words.word(from), "past" | "previous" | "current"))?;
    if let Some(day) = weekday(words.word(next), false).filter(|_| words.is_capital(next)) {
        return Some((Meaning::NamedWeekday(which, day), 2));
    }
    if let Some(season) = season(words.word(next)) {
        return Some((Meaning::Named(which, Yearly::Season(season)), 2));
    }
    if let Some(month) = month(words.word(next)).filter(|_| words.is_capital(next)) {
        return Some((Meaning::Named(which, Yearly::Month(month)), 2));
    }
    unit(words.word(next)).map(|unit| (Meaning::Unit(unit, offset_of(which)), 2))
}

/// "the summer", "summer 2023", "the autumn of 2019", "in winter".
fn bare_season(words: &Tokens<'_>, at: usize) -> Option<(Meaning, usize)> {
    let article = usize::from(words.word(at) == "the" && words.goes_on(at));
    let from = at + article;
    let yearly = Yearly::Season(season(words.word(from))?);
    if let Some((meaning, taken)) = with_year(words, from + 1, yearly) {
        return Some((meaning, article + taken));
    }
    let follows = words.word(from + 1);
    let is_thing = article == 1 && words.goes_on(from) && !is_behind_season(follows) && !follows.is_empty();
    let in_season = matches!(words.before(at), "in" | "over" | "during" | "since" | "until" | "by" | "throughout");
    let is_fall = words.word(from) == "fall" && !in_season;
    (in_season && !is_thing && !is_fall).then_some((Meaning::Yearly(yearly), article + 1))
}

/// Words that go on behind a season as behind any time, so that "the summer recess" is no season but "the summer and" is one.
fn is_behind_season(word: &str) -> bool {
    matches!(
        word,
        "and"
            | "or"
            | "of"
            | "to"
            | "when"
            | "after"
            | "before"
            | "while"
            | "as"
            | "in"
            | "at"
            | "by"
            | "for"
            | "but"
            | "with"
            | "on"
            | "from"
            | "that"
            | "which"
            | "if"
            | "despite"
            | "because"
            | "amid"
            | "until"
    )
}
