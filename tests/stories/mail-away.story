Both are away, and machines say so, one of them in answer to the very letter that asks for a roadmap. Nothing follows, and nobody is
answered.

== sendoff.toml
[mailbox]
maildir = "in"
authserv_id = "mx.mentors.example"
== 2027-04-01 until 2027-05-24
2027-04-22 09:00Z mail p1 mentor away invitation
2027-05-13 09:00Z mail p1 mentee away preparation
2027-05-21 09:00Z mail p1 mentor away after_session
--------
Thu 2027-04-01 01:00 BST   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Thu 2027-04-22 09:00 CEST  p1 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 16:00 CEST
Thu 2027-04-22 09:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Thu 2027-04-22 10:00 BST   > p1 mentor: a mail: away invitation
Thu 2027-05-13 09:00 CEST  p1 mentee       preparation           sent
Thu 2027-05-13 09:00 BST   p1 mentor       preparation           sent
Thu 2027-05-13 10:00 BST   > p1 mentee: a mail: away preparation
Wed 2027-05-19 09:00 CEST  p1 mentee       reminder              sent
Wed 2027-05-19 09:00 BST   p1 mentor       reminder              sent
Fri 2027-05-21 09:00 CEST  p1 mentee       after_session         sent
Fri 2027-05-21 09:00 BST   p1 mentor       after_session         sent
Fri 2027-05-21 10:00 BST   > p1 mentor: a mail: away after_session
