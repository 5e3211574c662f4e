//! A status matrix as one Word table of fixed widths.

use docx_rs::{
    AlignmentType, BorderType, Paragraph, Run, Shading, StructuredDataTag, StructuredDataTagChild,
    Tab, TabValueType, Table, TableBorder, TableBorderPosition, TableBorders, TableCell,
    TableCellMargins, TableLayoutType, TableRow, VAlignType, WidthType,
};

use super::body::{Body, Prompt, text_run};
use super::control::{EXPECTED, Kind, LEFT, prompt_run};
use super::{border_eighths, pages, points_to_twips, styles, twips};
use crate::json::join;
use crate::layout::room::Heights;
use crate::report::{Mark, Matrix, Row};
use crate::theme::Theme;

/// The whole matrix; its first row is the header row.
pub fn table(matrix: &Matrix, body: &mut Body) -> Table {
    let theme = body.theme();
    let widths: Vec<usize> =
        matrix.columns.iter().map(|width| points_to_twips(*width) as usize).collect();
    let heights = Heights::new(matrix, theme);
    let mut rows = vec![head_row(matrix, &widths, theme)];
    for row in &matrix.rows {
        if theme.matrix.merged_cells {
            let strategy = strategy_row(row, matrix, &widths, body);
            rows.push(unsplit(strategy, heights.strategy(row), theme));
            let development = development_row(row, &widths, matrix.label_columns, body);
            rows.push(unsplit(development, heights.development(row), theme));
        } else {
            rows.push(whole_row(row, matrix, &widths, body));
        }
    }
    let look = &theme.matrix;
    Table::new(rows)
        .style(styles::MATRIX)
        .set_grid(widths.clone())
        .width(widths.iter().sum(), WidthType::Dxa)
        .indent(twips(look.left) - twips(theme.page.left))
        .layout(TableLayoutType::Fixed)
        .set_borders(borders(theme))
        .margins(
            TableCellMargins::new()
                .margin_top(twips(look.padding_y) as usize, WidthType::Dxa)
                .margin_bottom(twips(look.padding_y) as usize, WidthType::Dxa)
                .margin_left(twips(look.padding_x) as usize, WidthType::Dxa)
                .margin_right(twips(look.padding_x) as usize, WidthType::Dxa),
        )
}

fn borders(theme: &Theme) -> TableBorders {
    use TableBorderPosition::{Bottom, InsideH, InsideV, Left, Right, Top};
    let look = &theme.matrix;
    [Top, Left, Bottom, Right, InsideH, InsideV].into_iter().fold(
        TableBorders::with_empty(),
        |borders, position| {
            borders.set(
                TableBorder::new(position)
                    .border_type(BorderType::Single)
                    .size(border_eighths(look.rule))
                    .color(look.rule_colour.hex()),
            )
        },
    )
}

fn cell(width: usize, paragraph: Paragraph) -> TableCell {
    TableCell::new().width(width, WidthType::Dxa).add_paragraph(paragraph)
}

/// A paragraph that stays with the one in the row below.
fn kept(style: &str) -> Paragraph {
    Paragraph::new().style(style).keep_next(true)
}

fn head_row(matrix: &Matrix, widths: &[usize], theme: &Theme) -> TableRow {
    let mut cells = vec![cell(widths[0], kept(styles::MATRIX_HEAD))];
    for (head, width) in matrix.heads.iter().zip(&widths[1..]) {
        let paragraph =
            kept(styles::MATRIX_HEAD).align(AlignmentType::Center).add_run(text_run(&head.label));
        let tint = theme.colours[&head.colour].hex();
        cells.push(
            cell(*width, paragraph)
                .vertical_align(VAlignType::Center)
                .shading(Shading::new().fill(tint)),
        );
    }
    TableRow::new(cells).cant_split()
}

/// The strategy's number and words.
fn strategy(row: &Row, paragraph: Paragraph, body: &mut Body) -> Paragraph {
    let hanging = twips(body.theme().styles.matrix_strategy.hanging);
    let number = Run::new().add_text(format!("{}.", row.number)).add_tab();
    let mut paragraph = paragraph
        .add_tab(Tab::new().val(TabValueType::Left).pos(hanging as usize))
        .add_run(number)
        .add_run(text_run(&row.strategy));
    body.controls.bookmark(&row.path, std::slice::from_mut(&mut paragraph));
    paragraph
}

/// Words in the place of a mark.
fn said(row: &Row, text: &str, paragraph: Paragraph, body: &mut Body) -> Paragraph {
    let kind = Kind::Text { prompt: Prompt::Answer.name(), is_empty: false };
    let control = body.controls.add(&join(&row.path, "status"), &row.number, kind);
    paragraph.add_structured_data_tag(control.add_run(text_run(text)))
}

/// A box in every status column.
fn boxes(
    row: &Row,
    matrix: &Matrix,
    widths: &[usize],
    paragraph: &Paragraph,
    body: &mut Body,
) -> Vec<TableCell> {
    let columns = matrix.heads.iter().zip(&widths[1..]).enumerate();
    let cells = columns.map(|(index, (head, width))| {
        let checked = matches!(row.mark, Mark::Chosen { column, .. } if column == index);
        let path = join(&join(&row.path, "status"), &head.id);
        let title = format!("{}. {}", row.number, head.short);
        let mark = tick_box(&path, &title, &head.symbol, checked, body);
        let paragraph = paragraph.clone().align(AlignmentType::Center);
        cell(*width, paragraph.add_structured_data_tag(mark))
    });
    cells.collect()
}

fn strategy_row(row: &Row, matrix: &Matrix, widths: &[usize], body: &mut Body) -> TableRow {
    let mut cells = vec![cell(widths[0], strategy(row, kept(styles::MATRIX_STRATEGY), body))];
    let paragraph = kept(styles::MATRIX_MARK);
    if let Mark::Said { text } = &row.mark {
        let said = said(row, text, paragraph.align(AlignmentType::Center), body);
        let width = widths[1..].iter().sum();
        cells.push(cell(width, said).grid_span(widths.len() - 1));
    } else {
        cells.extend(boxes(row, matrix, widths, &paragraph, body));
    }
    TableRow::new(cells)
}

/// A row that is not split between pages, unless it is higher than one: some
/// programs would cut it off.
fn unsplit(row: TableRow, height: f64, theme: &Theme) -> TableRow {
    if height > theme.page.text_height() { row } else { row.cant_split() }
}

/// All of a strategy in one row without merged cells: what is said of it stands
/// below its words, beside its boxes.
fn whole_row(row: &Row, matrix: &Matrix, widths: &[usize], body: &mut Body) -> TableRow {
    let space = twips(body.theme().matrix.padding_y).unsigned_abs();
    let below = |style: &str| {
        Paragraph::new().style(style).line_spacing(styles::single_lines().before(space))
    };
    let words = Paragraph::new().style(styles::MATRIX_STRATEGY);
    let mut first = cell(widths[0], strategy(row, words, body));
    if let Mark::Said { text } = &row.mark {
        first = first.add_paragraph(said(row, text, below(styles::MATRIX_MARK), body));
    }
    let label = below(styles::MATRIX_LABEL).add_run(text_run(&row.label));
    let mut first = first.add_paragraph(label).add_structured_data_tag(development(row, body));
    for line in lines_to_fill_in(row, body) {
        first = first.add_paragraph(line);
    }

    let mut cells = vec![first];
    let mark = Paragraph::new().style(styles::MATRIX_MARK);
    cells.extend(boxes(row, matrix, widths, &mark, body));
    let table_row = TableRow::new(cells);
    // Text in so narrow a column is high: a page would be left half empty.
    let goes_on = pages::is_long(row, matrix, body.theme());
    if goes_on { table_row } else { table_row.cant_split() }
}

/// A box to tick; a sign of several letters cannot be one, and is text.
fn tick_box(
    path: &str,
    title: &str,
    symbol: &str,
    checked: bool,
    body: &mut Body,
) -> StructuredDataTag {
    let mut letters = symbol.chars();
    let unticked = body.unticked();
    let kind = match (letters.next(), letters.next()) {
        (Some(sign), None) => {
            let font = body.theme().styles.matrix_mark.font;
            let font = body.theme().fonts.get(font).word.clone();
            Kind::Mark { checked, sign, unticked, font }
        }
        _ => Kind::Text { prompt: Prompt::Answer.name(), is_empty: !checked },
    };
    let shown = if checked { symbol.to_owned() } else { unticked.to_string() };
    body.controls.add(path, title, kind).add_run(text_run(&shown))
}

/// In a form to fill in, when the work is expected to be done, and whether the
/// strategy is left without a status.
fn lines_to_fill_in(row: &Row, body: &mut Body) -> Vec<Paragraph> {
    if !body.is_blank() || row.mark != Mark::Open {
        return Vec::new();
    }
    let prompts = body.prompts();
    let language = body.language().to_owned();
    let date = prompts.date.as_ref().filter(|_| row.asks_date);
    let date = date.map(|date| (EXPECTED, &date.label, &date.prompt, Kind::Date { language }));
    let nothing = String::new();
    let state = prompts
        .state
        .as_ref()
        .map(|state| (LEFT, &nothing, &state.prompt, Kind::Choice { words: state.states.clone() }));
    let lines = date.into_iter().chain(state).map(|(key, label, prompt, kind)| {
        let path = join(&row.path, key);
        let name = if label.is_empty() { prompt } else { label };
        let title = format!("{}. {}", row.number, name.trim().trim_end_matches(':'));
        let control = body.controls.add(&path, &title, kind).add_run(prompt_run(prompt));
        let style = styles::of_development(body.theme());
        let spacing = styles::single_lines().after(0);
        let mut line = Paragraph::new().style(style.id).line_spacing(spacing);
        if !label.is_empty() {
            line = line.add_run(text_run(label));
        }
        let mut lines = [line.add_structured_data_tag(control)];
        body.controls.bookmark(&path, &mut lines);
        lines
    });
    lines.flatten().collect()
}

/// The control with the development text.
fn development(row: &Row, body: &mut Body) -> StructuredDataTag {
    let style = styles::of_development(body.theme());
    let paragraphs = body.text(&row.development.0, style);
    let title = format!("{}. {}", row.number, row.label);
    let path = join(&row.path, "development");
    let mut control = body.control(&path, &title, style, paragraphs, Prompt::Development);
    // Space after the last paragraph would make the row higher.
    if let Some(StructuredDataTagChild::Paragraph(last)) = control.children.last_mut() {
        last.property.line_spacing = Some(styles::single_lines().after(0));
    }
    control
}

fn development_row(row: &Row, widths: &[usize], split: usize, body: &mut Body) -> TableRow {
    let label = Paragraph::new().style(styles::MATRIX_LABEL).add_run(text_run(&row.label));
    let label = cell(widths[..split].iter().sum(), label).grid_span(split);

    let width = widths[split..].iter().sum();
    let text = TableCell::new().width(width, WidthType::Dxa).grid_span(widths.len() - split);
    let mut text = text.add_structured_data_tag(development(row, body));
    for line in lines_to_fill_in(row, body) {
        text = text.add_paragraph(line);
    }

    TableRow::new(vec![label, text])
}
