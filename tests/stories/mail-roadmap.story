The mentor answers the letter after the session with the roadmap in two lines, gets it back as a draft, changes it, and says yes to the
second. Nobody else sees a line before that.

== sendoff.toml
[mailbox]
maildir = "in"
authserv_id = "mx.mentors.example"
== 2027-05-18 until 2027-05-27
2027-05-21 10:00Z mail p1 mentor writes after_session "Hi,\n\n- Explaining code: one change a week\n- Reviews\n\nBest,\nMaya"
2027-05-21 11:00Z mail p1 mentor writes roadmap_draft "- Explaining code: one change a week, to somebody who writes none"
2027-05-21 12:00Z mail p1 mentor writes roadmap_draft "yes"
== letters
p1 mentee roadmap says "to somebody who writes none"
p1 mentee roadmap never says "Reviews"
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
Fri 2027-05-21 11:00 BST   > p1 mentor: a mail: writes after_session Hi, /  / - Explaining code: one change a week / - Reviews /  / Best, / Maya
Fri 2027-05-21 11:00 BST   p1 mentor       roadmap_draft         sent
Fri 2027-05-21 12:00 BST   > p1 mentor: a mail: writes roadmap_draft - Explaining code: one change a week, to somebody who writes none
Fri 2027-05-21 12:00 BST   p1 mentor       roadmap_draft.2       sent
Fri 2027-05-21 13:00 BST   > p1 mentor: a mail: writes roadmap_draft yes
Fri 2027-05-21 13:00 BST   > p1 mentor: roadmap areas=[{"area":"Explaining code","practise":"one change a week, to somebody who writes none"}]
Mon 2027-05-24 09:00 BST   p1 mentor       roadmap_nudge         skipped  (the roadmap has come)
Mon 2027-05-24 15:00 CEST  p1 mentee       roadmap               sent
Mon 2027-05-24 14:00 BST   p1 mentor       roadmap               sent
