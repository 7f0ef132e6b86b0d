The mentee declines and a week later a new time is found: the event moves, and everything goes its usual way.

== 2027-04-01 until 2027-07-31
2027-04-23 10:00Z p1 mentor accepted
2027-04-27 11:00Z p1 mentee declined
2027-05-04 09:00Z p1 coordinator moved starts=2027-05-25T14:00:00+01:00[Europe/London]
2027-05-05 09:00Z p1 mentee accepted
--------
Thu 2027-04-01 01:00 BST   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Thu 2027-04-22 09:00 CEST  p1 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 16:00 CEST
Thu 2027-04-22 09:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Fri 2027-04-23 11:00 BST   > p1 mentor: accepted
Tue 2027-04-27 12:00 BST   > p1 mentee: declined
Tue 2027-04-27 13:00 CEST  p1 mentee       new_time_request      sent
Tue 2027-04-27 12:00 BST   p1 mentor       session_declined      sent
Tue 2027-05-04 10:00 BST   > p1 coordinator: moved starts=2027-05-25T14:00:00+01:00[Europe/London]
Tue 2027-05-04 11:00 CEST  p1 mentee       invitation            sent  REQUEST 1, session Tue 2027-05-25 15:00 CEST
Tue 2027-05-04 10:00 BST   p1 mentor       invitation            sent  REQUEST 1, session Tue 2027-05-25 14:00 BST
Wed 2027-05-05 10:00 BST   > p1 mentee: accepted
Tue 2027-05-18 09:00 CEST  p1 mentee       preparation           sent
Tue 2027-05-18 09:00 BST   p1 mentor       preparation           sent
Mon 2027-05-24 09:00 CEST  p1 mentee       reminder              skipped  (accepted: it is in their calendar)
Mon 2027-05-24 09:00 BST   p1 mentor       reminder              sent
Wed 2027-05-26 09:00 CEST  p1 mentee       after_session         sent
Wed 2027-05-26 09:00 BST   p1 mentor       after_session         sent
Mon 2027-05-31 09:00 BST   p1 mentor       roadmap_nudge         sent
Fri 2027-06-04 09:00 CEST  p1 mentee       roadmap               sent
Tue 2027-06-08 09:00 CEST  p1 mentee       closing               sent
Tue 2027-06-08 09:00 BST   p1 mentor       closing               sent
                           = p1: session: the sheet says 2027-05-20 15:00, 2027-05-25 14:00 holds
