The programme's file is taken away after the invitations. Nothing happens until somebody approves; then both calendars lose the session, and
nobody gets a letter (rules 29 and 31).

== 2027-04-20 until 2027-06-10
2027-04-26 10:00Z remove programmes/spring.toml
2027-04-27 08:00Z approve
--------
Tue 2027-04-20 01:00 BST   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Thu 2027-04-22 09:00 CEST  p1 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 16:00 CEST
Thu 2027-04-22 09:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Mon 2027-04-26 11:00 BST   > programmes/spring.toml: removed
Mon 2027-04-26 11:00 BST   > spring: held: the programme's file is gone
Mon 2027-04-26 11:00 BST   ! spring: edit_held
Mon 2027-04-26 11:00 BST   spring coordinator note                  sent  "Spring 2027: a person is needed"
Tue 2027-04-27 09:00 BST   > approve
Tue 2027-04-27 09:00 BST   > p1: vanished
Tue 2027-04-27 10:00 CEST  p1 mentee       invitation            sent  CANCEL 1, session Thu 2027-05-20 16:00 CEST
Tue 2027-04-27 09:00 BST   p1 mentor       invitation            sent  CANCEL 1, session Thu 2027-05-20 15:00 BST
Tue 2027-04-27 09:00 BST   spring coordinator applied               sent  "Spring 2027: the changes are in force"
Thu 2027-05-13 09:00 CEST  p1 mentee       preparation           skipped  (withdrawn: the row is gone from the sheet)
Thu 2027-05-13 09:00 BST   p1 mentor       preparation           skipped  (withdrawn: the row is gone from the sheet)
Wed 2027-05-19 09:00 CEST  p1 mentee       reminder              skipped  (withdrawn: the row is gone from the sheet)
Wed 2027-05-19 09:00 BST   p1 mentor       reminder              skipped  (withdrawn: the row is gone from the sheet)
Fri 2027-05-21 09:00 CEST  p1 mentee       after_session         skipped  (withdrawn: the row is gone from the sheet)
Fri 2027-05-21 09:00 BST   p1 mentor       after_session         skipped  (withdrawn: the row is gone from the sheet)
Mon 2027-05-24 09:00 BST   p1 mentor       roadmap_nudge         skipped  (withdrawn: the row is gone from the sheet)
Mon 2027-05-31 09:00 CEST  p1 mentee       roadmap               skipped  (withdrawn: the row is gone from the sheet)
Thu 2027-06-03 09:00 CEST  p1 mentee       closing               skipped  (withdrawn: the row is gone from the sheet)
Thu 2027-06-03 09:00 BST   p1 mentor       closing               skipped  (withdrawn: the row is gone from the sheet)
