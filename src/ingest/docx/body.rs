//! The text of a document's XML: paragraphs and tables, without what is deleted or hidden. It does not know the archive.

use super::super::xml::{Piece, Tag, XmlError, walk};
use super::styles::Styles;

/// A paragraph, or a row of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Block {
    /// Its text; cells of a row stand apart by tabs.
    pub(super) text: String,
    /// Whether it is a row.
    pub(super) is_row: bool,
    /// The page that it begins on, from 1, as it was when the document was last laid out.
    pub(super) page: u32,
    /// Whether it is a headline.
    pub(super) is_title: bool,
}

/// All that a document's XML says.
#[derive(Clone, Debug, Default)]
pub(super) struct Body {
    /// In order; none is empty.
    pub(super) blocks: Vec<Block>,
    /// Stretches that a tracked change deletes or moves away.
    pub(super) deleted: usize,
    /// Runs that are formatted as hidden.
    pub(super) hidden: usize,
    /// Whether pages were numbered when it was last laid out.
    pub(super) has_pages: bool,
}

/// Reads `source`, the XML of a document or of its notes.
pub(super) fn read_body(source: &str, styles: &Styles) -> Result<Body, XmlError> {
    let mut reading = Reading {
        styles,
        body: Body::default(),
        page: 1,
        open: Vec::new(),
        cells: Vec::new(),
        skipped: 0,
        run: Run::default(),
    };
    walk(source, |piece| match piece {
        Piece::Start(tag) => reading.start(&tag),
        Piece::End(tag) => reading.end(tag.local()),
        Piece::Text(text) if reading.skipped == 0 && reading.run.is_text => reading.push(&text),
        Piece::Text(_) => {}
    })?;
    Ok(reading.body)
}

/// A paragraph on its way.
#[derive(Default)]
struct Paragraph {
    block: Block,
    /// What hangs on it in text boxes.
    behind: Vec<Block>,
}

/// A row on its way: what stands in each cell.
#[derive(Default)]
struct Row {
    cells: Vec<Vec<Block>>,
}

/// Where the reading is within a run.
#[derive(Clone, Copy, Default)]
struct Run {
    /// Within an element whose characters are text.
    is_text: bool,
    is_hidden: bool,
}

struct Reading<'s> {
    styles: &'s Styles,
    body: Body,
    page: u32,
    /// Paragraphs lie in each other where there are text boxes.
    open: Vec<Paragraph>,
    /// Rows lie in each other where a table stands in a cell.
    cells: Vec<Row>,
    /// How many elements are open within one that does not count, itself included.
    skipped: usize,
    run: Run,
}

impl Reading<'_> {
    fn start(&mut self, tag: &Tag<'_>) {
        if self.skipped > 0 {
            self.skipped += 1;
            return;
        }
        match tag.local() {
            "del" | "moveFrom" => {
                self.body.deleted += 1;
                self.skipped = 1;
            }
            // Word writes what old versions cannot show a second time in another form.
            "Fallback" | "instrText" | "delText" => self.skipped = 1,
            // Separator lines between text and notes.
            "footnote" | "endnote" if tag.get("type").is_some_and(|kind| kind != "normal") => self.skipped = 1,
            "p" => {
                let block = Block { page: self.page, ..Block::default() };
                self.open.push(Paragraph { block, behind: Vec::new() });
            }
            "tr" => self.cells.push(Row::default()),
            "tc" => {
                if let Some(row) = self.cells.last_mut() {
                    row.cells.push(Vec::new());
                }
            }
            "r" => self.run.is_hidden = false,
            "vanish" if is_on(tag) && !self.run.is_hidden => {
                self.run.is_hidden = true;
                self.body.hidden += 1;
            }
            "t" => self.run.is_text = true,
            "tab" if tag.get("pos").is_none() => self.push("\t"),
            "br" if tag.get("type").is_some_and(|kind| kind == "page") => self.page += 1,
            "br" | "cr" => self.push("\n"),
            "noBreakHyphen" => self.push("\u{2011}"),
            "softHyphen" => self.push("\u{ad}"),
            "lastRenderedPageBreak" => self.turn_page(),
            "pStyle" => {
                let is_title = tag.get("val").is_some_and(|id| self.styles.is_title(&id));
                if let Some(paragraph) = self.open.last_mut() {
                    paragraph.block.is_title = is_title;
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, local: &str) {
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        match local {
            "t" => self.run.is_text = false,
            "r" => self.run = Run::default(),
            "p" => {
                if let Some(paragraph) = self.open.pop() {
                    self.close(paragraph);
                }
            }
            "tr" => {
                if let Some(row) = self.cells.pop() {
                    for block in row.blocks() {
                        self.put(block);
                    }
                }
            }
            _ => {}
        }
    }

    fn push(&mut self, text: &str) {
        if self.run.is_hidden {
            return;
        }
        if let Some(paragraph) = self.open.last_mut() {
            paragraph.block.text.push_str(text);
        }
    }

    fn turn_page(&mut self) {
        self.body.has_pages = true;
        self.page += 1;
        // A paragraph at whose beginning the page turns stands on the new one.
        if let Some(paragraph) = self.open.last_mut().filter(|paragraph| paragraph.block.text.trim().is_empty()) {
            paragraph.block.page = self.page;
        }
    }

    fn close(&mut self, paragraph: Paragraph) {
        let Paragraph { mut block, behind } = paragraph;
        let text = block.text.trim().to_owned();
        block.text = text;
        let kept = std::iter::once(block).filter(|block| !block.text.is_empty());
        let kept = kept.chain(behind).collect::<Vec<Block>>();
        match self.open.last_mut() {
            Some(outer) => outer.behind.extend(kept),
            None => kept.into_iter().for_each(|block| self.put(block)),
        }
    }

    /// Puts `block` where it belongs: into the cell that is open, or into the text.
    fn put(&mut self, block: Block) {
        match self.cells.last_mut().and_then(|row| row.cells.last_mut()) {
            Some(cell) => cell.push(block),
            None => self.body.blocks.push(block),
        }
    }
}

impl Row {
    /// The row as one line; where cells hold several paragraphs, as in a table that only lays out a page, these.
    fn blocks(self) -> Vec<Block> {
        let is_layout = self.cells.iter().any(|cell| cell.len() > 1);
        if is_layout {
            return self.cells.into_iter().flatten().collect();
        }
        let page = self.cells.iter().flatten().map(|block| block.page).min().unwrap_or(1);
        let cells: Vec<String> =
            self.cells.into_iter().map(|cell| cell.into_iter().map(|block| block.text).collect()).collect();
        let text = cells.join("\t").trim_end().to_owned();
        if text.trim().is_empty() { Vec::new() } else { vec![Block { text, is_row: true, page, is_title: false }] }
    }
}

/// Whether a switch is on: it is where it stands without a value.
fn is_on(tag: &Tag<'_>) -> bool {
    tag.get("val").is_none_or(|value| !matches!(value.as_str(), "0" | "false" | "off"))
}
