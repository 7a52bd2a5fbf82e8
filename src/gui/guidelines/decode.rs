//! From the bytes of a picture to pixels: pure, bounded in time and memory, called in the background.

use crate::model::picture_type;
use crate::workbench::Pixels;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};
use std::io::Cursor;

/// The most columns and rows that a picture may have.
const MAX_SIDE: u32 = 8192;
/// The most pixels that it may have; a photograph of twice the size of a large screen.
const MAX_PIXELS: u64 = 24_000_000;
/// The most memory that a decoder may take.
const MAX_BYTES: u64 = 256 << 20;
/// Columns and rows to which it is made smaller: a pane is no wider.
const SHOWN_SIDE: u32 = 1200;

/// The picture that `bytes` are.
pub(super) fn decode(bytes: &[u8]) -> Result<Pixels, String> {
    let format = match picture_type(bytes) {
        Some("image/png") => ImageFormat::Png,
        Some("image/jpeg") => ImageFormat::Jpeg,
        Some("image/webp") => ImageFormat::WebP,
        _ => return Err("this is no PNG, JPEG or WebP picture".to_owned()),
    };
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MAX_BYTES);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let damaged = |error: image::ImageError| match error {
        image::ImageError::Limits(_) => too_large(),
        error => format!("the picture is damaged ({error})"),
    };
    let mut decoder = reader.into_decoder().map_err(damaged)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MAX_PIXELS || decoder.total_bytes() > MAX_BYTES {
        return Err(too_large());
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).map_err(damaged)?;
    picture.apply_orientation(orientation);
    if picture.width() > SHOWN_SIDE || picture.height() > SHOWN_SIDE {
        picture = picture.thumbnail(SHOWN_SIDE, SHOWN_SIDE);
    }
    let picture = picture.into_rgba8();
    let size = [picture.width() as usize, picture.height() as usize];
    let mut rgba = picture.into_raw();
    for pixel in rgba.chunks_exact_mut(4) {
        if let [red, green, blue, alpha] = pixel {
            for color in [red, green, blue] {
                *color = multiplied(*color, *alpha);
            }
        }
    }
    Ok(Pixels { size, rgba })
}

fn too_large() -> String {
    format!(
        "the picture has more than {} million pixels, or a side longer than {MAX_SIDE}; make it smaller",
        MAX_PIXELS / 1_000_000
    )
}

fn multiplied(color: u8, alpha: u8) -> u8 {
    u8::try_from(u16::from(color) * u16::from(alpha) / 255).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        let color = image::Rgb([200, 100, 0]);
        let picture = DynamicImage::ImageRgb8(image::RgbImage::from_pixel(width, height, color));
        picture.write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    #[test]
    fn all_three_kinds_are_read_and_large_ones_made_smaller() {
        for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP] {
            let pixels = decode(&encoded(3, 2, format)).unwrap();
            assert_eq!((pixels.size, pixels.rgba.len()), ([3, 2], 24), "{format:?}");
        }
        let pixels = decode(&encoded(2400, 1200, ImageFormat::Png)).unwrap();
        assert_eq!(pixels.size, [1200, 600]);
    }

    #[test]
    fn what_is_damaged_huge_or_no_picture_is_told() {
        let whole = encoded(64, 64, ImageFormat::Png);
        for cut in [whole.len() / 2, 20, 9] {
            assert!(decode(&whole[..cut]).unwrap_err().starts_with("the picture is damaged"), "{cut}");
        }
        assert!(decode(b"GIF89a").unwrap_err().starts_with("this is no PNG"));
        // The size that a png's head says is all that is looked at.
        let mut huge = whole.clone();
        huge[16..24].copy_from_slice(&[0, 0, 0x20, 0, 0, 0, 0x20, 0]);
        let crc = crc32fast::hash(&huge[12..29]);
        huge[29..33].copy_from_slice(&crc.to_be_bytes());
        assert!(decode(&huge).unwrap_err().contains("million pixels"), "8192 by 8192");
        huge[16..24].copy_from_slice(&[0x7f, 0, 0, 0, 0x7f, 0, 0, 0]);
        let crc = crc32fast::hash(&huge[12..29]);
        huge[29..33].copy_from_slice(&crc.to_be_bytes());
        assert!(decode(&huge).is_err());
    }

    #[test]
    fn colours_are_multiplied_by_alpha() {
        assert_eq!((multiplied(200, 255), multiplied(200, 0), multiplied(255, 128)), (200, 0, 128));
    }
}
