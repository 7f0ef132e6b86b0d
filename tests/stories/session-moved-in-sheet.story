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
Tue 2027-05-04 11:00 BST   > p1: moved starts=2027-05-18T11:00:00+01:00[Europe/London]
Tue 2027-05-04 12:00 CEST  p1 mentee       invitation            sent  REQUEST 1, session Tue 2027-05-18 12:00 CEST
Tue 2027-05-04 11:00 BST   p1 mentor       invitation            sent  REQUEST 1, session Tue 2027-05-18 11:00 BST
Tue 2027-05-04 11:00 BST   spring coordinator applied               sent  "Spring 2027: the changes are in force"
Thu 2027-05-06 11:00 BST   > p1 mentor: accepted
Fri 2027-05-07 11:00 BST   > programmes/spring.csv: "Library" becomes "Café Anna"
Fri 2027-05-07 11:00 BST   > p1: moved place=Café Anna
Fri 2027-05-07 12:00 CEST  p1 mentee       invitation            sent  REQUEST 2, session Tue 2027-05-18 12:00 CEST
Fri 2027-05-07 11:00 BST   p1 mentor       invitation            sent  REQUEST 2, session Tue 2027-05-18 11:00 BST
Fri 2027-05-07 11:00 BST   spring coordinator applied               sent  "Spring 2027: the changes are in force"
Tue 2027-05-11 09:00 CEST  p1 mentee       preparation           sent
Tue 2027-05-11 09:00 BST   p1 mentor       preparation           sent
Mon 2027-05-17 09:00 CEST  p1 mentee       reminder              sent
Mon 2027-05-17 09:00 BST   p1 mentor       reminder              skipped  (accepted: it is in their calendar)
Wed 2027-05-19 09:00 CEST  p1 mentee       after_session         sent
Wed 2027-05-19 09:00 BST   p1 mentor       after_session         sent
Mon 2027-05-24 09:00 BST   p1 mentor       roadmap_nudge         sent
Fri 2027-05-28 09:00 CEST  p1 mentee       roadmap               sent
Tue 2027-06-01 09:00 CEST  p1 mentee       closing               sent
Tue 2027-06-01 09:00 BST   p1 mentor       closing               sent
