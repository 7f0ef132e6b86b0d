The programme was over when it was first seen: one row says so, and nothing is sent (rule 20).

== programmes/spring.toml
ends = 2027-03-19
== programmes/spring.csv
pair,mentor_name,mentor_email,mentor_timezone,mentee_name,mentee_email,mentee_timezone
p1,Maya Lindqvist,maya@people.example,Europe/London,Jonas Kemp,jonas@people.example,Europe/Berlin
== 2027-04-01 until 2027-06-10
--------
Thu 2027-04-01 01:00 BST   p1 coordinator  invitation            skipped  (already over)
