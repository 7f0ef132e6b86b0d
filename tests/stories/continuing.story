They carry on by themselves: the final session is taken out of the calendars, and its letters stop (rule 31).

== 2027-04-01 until 2027-08-31
2027-05-04 12:00Z p1 mentee continuing
--------
Thu 2027-04-01 01:00 BST   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Thu 2027-04-22 09:00 CEST  p1 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 16:00 CEST
Thu 2027-04-22 09:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Tue 2027-05-04 13:00 BST   > p1 mentee: continuing
Tue 2027-05-04 14:00 CEST  p1 mentee       invitation            sent  CANCEL 1, session Thu 2027-05-20 16:00 CEST
Tue 2027-05-04 13:00 BST   p1 mentor       invitation            sent  CANCEL 1, session Thu 2027-05-20 15:00 BST
Thu 2027-05-13 09:00 CEST  p1 mentee       preparation           skipped  (continuing: they carry on by themselves)
Thu 2027-05-13 09:00 BST   p1 mentor       preparation           skipped  (continuing: they carry on by themselves)
Wed 2027-05-19 09:00 CEST  p1 mentee       reminder              skipped  (continuing: they carry on by themselves)
Wed 2027-05-19 09:00 BST   p1 mentor       reminder              skipped  (continuing: they carry on by themselves)
Fri 2027-05-21 09:00 CEST  p1 mentee       after_session         skipped  (continuing: they carry on by themselves)
Fri 2027-05-21 09:00 BST   p1 mentor       after_session         skipped  (continuing: they carry on by themselves)
Mon 2027-05-24 09:00 BST   p1 mentor       roadmap_nudge         skipped  (continuing: they carry on by themselves)
Mon 2027-05-31 09:00 CEST  p1 mentee       roadmap               skipped  (continuing: they carry on by themselves)
Thu 2027-06-03 09:00 CEST  p1 mentee       closing               skipped  (continuing: they carry on by themselves)
Thu 2027-06-03 09:00 BST   p1 mentor       closing               skipped  (continuing: they carry on by themselves)
                           = p1: status: the sheet says active, continuing holds
