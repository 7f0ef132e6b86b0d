A new programme with dates that can be read two ways waits, also where new programmes go by themselves: nobody is written to about a day that
was guessed (rule 29). Once the dates say which they mean, it goes without asking.

== programmes/spring.csv
pair,mentor_name,mentor_email,mentee_name,mentee_email,session
p1,Maya Lindqvist,maya@people.example,Jonas Kemp,jonas@people.example,20/05/2027 15:00
p2,Ines Faro,ines@people.example,Tom Ray,tom@people.example,06/05/2027 15:00
p3,Lea Moss,lea@people.example,Wim Ost,wim@people.example,2027-05-21 15:00
== 2027-04-20 until 2027-05-10
2027-04-28 10:00Z edit programmes/spring.toml add dates = "day first"
--------
Tue 2027-04-20 01:00 BST   > p3: moved starts=2027-05-21T15:00:00+01:00[Europe/London]
Tue 2027-04-20 01:00 BST   > programmes/spring.csv:2:71: error: "20/05/2027" does not begin with the year; set dates = "day first" at the top of the programme file, or write 2027-05-20
Tue 2027-04-20 01:00 BST   > programmes/spring.csv:3:61: error: "06/05/2027" may be 6 May or 5 June; set dates = "day first" or "month first" at the top of the programme file, or write it like 2027-05-28
Tue 2027-04-20 01:00 BST   ! spring: programme_held
Tue 2027-04-20 01:00 BST   ! spring: rows_set_aside
Tue 2027-04-20 01:00 BST   spring coordinator note                  sent  "Spring 2027: a person is needed"
Tue 2027-04-20 08:00 BST   spring coordinator note                  sent  "Spring 2027: a person is needed"
Wed 2027-04-28 11:00 BST   > programmes/spring.toml: and a line: dates = "day first"
Wed 2027-04-28 11:00 BST   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Wed 2027-04-28 11:00 BST   > p2: moved starts=2027-05-06T15:00:00+01:00[Europe/London]
Wed 2027-04-28 11:00 BST   p1 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Wed 2027-04-28 11:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Wed 2027-04-28 11:00 BST   p2 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-06 15:00 BST
Wed 2027-04-28 11:00 BST   p2 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-06 15:00 BST
Wed 2027-04-28 11:00 BST   p3 mentee       invitation            sent  REQUEST 0, session Fri 2027-05-21 15:00 BST
Wed 2027-04-28 11:00 BST   p3 mentor       invitation            sent  REQUEST 0, session Fri 2027-05-21 15:00 BST
Thu 2027-04-29 09:00 BST   p2 mentee       preparation           sent
Thu 2027-04-29 09:00 BST   p2 mentor       preparation           sent
Wed 2027-05-05 09:00 BST   p2 mentee       reminder              sent
Wed 2027-05-05 09:00 BST   p2 mentor       reminder              sent
Fri 2027-05-07 09:00 BST   p2 mentee       after_session         sent
Fri 2027-05-07 09:00 BST   p2 mentor       after_session         sent
