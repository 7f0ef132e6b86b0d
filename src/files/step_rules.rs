//! `[steps]`: when each letter is due.

use crate::domain::rule::{Anchor, Side, Span, StepRule, Unit};
use crate::domain::step::Step;
use crate::files::fault::{Fault, quoted};
use crate::files::settings::Section;
use jiff::civil::time;
use std::collections::BTreeMap;

/// The keys of `[steps]`, in the order a pair meets them.
pub(crate) const STEP_NAMES: [&str; 11] = [
    "invitation",
    "preparation",
    "reminder",
    "after_session",
    "roadmap_nudge",
    "roadmap",
    "closing",
    "catch_up_invitation",
    "catch_up_reminder",
    "renewal",
    "practice_nudge",
];

/// The rules of every step: the file's, else the usual ones. A step that is switched off has none.
pub(crate) fn read_steps(top: &Section) -> BTreeMap<Step, Vec<StepRule>> {
    let section = top.section("steps", "steps");
    let mut steps = BTreeMap::new();
    for (step, name) in Step::CONFIGURED.into_iter().zip(STEP_NAMES) {
        let rules = match section.as_ref().filter(|section| section.entry(name).is_some()) {
            Some(section) => read_rules(section, step, name),
            None => usual_rules(step),
        };
        steps.insert(step, rules);
    }
    steps
}

fn read_rules(section: &Section, step: Step, name: &'static str) -> Vec<StepRule> {
    let entries = section.list(name);
    if let Some(second) = entries.get(1).filter(|_| step != Step::PracticeNudge) {
        let what = format!("{name} goes once and has more than one rule");
        section.file().report(second.span(), Fault::new(what, "keep one; only practice_nudge takes several"));
    }
    entries
        .iter()
        .filter_map(|entry| entry.read(section.file(), name, |text| read_rule(text, step)))
        .flatten()
        .collect()
}

/// One rule, or none for "never".
fn read_rule(text: &str, step: Step) -> Result<Option<StepRule>, Fault> {
    let text = text.trim();
    if text == "never" {
        return Ok(None);
    }
    let rule: StepRule = text.parse().map_err(|fault: String| split_fault(&fault))?;
    check_sense(rule, step)?;
    Ok(Some(rule))
}

/// A fault of the domain says what and what to do in one line.
fn split_fault(fault: &str) -> Fault {
    match fault.split_once(": write") {
        Some((what, hint)) => Fault::new(what, format!("write{hint}")),
        None => Fault::new(fault, "write it like \"7 days before session at 09:00\", or \"never\""),
    }
}

/// The side and the anchors a step can have.
fn sense_of(step: Step) -> (Side, &'static [Anchor]) {
    match step {
        Step::Invitation | Step::Preparation | Step::Reminder => (Side::Before, &[Anchor::Session, Anchor::Ending]),
        Step::CatchUpInvitation | Step::CatchUpReminder => (Side::Before, &[Anchor::CatchUp]),
        Step::Renewal => (Side::After, &[Anchor::CatchUp]),
        Step::PracticeNudge => (Side::After, &[Anchor::Roadmap]),
        _ => (Side::After, &[Anchor::Session, Anchor::Ending]),
    }
}

fn check_sense(rule: StepRule, step: Step) -> Result<(), Fault> {
    let (side, anchors) = sense_of(step);
    let side_name = if side == Side::Before { "before" } else { "after" };
    let names: Vec<&str> = anchors.iter().map(|anchor| anchor.name()).collect();
    let usual = usual_rules(step).first().map(StepRule::to_string).unwrap_or_default();
    if rule.side != side || !anchors.contains(&rule.anchor) {
        return Err(Fault::new(
            format!("{} makes no sense for {step}", quoted(&rule.to_string())),
            format!("{step} goes {side_name} {}, like \"{usual}\"", names.join(" or ")),
        ));
    }
    if rule.at.is_some() && matches!(rule.span.unit, Unit::Minutes | Unit::Hours) {
        return Err(Fault::new(
            format!("{} names both a clock time and {}", quoted(&rule.to_string()), rule.span),
            "leave out \"at …\", or count in days",
        ));
    }
    Ok(())
}

/// The defaults of `docs/INTERFACES.md`.
fn usual_rules(step: Step) -> Vec<StepRule> {
    let rule =
        |amount, unit, side, anchor| StepRule { span: Span { amount, unit }, side, anchor, at: Some(time(9, 0, 0, 0)) };
    let days = |amount, side, anchor| vec![rule(amount, Unit::Days, side, anchor)];
    match step {
        Step::Invitation => days(28, Side::Before, Anchor::Session),
        Step::Preparation => days(7, Side::Before, Anchor::Session),
        Step::Reminder => days(1, Side::Before, Anchor::Session),
        Step::AfterSession => vec![rule(1, Unit::WorkingDays, Side::After, Anchor::Session)],
        Step::RoadmapNudge => days(4, Side::After, Anchor::Session),
        Step::Roadmap => days(10, Side::After, Anchor::Session),
        Step::Closing => days(14, Side::After, Anchor::Session),
        Step::CatchUpInvitation => days(14, Side::Before, Anchor::CatchUp),
        Step::CatchUpReminder => days(2, Side::Before, Anchor::CatchUp),
        Step::Renewal => days(2, Side::After, Anchor::CatchUp),
        Step::PracticeNudge => [30, 90].map(|amount| rule(amount, Unit::Days, Side::After, Anchor::Roadmap)).to_vec(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::{STEP_NAMES, read_rule, usual_rules};
    use crate::domain::step::Step;

    #[test]
    fn the_keys_are_the_steps_a_file_can_set() {
        assert_eq!(STEP_NAMES.to_vec(), Step::CONFIGURED.map(Step::name).to_vec());
    }

    #[test]
    fn the_usual_rules_make_sense() {
        for step in Step::CONFIGURED {
            for rule in usual_rules(step) {
                assert_eq!(read_rule(&rule.to_string(), step), Ok(Some(rule)));
            }
        }
    }

    #[test]
    fn a_rule_that_makes_no_sense_for_its_step_is_a_fault() {
        for (step, text) in [
            (Step::PracticeNudge, "30 days after session at 09:00"),
            (Step::Invitation, "28 days after session at 09:00"),
            (Step::Invitation, "28 days before catch-up at 09:00"),
            (Step::CatchUpReminder, "2 days before session at 09:00"),
            (Step::Closing, "14 days before session"),
            (Step::Reminder, "3 hours before session at 09:00"),
        ] {
            assert!(read_rule(text, step).is_err(), "{step}: {text}");
        }
        assert_eq!(read_rule("never", Step::Closing), Ok(None));
        assert!(read_rule("3 hours before session", Step::Reminder).is_ok_and(|rule| rule.is_some()));
        assert!(read_rule("28 days before ending at 09:00", Step::Invitation).is_ok_and(|rule| rule.is_some()));
    }
}
