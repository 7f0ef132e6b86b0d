A server that writes its reports for people: the letter came back, and nobody of that name is there.

== sendoff.toml
[mailbox]
maildir = "in"
authserv_id = "mx.mentors.example"
== 2027-04-01 until 2027-05-12
2027-04-22 10:00Z mail p1 mentee returns invitation "Sorry, no mailbox here by that name."
--------
Thu 2027-04-01 01:00 BST   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Thu 2027-04-22 09:00 CEST  p1 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 16:00 CEST
Thu 2027-04-22 09:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Thu 2027-04-22 11:00 BST   > p1 mentee: a mail: returns invitation Sorry, no mailbox here by that name.
Thu 2027-04-22 11:00 BST   > p1 mentee: bounced status=5.1.1
Thu 2027-04-22 11:00 BST   ! p1: address_fails, about the mentee
Thu 2027-04-22 11:00 BST   p1 coordinator  note                  sent  "Maya and Jonas (Spring 2027): a person is needed"
