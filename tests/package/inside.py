#!/usr/bin/env python3
"""Tries the Debian package inside a booted Debian of its own; `run.sh` boots it. A line for each thing tried; the last one counts them."""

import datetime
import json
import os
import pathlib
import signal
import subprocess
import sys
import time
import traceback

DEB = "/mnt/sendoff.deb"
CONFIG = pathlib.Path("/etc/sendoff")
STATE = "/var/lib/sendoff"
DAY = datetime.timedelta(days=1)
counts = {"passed": 0, "failed": 0}


def run(*command, **more):
    return subprocess.run(command, text=True, capture_output=True, timeout=120, **more)


def check(what, is_so, more=""):
    counts["passed" if is_so else "failed"] += 1
    print(f"{'ok  ' if is_so else 'FAIL'} {what}" + ("" if is_so else f": {more}"), flush=True)
    return is_so


def done(what, *command, **more):
    ended = run(*command, **more)
    check(what, ended.returncode == 0, f"{ended.returncode} {ended.stdout} {ended.stderr}")
    return ended.stdout


def until(what, is_so, patience=60):
    """Waits until something is so."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if is_so():
            return check(what, True)
        time.sleep(0.1)
    return check(what, False, "not in time")


def shown(unit, *names):
    output = run("systemctl", "show", unit, *[f"--property={name}" for name in names]).stdout
    values = dict(line.split("=", 1) for line in output.splitlines() if "=" in line)
    return [values.get(name, "") for name in names]


def is_active(unit):
    return shown(unit, "ActiveState") == ["active"]


def journal(unit, *more):
    return run("journalctl", "--unit", unit, "--no-pager", *more).stdout


def logged(unit, words, after=None):
    return words in journal(unit, *([f"--after-cursor={after}"] if after else []))


def cursor():
    """The journal's last line so far."""
    return run("journalctl", "--lines=0", "--show-cursor").stdout.partition("-- cursor: ")[2].strip()


def served(*way):
    """Whether a page comes, and with which code: without a link it is one that says so."""
    code = run("curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", "--max-time", "60", *way).stdout
    return code == "404", code


def sendoff(*arguments, config=CONFIG, state=STATE):
    return run("/usr/bin/sendoff", "--config", str(config), "--state", state, *arguments)


def drop_in(unit, text):
    folder = pathlib.Path(f"/etc/systemd/system/{unit}.d")
    folder.mkdir(exist_ok=True)
    (folder / "try.conf").write_text(text)
    run("systemctl", "daemon-reload")


def settings(account, web=None, mailbox=True):
    lines = [
        '[organisation]', 'name = "Mentors"', '[mail]', f'from = "Mentors <{account["username"]}>"', 'transport = "smtp"',
        '[mail.smtp]', 'host = "mail.mentors.test"', f'port = {account["smtp_port"]}', 'security = "starttls"',
        f'username = "{account["username"]}"', 'password = { credential = "smtp" }',
        '[guard]', 'new_programmes = "go"', 'settle = "0 minutes"', '[metrics]', 'listen = "127.0.0.1:9480"',
    ]
    if mailbox:
        lines += ['[mailbox]', 'host = "mail.mentors.test"', f'port = {account["imaps_port"]}', f'username = "{account["username"]}"',
                  'password = { credential = "imap" }']
    if web:
        lines += ['[web]', f'listen = "{web}"', 'url = "https://endings.mentors.test"']
    return "\n".join(lines) + "\n"


def organise(folder, account, mentor, mentee, **more):
    """A programme whose two invitations are due now."""
    (folder / "programmes").mkdir(parents=True, exist_ok=True)
    today = datetime.date.today()
    (folder / "sendoff.toml").write_text(settings(account, **more))
    (folder / "programmes/now.toml").write_text(
        f'name = "Now"\nends = {today + 40 * DAY}\ntimezone = "UTC"\nlanguage = "en"\ncontact_after = "free"\n'
        f'coordinator = {{ name = "Ada", email = "ada@readers.test" }}\n[sending]\nhours = "00:00-23:59"\ndays = "Mon-Sun"\n')
    (folder / "programmes/now.csv").write_text(
        "pair,mentor_name,mentor_email,mentee_name,mentee_email,session\n"
        f"p1,{mentor.title()},{mentor}@readers.test,{mentee.title()},{mentee}@readers.test,{today + 20 * DAY} 14:00\n")


def credentials(folder, account):
    folder.mkdir(parents=True, exist_ok=True)
    os.chmod(folder, 0o700)
    for name in ("smtp", "imap"):
        (folder / name).write_text(account["password"] + "\n")
        os.chmod(folder / name, 0o600)


def letters(account, reader):
    folder = pathlib.Path(account["mail"]) / reader / "new"
    return len(list(folder.iterdir())) if folder.is_dir() else 0


def installed():
    out = done("the package installs under a running systemd", "dpkg", "--install", DEB)
    check("nothing is complained about", "warning" not in out.lower(), out)
    check("the user is there", run("getent", "passwd", "sendoff").returncode == 0)
    of = lambda path: run("stat", "--format=%A %U:%G", path).stdout.strip()
    check("the configuration folder is for root and the service", of("/etc/sendoff") == "drwxr-x--- root:sendoff", of("/etc/sendoff"))
    check("credentials are root's", of("/etc/sendoff/credentials") == "drwx------ root:root", of("/etc/sendoff/credentials"))
    check("the service is enabled", run("systemctl", "is-enabled", "sendoff").stdout.strip() == "enabled")
    active, condition, result = shown("sendoff", "ActiveState", "ConditionResult", "Result")
    check("and waits for a configuration", (active, condition, result) == ("inactive", "no", "success"), (active, condition, result))
    failed = run("systemctl", "--failed", "--plain", "--no-legend").stdout
    check("no unit failed", not failed.strip(), failed)
    done("the units are sound", "systemd-analyze", "verify", "--man=no", "sendoff.service", "sendoff@x.service", "sendoff.socket")


def runs(account):
    done("init writes the starter", "/usr/bin/sendoff", "init", "/etc/sendoff")
    ended = run("systemctl", "start", "sendoff")
    check("the untouched starter is refused, with words", ended.returncode != 0 and logged("sendoff", "`sendoff check` says what is wrong"))
    run("systemctl", "stop", "sendoff")
    for path in (CONFIG / "programmes").iterdir():
        path.unlink()
    for path in (CONFIG / "roadmaps").iterdir():
        path.unlink()
    organise(CONFIG, account, "jonas", "mira")
    credentials(CONFIG / "credentials", account)
    before = time.monotonic()
    done("it starts", "systemctl", "start", "sendoff")
    print(f"     ready after {time.monotonic() - before:.2f} s")
    check("it is active, as it said itself", shown("sendoff", "ActiveState", "SubState", "NotifyAccess") == ["active", "running", "main"])
    until("letters go: DNS, TLS, the credential and the login work under the unit's limits",
          lambda: letters(account, "jonas") == 1 and letters(account, "mira") == 1)
    until("the mailbox is read over TLS", lambda: "sendoff_mailbox_read_timestamp_seconds 1" in run("curl", "-s", "127.0.0.1:9480/metrics").stdout)
    status = lambda: run("systemctl", "status", "sendoff").stdout.partition("Status: \"")[2].partition("\n")[0]
    until("systemctl status says what waits", lambda: "Letters: " in status() or "No letter waits" in status())
    print("    ", shown("sendoff", "StatusText"))
    check("and as whom it runs", run("ps", "-o", "user=", "-C", "sendoff").stdout.strip() == "sendoff")
    health = run("curl", "-s", "127.0.0.1:9480/healthz").stdout
    check("it is healthy", health == '{"live":true,"ready":true}\n', health)
    rows = [json.loads(line) for line in journal("sendoff", "-o", "json", "SENDOFF_PAIR=p1").splitlines()]
    check("the journal has fields", len(rows) >= 2 and all(row["SENDOFF_STEP"] and row["SENDOFF_OUTCOME"] for row in rows), rows)
    check("of its own name and weight", {(row["SYSLOG_IDENTIFIER"], row["PRIORITY"]) for row in rows} <= {("sendoff", "5"), ("sendoff", "6")}, rows)
    everything = journal("sendoff", "-o", "verbose")
    check("no address and no name in the journal", "@readers.test" not in everything and "Jonas" not in everything, everything)
    folder = run("stat", "--format=%A %U", STATE).stdout.strip()
    check("what it remembers is its own", folder == "drwx------ sendoff", folder)


def commands():
    status = sendoff("status", "--json")
    check("root asks with the ordinary commands", status.returncode == 0 and '"pair":"p1"' in status.stdout, status.stdout + status.stderr)
    check("root pauses", sendoff("pause").returncode == 0)
    until("and the daemon hears of it at once", lambda: "Paused" in shown("sendoff", "StatusText")[0], 15)
    check("root resumes", sendoff("resume", "--yes").returncode == 0)
    until("and the daemon hears of that", lambda: "Paused" not in shown("sendoff", "StatusText")[0], 15)
    check("nothing of root's is left among its files", not run("find", STATE, "-user", "root").stdout, run("ls", "-la", STATE).stdout)
    allowed = run("setpriv", "--reuid=sendoff", "--regid=sendoff", "--clear-groups", "/usr/bin/sendoff", "--config", str(CONFIG), "--state", STATE, "status")
    check("the service's own user may ask, too", allowed.returncode == 0, allowed.stderr)


def reloads():
    sheet = CONFIG / "programmes/now.csv"
    start = cursor()
    check("the journal says how far it is", start, start)
    new = sheet.with_suffix(".new")
    new.write_text(sheet.read_text().replace(",Mira,", ",Mirabel,"))
    new.rename(sheet)
    until("an edit is noticed by itself", lambda: logged("sendoff", "the files are read again", start), 30)
    done("reload works", "systemctl", "reload", "sendoff")
    good = (CONFIG / "sendoff.toml").read_text()
    (CONFIG / "sendoff.toml").write_text(good + "[nonsense]\n")
    check("reload fails when the files cannot be used", run("systemctl", "reload", "sendoff").returncode != 0)
    check("and the service goes on", is_active("sendoff"))
    (CONFIG / "sendoff.toml").write_text(good)
    done("reload works again", "systemctl", "reload", "sendoff")
    start = cursor()
    done("SIGHUP", "systemctl", "kill", "--signal=HUP", "sendoff")
    until("does the same", lambda: logged("sendoff", "the files are read again", start), 15)


def watched():
    drop_in("sendoff.service", "[Service]\nWatchdogSec=4\nRestartSec=1\n")
    done("restart", "systemctl", "restart", "sendoff")
    time.sleep(10)
    main, restarts = shown("sendoff", "MainPID", "NRestarts")
    check("the watchdog leaves a living loop alone", restarts == "0", restarts)
    if main == "0":
        return
    os.kill(int(main), signal.SIGSTOP)
    until("a process that stands still is started again", lambda: shown("sendoff", "NRestarts")[0] == "1" and is_active("sendoff"), 60)
    other = shown("sendoff", "MainPID")[0]
    check("as another process", other not in (main, "0"), other)
    drop_in("sendoff.service", "")


def stops():
    done("restart", "systemctl", "restart", "sendoff")
    before = time.monotonic()
    done("stop", "systemctl", "stop", "sendoff")
    took = time.monotonic() - before
    check(f"within five seconds ({took:.2f} s)", took < 5)
    check("as a success", shown("sendoff", "Result", "ExecMainStatus") == ["success", "0"])
    done("start", "systemctl", "start", "sendoff")


def handed_over(account):
    organise(CONFIG, account, "jonas", "mira", web="systemd")
    run("systemctl", "stop", "sendoff")
    folder = pathlib.Path("/etc/systemd/system/sendoff.socket.d")
    folder.mkdir(exist_ok=True)
    (folder / "try.conf").write_text("[Socket]\nListenStream=\nListenStream=127.0.0.1:443\n")
    run("systemctl", "daemon-reload")
    done("the socket opens", "systemctl", "start", "sendoff.socket")
    check("whoever comes starts the service and is served, on a port that only root may open", *served("http://127.0.0.1:443/"))
    check("the service runs", is_active("sendoff"))
    done("it restarts with the same socket", "systemctl", "restart", "sendoff")
    check("and serves again", *served("http://127.0.0.1:443/"))
    run("systemctl", "stop", "sendoff.socket", "sendoff")
    organise(CONFIG, account, "jonas", "mira")
    done("without the socket again", "systemctl", "start", "sendoff")


def several(account):
    for name, mentor, mentee in (("north", "kofi", "lena"), ("south", "omar", "tove")):
        folder = CONFIG / name
        organise(folder, account, mentor, mentee, mailbox=False, web=f"unix:/run/sendoff@{name}/pages.sock")
        (folder / "sendoff.toml").write_text((folder / "sendoff.toml").read_text().replace("9480", "9481" if name == "north" else "9482"))
        credentials(folder / "credentials", account)
        done(f"sendoff@{name} starts beside the others", "systemctl", "start", f"sendoff@{name}")
    for name, mentor in (("north", "kofi"), ("south", "omar")):
        until(f"sendoff@{name} sends its letters", lambda mentor=mentor: letters(account, mentor) == 1)
    users = {run("ps", "-o", "user:32=", "-p", shown(f"sendoff@{name}", "MainPID")[0]).stdout.strip() for name in ("north", "south")}
    check("each as somebody else", len(users) == 2 and not users & {"", "root", "sendoff"}, users)
    main = shown("sendoff@north", "MainPID")[0]
    inside = run("nsenter", "--target", main, "--mount", "ls", "/etc/sendoff").stdout.split()
    check("one sees nothing of another's files", inside == ["north"], inside)
    done("one reloads", "systemctl", "reload", "sendoff@north")
    status = sendoff("status", "--json", config=CONFIG / "north", state="/var/lib/sendoff@north")
    check("root asks about one of them", status.returncode == 0 and "p1" in status.stdout, status.stderr)
    on_a_socket = ("--unix-socket", "/run/sendoff@north/pages.sock", "http://x/")
    check("its pages are on a socket", *served(*on_a_socket))
    done("one stops", "systemctl", "stop", "sendoff@south")
    check("and the others go on", is_active("sendoff@north") and is_active("sendoff"))
    check("sockets and all", *served(*on_a_socket))
    done("the first one restarts", "systemctl", "restart", "sendoff")
    done("one is enabled", "systemctl", "enable", "sendoff@north")
    check("no letter went twice", letters(account, "kofi") == letters(account, "lena") == 1)
    done("it starts again with what it knew", "systemctl", "start", "sendoff@south")
    time.sleep(2)
    check("and sends nothing twice", letters(account, "omar") == 1)


def hardened():
    for unit in ("sendoff.service", "sendoff@north.service"):
        done(f"{unit} is exposed by no more than 1.5", "systemd-analyze", "security", "--threshold=15", "--no-pager", unit)
    denied = journal("sendoff") + journal("sendoff@north")
    check("nothing it does is forbidden to it", not any(word in denied for word in ("Permission denied", "not permitted", "code=dumped")), denied[-3000:])


def upgraded(account):
    before = {reader: letters(account, reader) for reader in ("jonas", "mira", "kofi")}
    main = [shown(unit, "MainPID")[0] for unit in ("sendoff", "sendoff@north")]
    done("an upgrade installs", "dpkg", "--install", DEB)
    until("and restarts what runs", lambda: is_active("sendoff") and is_active("sendoff@north") and
          all(shown(unit, "MainPID")[0] not in ("0", old) for unit, old in zip(("sendoff", "sendoff@north"), main)))
    time.sleep(2)
    check("nothing goes twice", before == {reader: letters(account, reader) for reader in before})


def gone():
    done("removing works", "dpkg", "--remove", "sendoff")
    check("nothing runs", not run("pgrep", "-x", "sendoff").stdout)
    check("configuration and memory stay", (CONFIG / "sendoff.toml").exists() and pathlib.Path(STATE, "sendoff.db").exists())
    done("installing again works", "dpkg", "--install", DEB)
    until("and goes on", lambda: is_active("sendoff"))
    done("purging works", "dpkg", "--purge", "sendoff")
    left = [path for path in ("/etc/sendoff", "/var/lib/sendoff", "/run/sendoff", "/usr/bin/sendoff") if pathlib.Path(path).exists()]
    left += [str(path) for folder in ("/var/lib", "/var/lib/private", "/run", "/etc/systemd/system/multi-user.target.wants") for path in pathlib.Path(folder).glob("sendoff*") if path.name != "sendoff-package"]
    check("and leaves nothing", not left, left)
    check("not even the user", run("getent", "passwd", "sendoff").returncode != 0)
    failed = run("systemctl", "--failed", "--plain", "--no-legend").stdout
    check("no unit failed", not failed.strip(), failed)


def main():
    servers = subprocess.Popen([sys.executable, "-B", "/mnt/conformance/servers.py"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    account = json.loads(servers.stdout.readline())
    authority = pathlib.Path("/usr/local/share/ca-certificates/try.crt")
    authority.write_text(pathlib.Path(account["ca_file"]).read_text())
    run("update-ca-certificates")
    names = subprocess.Popen(["dnsmasq", "--no-daemon", "--no-hosts", "--no-resolv", "--listen-address=127.0.0.1", "--address=/mail.mentors.test/127.0.0.1"])
    pathlib.Path("/etc/resolv.conf").write_text("nameserver 127.0.0.1\n")
    for part in (installed, lambda: runs(account), commands, reloads, watched, stops, lambda: handed_over(account), lambda: several(account), hardened,
                 lambda: upgraded(account), gone):
        try:
            part()
        except Exception:
            check("no surprise", False, traceback.format_exc())
    pathlib.Path("/mnt/out/journal").write_text(run("journalctl", "--no-pager", "-o", "short-monotonic").stdout)
    names.terminate()
    servers.stdin.close()
    servers.wait(timeout=30)
    print(f"\n{counts['passed']} passed, {counts['failed']} failed")
    return 1 if counts["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
