//! **dnr** makes the official, diary-numbered reports of municipal boards.
//!
//! A city executive office sends a [`form`] to every board and company board,
//! the [`bodies`]; each gives its [`answers`]; a [`layout`] says how the
//! reports look. The way of a document is one function, [`job::make`]:
//!
//! ```text
//!  form.json ──┐                                        theme.json, *.typ, fonts
//!  bodies.json ┤                                                │
//!  answers ────┴─► read ─► check ─► compose ─► Report ──┬─► pdf ─┴─► .pdf
//!                   json    check    compose    report  ├─► docx ──► .docx
//!                            │                          └─► json ──► .json
//!                            ▼
//!                       diagnostics ─► messages (file, line, path, question, hint)
//!
//!  edited .docx ─► import ─► changes ─► answers
//! ```
//!
//! | to change | look in |
//! | --- | --- |
//! | the matrix on the page | `layouts/<name>/matrix.typ`, for Word `docx/matrix.rs` |
//! | the header text, a colour, a width | `layouts/<name>/theme.json` |
//! | what an organisation's Word template gives | `docx/template.rs` |
//! | how sections are numbered, what a report holds | [`compose`] |
//! | what a form can ask | [`form`], [`answers`], [`compose`] |
//! | a rule, a message | [`check`], [`answers`]; `messages/*.ftl` |
//! | the file formats | [`pdf`], [`docx`] |
//! | what is read out of an edited Word file | [`import`] |
//! | what is said of written files | [`verify`] |
//!
//! Only [`input`], [`layout`], [`job`] and [`cli`] touch the disk. Renderers
//! are functions from the [`report::Report`] to bytes: they know the settled
//! model and never the JSON of form and answers.

pub mod answers;
pub mod apart;
pub mod batch;
pub mod bodies;
pub mod check;
pub mod cli;
pub mod compose;
pub mod date;
pub mod deliver;
pub mod diagnostic;
pub mod docx;
pub mod error;
pub mod fault;
pub mod fonts;
pub mod form;
pub mod hash;
pub mod html;
pub mod import;
pub mod input;
pub mod inputs;
pub mod job;
pub mod json;
mod kept;
pub mod language;
pub mod layout;
pub mod lint;
pub mod manifest;
pub mod messages;
mod names;
mod nesting;
pub(crate) mod occupant;
pub mod output;
pub mod owned;
pub mod pattern;
pub mod pdf;
pub mod plan;
mod project;
pub mod prune;
pub mod read;
mod read_files;
mod remains;
pub mod report;
pub mod rich_text;
pub mod schema;
pub mod seal;
pub mod shape;
pub mod skeleton;
pub mod survey;
mod taken;
mod templates;
pub mod theme;
mod trial;
pub mod verify;
pub mod whereabouts;
pub mod word;
pub mod xml;
