A full mailbox and a policy are no dead address: the coordinator hears of each letter that did not arrive, and everything goes on.

== sendoff.toml
[mailbox]
maildir = "in"
authserv_id = "mx.mentors.example"
== 2027-04-01 until 2027-05-20
2027-05-13 10:00Z mail p1 mentee bounces preparation 5.2.2
2027-05-13 11:00Z mail p1 mentor bounces preparation 5.7.1
--------
Thu 2027-04-01 01:00 BST   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Thu 2027-04-22 09:00 CEST  p1 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 16:00 CEST
Thu 2027-04-22 09:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Thu 2027-05-13 09:00 CEST  p1 mentee       preparation           sent
Thu 2027-05-13 09:00 BST   p1 mentor       preparation           sent
Thu 2027-05-13 11:00 BST   > p1 mentee: a mail: bounces preparation 5.2.2
Thu 2027-05-13 11:00 BST   ! p1: letter_refused, about the mentee
Thu 2027-05-13 11:00 BST   p1 coordinator  note                  sent  "Maya and Jonas (Spring 2027): a person is needed"
Thu 2027-05-13 12:00 BST   > p1 mentor: a mail: bounces preparation 5.7.1
Thu 2027-05-13 12:00 BST   ! p1: letter_refused, about the mentor
Fri 2027-05-14 08:00 BST   p1 coordinator  note                  sent  "Maya and Jonas (Spring 2027): a person is needed"
Wed 2027-05-19 09:00 CEST  p1 mentee       reminder              sent
Wed 2027-05-19 09:00 BST   p1 mentor       reminder              sent
