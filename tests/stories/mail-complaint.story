The mentor marks a letter as spam, and the provider passes it on: that is a wish for no more letters, and the coordinator is told.

== sendoff.toml
[mailbox]
maildir = "in"
authserv_id = "mx.mentors.example"
== 2027-04-01 until 2027-05-21
2027-05-13 10:00Z mail p1 mentor complains preparation
--------
Thu 2027-04-01 01:00 BST   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Thu 2027-04-22 09:00 CEST  p1 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 16:00 CEST
Thu 2027-04-22 09:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Thu 2027-05-13 09:00 CEST  p1 mentee       preparation           sent
Thu 2027-05-13 09:00 BST   p1 mentor       preparation           sent
Thu 2027-05-13 11:00 BST   > p1 mentor: a mail: complains preparation
Thu 2027-05-13 11:00 BST   > p1 mentor: stopped what=letters
Thu 2027-05-13 11:00 BST   ! p1: stopped_letters, about the mentor
Thu 2027-05-13 11:00 BST   p1 coordinator  note                  sent  "Maya and Jonas (Spring 2027): a person is needed"
Wed 2027-05-19 09:00 CEST  p1 mentee       reminder              sent
Wed 2027-05-19 09:00 BST   p1 mentor       reminder              skipped  (stopped: the reader asked for no more letters)
