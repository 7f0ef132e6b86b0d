The connection is lost between the last byte of the mentee's invitation and the answer: the letter may have arrived, and says so.

== 2027-04-20 until 2027-05-14
2027-04-21 20:00Z lose the next answer
--------
Tue 2027-04-20 01:00 BST   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Wed 2027-04-21 21:00 BST   > the next answer is lost
Thu 2027-04-22 09:05 CEST  p1 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 16:00 CEST  [written Thu 2027-04-22 09:00]
Thu 2027-04-22 09:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Thu 2027-05-13 09:00 CEST  p1 mentee       preparation           sent
Thu 2027-05-13 09:00 BST   p1 mentor       preparation           sent
