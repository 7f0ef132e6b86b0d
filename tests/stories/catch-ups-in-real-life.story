Catch-ups in real life: the first is moved by a week, the second left out, the third declined by the mentee.

== 2027-05-18 until 2027-11-30
2027-05-21 10:05Z p1 mentor follow_up wants=["catch-ups"] every=month times=4 starter=me
2027-05-22 18:00Z p1 mentee follow_up wants=["catch-ups"] every=month times=4 starter=me
2027-06-10 10:00Z p1 mentee moved event=catch-up-1 starts=2027-06-28T15:00:00+01:00
2027-07-01 10:00Z p1 mentor skipped event=catch-up-2
2027-08-09 10:00Z p1 mentee declined event=catch-up-3
--------
Tue 2027-05-18 01:00 BST   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Tue 2027-05-18 08:00 CEST  p1 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 16:00 CEST
Tue 2027-05-18 08:00 CEST  p1 mentee       preparation           sent
Tue 2027-05-18 08:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Tue 2027-05-18 08:00 BST   p1 mentor       preparation           sent
Wed 2027-05-19 09:00 CEST  p1 mentee       reminder              sent
Wed 2027-05-19 09:00 BST   p1 mentor       reminder              sent
Fri 2027-05-21 09:00 CEST  p1 mentee       after_session         sent
Fri 2027-05-21 09:00 BST   p1 mentor       after_session         sent
Fri 2027-05-21 11:05 BST   > p1 mentor: follow_up every=month starter=me times=4 wants=["catch-ups"]
Sat 2027-05-22 19:00 BST   > p1 mentee: follow_up every=month starter=me times=4 wants=["catch-ups"]
Mon 2027-05-24 08:00 CEST  p1 mentee       agreement             sent
Mon 2027-05-24 08:00 BST   p1 mentor       agreement             sent
Tue 2027-05-25 09:00 BST   p1 mentor       roadmap_nudge         sent
Mon 2027-05-31 09:00 CEST  p1 mentee       roadmap               sent
Thu 2027-06-03 09:00 CEST  p1 mentee       closing               skipped  (the two have an agreement)
Thu 2027-06-03 09:00 BST   p1 mentor       closing               skipped  (the two have an agreement)
Mon 2027-06-07 09:00 CEST  p1 mentee       catch_up_invitation   sent  REQUEST 0, catch-up-1 Mon 2027-06-21 16:00 CEST
Mon 2027-06-07 09:00 BST   p1 mentor       catch_up_invitation   sent  REQUEST 0, catch-up-1 Mon 2027-06-21 15:00 BST
Thu 2027-06-10 11:00 BST   > p1 mentee: moved event=catch-up-1 starts=2027-06-28T15:00:00+01:00
Thu 2027-06-10 12:00 CEST  p1 mentee       catch_up_invitation   sent  REQUEST 1, catch-up-1 Mon 2027-06-28 16:00 CEST
Thu 2027-06-10 11:00 BST   p1 mentor       catch_up_invitation   sent  REQUEST 1, catch-up-1 Mon 2027-06-28 15:00 BST
Fri 2027-06-25 09:00 CEST  p1 mentee       catch_up_reminder     sent
Fri 2027-06-25 09:00 BST   p1 mentor       catch_up_reminder     sent
Thu 2027-07-01 11:00 BST   > p1 mentor: skipped event=catch-up-2
Tue 2027-07-06 09:00 CEST  p1 mentee       catch_up_invitation.2 skipped  (skipped: this catch-up is left out)  REQUEST 0, catch-up-2 Tue 2027-07-20 16:00 CEST
Tue 2027-07-06 09:00 BST   p1 mentor       catch_up_invitation.2 skipped  (skipped: this catch-up is left out)  REQUEST 0, catch-up-2 Tue 2027-07-20 15:00 BST
Fri 2027-08-06 09:00 CEST  p1 mentee       catch_up_invitation.3 sent  REQUEST 0, catch-up-3 Fri 2027-08-20 16:00 CEST
Fri 2027-08-06 09:00 BST   p1 mentor       catch_up_invitation.3 sent  REQUEST 0, catch-up-3 Fri 2027-08-20 15:00 BST
Mon 2027-08-09 11:00 BST   > p1 mentee: declined event=catch-up-3
Mon 2027-08-09 12:00 CEST  p1 mentee       catch_up_invitation.3 sent  CANCEL 1, catch-up-3 Fri 2027-08-20 16:00 CEST
Mon 2027-08-09 11:00 BST   p1 mentor       catch_up_invitation.3 sent  CANCEL 1, catch-up-3 Fri 2027-08-20 15:00 BST
Mon 2027-09-06 09:00 CEST  p1 mentee       catch_up_invitation.4 sent  REQUEST 0, catch-up-4 Mon 2027-09-20 16:00 CEST
Mon 2027-09-06 09:00 BST   p1 mentor       catch_up_invitation.4 sent  REQUEST 0, catch-up-4 Mon 2027-09-20 15:00 BST
Fri 2027-09-17 09:00 CEST  p1 mentee       catch_up_reminder.4   sent
Fri 2027-09-17 09:00 BST   p1 mentor       catch_up_reminder.4   sent
Wed 2027-09-22 09:00 CEST  p1 mentee       renewal               sent
Wed 2027-09-22 09:00 BST   p1 mentor       renewal               sent
