The row goes, and comes back three days later: the same UID, a higher SEQUENCE.

== programmes/spring.csv
pair,mentor_name,mentor_email,mentor_timezone,mentee_name,mentee_email,mentee_timezone,session
p1,Maya Lindqvist,maya@people.example,Europe/London,Jonas Kemp,jonas@people.example,Europe/Berlin,2027-05-20 15:00
p2,Ines Brandt,ines@people.example,Europe/London,Tom Field,tom@people.example,Europe/London,2027-08-19 15:00
p3,Rosa Klein,rosa@people.example,Europe/London,Ben Holt,ben@people.example,Europe/London,2027-08-19 15:00
p4,Lena Wolf,lena@people.example,Europe/London,Max Hart,max@people.example,Europe/London,2027-08-19 15:00
p5,Otto Lang,otto@people.example,Europe/London,Eva Stone,eva@people.example,Europe/London,2027-08-19 15:00
p6,Nora Beck,nora@people.example,Europe/London,Jan Moor,jan@people.example,Europe/London,2027-08-19 15:00
== programmes/spring.toml
ends = 2027-08-27
== 2027-04-21 until 2027-06-10
2027-05-04 10:00Z edit programmes/spring.csv drop p1,
2027-05-07 10:00Z edit programmes/spring.csv add p1,Maya Lindqvist,maya@people.example,Europe/London,Jonas Kemp,jonas@people.example,Europe/Berlin,2027-05-20 15:00
--------
Wed 2027-04-21 01:00 BST   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Wed 2027-04-21 01:00 BST   > p2: moved starts=2027-08-19T15:00:00+01:00[Europe/London]
Wed 2027-04-21 01:00 BST   > p3: moved starts=2027-08-19T15:00:00+01:00[Europe/London]
Wed 2027-04-21 01:00 BST   > p4: moved starts=2027-08-19T15:00:00+01:00[Europe/London]
Wed 2027-04-21 01:00 BST   > p5: moved starts=2027-08-19T15:00:00+01:00[Europe/London]
Wed 2027-04-21 01:00 BST   > p6: moved starts=2027-08-19T15:00:00+01:00[Europe/London]
Thu 2027-04-22 09:00 CEST  p1 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 16:00 CEST
Thu 2027-04-22 09:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Tue 2027-05-04 11:00 BST   > programmes/spring.csv: no line with p1, any more
Tue 2027-05-04 11:00 BST   > p1: vanished
Tue 2027-05-04 12:00 CEST  p1 mentee       invitation            sent  CANCEL 1, session Thu 2027-05-20 16:00 CEST
Tue 2027-05-04 11:00 BST   p1 mentor       invitation            sent  CANCEL 1, session Thu 2027-05-20 15:00 BST
Tue 2027-05-04 11:00 BST   spring coordinator applied               sent  "Spring 2027: the changes are in force"
Fri 2027-05-07 11:00 BST   > programmes/spring.csv: and a line: p1,Maya Lindqvist,maya@people.example,Europe/London,Jonas Kemp,jonas@people.example,Europe/Berlin,2027-05-20 15:00
Fri 2027-05-07 11:00 BST   > p1: returned
Fri 2027-05-07 12:00 CEST  p1 mentee       invitation            sent  REQUEST 2, session Thu 2027-05-20 16:00 CEST
Fri 2027-05-07 11:00 BST   p1 mentor       invitation            sent  REQUEST 2, session Thu 2027-05-20 15:00 BST
Fri 2027-05-07 11:00 BST   spring coordinator applied               sent  "Spring 2027: the changes are in force"
Thu 2027-05-13 09:00 CEST  p1 mentee       preparation           sent
Thu 2027-05-13 09:00 BST   p1 mentor       preparation           sent
Wed 2027-05-19 09:00 CEST  p1 mentee       reminder              sent
Wed 2027-05-19 09:00 BST   p1 mentor       reminder              sent
Fri 2027-05-21 09:00 CEST  p1 mentee       after_session         sent
Fri 2027-05-21 09:00 BST   p1 mentor       after_session         sent
Mon 2027-05-24 09:00 BST   p1 mentor       roadmap_nudge         sent
Mon 2027-05-31 09:00 CEST  p1 mentee       roadmap               sent
Thu 2027-06-03 09:00 CEST  p1 mentee       closing               sent
Thu 2027-06-03 09:00 BST   p1 mentor       closing               sent
