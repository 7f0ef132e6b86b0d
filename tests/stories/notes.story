Both make private notes. The mentee asks for a copy and offers to share; the mentor does the same days later, and only then each has the
other's, on a day without another letter (rules 3 and 25).

== 2027-04-01 until 2027-05-23
2027-05-13 18:30Z p1 mentee reflection notes={"reached": "half way"} share=true
2027-05-13 18:31Z p1 mentee reflection_copy
2027-05-19 16:00Z p1 mentor reflection notes={"good": "we laughed"} share=true
--------
Thu 2027-04-01 01:00 BST   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Thu 2027-04-22 09:00 CEST  p1 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 16:00 CEST
Thu 2027-04-22 09:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Thu 2027-05-13 09:00 CEST  p1 mentee       preparation           sent
Thu 2027-05-13 09:00 BST   p1 mentor       preparation           sent
Thu 2027-05-13 19:30 BST   > p1 mentee: reflection notes={"reached":"half way"} share=true
Thu 2027-05-13 19:31 BST   > p1 mentee: reflection_copy
Fri 2027-05-14 08:00 CEST  p1 mentee       reflection_copy.2     sent
Wed 2027-05-19 09:00 CEST  p1 mentee       reminder              sent
Wed 2027-05-19 09:00 BST   p1 mentor       reminder              sent
Wed 2027-05-19 17:00 BST   > p1 mentor: reflection notes={"good":"we laughed"} share=true
Wed 2027-05-19 17:00 BST   p1 mentor       reflection_copy       sent
Thu 2027-05-20 08:00 CEST  p1 mentee       reflection_copy       sent
Fri 2027-05-21 09:00 CEST  p1 mentee       after_session         sent
Fri 2027-05-21 09:00 BST   p1 mentor       after_session         sent
