They met a week before the day in the calendar: the event ahead is cancelled, what follows the session counts from the day they met (rule 31).

== 2027-04-01 until 2027-08-31
2027-04-23 10:00Z p1 mentor accepted
2027-05-12 12:00Z p1 mentee met on=2027-05-11
--------
Thu 2027-04-01 01:00 BST   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Thu 2027-04-22 09:00 CEST  p1 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 16:00 CEST
Thu 2027-04-22 09:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Fri 2027-04-23 11:00 BST   > p1 mentor: accepted
Wed 2027-05-12 13:00 BST   > p1 mentee: met on=2027-05-11
Wed 2027-05-12 14:00 CEST  p1 mentee       after_session         sent
Wed 2027-05-12 14:00 CEST  p1 mentee       invitation            sent  CANCEL 1, session Thu 2027-05-20 16:00 CEST
Wed 2027-05-12 14:00 CEST  p1 mentee       preparation           skipped  (they have met already)
Wed 2027-05-12 14:00 CEST  p1 mentee       reminder              skipped  (they have met already)
Wed 2027-05-12 13:00 BST   p1 mentor       after_session         sent
Wed 2027-05-12 13:00 BST   p1 mentor       invitation            sent  CANCEL 1, session Thu 2027-05-20 15:00 BST
Wed 2027-05-12 13:00 BST   p1 mentor       preparation           skipped  (they have met already)
Wed 2027-05-12 13:00 BST   p1 mentor       reminder              skipped  (they have met already)
Mon 2027-05-17 09:00 BST   p1 mentor       roadmap_nudge         sent
Fri 2027-05-21 09:00 CEST  p1 mentee       roadmap               sent
Tue 2027-05-25 09:00 CEST  p1 mentee       closing               sent
Tue 2027-05-25 09:00 BST   p1 mentor       closing               sent
