#!/usr/bin/env python3
"""A real Postfix and a real Dovecot, for as long as standard input stays open.

Postfix is an instance of its own in a temporary folder: a submission service with required STARTTLS and AUTH (asked of
Dovecot), that delivers into the folders from which Dovecot serves IMAP. The system's own instances are not touched.
Ports are chosen by the kernel. One line of JSON on standard output says how to reach them; at the end of standard
input, or on a signal, everything started here is ended and the folder removed. Needs root, as Postfix does.
"""

import grp
import http.server
import json
import os
import pathlib
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

READERS = ["ada", "jonas", "zoe", "mira", "kofi", "lena", "omar", "tove"]
DOMAIN = "readers.test"
OWN_DOMAIN = "mentors.test"
USERNAME, PASSWORD = f"sendoff@{OWN_DOMAIN}", "correct horse"
# Mail to this domain is taken, and then comes back: nobody is there.
DEAD_DOMAIN = "moved-away.test"
# What an OAuth 2 server would have given Sendoff.
TOKEN = "ya29.a-token-of-the-test"
MAILBOX_PASSWORD = "battery staple"
SIZE_LIMIT = 300_000
OWNER = "nobody"

MAIN_CF = """
compatibility_level = 3.6
config_directory = {root}/postfix
queue_directory = {root}/queue
data_directory = {root}/lib
maillog_file = {root}/postfix.log
maillog_file_prefixes = {root}
myhostname = mail.mentors.test
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mydestination =
local_recipient_maps =
alias_maps =
default_transport = error:5.7.1 nothing leaves this machine
transport_maps = texthash:{root}/postfix/transport
virtual_transport = virtual
virtual_mailbox_domains = {domain} {own_domain}
virtual_mailbox_maps = texthash:{root}/postfix/readers
virtual_mailbox_base = {root}/mail
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
recipient_delimiter = +
message_size_limit = {size}
smtpd_tls_security_level = encrypt
smtpd_tls_cert_file = {root}/server.pem
smtpd_tls_key_file = {root}/server.key
smtpd_tls_auth_only = yes
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = private/auth
smtpd_relay_restrictions = permit_sasl_authenticated, reject
smtpd_recipient_restrictions = reject_unlisted_recipient, permit_sasl_authenticated, reject
"""

MASTER_CF = """
127.0.0.1:{smtp_port} inet n - n - - smtpd
pickup     unix  n - n 60 1 pickup
cleanup    unix  n - n - 0 cleanup
qmgr       unix  n - n 300 1 qmgr
tlsmgr     unix  - - n 1000? 1 tlsmgr
rewrite    unix  - - n - - trivial-rewrite
bounce     unix  - - n - 0 bounce
defer      unix  - - n - 0 bounce
trace      unix  - - n - 0 bounce
verify     unix  - - n - 1 verify
proxymap   unix  - - n - - proxymap
proxywrite unix  - - n - 1 proxymap
error      unix  - - n - - error
gone       unix  - n n - - pipe user=nobody argv=/bin/sh -c {{exit 67}}
retry      unix  - - n - - error
virtual    unix  - n n - - virtual
anvil      unix  - - n - 1 anvil
scache     unix  - - n - 1 scache
postlog    unix-dgram n - n - 1 postlogd
"""

DOVECOT_CONF = """
protocols = imap
listen = 127.0.0.1
base_dir = {root}/dovecot
state_dir = {root}/dovecot-state
log_path = {root}/dovecot.log
ssl = required
ssl_cert = <{root}/server.pem
ssl_key = <{root}/server.key
disable_plaintext_auth = yes
auth_mechanisms = plain login xoauth2
mail_location = maildir:{root}/mail/%n
first_valid_uid = 1
first_valid_gid = 1
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {root}/oauth2.conf
}}
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {root}/accounts
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={root}/mail/%n
}}
service imap-login {{
  inet_listener imap {{
    port = {imap_port}
  }}
  inet_listener imaps {{
    port = {imaps_port}
    ssl = yes
  }}
}}
service auth {{
  unix_listener {root}/queue/private/auth {{
    mode = 0660
    user = postfix
    group = postfix
  }}
}}
"""


# The authority that knows tokens; Dovecot asks it.
OAUTH2_CONF = """
tokeninfo_url = http://127.0.0.1:{token_port}/?token=
username_attribute = email
username_format = %u
"""


class Tokens(http.server.BaseHTTPRequestHandler):
    """Says whose a token is."""

    def do_GET(self):
        is_known = urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query).get("token") == [TOKEN]
        answer = {"email": USERNAME, "expires_in": 3600} if is_known else {"error": "invalid_token"}
        body = json.dumps(answer).encode()
        self.send_response(200 if is_known else 401)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def certificates(root):
    """An authority, and a certificate of it for `localhost`, both for three days."""
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "3"]
    authority = ["-subj", "/CN=Test authority", "-keyout", root / "ca.key", "-out", root / "ca.pem"]
    extension = ["-addext", "keyUsage=critical,keyCertSign"]
    openssl(["req", "-x509", *key, *authority, *extension])
    signed = ["-CA", root / "ca.pem", "-CAkey", root / "ca.key", "-addext", "subjectAltName=DNS:localhost,DNS:mail.mentors.test"]
    leaf = ["-addext", "basicConstraints=critical,CA:FALSE", "-subj", "/CN=localhost"]
    openssl(["req", "-x509", *key, *signed, *leaf, "-keyout", root / "server.key", "-out", root / "server.pem"])


def openssl(arguments):
    subprocess.run(["openssl", *map(str, arguments)], check=True, stderr=subprocess.DEVNULL)


class Servers:
    """Both servers in one temporary folder."""

    def __init__(self):
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="sendoff-"))
        self.started = []

    def start(self):
        self.root.chmod(0o755)
        owner = pwd.getpwnam(OWNER)
        self.smtp_port, self.imap_port, self.imaps_port = free_port(), free_port(), free_port()
        self.tokens = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Tokens)
        threading.Thread(target=self.tokens.serve_forever, daemon=True).start()
        words = {
            "root": self.root, "domain": DOMAIN, "uid": owner.pw_uid, "gid": owner.pw_gid, "size": SIZE_LIMIT,
            "smtp_port": self.smtp_port, "imap_port": self.imap_port, "imaps_port": self.imaps_port,
            "own_domain": OWN_DOMAIN, "token_port": self.tokens.server_port,
        }
        certificates(self.root)
        write(self.root / "postfix/main.cf", MAIN_CF.format(**words))
        write(self.root / "postfix/master.cf", MASTER_CF.format(**words))
        readers = [f"{name}@{DOMAIN} {name}/" for name in READERS] + [f"{USERNAME} sendoff/"]
        write(self.root / "postfix/readers", "\n".join(readers) + "\n")
        write(self.root / "postfix/transport", f"{DEAD_DOMAIN} gone:\n")
        write(self.root / "oauth2.conf", OAUTH2_CONF.format(**words))
        write(self.root / "dovecot.conf", DOVECOT_CONF.format(**words))
        accounts = [f"{name}@{DOMAIN}:{MAILBOX_PASSWORD}" for name in READERS] + [f"{USERNAME}:{PASSWORD}"]
        write(self.root / "accounts", "\n".join(accounts) + "\n")
        self.folders(owner)
        self.run("dovecot", ["dovecot", "-F", "-c", self.root / "dovecot.conf"], self.imap_port, b"* OK")
        self.run("postfix", ["postfix", "-c", self.root / "postfix", "start-fg"], self.smtp_port, b"220 ")

    def folders(self, owner):
        mail = self.root / "mail"
        mail.mkdir()
        os.chown(mail, owner.pw_uid, owner.pw_gid)
        postfix = pwd.getpwnam("postfix")
        (self.root / "queue").mkdir()
        for name in ["lib", "queue/private"]:
            folder = self.root / name
            folder.mkdir()
            os.chown(folder, postfix.pw_uid, grp.getgrnam("root").gr_gid)

    def run(self, name, command, port, greeting):
        log = open(self.root / f"{name}.out", "wb")
        program = subprocess.Popen(
            list(map(str, command)), stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
        self.started.append(program)
        deadline = time.monotonic() + 30
        while not greets(port, greeting):
            if program.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{name} does not answer")
            time.sleep(0.05)

    def stop(self):
        """Ends what was started here, by the ids of its sessions, and removes the folder."""
        for session in self.sessions():
            end(session)
        if hasattr(self, "tokens"):
            self.tokens.shutdown()
            self.tokens.server_close()
        for program in self.started:
            program.wait(timeout=10)
        shutil.rmtree(self.root, ignore_errors=True)

    def sessions(self):
        """Postfix's master leaves the session it was started in for one of its own."""
        try:
            master = [int((self.root / "queue/pid/master.pid").read_text())]
        except (OSError, ValueError):
            master = []
        return master + [program.pid for program in reversed(self.started)]

    def account(self):
        return {
            "smtp_host": "localhost", "smtp_port": self.smtp_port, "username": USERNAME, "password": PASSWORD,
            "ca_file": str(self.root / "ca.pem"), "size_limit": SIZE_LIMIT, "imap_host": "localhost",
            "imap_port": self.imap_port, "imaps_port": self.imaps_port, "token": TOKEN,
            "root": str(self.root), "readers": [f"{name}@{DOMAIN}" for name in READERS],
            "mailbox_password": MAILBOX_PASSWORD, "log": str(self.root / "postfix.log"),
            "mail": str(self.root / "mail"),
        }

    def logs(self):
        for path in sorted(self.root.glob("*.out")) + sorted(self.root.glob("*.log")):
            print(f"--- {path.name}\n{path.read_text(errors='replace')[-4000:]}", file=sys.stderr)


def greets(port, greeting):
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as probe:
            return probe.recv(100).startswith(greeting)
    except OSError:
        return False


def end(session):
    """Asks every process of a session to end, and after ten seconds makes them."""
    for sign, patience in ((signal.SIGTERM, 10), (signal.SIGKILL, 2)):
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            try:
                os.killpg(session, sign)
            except (ProcessLookupError, PermissionError):
                return
            reap()
            time.sleep(0.05)


def reap():
    """Takes leave of children that have ended, so that their session counts as gone."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass


def main():
    for sign in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(sign, lambda *_: sys.exit(1))
    # Between choosing a port and taking it somebody else may have: then once more with others.
    for attempt in range(5):
        servers = Servers()
        try:
            servers.start()
            print(json.dumps(servers.account()), flush=True)
            sys.stdin.read()
            return 0
        except RuntimeError as fault:
            print(f"attempt {attempt + 1}: {fault}", file=sys.stderr)
            servers.logs()
        finally:
            servers.stop()
    return 1


if __name__ == "__main__":
    sys.exit(main())
