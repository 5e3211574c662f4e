//! Sizes and distances on the page.

use super::{Fault, Judge, PRINTED, mm, pt};
use crate::fonts;
use crate::json::join;
use crate::layout::Layout;
use crate::layout::room::BETWEEN_SIDES;
use crate::theme::FontRole;

/// Smaller letters cannot be read.
pub(crate) const READABLE: f64 = 5.0;
/// Smaller letters are read with trouble.
const EASY: f64 = 7.0;
/// Fewer font sizes on a line break many words.
const LETTERS: f64 = 8.0;
const MM: f64 = 72.0 / 25.4;
/// Narrower lines cannot hold a word.
const WORD: f64 = 20.0 * MM;
/// Narrower lines are poor to read.
const LINE: f64 = 60.0 * MM;
/// Word's largest page is 22 inches long.
const LARGEST: f64 = 22.0 * 72.0;
/// Above the rule of the running header.
const ABOVE_RULE: f64 = 3.0;

impl Judge<'_> {
    pub(super) fn page(&mut self) {
        let layout = self.layout;
        let page = &layout.theme.page;
        let (width, height) = (page.text_width(), page.text_height());
        for (length, pointer) in [(page.width.0, "/page/width"), (page.height.0, "/page/height")] {
            if length > LARGEST {
                let args = [("size", mm(length)), ("most", mm(LARGEST))];
                self.tell(Fault::Hides, "page", &[pointer], &args);
            }
        }
        let sides = match page.left.0 >= page.right.0 {
            true => ["/page/left", "/page/right", "/page/width"],
            false => ["/page/right", "/page/left", "/page/width"],
        };
        let ends = match page.top.0 >= page.bottom.0 {
            true => ["/page/top", "/page/bottom", "/page/height"],
            false => ["/page/bottom", "/page/top", "/page/height"],
        };
        let edges = [
            (page.left.0, "/page/left"),
            (page.right.0, "/page/right"),
            (page.top.0, "/page/top"),
            (page.bottom.0, "/page/bottom"),
            (page.header.0, "/page/header"),
        ];
        for (_, pointer) in edges.into_iter().filter(|(distance, _)| *distance < PRINTED) {
            self.tell(Fault::Poor, "edge", &[pointer], &[]);
        }
        self.margins(width, WORD, LINE, "width", &sides);
        self.margins(height, LINE, LINE * 1.5, "height", &ends);
    }

    fn margins(&mut self, rest: f64, least: f64, good: f64, what: &str, pointers: &[&str]) {
        if rest < good {
            let fault = if rest < least { Fault::Hides } else { Fault::Poor };
            let args = [("what", what.to_owned()), ("rest", mm(rest.max(0.0)))];
            self.tell(fault, "margins", pointers, &args);
        }
    }

    /// Sizes, indents and spaces of the styles.
    pub(super) fn texts(&mut self) {
        let Layout { theme, .. } = self.layout;
        for (name, style) in theme.styles.by_name() {
            let base = join("/styles", name);
            let at = |key: &str| join(&base, key);
            self.size(style.font, style.size.0, &at("size"));
            self.space(style.before.0, &at("before"));
            self.space(style.after.0, &at("after"));
            // The columns of a matrix are looked at with the form.
            let width = theme.page.text_width();
            if !name.starts_with("matrix_") {
                let taken = [style.hanging.0, style.right.0];
                self.indent(width, taken, &[&at("hanging"), &at("right")]);
            }
        }
        let matrix = &theme.matrix;
        self.space(matrix.before.0, "/matrix/before");
        // The heads, a strategy and its development text stand on one page.
        if matrix.padding_y.0 * 6.0 > theme.page.text_height() {
            let args = [("size", mm(matrix.padding_y.0))];
            self.tell(Fault::Hides, "space", &["/matrix/padding_y"], &args);
        }
        if matrix.rule.0 / 2.0 > matrix.padding_x.0.min(matrix.padding_y.0).max(1.0) {
            let args = [("size", pt(matrix.rule.0))];
            self.tell(Fault::Hides, "rule", &["/matrix/rule"], &args);
        }
    }

    pub(super) fn lists(&mut self) {
        let Layout { theme, .. } = self.layout;
        let lists = &theme.lists;
        for (name, hanging) in lists.hanging_by_name() {
            let pointer = format!("/lists/{name}/hanging");
            self.indent(theme.page.text_width(), [hanging.0, 0.0], &[&pointer]);
        }
        let style = &theme.styles.answer;
        for (name, list) in [("bullet", &lists.bullet), ("dash", &lists.dash)] {
            // Without an indent, a marker stands in the line.
            let marker = self.width(style.font, style.size.0, &format!("{}\u{a0}", list.marker));
            if list.hanging.0 > 0.0 && marker > list.hanging.0 {
                let at = |key: &str| format!("/lists/{name}/{key}");
                let args = [("size", pt(marker)), ("width", pt(list.hanging.0))];
                self.tell(Fault::Hides, "marker", &[&at("marker"), &at("hanging")], &args);
            }
        }
    }

    pub(super) fn cover(&mut self) {
        let Layout { theme, .. } = self.layout;
        for (index, line) in theme.cover.iter().enumerate() {
            self.size(line.font, line.size.0, &format!("/cover/{index}/size"));
        }
        self.logo();
        let lines = vec![1.0; theme.cover.len()];
        self.cover_height(Fault::Hides, &lines);
    }

    fn logo(&mut self) {
        let layout = self.layout;
        let page = &layout.theme.page;
        let Some(logo) = &layout.theme.logo else { return };
        for (length, most, good, pointer) in [
            (logo.width.0, page.width.0 - page.left.0, page.text_width(), "/logo/width"),
            (logo.height.0, page.text_height(), page.text_height(), "/logo/height"),
        ] {
            let args = [("size", mm(length)), ("most", mm(good))];
            if length < 1.0 || length > most {
                self.tell(Fault::Hides, "logo", &[pointer], &args);
            } else if length > good {
                self.tell(Fault::Poor, "logo", &[pointer], &args);
            }
        }
    }

    /// The height of the cover, each of whose entries fills so many lines.
    fn cover_height(&mut self, fault: Fault, lines: &[f64]) {
        let Layout { theme, .. } = self.layout;
        let mut height = theme.logo.as_ref().map_or(0.0, |logo| logo.height.0);
        // Of two spaces the larger holds; nothing stands above the first.
        let mut above = 0.0;
        let mut widest = (0.0, "/cover".to_owned());
        for (index, (line, lines)) in theme.cover.iter().zip(lines).enumerate() {
            let space = if height > 0.0 { line.before.0.max(above) } else { 0.0 };
            if space > widest.0 {
                let key = if line.before.0 >= above { "before" } else { "after" };
                let index = if line.before.0 >= above { index } else { index - 1 };
                widest = (space, format!("/cover/{index}/{key}"));
            }
            height += space + lines * self.line_height(line.font, line.size.0);
            above = line.after.0;
        }
        let rest = theme.page.text_height();
        if height > rest {
            let args = [("size", mm(height)), ("rest", mm(rest))];
            self.tell(fault, "cover", &[widest.1.as_str(), "/page/top", "/page/bottom"], &args);
        }
    }

    /// The cover with its texts as long as they can be.
    pub(super) fn long_cover(&mut self, texts: &[String]) {
        let Layout { theme, .. } = self.layout;
        let width = theme.page.text_width();
        let lines = theme.cover.iter().zip(texts);
        let lines: Vec<f64> = lines
            .map(|(line, text)| (self.width(line.font, line.size.0, text) / width).ceil().max(1.0))
            .collect();
        self.cover_height(Fault::Poor, &lines);
    }

    pub(super) fn running_header(&mut self) {
        let header = &self.layout.theme.running_header;
        self.size(header.font, header.size.0, "/running_header/size");
        self.header_height(1.0);
    }

    /// The running header with its texts as long as they can be.
    pub(super) fn long_header(&mut self, [left, right]: [&str; 2]) {
        let Layout { theme, .. } = self.layout;
        let header = &theme.running_header;
        let right = self.width(header.font, header.size.0, right);
        let room = (theme.page.text_width() - right - BETWEEN_SIDES).max(1.0);
        let lines = (self.width(header.font, header.size.0, left) / room).ceil();
        if lines > 1.0 {
            self.header_height(lines);
        }
    }

    fn header_height(&mut self, lines: f64) {
        let Layout { theme, .. } = self.layout;
        let header = &theme.running_header;
        let rule = if header.rule.0 > 0.0 { ABOVE_RULE + header.rule.0 } else { 0.0 };
        let height = lines * self.line_height(header.font, header.size.0) + rule;
        let reach = theme.page.header.0 + height;
        if reach > theme.page.top.0 {
            let args = [("reach", mm(reach)), ("top", mm(theme.page.top.0))];
            let pointers = ["/page/header", "/page/top", "/running_header/size"];
            self.tell(Fault::Hides, "header", &pointers, &args);
        }
    }

    fn size(&mut self, font: FontRole, size: f64, pointer: &str) {
        let page = &self.layout.theme.page;
        let (width, height) = (page.text_width(), page.text_height());
        let args = [("size", pt(size))];
        if size < EASY {
            let fault = if size < READABLE { Fault::Hides } else { Fault::Poor };
            self.tell(fault, "size", &[pointer], &args);
        }
        if size > width || self.line_height(font, size) > height {
            self.tell(Fault::Hides, "large", &[pointer], &args);
        } else if size > width / LETTERS {
            self.tell(Fault::Poor, "large", &[pointer], &args);
        }
    }

    fn space(&mut self, space: f64, pointer: &str) {
        if space > self.layout.theme.page.text_height() {
            self.tell(Fault::Hides, "space", &[pointer], &[("size", mm(space))]);
        }
    }

    fn indent(&mut self, width: f64, taken: [f64; 2], pointers: &[&str]) {
        let rest = width - taken[0] - taken[1];
        if rest < WORD {
            let mut pointers = pointers.to_vec();
            if taken[1] > taken[0] {
                pointers.reverse();
            }
            let args = [("width", mm(width)), ("rest", mm(rest.max(0.0)))];
            self.tell(Fault::Hides, "indent", &pointers, &args);
        }
    }

    fn line_height(&self, font: FontRole, size: f64) -> f64 {
        let edges = self.layout.theme.fonts.get(font).edges;
        (edges.top - edges.bottom) * size
    }

    /// The width of a text on one line, about.
    fn width(&self, font: FontRole, size: f64, text: &str) -> f64 {
        let family = &self.layout.theme.fonts.get(font).family;
        let Some(font) = self.layout.fonts.regular(family) else { return 0.0 };
        fonts::width(font, text) * size
    }
}
