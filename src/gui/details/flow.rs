//! When the dialogs open, and on which articles; guesses that are confirmed without one.

use super::form::DetailsForm;
use super::outlets::OutletsForm;
use crate::edit::Command;
use crate::gui::actions::Action;
use crate::gui::app::App;
use crate::gui::dialogs::Dialog;
use crate::gui::language::tr;
use crate::gui::notices::Weight;
use crate::model::{ArticleId, Metadata, Origin};

impl App {
    /// Carries out an action on what is known about articles; whether it is one.
    pub(in crate::gui) fn act_on_details(&mut self, action: Action) -> bool {
        match action {
            Action::Details => {
                let form = DetailsForm::new(self.desk.bench.session(), self.chosen_articles());
                self.dialog = Some(Dialog::Details(Box::new(form)));
            }
            Action::ConfirmGuesses => self.confirm_guesses(self.chosen_articles()),
            Action::Outlets => {
                let outlet = self.front().and_then(|shard| shard.metadata.outlet.as_ref().map(|known| known.value));
                self.dialog = Some(Dialog::Outlets(Box::new(OutletsForm::new(outlet))));
            }
            _ => return false,
        }
        true
    }

    /// The articles that are chosen in the list or, where none is, the one in front.
    fn chosen_articles(&self) -> Vec<ArticleId> {
        self.articles.chosen.or_front(self.desk.bench.session(), self.desk.bench.view.article)
    }

    fn confirm_guesses(&mut self, articles: Vec<ArticleId>) {
        let session = self.desk.bench.session();
        let guessed = articles.iter().filter_map(|id| session.shard(*id)).any(|shard| has_guess(&shard.metadata));
        if guessed {
            self.execute(&Command::ConfirmMetadata { articles, fields: Vec::new() });
        } else {
            let told = tr!("Nothing is guessed here: all that is known was typed or confirmed");
            self.notices.push(Weight::Info, told);
        }
    }
}

fn has_guess(row: &Metadata) -> bool {
    let texts = [&row.headline, &row.author, &row.url, &row.language];
    texts.into_iter().flatten().any(|stated| stated.origin == Origin::Guessed)
        || row.outlet.as_ref().is_some_and(|stated| stated.origin == Origin::Guessed)
        || row.published.as_ref().is_some_and(|stated| stated.origin == Origin::Guessed)
}
