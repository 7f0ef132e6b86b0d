The mentee answers an invitation in words. The coordinator has them at once, with the pair named, and nothing else follows.

== sendoff.toml
[mailbox]
maildir = "in"
authserv_id = "mx.mentors.example"
== 2027-04-01 until 2027-05-12
2027-04-23 18:00Z mail p1 mentee writes invitation "Yes. Is the room free?"
== letters
p1 coordinator forwarded says "Is the room free?"
p1 coordinator forwarded says "Maya and Jonas"
--------
Thu 2027-04-01 01:00 BST   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Thu 2027-04-22 09:00 CEST  p1 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 16:00 CEST
Thu 2027-04-22 09:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Fri 2027-04-23 19:00 BST   > p1 mentee: a mail: writes invitation Yes. Is the room free?
Fri 2027-04-23 19:00 BST   p1 coordinator  forwarded             sent
