What contact there is afterwards is for the coordinator to allow: the agreement waits, and goes when it is approved (rule 22).

== programmes/spring.toml
contact_after = "approval"
== 2027-05-01 until 2027-10-31
2027-05-21 10:05Z p1 mentor follow_up wants=["catch-ups"] every=month times=1 starter=me
2027-05-22 18:00Z p1 mentee follow_up wants=["catch-ups"] every=month times=1 starter=me
2027-05-27 09:00Z p1 coordinator approved
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
Fri 2027-05-21 11:05 BST   > p1 mentor: follow_up every=month starter=me times=1 wants=["catch-ups"]
Sat 2027-05-22 19:00 BST   > p1 mentee: follow_up every=month starter=me times=1 wants=["catch-ups"]
Sat 2027-05-22 19:00 BST   ! p1: agreement_waits
Mon 2027-05-24 08:00 BST   p1 coordinator  note                  sent  "Maya and Jonas (Spring 2027): a person is needed"
Mon 2027-05-24 09:00 BST   p1 mentor       roadmap_nudge         sent
Thu 2027-05-27 10:00 BST   > p1 coordinator: approved
Thu 2027-05-27 11:00 CEST  p1 mentee       agreement             sent
Thu 2027-05-27 10:00 BST   p1 mentor       agreement             sent
Mon 2027-05-31 09:00 CEST  p1 mentee       roadmap               sent
Thu 2027-06-03 09:00 CEST  p1 mentee       closing               skipped  (the two have an agreement)
Thu 2027-06-03 09:00 BST   p1 mentor       closing               skipped  (the two have an agreement)
Mon 2027-06-07 09:00 CEST  p1 mentee       catch_up_invitation   sent  REQUEST 0, catch-up-1 Mon 2027-06-21 16:00 CEST
Mon 2027-06-07 09:00 BST   p1 mentor       catch_up_invitation   sent  REQUEST 0, catch-up-1 Mon 2027-06-21 15:00 BST
Fri 2027-06-18 09:00 CEST  p1 mentee       catch_up_reminder     sent
Fri 2027-06-18 09:00 BST   p1 mentor       catch_up_reminder     sent
Wed 2027-06-23 09:00 CEST  p1 mentee       renewal               sent
Wed 2027-06-23 09:00 BST   p1 mentor       renewal               sent
