"""Removes a folder of a program that has ended, whatever it made of it."""

import os
import uuid


def remove(folder):
    """However deep it is, and whichever modes are in it. What can't be removed stays."""
    try:
        root = _open(folder)
    except OSError:
        return
    try:
        left = _emptied(root, root)
        while left:
            name = left.pop()
            left.extend(_removed(root, name))
    finally:
        os.close(root)
    _tried(os.rmdir, folder)


def _removed(root, name):
    """Removes a folder that stands in the root. The answer: names in the root of the folders that were in it."""
    try:
        opened = _open(name, root)
    except OSError:
        return []
    try:
        moved = _emptied(opened, root)
    finally:
        os.close(opened)
    _tried(os.rmdir, name, dir_fd=root)
    return moved


def _emptied(opened, root):
    """Removes the files of a folder. Those in it move to the root: a path as long as a program likes is none to open."""
    folders = []
    for entry in list(os.scandir(opened)):
        if not entry.is_dir(follow_symlinks=False):
            _tried(os.unlink, entry.name, dir_fd=opened)
            continue
        # One that can't be written to can't be moved.
        _tried(os.chmod, entry.name, 0o700, dir_fd=opened)
        name = entry.name if opened == root else f"left-{uuid.uuid4()}"
        if opened == root or _tried(os.rename, entry.name, name, src_dir_fd=opened, dst_dir_fd=root):
            folders.append(name)
    return folders


def _open(name, within=None):
    _tried(os.chmod, name, 0o700, dir_fd=within)
    return os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=within)


def _tried(do, *arguments, **more):
    try:
        do(*arguments, **more)
        return True
    except OSError:
        return False
