The mentee stops letters while catch-ups are agreed and one is in the calendars: that one stays, no others come, and the mentor reads only
that they have ended (rule 26).

== 2027-04-01 until 2027-12-31
2027-05-21 09:05Z p1 mentor follow_up wants=["catch-ups"] every=month times=3 starter=me
2027-05-21 18:00Z p1 mentee follow_up wants=["catch-ups"] every=month times=3 starter=either
2027-06-09 10:00Z p1 mentee stopped what=letters
== letters
p1 mentor catch_ups_ended never says "Jonas asked"
p1 mentor catch_ups_ended never says "stop"
--------
Thu 2027-04-01 01:00 BST   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Thu 2027-04-22 09:00 CEST  p1 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 16:00 CEST
Thu 2027-04-22 09:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Thu 2027-05-13 09:00 CEST  p1 mentee       preparation           sent
Thu 2027-05-13 09:00 BST   p1 mentor       preparation           sent
Wed 2027-05-19 09:00 CEST  p1 mentee       reminder              sent
Wed 2027-05-19 09:00 BST   p1 mentor       reminder              sent
Fri 2027-05-21 09:00 CEST  p1 mentee       after_session         sent
Fri 2027-05-21 09:00 BST   p1 mentor       after_session         sent
Fri 2027-05-21 10:05 BST   > p1 mentor: follow_up every=month starter=me times=3 wants=["catch-ups"]
Fri 2027-05-21 19:00 BST   > p1 mentee: follow_up every=month starter=either times=3 wants=["catch-ups"]
Mon 2027-05-24 08:00 CEST  p1 mentee       agreement             sent
Mon 2027-05-24 08:00 BST   p1 mentor       agreement             sent
Tue 2027-05-25 09:00 BST   p1 mentor       roadmap_nudge         sent
Mon 2027-05-31 09:00 CEST  p1 mentee       roadmap               sent
Thu 2027-06-03 09:00 CEST  p1 mentee       closing               skipped  (the two have an agreement)
Thu 2027-06-03 09:00 BST   p1 mentor       closing               skipped  (the two have an agreement)
Mon 2027-06-07 09:00 CEST  p1 mentee       catch_up_invitation   sent  REQUEST 0, catch-up-1 Mon 2027-06-21 16:00 CEST
Mon 2027-06-07 09:00 BST   p1 mentor       catch_up_invitation   sent  REQUEST 0, catch-up-1 Mon 2027-06-21 15:00 BST
Wed 2027-06-09 11:00 BST   > p1 mentee: stopped what=letters
Wed 2027-06-09 11:00 BST   p1 mentor       catch_ups_ended       sent
