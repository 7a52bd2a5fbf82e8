//! The few number conversions that layout and painting need, each saturating and named.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "every conversion here saturates by the rules of `as` from floats, or is bounded first"
)]

/// A count or byte offset as `u32`; texts are far below the limit.
pub(super) fn u32_from(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// A count as `u16`, saturating.
pub(super) fn u16_from(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}

/// The low half of a glyph number; fonts hold at most 65,535 glyphs.
pub(super) fn glyph_id(id: u32) -> u16 {
    u16::try_from(id).unwrap_or(0)
}

/// The whole pixel at or below `value`.
pub(super) fn floor_i32(value: f32) -> i32 {
    value.floor() as i32
}

/// A non-negative measure as a count, rounded down.
pub(super) fn count(value: f32) -> usize {
    value.max(0.0) as usize
}

/// A small fraction of one as a bin number below `bins`.
pub(super) fn bin(fraction: f32, bins: u8) -> u8 {
    ((fraction * f32::from(bins)) as u8).min(bins.saturating_sub(1))
}

/// Narrows a precise height to the screen's precision.
pub(super) fn f32_from(value: f64) -> f32 {
    value as f32
}
