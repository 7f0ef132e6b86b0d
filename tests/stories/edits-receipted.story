Edits are receipted to every coordinator, once an hour: the first at once, what comes within the hour together. What changes nothing
is not told (rule 35).

== programmes/spring.toml
coordinator = [{ name = "Ada Park", email = "ada@mentors.example" }, { name = "Ben Ode", email = "ben@mentors.example" }]
== 2027-05-03 until 2027-05-06
2027-05-04 10:00Z edit programmes/spring.csv "2027-05-20 15:00" => "2027-05-18 11:00"
2027-05-04 10:20Z edit programmes/spring.csv add p2,Priya Nair,Priya,priya@people.example,Europe/London,Omar Aziz,Omar,omar@people.example,Europe/London,2027-05-19 15:00
2027-05-04 10:40Z edit programmes/spring.csv "Jonas Kemp" => "Jonas Kemp-Ode"
2027-05-05 10:00Z edit programmes/spring.toml add # the hall is booked
== letters
- coordinator applied says "has been read. Spring 2027 ----------- Changed: programmes/spring.csv."
- coordinator applied never says "set aside"
--------
Mon 2027-05-03 01:00 BST   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Mon 2027-05-03 08:00 CEST  p1 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 16:00 CEST
Mon 2027-05-03 08:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Tue 2027-05-04 11:00 BST   > programmes/spring.csv: "2027-05-20 15:00" becomes "2027-05-18 11:00"
Tue 2027-05-04 11:00 BST   > p1: moved starts=2027-05-18T11:00:00+01:00[Europe/London]
Tue 2027-05-04 12:00 CEST  p1 mentee       invitation            sent  REQUEST 1, session Tue 2027-05-18 12:00 CEST
Tue 2027-05-04 11:00 BST   p1 mentor       invitation            sent  REQUEST 1, session Tue 2027-05-18 11:00 BST
Tue 2027-05-04 11:00 BST   spring coordinator applied               sent  "Spring 2027: the changes are in force"
Tue 2027-05-04 11:00 BST   spring coordinator applied               sent  "Spring 2027: the changes are in force"
Tue 2027-05-04 11:20 BST   > programmes/spring.csv: and a line: p2,Priya Nair,Priya,priya@people.example,Europe/London,Omar Aziz,Omar,omar@people.example,Europe/London,2027-05-19 15:00
Tue 2027-05-04 11:20 BST   > p2: moved starts=2027-05-19T15:00:00+01:00[Europe/London]
Tue 2027-05-04 11:20 BST   p2 mentee       invitation            sent  REQUEST 0, session Wed 2027-05-19 15:00 BST
Tue 2027-05-04 11:20 BST   p2 mentor       invitation            sent  REQUEST 0, session Wed 2027-05-19 15:00 BST
Tue 2027-05-04 11:40 BST   > programmes/spring.csv: "Jonas Kemp" becomes "Jonas Kemp-Ode"
Tue 2027-05-04 12:00 BST   spring coordinator applied               sent  "Spring 2027: the changes are in force"
Tue 2027-05-04 12:00 BST   spring coordinator applied               sent  "Spring 2027: the changes are in force"
Wed 2027-05-05 11:00 BST   > programmes/spring.toml: and a line: # the hall is booked
