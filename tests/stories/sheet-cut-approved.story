Half of the sheet is lost when it is saved. Nothing is cancelled: the edit is held, and the pairs it touches get nothing until somebody decides
(rule 29). Somebody approves: the five are withdrawn, with a CANCEL each.

== programmes/spring.csv
pair,mentor_name,mentor_email,mentor_timezone,mentee_name,mentee_email,mentee_timezone,session
p01,Mentor 01,m01@people.example,Europe/London,Mentee 01,e01@people.example,Europe/London,2027-05-20 15:00
p02,Mentor 02,m02@people.example,Europe/London,Mentee 02,e02@people.example,Europe/London,2027-05-20 15:00
p03,Mentor 03,m03@people.example,Europe/London,Mentee 03,e03@people.example,Europe/London,2027-05-20 15:00
p04,Mentor 04,m04@people.example,Europe/London,Mentee 04,e04@people.example,Europe/London,2027-05-20 15:00
p05,Mentor 05,m05@people.example,Europe/London,Mentee 05,e05@people.example,Europe/London,2027-05-20 15:00
p06,Mentor 06,m06@people.example,Europe/London,Mentee 06,e06@people.example,Europe/London,2027-05-20 15:00
p07,Mentor 07,m07@people.example,Europe/London,Mentee 07,e07@people.example,Europe/London,2027-05-20 15:00
p08,Mentor 08,m08@people.example,Europe/London,Mentee 08,e08@people.example,Europe/London,2027-05-20 15:00
p09,Mentor 09,m09@people.example,Europe/London,Mentee 09,e09@people.example,Europe/London,2027-05-20 15:00
p10,Mentor 10,m10@people.example,Europe/London,Mentee 10,e10@people.example,Europe/London,2027-05-20 15:00
== 2027-05-10 until 2027-05-18
2027-05-12 10:00Z edit programmes/spring.csv keep 6
2027-05-14 07:30Z approve
--------
Mon 2027-05-10 01:00 BST   > p01: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Mon 2027-05-10 01:00 BST   > p02: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Mon 2027-05-10 01:00 BST   > p03: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Mon 2027-05-10 01:00 BST   > p04: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Mon 2027-05-10 01:00 BST   > p05: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Mon 2027-05-10 01:00 BST   > p06: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Mon 2027-05-10 01:00 BST   > p07: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Mon 2027-05-10 01:00 BST   > p08: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Mon 2027-05-10 01:00 BST   > p09: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Mon 2027-05-10 01:00 BST   > p10: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Mon 2027-05-10 08:00 BST   p01 mentee      invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Mon 2027-05-10 08:00 BST   p01 mentor      invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Mon 2027-05-10 08:00 BST   p02 mentee      invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Mon 2027-05-10 08:00 BST   p02 mentor      invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Mon 2027-05-10 08:00 BST   p03 mentee      invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Mon 2027-05-10 08:00 BST   p03 mentor      invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Mon 2027-05-10 08:00 BST   p04 mentee      invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Mon 2027-05-10 08:00 BST   p04 mentor      invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Mon 2027-05-10 08:00 BST   p05 mentee      invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Mon 2027-05-10 08:00 BST   p05 mentor      invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Mon 2027-05-10 08:00 BST   p06 mentee      invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Mon 2027-05-10 08:00 BST   p06 mentor      invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Mon 2027-05-10 08:00 BST   p07 mentee      invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Mon 2027-05-10 08:00 BST   p07 mentor      invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Mon 2027-05-10 08:00 BST   p08 mentee      invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Mon 2027-05-10 08:00 BST   p08 mentor      invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Mon 2027-05-10 08:00 BST   p09 mentee      invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Mon 2027-05-10 08:00 BST   p09 mentor      invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Mon 2027-05-10 08:00 BST   p10 mentee      invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Mon 2027-05-10 08:00 BST   p10 mentor      invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Wed 2027-05-12 11:00 BST   > programmes/spring.csv: only its first 6 lines are left
Wed 2027-05-12 11:00 BST   > spring: held: the sheet had 10 rows and now has 5
Wed 2027-05-12 11:00 BST   ! spring: edit_held
Wed 2027-05-12 11:00 BST   spring coordinator note                  sent  "Spring 2027: a person is needed"
Thu 2027-05-13 09:00 BST   p01 mentee      preparation           sent
Thu 2027-05-13 09:00 BST   p01 mentor      preparation           sent
Thu 2027-05-13 09:00 BST   p02 mentee      preparation           sent
Thu 2027-05-13 09:00 BST   p02 mentor      preparation           sent
Thu 2027-05-13 09:00 BST   p03 mentee      preparation           sent
Thu 2027-05-13 09:00 BST   p03 mentor      preparation           sent
Thu 2027-05-13 09:00 BST   p04 mentee      preparation           sent
Thu 2027-05-13 09:00 BST   p04 mentor      preparation           sent
Thu 2027-05-13 09:00 BST   p05 mentee      preparation           sent
Thu 2027-05-13 09:00 BST   p05 mentor      preparation           sent
Fri 2027-05-14 08:30 BST   > approve
Fri 2027-05-14 08:30 BST   > p06: vanished
Fri 2027-05-14 08:30 BST   > p07: vanished
Fri 2027-05-14 08:30 BST   > p08: vanished
Fri 2027-05-14 08:30 BST   > p09: vanished
Fri 2027-05-14 08:30 BST   > p10: vanished
Fri 2027-05-14 08:30 BST   p06 mentee      invitation            sent  CANCEL 1, session Thu 2027-05-20 15:00 BST
Fri 2027-05-14 08:30 BST   p06 mentee      preparation           skipped  (withdrawn: the row is gone from the sheet)
Fri 2027-05-14 08:30 BST   p06 mentor      invitation            sent  CANCEL 1, session Thu 2027-05-20 15:00 BST
Fri 2027-05-14 08:30 BST   p06 mentor      preparation           skipped  (withdrawn: the row is gone from the sheet)
Fri 2027-05-14 08:30 BST   p07 mentee      invitation            sent  CANCEL 1, session Thu 2027-05-20 15:00 BST
Fri 2027-05-14 08:30 BST   p07 mentee      preparation           skipped  (withdrawn: the row is gone from the sheet)
Fri 2027-05-14 08:30 BST   p07 mentor      invitation            sent  CANCEL 1, session Thu 2027-05-20 15:00 BST
Fri 2027-05-14 08:30 BST   p07 mentor      preparation           skipped  (withdrawn: the row is gone from the sheet)
Fri 2027-05-14 08:30 BST   p08 mentee      invitation            sent  CANCEL 1, session Thu 2027-05-20 15:00 BST
Fri 2027-05-14 08:30 BST   p08 mentee      preparation           skipped  (withdrawn: the row is gone from the sheet)
Fri 2027-05-14 08:30 BST   p08 mentor      invitation            sent  CANCEL 1, session Thu 2027-05-20 15:00 BST
Fri 2027-05-14 08:30 BST   p08 mentor      preparation           skipped  (withdrawn: the row is gone from the sheet)
Fri 2027-05-14 08:30 BST   p09 mentee      invitation            sent  CANCEL 1, session Thu 2027-05-20 15:00 BST
Fri 2027-05-14 08:30 BST   p09 mentee      preparation           skipped  (withdrawn: the row is gone from the sheet)
Fri 2027-05-14 08:30 BST   p09 mentor      invitation            sent  CANCEL 1, session Thu 2027-05-20 15:00 BST
Fri 2027-05-14 08:30 BST   p09 mentor      preparation           skipped  (withdrawn: the row is gone from the sheet)
Fri 2027-05-14 08:30 BST   p10 mentee      invitation            sent  CANCEL 1, session Thu 2027-05-20 15:00 BST
Fri 2027-05-14 08:30 BST   p10 mentee      preparation           skipped  (withdrawn: the row is gone from the sheet)
Fri 2027-05-14 08:30 BST   p10 mentor      invitation            sent  CANCEL 1, session Thu 2027-05-20 15:00 BST
Fri 2027-05-14 08:30 BST   p10 mentor      preparation           skipped  (withdrawn: the row is gone from the sheet)
Fri 2027-05-14 08:30 BST   spring coordinator applied               sent  "Spring 2027: the changes are in force"
