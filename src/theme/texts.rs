//! The words of reports that no form and no answer holds.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Declares the texts once: a theme has them all, and a form may have its own.
macro_rules! texts {
    ($($(#[doc = $doc:literal])* $name:ident;)*) => {
        /// The texts of the reports that the form does not hold; all are patterns.
        #[derive(Debug, Clone, Deserialize, JsonSchema, Serialize)]
        #[serde(deny_unknown_fields)]
        pub struct Texts {
            $($(#[doc = $doc])* pub $name: String,)*
            /// Keywords in the files' properties.
            pub keywords: Vec<String>,
            /// In a Word form to fill in, what chooses the date, and what says
            /// that a strategy is not applicable or not answered; without them
            /// nothing does.
            #[serde(default)]
            pub date_prompt: Option<String>,
            #[serde(default)]
            pub state_prompt: Option<String>,
        }

        impl Texts {
            /// All but the keywords, by name; a theme may lack the last.
            pub const NAMES: &[&str] =
                &[$(stringify!($name),)* "date_prompt", "state_prompt"];

            pub fn get(&self, name: &str) -> Option<&str> {
                match name {
                    $(stringify!($name) => Some(&self.$name),)*
                    "date_prompt" => self.date_prompt.as_deref(),
                    "state_prompt" => self.state_prompt.as_deref(),
                    _ => None,
                }
            }
        }

        /// A form's own words in the place of the layout's, where it has any;
        /// all are patterns.
        #[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields)]
        pub struct OwnTexts {
            $($(#[doc = $doc])* #[serde(default)] pub $name: Option<String>,)*
            #[serde(default)]
            pub date_prompt: Option<String>,
            #[serde(default)]
            pub state_prompt: Option<String>,
            /// The running header, which knows `{{page}}` and `{{pages}}`.
            #[serde(default)]
            pub header_left: Option<String>,
            #[serde(default)]
            pub header_right: Option<String>,
        }

        impl OwnTexts {
            pub fn get(&self, name: &str) -> Option<&str> {
                match name {
                    $(stringify!($name) => self.$name.as_deref(),)*
                    "date_prompt" => self.date_prompt.as_deref(),
                    "state_prompt" => self.state_prompt.as_deref(),
                    "header_left" => self.header_left.as_deref(),
                    "header_right" => self.header_right.as_deref(),
                    _ => None,
                }
            }
        }
    };
}

texts! {
    /// Name of the written files, without ending.
    file_name;
    /// Title, subject and author in the files' properties.
    document_title;
    subject;
    author;
    not_answered;
    not_applicable;
    /// Where an answer or a development text of the Word file is empty.
    answer_prompt;
    development_prompt;
    /// Above the list of contents of the web page.
    contents;
    /// Instead of a matrix of which the body is asked nothing.
    not_designated;
    /// After a development text that names a date; knows `{{expected}}`.
    expected;
    /// A strategy's status where the matrix is linear; knows `{{status}}`.
    status;
    /// What is read aloud for a mark; knows `{{status}}`.
    mark_alternative;
    /// A matrix's title and description, for those who do not see it; know
    /// `{{section}}` and `{{heading}}`.
    matrix_title;
    matrix_summary;
}
