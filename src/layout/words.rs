//! The few words of a theme that are no patterns.

use super::Layout;
use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::language::is_language;
use crate::lint;

impl Layout {
    /// What is wrong with markers, names of fonts, the logo's description and
    /// the tag of the theme's language.
    pub(super) fn check_words(&self) -> Problems {
        let theme = &self.theme;
        let mut problems = Problems::default();
        let mut line = |pointer: &str, text: &str, is_seen: bool| {
            let place = self.theme_json.place(pointer);
            if text.trim().is_empty() {
                problems.add(Diagnostic::new(Code::EmptyText, place));
                return;
            }
            let can_print = |c| !is_seen || self.can_print(c);
            problems.append(lint::check_line(text, &place, &can_print));
        };
        line("/lists/bullet/marker", &theme.lists.bullet.marker, true);
        line("/lists/dash/marker", &theme.lists.dash.marker, true);
        line("/fonts/text/word", &theme.fonts.text.word, false);
        line("/fonts/display/word", &theme.fonts.display.word, false);
        if let Some(logo) = &theme.logo {
            line("/logo/alternative", &logo.alternative, false);
        }
        if let Some(tag) = theme.language.as_deref().filter(|tag| !is_language(tag)) {
            let place = self.theme_json.place("/language");
            problems.add(Diagnostic::new(Code::Language, place).with("language", tag));
        }
        problems
    }
}
