A pair is first seen a week after its session and before the ending: no invitation any more, but what follows the session.

== 2027-05-26 until 2027-07-10
--------
Wed 2027-05-26 01:00 BST   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Wed 2027-05-26 02:00 CEST  p1 mentee       invitation            skipped  (joined late)  REQUEST 0, session Thu 2027-05-20 16:00 CEST
Wed 2027-05-26 02:00 CEST  p1 mentee       preparation           skipped  (joined late)
Wed 2027-05-26 02:00 CEST  p1 mentee       reminder              skipped  (joined late)
Wed 2027-05-26 01:00 BST   p1 mentor       after_session         skipped  (superseded by a later letter)
Wed 2027-05-26 01:00 BST   p1 mentor       invitation            skipped  (joined late)  REQUEST 0, session Thu 2027-05-20 15:00 BST
Wed 2027-05-26 01:00 BST   p1 mentor       preparation           skipped  (joined late)
Wed 2027-05-26 01:00 BST   p1 mentor       reminder              skipped  (joined late)
Wed 2027-05-26 08:00 CEST  p1 mentee       after_session         sent
Wed 2027-05-26 08:00 BST   p1 mentor       roadmap_nudge         sent
Mon 2027-05-31 09:00 CEST  p1 mentee       roadmap               sent
Thu 2027-06-03 09:00 CEST  p1 mentee       closing               sent
Thu 2027-06-03 09:00 BST   p1 mentor       closing               sent
