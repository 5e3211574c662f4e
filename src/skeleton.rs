//! An answers file to fill in: every question that a body is asked, in the
//! form's order, each with its text as guidance.

use serde_json::{Map, Value, json};

use crate::form::{Development, Expectation, Form, Item, Matrix, Part};

/// The file's text for `body` to answer `form`.
pub fn answers(form: &Form, body: &str, diary_number: &str) -> String {
    let mut answers = Map::new();
    for part in &form.parts {
        add_part(form, part, body, &mut answers);
    }
    let mut file = Map::new();
    file.insert("$schema".into(), "../answers.schema.json".into());
    file.insert("form".into(), form.id.clone().into());
    if let Some(version) = &form.version {
        file.insert("form_version".into(), version.clone().into());
    }
    file.insert("body".into(), body.into());
    file.insert("diary_number".into(), diary_number.into());
    file.insert("answers".into(), Value::Object(answers));
    let mut text = serde_json::to_string_pretty(&Value::Object(file)).expect("plain data");
    text.push('\n');
    text
}

fn add_part(form: &Form, part: &Part, body: &str, answers: &mut Map<String, Value>) {
    let guidance: Vec<&str> = part
        .content
        .iter()
        .filter_map(|item| match item {
            Item::Instruction(text) => Some(text.as_str()),
            Item::Question(question) if question.id.is_none() => Some(question.text.as_str()),
            Item::Question(_) | Item::Matrix(_) => None,
        })
        .collect();
    let mut guided = part.heading.clone();
    for text in guidance {
        guided.push_str("\n\n");
        guided.push_str(text);
    }
    answers.insert(format!("// {}", part.id), guided.into());
    let answer = if part.only_question().is_some() {
        json!("")
    } else {
        Value::Object(items(form, part, body))
    };
    answers.insert(part.id.clone(), answer);
}

fn items(form: &Form, part: &Part, body: &str) -> Map<String, Value> {
    let mut items = Map::new();
    for item in &part.content {
        match item {
            Item::Instruction(_) => {}
            Item::Question(question) => {
                if let Some(id) = &question.id {
                    items.insert(format!("// {id}"), question.text.clone().into());
                    items.insert(id.clone(), json!(""));
                }
            }
            Item::Matrix(matrix) => add_strategies(form, matrix, body, &mut items),
        }
    }
    items
}

fn add_strategies(form: &Form, matrix: &Matrix, body: &str, items: &mut Map<String, Value>) {
    let Some(scale) = form.scales.get(&matrix.scale) else { return };
    let statuses: Vec<String> =
        scale.options.iter().map(|option| format!("{} = {}", option.id, option.label)).collect();
    items.insert("// status".into(), statuses.into());
    let asks_date = scale.options.iter().any(|option| option.date == Expectation::Expected);
    let asks_text = scale.options.iter().any(|option| option.development != Development::None);
    for strategy in matrix.strategies.iter().filter(|strategy| strategy.is_asked_of(body)) {
        let mut answer = Map::new();
        answer.insert("//".into(), format!("{}. {}", strategy.number, strategy.text).into());
        answer.insert("status".into(), json!(""));
        if asks_text {
            answer.insert("development".into(), json!(""));
        }
        if asks_date {
            answer.insert("// expected".into(), "YYYY-MM".into());
        }
        items.insert(strategy.number.clone(), Value::Object(answer));
    }
}
