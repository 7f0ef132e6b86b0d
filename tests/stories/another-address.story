The mentee leaves the school's address behind: it is asked about at the new one, and once it has answered there the agreement and the
catch-up go there.

== 2027-05-01 until 2027-07-20
2027-05-22 10:00Z p1 mentee follow_up wants=["catch-ups"] every=month times=1
2027-05-22 10:01Z p1 mentee new_address address=jonas@home.example
2027-05-24 10:00Z p1 mentee address_confirmed address=jonas@home.example
2027-05-25 10:00Z p1 mentor follow_up wants=["catch-ups"] every=month times=1
--------
Sat 2027-05-01 01:00 BST   > p1: moved starts=2027-05-20T15:00:00+01:00[Europe/London]
Mon 2027-05-03 08:00 CEST  p1 mentee       invitation            sent  REQUEST 0, session Thu 2027-05-20 16:00 CEST
Mon 2027-05-03 08:00 BST   p1 mentor       invitation            sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
Thu 2027-05-13 09:00 CEST  p1 mentee       preparation           sent
Thu 2027-05-13 09:00 BST   p1 mentor       preparation           sent
Wed 2027-05-19 09:00 CEST  p1 mentee       reminder              sent
Wed 2027-05-19 09:00 BST   p1 mentor       reminder              sent
Fri 2027-05-21 09:00 CEST  p1 mentee       after_session         sent
Fri 2027-05-21 09:00 BST   p1 mentor       after_session         sent
Sat 2027-05-22 11:00 BST   > p1 mentee: follow_up every=month times=1 wants=["catch-ups"]
Sat 2027-05-22 11:01 BST   > p1 mentee: new_address
Mon 2027-05-24 08:00 CEST  p1 mentee       address_check         sent  to jonas@home.example
Mon 2027-05-24 09:00 BST   p1 mentor       roadmap_nudge         sent
Mon 2027-05-24 11:00 BST   > p1 mentee: address_confirmed instead_of=jonas@people.example
Tue 2027-05-25 11:00 BST   > p1 mentor: follow_up every=month times=1 wants=["catch-ups"]
Tue 2027-05-25 12:00 CEST  p1 mentee       agreement             sent  to jonas@home.example
Tue 2027-05-25 11:00 BST   p1 mentor       agreement             sent
Mon 2027-05-31 09:00 CEST  p1 mentee       roadmap               sent  to jonas@home.example
Thu 2027-06-03 09:00 CEST  p1 mentee       closing               skipped  (the two have an agreement)  to jonas@home.example
Thu 2027-06-03 09:00 BST   p1 mentor       closing               skipped  (the two have an agreement)
Mon 2027-06-07 09:00 CEST  p1 mentee       catch_up_invitation   sent  REQUEST 0, catch-up-1 Mon 2027-06-21 16:00 CEST  to jonas@home.example
Mon 2027-06-07 09:00 BST   p1 mentor       catch_up_invitation   sent  REQUEST 0, catch-up-1 Mon 2027-06-21 15:00 BST
Fri 2027-06-18 09:00 CEST  p1 mentee       catch_up_reminder     sent  to jonas@home.example
Fri 2027-06-18 09:00 BST   p1 mentor       catch_up_reminder     sent
Wed 2027-06-23 09:00 CEST  p1 mentee       renewal               sent  to jonas@home.example
Wed 2027-06-23 09:00 BST   p1 mentor       renewal               sent
                           = p1: mentee_email: the sheet says jonas@people.example, jonas@home.example holds
