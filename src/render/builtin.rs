//! The templates that come with the program.

macro_rules! embedded {
    ($($path:literal)*) => { &[$(($path, include_str!(concat!("../../templates/", $path)))),*] };
}

/// Every file of `templates/`: its path there, and its contents.
pub const FILES: &[(&str, &str)] = embedded! {
    "de-du/language.toml"
    "de/language.toml"
    "en/_another_time.md"
    "en/_answer_invitation.md"
    "en/_cannot_come.md"
    "en/_card.md"
    "en/_change_agreement.md"
    "en/_changed.md"
    "en/_changed_subject.md"
    "en/_closing.md"
    "en/_concern.md"
    "en/_general_roadmap.md"
    "en/_if_met.md"
    "en/_invitation_opening.md"
    "en/_meeting.md"
    "en/_not_met.md"
    "en/_note.md"
    "en/_pair.md"
    "en/_practice_question.md"
    "en/_roadmap.md"
    "en/_skip_or_stop.md"
    "en/_staying_in_touch.md"
    "en/after_session.mentee.md"
    "en/after_session.mentor.md"
    "en/agreement.md"
    "en/applied.md"
    "en/cannot_reach.md"
    "en/catch_up_invitation.md"
    "en/catch_up_reminder.md"
    "en/catch_ups_ended.md"
    "en/closing.mentee.md"
    "en/closing.mentor.md"
    "en/digest.md"
    "en/event.catch_up.md"
    "en/event.session.md"
    "en/foot.coordinator.md"
    "en/foot.md"
    "en/forwarded.md"
    "en/goodbye.md"
    "en/head.md"
    "en/invitation.mentee.md"
    "en/invitation.mentor.md"
    "en/language.toml"
    "en/new_time_answer.md"
    "en/new_time_question.md"
    "en/new_time_request.md"
    "en/note.md"
    "en/practice_nudge.md"
    "en/preparation.mentee.md"
    "en/preparation.mentor.md"
    "en/reflection_copy.md"
    "en/reminder.mentee.md"
    "en/reminder.mentor.md"
    "en/renewal.md"
    "en/roadmap.mentee.md"
    "en/roadmap.mentor.md"
    "en/roadmap_draft.md"
    "en/roadmap_nudge.md"
    "en/session_declined.md"
    "layout.html"
};

#[cfg(test)]
mod tests {
    use super::FILES;
    use std::collections::BTreeSet;
    use std::path::Path;

    #[test]
    fn every_file_of_the_folder_is_embedded() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
        let mut found = BTreeSet::new();
        let mut folders = vec![root.clone()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let name = path.strip_prefix(&root).expect("inside").to_str().expect("UTF-8");
                    found.insert(name.to_owned());
                }
            }
        }
        let embedded: BTreeSet<String> = FILES.iter().map(|(path, _)| (*path).to_owned()).collect();
        assert_eq!(embedded, found);
    }
}
