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
