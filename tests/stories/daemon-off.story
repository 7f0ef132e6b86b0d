The machine is off for the week before the session: the preparation is no longer of use when it is on again, the reminder is.

== 2027-04-20 until 2027-06-10
2027-05-12 20:00Z daemon off until 2027-05-19 12:00Z
2027-05-15 20:00Z p1 mentor accepted
--------
Tue 2027-04-20 01:00 BST   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Thu 2027-04-22 09:00 CEST  p1 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 16:00 CEST
Thu 2027-04-22 09:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Wed 2027-05-12 21:00 BST   > the daemon is off
Sat 2027-05-15 21:00 BST   > p1 mentor: accepted
Wed 2027-05-19 13:00 BST   > the daemon is on again
Wed 2027-05-19 14:00 CEST  p1 mentee       preparation           skipped  (superseded by a later letter)
Wed 2027-05-19 14:00 CEST  p1 mentee       reminder              sent
Wed 2027-05-19 13:00 BST   p1 mentor       preparation           sent
Wed 2027-05-19 13:00 BST   p1 mentor       reminder              skipped  (accepted: it is in their calendar)
Fri 2027-05-21 09:00 CEST  p1 mentee       after_session         sent
Fri 2027-05-21 09:00 BST   p1 mentor       after_session         sent
Mon 2027-05-24 09:00 BST   p1 mentor       roadmap_nudge         sent
Mon 2027-05-31 09:00 CEST  p1 mentee       roadmap               sent
Thu 2027-06-03 09:00 CEST  p1 mentee       closing               sent
Thu 2027-06-03 09:00 BST   p1 mentor       closing               sent
