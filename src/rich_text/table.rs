//! Tables as people paste them: `| a | b |`, line by line. The subset has none,
//! so that their lines are printed as they are, and not as one.

use std::ops::Range;

/// Where the lines of tables stand in a text.
#[derive(Default)]
pub(super) struct Tables {
    /// Where each row begins, in order.
    rows: Vec<usize>,
    /// The first row of each table.
    pub(super) first_rows: Vec<Range<usize>>,
}

impl Tables {
    pub(super) fn find(text: &str) -> Self {
        let mut tables = Self::default();
        if !text.contains('|') {
            return tables;
        }
        let mut lines: Vec<Range<usize>> = Vec::new();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            if line.trim().is_empty() {
                tables.note(text, &std::mem::take(&mut lines));
            } else {
                lines.push(start..start + line.len());
            }
            start += line.len();
        }
        tables.note(text, &lines);
        tables
    }

    /// Notes the rows among lines that no empty one parts.
    fn note(&mut self, text: &str, lines: &[Range<usize>]) {
        let has_rule = lines.iter().any(|line| is_rule(&text[line.clone()]));
        let is_row = |line: &&Range<usize>| {
            let line = text[(*line).clone()].trim();
            let is_framed = line.strip_prefix('|').is_some_and(|rest| rest.contains('|'));
            is_framed || (has_rule && line.contains('|'))
        };
        let rows: Vec<&Range<usize>> = lines.iter().filter(is_row).collect();
        if let (Some(first), true) = (rows.first(), lines.len() > 1) {
            let line = &text[(*first).clone()];
            let start = first.start + line.len() - line.trim_start().len();
            self.first_rows.push(start..start + line.trim().len());
        }
        self.rows.extend(rows.iter().map(|row| row.start));
    }

    /// Whether the end of a line at `end` parts a row from what is before or
    /// after it.
    pub(super) fn part_lines(&self, text: &str, end: usize) -> bool {
        let is_row = |start: usize| self.rows.binary_search(&start).is_ok();
        let line = text[..end].rfind('\n').map_or(0, |newline| newline + 1);
        let next = text[end..].find('\n').map(|newline| end + newline + 1);
        !self.rows.is_empty() && (is_row(line) || next.is_some_and(is_row))
    }
}

/// The line below a table's heads: `|---|:-:|`.
fn is_rule(line: &str) -> bool {
    line.contains('|') && line.contains("--") && line.trim().chars().all(|c| "|-: ".contains(c))
}
