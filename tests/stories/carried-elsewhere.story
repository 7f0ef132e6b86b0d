The state is carried to another machine while nobody knows whether the first one still runs. There it sends nothing at all, also not to
the coordinator; edits are read, and wait as everything does (rule 33).

== 2027-05-01 until 2027-05-26
2027-05-14 10:00Z elsewhere
2027-05-17 10:00Z edit programmes/spring.csv "2027-05-20 15:00" => "2027-05-18 11:00"
--------
Sat 2027-05-01 01:00 BST   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Mon 2027-05-03 08:00 CEST  p1 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 16:00 CEST
Mon 2027-05-03 08:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Thu 2027-05-13 09:00 CEST  p1 mentee       preparation           sent
Thu 2027-05-13 09:00 BST   p1 mentor       preparation           sent
Fri 2027-05-14 11:00 BST   > the state is carried to another machine
Mon 2027-05-17 11:00 BST   > programmes/spring.csv: "2027-05-20 15:00" becomes "2027-05-18 11:00"
Mon 2027-05-17 11:00 BST   > p1: moved starts=2027-05-18T11:00:00+01:00[Europe/London]
