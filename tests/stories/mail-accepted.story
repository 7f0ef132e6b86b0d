Both accept in the calendar they use, each in its own shape, the mentee twice. A reminder is for those who did not.

== sendoff.toml
[mailbox]
maildir = "in"
authserv_id = "mx.mentors.example"
== 2027-04-01 until 2027-05-21
2027-04-23 10:00Z mail p1 mentor ACCEPTED by outlook
2027-04-24 10:00Z mail p1 mentee ACCEPTED by thunderbird
2027-04-25 10:00Z mail p1 mentee ACCEPTED by apple
--------
Thu 2027-04-01 01:00 BST   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Thu 2027-04-22 09:00 CEST  p1 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 16:00 CEST
Thu 2027-04-22 09:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Fri 2027-04-23 11:00 BST   > p1 mentor: a mail: ACCEPTED
Fri 2027-04-23 11:00 BST   > p1 mentor: accepted
Sat 2027-04-24 11:00 BST   > p1 mentee: a mail: ACCEPTED
Sat 2027-04-24 11:00 BST   > p1 mentee: accepted
Sun 2027-04-25 11:00 BST   > p1 mentee: a mail: ACCEPTED
Thu 2027-05-13 09:00 CEST  p1 mentee       preparation           sent
Thu 2027-05-13 09:00 BST   p1 mentor       preparation           sent
Wed 2027-05-19 09:00 CEST  p1 mentee       reminder              skipped  (accepted: it is in their calendar)
Wed 2027-05-19 09:00 BST   p1 mentor       reminder              skipped  (accepted: it is in their calendar)
