//! Reads `programmes/NAME.toml` into a [`ProgrammeFile`].

use crate::domain::cron::CronLine;
use crate::domain::person::{Coordinator, Language, Zone};
use crate::domain::problem::Problem;
use crate::domain::programme::{ContactAfter, Hours, Programme, ProposalPolicy, Proposals, SessionRule, WorkCalendar};
use crate::domain::rule::{Span, Unit};
use crate::files::date::{DateOrder, read_date};
use crate::files::fault::{Fault, quoted};
use crate::files::holidays::{Holidays, read_holidays};
use crate::files::path::{beside, shown};
use crate::files::programme::ProgrammeFile;
use crate::files::service_file::read_span;
use crate::files::settings::{Section, SettingsFile, Shape};
use crate::files::sheet::column::Column;
use crate::files::step_rules::{STEP_NAMES, read_steps};
use crate::files::value::{read_address, read_language, read_line, read_name, read_zone};
use crate::files::work_hours::{read_days, read_hours, weekdays};
use jiff::civil::time;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Every section of a programme file and every key in it.
pub(crate) const SHAPE: Shape = &[
    ("", &TOP_KEYS),
    ("session", &["length", "place", "within", "hours"]),
    ("steps", &STEP_NAMES),
    ("sending", &["hours", "days"]),
    ("privacy", &["share_addresses", "goals_in_event"]),
    ("columns", &Column::NAMES),
    ("proposals", &["policy", "grace", "answer_within"]),
    ("coordinator", &["name", "email"]),
];

const TOP_KEYS: [&str; 16] = [
    "name",
    "ends",
    "timezone",
    "language",
    "pairs",
    "contact_after",
    "coordinator",
    "holidays",
    "dates",
    "digest",
    "session",
    "steps",
    "sending",
    "privacy",
    "columns",
    "proposals",
];

const CONTACT_HINT: &str = "somebody must decide what contact is allowed afterwards: \"free\" (the two decide), \"approval\" (the coordinator \
     approves what both want), or \"none\" (contact goes through the coordinator)";

const COORDINATOR_HINT: &str =
    "say who looks after this programme: coordinator = { name = \"Ada Park\", email = \"ada@mentors.example\" }";

/// A programme file's text and where it is from.
pub(crate) struct ProgrammeText<'t> {
    pub id: &'t str,
    pub path: &'t Path,
    pub text: &'t str,
}

/// What was read of one programme file.
pub(crate) struct ReadProgramme {
    /// Something ordinary stands where nothing usable was written: good for looking on at the sheet.
    pub file: ProgrammeFile,
    /// Nothing but warnings was found: good for everything.
    pub is_sound: bool,
    /// The file can be taken apart: what it says of its sheet is what somebody meant.
    pub is_legible: bool,
    pub problems: Vec<Problem>,
}

/// Reads one programme file.
pub(crate) fn read_programme(source: &ProgrammeText) -> ReadProgramme {
    let file = shown(source.path);
    let settings = SettingsFile::new(&file, source.text, SHAPE);
    let table = settings.parse();
    let is_legible = !settings.is_faulty();
    let top = settings.top(&table);
    let mut elsewhere = Vec::new();
    let file = programme_file(&top, source, &mut elsewhere);
    let is_sound = !settings.is_faulty() && elsewhere.is_empty();
    let mut problems = settings.into_problems();
    problems.append(&mut elsewhere);
    ReadProgramme { file, is_sound, is_legible, problems }
}

/// `elsewhere` takes what is wrong in other files that this one names.
fn programme_file(top: &Section, source: &ProgrammeText, elsewhere: &mut Vec<Problem>) -> ProgrammeFile {
    let folder = source.path.parent().unwrap_or(Path::new(""));
    let name = top.demand("name", "write what people call this programme, like name = \"Spring 2027\"", read_name);
    let words = [("day first", DateOrder::DayFirst), ("month first", DateOrder::MonthFirst)];
    let dates = top.choice("dates", &words).unwrap_or_default();
    let ends = top.read("ends", |text| read_date(text, dates));
    if top.entry("ends").is_none() {
        let hint = "write ends = 2027-05-28; pairs without a date of their own are only listed until then";
        top.file().warn(None, Fault::new("this programme has no last day", hint));
    }
    let zone_hint = "write the programme's own clock, like timezone = \"Europe/London\"";
    let zone = top.demand("timezone", zone_hint, read_zone);
    let language = top.read("language", read_language).unwrap_or_else(|| Language("en".to_owned()));
    let contact_after = read_contact_after(top);
    let coordinators = read_coordinators(top);
    let Holidays { days: holidays, contents, paths: holiday_paths } = read_holidays(top, folder, ends, elsewhere);
    let (hours, days) = read_sending(top);
    let session = read_session_rule(top);
    let steps = read_steps(top);
    let (share_addresses, goals_in_event) = read_privacy(top);
    let digest = top.read("digest", read_cron_line);
    let proposals = read_proposals(top);
    let columns = read_columns(top);
    let pairs_path = read_pairs_path(top, folder, source.id);
    let programme = Programme {
        id: source.id.to_owned(),
        name: name.unwrap_or_else(|| source.id.to_owned()),
        ends,
        zone: zone.unwrap_or_else(Zone::utc),
        language,
        contact_after: contact_after.unwrap_or(ContactAfter::None),
        coordinators,
        calendar: WorkCalendar { hours, days, holidays },
        session,
        steps,
        share_addresses,
        goals_in_event,
        digest,
        proposals,
    };
    let contents_hash = hash_of(source.text, &contents);
    let path = source.path.to_owned();
    ProgrammeFile { programme, path, pairs_path, holiday_paths, contents_hash, dates, columns }
}

/// SHA-256 over the programme's text and its holiday files, each with its length so that no two cuts look alike.
fn hash_of(text: &str, others: &[Vec<u8>]) -> String {
    let mut hash = Sha256::new();
    for part in std::iter::once(text.as_bytes()).chain(others.iter().map(Vec::as_slice)) {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    data_encoding::HEXLOWER.encode(&hash.finalize())
}

fn read_contact_after(top: &Section) -> Option<ContactAfter> {
    if top.entry("contact_after").is_none() {
        top.report_missing("contact_after", CONTACT_HINT);
    }
    top.read("contact_after", read_contact_word)
}

/// The word in `contact_after`, here and in the sheet.
pub(crate) fn read_contact_word(text: &str) -> Result<ContactAfter, Fault> {
    ContactAfter::from_name(&text.trim().to_lowercase()).ok_or_else(|| {
        let what = format!("{} says nothing about contact afterwards", quoted(text.trim()));
        Fault::new(what, "write free, approval or none")
    })
}

fn read_coordinators(top: &Section) -> Vec<Coordinator> {
    let entries = top.list("coordinator");
    if entries.is_empty() {
        top.report_missing("coordinator", COORDINATOR_HINT);
    }
    let mut coordinators = Vec::new();
    for entry in entries {
        let Some(section) = entry.section(top.file(), "coordinator", "coordinator") else { continue };
        let name = section.demand("name", "write the coordinator's name", read_name);
        let address = section.demand("email", "write the coordinator's address", read_address);
        coordinators.extend(name.zip(address).map(|(name, address)| Coordinator { name, address }));
    }
    coordinators
}

fn read_sending(top: &Section) -> (Hours, Vec<crate::domain::programme::DayOfWeek>) {
    let section = top.section("sending", "sending");
    let hours = section.as_ref().and_then(|section| section.read("hours", read_hours));
    let days = section.as_ref().and_then(|section| read_days(section));
    let usual = Hours { open: time(8, 0, 0, 0), close: time(18, 0, 0, 0) };
    (hours.unwrap_or(usual), days.unwrap_or_else(weekdays))
}

fn read_session_rule(top: &Section) -> SessionRule {
    let section = top.section("session", "session");
    let read = |key| section.as_ref().and_then(|section| section.read(key, |text| Ok(text.trim().to_owned())));
    let length = section.as_ref().and_then(|section| section.read("length", read_length));
    let place = read("place").filter(|place| !place.is_empty()).and_then(|_| {
        section.as_ref().and_then(|section| section.read("place", |text| read_line(text, 500).map(str::to_owned)))
    });
    let within = section.as_ref().and_then(|section| {
        section.read("within", |text| read_span(text, &[Unit::WorkingDays, Unit::Days, Unit::Weeks]))
    });
    let hours = section.as_ref().and_then(|section| section.read("hours", read_hours));
    SessionRule {
        length_minutes: length.unwrap_or(45),
        place: place.unwrap_or_default(),
        within: within.unwrap_or(Span { amount: 10, unit: Unit::WorkingDays }),
        hours: hours.unwrap_or(Hours { open: time(9, 0, 0, 0), close: time(18, 0, 0, 0) }),
    }
}

/// The length of a session in minutes: five minutes to eight hours.
fn read_length(text: &str) -> Result<u32, Fault> {
    let span = read_span(text, &[Unit::Minutes, Unit::Hours])?;
    let minutes = if span.unit == Unit::Hours { span.amount * 60 } else { span.amount };
    if (5..=480).contains(&minutes) {
        return Ok(minutes);
    }
    Err(Fault::new(format!("{} is no length for a session", quoted(text)), "write 5 minutes to 8 hours"))
}

fn read_privacy(top: &Section) -> (bool, bool) {
    let Some(section) = top.section("privacy", "privacy") else { return (true, false) };
    (section.flag("share_addresses").unwrap_or(true), section.flag("goals_in_event").unwrap_or(false))
}

fn read_proposals(top: &Section) -> Proposals {
    let section = top.section("proposals", "proposals");
    let words = [
        ("ask", ProposalPolicy::Ask),
        ("accept", ProposalPolicy::Accept),
        ("coordinator", ProposalPolicy::Coordinator),
    ];
    let policy = section.as_ref().and_then(|section| section.choice("policy", &words));
    let days = [Unit::WorkingDays, Unit::Days, Unit::Weeks];
    let read = |key| section.as_ref().and_then(|section| section.read(key, |text| read_span(text, &days)));
    Proposals {
        policy: policy.unwrap_or(ProposalPolicy::Ask),
        grace: read("grace").unwrap_or(Span { amount: 0, unit: Unit::Days }),
        answer_within: read("answer_within").unwrap_or(Span { amount: 3, unit: Unit::WorkingDays }),
    }
}

fn read_columns(top: &Section) -> BTreeMap<Column, String> {
    let Some(section) = top.section("columns", "columns") else { return BTreeMap::new() };
    Column::ALL
        .into_iter()
        .filter_map(|column| {
            let heading = section.read(column.name(), |text| read_line(text, 200).map(str::to_owned))?;
            Some((column, heading))
        })
        .collect()
}

/// The sheet: the named one, else the one called like the programme.
fn read_pairs_path(top: &Section, folder: &Path, id: &str) -> PathBuf {
    let named = top.read("pairs", |text| read_line(text, 1_000).map(|named| beside(folder, named)));
    let path = named.unwrap_or_else(|| {
        let sheets = ["csv", "xlsx"].map(|ending| folder.join(format!("{id}.{ending}")));
        sheets.iter().find(|path| path.is_file()).unwrap_or(&sheets[0]).clone()
    });
    if !path.is_file() {
        let fault = Fault::new(
            format!("there is no sheet of pairs at {}", shown(&path)),
            "put the sheet there, or say where it is: pairs = \"…\", relative to this file",
        );
        match top.entry("pairs") {
            Some(entry) => top.file().report(entry.span(), fault),
            None => top.report_missing("pairs", &format!("{}; {}", fault.what, fault.hint)),
        }
    }
    path
}

/// Five fields of a cron line, each of digits, names, `*`, `,`, `-` and `/`.
fn read_cron_line(text: &str) -> Result<String, Fault> {
    match text.parse::<CronLine>() {
        Ok(_) => Ok(text.split_whitespace().collect::<Vec<_>>().join(" ")),
        Err(fault) => Err(Fault::new(
            format!("{} is no cron line: {fault}", quoted(text)),
            "write minute, hour, day, month and weekday, like \"0 8 * * Mon\" for Mondays at 08:00",
        )),
    }
}
