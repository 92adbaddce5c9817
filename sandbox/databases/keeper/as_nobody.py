"""Runs a program that refuses to run as root.

    python -I as_nobody.py map|drop PROGRAM [ARGUMENT ...]

map: in a user namespace in which root has the number 65534. To everybody else it stays root: nothing changes hands.
drop: as user 65534 proper, who must own the files. Where the folders above are closed to everybody but root, they stay so:
the program may pass through them (ambient capabilities, capabilities(7)).
"""

import ctypes
import os
import sys

NOBODY = 65534
CLONE_NEWUSER = 0x10000000
PR_SET_KEEPCAPS, PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE = 8, 47, 2
CAP_DAC_OVERRIDE = 1
CAPABILITY_VERSION = 0x20080522


def enter_namespace():
    uid, gid = os.geteuid(), os.getegid()
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWUSER) != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    for name, text in (("setgroups", "deny"), ("uid_map", f"{NOBODY} {uid} 1"), ("gid_map", f"{NOBODY} {gid} 1")):
        with open(f"/proc/self/{name}", "w", encoding="ascii") as file:
            file.write(text)


def drop():
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0)
    os.setgroups([])
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)
    # Without the capability to give away, the folders have to be open: whoever calls finds out.
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION, 0)
    bit = 1 << CAP_DAC_OVERRIDE
    sets = (ctypes.c_uint32 * 6)(bit, bit, bit, 0, 0, 0)
    if libc.capset(header, sets) == 0:
        libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_DAC_OVERRIDE, 0, 0)


if __name__ == "__main__":
    try:
        {"map": enter_namespace, "drop": drop}[sys.argv[1]]()
        os.execv(sys.argv[2], sys.argv[2:])
    except OSError as problem:
        print(f"as_nobody {sys.argv[1]}: {problem}", file=sys.stderr, flush=True)
        sys.exit(77)
