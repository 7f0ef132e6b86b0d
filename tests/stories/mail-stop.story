The mentee's mail program sends the mail that List-Unsubscribe names. What the calendar shows stays; no letter comes any more.

== sendoff.toml
[mailbox]
maildir = "in"
authserv_id = "mx.mentors.example"
== 2027-04-01 until 2027-05-21
2027-05-13 10:00Z mail p1 mentee stops preparation
--------
Thu 2027-04-01 01:00 BST   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Thu 2027-04-22 09:00 CEST  p1 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 16:00 CEST
Thu 2027-04-22 09:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Thu 2027-05-13 09:00 CEST  p1 mentee       preparation           sent
Thu 2027-05-13 09:00 BST   p1 mentor       preparation           sent
Thu 2027-05-13 11:00 BST   > p1 mentee: a mail: stops preparation
Thu 2027-05-13 11:00 BST   > p1 mentee: stopped what=letters
Wed 2027-05-19 09:00 CEST  p1 mentee       reminder              skipped  (stopped: the reader asked for no more letters)
Wed 2027-05-19 09:00 BST   p1 mentor       reminder              sent
