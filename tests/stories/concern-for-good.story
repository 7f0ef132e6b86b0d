A concern that nobody lifts: nothing more is sent to either of them.

== 2027-04-01 until 2027-08-31
2027-05-10 18:00Z p1 mentor concern
2027-05-12 09:00Z p1 mentee accepted
--------
Thu 2027-04-01 01:00 BST   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Thu 2027-04-22 09:00 CEST  p1 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 16:00 CEST
Thu 2027-04-22 09:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Mon 2027-05-10 19:00 BST   > p1 mentor: concern
Mon 2027-05-10 19:00 BST   ! p1: concern, about the mentor
Mon 2027-05-10 19:00 BST   p1 coordinator  note                  sent  "Maya and Jonas (Spring 2027): a person is needed"
Wed 2027-05-12 10:00 BST   > p1 mentee: accepted
Thu 2027-05-13 09:00 CEST  p1 mentee       preparation           skipped  (stopped: waiting for the coordinator)
Thu 2027-05-13 09:00 BST   p1 mentor       preparation           skipped  (stopped: waiting for the coordinator)
Wed 2027-05-19 09:00 CEST  p1 mentee       reminder              skipped  (stopped: waiting for the coordinator)
Wed 2027-05-19 09:00 BST   p1 mentor       reminder              skipped  (stopped: waiting for the coordinator)
Fri 2027-05-21 09:00 CEST  p1 mentee       after_session         skipped  (stopped: waiting for the coordinator)
Fri 2027-05-21 09:00 BST   p1 mentor       after_session         skipped  (stopped: waiting for the coordinator)
Mon 2027-05-24 09:00 BST   p1 mentor       roadmap_nudge         skipped  (stopped: waiting for the coordinator)
Mon 2027-05-31 09:00 CEST  p1 mentee       roadmap               skipped  (stopped: waiting for the coordinator)
Thu 2027-06-03 09:00 CEST  p1 mentee       closing               skipped  (stopped: waiting for the coordinator)
Thu 2027-06-03 09:00 BST   p1 mentor       closing               skipped  (stopped: waiting for the coordinator)
