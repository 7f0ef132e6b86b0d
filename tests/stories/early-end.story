The coordinator writes "ended early" into the sheet after the invitation: a real CANCEL and a goodbye that blames nobody (rule 31).

== programmes/spring.csv
pair,mentor_name,mentor_email,mentor_timezone,mentee_name,mentee_email,mentee_timezone,session,status
p1,Maya Lindqvist,maya@people.example,Europe/London,Jonas Kemp,jonas@people.example,Europe/Berlin,2027-05-20 15:00,active
== 2027-04-01 until 2027-08-31
2027-04-23 10:00Z p1 mentor accepted
2027-05-04 10:00Z edit programmes/spring.csv "active" => "ended early"
--------
Thu 2027-04-01 01:00 BST   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Thu 2027-04-22 09:00 CEST  p1 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 16:00 CEST
Thu 2027-04-22 09:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Fri 2027-04-23 11:00 BST   > p1 mentor: accepted
Tue 2027-05-04 11:00 BST   > programmes/spring.csv: "active" becomes "ended early"
Tue 2027-05-04 11:00 BST   > p1: ended quietly=false
Tue 2027-05-04 12:00 CEST  p1 mentee       goodbye               sent
Tue 2027-05-04 12:00 CEST  p1 mentee       invitation            sent  CANCEL 1, session Thu 2027-05-20 16:00 CEST
Tue 2027-05-04 11:00 BST   p1 mentor       goodbye               sent
Tue 2027-05-04 11:00 BST   p1 mentor       invitation            sent  CANCEL 1, session Thu 2027-05-20 15:00 BST
Tue 2027-05-04 11:00 BST   spring coordinator applied               sent  "Spring 2027: the changes are in force"
Thu 2027-05-13 09:00 CEST  p1 mentee       preparation           skipped  (ended early)
Thu 2027-05-13 09:00 BST   p1 mentor       preparation           skipped  (ended early)
Wed 2027-05-19 09:00 CEST  p1 mentee       reminder              skipped  (ended early)
Wed 2027-05-19 09:00 BST   p1 mentor       reminder              skipped  (ended early)
Fri 2027-05-21 09:00 CEST  p1 mentee       after_session         skipped  (ended early)
Fri 2027-05-21 09:00 BST   p1 mentor       after_session         skipped  (ended early)
Mon 2027-05-24 09:00 BST   p1 mentor       roadmap_nudge         skipped  (ended early)
Mon 2027-05-31 09:00 CEST  p1 mentee       roadmap               skipped  (ended early)
Thu 2027-06-03 09:00 CEST  p1 mentee       closing               skipped  (ended early)
Thu 2027-06-03 09:00 BST   p1 mentor       closing               skipped  (ended early)
