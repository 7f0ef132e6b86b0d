"""The reader of conformance finds faults where there are some."""

import pathlib
import tempfile
import unittest

import read_back

ADDED = b"Return-Path: <b@x.test>\r\nReceived: from a\r\n\tby b\r\n"
CALENDAR_HEAD = b"MIME-Version: 1.0\r\nContent-Type: text/calendar; method=REQUEST; charset=utf-8\r\n\r\n"
EVENT = """BEGIN:VCALENDAR
METHOD:{method}
BEGIN:VEVENT
UID:1
DTSTAMP:20270101T000000Z
DTSTART:{start}
SEQUENCE:0
ORGANIZER:mailto:a@b.test
ATTENDEE:mailto:c@d.test
{summary}
END:VEVENT
END:VCALENDAR
"""


def letter(method="REQUEST", start="20270520T140000Z", summary="SUMMARY:x"):
    event = EVENT.format(method=method, start=start, summary=summary).replace("\n", "\r\n")
    return CALENDAR_HEAD + event.encode()


class Faults(unittest.TestCase):
    def found(self, raw, sent=None, sender="b@x.test"):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "sent"
            path.write_bytes(raw if sent is None else sent)
            return " ".join(read_back.check_letter({"file": path, "from": sender}, ADDED + raw))

    def test_none_where_there_is_none(self):
        self.assertEqual(self.found(letter()), "")

    def test_of_the_way(self):
        self.assertIn("bytes", self.found(letter(), sent=letter() + b"\r\n"))
        self.assertIn("envelope", self.found(letter(), sender="c@x.test"))

    def test_of_mime(self):
        for raw in [
            b"Content-Type: multipart/mixed; boundary=a\r\n\r\nno parts\r\n",
            b"Content-Transfer-Encoding: base64\r\n\r\nabc\r\n",
            b"Date: yesterday\r\n\r\nx\r\n",
            b"To: a b <c\r\n\r\nx\r\n",
        ]:
            self.assertIn("Defect", self.found(raw), raw)

    def test_of_the_calendar(self):
        self.assertIn("MIME type says", self.found(letter(method="CANCEL")))
        self.assertIn("no instant", self.found(letter(start="20270520T140000")))
        self.assertIn("no SUMMARY", self.found(letter(summary="X-A:b")))
        self.assertIn("calendar", self.found(letter(summary="no line")))
        self.assertIn("calendar", self.found(letter(summary="END:VEVENT")))


if __name__ == "__main__":
    unittest.main()
