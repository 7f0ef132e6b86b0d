#!/usr/bin/env python3
"""Reads sent letters back over IMAP and judges them with parsers that are not ours.

Standard input: one JSON object, {"account": what servers.py printed, "sent": [{"to", "from", "file", "message_id"}…]},
where `from` is the envelope sender and `file` holds the bytes as they were handed to the way out (null: not compared).
Every letter must be there exactly once, unchanged but for the lines the servers put on top; Python's `email` must find
no defect in any part or header; every calendar part must be read by the `icalendar` library and agree with its MIME type.
Prints what was found as one line of JSON; faults go to standard error, one a line, and the exit status is 1.
"""

import email
import email.policy
import imaplib
import json
import pathlib
import ssl
import sys
import time

import icalendar

ADDED_ON_TOP = (b"return-path:", b"x-original-to:", b"delivered-to:", b"received:")
PATIENCE = 60  # seconds for what was accepted to appear


def mailbox(account, reader):
    trust = ssl.create_default_context(cafile=account["ca_file"])
    box = imaplib.IMAP4(account["imap_host"], account["imap_port"])
    box.starttls(trust)
    box.login(reader, account["mailbox_password"])
    box.select("INBOX", readonly=True)
    return box


def letters(account, reader, expected):
    """All letters of one reader, waiting until as many are there as expected."""
    box = mailbox(account, reader)
    deadline = time.monotonic() + PATIENCE
    while True:
        box.noop()
        numbers = box.search(None, "ALL")[1][0].split()
        if len(numbers) >= expected or time.monotonic() > deadline:
            break
        time.sleep(0.1)
    found = [box.fetch(number, "(BODY.PEEK[])")[1][0][1] for number in numbers]
    box.logout()
    return found


def split_off_added(raw):
    """What the servers put on top (folded lines belong to the line before), and the letter below."""
    added, rest = [], raw
    while rest.lower().startswith(ADDED_ON_TOP):
        line_end = rest.index(b"\r\n") + 2
        while rest[line_end:line_end + 1] in (b" ", b"\t"):
            line_end = rest.index(b"\r\n", line_end) + 2
        added.append(rest[:line_end].decode("ascii", "replace"))
        rest = rest[line_end:]
    return added, rest


def faults_of_mime(message):
    for part in message.walk():
        # Some defects are found only in decoding.
        if not part.is_multipart() and part.get_payload(decode=True) is None:
            yield f"{part.get_content_type()}: cannot be decoded"
        for defect in part.defects:
            yield f"{part.get_content_type()}: {type(defect).__name__}"
        for name, value in part.items():
            for defect in value.defects:
                yield f"header {name}: {type(defect).__name__}"


def calendars(message):
    """Each calendar object, with the METHOD its MIME type names (an attachment may name none)."""
    for part in message.walk():
        if part.get_content_type() in ("text/calendar", "application/ics"):
            yield part["Content-Type"].params.get("method"), part.get_payload(decode=True)


def faults_of_calendar(named, raw):
    try:
        calendar = icalendar.Calendar.from_ical(raw.decode("utf-8"))
    except (ValueError, IndexError, KeyError) as fault:  # the library is not hardened against broken nesting
        yield f"calendar: {fault!r}"
        return
    method = str(calendar.get("METHOD"))
    if named is not None and named.upper() != method:
        yield f"calendar: the MIME type says {named}, the object {method}"
    events = calendar.walk("VEVENT")
    if len(events) != 1:
        yield f"calendar: {len(events)} events"
    for event in events:
        yield from (f"calendar: {name}: {fault}" for name, fault in event.errors)
        for name in ("UID", "DTSTAMP", "DTSTART", "SEQUENCE", "ORGANIZER", "ATTENDEE", "SUMMARY"):
            if event.get(name) is None:
                yield f"calendar: no {name}"
        if event.get("DTSTART") and event.decoded("DTSTART").tzinfo is None:
            yield "calendar: DTSTART names no instant"


def check_letter(sent, raw):
    added, rest = split_off_added(raw)
    if sent["file"] is not None and rest != pathlib.Path(sent["file"]).read_bytes():
        yield "the bytes are not those that were sent"
    if f"Return-Path: <{sent['from']}>\r\n" not in added:
        yield f"the envelope sender is not <{sent['from']}>"
    message = email.message_from_bytes(rest, policy=email.policy.default)
    yield from faults_of_mime(message)
    for named, object_ in calendars(message):
        yield from faults_of_calendar(named, object_)


def main():
    question = json.load(sys.stdin)
    account, faults, counts = question["account"], [], {"letters": 0, "calendars": 0}
    for reader in account["readers"]:
        sent = {letter["message_id"]: letter for letter in question["sent"] if letter["to"] == reader}
        there = letters(account, reader, len(sent))
        for raw in there:
            message = email.message_from_bytes(raw, policy=email.policy.default)
            name = str(message["Message-ID"]).strip("<>")
            if name not in sent:
                faults.append(f"{reader}: {name}: not sent, or there twice")
                continue
            faults.extend(f"{reader}: {name}: {fault}" for fault in check_letter(sent.pop(name), raw))
            counts["letters"] += 1
            counts["calendars"] += len(list(calendars(message)))
        faults.extend(f"{reader}: {name}: did not arrive" for name in sent)
    for fault in faults:
        print(fault, file=sys.stderr)
    print(json.dumps(counts))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
