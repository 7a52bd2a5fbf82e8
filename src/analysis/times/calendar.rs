//! Stretches of days: months and their parts, seasons, weeks, years; all by the calendar alone.
//!
//! It knows no words and no anchor but the one it is given.

use crate::model::Precision;
use jiff::Span;
use jiff::civil::Date;

/// Days from a first to a last one; either may be open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Days {
    pub(super) first: Option<Date>,
    pub(super) last: Option<Date>,
    pub(super) precision: Precision,
}

/// A unit of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Day,
    Week,
    Weekend,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

/// A season of the north, in whole months.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Season {
    Spring,
    Summer,
    Autumn,
    Winter,
}

/// A part of something longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Early,
    Mid,
    Late,
    Start,
    End,
    /// One of two.
    Half(i8),
    /// One of four.
    Quarter(i8),
}

/// What comes back every year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Yearly {
    /// Days of one month, from the first of these to the second.
    Days(i8, i8, i8),
    Month(i8),
    PartOfMonth(Part, i8),
    /// A week of a month, counted from its first day.
    WeekOfMonth(i8, i8),
    Season(Season),
    PartOfSeason(Part, Season),
}

impl Days {
    pub(super) fn new(first: Date, last: Date, precision: Precision) -> Self {
        Self { first: Some(first), last: Some(last), precision }
    }

    pub(super) fn day(day: Date) -> Self {
        Self::new(day, day, Precision::Day)
    }

    pub(super) fn contains(&self, day: Date) -> bool {
        self.first.is_none_or(|first| first <= day) && self.last.is_none_or(|last| day <= last)
    }
}

impl Yearly {
    /// Its days in the year `year`; a winter begins in it.
    pub(super) fn in_year(self, year: i16) -> Option<Days> {
        match self {
            Self::Days(month, first, last) => {
                let (first, last) = (Date::new(year, month, first).ok()?, Date::new(year, month, last).ok()?);
                (first <= last).then(|| Days::new(first, last, Precision::Day))
            }
            Self::Month(month) => months(year, month, 1, Precision::Month),
            Self::PartOfMonth(part, month) => {
                let first = Date::new(year, month, 1).ok()?;
                let (from, to) = match part {
                    Part::Early | Part::Start => (1, 10),
                    Part::Mid => (11, 20),
                    Part::Late | Part::End => (21, first.days_in_month()),
                    Part::Half(1) => (1, 15),
                    Part::Half(_) => (16, first.days_in_month()),
                    Part::Quarter(_) => return None,
                };
                Some(Days::new(
                    Date::new(year, month, from).ok()?,
                    Date::new(year, month, to).ok()?,
                    Precision::PartOfMonth,
                ))
            }
            Self::WeekOfMonth(week, month) => {
                let first = plus(Date::new(year, month, 1).ok()?, Unit::Day, i32::from(week - 1) * 7)?;
                let last = plus(first, Unit::Day, 6)?.min(Date::new(year, month, 1).ok()?.last_of_month());
                (first.month() == month).then(|| Days::new(first, last, Precision::Week))
            }
            Self::Season(season) => months(year, season.first_month(), 3, Precision::Season),
            Self::PartOfSeason(part, season) => {
                let offset = match part {
                    Part::Early | Part::Start => 0,
                    Part::Mid => 1,
                    Part::Late | Part::End => 2,
                    Part::Half(_) | Part::Quarter(_) => return None,
                };
                let first = Date::new(year, season.first_month(), 1).ok()?;
                let first = plus(first, Unit::Month, offset)?;
                Some(Days::new(first, first.last_of_month(), Precision::Month))
            }
        }
    }

    pub(super) fn is_season(self) -> bool {
        matches!(self, Self::Season(_) | Self::PartOfSeason(..))
    }
}

impl Season {
    fn first_month(self) -> i8 {
        match self {
            Self::Spring => 3,
            Self::Summer => 6,
            Self::Autumn => 9,
            Self::Winter => 12,
        }
    }
}

/// `many` whole months from `month` of `year` on.
pub(super) fn months(year: i16, month: i8, many: i32, precision: Precision) -> Option<Days> {
    let first = Date::new(year, month, 1).ok()?;
    let last = plus(first, Unit::Month, many - 1)?.last_of_month();
    Some(Days::new(first, last, precision))
}

/// `many` whole years from `year` on.
pub(super) fn years(year: i16, many: i16) -> Option<Days> {
    let precision = if many == 1 { Precision::Year } else { Precision::Years };
    Some(Days::new(
        Date::new(year, 1, 1).ok()?,
        Date::new(year.checked_add(many)?.checked_sub(1)?, 12, 31).ok()?,
        precision,
    ))
}

/// A part of a year.
pub(super) fn part_of_year(part: Part, year: i16) -> Option<Days> {
    let (month, many, precision) = match part {
        Part::Early => (1, 4, Precision::Season),
        Part::Mid => (5, 4, Precision::Season),
        Part::Late => (9, 4, Precision::Season),
        Part::Start => (1, 1, Precision::Month),
        Part::End => (12, 1, Precision::Month),
        Part::Half(half) => (1 + (half - 1) * 6, 6, Precision::Season),
        Part::Quarter(quarter) => (1 + (quarter - 1) * 3, 3, Precision::Season),
    };
    months(year, month, many, precision)
}

/// A part of the decade that begins with `year`.
pub(super) fn part_of_decade(part: Part, year: i16) -> Option<Days> {
    let (offset, many) = match part {
        Part::Early | Part::Start => (0, 4),
        Part::Mid => (4, 3),
        Part::Late | Part::End => (7, 3),
        Part::Half(half) => (i16::from(half - 1) * 5, 5),
        Part::Quarter(_) => return None,
    };
    years(year + offset, many)
}

/// `day` moved by whole units; a day that the month does not have becomes its last.
pub(super) fn plus(day: Date, unit: Unit, many: i32) -> Option<Date> {
    let span = Span::new();
    let span = match unit {
        Unit::Day => span.try_days(many),
        Unit::Week | Unit::Weekend => span.try_weeks(many),
        Unit::Month => span.try_months(many),
        Unit::Quarter => span.try_months(many.checked_mul(3)?),
        Unit::Year => span.try_years(many),
        Unit::Decade => span.try_years(many.checked_mul(10)?),
        Unit::Century => span.try_years(many.checked_mul(100)?),
    };
    day.checked_add(span.ok()?).ok()
}

/// The whole unit that `day` lies in; of weekends the one of its week.
pub(super) fn unit_around(day: Date, unit: Unit) -> Option<Days> {
    let monday = plus(day, Unit::Day, -i32::from(day.weekday().to_monday_zero_offset()))?;
    match unit {
        Unit::Day => Some(Days::day(day)),
        Unit::Week => Some(Days::new(monday, plus(monday, Unit::Day, 6)?, Precision::Week)),
        Unit::Weekend => Some(Days::new(plus(monday, Unit::Day, 5)?, plus(monday, Unit::Day, 6)?, Precision::Week)),
        Unit::Month => months(day.year(), day.month(), 1, Precision::Month),
        Unit::Quarter => part_of_year(Part::Quarter((day.month() - 1) / 3 + 1), day.year()),
        Unit::Year => years(day.year(), 1),
        Unit::Decade => years(day.year() - day.year().rem_euclid(10), 10),
        Unit::Century => years(day.year() - (day.year() - 1).rem_euclid(100), 100),
    }
}
