//! From the bytes of a pdf to its document. It does not know where it runs.

use super::super::extracted::{Extracted, StatedInFile};
use super::super::told::counted;
use super::glyphs::Collector;
use super::lines::lines;
use super::paragraphs::{Paragraph, append, continues, paragraphs};
use crate::text::CharOffset;
use hayro_interpret::hayro_syntax::metadata::Metadata;
use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use hayro_interpret::kurbo::{Affine, Rect};
use hayro_interpret::{Context, InterpreterCache, InterpreterSettings, RenderContent, interpret_page};

/// How many pages are read.
const MAX_PAGES: usize = 20_000;

/// Why a pdf gives no document.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PdfError {
    /// It is none, or a damaged one.
    #[error("the file is no pdf that can be read; download it again, or print it to a new pdf")]
    NotPdf,
    /// It needs a password.
    #[error("the pdf asks for a password; save a copy without one")]
    Locked,
    /// More than [`MAX_PAGES`].
    #[error("the pdf has {0} pages and at most {MAX_PAGES} are read; split it")]
    TooMany(usize),
    /// Pages without text.
    #[error("the pdf has no text on its pages ({0}); where they show pictures of text, recognise the text first (OCR)")]
    NoText(usize),
}

/// Reads the pdf that `bytes` are. Text keeps the page that it stood on.
///
/// # Errors
/// [`PdfError`] where it cannot be read.
pub fn read(bytes: &[u8]) -> Result<Vec<Extracted>, PdfError> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => PdfError::Locked,
        _ => PdfError::NotPdf,
    })?;
    let count = pdf.pages().len();
    if count > MAX_PAGES {
        return Err(PdfError::TooMany(count));
    }
    let cache = InterpreterCache::new();
    let mut text = PageTexts::default();
    for (number, page) in (1..).zip(pdf.pages().iter()) {
        let settings = InterpreterSettings { render_content: RenderContent::PAGE, ..InterpreterSettings::default() };
        let bounds = Rect::new(0.0, 0.0, 1.0, 1.0);
        let mut context = Context::new(Affine::IDENTITY, bounds, &cache, pdf.xref(), settings);
        let mut collector = Collector::default();
        interpret_page(page, &mut context, &mut collector);
        text.add(number, collector);
    }
    if text.document.text.is_empty() {
        return Err(PdfError::NoText(count));
    }
    let mut document = text.finish();
    state(&mut document, pdf.metadata());
    Ok(vec![document])
}

/// The text of the pages so far.
#[derive(Default)]
struct PageTexts {
    document: Extracted,
    chars: usize,
    last: Option<Paragraph>,
    divided: usize,
    unknown: usize,
    /// Pages on which nothing was read.
    bare: usize,
    /// Pages with more glyphs than are kept.
    cut: Vec<usize>,
}

impl PageTexts {
    fn add(&mut self, number: usize, collector: Collector) {
        self.unknown += collector.unknown;
        self.cut.extend(collector.is_cut.then_some(number));
        let page = paragraphs(&lines(collector.glyphs));
        self.divided += page.divided;
        self.bare += usize::from(page.all.is_empty());
        for (at, paragraph) in page.all.iter().enumerate() {
            let goes_on = at == 0 && self.last.as_ref().is_some_and(|last| continues(last, paragraph));
            self.put(paragraph, goes_on);
            if at == 0 {
                // Behind what parts it from the page before.
                let len = paragraph.text.chars().count();
                let begin = CharOffset::from_usize(self.chars.saturating_sub(len));
                self.document.places.push((begin, format!("page {number}")));
            }
        }
        self.last = page.all.into_iter().next_back();
    }

    fn put(&mut self, paragraph: &Paragraph, goes_on: bool) {
        let text = &mut self.document.text;
        if goes_on {
            let is_divided = append(text, &paragraph.text);
            self.divided += usize::from(is_divided);
            // A hyphen went, or a space came.
            self.chars = if is_divided { self.chars.saturating_sub(1) } else { self.chars + 1 };
        } else {
            if !text.is_empty() {
                text.push_str("\n\n");
                self.chars += 2;
            }
            text.push_str(&paragraph.text);
        }
        self.chars += paragraph.text.chars().count();
    }

    fn finish(mut self) -> Extracted {
        let remarks = &mut self.document.remarks;
        if self.divided > 0 {
            let count = counted(self.divided, "word", "words");
            remarks.push(format!("put together again, where the end of a line divided them: {count}"));
        }
        if self.unknown > 0 {
            let count = counted(self.unknown, "letter", "letters");
            remarks.push(format!("the file does not say what {count} in it means; U+FFFD stands there"));
        }
        if self.bare > 0 {
            let count = counted(self.bare, "page", "pages");
            remarks.push(format!("without text, perhaps as pictures of it: {count}"));
        }
        for page in self.cut {
            remarks.push(format!("page {page} has too many letters to be a page of text; the rest of it was left out"));
        }
        self.document
    }
}

fn state(document: &mut Extracted, metadata: &Metadata) {
    let text = |bytes: &Option<Box<[u8]>>| {
        let text = bytes.as_deref().map(written)?;
        Some(text.trim().to_owned()).filter(|text| !text.is_empty())
    };
    document.stated =
        StatedInFile { headline: text(&metadata.title), author: text(&metadata.author), ..StatedInFile::default() };
    document.remarks.extend(metadata.creation_date.as_ref().map(|made| {
        let (year, month, day) = (made.year, made.month, made.day);
        format!(
            "the file says that it was made on {year:04}-{month:02}-{day:02}; that need not be the day on which the article \
             appeared"
        )
    }));
}

/// A text of a pdf's own: UTF-16 or UTF-8 with a byte order mark, or else one byte a character.
fn written(bytes: &[u8]) -> String {
    match encoding_rs::Encoding::for_bom(bytes) {
        Some((encoding, mark)) => {
            encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default()).0.into_owned()
        }
        // Its own encoding differs from this one in a few marks alone.
        None => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
    }
}
