//! What is known of the effects of a draft: counted in the background, one count at a time; one that the draft has outrun is
//! given up for the next. It does not count.

use super::draft::{Draft, Sketch};
use crate::edit::SchemaEffects;
use crate::model::Schema;
use crate::workbench::{SchemaPlan, Twins};
use std::sync::Arc;

/// What a running job works on.
#[derive(Clone, Debug, PartialEq)]
enum Asked {
    Count(Sketch),
    Plan(Sketch),
}

/// What is known.
#[derive(Clone, Debug, Default)]
pub(super) struct Counting {
    ticket: u64,
    pub(super) job: Option<u64>,
    asked: Option<Asked>,
    /// The count that somebody stopped.
    stopped: Option<Asked>,
    counted: Option<(Sketch, Arc<SchemaEffects>)>,
    planned: Option<(Sketch, Arc<SchemaPlan>)>,
    /// The state of the session that this holds for.
    state: Option<(u64, u64)>,
    /// Whether the draft is to be applied as soon as the step is there.
    pub(super) is_applying: bool,
    /// Whether somebody asked the count to stop.
    pub(super) is_stopping: bool,
}

/// What is to be asked of the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wish {
    Count,
    Plan,
}

impl Counting {
    /// Forgets what was found of another state of the session; whether it is another one.
    pub(super) fn follow(&mut self, state: (u64, u64)) -> bool {
        if self.state == Some(state) {
            return false;
        }
        let ticket = self.ticket + 1;
        *self = Self { ticket, state: Some(state), ..Self::default() };
        true
    }

    /// Whether what is worked on is of a draft that says something else now; the job, which nobody waits for any more.
    pub(super) fn outrun(&mut self, draft: &Draft) -> Option<u64> {
        let is_outrun = match self.asked.as_ref()? {
            Asked::Count(of) => *of != bare(&draft.now),
            Asked::Plan(of) => *of != draft.now,
        };
        if !is_outrun {
            return None;
        }
        self.asked = None;
        self.is_applying = false;
        self.job.take()
    }

    /// What has been asked for ended without an answer, if `is_running` is not.
    pub(super) fn note_running(&mut self, is_running: bool) {
        if !is_running && self.job.is_some() {
            self.job = None;
            self.stopped = self.asked.take();
            self.is_applying = false;
        }
    }

    /// What is to be found out next; `is_sound` says that the draft can be planned.
    pub(super) fn wish(&self, draft: &Draft, is_sound: bool) -> Option<Wish> {
        if self.job.is_some() {
            return None;
        }
        let bare = bare(&draft.now);
        if self.counted.as_ref().is_none_or(|(of, _)| *of != bare) {
            let asked = Asked::Count(bare);
            return (self.stopped.as_ref() != Some(&asked)).then_some(Wish::Count);
        }
        let is_planned = self.planned.as_ref().is_some_and(|(of, _)| *of == draft.now);
        (is_sound && !is_planned).then_some(Wish::Plan)
    }

    /// The ticket for a wish of `draft`.
    pub(super) fn begin(&mut self, draft: &Draft, wish: Wish) -> u64 {
        self.ticket += 1;
        self.stopped = None;
        self.asked = Some(match wish {
            Wish::Count => Asked::Count(bare(&draft.now)),
            Wish::Plan => Asked::Plan(draft.now.clone()),
        });
        self.ticket
    }

    pub(super) fn take_count(&mut self, ticket: u64, effects: Arc<SchemaEffects>) {
        if ticket == self.ticket
            && let Some(Asked::Count(of)) = self.asked.take()
        {
            self.job = None;
            self.counted = Some((of, effects));
        }
    }

    pub(super) fn take_plan(&mut self, ticket: u64, plan: Arc<SchemaPlan>) {
        if ticket == self.ticket
            && let Some(Asked::Plan(of)) = self.asked.take()
        {
            self.job = None;
            self.planned = Some((of, plan));
        }
    }

    /// The last count, and whether it is of the draft as it is now.
    pub(super) fn effects(&self, draft: &Draft) -> Option<(&Arc<SchemaEffects>, bool)> {
        let (of, effects) = self.counted.as_ref()?;
        Some((effects, *of == bare(&draft.now)))
    }

    /// The step of the draft as it is now.
    pub(super) fn plan(&self, draft: &Draft) -> Option<&Arc<SchemaPlan>> {
        self.planned.as_ref().filter(|(of, _)| *of == draft.now).map(|(_, plan)| plan)
    }

    /// Whether the count of what the draft says now was stopped.
    pub(super) fn is_stopped(&self) -> bool {
        self.stopped.is_some() && self.job.is_none()
    }

    /// Lets a count begin anew that was stopped.
    pub(super) fn again(&mut self) {
        self.stopped = None;
    }
}

/// A sketch without what no record depends on, so that a name being typed asks for no new count.
fn bare(sketch: &Sketch) -> Sketch {
    let mut sketch = Sketch { twins: Twins::Keep, ..sketch.clone() };
    let Schema { name, description, layers, attributes, relation_types, .. } = &mut sketch.schema;
    name.clear();
    description.clear();
    for layer in layers {
        layer.name.clear();
        layer.description.clear();
        layer.color.clear();
        layer.hotkey = None;
        for def in &mut layer.labels {
            def.name.clear();
            def.description.clear();
            (def.color, def.hotkey) = (None, None);
        }
    }
    for def in attributes {
        def.name.clear();
        def.description.clear();
        def.choices.iter_mut().for_each(|choice| choice.name.clear());
    }
    for row in relation_types {
        row.name.clear();
        row.description.clear();
        row.color = None;
        row.roles.iter_mut().for_each(|role| role.name.clear());
    }
    sketch
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::default_schema;

    #[test]
    fn a_count_that_the_draft_has_outrun_is_given_up_and_one_of_a_new_name_is_not() {
        let mut draft = Draft::new(Arc::new(default_schema()));
        let mut counting = Counting::default();
        counting.begin(&draft, Wish::Count);
        counting.job = Some(7);
        assert_eq!(counting.outrun(&draft), None);
        draft.now.schema.layers.iter_mut().for_each(|layer| layer.name.push('s'));
        assert_eq!(counting.outrun(&draft), None, "no record depends on a name");
        draft.now.schema.layers.pop();
        assert_eq!((counting.outrun(&draft), counting.job), (Some(7), None));
        assert_eq!(counting.wish(&draft, true), Some(Wish::Count), "the next one begins at once");
    }
}
