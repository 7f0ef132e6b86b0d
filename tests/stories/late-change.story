The ending moves to before the session, a day before it would be. Nothing changes by itself within 48 hours of the start (rule 16):
the coordinator is asked.

== programmes/spring.csv
pair,mentor_name,mentor_email,mentor_timezone,mentee_name,mentee_email,mentee_timezone
p1,Maya Lindqvist,maya@people.example,Europe/London,Jonas Kemp,jonas@people.example,Europe/Berlin
== 2027-04-01 until 2027-06-10
2027-05-25 08:00Z edit programmes/spring.toml "ends          = 2027-05-28" => "ends          = 2027-05-25"
--------
Wed 2027-04-28 08:00 BST   > p1: scheduled starts=2027-05-26T16:00:00+01:00[Europe/London]
Wed 2027-04-28 09:00 CEST  p1 mentee       invitation            sent  REQUEST 0, session Wed 2027-05-26 17:00 CEST
Wed 2027-04-28 09:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Wed 2027-05-26 16:00 BST
Wed 2027-05-19 09:00 CEST  p1 mentee       preparation           sent
Wed 2027-05-19 09:00 BST   p1 mentor       preparation           sent
Tue 2027-05-25 09:00 CEST  p1 mentee       reminder              sent
Tue 2027-05-25 09:00 BST   > programmes/spring.toml: "ends          = 2027-05-28" becomes "ends          = 2027-05-25"
Tue 2027-05-25 09:00 BST   ! p1: late_change
Tue 2027-05-25 09:00 BST   p1 coordinator  note                  sent  "Maya Lindqvist and Jonas Kemp (Spring 2027): a person is needed"
Tue 2027-05-25 09:00 BST   p1 mentor       reminder              sent
Tue 2027-05-25 09:00 BST   spring coordinator applied               sent  "Spring 2027: the changes are in force"
Thu 2027-05-27 09:00 CEST  p1 mentee       after_session         sent
Thu 2027-05-27 09:00 BST   p1 mentor       after_session         sent
Mon 2027-05-31 09:00 BST   p1 mentor       roadmap_nudge         sent
Mon 2027-06-07 09:00 CEST  p1 mentee       roadmap               sent
Wed 2027-06-09 09:00 CEST  p1 mentee       closing               sent
Wed 2027-06-09 09:00 BST   p1 mentor       closing               sent
