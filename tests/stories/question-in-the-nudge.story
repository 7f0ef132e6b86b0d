The machine is off on the days after the session: the nudge takes the place of the letter after the session (rule 3), and so it asks the mentor about staying in touch as well.

== 2027-04-20 until 2027-06-30
2027-05-20 20:00Z daemon off until 2027-05-24 12:00Z
2027-05-26 10:00Z p1 mentor follow_up wants=["updates"]
2027-05-27 10:00Z p1 mentee follow_up wants=["updates"]
== letters
p1 mentor roadmap_nudge says "Staying in touch"
--------
Tue 2027-04-20 01:00 BST   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Thu 2027-04-22 09:00 CEST  p1 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 16:00 CEST
Thu 2027-04-22 09:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Thu 2027-05-13 09:00 CEST  p1 mentee       preparation           sent
Thu 2027-05-13 09:00 BST   p1 mentor       preparation           sent
Wed 2027-05-19 09:00 CEST  p1 mentee       reminder              sent
Wed 2027-05-19 09:00 BST   p1 mentor       reminder              sent
Thu 2027-05-20 21:00 BST   > the daemon is off
Mon 2027-05-24 13:00 BST   > the daemon is on again
Mon 2027-05-24 14:00 CEST  p1 mentee       after_session         sent
Mon 2027-05-24 13:00 BST   p1 mentor       after_session         skipped  (superseded by a later letter)
Mon 2027-05-24 13:00 BST   p1 mentor       roadmap_nudge         sent
Wed 2027-05-26 11:00 BST   > p1 mentor: follow_up wants=["updates"]
Thu 2027-05-27 11:00 BST   > p1 mentee: follow_up wants=["updates"]
Thu 2027-05-27 12:00 CEST  p1 mentee       agreement             sent
Thu 2027-05-27 11:00 BST   p1 mentor       agreement             sent
Mon 2027-05-31 09:00 CEST  p1 mentee       roadmap               sent
Thu 2027-06-03 09:00 CEST  p1 mentee       closing               skipped  (the two have an agreement)
Thu 2027-06-03 09:00 BST   p1 mentor       closing               skipped  (the two have an agreement)
