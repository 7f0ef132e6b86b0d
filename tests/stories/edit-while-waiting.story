The preparation letters wait for a server that is down when the session moves in the sheet. What waits is put aside with the edit itself, not
when the server is back, and the new time goes out first (rule 1).

== programmes/spring.csv
pair,mentor_name,mentor_email,mentor_timezone,mentee_name,mentee_email,mentee_timezone,session
p1,Maya Lindqvist,maya@people.example,Europe/London,Jonas Kemp,jonas@people.example,Europe/Berlin,2027-05-20 15:00
== 2027-04-20 until 2027-06-15
2027-05-12 20:00Z server down until 2027-05-14 12:00Z
2027-05-13 15:00Z edit programmes/spring.csv "2027-05-20" => "2027-05-27"
--------
Tue 2027-04-20 01:00 BST   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Thu 2027-04-22 09:00 CEST  p1 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 16:00 CEST
Thu 2027-04-22 09:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Wed 2027-05-12 21:00 BST   > the server is down
Thu 2027-05-13 08:52 BST   ! spring: sending_fails
Thu 2027-05-13 16:00 BST   > programmes/spring.csv: "2027-05-20" becomes "2027-05-27"
Thu 2027-05-13 16:00 BST   > p1: moved starts=2027-05-27T15:00:00+01:00[Europe/London]
Thu 2027-05-13 17:00 CEST  p1 mentee       preparation           skipped  (superseded)  [written Thu 2027-05-13 09:00]
Thu 2027-05-13 16:00 BST   p1 mentor       preparation           skipped  (superseded)  [written Thu 2027-05-13 09:00]
Fri 2027-05-14 13:00 BST   > the server is up again
Fri 2027-05-14 14:00 CEST  p1 mentee       invitation            sent  REQUEST 1, session Thu 2027-05-27 16:00 CEST  [written Thu 2027-05-13 17:00]
Fri 2027-05-14 13:00 BST   p1 mentor       invitation            sent  REQUEST 1, session Thu 2027-05-27 15:00 BST  [written Thu 2027-05-13 16:00]
Fri 2027-05-14 13:00 BST   spring coordinator applied               sent  "Spring 2027: the changes are in force"  [written Thu 2027-05-13 16:00]
Fri 2027-05-14 13:01 BST   spring coordinator note                  sent  "Spring 2027: a person is needed"  [written Thu 2027-05-13 09:00]
Thu 2027-05-20 09:00 CEST  p1 mentee       preparation           sent
Thu 2027-05-20 09:00 BST   p1 mentor       preparation           sent
Wed 2027-05-26 09:00 CEST  p1 mentee       reminder              sent
Wed 2027-05-26 09:00 BST   p1 mentor       reminder              sent
Fri 2027-05-28 09:00 CEST  p1 mentee       after_session         sent
Fri 2027-05-28 09:00 BST   p1 mentor       after_session         sent
Mon 2027-05-31 09:00 BST   p1 mentor       roadmap_nudge         sent
Mon 2027-06-07 09:00 CEST  p1 mentee       roadmap               sent
Thu 2027-06-10 09:00 CEST  p1 mentee       closing               sent
Thu 2027-06-10 09:00 BST   p1 mentor       closing               sent
