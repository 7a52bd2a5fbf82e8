//! Draws what egui tessellated, without a graphics card: textured triangles in integer arithmetic, so that equal input
//! gives equal pixels on every machine. It knows meshes and textures, not the window.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a mesh or texture that does not fit together is a failed test"
)]
#![allow(clippy::iter_over_hash_type, reason = "each texture is changed on its own; their order does not matter")]

use eframe::egui::epaint::{ClippedPrimitive, Mesh, Primitive, Vertex};
use eframe::egui::{Color32, ImageData, Rect, TextureFilter, TextureId, TextureOptions, TexturesDelta};
use std::collections::BTreeMap;

/// Steps of a pixel and of a texel.
const STEPS: i64 = 256;

/// Pixels by row, opaque.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Picture {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) rgb: Vec<[u8; 3]>,
}

struct Texture {
    width: usize,
    height: usize,
    pixels: Vec<Color32>,
    options: TextureOptions,
}

/// What a graphics card would hold.
#[derive(Default)]
pub(crate) struct Rasteriser {
    textures: BTreeMap<TextureId, Texture>,
}

impl Rasteriser {
    /// Takes over new and changed textures.
    pub(crate) fn update(&mut self, delta: &mut TexturesDelta) {
        for (id, changes) in &delta.set {
            for change in changes {
                let ImageData::Color(image) = &change.image;
                let [width, height] = image.size;
                match (change.pos, self.textures.get_mut(id)) {
                    (Some([left, top]), Some(texture)) => {
                        for row in 0..height {
                            let to = (top + row) * texture.width + left;
                            texture.pixels[to..to + width]
                                .copy_from_slice(&image.pixels[row * width..(row + 1) * width]);
                        }
                    }
                    (None, _) => {
                        let (pixels, options) = (image.pixels.clone(), change.options);
                        self.textures.insert(*id, Texture { width, height, pixels, options });
                    }
                    (Some(_), None) => panic!("a part of a texture that was never sent"),
                }
            }
        }
        for id in &delta.free {
            self.textures.remove(id);
        }
        delta.clear();
    }

    /// Draws `primitives` on `ground`; `scale` is pixels per point.
    pub(crate) fn draw(
        &self,
        primitives: &[ClippedPrimitive],
        (width, height): (usize, usize),
        scale: f32,
        ground: Color32,
    ) -> Picture {
        let ground = [ground.r(), ground.g(), ground.b()];
        let mut picture = Picture { width, height, rgb: vec![ground; width * height] };
        for ClippedPrimitive { clip_rect, primitive } in primitives {
            let Primitive::Mesh(mesh) = primitive else { panic!("no callback is drawn here") };
            let texture = &self.textures[&mesh.texture_id];
            let clip = pixels_of(*clip_rect, scale, width, height);
            draw_mesh(&mut picture, mesh, texture, clip, scale);
        }
        picture
    }
}

/// Whole pixels `(left, top, right, bottom)` inside the picture.
fn pixels_of(rect: Rect, scale: f32, width: usize, height: usize) -> [i64; 4] {
    let whole = |value: f32, limit: usize| (f64::from(value * scale).round() as i64).clamp(0, limit as i64);
    [whole(rect.min.x, width), whole(rect.min.y, height), whole(rect.max.x, width), whole(rect.max.y, height)]
}

fn draw_mesh(picture: &mut Picture, mesh: &Mesh, texture: &Texture, clip: [i64; 4], scale: f32) {
    for corners in mesh.indices.chunks_exact(3) {
        let corners = [corners[0], corners[1], corners[2]]
            .map(|index| Corner::new(&mesh.vertices[index as usize], texture, scale));
        draw_triangle(picture, corners, texture, clip);
    }
}

/// A vertex in steps of pixels and texels.
#[derive(Clone, Copy)]
struct Corner {
    x: i64,
    y: i64,
    u: i64,
    v: i64,
    color: [i64; 4],
}

impl Corner {
    fn new(vertex: &Vertex, texture: &Texture, scale: f32) -> Self {
        let steps = |value: f32, factor: f64| (f64::from(value) * factor * STEPS as f64).round() as i64;
        Self {
            x: steps(vertex.pos.x, f64::from(scale)),
            y: steps(vertex.pos.y, f64::from(scale)),
            u: steps(vertex.uv.x, texture.width as f64),
            v: steps(vertex.uv.y, texture.height as f64),
            color: vertex.color.to_array().map(i64::from),
        }
    }
}

/// Twice the area of a triangle; positive where it turns clockwise on screen.
fn area(a: Corner, b: Corner, x: i64, y: i64) -> i64 {
    (b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x)
}

/// 0 for edges whose pixels belong to this triangle, -1 for those of its neighbour: the top-left rule.
fn bias(a: Corner, b: Corner) -> i64 {
    let is_top_or_left = (a.y == b.y && b.x > a.x) || b.y < a.y;
    if is_top_or_left { 0 } else { -1 }
}

fn draw_triangle(picture: &mut Picture, corners: [Corner; 3], texture: &Texture, clip: [i64; 4]) {
    let [a, mut b, mut c] = corners;
    let mut whole = area(a, b, c.x, c.y);
    if whole == 0 {
        return;
    }
    if whole < 0 {
        std::mem::swap(&mut b, &mut c);
        whole = -whole;
    }
    let (xs, ys) = ([a.x, b.x, c.x], [a.y, b.y, c.y]);
    let first = |values: [i64; 3]| values.into_iter().min().unwrap().div_euclid(STEPS);
    let last = |values: [i64; 3]| values.into_iter().max().unwrap().div_euclid(STEPS) + 1;
    let is_plain = a.color == b.color && b.color == c.color;
    let biases = [bias(b, c), bias(c, a), bias(a, b)];
    for y in first(ys).max(clip[1])..last(ys).min(clip[3]) {
        for x in first(xs).max(clip[0])..last(xs).min(clip[2]) {
            let (px, py) = (x * STEPS + STEPS / 2, y * STEPS + STEPS / 2);
            let weights = [area(b, c, px, py), area(c, a, px, py), area(a, b, px, py)];
            if weights.iter().zip(biases).any(|(weight, bias)| weight + bias < 0) {
                continue;
            }
            let mix = |values: [i64; 3]| {
                let sum: i64 = weights.iter().zip(values).map(|(weight, value)| weight * value).sum();
                (sum + whole / 2).div_euclid(whole)
            };
            let texel = texture.sample(mix([a.u, b.u, c.u]), mix([a.v, b.v, c.v]));
            let color = if is_plain {
                a.color
            } else {
                std::array::from_fn(|channel| mix([a.color[channel], b.color[channel], c.color[channel]]))
            };
            let source: [i64; 4] = std::array::from_fn(|channel| (color[channel] * texel[channel] + 127) / 255);
            let pixel = &mut picture.rgb[y as usize * picture.width + x as usize];
            for (channel, value) in pixel.iter_mut().enumerate() {
                let below = (i64::from(*value) * (255 - source[3]) + 127) / 255;
                *value = u8::try_from((source[channel] + below).min(255)).unwrap();
            }
        }
    }
}

impl Texture {
    /// The colour at a place in steps of texels.
    fn sample(&self, u: i64, v: i64) -> [i64; 4] {
        if self.options.magnification == TextureFilter::Nearest {
            return self.texel(u.div_euclid(STEPS), v.div_euclid(STEPS));
        }
        if self.pixels.len() == 1 {
            return self.texel(0, 0);
        }
        let (u, v) = (u - STEPS / 2, v - STEPS / 2);
        let (left, top) = (u.div_euclid(STEPS), v.div_euclid(STEPS));
        let (across, down) = (u.rem_euclid(STEPS), v.rem_euclid(STEPS));
        let at = |x: i64, y: i64| self.texel(left + x, top + y);
        let corners = [at(0, 0), at(1, 0), at(0, 1), at(1, 1)];
        let shares =
            [(STEPS - across) * (STEPS - down), across * (STEPS - down), (STEPS - across) * down, across * down];
        std::array::from_fn(|channel| {
            let sum: i64 = corners.iter().zip(shares).map(|(corner, share)| corner[channel] * share).sum();
            (sum + STEPS * STEPS / 2) / (STEPS * STEPS)
        })
    }

    fn texel(&self, x: i64, y: i64) -> [i64; 4] {
        let x = x.clamp(0, self.width as i64 - 1) as usize;
        let y = y.clamp(0, self.height as i64 - 1) as usize;
        self.pixels[y * self.width + x].to_array().map(i64::from)
    }
}

/// How two pictures differ.
pub(crate) struct Difference {
    /// Pixels that differ by more than was allowed.
    pub(crate) pixels: usize,
    /// The largest difference of a channel.
    pub(crate) most: u8,
    /// The pixels that differ in red on a faint copy of the first picture.
    pub(crate) picture: Picture,
}

/// Compares two pictures of one size; channels that differ by at most `allowed` count as equal.
pub(crate) fn compare(one: &Picture, other: &Picture, allowed: u8) -> Difference {
    let mut picture = one.clone();
    let (mut pixels, mut most) = (0, 0);
    for (shown, other) in picture.rgb.iter_mut().zip(&other.rgb) {
        let worst = shown.iter().zip(other).map(|(a, b)| a.abs_diff(*b)).max().unwrap_or_default();
        most = most.max(worst);
        if worst > allowed {
            pixels += 1;
            *shown = [255, 0, 0];
        } else {
            *shown = shown.map(|channel| 192 + channel / 4);
        }
    }
    Difference { pixels, most, picture }
}
