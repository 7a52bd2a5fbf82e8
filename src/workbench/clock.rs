//! The clock and the system's random numbers: the only place that reads them.

use crate::model::Timestamp;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// What [`Clock::elapsed`] counts from.
static BEGUN: LazyLock<Instant> = LazyLock::new(Clock::instant);

/// Where the time comes from.
#[derive(Clone, Copy, Debug, Default)]
pub enum Clock {
    /// The system's clock, to the second.
    #[default]
    System,
    /// A time that stands still, for repeatable runs.
    Fixed(Timestamp),
    /// A time that only moves when it is told to, for tests of what waits.
    Hand(&'static Hand),
}

/// The hand of a clock that somebody moves.
#[derive(Debug, Default)]
pub struct Hand(AtomicU64);

impl Hand {
    /// Lets this much time go by.
    pub fn advance(&self, seconds: u64) {
        self.0.fetch_add(seconds, Ordering::Relaxed);
    }
}

impl Clock {
    /// The time, in whole seconds.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the clock")]
    pub fn now(self) -> Timestamp {
        match self {
            Self::System => {
                let second = jiff::Timestamp::now().as_second();
                Timestamp(jiff::Timestamp::from_second(second).unwrap_or_default())
            }
            Self::Fixed(at) => at,
            Self::Hand(_) => Timestamp(jiff::Timestamp::UNIX_EPOCH + self.elapsed()),
        }
    }

    /// How much time has gone by, from any point that stays the same; for waiting times.
    #[must_use]
    pub fn elapsed(self) -> Duration {
        match self {
            Self::System => BEGUN.elapsed(),
            Self::Fixed(_) => Duration::ZERO,
            Self::Hand(hand) => Duration::from_secs(hand.0.load(Ordering::Relaxed)),
        }
    }

    /// The time of the day at that moment, as the clock on the wall has it: `14:05:09`. A clock that does not go by itself is
    /// in UTC.
    #[must_use]
    pub fn time_of_day(self, at: Timestamp) -> String {
        let zone = match self {
            Self::System => jiff::tz::TimeZone::system(),
            Self::Fixed(_) | Self::Hand(_) => jiff::tz::TimeZone::UTC,
        };
        let time = zone.to_datetime(at.0).time();
        format!("{:02}:{:02}:{:02}", time.hour(), time.minute(), time.second())
    }

    /// The moment, for measuring how long something took.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the clock")]
    pub fn instant() -> Instant {
        Instant::now()
    }
}

/// 64 bits from the system's generator, as a seed for new ids; from the clock where the system has none to give.
#[must_use]
pub fn random_seed() -> u64 {
    getrandom::u64().unwrap_or_else(|_| {
        let nanos = Clock::System.now().0.as_nanosecond();
        u64::try_from(nanos & i128::from(u64::MAX)).unwrap_or_default()
    })
}
