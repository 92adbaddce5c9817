"""Runs a program that refuses to run as root.

    python -I as_nobody.py map|drop PROGRAM [ARGUMENT ...]

map: in a user namespace in which root has the number 65534. To everybody else it stays root: nothing changes hands.
drop: as user 65534 proper, who must own the files.
"""

import ctypes
import os
import sys

NOBODY = 65534
CLONE_NEWUSER = 0x10000000


def enter_namespace():
    uid, gid = os.geteuid(), os.getegid()
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWUSER) != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    for name, text in (("setgroups", "deny"), ("uid_map", f"{NOBODY} {uid} 1"), ("gid_map", f"{NOBODY} {gid} 1")):
        with open(f"/proc/self/{name}", "w", encoding="ascii") as file:
            file.write(text)


def drop():
    os.setgroups([])
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)


if __name__ == "__main__":
    try:
        {"map": enter_namespace, "drop": drop}[sys.argv[1]]()
        os.execv(sys.argv[2], sys.argv[2:])
    except OSError as problem:
        print(f"as_nobody {sys.argv[1]}: {problem}", file=sys.stderr, flush=True)
        sys.exit(77)
