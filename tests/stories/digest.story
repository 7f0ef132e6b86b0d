Every Monday at eight the coordinator reads how things stand, if there is anything to say: on the programme's own clock, and after two
weeks in which the daemon was off, once. Answers about staying in touch are nobody's business.

== programmes/spring.toml
digest = "0 8 * * Mon"
== 2027-03-01 until 2027-06-30
2027-04-28 10:00Z daemon off until 2027-05-13 10:00Z
2027-05-21 10:05Z p1 mentor follow_up wants=["nothing"]
2027-06-08 10:05Z p1 mentor roadmap areas=[{"area":"ask earlier"}]
--------
