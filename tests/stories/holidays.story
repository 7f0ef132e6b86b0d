Holidays: the day of the preparation is one, and so is the day after the session. Letters move to the sending day before and after (rule 18).

== programmes/spring.toml
holidays = ["../holidays/days.ics"]
== holidays/days.ics
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Example//EN
BEGIN:VEVENT
UID:1@example
DTSTAMP:20270101T000000Z
DTSTART;VALUE=DATE:20270513
SUMMARY:A holiday
END:VEVENT
BEGIN:VEVENT
UID:2@example
DTSTAMP:20270101T000000Z
DTSTART;VALUE=DATE:20270521
SUMMARY:Another holiday
END:VEVENT
END:VCALENDAR
== 2027-05-01 until 2027-06-15
--------
Sat 2027-05-01 01:00 BST   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Mon 2027-05-03 08:00 CEST  p1 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 16:00 CEST
Mon 2027-05-03 08:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Wed 2027-05-12 09:00 CEST  p1 mentee       preparation           sent
Wed 2027-05-12 09:00 BST   p1 mentor       preparation           sent
Wed 2027-05-19 09:00 CEST  p1 mentee       reminder              sent
Wed 2027-05-19 09:00 BST   p1 mentor       reminder              sent
Mon 2027-05-24 09:00 CEST  p1 mentee       after_session         sent
Mon 2027-05-24 09:00 BST   p1 mentor       after_session         skipped  (superseded by a later letter)
Mon 2027-05-24 09:00 BST   p1 mentor       roadmap_nudge         sent
Mon 2027-05-31 09:00 CEST  p1 mentee       roadmap               sent
Thu 2027-06-03 09:00 CEST  p1 mentee       closing               sent
Thu 2027-06-03 09:00 BST   p1 mentor       closing               sent
