//! Whether a layout has room for what a form would put into it.

use super::FormChecker;
use crate::compose::longest_lines;
use crate::diagnostic::{Diagnostic, Problems};
use crate::form::Item;

impl FormChecker<'_> {
    /// Matrices on the page, and the longest lines of cover and header.
    pub(super) fn fits(&mut self) {
        let mut found = Problems::default();
        for part in &self.form.parts {
            for item in &part.content {
                let Item::Matrix(matrix) = item else { continue };
                let Some(scale) = self.form.scales.get(&matrix.scale) else { continue };
                if !scale.options.is_empty() {
                    found.append(self.layout.judge_matrix(&part.id, scale.options.len()));
                    let tints = scale.options.iter().map(|option| &option.colour);
                    tints.for_each(|colour| found.append(self.layout.judge_tint(colour)));
                }
            }
        }
        if let Some((cover, left, right)) = longest_lines(self.form, self.bodies, self.layout) {
            found.append(self.layout.judge_long_lines(&cover, [&left, &right]));
        }
        for diagnostic in found.0 {
            if !self.problems.0.iter().any(|told| is_same(told, &diagnostic)) {
                self.problems.add(diagnostic);
            }
        }
    }
}

fn is_same(one: &Diagnostic, other: &Diagnostic) -> bool {
    let place = |diagnostic: &Diagnostic| {
        diagnostic.place.as_ref().map(|place| (place.pointer.clone(), place.span.clone()))
    };
    (one.code, &one.args, place(one)) == (other.code, &other.args, place(other))
}
