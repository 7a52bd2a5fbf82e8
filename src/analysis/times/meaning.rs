//! What an expression of time says, before any day is counted.
//!
//! It knows no text and no anchor.

use super::calendar::{Days, Part, Unit, Yearly};

/// What words say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// Days that need no anchor.
    Fixed(Days),
    /// One of several, as "04/05/2025".
    Either(Vec<Days>),
    /// Something of every year; which year is not said.
    Yearly(Yearly),
    /// Something of the year that lies so many years from the anchor's: "July of last year".
    YearlyIn(Yearly, i32),
    /// "last July", "this summer", "next May".
    Named(Which, Yearly),
    /// A day of the week, from Monday.
    Weekday(i8),
    /// "last Friday".
    NamedWeekday(Which, i8),
    /// The unit that lies so many units from the anchor's: "last week", "yesterday", "two years ago".
    Unit(Unit, i32),
    /// A part of such a unit: "the end of the year".
    PartOfUnit(Part, Unit, i32),
    /// "earlier this month", "later in May".
    Toward(Toward, Box<Meaning>),
    /// "the past two years".
    Past(Unit, i32),
    /// "the next two years".
    Ahead(Unit, i32),
    /// "in recent months".
    Vague,
    /// "the following day": counted from something else in the text.
    Elsewhere,
    /// "since 2020".
    Bound(Bound, Box<Meaning>),
    /// "from March to May".
    Range(Box<Meaning>, Box<Meaning>),
}

/// Which of several that come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Which {
    Last,
    This,
    Next,
}

/// Which side of the anchor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Toward {
    Earlier,
    Later,
}

/// Which end of a time is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bound {
    Since,
    Until,
    Before,
    After,
}
