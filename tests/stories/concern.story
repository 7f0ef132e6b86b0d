The mentee would rather speak with the coordinator first: everything stops for both, the mentor is told nothing, the coordinator is told at
once. Then the coordinator lets it go on (rule 4).

== 2027-04-01 until 2027-06-15
2027-05-10 18:00Z p1 mentee concern
2027-05-17 09:00Z p1 coordinator resumed
--------
Thu 2027-04-01 01:00 BST   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Thu 2027-04-22 09:00 CEST  p1 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 16:00 CEST
Thu 2027-04-22 09:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Mon 2027-05-10 19:00 BST   > p1 mentee: concern
Mon 2027-05-10 19:00 BST   ! p1: concern, about the mentee
Mon 2027-05-10 19:00 BST   p1 coordinator  note                  sent  "Maya and Jonas (Spring 2027): a person is needed"
Thu 2027-05-13 09:00 CEST  p1 mentee       preparation           skipped  (stopped: waiting for the coordinator)
Thu 2027-05-13 09:00 BST   p1 mentor       preparation           skipped  (stopped: waiting for the coordinator)
Mon 2027-05-17 10:00 BST   > p1 coordinator: resumed
Mon 2027-05-17 11:00 CEST  p1 mentee       preparation           sent
Mon 2027-05-17 10:00 BST   p1 mentor       preparation           sent
Wed 2027-05-19 09:00 CEST  p1 mentee       reminder              sent
Wed 2027-05-19 09:00 BST   p1 mentor       reminder              sent
Fri 2027-05-21 09:00 CEST  p1 mentee       after_session         sent
Fri 2027-05-21 09:00 BST   p1 mentor       after_session         sent
Mon 2027-05-24 09:00 BST   p1 mentor       roadmap_nudge         sent
Mon 2027-05-31 09:00 CEST  p1 mentee       roadmap               sent
Thu 2027-06-03 09:00 CEST  p1 mentee       closing               sent
Thu 2027-06-03 09:00 BST   p1 mentor       closing               sent
