One mentor has three mentees, and nobody named a day. The sessions proposed do not overlap, keep half an hour apart, and are at most two a day (rule 15).

== programmes/spring.csv
pair,mentor_name,mentor_email,mentor_timezone,mentee_name,mentee_email,mentee_timezone
p1,Maya Lindqvist,maya@people.example,Europe/London,Jonas Kemp,jonas@people.example,Europe/London
p2,Maya Lindqvist,maya@people.example,Europe/London,Tom Field,tom@people.example,Europe/London
p3,Maya Lindqvist,maya@people.example,Europe/London,Eva Stone,eva@people.example,Europe/London
== 2027-04-15 until 2027-06-15
--------
Wed 2027-04-28 09:00 BST   > p1: scheduled starts=2027-05-26T17:00:00+01:00[Europe/London]
Wed 2027-04-28 09:00 BST   > p2: scheduled starts=2027-05-26T13:30:00+01:00[Europe/London]
Wed 2027-04-28 09:00 BST   > p3: scheduled starts=2027-05-25T16:30:00+01:00[Europe/London]
Wed 2027-04-28 09:00 BST   p1 mentee       invitation            sent  REQUEST 0, session Wed 2027-05-26 17:00 BST
Wed 2027-04-28 09:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Wed 2027-05-26 17:00 BST
Wed 2027-04-28 09:00 BST   p2 mentee       invitation            sent  REQUEST 0, session Wed 2027-05-26 13:30 BST
Wed 2027-04-28 09:00 BST   p2 mentor       invitation            sent  REQUEST 0, session Wed 2027-05-26 13:30 BST
Wed 2027-04-28 09:00 BST   p3 mentee       invitation            sent  REQUEST 0, session Tue 2027-05-25 16:30 BST
Wed 2027-04-28 09:00 BST   p3 mentor       invitation            sent  REQUEST 0, session Tue 2027-05-25 16:30 BST
Tue 2027-05-18 09:00 BST   p3 mentee       preparation           sent
Tue 2027-05-18 09:00 BST   p3 mentor       preparation           sent
Wed 2027-05-19 09:00 BST   p1 mentee       preparation           sent
Wed 2027-05-19 09:00 BST   p1 mentor       preparation           sent
Wed 2027-05-19 09:00 BST   p2 mentee       preparation           sent
Wed 2027-05-19 09:00 BST   p2 mentor       preparation           sent
Mon 2027-05-24 09:00 BST   p3 mentee       reminder              sent
Mon 2027-05-24 09:00 BST   p3 mentor       reminder              sent
Tue 2027-05-25 09:00 BST   p1 mentee       reminder              sent
Tue 2027-05-25 09:00 BST   p1 mentor       reminder              sent
Tue 2027-05-25 09:00 BST   p2 mentee       reminder              sent
Tue 2027-05-25 09:00 BST   p2 mentor       reminder              sent
Wed 2027-05-26 09:00 BST   p3 mentee       after_session         sent
Wed 2027-05-26 09:00 BST   p3 mentor       after_session         sent
Thu 2027-05-27 09:00 BST   p1 mentee       after_session         sent
Thu 2027-05-27 09:00 BST   p1 mentor       after_session         sent
Thu 2027-05-27 09:00 BST   p2 mentee       after_session         sent
Thu 2027-05-27 09:00 BST   p2 mentor       after_session         sent
Mon 2027-05-31 09:00 BST   p1 mentor       roadmap_nudge         sent
Mon 2027-05-31 09:00 BST   p2 mentor       roadmap_nudge         sent
Mon 2027-05-31 09:00 BST   p3 mentor       roadmap_nudge         sent
Fri 2027-06-04 09:00 BST   p3 mentee       roadmap               sent
Mon 2027-06-07 09:00 BST   p1 mentee       roadmap               sent
Mon 2027-06-07 09:00 BST   p2 mentee       roadmap               sent
Tue 2027-06-08 09:00 BST   p3 mentee       closing               sent
Tue 2027-06-08 09:00 BST   p3 mentor       closing               sent
Wed 2027-06-09 09:00 BST   p1 mentee       closing               sent
Wed 2027-06-09 09:00 BST   p1 mentor       closing               sent
Wed 2027-06-09 09:00 BST   p2 mentee       closing               sent
Wed 2027-06-09 09:00 BST   p2 mentor       closing               sent
