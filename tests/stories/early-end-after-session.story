It ends early when the session is over and catch-ups were agreed: the one that was shown is cancelled, and nothing else is sent.

== 2027-04-01 until 2027-12-31
2027-05-21 09:05Z p1 mentor follow_up wants=["catch-ups"] every=month times=3 starter=me
2027-05-22 18:00Z p1 mentee follow_up wants=["catch-ups"] every=month times=3 starter=either
2027-06-14 10:00Z p1 coordinator ended reason=moved
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
Sat 2027-05-22 19:00 BST   > p1 mentee: follow_up every=month starter=either times=3 wants=["catch-ups"]
Mon 2027-05-24 08:00 CEST  p1 mentee       agreement             sent
Mon 2027-05-24 08:00 BST   p1 mentor       agreement             sent
Tue 2027-05-25 09:00 BST   p1 mentor       roadmap_nudge         sent
Mon 2027-05-31 09:00 CEST  p1 mentee       roadmap               sent
Thu 2027-06-03 09:00 CEST  p1 mentee       closing               skipped  (the two have an agreement)
Thu 2027-06-03 09:00 BST   p1 mentor       closing               skipped  (the two have an agreement)
Mon 2027-06-07 09:00 CEST  p1 mentee       catch_up_invitation   sent  REQUEST 0, catch-up-1 Mon 2027-06-21 16:00 CEST
Mon 2027-06-07 09:00 BST   p1 mentor       catch_up_invitation   sent  REQUEST 0, catch-up-1 Mon 2027-06-21 15:00 BST
Mon 2027-06-14 11:00 BST   > p1 coordinator: ended quietly=false reason=moved
Mon 2027-06-14 12:00 CEST  p1 mentee       catch_up_invitation   sent  CANCEL 1, catch-up-1 Mon 2027-06-21 16:00 CEST
Mon 2027-06-14 11:00 BST   p1 mentor       catch_up_invitation   sent  CANCEL 1, catch-up-1 Mon 2027-06-21 15:00 BST
Fri 2027-06-18 09:00 CEST  p1 mentee       catch_up_reminder     skipped  (ended early)
Fri 2027-06-18 09:00 BST   p1 mentor       catch_up_reminder     skipped  (ended early)
Tue 2027-07-06 09:00 CEST  p1 mentee       catch_up_invitation.2 skipped  (ended early)  REQUEST 0, catch-up-2 Tue 2027-07-20 16:00 CEST
Tue 2027-07-06 09:00 BST   p1 mentor       catch_up_invitation.2 skipped  (ended early)  REQUEST 0, catch-up-2 Tue 2027-07-20 15:00 BST
Fri 2027-07-16 09:00 CEST  p1 mentee       catch_up_reminder.2   skipped  (ended early)
Fri 2027-07-16 09:00 BST   p1 mentor       catch_up_reminder.2   skipped  (ended early)
Fri 2027-08-06 09:00 CEST  p1 mentee       catch_up_invitation.3 skipped  (ended early)  REQUEST 0, catch-up-3 Fri 2027-08-20 16:00 CEST
Fri 2027-08-06 09:00 BST   p1 mentor       catch_up_invitation.3 skipped  (ended early)  REQUEST 0, catch-up-3 Fri 2027-08-20 15:00 BST
Wed 2027-08-18 09:00 CEST  p1 mentee       catch_up_reminder.3   skipped  (ended early)
Wed 2027-08-18 09:00 BST   p1 mentor       catch_up_reminder.3   skipped  (ended early)
Mon 2027-08-23 09:00 CEST  p1 mentee       renewal               skipped  (ended early)
Mon 2027-08-23 09:00 BST   p1 mentor       renewal               skipped  (ended early)
                           = p1: status: the sheet says active, ended early holds
