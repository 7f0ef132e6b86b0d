The mentor reads letters at another address by now, and answers from there: it is the mentor who writes.

== sendoff.toml
[mailbox]
maildir = "in"
authserv_id = "mx.mentors.example"
== 2027-05-18 until 2027-05-24
2027-05-18 10:00Z p1 mentor new_address address=maya@home.example
2027-05-18 11:00Z p1 mentor address_confirmed address=maya@home.example
2027-05-21 10:00Z mail p1 mentor writes after_session "- Explaining code: one change a week"
2027-05-21 12:00Z mail p1 mentor writes roadmap_draft "yes"
--------
Tue 2027-05-18 01:00 BST   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Tue 2027-05-18 08:00 CEST  p1 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 16:00 CEST
Tue 2027-05-18 08:00 CEST  p1 mentee       preparation           sent
Tue 2027-05-18 08:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Tue 2027-05-18 08:00 BST   p1 mentor       preparation           sent
Tue 2027-05-18 11:00 BST   > p1 mentor: new_address
Tue 2027-05-18 11:00 BST   p1 mentor       address_check         sent  to maya@home.example
Tue 2027-05-18 12:00 BST   > p1 mentor: address_confirmed instead_of=maya@people.example
Tue 2027-05-18 13:00 CEST  p1 mentee       invitation            sent  REQUEST 2, session Thu 2027-05-20 16:00 CEST
Tue 2027-05-18 12:00 BST   p1 mentor       invitation            sent  CANCEL 1, session Thu 2027-05-20 15:00 BST
Tue 2027-05-18 12:00 BST   p1 mentor       invitation            sent  REQUEST 2, session Thu 2027-05-20 15:00 BST  to maya@home.example
Wed 2027-05-19 09:00 CEST  p1 mentee       reminder              sent
Wed 2027-05-19 09:00 BST   p1 mentor       reminder              sent  to maya@home.example
Fri 2027-05-21 09:00 CEST  p1 mentee       after_session         sent
Fri 2027-05-21 09:00 BST   p1 mentor       after_session         sent  to maya@home.example
Fri 2027-05-21 11:00 BST   > p1 mentor: a mail: writes after_session - Explaining code: one change a week
Fri 2027-05-21 11:00 BST   p1 mentor       roadmap_draft         sent  to maya@home.example
Fri 2027-05-21 13:00 BST   > p1 mentor: a mail: writes roadmap_draft yes
Fri 2027-05-21 13:00 BST   > p1 mentor: roadmap areas=[{"area":"Explaining code","practise":"one change a week"}]
                           = p1: mentor_email: the sheet says maya@people.example, maya@home.example holds
