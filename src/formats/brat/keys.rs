//! Keys of `ext` that keep what a session has no place for, for the way back.

/// On a trigger: its events, each with its id.
pub(super) const EVENTS: &str = "brat.events";
/// On a relation: the id of the event that it is an argument of, and its number among the arguments.
pub(super) const EVENT: &str = "brat.event";
/// On a relation: the group of equivalents that it belongs to.
pub(super) const EQUIV: &str = "brat.equiv";
/// On a relation: the names of its two arguments, where they are not `Arg1` and `Arg2`.
pub(super) const ARGS: &str = "brat.args";
/// What stands behind the last argument of a line.
pub(super) const TAIL: &str = "brat.tail";
/// On a mention: attributes that came as notes of their own type.
pub(super) const NOTES: &str = "brat.notes";
