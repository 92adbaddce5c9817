"""Processes of one program: all that are in its session, which none of them can leave."""

import os
import signal

# As the kernel names it (proc_pid_maps(5)).
SHARED_MEMORY = "/dev/zero (deleted)\n"


def members(session):
    """Numbers of the processes in a session, with their groups and how many threads they have."""
    found = {}
    for name in os.listdir("/proc"):
        stat = _stat(name) if name.isdigit() else None
        if stat and int(stat[3]) == session and stat[0] not in "ZX":
            found[int(name)] = (int(stat[2]), int(stat[17]))
    return found


def memory_of(pid):
    """Bytes of memory that a process holds, without what it has of files (proc_pid_status(5)); none if it is gone."""
    try:
        with open(f"/proc/{pid}/status", encoding="utf-8", errors="replace") as file:
            return sum(int(line.split()[1]) * 1024 for line in file if line.startswith(("RssAnon:", "RssShmem:")))
    except (OSError, ValueError, IndexError):
        return 0


def shares_memory(pid):
    """Whether a process maps memory that others could map, too, and that is no file's; so says one that can't be looked at."""
    try:
        with open(f"/proc/{pid}/maps", encoding="utf-8", errors="replace") as file:
            return any(line.endswith(SHARED_MEMORY) for line in file)
    except (FileNotFoundError, ProcessLookupError):
        return False
    except OSError:
        return True


def send(pid, session, number):
    """Signals a process if it is in the session; False if it isn't. The descriptor stands for no later one of its number."""
    try:
        process = os.pidfd_open(pid)
    except OSError:
        return False
    try:
        stat = _stat(str(pid))
        if not stat or int(stat[3]) != session:
            return False
        signal.pidfd_send_signal(process, number)
        return True
    except ProcessLookupError:
        return False
    finally:
        os.close(process)


def end(session):
    """Kills all of a session, also those that come to be meanwhile."""
    for _ in range(100):
        left = members(session)
        if not left:
            return
        for pid in left:
            send(pid, session, signal.SIGKILL)


def process_of(thread):
    """Number of the process that a thread belongs to; None if it is gone."""
    try:
        with open(f"/proc/{thread}/status", encoding="utf-8", errors="replace") as file:
            return next(int(line.split()[1]) for line in file if line.startswith("Tgid:"))
    except (OSError, StopIteration):
        return None


def _stat(name):
    """Fields from the state on (proc_pid_stat(5)); counted after the last `)` because the name may hold spaces."""
    try:
        with open(f"/proc/{name}/stat", encoding="utf-8", errors="replace") as file:
            stat = file.read()
    except OSError:
        return None
    return stat[stat.rindex(")") + 2 :].split(" ")
