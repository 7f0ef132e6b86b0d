A programme that is new to this state writes to nobody until somebody has approved it; then what is still useful goes (rule 29).

== sendoff.toml
[guard]
new_programmes = "hold"
== 2027-04-15 until 2027-05-22
2027-04-26 10:00Z approve
--------
Thu 2027-04-15 01:00 BST   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Thu 2027-04-15 01:00 BST   ! spring: programme_held
Thu 2027-04-15 01:00 BST   spring coordinator note                  sent  "Spring 2027: a person is needed"
Mon 2027-04-26 11:00 BST   > approve
Mon 2027-04-26 12:00 CEST  p1 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 16:00 CEST
Mon 2027-04-26 11:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Thu 2027-05-13 09:00 CEST  p1 mentee       preparation           sent
Thu 2027-05-13 09:00 BST   p1 mentor       preparation           sent
Wed 2027-05-19 09:00 CEST  p1 mentee       reminder              sent
Wed 2027-05-19 09:00 BST   p1 mentor       reminder              sent
Fri 2027-05-21 09:00 CEST  p1 mentee       after_session         sent
Fri 2027-05-21 09:00 BST   p1 mentor       after_session         sent
