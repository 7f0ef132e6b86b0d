Everything is answered on pages: another time is asked for and agreed to, the roadmap is written, both want to stay in touch.

== sendoff.toml
[web]
url = "https://endings.mentors.example"
== 2027-04-01 until 2027-06-10
2027-04-27 11:00Z page p1 mentee session propose time=free on=2027-05-25 clock=15:00
2027-04-28 09:30Z page p1 mentor session agree
2027-05-03 10:00Z page p1 mentor session accept
2027-05-26 10:00Z page p1 mentor roadmap preview area-1="Reading code" why-1="It opens doors"
2027-05-26 10:05Z page p1 mentor roadmap send-draft
2027-05-26 10:06Z page p1 mentor follow-up want want=updates
2027-05-26 10:07Z page p1 mentor follow-up keep starter=me
2027-05-26 18:00Z page p1 mentee follow-up want want=updates want=questions
2027-05-26 18:01Z page p1 mentee follow-up keep
2027-05-28 18:00Z page p1 mentee roadmap nudges-yes
--------
Thu 2027-04-01 01:00 BST   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Thu 2027-04-22 09:00 CEST  p1 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 16:00 CEST
Thu 2027-04-22 09:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Tue 2027-04-27 12:00 BST   > p1 mentee: proposed starts=2027-05-25T15:00:00+02:00[Europe/Berlin]
Tue 2027-04-27 12:00 BST   p1 mentor       new_time_question     sent
Wed 2027-04-28 10:30 BST   > p1 mentor: agreed starts=2027-05-25T15:00:00+02:00[Europe/Berlin]
Wed 2027-04-28 11:30 CEST  p1 mentee       invitation            sent  REQUEST 1, session Tue 2027-05-25 15:00 CEST
Wed 2027-04-28 10:30 BST   p1 mentor       invitation            sent  REQUEST 1, session Tue 2027-05-25 14:00 BST
Mon 2027-05-03 11:00 BST   > p1 mentor: accepted
Tue 2027-05-18 09:00 CEST  p1 mentee       preparation           sent
Tue 2027-05-18 09:00 BST   p1 mentor       preparation           sent
Mon 2027-05-24 09:00 CEST  p1 mentee       reminder              sent
Mon 2027-05-24 09:00 BST   p1 mentor       reminder              skipped  (accepted: it is in their calendar)
Wed 2027-05-26 09:00 CEST  p1 mentee       after_session         sent
Wed 2027-05-26 09:00 BST   p1 mentor       after_session         sent
Wed 2027-05-26 11:05 BST   > p1 mentor: roadmap areas=[{"area":"Reading code","why":"It opens doors"}]
Wed 2027-05-26 11:07 BST   > p1 mentor: follow_up starter=me wants=["updates"]
Wed 2027-05-26 19:01 BST   > p1 mentee: follow_up wants=["updates","questions"]
Thu 2027-05-27 13:05 CEST  p1 mentee       roadmap               sent
Thu 2027-05-27 12:05 BST   p1 mentor       roadmap               sent
Fri 2027-05-28 08:00 CEST  p1 mentee       agreement             sent
Fri 2027-05-28 08:00 BST   p1 mentor       agreement             sent
Fri 2027-05-28 19:00 BST   > p1 mentee: practice_nudges yes=true
Mon 2027-05-31 09:00 BST   p1 mentor       roadmap_nudge         skipped  (the roadmap has come)
Tue 2027-06-08 09:00 CEST  p1 mentee       closing               skipped  (the two have an agreement)
Tue 2027-06-08 09:00 BST   p1 mentor       closing               skipped  (the two have an agreement)
                           = p1: session: the sheet says 2027-05-20 15:00, 2027-05-25 14:00 holds
