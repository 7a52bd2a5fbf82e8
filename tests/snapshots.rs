//! Pictures of the article view, held against those under `tests/snapshots`.
//!
//! `BYLINE_BLESS=1` writes them anew; look at each before it is kept. A picture that does not agree is left beside its
//! difference in the target's own folder, and the message names both.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    reason = "pictures are small, and places are clamped to them first"
)]
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a picture that cannot be made or read is a failed test"
)]

#[path = "support/raster.rs"]
mod raster;
#[path = "support/scripts.rs"]
mod scripts;

use byline::gui::Theme;
use byline::gui::article::{
    ArticleView, FoundSet, Link, LinkEnd, Mark, MarkLook, MarkSet, Scene, Selection, Trim, Typeface, egui_fonts,
};
use byline::text::{Snap, Span};
use eframe::egui::{Context, Pos2, RawInput, Rect, Vec2, ViewportId};
use raster::{Picture, Rasteriser, compare};
use std::fs;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

/// Most that a channel may differ. The atlas raises coverage to a power and rounded corners take sines, both from the
/// system's mathematics library, whose last bit may differ from machine to machine; all else is exact.
const ALLOWED: u8 = 2;

/// One picture to be.
struct Shot {
    text: String,
    marks: Vec<Mark>,
    selected: Option<u64>,
    /// Relations as places of marks: from, to and a name.
    links: Vec<(usize, usize, &'static str)>,
    selection: Option<Span>,
    dimmed: Vec<Span>,
    found: Vec<Span>,
    size: Vec2,
    scale: f32,
    typeface: Typeface,
    palette: Vec<(String, MarkLook)>,
}

impl Shot {
    fn new(text: &str, height: f32) -> Self {
        Self {
            text: text.to_owned(),
            marks: Vec::new(),
            selected: None,
            links: Vec::new(),
            selection: None,
            dimmed: Vec::new(),
            found: Vec::new(),
            size: Vec2::new(560.0, height),
            scale: 1.0,
            typeface: Typeface::Serif,
            palette: Vec::new(),
        }
    }

    fn span(&self, words: &str) -> Span {
        let start = self.text.find(words).unwrap_or_else(|| panic!("{words:?} stands in the text"));
        Span::bytes(start, start + words.len())
    }

    /// Marks the first occurrence of each of `words` as one mark.
    fn mark(mut self, color: &str, tag: &str, look: MarkLook, words: &[&str]) -> Self {
        let spans = words.iter().map(|words| self.span(words)).collect();
        let key = self.marks.len() as u64;
        self.marks.push(Mark { key, spans, color: eframe::egui::Color32::PLACEHOLDER, tag: tag.into(), look });
        self.palette.push((color.to_owned(), look));
        self
    }

    fn work(self, color: &str, tag: &str, words: &str) -> Self {
        self.mark(color, tag, MarkLook::Work, &[words])
    }

    fn link(&self, from: usize, to: usize, name: &str, theme: &Theme) -> Link {
        let end = |at: usize| {
            let span = self.marks[at].spans[0];
            LinkEnd { key: at as u64, span, words: span.slice(&self.text).unwrap().into() }
        };
        Link { from: end(from), to: end(to), name: name.into(), color: theme.label_color("violet"), directed: true }
    }

    /// The picture in one of the bundled themes.
    fn take(&mut self, dark: bool) -> Picture {
        let theme = Theme::bundled(dark).unwrap();
        let ctx = Context::default();
        ctx.set_fonts(egui_fonts());
        theme.apply(&ctx);
        for (mark, (color, _)) in self.marks.iter_mut().zip(&self.palette) {
            mark.color = theme.label_color(color);
        }
        let links: Vec<Link> = self.links.iter().map(|(from, to, name)| self.link(*from, *to, name, &theme)).collect();
        let marks = MarkSet::new(self.marks.clone());
        let found = FoundSet::new(self.found.clone());
        let style = theme.reading_style(self.typeface, 17.0, 72.0);
        let mut view = ArticleView::new();
        let mut engine = scripts::engine();
        if let Some(span) = self.selection {
            view.set_selection(Selection::of(span));
        }
        let mut rasteriser = Rasteriser::default();
        let mut primitives = Vec::new();
        // The first frames settle sizes and fill the atlas; the third one shows what stays.
        for _ in 0..3 {
            let screen_rect = Some(Rect::from_min_size(Pos2::ZERO, self.size));
            let mut input = RawInput { screen_rect, ..RawInput::default() };
            input.viewports.entry(ViewportId::ROOT).or_default().native_pixels_per_point = Some(self.scale);
            let mut output = ctx.run_ui(input, |ui| {
                let scene = Scene {
                    name: "Picture",
                    text: &self.text,
                    marks: &marks,
                    selected: self.selected,
                    links: &links,
                    dimmed: &self.dimmed,
                    found: &found,
                    style: &style,
                    snap: Snap::Words,
                    trim: Trim::Edges,
                };
                let outcome = view.ui(ui, &mut engine, &scene);
                if self.selection.is_some() {
                    outcome.response.request_focus();
                }
            });
            rasteriser.update(&mut output.textures_delta);
            primitives = ctx.tessellate(std::mem::take(&mut output.shapes), output.pixels_per_point);
        }
        let pixels = ((self.size.x * self.scale) as usize, (self.size.y * self.scale) as usize);
        rasteriser.draw(&primitives, pixels, self.scale, style.background)
    }
}

/// Holds a shot in both themes against the pictures that were accepted.
fn check(name: &str, mut shot: Shot) {
    for (dark, theme) in [(false, "light"), (true, "dark")] {
        let actual = shot.take(dark);
        let name = format!("{name}-{theme}");
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/snapshots/{name}.png"));
        if std::env::var_os("BYLINE_BLESS").is_some() {
            write(&path, &actual);
            continue;
        }
        let expected = read(&path).unwrap_or_else(|| panic!("{} cannot be read", path.display()));
        let left = |what: &str, picture: &Picture| -> PathBuf {
            let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{what}.png"));
            write(&path, picture);
            path
        };
        if (actual.width, actual.height) != (expected.width, expected.height) {
            let path = left("actual", &actual);
            panic!("{name} is {} x {} pixels now, see {}", actual.width, actual.height, path.display());
        }
        let difference = compare(&expected, &actual, ALLOWED);
        if difference.pixels > 0 {
            let (actual, marked) = (left("actual", &actual), left("difference", &difference.picture));
            let (pixels, most) = (difference.pixels, difference.most);
            panic!(
                "{name}: {pixels} pixels differ, by up to {most}; see {} and {}",
                actual.display(),
                marked.display()
            );
        }
    }
}

fn write(path: &Path, picture: &Picture) {
    let file = BufWriter::new(fs::File::create(path).unwrap());
    let mut encoder = png::Encoder::new(file, picture.width as u32, picture.height as u32);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::High);
    let bytes: Vec<u8> = picture.rgb.iter().flatten().copied().collect();
    encoder.write_header().unwrap().write_image_data(&bytes).unwrap();
}

fn read(path: &Path) -> Option<Picture> {
    let decoder = png::Decoder::new(std::io::BufReader::new(fs::File::open(path).ok()?));
    let mut reader = decoder.read_info().ok()?;
    let mut bytes = vec![0; reader.output_buffer_size()?];
    let info = reader.next_frame(&mut bytes).ok()?;
    let rgb = bytes.chunks_exact(3).map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
    Some(Picture { width: info.width as usize, height: info.height as usize, rgb })
}

const NEWS: &str = "Delegates said that the foreign minister of Kenya told reporters in Geneva that the talks would resume, and nobody left early.";

#[test]
fn nesting_four_deep_and_more() {
    let shot = Shot::new(NEWS, 170.0)
        .work("amber", "Claim", "the foreign minister of Kenya told reporters in Geneva that the talks would resume")
        .work("green", "Event", "told reporters in Geneva that the talks would resume")
        .work("blue", "Actor", "the foreign minister of Kenya")
        .work("violet", "Place", "Kenya told reporters in Geneva")
        .work("rose", "Person", "minister of Kenya told")
        .work("teal", "Role", "minister of Kenya told reporters");
    check("nested", shot);
}

#[test]
fn discontinuous_marks_and_marks_side_by_side() {
    let text = "She turned the proposal of the nine countries down on Monday.\nParis Berlin Rome agreed; the first of the three, which had waited for two long weeks, signed last.";
    let shot = Shot::new(text, 210.0)
        .mark("green", "Event", MarkLook::Work, &["turned", "down"])
        .work("blue", "Actor", "nine countries")
        .work("blue", "Actor", "Paris")
        .work("rose", "Place", "Berlin")
        .work("blue", "Actor", "Rome")
        .mark("amber", "Claim", MarkLook::Work, &["the first", "signed last"]);
    check("discontinuous", shot);
}

#[test]
fn right_to_left_text_with_numbers_and_foreign_words() {
    let text = "قال الوزير إن 12 دولة اجتمعت في Geneva يوم 3/4 (بعد تأخير)، وأضاف أن المحادثات ستُستأنف.\nהשר אמר כי 45% מהנציגים יחזרו ל־Geneva (ביום שני) בשעה 10:30.\nThe minister said “שלום עולם” twice, 12 times in all.";
    let mut shot = Shot::new(text, 270.0)
        .work("blue", "Actor", "الوزير")
        .work("green", "Event", "اجتمعت في Geneva يوم 3/4")
        .work("amber", "Claim", "45% מהנציגים יחזרו ל־Geneva")
        .work("violet", "Place", "Geneva (ביום")
        .work("rose", "Quote", "“שלום עולם” twice");
    shot.selection = Some(shot.span("(بعد تأخير)، وأضاف"));
    check("right-to-left", shot);
}

#[test]
fn scripts_of_the_east() {
    let sentence = |name: &str| scripts::SENTENCES.iter().find(|(other, ..)| *other == name).unwrap().2;
    let text = ["Thai", "Hindi", "Khmer", "Georgian", "Armenian", "Azerbaijani", "Cyrillic"].map(sentence).join("\n");
    let shot = Shot::new(&text, 480.0)
        .work("blue", "Actor", "รัฐมนตรี")
        .work("green", "Event", "वार्ता १२ जनवरी")
        .work("rose", "Place", "ჟენევაში")
        .work("amber", "Claim", "բանակցությունները կվերսկսվեն");
    check("scripts", shot);
}

#[test]
fn chinese_japanese_korean_and_emoji() {
    let sentence = |name: &str| scripts::SENTENCES.iter().find(|(other, ..)| *other == name).unwrap().2;
    let text = ["Chinese", "Japanese", "Korean"].map(|name| sentence(name).repeat(2)).join("\n")
        + "\nThe family 👩‍👩‍👧 of Zürich 🇨🇭 agreed 👍🏽, with love ❤️ and 😀.";
    let shot = Shot::new(&text, 330.0).work("rose", "Place", "日内瓦").work("green", "Event", "協議が再開される").work(
        "blue",
        "Actor",
        "👩‍👩‍👧 of Zürich 🇨🇭",
    );
    check("cjk-and-emoji", shot);
}

#[test]
fn suggested_rejected_flagged_selected_found_and_dimmed() {
    let text = "Menu · Home · World\nThe envoy of Norway said the talks failed. Observers of the union doubted it, a spokesman claimed. The envoy left.";
    let mut shot = Shot::new(text, 190.0)
        .mark("blue", "Actor", MarkLook::Suggestion, &["The envoy of Norway"])
        .mark("amber", "Claim", MarkLook::Flagged, &["the talks failed"])
        .mark("blue", "Actor", MarkLook::Rejected, &["Observers of the union"])
        .work("green", "Event", "doubted it")
        .work("blue", "Actor", "a spokesman");
    shot.selected = Some(4);
    shot.dimmed = vec![shot.span("Menu · Home · World")];
    let (first, last) = (shot.text.find("envoy").unwrap(), shot.text.rfind("envoy").unwrap());
    shot.found = vec![Span::bytes(first, first + 5), Span::bytes(last, last + 5)];
    check("looks", shot);
}

#[test]
fn missing_glyphs_and_invisible_characters() {
    let text = "Nothing here has Tibetan བོད་ཡིག or the mark on x\u{1cda}, nor \u{e000}.\nLeft\u{200e} right\u{200f} isolate \u{2067}שלום\u{2069} embed \u{202a}abc\u{202c} override \u{202e}cba\u{202c} first \u{2068}x\u{2069}\nsoft\u{ad}hyphen zero\u{200b}width no\u{2060}break order\u{feff}mark control\u{1}sign pile\u{200e}\u{200f}\u{2066}\u{2069}d";
    let shot = Shot::new(text, 200.0).work("blue", "བོད Actor", "Tibetan བོད་ཡིག");
    check("missing-and-invisible", shot);
}

#[test]
fn relations_in_lines_of_both_directions() {
    let text =
        "The envoy of Norway said that the talks would resume in Geneva.\nהשר אמר כי השיחות יתחדשו ב־Geneva ביום שני.";
    let mut shot = Shot::new(text, 190.0)
        .work("blue", "Actor", "The envoy of Norway")
        .work("green", "Event", "the talks would resume")
        .work("green", "Event", "השיחות יתחדשו");
    shot.selected = Some(1);
    shot.links = vec![(1, 0, "who"), (1, 2, "same")];
    check("relations", shot);
}

#[test]
fn twice_the_size_and_sans_serif() {
    let mut shot = Shot::new("The minister said “שלום עולם” and 会谈 on Monday.", 110.0)
        .work("amber", "Claim", "said “שלום עולם” and 会谈")
        .work("rose", "Quote", "שלום עולם")
        .mark("blue", "Actor", MarkLook::Flagged, &["The minister"]);
    shot.size = Vec2::new(420.0, 110.0);
    shot.scale = 2.0;
    shot.typeface = Typeface::Sans;
    shot.selected = Some(0);
    shot.links = vec![(0, 2, "source")];
    check("twice-the-size", shot);
}

#[test]
fn the_rasteriser_fills_each_pixel_of_two_triangles_once() {
    use eframe::egui::epaint::{ClippedPrimitive, Mesh, Primitive};
    use eframe::egui::{Color32, ColorImage, TextureId, TextureOptions, TexturesDelta, epaint::ImageDelta};
    let mut mesh = Mesh::default();
    // Half opaque: a pixel drawn twice or not at all would show.
    mesh.add_colored_rect(Rect::from_min_max(Pos2::new(1.0, 1.0), Pos2::new(7.0, 5.0)), Color32::from_black_alpha(128));
    let mut rasteriser = Rasteriser::default();
    let mut delta = TexturesDelta::default();
    let white = ColorImage::filled([1, 1], Color32::WHITE);
    delta.set.entry(TextureId::default()).or_default().push(ImageDelta::full(white, TextureOptions::LINEAR));
    rasteriser.update(&mut delta);
    let clip_rect = Rect::from_min_max(Pos2::ZERO, Pos2::new(6.0, 8.0));
    let primitives = [ClippedPrimitive { clip_rect, primitive: Primitive::Mesh(mesh) }];
    let picture = rasteriser.draw(&primitives, (8, 8), 1.0, Color32::WHITE);
    for (at, pixel) in picture.rgb.iter().enumerate() {
        let inside = (1..6).contains(&(at % 8)) && (1..5).contains(&(at / 8));
        assert_eq!(*pixel, if inside { [127; 3] } else { [255; 3] }, "pixel {at}");
    }
    assert_eq!(compare(&picture, &picture, 0).pixels, 0);
}

#[test]
fn a_changed_pixel_is_found() {
    let mut shot = Shot::new("Geneva", 60.0);
    let before = shot.take(false);
    shot.text = "Geneve".to_owned();
    assert!(compare(&before, &shot.take(false), ALLOWED).pixels > 10);
}
