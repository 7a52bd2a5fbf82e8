//! Word documents, books and pdfs for tests, made byte by byte.

#![allow(dead_code, clippy::format_collect, reason = "every test binary uses a part of it; what is written is short")]

use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A zip archive of `parts`.
pub(crate) fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A docx with `body` as the XML within its body, and these core properties.
pub(crate) fn docx(body: &str, properties: &str) -> Vec<u8> {
    let document = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<w:document xmlns:w=\"w\" xmlns:mc=\"mc\"><w:body>{body}</w:body></w:document>"
    );
    let properties = format!(
        "<cp:coreProperties xmlns:cp=\"cp\" xmlns:dc=\"dc\" xmlns:dcterms=\"t\">{properties}</cp:coreProperties>"
    );
    let styles =
        "<w:styles xmlns:w=\"w\"><w:style w:styleId=\"berschrift1\"><w:name w:val=\"heading 1\"/></w:style></w:styles>";
    zipped(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", document.as_bytes()),
        ("word/styles.xml", styles.as_bytes()),
        ("docProps/core.xml", properties.as_bytes()),
    ])
}

/// One paragraph of a docx.
pub(crate) fn paragraph(text: &str) -> String {
    format!("<w:p><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>")
}

/// An epub of `chapters` with these Dublin Core elements.
pub(crate) fn epub(metadata: &str, chapters: &[&str]) -> Vec<u8> {
    let name = |number: usize| format!("OEBPS/text/chapter%20{number}.xhtml").replace("%20", " ");
    let items = |number: usize| {
        format!("<item id=\"c{number}\" href=\"text/chapter%20{number}.xhtml\" media-type=\"application/xhtml+xml\"/>")
    };
    // The list of parts stands the other way round: only the spine says in which order they are read.
    let manifest: String = (1..=chapters.len()).rev().map(items).collect();
    let spine: String = (1..=chapters.len()).map(|number| format!("<itemref idref=\"c{number}\"/>")).collect();
    let package = format!(
        "<package xmlns:dc=\"dc\"><metadata>{metadata}</metadata><manifest>{manifest}</manifest><spine>{spine}</spine></package>"
    );
    let container = "<container><rootfiles><rootfile full-path=\"OEBPS/content.opf\"/></rootfiles></container>";
    let names: Vec<String> = (1..=chapters.len()).map(name).collect();
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("mimetype", b"application/epub+zip"),
        ("META-INF/container.xml", container.as_bytes()),
        ("OEBPS/content.opf", package.as_bytes()),
    ];
    parts.extend(names.iter().zip(chapters).map(|(name, html)| (name.as_str(), html.as_bytes())));
    zipped(&parts)
}

/// Objects of a pdf, numbered from 1, with the table that finds them. The first is the catalog.
pub(crate) fn pdf_of(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(objects) {
        places.push(bytes.len());
        bytes.extend(format!("{number} 0 obj\n").as_bytes());
        bytes.extend(object);
        bytes.extend(b"\nendobj\n");
    }
    let table = bytes.len();
    bytes.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).as_bytes());
    for place in places {
        bytes.extend(format!("{place:010} 00000 n \n").as_bytes());
    }
    let count = objects.len() + 1;
    bytes.extend(
        format!("trailer\n<< /Size {count} /Root 1 0 R /Info 2 0 R >>\nstartxref\n{table}\n%%EOF\n").as_bytes(),
    );
    bytes
}

/// A stream with these entries in its dictionary.
pub(crate) fn stream(entries: &str, content: &[u8]) -> Vec<u8> {
    let mut bytes = format!("<< {entries} /Length {} >>\nstream\n", content.len()).into_bytes();
    bytes.extend(content);
    bytes.extend(b"\nendstream");
    bytes
}

/// A pdf of pages that these instructions draw, in Helvetica as `/F`, with the forms `/X0`, `/X1` and on, which may draw
/// each other.
pub(crate) fn pdf_drawn(pages: &[String], forms: &[String]) -> Vec<u8> {
    // Catalog, information, list of pages, font, resources; then pages and what they draw, then forms.
    let first_page = 6;
    let first_form = first_page + 2 * pages.len();
    let kids: String = (0..pages.len()).map(|page| format!("{} 0 R ", first_page + 2 * page)).collect();
    let named: String = (0..forms.len()).map(|form| format!("/X{form} {} 0 R ", first_form + form)).collect();
    let mut objects: Vec<Vec<u8>> = vec![
        b"<< /Type /Catalog /Pages 3 0 R >>".to_vec(),
        b"<< /Title (Ferry returns) /Author (Ada Reed) /CreationDate (D:20310314092000Z) >>".to_vec(),
        format!("<< /Type /Pages /Kids [{kids}] /Count {} >>", pages.len()).into_bytes(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_vec(),
        format!("<< /Font << /F 4 0 R >> /XObject << {named} >> >>").into_bytes(),
    ];
    for (number, page) in pages.iter().enumerate() {
        let content = first_page + 2 * number + 1;
        objects.push(
            format!("<< /Type /Page /Parent 3 0 R /MediaBox [0 0 400 600] /Resources 5 0 R /Contents {content} 0 R >>")
                .into_bytes(),
        );
        objects.push(stream("", page.as_bytes()));
    }
    for form in forms {
        objects.push(stream("/Type /XObject /Subtype /Form /BBox [0 0 400 600] /Resources 5 0 R", form.as_bytes()));
    }
    pdf_of(&objects)
}

/// A pdf with a page for each list of lines, which stand below each other.
pub(crate) fn pdf(pages: &[&[&str]]) -> Vec<u8> {
    let drawn = |lines: &&[&str]| {
        let shown: String = lines.iter().map(|line| format!("({line}) Tj T* ")).collect();
        format!("BT /F 12 Tf 14 TL 50 550 Td {shown}ET")
    };
    pdf_drawn(&pages.iter().map(drawn).collect::<Vec<_>>(), &[])
}

/// A pdf whose forms draw each other, twice each: 2^40 times in all.
pub(crate) fn endless_pdf() -> Vec<u8> {
    let forms: Vec<String> =
        (1..=40).map(|next| format!("/X{next} Do /X{next} Do")).chain(["BT ET".to_owned()]).collect();
    pdf_drawn(&["/X0 Do".to_owned()], &forms)
}
