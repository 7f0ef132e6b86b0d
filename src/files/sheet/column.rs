//! The columns of a sheet.

/// A column Sendoff knows, by its own name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "docs/INTERFACES.md, under pairs")]
pub enum Column {
    Pair,
    MentorName,
    MentorCalled,
    MentorEmail,
    MentorTimezone,
    MentorLanguage,
    MenteeName,
    MenteeCalled,
    MenteeEmail,
    MenteeTimezone,
    MenteeLanguage,
    Ends,
    Session,
    Place,
    MentoringPlan,
    Goals,
    ContactAfter,
    CopyTo,
    Status,
}

impl Column {
    /// Every column.
    pub const ALL: [Column; 19] = [
        Column::Pair,
        Column::MentorName,
        Column::MentorCalled,
        Column::MentorEmail,
        Column::MentorTimezone,
        Column::MentorLanguage,
        Column::MenteeName,
        Column::MenteeCalled,
        Column::MenteeEmail,
        Column::MenteeTimezone,
        Column::MenteeLanguage,
        Column::Ends,
        Column::Session,
        Column::Place,
        Column::MentoringPlan,
        Column::Goals,
        Column::ContactAfter,
        Column::CopyTo,
        Column::Status,
    ];

    /// The names of all, in that order.
    pub const NAMES: [&'static str; 19] = [
        "pair",
        "mentor_name",
        "mentor_called",
        "mentor_email",
        "mentor_timezone",
        "mentor_language",
        "mentee_name",
        "mentee_called",
        "mentee_email",
        "mentee_timezone",
        "mentee_language",
        "ends",
        "session",
        "place",
        "mentoring_plan",
        "goals",
        "contact_after",
        "copy_to",
        "status",
    ];

    /// The columns without which nobody can be written to.
    pub const REQUIRED: [Column; 4] =
        [Column::MentorName, Column::MentorEmail, Column::MenteeName, Column::MenteeEmail];

    /// The heading, and the key in `[columns]`.
    pub fn name(self) -> &'static str {
        Column::NAMES[self as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::Column;

    #[test]
    fn names_stand_in_the_order_of_the_columns() {
        assert!(Column::ALL.iter().enumerate().all(|(at, column)| *column as usize == at));
        assert_eq!(Column::CopyTo.name(), "copy_to");
        assert_eq!(Column::MenteeEmail.name(), "mentee_email");
    }
}
