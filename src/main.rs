use std::process::ExitCode;

use mimalloc::MiMalloc;

/// Setting pages allocates much and often, on every thread; this takes a tenth
/// less time than the system's.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    dnr::cli::run()
}
