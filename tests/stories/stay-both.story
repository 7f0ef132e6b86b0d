Both want to stay in touch, without dates: an agreement, and no closing letter.

== 2027-05-01 until 2027-10-31
2027-05-21 10:05Z p1 mentor follow_up wants=["updates", "questions"] starter=me
2027-05-22 18:00Z p1 mentee follow_up wants=["questions"] starter=me
--------
Sat 2027-05-01 01:00 BST   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Mon 2027-05-03 08:00 CEST  p1 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 16:00 CEST
Mon 2027-05-03 08:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Thu 2027-05-13 09:00 CEST  p1 mentee       preparation           sent
Thu 2027-05-13 09:00 BST   p1 mentor       preparation           sent
Wed 2027-05-19 09:00 CEST  p1 mentee       reminder              sent
Wed 2027-05-19 09:00 BST   p1 mentor       reminder              sent
Fri 2027-05-21 09:00 CEST  p1 mentee       after_session         sent
Fri 2027-05-21 09:00 BST   p1 mentor       after_session         sent
Fri 2027-05-21 11:05 BST   > p1 mentor: follow_up starter=me wants=["updates","questions"]
Sat 2027-05-22 19:00 BST   > p1 mentee: follow_up starter=me wants=["questions"]
Mon 2027-05-24 08:00 CEST  p1 mentee       agreement             sent
Mon 2027-05-24 08:00 BST   p1 mentor       agreement             sent
Tue 2027-05-25 09:00 BST   p1 mentor       roadmap_nudge         sent
Mon 2027-05-31 09:00 CEST  p1 mentee       roadmap               sent
Thu 2027-06-03 09:00 CEST  p1 mentee       closing               skipped  (the two have an agreement)
Thu 2027-06-03 09:00 BST   p1 mentor       closing               skipped  (the two have an agreement)
