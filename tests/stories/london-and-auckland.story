A mentor in London and a mentee in Auckland have no common working hour. The slot nearest to both is proposed, and the letter says so (rule 15).

== programmes/spring.csv
pair,mentor_name,mentor_email,mentor_timezone,mentee_name,mentee_email,mentee_timezone
p1,Maya Lindqvist,maya@people.example,Europe/London,Aroha Ngata,aroha@people.example,Pacific/Auckland
== 2027-04-01 until 2027-06-20
2027-05-03 09:00Z p1 mentor accepted
2027-05-21 09:05Z p1 mentor follow_up wants=["catch-ups"] every="2 weeks" times=1 starter=me
2027-05-29 18:00Z p1 mentee follow_up wants=["catch-ups"] every="2 weeks" times=1 starter=me
== letters
p1 mentee invitation says "working"
--------
Tue 2027-04-27 22:00 BST   > p1: scheduled odd_hours=true starts=2027-05-26T07:30:00+01:00[Europe/London]
Wed 2027-04-28 09:00 NZST  p1 mentee       invitation            sent  REQUEST 0, session Wed 2027-05-26 18:30 NZST
Wed 2027-04-28 09:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Wed 2027-05-26 07:30 BST
Mon 2027-05-03 10:00 BST   > p1 mentor: accepted
Wed 2027-05-19 09:00 NZST  p1 mentee       preparation           sent
Wed 2027-05-19 09:00 BST   p1 mentor       preparation           sent
Fri 2027-05-21 10:05 BST   > p1 mentor: follow_up every=2 weeks starter=me times=1 wants=["catch-ups"]
Tue 2027-05-25 09:00 NZST  p1 mentee       reminder              sent
Tue 2027-05-25 09:00 BST   p1 mentor       reminder              skipped  (accepted: it is in their calendar)
Thu 2027-05-27 09:00 NZST  p1 mentee       after_session         sent
Thu 2027-05-27 09:00 BST   p1 mentor       after_session         sent
Sat 2027-05-29 19:00 BST   > p1 mentee: follow_up every=2 weeks starter=me times=1 wants=["catch-ups"]
Mon 2027-05-31 08:00 NZST  p1 mentee       agreement             sent
Mon 2027-05-31 08:00 NZST  p1 mentee       catch_up_invitation   sent  REQUEST 0, catch-up-1 Wed 2027-06-09 18:30 NZST
Mon 2027-05-31 08:00 BST   p1 mentor       agreement             sent
Mon 2027-05-31 08:00 BST   p1 mentor       catch_up_invitation   sent  REQUEST 0, catch-up-1 Wed 2027-06-09 07:30 BST
Tue 2027-06-01 09:00 BST   p1 mentor       roadmap_nudge         sent
Mon 2027-06-07 09:00 NZST  p1 mentee       roadmap               sent
Mon 2027-06-07 09:00 BST   p1 mentor       catch_up_reminder     sent
Tue 2027-06-08 09:00 NZST  p1 mentee       catch_up_reminder     sent
Wed 2027-06-09 09:00 NZST  p1 mentee       closing               skipped  (the two have an agreement)
Wed 2027-06-09 09:00 BST   p1 mentor       closing               skipped  (the two have an agreement)
Fri 2027-06-11 09:00 NZST  p1 mentee       renewal               sent
Fri 2027-06-11 09:00 BST   p1 mentor       renewal               sent
