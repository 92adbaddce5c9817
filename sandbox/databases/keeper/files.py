"""Folders of the servers, and copies of them."""

import errno
import json
import os
import shutil

from . import programs

MEBIBYTE = 1024 * 1024
# A new server with its first backup, and room to work.
NEEDED_FREE = 256 * MEBIBYTE


class DiskFull(Exception):
    """Too little space for what was asked."""


def make_folder(path):
    os.makedirs(path, mode=0o700, exist_ok=True)
    give(path)


def give(path):
    """Lets the servers' user have a file; usually it has."""
    owner = programs.owns_files()
    if owner is not None:
        os.chown(path, owner, owner)


def give_tree(path):
    if programs.owns_files() is None:
        return
    for folder, _, names in os.walk(path):
        give(folder)
        for name in names:
            give(os.path.join(folder, name))


def check_reachable(path):
    """Where the servers run as another user, that user must be able to get to their folders."""
    if not programs.can_write(path):
        raise programs.Unavailable(
            f"PostgreSQL has to run as user {programs.NOBODY} here (root may make no user namespace), who cannot get to "
            f"{path}: run Backlot as a normal user, or set BACKLOT_STATE_DIR to a folder that everybody can get to"
        )


def check_space(path, needed=NEEDED_FREE):
    free = shutil.disk_usage(path).free
    if free < needed:
        raise DiskFull(
            f"the disk of {path} has {free // MEBIBYTE} MiB free, and {needed // MEBIBYTE} MiB are needed: free some, "
            "or set BACKLOT_STATE_DIR to a folder on another disk"
        )


def size_of(path):
    total = 0
    for folder, _, names in os.walk(path):
        for name in names:
            try:
                total += os.lstat(os.path.join(folder, name)).st_blocks * 512
            except FileNotFoundError:
                pass
    return total


def read_json(path):
    try:
        with open(path, encoding="utf-8") as file:
            return json.load(file)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return None


def write_private(path, text):
    """Replaces a file at once; only its owner can read it."""
    temporary = f"{path}.tmp"
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    give(temporary)
    os.replace(temporary, path)


def write_json(path, value):
    write_private(path, json.dumps(value, indent=2) + "\n")


def copy_tree(source, target, skip=lambda relative: False, place=None):
    """Copies a folder whose files may come, grow and go meanwhile; what is gone is left out.

    `skip` is asked with each path below `source`. `place` puts one file; by default a copy that shares the disk's
    blocks where the file system can do that.
    """
    place = place or copy_file
    make_folder(target)
    for entry in os.scandir(source):
        below = os.path.relpath(entry.path, source)
        _copy_entry(entry, os.path.join(target, entry.name), below, skip, place)


def _copy_entry(entry, target, relative, skip, place):
    if entry.is_dir(follow_symlinks=False):
        make_folder(target)
        if skip(relative + "/"):
            return
        try:
            children = list(os.scandir(entry.path))
        except FileNotFoundError:
            return
        for child in children:
            _copy_entry(child, os.path.join(target, child.name), f"{relative}/{child.name}", skip, place)
    elif entry.is_file(follow_symlinks=False) and not skip(relative):
        try:
            place(entry.path, target)
        except FileNotFoundError:
            pass


def copy_file(source, target):
    with open(source, "rb") as reader:
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as writer:
            if not _share_blocks(reader, writer):
                shutil.copyfileobj(reader, writer, MEBIBYTE)
    give(target)


def _share_blocks(reader, writer):
    if not hasattr(os, "copy_file_range"):
        return False
    copied = 0
    try:
        while True:
            count = os.copy_file_range(reader.fileno(), writer.fileno(), 64 * MEBIBYTE)
            if count == 0:
                return True
            copied += count
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise
        if copied:
            reader.seek(0)
            writer.seek(0)
            writer.truncate()
        return False


def remove_tree(path):
    """Moves it aside first, so that nobody finds half of it."""
    doomed = f"{path}.removed"
    try:
        shutil.rmtree(doomed, ignore_errors=True)
        os.rename(path, doomed)
    except FileNotFoundError:
        return
    shutil.rmtree(doomed, ignore_errors=True)
