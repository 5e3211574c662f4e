//! Files that are no JSON, and what an officer is told of them: what was
//! typed or lost, at its place, with what to write instead.

use std::fs;

use crate::support::{ANSWERS, Workshop};

const BODY: &str = "\"body\": \"utbildningsnamnden\",";
const NUMBER: &str = "\"diary_number\": \"0497/23\"";

/// What is told in Swedish of the shipped answers with `from` written as `to`.
struct Told {
    place: String,
    title: String,
    hint: String,
}

fn told(from: &str, to: &str) -> Told {
    let workshop = Workshop::new();
    workshop.replace(ANSWERS, from, to);
    let said = workshop.run_in("sv", &["check", ANSWERS]);
    assert_eq!(said.code, 1, "{to}\n{}", said.stderr);
    assert_eq!(said.stderr.matches("fel[").count(), 1, "{to}\n{}", said.stderr);
    let after = |word: &str| {
        let found = said.stderr.lines().find_map(|line| Some(line.split_once(word)?.1.to_owned()));
        found.unwrap_or_else(|| panic!("no {word}: {}", said.stderr))
    };
    let place = after(&format!("--> {ANSWERS}:"));
    Told { place, title: after("filen är inte JSON: "), hint: after("råd: ") }
}

#[test]
fn a_closing_quote_that_is_gone() {
    let title = "texten som börjar här saknar sitt avslutande citattecken";
    for (from, to, place) in [
        (BODY, "\"body\": \"utbildningsnamnden,", "5:11"),
        (BODY, "\"body\": \"utbildningsnamnden", "5:11"),
        (BODY, "\"body\": \"utbildningsnamnden, ", "5:11"),
        (BODY, "\"body\": \"Nämnden säger ”hej”,", "5:11"),
        ("{ \"status\": \"enligt\" },", "{ \"status\": \"enligt },", "10:24"),
        ("\"status\": \"mindre\",", "\"status\": \"mindre,", "14:19"),
    ] {
        let told = told(from, to);
        assert_eq!((told.title.as_str(), told.place.as_str()), (title, place), "{to}");
        assert!(told.hint.contains("sätt \" där den slutar"), "{}", told.hint);
    }
    // All on one line, the quote of the next key seems to end the text.
    let one_line = "\"body\": \"utbildningsnamnden, \"date\": \"2023-10-24\",";
    let one_line = told(BODY, one_line);
    assert_eq!((one_line.title.as_str(), one_line.place.as_str()), (title, "5:11"));
    let key = told(BODY, "\"body: \"utbildningsnamnden\",");
    assert_eq!(key.title, "nyckeln som börjar här saknar sitt avslutande citattecken");
    assert_eq!(key.place, "5:3");
}

#[test]
fn a_text_that_was_pasted_with_its_lines() {
    for to in [
        "\"body\": \"Första raden\nandra raden\",",
        "\"body\": \"Första raden,\n\nandra raden\",",
        "\"body\": \"Nämndens\n\"trygga\" arbete\",",
    ] {
        let told = told(BODY, to);
        assert_eq!(told.title, "en radbrytning står inne i en text", "{to}");
        assert!(told.place.starts_with("5:"), "{}", told.place);
    }
}

#[test]
fn quotes_that_do_not_fit() {
    let curly = told(BODY, "\"body\": \"utbildningsnamnden”,");
    assert_eq!(curly.title, "ett typografiskt citattecken står där ett rakt ska stå");
    assert_eq!(curly.place, "5:30");
    let opening = told(BODY, "\"body\": utbildningsnamnden\",");
    assert_eq!(opening.title, "texten som börjar här saknar sitt inledande citattecken");
    let doubled = told(BODY, "\"body\": \"den \"\"stora\"\" nämnden\",");
    assert!(doubled.title.starts_with("texten slutar vid citattecknet"), "{}", doubled.title);
}

#[test]
fn a_text_without_quotes_is_shown_with_them() {
    for words in [
        "2024/00011",
        "0497/23",
        "SLK-2023-01047",
        "KS 2023/00123",
        "2023-10-24",
        "10:30",
        "12 kap",
        "#E2EFDA",
        "/home/nämnd",
    ] {
        let told = told(NUMBER, &format!("\"diary_number\": {words}"));
        assert_eq!(told.title, "en text står utan citattecken", "{words}");
        assert_eq!(told.hint, format!("sätt \" före och efter: \"{words}\""));
        assert_eq!(told.place, "6:19", "{words}");
    }
}

#[test]
fn a_brace_that_is_gone() {
    let title = "här står en nyckel där ett värde ska stå: före den saknas {";
    for (from, to, place) in [
        ("\"4\": {", "\"4\": ", "14:9"),
        ("\"answers\": {", "\"answers\": ", "8:5"),
        ("{ \"status\": \"enligt\" },", "\"status\": \"enligt\" },", "10:12"),
        ("{\n  \"$schema\"", "  \"$schema\"", "1:3"),
        (BODY, "\"body\": [ \"id\": \"x\" ],", "5:13"),
    ] {
        let told = told(from, to);
        assert!(told.title.starts_with(title), "{to}: {}", told.title);
        assert_eq!(told.place, place, "{to}");
    }
}

#[test]
fn signs_that_stand_for_others() {
    for (to, title, hint) in [
        ("\"body\": \"utbildningsnamnden\";", "ett annat tecken där ett komma", "skriv ,"),
        ("\"body\": \"utbildningsnamnden\".", "ett annat tecken där ett komma", "en punkt hör"),
        ("\"body\": 1,5,", "ett tal skrivs med punkt", "0.5"),
        ("\"body\": NaN,", "det ordet finns inte", "skriv värdet"),
        ("\"body\": Infinity,", "det ordet finns inte", "skriv värdet"),
        ("\"body\": undefined,", "det ordet finns inte", "skriv värdet"),
        ("\"body\": \"C:\\users\",", "\\u anger inget tecken", "ett omvänt snedstreck skrivs \\\\"),
    ] {
        let told = told(BODY, to);
        assert!(told.title.contains(title), "{to}: {}", told.title);
        assert!(told.hint.contains(hint), "{to}: {}", told.hint);
    }
}

/// What is no fault is told as none: addresses, slashes and colons in texts.
#[test]
fn what_only_looks_broken() {
    let workshop = Workshop::new();
    let shipped = String::from_utf8(workshop.read(ANSWERS)).expect("UTF-8");
    let text = "\"// not\": \"Se http://x.se/ # 2024/11, \\\"så\\\": {, 'x' “y”\",\n  \"date\"";
    let text = shipped.replacen(NUMBER, &format!("{text}: \"2023-10-24\",\n  {NUMBER}"), 1);
    fs::write(workshop.path(ANSWERS), text).expect("a file");
    let said = workshop.run_in("sv", &["check", ANSWERS]);
    assert_eq!(said.code, 0, "{}", said.stderr);
}
