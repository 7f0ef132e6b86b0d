The mail server is down for three days. The letters wait, the last of them goes when it is up again, in the reader's daytime; a person is told.

== 2027-04-20 until 2027-06-10
2027-05-12 20:00Z server down until 2027-05-15 20:00Z
--------
Tue 2027-04-20 01:00 BST   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Thu 2027-04-22 09:00 CEST  p1 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 16:00 CEST
Thu 2027-04-22 09:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Wed 2027-05-12 21:00 BST   > the server is down
Thu 2027-05-13 08:52 BST   ! spring: sending_fails
Sat 2027-05-15 21:00 BST   > the server is up again
Sat 2027-05-15 21:03 BST   spring coordinator note                  sent  "Spring 2027: a person is needed"  [written Thu 2027-05-13 09:00]
Mon 2027-05-17 08:00 CEST  p1 mentee       preparation           sent  [written Thu 2027-05-13 09:00]
Mon 2027-05-17 08:00 BST   p1 mentor       preparation           sent  [written Thu 2027-05-13 09:00]
Wed 2027-05-19 09:00 CEST  p1 mentee       reminder              sent
Wed 2027-05-19 09:00 BST   p1 mentor       reminder              sent
Fri 2027-05-21 09:00 CEST  p1 mentee       after_session         sent
Fri 2027-05-21 09:00 BST   p1 mentor       after_session         sent
Mon 2027-05-24 09:00 BST   p1 mentor       roadmap_nudge         sent
Mon 2027-05-31 09:00 CEST  p1 mentee       roadmap               sent
Thu 2027-06-03 09:00 CEST  p1 mentee       closing               sent
Thu 2027-06-03 09:00 BST   p1 mentor       closing               sent
