//! What people, their programs and their mail servers send back: mails as they come in, made from the letters that arrived and nothing else.
//!
//! ```text
//! mail p1 mentee ACCEPTED                      their calendar answers the last invitation; also DECLINED, TENTATIVE
//! mail p1 mentee COUNTER 20270525T130000Z      … asks for another time
//! mail p1 mentee away STEP                     a machine answers that letter
//! mail p1 mentee bounces STEP 5.1.1            their server's report about it (RFC 3464), to where it was sent from
//! mail p1 mentee returns STEP "no such user"   a report with words alone
//! mail p1 mentee complains STEP                "this is spam" (RFC 5965)
//! mail p1 mentee stops STEP                    the mail that its List-Unsubscribe asks for
//! mail p1 mentee writes STEP "yes"             a person's answer; \n is a new line
//! ```
//!
//! Behind it: `by google`, `by outlook`, `by apple` or `by thunderbird` (the shape of a calendar's answer), `from ADDRESS` (who sends it), `for ADDRESS`
//! (who answers, by the calendar), `late` (to the first such letter, not the last), `forged` (the receiving server's verdict on the sender).

use super::deed::pieces;
use data_encoding::BASE64_MIME;
use mail_parser::{Message, MessageParser, MimeHeaders};
use sendoff::domain::person::Role;
use sendoff::mail::memory::Arrival;

/// A mail that comes in, as a story says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    pair: String,
    role: Role,
    sort: String,
    /// The letter it is about, and what more is said.
    more: Vec<String>,
    by: String,
    from: Option<String>,
    answers_for: Option<String>,
    is_late: bool,
    is_forged: bool,
}

/// A letter that arrived, as its reader's program sees it.
struct Letter<'a> {
    message: Message<'a>,
    arrival: &'a Arrival,
}

impl Mail {
    /// Reads what stands behind `mail`.
    pub fn read(text: &str) -> Option<Mail> {
        let mut words = pieces(text).into_iter();
        let (pair, role, sort) = (words.next()?, Role::from_name(&words.next()?)?, words.next()?);
        let mut mail = Mail {
            pair,
            role,
            sort,
            more: Vec::new(),
            by: "google".to_owned(),
            from: None,
            answers_for: None,
            is_late: false,
            is_forged: false,
        };
        while let Some(word) = words.next() {
            match word.as_str() {
                "by" => mail.by = words.next()?,
                "from" => mail.from = words.next(),
                "for" => mail.answers_for = words.next(),
                "late" => mail.is_late = true,
                "forged" => mail.is_forged = true,
                _ => mail.more.push(word.trim_matches('"').replace("\\n", "\n")),
            }
        }
        Some(mail)
    }

    /// In a few words.
    pub fn told(&self) -> String {
        let Mail { pair, role, sort, .. } = self;
        let mut told = format!("{pair} {}: a mail: {sort}", role.name());
        for word in &self.more {
            told.push_str(&format!(" {}", word.replace('\n', " / ")));
        }
        for (name, who) in [("from", &self.from), ("for", &self.answers_for)] {
            told.push_str(&who.as_ref().map(|who| format!(", {name} {who}")).unwrap_or_default());
        }
        told.push_str(if self.is_late { ", to the first one" } else { "" });
        told + if self.is_forged { ", forged" } else { "" }
    }

    /// The mail itself; `number` tells it from others.
    pub fn write(&self, number: usize, arrivals: &[Arrival]) -> Vec<u8> {
        let parser = MessageParser::default();
        let letter = self.letter(arrivals, &parser);
        let verdict = if self.is_forged { "fail" } else { "pass" };
        let head = format!(
            "Authentication-Results: mx.mentors.example; dmarc={verdict}\nMessage-ID: <m{number}@people.example>\n"
        );
        let mail = match self.sort.as_str() {
            "away" => self.away(&letter),
            "bounces" => self.report(&letter),
            "returns" => self.returned(&letter),
            "complains" => self.complaint(&letter),
            "stops" => self.stop(&letter),
            "writes" => self.words(&letter),
            _ => self.calendar(&letter),
        };
        (head + &mail).replace('\n', "\r\n").into_bytes()
    }

    /// The last letter it is about: of that step, else the last invitation.
    fn letter<'a>(&self, arrivals: &'a [Arrival], parser: &MessageParser) -> Letter<'a> {
        let step = self.more.first().filter(|_| self.sort.chars().any(char::is_lowercase));
        let is_it = |letter: &Letter<'_>| {
            let header = letter.header("X-Sendoff-Step");
            let place: Vec<&str> = header.split(['/', '.']).collect();
            let is_theirs = place.get(1) == Some(&self.pair.as_str()) && place.last() == Some(&self.role.name());
            is_theirs && step.map_or_else(|| letter.calendar().contains("METHOD:REQUEST"), |step| place[2] == step)
        };
        let letters = arrivals
            .iter()
            .rev()
            .map(|arrival| Letter { message: parser.parse(&arrival.message).expect("a letter"), arrival });
        let mut its = letters.filter(is_it);
        let found = if self.is_late { its.next_back() } else { its.next() };
        found.unwrap_or_else(|| panic!("no letter has arrived for: {}", self.told()))
    }

    fn sender(&self, letter: &Letter<'_>) -> String {
        self.from.clone().unwrap_or_else(|| letter.arrival.envelope.to.to_string())
    }

    fn answer_head(&self, letter: &Letter<'_>, subject: &str) -> String {
        let (from, to) = (self.sender(letter), letter.reply_to());
        let id = letter.message.message_id().unwrap_or_default();
        format!("From: <{from}>\nTo: <{to}>\nSubject: {subject}\nIn-Reply-To: <{id}>\n")
    }

    fn words(&self, letter: &Letter<'_>) -> String {
        let quoted: String = letter.text().lines().take(4).map(|line| format!("> {line}\n")).collect();
        let subject = format!("Re: {}", letter.message.subject().unwrap_or_default());
        format!("{}\n{}\n\nOn Thu, somebody wrote:\n{quoted}", self.answer_head(letter, &subject), self.more[1])
    }

    fn away(&self, letter: &Letter<'_>) -> String {
        let head = self.answer_head(letter, "Automatic reply: away");
        format!("{head}Auto-Submitted: auto-replied\n\nI am away until Monday. Yes, really.\n")
    }

    fn stop(&self, letter: &Letter<'_>) -> String {
        let wish = letter.header("List-Unsubscribe");
        let (to, subject) = wish
            .split_once("mailto:")
            .and_then(|(_, rest)| rest.split_once('>')?.0.split_once("?subject="))
            .expect("a mail that stops letters");
        format!("From: <{}>\nTo: <{to}>\nSubject: {}\n\n", self.sender(letter), subject.replace("%20", " "))
    }

    fn report(&self, letter: &Letter<'_>) -> String {
        let (to, status) = (&letter.arrival.envelope.to, &self.more[1]);
        let action = if status.starts_with('4') { "delayed" } else { "failed" };
        let code = if action == "delayed" { 450 } else { 550 };
        format!(
            "{}Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nSorry.\n\
             --b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.people.example\n\n\
             Final-Recipient: rfc822; {to}\nAction: {action}\nStatus: {status}\n\
             Diagnostic-Code: smtp; {code} {status} <{to}> said so\n\n--b--\n",
            letter.system_head("Undelivered Mail Returned to Sender")
        )
    }

    fn returned(&self, letter: &Letter<'_>) -> String {
        let (to, id) = (&letter.arrival.envelope.to, letter.message.message_id().unwrap_or_default());
        format!(
            "{}\nThis is the mail system. I could not deliver your message.\n\n<{to}>: {}\n\n\
             --- Below this line is a copy of the message.\n\nMessage-ID: <{id}>\n",
            letter.system_head("failure notice"),
            self.more[1]
        )
    }

    fn complaint(&self, letter: &Letter<'_>) -> String {
        let back = letter.returns_to();
        format!(
            "From: <fbl@provider.example>\nTo: <{back}>\nSubject: Complaint\n\
             Content-Type: multipart/report; report-type=feedback-report; boundary=b\n\n--b\n\nSpam.\n\
             --b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\nOriginal-Mail-From: <{back}>\n\n--b--\n"
        )
    }

    /// A calendar takes the object it was sent, and answers to its organiser.
    fn calendar(&self, letter: &Letter<'_>) -> String {
        let ics = letter.calendar().replace("\r\n ", "").replace("\r\n", "\n");
        let line = |name: &str| ics.lines().find(|line| line.starts_with(name)).unwrap_or_default().to_owned();
        let organizer = line("ORGANIZER").rsplit_once("mailto:").expect("an organiser").1.to_owned();
        let attendee = self.answers_for.clone().unwrap_or_else(|| letter.arrival.envelope.to.to_string());
        let (method, partstat, starts) = match self.sort.as_str() {
            "COUNTER" => ("COUNTER", "TENTATIVE", format!("DTSTART:{}", self.more[0])),
            says => ("REPLY", says, line("DTSTART")),
        };
        let organizer_line = if self.by == "outlook" { String::new() } else { line("ORGANIZER") + "\n" };
        let object = format!(
            "BEGIN:VCALENDAR\nPRODID:-//{}//EN\nVERSION:2.0\nMETHOD:{method}\nBEGIN:VEVENT\n{}\n{starts}\n{organizer_line}\
             ATTENDEE;PARTSTAT={partstat}:MAILTO:{attendee}\n{}\n{}\nEND:VEVENT\nEND:VCALENDAR\n",
            self.by,
            line("UID"),
            line("SEQUENCE"),
            line("DTSTAMP"),
        );
        let head = format!("From: <{}>\nTo: <{organizer}>\nSubject: Invitation\n", self.sender(letter));
        head + &self.wrapped(method, &object)
    }

    /// As those programs wrap an answer (INTEROP sections 4 and 7).
    fn wrapped(&self, method: &str, object: &str) -> String {
        let part = format!("Content-Type: text/calendar; charset=UTF-8; method={method}\n");
        match self.by.as_str() {
            "outlook" => format!(
                "Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\n\n\
                 --b\n{part}Content-Transfer-Encoding: base64\n\n{}\n--b--\n",
                BASE64_MIME.encode(object.as_bytes()).replace("\r\n", "\n")
            ),
            "apple" => format!(
                "Content-Type: multipart/alternative; boundary=a\n\n--a\nContent-Type: text/plain\n\nAnswered.\n\
                 --a\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/calendar; name=iCal.ics\n\
                 Content-Disposition: attachment; filename=iCal.ics\nContent-Transfer-Encoding: quoted-printable\n\n{}\n\
                 --b--\n\n--a--\n",
                object.replace('=', "=3D").replace('\n', "=0D=0A=\n")
            ),
            "thunderbird" => format!(
                "Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: multipart/alternative; boundary=b\n\n\
                 --b\nContent-Type: text/plain\n\nAnswered.\n--b\n{part}\n{object}\n--b--\n\n\
                 --a\nContent-Type: application/ics; name=invite.ics\nContent-Disposition: attachment; filename=invite.ics\n\n{object}\n--a--\n"
            ),
            _ => format!("{part}\n{object}"),
        }
    }
}

impl Letter<'_> {
    fn header(&self, name: &str) -> String {
        let text = self.message.header_raw(name).unwrap_or_default();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn reply_to(&self) -> String {
        let to = self.message.reply_to().or_else(|| self.message.from()).and_then(|to| to.first());
        to.and_then(|to| to.address()).expect("somebody to answer").to_owned()
    }

    fn text(&self) -> String {
        self.message.body_text(0).unwrap_or_default().into_owned()
    }

    /// Its calendar object; empty if it has none.
    fn calendar(&self) -> String {
        let is_it = |part: &&mail_parser::MessagePart<'_>| {
            part.content_type().is_some_and(|kind| kind.subtype() == Some("calendar"))
        };
        let part = self.message.parts.iter().find(is_it);
        part.and_then(|part| part.text_contents()).unwrap_or_default().to_owned()
    }

    fn system_head(&self, subject: &str) -> String {
        format!(
            "Return-Path: <>\nFrom: Mail Delivery System <MAILER-DAEMON@mx.people.example>\nTo: <{}>\nSubject: {subject}\n",
            self.returns_to()
        )
    }

    fn returns_to(&self) -> String {
        self.arrival.envelope.from.as_ref().expect("a sender on the envelope").to_string()
    }
}
