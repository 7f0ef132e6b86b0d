The invitation comes back; the coordinator corrects the address. What was refused is due again at the new one, and the old
one, which is dead, gets no CANCEL (rule 12).

== 2027-04-01 until 2027-06-10
2027-04-20 08:00Z refuse jonas@people.example
2027-04-26 10:00Z edit programmes/spring.csv "jonas@people.example" => "jonas@elsewhere.example"
--------
Thu 2027-04-01 01:00 BST   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Tue 2027-04-20 09:00 BST   > jonas@people.example: NobodyThere
Thu 2027-04-22 08:00 BST   > p1 mentee: bounced address=jonas@people.example status=5.1.1 text=550 5.1.1 no such user
Thu 2027-04-22 08:00 BST   ! p1: address_fails, about the mentee
Thu 2027-04-22 08:00 BST   p1 coordinator  note                  sent  "Maya and Jonas (Spring 2027) : a person is needed"
Thu 2027-04-22 09:00 CEST  p1 mentee       invitation            refused  (550 5.1.1 no such user)  REQUEST 0, session Thu 2027-05-20 16:00 CEST
Mon 2027-04-26 11:00 BST   > programmes/spring.csv: "jonas@people.example" becomes "jonas@elsewhere.example"
Thu 2027-05-13 09:00 CEST  p1 mentee       preparation           skipped  (bounced: the address refuses mail)
Thu 2027-05-13 08:00 BST   p1 mentor       invitation            skipped  (bounced: the partner's address refuses mail)  REQUEST 0, session Thu 2027-05-20 15:00 BST
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
