//! Expressions of time in the words of a mention, or else in its sentence: the days that they mean, and buttons to take them as
//! the date of its entry, or as an attribute that is a day.
//!
//! It shows and asks; it changes nothing. What was resolved is kept until the mention, the entry or the session is another.

use super::article::{CaptionStyle, CaptionWeight, TextEngine};
use super::inspector::shortened;
use super::request::{Request, Requests};
use super::theme::Theme;
use crate::analysis::times::{Reading, TimeExpression};
use crate::edit::{Command, EntryChange};
use crate::gui::language::tr;
use crate::model::{
    ArticleId, AttributeDef, AttributeType, Day, Entry, EntryId, Interval, Mention, MentionId, Session, Shard, Value,
};
use crate::text::sentence_at;
use crate::workbench::resolved_times;
use eframe::egui::{Role, Ui, WidgetInfo};

/// So many expressions of one sentence, or of all mentions of an entry, are shown.
const MOST_TIMES: usize = 4;
/// In so many mentions of an entry times are looked for.
const MOST_MENTIONS: usize = 50;
/// An article's title beside an expression is no longer than this.
const MAX_TITLE_CHARS: usize = 40;

/// What was resolved last of a mention.
#[derive(Debug, Default)]
pub(super) struct MentionTimes {
    of: Option<(MentionId, u64)>,
    is_event: bool,
    found: Vec<TimeExpression>,
}

impl MentionTimes {
    /// Resolves the times of `mention`, where that was not done for the session after so many edits.
    pub(super) fn follow(&mut self, session: &Session, shard: &Shard, mention: &Mention, edits: u64) {
        let of = Some((mention.id, edits));
        if self.of == of {
            return;
        }
        self.of = of;
        self.is_event = mention.label.layer() == "event";
        let has_day = session.schema.attributes_of(&mention.label).any(|def| def.values == AttributeType::Date);
        self.found = if self.is_event || has_day { times_of(shard, mention) } else { Vec::new() };
        self.found.truncate(MOST_TIMES);
    }

    /// Draws what was resolved of an event, with buttons for the date of its entry.
    pub(super) fn ui(
        &self,
        ui: &mut Ui,
        entry: Option<&Entry>,
        engine: &mut TextEngine,
        theme: &Theme,
        requests: &mut Requests,
    ) {
        for (number, one) in self.found.iter().enumerate().filter(|_| self.is_event) {
            ui.push_id(("time", number), |ui| time_ui(ui, &told(one), one, entry, engine, theme, requests));
        }
    }

    /// Draws what was resolved below the field of an attribute that is a day; the day that was taken.
    pub(super) fn attribute_ui(
        &self,
        ui: &mut Ui,
        (def, value): (&AttributeDef, Option<&Value>),
        engine: &mut TextEngine,
        theme: &Theme,
    ) -> Option<Value> {
        let mut taken = None;
        for (number, one) in self.found.iter().enumerate() {
            engine.caption_ui(ui, &told_for_day(one), &small(theme));
            let is_new = |day: &Day| value.and_then(Value::as_text) != Some(day.to_string().as_str());
            for day in readings(one).iter().filter_map(single_day).filter(is_new) {
                let name = tr!("Take {day} as {}", def.name, day);
                ui.push_id(("day", number, day), |ui| {
                    let button = ui.small_button(tr!("Take {day}", day));
                    button.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
                    if button.on_hover_text(&name).clicked() {
                        taken = Some(Value::Text(day.to_string()));
                    }
                });
            }
        }
        taken
    }
}

/// What was resolved last of all mentions of an entry.
#[derive(Debug, Default)]
pub(super) struct EntryTimes {
    of: Option<(EntryId, u64)>,
    /// The title of the article, and the expression.
    found: Vec<(String, TimeExpression)>,
    /// How many more there are.
    more: usize,
}

impl EntryTimes {
    /// Resolves the times of the event `entry` by its `mentions`, where that was not done for the session after so many edits.
    pub(super) fn follow(&mut self, session: &Session, entry: &Entry, mentions: &[(ArticleId, MentionId)], edits: u64) {
        let of = Some((entry.id, edits));
        if self.of == of {
            return;
        }
        self.of = of;
        self.found.clear();
        self.more = 0;
        if entry.layer.as_str() != "event" {
            return;
        }
        for (article, mention) in mentions.iter().take(MOST_MENTIONS) {
            let Some(shard) = session.shard(*article) else { continue };
            let Some(mention) = shard.mentions.get(*mention) else { continue };
            for one in times_of(shard, mention) {
                let is_known = self.found.iter().any(|(_, known)| known.resolution == one.resolution);
                match self.found.len() {
                    _ if is_known => {}
                    0..MOST_TIMES => self.found.push((shortened(shard.title(), MAX_TITLE_CHARS), one)),
                    _ => self.more += 1,
                }
            }
        }
    }

    /// Draws what was resolved, with buttons for the date of `entry`.
    pub(super) fn ui(
        &self,
        ui: &mut Ui,
        entry: &Entry,
        engine: &mut TextEngine,
        theme: &Theme,
        requests: &mut Requests,
    ) {
        for (number, (title, one)) in self.found.iter().enumerate() {
            let text = format!("{title}: {}", told(one));
            ui.push_id(("time", number), |ui| time_ui(ui, &text, one, Some(entry), engine, theme, requests));
        }
        if self.more > 0 {
            let text = tr!("and {} more in its mentions; select one to see its times", self.more);
            engine.caption_ui(ui, &text, &small(theme));
        }
    }
}

/// The times in the mention's own words or, where there are none, in its sentence.
fn times_of(shard: &Shard, mention: &Mention) -> Vec<TimeExpression> {
    let hull = mention.fragments.hull();
    let Some(sentence) = sentence_at(shard.article.text(), hull.start) else { return Vec::new() };
    let all = resolved_times(shard, sentence);
    let own: Vec<TimeExpression> = all.iter().filter(|one| one.span.overlaps(hull)).cloned().collect();
    if own.is_empty() { all } else { own }
}

/// Draws one expression as `text`, with a button for each of its readings that can be the date of `entry`.
fn time_ui(
    ui: &mut Ui,
    text: &str,
    one: &TimeExpression,
    entry: Option<&Entry>,
    engine: &mut TextEngine,
    theme: &Theme,
    requests: &mut Requests,
) {
    engine.caption_ui(ui, text, &small(theme));
    let Some(entry) = entry.filter(|entry| entry.layer.as_str() == "event") else { return };
    let all = readings(one);
    for interval in all.iter().filter(|interval| entry.when.as_ref() != Some(interval)) {
        let name = tr!("Take {} as the event’s date", days(interval));
        let shown = if all.len() == 1 { tr!("Take as the event’s date") } else { name.as_str() };
        let button = ui.small_button(shown);
        button.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
        if button.on_hover_text(&name).clicked() {
            let change = EntryChange::When(Some(interval.clone()));
            requests.push(Request::Do(Command::EditEntry { entry: entry.id, change }));
        }
    }
}

/// What an expression may mean: one, several of which a person chooses, or none.
fn readings(one: &TimeExpression) -> &[Interval] {
    match &one.resolution.reading {
        Reading::Interval(interval) => std::slice::from_ref(interval),
        Reading::Ambiguous(several) => several,
        Reading::NoAnchor | Reading::Vague => &[],
    }
}

/// The day, where an interval is one.
fn single_day(interval: &Interval) -> Option<Day> {
    interval.first.filter(|first| interval.last == Some(*first))
}

/// As [`told`]; where no reading is one day, that it is none is said.
fn told_for_day(one: &TimeExpression) -> String {
    let all = readings(one);
    let is_long = !all.is_empty() && all.iter().all(|interval| single_day(interval).is_none());
    format!("{}{}", told(one), if is_long { tr!("; no single day") } else { "" })
}

/// `resolved: 2026-05-01..2026-05-10 (early May, anchored on 2026-04-24)`, or why it is not resolved.
fn told(one: &TimeExpression) -> String {
    let why = &one.resolution.why;
    let because = if why.is_empty() { String::new() } else { format!("; {why}") };
    match &one.resolution.reading {
        Reading::Interval(interval) => {
            let anchored = interval.anchor.map_or(String::new(), |anchor| tr!(", anchored on {anchor}", anchor));
            tr!("resolved: {} ({}{anchored}{because})", days(interval), one.phrase, anchored, because)
        }
        Reading::Ambiguous(several) => {
            let all: Vec<String> = several.iter().map(days).collect();
            tr!("either {} ({}{because})", all.join(tr!(" or ")), one.phrase, because)
        }
        Reading::NoAnchor => tr!("no anchor: {}{because}", one.phrase, because),
        Reading::Vague => tr!("vague: {}{because}", one.phrase, because),
    }
}

fn days(interval: &Interval) -> String {
    let day = |day: Option<Day>| day.map_or(String::new(), |day| day.to_string());
    format!("{}..{}", day(interval.first), day(interval.last))
}

fn small(theme: &Theme) -> CaptionStyle {
    CaptionStyle { size: 11.5, weight: CaptionWeight::Regular, max_rows: 4, color: theme.text_muted.0 }
}
