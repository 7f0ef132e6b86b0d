The machine is off from before the session until two weeks after it. Nobody gets a heap of letters: what is still useful, one a day.

== 2027-04-20 until 2027-07-10
2027-05-18 20:00Z daemon off until 2027-06-04 12:00Z
--------
Tue 2027-04-20 01:00 BST   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Thu 2027-04-22 09:00 CEST  p1 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 16:00 CEST
Thu 2027-04-22 09:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Thu 2027-05-13 09:00 CEST  p1 mentee       preparation           sent
Thu 2027-05-13 09:00 BST   p1 mentor       preparation           sent
Tue 2027-05-18 21:00 BST   > the daemon is off
Fri 2027-06-04 13:00 BST   > the daemon is on again
Fri 2027-06-04 14:00 CEST  p1 mentee       after_session         lapsed  (too late)
Fri 2027-06-04 14:00 CEST  p1 mentee       reminder              lapsed  (too late)
Fri 2027-06-04 14:00 CEST  p1 mentee       roadmap               sent
Fri 2027-06-04 13:00 BST   p1 mentor       after_session         lapsed  (too late)
Fri 2027-06-04 13:00 BST   p1 mentor       closing               sent
Fri 2027-06-04 13:00 BST   p1 mentor       reminder              lapsed  (too late)
Fri 2027-06-04 13:00 BST   p1 mentor       roadmap_nudge         lapsed  (too late)
Mon 2027-06-07 09:00 CEST  p1 mentee       closing               sent
