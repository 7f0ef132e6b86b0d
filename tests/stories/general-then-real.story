No roadmap comes, so the general one goes to the mentee alone; three weeks later the mentor writes one, and it goes to both (rule 32).

== 2027-05-01 until 2027-10-31
2027-06-21 10:05Z p1 mentor roadmap areas=[{"area": "Explaining code", "why": "You understand more than you say", "practise": "Explain your code to a colleague who does not write any"}]
--------
Sat 2027-05-01 01:00 BST   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Mon 2027-05-03 08:00 CEST  p1 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 16:00 CEST
Mon 2027-05-03 08:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
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
Mon 2027-06-21 11:05 BST   > p1 mentor: roadmap areas=[{"area":"Explaining code","practise":"Explain your code to a colleague who does not write any","why":"You understand more than you say"}]
Mon 2027-06-21 13:05 CEST  p1 mentee       roadmap               sent
Mon 2027-06-21 12:05 BST   p1 mentor       roadmap               sent
