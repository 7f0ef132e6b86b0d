Edits of sendoff.toml, of a roadmap and a programme that joins are receipted too: what changed in plain words. Once, also over a restart and
when nobody ran at the time; what changes nothing is not told (rule 35).

== programmes/spring.toml
coordinator = [{ name = "Ada Park", email = "ada@mentors.example" }, { name = "Ben Ode", email = "ben@mentors.example" }]
== 2027-05-03 until 2027-05-12
2027-05-04 10:00Z edit sendoff.toml "privacy@mentors.example" => "data@mentors.example"
2027-05-05 10:00Z edit sendoff.toml add # nothing is different
2027-05-06 10:00Z daemon off until 2027-05-07 10:00Z
2027-05-06 12:00Z edit sendoff.toml "Mentors of Example <" => "The mentors <"
2027-05-08 10:00Z daemon off until 2027-05-08 11:00Z
2027-05-10 10:00Z write roadmaps/p1.toml [[area]]\narea = "Speaking up in reviews"\n
2027-05-11 10:00Z write programmes/autumn.csv pair,mentor_name,mentor_email,mentee_name,mentee_email\nq1,Ines Faro,ines@people.example,Tom Ray,tom@people.example
2027-05-11 10:00Z write programmes/autumn.toml name = "Autumn 2027"\nends = 2027-11-28\ntimezone = "Europe/London"\nlanguage = "en"\npairs = "autumn.csv"\ncontact_after = "free"\ncoordinator = { name = "Ada Park", email = "ada@mentors.example" }\n
== letters
- coordinator applied says "in force"
--------
Mon 2027-05-03 01:00 BST   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Mon 2027-05-03 08:00 CEST  p1 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 16:00 CEST
Mon 2027-05-03 08:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Tue 2027-05-04 11:00 BST   > sendoff.toml: "privacy@mentors.example" becomes "data@mentors.example"
Tue 2027-05-04 11:00 BST   spring coordinator applied               sent  "The changes are in force"
Tue 2027-05-04 11:00 BST   spring coordinator applied               sent  "The changes are in force"
Wed 2027-05-05 11:00 BST   > sendoff.toml: and a line: # nothing is different
Thu 2027-05-06 11:00 BST   > the daemon is off
Thu 2027-05-06 13:00 BST   > sendoff.toml: "Mentors of Example <" becomes "The mentors <"
Fri 2027-05-07 11:00 BST   > the daemon is on again
Fri 2027-05-07 11:00 BST   spring coordinator applied               sent  "The changes are in force"
Fri 2027-05-07 11:00 BST   spring coordinator applied               sent  "The changes are in force"
Sat 2027-05-08 11:00 BST   > the daemon is off
Sat 2027-05-08 12:00 BST   > the daemon is on again
Mon 2027-05-10 11:00 BST   > roadmaps/p1.toml: written
Mon 2027-05-10 11:00 BST   > p1 mentor: roadmap areas=[{"area":"Speaking up in reviews"}]
Mon 2027-05-10 11:00 BST   spring coordinator applied               sent  "Spring 2027: the changes are in force"
Mon 2027-05-10 11:00 BST   spring coordinator applied               sent  "Spring 2027: the changes are in force"
Tue 2027-05-11 11:00 BST   > programmes/autumn.csv: written
Tue 2027-05-11 11:00 BST   > programmes/autumn.toml: written
Tue 2027-05-11 11:00 BST   autumn coordinator applied               sent  "Autumn 2027: the changes are in force"
