//! What a bench reads of its own process.

pub mod folder;

use std::error::Error;
use std::fs;
use std::time::Duration;

/// What the kernel counts in a second, on every Linux.
const TICKS_PER_SECOND: f64 = 100.0;

/// Time this process has had on a processor, its own and the kernel's for it.
pub fn cpu() -> Result<Duration, Box<dyn Error>> {
    cpu_of("self")
}

/// The same of another process, by its number.
pub fn cpu_of(process: &str) -> Result<Duration, Box<dyn Error>> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat"))?;
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |at: usize| -> Result<f64, Box<dyn Error>> { Ok(fields.get(at).ok_or("no such field")?.parse()?) };
    Ok(Duration::from_secs_f64((ticks(11)? + ticks(12)?) / TICKS_PER_SECOND))
}

/// The most memory this process has held so far, in MiB.
pub fn peak_mib() -> Result<f64, Box<dyn Error>> {
    status_mib("self", "VmHWM:")
}

/// Counts the most memory from here.
pub fn forget_peak() -> Result<(), Box<dyn Error>> {
    Ok(fs::write("/proc/self/clear_refs", "5")?)
}

/// What another process holds in memory now, in MiB.
pub fn memory_mib_of(process: &str) -> Result<f64, Box<dyn Error>> {
    status_mib(process, "VmRSS:")
}

/// How often the threads of another process have gone to sleep, which is how often they were woken.
pub fn sleeps_of(process: &str) -> Result<u64, Box<dyn Error>> {
    let mut sleeps = 0;
    for task in fs::read_dir(format!("/proc/{process}/task"))? {
        let status = fs::read_to_string(task?.path().join("status"))?;
        let line = status.lines().find_map(|line| line.strip_prefix("voluntary_ctxt_switches:"));
        sleeps += line.ok_or("no such line")?.trim().parse::<u64>()?;
    }
    Ok(sleeps)
}

/// A line of a process's `status`, in MiB.
fn status_mib(process: &str, name: &str) -> Result<f64, Box<dyn Error>> {
    let status = fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix(name)).ok_or("no such line")?;
    let kib: f64 = line.trim().trim_end_matches(" kB").parse()?;
    Ok(kib / 1024.0)
}
