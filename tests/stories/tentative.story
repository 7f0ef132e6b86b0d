"Perhaps" is an answer (rule 4), but the session is not in the calendar for sure: who said it is still reminded.

== 2027-04-01 until 2027-05-21
2027-04-23 10:00Z p1 mentor tentative
2027-04-23 10:01Z p1 mentee accepted
--------
Thu 2027-04-01 01:00 BST   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Thu 2027-04-22 09:00 CEST  p1 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 16:00 CEST
Thu 2027-04-22 09:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Fri 2027-04-23 11:00 BST   > p1 mentor: tentative
Fri 2027-04-23 11:01 BST   > p1 mentee: accepted
Thu 2027-05-13 09:00 CEST  p1 mentee       preparation           sent
Thu 2027-05-13 09:00 BST   p1 mentor       preparation           sent
Wed 2027-05-19 09:00 CEST  p1 mentee       reminder              skipped  (accepted: it is in their calendar)
Wed 2027-05-19 09:00 BST   p1 mentor       reminder              sent
