//! A configuration folder to measure with.

use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

/// Files of one programme with so many pairs. `shuffled`: their addresses come in any order.
pub fn write(folder: &Path, rows: usize, sessions: bool, shuffled: bool) -> Result<(), Box<dyn Error>> {
    std::fs::create_dir_all(folder.join("programmes"))?;
    std::fs::write(
        folder.join("sendoff.toml"),
        "[organisation]\nname = \"Mentors of Example\"\nprivacy_contact = \"privacy@mentors.example\"\n\
         privacy_url = \"https://mentors.example/privacy\"\n[mail]\nfrom = \"Mentors <sendoff@mentors.example>\"\n\
         transport = \"maildir\"\nmaildir = \"mail\"\n",
    )?;
    std::fs::write(
        folder.join("programmes/bench.toml"),
        "name = \"Spring 2027\"\nends = 2027-12-17\ntimezone = \"Europe/London\"\nlanguage = \"en\"\n\
         contact_after = \"free\"\ncoordinator = { name = \"Ada Park\", email = \"ada@mentors.example\" }\n",
    )?;
    let mut sheet = BufWriter::new(File::create(folder.join("programmes/bench.csv"))?);
    writeln!(sheet, "mentor_name,mentor_email,mentor_timezone,mentee_name,mentee_email,session,mentoring_plan,goals")?;
    for row in 0..rows {
        let n = if shuffled { row.wrapping_mul(7_368_787) % rows } else { row };
        let session = if sessions { format!("2027-11-{:02} {:02}:30", 1 + n % 14, 9 + n % 8) } else { String::new() };
        writeln!(
            sheet,
            "Mentor Number {n:07},mentor.{n:07}@mentors.example,Europe/Berlin,Mentee Number {n:07},\
             mentee.{n:07}@mentees.example,{session},https://mentors.example/plans/{n:07},\
             speak up in reviews; find my way around the code"
        )?;
    }
    Ok(sheet.flush()?)
}
