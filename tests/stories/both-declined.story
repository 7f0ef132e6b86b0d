Both decline: everything stops at once, with a note (rule 4).

== 2027-04-01 until 2027-07-31
2027-04-23 10:00Z p1 mentor declined
2027-04-27 11:00Z p1 mentee declined
--------
Thu 2027-04-01 01:00 BST   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Thu 2027-04-22 09:00 CEST  p1 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 16:00 CEST
Thu 2027-04-22 09:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Fri 2027-04-23 11:00 BST   > p1 mentor: declined
Fri 2027-04-23 12:00 CEST  p1 mentee       session_declined      sent
Fri 2027-04-23 11:00 BST   p1 mentor       new_time_request      sent
Tue 2027-04-27 12:00 BST   > p1 mentee: declined
Tue 2027-04-27 12:00 BST   ! p1: both_declined
Tue 2027-04-27 12:00 BST   p1 coordinator  note                  sent  "Maya and Jonas (Spring 2027): a person is needed"
Thu 2027-05-13 09:00 CEST  p1 mentee       preparation           skipped  (declined: the session was declined)
Thu 2027-05-13 09:00 BST   p1 mentor       preparation           skipped  (declined: the session was declined)
Wed 2027-05-19 09:00 CEST  p1 mentee       reminder              skipped  (declined: the session was declined)
Wed 2027-05-19 09:00 BST   p1 mentor       reminder              skipped  (declined: the session was declined)
Fri 2027-05-21 09:00 CEST  p1 mentee       after_session         skipped  (declined: the session was declined)
Fri 2027-05-21 09:00 BST   p1 mentor       after_session         skipped  (declined: the session was declined)
Mon 2027-05-24 09:00 BST   p1 mentor       roadmap_nudge         skipped  (declined: the session was declined)
Mon 2027-05-31 09:00 CEST  p1 mentee       roadmap               skipped  (declined: the session was declined)
Thu 2027-06-03 09:00 CEST  p1 mentee       closing               skipped  (declined: the session was declined)
Thu 2027-06-03 09:00 BST   p1 mentor       closing               skipped  (declined: the session was declined)
