A row gets a fault after the invitation: the pair keeps what was known, nothing is sent, nobody is cancelled; mended, it goes on.

== 2027-04-20 until 2027-06-10
2027-05-10 10:00Z edit programmes/spring.csv "Europe/Berlin" => "Europe/Bärlin"
2027-05-17 10:00Z edit programmes/spring.csv "Europe/Bärlin" => "Europe/Berlin"
--------
Tue 2027-04-20 01:00 BST   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Thu 2027-04-22 09:00 CEST  p1 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 16:00 CEST
Thu 2027-04-22 09:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Mon 2027-05-10 11:00 BST   > programmes/spring.csv: "Europe/Berlin" becomes "Europe/Bärlin"
Mon 2027-05-10 11:00 BST   > programmes/spring.csv:2:96: error: "Europe/Bärlin" is no time zone; did you mean Europe/Berlin?
Mon 2027-05-10 11:00 BST   ! spring: rows_set_aside
Mon 2027-05-10 11:00 BST   spring coordinator note                  sent  "Spring 2027: a person is needed"
Mon 2027-05-17 11:00 BST   > programmes/spring.csv: "Europe/Bärlin" becomes "Europe/Berlin"
Mon 2027-05-17 12:00 CEST  p1 mentee       preparation           sent
Mon 2027-05-17 11:00 BST   p1 mentor       preparation           sent
Wed 2027-05-19 09:00 CEST  p1 mentee       reminder              sent
Wed 2027-05-19 09:00 BST   p1 mentor       reminder              sent
Fri 2027-05-21 09:00 CEST  p1 mentee       after_session         sent
Fri 2027-05-21 09:00 BST   p1 mentor       after_session         sent
Mon 2027-05-24 09:00 BST   p1 mentor       roadmap_nudge         sent
Mon 2027-05-31 09:00 CEST  p1 mentee       roadmap               sent
Thu 2027-06-03 09:00 CEST  p1 mentee       closing               sent
Thu 2027-06-03 09:00 BST   p1 mentor       closing               sent
