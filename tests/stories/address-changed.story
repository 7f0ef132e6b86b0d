The mentee's address changes without ever having failed: CANCEL to the old one, REQUEST to the new one, and the mentor's event lists
the new one (rule 12).

== 2027-04-01 until 2027-06-10
2027-04-26 10:00Z edit programmes/spring.csv "jonas@people.example" => "jonas@elsewhere.example"
--------
Thu 2027-04-01 01:00 BST   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Thu 2027-04-22 09:00 CEST  p1 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 16:00 CEST  to jonas@people.example
Thu 2027-04-22 09:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Mon 2027-04-26 11:00 BST   > programmes/spring.csv: "jonas@people.example" becomes "jonas@elsewhere.example"
Mon 2027-04-26 12:00 CEST  p1 mentee       invitation            sent  CANCEL 1, session Thu 2027-05-20 16:00 CEST  to jonas@people.example
Mon 2027-04-26 12:00 CEST  p1 mentee       invitation            sent  REQUEST 2, session Thu 2027-05-20 16:00 CEST
Mon 2027-04-26 11:00 BST   p1 mentor       invitation            sent  REQUEST 2, session Thu 2027-05-20 15:00 BST
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
