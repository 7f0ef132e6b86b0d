The mentee's calendar asks for another time. The mentor is asked and answers yes: both calendars are told, and an answer to the old time,
late on its way, changes nothing.

== sendoff.toml
[mailbox]
maildir = "in"
authserv_id = "mx.mentors.example"
== 2027-04-01 until 2027-05-24
2027-04-27 11:00Z mail p1 mentee COUNTER 20270525T130000Z by outlook
2027-04-28 09:30Z mail p1 mentor writes new_time_question "Yes, that works."
2027-04-29 09:30Z mail p1 mentee DECLINED by google late
== letters
p1 mentor new_time_question says "Tuesday 25 May"
--------
Thu 2027-04-01 01:00 BST   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Thu 2027-04-22 09:00 CEST  p1 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 16:00 CEST
Thu 2027-04-22 09:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Tue 2027-04-27 12:00 BST   > p1 mentee: a mail: COUNTER 20270525T130000Z
Tue 2027-04-27 12:00 BST   > p1 mentee: proposed starts=2027-05-25T15:00:00+02:00[Europe/Berlin]
Tue 2027-04-27 12:00 BST   p1 mentor       new_time_question     sent
Wed 2027-04-28 10:30 BST   > p1 mentor: a mail: writes new_time_question Yes, that works.
Wed 2027-04-28 10:30 BST   > p1 mentor: agreed starts=2027-05-25T15:00:00+02:00[Europe/Berlin]
Wed 2027-04-28 11:30 CEST  p1 mentee       invitation            sent  REQUEST 1, session Tue 2027-05-25 15:00 CEST
Wed 2027-04-28 10:30 BST   p1 mentor       invitation            sent  REQUEST 1, session Tue 2027-05-25 14:00 BST
Thu 2027-04-29 10:30 BST   > p1 mentee: a mail: DECLINED, to the first one
Tue 2027-05-18 09:00 CEST  p1 mentee       preparation           sent
Tue 2027-05-18 09:00 BST   p1 mentor       preparation           sent
                           = p1: session: the sheet says 2027-05-20 15:00, 2027-05-25 14:00 holds
