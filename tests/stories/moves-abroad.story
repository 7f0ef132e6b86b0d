The mentee moves to Tokyo before the session: the date stays, the letters come by the new clock and in the language that was chosen.

== 2027-04-01 until 2027-05-25
2027-05-03 10:00Z p1 mentee corrected timezone=Asia/Tokyo language=de
--------
Thu 2027-04-01 01:00 BST   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Thu 2027-04-22 09:00 CEST  p1 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 16:00 CEST
Thu 2027-04-22 09:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Mon 2027-05-03 11:00 BST   > p1 mentee: corrected instead_of={"language":"en","timezone":"Europe/Berlin"} language=de timezone=Asia/Tokyo
Thu 2027-05-13 02:00 CEST  p1 mentee       preparation           sent
Thu 2027-05-13 09:00 BST   p1 mentor       preparation           sent
Wed 2027-05-19 02:00 CEST  p1 mentee       reminder              sent
Wed 2027-05-19 09:00 BST   p1 mentor       reminder              sent
Fri 2027-05-21 02:00 CEST  p1 mentee       after_session         sent
Fri 2027-05-21 09:00 BST   p1 mentor       after_session         sent
Mon 2027-05-24 09:00 BST   p1 mentor       roadmap_nudge         sent
                           = p1: mentee_timezone: the sheet says Europe/Berlin, Asia/Tokyo holds
                           = p1: mentee_language: the sheet says en, de holds
