The mentee wants nothing at all any more: the address is left alone, the mentor's session stands, the coordinator gets a note (rule 26).

== 2027-04-01 until 2027-08-31
2027-05-03 18:00Z p1 mentee stopped what=everything
2027-05-21 15:00Z p1 mentor roadmap areas=[{"area": "Explaining code", "why": "You understand more than you say", "practise": "Explain your code to a colleague who does not write any"}]
--------
Thu 2027-04-01 01:00 BST   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Thu 2027-04-22 09:00 CEST  p1 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 16:00 CEST
Thu 2027-04-22 09:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Mon 2027-05-03 19:00 BST   > p1 mentee: stopped what=everything
Mon 2027-05-03 19:00 BST   ! p1: stopped_everything, about the mentee
Tue 2027-05-04 08:00 BST   p1 coordinator  note                  sent  "Maya and Jonas (Spring 2027): a person is needed"
Thu 2027-05-13 09:00 CEST  p1 mentee       preparation           skipped  (stopped: the reader asked for no more letters)
Thu 2027-05-13 09:00 BST   p1 mentor       preparation           sent
Wed 2027-05-19 09:00 CEST  p1 mentee       reminder              skipped  (stopped: the reader asked for no more letters)
Wed 2027-05-19 09:00 BST   p1 mentor       reminder              sent
Fri 2027-05-21 09:00 CEST  p1 mentee       after_session         skipped  (stopped: the reader asked for no more letters)
Fri 2027-05-21 09:00 BST   p1 mentor       after_session         sent
Fri 2027-05-21 16:00 BST   > p1 mentor: roadmap areas=[{"area":"Explaining code","practise":"Explain your code to a colleague who does not write any","why":"You understand more than you say"}]
Mon 2027-05-24 08:00 CEST  p1 mentee       roadmap               skipped  (stopped: the reader asked for no more letters)
Mon 2027-05-24 09:00 BST   p1 mentor       roadmap_nudge         skipped  (the roadmap has come)
Mon 2027-05-24 17:00 BST   p1 mentor       roadmap               sent
Thu 2027-06-03 09:00 CEST  p1 mentee       closing               skipped  (stopped: the reader asked for no more letters)
Thu 2027-06-03 09:00 BST   p1 mentor       closing               sent
