//! Whatever stands in files, names and arguments, a terminal obeys none of it
//! and no line of the program's own can be faked: hostile text in every place
//! that is quoted.

use std::fs;
use std::process::Command;

use crate::support::{ANSWERS, BODIES, DOCX, FORM, PDF, Workshop, docx};
use serde_json::{Value, json};

/// Sets a title, colours, erases, turns around, hides, and begins a line.
const HOSTILE: &str =
    "\u{1b}]0;x\u{7}\u{1b}[35;45m\u{9b}2J\u{202e}\u{2066}\u{200b}\u{85}\u{2028}\r\nerror: faked\n";

/// All that a run says, in colour as on a terminal.
fn said(workshop: &Workshop, args: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_dnr"))
        .args(args)
        .current_dir(workshop.path(""))
        .env("CLICOLOR_FORCE", "1")
        .env("LC_ALL", "en")
        .output()
        .expect("the program runs");
    let all = [output.stdout, output.stderr].concat();
    String::from_utf8(all).expect("UTF-8")
}

/// What a terminal would obey, hide or take for a line of ours; the program's
/// own colours are set apart.
fn harm(said: &str) -> Option<String> {
    for line in said.lines() {
        let mut rest = line.to_owned();
        for number in
            ["0", "1", "2", "4", "22", "31", "32", "33", "36", "91", "92", "93", "94", "95", "96"]
        {
            rest = rest.replace(&format!("\u{1b}[{number}m"), "");
        }
        let is_bad = |c: char| {
            c.is_control()
                || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        };
        if rest.contains(is_bad) || rest.starts_with("error: faked") {
            return Some(line.escape_debug().to_string());
        }
    }
    None
}

fn is_safe(workshop: &Workshop, args: &[&str]) -> String {
    let said = said(workshop, args);
    assert_eq!(harm(&said), None, "{args:?}");
    said
}

/// The pointers to all values within one.
fn pointers(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Value::Object(object) => object.iter().for_each(|(key, value)| {
            let key = key.replace('~', "~0").replace('/', "~1");
            pointers(value, &format!("{at}/{key}"), found);
        }),
        Value::Array(list) => {
            list.iter().take(2).enumerate().for_each(|(index, value)| {
                pointers(value, &format!("{at}/{index}"), found);
            });
        }
        _ => {}
    }
}

/// Puts the hostile text at that place: as the value, and, where it is an object,
/// as a key in it.
fn poisoned(value: &Value, pointer: &str) -> Vec<Value> {
    let text = value.pointer(pointer).and_then(Value::as_str).unwrap_or("text").to_owned();
    let mut as_value = value.clone();
    *as_value.pointer_mut(pointer).expect("a value") = json!(format!("{text}{HOSTILE}"));
    let mut found = vec![as_value];
    let mut as_key = value.clone();
    if let Some(object) = as_key.pointer_mut(pointer).and_then(Value::as_object_mut) {
        object.insert(HOSTILE.to_owned(), json!(HOSTILE));
        found.push(as_key);
    }
    found
}

/// Checks with the text at every place of that file.
fn poison(file: &str, take: usize) {
    let workshop = Workshop::new();
    workshop.change(ANSWERS, |_| {});
    let theme = "layouts/goteborg/theme.json";
    fs::create_dir_all(workshop.path("layouts/goteborg")).expect("a folder");
    let shipped = crate::support::project().join(theme);
    fs::copy(shipped, workshop.path(theme)).expect("a copy");
    workshop.change(theme, |theme| theme["extends"] = json!("goteborg"));
    let value: Value = serde_json::from_slice(&workshop.read(file)).expect("JSON");
    let mut all = Vec::new();
    pointers(&value, "", &mut all);
    let mut quoted = 0;
    for pointer in all.iter().step_by(all.len().div_ceil(take)) {
        for poisoned in poisoned(&value, pointer) {
            // Some signs as they are, some as JSON escapes them.
            let text = serde_json::to_string_pretty(&poisoned).expect("JSON");
            fs::write(workshop.path(file), text).expect("a file");
            let said = said(&workshop, &["check"]);
            assert_eq!(harm(&said), None, "{pointer}");
            quoted += usize::from(said.contains("\\u{1b}"));
        }
    }
    assert!(quoted > 0, "the text is never quoted");
}

#[test]
fn in_answers() {
    poison(ANSWERS, 40);
}

#[test]
fn in_a_form() {
    poison(FORM, 60);
}

#[test]
fn in_a_theme() {
    poison("layouts/goteborg/theme.json", 60);
}

#[test]
fn in_a_register() {
    poison(BODIES, 20);
}

/// Nothing is escaped where the file is not even JSON.
#[test]
fn in_a_file_that_is_no_json() {
    let workshop = Workshop::new();
    for text in
        [format!("{{ \"a{HOSTILE}"), format!("{HOSTILE}{{"), format!("{{\"a\": 1 {HOSTILE}")]
    {
        fs::write(workshop.path(ANSWERS), text).expect("a file");
        assert!(is_safe(&workshop, &["check"]).contains("\\u{1b}"));
    }
}

#[test]
fn in_names_of_files() {
    let workshop = Workshop::new();
    let folder = format!("input/trygghet-2023/answers/{}", HOSTILE.replace('/', ""));
    let file = format!("{folder}/answers/x{HOSTILE}.json");
    fs::create_dir_all(workshop.path(&format!("{folder}/answers"))).expect("a folder");
    fs::copy(workshop.path(ANSWERS), workshop.path(&file)).expect("a copy");
    assert!(is_safe(&workshop, &["check"]).contains("\\u{1b}"));
    is_safe(&workshop, &["build"]);
    fs::write(workshop.path(&file), [0xff, 0xfe]).expect("a file");
    for command in ["check", "build"] {
        assert!(is_safe(&workshop, &[command]).contains("\\u{1b}"));
    }
    let out = format!("out{HOSTILE}");
    is_safe(&workshop, &["build", ANSWERS, "--out", &out]);
    is_safe(&workshop, &["build", ANSWERS, "--out", &out, "--dry-run", "--force"]);
    is_safe(&workshop, &["verify", &out]);
    for args in [["diff", "{}", "{}"], ["import", "{}", "{}"], ["verify", "{}", "{}"]] {
        let args: Vec<&str> = args.iter().map(|a| if *a == "{}" { HOSTILE } else { a }).collect();
        assert!(is_safe(&workshop, &args).contains("\\u{1b}"), "{args:?}");
    }
}

#[test]
fn in_arguments() {
    let workshop = Workshop::new();
    let new = ["new", "--form", "trygghet-2023", "--body", "utbildningsnamnden", "--dnr", "1/23"];
    for (at, option) in [(2, "form"), (4, "body"), (6, "dnr")] {
        let mut args = new;
        args[at] = HOSTILE;
        assert!(is_safe(&workshop, &args).contains("\\u{1b}"), "{option}");
    }
    let setting = format!("{HOSTILE}=1");
    let value = format!("matrix.top={HOSTILE}");
    for args in [
        ["check", "--layout", HOSTILE],
        ["check", "--set", &setting],
        ["check", "--set", &value],
        ["check", "--set", HOSTILE],
        ["check", "--template", HOSTILE],
        ["build", "--shard", HOSTILE],
        ["check", HOSTILE, HOSTILE],
        ["build", "--format", HOSTILE],
    ] {
        assert!(is_safe(&workshop, &args).contains("\\u{1b}"), "{args:?}");
    }
    for args in [vec![HOSTILE], vec!["build", "--x\u{1b}[35;45m"], vec!["check", "--lang", HOSTILE]]
    {
        is_safe(&workshop, &args);
    }
}

#[test]
fn in_what_programs_are_told() {
    let workshop = Workshop::new();
    workshop.change(ANSWERS, |a| a["answers"][HOSTILE] = json!(HOSTILE));
    let said = is_safe(&workshop, &["check", "--format", "json"]);
    let found: Value = serde_json::from_str(&said).expect("JSON");
    let path = found["files"][0]["problems"][0]["path"].as_str().expect("a pointer");
    assert!(path.ends_with(&HOSTILE.replace('/', "~1")), "and is the same to them: {path:?}");
}

#[test]
fn in_a_returned_word_file() {
    let workshop = Workshop::new();
    workshop.build(&[]);
    let put = |xml: String| xml.replace("gymnasieskolan", "g\u{9b}2J\u{202e}\u{200b}\u{2028}");
    let put = |xml: String| put(xml).replace("Göteborgs Stad", "G\u{202e}\u{9b}2J");
    let changed = docx::repacked(&workshop.read(DOCX), "word/document.xml", put);
    fs::write(workshop.path("back.docx"), changed).expect("a file");
    let said = is_safe(&workshop, &["import", "back.docx", "--dry-run"]);
    assert!(said.contains("g2J"), "{said}");
    is_safe(&workshop, &["diff", DOCX, "back.docx"]);
    is_safe(&workshop, &["verify", PDF, "back.docx"]);
}
