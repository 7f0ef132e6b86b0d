On pages: one accepts, changes their mind, and would rather speak with the coordinator first; the other stops the letters and takes it back.

== sendoff.toml
[web]
url = "https://endings.mentors.example"
== 2027-04-01 until 2027-06-10
2027-04-23 11:00Z page p1 mentee session accept
2027-04-24 11:00Z page p1 mentee session decline
2027-04-24 11:05Z page p1 mentee session accept
2027-04-26 12:00Z page p1 mentor stop letters
2027-04-26 12:01Z page p1 mentor stop undo
2027-05-14 09:30Z page p1 mentee concern concern
--------
Thu 2027-04-01 01:00 BST   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Thu 2027-04-22 09:00 CEST  p1 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 16:00 CEST
Thu 2027-04-22 09:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Fri 2027-04-23 12:00 BST   > p1 mentee: accepted
Sat 2027-04-24 12:00 BST   > p1 mentee: declined
Sat 2027-04-24 12:05 BST   > p1 mentee: accepted
Mon 2027-04-26 13:00 BST   > p1 mentor: stopped what=letters
Mon 2027-04-26 13:01 BST   > p1 mentor: resumed
Thu 2027-05-13 09:00 CEST  p1 mentee       preparation           sent
Thu 2027-05-13 09:00 BST   p1 mentor       preparation           sent
Fri 2027-05-14 10:30 BST   > p1 mentee: concern
Fri 2027-05-14 10:30 BST   ! p1: concern, about the mentee
Fri 2027-05-14 10:30 BST   p1 coordinator  note                  sent  "Maya and Jonas (Spring 2027): a person is needed"
Wed 2027-05-19 09:00 CEST  p1 mentee       reminder              skipped  (stopped: waiting for the coordinator)
Wed 2027-05-19 09:00 BST   p1 mentor       reminder              skipped  (stopped: waiting for the coordinator)
Fri 2027-05-21 09:00 CEST  p1 mentee       after_session         skipped  (stopped: waiting for the coordinator)
Fri 2027-05-21 09:00 BST   p1 mentor       after_session         skipped  (stopped: waiting for the coordinator)
Mon 2027-05-24 09:00 BST   p1 mentor       roadmap_nudge         skipped  (stopped: waiting for the coordinator)
Mon 2027-05-31 09:00 CEST  p1 mentee       roadmap               skipped  (stopped: waiting for the coordinator)
Thu 2027-06-03 09:00 CEST  p1 mentee       closing               skipped  (stopped: waiting for the coordinator)
Thu 2027-06-03 09:00 BST   p1 mentor       closing               skipped  (stopped: waiting for the coordinator)
