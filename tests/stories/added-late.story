A pair is added two days before its session. What is over is not sent after it; what is still useful goes, one letter a day (rules 3 and 20).

== programmes/spring.csv
pair,mentor_name,mentor_email,mentor_timezone,mentee_name,mentee_email,mentee_timezone,session
p1,Maya Lindqvist,maya@people.example,Europe/London,Jonas Kemp,jonas@people.example,Europe/Berlin,2027-05-20 15:00
== 2027-05-10 until 2027-06-10
2027-05-18 10:00Z edit programmes/spring.csv add p2,Ines Brandt,ines@people.example,Europe/London,Tom Field,tom@people.example,Europe/London,2027-05-20 11:00
--------
Mon 2027-05-10 01:00 BST   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Mon 2027-05-10 08:00 CEST  p1 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 16:00 CEST
Mon 2027-05-10 08:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Thu 2027-05-13 09:00 CEST  p1 mentee       preparation           sent
Thu 2027-05-13 09:00 BST   p1 mentor       preparation           sent
Tue 2027-05-18 11:00 BST   > programmes/spring.csv: and a line: p2,Ines Brandt,ines@people.example,Europe/London,Tom Field,tom@people.example,Europe/London,2027-05-20 11:00
Tue 2027-05-18 11:00 BST   > p2: moved starts=2027-05-20T11:00:00+01:00[Europe/London]
Tue 2027-05-18 11:00 BST   p2 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 11:00 BST
Tue 2027-05-18 11:00 BST   p2 mentee       preparation           sent
Tue 2027-05-18 11:00 BST   p2 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 11:00 BST
Tue 2027-05-18 11:00 BST   p2 mentor       preparation           sent
Tue 2027-05-18 11:00 BST   spring coordinator applied               sent  "Spring 2027: the changes are in force"
Wed 2027-05-19 09:00 CEST  p1 mentee       reminder              sent
Wed 2027-05-19 09:00 BST   p1 mentor       reminder              sent
Wed 2027-05-19 09:00 BST   p2 mentee       reminder              sent
Wed 2027-05-19 09:00 BST   p2 mentor       reminder              sent
Fri 2027-05-21 09:00 CEST  p1 mentee       after_session         sent
Fri 2027-05-21 09:00 BST   p1 mentor       after_session         sent
Fri 2027-05-21 09:00 BST   p2 mentee       after_session         sent
Fri 2027-05-21 09:00 BST   p2 mentor       after_session         sent
Mon 2027-05-24 09:00 BST   p1 mentor       roadmap_nudge         sent
Mon 2027-05-24 09:00 BST   p2 mentor       roadmap_nudge         sent
Mon 2027-05-31 09:00 CEST  p1 mentee       roadmap               sent
Mon 2027-05-31 09:00 BST   p2 mentee       roadmap               sent
Thu 2027-06-03 09:00 CEST  p1 mentee       closing               sent
Thu 2027-06-03 09:00 BST   p1 mentor       closing               sent
Thu 2027-06-03 09:00 BST   p2 mentee       closing               sent
Thu 2027-06-03 09:00 BST   p2 mentor       closing               sent
