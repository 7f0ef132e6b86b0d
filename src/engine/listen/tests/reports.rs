//! Bounces, complaints, and mails that stop letters.

use super::desk::{AMINA, Desk, JONAS};
use crate::domain::person::Role;
use crate::domain::step::Step;
use crate::engine::listen::Heard;

fn report(to: &str, action: &str, status: &str, recipient: &str) -> String {
    format!(
        "Return-Path: <>\nFrom: MAILER-DAEMON@mx.example\nTo: {to}\nSubject: Undelivered\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nSorry.\n--b\n\
         Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n\
         Final-Recipient: rfc822; {recipient}\nAction: {action}\nStatus: {status}\n\
         Diagnostic-Code: smtp; 550 {status} <{recipient}> no\n\n--b--\n"
    )
}

impl Desk {
    fn envelope_from(&self, role: Role) -> String {
        let row = self.letter(Step::Invitation, role).unwrap();
        self.engine.store.message_bytes(row.id).unwrap().unwrap().envelope_from.to_string()
    }
}

#[tokio::test]
async fn a_dead_address_stops_the_pair_and_is_told_once() {
    let mut desk = Desk::invited().await;
    let token = desk.envelope_from(Role::Mentee);
    assert_eq!(desk.hear(&report(&token, "failed", "5.1.1", JONAS)), Heard::Counted);
    assert_eq!(desk.facts(), ["mentee bounced"]);
    assert_eq!(desk.hear(&report(&token, "failed", "5.1.10", JONAS)), Heard::Known);
    desk.goes_on("2027-04-23T12:00:00Z").await;
    assert_eq!(desk.notes(), ["address_fails"]);
    let dead = desk.engine.store.address_state(JONAS).unwrap();
    assert!(dead.bounced_at.is_some());
}

#[tokio::test]
async fn late_full_and_forbidden_are_no_dead_address() {
    for (action, status, heard) in [
        ("delayed", "4.4.1", Heard::Nothing),
        ("relayed", "2.0.0", Heard::Nothing),
        ("failed", "5.2.2", Heard::Told),
        ("failed", "5.7.1", Heard::Told),
        ("failed", "5.3.4", Heard::Told),
        ("failed", "4.4.7", Heard::Told),
    ] {
        let mut desk = Desk::invited().await;
        let token = desk.envelope_from(Role::Mentor);
        assert_eq!(desk.hear(&report(&token, action, status, AMINA)), heard, "{status}");
        assert_eq!(desk.facts(), [""; 0], "{status}");
    }
}

#[tokio::test]
async fn a_report_about_no_letter_of_ours_kills_nobody() {
    let mut desk = Desk::invited().await;
    for to in ["sendoff@mentors.example", "sendoff+aaaaaaaaaaaaaaaa@mentors.example"] {
        assert_eq!(desk.hear(&report(to, "failed", "5.1.1", JONAS)), Heard::Nothing);
    }
    assert_eq!(desk.facts(), [""; 0]);
}

#[tokio::test]
async fn without_plus_addressing_the_returned_letter_says_which_it_is() {
    let mut desk = Desk::invited().await;
    let id = desk.letter(Step::Invitation, Role::Mentee).unwrap().message_id.unwrap();
    let mail = format!(
        "Return-Path: <>\nFrom: MAILER-DAEMON@qmail.example\nTo: sendoff@mentors.example\nSubject: failure notice\n\n\
         Hi. This is the qmail-send program.\n<{JONAS}>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n\
         --- Below this line is a copy of the message.\n\nMessage-ID: <{id}>\nSubject: x\n\nHello\n"
    );
    assert_eq!(desk.hear(&mail), Heard::Counted);
    assert_eq!(desk.facts(), ["mentee bounced"]);
}

#[tokio::test]
async fn a_complaint_stops_the_letters() {
    let mut desk = Desk::invited().await;
    let token = desk.envelope_from(Role::Mentor);
    let mail = format!(
        "From: fbl@provider.example\nTo: sendoff@mentors.example\nSubject: FW\n\
         Content-Type: multipart/report; report-type=feedback-report; boundary=b\n\n--b\n\nabuse\n--b\n\
         Content-Type: message/feedback-report\n\nFeedback-Type: abuse\nOriginal-Mail-From: <{token}>\n\n--b--\n"
    );
    assert_eq!(desk.hear(&mail), Heard::Counted);
    assert_eq!(desk.facts(), ["mentor stopped"]);
    assert_eq!(desk.notes(), ["stopped_letters"]);
}

#[tokio::test]
async fn the_mail_behind_list_unsubscribe_stops_the_letters() {
    let mut desk = Desk::invited().await;
    let mailto = desk.engine.office.stop_mail("spring", "p1", Role::Mentee).unwrap();
    let (to, subject) = mailto.strip_prefix("mailto:").unwrap().split_once("?subject=").unwrap();
    let subject = subject.replace("%20", " ");
    let wrong = format!("From: <{JONAS}>\nTo: {to}\nSubject: stop aaaaaaaaaaaaaaaaaaaa\n\n");
    assert_eq!(desk.hear(&wrong), Heard::Forwarded);
    let mail = format!("From: <{JONAS}>\nTo: {to}\nSubject: {subject}\nAuto-Submitted: auto-generated\n\n");
    assert_eq!(desk.hear(&mail), Heard::Counted);
    assert_eq!(desk.facts(), ["mentee stopped"]);
    assert_eq!(desk.hear(&format!("X: y\n{mail}")), Heard::Known);
}
