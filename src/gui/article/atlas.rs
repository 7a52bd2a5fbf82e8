//! Glyph pictures in one texture: rasterised once per size and sub-pixel place, packed in shelves.
//!
//! It does not know texts or lines. When the texture is full it grows, and at its limit it starts anew under a new
//! [`Atlas::generation`]; whoever kept places in it asks again.

use super::cast::{bin, floor_i32, u16_from};
use super::signs::{self, SIGN_FACE};
use super::table::PlacedGlyph;
use eframe::egui::epaint::{FontColorTransferFunction, Mesh};
use eframe::egui::{self, Color32, ColorImage, Pos2, TextureHandle, TextureId, TextureOptions, Vec2};
use parley::FontData;
use std::collections::HashMap;
use swash::FontRef;
use swash::scale::image::Content;
use swash::scale::{Render, ScaleContext, Source, StrikeWith};
use swash::zeno::{Angle, Format, Transform, Vector};

/// Horizontal places between two pixels at which a glyph is rasterised separately.
const BINS: u8 = 4;
const START_SIDE: usize = 512;

/// A font at one setting of its axes, as shaping chose it.
#[derive(Clone, PartialEq)]
pub(super) struct Face {
    pub(super) font: FontData,
    pub(super) coords: Vec<i16>,
    pub(super) embolden: bool,
    pub(super) skew_degrees: Option<f32>,
}

impl Face {
    /// The font's tables.
    pub(super) fn reader(&self) -> Option<FontRef<'_>> {
        FontRef::from_index(self.font.data.data(), self.font.index as usize)
    }
}

/// A glyph's picture: where it is in the texture, and where it goes from the glyph's origin, all in pixels.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Slot {
    pub(super) x: u16,
    pub(super) y: u16,
    pub(super) width: u16,
    pub(super) height: u16,
    pub(super) left: i32,
    pub(super) top: i32,
    /// Whether the picture has colours of its own.
    pub(super) colored: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Key {
    face: u16,
    glyph: u16,
    size: u32,
    bin: u8,
}

/// The texture and what is in it.
pub(super) struct Atlas {
    scale: ScaleContext,
    slots: HashMap<Key, Slot>,
    image: ColorImage,
    cursor: (usize, usize),
    shelf_height: usize,
    texture: Option<TextureHandle>,
    /// Rows that changed since the texture was last sent, or all where it grew.
    dirty: Option<(usize, usize)>,
    resized: bool,
    transfer: FontColorTransferFunction,
    max_side: usize,
    generation: u64,
}

impl Atlas {
    pub(super) fn new() -> Self {
        Self {
            scale: ScaleContext::new(),
            slots: HashMap::new(),
            image: ColorImage::filled([START_SIDE * 2, START_SIDE], Color32::TRANSPARENT),
            cursor: (0, 0),
            shelf_height: 0,
            texture: None,
            dirty: None,
            resized: true,
            transfer: FontColorTransferFunction::Off,
            max_side: 2048,
            generation: 1,
        }
    }

    /// Counts how often the atlas was emptied; places from an older generation are void.
    pub(super) fn generation(&self) -> u64 {
        self.generation
    }

    /// Width and height in pixels.
    pub(super) fn size(&self) -> [usize; 2] {
        self.image.size
    }

    /// Turns texture places in texels into the shares of the texture that a graphics card wants.
    pub(super) fn normalise(&self, mesh: &mut Mesh) {
        let [width, height] = self.size();
        let texel = Vec2::new(1.0 / width as f32, 1.0 / height as f32);
        for vertex in &mut mesh.vertices {
            vertex.uv = Pos2::new(vertex.uv.x * texel.x, vertex.uv.y * texel.y);
        }
    }

    /// Prepares for a frame: coverage is written as the theme's text options want it.
    pub(super) fn begin(&mut self, transfer: FontColorTransferFunction, max_side: usize) {
        self.max_side = max_side.clamp(START_SIDE, 4096);
        if self.transfer != transfer {
            self.transfer = transfer;
            self.clear();
        }
    }

    /// Sends what changed and names the texture.
    pub(super) fn texture(&mut self, ctx: &egui::Context) -> TextureId {
        let options = TextureOptions::LINEAR;
        let dirty = self.dirty.take();
        match &mut self.texture {
            Some(texture) if self.resized => texture.set(self.image.clone(), options),
            Some(texture) => {
                if let Some((from, to)) = dirty {
                    texture.set_partial([0, from], rows_of(&self.image, from, to), options);
                }
            }
            None => self.texture = Some(ctx.load_texture("article text", self.image.clone(), options)),
        }
        self.resized = false;
        self.texture.as_ref().map_or(TextureId::default(), TextureHandle::id)
    }

    /// The picture of a glyph or sign, and the whole pixel that it is placed from; `None` where its face is not known.
    pub(super) fn picture(&mut self, faces: &[Face], glyph: &PlacedGlyph, size_px: f32) -> Option<(Slot, f32)> {
        if glyph.face == SIGN_FACE {
            return Some((self.sign(glyph.glyph, size_px), nearest(glyph.x_px)));
        }
        let face = faces.get(usize::from(glyph.face))?;
        Some(self.glyph((glyph.face, face), glyph.glyph, size_px, glyph.x_px))
    }

    fn sign(&mut self, number: u16, size_px: f32) -> Slot {
        let key = Key { face: SIGN_FACE, glyph: number, size: size_px.to_bits(), bin: 0 };
        if let Some(slot) = self.slots.get(&key) {
            return *slot;
        }
        let picture = signs::draw(number, size_px);
        let size = (picture.width, picture.height);
        let slot = self.allocate(size.0, size.1).map_or(Slot::default(), |(x, y)| {
            self.write(&picture.coverage, false, (x, y), size);
            Slot {
                x: u16_from(x),
                y: u16_from(y),
                width: u16_from(size.0),
                height: u16_from(size.1),
                left: picture.left,
                top: picture.top,
                colored: false,
            }
        });
        self.slots.insert(key, slot);
        slot
    }

    /// The picture of a glyph whose origin is `x_px` from a whole pixel, and the whole pixel that it is placed from.
    fn glyph(&mut self, face: (u16, &Face), glyph: u16, size_px: f32, x_px: f32) -> (Slot, f32) {
        let place = x_px + 0.5 / f32::from(BINS);
        let bin = bin(place - place.floor(), BINS);
        let key = Key { face: face.0, glyph, size: size_px.to_bits(), bin };
        let slot = match self.slots.get(&key) {
            Some(slot) => *slot,
            None => self.rasterise(key, face.1, size_px),
        };
        (slot, place.floor())
    }

    fn rasterise(&mut self, key: Key, face: &Face, size_px: f32) -> Slot {
        let sources = [Source::ColorOutline(0), Source::ColorBitmap(StrikeWith::BestFit), Source::Outline];
        let image = face.reader().and_then(|font| {
            let id = [face.font.data.id(), u64::from(face.font.index)];
            let mut scaler =
                self.scale.builder_with_id(font, id).size(size_px).hint(false).normalized_coords(&face.coords).build();
            Render::new(&sources)
                .format(Format::Alpha)
                .offset(Vector::new(f32::from(key.bin) / f32::from(BINS), 0.0))
                .embolden(if face.embolden { size_px / 48.0 } else { 0.0 })
                .transform(face.skew_degrees.map(|degrees| Transform::skew(Angle::from_degrees(degrees), Angle::ZERO)))
                .render(&mut scaler, key.glyph)
        });
        let slot = image.filter(|image| image.placement.width > 0).map_or(Slot::default(), |image| {
            let size = (image.placement.width as usize, image.placement.height as usize);
            let Some((x, y)) = self.allocate(size.0, size.1) else { return Slot::default() };
            self.write(&image.data, image.content == Content::Color, (x, y), size);
            Slot {
                x: u16_from(x),
                y: u16_from(y),
                width: u16_from(size.0),
                height: u16_from(size.1),
                left: image.placement.left,
                top: image.placement.top,
                colored: image.content == Content::Color,
            }
        });
        self.slots.insert(key, slot);
        slot
    }

    /// A free place with a pixel of room around it; the atlas grows or starts anew where there is none.
    fn allocate(&mut self, width: usize, height: usize) -> Option<(usize, usize)> {
        let [atlas_width, _] = self.image.size;
        if width + 1 > atlas_width || height + 1 > self.max_side {
            return None;
        }
        if self.cursor.0 + width + 1 > atlas_width {
            self.cursor = (0, self.cursor.1 + self.shelf_height);
            self.shelf_height = 0;
        }
        while self.cursor.1 + height + 1 > self.image.size[1] {
            let taller = self.image.size[1] * 2;
            if taller <= self.max_side {
                self.grow(taller);
            } else {
                self.clear();
            }
        }
        let place = self.cursor;
        self.cursor.0 += width + 1;
        self.shelf_height = self.shelf_height.max(height + 1);
        Some(place)
    }

    fn grow(&mut self, height: usize) {
        let [width, _] = self.image.size;
        self.image.pixels.resize(width * height, Color32::TRANSPARENT);
        self.image.size = [width, height];
        self.resized = true;
    }

    fn clear(&mut self) {
        self.slots.clear();
        self.image.pixels.fill(Color32::TRANSPARENT);
        self.cursor = (0, 0);
        self.shelf_height = 0;
        self.resized = true;
        self.generation += 1;
    }

    fn write(&mut self, data: &[u8], colored: bool, (x, y): (usize, usize), (width, height): (usize, usize)) {
        let row_len = if colored { width * 4 } else { width };
        let atlas_width = self.image.size[0];
        for (line, source) in data.chunks_exact(row_len).take(height).enumerate() {
            let from = (y + line) * atlas_width + x;
            let Some(target) = self.image.pixels.get_mut(from..from + width) else { return };
            if colored {
                for (pixel, rgba) in target.iter_mut().zip(source.chunks_exact(4)) {
                    if let [red, green, blue, alpha] = *rgba {
                        *pixel = Color32::from_rgba_unmultiplied(red, green, blue, alpha);
                    }
                }
            } else {
                for (pixel, coverage) in target.iter_mut().zip(source) {
                    *pixel = self.transfer.color_from_coverage(f32::from(*coverage) / 255.0);
                }
            }
        }
        let (from, to) = self.dirty.unwrap_or((y, y));
        self.dirty = Some((from.min(y), to.max(y + height)));
    }
}

fn rows_of(image: &ColorImage, from: usize, to: usize) -> ColorImage {
    let [width, height] = image.size;
    let to = to.min(height);
    let pixels = image.pixels.get(from * width..to * width).unwrap_or_default();
    ColorImage::new([width, to - from], pixels.to_vec())
}

/// The pixel that a height is rounded to.
pub(super) fn nearest(value: f32) -> f32 {
    #[allow(clippy::cast_precision_loss, reason = "screen coordinates")]
    let whole = floor_i32(value + 0.5) as f32;
    whole
}
