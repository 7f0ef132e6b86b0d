The mentee stops letters while catch-ups are agreed and one is in the calendars: that one stays, no others come, and the mentor reads only
that they have ended (rule 26).

== 2027-04-01 until 2027-12-31
2027-05-21 09:05Z p1 mentor follow_up wants=["catch-ups"] every=month times=3 starter=me
2027-05-21 18:00Z p1 mentee follow_up wants=["catch-ups"] every=month times=3 starter=either
2027-06-09 10:00Z p1 mentee stopped what=letters
== letters
p1 mentor catch_ups_ended never says "Jonas asked"
p1 mentor catch_ups_ended never says "stop"
