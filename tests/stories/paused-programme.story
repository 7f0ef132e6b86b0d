One programme is paused and the other is not.

== programmes/autumn.csv
pair,mentor_name,mentor_email,mentor_timezone,mentee_name,mentee_email,mentee_timezone,session
p2,Ines Brandt,ines@people.example,Europe/London,Tom Field,tom@people.example,Europe/London,2027-05-19 15:00
== programmes/spring.toml
name = "Spring 2027"
== 2027-05-01 until 2027-06-08
2027-05-11 10:00Z pause spring
2027-05-24 10:00Z resume spring
--------
Sat 2027-05-01 01:00 BST   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Sat 2027-05-01 01:00 BST   > p2: moved starts=2027-05-19T15:00:00+01:00[Europe/London]
Mon 2027-05-03 08:00 CEST  p1 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 16:00 CEST
Mon 2027-05-03 08:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Mon 2027-05-03 08:00 BST   p2 mentee       invitation            sent  REQUEST 0, session Wed 2027-05-19 15:00 BST
Mon 2027-05-03 08:00 BST   p2 mentor       invitation            sent  REQUEST 0, session Wed 2027-05-19 15:00 BST
Tue 2027-05-11 11:00 BST   > pause spring
Wed 2027-05-12 09:00 BST   p2 mentee       preparation           sent
Wed 2027-05-12 09:00 BST   p2 mentor       preparation           sent
Tue 2027-05-18 09:00 BST   p2 mentee       reminder              sent
Tue 2027-05-18 09:00 BST   p2 mentor       reminder              sent
Thu 2027-05-20 09:00 BST   p2 mentee       after_session         sent
Thu 2027-05-20 09:00 BST   p2 mentor       after_session         sent
Mon 2027-05-24 09:00 BST   p2 mentor       roadmap_nudge         sent
Mon 2027-05-24 11:00 BST   > resume spring
Mon 2027-05-24 12:00 CEST  p1 mentee       after_session         sent
Mon 2027-05-24 12:00 CEST  p1 mentee       preparation           lapsed  (too late)
Mon 2027-05-24 12:00 CEST  p1 mentee       reminder              lapsed  (too late)
Mon 2027-05-24 11:00 BST   p1 mentor       after_session         skipped  (superseded by a later letter)
Mon 2027-05-24 11:00 BST   p1 mentor       preparation           lapsed  (too late)
Mon 2027-05-24 11:00 BST   p1 mentor       reminder              lapsed  (too late)
Mon 2027-05-24 11:00 BST   p1 mentor       roadmap_nudge         sent
Mon 2027-05-31 09:00 CEST  p1 mentee       roadmap               sent
Mon 2027-05-31 09:00 BST   p2 mentee       roadmap               sent
Wed 2027-06-02 09:00 BST   p2 mentee       closing               sent
Wed 2027-06-02 09:00 BST   p2 mentor       closing               sent
Thu 2027-06-03 09:00 CEST  p1 mentee       closing               sent
Thu 2027-06-03 09:00 BST   p1 mentor       closing               sent
