//! What people correct about themselves: their clock, their language, and the address after the programme. The sheet says it until they do, and again once its
//! cell changed (rule 14).

use crate::domain::address::Address;
use crate::domain::fact::{Fact, What};
use crate::domain::pair::Pair;
use crate::domain::person::{Language, Person, Role, Zone};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// One person's correction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// The clock they live by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timezone: Option<Zone>,
    /// The language their letters are to be in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// What the sheet said then; filled in when it is put on record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instead_of: Option<Replaced>,
}

/// What the sheet said when somebody corrected it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Replaced {
    /// The clock.
    pub timezone: Zone,
    /// The language.
    pub language: Language,
}

impl Correction {
    /// Notes what the sheet says now.
    pub fn note_sheet(&mut self, sheet: &Person) {
        let replaced = Replaced { timezone: sheet.zone.clone(), language: sheet.language.clone() };
        self.instead_of.get_or_insert(replaced);
    }

    fn zone_over(&self, sheet: &Person) -> Option<&Zone> {
        let holds = self.instead_of.as_ref().is_none_or(|replaced| replaced.timezone == sheet.zone);
        self.timezone.as_ref().filter(|_| holds)
    }

    fn language_over(&self, sheet: &Person) -> Option<&Language> {
        let holds = self.instead_of.as_ref().is_none_or(|replaced| replaced.language == sheet.language);
        self.language.as_ref().filter(|_| holds)
    }
}

/// The pair with what its people corrected by `now`; nothing if the sheet says it all.
pub fn corrected(sheet: &Pair, facts: &[Fact], now: Timestamp) -> Option<Pair> {
    let mut pair = None;
    for role in Role::PAIR {
        for said in corrections(facts, role).filter(|(at, _)| *at <= now).map(|(_, said)| said) {
            let Some(person) = sheet.person(role) else { continue };
            let (zone, language) = (said.zone_over(person), said.language_over(person));
            let pair = pair.get_or_insert_with(|| sheet.clone());
            let own = if role == Role::Mentor { &mut pair.mentor } else { &mut pair.mentee };
            own.zone = zone.unwrap_or(&own.zone).clone();
            own.language = language.unwrap_or(&own.language).clone();
        }
        if let Some(address) = confirmed(sheet, facts, role, now) {
            let pair = pair.get_or_insert_with(|| sheet.clone());
            let own = if role == Role::Mentor { &mut pair.mentor } else { &mut pair.mentee };
            own.address = address.clone();
        }
    }
    pair
}

/// The address that person chose and that answered, while the sheet still says what it said then.
fn confirmed<'a>(sheet: &Pair, facts: &'a [Fact], role: Role, now: Timestamp) -> Option<&'a Address> {
    let person = sheet.person(role)?;
    let said = facts.iter().rev().filter(|fact| fact.who == Some(role) && fact.at <= now);
    let mut answered = said.filter_map(|fact| match &fact.what {
        What::AddressConfirmed { address, instead_of } => Some((address, instead_of)),
        _ => None,
    });
    let (address, instead_of) = answered.next()?;
    instead_of.as_ref().is_none_or(|sheets| sheets.same_as(&person.address)).then_some(address)
}

/// The clock that person lived by at that instant, as far as corrections tell: what was planned then stays where it is.
pub fn zone_at<'a>(pair: &'a Pair, facts: &'a [Fact], role: Role, at: Timestamp) -> Option<&'a Zone> {
    let own = &pair.person(role)?.zone;
    let moves: Vec<_> =
        corrections(facts, role).filter_map(|(at, said)| Some((at, said.timezone.as_ref()?, said))).collect();
    // Another zone than the last correction named comes from the sheet, and there the guard watches over it.
    if moves.last().is_none_or(|(_, zone, _)| *zone != own) {
        return Some(own);
    }
    let before = moves.iter().rev().find(|(said_at, ..)| *said_at <= at).map(|(_, zone, _)| *zone);
    let sheet = moves.first().and_then(|(_, _, said)| said.instead_of.as_ref()).map(|replaced| &replaced.timezone);
    before.or(sheet).or(Some(own))
}

fn corrections(facts: &[Fact], role: Role) -> impl Iterator<Item = (Timestamp, &Correction)> {
    facts.iter().filter(move |fact| fact.who == Some(role)).filter_map(|fact| match &fact.what {
        What::Corrected(said) => Some((fact.at, said)),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::{Correction, corrected, zone_at};
    use crate::domain::address::Address;
    use crate::domain::fact::{Fact, What};
    use crate::domain::pair::{Pair, Status};
    use crate::domain::person::{Language, Person, Role, Zone};
    use jiff::Timestamp;

    fn pair() -> Pair {
        let person = |name: &str| Person {
            name: name.to_owned(),
            called: None,
            address: Address::parse(&format!("{name}@x.example")).unwrap(),
            zone: zone("Europe/London"),
            language: Language("en".to_owned()),
        };
        Pair {
            id: "p1".to_owned(),
            mentor: person("mira"),
            mentee: person("jonas"),
            ends: None,
            session: None,
            place: None,
            mentoring_plan: None,
            goals: Vec::new(),
            contact_after: None,
            copy_to: None,
            status: Status::Active,
        }
    }

    fn zone(name: &str) -> Zone {
        Zone::named(name).unwrap()
    }

    fn says(pair: &Pair, at: &str, name: &str, language: &str) -> Fact {
        let mut said =
            Correction { timezone: Some(zone(name)), language: Some(Language(language.to_owned())), instead_of: None };
        said.note_sheet(&pair.mentee);
        Fact { at: at.parse().unwrap(), who: Some(Role::Mentee), what: What::Corrected(said) }
    }

    #[test]
    fn a_correction_holds_until_the_sheets_cell_changes() {
        let mut pair = pair();
        let now: Timestamp = "2027-05-03T10:00:00Z".parse().unwrap();
        let facts = [says(&pair, "2027-05-02T10:00:00Z", "Asia/Tokyo", "de")];
        assert_eq!(corrected(&pair, &[], now), None);
        let own = corrected(&pair, &facts, now).unwrap();
        assert_eq!((own.mentee.zone.name(), own.mentee.language.as_str()), ("Asia/Tokyo", "de"));
        assert_eq!(own.mentor, pair.mentor);
        pair.mentee.zone = zone("Europe/Paris");
        let own = corrected(&pair, &facts, now).unwrap();
        assert_eq!((own.mentee.zone.name(), own.mentee.language.as_str()), ("Europe/Paris", "de"));
    }

    #[test]
    fn another_address_counts_once_it_has_answered_and_until_the_sheet_has_another() {
        let mut pair = pair();
        let address = Address::parse("jonas@home.example").unwrap();
        let said = |at: &str, what| Fact { at: at.parse().unwrap(), who: Some(Role::Mentee), what };
        let asked = said("2027-05-02T10:00:00Z", What::NewAddress { address: address.clone() });
        assert_eq!(corrected(&pair, std::slice::from_ref(&asked), Timestamp::MAX), None);
        let instead_of = Some(pair.mentee.address.clone());
        let answered = said("2027-05-02T11:00:00Z", What::AddressConfirmed { address: address.clone(), instead_of });
        let facts = [asked, answered];
        assert_eq!(corrected(&pair, &facts, Timestamp::MAX).unwrap().mentee.address, address);
        pair.mentee.address = Address::parse("jonas@work.example").unwrap();
        assert_eq!(corrected(&pair, &facts, Timestamp::MAX), None);
    }

    #[test]
    fn what_was_planned_before_stays_on_the_clock_of_then() {
        let sheet = pair();
        let facts = [
            says(&sheet, "2027-06-02T10:00:00Z", "Asia/Tokyo", "de"),
            says(&sheet, "2027-07-02T10:00:00Z", "Asia/Seoul", "de"),
        ];
        let pair = corrected(&sheet, &facts, Timestamp::MAX).unwrap();
        let at = |at: &str| zone_at(&pair, &facts, Role::Mentee, at.parse().unwrap()).unwrap().name().to_owned();
        assert_eq!(at("2027-06-01T00:00:00Z"), sheet.mentee.zone.name());
        assert_eq!(at("2027-06-15T00:00:00Z"), "Asia/Tokyo");
        assert_eq!(at("2027-08-01T00:00:00Z"), "Asia/Seoul");
        assert_eq!(zone_at(&sheet, &facts, Role::Mentee, Timestamp::MIN).unwrap(), &sheet.mentee.zone);
    }
}
