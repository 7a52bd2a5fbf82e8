//! Which columns of a table say what of an article. It does not know how tables are written.

use std::collections::BTreeMap;

/// A column whose cells have so many characters on average may be the text where no name tells.
const TEXT_CHARS: usize = 60;

/// What a column says of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// Its text.
    Text,
    /// Its headline.
    Headline,
    /// Who wrote it.
    Author,
    /// When it was published.
    Published,
    /// Where it was published.
    Url,
    /// Its language.
    Language,
    /// Who published it.
    Outlet,
}

impl Field {
    /// Every field.
    pub const ALL: [Self; 7] =
        [Self::Text, Self::Headline, Self::Author, Self::Published, Self::Url, Self::Language, Self::Outlet];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Headline => "headline",
            Self::Author => "author",
            Self::Published => "published",
            Self::Url => "url",
            Self::Language => "language",
            Self::Outlet => "outlet",
        }
    }

    /// Names of columns that mean it, the likelier first. Signs and case do not count.
    fn known(self) -> &'static [&'static str] {
        match self {
            Self::Text => &[
                "text",
                "body",
                "articlebody",
                "content",
                "fulltext",
                "maintext",
                "articletext",
                "story",
                "article",
                "plaintext",
                "description",
                "summary",
            ],
            Self::Headline => &["headline", "title", "heading", "articletitle", "subject"],
            Self::Author => &["author", "authors", "byline", "creator", "writer", "writtenby"],
            Self::Published => &[
                "published",
                "publishedat",
                "publicationdate",
                "pubdate",
                "datepublished",
                "publisheddate",
                "publishdate",
                "date",
                "datetime",
                "publishedtime",
                "timestamp",
                "created",
                "createdat",
                "time",
            ],
            Self::Url => &["url", "link", "href", "permalink", "sourceurl", "articleurl", "webpage"],
            Self::Language => &["language", "lang", "locale"],
            Self::Outlet => &[
                "outlet",
                "publisher",
                "publication",
                "newspaper",
                "sitename",
                "site",
                "sourcename",
                "source",
                "media",
                "domain",
            ],
        }
    }
}

/// The names of the columns that are read, by what they say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns(pub BTreeMap<Field, String>);

/// Why a text names no columns.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ColumnsError {
    /// A part is not `field=column`.
    #[error("`{0}` names no column; write `field=column`, as `text=body,headline=title`")]
    Shape(String),
    /// There is no such field.
    #[error("there is no field `{0}`; there are text, headline, author, published, url, language, outlet")]
    Field(String),
    /// A field is named twice.
    #[error("`{0}` is named twice; a field has one column")]
    Twice(String),
}

impl std::str::FromStr for Columns {
    type Err = ColumnsError;

    /// Reads `text=body,headline=title`.
    fn from_str(text: &str) -> Result<Self, ColumnsError> {
        let mut columns = Self::default();
        for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            let (field, column) = part.split_once('=').ok_or_else(|| ColumnsError::Shape(part.to_owned()))?;
            let named = Field::ALL.into_iter().find(|known| known.name().eq_ignore_ascii_case(field.trim()));
            let named = named.ok_or_else(|| ColumnsError::Field(field.trim().to_owned()))?;
            if columns.0.insert(named, column.trim().to_owned()).is_some() {
                return Err(ColumnsError::Twice(named.name().to_owned()));
            }
        }
        Ok(columns)
    }
}

impl std::fmt::Display for Columns {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (number, (field, column)) in self.0.iter().enumerate() {
            write!(f, "{}{}={column}", if number == 0 { "" } else { ", " }, field.name())?;
        }
        Ok(())
    }
}

/// Whether `name` is one that columns of articles mostly have.
pub(super) fn is_known(name: &str) -> bool {
    let name = bare(name);
    Field::ALL.iter().any(|field| field.known().contains(&name.as_str()))
}

/// Letters and digits of a name in lower case.
fn bare(name: &str) -> String {
    name.chars().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Which of the columns `names` say what, by their names and by `cells`, some cells of each. What is in `chosen` was said by a
/// person and is not guessed.
pub(super) fn guess(names: &[String], cells: &[Vec<String>], chosen: &Columns) -> Columns {
    let mut columns = chosen.clone();
    // Of `meta.title` the last part tells, where no column is called so by itself.
    let whole: Vec<String> = names.iter().map(|name| bare(name)).collect();
    let last: Vec<String> = names.iter().map(|name| bare(name.rsplit('.').next().unwrap_or(name))).collect();
    for field in Field::ALL {
        let is_free = |columns: &Columns, name: &String| !columns.0.values().any(|taken| taken == name);
        let named = |known: &str, bare: &[String]| {
            let found = names.iter().zip(bare).find(|(name, bare)| bare.as_str() == known && is_free(&columns, name));
            found.map(|(name, _)| name.clone())
        };
        let found = field.known().iter().find_map(|known| named(known, &whole));
        let found = found.or_else(|| field.known().iter().find_map(|known| named(known, &last)));
        let by_content = || {
            let fits = names.iter().zip(cells).filter(|(name, _)| is_free(&columns, name));
            content(field, fits.collect())
        };
        if !columns.0.contains_key(&field)
            && let Some(name) = found.or_else(by_content)
        {
            columns.0.insert(field, name);
        }
    }
    columns
}

/// The column whose cells look like `field`.
fn content(field: Field, columns: Vec<(&String, &Vec<String>)>) -> Option<String> {
    let mostly = |cells: &[String], is: &dyn Fn(&str) -> bool| {
        let filled = cells.iter().filter(|cell| !cell.trim().is_empty()).count();
        filled > 0 && cells.iter().filter(|cell| is(cell.trim())).count() * 10 >= filled * 9
    };
    let is_address = |cell: &str| cell.starts_with("http://") || cell.starts_with("https://");
    let is_day = |cell: &str| {
        let day = cell.get(..10).unwrap_or_default();
        day.parse::<jiff::civil::Date>().is_ok()
    };
    match field {
        Field::Text => {
            let average =
                |cells: &[String]| cells.iter().map(|cell| cell.chars().count()).sum::<usize>() / cells.len().max(1);
            let longest = columns.into_iter().max_by_key(|(_, cells)| average(cells))?;
            (average(longest.1) >= TEXT_CHARS).then(|| longest.0.clone())
        }
        Field::Url => columns.into_iter().find(|(_, cells)| mostly(cells, &is_address)).map(|(name, _)| name.clone()),
        Field::Published => columns.into_iter().find(|(_, cells)| mostly(cells, &is_day)).map(|(name, _)| name.clone()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guessed(names: &[&str], cells: &[&[&str]], chosen: &str) -> String {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let cells: Vec<Vec<String>> =
            cells.iter().map(|column| column.iter().map(|cell| (*cell).to_owned()).collect()).collect();
        guess(&names, &cells, &chosen.parse().unwrap()).to_string()
    }

    #[test]
    fn columns_are_told_by_name_then_by_content() {
        assert_eq!(
            guessed(&["id", "Title", "Article Body", "pub_date", "source"], &[], ""),
            "text=Article Body, headline=Title, published=pub_date, outlet=source"
        );
        assert_eq!(
            guessed(&["text", "meta.title", "meta.url"], &[], ""),
            "text=text, headline=meta.title, url=meta.url"
        );
        assert_eq!(guessed(&["body", "text"], &[], "text=body"), "text=body");
        let long = "The ferry returns to the strait after two winters, the ministry said.";
        let cells: &[&[&str]] = &[&["7"], &[long], &["https://lantern.example/1"], &["2031-03-14T09:20"]];
        assert_eq!(guessed(&["1", "2", "3", "4"], cells, ""), "text=2, published=4, url=3");
        assert_eq!(guessed(&["a"], &[&["short"]], ""), "");
    }

    #[test]
    fn what_names_no_columns_is_refused_with_what_would() {
        for (text, message) in [
            ("body", "`body` names no column; write `field=column`, as `text=body,headline=title`"),
            ("txt=body", "there is no field `txt`; there are text, headline, author, published, url, language, outlet"),
            ("text=a,TEXT=b", "`text` is named twice; a field has one column"),
        ] {
            assert_eq!(text.parse::<Columns>().unwrap_err().to_string(), message);
        }
    }
}
