"""Mode and times of files in the folder that a program may write to, changed for it."""

import errno
import os
import struct
import time

from .kernel import call

HERE = -100
RESOLVE_BENEATH = 0x08
NOW, LEAVE = (1 << 30) - 1, (1 << 30) - 2
NOT_THROUGH_LINK = 0x100


def is_below(folder, descriptor):
    path = os.readlink(f"/proc/self/fd/{descriptor}")
    return path == folder or path.startswith(f"{folder}/")


def change_mode(folder, thread, base, path, mode):
    _on_own(folder, thread, base, path, 0, lambda name: os.chmod(name, mode & 0o777))


def change_times(folder, thread, base, path, times, flags):
    _on_own(folder, thread, base, path, flags, lambda name: set_times(name, times))


def set_times(file, times):
    """`times`: two `struct timespec`, in which a number of nanoseconds may stand for now or for the present one."""
    if times is None:
        os.utime(file)
        return
    seconds = struct.unpack("=4q", times)
    state = os.stat(file)
    wanted = []
    for whole, part, present in ((*seconds[:2], state.st_atime_ns), (*seconds[2:], state.st_mtime_ns)):
        wanted.append(present if part == LEAVE else time.time_ns() if part == NOW else whole * 10**9 + part)
    os.utime(file, ns=tuple(wanted))


def _on_own(folder, thread, base, path, flags, change):
    """Finds the file below the folder, wherever links in the path would lead, and changes that very one."""
    if not os.path.isabs(path):
        start = os.readlink(f"/proc/{thread}/cwd" if base == HERE else f"/proc/{thread}/fd/{base}")
        path = os.path.join(start, path)
    if path != folder and not path.startswith(f"{folder}/"):
        raise PermissionError(errno.EPERM, "not a file of the program")
    root = os.open(folder, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        found = _open_beneath(root, os.path.relpath(path, folder), flags)
    finally:
        os.close(root)
    try:
        change(f"/proc/self/fd/{found}")
    finally:
        os.close(found)


def _open_beneath(root, path, flags):
    nofollow = os.O_NOFOLLOW if flags & NOT_THROUGH_LINK else 0
    how = struct.pack("=QQQ", os.O_PATH | os.O_CLOEXEC | nofollow, 0, RESOLVE_BENEATH)
    try:
        return call("openat2", root, os.fsencode(path), how, len(how))
    except OSError as problem:
        if problem.errno != errno.EXDEV:
            raise
        raise PermissionError(errno.EPERM, "a link leads to another's file") from problem
