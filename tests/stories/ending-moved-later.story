The ending moves to three weeks later after the invitation. Nobody had accepted, and the proposed day is now outside the days in
which sessions are proposed: it moves too.

== programmes/spring.csv
pair,mentor_name,mentor_email,mentor_timezone,mentee_name,mentee_email,mentee_timezone
p1,Maya Lindqvist,maya@people.example,Europe/London,Jonas Kemp,jonas@people.example,Europe/Berlin
== 2027-04-01 until 2027-06-30
2027-05-04 10:00Z edit programmes/spring.toml "ends          = 2027-05-28" => "ends          = 2027-06-18"
--------
Wed 2027-04-28 08:00 BST   > p1: scheduled starts=2027-05-26T16:00:00+01:00[Europe/London]
Wed 2027-04-28 09:00 CEST  p1 mentee       invitation            sent  REQUEST 0, session Wed 2027-05-26 17:00 CEST
Wed 2027-04-28 09:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Wed 2027-05-26 16:00 BST
Tue 2027-05-04 11:00 BST   > programmes/spring.toml: "ends          = 2027-05-28" becomes "ends          = 2027-06-18"
Tue 2027-05-04 11:00 BST   > p1: scheduled starts=2027-06-16T11:30:00+01:00[Europe/London]
Tue 2027-05-04 12:00 CEST  p1 mentee       invitation            sent  REQUEST 1, session Wed 2027-06-16 12:30 CEST
Tue 2027-05-04 11:00 BST   p1 mentor       invitation            sent  REQUEST 1, session Wed 2027-06-16 11:30 BST
Tue 2027-05-04 11:00 BST   spring coordinator applied               sent  "Spring 2027: the changes are in force"
Wed 2027-06-09 09:00 CEST  p1 mentee       preparation           sent
Wed 2027-06-09 09:00 BST   p1 mentor       preparation           sent
Tue 2027-06-15 09:00 CEST  p1 mentee       reminder              sent
Tue 2027-06-15 09:00 BST   p1 mentor       reminder              sent
Thu 2027-06-17 09:00 CEST  p1 mentee       after_session         sent
Thu 2027-06-17 09:00 BST   p1 mentor       after_session         sent
Mon 2027-06-21 09:00 BST   p1 mentor       roadmap_nudge         sent
Mon 2027-06-28 09:00 CEST  p1 mentee       roadmap               sent
