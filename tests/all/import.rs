//! What people do to a Word file comes back as exactly that.
//!
//! To rewrite the snapshots: `INSTA_UPDATE=always cargo test`.

use std::fs;
use std::sync::OnceLock;

use crate::support::word::{
    DOCUMENT, Word, element, item, looking, paragraph, run, styled, with_lists,
};
use crate::support::{ANSWERS, DOCX, Said, Workshop};
use dnr::xml::Node;
use serde_json::{Value, json};

/// The answer that most of the edits are of.
const TEXT: &str = "Ett stycke.\n\nTvå ord här.\n\nTre sist.";
const PATH: &str = "/answers/implementering";
const LAST: &str = "Tre sist.</w:t></w:r>";
const RETURNED: &str = "returned.docx";

/// A folder whose report was built, and what was built.
struct Desk {
    workshop: Workshop,
    word: Word,
    answers: String,
}

/// The shipped answers, with a first answer that is easily overseen.
fn answers() -> &'static str {
    static ANSWERS: OnceLock<String> = OnceLock::new();
    ANSWERS.get_or_init(|| {
        let text = fs::read_to_string(crate::support::project().join(crate::support::ANSWERS))
            .expect("it");
        let lines = text.lines().map(|line| match line.starts_with("    \"implementering\"") {
            true => format!("    \"implementering\": {},", json!(TEXT)),
            false => line.to_owned(),
        });
        lines.collect::<Vec<_>>().join("\n") + "\n"
    })
}

fn desk() -> Desk {
    desk_with(answers())
}

fn desk_with(answers: &str) -> Desk {
    let workshop = Workshop::new();
    fs::write(workshop.path(ANSWERS), answers).expect("the answers");
    workshop.build(&["--format", "docx"]);
    let word = Word::read(&workshop.read(DOCX));
    Desk { workshop, word, answers: answers.to_owned() }
}

impl Desk {
    fn answers_now(&self) -> String {
        String::from_utf8(self.workshop.read(ANSWERS)).expect("UTF-8")
    }

    fn import(&self, word: &Word, args: &[&str]) -> Said {
        fs::write(self.workshop.path(RETURNED), word.bytes()).expect("a file");
        self.workshop.run(&[&["import", RETURNED], args].concat())
    }

    /// Imports `word` and expects the answers to become `wanted` and no other,
    /// and notes that begin as `notes` do.
    fn gives(&self, word: &Word, wanted: &Value, notes: &[&str]) -> Said {
        let dry = self.import(word, &["--dry-run", "--format", "json"]);
        assert_eq!(self.answers_now(), self.answers, "a dry run writes nothing");
        let account: Value =
            serde_json::from_str(&dry.stdout).unwrap_or_else(|_| panic!("{dry:?}"));
        let said = |note: &Value| note["message"].as_str().expect("a message").to_owned();
        let found: Vec<String> =
            account["notes"].as_array().expect("notes").iter().map(said).collect();
        let as_told = found.len() == notes.len()
            && found.iter().zip(notes).all(|(found, wanted)| found.contains(wanted));
        assert!(as_told, "told {found:#?}, wanted {notes:#?}");
        let said = self.import(word, &[]);
        let now: Value = serde_json::from_str(&self.answers_now()).expect("JSON");
        assert_eq!(now["answers"], wanted["answers"], "{}", said.stdout);
        assert_eq!(now, *wanted);
        said
    }
}

/// The answers with some values changed; `null` takes one away.
fn answers_with(before: &str, changes: &[(&str, Value)]) -> Value {
    let mut answers: Value = serde_json::from_str(before).expect("JSON");
    for (pointer, value) in changes {
        let (above, key) = pointer.rsplit_once('/').expect("a pointer");
        let object = answers.pointer_mut(above).and_then(Value::as_object_mut).expect(pointer);
        match value {
            Value::Null => object.shift_remove(key),
            value => object.insert(key.to_owned(), value.clone()),
        };
    }
    answers
}

/// Edits the built file, and expects these changes and notes.
fn edited(edit: impl FnOnce(&mut Word), changes: &[(&str, Value)], notes: &[&str]) -> Said {
    let desk = desk();
    let mut word = desk.word.clone();
    edit(&mut word);
    desk.gives(&word, &answers_with(&desk.answers, changes), notes)
}

/// The same with the first answer's text.
fn text_edited(edit: impl FnOnce(&mut Word), text: &str, notes: &[&str]) {
    let said = edited(edit, &[(PATH, json!(text))], notes);
    assert_eq!(said.code, 0, "{said:?}");
}

fn unchanged(edit: impl FnOnce(&mut Word), notes: &[&str]) -> Said {
    edited(edit, &[], notes)
}

/// Puts `xml` into the first answer after its last paragraph.
fn append(word: &mut Word, xml: &str) {
    word.replace(LAST, &format!("{LAST}</w:p>{xml}<w:p>"));
}

fn mark(option: &str) -> String {
    format!("strategier-alla/1/status/{option}")
}

fn status(of: &str) -> String {
    format!("/answers/strategier-alla/{of}/status")
}

fn development(of: &str) -> String {
    format!("/answers/strategier-alla/{of}/development")
}

#[test]
fn nothing_edited_is_nothing_changed() {
    let said = unchanged(|_| {}, &[]);
    assert_eq!(said.code, 0);
    assert!(said.stdout.contains("no changes"), "{}", said.stdout);
}

#[test]
fn nothing_is_lost_with_controls_or_bookmarks_or_both_gone() {
    unchanged(
        |word| {
            word.unwrap_controls();
        },
        &[],
    );
    unchanged(
        |word| {
            word.delete_bookmarks();
        },
        &[],
    );
    unchanged(
        |word| {
            word.unwrap_controls().delete_bookmarks();
        },
        &[],
    );
}

#[test]
fn a_word_in_an_answer() {
    let edit = |word: &mut Word| {
        word.replace("Två ord här.", "Två nya ord här.");
    };
    let text = TEXT.replace("Två ord", "Två nya ord");
    text_edited(edit, &text, &[]);
    text_edited(|word| edit(word.unwrap_controls()), &text, &[]);
    text_edited(|word| edit(word.delete_bookmarks()), &text, &[]);
    text_edited(|word| edit(word.unwrap_controls().delete_bookmarks()), &text, &[]);
}

#[test]
fn paragraphs_in_an_answer_and_around_it() {
    let new = paragraph("Nytt.");
    let before = "<w:sdt><w:sdtPr><w:alias w:val=\"1. Omh";
    let heading = r#"<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t xml:space="preserve">Strategier där alla"#;
    for bare in [false, true] {
        let prepared = |word: &mut Word| {
            if bare {
                word.unwrap_controls().delete_bookmarks();
            }
        };
        let inside = |word: &mut Word| {
            let first = "Ett stycke.</w:t></w:r></w:p>";
            word.replace(first, &format!("{first}{new}"));
            prepared(word);
        };
        text_edited(inside, "Ett stycke.\n\nNytt.\n\nTvå ord här.\n\nTre sist.", &[]);
        let after = |word: &mut Word| {
            word.replace(heading, &format!("{new}{heading}"));
            prepared(word);
        };
        text_edited(after, &format!("{TEXT}\n\nNytt."), &[]);
        let in_front = |word: &mut Word| {
            word.replace(before, &format!("{new}{before}"));
            prepared(word);
        };
        text_edited(in_front, &format!("Nytt.\n\n{TEXT}"), &[]);
    }
}

#[test]
fn an_answer_deleted_and_written_anew() {
    let emptied = |word: &mut Word| {
        word.replace("Ett stycke.", "").replace("Två ord här.", "").replace("Tre sist.", "");
    };
    text_edited(emptied, "", &[]);
    let anew = |word: &mut Word| {
        word.replace("Ett stycke.", "Helt nytt.");
        word.replace("Två ord här.", "").replace("Tre sist.", "");
    };
    text_edited(anew, "Helt nytt.", &[]);
    // The whole control, with all that is in it.
    let gone = |word: &mut Word| {
        word.change(|body| {
            let at = body.elements().position(|e| e.name == "w:sdt").expect("a control");
            body.children.remove(at);
        });
    };
    text_edited(gone, "", &[]);
}

#[test]
fn lists() {
    let list = |items: &str| {
        let items = items.to_owned();
        move |word: &mut Word| append(with_lists(word), &items)
    };
    let bullets = item("90", 0, "ett") + &item("90", 0, "två");
    text_edited(list(&bullets), &format!("{TEXT}\n\n* ett\n* två"), &[]);
    let numbers = item("91", 0, "ett") + &item("91", 0, "två");
    text_edited(list(&numbers), &format!("{TEXT}\n\n1. ett\n2. två"), &[]);
    let nested = item("90", 0, "ett") + &item("90", 1, "inre") + &item("90", 0, "två");
    text_edited(list(&nested), &format!("{TEXT}\n\n* ett\n  - inre\n* två"), &[]);
    let letters = item("92", 0, "ett") + &item("92", 0, "två");
    let told = ["a list with letters"];
    text_edited(list(&letters), &format!("{TEXT}\n\n1. ett\n2. två"), &told);
}

#[test]
fn a_links_target_may_be_written_in_two_ways() {
    let workshop = Workshop::new();
    workshop.change(ANSWERS, |answers| {
        answers["answers"]["implementering"] = json!("Se [här](https://exempel.se/?b=<2>).");
    });
    workshop.build(&[]);
    let mut word = Word::read(&workshop.read(DOCX));
    word.replace_in("word/_rels/document.xml.rels", "b=%3C2%3E", "b=&lt;2&gt;");
    fs::write(workshop.path(RETURNED), word.bytes()).expect("a file");
    let said = workshop.run(&["import", RETURNED]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    assert!(said.stdout.contains("  no changes\n"), "{}", said.stdout);
    assert!(!said.stdout.contains("·"), "{}", said.stdout);
}

#[test]
fn bold_italics_and_links() {
    let looks = |properties: &'static str| {
        move |word: &mut Word| {
            let runs = format!("{}{}{}", run("Två "), looking(properties, "ord"), run(" här."));
            word.replace(&run("Två ord här."), &runs);
        }
    };
    text_edited(looks("<w:b/>"), &TEXT.replace("ord", "**ord**"), &[]);
    text_edited(looks("<w:i/>"), &TEXT.replace("ord", "_ord_"), &[]);
    text_edited(looks("<w:b/><w:i/>"), &TEXT.replace("ord", "**_ord_**"), &[]);
    let red = looks(r#"<w:b w:val="0"/><w:color w:val="FF0000"/>"#);
    unchanged(red, &["coloured words became plain text"]);
    let relation = r#"<Relationship Id="rIdNew" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" Target="https://exempel.se/a" TargetMode="External"/>"#;
    let link = |word: &mut Word| {
        let linked = format!(r#"<w:hyperlink r:id="rIdNew">{}</w:hyperlink>"#, run("ord"));
        word.replace(&run("Två ord här."), &format!("{}{linked}{}", run("Två "), run(" här.")));
        let end = "</Relationships>";
        word.replace_in("word/_rels/document.xml.rels", end, &format!("{relation}{end}"));
    };
    text_edited(link, &TEXT.replace("ord", "[ord](https://exempel.se/a)"), &[]);
    let field = |word: &mut Word| {
        let char = |kind: &str| format!(r#"<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>"#);
        let code = r#"<w:r><w:instrText> HYPERLINK "https://exempel.se/a" </w:instrText></w:r>"#;
        let (begin, middle, end) = (char("begin"), char("separate"), char("end"));
        let linked = format!("{begin}{code}{middle}{}{end}", run("ord"));
        word.replace(&run("Två ord här."), &format!("{}{linked}{}", run("Två "), run(" här.")));
    };
    text_edited(field, &TEXT.replace("ord", "[ord](https://exempel.se/a)"), &[]);
    // Half a word in italics has no markup: the words stay, and it is told.
    let half = |word: &mut Word| {
        let runs = format!("{}{}{}", run("Två o"), looking("<w:i/>", "r"), run("d här. Nytt."));
        word.replace(&run("Två ord här."), &runs);
    };
    text_edited(half, &TEXT.replace("här.", "här. Nytt."), &["bold or italics within a word"]);
}

#[test]
fn a_mark_moved_in_every_way() {
    let moved = |option: &str| [(status("1"), json!(option))];
    let expect = |edit: &dyn Fn(&mut Word), option: &str| {
        let changes = moved(option);
        let changes: Vec<(&str, Value)> =
            changes.iter().map(|(path, value)| (path.as_str(), value.clone())).collect();
        assert_eq!(edited(|word| edit(word), &changes, &[]).code, 0);
    };
    let (old, new) = (mark("enligt"), mark("storre"));
    let state = |word: &mut Word| {
        word.tick(&old, Some(false), None).tick(&new, Some(true), None);
    };
    expect(&state, "storre");
    let sign = |word: &mut Word| {
        word.tick(&old, None, Some("\u{2003}")).tick(&new, None, Some("x"));
    };
    expect(&sign, "storre");
    let both = |word: &mut Word| {
        word.tick(&old, Some(false), Some("☐")).tick(&new, Some(true), Some("☒"));
    };
    expect(&both, "storre");
    // The old one by a click, the new one by its sign.
    let mixed = |word: &mut Word| {
        word.tick(&old, Some(false), Some("\u{2003}")).tick(&new, None, Some("x"));
    };
    expect(&mixed, "storre");
    for sign in ["x", "X", "×", "✓", " x "] {
        let typed = |word: &mut Word| {
            word.unwrap_controls().type_into(1, 1, "").type_into(1, 4, sign);
        };
        expect(&typed, "saknas");
        let with_bookmarks_gone = |word: &mut Word| {
            typed(word);
            word.delete_bookmarks();
        };
        expect(&with_bookmarks_gone, "saknas");
    }
}

#[test]
fn no_mark_and_several_marks_are_told_and_change_nothing() {
    let none = unchanged(
        |word| {
            word.tick(&mark("enligt"), Some(false), Some("\u{2003}"));
        },
        &["no box is ticked; the status stays"],
    );
    assert_eq!(none.code, 1);
    let two = unchanged(
        |word| {
            word.tick(&mark("mindre"), Some(true), Some("x"));
        },
        &["several boxes are ticked"],
    );
    assert_eq!(two.code, 1);
    let beside = unchanged(
        |word| {
            word.type_into(1, 2, "kanske");
        },
        &["“kanske” stands where a status should be"],
    );
    assert_eq!(beside.code, 1);
}

#[test]
fn an_answer_that_was_deleted_since_does_not_come_back() {
    let mut desk = desk();
    desk.answers = answers().replacen(r#""1": { "status": "enligt" },"#, "", 1);
    fs::write(desk.workshop.path(ANSWERS), &desk.answers).expect("the answers");
    let mut word = desk.word.clone();
    word.type_into(1, 1, "").type_into(1, 2, "X");
    let told = ["you have deleted it"];
    let said = desk.gives(&word, &answers_with(&desk.answers, &[]), &told);
    assert!(said.code == 1 && said.stdout.contains("Mindre utvecklingsarbete"), "{said:?}");
    assert_eq!(desk.import(&word, &["--overwrite"]).code, 0);
    let now: Value = serde_json::from_str(&desk.answers_now()).expect("JSON");
    let mark = ("/answers/strategier-alla/1", json!({ "status": "mindre" }));
    assert_eq!(now, answers_with(&desk.answers, &[mark]));
}

/// Answers with both states, in a row and as an answer of text.
fn with_states() -> String {
    answers()
        .replacen(
            r#""2": { "status": "enligt" }"#,
            r#""2": { "status": "not_applicable", "reason": "Berör oss inte." }"#,
            1,
        )
        .replacen(r#""3": { "status": "enligt" }"#, r#""3": { "status": "not_answered" }"#, 1)
        .replacen(
            &json!(TEXT).to_string(),
            r#"{ "status": "not_applicable", "reason": "Vi har inget." }"#,
            1,
        )
}

#[test]
fn states_are_kept_and_changed_in_both_directions() {
    let desk = desk_with(&with_states());
    let keeps = |edit: &dyn Fn(&mut Word)| {
        let mut word = desk.word.clone();
        edit(&mut word);
        let said = desk.gives(&word, &answers_with(&desk.answers, &[]), &[]);
        assert_eq!(said.code, 0);
    };
    keeps(&|_| {});
    keeps(&|word| {
        word.unwrap_controls().delete_bookmarks();
    });
    let gives = |edit: &dyn Fn(&mut Word), changes: &[(&str, Value)]| {
        let desk = desk_with(&with_states());
        let mut word = desk.word.clone();
        edit(&mut word);
        desk.gives(&word, &answers_with(&desk.answers, changes), &[]);
    };
    // From a state to an answer.
    gives(
        &|word| {
            word.replace("Ej aktuellt", "Numera gör vi det.").replace("Vi har inget.", "Och mer.");
        },
        &[(PATH, json!("Numera gör vi det.\n\nOch mer."))],
    );
    // The reason alone.
    gives(
        &|word| {
            word.replace("Vi har inget.", "Vi har ingenting.");
        },
        &[(PATH, json!({ "status": "not_applicable", "reason": "Vi har ingenting." }))],
    );
    gives(
        &|word| {
            word.replace("Berör oss inte.", "Berör oss knappt.");
        },
        &[("/answers/strategier-alla/2/reason", json!("Berör oss knappt."))],
    );
    // From one state to the other, and to an option, by words.
    gives(
        &|word| {
            word.type_into(5, 1, "Ej aktuellt");
        },
        &[(&status("3"), json!("not_applicable"))],
    );
    gives(
        &|word| {
            word.type_into(5, 1, "mindre utvecklingsarbete");
        },
        &[(&status("3"), json!("mindre"))],
    );
    // From an answer to a state.
    edited(
        |word| {
            word.replace("Ett stycke.", "Ej besvarat");
            word.replace(&run("Två ord här."), "").replace(&run("Tre sist."), "");
        },
        &[(PATH, json!({ "status": "not_answered" }))],
        &[],
    );
}

#[test]
fn a_status_in_words_that_mean_none_is_told() {
    let desk = desk_with(&with_states());
    let mut word = desk.word.clone();
    word.type_into(5, 1, "Vi får se");
    let said = desk.gives(&word, &answers_with(&desk.answers, &[]), &["“Vi får se” is no status"]);
    assert_eq!(said.code, 1);
}

#[test]
fn development_texts_and_dates() {
    let four = "Den etablerade samverkansmodellen";
    let before: Value = serde_json::from_str(answers()).expect("JSON");
    let text = before.pointer(&development("4")).and_then(Value::as_str).expect("a text");
    edited(
        |word| {
            word.replace(four, "Den nya samverkansmodellen");
        },
        &[(&development("4"), json!(text.replace(four, "Den nya samverkansmodellen")))],
        &[],
    );
    // Into an empty cell: over the prompt, and with the control gone.
    for bare in [false, true] {
        let edit = |word: &mut Word| {
            if bare {
                word.unwrap_controls().delete_bookmarks();
            }
            word.type_into(4, 1, "Det ska bli bättre.");
        };
        edited(edit, &[(&development("2"), json!("Det ska bli bättre."))], &[]);
    }
    let dated = answers().replacen(
        r#""5": { "status": "enligt" }"#,
        r#""5": { "status": "mindre", "development": "Pågår.", "expected": "2024-06" }"#,
        1,
    );
    let gives = |edit: &dyn Fn(&mut Word), changes: &[(&str, Value)]| {
        let desk = desk_with(&dated);
        let mut word = desk.word.clone();
        edit(&mut word);
        assert_eq!(desk.gives(&word, &answers_with(&desk.answers, changes), &[]).code, 0);
    };
    let expected = "/answers/strategier-alla/5/expected";
    gives(&|_| {}, &[]);
    gives(
        &|word| {
            word.replace("2024-06", "2025-01");
        },
        &[(expected, json!("2025-01"))],
    );
    gives(
        &|word| {
            word.replace("Beräknas klart: 2024-06", "");
        },
        &[(expected, Value::Null)],
    );
    gives(
        &|word| {
            word.replace("Pågår.", "Pågår än.");
        },
        &[(&development("5"), json!("Pågår än."))],
    );
}

#[test]
fn tracked_changes_are_read_as_accepted() {
    let by = r#"w:id="900" w:author="A" w:date="2023-04-01T10:00:00Z""#;
    let words = |word: &mut Word| {
        let deleted = r#"<w:r><w:delText xml:space="preserve">Två</w:delText></w:r>"#;
        let runs = format!(
            "<w:del {by}>{deleted}</w:del><w:ins {by}>{}</w:ins>{}",
            run("Fyra"),
            run(" ord här.")
        );
        word.replace(&run("Två ord här."), &runs);
    };
    let told = ["tracked changes: 1 insertion was accepted and 1 deletion carried out"];
    text_edited(words, &TEXT.replace("Två", "Fyra"), &told);
    // The end of the first paragraph deleted: it goes on with the second.
    let joined = |word: &mut Word| {
        let mark = format!(
            r#"<w:p><w:pPr><w:pStyle w:val="Answer"/><w:rPr><w:del {by}/></w:rPr></w:pPr>"#
        );
        let first = r#"<w:p><w:pPr><w:pStyle w:val="Answer"/></w:pPr>"#;
        word.replace(first, &mark);
    };
    text_edited(joined, "Ett stycke.Två ord här.\n\nTre sist.", &["tracked changes"]);
    let moved = |word: &mut Word| {
        word.replace(
            &run("Två ord här."),
            &format!("<w:moveFrom {by}>{}</w:moveFrom>", run("Två ord här.")),
        );
        append(
            word,
            &styled("Answer", &format!("<w:moveTo {by}>{}</w:moveTo>", run("Två ord här."))),
        );
    };
    text_edited(moved, "Ett stycke.\n\nTre sist.\n\nTvå ord här.", &["tracked changes"]);
    // A deleted pair of rows leaves the answer as it was.
    let rows = |word: &mut Word| {
        word.rows(0, |rows| {
            for row in &mut rows[3..5] {
                let Node::Element(row) = row else { panic!("a row") };
                let deleted = element(&format!("<w:del {by}/>"));
                row.child_mut("w:trPr").expect("row properties").push(deleted);
            }
        });
    };
    unchanged(rows, &["tracked changes", "its place is not in the file"]);
    let inserted = |word: &mut Word| {
        let row = format!(
            "<w:tr><w:trPr><w:ins {by}/></w:trPr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>",
            paragraph("Egen rad"),
            paragraph("x")
        );
        word.rows(0, |rows| rows.insert(3, Node::Element(element(&row))));
    };
    unchanged(inserted, &["text outside the answers was ignored: Egen rad x"]);
}

#[test]
fn comments_are_told_with_their_question() {
    let commented = |word: &mut Word| {
        let text = r#"<w:commentRangeStart w:id="5"/>"#;
        word.replace(&run("Två ord här."), &format!("{text}{}", run("Två ord här.")));
        let comments = format!(
            r#"<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:comment w:id="5" w:author="Ada">{}</w:comment></w:comments>"#,
            paragraph("Stämmer det?")
        );
        word.set("word/comments.xml", comments);
        let end = "</Relationships>";
        let relation = r#"<Relationship Id="rIdC" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments" Target="comments.xml"/>"#;
        word.replace_in("word/_rels/document.xml.rels", end, &format!("{relation}{end}"));
    };
    unchanged(commented, &["comment by Ada: Stämmer det?"]);
}

#[test]
fn a_prompt_is_no_answer() {
    let desk = desk_with(&answers().replacen(&json!(TEXT).to_string(), "\"\"", 1));
    // Word shows the prompt in an empty control, in its style; other programs save
    // it as text like any other, and with the controls gone nothing else tells.
    let with = |tag: &str, words: &str| {
        let mut word = desk.word.clone();
        let text = word.text(DOCUMENT);
        let tag = format!(r#"<w:tag w:val="{tag}"/>"#);
        let (before, after) = text.split_at(text.find(&tag).expect("the control"));
        let (inside, beyond) = after.split_at(after.find("</w:sdt>").expect("its end"));
        let last = inside.rfind("<w:t").expect("its text");
        let start = inside[last..].find('>').expect("a start") + last + 1;
        let end = inside[start..].find("</w:t>").expect("an end") + start;
        let shown = format!("{}{words}{}", &inside[..start], &inside[end..]);
        word.set(DOCUMENT, format!("{before}{}{beyond}", shown.replace("<w:showingPlcHdr/>", "")));
        word
    };
    let unchanged = answers_with(&desk.answers, &[]);
    for (tag, pointer, prompt) in [
        ("implementering", PATH.to_owned(), "Klicka här och skriv svaret."),
        (
            "strategier-alla/2/development",
            development("2"),
            "Klicka här och skriv vad som behöver utvecklas.",
        ),
    ] {
        assert_eq!(desk.gives(&with(tag, prompt), &unchanged, &[]).code, 0);
        let mut bare = with(tag, prompt);
        bare.unwrap_controls();
        assert_eq!(desk.gives(&bare, &unchanged, &[]).code, 0);
        // Any other words in that place are an answer.
        let answered = answers_with(&desk.answers, &[(&pointer, json!("Klicka här."))]);
        assert_eq!(desk.gives(&with(tag, "Klicka här."), &answered, &[]).code, 0);
        fs::write(desk.workshop.path(ANSWERS), &desk.answers).expect("the answers");
    }
}

#[test]
fn what_an_answer_cannot_hold_is_told() {
    let with = |xml: &str| {
        let xml = styled("Answer", &format!("{}<w:r>{xml}</w:r>", run("Nytt.")));
        move |word: &mut Word| append(word, &xml)
    };
    let text = format!("{TEXT}\n\nNytt.");
    text_edited(with("<w:drawing><w:x/></w:drawing>"), &text, &["a picture was not taken"]);
    let note = with(r#"<w:footnoteReference w:id="2"/>"#);
    let noted = edited(note, &[(PATH, json!(text))], &["a footnote was not taken"]);
    assert_eq!(noted.code, 1, "its words are nowhere else");
    let text_box = format!("<w:pict><w:txbxContent>{}</w:txbxContent></w:pict>", paragraph("Ruta"));
    let boxed = edited(with(&text_box), &[(PATH, json!(text))], &["a text box was not taken"]);
    assert_eq!(boxed.code, 1, "its words are nowhere else");
    text_edited(
        with(r#"<w:rPr><w:vanish/></w:rPr><w:t>dolt</w:t>"#),
        &text,
        &["hidden text was not taken"],
    );
    let table = |word: &mut Word| {
        let cells = format!("<w:tc>{}</w:tc><w:tc>{}</w:tc>", paragraph("a"), paragraph("b"));
        append(word, &format!("<w:tbl><w:tr>{cells}</w:tr></w:tbl>"));
    };
    let lines = json!(format!("{TEXT}\n\na | b"));
    let said = edited(table, &[(PATH, lines)], &["a table became lines of text"]);
    assert_eq!(said.code, 1, "somebody should see what became of it");
    let heading = |word: &mut Word| append(word, &styled("Heading2", &run("Rubrik")));
    text_edited(heading, &format!("{TEXT}\n\nRubrik"), &["a heading within the answer"]);
}

#[test]
fn the_forms_own_text_is_not_the_bodys_to_change() {
    let said = unchanged(
        |word| {
            word.replace("Har ni värderat", "Har ni noga värderat");
        },
        &["the form's own text was changed, which is ignored: "],
    );
    assert_eq!(said.code, 0);
    let removed = |word: &mut Word| {
        word.change(|body| {
            body.children.retain(|node| !format!("{node:?}").contains("Har ni värderat"))
        });
    };
    unchanged(removed, &["the form's own text was removed, which is ignored: Har ni värderat"]);
    let added = |word: &mut Word| {
        let question = r#"<w:p><w:pPr><w:pStyle w:val="Question"/>"#;
        word.replace(question, &format!("{}{question}", styled("Question", &run("Egen fråga?"))));
    };
    unchanged(added, &["text outside the answers was ignored: Egen fråga?"]);
    unchanged(
        |word| {
            word.replace("Arbete sker i enlighet med strategin", "Arbete sker");
        },
        &["the form's own text was changed"],
    );
}

#[test]
fn a_strategy_without_its_row_stays_as_it_was() {
    let without = |range: std::ops::Range<usize>| {
        move |word: &mut Word| {
            word.rows(0, |rows| drop(rows.drain(range)));
        }
    };
    for bare in [false, true] {
        let prepared = |word: &mut Word| {
            if bare {
                word.unwrap_controls().delete_bookmarks();
            }
        };
        let missing = "its place is not in the file; the answer stays as it was";
        let both = |word: &mut Word| {
            prepared(word);
            without(7..9)(word);
        };
        unchanged(both, &[missing]);
        let text = |word: &mut Word| {
            prepared(word);
            without(8..9)(word);
        };
        unchanged(text, &[missing]);
        let marks = |word: &mut Word| {
            prepared(word);
            without(7..8)(word);
        };
        // Its other row belongs to nothing, but to its control.
        let told = [missing, "text outside the answers was ignored"];
        unchanged(marks, if bare { &told } else { &told[..1] });
    }
}

#[test]
fn rows_and_columns_moved_are_still_read_right() {
    for bare in [false, true] {
        let prepared = |word: &mut Word| {
            if bare {
                word.unwrap_controls().delete_bookmarks();
            }
        };
        let swapped = |word: &mut Word| {
            prepared(word);
            word.rows(0, |rows| {
                rows.swap(5, 7);
                rows.swap(6, 8);
            });
        };
        unchanged(swapped, &[]);
        let moved = |word: &mut Word| {
            prepared(word);
            for row in 0..25 {
                word.cells(row, |cells| {
                    if cells.len() == 5 {
                        cells.swap(1, 3);
                    }
                });
            }
        };
        unchanged(moved, &["the form's own text was changed"]);
    }
    // Of a row that lost a cell nobody can say where its mark stands, unless
    // the boxes say it.
    let cell_gone = |word: &mut Word| {
        word.cells(7, |cells| {
            cells.remove(1);
        });
    };
    unchanged(cell_gone, &[]);
    unchanged(
        |word| {
            word.unwrap_controls();
            cell_gone(word);
        },
        &["its place is not in the file"],
    );
}

/// The same file in the Strict standard, and under other prefixes.
#[test]
fn strict_files_and_other_prefixes_are_read_the_same() {
    let strict = |text: String| {
        text.replace(
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            "http://purl.oclc.org/ooxml/wordprocessingml/main",
        )
        .replace(
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
        .replace(
            "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes",
            "http://purl.oclc.org/ooxml/officeDocument/docPropsVTypes",
        )
    };
    let renamed = |text: String| {
        text.replace("xmlns:w=", "xmlns:ord=")
            .replace("<w:", "<ord:")
            .replace("</w:", "</ord:")
            .replace(" w:", " ord:")
    };
    let edit = |word: &mut Word, change: &dyn Fn(String) -> String| {
        word.replace("Två ord här.", "Två nya ord här.");
        word.tick(&mark("enligt"), Some(false), None).tick(&mark("mindre"), Some(true), None);
        for index in 0..word.parts.len() {
            let name = word.parts[index].0.clone();
            let text = change(word.text(&name));
            word.set(&name, text);
        }
    };
    let changes = [(PATH, json!(TEXT.replace("Två", "Två nya"))), (&status("1"), json!("mindre"))];
    edited(|word| edit(word, &strict), &changes, &[]);
    edited(|word| edit(word, &renamed), &changes, &[]);
    edited(|word| edit(word, &|text| renamed(strict(text))), &changes, &[]);
}

#[test]
fn another_reports_file_is_refused() {
    let desk = desk();
    let property = |name: &str, from: &str, to: &str| {
        let mut word = desk.word.clone();
        assert!(word.text("docProps/custom.xml").contains(name));
        word.replace_in("docProps/custom.xml", &format!(">{from}<"), &format!(">{to}<"));
        word
    };
    for (name, from, to) in
        [("Form", "trygghet-2023", "annat-2023"), ("Body id", "utbildningsnamnden", "annan")]
    {
        let word = property(name, from, to);
        let said = desk.import(&word, &[]);
        assert_eq!(said.code, 1, "{name}");
        assert!(said.stderr.contains("unknown-report"), "{}", said.stderr);
        let said = desk.import(&word, &["--into", ANSWERS]);
        assert_eq!(said.code, 1, "{name}");
        assert!(
            said.stderr.contains("other-report") && said.stderr.contains(to),
            "{}",
            said.stderr
        );
    }
    assert_eq!(desk.answers_now(), desk.answers);
}

#[test]
fn a_file_without_properties_must_show_its_diary_number() {
    let lost = |word: &mut Word| {
        word.parts.retain(|(name, _)| name != "docProps/custom.xml");
        word.replace("Två ord här.", "Två nya ord här.");
    };
    let desk = desk();
    let mut word = desk.word.clone();
    lost(&mut word);
    // It does not say either which answers it was made from.
    let said = desk.import(&word, &["--base", ANSWERS]);
    assert_eq!(said.code, 0, "{said:?}");
    let wanted = answers_with(&desk.answers, &[(PATH, json!(TEXT.replace("Två", "Två nya")))]);
    let now: Value = serde_json::from_str(&desk.answers_now()).expect("JSON");
    assert_eq!(now, wanted);
    fs::write(desk.workshop.path(ANSWERS), &desk.answers).expect("a file");
    word.replace("Dnr 0497/23", "Dnr");
    let said = desk.import(&word, &[]);
    assert_eq!((said.code, desk.answers_now() == desk.answers), (1, true), "{}", said.stderr);
    assert!(said.stderr.contains("unknown-report"), "{}", said.stderr);
}

#[test]
fn several_files_a_folder_and_two_files_of_one_report() {
    let desk = desk();
    let mut word = desk.word.clone();
    word.replace("Två ord här.", "Två nya ord här.");
    let folder = desk.workshop.path("back");
    fs::create_dir_all(folder.join("not-a-file.docx")).expect("a folder");
    fs::write(folder.join("a.docx"), word.bytes()).expect("a file");
    fs::write(folder.join("~$a.docx"), "held open").expect("a file");
    fs::write(folder.join("b.docx"), desk.word.bytes()).expect("a file");
    fs::write(folder.join("c.docx"), "not a Word file").expect("a file");
    fs::write(folder.join("d.txt"), "none of ours").expect("a file");
    let said = desk.workshop.run(&["import", "back"]);
    assert_eq!(said.code, 1);
    assert!(said.stderr.contains("c.docx") && said.stderr.contains("d.txt"), "{}", said.stderr);
    for other in ["not-a-file", "~$a", "returned-twice"] {
        assert!(!said.stderr.contains(other), "{}", said.stderr);
    }
    // Nobody has edited the other one.
    assert!(said.stdout.contains("back/b.docx → "), "{}", said.stdout);
    assert!(desk.answers_now().contains("Två nya ord här."));
}

#[test]
fn nothing_to_read_is_exit_2() {
    let desk = desk();
    fs::create_dir_all(desk.workshop.path("empty.docx")).expect("a folder");
    let said = desk.workshop.run(&["import", "empty.docx"]);
    assert_eq!(said.code, 2);
    assert!(said.stderr.contains("no Word files in empty.docx"), "{}", said.stderr);
    assert_eq!(desk.workshop.run(&["import", "nowhere.docx"]).code, 2);
}

/// All of the answers' text but the value itself stays byte for byte; an object
/// on one line that gains a key is set on several, as the others are.
#[test]
fn the_answers_file_keeps_its_form_and_a_copy() {
    let tabs = |text: &str| {
        let lines = text.lines().map(|line| {
            let level = (line.len() - line.trim_start().len()) / 2;
            format!("{}{}\n", "\t".repeat(level), line.trim_start())
        });
        lines.collect::<String>()
    };
    let plain = |text: &str| text.to_owned();
    let crlf = |text: &str| text.replace('\n', "\r\n");
    for form in [&plain as &dyn Fn(&str) -> String, &tabs, &crlf] {
        let text = form(answers());
        let desk = desk_with(&text);
        let mut word = desk.word.clone();
        word.replace("Två ord här.", "Två \"nya\" ord här.");
        word.tick(&mark("enligt"), Some(false), None).tick(&mark("mindre"), Some(true), None);
        word.type_into(4, 1, "Det ska bli bättre.");
        let said = desk.import(&word, &[]);
        assert_eq!(said.code, 0, "{said:?}");
        let two = [
            r#""2": {"#,
            r#"        "status": "enligt","#,
            r#"        "development": "Det ska bli bättre.""#,
            "      }",
        ];
        let wanted = answers()
            .replacen("Två ord här.", "Två \\\"nya\\\" ord här.", 1)
            .replacen(r#""1": { "status": "enligt" }"#, r#""1": { "status": "mindre" }"#, 1)
            .replacen(r#""2": { "status": "enligt" }"#, &two.join("\n"), 1);
        let wanted = form(&wanted);
        assert_eq!(desk.answers_now(), wanted);
        assert_eq!(desk.workshop.read(&format!("{ANSWERS}.bak")), text.as_bytes());
        assert!(said.stdout.contains("utbildningsnamnden.json.bak"), "{}", said.stdout);
        // The copy of a second import does not take the first one's place.
        word.replace("Tre sist.", "Tre till sist.");
        assert_eq!(desk.import(&word, &[]).code, 0);
        assert_eq!(desk.workshop.read(&format!("{ANSWERS}.bak")), text.as_bytes());
        assert_eq!(desk.workshop.read(&format!("{ANSWERS}.bak2")), wanted.as_bytes());
    }
}

#[test]
fn what_was_imported_builds_the_same_again() {
    let desk = desk();
    let mut word = desk.word.clone();
    word.replace("Två ord här.", "Två nya ord här.");
    assert_eq!(desk.import(&word, &[]).code, 0);
    desk.workshop.build(&["--format", "docx", "--force"]);
    let built = desk.workshop.read(DOCX);
    let answers = desk.answers_now();
    let again = desk.import(&Word::read(&built), &[]);
    assert_eq!(again.code, 0);
    assert!(again.stdout.contains("no changes"), "{}", again.stdout);
    assert_eq!(desk.answers_now(), answers);
    desk.workshop.build(&["--format", "docx", "--force"]);
    assert!(desk.workshop.read(DOCX) == built, "the same answers make the same bytes");
}

/// What is printed of a file with something of everything.
#[test]
fn accounts() {
    let desk = desk();
    let mut word = desk.word.clone();
    word.replace("Två ord här.", "Två nya ord här.");
    append(&mut word, &styled("Answer", r#"<w:r><w:drawing/></w:r>"#));
    word.tick(&mark("enligt"), Some(false), None).tick(&mark("mindre"), Some(true), None);
    word.type_into(4, 1, "Det ska bli bättre.");
    word.tick("strategier-alla/3/status/mindre", Some(true), Some("x"));
    word.replace("Har ni värderat", "Har ni noga värderat");
    let account = |args: &[&str]| {
        let said = desk.import(&word, &[&["--dry-run"], args].concat());
        format!("exit {}\n\n{}{}", said.code, said.stdout, said.stderr)
    };
    insta::assert_snapshot!("account", account(&[]));
    insta::assert_snapshot!("account_for_programs", account(&["--format", "json"]));
    let none = desk.import(&desk.word, &[]);
    insta::assert_snapshot!("account_of_nothing", none.stdout);
    fs::write(desk.workshop.path(RETURNED), word.bytes()).expect("a file");
    let swedish = desk.workshop.run_in("sv", &["import", RETURNED, "--dry-run"]);
    insta::assert_snapshot!("account_in_swedish", swedish.stdout);
}
