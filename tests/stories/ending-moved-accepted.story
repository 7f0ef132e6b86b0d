The mentor has accepted the proposed session. A later ending leaves it where it is; an ending before it moves it (rule 16).

== programmes/spring.csv
pair,mentor_name,mentor_email,mentor_timezone,mentee_name,mentee_email,mentee_timezone
p1,Maya Lindqvist,maya@people.example,Europe/London,Jonas Kemp,jonas@people.example,Europe/Berlin
== 2027-04-01 until 2027-06-30
2027-05-03 10:00Z p1 mentor accepted
2027-05-04 10:00Z edit programmes/spring.toml "ends          = 2027-05-28" => "ends          = 2027-06-18"
2027-05-06 10:00Z edit programmes/spring.toml "ends          = 2027-06-18" => "ends          = 2027-05-21"
--------
Wed 2027-04-28 08:00 BST   > p1: scheduled starts=2027-05-26T16:00:00+01:00[Europe/London]
Wed 2027-04-28 09:00 CEST  p1 mentee       invitation            sent  REQUEST 0, session Wed 2027-05-26 17:00 CEST
Wed 2027-04-28 09:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Wed 2027-05-26 16:00 BST
Mon 2027-05-03 11:00 BST   > p1 mentor: accepted
Tue 2027-05-04 11:00 BST   > programmes/spring.toml: "ends          = 2027-05-28" becomes "ends          = 2027-06-18"
Tue 2027-05-04 11:00 BST   spring coordinator applied               sent  "Spring 2027: the changes are in force"
Thu 2027-05-06 11:00 BST   > programmes/spring.toml: "ends          = 2027-06-18" becomes "ends          = 2027-05-21"
Thu 2027-05-06 11:00 BST   > p1: scheduled starts=2027-05-19T13:30:00+01:00[Europe/London]
Thu 2027-05-06 12:00 CEST  p1 mentee       invitation            sent  REQUEST 1, session Wed 2027-05-19 14:30 CEST
Thu 2027-05-06 11:00 BST   p1 mentor       invitation            sent  REQUEST 1, session Wed 2027-05-19 13:30 BST
Thu 2027-05-06 11:00 BST   spring coordinator applied               sent  "Spring 2027: the changes are in force"
Wed 2027-05-12 09:00 CEST  p1 mentee       preparation           sent
Wed 2027-05-12 09:00 BST   p1 mentor       preparation           sent
Tue 2027-05-18 09:00 CEST  p1 mentee       reminder              sent
Tue 2027-05-18 09:00 BST   p1 mentor       reminder              sent
Thu 2027-05-20 09:00 CEST  p1 mentee       after_session         sent
Thu 2027-05-20 09:00 BST   p1 mentor       after_session         sent
Mon 2027-05-24 09:00 BST   p1 mentor       roadmap_nudge         sent
Mon 2027-05-31 09:00 CEST  p1 mentee       roadmap               sent
Wed 2027-06-02 09:00 CEST  p1 mentee       closing               sent
Wed 2027-06-02 09:00 BST   p1 mentor       closing               sent
