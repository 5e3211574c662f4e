//! The subset of Markdown, cleaning, diary numbers and dates, case by case.

use dnr::date;
use dnr::form::DiaryNumber;
use dnr::rich_text::{Marker, RichText, TextBlock, clean, parse};

/// A text as one line per block: markers, then styles in angle brackets.
fn shown(text: &str) -> Vec<String> {
    fn spans(blocks: &TextBlock) -> String {
        let TextBlock::Paragraph { spans } = blocks else { return String::new() };
        let shown = spans.iter().map(|span| {
            let mut text = span.text.replace('\n', "⏎");
            if span.strong {
                text = format!("<b {text}>");
            }
            if span.emphasis {
                text = format!("<i {text}>");
            }
            span.link.as_ref().map_or(text.clone(), |url| format!("<{url} {text}>"))
        });
        shown.collect()
    }
    fn blocks(text: &[TextBlock], indent: &str, lines: &mut Vec<String>) {
        for block in text {
            match block {
                TextBlock::Paragraph { .. } => lines.push(format!("{indent}{}", spans(block))),
                TextBlock::List(list) => {
                    for (index, item) in list.items.iter().enumerate() {
                        let sign = match list.marker {
                            Marker::Bullet => "*".to_owned(),
                            Marker::Dash => "-".to_owned(),
                            Marker::Number => format!("{}.", list.start + index as u64),
                        };
                        lines.push(format!("{indent}{sign} {}", spans(&item[0])));
                        blocks(&item[1..], &format!("{indent}  "), lines);
                    }
                }
            }
        }
    }
    let RichText(read) = parse(&clean(text).0).text;
    let mut lines = Vec::new();
    blocks(&read, "", &mut lines);
    lines
}

fn literal(text: &str) -> Vec<String> {
    parse(&clean(text).0).literal
}

#[test]
fn paragraphs_and_breaks() {
    assert_eq!(shown("Ett\ntvå\n\n\nTre  \nfyra"), ["Ett två", "Tre⏎fyra"]);
    assert_eq!(shown(""), Vec::<String>::new());
    assert_eq!(shown(" \n\u{a0}\n"), Vec::<String>::new());
}

#[test]
fn lists_in_three_kinds_and_in_each_other() {
    assert_eq!(
        shown("* ett\n* två\n  - inre\n  - till\n\n7. sju\n8. åtta"),
        ["* ett", "* två", "  - inre", "  - till", "7. sju", "8. åtta"]
    );
    assert_eq!(shown("2023. Ett år i början"), ["2023. Ett år i början"]);
}

#[test]
fn styles_and_links() {
    assert_eq!(
        shown("_så_ **här** [dit](https://x.se/?a=1&b=<2>) [ring](tel:+4631)"),
        ["<i så> <b här> <https://x.se/?a=1&b=%3C2%3E dit> <tel:+4631 ring>"]
    );
}

#[test]
fn everything_else_is_shown_as_it_is_written_and_told() {
    for text in [
        "*b*",
        "# rubrik",
        "> citat",
        "`kod`",
        "<b>x</b>",
        "---",
        "![x](y.png)",
        "<https://x.se>",
        "[x](javascript:alert)",
        "[x][y]",
        "__x__",
        "    indrag",
        "[foo]: http://bar",
    ] {
        assert_eq!(shown(text), [text.trim()], "{text}");
    }
    assert_eq!(literal("*b* och `kod`"), ["*", "`kod`"]);
    assert_eq!(
        shown("AT&amp;T \\*stjärna\\* #panic() $x$ {{dnr}}"),
        ["AT&amp;T *stjärna* #panic() $x$ {{dnr}}"]
    );
}

#[test]
fn a_link_longer_than_any_program_takes_is_no_link() {
    for (length, count) in [(3_900, 0), (4_100, 1)] {
        let link = format!("[x](https://x.se/{})", "u".repeat(length));
        assert_eq!(literal(&link).len(), count);
    }
}

#[test]
fn nothing_is_lost() {
    let text = "# a\n\n* b\n\n      c\n* d\n\n[e]: f\n\n<g>\nh\n\n> i\n> j\n\n| k | l |\n|---|---|\n| m | n |\n\n~~o~~";
    let all = shown(text).join(" ");
    for letter in 'a'..='o' {
        assert!(all.contains(letter), "{letter} in {all}");
    }
}

#[test]
fn cleaning_makes_one_form_of_all_texts() {
    assert_eq!(clean("a\u{30a}\u{308}").0, "å\u{308}");
    assert_eq!(clean("O\u{308}rebro\r\ntabb\there").0, "Örebro\ntabb here");
    assert_eq!(clean("a\u{b}b").0, "a  \nb");
    assert_eq!(clean("a\u{0}").1.refused, ['\0']);
}

#[test]
fn diary_numbers_follow_the_organisations_pattern() {
    let rule = |pattern: &str| DiaryNumber {
        label: "Dnr".to_owned(),
        pattern: pattern.to_owned(),
        example: String::new(),
    };
    for (pattern, number, year) in [
        ("####/YY", "0497/23", Some(2023)),
        ("SLK-YYYY-#####", "SLK-2023-01047", Some(2023)),
        ("KS YYYY/#####", "KS 2023/00123", Some(2023)),
        ("Ä###", "Ä042", None),
    ] {
        assert!(rule(pattern).accepts(number), "{number}");
        assert_eq!(rule(pattern).year(number), year);
    }
    for (pattern, number) in [
        ("####/YY", "497/23"),
        ("####/YY", "0497/2023"),
        ("####/YY", "0497/2x"),
        ("####/YY", "0497/23 "),
        ("SLK-YYYY-#####", "SLk-2023-01047"),
        ("KS YYYY/#####", "KS 20ö3/00123"),
        ("####/YY", ""),
    ] {
        assert!(!rule(pattern).accepts(number), "{number}");
    }
}

#[test]
fn dates_exist_or_are_none() {
    for date in ["2023", "2023-03", "2024-02-29", "1999-12-31"] {
        assert!(date::is_date(date), "{date}");
    }
    for date in [
        "",
        "23",
        "2023-13",
        "2023-02-29",
        "2023-2-1",
        "20225-06-16",
        "2023-01-01-01",
        "0000-01-01",
    ] {
        assert!(!date::is_date(date), "{date}");
    }
}
