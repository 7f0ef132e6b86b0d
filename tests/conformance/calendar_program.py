#!/usr/bin/env python3
"""A reader whose calendar programs are not ours: takes the last invitation out of their mailbox, lets khal put it into a
calendar and Horde answer it, and sends the answer with their own account.

Standard input: {"account": …, "reader": "ada@readers.test", "says": "ACCEPTED"}. Standard output: one line of JSON with
what khal's calendar shows.
"""

import email
import email.policy
import imaplib
import json
import pathlib
import smtplib
import ssl
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).parent

KHAL = """
[calendars]
[[home]]
path = {root}/calendar
type = calendar
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
default_timezone = UTC
local_timezone = UTC
[sqlite]
path = {root}/khal.db
"""


def run(command, given=b""):
    return subprocess.run(command, input=given, stdout=subprocess.PIPE, check=True).stdout


def invitation(account, reader, tls):
    """The calendar object of the newest letter that has one."""
    with imaplib.IMAP4(account["imap_host"], account["imap_port"]) as mailbox:
        mailbox.starttls(tls)
        mailbox.login(reader, account["mailbox_password"])
        mailbox.select("INBOX", readonly=True)
        for number in reversed(mailbox.search(None, "ALL")[1][0].split()):
            letter = email.message_from_bytes(mailbox.fetch(number, "(BODY.PEEK[])")[1][0][1], policy=email.policy.default)
            for part in letter.walk():
                if part.get_content_type() == "text/calendar":
                    return part.get_payload(decode=True)
    return None


def arrived(account, reader, tls):
    """The same, as soon as it has arrived: the server delivers in its own time."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        ics = invitation(account, reader, tls)
        if ics is not None:
            return ics
        time.sleep(0.1)
    raise RuntimeError("no invitation")


def in_khal(ics):
    """What khal's calendar shows after the invitation was put into it."""
    with tempfile.TemporaryDirectory() as root:
        root = pathlib.Path(root)
        (root / "calendar").mkdir()
        (root / "config").write_text(KHAL.format(root=root))
        (root / "invite.ics").write_bytes(ics)
        khal = ["/usr/bin/khal", "-c", str(root / "config")]
        run([*khal, "import", "--batch", str(root / "invite.ics")])
        shown = "{start-date} {start-time}-{end-time} {title} | {uid}"
        return run([*khal, "list", "--day-format", "", "--format", shown, "2027-05-01", "60d"]).decode().strip()


def main():
    asked = json.load(sys.stdin)
    account, reader = asked["account"], asked["reader"]
    tls = ssl.create_default_context(cafile=account["ca_file"])
    ics = arrived(account, reader, tls)
    shown = in_khal(ics)
    answer = run(["php", "-d", "display_errors=0", str(HERE / "answer.php"), reader, reader.split("@")[0], asked["says"]], ics)
    to = email.message_from_bytes(answer)["To"]
    with smtplib.SMTP(account["smtp_host"], account["smtp_port"]) as server:
        server.starttls(context=tls)
        server.login(reader, account["mailbox_password"])
        server.sendmail(reader, [to], answer)
    print(json.dumps({"shown": shown}))


if __name__ == "__main__":
    main()
