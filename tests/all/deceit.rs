//! Words and links that read as something else than they are.

use crate::support::{ANSWERS, BODIES, FORM, Workshop};
use serde_json::json;

fn told(text: &str) -> String {
    let workshop = Workshop::new();
    workshop.change(ANSWERS, |a| a["answers"]["implementering"] = json!(text));
    let said = workshop.run(&["check", ANSWERS]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let shown = said.stderr.split("\n\n");
    let of_answer = shown.filter(|m| m.contains("[look-alike]") || m.contains("[link-elsewhere]"));
    of_answer.collect()
}

#[test]
fn letters_that_look_like_others() {
    for (text, word, sign) in [
        ("Vi ser till p\u{430}ypal.", "p\u{430}ypal", "U+0430"),
        ("G\u{43e}teborg", "G\u{43e}teborg", "U+043E"),
        ("B\u{39f}LAG", "B\u{39f}LAG", "U+039F"),
        ("_n\u{e4}mnd\u{435}n_", "n\u{e4}mnd\u{435}n", "U+0435"),
        ("[x](https://g\u{43e}teborg.se)", "g\u{43e}teborg", "U+043E"),
    ] {
        let said = told(text);
        assert!(said.contains(&format!("`{word}`")) && said.contains(sign), "{text}: {said}");
        assert_eq!(said.matches("[look-alike]").count(), 1, "{said}");
        assert!(said.contains("/answers/implementering"), "{said}");
    }
}

#[test]
fn other_alphabets_are_no_deceit() {
    for text in [
        "\u{41c}\u{43e}\u{441}\u{43a}\u{432}\u{430}",
        "10 k\u{3a9}",
        "\u{391}\u{3b8}\u{3ae}\u{3bd}\u{3b1} och Aten",
        "5 \u{b5}g",
        "\u{3bb} och \u{3b1}",
    ] {
        assert_eq!(told(text), "", "{text}");
    }
}

#[test]
fn also_in_names_and_forms() {
    let workshop = Workshop::new();
    workshop.change(BODIES, |b| {
        b["bodies"]["utbildningsnamnden"]["name"] = json!("Utbildningsn\u{e4}mnd\u{435}n");
    });
    workshop.change(FORM, |f| f["parts"][0]["heading"] = json!("Implem\u{435}ntering"));
    let said = workshop.run(&["check"]);
    assert_eq!(said.stderr.matches("[look-alike]").count(), 2, "{}", said.stderr);
    assert_eq!(workshop.run(&["check", "--strict"]).code, 1);
}

#[test]
fn links_that_show_another_address() {
    for (text, shown, target) in [
        (
            "[https://goteborg.se](https://example.com)",
            "https://goteborg.se",
            "https://example.com",
        ),
        ("[goteborg.se](https://goteborg.se.example.com/x)", "goteborg.se", "example.com/x"),
        ("[www.goteborg.se/a](https://goteborg.se/b)", "www.goteborg.se/a", "goteborg.se/b"),
        ("* _se_ [https://**a**.se](https://b.se)", "https://a.se", "https://b.se"),
        (
            "[anna@goteborg.se](mailto:anna@example.com)",
            "anna@goteborg.se",
            "mailto:anna@example.com",
        ),
    ] {
        let said = told(text);
        assert!(said.contains("[link-elsewhere]"), "{text}");
        assert!(said.contains(&format!("`{shown}`")) && said.contains(target), "{text}: {said}");
    }
}

#[test]
fn links_that_show_their_own_or_words() {
    for text in [
        "[https://goteborg.se](https://goteborg.se)",
        "[goteborg.se](https://www.goteborg.se/wps/portal)",
        "[www.goteborg.se/](http://goteborg.se)",
        "[Goteborg.SE/a](https://goteborg.se/a/)",
        "[stadens sida](https://goteborg.se)",
        "[program 2022](https://goteborg.se)",
        "[kap. 3](https://goteborg.se)",
        "[1.2](https://goteborg.se)",
        "[anna@goteborg.se](mailto:anna@goteborg.se)",
        "[031-365 00 00](tel:+46313650000)",
    ] {
        assert_eq!(told(text), "", "{text}");
    }
}
