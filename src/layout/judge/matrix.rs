//! A matrix's columns on the page.

use super::{Fault, Judge, PRINTED, mm};
use crate::json::join;
use crate::layout::Layout;

/// Fewer font sizes of room break nearly every word.
const ROOM: f64 = 3.0;
const HAIR: f64 = 0.01;

impl Judge<'_> {
    pub(super) fn matrix(&mut self, part: &str, statuses: usize) {
        let Layout { theme, .. } = self.layout;
        let matrix = &theme.matrix;
        let columns = matrix.columns(part, statuses);
        let own = join("/matrix/parts", part);
        let base = if matrix.parts.contains_key(part) { own.as_str() } else { "/matrix" };
        let (strategy, status) = (join(base, "strategy"), join(base, "statuses"));
        let count = ("statuses", statuses.to_string());

        let reach = matrix.left.0 + columns.iter().sum::<f64>();
        let rest = theme.page.width.0 - reach;
        let all = [strategy.as_str(), &status, "/matrix/left", "/page/width"];
        let args = [count.clone(), ("reach", mm(reach)), ("width", mm(theme.page.width.0))];
        if rest < -HAIR {
            self.tell(Fault::Hides, "matrix", &all, &args);
        } else if rest < PRINTED || matrix.left.0 < PRINTED {
            self.tell(Fault::Poor, "matrix", &all, &args);
        }

        let styles = &theme.styles;
        let hanging = styles.matrix_strategy.hanging.0;
        let heads = styles.matrix_head.size.0.max(styles.matrix_mark.size.0);
        let narrowest = columns[1..].iter().copied().fold(f64::INFINITY, f64::min);
        self.column(columns[0], 0.0, styles.matrix_strategy.size.0, &[&strategy], &count);
        self.column(narrowest, 0.0, heads, &[&status], &count);
        if columns[0] - 2.0 * matrix.padding_x.0 > styles.matrix_strategy.size.0 {
            let pointers = ["/styles/matrix_strategy/hanging", strategy.as_str()];
            self.column(columns[0], hanging, styles.matrix_strategy.size.0, &pointers, &count);
        }
        let label_columns = matrix.label_columns.clamp(1, statuses.max(1));
        let development: f64 = columns[label_columns..].iter().sum();
        let size = styles.matrix_development.size.0;
        for (name, indent) in theme.lists.hanging_by_name() {
            let pointer = format!("/lists/{name}/hanging");
            self.column(development, indent.0, size, &[&pointer, &status], &count);
        }
    }

    /// A column of that width, indented, for letters of that size.
    fn column(
        &mut self,
        width: f64,
        indent: f64,
        size: f64,
        pointers: &[&str],
        count: &(&'static str, String),
    ) {
        let rest = width - 2.0 * self.layout.theme.matrix.padding_x.0 - indent;
        let fault = if rest < size {
            Fault::Hides
        } else if rest < ROOM * size {
            Fault::Poor
        } else {
            return;
        };
        let args = [count.clone(), ("width", mm(width)), ("rest", mm(rest.max(0.0)))];
        let pointers = [pointers, &["/matrix/padding_x"]].concat();
        let is_told = self.problems.0.iter().any(|told| told.args.contains(&args[1]));
        if !is_told {
            self.tell(fault, "column", &pointers, &args);
        }
    }
}
