A backup is put in the place of the state the day before the last session. Nothing goes until a person has looked; then what is still
useful does, once (rule 33).

== 2027-05-01 until 2027-05-26
2027-05-17 10:00Z backup
2027-05-18 10:00Z restore
2027-05-19 10:00Z approve
--------
Sat 2027-05-01 01:00 BST   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Mon 2027-05-03 08:00 CEST  p1 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 16:00 CEST
Mon 2027-05-03 08:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Thu 2027-05-13 09:00 CEST  p1 mentee       preparation           sent
Thu 2027-05-13 09:00 BST   p1 mentor       preparation           sent
Mon 2027-05-17 11:00 BST   > the state is backed up
Tue 2027-05-18 11:00 BST   > the backup is restored
Wed 2027-05-19 11:00 BST   > approve
Wed 2027-05-19 12:00 CEST  p1 mentee       reminder              sent
Wed 2027-05-19 11:00 BST   p1 mentor       reminder              sent
Fri 2027-05-21 09:00 CEST  p1 mentee       after_session         sent
Fri 2027-05-21 09:00 BST   p1 mentor       after_session         sent
Mon 2027-05-24 09:00 BST   p1 mentor       roadmap_nudge         sent
