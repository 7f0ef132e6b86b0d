The mentee asks for their roadmap back now and then, and after the first time has had enough.

== 2027-05-18 until 2027-12-31
2027-05-25 09:00Z p1 mentor roadmap areas=[{"area": "Explaining code", "why": "You understand more than you say", "practise": "Explain your code to a colleague who does not write any"}]
2027-05-30 12:00Z p1 mentee practice_nudges yes=true
2027-07-30 12:00Z p1 mentee practice_nudges yes=false
== letters
p1 mentee practice_nudge says "Explain your code to a colleague who does not write any"
--------
Tue 2027-05-18 01:00 BST   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Tue 2027-05-18 08:00 CEST  p1 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 16:00 CEST
Tue 2027-05-18 08:00 CEST  p1 mentee       preparation           sent
Tue 2027-05-18 08:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Tue 2027-05-18 08:00 BST   p1 mentor       preparation           sent
Wed 2027-05-19 09:00 CEST  p1 mentee       reminder              sent
Wed 2027-05-19 09:00 BST   p1 mentor       reminder              sent
Fri 2027-05-21 09:00 CEST  p1 mentee       after_session         sent
Fri 2027-05-21 09:00 BST   p1 mentor       after_session         sent
Mon 2027-05-24 09:00 BST   p1 mentor       roadmap_nudge         sent
Tue 2027-05-25 10:00 BST   > p1 mentor: roadmap areas=[{"area":"Explaining code","practise":"Explain your code to a colleague who does not write any","why":"You understand more than you say"}]
Tue 2027-05-25 12:00 CEST  p1 mentee       roadmap               sent
Tue 2027-05-25 11:00 BST   p1 mentor       roadmap               sent
Sun 2027-05-30 13:00 BST   > p1 mentee: practice_nudges yes=true
Thu 2027-06-03 09:00 CEST  p1 mentee       closing               sent
Thu 2027-06-03 09:00 BST   p1 mentor       closing               sent
Thu 2027-06-24 09:00 CEST  p1 mentee       practice_nudge        sent
Fri 2027-07-30 13:00 BST   > p1 mentee: practice_nudges yes=false
