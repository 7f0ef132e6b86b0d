Sendoff proposed the session and nobody accepted; the ending moves to a week earlier, so the proposal no longer fits and another takes
its place: the same event, SEQUENCE 1, at once (rules 16 and 18).

== programmes/spring.csv
pair,mentor_name,mentor_email,mentor_timezone,mentee_name,mentee_email,mentee_timezone
p1,Maya Lindqvist,maya@people.example,Europe/London,Jonas Kemp,jonas@people.example,Europe/Berlin
== 2027-04-01 until 2027-05-31
2027-05-04 10:00Z edit programmes/spring.toml "ends          = 2027-05-28" => "ends          = 2027-05-21"
--------
Wed 2027-04-28 08:00 BST   > p1: scheduled starts=2027-05-26T16:00:00+01:00[Europe/London]
Wed 2027-04-28 09:00 CEST  p1 mentee       invitation            sent  REQUEST 0, session Wed 2027-05-26 17:00 CEST
Wed 2027-04-28 09:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Wed 2027-05-26 16:00 BST
Tue 2027-05-04 11:00 BST   > programmes/spring.toml: "ends          = 2027-05-28" becomes "ends          = 2027-05-21"
Tue 2027-05-04 11:00 BST   > p1: scheduled starts=2027-05-19T13:30:00+01:00[Europe/London]
Tue 2027-05-04 12:00 CEST  p1 mentee       invitation            sent  REQUEST 1, session Wed 2027-05-19 14:30 CEST
Tue 2027-05-04 11:00 BST   p1 mentor       invitation            sent  REQUEST 1, session Wed 2027-05-19 13:30 BST
Tue 2027-05-04 11:00 BST   spring coordinator applied               sent  "Spring 2027: the changes are in force"
Wed 2027-05-12 09:00 CEST  p1 mentee       preparation           sent
Wed 2027-05-12 09:00 BST   p1 mentor       preparation           sent
Tue 2027-05-18 09:00 CEST  p1 mentee       reminder              sent
Tue 2027-05-18 09:00 BST   p1 mentor       reminder              sent
Thu 2027-05-20 09:00 CEST  p1 mentee       after_session         sent
Thu 2027-05-20 09:00 BST   p1 mentor       after_session         sent
Mon 2027-05-24 09:00 BST   p1 mentor       roadmap_nudge         sent
