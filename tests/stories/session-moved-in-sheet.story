The coordinator writes another day into the sheet after the invitation and the answers: the same event moves, answers are open
again, and later the place alone changes, which leaves them as they are (rule 34).

== programmes/spring.csv
pair,mentor_name,mentor_email,mentor_timezone,mentee_name,mentee_email,mentee_timezone,session,place
p1,Maya Lindqvist,maya@people.example,Europe/London,Jonas Kemp,jonas@people.example,Europe/Berlin,2027-05-20 15:00,Library
== 2027-04-01 until 2027-06-10
2027-04-23 10:00Z p1 mentor accepted
2027-04-23 10:05Z p1 mentee accepted
2027-05-04 10:00Z edit programmes/spring.csv "2027-05-20 15:00" => "2027-05-18 11:00"
2027-05-06 10:00Z p1 mentor accepted
2027-05-07 10:00Z edit programmes/spring.csv "Library" => "Café Anna"
--------
Thu 2027-04-01 01:00 BST   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Thu 2027-04-22 09:00 CEST  p1 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 16:00 CEST
Thu 2027-04-22 09:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Fri 2027-04-23 11:00 BST   > p1 mentor: accepted
Fri 2027-04-23 11:05 BST   > p1 mentee: accepted
Tue 2027-05-04 11:00 BST   > programmes/spring.csv: "2027-05-20 15:00" becomes "2027-05-18 11:00"
Thu 2027-05-06 11:00 BST   > p1 mentor: accepted
Fri 2027-05-07 11:00 BST   > programmes/spring.csv: "Library" becomes "Café Anna"
Thu 2027-05-13 09:00 CEST  p1 mentee       preparation           sent
Thu 2027-05-13 09:00 BST   p1 mentor       preparation           sent
Wed 2027-05-19 09:00 CEST  p1 mentee       reminder              skipped  (accepted: it is in their calendar)
Wed 2027-05-19 09:00 BST   p1 mentor       reminder              skipped  (accepted: it is in their calendar)
Fri 2027-05-21 09:00 CEST  p1 mentee       after_session         sent
Fri 2027-05-21 09:00 BST   p1 mentor       after_session         sent
Mon 2027-05-24 09:00 BST   p1 mentor       roadmap_nudge         sent
Mon 2027-05-31 09:00 CEST  p1 mentee       roadmap               sent
Thu 2027-06-03 09:00 CEST  p1 mentee       closing               sent
Thu 2027-06-03 09:00 BST   p1 mentor       closing               sent
