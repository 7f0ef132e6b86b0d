#!/usr/bin/env python3
"""Verifies signed letters with Python's dkim.

Standard input is JSON: `dns` has the TXT record of each name, `letters` has `letter` (base64) and whether its signature `holds`.
Ends with 1 if any letter is otherwise.
"""

import base64
import json
import sys

import dkim

told = json.load(sys.stdin)
dns = {name.encode(): record.encode() for name, record in told["dns"].items()}


def holds(letter):
    try:
        return dkim.verify(letter, dnsfunc=lambda name, timeout=5: dns.get(name.rstrip(b".")))
    except dkim.DKIMException:
        return False


wrong = [number for number, row in enumerate(told["letters"]) if holds(base64.b64decode(row["letter"])) != row["holds"]]
for number in wrong:
    print(f"letter {number}: {'does not hold' if told['letters'][number]['holds'] else 'holds'}", file=sys.stderr)
sys.exit(bool(wrong))
