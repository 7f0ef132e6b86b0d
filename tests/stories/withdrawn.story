The row is taken out of the sheet after the invitation: the event is cancelled, and no letter says anything (rule 31). A month
before, another pair made the sheet more than one row.

== programmes/spring.csv
pair,mentor_name,mentor_email,mentor_timezone,mentee_name,mentee_email,mentee_timezone,session
p1,Maya Lindqvist,maya@people.example,Europe/London,Jonas Kemp,jonas@people.example,Europe/Berlin,2027-05-20 15:00
p2,Ines Brandt,ines@people.example,Europe/London,Tom Field,tom@people.example,Europe/London,2027-05-19 15:00
p3,Rosa Klein,rosa@people.example,Europe/London,Ben Holt,ben@people.example,Europe/London,2027-05-19 15:00
p4,Lena Wolf,lena@people.example,Europe/London,Max Hart,max@people.example,Europe/London,2027-05-19 15:00
p5,Otto Lang,otto@people.example,Europe/London,Eva Stone,eva@people.example,Europe/London,2027-05-19 15:00
p6,Nora Beck,nora@people.example,Europe/London,Jan Moor,jan@people.example,Europe/London,2027-05-19 15:00
== 2027-04-21 until 2027-05-15
2027-05-04 10:00Z edit programmes/spring.csv drop p1,
--------
Wed 2027-04-21 01:00 BST   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Wed 2027-04-21 01:00 BST   > p2: moved starts=2027-05-19T15:00:00+01:00[Europe/London]
Wed 2027-04-21 01:00 BST   > p3: moved starts=2027-05-19T15:00:00+01:00[Europe/London]
Wed 2027-04-21 01:00 BST   > p4: moved starts=2027-05-19T15:00:00+01:00[Europe/London]
Wed 2027-04-21 01:00 BST   > p5: moved starts=2027-05-19T15:00:00+01:00[Europe/London]
Wed 2027-04-21 01:00 BST   > p6: moved starts=2027-05-19T15:00:00+01:00[Europe/London]
Wed 2027-04-21 09:00 BST   p2 mentee       invitation            sent  REQUEST 0, session Wed 2027-05-19 15:00 BST
Wed 2027-04-21 09:00 BST   p2 mentor       invitation            sent  REQUEST 0, session Wed 2027-05-19 15:00 BST
Wed 2027-04-21 09:00 BST   p3 mentee       invitation            sent  REQUEST 0, session Wed 2027-05-19 15:00 BST
Wed 2027-04-21 09:00 BST   p3 mentor       invitation            sent  REQUEST 0, session Wed 2027-05-19 15:00 BST
Wed 2027-04-21 09:00 BST   p4 mentee       invitation            sent  REQUEST 0, session Wed 2027-05-19 15:00 BST
Wed 2027-04-21 09:00 BST   p4 mentor       invitation            sent  REQUEST 0, session Wed 2027-05-19 15:00 BST
Wed 2027-04-21 09:00 BST   p5 mentee       invitation            sent  REQUEST 0, session Wed 2027-05-19 15:00 BST
Wed 2027-04-21 09:00 BST   p5 mentor       invitation            sent  REQUEST 0, session Wed 2027-05-19 15:00 BST
Wed 2027-04-21 09:00 BST   p6 mentee       invitation            sent  REQUEST 0, session Wed 2027-05-19 15:00 BST
Wed 2027-04-21 09:00 BST   p6 mentor       invitation            sent  REQUEST 0, session Wed 2027-05-19 15:00 BST
Thu 2027-04-22 09:00 CEST  p1 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 16:00 CEST
Thu 2027-04-22 09:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Tue 2027-05-04 11:00 BST   > programmes/spring.csv: no line with p1, any more
Tue 2027-05-04 11:00 BST   > p1: vanished
Tue 2027-05-04 12:00 CEST  p1 mentee       invitation            sent  CANCEL 1, session Thu 2027-05-20 16:00 CEST
Tue 2027-05-04 11:00 BST   p1 mentor       invitation            sent  CANCEL 1, session Thu 2027-05-20 15:00 BST
Tue 2027-05-04 11:00 BST   spring coordinator applied               sent  "Spring 2027: the changes are in force"
Wed 2027-05-12 09:00 BST   p2 mentee       preparation           sent
Wed 2027-05-12 09:00 BST   p2 mentor       preparation           sent
Wed 2027-05-12 09:00 BST   p3 mentee       preparation           sent
Wed 2027-05-12 09:00 BST   p3 mentor       preparation           sent
Wed 2027-05-12 09:00 BST   p4 mentee       preparation           sent
Wed 2027-05-12 09:00 BST   p4 mentor       preparation           sent
Wed 2027-05-12 09:00 BST   p5 mentee       preparation           sent
Wed 2027-05-12 09:00 BST   p5 mentor       preparation           sent
Wed 2027-05-12 09:00 BST   p6 mentee       preparation           sent
Wed 2027-05-12 09:00 BST   p6 mentor       preparation           sent
Thu 2027-05-13 09:00 CEST  p1 mentee       preparation           skipped  (withdrawn: the row is gone from the sheet)
Thu 2027-05-13 09:00 BST   p1 mentor       preparation           skipped  (withdrawn: the row is gone from the sheet)
