A coordinator whose programme is in German reads German in every mail: why an edit waits, which rows are set aside, what was applied, and
how things stand.

== programmes/fruehling.toml
name = "Frühling 2027"
language = "de"
digest = "0 8 * * Mon"
== programmes/fruehling.csv
pair,mentor_name,mentor_email,mentee_name,mentee_email,session
p1,Maya Lindner,maya@people.example,Jonas Kern,jonas@people.example,2027-05-20 15:00
p2,Ines Faro,ines@people.example,Tom Rau,tom@people.example,2027-05-20 15:00
p3,Lea Moos,lea@people.example,Wim Ost,wim@people.example,2027-05-20 15:00
p4,Nora Zahn,nora@people.example,Piet Voss,piet@people.example,2027-05-20 15:00
p5,Kim Roth,kim@people.example,Sol Ahn,sol@people.example,2027-05-20 15:00
== 2027-05-01 until 2027-05-18
2027-05-04 10:00Z edit programmes/fruehling.csv "2027-05-20" => "2027-05-21"
2027-05-05 10:00Z edit programmes/fruehling.csv "2027-05-21" => "2027-05-20"
2027-05-06 10:00Z edit programmes/fruehling.csv add p6,Hans Ort,hans,Ute Ley,ute@people.example,
2027-05-07 10:00Z edit programmes/fruehling.csv add p7,Max Tor,max@people.example,Eva Lim,eva@people.example,03/04/2027 15:00
2027-05-07 11:00Z edit programmes/fruehling.csv "03/04/2027" => "04/03/2027"
2027-05-07 12:00Z edit programmes/fruehling.csv "04/03/2027" => "2027-05-19"
2027-05-11 10:00Z edit sendoff.toml "privacy@mentors.example" => "daten@mentors.example"
2027-05-12 10:00Z edit programmes/fruehling.csv keep 2
2027-05-13 10:00Z edit programmes/fruehling.csv add p2,Ines Faro,ines@people.example,Tom Rau,tom@people.example,2027-05-20 15:00
2027-05-13 11:00Z approve
== letters
- coordinator note never says "line"
- coordinator note never says "rows"
- coordinator note never says "meeting"
- coordinator note never says " is "
- coordinator digest never says " is "
- coordinator applied never says "the "
- coordinator note never says "hier stimmt etwas nicht"
- coordinator applied never says "hier stimmt etwas nicht"
- coordinator note once says "verschobene Treffen: 5; bis zu 3 Änderungen gelten ohne Rückfrage"
- coordinator applied once says "wer zu persönlichen Daten Auskunft gibt: daten@mentors.example (vorher: privacy@mentors.example)"
--------
Sat 2027-05-01 01:00 BST   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Sat 2027-05-01 01:00 BST   > p2: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Sat 2027-05-01 01:00 BST   > p3: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Sat 2027-05-01 01:00 BST   > p4: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Sat 2027-05-01 01:00 BST   > p5: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Mon 2027-05-03 08:00 BST   p1 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Mon 2027-05-03 08:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Mon 2027-05-03 08:00 BST   p2 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Mon 2027-05-03 08:00 BST   p2 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Mon 2027-05-03 08:00 BST   p3 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Mon 2027-05-03 08:00 BST   p3 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Mon 2027-05-03 08:00 BST   p4 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Mon 2027-05-03 08:00 BST   p4 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Mon 2027-05-03 08:00 BST   p5 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Mon 2027-05-03 08:00 BST   p5 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Tue 2027-05-04 11:00 BST   > programmes/fruehling.csv: "2027-05-20" becomes "2027-05-21"
Tue 2027-05-04 11:00 BST   > fruehling: held: it moves 5 meetings; up to 3 go without asking
Tue 2027-05-04 11:00 BST   ! fruehling: edit_held
Tue 2027-05-04 11:00 BST   fruehling coordinator note                  sent  "Frühling 2027: es braucht einen Menschen"
Wed 2027-05-05 11:00 BST   > programmes/fruehling.csv: "2027-05-21" becomes "2027-05-20"
Thu 2027-05-06 11:00 BST   > programmes/fruehling.csv: and a line: p6,Hans Ort,hans,Ute Ley,ute@people.example,
Thu 2027-05-06 11:00 BST   > programmes/fruehling.csv:7:13: error: "hans" is no address; write name, @ and domain, like name@example.org
Thu 2027-05-06 11:00 BST   ! fruehling: rows_set_aside
Thu 2027-05-06 11:00 BST   fruehling coordinator note                  sent  "Frühling 2027: es braucht einen Menschen"
Fri 2027-05-07 11:00 BST   > programmes/fruehling.csv: and a line: p7,Max Tor,max@people.example,Eva Lim,eva@people.example,03/04/2027 15:00
Fri 2027-05-07 11:00 BST   > fruehling: held: line 8 has the date "03/04/2027", which can be read two ways; put dates = "day first" or dates = "month first" at the top of the programme file, or write it like 2027-04-03; approved as it is, that row is set aside
Fri 2027-05-07 11:00 BST   > programmes/fruehling.csv:7:13: error: "hans" is no address; write name, @ and domain, like name@example.org
Fri 2027-05-07 11:00 BST   > programmes/fruehling.csv:8:58: error: "03/04/2027" may be 3 April or 4 March; set dates = "day first" or "month first" at the top of the programme file, or write it like 2027-05-28
Fri 2027-05-07 11:00 BST   ! fruehling: edit_held
Fri 2027-05-07 11:00 BST   fruehling coordinator note                  sent  "Frühling 2027: es braucht einen Menschen"
Fri 2027-05-07 12:00 BST   > programmes/fruehling.csv: "03/04/2027" becomes "04/03/2027"
Fri 2027-05-07 12:00 BST   > fruehling: held: line 8 has the date "04/03/2027", which can be read two ways; put dates = "day first" or dates = "month first" at the top of the programme file, or write it like 2027-04-03; approved as it is, that row is set aside
Fri 2027-05-07 12:00 BST   > programmes/fruehling.csv:7:13: error: "hans" is no address; write name, @ and domain, like name@example.org
Fri 2027-05-07 12:00 BST   > programmes/fruehling.csv:8:58: error: "04/03/2027" may be 4 March or 3 April; set dates = "day first" or "month first" at the top of the programme file, or write it like 2027-05-28
Fri 2027-05-07 12:00 BST   ! fruehling: edit_held
Fri 2027-05-07 12:00 BST   fruehling coordinator note                  sent  "Frühling 2027: es braucht einen Menschen"
Fri 2027-05-07 13:00 BST   > programmes/fruehling.csv: "04/03/2027" becomes "2027-05-19"
Fri 2027-05-07 13:00 BST   > p7: moved starts=2027-05-19T15:00:00+01:00[Europe/London]
Fri 2027-05-07 13:00 BST   > programmes/fruehling.csv:7:13: error: "hans" is no address; write name, @ and domain, like name@example.org
Fri 2027-05-07 13:00 BST   fruehling coordinator applied               sent  "Frühling 2027: die Änderungen gelten"
Fri 2027-05-07 13:00 BST   p7 mentee       invitation            sent  REQUEST 0, session Wed 2027-05-19 15:00 BST
Fri 2027-05-07 13:00 BST   p7 mentor       invitation            sent  REQUEST 0, session Wed 2027-05-19 15:00 BST
Mon 2027-05-10 08:00 BST    coordinator    digest                sent
Tue 2027-05-11 11:00 BST   > sendoff.toml: "privacy@mentors.example" becomes "daten@mentors.example"
Tue 2027-05-11 11:00 BST   > programmes/fruehling.csv:7:13: error: "hans" is no address; write name, @ and domain, like name@example.org
Tue 2027-05-11 11:00 BST   fruehling coordinator applied               sent  "Die Änderungen gelten"
Wed 2027-05-12 09:00 BST   p7 mentee       preparation           sent
Wed 2027-05-12 09:00 BST   p7 mentor       preparation           sent
Wed 2027-05-12 11:00 BST   > programmes/fruehling.csv: only its first 2 lines are left
Wed 2027-05-12 11:00 BST   > fruehling: held: the sheet had 6 rows and now has 1
Wed 2027-05-12 11:00 BST   ! fruehling: edit_held
Wed 2027-05-12 11:00 BST   fruehling coordinator note                  sent  "Frühling 2027: es braucht einen Menschen"
Thu 2027-05-13 09:00 BST   p1 mentee       preparation           sent
Thu 2027-05-13 09:00 BST   p1 mentor       preparation           sent
Thu 2027-05-13 11:00 BST   > programmes/fruehling.csv: and a line: p2,Ines Faro,ines@people.example,Tom Rau,tom@people.example,2027-05-20 15:00
Thu 2027-05-13 11:00 BST   > fruehling: held: the sheet had 6 rows and now has 2
Thu 2027-05-13 11:00 BST   ! fruehling: edit_held
Thu 2027-05-13 11:00 BST   fruehling coordinator note                  sent  "Frühling 2027: es braucht einen Menschen"
Thu 2027-05-13 11:00 BST   p2 mentee       preparation           sent
Thu 2027-05-13 11:00 BST   p2 mentor       preparation           sent
Thu 2027-05-13 12:00 BST   > approve
Thu 2027-05-13 12:00 BST   > p3: vanished
Thu 2027-05-13 12:00 BST   > p4: vanished
Thu 2027-05-13 12:00 BST   > p5: vanished
Thu 2027-05-13 12:00 BST   > p7: vanished
Thu 2027-05-13 12:00 BST   fruehling coordinator applied               sent  "Frühling 2027: die Änderungen gelten"
Thu 2027-05-13 12:00 BST   p3 mentee       invitation            sent  CANCEL 1, session Thu 2027-05-20 15:00 BST
Thu 2027-05-13 12:00 BST   p3 mentee       preparation           skipped  (withdrawn: the row is gone from the sheet)
Thu 2027-05-13 12:00 BST   p3 mentor       invitation            sent  CANCEL 1, session Thu 2027-05-20 15:00 BST
Thu 2027-05-13 12:00 BST   p3 mentor       preparation           skipped  (withdrawn: the row is gone from the sheet)
Thu 2027-05-13 12:00 BST   p4 mentee       invitation            sent  CANCEL 1, session Thu 2027-05-20 15:00 BST
Thu 2027-05-13 12:00 BST   p4 mentee       preparation           skipped  (withdrawn: the row is gone from the sheet)
Thu 2027-05-13 12:00 BST   p4 mentor       invitation            sent  CANCEL 1, session Thu 2027-05-20 15:00 BST
Thu 2027-05-13 12:00 BST   p4 mentor       preparation           skipped  (withdrawn: the row is gone from the sheet)
Thu 2027-05-13 12:00 BST   p5 mentee       invitation            sent  CANCEL 1, session Thu 2027-05-20 15:00 BST
Thu 2027-05-13 12:00 BST   p5 mentee       preparation           skipped  (withdrawn: the row is gone from the sheet)
Thu 2027-05-13 12:00 BST   p5 mentor       invitation            sent  CANCEL 1, session Thu 2027-05-20 15:00 BST
Thu 2027-05-13 12:00 BST   p5 mentor       preparation           skipped  (withdrawn: the row is gone from the sheet)
Thu 2027-05-13 12:00 BST   p7 mentee       invitation            sent  CANCEL 1, session Wed 2027-05-19 15:00 BST
Thu 2027-05-13 12:00 BST   p7 mentor       invitation            sent  CANCEL 1, session Wed 2027-05-19 15:00 BST
Mon 2027-05-17 08:00 BST    coordinator    digest                sent
