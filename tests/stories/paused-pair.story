The coordinator pauses the pair in the sheet over the preparation, and lets it go on: what is still useful goes.

== programmes/spring.csv
pair,mentor_name,mentor_email,mentor_timezone,mentee_name,mentee_email,mentee_timezone,session,status
p1,Maya Lindqvist,maya@people.example,Europe/London,Jonas Kemp,jonas@people.example,Europe/Berlin,2027-05-20 15:00,active
== 2027-04-01 until 2027-06-10
2027-05-11 10:00Z edit programmes/spring.csv "active" => "paused"
2027-05-17 10:00Z edit programmes/spring.csv "paused" => "active"
--------
Thu 2027-04-01 01:00 BST   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Thu 2027-04-22 09:00 CEST  p1 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 16:00 CEST
Thu 2027-04-22 09:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Tue 2027-05-11 11:00 BST   > programmes/spring.csv: "active" becomes "paused"
Tue 2027-05-11 11:00 BST   > p1: paused
Tue 2027-05-11 11:00 BST   spring coordinator applied               sent  "Spring 2027: the changes are in force"
Mon 2027-05-17 11:00 BST   > programmes/spring.csv: "paused" becomes "active"
Mon 2027-05-17 11:00 BST   > p1: resumed
Mon 2027-05-17 12:00 CEST  p1 mentee       preparation           sent
Mon 2027-05-17 11:00 BST   p1 mentor       preparation           sent
Mon 2027-05-17 11:00 BST   spring coordinator applied               sent  "Spring 2027: the changes are in force"
Wed 2027-05-19 09:00 CEST  p1 mentee       reminder              sent
Wed 2027-05-19 09:00 BST   p1 mentor       reminder              sent
Fri 2027-05-21 09:00 CEST  p1 mentee       after_session         sent
Fri 2027-05-21 09:00 BST   p1 mentor       after_session         sent
Mon 2027-05-24 09:00 BST   p1 mentor       roadmap_nudge         sent
Mon 2027-05-31 09:00 CEST  p1 mentee       roadmap               sent
Thu 2027-06-03 09:00 CEST  p1 mentee       closing               sent
Thu 2027-06-03 09:00 BST   p1 mentor       closing               sent
