"""How much of the disk a program takes. No quota of the system can be had without being root, so it is looked at."""

import contextlib
import errno
import os
import stat
import threading
import time

from .own_files import open_folder

MEBIBYTE = 1024**2
# https://docs.aws.amazon.com/lambda/latest/dg/configuration-ephemeral-storage.html
DEFAULT = 512 * MEBIBYTE
# As many as there is room for in a file system of that size that AWS makes; an empty one takes room, too.
MOST_FILES = 100_000
# Looked at when so much less of the disk is free, or so much time has passed.
STEP = 32 * MEBIBYTE
SECONDS = 5

CHANGED_MEANWHILE = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.EAGAIN)

_declared = threading.local()


@contextlib.contextmanager
def declared(mebibytes):
    """What is started in it by this thread may take so much."""
    _declared.size = mebibytes * MEBIBYTE
    try:
        yield
    finally:
        _declared.size = None


def size():
    """Bytes that a program which is started now may take."""
    return getattr(_declared, "size", None) or DEFAULT


class Storage:
    """A folder in which a program may take `most` bytes."""

    def __init__(self, folder, most):
        self.folder = folder
        self.most = most
        self.before = self.free = _free(folder)
        self.looked = time.monotonic()

    def is_full(self, processes):
        """Whether the program takes too much. `processes` gives the numbers of all that are its own."""
        free = _free(self.folder)
        self.free = max(free, self.free)
        if self.free - free < STEP and time.monotonic() - self.looked < SECONDS:
            return False
        full = self._takes_too_much(processes, self.before - free > self.most)
        self.free, self.looked = free, time.monotonic()
        return full

    def _takes_too_much(self, processes, much_is_gone):
        found = {}
        try:
            self._add_files(found)
            removed = [_removed_files(pid, os.stat(self.folder).st_dev) for pid in processes]
        except OSError:
            # It hides from who looks (EACCES), or goes deeper than a path is long.
            return much_is_gone
        for each in removed:
            for file, blocks in each.items():
                found[file] = found.get(file) if blocks is None else blocks
        # What is mapped but neither open nor named has no size that may be seen.
        unseen = any(blocks is None for blocks in found.values())
        return len(found) > MOST_FILES or sum(filter(None, found.values())) > self.most or (unseen and much_is_gone)

    def _add_files(self, found):
        root = os.open(self.folder, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            left = ["."]
            while left and len(found) <= MOST_FILES:
                left.extend(_add_folder(root, left.pop(), found))
        finally:
            os.close(root)


def _add_folder(root, path, found):
    """Adds the files of a folder, by what they are and with their size. The answer: paths of the folders in it."""
    try:
        opened = open_folder(root, path)
    except OSError as problem:
        if problem.errno in CHANGED_MEANWHILE:
            return []
        raise
    folders = []
    try:
        with os.scandir(opened) as entries:
            for entry in entries:
                try:
                    state = entry.stat(follow_symlinks=False)
                except FileNotFoundError:
                    continue
                found[state.st_ino] = state.st_blocks * 512
                if stat.S_ISDIR(state.st_mode):
                    folders.append(f"{path}/{entry.name}")
                if len(found) > MOST_FILES:
                    break
    finally:
        os.close(opened)
    return folders


def _removed_files(pid, device):
    """Files that have no name any more, and stay until a process lets them go."""
    found = {}
    try:
        with open(f"/proc/{pid}/maps", encoding="utf-8", errors="replace") as file:
            for line in file:
                where = line.split(maxsplit=5)
                if len(where) == 6 and where[5].endswith("(deleted)\n") and _device(where[3]) == device:
                    found[int(where[4])] = None
        for name in os.listdir(f"/proc/{pid}/fd"):
            with contextlib.suppress(FileNotFoundError):
                state = os.stat(f"/proc/{pid}/fd/{name}")
                if state.st_nlink == 0 and state.st_dev == device:
                    found[state.st_ino] = state.st_blocks * 512
    except OSError as problem:
        if problem.errno not in (errno.ENOENT, errno.ESRCH):
            raise
    return found


def _device(text):
    major, minor = text.split(":")
    return os.makedev(int(major, 16), int(minor, 16))


def _free(folder):
    state = os.statvfs(folder)
    return state.f_bfree * state.f_frsize
