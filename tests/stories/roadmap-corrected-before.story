The mentor corrects the roadmap half an hour after writing it: only the corrected one goes.

== 2027-05-18 until 2027-06-20
2027-05-25 09:00Z p1 mentor roadmap areas=[{"area": "Explaning code"}]
2027-05-25 09:30Z p1 mentor roadmap areas=[{"area": "Explaining code"}]
== letters
p1 mentee roadmap says "Explaining code"
p1 mentee roadmap never says "Explaning"
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
Tue 2027-05-25 10:00 BST   > p1 mentor: roadmap areas=[{"area":"Explaning code"}]
Tue 2027-05-25 10:30 BST   > p1 mentor: roadmap areas=[{"area":"Explaining code"}]
Tue 2027-05-25 12:30 CEST  p1 mentee       roadmap               sent
Tue 2027-05-25 11:30 BST   p1 mentor       roadmap               sent
Thu 2027-06-03 09:00 CEST  p1 mentee       closing               sent
Thu 2027-06-03 09:00 BST   p1 mentor       closing               sent
