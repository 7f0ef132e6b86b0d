Letters at half past one on the day the clocks change. In spring that time does not exist and they go an hour later; in autumn it
happens twice and they go the first time (rule 17).

== programmes/autumn.toml
ends = 2027-11-12
name = "Autumn 2027"
[steps]
preparation = "7 days before session at 01:30"
[sending]
hours = "00:00-18:00"
days  = "Mon-Sun"
== programmes/autumn.csv
pair,mentor_name,mentor_email,mentor_timezone,mentee_name,mentee_email,mentee_timezone,session
a1,Ines Brandt,ines@people.example,Europe/London,Tom Field,tom@people.example,Europe/Berlin,2027-11-07 15:00
== programmes/spring.toml
ends = 2027-04-09
[steps]
preparation = "7 days before session at 01:30"
[sending]
hours = "00:00-18:00"
days  = "Mon-Sun"
== programmes/spring.csv
pair,mentor_name,mentor_email,mentor_timezone,mentee_name,mentee_email,mentee_timezone,session
s1,Maya Lindqvist,maya@people.example,Europe/London,Jonas Kemp,jonas@people.example,Europe/Berlin,2027-04-04 15:00
== 2027-03-01 until 2027-11-08
--------
Mon 2027-03-01 00:00 GMT   > a1: moved starts=2027-11-07T15:00:00+00:00[Europe/London]
Mon 2027-03-01 00:00 GMT   > s1: moved starts=2027-04-04T15:00:00+01:00[Europe/London]
Sun 2027-03-07 09:00 CET   s1 mentee       invitation            sent  REQUEST 0, session Sun 2027-04-04 16:00 CEST
Sun 2027-03-07 09:00 GMT   s1 mentor       invitation            sent  REQUEST 0, session Sun 2027-04-04 15:00 BST
Sun 2027-03-28 01:30 CET   s1 mentee       preparation           sent
Sun 2027-03-28 02:30 BST   s1 mentor       preparation           sent
Sat 2027-04-03 09:00 CEST  s1 mentee       reminder              sent
Sat 2027-04-03 09:00 BST   s1 mentor       reminder              sent
Mon 2027-04-05 09:00 CEST  s1 mentee       after_session         sent
Mon 2027-04-05 09:00 BST   s1 mentor       after_session         sent
Thu 2027-04-08 09:00 BST   s1 mentor       roadmap_nudge         sent
Wed 2027-04-14 09:00 CEST  s1 mentee       roadmap               sent
Sun 2027-04-18 09:00 CEST  s1 mentee       closing               sent
Sun 2027-04-18 09:00 BST   s1 mentor       closing               sent
Sun 2027-10-10 09:00 CEST  a1 mentee       invitation            sent  REQUEST 0, session Sun 2027-11-07 16:00 CET
Sun 2027-10-10 09:00 BST   a1 mentor       invitation            sent  REQUEST 0, session Sun 2027-11-07 15:00 GMT
Sun 2027-10-31 01:30 CEST  a1 mentee       preparation           sent
Sun 2027-10-31 01:30 BST   a1 mentor       preparation           sent
Sat 2027-11-06 09:00 CET   a1 mentee       reminder              sent
Sat 2027-11-06 09:00 GMT   a1 mentor       reminder              sent
