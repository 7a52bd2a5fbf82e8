//! The columns and rows of a table.

/// What a column group of the file describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Span,
    Chain,
    Relation,
}

/// One layer with its columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Layer {
    pub(super) kind: Kind,
    pub(super) name: String,
    pub(super) fields: Vec<String>,
}

impl Layer {
    /// The last part of its name.
    pub(super) fn short(&self) -> &str {
        self.name.rsplit('.').next().unwrap_or(&self.name)
    }

    /// Whether a column holds the roles of slots.
    pub(super) fn is_role(&self, column: usize) -> bool {
        self.fields.get(column).is_some_and(|name| name.starts_with("ROLE_"))
    }

    /// Whether a column holds what fills slots.
    pub(super) fn is_filler(&self, column: usize) -> bool {
        column.checked_sub(1).is_some_and(|before| self.is_role(before))
    }
}

/// One token or sub-token with its cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Row<'t> {
    pub(super) id: &'t str,
    pub(super) begin: u64,
    pub(super) end: u64,
    /// The cells behind the token; none where nothing is tagged, as in most rows.
    pub(super) cells: Vec<&'t str>,
    /// The line of the file, from 1.
    pub(super) line: usize,
}
