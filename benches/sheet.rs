//! Reads every sheet of a configuration folder and says how fast: `cargo bench --bench sheet -- DIR`.
#![allow(clippy::print_stdout, reason = "what it prints is what it is for")]

use sendoff::files::config::Config;
use sendoff::files::sheet::SheetReader;
use std::path::PathBuf;
use std::time::Instant;

fn main() {
    let dir = PathBuf::from(
        std::env::args().skip(1).find(|word| !word.starts_with("--")).unwrap_or_else(|| "config".to_owned()),
    );
    let loaded = Config::load(&dir);
    for problem in &loaded.problems {
        println!("{problem}");
    }
    for programme in loaded.config.iter().flat_map(|config| &config.programmes) {
        let start = Instant::now();
        let rows = match SheetReader::open(programme) {
            Ok(rows) => rows,
            Err(problems) => {
                problems.iter().for_each(|problem| println!("{problem}"));
                continue;
            }
        };
        let opened = start.elapsed();
        let (mut pairs, mut set_aside) = (0_u32, 0_u32);
        for row in rows {
            match row.map(|row| row.outcome.is_ok()) {
                Ok(true) => pairs += 1,
                _ => set_aside += 1,
            }
        }
        let rate = f64::from(pairs + set_aside) / start.elapsed().as_secs_f64();
        println!(
            "{}: {pairs} pairs, {set_aside} set aside; first reading {:.2} s, both {:.2} s, {rate:.0} rows a second",
            programme.programme.id,
            opened.as_secs_f64(),
            start.elapsed().as_secs_f64()
        );
    }
}
