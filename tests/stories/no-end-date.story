A row without an end date in a programme without one: nobody is written to, and the coordinator has it on the list.

== programmes/spring.toml
ends =
== programmes/spring.csv
pair,mentor_name,mentor_email,mentor_timezone,mentee_name,mentee_email,mentee_timezone,ends
p1,Maya Lindqvist,maya@people.example,Europe/London,Jonas Kemp,jonas@people.example,Europe/Berlin,
== 2027-04-01 until 2027-07-31
--------
Thu 2027-04-01 01:00 BST   > programmes/spring.toml: warning: this programme has no last day; write ends = 2027-05-28; pairs without a date of their own are only listed until then
