The mentee asks for another time; the mentor is asked and agrees: the event moves for both.

== 2027-04-01 until 2027-06-10
2027-04-27 11:00Z p1 mentee proposed starts=2027-05-25T14:00:00+01:00
2027-04-28 09:30Z p1 mentor agreed starts=2027-05-25T14:00:00+01:00
--------
Thu 2027-04-01 01:00 BST   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Thu 2027-04-22 09:00 CEST  p1 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 16:00 CEST
Thu 2027-04-22 09:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Tue 2027-04-27 12:00 BST   > p1 mentee: proposed starts=2027-05-25T14:00:00+01:00
Tue 2027-04-27 12:00 BST   p1 mentor       new_time_question     sent
Wed 2027-04-28 10:30 BST   > p1 mentor: agreed starts=2027-05-25T14:00:00+01:00
Wed 2027-04-28 11:30 CEST  p1 mentee       invitation            sent  REQUEST 1, session Tue 2027-05-25 15:00 CEST
Wed 2027-04-28 10:30 BST   p1 mentor       invitation            sent  REQUEST 1, session Tue 2027-05-25 14:00 BST
Tue 2027-05-18 09:00 CEST  p1 mentee       preparation           sent
Tue 2027-05-18 09:00 BST   p1 mentor       preparation           sent
Mon 2027-05-24 09:00 CEST  p1 mentee       reminder              sent
Mon 2027-05-24 09:00 BST   p1 mentor       reminder              sent
Wed 2027-05-26 09:00 CEST  p1 mentee       after_session         sent
Wed 2027-05-26 09:00 BST   p1 mentor       after_session         sent
Mon 2027-05-31 09:00 BST   p1 mentor       roadmap_nudge         sent
Fri 2027-06-04 09:00 CEST  p1 mentee       roadmap               sent
Tue 2027-06-08 09:00 CEST  p1 mentee       closing               sent
Tue 2027-06-08 09:00 BST   p1 mentor       closing               sent
                           = p1: session: the sheet says 2027-05-20 15:00, 2027-05-25 14:00 holds
