A fault that was mended and comes back is news: it is told once more, and only once. So with a row, and with the whole sheet.

== 2027-04-20 until 2027-05-14
2027-05-04 10:00Z edit programmes/spring.csv "Europe/Berlin" => "Europe/Bärlin"
2027-05-05 10:00Z edit programmes/spring.csv "Europe/Bärlin" => "Europe/Berlin"
2027-05-06 10:00Z edit programmes/spring.csv "Europe/Berlin" => "Europe/Bärlin"
2027-05-06 11:00Z edit programmes/spring.csv add ,,,
2027-05-07 10:00Z edit programmes/spring.csv "Europe/Bärlin" => "Europe/Berlin"
2027-05-10 10:00Z edit programmes/spring.csv "mentor_email" => "mentor_male"
2027-05-11 10:00Z edit programmes/spring.csv "mentor_male" => "mentor_email"
2027-05-12 10:00Z edit programmes/spring.csv "mentor_email" => "mentor_male"
2027-05-13 10:00Z edit programmes/spring.csv "mentor_male" => "mentor_email"
--------
Tue 2027-04-20 01:00 BST   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Thu 2027-04-22 09:00 CEST  p1 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 16:00 CEST
Thu 2027-04-22 09:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Tue 2027-05-04 11:00 BST   > programmes/spring.csv: "Europe/Berlin" becomes "Europe/Bärlin"
Tue 2027-05-04 11:00 BST   > programmes/spring.csv:2:96: error: "Europe/Bärlin" is no time zone; did you mean Europe/Berlin?
Tue 2027-05-04 11:00 BST   spring coordinator note                  sent  "Spring 2027: a person is needed"
Wed 2027-05-05 11:00 BST   > programmes/spring.csv: "Europe/Bärlin" becomes "Europe/Berlin"
Thu 2027-05-06 11:00 BST   > programmes/spring.csv: "Europe/Berlin" becomes "Europe/Bärlin"
Thu 2027-05-06 11:00 BST   > programmes/spring.csv:2:96: error: "Europe/Bärlin" is no time zone; did you mean Europe/Berlin?
Thu 2027-05-06 11:00 BST   ! spring: rows_set_aside
Thu 2027-05-06 11:00 BST   spring coordinator note                  sent  "Spring 2027: a person is needed"
Thu 2027-05-06 12:00 BST   > programmes/spring.csv: and a line: ,,,
Thu 2027-05-06 12:00 BST   > programmes/spring.csv:2:96: error: "Europe/Bärlin" is no time zone; did you mean Europe/Berlin?
Fri 2027-05-07 11:00 BST   > programmes/spring.csv: "Europe/Bärlin" becomes "Europe/Berlin"
Mon 2027-05-10 11:00 BST   > programmes/spring.csv: "mentor_email" becomes "mentor_male"
Mon 2027-05-10 11:00 BST   > programmes/spring.csv:1:1: error: there is no column mentor_email; add it, or say which it is in the programme file: [columns] mentor_email = "mentor_male"
Mon 2027-05-10 11:00 BST   > programmes/spring.csv:1:32: warning: "mentor_male" is no column that is known; if it is mentor_email, say so in the programme file: [columns] mentor_email = "mentor_male"
Mon 2027-05-10 11:00 BST   > spring: cannot be read
Mon 2027-05-10 11:00 BST   spring coordinator note                  sent  "Spring 2027: a person is needed"
Tue 2027-05-11 11:00 BST   > programmes/spring.csv: "mentor_male" becomes "mentor_email"
Wed 2027-05-12 11:00 BST   > programmes/spring.csv: "mentor_email" becomes "mentor_male"
Wed 2027-05-12 11:00 BST   > programmes/spring.csv:1:1: error: there is no column mentor_email; add it, or say which it is in the programme file: [columns] mentor_email = "mentor_male"
Wed 2027-05-12 11:00 BST   > programmes/spring.csv:1:32: warning: "mentor_male" is no column that is known; if it is mentor_email, say so in the programme file: [columns] mentor_email = "mentor_male"
Wed 2027-05-12 11:00 BST   > spring: cannot be read
Wed 2027-05-12 11:00 BST   ! spring: files_broken
Wed 2027-05-12 11:00 BST   spring coordinator note                  sent  "Spring 2027: a person is needed"
Thu 2027-05-13 09:00 CEST  p1 mentee       preparation           sent
Thu 2027-05-13 09:00 BST   p1 mentor       preparation           sent
Thu 2027-05-13 11:00 BST   > programmes/spring.csv: "mentor_male" becomes "mentor_email"
