Nobody has the mentee's address any more. The pair stops at once with a note; three working days before the session the mentor hears
that Jonas cannot be reached (rule 4).

== 2027-04-01 until 2027-07-31
2027-05-01 08:00Z refuse jonas@people.example
--------
Thu 2027-04-01 01:00 BST   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Thu 2027-04-22 09:00 CEST  p1 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 16:00 CEST
Thu 2027-04-22 09:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Sat 2027-05-01 09:00 BST   > jonas@people.example: NobodyThere
Thu 2027-05-13 08:00 BST   > p1 mentee: bounced status=5.1.1
Thu 2027-05-13 08:00 BST   ! p1: address_fails, about the mentee
Thu 2027-05-13 08:00 BST   p1 coordinator  note                  sent  "Maya and Jonas (Spring 2027): a person is needed"
Thu 2027-05-13 09:00 CEST  p1 mentee       preparation           refused  (550 5.1.1 no such user)
Thu 2027-05-13 09:00 BST   p1 mentor       preparation           skipped  (bounced: the partner's address refuses mail)
Mon 2027-05-17 09:00 BST   p1 mentor       cannot_reach          sent
Wed 2027-05-19 09:00 CEST  p1 mentee       reminder              skipped  (bounced: the address refuses mail)
Wed 2027-05-19 09:00 BST   p1 mentor       reminder              skipped  (bounced: the partner's address refuses mail)
Fri 2027-05-21 09:00 CEST  p1 mentee       after_session         skipped  (bounced: the address refuses mail)
Fri 2027-05-21 09:00 BST   p1 mentor       after_session         skipped  (bounced: the partner's address refuses mail)
Mon 2027-05-24 09:00 BST   p1 mentor       roadmap_nudge         skipped  (bounced: the partner's address refuses mail)
Mon 2027-05-31 09:00 CEST  p1 mentee       roadmap               skipped  (bounced: the address refuses mail)
Thu 2027-06-03 09:00 CEST  p1 mentee       closing               skipped  (bounced: the address refuses mail)
Thu 2027-06-03 09:00 BST   p1 mentor       closing               skipped  (bounced: the partner's address refuses mail)
