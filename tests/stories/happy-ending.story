Both press Accept, they meet, the mentor writes a roadmap, both want to hear from each other every month, and after the last
catch-up they leave it at that.

== 2027-04-01 until 2027-12-31
2027-04-23 10:00Z p1 mentor accepted
2027-04-26 07:30Z p1 mentee accepted
2027-05-21 09:00Z p1 mentor roadmap areas=[{"area": "Explaining code", "why": "You understand more than you say", "practise": "Explain your code to a colleague who does not write any", "resources": [{"title": "A talk", "url": "https://example.org/talk"}], "by": "2027-09-30"}]
2027-05-21 09:05Z p1 mentor follow_up wants=["updates", "catch-ups"] every=month times=2 starter=me
2027-05-22 18:00Z p1 mentee follow_up wants=["catch-ups", "questions"] every=month times=3 starter=partner
2027-05-22 18:01Z p1 mentee practice_nudges yes=true
2027-06-08 12:00Z p1 mentee accepted event=catch-up-1
== letters
p1 mentor agreement says "Jonas"
--------
Thu 2027-04-01 01:00 BST   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Thu 2027-04-22 09:00 CEST  p1 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 16:00 CEST
Thu 2027-04-22 09:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Fri 2027-04-23 11:00 BST   > p1 mentor: accepted
Mon 2027-04-26 08:30 BST   > p1 mentee: accepted
Thu 2027-05-13 09:00 CEST  p1 mentee       preparation           sent
Thu 2027-05-13 09:00 BST   p1 mentor       preparation           sent
Wed 2027-05-19 09:00 CEST  p1 mentee       reminder              skipped  (accepted: it is in their calendar)
Wed 2027-05-19 09:00 BST   p1 mentor       reminder              skipped  (accepted: it is in their calendar)
Fri 2027-05-21 09:00 CEST  p1 mentee       after_session         sent
Fri 2027-05-21 09:00 BST   p1 mentor       after_session         sent
Fri 2027-05-21 10:00 BST   > p1 mentor: roadmap areas=[{"area":"Explaining code","by":"2027-09-30","practise":"Explain your code to a colleague who does not write any","resources":[{"title":"A talk","url":"https://example.org/talk"}],"why":"You understand more than you say"}]
Fri 2027-05-21 10:05 BST   > p1 mentor: follow_up every=month starter=me times=2 wants=["updates","catch-ups"]
Sat 2027-05-22 19:00 BST   > p1 mentee: follow_up every=month starter=partner times=3 wants=["catch-ups","questions"]
Sat 2027-05-22 19:01 BST   > p1 mentee: practice_nudges yes=true
Mon 2027-05-24 09:00 BST   p1 mentor       roadmap_nudge         skipped  (the roadmap has come)
Mon 2027-05-24 12:00 CEST  p1 mentee       roadmap               sent
Mon 2027-05-24 11:00 BST   p1 mentor       roadmap               sent
Tue 2027-05-25 08:00 CEST  p1 mentee       agreement             sent
Tue 2027-05-25 08:00 BST   p1 mentor       agreement             sent
Thu 2027-06-03 09:00 CEST  p1 mentee       closing               skipped  (the two have an agreement)
Thu 2027-06-03 09:00 BST   p1 mentor       closing               skipped  (the two have an agreement)
Mon 2027-06-07 09:00 CEST  p1 mentee       catch_up_invitation   sent  REQUEST 0, catch-up-1 Mon 2027-06-21 16:00 CEST
Mon 2027-06-07 09:00 BST   p1 mentor       catch_up_invitation   sent  REQUEST 0, catch-up-1 Mon 2027-06-21 15:00 BST
Tue 2027-06-08 13:00 BST   > p1 mentee: accepted event=catch-up-1
Fri 2027-06-18 09:00 CEST  p1 mentee       catch_up_reminder     sent
Fri 2027-06-18 09:00 BST   p1 mentor       catch_up_reminder     sent
Wed 2027-06-23 09:00 CEST  p1 mentee       practice_nudge        sent
Tue 2027-07-06 09:00 CEST  p1 mentee       catch_up_invitation.2 sent  REQUEST 0, catch-up-2 Tue 2027-07-20 16:00 CEST
Tue 2027-07-06 09:00 BST   p1 mentor       catch_up_invitation.2 sent  REQUEST 0, catch-up-2 Tue 2027-07-20 15:00 BST
Fri 2027-07-16 09:00 CEST  p1 mentee       catch_up_reminder.2   sent
Fri 2027-07-16 09:00 BST   p1 mentor       catch_up_reminder.2   sent
Thu 2027-07-22 09:00 CEST  p1 mentee       renewal               sent
Thu 2027-07-22 09:00 BST   p1 mentor       renewal               sent
Mon 2027-08-23 09:00 CEST  p1 mentee       practice_nudge.2      sent
