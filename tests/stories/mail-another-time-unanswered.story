Asked about another time, the mentor says nothing for a day, which is all this programme gives: the mentee hears that so far the old
time stands. A yes that comes later still counts, as the wish was never taken back.

== sendoff.toml
[mailbox]
maildir = "in"
authserv_id = "mx.mentors.example"
== programmes/spring.toml
[proposals]
answer_within = "1 working day"
== 2027-04-01 until 2027-05-12
2027-04-27 11:00Z mail p1 mentee COUNTER 20270525T130000Z
2027-04-29 11:00Z mail p1 mentor writes new_time_question "yes"
--------
Thu 2027-04-01 01:00 BST   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Thu 2027-04-22 09:00 CEST  p1 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 16:00 CEST
Thu 2027-04-22 09:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Tue 2027-04-27 12:00 BST   > p1 mentee: a mail: COUNTER 20270525T130000Z
Tue 2027-04-27 12:00 BST   > p1 mentee: proposed starts=2027-05-25T15:00:00+02:00[Europe/Berlin]
Tue 2027-04-27 12:00 BST   p1 mentor       new_time_question     sent
Wed 2027-04-28 13:00 CEST  p1 mentee       new_time_answer       sent
Thu 2027-04-29 12:00 BST   > p1 mentor: a mail: writes new_time_question yes
Thu 2027-04-29 12:00 BST   > p1 mentor: agreed starts=2027-05-25T15:00:00+02:00[Europe/Berlin]
Thu 2027-04-29 13:00 CEST  p1 mentee       invitation            sent  REQUEST 1, session Tue 2027-05-25 15:00 CEST
Thu 2027-04-29 12:00 BST   p1 mentor       invitation            sent  REQUEST 1, session Tue 2027-05-25 14:00 BST
                           = p1: session: the sheet says 2027-05-20 15:00, 2027-05-25 14:00 holds
