//! Words that colleagues strike through, highlight or colour in Word: an answer
//! cannot hold that, and nobody is left without knowing it.

use crate::support::word::{Word, looking, run};
use crate::support::{ANSWERS, DOCX, Said, Workshop};
use serde_json::{Value, json};

const TEXT: &str = "Ett två tre fyra.";

fn report() -> (Workshop, Word) {
    let workshop = Workshop::new();
    workshop.change(ANSWERS, |answers| {
        answers["answers"]["strategier-alla"]["4"] =
            json!({ "status": "mindre", "development": "Pågår än." });
        answers["answers"]["implementering"] = json!(TEXT);
    });
    workshop.build(&["--format", "docx"]);
    let word = Word::read(&workshop.read(DOCX));
    (workshop, word)
}

fn returned(workshop: &Workshop, word: &Word) -> (Said, Value) {
    std::fs::write(workshop.path("returned.docx"), word.bytes()).expect("a file");
    let said = workshop.run(&["import", "returned.docx"]);
    (said, serde_json::from_slice(&workshop.read(ANSWERS)).expect("JSON"))
}

/// The second and third word of the answer with those properties.
fn with_looks(word: &mut Word, properties: &str) {
    let two = [looking(properties, "två"), looking(properties, " tre")].concat();
    word.replace(&run(TEXT), &[run("Ett "), two, run(" fyra.")].concat());
}

#[test]
fn words_that_are_struck_through_are_left_to_decide() {
    for properties in [
        "<w:strike/>",
        r#"<w:strike w:val="true"/>"#,
        "<w:dstrike/>",
        r#"<w:strike w:val="0"/><w:dstrike/>"#,
        r#"<w:b/><w:color w:val="FF0000"/><w:strike/><w:highlight w:val="red"/>"#,
        r#"<w:rStyle w:val="Borta"/>"#,
    ] {
        let (workshop, mut word) = report();
        let style = r#"<w:style w:type="character" w:styleId="Borta"><w:name w:val="Borta"/><w:rPr><w:strike/></w:rPr></w:style></w:styles>"#;
        word.replace_in("word/styles.xml", "</w:styles>", style);
        with_looks(&mut word, properties);
        let (said, answers) = returned(&workshop, &word);
        assert_eq!(said.code, 1, "{properties} {said:?}");
        assert!(said.stdout.contains("! section 1"), "{properties} {}", said.stdout);
        assert!(said.stdout.contains("“två tre”"), "{properties} {}", said.stdout);
        let text = answers["answers"]["implementering"].as_str().expect("a text");
        assert_eq!(text.replace("**", ""), TEXT, "{properties}");
    }
    for properties in [r#"<w:strike w:val="0"/>"#, r#"<w:dstrike w:val="false"/>"#, ""] {
        let (workshop, mut word) = report();
        with_looks(&mut word, properties);
        let (said, _) = returned(&workshop, &word);
        assert_eq!(said.code, 0, "{properties} {said:?}");
        assert!(said.stdout.ends_with("\n  no changes\n"), "{properties} {}", said.stdout);
        assert_eq!(said.stdout.lines().count(), 2, "{properties} {}", said.stdout);
    }
}

#[test]
fn what_is_struck_in_a_strategy_is_told_with_it() {
    let (workshop, mut word) = report();
    word.replace(&run("Pågår än."), &[run("Pågår"), looking("<w:strike/>", " än.")].concat());
    let (said, answers) = returned(&workshop, &word);
    assert_eq!(said.code, 1, "{said:?}");
    assert!(said.stdout.contains("! section 2, strategy 4: words that are struck"), "{said:?}");
    assert!(said.stdout.contains("“än.”"), "{}", said.stdout);
    assert_eq!(answers["answers"]["strategier-alla"]["4"]["development"], "Pågår än.");
    let said = workshop.run_in("sv", &["import", "returned.docx", "--dry-run"]);
    assert!(said.stdout.contains("genomstrukna i Word togs inte bort: ”än.”"), "{}", said.stdout);
}

#[test]
fn a_file_in_the_output_folder_with_struck_words_is_not_written_over() {
    let (workshop, mut word) = report();
    with_looks(&mut word, "<w:strike/>");
    std::fs::write(workshop.path(DOCX), word.bytes()).expect("a file");
    assert_eq!(workshop.run(&["import", DOCX]).code, 1);
    let said = workshop.run(&["build", "--format", "docx"]);
    assert_eq!(said.code, 1, "{said:?}");
    assert_eq!(workshop.read(DOCX), word.bytes());
}

#[test]
fn words_that_are_highlighted_shaded_or_coloured_are_told() {
    for (properties, how) in [
        (r#"<w:highlight w:val="yellow"/>"#, "highlighted"),
        (r#"<w:shd w:val="clear" w:color="auto" w:fill="FFFF00"/>"#, "highlighted"),
        (r#"<w:shd w:val="pct20" w:color="auto" w:fill="auto"/>"#, "highlighted"),
        (r#"<w:color w:val="FF0000"/>"#, "coloured"),
        (r#"<w:color w:val="FFFFFF"/>"#, "coloured"),
    ] {
        let (workshop, mut word) = report();
        with_looks(&mut word, properties);
        let (said, _) = returned(&workshop, &word);
        let wanted = format!("{how} words became plain text: “två tre”");
        assert!(said.stdout.contains("  · section 1"), "{properties} {}", said.stdout);
        assert!(said.stdout.contains(&wanted), "{properties} {}", said.stdout);
        assert_eq!(said.code, 0, "{properties} {said:?}");
    }
    for properties in [
        r#"<w:highlight w:val="none"/>"#,
        r#"<w:shd w:val="clear" w:color="auto" w:fill="auto"/>"#,
        r#"<w:shd w:val="nil"/>"#,
        r#"<w:color w:val="auto"/>"#,
        r#"<w:color w:val="000000"/>"#,
    ] {
        let (workshop, mut word) = report();
        with_looks(&mut word, properties);
        let (said, _) = returned(&workshop, &word);
        assert_eq!(said.stdout.lines().count(), 2, "{properties} {}", said.stdout);
    }
}

#[test]
fn words_above_and_raised_ones_are_told() {
    let ruby = "<w:r><w:ruby><w:rt><w:r><w:t>UPPE</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>nere</w:t></w:r></w:rubyBase></w:ruby></w:r>";
    let raised = looking(r#"<w:vertAlign w:val="superscript"/>"#, "2");
    for (more, told) in [(ruby, "ruby"), (raised.as_str(), "superscript or subscript")] {
        let (workshop, mut word) = report();
        word.replace(&run(TEXT), &[&run(TEXT), more].concat());
        let (said, _) = returned(&workshop, &word);
        assert!(said.stdout.contains("  · section 1"), "{}", said.stdout);
        assert!(said.stdout.contains(told), "{}", said.stdout);
    }
}
