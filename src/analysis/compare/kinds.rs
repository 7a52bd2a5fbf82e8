//! Kinds of difference between what several people made of one thing. It does not know how they are found.

use serde::{Serialize, Serializer};

/// In what mentions that belong together differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A side does not have it.
    Missing,
    /// The words it stands on.
    Extent,
    /// The label.
    Label,
    /// An attribute's value.
    Attribute,
    /// The entry that it is linked to.
    Link,
    /// A relation that starts from it.
    Relation,
    /// Confidence, flags, notes or the state of its review.
    Other,
}

impl Kind {
    /// Every kind, the gravest first.
    pub const ALL: [Self; 7] =
        [Self::Missing, Self::Extent, Self::Label, Self::Attribute, Self::Link, Self::Relation, Self::Other];

    /// Its name, for people and for programs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Extent => "extent",
            Self::Label => "label",
            Self::Attribute => "attribute",
            Self::Link => "link",
            Self::Relation => "relation",
            Self::Other => "other",
        }
    }

    fn bit(self) -> u8 {
        1 << self as u8
    }
}

impl Serialize for Kind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// A set of [`Kind`]s.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Kinds(u8);

impl Kinds {
    /// Whether nothing differs.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether `kind` is in it.
    #[must_use]
    pub fn has(self, kind: Kind) -> bool {
        self.0 & kind.bit() != 0
    }

    /// Whether the two have a kind in common.
    #[must_use]
    pub fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The same with `kind`.
    #[must_use]
    pub fn with(self, kind: Kind) -> Self {
        Self(self.0 | kind.bit())
    }

    /// The same without `kind`.
    #[must_use]
    pub fn without(self, kind: Kind) -> Self {
        Self(self.0 & !kind.bit())
    }

    /// Takes `kind` in where `is_so`.
    pub(super) fn note(&mut self, kind: Kind, is_so: bool) {
        if is_so {
            *self = self.with(kind);
        }
    }

    /// Its kinds, the gravest first.
    pub fn iter(self) -> impl Iterator<Item = Kind> {
        Kind::ALL.into_iter().filter(move |kind| self.has(*kind))
    }
}

impl FromIterator<Kind> for Kinds {
    fn from_iter<I: IntoIterator<Item = Kind>>(kinds: I) -> Self {
        kinds.into_iter().fold(Self::default(), Self::with)
    }
}

impl std::fmt::Display for Kinds {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (number, kind) in self.iter().enumerate() {
            write!(f, "{}{}", if number == 0 { "" } else { ", " }, kind.name())?;
        }
        Ok(())
    }
}

impl Serialize for Kinds {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}
