What people say themselves holds over what the sheet says, until its cell changes; `plan` shows where the two differ (rule 14).

== programmes/spring.csv
pair,mentor_name,mentor_email,mentor_timezone,mentee_name,mentee_email,mentee_timezone,session,status
p1,Maya Lindqvist,maya@people.example,Europe/London,Jonas Kemp,jonas@people.example,Europe/Berlin,2027-05-20 15:00,
p2,Ines Faro,ines@people.example,Europe/London,Tom Ray,tom@people.example,Europe/London,2027-05-20 15:00,
p3,Lea Moss,lea@people.example,Europe/London,Wim Ost,wim@people.example,Europe/London,,
p4,Nora Zane,nora@people.example,Europe/London,Piet Voss,piet@people.example,Europe/London,2027-05-20 15:00,
== 2027-05-01 until 2027-05-12
2027-05-04 10:00Z p1 mentee corrected timezone=Europe/Lisbon
2027-05-04 11:00Z p1 moved event=session starts=2027-05-21T14:00:00+01:00 place="Room 4"
2027-05-05 10:00Z p2 paused reason=ill
2027-05-06 10:00Z p4 moved event=session starts=2027-05-21T14:00:00+01:00
2027-05-07 10:00Z edit programmes/spring.csv "piet@people.example,Europe/London,2027-05-20" => "piet@people.example,Europe/London,2027-05-19"
--------
Sat 2027-05-01 01:00 BST   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Sat 2027-05-01 01:00 BST   > p2: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Sat 2027-05-01 01:00 BST   > p4: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Mon 2027-05-03 08:00 CEST  p1 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 16:00 CEST
Mon 2027-05-03 08:00 BST   > p3: scheduled starts=2027-05-26T10:30:00+01:00[Europe/London]
Mon 2027-05-03 08:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Mon 2027-05-03 08:00 BST   p2 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Mon 2027-05-03 08:00 BST   p2 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Mon 2027-05-03 08:00 BST   p3 mentee       invitation            sent  REQUEST 0, session Wed 2027-05-26 10:30 BST
Mon 2027-05-03 08:00 BST   p3 mentor       invitation            sent  REQUEST 0, session Wed 2027-05-26 10:30 BST
Mon 2027-05-03 08:00 BST   p4 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Mon 2027-05-03 08:00 BST   p4 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Tue 2027-05-04 11:00 BST   > p1 mentee: corrected instead_of={"language":"en","timezone":"Europe/Berlin"} timezone=Europe/Lisbon
Tue 2027-05-04 12:00 BST   > p1: moved place=Room 4 starts=2027-05-21T14:00:00+01:00
Tue 2027-05-04 13:00 CEST  p1 mentee       invitation            sent  REQUEST 1, session Fri 2027-05-21 15:00 CEST
Tue 2027-05-04 12:00 BST   p1 mentor       invitation            sent  REQUEST 1, session Fri 2027-05-21 14:00 BST
Wed 2027-05-05 11:00 BST   > p2: paused reason=ill
Thu 2027-05-06 11:00 BST   > p4: moved starts=2027-05-21T14:00:00+01:00
Thu 2027-05-06 11:00 BST   p4 mentee       invitation            sent  REQUEST 1, session Fri 2027-05-21 14:00 BST
Thu 2027-05-06 11:00 BST   p4 mentor       invitation            sent  REQUEST 1, session Fri 2027-05-21 14:00 BST
Fri 2027-05-07 11:00 BST   > programmes/spring.csv: "piet@people.example,Europe/London,2027-05-20" becomes "piet@people.example,Europe/London,2027-05-19"
Fri 2027-05-07 11:00 BST   > p4: moved starts=2027-05-19T15:00:00+01:00[Europe/London]
Fri 2027-05-07 11:00 BST   p4 mentee       invitation            sent  REQUEST 2, session Wed 2027-05-19 15:00 BST
Fri 2027-05-07 11:00 BST   p4 mentor       invitation            sent  REQUEST 2, session Wed 2027-05-19 15:00 BST
Fri 2027-05-07 11:00 BST   spring coordinator applied               sent  "Spring 2027: the changes are in force"
                           = p1: mentee_timezone: the sheet says Europe/Berlin, Europe/Lisbon holds
                           = p1: session: the sheet says 2027-05-20 15:00, 2027-05-21 14:00 holds
                           = p1: place: the sheet says nothing, Room 4 holds
                           = p2: status: the sheet says active, paused holds
