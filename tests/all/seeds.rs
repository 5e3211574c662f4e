//! The seeds that a fuzzer has found (`fuzz/seeds`), given to each way into the
//! program, as they are and with parts repeated: what grows with a text must
//! not grow the stack.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::fuzz_targets::{TARGETS, Target};
use crate::support::chance::{Chance, number};
use crate::support::project;

/// Bytes of stack, as any thread has them; and as those have that set pages.
const STACK: usize = 2 << 20;
const STACK_FOR_PAGES: usize = 256 << 20;

/// Ways in that lead to a PDF.
const SETS_PAGES: [&str; 2] = ["pages", "forms"];

/// How often a part is repeated, at most.
const REPEATS: usize = 3_000;

/// Seeds by name.
fn seeds(target: &str) -> Vec<(String, Vec<u8>)> {
    let folder = project().join("fuzz/seeds").join(target);
    let entries = std::fs::read_dir(&folder).unwrap_or_else(|_| panic!("{}", folder.display()));
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let mut seeds: Vec<_> = paths
        .map(|path| (path.display().to_string(), std::fs::read(&path).expect("a seed")))
        .collect();
    seeds.sort();
    seeds
}

/// The bytes with one part of them over and over, and some cut out.
fn repeated(bytes: &[u8], chance: &mut Chance) -> Vec<u8> {
    let start = chance.below(bytes.len() + 1);
    let reach = [2, 8, 60][chance.below(3)];
    let end = (start + 1 + chance.below(reach)).min(bytes.len());
    let times = [0, 2, 30, REPEATS][chance.below(4)];
    [&bytes[..start], &bytes[start..end].repeat(times), &bytes[end..]].concat()
}

fn run_all(seeds: Vec<(String, Vec<u8>)>, (_, run): Target, cases: u64) {
    for (name, seed) in &seeds {
        for case in 0..=cases {
            let bytes = match case {
                0 => seed.clone(),
                _ => repeated(seed, &mut Chance(case)),
            };
            let result = catch_unwind(AssertUnwindSafe(|| run(&bytes)));
            assert!(result.is_ok(), "{name}, case {case}: {}", String::from_utf8_lossy(&bytes));
        }
    }
}

#[test]
fn seeds_and_what_repeats_them_are_refused_or_made() {
    let cases = number("DNR_SEED_CASES", 20);
    std::thread::scope(|scope| {
        for target in TARGETS {
            let seeds = seeds(target.0);
            assert!(!seeds.is_empty(), "seeds of {}", target.0);
            let stack = if SETS_PAGES.contains(&target.0) { STACK_FOR_PAGES } else { STACK };
            let thread = std::thread::Builder::new().stack_size(stack);
            let run = move || run_all(seeds, target, cases);
            thread.spawn_scoped(scope, run).expect("a thread");
        }
    });
}
