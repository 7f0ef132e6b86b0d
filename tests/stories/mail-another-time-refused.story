The mentee's calendar asks for another time. The mentor says no: the mentee hears it, and the old time stands. A second no says nothing new
and is read by the coordinator.

== sendoff.toml
[mailbox]
maildir = "in"
authserv_id = "mx.mentors.example"
== 2027-04-01 until 2027-05-12
2027-04-27 11:00Z mail p1 mentee COUNTER 20270525T130000Z
2027-04-28 09:30Z mail p1 mentor writes new_time_question "No, sorry"
2027-04-28 10:30Z mail p1 mentor writes new_time_question "no"
--------
Thu 2027-04-01 01:00 BST   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Thu 2027-04-22 09:00 CEST  p1 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 16:00 CEST
Thu 2027-04-22 09:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Tue 2027-04-27 12:00 BST   > p1 mentee: a mail: COUNTER 20270525T130000Z
Tue 2027-04-27 12:00 BST   > p1 mentee: proposed starts=2027-05-25T15:00:00+02:00[Europe/Berlin]
Tue 2027-04-27 12:00 BST   p1 mentor       new_time_question     sent
Wed 2027-04-28 10:30 BST   > p1 mentor: a mail: writes new_time_question No, sorry
Wed 2027-04-28 10:30 BST   > p1 mentor: refused starts=2027-05-25T15:00:00+02:00[Europe/Berlin]
Wed 2027-04-28 11:30 CEST  p1 mentee       new_time_answer       sent
Wed 2027-04-28 11:30 BST   > p1 mentor: a mail: writes new_time_question no
Wed 2027-04-28 11:30 BST   p1 coordinator  forwarded             sent
