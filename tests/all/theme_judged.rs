//! Values of a theme that hide text, or make it hard to read, are told by
//! `check` at the value.

use std::fs;

use crate::support::{FORM, Workshop};
use serde_json::json;

const ERROR: &str = "error[hides-text]";
const WARNING: &str = "warning[poor-look]";

/// What `check` says with these values set.
fn told(workshop: &Workshop, settings: &[&str]) -> (i32, String) {
    let settings = settings.iter().flat_map(|setting| ["--set", setting]);
    let said = workshop.run(&[vec!["check"], settings.collect()].concat());
    (said.code, said.stderr)
}

/// Each value with what is told of it, at the value itself.
fn assert_told(cases: &[(&str, &str)]) {
    let workshop = Workshop::new();
    for (setting, what) in cases {
        let (code, said) = told(&workshop, &[setting]);
        assert_eq!(code, i32::from(*what == ERROR), "{setting}: {said}");
        assert!(said.contains(what), "{setting}: {said}");
        assert!(said.contains(&format!("--> --set {setting}:1:")), "{setting}: {said}");
        if *what == WARNING {
            assert!(!said.contains("[hides-text]"), "{setting}: {said}");
        }
    }
}

fn assert_silent(settings: &[&str]) {
    let workshop = Workshop::new();
    for setting in settings {
        let (code, said) = told(&workshop, &[setting]);
        assert_eq!(code, 0, "{setting}: {said}");
        assert!(!said.contains("hides-text") && !said.contains("poor-look"), "{setting}: {said}");
    }
}

#[test]
fn the_shipped_themes_are_good() {
    let workshop = Workshop::new();
    for layout in ["goteborg", "exempelstad"] {
        let args = ["check", "--layout", layout, "--set", "colours.green=#E2EFDA"];
        let colours = ["--set", "colours.yellow=#FFF5D6", "--set", "colours.blue=#DDEBF7"];
        let said = workshop.run(&[&args[..], &colours, &["--set", "colours.red=#FBE3DE"]].concat());
        assert_eq!(said.code, 0, "{}", said.stderr);
        assert!(!said.stderr.contains("hides-text"), "{}", said.stderr);
        assert!(!said.stderr.contains("poor-look"), "{}", said.stderr);
    }
}

#[test]
fn margins_leave_room() {
    assert_told(&[
        ("page.left=17cm", ERROR),
        ("page.right=210mm", ERROR),
        ("page.width=80mm", ERROR),
        ("page.left=12cm", WARNING),
        ("page.top=297mm", ERROR),
        ("page.bottom=250mm", ERROR),
        ("page.bottom=170mm", WARNING),
        ("page.height=900mm", ERROR),
        ("page.right=3mm", WARNING),
        ("page.header=0pt", WARNING),
    ]);
    assert_silent(&["page.left=60mm", "page.top=80mm"]);
}

#[test]
fn letters_can_be_read() {
    assert_told(&[
        ("styles.answer.size=0pt", ERROR),
        ("styles.matrix_label.size=4pt", ERROR),
        ("cover.0.size=4pt", ERROR),
        ("running_header.size=1mm", ERROR),
        ("styles.matrix_development.size=6pt", WARNING),
        ("cover.2.size=30cm", ERROR),
        ("styles.heading_1.size=60pt", WARNING),
    ]);
    assert_silent(&["styles.matrix_development.size=7pt"]);
}

#[test]
fn the_header_stays_above_the_text() {
    assert_told(&[("page.header=39mm", ERROR), ("running_header.size=70pt", ERROR)]);
    assert_silent(&["page.header=34mm"]);
    // A header that a long title makes longer than a line.
    let workshop = Workshop::new();
    workshop.change(FORM, |form| form["title"] = json!("Ett långt namn på en rapport ".repeat(12)));
    let (code, said) = told(&workshop, &["page.header=34mm"]);
    assert!(code == 1 && said.contains("runs into the text"), "{said}");
}

#[test]
fn a_matrix_is_on_the_page_and_its_columns_hold_words() {
    assert_told(&[
        ("matrix.strategy=280pt", ERROR),
        ("matrix.left=60mm", ERROR),
        ("matrix.left=210mm", ERROR),
        ("matrix.left=2mm", WARNING),
        ("matrix.padding_x=40pt", ERROR),
        ("matrix.padding_x=22pt", WARNING),
        ("styles.matrix_strategy.hanging=200pt", ERROR),
        ("lists.bullet.hanging=180pt", ERROR),
        (r#"matrix.statuses=["67.8pt","65.3pt","8pt","61.4pt"]"#, ERROR),
        (r#"matrix.parts.strategier-utpekade.strategy=280pt"#, ERROR),
        ("matrix.rule=30pt", ERROR),
        ("matrix.rule=0pt", WARNING),
        ("matrix.rule_colour=#FFFFFF", WARNING),
    ]);
    // No table, no columns.
    let workshop = Workshop::new();
    let (code, said) = told(&workshop, &["matrix.linear=true", "matrix.strategy=280pt"]);
    assert_eq!(code, 0, "{said}");
}

#[test]
fn a_scale_of_many_options_needs_its_room() {
    let workshop = Workshop::new();
    workshop.change(FORM, |form| {
        let options = form["scales"]["strategistatus"]["options"].as_array_mut().expect("options");
        for number in 0..16 {
            let mut option = options[1].clone();
            option["id"] = json!(format!("steg-{number}"));
            options.push(option);
        }
    });
    let (code, said) = told(&workshop, &[]);
    assert!(code == 1 && said.contains(ERROR), "{said}");
    assert!(said.contains("the matrix of 20 statuses"), "{said}");
    assert!(said.contains("layouts/goteborg/theme.json:"), "{said}");
    assert!(said.contains("/matrix/statuses"), "{said}");
}

#[test]
fn indents_and_spaces_leave_room() {
    assert_told(&[
        ("styles.heading_1.hanging=120mm", ERROR),
        ("styles.instruction.right=125mm", ERROR),
        ("styles.answer.before=240mm", ERROR),
        ("matrix.before=240mm", ERROR),
        ("matrix.padding_y=200pt", ERROR),
        ("cover.2.before=600pt", ERROR),
        ("cover.0.after=600pt", ERROR),
        ("lists.bullet.hanging=5pt", ERROR),
        ("lists.bullet.marker=••••••", ERROR),
    ]);
    assert_silent(&["cover.2.before=400pt"]);
    // A name that fills many lines pushes the cover over its page.
    let workshop = Workshop::new();
    workshop.change(FORM, |form| form["title"] = json!("Ett långt namn på en rapport ".repeat(12)));
    let (code, said) = told(&workshop, &["cover.2.before=400pt"]);
    assert!(code == 0 && said.contains(WARNING), "{said}");
}

#[test]
fn a_logo_fits_the_page() {
    let workshop = Workshop::new();
    fs::create_dir_all(workshop.path("layouts/egen")).expect("a folder");
    let preview = crate::support::project().join("layouts/goteborg/preview.png");
    fs::copy(preview, workshop.path("layouts/egen/vapen.png")).expect("a copy");
    let logo =
        json!({ "file": "vapen.png", "width": "40mm", "height": "40mm", "alternative": "V" });
    let theme = json!({ "extends": "goteborg", "logo": logo }).to_string();
    fs::write(workshop.path("layouts/egen/theme.json"), theme).expect("a file");
    for (setting, what) in [
        ("logo.width=200mm", ERROR),
        ("logo.height=300mm", ERROR),
        ("logo.width=0pt", ERROR),
        ("logo.width=150mm", WARNING),
    ] {
        let said = workshop.run(&["check", "--layout", "egen", "--set", setting]);
        assert!(said.stderr.contains(what), "{setting}: {}", said.stderr);
        assert_eq!(said.code, i32::from(what == ERROR), "{setting}: {}", said.stderr);
    }
}

#[test]
fn texts_stand_out_from_what_they_stand_on() {
    assert_told(&[
        ("styles.answer.colour=#FFFFFF", ERROR),
        ("styles.matrix_label.colour=#FFFFFF", ERROR),
        ("styles.heading_1.colour=#C0C0C0", ERROR),
        ("cover.3.colour=#EEEEEE", ERROR),
        ("colours.link=#FFFF00", ERROR),
        ("colours.green=#004400", ERROR),
        ("styles.matrix_head.colour=#FFFFFF", ERROR),
        ("styles.answer.colour=#777777", WARNING),
        ("colours.link=#3388CC", WARNING),
        ("styles.matrix_head.colour=#767676", WARNING),
    ]);
    assert_silent(&["styles.answer.colour=#767676", "colours.green=#C8E0B8"]);
}

/// What a layout's own files print on is known to nobody, but the Word file and
/// the web page are white all the same.
#[test]
fn no_layout_may_have_letters_in_the_colour_of_the_page() {
    let workshop =
        crate::support::layouts::with_file("section.typ", &[("// A section:", "// Each section:")]);
    for setting in [
        "styles.answer.colour=#FFFFFF",
        "styles.instruction.colour=#959595",
        "cover.3.colour=#FFFFFF",
        "colours.link=#FFFF00",
    ] {
        let said = workshop.run(&["check", "--layout", "egen", "--set", setting]);
        assert_eq!(said.code, 1, "{setting}: {}", said.stderr);
        assert!(said.stderr.contains(ERROR), "{setting}: {}", said.stderr);
        for format in ["pdf", "docx", "html"] {
            let args = ["build", "--layout", "egen", "--format", format, "--set", setting];
            let said = workshop.run(&args);
            assert_eq!(said.code, 1, "{setting} {format}: {}", said.stderr);
        }
    }
}

/// A strategy's text broken into letters has some that mark statuses elsewhere.
#[test]
fn letters_of_a_narrow_column_are_no_marks() {
    let workshop = Workshop::new();
    let said =
        workshop.run(&["build", "--format", "pdf", "--force", "--set", "matrix.strategy=20pt"]);
    assert!(!said.stderr.contains("wrong-column"), "{}", said.stderr);
    let (_, said) = told(&workshop, &["matrix.strategy=20pt"]);
    assert!(said.contains("--> --set matrix.strategy=20pt:1:"), "{said}");
}

#[test]
fn nothing_is_as_little_as_minus_nothing() {
    for setting in ["matrix.statuses=[]", "matrix.label_columns=9"] {
        let (_, said) = told(&Workshop::new(), &[setting]);
        assert!(!said.contains("-0.0 mm"), "{setting}: {said}");
    }
}

#[test]
fn a_column_in_the_colour_of_links_is_told() {
    let workshop = Workshop::new();
    workshop.change(FORM, |form| {
        form["scales"]["strategistatus"]["options"][0]["colour"] = json!("link");
    });
    let (code, said) = told(&workshop, &[]);
    assert!(code == 1 && said.contains(ERROR) && said.contains("/colours/link"), "{said}");
}

#[test]
fn what_stands_in_a_file_is_told_there() {
    let workshop = Workshop::new();
    fs::create_dir_all(workshop.path("layouts/egen")).expect("a folder");
    let theme = "{ \"extends\": \"goteborg\",\n  \"page\": { \"header\": \"39mm\" } }";
    fs::write(workshop.path("layouts/egen/theme.json"), theme).expect("a file");
    let said = workshop.run(&["check", "--layout", "egen"]);
    assert!(said.stderr.contains("--> layouts/egen/theme.json:2:23"), "{}", said.stderr);
    assert!(said.stderr.contains("at /page/header"), "{}", said.stderr);
}
