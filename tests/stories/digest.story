Every Monday at eight the coordinator reads how things stand, if there is anything to say: on the programme's own clock, and after two
weeks in which the daemon was off, once. Answers about staying in touch are nobody's business.

== programmes/spring.toml
digest = "0 8 * * Mon"
== 2027-03-01 until 2027-06-30
2027-04-28 10:00Z daemon off until 2027-05-13 10:00Z
2027-05-21 10:05Z p1 mentor follow_up wants=["nothing"]
2027-06-08 10:05Z p1 mentor roadmap areas=[{"area":"ask earlier"}]
--------
Mon 2027-03-01 00:00 GMT   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Thu 2027-04-22 09:00 CEST  p1 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 16:00 CEST
Thu 2027-04-22 09:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Mon 2027-04-26 08:00 BST    coordinator    digest                sent
Wed 2027-04-28 11:00 BST   > the daemon is off
Thu 2027-05-13 11:00 BST   > the daemon is on again
Thu 2027-05-13 11:00 BST    coordinator    digest                sent
Thu 2027-05-13 12:00 CEST  p1 mentee       preparation           sent
Thu 2027-05-13 11:00 BST   p1 mentor       preparation           sent
Mon 2027-05-17 08:00 BST    coordinator    digest                sent
Wed 2027-05-19 09:00 CEST  p1 mentee       reminder              sent
Wed 2027-05-19 09:00 BST   p1 mentor       reminder              sent
Fri 2027-05-21 09:00 CEST  p1 mentee       after_session         sent
Fri 2027-05-21 09:00 BST   p1 mentor       after_session         sent
Fri 2027-05-21 11:05 BST   > p1 mentor: follow_up wants=["nothing"]
Mon 2027-05-24 08:00 BST    coordinator    digest                sent
Mon 2027-05-24 09:00 BST   p1 mentor       roadmap_nudge         sent
Mon 2027-05-31 08:00 BST    coordinator    digest                sent
Mon 2027-05-31 09:00 CEST  p1 mentee       roadmap               sent
Thu 2027-06-03 09:00 CEST  p1 mentee       closing               sent
Thu 2027-06-03 09:00 BST   p1 mentor       closing               sent
Mon 2027-06-07 08:00 BST    coordinator    digest                sent
Tue 2027-06-08 11:05 BST   > p1 mentor: roadmap areas=[{"area":"ask earlier"}]
Tue 2027-06-08 13:05 CEST  p1 mentee       roadmap               sent
Tue 2027-06-08 12:05 BST   p1 mentor       roadmap               sent
Mon 2027-06-14 08:00 BST    coordinator    digest                sent
