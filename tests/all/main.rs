//! What a user would notice, tested on the program itself. One program of
//! tests, since each that links Typst takes seconds to link.

mod accepted;
mod all_blocks;
mod batch;
mod cell_heads;
mod content;
mod contrast;
mod diff;
mod fuzz;
mod given;
mod import;
mod layout_values;
mod links;
mod lost_text;
mod merged_edits;
mod messages;
mod prompts;
mod provenance;
mod published_report;
mod said_in_word;
mod same_text;
mod schemas;
mod support;
mod tags;
mod template;
mod texts;
mod untrusted_files;
mod verify;
mod web_page;
mod word_accessibility;
mod word_file;
mod word_form;
mod word_lists;
mod word_matrix;
mod word_parts;
mod written_text;
