//! Points and stretches of time, as files have them. It does not read the clock.

use super::text_enum::text_enum;
use serde::{Deserialize, Serialize};

/// A moment in UTC, written as RFC 3339: `2026-11-21T09:00:00Z`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(pub jiff::Timestamp);

impl std::fmt::Display for Timestamp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl schemars::JsonSchema for Timestamp {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Timestamp".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "date-time" })
    }
}

/// A calendar day, written as ISO 8601: `2026-11-21`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Day(pub jiff::civil::Date);

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl schemars::JsonSchema for Day {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Day".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "date" })
    }
}

text_enum! {
    /// How exactly a time is known.
    Precision {
        /// To the day.
        Day = "day",
        /// To the week.
        Week = "week",
        /// To a part of a month, as "early May".
        PartOfMonth = "part_of_month",
        /// To the month.
        Month = "month",
        /// To the season.
        Season = "season",
        /// To the year.
        Year = "year",
        /// To several years.
        Years = "years",
        /// Not at all, as "in the near future".
        Vague = "vague",
    }
}

/// A stretch of days, with the words it was stated in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Interval {
    /// First day inside; absent where the beginning is open or unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<Day>,
    /// Last day inside; absent where the end is open or unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<Day>,
    /// How exactly the time is known.
    pub precision: Precision,
    /// The words that state it, as "early May"; a time of day stays here.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub phrase: String,
    /// The day that a relative phrase was counted from; absent where it needs none or none is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anchor: Option<Day>,
}

impl Interval {
    /// One whole day.
    #[must_use]
    pub fn day(day: Day) -> Self {
        Self { first: Some(day), last: Some(day), precision: Precision::Day, phrase: String::new(), anchor: None }
    }

    /// The time that `text` names: a day `2026-11-21`, a month `2026-11`, a year `2026`, two of these with ` – ` between them,
    /// or one behind `from` or `until`. [`Interval::written`] writes it so.
    ///
    /// # Example
    /// ```
    /// use byline::model::{Interval, Precision};
    /// let month = Interval::from_text("2026-02").unwrap();
    /// assert_eq!((month.display().as_str(), month.precision), ("2026-02-01 – 2026-02-28", Precision::Month));
    /// assert_eq!(month.written(), "2026-02");
    /// ```
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        let text = text.trim();
        let of = |first, last, precision| Self { first, last, precision, phrase: String::new(), anchor: None };
        if let Some(rest) = text.strip_prefix("from ") {
            let (first, _, precision) = period(rest)?;
            return Some(of(Some(first), None, precision));
        }
        if let Some(rest) = text.strip_prefix("until ") {
            let (_, last, precision) = period(rest)?;
            return Some(of(None, Some(last), precision));
        }
        let Some((from, to)) = [" – ", " - ", ".."].iter().find_map(|dash| text.split_once(dash)) else {
            let (first, last, precision) = period(text)?;
            return Some(of(Some(first), Some(last), precision));
        };
        let ((first, _, from), (_, last, to)) = (period(from)?, period(to)?);
        (first <= last).then(|| of(Some(first), Some(last), from.max(to)))
    }

    /// The interval as [`Interval::from_text`] reads it; empty where only its phrase is known.
    #[must_use]
    pub fn written(&self) -> String {
        let (Some(first), Some(last)) = (self.first, self.last) else {
            return if self.first.or(self.last).is_some() { self.display() } else { String::new() };
        };
        let (year, month) = (first.0.year(), first.0.month());
        for whole in [format!("{year:04}"), format!("{year:04}-{month:02}")] {
            if period(&whole).is_some_and(|(begin, end, _)| (begin, end) == (first, last)) {
                return whole;
            }
        }
        self.display()
    }

    /// The interval for people: the days it names, or else its phrase.
    #[must_use]
    pub fn display(&self) -> String {
        match (self.first, self.last) {
            (Some(first), Some(last)) if first == last => first.to_string(),
            (Some(first), Some(last)) => format!("{first} – {last}"),
            (Some(first), None) => format!("from {first}"),
            (None, Some(last)) => format!("until {last}"),
            (None, None) => self.phrase.clone(),
        }
    }
}

/// The first and the last day of a day, a month or a year.
fn period(text: &str) -> Option<(Day, Day, Precision)> {
    let text = text.trim();
    let parts: Vec<&str> = text.split('-').collect();
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    if !text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') {
        return None;
    }
    let number = |place: usize| parts.get(place).and_then(|part| part.parse::<i16>().ok());
    let date = |month: i16, day: i16| {
        let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
        jiff::civil::Date::new(number(0)?, month, day).ok()
    };
    let (first, last, precision) = match lengths.as_slice() {
        [4, 2, 2] => (date(number(1)?, number(2)?)?, date(number(1)?, number(2)?)?, Precision::Day),
        [4, 2] => (date(number(1)?, 1)?, date(number(1)?, 1)?.last_of_month(), Precision::Month),
        [4] => (date(1, 1)?, date(12, 31)?, Precision::Year),
        _ => return None,
    };
    Some((Day(first), Day(last), precision))
}
