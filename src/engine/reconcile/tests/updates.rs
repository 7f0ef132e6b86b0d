//! Invitations that people have already when the sheet changes (rule 29).

use super::Folder;
use super::folder::held;
use crate::domain::delivery::State;
use crate::domain::person::Role;
use crate::engine::reconcile::{Mode, Outcome};
use crate::store::specimen::{address, invitation, message};

fn row(id: &str, session: &str) -> String {
    format!("{id},Mentor,m-{id}@m.example,Mentee,e-{id}@m.example,{session},,,")
}

/// Ten pairs; `states`: what became of the invitation of each of the first pairs, to the mentor.
fn invited(states: &[State]) -> (Folder, Vec<String>) {
    let rows: Vec<String> = (0..10).map(|n| row(&format!("p{n}"), "2027-05-20 14:00")).collect();
    let mut folder = Folder::with(&rows.iter().map(String::as_str).collect::<Vec<_>>());
    for (n, state) in states.iter().enumerate() {
        put(&mut folder, n, Role::Mentor, *state);
    }
    (folder, rows)
}

fn put(folder: &mut Folder, n: usize, role: Role, state: State) {
    let mut letter = invitation("spring", &format!("p{n}"), 1);
    let letters = if role == Role::Mentor { "m" } else { "e" };
    letter.key.role = role;
    letter.to = Some(address(&format!("{letters}-p{n}@m.example")));
    letter.message_id = Some(format!("{letters}{n}@mentors.example"));
    letter.state = state;
    folder.store.write(|tx| tx.insert_delivery(&letter, Some(&message())).map(|_| ())).unwrap();
}

fn write(folder: &Folder, rows: &[String]) {
    folder.sheet(&rows.iter().map(String::as_str).collect::<Vec<_>>());
}

#[test]
fn rule_29_a_look_says_how_many_invitations_were_sent_already() {
    let (mut folder, mut rows) = invited(&[State::Sent, State::Queued, State::Sent, State::Sent]);
    put(&mut folder, 0, Role::Mentee, State::Uncertain);
    // Both of p0's people have theirs; p1's waits still; p2's row goes; nothing is said about p3.
    rows[0] = row("p0", "2027-05-21 14:00");
    rows[1] = row("p1", "2027-05-21 14:00");
    rows.remove(2);
    write(&folder, &rows);
    folder.mode = Mode::Look;
    let change = folder.change();
    assert_eq!((change.outcome, change.counts.already_sent), (Outcome::Seen(None), 3));
}

#[test]
fn rule_29_another_address_makes_one_invitation_untrue_also_under_another_name() {
    let (mut folder, mut rows) = invited(&[State::Sent, State::Sent]);
    rows[0] = rows[0].replace("m-p0@", "new@");
    rows[1] = rows[1].replace("p1,", "q1,").replace("05-20", "05-21");
    write(&folder, &rows);
    folder.mode = Mode::Look;
    let change = folder.change();
    assert_eq!((change.counts.renamed, change.counts.already_sent), (1, 2));
}

#[test]
fn rule_29_a_held_edit_keeps_how_many_invitations_were_sent_already() {
    let (mut folder, rows) = invited(&[State::Sent, State::Sent]);
    let moved: Vec<String> = rows.iter().map(|row| row.replace("05-20", "05-21")).collect();
    write(&folder, &moved);
    let id = held(&folder.change());
    let detail = folder.store.hold(id).unwrap().unwrap().hold.detail;
    assert_eq!(detail["counts"]["already_sent"], 2);
}
