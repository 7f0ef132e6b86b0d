The invitation comes back; the coordinator corrects the address. What was refused is due again at the new one, and the old
one, which is dead, gets no CANCEL (rule 12).

== 2027-04-01 until 2027-06-10
2027-04-20 08:00Z refuse jonas@people.example
2027-04-26 10:00Z edit programmes/spring.csv "jonas@people.example" => "jonas@elsewhere.example"
--------
Thu 2027-04-01 01:00 BST   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Tue 2027-04-20 09:00 BST   > jonas@people.example: NobodyThere
Thu 2027-04-22 08:00 BST   > p1 mentee: bounced status=5.1.1
Thu 2027-04-22 08:00 BST   ! p1: address_fails, about the mentee
Thu 2027-04-22 08:00 BST   p1 coordinator  note                  sent  "Maya and Jonas (Spring 2027): a person is needed"
Thu 2027-04-22 09:00 CEST  p1 mentee       invitation            refused  (550 5.1.1 no such user)  REQUEST 0, session Thu 2027-05-20 16:00 CEST  to jonas@people.example
Thu 2027-04-22 09:00 BST   p1 mentor       invitation            skipped  (bounced: the partner's address refuses mail)  REQUEST 0, session Thu 2027-05-20 15:00 BST
Mon 2027-04-26 11:00 BST   > programmes/spring.csv: "jonas@people.example" becomes "jonas@elsewhere.example"
Mon 2027-04-26 12:00 CEST  p1 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 16:00 CEST
Mon 2027-04-26 11:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Mon 2027-04-26 11:00 BST   spring coordinator applied               sent  "Spring 2027: the changes are in force"
Thu 2027-05-13 09:00 CEST  p1 mentee       preparation           sent
Thu 2027-05-13 09:00 BST   p1 mentor       preparation           sent
Wed 2027-05-19 09:00 CEST  p1 mentee       reminder              sent
Wed 2027-05-19 09:00 BST   p1 mentor       reminder              sent
Fri 2027-05-21 09:00 CEST  p1 mentee       after_session         sent
Fri 2027-05-21 09:00 BST   p1 mentor       after_session         sent
Mon 2027-05-24 09:00 BST   p1 mentor       roadmap_nudge         sent
Mon 2027-05-31 09:00 CEST  p1 mentee       roadmap               sent
Thu 2027-06-03 09:00 CEST  p1 mentee       closing               sent
Thu 2027-06-03 09:00 BST   p1 mentor       closing               sent
