The coordinator's own template names something that does not exist. Its letters wait, no others do, and when it is mended they go.

== templates/en/preparation.mentor.md
---
subject: Before the last session
---
Dear {{ reader.nickname }}
== 2027-05-01 until 2027-05-25
2027-05-14 10:00Z remove templates/en/preparation.mentor.md
--------
Sat 2027-05-01 01:00 BST   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Mon 2027-05-03 08:00 CEST  p1 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 16:00 CEST
Mon 2027-05-03 08:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Thu 2027-05-13 09:00 CEST  p1 mentee       preparation           sent
Thu 2027-05-13 09:00 BST   ! spring: letter_failed
Thu 2027-05-13 09:00 BST   spring coordinator note                  sent  "Spring 2027: a person is needed"
Fri 2027-05-14 11:00 BST   > templates/en/preparation.mentor.md: removed
Fri 2027-05-14 11:00 BST   p1 mentor       preparation           sent
Fri 2027-05-14 11:00 BST   spring coordinator applied               sent  "The changes are in force"
Wed 2027-05-19 09:00 CEST  p1 mentee       reminder              sent
Wed 2027-05-19 09:00 BST   p1 mentor       reminder              sent
Fri 2027-05-21 09:00 CEST  p1 mentee       after_session         sent
Fri 2027-05-21 09:00 BST   p1 mentor       after_session         sent
Mon 2027-05-24 09:00 BST   p1 mentor       roadmap_nudge         sent
