//! The command line: its words become settled jobs here and go no further.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::diagnostic::Problems;
use crate::input::{self, LayoutChoice, Rounds};
use crate::job::{self, Failure, Format, Job};
use crate::messages::Messages;

/// Official, diary-numbered reports of municipal boards, as PDF and DOCX.
#[derive(Debug, Parser)]
#[command(version, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    /// Language of the messages: `en` or `sv` [default: the locale's]
    #[arg(long, global = true, value_name = "LANG")]
    lang: Option<String>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make the reports of answers files
    Build(Build),
}

#[derive(Debug, Args)]
struct Build {
    /// Answers files, or folders that hold them
    #[arg(default_value = "input")]
    paths: Vec<PathBuf>,
    /// Formats to write
    #[arg(long, value_enum, value_delimiter = ',', default_value = "pdf,docx")]
    format: Vec<Format>,
    /// Folder to write to
    #[arg(long, default_value = "out", value_name = "FOLDER")]
    out: PathBuf,
    /// A layout's name or folder, instead of the one that the form names
    #[arg(long, value_name = "LAYOUT")]
    layout: Option<String>,
    /// One value of the theme: --set matrix.repeat_header=false
    #[arg(long, value_name = "KEY=VALUE", value_parser = setting)]
    set: Vec<(String, String)>,
}

fn setting(text: &str) -> Result<(String, String), String> {
    let (key, value) = text.split_once('=').ok_or("expected KEY=VALUE")?;
    Ok((key.trim().to_owned(), value.trim().to_owned()))
}

/// Runs the program as its command line says. Exit status: 0 all was written,
/// 1 something was not, 2 nothing could start.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let messages = Messages::new(cli.lang.as_deref());
    match cli.command {
        Command::Build(build) => build_all(build, &messages),
    }
}

fn build_all(build: Build, messages: &Messages) -> ExitCode {
    let answers = match input::find_answers(&build.paths) {
        Ok(answers) => answers,
        Err(error) => {
            messages.print_error(&error);
            return ExitCode::from(2);
        }
    };
    if answers.is_empty() {
        messages.print_no_answers(&build.paths);
        return ExitCode::from(2);
    }
    let mut rounds = Rounds::new(LayoutChoice { name: build.layout, settings: build.set });
    let mut failed = 0;
    for path in &answers {
        let warnings = rounds.warnings.0.len();
        let result = rounds.of(path).and_then(|round| {
            messages.print_problems(&Problems(rounds.warnings.0[warnings..].to_vec()));
            job::make(&Job {
                answers: path.clone(),
                round,
                formats: build.format.clone(),
                out: build.out.clone(),
            })
        });
        typst::comemo::evict(2);
        match result {
            Ok(made) => {
                messages.print_problems(&made.warnings);
                messages.print_made(&made);
            }
            Err(failure) => {
                failed += 1;
                match failure {
                    Failure::Problems(problems) => messages.print_problems(&problems),
                    Failure::Error(error) => messages.print_error(&error),
                }
                messages.print_not_made(path);
            }
        }
    }
    if failed > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
