//! The line of a place, cut to the room that there is, and kept while the list stays as it is.

use crate::analysis::search::{Kwic, Place, kwic};
use crate::gui::article::{Caption, CaptionStyle, TextEngine};
use crate::model::Shard;
use eframe::egui::{Rangef, Rect};
use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

/// Lines that are kept at most; a long way through a list makes more.
const MOST: usize = 2000;

/// Points of a character that take little room; so many characters are tried first.
const NARROW: f32 = 5.0;

/// Width in points of the column that a line is laid out in before it is moved into its place: more than any line has.
const COLUMN: f32 = 6000.0;

/// A line with where its words stand.
#[derive(Clone)]
pub(super) struct Laid {
    pub(super) kwic: Kwic,
    pub(super) caption: Rc<Caption>,
    /// From the left end of the words to the right one, from the caption's left edge on.
    pub(super) words: Rangef,
}

/// The lines of a list.
#[derive(Debug, Default)]
pub(super) struct Lines {
    /// The room on either side of the middle that they are cut to.
    half: f32,
    made: HashMap<usize, Kwic>,
}

impl Lines {
    /// Forgets lines, as when their places are others.
    pub(super) fn forget(&mut self) {
        self.made.clear();
    }

    /// The line of the place of this number, with `half` points on either side of the middle of its words.
    pub(super) fn laid(
        &mut self,
        (number, place): (usize, Place),
        shard: &Shard,
        half: f32,
        (engine, style, scale): (&mut TextEngine, &CaptionStyle, f32),
    ) -> Laid {
        if self.half.to_bits() != half.to_bits() || self.made.len() > MOST {
            self.made.clear();
            self.half = half;
        }
        if let Some(kwic) = self.made.get(&number) {
            return laid_out(kwic.clone(), engine, style, scale);
        }
        let laid = fitted(shard, place, half, (engine, style, scale));
        self.made.insert(number, laid.kwic.clone());
        laid
    }
}

/// A line that has as many whole words as there is room for.
fn fitted(
    shard: &Shard,
    place: Place,
    half: f32,
    (engine, style, scale): (&mut TextEngine, &CaptionStyle, f32),
) -> Laid {
    let mention = place.mention.and_then(|id| shard.mentions.get(id));
    let spans = mention.map_or(std::slice::from_ref(&place.span), |mention| mention.fragments.spans());
    let mut chars = characters(half / NARROW);
    loop {
        let laid = laid_out(kwic(shard.article.text(), spans, chars, chars), engine, style, scale);
        let extent = laid.caption.extent();
        let room = half - laid.words.span() / 2.0;
        let widest = (laid.words.min - extent.min).max(extent.max - laid.words.max);
        if widest <= room || chars == 0 {
            return laid;
        }
        // Both sides have the same script as a rule.
        let kept = (room / widest).clamp(0.0, 0.97);
        chars = characters(chars as f32 * kept);
    }
}

fn laid_out(kwic: Kwic, engine: &mut TextEngine, style: &CaptionStyle, scale: f32) -> Laid {
    let caption = engine.caption(&kwic.text, style, COLUMN, scale);
    let words = across(&caption, kwic.hull()).unwrap_or_else(|| caption.extent());
    Laid { kwic, caption, words }
}

/// From the left end of `bytes` to the right one; nothing where they stand nowhere.
fn across(caption: &Caption, bytes: Range<usize>) -> Option<Rangef> {
    let whole = |all: Rect, stretch: Rect| all.union(stretch);
    caption.stretches(bytes).into_iter().reduce(whole).map(|rect| rect.x_range())
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to what a line of a screen can have"
)]
fn characters(count: f32) -> usize {
    count.clamp(0.0, 1000.0) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::article::CaptionWeight;
    use crate::model::{AnnotatorId, Article, ArticleId, Source, Timestamp};
    use crate::text::Span;
    use eframe::egui::Color32;
    use std::sync::Arc;

    fn shard_of(text: &str) -> Shard {
        let source = Source {
            file: String::new(),
            sha256: String::new(),
            bytes: text.len() as u64,
            encoding: "utf-8".to_owned(),
            media_type: "text/plain".to_owned(),
            ..Source::default()
        };
        let (id, by, at) = (ArticleId(1), AnnotatorId(1), Timestamp::default());
        Shard::new(Arc::new(Article::new(id, String::new(), source, text.into(), by, at)))
    }

    #[test]
    fn a_line_fits_the_room_on_both_sides_whichever_way_it_reads() {
        let style = CaptionStyle { size: 13.5, weight: CaptionWeight::Regular, max_rows: 1, color: Color32::BLACK };
        for (before, words, behind, reads_left) in [
            ("The envoy of the minister met the union in ", "Brel", " and said that talks would go on. ", false),
            ("אמר השר כי המעבורת תשוב אל ", "הרציף", " באביב לאחר שני חורפים ", true),
            ("部长表示渡轮将于四月离开码头", "合同", "议会批准后公布港口工人对此表示怀疑", false),
        ] {
            let text = format!("{}{words}{}", before.repeat(9), behind.repeat(9));
            let at = before.len() * 9;
            let place = Place { span: Span::bytes(at, at + words.len()), mention: None };
            let (shard, mut engine, mut lines) = (shard_of(&text), TextEngine::bundled_only(), Lines::default());
            for half in [90.0, 300.0, 620.0] {
                let laid = lines.laid((0, place), &shard, half, (&mut engine, &style, 1.0));
                let extent = laid.caption.extent();
                let middle = laid.words.center();
                let (left, right) = (middle - extent.min, extent.max - middle);
                assert!(left <= half + 1.0 && right <= half + 1.0, "{words} in {half}: {left} and {right}");
                assert!(left.max(right) > half * 0.5, "{words} in {half}: the room is used, {left} and {right}");
                assert_eq!(laid.kwic.text.get(laid.kwic.hull()), Some(words));
                let lead = across(&laid.caption, 0..laid.kwic.hull().start).unwrap();
                assert_eq!(lead.center() > middle, reads_left, "{words}: what is read first is on its own side");
            }
        }
    }
}
