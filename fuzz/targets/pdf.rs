#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| dnr_fuzz::pdf(bytes));
