"""Which files a process and all that it starts can open, make, change and remove (Landlock)."""

import ctypes
import os
import stat

from .kernel import call

EXECUTE, WRITE_FILE, READ_FILE, READ_FOLDER = 1 << 0, 1 << 1, 1 << 2, 1 << 3
REFER, TRUNCATE, DEVICES = 1 << 13, 1 << 14, 1 << 15
# Of a file, as opposed to a folder with all in it.
OF_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | DEVICES
READ = EXECUTE | READ_FILE | READ_FOLDER
# Neither devices nor sockets are made.
MAKE_CHARACTER_DEVICE, MAKE_SOCKET, MAKE_BLOCK_DEVICE = 1 << 6, 1 << 9, 1 << 11
SCOPE_ABSTRACT_SOCKETS, SCOPE_SIGNALS = 1 << 0, 1 << 1

ASK_VERSION = 1
PATH_BENEATH = 1


class Rules(ctypes.Structure):
    _fields_ = [("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scoped", ctypes.c_uint64)]


class PathRule(ctypes.Structure):
    _pack_ = 1
    _fields_ = [("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32)]


def version():
    """Version of what the kernel offers. OSError where it offers nothing."""
    return call("landlock_create_ruleset", None, 0, ASK_VERSION)


def restrict(read, write):
    """Leaves this process the paths of `read`, and what is in the folders and devices of `write`. Needs no_new_privs."""
    edition = version()
    handled = (1 << 13) - 1
    for least, right in ((2, REFER), (3, TRUNCATE), (5, DEVICES)):
        handled |= right if edition >= least else 0
    scoped = SCOPE_ABSTRACT_SOCKETS | SCOPE_SIGNALS if edition >= 6 else 0
    # An older kernel knows fewer fields, and refuses more.
    size = 8 if edition < 4 else 16 if edition < 6 else 24
    rules = Rules(handled, 0, scoped)
    ruleset = call("landlock_create_ruleset", ctypes.byref(rules), size, 0)
    try:
        for path in read:
            _allow(ruleset, path, READ & handled)
        for path in write:
            made = MAKE_CHARACTER_DEVICE | MAKE_BLOCK_DEVICE | MAKE_SOCKET
            _allow(ruleset, path, handled & ~made)
        call("landlock_restrict_self", ruleset, 0)
    finally:
        os.close(ruleset)


def _allow(ruleset, path, rights):
    """What isn't there needs no rule."""
    try:
        folder = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        if not stat.S_ISDIR(os.fstat(folder).st_mode):
            rights &= OF_FILES
        rule = PathRule(rights, folder)
        call("landlock_add_rule", ruleset, PATH_BENEATH, ctypes.byref(rule), 0)
    finally:
        os.close(folder)
