use std::process::ExitCode;

fn main() -> ExitCode {
    dnr::cli::run()
}
