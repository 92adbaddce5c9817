"""PostgreSQL's programs, and the processes that they become."""

import os
import subprocess
import sys

WRAPPER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "as_nobody.py")
TRUE = "/usr/bin/true" if os.path.exists("/usr/bin/true") else "/bin/true"
SHELL = "/bin/sh"
NOBODY = 65534
ENVIRONMENT = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C", "TZ": "UTC"}

_way = None


class Unavailable(Exception):
    """No server can run on this machine; the message says why, and what to do."""


def folder():
    """Folder of `initdb` and `postgres`."""
    found = os.environ.get("BACKLOT_POSTGRES_BIN")
    if not found:
        raise Unavailable(os.environ.get("BACKLOT_POSTGRES_MISSING") or "PostgreSQL is not installed")
    return found


def command(program, *arguments):
    """The command line of one of the programs, for a user that it accepts: it refuses root."""
    line = [os.path.join(folder(), program), *arguments]
    way = way_for_root()
    return line if way is None else [sys.executable, "-I", WRAPPER, way, *line]


def owns_files():
    """Gives files to the user that the servers run as, where that is another than this one."""
    return NOBODY if way_for_root() == "drop" else None


def way_for_root():
    global _way
    if os.geteuid() != 0:
        return None
    if _way is None:
        for way in ("map", "drop"):
            tried = subprocess.run([sys.executable, "-I", WRAPPER, way, TRUE], capture_output=True, env=ENVIRONMENT)
            if tried.returncode == 0:
                _way = way
                break
        else:
            raise Unavailable(
                "PostgreSQL does not run as root, and this machine lets root neither make a user namespace nor become "
                "another user: run Backlot as a normal user, or set BACKLOT_SANDBOX_DATABASES=records"
            )
    return _way


def can_write(path):
    """Whether the user that the servers run as gets to a folder."""
    way = way_for_root()
    if way is None:
        return True
    line = [sys.executable, "-I", WRAPPER, way, SHELL, "-c", 'test -w "$0" && test -x "$0"', path]
    return subprocess.run(line, capture_output=True, env=ENVIRONMENT).returncode == 0


def identify(pid):
    """What tells a process from a later one of the same number, in the terms of process-identity.ts; None if it is gone."""
    if sys.platform == "linux":
        try:
            with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
                stat = file.read()
        except OSError:
            return None
        fields = stat[stat.rindex(")") + 2 :].split(" ")
        return None if fields[0] == "Z" else {"pid": pid, "startTime": fields[19]}
    started = _ps(pid, "lstart=")
    return {"pid": pid, "startTime": started} if started else None


def is_alive(identity):
    return bool(identity) and identify(identity["pid"]) == {"pid": identity["pid"], "startTime": identity["startTime"]}


def command_line(pid):
    if sys.platform != "linux":
        return _ps(pid, "command=")
    try:
        with open(f"/proc/{pid}/cmdline", "rb") as file:
            return file.read().replace(b"\0", b" ").decode("utf-8", "replace").strip()
    except OSError:
        return ""


def _ps(pid, column):
    done = subprocess.run(["ps", "-p", str(pid), "-o", column], capture_output=True, text=True, env=ENVIRONMENT)
    return done.stdout.strip()
