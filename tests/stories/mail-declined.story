The mentee's calendar declines. The mentor hears it, the mentee is asked for another time, and answers that letter in words no machine can
tell: they go to the coordinator at once.

== sendoff.toml
[mailbox]
maildir = "in"
authserv_id = "mx.mentors.example"
== 2027-04-01 until 2027-05-12
2027-04-27 10:00Z mail p1 mentee DECLINED by apple
2027-04-28 08:00Z mail p1 mentee writes new_time_request "Any day in the week after would do."
== letters
p1 coordinator forwarded says "Any day in the week after would do."
--------
Thu 2027-04-01 01:00 BST   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Thu 2027-04-22 09:00 CEST  p1 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 16:00 CEST
Thu 2027-04-22 09:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Tue 2027-04-27 11:00 BST   > p1 mentee: a mail: DECLINED
Tue 2027-04-27 11:00 BST   > p1 mentee: declined
Tue 2027-04-27 12:00 CEST  p1 mentee       new_time_request      sent
Tue 2027-04-27 11:00 BST   p1 mentor       session_declined      sent
Wed 2027-04-28 09:00 BST   > p1 mentee: a mail: writes new_time_request Any day in the week after would do.
Wed 2027-04-28 09:00 BST   p1 coordinator  forwarded             sent
