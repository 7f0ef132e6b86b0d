"We did not meet" stops everything with a note; later they find another day, and it goes on from there.

== 2027-04-01 until 2027-08-31
2027-05-21 12:00Z p1 mentor not-met
2027-05-26 12:00Z p1 coordinator moved starts=2027-06-03T15:00:00+01:00
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
Fri 2027-05-21 13:00 BST   > p1 mentor: not-met
Fri 2027-05-21 13:00 BST   ! p1: not_met
Fri 2027-05-21 13:00 BST   p1 coordinator  note                  sent  "Maya and Jonas (Spring 2027): a person is needed"
Mon 2027-05-24 09:00 BST   p1 mentor       roadmap_nudge         skipped  (not met: the session did not take place)
Wed 2027-05-26 13:00 BST   > p1 coordinator: moved starts=2027-06-03T15:00:00+01:00
Wed 2027-05-26 14:00 CEST  p1 mentee       invitation            sent  REQUEST 1, session Thu 2027-06-03 16:00 CEST
Wed 2027-05-26 13:00 BST   p1 mentor       invitation            sent  REQUEST 1, session Thu 2027-06-03 15:00 BST
Wed 2027-06-02 09:00 CEST  p1 mentee       reminder              sent
Wed 2027-06-02 09:00 BST   p1 mentor       reminder              sent
Fri 2027-06-04 09:00 CEST  p1 mentee       after_session         sent
Fri 2027-06-04 09:00 BST   p1 mentor       after_session         sent
Mon 2027-06-07 09:00 BST   p1 mentor       roadmap_nudge         sent
Mon 2027-06-14 09:00 CEST  p1 mentee       roadmap               sent
Thu 2027-06-17 09:00 CEST  p1 mentee       closing               sent
Thu 2027-06-17 09:00 BST   p1 mentor       closing               sent
                           = p1: session: the sheet says 2027-05-20 15:00, 2027-06-03 15:00 holds
