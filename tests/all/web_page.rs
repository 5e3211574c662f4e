//! The web page: one file that says what its templates get wrong, that no
//! value of the theme breaks out of, and in which every word is as written.

use std::collections::BTreeSet;
use std::fs;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::json;

use crate::support::{ANSWERS, Said, Workshop, copy, project};

const PAGE: &str = "out/trygghet-2023-utbildningsnamnden.html";
const TEMPLATE: &str = "layouts/egen/report.html.hbs";

/// The shipped report in the layout `egen`, a copy of `goteborg`.
fn own_layout() -> Workshop {
    let workshop = Workshop::new();
    copy(&project().join("layouts/goteborg"), &workshop.path("layouts/egen"));
    workshop
}

fn build(workshop: &Workshop) -> Said {
    workshop.run(&["build", "--layout", "egen", "--format", "html"])
}

fn page(workshop: &Workshop, name: &str) -> String {
    String::from_utf8(workshop.read(name)).expect("UTF-8")
}

fn own_page(workshop: &Workshop) -> String {
    let said = build(workshop);
    assert_eq!(said.code, 0, "{}", said.stderr);
    page(workshop, PAGE)
}

/// All values of an attribute, in order.
fn attributes<'a>(page: &'a str, name: &str) -> Vec<&'a str> {
    let start = format!(" {name}=\"");
    page.split(&start).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// The text within the page's body.
fn text(page: &str) -> String {
    let body = page.split("<body>").nth(1).expect("a body");
    let pieces = body.split('<').skip(1).map(|part| part.split_once('>').expect("a whole tag").1);
    quick_xml::escape::unescape(&pieces.collect::<String>()).expect("known entities").into_owned()
}

fn style(page: &str) -> &str {
    page.split("<style>").nth(1).and_then(|rest| rest.split("</style>").next()).expect("a style")
}

#[track_caller]
fn assert_refused(said: &Said, expected: &[&str]) {
    assert_eq!(said.code, 1, "{}", said.stderr);
    for words in expected {
        assert!(said.stderr.contains(words), "{words} in {}", said.stderr);
    }
}

#[test]
fn a_misspelt_name_is_told_with_its_line() {
    let misspelt = [
        ("{{report.properties.title}}", "{{report.properties.titel}}", "report.html.hbs:6:"),
        ("{{#if report.provenance}}", "{{#if report.provenence}}", "report.html.hbs:10:"),
        ("{{#each blocks}}", "{{#each bloks}}", "report.html.hbs:26:"),
        ("{{lines heading}}</h2>", "{{lines headding}}</h2>", "report.html.hbs:25:"),
    ];
    for (right, wrong, place) in misspelt {
        let workshop = own_layout();
        workshop.replace(TEMPLATE, right, wrong);
        let said = build(&workshop);
        assert_refused(&said, &["unknown-name", place, "did you mean"]);
        assert!(!workshop.path(PAGE).exists(), "{wrong}");
    }
}

#[test]
fn a_misspelt_name_is_told_in_every_file() {
    for (file, right, wrong) in [
        ("cover.html.hbs", "\"role\"", "\"rolle\""),
        ("item.html.hbs", "(eq kind", "(eq kindd"),
        ("list.html.hbs", "{{marker}}", "{{markr}}"),
        ("mark.html.hbs", "row.mark.kind \"chosen\"", "row.mark.kin \"chosen\""),
        ("matrix.html.hbs", "{{#each shares}}", "{{#each share}}"),
        ("spans.html.hbs", "{{#if strong}}", "{{#if stong}}"),
        ("report.css.hbs", "{{theme.colours.link}}", "{{theme.colours.lnk}}"),
        ("face.css.hbs", "{{#if bold}}", "{{#if blod}}"),
    ] {
        let workshop = own_layout();
        workshop.replace(&format!("layouts/egen/{file}"), right, wrong);
        assert_refused(&build(&workshop), &["unknown-name", &format!("layouts/egen/{file}:")]);
    }
}

#[test]
fn a_block_without_a_file_is_no_empty_table() {
    let workshop = own_layout();
    fs::remove_file(workshop.path("layouts/egen/matrix.html.hbs")).expect("the file goes");
    let place = "layouts/egen/report.html.hbs:26:";
    assert_refused(&build(&workshop), &["no-page-file", "`matrix.html.hbs`", place]);
    assert!(!workshop.path(PAGE).exists());
}

#[test]
fn a_layout_without_a_page_says_so() {
    let workshop = own_layout();
    fs::remove_file(workshop.path(TEMPLATE)).expect("the file goes");
    assert_refused(&build(&workshop), &["no-page-file", "`report.html.hbs`"]);
}

#[test]
fn what_is_no_template_is_found_by_check() {
    let workshop = own_layout();
    workshop.replace("layouts/egen/matrix.html.hbs", "{{/each}}</table>", "</table>");
    let said = workshop.run(&["check", "--layout", "egen"]);
    assert_refused(&said, &["layout-failed", "layouts/egen/matrix.html.hbs:"]);
}

#[test]
fn a_layout_replaces_one_block() {
    let workshop = Workshop::new();
    fs::create_dir_all(workshop.path("layouts/egen")).expect("a folder");
    let theme = r#"{ "extends": "goteborg" }"#;
    fs::write(workshop.path("layouts/egen/theme.json"), theme).expect("a theme");
    let heading = "<h3 class=\"own\">{{text}}</h3>\n";
    fs::write(workshop.path("layouts/egen/heading.html.hbs"), heading).expect("a template");
    let page = own_page(&workshop);
    assert!(page.contains("<h3 class=\"own\">Anvisning</h3>") && !page.contains("<h3>"));
    assert!(page.contains("<table class=\"matrix\">"));
}

/// What a string of a style sheet stands for (CSS Syntax 3, 4.3.7).
fn unescaped(css: &str) -> String {
    let mut text = String::new();
    let mut rest = css;
    while let Some((before, after)) = rest.split_once('\\') {
        text.push_str(before);
        let (digits, left) = after.split_once(' ').expect("a blank ends an escape");
        let code = u32::from_str_radix(digits, 16).expect("a hexadecimal escape");
        text.push(char::from_u32(code).expect("a character"));
        rest = left;
    }
    text + rest
}

#[test]
fn no_value_of_the_theme_leaves_its_place() {
    let evil = "\"'\\; } body { display: none } </style><script>alert(1)</script>";
    let workshop = own_layout();
    workshop.change("layouts/egen/theme.json", |theme| {
        theme["fonts"]["text"]["word"] = json!(evil);
        // Without an indent it has the room that it takes.
        theme["lists"]["bullet"] = json!({ "marker": evil, "hanging": "0pt" });
        theme["lists"]["dash"]["marker"] = json!("\\");
        theme["running_header"]["left"] = json!(evil);
        theme["logo"] =
            json!({"file": "preview.png", "width": "40mm", "height": "20mm", "alternative": evil});
        theme["texts"]["contents"] = json!(evil);
    });
    let page = own_page(&workshop);
    assert_eq!(page.matches("</style>").count(), 1);
    assert!(!page.contains("<script") && !style(&page).contains("display: none }"));
    let quoted = |before: &str| {
        let rest = style(&page).split(before).nth(1).unwrap_or_else(|| panic!("{before}"));
        unescaped(rest.split('"').next().expect("a string"))
    };
    assert_eq!(quoted("font-family: \"Liberation Serif\", \""), evil);
    assert_eq!(quoted("ul.bullet { list-style-type: \"").trim_end(), evil);
    assert_eq!(quoted("ul.dash { list-style-type: \"").trim_end(), "\\");
    assert_eq!(quoted("content: \""), evil);
    assert!(text(&page).contains(evil));
}

#[test]
fn fonts_are_named_as_they_are() {
    let page = own_page(&own_layout());
    let style = style(&page);
    assert!(style.contains("font-family: \"Liberation Serif\", \"Times New Roman\", serif"));
    assert!(style.contains("font-family: \"Liberation Sans\", \"Arial\", sans-serif"));
}

#[test]
fn the_logo_is_in_the_page() {
    let workshop = own_layout();
    workshop.change("layouts/egen/theme.json", |theme| {
        theme["logo"] = json!({"file": "preview.png", "width": "40mm", "height": "20mm",
            "alternative": "Stadens \"vapen\""});
    });
    let page = own_page(&workshop);
    let source = quick_xml::escape::unescape(attributes(&page, "src")[0]).expect("entities");
    let picture = source.strip_prefix("data:image/png;base64,");
    let picture = BASE64.decode(picture.expect("a picture in the page")).expect("base64");
    assert_eq!(picture, workshop.read("layouts/egen/preview.png"));
    assert_eq!(attributes(&page, "alt"), ["Stadens &quot;vapen&quot;"]);
    assert!(!own_page(&own_layout()).contains("<img"));
}

#[test]
fn the_contents_lead_to_every_section() {
    let page = own_page(&own_layout());
    let nav = page.split("<nav").nth(1).and_then(|rest| rest.split("</nav>").next());
    let nav = nav.expect("a list of contents");
    assert!(nav.contains("Innehåll") && nav.contains("Människohandel, prostitution"));
    assert_eq!(attributes(nav, "href"), ["#s1", "#s2", "#s3", "#s4"]);
    let ids = attributes(&page, "id");
    assert!(attributes(nav, "href").iter().all(|link| ids.contains(&&link[1..])));
}

/// Whatever pages point at is there, once.
#[test]
fn ids_are_unique_and_found() {
    for (folder, name) in [("all-blocks", "all-blocks-full"), ("long-words", "long-words-lang")] {
        let workshop = Workshop::of(folder);
        workshop.build(&["--format", "html"]);
        let page = page(&workshop, &format!("out/{name}.html"));
        let ids: BTreeSet<&str> = attributes(&page, "id").into_iter().collect();
        assert_eq!(ids.len(), attributes(&page, "id").len(), "{name}");
        let heads = attributes(&page, "headers");
        let mut named = heads
            .iter()
            .flat_map(|heads| heads.split(' '))
            .chain(attributes(&page, "aria-labelledby"));
        assert!(heads.len() > 10 && named.all(|id| ids.contains(id)), "{name}");
    }
}

/// One file: nothing is loaded, nothing is run.
#[test]
fn the_page_is_whole_in_itself() {
    let page = own_page(&own_layout());
    for outside in ["<script", "<link", "@import", "url(", " src=\"http"] {
        assert!(!page.contains(outside), "{outside}");
    }
}

#[test]
fn long_words_stay_as_they_are_written() {
    let workshop = Workshop::of("long-words");
    workshop.build(&["--format", "html"]);
    let page = page(&workshop, "out/long-words-lang.html");
    let (form, answers) =
        (workshop.read("input/form.json"), workshop.read("input/answers/lang.json"));
    let bodies = workshop.read("input/bodies.json");
    let sources = String::from_utf8([form, answers, bodies].concat()).expect("UTF-8");
    let is_between = |c: char| c.is_whitespace() || "\"()[]\\*,".contains(c);
    // A genitive is in no text of this form, and `_` around a word is markup.
    let words = sources
        .split(is_between)
        .map(|word| word.trim_matches('_'))
        .filter(|word| word.len() > 30 && !word.contains("schema") && !word.ends_with("förvals"));
    let words: BTreeSet<&str> = words.collect();
    let text = text(&page);
    assert!(words.len() > 10, "{words:?}");
    for word in words {
        assert!(text.contains(word), "{word} in {text}");
    }
    assert!(!page.contains(['\u{ad}', '\u{200b}']));
    assert!(!page.contains("&shy;") && !page.contains("<wbr"));
    assert!(style(&page).contains("overflow-wrap: anywhere"));
}

/// Nothing is cut off: on paper there is no scrolling to what is hidden.
#[test]
fn nothing_hides_what_overflows() {
    let page = own_page(&own_layout());
    let cut = style(&page).lines().filter(|line| line.contains("overflow"));
    for line in cut {
        let is_contents = line.starts_with(".contents ");
        assert!(line.contains("overflow-wrap: anywhere") || is_contents, "{line}");
    }
}

#[test]
fn lists_may_nest_deeply() {
    let workshop = own_layout();
    workshop.change(ANSWERS, |answers| {
        let list = (0..40).map(|level| format!("{}* nivå {level}\n", "  ".repeat(level)));
        answers["answers"]["implementering"] = json!(list.collect::<String>());
    });
    let page = own_page(&workshop);
    assert!(text(&page).contains("nivå 39"));
}

/// A status has room for the longest word of its head; the widths that suit
/// their heads stay the theme's.
#[test]
fn columns_are_as_wide_as_their_heads() {
    let workshop = Workshop::of("long-words");
    workshop.build(&["--format", "html"]);
    let long = page(&workshop, "out/long-words-lang.html");
    let widths = |page: &str| -> Vec<f64> {
        let columns = page.split("<colgroup>").nth(1).expect("columns");
        let columns = columns.split("</colgroup>").next().expect("columns");
        let widths = attributes(columns, "style").into_iter();
        let number =
            |style: &str| style.trim_start_matches("width: ").trim_end_matches('%').parse();
        widths.map(|style| number(style).expect("a number")).collect()
    };
    let five = widths(&long);
    assert!((five.iter().sum::<f64>() - 100.0).abs() < 0.1, "{five:?}");
    assert!(five.iter().min_by(|a, b| a.total_cmp(b)) == Some(&five[3]), "{five:?}");
    assert!(five[0] >= 24.0 && five[4] > 15.0, "{five:?}");
    let published = widths(&own_page(&own_layout()));
    assert_eq!(published, [42.66, 14.96, 14.41, 14.41, 13.55]);
}

/// A layout's own templates say every text of the report, or make no page.
#[test]
fn templates_that_leave_out_an_answer_are_refused() {
    let workshop = own_layout();
    for (file, told) in [
        ("text.html.hbs", "section 1"),
        ("matrix.html.hbs", "/answers/strategier-alla/1"),
        ("mark.html.hbs", "/answers/strategier-alla/1/status"),
    ] {
        let path = workshop.path(&format!("layouts/egen/{file}"));
        let own = fs::read_to_string(&path).expect("the template");
        fs::write(&path, "<td hidden title=\"x\"></td><!-- nothing -->").expect("a file");
        let said = build(&workshop);
        fs::write(&path, own).expect("a file");
        assert_refused(&said, &["error[not-shown]", "`egen`", ".hbs files", told]);
        assert!(!workshop.path(PAGE).exists(), "{file}");
    }
    // Said by other tags, and in words.
    let mark = "<td><b>{{#if (eq row.mark.kind \"chosen\")}}{{#if (eq index row.mark.column)}}\
                {{row.mark.alternative}}{{/if}}{{/if}}</b></td>";
    fs::write(workshop.path("layouts/egen/mark.html.hbs"), mark).expect("a file");
    assert_eq!(build(&workshop).code, 0);
}
