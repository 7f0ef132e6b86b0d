Answers that are not counted: a stranger in the mentee's place, somebody who was never asked, and the mentor's own name on a mail that the
receiving server found forged. The coordinator is told of each, once.

== sendoff.toml
[mailbox]
maildir = "in"
authserv_id = "mx.mentors.example"
== 2027-04-01 until 2027-05-12
2027-04-23 10:00Z mail p1 mentee ACCEPTED from maya@people.example
2027-04-24 10:00Z mail p1 mentee ACCEPTED for zoe@people.example from zoe@people.example
2027-04-24 11:00Z mail p1 mentee DECLINED for zoe@people.example from zoe@people.example
2027-04-25 10:00Z mail p1 mentor DECLINED forged
2027-04-26 10:00Z mail p1 mentor writes invitation "Please cancel everything" forged
== letters
p1 coordinator forwarded says "Please ask before you act on it"
--------
Thu 2027-04-01 01:00 BST   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Thu 2027-04-22 09:00 CEST  p1 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 16:00 CEST
Thu 2027-04-22 09:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Fri 2027-04-23 11:00 BST   > p1 mentee: a mail: ACCEPTED, from maya@people.example
Fri 2027-04-23 11:00 BST   ! p1: stranger_answered
Fri 2027-04-23 11:00 BST   p1 coordinator  note                  sent  "Maya and Jonas (Spring 2027): a person is needed"
Sat 2027-04-24 11:00 BST   > p1 mentee: a mail: ACCEPTED, from zoe@people.example, for zoe@people.example
Sat 2027-04-24 11:00 BST   ! p1: stranger_answered
Sat 2027-04-24 12:00 BST   > p1 mentee: a mail: DECLINED, from zoe@people.example, for zoe@people.example
Sun 2027-04-25 11:00 BST   > p1 mentor: a mail: DECLINED, forged
Sun 2027-04-25 11:00 BST   ! p1: stranger_answered
Mon 2027-04-26 08:00 BST   p1 p1 coordinator note                  sent  "2 things need a person"
Mon 2027-04-26 11:00 BST   > p1 mentor: a mail: writes invitation Please cancel everything, forged
Mon 2027-04-26 11:00 BST   p1 coordinator  forwarded             sent
