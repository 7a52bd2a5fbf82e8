//! Expressions of time in the words of a mention, or else in its sentence: the days that they mean, and one button to take them
//! as the date of its entry.
//!
//! It shows and asks; it changes nothing. What was resolved is kept until the mention or the session is another.

use super::article::{CaptionStyle, CaptionWeight, TextEngine};
use super::request::{Request, Requests};
use super::theme::Theme;
use crate::analysis::times::{Reading, TimeExpression};
use crate::edit::{Command, EntryChange};
use crate::model::{AttributeType, Day, Entry, Interval, Mention, MentionId, Session, Shard};
use crate::text::sentence_at;
use crate::workbench::resolved_times;
use eframe::egui::{Role, Ui, WidgetInfo};

/// So many expressions of one sentence are shown.
const MOST_TIMES: usize = 4;

/// What was resolved last.
#[derive(Debug, Default)]
pub(super) struct MentionTimes {
    of: Option<(MentionId, u64)>,
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
        self.found = if speaks_of_time(session, mention) { times_of(shard, mention) } else { Vec::new() };
        self.found.truncate(MOST_TIMES);
    }

    /// Draws what was resolved.
    pub(super) fn ui(
        &self,
        ui: &mut Ui,
        entry: Option<&Entry>,
        engine: &mut TextEngine,
        theme: &Theme,
        requests: &mut Requests,
    ) {
        for (number, one) in self.found.iter().enumerate() {
            ui.push_id(("time", number), |ui| time_ui(ui, one, entry, engine, theme, requests));
        }
    }
}

/// Events have a date, and so have mentions whose label has one among its attributes.
fn speaks_of_time(session: &Session, mention: &Mention) -> bool {
    let mut attributes = session.schema.attributes_of(&mention.label);
    mention.label.layer() == "event" || attributes.any(|def| def.values == AttributeType::Date)
}

/// The times in the mention's own words or, where there are none, in its sentence.
pub(super) fn times_of(shard: &Shard, mention: &Mention) -> Vec<TimeExpression> {
    let hull = mention.fragments.hull();
    let Some(sentence) = sentence_at(shard.article.text(), hull.start) else { return Vec::new() };
    let all = resolved_times(shard, sentence);
    let own: Vec<TimeExpression> = all.iter().filter(|one| one.span.overlaps(hull)).cloned().collect();
    if own.is_empty() { all } else { own }
}

/// Draws one expression, with a button where it can be the date of `entry`.
pub(super) fn time_ui(
    ui: &mut Ui,
    one: &TimeExpression,
    entry: Option<&Entry>,
    engine: &mut TextEngine,
    theme: &Theme,
    requests: &mut Requests,
) {
    let style = CaptionStyle { size: 11.5, weight: CaptionWeight::Regular, max_rows: 4, color: theme.text_muted.0 };
    engine.caption_ui(ui, &told(one), &style);
    let Reading::Interval(interval) = &one.resolution.reading else { return };
    let Some(entry) = entry.filter(|entry| entry.layer.as_str() == "event" && entry.when.as_ref() != Some(interval))
    else {
        return;
    };
    let name = format!("Take {} as the event’s date", days(interval));
    let button = ui.small_button("Take as the event’s date");
    button.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    if button.on_hover_text(&name).clicked() {
        let change = EntryChange::When(Some(interval.clone()));
        requests.push(Request::Do(Command::EditEntry { entry: entry.id, change }));
    }
}

/// `resolved: 2026-05-01..2026-05-10 (early May, anchored on 2026-04-24)`, or why it is not resolved.
fn told(one: &TimeExpression) -> String {
    let why = &one.resolution.why;
    let because = if why.is_empty() { String::new() } else { format!("; {why}") };
    match &one.resolution.reading {
        Reading::Interval(interval) => {
            let anchored = interval.anchor.map_or(String::new(), |anchor| format!(", anchored on {anchor}"));
            format!("resolved: {} ({}{anchored}{because})", days(interval), one.phrase)
        }
        Reading::Ambiguous(several) => {
            let all: Vec<String> = several.iter().map(days).collect();
            format!("either {} ({}{because})", all.join(" or "), one.phrase)
        }
        Reading::NoAnchor => format!("no anchor: {}{because}", one.phrase),
        Reading::Vague => format!("vague: {}{because}", one.phrase),
    }
}

fn days(interval: &Interval) -> String {
    let day = |day: Option<Day>| day.map_or(String::new(), |day| day.to_string());
    format!("{}..{}", day(interval.first), day(interval.last))
}
