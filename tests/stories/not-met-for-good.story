"We did not meet", and nobody finds another day.

== 2027-04-01 until 2027-08-31
2027-05-21 12:00Z p1 mentee not-met
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
Fri 2027-05-21 13:00 BST   > p1 mentee: not-met
Fri 2027-05-21 13:00 BST   ! p1: not_met
Fri 2027-05-21 13:00 BST   p1 coordinator  note                  sent  "Maya and Jonas (Spring 2027): a person is needed"
Mon 2027-05-24 09:00 BST   p1 mentor       roadmap_nudge         skipped  (not met: the session did not take place)
Mon 2027-05-31 09:00 CEST  p1 mentee       roadmap               skipped  (not met: the session did not take place)
Thu 2027-06-03 09:00 CEST  p1 mentee       closing               skipped  (not met: the session did not take place)
Thu 2027-06-03 09:00 BST   p1 mentor       closing               skipped  (not met: the session did not take place)
