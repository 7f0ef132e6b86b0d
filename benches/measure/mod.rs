//! What a bench reads of its own process.

use std::error::Error;
use std::fs;
use std::time::Duration;

/// What the kernel counts in a second, on every Linux.
const TICKS_PER_SECOND: f64 = 100.0;

/// Time this process has had on a processor, its own and the kernel's for it.
pub fn cpu() -> Result<Duration, Box<dyn Error>> {
    let stat = fs::read_to_string("/proc/self/stat")?;
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |at: usize| -> Result<f64, Box<dyn Error>> { Ok(fields.get(at).ok_or("no such field")?.parse()?) };
    Ok(Duration::from_secs_f64((ticks(11)? + ticks(12)?) / TICKS_PER_SECOND))
}

/// The most memory this process has held so far, in MiB.
pub fn peak_mib() -> Result<f64, Box<dyn Error>> {
    status_mib("VmHWM:")
}

/// A line of `/proc/self/status`, in MiB.
fn status_mib(name: &str) -> Result<f64, Box<dyn Error>> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix(name)).ok_or("no such line")?;
    let kib: f64 = line.trim().trim_end_matches(" kB").parse()?;
    Ok(kib / 1024.0)
}
