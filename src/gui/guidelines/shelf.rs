//! Pictures of the page that is shown: which are decoded, which are waited for, which cannot be shown. It decodes nothing.

use crate::model::Picture;
use crate::workbench::Decoded;
use eframe::egui::{ColorImage, Context, TextureHandle, TextureOptions};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What is known of one picture.
#[derive(Clone)]
pub(super) enum Known {
    /// It is on its way.
    Waiting,
    /// It can be drawn.
    Ready(TextureHandle),
    /// It cannot, and why.
    Bad(String),
}

/// Pictures by the data that a session holds, which is shared and never copied.
#[derive(Clone, Default)]
pub(super) struct Shelf {
    known: BTreeMap<usize, (Arc<str>, Known)>,
    wanted: Vec<Arc<str>>,
}

fn key(data: &Arc<str>) -> usize {
    Arc::as_ptr(data).addr()
}

impl Shelf {
    /// What is known of a picture; one that is not known is wanted from now on.
    pub(super) fn look_up(&mut self, picture: &Picture) -> &Known {
        let Self { known, wanted } = self;
        let (_, state) = known.entry(key(&picture.data)).or_insert_with(|| {
            wanted.push(Arc::clone(&picture.data));
            (Arc::clone(&picture.data), Known::Waiting)
        });
        state
    }

    /// Forgets what `pictures` do not have any more.
    pub(super) fn keep(&mut self, pictures: &[Picture]) {
        self.known.retain(|known, _| pictures.iter().any(|picture| key(&picture.data) == *known));
    }

    /// What is to be decoded, each once.
    pub(super) fn wanted(&mut self) -> Vec<Arc<str>> {
        std::mem::take(&mut self.wanted)
    }

    /// Takes what was decoded, as far as it is waited for here.
    pub(super) fn take(&mut self, ctx: &Context, decoded: &[Decoded]) {
        for (data, pixels) in decoded {
            let Some((_, state)) = self.known.get_mut(&key(data)) else { continue };
            *state = match pixels {
                Ok(pixels) => {
                    let image = ColorImage::from_rgba_premultiplied(pixels.size, &pixels.rgba);
                    Known::Ready(ctx.load_texture("guideline picture", image, TextureOptions::LINEAR))
                }
                Err(why) => Known::Bad(why.clone()),
            };
        }
    }
}
