"""`/tmp` as a function has it: where user namespaces are allowed, its own folder stands there.

Where they aren't, as on Ubuntu since 24.04, `/tmp` is closed to it, and TMPDIR is where it can write.
https://docs.aws.amazon.com/lambda/latest/dg/configuration-ephemeral-storage.html
"""

import ctypes
import os

from .kernel import call, checked, libc

NEW_NAMESPACES = 0x10000000 | 0x00020000
BIND, PRIVATE_BELOW = 4096, (1 << 18) | 16384
SHARED = "/tmp"


def give(folder, needed):
    """Whether `folder` stands at `/tmp` now. Not where something that is needed lies there."""
    if any(os.path.realpath(path).startswith(f"{SHARED}/") for path in (folder, *needed)):
        return False
    # Half of it can't be undone: another process finds out whether all of it works.
    child = os.fork()
    if child == 0:
        os._exit(0 if _stands(folder) else 1)
    return os.waitpid(child, 0)[1] == 0 and _stands(folder)


def _stands(folder):
    uid, gid = os.geteuid(), os.getegid()
    try:
        call("unshare", NEW_NAMESPACES)
        for name, text in (("setgroups", "deny"), ("uid_map", f"{uid} {uid} 1"), ("gid_map", f"{gid} {gid} 1")):
            with open(f"/proc/self/{name}", "w", encoding="ascii") as file:
                file.write(text)
        _mount(None, "/", PRIVATE_BELOW)
        _mount(folder, SHARED, BIND)
    except OSError:
        return False
    return True


def _mount(source, target, flags):
    given = None if source is None else os.fsencode(source)
    checked(libc.mount(given, os.fsencode(target), None, ctypes.c_ulong(flags), None), "mount")
