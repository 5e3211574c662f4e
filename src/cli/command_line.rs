//! The command line in the user's language: clap's help and errors in our words.

use std::ffi::OsString;
use std::num::ParseIntError;

use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command, CommandFactory, FromArgMatches};

use super::Cli;
use crate::messages::Messages;

/// The language that `--lang` asks for, which is needed before all else is read.
pub(super) fn asked_language(args: &[OsString]) -> Option<String> {
    let mut args = args.iter().map(|arg| arg.to_string_lossy()).take_while(|arg| arg != "--");
    while let Some(arg) = args.next() {
        if arg == "--lang" {
            return args.next().map(|language| language.into_owned());
        }
        if let Some(language) = arg.strip_prefix("--lang=") {
            return Some(language.to_owned());
        }
    }
    None
}

/// What the command line asks for.
///
/// # Errors
/// It cannot be read, or asks for help; which has been printed then.
pub(super) fn parse(args: Vec<OsString>, messages: &Messages) -> Result<Cli, u8> {
    let matches = command(messages).try_get_matches_from(args);
    let parsed = matches.and_then(|matches| Cli::from_arg_matches(&matches));
    parsed.map_err(|error| match error.kind() {
        ErrorKind::DisplayHelp
        | ErrorKind::DisplayVersion
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            // Where nobody can read it, there is nothing to be done.
            let _ = error.print();
            u8::try_from(error.exit_code()).unwrap_or(super::CANNOT_START)
        }
        _ => {
            let (id, args) = refusal(&error);
            messages.print_refusal(id, &args);
            super::CANNOT_START
        }
    })
}

/// The program's command line, as clap knows it, in the user's language.
fn command(messages: &Messages) -> Command {
    let mut command = Cli::command();
    command.build();
    match messages.help("heading-usage") {
        Some(_) => translated(command, "", messages),
        None => command,
    }
}

/// `path` is the way to the command from the program: `build-`.
fn translated(command: Command, path: &str, messages: &Messages) -> Command {
    let own = |id: &str| messages.help(&format!("{path}{id}"));
    let help = |id: &str| own(id).or_else(|| messages.help(id)).unwrap_or_default();
    let command = command
        .about(help("about"))
        .subcommand_help_heading(help("heading-commands"))
        .help_template(format!(
            "{{about-with-newline}}\n{} {{usage}}\n\n{{all-args}}",
            help("heading-usage")
        ))
        .mut_args(|arg| translated_arg(arg, &help))
        .mut_subcommands(|sub| {
            let path = match sub.get_name() {
                // Its own subcommands are those of the program.
                "help" => String::new(),
                name => format!("{name}-"),
            };
            let is_help = path.is_empty();
            let sub = translated(sub, &path, messages);
            if is_help { sub.about(messages.help("help-about").unwrap_or_default()) } else { sub }
        });
    let usage = usage(&command, messages);
    command.override_usage(usage)
}

fn translated_arg(arg: Arg, help: &impl Fn(&str) -> String) -> Arg {
    let mut text = help(arg.get_id().as_str());
    let defaults: Vec<_> = arg.get_default_values().iter().map(|v| v.to_string_lossy()).collect();
    let values: Vec<String> =
        arg.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
    if !values.is_empty() && arg.get_action().takes_values() {
        text += &format!(" [{}: {}]", help("word-values"), values.join(", "));
    }
    if !defaults.is_empty() && arg.get_action().takes_values() {
        text += &format!(" [{}: {}]", help("word-default"), defaults.join(", "));
    }
    let heading = if arg.is_positional() { "heading-arguments" } else { "heading-options" };
    let names: Vec<String> = arg
        .get_value_names()
        .unwrap_or_default()
        .iter()
        .map(|name| match help(&format!("value-{}", name.replace(['=', '/'], "-"))) {
            known if known.is_empty() => name.to_string(),
            known => known,
        })
        .collect();
    let takes_values = arg.get_action().takes_values();
    let arg = arg
        .help(text.clone())
        .long_help(text)
        .help_heading(help(heading))
        .hide_default_value(true)
        .hide_possible_values(true);
    if takes_values && !names.is_empty() { arg.value_names(names) } else { arg }
}

/// How a command is called, without clap's own words.
fn usage(command: &Command, messages: &Messages) -> String {
    let word = |id| messages.help(id).unwrap_or_default();
    let usage = command.clone().render_usage().to_string();
    usage
        .trim_start_matches("Usage: ")
        .replace("[OPTIONS]", &word("value-OPTIONS"))
        .replace("<COMMAND>", &word("value-COMMAND"))
        .replace("[COMMAND]", &word("value-COMMAND"))
}

/// What is wrong with the command line, as a message and what fills it in.
fn refusal(error: &clap::Error) -> (&'static str, Vec<(&'static str, String)>) {
    let get = |kind| error.get(kind).map(said);
    let id = match error.kind() {
        ErrorKind::UnknownArgument => "argument-unknown",
        ErrorKind::InvalidSubcommand => "command-unknown",
        ErrorKind::MissingSubcommand => "command-missing",
        ErrorKind::InvalidValue if get(ContextKind::InvalidValue).is_none_or(|v| v.is_empty()) => {
            "argument-without-value"
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => "argument-value",
        ErrorKind::MissingRequiredArgument => "argument-missing",
        ErrorKind::ArgumentConflict => "argument-conflict",
        ErrorKind::InvalidUtf8 => "argument-no-text",
        _ => "argument-other",
    };
    let suggested = get(ContextKind::SuggestedArg)
        .or_else(|| get(ContextKind::SuggestedValue))
        .or_else(|| get(ContextKind::SuggestedSubcommand));
    let invalid = get(ContextKind::InvalidArg).or_else(|| get(ContextKind::InvalidSubcommand));
    let mut args = vec![
        ("argument", invalid.unwrap_or_default()),
        ("value", get(ContextKind::InvalidValue).unwrap_or_default()),
        ("other", get(ContextKind::PriorArg).unwrap_or_else(|| "none".to_owned())),
        ("known", get(ContextKind::ValidValue).unwrap_or_default()),
        ("like", like(error)),
        ("usage", get(ContextKind::Usage).unwrap_or_default()),
    ];
    args.extend(suggested.map(|meant| ("meant", meant)));
    (id, args)
}

/// How a value is written, by a word that the catalogues know.
fn like(error: &clap::Error) -> String {
    match std::error::Error::source(error) {
        Some(source) if source.is::<ParseIntError>() => "number".to_owned(),
        Some(source) => source.to_string(),
        None => match error.get(ContextKind::ValidValue).map(said) {
            Some(known) if !known.is_empty() => "known".to_owned(),
            _ => "other".to_owned(),
        },
    }
}

fn said(value: &ContextValue) -> String {
    match value {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(texts) => texts.join(", "),
        ContextValue::StyledStr(text) => without_heading(text),
        ContextValue::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

fn without_heading(usage: &StyledStr) -> String {
    usage.to_string().trim_start_matches("Usage: ").to_owned()
}
