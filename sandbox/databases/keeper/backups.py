"""Automated backups: copies of a server's data now and then, and its whole log since the oldest of them."""

import datetime
import os
import shutil

from . import files
from .copies import SEGMENT

DAY = 86400
# Beyond, the oldest backups go before their time: a laptop's disk is not S3.
ARCHIVE_LIMIT = 1024 * files.MEBIBYTE


def keep(server):
    """Takes a copy of a server's data: from then on, each moment can be restored."""
    name = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%S%f")
    folder = os.path.join(server.bases, name)
    building = f"{folder}.building"
    files.make_folder(building)
    try:
        about = server.copy_to(os.path.join(building, "data"))
        files.write_json(os.path.join(building, "base.json"), about)
        os.rename(building, folder)
    except BaseException:
        shutil.rmtree(building, ignore_errors=True)
        raise


def forget(server):
    """Removes all backups of a server: restores to a point in time are switched off."""
    for folder in (server.bases, server.archive):
        shutil.rmtree(folder, ignore_errors=True)
        files.make_folder(folder)


def bases(server):
    """Each backup with the time from which it can be used, oldest first."""
    found = []
    for name in sorted(os.listdir(server.bases)) if os.path.isdir(server.bases) else ():
        about = files.read_json(os.path.join(server.bases, name, "base.json"))
        if about and not name.endswith(".building"):
            found.append({**about, "folder": os.path.join(server.bases, name), "time": parse(about["at"])})
    return found


def base_for(server, target):
    """Data of the newest backup that was whole at a time; None when there is none so old."""
    fitting = [base for base in bases(server) if base["time"] <= target]
    return os.path.join(fitting[-1]["folder"], "data") if fitting else None


def earliest(server):
    """The first moment that can be restored."""
    found = bases(server)
    return found[0]["time"] if found else None


def latest(server):
    """The last moment that can be restored: what is not in the archive yet gets there when a restore asks for it."""
    stopped = None if server.running() else server.record.get("stoppedAt")
    return parse(stopped) if stopped else datetime.datetime.now(datetime.timezone.utc)


def renew(server):
    """Once a day, for a server that works: another copy, and what is older than the retention period goes."""
    if not (server.made and server.record.get("archiving") and server.running()):
        return
    found = bases(server)
    now = datetime.datetime.now(datetime.timezone.utc)
    full = files.size_of(server.archive) > ARCHIVE_LIMIT
    if not found or full or (now - found[-1]["time"]).total_seconds() > DAY:
        with server.lock:
            keep(server)
            if full:
                server.archive_all()
        found = bases(server)
    horizon = now - datetime.timedelta(days=server.record.get("retention", 1))
    # The newest backup from before the horizon is what the time after it is restored from.
    unneeded = [base for base, following in zip(found, found[1:]) if full or following["time"] <= horizon]
    for base in unneeded:
        files.remove_tree(base["folder"])
    if unneeded:
        _prune_archive(server, found[len(unneeded)].get("firstSegment"))


def parse(text):
    """A time of ISO 8601; without a zone it is UTC, as in the API."""
    time = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    return time if time.tzinfo else time.replace(tzinfo=datetime.timezone.utc)


def _prune_archive(server, first):
    if not first:
        return
    for name in os.listdir(server.archive):
        if SEGMENT.fullmatch(name) and name[8:] < first[8:]:
            os.unlink(os.path.join(server.archive, name))
