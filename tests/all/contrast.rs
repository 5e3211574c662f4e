//! Every text of the shipped themes stands out from its background
//! (WCAG 2.1, success criterion 1.4.3: at least 4.5 to 1).

use crate::support::{contrast, project};
use serde_json::Value;

/// Every `colour` in a part of a theme; black where a style has none.
fn text_colours(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            if object.contains_key("size") {
                let colour = object.get("colour").and_then(Value::as_str).unwrap_or("#000000");
                found.push(colour.to_owned());
            }
            object.values().for_each(|value| text_colours(value, found));
        }
        Value::Array(list) => list.iter().for_each(|value| text_colours(value, found)),
        _ => {}
    }
}

#[test]
fn all_texts_of_the_shipped_themes_can_be_read() {
    for name in ["goteborg", "exempelstad"] {
        let path = project().join(format!("layouts/{name}/theme.json"));
        let theme: Value = serde_json::from_slice(&std::fs::read(path).expect("it")).expect("JSON");
        let mut texts = Vec::new();
        text_colours(&theme, &mut texts);
        assert!(texts.len() > 5, "{name}");
        for text in &texts {
            assert!(contrast(text, "#FFFFFF") >= 4.5, "{name}: {text} on white");
        }
        for (tint, colour) in theme["colours"].as_object().expect("colours") {
            let colour = colour.as_str().expect("a colour");
            let (text, background) =
                if tint == "link" { (colour, "#FFFFFF") } else { ("#000000", colour) };
            assert!(contrast(text, background) >= 4.5, "{name}: {tint}");
        }
    }
}

#[test]
fn the_measure_agrees_with_the_standard() {
    assert!((contrast("#000000", "#FFFFFF") - 21.0).abs() < 0.01);
    assert!((contrast("#767676", "#FFFFFF") - 4.54).abs() < 0.01);
}
