The mentee's server says first that it will try again, which is no failure, then that nobody has the address. Letters to it stop, the
coordinator hears it once, and three working days before the session the mentor hears that Jonas cannot be reached. Then the address in the
sheet is corrected: the invitation goes to the new one.

== sendoff.toml
[mailbox]
maildir = "in"
authserv_id = "mx.mentors.example"
== 2027-04-01 until 2027-05-20
2027-05-13 10:00Z mail p1 mentee bounces preparation 4.4.1
2027-05-14 10:00Z mail p1 mentee bounces preparation 5.1.1
2027-05-14 11:00Z mail p1 mentee bounces invitation 5.1.1
2027-05-18 11:00Z edit programmes/spring.csv "jonas@people.example" => "jonas.kemp@people.example"
--------
Thu 2027-04-01 01:00 BST   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Thu 2027-04-22 09:00 CEST  p1 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 16:00 CEST  to jonas@people.example
Thu 2027-04-22 09:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Thu 2027-05-13 09:00 CEST  p1 mentee       preparation           sent  to jonas@people.example
Thu 2027-05-13 09:00 BST   p1 mentor       preparation           sent
Thu 2027-05-13 11:00 BST   > p1 mentee: a mail: bounces preparation 4.4.1
Fri 2027-05-14 11:00 BST   > p1 mentee: a mail: bounces preparation 5.1.1
Fri 2027-05-14 11:00 BST   > p1 mentee: bounced status=5.1.1
Fri 2027-05-14 11:00 BST   ! p1: address_fails, about the mentee
Fri 2027-05-14 11:00 BST   p1 coordinator  note                  sent  "Maya and Jonas (Spring 2027): a person is needed"
Fri 2027-05-14 12:00 BST   > p1 mentee: a mail: bounces invitation 5.1.1
Mon 2027-05-17 09:00 BST   p1 mentor       cannot_reach          sent
Tue 2027-05-18 12:00 BST   > programmes/spring.csv: "jonas@people.example" becomes "jonas.kemp@people.example"
Tue 2027-05-18 13:00 CEST  p1 mentee       invitation            sent  REQUEST 1, session Thu 2027-05-20 16:00 CEST
Tue 2027-05-18 13:00 CEST  p1 mentee       preparation           sent
Tue 2027-05-18 12:00 BST   p1 mentor       invitation            sent  REQUEST 1, session Thu 2027-05-20 15:00 BST
Tue 2027-05-18 12:00 BST   spring coordinator applied               sent  "Spring 2027: the changes are in force"
Wed 2027-05-19 09:00 CEST  p1 mentee       reminder              sent
Wed 2027-05-19 09:00 BST   p1 mentor       reminder              sent
