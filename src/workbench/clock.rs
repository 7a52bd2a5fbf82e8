//! The clock and the system's random numbers: the only place that reads them.

use crate::model::Timestamp;
use std::time::Instant;

/// Where the time comes from.
#[derive(Clone, Copy, Debug, Default)]
pub enum Clock {
    /// The system's clock, to the second.
    #[default]
    System,
    /// A time that stands still, for repeatable runs.
    Fixed(Timestamp),
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
        }
    }

    /// A point from which waiting times are counted.
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
