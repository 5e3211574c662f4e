//! Swedish is whole: no English word in what the program says of itself, of
//! its command line, of the system and of broken files of every kind.

use std::fs;

use crate::support::{ANSWERS, BODIES, DOCX, FORM, PDF, Said, Workshop};
use serde_json::{Value, json};

/// Words that no Swedish sentence has.
const ENGLISH: &str = "the is are was not of file error warning expected found cannot must \
    with this that and or from to at line column invalid unexpected missing unknown while parsing \
    usage options arguments commands print default possible no such directory permission denied \
    it its has have use write add written changed report reports answers body page pages \
    argument-other trailing characters should between these would be an by which who what";

/// What is said, without what is quoted: files, keys, values, arguments.
fn own_words(line: &str) -> String {
    let mut words = String::new();
    let mut quote = None;
    for c in line.chars() {
        match (quote, c) {
            (None, '`') => quote = Some('`'),
            (None, '”') => quote = Some('”'),
            (None, '"') => quote = Some('"'),
            (Some(end), c) if c == end => quote = None,
            (None, c) => words.push(c),
            (Some(_), _) => {}
        }
    }
    // Lists of what there is are of keys and values.
    for list in [
        "nycklarna är ",
        "använd ett av ",
        "använd en av ",
        "finns ",
        "frågar det om ",
        "orden är ",
        "färgerna är ",
        "familjerna är ",
        "en av ",
        "ange ett av ",
        "värden: ",
    ] {
        if let Some((before, _)) = words.split_once(list) {
            words = before.to_owned();
        }
    }
    words
}

fn english_in(text: &str) -> Vec<String> {
    let of_source = |line: &&str| {
        let number = line.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
        line.starts_with(|c: char| c.is_ascii_digit()) && number.starts_with('|')
    };
    let lines = text.lines().filter(|line| !of_source(line) && !line.contains("--> "));
    let mut found = Vec::new();
    for line in lines {
        let own = own_words(line);
        let tokens = own.split_whitespace().filter(|token| {
            !token.contains(['/', '_', '='])
                && !token.starts_with("--")
                && !token.contains(".json")
                && !token.contains('[')
                && !token.contains('{')
                && !token.contains('<')
        });
        for word in tokens {
            let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
            if ENGLISH.split_whitespace().any(|english| english == word) {
                found.push(format!("{word}: {line}"));
            }
        }
    }
    found
}

fn is_swedish(workshop: &Workshop, args: &[&str]) -> Said {
    let said = workshop.run_in("sv", args);
    let all = format!("{}\n{}", said.stdout, said.stderr);
    assert_eq!(english_in(&all), Vec::<String>::new(), "{args:?}\n{all}");
    said
}

const COMMANDS: [&str; 9] =
    ["build", "watch", "check", "verify", "new", "import", "diff", "eject", "schema"];

#[test]
fn the_test_itself_sees_english() {
    let workshop = Workshop::new();
    assert!(!english_in(&workshop.run(&["build", "--help"]).stdout).is_empty());
    assert!(!english_in(&workshop.run(&["check"]).stderr).is_empty());
    assert!(!english_in(&workshop.run(&["check", "nowhere.json"]).stderr).is_empty());
}

#[test]
fn help() {
    let workshop = Workshop::new();
    for form in ["-h", "--help"] {
        let said = is_swedish(&workshop, &[form]);
        assert!(said.stdout.contains("Användning: dnr [FLAGGOR] <KOMMANDO>"), "{}", said.stdout);
        for command in COMMANDS {
            let said = is_swedish(&workshop, &[command, form]);
            assert_eq!(said.code, 0);
            assert!(said.stdout.contains("Flaggor:"), "{}", said.stdout);
            // Every flag has its text.
            for line in said.stdout.lines().filter(|line| line.trim_start().starts_with('-')) {
                let rest = line.trim_start().split("  ").skip(1).collect::<String>();
                let next = said.stdout.split(line).nth(1).and_then(|rest| rest.lines().nth(1));
                let text = if rest.trim().is_empty() { next.unwrap_or_default() } else { &rest };
                assert!(!text.trim().is_empty(), "{command}: {line}");
            }
        }
    }
}

#[test]
fn a_command_line_that_cannot_be_read() {
    let workshop = Workshop::new();
    for args in [
        &["bild"][..],
        &["--forse"],
        &["build", "--forse"],
        &["build", "--jobs", "många"],
        &["build", "--shard", "9/2"],
        &["build", "--format", "pfd"],
        &["build", "--yes"],
        &["build", "--quiet=1"],
        &["build", "--out"],
        &["check", "--set", "x"],
        &["check", "--strict", "--strict"],
        &["new"],
        &["diff", "a"],
        &["eject", "a", "b", "c"],
        &["schema", "svar"],
        &["schema", "answers"],
    ] {
        let said = is_swedish(&workshop, args);
        assert_eq!(said.code, 2, "{args:?}");
        assert!(said.stderr.starts_with("fel: ") && said.stderr.contains("råd: "), "{args:?}");
        assert!(!said.stderr.contains("ange ett av \n"), "{args:?}");
    }
    assert!(workshop.run_in("sv", &["build", "--forse"]).stderr.contains("menade du `--force`?"));
}

/// What people type or paste that is no JSON, and what they are told.
#[test]
fn why_a_file_is_not_json() {
    let workshop = Workshop::new();
    let shipped = String::from_utf8(workshop.read(ANSWERS)).expect("UTF-8");
    let body = "\"body\": \"utbildningsnamnden\",";
    assert!(shipped.contains(body));
    for (written, told, advice) in [
        ("\"body\": “utbildningsnamnden”,", "ett typografiskt citattecken", "i stället för"),
        ("“body”: \"utbildningsnamnden\",", "ett typografiskt citattecken", "ordbehandlare"),
        ("'body': 'utbildningsnamnden',", "inom dubbla citattecken", "före och efter"),
        ("\"body\": 'utbildningsnamnden',", "inom dubbla citattecken", "före och efter"),
        ("\"body\": \"utbildnings\nnamnden\",", "en radbrytning", "\\n för varje radbrytning"),
        ("\"body\": \"utbildnings\r\nnamnden\",", "en radbrytning", "\\n för varje radbrytning"),
        ("\"body\": \"utbildnings\tnamnden\",", "en tabb", "mellanslag"),
        (
            "\"body\": \"den så \"kallade\" nämnden\",",
            "texten slutar vid citattecknet",
            "omvänt snedstreck",
        ),
        ("\"body\": \"utbildningsnamnden\"", "saknas ett komma", "sätt ett komma"),
        ("\"body\": \"utbildningsnamnden\",,", "ett komma för mycket", "ta bort"),
        ("\"body\": ,", "saknas ett värde", "skriv värdet"),
        ("\"body\" \"utbildningsnamnden\",", "saknas ett kolon", "\"nyckel\": \"värde\""),
        ("body: \"utbildningsnamnden\",", "saknas en nyckel, eller dess citattecken", "\"nyckel\""),
        ("\"body\": utbildningsnamnden,", "utan citattecken", "före och efter"),
        ("\"body\": True,", "på annat sätt", "true, false eller null"),
        ("\"body\": None,", "på annat sätt", "true, false eller null"),
        ("\"body\": 0497,", "inte börja med 0", "diarienummer är en text"),
        ("\"body\": 12.,", "inte skrivet som ett tal", "0.5"),
        ("\"body\": \"C:\\mapp\",", "omvänt snedstreck", "C:\\\\mapp"),
        ("\"body\": \"\\u12\",", "\\u anger inget tecken", "fyra hexadecimala"),
        ("// nämnden\n\"body\": \"utbildningsnamnden\",", "inga kommentarer", "ta bort den"),
        ("\"body\": \"utbildningsnamnden\", /* x */", "inga kommentarer", "ta bort den"),
        ("# nämnden\n\"body\": \"utbildningsnamnden\",", "inga kommentarer", "ta bort den"),
        ("\"body\":\u{a0}\"utbildningsnamnden\",", "ett mellanslag", "klistrats in"),
        ("\u{feff}\"body\": \"utbildningsnamnden\",", "byteordningsmärke", "ta bort"),
        ("\u{200b}\"body\": \"utbildningsnamnden\",", "ett tecken som ingen ser", "ta bort"),
        ("\"body\": \"utb\u{1}\",", "ett styrtecken", "ren text"),
        ("\"body\": [\"utbildningsnamnden\"},", "avslutar inte", "en lista slutar med ]"),
        ("\"body\": [\"utbildningsnamnden\",],", "inget komma", "ta bort kommat"),
        ("\"body\": {\"a\": 1,},", "inget komma", "ta bort kommat"),
        ("\"body\": 1e999,", "för stort", "citattecken"),
    ] {
        fs::write(workshop.path(ANSWERS), shipped.replacen(body, written, 1)).expect("a file");
        let said = is_swedish(&workshop, &["check", ANSWERS]);
        assert!(said.stderr.contains(told), "{written}\n{}", said.stderr);
        let hint = said.stderr.split("råd: ").nth(1).unwrap_or_default();
        assert!(hint.contains(advice), "{written}\n{}", said.stderr);
        assert_eq!(said.stderr.matches("[json-syntax]").count(), 1, "{}", said.stderr);
    }
    let end = shipped.trim_end().len();
    for (text, told) in [
        (String::new(), "filen är tom"),
        (" \n ".to_owned(), "filen är tom"),
        (shipped[..end - 1].to_owned(), "ett objekt börjar men slutar aldrig"),
        (shipped[..60].to_owned(), "texten som börjar här slutar aldrig"),
        (format!("{}}}", &shipped[..end]), "något följer efter slutet"),
        ("[".repeat(200), "nästlat för djupt"),
        ("{\"a\":".to_owned(), "slutar för tidigt"),
    ] {
        fs::write(workshop.path(ANSWERS), &text).expect("a file");
        let said = is_swedish(&workshop, &["check", ANSWERS]);
        assert!(said.stderr.contains(told), "{text:?}\n{}", said.stderr);
    }
}

/// The mark of a trailing comma stands at the comma, not at the bracket after it.
#[test]
fn a_mark_stands_where_the_mistake_is() {
    let workshop = Workshop::new();
    fs::write(workshop.path(ANSWERS), "{\n  \"a\": 1,\n}\n").expect("a file");
    let said = workshop.run(&["check", ANSWERS]);
    assert!(said.stderr.contains("utbildningsnamnden.json:2:9"), "{}", said.stderr);
}

fn pointers(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Value::Object(object) => object.iter().for_each(|(key, value)| {
            pointers(value, &format!("{at}/{}", key.replace('~', "~0").replace('/', "~1")), found);
        }),
        Value::Array(list) => list.iter().take(2).enumerate().for_each(|(index, value)| {
            pointers(value, &format!("{at}/{index}"), found);
        }),
        _ => {}
    }
}

/// Checks with each value of the file replaced by one that does not belong.
fn every_value_replaced(file: &str, every: usize) {
    let workshop = Workshop::new();
    let theme = "layouts/goteborg/theme.json";
    fs::create_dir_all(workshop.path("layouts/goteborg")).expect("a folder");
    fs::copy(crate::support::project().join(theme), workshop.path(theme)).expect("a copy");
    workshop.change(theme, |theme| theme["extends"] = json!("goteborg"));
    let value: Value = serde_json::from_slice(&workshop.read(file)).expect("JSON");
    let mut all = Vec::new();
    pointers(&value, "", &mut all);
    let others = [
        json!(7),
        json!(-1.5),
        Value::Null,
        json!([]),
        json!({}),
        json!(""),
        json!("qwxz"),
        json!(true),
        json!(["qwxz"]),
        json!({"qwxz": 1}),
        json!("{{#if}}"),
        json!("{{qwxz}}"),
        json!("{{qwxz"),
        json!("99999mm"),
        json!("900mm"),
    ];
    let mut refused = 0;
    for (index, pointer) in all.iter().step_by(every).enumerate() {
        for other in others.iter().skip(index % 3).step_by(3) {
            let mut changed = value.clone();
            *changed.pointer_mut(pointer).expect("a value") = other.clone();
            fs::write(workshop.path(file), changed.to_string()).expect("a file");
            refused += usize::from(is_swedish(&workshop, &["check"]).code == 1);
        }
    }
    assert!(refused > 10);
}

#[test]
fn broken_answers() {
    every_value_replaced(ANSWERS, 3);
}

#[test]
fn broken_forms() {
    every_value_replaced(FORM, 7);
}

#[test]
fn broken_themes() {
    every_value_replaced("layouts/goteborg/theme.json", 7);
}

#[test]
fn broken_registers() {
    every_value_replaced(BODIES, 9);
}

#[test]
fn what_the_system_refuses() {
    let workshop = Workshop::new();
    let said = is_swedish(&workshop, &["check", "nowhere.json"]);
    assert!(said.stderr.contains("kan inte läsa nowhere.json: den finns inte"), "{}", said.stderr);
    fs::create_dir_all(workshop.path("input/trygghet-2023/answers/folder.json")).expect("a folder");
    for args in [
        &["check", "input/trygghet-2023/answers/folder.json"][..],
        &["diff", ANSWERS, "input"],
        &["diff", ANSWERS, "nowhere.json"],
        &["import", "nowhere.docx"],
        &["verify", "nowhere.pdf"],
        &["verify", "input/bodies.json"],
        &["new", "--form", "nowhere", "--body", "x", "--dnr", "1"],
        &["schema", "answers", "--form", "nowhere"],
        &["eject", "nowhere.json", "x"],
        &["import", "input"],
        &["verify", "input"],
        &["check", "layouts"],
    ] {
        assert_ne!(is_swedish(&workshop, args).code, 0, "{args:?}");
    }
    fs::write(workshop.path("taken"), "").expect("a file");
    is_swedish(&workshop, &["build", ANSWERS, "--out", "taken"]);
    fs::write(workshop.path(FORM), [0xff, 0xfe]).expect("a file");
    assert_eq!(is_swedish(&workshop, &["check", ANSWERS]).code, 1);
}

#[test]
fn what_is_said_of_work_that_is_done() {
    let workshop = Workshop::new();
    let said = is_swedish(&workshop, &["build", "--dry-run"]);
    assert!(said.stdout.contains("skulle skrivas"), "{}", said.stdout);
    is_swedish(&workshop, &["build"]);
    is_swedish(&workshop, &["build"]);
    is_swedish(&workshop, &["verify", PDF, DOCX]);
    is_swedish(&workshop, &["import", DOCX]);
    is_swedish(&workshop, &["diff", ANSWERS, DOCX]);
    let new = ["new", "--form", "trygghet-2023", "--body", "kulturnamnden", "--dnr", "0001/23"];
    is_swedish(&workshop, &new);
    is_swedish(&workshop, &new);
    is_swedish(&workshop, &["check"]);
    is_swedish(&workshop, &["build"]);
    fs::remove_file(workshop.path(ANSWERS)).expect("a file");
    let said = is_swedish(&workshop, &["build", "--prune"]);
    assert!(said.stderr.contains("den enda rapporten har inga svar längre"), "{}", said.stderr);
}

#[test]
fn plural_forms() {
    let workshop = Workshop::new();
    let other = "input/trygghet-2023/answers/kulturnamnden.json";
    fs::copy(workshop.path(ANSWERS), workshop.path(other)).expect("a copy");
    workshop.change(other, |a| {
        a["body"] = json!("kulturnamnden");
        a["diary_number"] = json!("x");
    });
    let said = is_swedish(&workshop, &["build"]);
    assert!(said.stdout.contains("1 skriven, 0 oförändrade, 1 ej skriven på"), "{}", said.stdout);
}
