The mentee wants no more letters about this pair: nothing more but updates of what is in the calendar, and the roadmap (rule 26).

== 2027-04-01 until 2027-08-31
2027-05-03 18:00Z p1 mentee stopped what=letters
2027-05-10 09:00Z p1 coordinator moved starts=2027-05-21T10:00:00+01:00
2027-05-21 15:00Z p1 mentor roadmap areas=[{"area": "Explaining code", "why": "You understand more than you say", "practise": "Explain your code to a colleague who does not write any"}]
--------
Thu 2027-04-01 01:00 BST   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Thu 2027-04-22 09:00 CEST  p1 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 16:00 CEST
Thu 2027-04-22 09:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Mon 2027-05-03 19:00 BST   > p1 mentee: stopped what=letters
Mon 2027-05-10 10:00 BST   > p1 coordinator: moved starts=2027-05-21T10:00:00+01:00
Mon 2027-05-10 11:00 CEST  p1 mentee       invitation            sent  REQUEST 1, session Fri 2027-05-21 11:00 CEST
Mon 2027-05-10 10:00 BST   p1 mentor       invitation            sent  REQUEST 1, session Fri 2027-05-21 10:00 BST
Fri 2027-05-14 09:00 CEST  p1 mentee       preparation           skipped  (stopped: the reader asked for no more letters)
Fri 2027-05-14 09:00 BST   p1 mentor       preparation           sent
Thu 2027-05-20 09:00 CEST  p1 mentee       reminder              skipped  (stopped: the reader asked for no more letters)
Thu 2027-05-20 09:00 BST   p1 mentor       reminder              sent
Fri 2027-05-21 16:00 BST   > p1 mentor: roadmap areas=[{"area":"Explaining code","practise":"Explain your code to a colleague who does not write any","why":"You understand more than you say"}]
Fri 2027-05-21 17:00 BST   p1 mentor       roadmap               sent
Mon 2027-05-24 08:00 CEST  p1 mentee       roadmap               sent
Mon 2027-05-24 09:00 CEST  p1 mentee       after_session         skipped  (stopped: the reader asked for no more letters)
Mon 2027-05-24 09:00 BST   p1 mentor       after_session         sent
Tue 2027-05-25 09:00 BST   p1 mentor       roadmap_nudge         skipped  (the roadmap has come)
Fri 2027-06-04 09:00 CEST  p1 mentee       closing               skipped  (stopped: the reader asked for no more letters)
Fri 2027-06-04 09:00 BST   p1 mentor       closing               sent
                           = p1: session: the sheet says 2027-05-20 15:00, 2027-05-21 10:00 holds
