//! What of a theme's values hides text or makes it hard to read, told at the
//! value.

mod colours;
mod matrix;
mod measures;

pub(crate) use colours::{SEEN, contrast_of};
pub(crate) use measures::READABLE;

use super::Layout;
use crate::diagnostic::{Code, Diagnostic, Place, Problems};
use crate::inputs::SETTING;
use crate::json::Json;

/// Nearer to the page's edge, many printers leave text out.
const PRINTED: f64 = 5.0 / 25.4 * 72.0;

/// How bad a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    /// Text cannot be seen.
    Hides,
    /// Text can be seen with trouble.
    Poor,
}

/// Gathers what is wrong with a layout's values.
struct Judge<'a> {
    layout: &'a Layout,
    problems: Problems,
}

impl Layout {
    /// What is wrong with the values whatever the form.
    pub(super) fn judge(&self) -> Problems {
        let mut judge = Judge::of(self);
        judge.page();
        // Where there is no room at all, all else would be told of as well.
        if !judge.problems.has_errors() {
            judge.texts();
            judge.lists();
            judge.cover();
            judge.running_header();
        }
        judge.colours();
        judge.problems
    }

    /// What is wrong with a matrix of so many statuses in `part`.
    pub(crate) fn judge_matrix(&self, part: &str, statuses: usize) -> Problems {
        let mut judge = Judge::of(self);
        if !self.theme.matrix.linear {
            judge.matrix(part, statuses);
        }
        judge.problems
    }

    /// What is wrong with a column's tint, which is one of the theme's colours.
    pub(crate) fn judge_tint(&self, colour: &str) -> Problems {
        let mut judge = Judge::of(self);
        judge.tint(colour);
        judge.problems
    }

    /// What is wrong with lines that long texts fill: those of the cover, and
    /// the running header's, `texts` in the order of the theme.
    pub(crate) fn judge_long_lines(&self, cover: &[String], header: [&str; 2]) -> Problems {
        let mut judge = Judge::of(self);
        judge.long_cover(cover);
        judge.long_header(header);
        judge.problems
    }
}

impl<'a> Judge<'a> {
    fn of(layout: &'a Layout) -> Self {
        Self { layout, problems: Problems::default() }
    }

    /// Tells of values that together are at fault, at the one that was given
    /// last: on the command line, or else in the layout's own theme.
    fn tell(
        &mut self,
        fault: Fault,
        reason: &str,
        pointers: &[&str],
        args: &[(&'static str, String)],
    ) {
        let code = match fault {
            Fault::Hides => Code::HidesText,
            Fault::Poor => Code::PoorLook,
        };
        let place = given_last(&self.layout.theme_json, pointers);
        let mut diagnostic = Diagnostic::new(code, place).with("reason", reason);
        diagnostic.args.extend(args.iter().cloned());
        self.problems.add(diagnostic);
    }
}

fn given_last(json: &Json, pointers: &[&str]) -> Place {
    let known = pointers.iter().filter(|pointer| json.value.pointer(pointer).is_some());
    let mut places: Vec<Place> = known.map(|pointer| json.place(pointer)).collect();
    if places.is_empty() {
        return json.place(pointers.first().unwrap_or(&""));
    }
    let rank = |place: &Place| match &place.source {
        source if source.name.starts_with(SETTING) => 0,
        source if source.name == json.source.name => 1,
        _ => 2,
    };
    places.sort_by_key(rank);
    places.swap_remove(0)
}

/// A length as people give it.
pub(super) fn mm(points: f64) -> String {
    // No widths come to minus nothing.
    format!("{:.1} mm", points / 72.0 * 25.4 + 0.0)
}

fn pt(points: f64) -> String {
    format!("{} pt", (points * 10.0).round() / 10.0)
}
