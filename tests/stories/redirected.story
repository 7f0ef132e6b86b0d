Trying out with real data: everything goes to one address, with the real reader in the subject, and nobody else can be reached by it,
not even by an answer (rule 8).

== sendoff.toml
redirect_all_to = "me@home.example"
== programmes/spring.csv
pair,mentor_name,mentor_called,mentor_email,mentor_timezone,mentee_name,mentee_called,mentee_email,mentee_timezone,session,copy_to
p1,Maya Lindqvist,Maya,maya@people.example,Europe/London,Jonas Kemp,Jonas,jonas@people.example,Europe/Berlin,2027-05-20 15:00,parent@people.example
== 2027-05-01 until 2027-06-10
2027-05-04 10:00Z edit programmes/spring.csv "jonas@people.example" => "jonas@elsewhere.example"
2027-05-06 10:00Z edit programmes/spring.csv "2027-05-20 15:00" => "2027-05-21 15:00"
== letters
p1 mentor preparation says "[test for Maya] "
p1 mentor preparation says "This is a test. The real letter would go to Maya."
- coordinator applied says "[test for Ada Park] "
--------
Sat 2027-05-01 01:00 BST   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Mon 2027-05-03 08:00 CEST  p1 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 16:00 CEST  to jonas@people.example
Mon 2027-05-03 08:00 CEST  p1 mentee (copy) invitation            sent
Mon 2027-05-03 08:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Tue 2027-05-04 11:00 BST   > programmes/spring.csv: "jonas@people.example" becomes "jonas@elsewhere.example"
Tue 2027-05-04 12:00 CEST  p1 mentee       invitation            sent  CANCEL 1, session Thu 2027-05-20 16:00 CEST  to jonas@people.example
Tue 2027-05-04 12:00 CEST  p1 mentee       invitation            sent  REQUEST 2, session Thu 2027-05-20 16:00 CEST
Tue 2027-05-04 12:00 CEST  p1 mentee (copy) invitation            sent
Tue 2027-05-04 12:00 CEST  p1 mentee (copy) invitation            sent
Tue 2027-05-04 11:00 BST   p1 mentor       invitation            sent  REQUEST 2, session Thu 2027-05-20 15:00 BST
Tue 2027-05-04 11:00 BST   spring coordinator applied               sent  "[test for Ada Park] Spring 2027: the changes are in force"
Thu 2027-05-06 11:00 BST   > programmes/spring.csv: "2027-05-20 15:00" becomes "2027-05-21 15:00"
Thu 2027-05-06 11:00 BST   > p1: moved starts=2027-05-21T15:00:00+01:00[Europe/London]
Thu 2027-05-06 12:00 CEST  p1 mentee       invitation            sent  REQUEST 3, session Fri 2027-05-21 16:00 CEST
Thu 2027-05-06 12:00 CEST  p1 mentee (copy) invitation            sent
Thu 2027-05-06 11:00 BST   p1 mentor       invitation            sent  REQUEST 3, session Fri 2027-05-21 15:00 BST
Thu 2027-05-06 11:00 BST   spring coordinator applied               sent  "[test for Ada Park] Spring 2027: the changes are in force"
Fri 2027-05-14 09:00 CEST  p1 mentee       preparation           sent
Fri 2027-05-14 09:00 CEST  p1 mentee (copy) preparation           sent
Fri 2027-05-14 09:00 BST   p1 mentor       preparation           sent
Thu 2027-05-20 09:00 CEST  p1 mentee       reminder              sent
Thu 2027-05-20 09:00 CEST  p1 mentee (copy) reminder              sent
Thu 2027-05-20 09:00 BST   p1 mentor       reminder              sent
Mon 2027-05-24 09:00 CEST  p1 mentee       after_session         sent
Mon 2027-05-24 09:00 CEST  p1 mentee (copy) after_session         sent
Mon 2027-05-24 09:00 BST   p1 mentor       after_session         sent
Tue 2027-05-25 09:00 BST   p1 mentor       roadmap_nudge         sent
Mon 2027-05-31 09:00 CEST  p1 mentee       roadmap               sent
Mon 2027-05-31 09:00 CEST  p1 mentee (copy) roadmap               sent
Fri 2027-06-04 09:00 CEST  p1 mentee       closing               sent
Fri 2027-06-04 09:00 CEST  p1 mentee (copy) closing               sent
Fri 2027-06-04 09:00 BST   p1 mentor       closing               sent
