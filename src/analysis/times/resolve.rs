//! From what an expression says to days.
//!
//! It knows neither the text nor today: the day to count from is given, and where two readings are as good, both are told.

use super::calendar::{Days, Part, Unit, Yearly, part_of_year, plus, unit_around};
use super::meaning::{Bound, Meaning, Toward, Which};
use super::tense::Tense;
use crate::model::{Day, Interval, Precision};
use jiff::civil::Date;

/// What became of an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading {
    /// The days it means.
    Interval(Interval),
    /// It is relative, and the day that it is counted from is not known.
    NoAnchor,
    /// It may mean one or the other.
    Ambiguous(Vec<Interval>),
    /// It names no days, as "in the near future".
    Vague,
}

/// A reading and the reason for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolution {
    /// What it means.
    pub reading: Reading,
    /// Why, for people; empty where the words say it all.
    pub why: String,
}

/// Why an expression gives no days.
enum Miss {
    NoAnchor(&'static str),
    Either(Vec<Days>, &'static str),
    Vague,
}

const NO_DATE: &str = "relative, and the article has no published date";
const ELSEWHERE: &str = "counted from something else in the text";
const NEAREST: &str = "the nearest; no verb says which";
const NO_VERB: &str = "no verb says which year";
const USAGE: &str = "usage differs";
const UNREAD: &str = "verbs of this language are not read";

type Found = Result<(Days, &'static str), Miss>;

/// The days of `meaning`, counted from `anchors`: the days that the article may be from, none where its date is not known.
pub(super) fn resolve(meaning: &Meaning, anchors: &[Date], tense: Tense, phrase: &str) -> Option<Resolution> {
    let of = |found: Found, anchor: Option<Date>| resolution(found, anchor, phrase);
    let plain = days(meaning, None, tense);
    if !matches!(plain, None | Some(Err(Miss::NoAnchor(NO_DATE)))) {
        return plain.map(|found| of(found, None));
    }
    let mut readings =
        anchors.iter().filter_map(|anchor| Some(of(days(meaning, Some(*anchor), tense)?, Some(*anchor))));
    let Some(first) = readings.next() else {
        return plain.filter(|_| anchors.is_empty()).map(|found| of(found, None));
    };
    let others: Vec<Resolution> = readings.collect();
    if others.iter().all(|other| is_same(&first.reading, &other.reading)) {
        return Some(first);
    }
    let mut all = Vec::new();
    for one in std::iter::once(first).chain(others) {
        match one.reading {
            Reading::Interval(interval) => all.push(interval),
            Reading::Ambiguous(several) => all.extend(several),
            Reading::NoAnchor | Reading::Vague => {}
        }
    }
    Some(Resolution { reading: Reading::Ambiguous(all), why: "the article's date is not one day".to_owned() })
}

fn is_same(one: &Reading, other: &Reading) -> bool {
    match (one, other) {
        (Reading::Interval(one), Reading::Interval(other)) => (one.first, one.last) == (other.first, other.last),
        (one, other) => one == other,
    }
}

fn resolution(found: Found, anchor: Option<Date>, phrase: &str) -> Resolution {
    let interval = |days: &Days| Interval {
        first: days.first.map(Day),
        last: days.last.map(Day),
        precision: days.precision,
        phrase: phrase.to_owned(),
        anchor: anchor.map(Day),
    };
    let (reading, why) = match found {
        Ok((days, why)) => (Reading::Interval(interval(&days)), why),
        Err(Miss::NoAnchor(why)) => (Reading::NoAnchor, why),
        Err(Miss::Either(all, why)) => (Reading::Ambiguous(all.iter().map(interval).collect()), why),
        Err(Miss::Vague) => (Reading::Vague, "names no days"),
    };
    Resolution { reading, why: why.to_owned() }
}

/// `None` where the words turn out to be no time at all, or no day of the calendar.
fn days(meaning: &Meaning, anchor: Option<Date>, tense: Tense) -> Option<Found> {
    match meaning {
        Meaning::Fixed(days) => return Some(Ok((*days, ""))),
        Meaning::Either(all) => return Some(Err(Miss::Either(all.clone(), USAGE))),
        Meaning::Vague => return Some(Err(Miss::Vague)),
        Meaning::Elsewhere => return Some(Err(Miss::NoAnchor(ELSEWHERE))),
        Meaning::Bound(bound, inside) => return bounded(*bound, inside, anchor, tense),
        Meaning::Range(first, last) => return range(first, last, anchor, tense),
        _ => {}
    }
    let Some(anchor) = anchor else { return Some(Err(Miss::NoAnchor(NO_DATE))) };
    match meaning {
        Meaning::Yearly(yearly) => nearest_year(*yearly, anchor, tense),
        Meaning::YearlyIn(yearly, offset) => sure(yearly.in_year(shifted_year(anchor, *offset)?)),
        Meaning::Named(which, yearly) => named_year(*which, *yearly, anchor),
        Meaning::Weekday(day) => weekday(*day, anchor, tense),
        Meaning::NamedWeekday(which, day) => named_weekday(*which, *day, anchor),
        Meaning::Unit(unit, by) => unit_from(*unit, *by, anchor, tense),
        Meaning::PartOfUnit(part, unit, by) => sure(part_of_unit(*part, *unit, *by, anchor)),
        Meaning::Toward(toward, inside) => toward_anchor(*toward, inside, anchor),
        Meaning::Past(unit, many) => {
            sure(plus(anchor, *unit, -many).map(|first| Days::new(first, anchor, precision_of(*unit, *many))))
        }
        Meaning::Ahead(unit, many) => {
            sure(plus(anchor, *unit, *many).map(|last| Days::new(anchor, last, precision_of(*unit, *many))))
        }
        _ => None,
    }
}

fn sure(days: Option<Days>) -> Option<Found> {
    days.map(|days| Ok((days, "")))
}

fn shifted_year(anchor: Date, by: i32) -> Option<i16> {
    anchor.year().checked_add(i16::try_from(by).ok()?)
}

fn precision_of(unit: Unit, many: i32) -> Precision {
    match unit {
        Unit::Day => Precision::Day,
        Unit::Week | Unit::Weekend => Precision::Week,
        Unit::Month => Precision::Month,
        Unit::Quarter => Precision::Season,
        Unit::Year if many == 1 => Precision::Year,
        Unit::Year | Unit::Decade | Unit::Century => Precision::Years,
    }
}

/// The times that `yearly` comes around `anchor`, in order.
fn around(yearly: Yearly, anchor: Date) -> Vec<Days> {
    // 29 February comes every fourth year, and not at all for eight where a century ends.
    let years = anchor.year().saturating_sub(8)..=anchor.year().saturating_add(8);
    years.filter_map(|year| yearly.in_year(year)).collect()
}

/// Something of every year without a word on which: the verb tells, or one lies much nearer than the other.
fn nearest_year(yearly: Yearly, anchor: Date, tense: Tense) -> Option<Found> {
    let all = around(yearly, anchor);
    let past = all.iter().rev().find(|days| days.first.is_some_and(|first| first <= anchor)).copied();
    let ahead = all.iter().find(|days| days.last.is_some_and(|last| last >= anchor)).copied();
    match (tense, past, ahead) {
        (Tense::Past, Some(past), _) => sure(Some(past)),
        (Tense::Future, _, Some(ahead)) => sure(Some(ahead)),
        (_, Some(past), Some(ahead)) if past == ahead => sure(Some(past)),
        (Tense::Unclear, Some(past), Some(ahead)) => {
            let since = past.last.and_then(|last| days_between(last, anchor))?;
            let until = ahead.first.and_then(|first| days_between(anchor, first))?;
            let is_near = since.min(until) <= 62 && since.max(until) >= 180;
            let near = if since <= until { past } else { ahead };
            Some(if is_near { Ok((near, NEAREST)) } else { Err(Miss::Either(vec![past, ahead], NO_VERB)) })
        }
        (Tense::Unread, Some(past), Some(ahead)) => Some(Err(Miss::Either(vec![past, ahead], UNREAD))),
        (_, Some(past), Some(ahead)) => Some(Err(Miss::Either(vec![past, ahead], NO_VERB))),
        _ => None,
    }
}

fn days_between(from: Date, to: Date) -> Option<i32> {
    from.until(to).ok().map(|span| span.get_days())
}

/// "last July", "next spring", "this summer". Where the one of the anchor's own year would do as well, both are told.
fn named_year(which: Which, yearly: Yearly, anchor: Date) -> Option<Found> {
    let all = around(yearly, anchor);
    let (named, other) = match which {
        Which::This => {
            let here = all.iter().find(|days| days.contains(anchor));
            return sure(here.copied().or_else(|| yearly.in_year(anchor.year())));
        }
        Which::Last => {
            let mut past = all.iter().rev().filter(|days| days.last.is_some_and(|last| last < anchor));
            (*past.next()?, *past.next()?)
        }
        Which::Next => {
            let mut ahead = all.iter().filter(|days| days.first.is_some_and(|first| first > anchor));
            (*ahead.next()?, *ahead.next()?)
        }
    };
    let in_this_year = named.first.is_some_and(|first| first.year() == anchor.year());
    Some(if in_this_year { Err(Miss::Either(vec![named, other], USAGE)) } else { Ok((named, "")) })
}

/// The day of the week at or before `anchor`; at or behind it where the verb says so.
fn weekday(day: i8, anchor: Date, tense: Tense) -> Option<Found> {
    let back = i32::from((anchor.weekday().to_monday_zero_offset() - day).rem_euclid(7));
    let past = Days::day(plus(anchor, Unit::Day, -back)?);
    let ahead = if back == 0 { past } else { Days::day(plus(anchor, Unit::Day, 7 - back)?) };
    match tense {
        Tense::Past => sure(Some(past)),
        Tense::Future => sure(Some(ahead)),
        Tense::Unread if back == 0 => Some(Ok((past, "the article’s own day; its verb is not read"))),
        Tense::Unread => Some(Err(Miss::Either(vec![past, ahead], UNREAD))),
        Tense::Unclear => Some(Ok((past, "no verb says so, but days of the week are past in news"))),
        Tense::FutureInThePast => Some(Err(Miss::Either(vec![past, ahead], "planned; whether it is past is not said"))),
    }
}

fn named_weekday(which: Which, day: i8, anchor: Date) -> Option<Found> {
    let week = unit_around(anchor, Unit::Week)?;
    let of_week = plus(week.first?, Unit::Day, i32::from(day))?;
    match which {
        Which::This => sure(Some(Days::day(of_week))),
        Which::Last => {
            let past = if of_week < anchor { of_week } else { plus(of_week, Unit::Week, -1)? };
            sure(Some(Days::day(past)))
        }
        Which::Next => {
            let next = Days::day(plus(of_week, Unit::Week, 1)?);
            Some(if of_week > anchor {
                Err(Miss::Either(vec![Days::day(of_week), next], USAGE))
            } else {
                Ok((next, ""))
            })
        }
    }
}

/// The whole unit that lies `by` units from the anchor. "in two years" of something past is how long it took.
fn unit_from(unit: Unit, by: i32, anchor: Date, tense: Tense) -> Option<Found> {
    if by > 0 && tense == Tense::Past && unit != Unit::Day {
        let ahead = unit_around(plus(anchor, unit, by)?, unit)?;
        return if by == 1 { sure(Some(ahead)) } else { None };
    }
    let is_early_weekend = unit == Unit::Weekend && by == 0 && tense == Tense::Past;
    let by = if is_early_weekend && anchor.weekday().to_monday_zero_offset() < 4 { -1 } else { by };
    sure(unit_around(plus(anchor, unit, by)?, unit))
}

fn part_of_unit(part: Part, unit: Unit, by: i32, anchor: Date) -> Option<Days> {
    let day = plus(anchor, unit, by)?;
    match unit {
        Unit::Year => part_of_year(part, day.year()),
        Unit::Month => Yearly::PartOfMonth(part, day.month()).in_year(day.year()),
        _ => None,
    }
}

/// From the beginning to the anchor, or from there to the end.
fn toward_anchor(toward: Toward, inside: &Meaning, anchor: Date) -> Option<Found> {
    let whole = match inside {
        Meaning::Unit(unit, by) => unit_around(plus(anchor, *unit, *by)?, *unit)?,
        Meaning::Yearly(yearly) => {
            let tense = if toward == Toward::Earlier { Tense::Past } else { Tense::Future };
            match nearest_year(*yearly, anchor, tense)? {
                Ok((days, _)) => days,
                missed @ Err(_) => return Some(missed),
            }
        }
        _ => return None,
    };
    if !whole.contains(anchor) {
        return sure(Some(whole));
    }
    sure(Some(match toward {
        Toward::Earlier => Days { last: Some(anchor), ..whole },
        Toward::Later => Days { first: Some(anchor), ..whole },
    }))
}

/// "since 2020", "by the end of May".
fn bounded(bound: Bound, inside: &Meaning, anchor: Option<Date>, tense: Tense) -> Option<Found> {
    let tense = match (bound, inside, tense) {
        (Bound::Since, ..) => Tense::Past,
        (Bound::Until | Bound::Before, Meaning::Weekday(_), Tense::Past | Tense::Unclear) => Tense::Future,
        // "promised answers by May": the verb tells of the promise.
        (Bound::Until | Bound::Before, _, Tense::Past) => Tense::Unclear,
        _ => tense,
    };
    let (inside, why) = match days(inside, anchor, tense)? {
        Ok(found) => found,
        Err(Miss::Either(all, why)) => {
            let all: Option<Vec<Days>> = all.into_iter().map(|days| open(bound, days)).collect();
            return Some(Err(Miss::Either(all?, why)));
        }
        missed @ Err(_) => return Some(missed),
    };
    Some(Ok((open(bound, inside)?, why)))
}

fn open(bound: Bound, inside: Days) -> Option<Days> {
    let (first, last) = match bound {
        Bound::Since => (Some(inside.first?), None),
        Bound::Until => (None, Some(inside.last?)),
        Bound::Before => (None, Some(plus(inside.first?, Unit::Day, -1)?)),
        Bound::After => (Some(plus(inside.last?, Unit::Day, 1)?), None),
    };
    Some(Days { first, last, precision: inside.precision })
}

/// From the first day of the one to the last of the other; a year that is said once holds for both.
fn range(first: &Meaning, last: &Meaning, anchor: Option<Date>, tense: Tense) -> Option<Found> {
    let (end, why) = match days(last, anchor, tense)? {
        Ok(found) => found,
        missed @ Err(_) => return Some(missed),
    };
    let start = match first {
        Meaning::Yearly(yearly) => {
            let year = end.last?.year();
            let fits = |days: &Days| days.first <= end.first;
            yearly.in_year(year).filter(fits).or_else(|| yearly.in_year(year - 1))?
        }
        Meaning::Weekday(day) => match weekday(*day, end.first?, Tense::Past)? {
            Ok((days, _)) => days,
            missed @ Err(_) => return Some(missed),
        },
        other => match days(other, anchor, tense)? {
            Ok((days, _)) => days,
            missed @ Err(_) => return Some(missed),
        },
    };
    if start.first > end.last {
        return None;
    }
    let is_years = start.precision == Precision::Year && start.first != end.first;
    let precision = if is_years { Precision::Years } else { end.precision };
    let whole = Days { first: start.first, last: end.last, precision };
    Some(Ok((whole, why)))
}
