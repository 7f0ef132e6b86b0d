Somebody is copied on a young person's letters: each of the mentee's letters goes to them too, marked, without links or a calendar part.

== programmes/spring.csv
pair,mentor_name,mentor_email,mentor_timezone,mentee_name,mentee_email,mentee_timezone,session,copy_to
p1,Maya Lindqvist,maya@people.example,Europe/London,Jonas Kemp,jonas@people.example,Europe/Berlin,2027-05-20 15:00,parent@people.example
== 2027-04-01 until 2027-07-31
2027-05-10 09:00Z p1 coordinator moved starts=2027-05-21T10:00:00+01:00
--------
Thu 2027-04-01 01:00 BST   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Thu 2027-04-22 09:00 CEST  p1 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 16:00 CEST
Thu 2027-04-22 09:00 CEST  p1 mentee (copy) invitation            sent
Thu 2027-04-22 09:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Mon 2027-05-10 10:00 BST   > p1 coordinator: moved starts=2027-05-21T10:00:00+01:00
Mon 2027-05-10 11:00 CEST  p1 mentee       invitation            sent  REQUEST 1, session Fri 2027-05-21 11:00 CEST
Mon 2027-05-10 11:00 CEST  p1 mentee (copy) invitation            sent
Mon 2027-05-10 10:00 BST   p1 mentor       invitation            sent  REQUEST 1, session Fri 2027-05-21 10:00 BST
Fri 2027-05-14 09:00 CEST  p1 mentee       preparation           sent
Fri 2027-05-14 09:00 CEST  p1 mentee (copy) preparation           sent
Fri 2027-05-14 09:00 BST   p1 mentor       preparation           sent
Thu 2027-05-20 09:00 CEST  p1 mentee       reminder              sent
Thu 2027-05-20 09:00 CEST  p1 mentee (copy) reminder              sent
Thu 2027-05-20 09:00 BST   p1 mentor       reminder              sent
Mon 2027-05-24 09:00 CEST  p1 mentee       after_session         sent
Mon 2027-05-24 09:00 CEST  p1 mentee (copy) after_session         sent
Mon 2027-05-24 09:00 BST   p1 mentor       after_session         sent
Tue 2027-05-25 09:00 BST   p1 mentor       roadmap_nudge         sent
Mon 2027-05-31 09:00 CEST  p1 mentee       roadmap               sent
Mon 2027-05-31 09:00 CEST  p1 mentee (copy) roadmap               sent
Fri 2027-06-04 09:00 CEST  p1 mentee       closing               sent
Fri 2027-06-04 09:00 CEST  p1 mentee (copy) closing               sent
Fri 2027-06-04 09:00 BST   p1 mentor       closing               sent
                           = p1: session: the sheet says 2027-05-20 15:00, 2027-05-21 10:00 holds
