//! What the window does when cleaning is asked for: the dialogs, marking by hand, taking a region away, looking for more.

use super::form::{CleaningForm, CleaningQuestion};
use super::mark::MarkForm;
use crate::edit::{Command, ProposalsOf};
use crate::gui::actions::Action;
use crate::gui::app::App;
use crate::gui::article::Selection;
use crate::gui::dialogs::Dialog;
use crate::gui::language::tr;
use crate::gui::notices::Weight;
use crate::model::{ArticleId, Proposal, Shard};
use crate::text::{Span, paragraph_at, shortened, trim_span, visible};

impl App {
    /// Carries out an action of cleaning; whether it is one.
    pub(in crate::gui) fn act_on_cleaning(&mut self, shard: &Shard, action: Action) -> bool {
        match action {
            Action::Cleaning => {
                let form = CleaningForm::new(self.desk.bench.session(), shard.id());
                self.dialog = Some(Dialog::Cleaning(Box::new(CleaningQuestion::List(form))));
            }
            Action::MarkRegion => self.ask_for_region(shard),
            Action::DropRegion => self.drop_region(shard),
            _ => return false,
        }
        true
    }

    /// Asks as what the selection is marked; without one, the line at the caret.
    fn ask_for_region(&mut self, shard: &Shard) {
        let text = shard.article.text();
        let selected = self.selection(shard);
        let span = if selected.is_empty() { paragraph_at(text, selected.start) } else { selected };
        let span = if selected.is_empty() { trim_spaces(text, span) } else { span };
        let Some(words) = span.slice(text).filter(|words| !words.trim().is_empty()) else {
            return self.notices.push(Weight::Info, tr!("Select what is no body first, or put the caret on its line"));
        };
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let form = MarkForm::new(shard.id(), span, shortened(&visible(&words), 120).into_owned());
        self.dialog = Some(Dialog::Cleaning(Box::new(CleaningQuestion::Mark(form))));
    }

    /// Takes the region at the caret away: one that was marked by hand goes, one that was proposed is dismissed.
    fn drop_region(&mut self, shard: &Shard) {
        let at = self.selection(shard).start;
        let held = shard.regions.iter().filter(|row| row.state != Proposal::Rejected);
        let touching = held.filter(|row| row.span.contains(at) || row.span.end == at);
        let Some(region) = touching.min_by_key(|row| (!row.span.contains(at), row.span.len())) else {
            return self.notices.push(Weight::Info, tr!("No region stands at the caret"));
        };
        let (article, region_id) = (shard.id(), region.id);
        let command = if region.reason.is_empty() {
            Command::DropRegion { article, region: region_id }
        } else {
            Command::SetRegion { article, region: region_id, state: Proposal::Rejected }
        };
        self.execute(&command);
    }

    /// Goes to a place of an article and selects it.
    pub(in crate::gui) fn show_place(&mut self, article: ArticleId, span: Span) {
        self.show_article(article);
        let view = self.views.entry(article).or_default();
        view.set_selection(Selection::of(span));
        view.jump_to(span);
        self.desk.bench.view.mention = None;
    }

    /// Takes up what was looked for in all articles.
    pub(in crate::gui) fn take_proposals(&mut self, articles: Vec<ProposalsOf>) {
        if let Some(Dialog::Cleaning(question)) = &mut self.dialog
            && let CleaningQuestion::List(form) = question.as_mut()
        {
            form.is_looking = false;
        }
        if articles.is_empty() {
            self.notices.push(Weight::Info, tr!("Nothing more was found to be cleaned"));
        } else {
            self.execute(&Command::Propose { articles });
        }
    }
}

/// `span` without the spaces at its ends; punctuation stays, it is part of a line.
fn trim_spaces(text: &str, span: Span) -> Span {
    let Some(words) = span.slice(text) else { return trim_span(text, span) };
    let start = span.range().start + (words.len() - words.trim_start().len());
    Span::bytes(start, start + words.trim().len())
}
