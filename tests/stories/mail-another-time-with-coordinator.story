A programme whose coordinator decides about every other time: the mentor is not asked.

== sendoff.toml
[mailbox]
maildir = "in"
authserv_id = "mx.mentors.example"
== programmes/spring.toml
[proposals]
policy = "coordinator"
== 2027-04-01 until 2027-05-12
2027-04-27 11:00Z mail p1 mentee COUNTER 20270525T130000Z
2027-04-28 11:00Z p1 mentor refused starts=2027-05-25T14:00:00+01:00
--------
Thu 2027-04-01 01:00 BST   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Thu 2027-04-22 09:00 CEST  p1 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 16:00 CEST
Thu 2027-04-22 09:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Tue 2027-04-27 12:00 BST   > p1 mentee: a mail: COUNTER 20270525T130000Z
Tue 2027-04-27 12:00 BST   > p1 mentee: proposed starts=2027-05-25T15:00:00+02:00[Europe/Berlin]
Tue 2027-04-27 12:00 BST   ! p1: new_time_waits, about the mentee
Tue 2027-04-27 12:00 BST   p1 coordinator  note                  sent  "Maya and Jonas (Spring 2027): a person is needed"
Wed 2027-04-28 12:00 BST   > p1 mentor: refused starts=2027-05-25T14:00:00+01:00
Wed 2027-04-28 13:00 CEST  p1 mentee       new_time_answer       sent
