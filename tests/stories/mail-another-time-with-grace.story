A programme that takes another time without asking, and lets sessions lie up to two weeks after its ending: both calendars are told at once.

== sendoff.toml
[mailbox]
maildir = "in"
authserv_id = "mx.mentors.example"
== programmes/spring.toml
[proposals]
policy = "accept"
grace = "2 weeks"
== 2027-04-01 until 2027-05-12
2027-04-27 11:00Z mail p1 mentee COUNTER 20270608T130000Z
--------
Thu 2027-04-01 01:00 BST   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Thu 2027-04-22 09:00 CEST  p1 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 16:00 CEST
Thu 2027-04-22 09:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Tue 2027-04-27 12:00 BST   > p1 mentee: a mail: COUNTER 20270608T130000Z
Tue 2027-04-27 12:00 BST   > p1 mentee: proposed starts=2027-06-08T15:00:00+02:00[Europe/Berlin]
Tue 2027-04-27 12:00 BST   > p1: agreed starts=2027-06-08T15:00:00+02:00[Europe/Berlin]
Tue 2027-04-27 13:00 CEST  p1 mentee       invitation            sent  REQUEST 1, session Tue 2027-06-08 15:00 CEST
Tue 2027-04-27 12:00 BST   p1 mentor       invitation            sent  REQUEST 1, session Tue 2027-06-08 14:00 BST
                           = p1: session: the sheet says 2027-05-20 15:00, 2027-06-08 14:00 holds
