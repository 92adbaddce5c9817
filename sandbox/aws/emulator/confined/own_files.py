"""Mode and times of files that a program may write to, changed for it: Landlock doesn't ask whose they are."""

import errno
import os
import struct
import time

from . import removal
from .kernel import call
from .private_tmp import SHARED

HERE = -100
RESOLVE_NO_LINKS, RESOLVE_BENEATH = 0x04, 0x08
NOW, LEAVE = (1 << 30) - 1, (1 << 30) - 2
NOT_THROUGH_LINK = 0x100


class OwnFiles:
    """Files in a folder, which the program finds at `/tmp`, too, if `at_tmp`."""

    def __init__(self, folder, at_tmp):
        self.folder = folder
        self.names = [folder, SHARED] if at_tmp else [folder]

    def remove(self):
        removal.remove(self.folder)

    def hold(self, descriptor):
        return self._beneath(os.readlink(f"/proc/self/fd/{descriptor}")) is not None

    def change_mode(self, thread, base, path, mode):
        self._on_own(thread, base, path, 0, lambda name: os.chmod(name, mode & 0o777))

    def change_times(self, thread, base, path, times, flags):
        self._on_own(thread, base, path, flags, lambda name: self.set_times(name, times))

    @staticmethod
    def set_times(file, times):
        """`times`: two `struct timespec`, in which a number of nanoseconds may stand for now or for the present one."""
        if times is None:
            os.utime(file)
            return
        numbers = struct.unpack("=4q", times)
        state = os.stat(file)
        wanted = []
        for whole, part, present in ((*numbers[:2], state.st_atime_ns), (*numbers[2:], state.st_mtime_ns)):
            wanted.append(present if part == LEAVE else time.time_ns() if part == NOW else whole * 10**9 + part)
        os.utime(file, ns=tuple(wanted))

    def _on_own(self, thread, base, path, flags, change):
        """Finds the file below the folder, wherever links in the path would lead, and changes that very one."""
        if not os.path.isabs(path):
            start = os.readlink(f"/proc/{thread}/cwd" if base == HERE else f"/proc/{thread}/fd/{base}")
            path = os.path.join(start, path)
        beneath = self._beneath(path)
        if beneath is None:
            raise PermissionError(errno.EPERM, "not a file of the program")
        root = os.open(self.folder, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            found = _open_beneath(root, beneath, flags)
        finally:
            os.close(root)
        try:
            change(f"/proc/self/fd/{found}")
        finally:
            os.close(found)

    def _beneath(self, path):
        """The rest of a path in the folder; None elsewhere. It is not followed: whoever opens it does that."""
        for name in self.names:
            if path == name or path.startswith(f"{name}/"):
                return path[len(name) :].lstrip("/") or "."
        return None


def open_folder(root, path):
    """Opens a folder below one for reading, through no link; one that is closed to its owner is opened to it."""
    try:
        return _opened(root, path, os.O_RDONLY | os.O_DIRECTORY, RESOLVE_BENEATH | RESOLVE_NO_LINKS)
    except PermissionError:
        found = _opened(root, path, os.O_PATH | os.O_DIRECTORY, RESOLVE_BENEATH | RESOLVE_NO_LINKS)
        try:
            os.chmod(f"/proc/self/fd/{found}", 0o700)
        finally:
            os.close(found)
        return _opened(root, path, os.O_RDONLY | os.O_DIRECTORY, RESOLVE_BENEATH | RESOLVE_NO_LINKS)


def _opened(root, path, flags, resolve):
    how = struct.pack("=QQQ", flags | os.O_CLOEXEC, 0, resolve)
    return call("openat2", root, os.fsencode(path), how, len(how))


def _open_beneath(root, path, flags):
    nofollow = os.O_NOFOLLOW if flags & NOT_THROUGH_LINK else 0
    try:
        return _opened(root, path, os.O_PATH | nofollow, RESOLVE_BENEATH)
    except OSError as problem:
        if problem.errno != errno.EXDEV:
            raise
        raise PermissionError(errno.EPERM, "a link leads to another's file") from problem
