"""Consistent copies of a server's data while it works: what snapshots, automated backups and replicas are made of.

https://www.postgresql.org/docs/17/continuous-archiving.html#BACKUP-LOWLEVEL-BASE-BACKUP
"""

import os
import re

from . import files

# Made anew by every server, or meaningless in another one.
EMPTIED = re.compile(r"(pg_wal|pg_replslot|pg_dynshmem|pg_notify|pg_serial|pg_snapshots|pg_stat_tmp|pg_subtrans)/")
LEFT_OUT = re.compile(r"(postmaster\.(pid|opts)|backup_label(\.old)?|(standby|recovery)\.signal)|(.*/)?(pgsql_tmp.*|pg_internal\.init)")
CONTROL = "global/pg_control"
SEGMENT = re.compile(r"[0-9A-F]{24}")


def copy_working(session, data, archive, target):
    """Copies the data of a running server. Returns when the copy was whole (ISO 8601), and its first log segment."""
    files.check_space(os.path.dirname(target), files.size_of(data) + 32 * files.MEBIBYTE)
    # The server keeps the log of the time of the copy until this session ends.
    session.query(f"SELECT pg_create_physical_replication_slot('copy_{os.urandom(6).hex()}', true, true)")
    [[first]] = session.query("SELECT pg_walfile_name(pg_backup_start('backlot', true))")
    files.copy_tree(data, target, lambda path: EMPTIED.match(path) or LEFT_OUT.fullmatch(path) or path == CONTROL)
    files.copy_file(os.path.join(data, CONTROL), os.path.join(target, CONTROL))
    [[last, label]] = session.query("SELECT pg_walfile_name(lsn), labelfile FROM pg_backup_stop(false)")
    [[at]] = session.query("SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')")
    for name in sorted(os.listdir(os.path.join(data, "pg_wal"))):
        if SEGMENT.fullmatch(name) and first[8:] <= name[8:] <= last[8:]:
            _copy_segment(name, data, archive, target)
    files.write_private(os.path.join(target, "backup_label"), label)
    return {"at": at, "firstSegment": first}


def copy_resting(data, target):
    """Copies the data of a server that was stopped in good order."""
    files.check_space(os.path.dirname(target), files.size_of(data) + 32 * files.MEBIBYTE)
    files.copy_tree(data, target, LEFT_OUT.fullmatch)


def copy_for_use(copy, target):
    """Makes the data of a new server from a copy that stays as it is."""
    files.check_space(os.path.dirname(target), files.size_of(copy) + files.NEEDED_FREE)
    files.copy_tree(copy, target)


def link_copy(copy, target):
    """Another name for a copy. Copies never change, so that the two can share their files."""
    files.copy_tree(copy, target, place=os.link)


def _copy_segment(name, data, archive, target):
    copy = os.path.join(target, "pg_wal", name)
    try:
        files.copy_file(os.path.join(data, "pg_wal", name), copy)
    except FileNotFoundError:
        files.copy_file(os.path.join(archive, name), copy)
