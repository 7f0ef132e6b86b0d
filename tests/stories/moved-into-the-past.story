They met yesterday instead, and the coordinator writes that day into the sheet: the event that still stands ahead goes out of both
calendars, and what follows the session counts from the day it took place.

== 2027-04-20 until 2027-06-10
2027-04-23 10:00Z p1 mentee accepted
2027-05-11 09:30Z edit programmes/spring.csv "2027-05-20 15:00" => "2027-05-10 15:00"
--------
Tue 2027-04-20 01:00 BST   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Thu 2027-04-22 09:00 CEST  p1 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 16:00 CEST
Thu 2027-04-22 09:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Fri 2027-04-23 11:00 BST   > p1 mentee: accepted
Tue 2027-05-11 10:30 BST   > programmes/spring.csv: "2027-05-20 15:00" becomes "2027-05-10 15:00"
Tue 2027-05-11 10:30 BST   > p1: moved starts=2027-05-10T15:00:00+01:00[Europe/London]
Tue 2027-05-11 11:30 CEST  p1 mentee       after_session         sent
Tue 2027-05-11 11:30 CEST  p1 mentee       invitation            sent  CANCEL 1, session Thu 2027-05-20 16:00 CEST
Tue 2027-05-11 11:30 CEST  p1 mentee       preparation           lapsed  (too late)
Tue 2027-05-11 11:30 CEST  p1 mentee       reminder              lapsed  (too late)
Tue 2027-05-11 10:30 BST   p1 mentor       after_session         sent
Tue 2027-05-11 10:30 BST   p1 mentor       invitation            sent  CANCEL 1, session Thu 2027-05-20 15:00 BST
Tue 2027-05-11 10:30 BST   p1 mentor       preparation           lapsed  (too late)
Tue 2027-05-11 10:30 BST   p1 mentor       reminder              lapsed  (too late)
Tue 2027-05-11 10:30 BST   spring coordinator applied               sent  "Spring 2027: the changes are in force"
Fri 2027-05-14 09:00 BST   p1 mentor       roadmap_nudge         sent
Thu 2027-05-20 09:00 CEST  p1 mentee       roadmap               sent
Mon 2027-05-24 09:00 CEST  p1 mentee       closing               sent
Mon 2027-05-24 09:00 BST   p1 mentor       closing               sent
