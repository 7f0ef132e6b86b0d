The mentee's server says "not now" all day: the preparation is tried again, and goes the day after.

== 2027-05-01 until 2027-05-21
2027-05-13 05:00Z defer jonas@people.example
2027-05-14 10:00Z take jonas@people.example
--------
Sat 2027-05-01 01:00 BST   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Mon 2027-05-03 08:00 CEST  p1 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 16:00 CEST
Mon 2027-05-03 08:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Thu 2027-05-13 06:00 BST   > jonas@people.example: NotNow
Thu 2027-05-13 09:00 BST   p1 mentor       preparation           sent
Fri 2027-05-14 11:00 BST   > jonas@people.example: AsUsual
Fri 2027-05-14 12:33 CEST  p1 mentee       preparation           sent  [written Thu 2027-05-13 09:00]
Wed 2027-05-19 09:00 CEST  p1 mentee       reminder              sent
Wed 2027-05-19 09:00 BST   p1 mentor       reminder              sent
